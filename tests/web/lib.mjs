// lib -- what the checks of tests/web share: the tools in .build/web, programs,
// a site in memory, a server for it, pages as trees, problems and their count.
//
// A problem is { path, rule, text }: the file of the site it was found in, the name
// of the rule (`check:detail`), and one line for a human being.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(process.env.ROOT || path.join(HERE, "../.."));
export const PUBLISH = process.env.PUBLISH || path.join(ROOT, ".build/release/publish");
export const WORK = process.env.WORK || fs.mkdtempSync("/tmp/publish-web.");
// The group's runner gives a folder and removes it; without one it is ours.
if (!process.env.WORK) process.on("exit", () => fs.rmSync(WORK, { recursive: true, force: true }));
export const QUICK = Boolean(process.env.QUICK);
export const TOOLS = path.join(ROOT, ".build/web");
const fromTools = createRequire(path.join(TOOLS, "package.json"));

/** A package of .build/web, whichever module system it is written in. */
export async function tool(name) {
  try {
    const module = await import(pathToFileURL(fromTools.resolve(name)));
    return module.default && Object.keys(module).length === 1 ? module.default : module;
  } catch (error) {
    if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
    const folder = path.join(TOOLS, "node_modules", name);
    const about = JSON.parse(fs.readFileSync(path.join(folder, "package.json")));
    const entry = about.exports["."]?.import ?? about.exports.import ?? about.exports["."];
    return import(pathToFileURL(path.join(folder, typeof entry === "string" ? entry : entry.default)));
  }
}
export const toolFile = (name) => path.join(TOOLS, "node_modules", name);

/** Runs a program; never throws: { status, out, err }. */
export function run(file, args, options = {}) {
  return new Promise((done) => {
    execFile(file, args, { maxBuffer: 1 << 28, timeout: 240000, ...options }, (error, out, err) =>
      done({ status: error ? (typeof error.code === "number" ? error.code : 255) : 0, out, err }));
  });
}

// ---- counting ------------------------------------------------------------------

const count = { passed: 0, failed: 0, skipped: 0 };
const SHOWN = Number(process.env.LINES_SHOWN || 40);

export function ok(name) {
  count.passed++;
  console.log("ok", name);
}
export function skip(name, why, n = 1) {
  count.skipped += n;
  console.log(`skipped ${name}: ${why}`);
}
/** One statement about the site: true when there is no problem. Equal problems of
 * many pages are one line that names the pages. */
export function verdict(name, problems) {
  if (!problems.length) return ok(name), true;
  count.failed++;
  const groups = new Map();
  for (const { path: at, rule, text } of problems) {
    const key = `${rule}: ${text}`;
    groups.set(key, [...(groups.get(key) || []), at]);
  }
  console.log(`FAILED ${name}: ${problems.length} problems`);
  const rows = [...groups].sort((a, b) => b[1].length - a[1].length);
  for (const [key, pages] of rows.slice(0, SHOWN)) {
    const some = [...new Set(pages)];
    console.log(`    ${key}\n      on ${some.slice(0, 5).join(" ")}${some.length > 5 ? ` and ${some.length - 5} more` : ""}`);
  }
  if (rows.length > SHOWN) console.log(`    and ${rows.length - SHOWN} kinds more`);
  return false;
}
export function end() {
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  process.exitCode = count.failed ? 1 : 0;
}

// ---- sites ---------------------------------------------------------------------

/** A folder of published files. `origin` is where it is served and what it was built for. */
export function readSite(name, root, origin, articles = []) {
  const files = new Map();
  (function walk(folder) {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const at = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) walk(at);
      else files.set(at, fs.readFileSync(path.join(root, at)));
    }
  })("");
  const html = [...files.keys()].filter((at) => at.endsWith(".html")).sort();
  return { name, root, origin, files, html, articles, trees: new Map() };
}

export const text = (site, at) => site.files.get(at).toString("utf8");

/** The address path at which a file is found. */
export const address = (at) => "/" + at.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");

