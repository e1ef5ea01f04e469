// check_html -- the Nu HTML checker over all pages, style sheets and SVG images of a
// site, in one run of Java. Errors and warnings count; "info" that is neither does not.
import path from "node:path";
import { run, tool, toolFile, shorten } from "./lib.mjs";

// Warnings that are no fault. HTML itself gives <article> for a reader's comment, and a
// comment has no title.
const HARMLESS = [{ message: /^Article lacks heading/, extract: /<article class="comment"/ }];

export default async function html(site) {
  const jar = path.join(toolFile("vnu-jar"), "build/dist/vnu.jar");
  const out = [];
  const runs = [["--skip-non-html"], ["--skip-non-css"], ["--skip-non-svg"]];
  for (const [only] of runs) {
    const kind = only.replace("--skip-non-", ".");
    if (![...site.files.keys()].some((at) => at.endsWith(kind))) continue;
    const done = await run("java", ["-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar, only,
      "--format", "json", "--stdout", "--exit-zero-always", site.root]);
    let report;
    try {
      report = JSON.parse(done.out);
    } catch {
      throw new Error(`the Nu HTML checker gave no report: ${done.err || done.out}`);
    }
    for (const message of report.messages) {
      if (message.type === "info" && message.subType !== "warning") continue;
      if (HARMLESS.some((h) => h.message.test(message.message) && h.extract.test(message.extract || ""))) continue;
      const at = path.relative(site.root, decodeURIComponent(new URL(message.url).pathname));
      out.push({ path: `${at}:${message.lastLine}`, rule: `html:${message.subType || message.type}`, text: shorten(message.message, 200) });
    }
  }
  return out;
}
