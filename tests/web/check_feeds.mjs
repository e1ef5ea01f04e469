// check_feeds -- Atom against the schema of RFC 4287 and the rules its prose adds,
// JSON Feed against version 1.1, sitemaps against their protocol, robots.txt.
import path from "node:path";
import { HERE, address, attribute, elements, fileOf, fragment, run, shorten, text, tree } from "./lib.mjs";
import { htmlInside } from "./check_document.mjs";

/** A well-formed document as { name, attrs, children, text }; xmllint has looked at it before. */
export function xml(source) {
  const root = { name: "", attrs: {}, children: [], text: "" };
  const open = [root];
  for (const [token] of source.matchAll(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[?!][^>]*>|<[^>]+>|[^<]+/g)) {
    const top = open[open.length - 1];
    if (token.startsWith("<![CDATA[")) top.text += token.slice(9, -3);
    else if (/^<[?!]/.test(token)) continue;
    else if (token.startsWith("</")) open.pop();
    else if (token.startsWith("<")) {
      const node = { name: token.match(/^<([^\s/>]+)/)[1], attrs: {}, children: [], text: "" };
      for (const [, key, a, b] of token.matchAll(/\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) node.attrs[key] = plain(a ?? b);
      top.children.push(node);
      if (!token.endsWith("/>")) open.push(node);
    } else top.text += plain(token);
  }
  return root.children[0];
}
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (s) => s.replace(/&(#x([0-9a-f]+)|#(\d+)|\w+);/gi, (all, name, hex, dec) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : dec ? String.fromCodePoint(Number(dec)) : ENTITIES[name] ?? all);
const all = (node, name) => node.children.filter((c) => c.name === name);
const one = (node, name) => all(node, name)[0]?.text.trim();

async function schema(site, name, files, say) {
  for (const at of files) {
    const done = await run("xmllint", ["--noout", "--relaxng", path.join(HERE, name), path.join(site.root, at)]);
    if (done.status) say(at, "schema", shorten(done.err.split("\n").filter((l) => /error/.test(l)).map((l) => l.replace(/^.*?:(\d+): (element )?/, "line $1: ")).slice(0, 3).join("; ") || done.err, 220));
  }
}

export default async function feeds(site) {
  const out = [];
  const say = (at, rule, text) => out.push({ path: at, rule: `feeds:${rule}`, text });
  const xmls = [...site.files.keys()].filter((at) => at.endsWith(".xml"));
  const formed = [];
  for (const at of xmls) {
    const done = await run("xmllint", ["--noout", "--nonet", path.join(site.root, at)]);
    if (done.status) say(at, "xml", shorten(done.err, 160));
    else formed.push([at, xml(text(site, at))]);
  }
  const atoms = formed.filter(([, root]) => /(^|:)feed$/.test(root.name));
  const maps = formed.filter(([, root]) => /(^|:)(urlset|sitemapindex)$/.test(root.name));
  for (const [at, root] of formed) if (!atoms.some((a) => a[0] === at) && !maps.some((m) => m[0] === at)) say(at, "kind", `<${root.name}> is neither a feed nor a sitemap`);
  await schema(site, "atom.rng", atoms.map((a) => a[0]), say);
  await schema(site, "sitemap.rng", maps.map((m) => m[0]), say);
  for (const [at, root] of atoms) atom(site, at, root, (rule, text) => say(at, rule, text));
  const mapped = new Set();
  for (const [at, root] of maps) sitemap(site, root, mapped, (rule, text) => say(at, rule, text));
  if (maps.length)
    for (const at of site.html)
      if (at !== "404.html" && !noindex(site, at) && !elsewhere(site, at) && !mapped.has(new URL(address(at), site.origin).href)) say(at, "absent", "the page is in no sitemap");
  for (const at of site.files.keys()) if (/(^|\/)feed[^/]*\.json$/.test(at)) jsonFeed(site, at, (rule, text) => say(at, rule, text));
  for (const [at, data] of site.files)
    if (/\.(xml|json)$/.test(at)) for (const html of htmlInside(at, data.toString("utf8"))) content(at, html, say);
  if (site.files.has("robots.txt")) robots(site, (rule, text) => say("robots.txt", rule, text));
  offered(site, say);
  return out;
}

/** What the schema of Atom cannot say (RFC 4287, section 4). */
function atom(site, at, feed, say) {
  const entries = all(feed, "entry"), ids = new Set();
  const self = all(feed, "link").filter((l) => l.attrs.rel === "self");
  if (self.length !== 1) say("self", `${self.length} links rel=self`);
  else if (fileOf(site, self[0].attrs.href, site.origin) !== at) say("self", `rel=self is ${self[0].attrs.href}`);
  const newest = entries.map((e) => Date.parse(one(e, "updated"))).sort((a, b) => b - a)[0];
  if (newest && Date.parse(one(feed, "updated")) < newest) say("updated", "an entry is newer than the feed");
  if (!one(feed, "title")) say("title", "the feed's title is empty");
  for (const entry of entries) {
    const id = one(entry, "id"), name = shorten(one(entry, "title") || id, 40);
    if (ids.has(id)) say("id", `the id ${id} occurs twice`);
    ids.add(id);
    if (!all(entry, "author").length && !all(feed, "author").length) say("author", `${name} has no author`);
    const alternates = all(entry, "link").filter((l) => (l.attrs.rel || "alternate") === "alternate");
    if (!all(entry, "content").length && !alternates.length) say("content", `${name} has neither content nor alternate link`);
    const kinds = alternates.map((l) => `${l.attrs.type} ${l.attrs.hreflang}`);
    if (new Set(kinds).size !== kinds.length) say("alternate", `${name} has two alternate links of one type and language`);
    for (const link of all(entry, "link")) if (!/^[a-z][a-z0-9+.-]*:/i.test(link.attrs.href)) say("relative", `${name}: the link ${link.attrs.href} is relative`);
    for (const author of all(entry, "author")) if (!one(author, "name")) say("author", `${name}: an author without a name`);
    const published = one(entry, "published");
    if (published && Date.parse(published) > Date.parse(one(entry, "updated"))) say("updated", `${name} was updated before it was published`);
  }
}

/** JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/ */
function jsonFeed(site, at, say) {
  let feed;
  try {
    feed = JSON.parse(text(site, at));
  } catch (error) {
    return say("json", `no JSON: ${error.message}`);
  }
  const kind = (v) => (Array.isArray(v) ? "array" : typeof v);
  const shape = (value, fields, where) => {
    for (const [key, v] of Object.entries(value)) {
      if (key.startsWith("_")) continue;
      if (!(key in fields)) say("field", `${where}: ${key} is no field of JSON Feed`);
      else if (fields[key] === "url" ? !/^[a-z][a-z0-9+.-]*:\S+$/i.test(v) : kind(v) !== fields[key]) say("type", `${where}: ${key} is ${shorten(JSON.stringify(v), 40)}, not ${fields[key]}`);
    }
  };
  const authors = (list, where) => {
    for (const author of list || []) {
      shape(author, { name: "string", url: "url", avatar: "url" }, `${where}: author`);
      if (!author.name && !author.url && !author.avatar) say("author", `${where}: an empty author`);
    }
  };
  shape(feed, { version: "url", title: "string", home_page_url: "url", feed_url: "url", description: "string", user_comment: "string", next_url: "url",
    icon: "url", favicon: "url", authors: "array", language: "string", expired: "boolean", hubs: "array", items: "array" }, "feed");
  if (feed.version !== "https://jsonfeed.org/version/1.1") say("version", `version is ${feed.version}`);
  if (!feed.title) say("title", "no title");
  if (!Array.isArray(feed.items)) return say("items", "no items");
  if (feed.feed_url && fileOf(site, feed.feed_url, site.origin) !== at) say("self", `feed_url is ${feed.feed_url}`);
  authors(feed.authors, "feed");
  const ids = new Set();
  for (const item of feed.items) {
    const name = shorten(item.title || item.id, 40);
    shape(item, { id: "string", url: "url", external_url: "url", title: "string", content_html: "string", content_text: "string", summary: "string", image: "url",
      banner_image: "url", date_published: "string", date_modified: "string", authors: "array", tags: "array", language: "string", attachments: "array" }, name);
    if (!item.id) say("id", `${name}: no id`);
    if (ids.has(item.id)) say("id", `the id ${item.id} occurs twice`);
    ids.add(item.id);
    if (item.content_html === undefined && item.content_text === undefined) say("content", `${name}: neither content_html nor content_text`);
    for (const key of ["date_published", "date_modified"])
      if (item[key] !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(item[key])) say("date", `${name}: ${key} is ${item[key]}`);
    for (const tag of item.tags || []) if (typeof tag !== "string" || !tag) say("type", `${name}: a tag is ${JSON.stringify(tag)}`);
    for (const a of item.attachments || []) {
      shape(a, { url: "url", mime_type: "string", title: "string", size_in_bytes: "number", duration_in_seconds: "number" }, `${name}: attachment`);
      if (!a.url || !a.mime_type) say("attachment", `${name}: an attachment without url or mime_type`);
    }
    authors(item.authors, name);
  }
}

/** HTML in a feed stands in other people's pages: nothing active, no relative address. */
function content(at, html, say) {
  for (const e of elements(fragment(html))) {
    if (["script", "iframe", "object", "embed", "form", "style", "base", "link", "meta"].includes(e.tagName)) say(at, "active", `<${e.tagName}> in the content`);
    for (const { name, value } of e.attrs) {
      if (name.startsWith("on")) say(at, "active", `<${e.tagName} ${name}> in the content`);
      if ((name === "href" || name === "src") && !/^([a-z][a-z0-9+.-]*:|#)/i.test(value)) say(at, "relative", `<${e.tagName} ${name}="${shorten(value, 50)}"> in the content is relative`);
    }
  }
}

function sitemap(site, root, mapped, say) {
  const seen = new Set(), entries = root.children;
  if (entries.length > 50000) say("size", `${entries.length} addresses`);
  for (const entry of entries) {
    const loc = one(entry, "loc");
    const url = URL.canParse(loc) ? new URL(loc).href : loc;
    if (seen.has(url)) say("twice", `${loc} occurs twice`);
    seen.add(url);
    const file = loc && fileOf(site, loc, site.origin);
    if (!file) say("loc", `${loc} is no page of the site`);
    else if (file.endsWith(".html") && noindex(site, file)) say("noindex", `${loc} says noindex`);
  }
  for (const url of seen) mapped.add(url);
}
const head = (site, at, tag, key, value) => [...elements(tree(site, at))].find((e) => e.tagName === tag && (attribute(e, key) || "").toLowerCase() === value);
function noindex(site, at) {
  return /\b(noindex|none)\b/.test(attribute(head(site, at, "meta", "name", "robots") || {}, "content") || "") || Boolean(head(site, at, "meta", "http-equiv", "refresh"));
}
/** The canonical address of the page is another one. */
function elsewhere(site, at) {
  const canonical = head(site, at, "link", "rel", "canonical");
  return canonical && fileOf(site, attribute(canonical, "href"), site.origin + address(at)) !== at;
}

/** RFC 9309: groups of user-agent, allow, disallow; and the sitemap by its full address. */
function robots(site, say) {
  let agents = false, map = false;
  text(site, "robots.txt").split("\n").forEach((line, i) => {
    line = line.replace(/#.*/, "").trim();
    if (!line) return;
    const [, key, value] = line.match(/^([a-z-]+)\s*:\s*(.*)$/i) || [];
    if (!key || !/^(user-agent|allow|disallow|sitemap|crawl-delay)$/i.test(key)) return say("robots", `line ${i + 1}: ${line}`);
    if (/^user-agent$/i.test(key)) agents = true;
    else if (/^sitemap$/i.test(key)) {
      map = true;
      if (!fileOf(site, value, undefined)) say("robots", `line ${i + 1}: ${value} is no file of the site`);
    } else if (!agents) say("robots", `line ${i + 1}: a rule before any user-agent`);
    else if (value && !/^[/*]/.test(value)) say("robots", `line ${i + 1}: ${value} is no path`);
  });
  if (!map && site.files.has("sitemap.xml")) say("robots", "the sitemap is not named");
}

/** Each feed is named by some page, and each that is named is there. */
function offered(site, say) {
  const named = new Set();
  for (const at of site.html)
    for (const e of elements(tree(site, at)))
      if (e.tagName === "link" && attribute(e, "rel") === "alternate" && /^application\/(atom\+xml|feed\+json|json)$/.test(attribute(e, "type") || "")) {
        const file = fileOf(site, attribute(e, "href"), site.origin + address(at));
        if (!file) say(at, "offered", `the feed ${attribute(e, "href")} is not there`);
        named.add(file);
      }
  for (const at of site.files.keys()) if (/(^|\/)feed[^/]*\.(xml|json)$/.test(at) && !named.has(at)) say(at, "offered", "no page names this feed");
}