/** The file behind an address of this site: undefined when elsewhere, null when missing. */
export function fileOf(site, link, base) {
  let url;
  try {
    url = new URL(link, base);
  } catch {
    return null;
  }
  if (url.origin !== site.origin) return undefined;
  let at;
  try {
    at = decodeURIComponent(url.pathname.slice(1));
  } catch {
    return null;
  }
  if (at === "" || at.endsWith("/")) at += "index.html";
  return site.files.has(at) ? at : null;
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".xml": "application/xml; charset=utf-8",
  ".json": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon" };

/** A server on 127.0.0.1 for one site at a time: server.site may be set later. */
export function serve() {
  const server = http.createServer((request, response) => {
    const site = server.site;
    const at = site ? fileOf(site, request.url, site.origin) : null;
    const found = at ?? (site?.files.has("404.html") ? "404.html" : null);
    const type = TYPES[path.extname(found || "")] || "application/octet-stream";
    const head = { "content-type": type, "cache-control": "max-age=31536000", "x-content-type-options": "nosniff" };
    response.writeHead(at ? 200 : 404, head);
    response.end(request.method === "HEAD" || !found ? undefined : site.files.get(found));
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => {
    server.origin = `http://127.0.0.1:${server.address().port}`;
    server.unref();
    done(server);
  }));
}

const GIT = { GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_NAME: "Tester", GIT_AUTHOR_EMAIL: "tester@example.org",
  GIT_COMMITTER_NAME: "Tester", GIT_COMMITTER_EMAIL: "tester@example.org", GIT_AUTHOR_DATE: "1704103200 +0000",
  GIT_COMMITTER_DATE: "1704103200 +0000" };
export const ENV = { PATH: process.env.PATH, HOME: WORK, LC_ALL: "C.UTF-8", TZ: "UTC", ...GIT };
export const publish = (...args) => run(PUBLISH, args, { env: ENV });
export const git = (repo, ...args) => run("git", ["-C", repo, ...args], { env: ENV });

/** Publishes a repository for this origin and reads what came out. */
export async function build(name, repo, origin) {
  const out = path.join(WORK, `${name}.out`);
  const done = await publish("-C", repo, "--to", out, "-q", "--base-url", origin);
  if (done.status) throw new Error(`${name} is not published:\n${done.err || done.out}`);
  const listed = await publish("-C", repo, "list", "--format=json", "--base-url", origin);
  const articles = listed.out.split("\n").filter(Boolean).map((line) => JSON.parse(line)).filter((row) => row.url);
  return readSite(name, out, origin, articles);
}

// ---- pages as trees ----------------------------------------------------------------

const parse5 = await tool("parse5");

export function tree(site, at) {
  if (!site.trees.has(at)) site.trees.set(at, parse5.parse(text(site, at)));
  return site.trees.get(at);
}
export const parse = (html, options) => parse5.parse(html, options);
export const serialize = (node) => parse5.serialize(node);
export const fragment = (html) => parse5.parseFragment(html);

/** Every node below, in document order; contents of <template> too. */
export function* nodes(node) {
  for (const child of node.content?.childNodes || node.childNodes || []) {
    yield child;
    yield* nodes(child);
  }
}
export function* elements(node) {
  for (const child of nodes(node)) if (child.tagName) yield child;
}
export const attribute = (element, name) => element.attrs?.find((a) => a.name === name)?.value;
export function closest(node, test) {
  for (let at = node; at; at = at.parentNode) if (at.tagName && test(at)) return at;
  return null;
}
export const inside = (node, ...names) => closest(node.parentNode, (e) => names.includes(e.tagName));
export function textOf(node) {
  let out = "";
  for (const child of nodes(node)) if (child.nodeName === "#text") out += child.value;
  return out;
}
export const squeeze = (s) => s.normalize("NFC").replace(/\s+/gu, " ").trim();
export const shorten = (s, n = 90) => ((s = squeeze(String(s))).length > n ? s.slice(0, n) + "…" : s);
