// fixtures -- reads fixtures/cases.md and makes a site of it: a folder for each case.
import fs from "node:fs";
import path from "node:path";
import { HERE, WORK, readSite } from "./lib.mjs";

const FOLDER = path.join(HERE, "fixtures");
const read = (name) => fs.readFileSync(path.join(FOLDER, name), "utf8");

/** The cases: { name, folder, rules: Set, blocks: [{ kind, name, text }] }. */
export function cases() {
  return read("cases.md").split(/^## /m).slice(1).map((part, i) => {
    const name = part.split("\n")[0];
    const rules = part.match(/^Rejected by: (.*)$/m)[1].split(" ").filter((r) => r !== "nothing");
    const blocks = [...part.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, kind, file, text]) => ({ kind, name: file, text }));
    return { name, folder: i ? `case-${i}` : "good", rules: new Set(rules), blocks };
  });
}

/** Writes the site for this origin and reads it as any other. */
export function fixtureSite(origin) {
  const root = path.join(WORK, "fixtures");
  const write = (at, text) => {
    fs.mkdirSync(path.dirname(path.join(root, at)), { recursive: true });
    fs.writeFileSync(path.join(root, at), text);
  };
  const rows = [], listed = [], feeds = [];
  write("frame.css", read("frame.css"));
  const all = cases();
  const fill = (text, folder) => text.replaceAll("ORIGIN", origin).replaceAll("CASE", folder)
    .replace(/\(\(([\s\S]*?)\*(\d+)\)\)/g, (_, word, n) => word.repeat(Number(n)));
  for (const { folder, rules, blocks } of all) {
    let html = read("frame.html");
    const put = (place, text) => (html = html.replace(`<!--${place}-->`, () => text + `<!--${place}-->`));
    for (const { kind, name, text } of blocks) {
      if (kind === "row") rows.push({ ...JSON.parse(text), url: `/${folder}/` });
      else if (kind === "file") {
        write(`${folder}/${name}`, fill(text, folder));
        if (name.endsWith(".css")) put("head", `<link rel="stylesheet" href="${name}">`);
        if (/^feed\.(json|xml)$/.test(name)) feeds.push(`${folder}/${name}`);
      } else put(kind, text.trim());
    }
    // Faults that are something missing from the frame.
    if (rules.has("browser:skip")) html = html.replace(/<a class="skip".*\n/, "");
    if (rules.has("lighthouse:seo")) html = html.replace(/<meta name="description".*\n/, "").replace(/initial-scale=1/, "initial-scale=1, user-scalable=no");
    html = html.replace(/<!--(head|main)-->\n?/g, "");
    write(`${folder}/index.html`, fill(html, folder));
    if (!rules.has("feeds:absent") && !rules.has("feeds:noindex") && !rules.has("feeds:twice")) listed.push(`${origin}/${folder}/`);
  }
  // The good page names the feeds, but for the one that nobody names.
  const good = path.join(root, "good/index.html");
  fs.writeFileSync(good, fs.readFileSync(good, "utf8").replace("</head>", () => feeds.map((at) =>
    `<link rel="alternate" type="application/${at.endsWith("json") ? "feed+json" : "atom+xml"}" title="x" href="/${at}">\n`).join("") + "</head>"));
  write("sitemap.xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed.map((u) => `<url><loc>${u}</loc></url>`).join("")}</urlset>`);
  return { site: readSite("fixtures", root, origin, rows), cases: all };
}
