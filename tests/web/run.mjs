// run -- the group web: first, pages with one fault each show that every check rejects
// what it is for; then all checks look at every page of the starter site. What CI systems read
// is looked at last.
//
//   node tests/web/run.mjs                 all of it (as the group web does)
//   WEB="css feeds" node tests/web/run.mjs these checks only
//   REPO=folder node tests/web/run.mjs     the site of another article repository
//   SELFTEST=0                             without the pages with one fault each
//   SITE=folder ORIGIN=http://... with it  pages that are published already
import path from "node:path";
import { QUICK, WORK, build, end, ok, publish, readSite, serve, skip, verdict } from "./lib.mjs";
import { fixtureSite } from "./fixtures.mjs";
import html from "./check_html.mjs";
import * as document from "./check_document.mjs";
import styles from "./check_css.mjs";
import feeds from "./check_feeds.mjs";
import browser, { launch } from "./check_browser.mjs";
import lighthouse from "./check_lighthouse.mjs";
import xss from "./check_xss.mjs";
import ci from "./check_ci.mjs";

const CHECKS = {
  html: ["zero errors and warnings from the Nu HTML checker", html],
  scripts: ["no script, no handler, no address that runs", document.scripts],
  resources: ["nothing is loaded from elsewhere", document.resources],
  links: ["every link, image and feed leads somewhere", document.links],
  structured: ["every article's JSON-LD has its fields", document.structured],
  mail: ["e-mail addresses are hidden from harvesters, not from readers", document.mail],
  languages: ["text in another language says so", document.languages],
  weight: ["HTML and CSS of home and an article stay below 50 KB, and around the words of every page", document.weight],
  css: ["no CSS newer than Chrome 79 and Safari 13 without a fallback", styles],
  feeds: ["feeds and sitemaps keep their formats' rules", feeds],
  browser: ["every page in a browser: axe-core, phone, large text, keyboard, without JavaScript, no request elsewhere", browser],
  lighthouse: ["Lighthouse on a phone: 100, or the lost point has a name", lighthouse],
};
const wanted = process.env.WEB ? process.env.WEB.split(" ") : [...Object.keys(CHECKS), "xss", "ci"];
// What needs a browser takes minutes.
const SLOW = new Set(["browser", "lighthouse"]);

const server = await serve();
const seconds = (began) => ((Date.now() - began) / 1000).toFixed(1);

/** Runs the wanted checks over a site: name of the check -> problems. */
async function look(site, options) {
  const found = new Map();
  server.site = site;
  let chrome = null;
  for (const [name, [, check]] of Object.entries(CHECKS)) {
    if (!wanted.includes(name) || (QUICK && SLOW.has(name))) continue;
    const began = Date.now();
    if (name === "browser") {
      chrome = await launch();
      found.set(name, await check(site, { chrome, ...options }));
      await chrome.close();
    } else if (name === "lighthouse") found.set(name, await check(site, options.measured, options.tries));
    else found.set(name, await check(site));
    console.log(`   ${site.name}: ${name} in ${seconds(began)} seconds`);
  }
  return found;
}

/** Each fixture is rejected by exactly the rules that it names. */
async function proveChecks() {
  const { site, cases } = fixtureSite(server.origin);
  const bad = cases.find((c) => c.rules.has("lighthouse:seo"));
  // In the browser: what it must reject, and what nothing must reject.
  const only = (at) => cases.some((c) => at === `${c.folder}/index.html` && (!c.rules.size || [...c.rules].some((r) => r.startsWith("browser:"))));
  const found = await look(site, { only, dark: () => true, measured: [`${bad.folder}/index.html`], tries: 1 });
  const looked = new Set([...found.keys()].map((name) => ({ scripts: "script", resources: "elsewhere" })[name] || name));
  const problems = [];
  for (const { name, folder, rules } of cases) {
    const seen = new Set([...found.values()].flat().filter((p) => p.path.startsWith(folder + "/")).map((p) => p.rule));
    for (const rule of rules) if (looked.has(rule.split(":")[0]) && !seen.has(rule)) problems.push({ path: folder, rule: "not rejected", text: `"${name}" must be rejected by ${rule}` });
    for (const rule of seen) if (!rules.has(rule)) problems.push({ path: folder, rule: "rejected", text: `"${name}" must not be rejected by ${rule}: ${[...found.values()].flat().find((p) => p.path.startsWith(folder + "/") && p.rule === rule).text}` });
  }
  // A home page that only its words make heavy: no case can be the home page.
  const fat = { ...site, html: ["index.html"], files: new Map([["index.html", Buffer.from(`<div class="prose">${"word ".repeat(12000)}</div>`)]]), trees: new Map(), articles: [] };
  if (!document.weight(fat).some((p) => p.rule === "weight:whole")) problems.push({ path: "home", rule: "not rejected", text: "a home page of 60 KB must be rejected by weight:whole" });
  const strays = [...found.values()].flat().filter((p) => !cases.some((c) => p.path.startsWith(c.folder + "/")));
  verdict(`${cases.length} pages with one fault each: every check rejects what it is for`, [...problems, ...strays]);
}

async function starterSite() {
  let site;
  if (process.env.SITE) {
    server.origin = process.env.ORIGIN || server.origin;
    site = readSite("site", process.env.SITE, server.origin);
  } else {
    const repo = process.env.REPO || path.join(WORK, "demo");
    if (!process.env.REPO) {
      const made = await publish("init", "--demo", repo);
      if (made.status) throw new Error(`publish init --demo: ${made.err}`);
    }
    site = await build("demo", repo, server.origin);
  }
  const articles = site.articles.map((row) => decodeURIComponent(new URL(row.url, site.origin).pathname.slice(1)) + "index.html").filter((at) => site.files.has(at));
  const longest = [...articles].sort((a, b) => site.files.get(b).length - site.files.get(a).length)[0];
  const chinese = articles.find((at) => /<html lang="zh/.test(site.files.get(at).toString("utf8")));
  const sample = new Set(["index.html", "404.html", longest, chinese, site.html.find((at) => at.startsWith("tags/")), ...articles.slice(0, 4)]);
  const found = await look(site, { dark: (at) => sample.has(at), measured: ["index.html", longest || site.html[0]] });
  for (const [name, problems] of found) verdict(`starter site, ${site.html.length} pages: ${CHECKS[name][0]}`, problems);
  for (const line of site.weights || []) console.log(`   ${line}`);
  for (const line of site.scores || []) console.log(`   Lighthouse ${line}`);
  if (QUICK) skip("what needs a browser", "--quick", 2);
}

try {
  if (process.env.SELFTEST !== "0") await proveChecks();
  await starterSite();
  if (wanted.includes("xss")) await xss();
  if (wanted.includes("ci")) await ci();
} catch (error) {
  verdict("the checks run to their end", [{ path: "tests/web", rule: "crash", text: error.stack }]);
}
end();
