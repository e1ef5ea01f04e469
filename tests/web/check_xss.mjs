// check_xss -- hostile texts in every place of an article repository: whatever the
// pages, feeds and data say, they say it as text.
//
// A site is published twice: once with a harmless word in every place, once with a
// hostile text before that word. The two must be the same tree of elements and
// attributes, and where the one shows the word, the other shows the hostile text and
// the word, character by character. Addresses and Markdown, where a text may be
// refused or mean something, are held to what the harmless sites contain: no other
// element, no other attribute, no script, no address that runs. parse5, the HTML5
// parser, says what a page is; XML and JSON are read by their parsers.
import fs from "node:fs";
import path from "node:path";
import { HERE, QUICK, ROOT, WORK, attribute, elements, fragment, git, nodes, publish, readSite, run, shorten, skip, squeeze, text, textOf,
  tool, tree, verdict } from "./lib.mjs";
import { scripts } from "./check_document.mjs";
import { xml } from "./check_feeds.mjs";

const parse5 = await tool("parse5");
const ORIGIN = "https://towpath.example";
const SHARED = path.join(process.env.SHARED || path.join(ROOT, "../shared"), "bad-inputs/xss");
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64");

// ---- what a text is, and the word behind it -----------------------------------------------

/** A YAML string that holds exactly this text. */
const yaml = (s) => JSON.stringify(s).replace(/[\u0080-\u00a0\u2028\u2029\ufeff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
/** Markdown that shows exactly this text. */
const markdown = (s) => plain(s).replace(/[!-/:-@[-`{-~]/g, "\\$&");
/** E-mail addresses become links in Markdown, whatever is escaped: not in these texts.
 * Control characters, which HTML has no place for, are replaced. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
const plain = (s) => s.replace(/@/g, " at ").replace(CONTROL, "\ufffd");
const MARKDOWN = new Set(["commenttext", "replytext", "noticetext", "bodyalt", "bodytitle"]);
const word = (i, field) => `Q${i}${field}q`;
const WORD = /Q(\d+)([a-z]+)q/g;

/** Ways to fill the places of a site: t for texts, m for Markdown. */
const harmless = { t: (i, f) => word(i, f), m: (i, f) => word(i, f) };
const hostile = (vectors) => ({ t: (i, f) => `${vectors[i]} ${word(i, f)}`, m: (i, f) => `${markdown(vectors[i])} ${word(i, f)}` });

// ---- publishing what can be published --------------------------------------------------------

let sites = 0;

/** Publishes the files of make(); what a message refuses (an article, or a line of another
 * file) is taken out, and the rest tried again. { site, gone: Map file -> true | Set of lines, refused, trouble } */
async function publishWithout(name, files, gone = new Map(), again = null) {
  const repo = path.join(WORK, again ? `xss-${again}` : `xss-${name}-${sites++}`), out = path.join(WORK, `xss-${name}-${sites++}.out`);
  const kept = (at, body) => (gone.get(at) instanceof Set ? body.split("\n").map((l, i) => (gone.get(at).has(i + 1) ? "#" : l)).join("\n") : body);
  // The files on disk are published: the commit only has to be there.
  if (!fs.existsSync(path.join(repo, ".git"))) {
    fs.mkdirSync(repo, { recursive: true });
    await git(repo, "init", "-q");
    await git(repo, "commit", "-q", "--allow-empty", "-m", "empty");
  }
  for (const old of fs.readdirSync(repo)) if (old !== ".git") fs.rmSync(path.join(repo, old), { recursive: true });
  for (const [at, body] of Object.entries(files)) {
    if (gone.get(at) === true) continue;
    fs.mkdirSync(path.dirname(path.join(repo, at)), { recursive: true });
    fs.writeFileSync(path.join(repo, at), typeof body === "string" ? kept(at, body) : body);
  }
  let refused = 0;
  for (let round = 0; round < 300; round++) {
    const done = await publish("-C", repo, "--worktree", "--to", out, "--format=json");
    if (done.status === 0) {
      const site = readSite(name, out, ORIGIN);
      if (!again) fs.rmSync(repo, { recursive: true });
      return { site, gone, refused };
    }
    const records = (done.out + done.err).split("\n").filter((l) => l.startsWith("{")).map((l) => JSON.parse(l)).filter((r) => r.severity === "error");
    if (done.status !== 1 || !records.length) return { trouble: `status ${done.status}: ${shorten(done.err || done.out, 300)}` };
    let some = false;
    for (const record of records) {
      if (!record.code) return { trouble: `an error without a code: ${JSON.stringify(record)}` };
      let at = record.file in files ? record.file : record.article in files ? record.article : Object.keys(files).filter((f) => record.message?.includes(f)).pop();
      // What a plugin cannot do for its options is said of the plugin: they go, paths first.
      const plugin = record.plugin || (!record.line && record.file?.match(/^plugins\/([\w-]+)\//)?.[1]);
      if (!at && plugin && files["publish.yaml"].includes(`  - ${plugin}:`)) {
        const rows = kept("publish.yaml", files["publish.yaml"]).split("\n"), from = rows.findIndex((l) => l.startsWith(`  - ${plugin}:`));
        const own = rows.map((l, n) => [l, n]).slice(from + 1).filter(([l], n, all) => /^ {6}/.test(l) && !all.slice(0, n).some(([m]) => /^ {2}- /.test(m)));
        const row = from < 0 ? undefined : own.find(([l]) => /path/.test(l)) || own[0];
        if (row) [at, record.line] = ["publish.yaml", row[1] + 1];
      }
      // The notice of a withdrawn article is missed without a word about the article.
      const quoted = !at && record.message?.match(/'(.*)'/s)?.[1];
      const bare = (s) => squeeze(s.replace(/\\[tn]|\\u[0-9a-f]{4}/g, " "));
      if (quoted) at = Object.keys(files).find((f) => f.startsWith("articles/withdrawn.notice") && gone.get(f) !== true && bare(files[f]).includes(bare(yaml(quoted)).slice(1, -1).trim()));
      if (!at || gone.get(at) === true) continue;
      if (/\.md$/.test(at) && at.startsWith("articles/") || !record.line) {
        gone.set(at, true);
        fs.rmSync(path.join(repo, at), { force: true });
      } else {
        if (!(gone.get(at) instanceof Set)) gone.set(at, new Set());
        if (gone.get(at).has(record.line)) continue;
        gone.get(at).add(record.line);
        fs.writeFileSync(path.join(repo, at), kept(at, files[at]));
      }
      refused++;
      if (process.env.REFUSED) console.log("   refused", name, at, record.line, record.code, shorten(record.message, 100));
      some = true;
    }
    if (!some) return { trouble: `errors about nothing that was written: ${shorten(JSON.stringify(records[0]), 300)}` };
  }
  return { trouble: "errors without end" };
}

// ---- rules for every file ---------------------------------------------------------------------

const RUNS = /^[\0- ]*(javascript|vbscript|data:(?!image\/(png|gif|jpeg|webp)[;,])|file|blob)\s*:?/i;
const runs = (v) => RUNS.test(v.replace(/[\t\n\r]/g, "")) && /^[\0- ]*(javascript|vbscript|data|file|blob):/i.test(v.replace(/[\t\n\r]/g, ""));

/** `tag`, `tag@attribute` of all pages. */
function inventory(site, into = new Set()) {
  for (const at of site.html) for (const e of elements(tree(site, at))) pairs(e, into);
  return into;
}
function pairs(e, into) {
  into.add(e.tagName);
  for (const { name } of e.attrs) into.add(`${e.tagName}@${name}`);
}

function strange(root, known, say) {
  for (const node of nodes(root)) {
    if (node.nodeName === "#comment") say("comment", shorten(node.data, 60));
    if (!node.tagName) continue;
    const own = new Set();
    pairs(node, own);
    for (const pair of own) if (!known.has(pair)) say("unexpected", `<${pair.replace("@", "> with ")}`);
  }
}

/** Problems of one published site, whatever was written in it. */
async function judge(site, known) {
  const out = scripts(site);
  for (const at of site.files.keys()) {
    const say = (rule, text) => out.push({ path: at, rule: `xss:${rule}`, text });
    if (at.split("/").some((part) => /[\0-\x1f<>:"\\|?*]|^\.\.?$|[. ]$/.test(part))) say("path", "a path that some system cannot hold");
    if (at.endsWith(".html")) {
      parse5.parse(text(site, at), { onParseError: (e) => say("parse", e.code) });
      strange(tree(site, at), known, say);
      for (const e of elements(tree(site, at))) if (e.tagName === "script") values(textOf(e), say);
    } else if (at.endsWith(".json")) {
      const value = values(text(site, at), say);
      for (const item of value?.items || []) if (item.content_html) strangeFragment(item.content_html, known, say);
    }
  }
  const xmls = [...site.files.keys()].filter((at) => at.endsWith(".xml"));
  for (let i = 0; i < xmls.length; i += 200) {
    const done = await run("xmllint", ["--noout", "--nonet", ...xmls.slice(i, i + 200).map((at) => path.join(site.root, at))]);
    if (done.status) out.push({ path: "*.xml", rule: "xss:xml", text: shorten(done.err, 200) });
  }
  for (const at of xmls) {
    const say = (rule, text) => out.push({ path: at, rule: `xss:${rule}`, text });
    (function walk(node) {
      for (const [key, value] of Object.entries(node.attrs)) if (/^(href|src|uri|url|scheme|base)$/.test(key) && runs(value)) say("scheme", `<${node.name}> ${shorten(value, 50)}`);
      if (/(^|:)(loc|id|uri|logo|icon)$/.test(node.name) && runs(node.text)) say("scheme", `<${node.name}> ${shorten(node.text, 50)}`);
      if (node.attrs.type === "html") strangeFragment(node.text, known, say);
      node.children.forEach(walk);
    })(xml(text(site, at)));
  }
  return out;
}
function strangeFragment(html, known, say) {
  const root = fragment(html);
  strange(root, known, say);
  for (const e of elements(root))
    for (const { name, value } of e.attrs) if (name.startsWith("on") || (/^(href|src|action|formaction|srcset|cite)$/.test(name) && runs(value))) say("fragment", `<${e.tagName} ${name}="${shorten(value, 50)}">`);
}
function values(json, say) {
  let value;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return say("json", error.message), null;
  }
  (function walk(v, key) {
    if (typeof v === "string" && /^(url|@id|image|logo|sameAs|license|isBasedOn|contentUrl|external_url|feed_url|home_page_url|icon|avatar)$/.test(key) && runs(v)) say("scheme", `${key}: ${shorten(v, 50)}`);
    else if (v && typeof v === "object") for (const [k, below] of Object.entries(v)) walk(below, Array.isArray(v) ? key : k);
  })(value, "");
  return value;
}

// ---- two sites that must be the same but for the texts --------------------------------------------

// Attributes that readers see or hear; others are addresses, names and numbers.
const READ = new Set(["alt", "title", "content", "aria-label", "placeholder", "label", "summary", "term"]);

/** Compares one value; the harmless one with its words replaced is what is expected. */
function compareText(a, b, vectors, where, say, shown) {
  const found = [...a.matchAll(WORD)];
  const wanted = squeeze(a.replace(WORD, (all, i, field) => `${MARKDOWN.has(field) ? plain(vectors[i]) : vectors[i]} ${all}`)), got = squeeze(b);
  if (wanted === got) return found.forEach((m) => shown.add(m[2]));
  // A cut text is the beginning of the whole.
  const cut = got.replace(/\s*…$/, "");
  if (cut !== got && found.length && wanted.startsWith(cut)) return;
  say("text", `${where} says ${shorten(JSON.stringify(got), 110)} for ${shorten(JSON.stringify(wanted), 110)}`);
}
const isAddress = (v) => /^(https?:\/\/|\/|mailto:|#|urn:|tag:)/.test(v);

function compareHtml(a, b, vectors, say, shown, where = "") {
  const children = (n) => (n.content?.childNodes || n.childNodes || []).filter((c) => c.tagName || c.nodeName === "#comment" || (c.nodeName === "#text" && c.value.trim()));
  const [left, right] = [children(a), children(b)];
  const name = (n) => (n ? n.tagName || n.nodeName : "nothing");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [l, r] = [left[i], right[i]];
    if (name(l) !== name(r)) return say("shape", `${where}: ${name(r)} in place of ${name(l)}: ${shorten(JSON.stringify(r ? r.value ?? textOf(r) : ""), 80)}`);
    if (l.nodeName === "#text") {
      if (a.tagName === "script" && attribute(a, "type") === "application/ld+json") compareJson(l.value, r.value, vectors, where, say, shown);
      else compareText(l.value, r.value, vectors, where, say, shown);
    } else if (l.tagName) {
      const at = `${where}/${l.tagName}`;
      const names = (e) => e.attrs.map((x) => x.name).sort().join(" ");
      if (names(l) !== names(r)) say("shape", `${at} has the attributes ${names(r)} in place of ${names(l)}`);
      for (const { name: key, value } of l.attrs) {
        const other = attribute(r, key);
        if (other === undefined) continue;
        if (READ.has(key) && value.startsWith("{")) compareJson(value, other, vectors, `${at}@${key}`, say, shown);
        else if (READ.has(key) && !isAddress(value)) compareText(value, other, vectors, `${at}@${key}`, say, shown);
        else if (/^(href|src)$/.test(key) && !WORD.test(value) && value !== other && !/\d/.test(value)) say("address", `${at}@${key} is ${shorten(other, 60)} in place of ${shorten(value, 60)}`);
        WORD.lastIndex = 0;
      }
      compareHtml(l, r, vectors, say, shown, at);
    }
  }
}
function compareXml(a, b, vectors, say, shown, where = "") {
  const at = `${where}/${a.name}`;
  if (a.name !== b?.name || a.children.length !== b.children.length || Object.keys(a.attrs).join() !== Object.keys(b.attrs).join()) return say("shape", `${at}: another element, attribute or number of children`);
  for (const [key, value] of Object.entries(a.attrs)) if (READ.has(key) && !isAddress(value)) compareText(value, b.attrs[key], vectors, `${at}@${key}`, say, shown);
  if (a.attrs.type === "html") compareHtml(fragment(a.text), fragment(b.text), vectors, say, shown, at);
  else if (!isAddress(a.text.trim())) compareText(a.text, b.text, vectors, at, say, shown);
  a.children.forEach((child, i) => compareXml(child, b.children[i], vectors, say, shown, at));
}
function compareJson(a, b, vectors, where, say, shown) {
  try {
    [a, b] = [JSON.parse(a), JSON.parse(b)];
  } catch (error) {
    return say("json", `${where}: ${error.message}`);
  }
  (function walk(l, r, at, key) {
    if (Array.isArray(l) !== Array.isArray(r) || typeof l !== typeof r || (l === null) !== (r === null)) return say("shape", `${at}: another kind of value`);
    if (typeof l === "string") {
      if (key === "content_html") compareHtml(fragment(l), fragment(r), vectors, say, shown, at);
      else if (!isAddress(l)) compareText(l, r, vectors, at, say, shown);
    } else if (l && typeof l === "object") {
      if (Object.keys(l).join() !== Object.keys(r).join()) return say("shape", `${at}: the keys ${shorten(Object.keys(r).join(), 60)} in place of ${shorten(Object.keys(l).join(), 60)}`);
      for (const k of Object.keys(l)) walk(l[k], r[k], `${at}.${k}`, Array.isArray(l) ? key : k);
    }
  })(a, b, where, "");
}

/** Compares all files of the same path; `same` says of which the order is given. */
function compareSites(a, b, vectors, same, shown) {
  const out = [];
  let pages = 0;
  for (const at of a.files.keys()) {
    if (!same(at) || !b.files.has(at)) {
      if (same(at)) out.push({ path: at, rule: "xss:absent", text: "the page is not there" });
      continue;
    }
    pages++;
    const say = (rule, text) => out.push({ path: at, rule: `xss:${rule}`, text });
    if (at.endsWith(".html")) compareHtml(tree(a, at), tree(b, at), vectors, say, shown);
    else if (at.endsWith(".xml")) compareXml(xml(text(a, at)), xml(text(b, at)), vectors, say, shown);
    else if (at.endsWith(".json")) compareJson(text(a, at), text(b, at), vectors, at, say, shown);
    else if (at.endsWith(".txt")) compareText(text(a, at), text(b, at), vectors, at, say, shown);
    else if (/\.(css|svg)$/.test(at) && !a.files.get(at).equals(b.files.get(at))) say("text", "the file is another");
  }
  return { problems: out, pages };
}

// ---- places ---------------------------------------------------------------------------------------

const day = (i) => new Date(Date.UTC(2024, 0, 1) + i * 86400000).toISOString().slice(0, 10);
const SETTINGS = `title: Site\nurl: ${ORIGIN}/\nlanguage: en\nchecks: { links: off, images: off, anchors: off }\n`;
const PLAIN = "The text of this article is the same in both sites.\n";
const article = (fields, body = PLAIN) => `---\n${Object.entries(fields).map(([k, v]) => `${k}: ${v}`).join("\n")}\n---\n\n${body}`;
const record = (fields) => `{ ${Object.entries(fields).map(([k, v]) => `${yaml(k)}: ${v}`).join(", ")} }`;

/** Articles, data and comments with a text in every place. */
function textsSite(vectors, fill) {
  const t = (i, f) => yaml(fill.t(i, f)), m = (i, f) => yaml(fill.m(i, f));
  const files = { "static/x.png": PNG,
    "publish.yaml": SETTINGS + "plugins:\n  - render\n  - tags: { automatic: false }\n  - related: { count: 1 }\n  - disclaimer:\n      rules:\n" +
      "        - { when: { source: true }, notice: republished }\n        - { when: { sponsored: true }, notice: sponsored }\n        - { when: { ai: true }, notice: ai }\n",
    "notices/republished.en.md": "From {{ source.name }} by {{ source.author }} under {{ source.licence }}, {{ source.permission }}: *{{ title }}*.\n",
    "notices/sponsored.en.md": "Paid for by {{ sponsored.by }}.\n", "notices/ai.en.md": "Made with {{ ai.tool }} as {{ ai.role }}.\n" };
  const data = { authors: "", sources: "", images: "", tags: "", counts: "" };
  vectors.forEach((_, i) => {
    files[`articles/v${i}.md`] = article({ id: `v${i}`, slug: `v${i}`, date: day(2 * i), title: t(i, "title"), description: t(i, "description"),
      authors: `[${t(i, "author")}, ${record({ name: t(i, "authorname"), role: t(i, "authorrole"), affiliation: t(i, "authoraffiliation"), bio: t(i, "authorbio") })}]`,
      source: record({ name: t(i, "sourcename"), url: "https://source.example/", author: t(i, "sourceauthor"), licence: t(i, "sourcelicence"), permission: t(i, "sourcepermission"), credit: t(i, "sourcecredit") }),
      image: record({ src: "/x.png", alt: t(i, "imagealt"), caption: t(i, "imagecaption"), credit: t(i, "imagecredit"), licence: t(i, "imagelicence") }),
      tags: `[${t(i, "tag")}]`, categories: `[${t(i, "category")}]`, series: t(i, "series"), translation: `tr${i}`,
      corrections: `[${record({ date: day(2 * i), text: t(i, "correction") })}]`,
      sponsored: record({ by: t(i, "sponsoredby"), url: "https://sponsor.example/" }),
      ai: record({ role: "translation", tool: t(i, "aitool"), reviewed_by: t(i, "aireviewedby"), text: t(i, "aitext") }),
      related: `{ pin: [articles/w${i}.md] }`, params: record({ own: t(i, "own") }) },
    `${PLAIN}\n![${fill.m(i, "bodyalt")}](/x.png "${fill.m(i, "bodytitle").replace(/\s/g, " ")}")\n`);
    data.authors += `k${i}: ${record({ name: t(i, "dataauthor"), role: t(i, "datarole"), affiliation: t(i, "dataaffiliation"), bio: t(i, "databio"), image: "/x.png", url: '"https://author.example/"' })}\n`;
    data.sources += `s${i}: ${record({ name: t(i, "datasource"), url: '"https://records.example/"', licence: t(i, "datalicence"), permission: t(i, "datapermission"), credit: t(i, "datacredit") })}\n`;
    data.images += `x${i}.png: ${record({ credit: t(i, "dataimagecredit"), licence: t(i, "dataimagelicence"), source: '"https://pictures.example/"' })}\n`;
    data.tags += `${t(i, "datatag")}: { aliases: [alias${i}] }\n`;
    data.counts += `${t(i, "countskey")}: { views: 12345 }\nv${i}: { views: 1234, likes: 5 }\n`;
    files[`static/x${i}.png`] = PNG;
    files[`articles/w${i}.md`] = article({ id: `w${i}`, slug: `w${i}`, date: day(2 * i + 1), title: `Plain ${i}`, author: `k${i}`, source: `s${i}`, image: `/x${i}.png`,
      tags: `[alias${i}]`, related: `{ pin: [articles/v${i}.md] }` });
    files[`articles/z${i}.md`] = article({ id: `z${i}`, slug: `z${i}`, date: day(2 * i), title: t(i, "withdrawntitle"), withdrawn: record({ date: day(2 * i), reason: t(i, "withdrawnreason") }) });
    files[`data/comments/v${i}/a.yaml`] = record({ name: t(i, "commentname"), date: '"2026-01-01T08:00:00Z"', text: m(i, "commenttext"), email_hash: '"a"' }) + "\n";
    files[`data/comments/v${i}/b.yaml`] = record({ name: t(i, "replyname"), date: '"2026-01-02T08:00:00Z"', text: m(i, "replytext"), reply_to: "a", url: '"https://reader.example/"' }) + "\n";
  });
  for (const [name, body] of Object.entries(data)) files[`data/${name}.yaml`] = body;
  return files;
}
// Pages whose order does not depend on the texts.
const SAME = /^(\d{4}\/\d\d\/[vwz]\d+\/|page\/\d+\/|archive\/|index\.html|404\.html|feed\.(xml|json)|style\.css|sitemap\.xml|robots\.txt|thanks\/)/;

/** Texts that must have been seen by readers, or the test looks at nothing. */
const SHOWN = `aireviewedby aitext aitool author authoraffiliation authorbio authorname authorrole bodyalt bodytitle category
  commentname commenttext correction dataaffiliation dataauthor databio datacredit dataimagecredit
  dataimagelicence datalicence datapermission datarole datasource datatag description imagealt imagecaption
  imagecredit imagelicence replyname replytext series sourceauthor sourcecredit sourcelicence sourcename
  sourcepermission sponsoredby tag title withdrawnreason withdrawntitle`.split(/\s+/);

// Front matter where a text is an address, a name or a number: it may be refused.
const SINGLE = {
  slug: (v) => ({ slug: v }), permalink: (v) => ({ permalink: v }), aliases: (v) => ({ aliases: `[${v}]` }), id: (v) => ({ id: v }), translation: (v) => ({ translation: v }),
  canonical: (v) => ({ canonical: v }), layout: (v) => ({ layout: v }), language: (v) => ({ language: v }), notice: (v) => ({ notice: v }), source: (v) => ({ source: v }),
  "source.url": (v) => ({ source: `{ name: x, url: ${v} }` }), "source.id": (v) => ({ source: `{ id: ${v}, name: x }` }), "source.until": (v) => ({ source: `{ name: x, until: ${v} }` }),
  "source.licence": (v) => ({ source: `{ name: x, url: "https://s.example/", licence: ${v} }` }), "source.notice": (v) => ({ source: `{ name: x, notice: ${v} }` }),
  author: (v) => ({ author: v }), "authors.url": (v) => ({ authors: `[{ name: x, url: ${v} }]` }), "authors.email": (v) => ({ authors: `[{ name: x, email: ${v} }]` }),
  "authors.image": (v) => ({ authors: `[{ name: x, image: ${v} }]` }), image: (v) => ({ image: v }), "image.src": (v) => ({ image: `{ src: ${v}, alt: x }` }),
  "image.licence": (v) => ({ image: `{ src: /x.png, alt: x, licence: ${v} }` }), sponsored: (v) => ({ sponsored: v }), "sponsored.url": (v) => ({ sponsored: `{ by: x, url: ${v} }` }),
  ai: (v) => ({ ai: v }), "ai.role": (v) => ({ ai: `{ role: ${v} }` }), related: (v) => ({ related: `{ pin: [${v}], ban: [${v}] }` }), date: (v) => ({ date: v }), updated: (v) => ({ updated: v }), weight: (v) => ({ weight: v }),
  tags: (v) => ({ tags: v }), comments: (v) => ({ comments: v }), withdrawn: (v) => ({ withdrawn: v }), "withdrawn.notice": (v) => ({ withdrawn: `{ notice: ${v} }` }),
  "correction.date": (v) => ({ corrections: `[{ date: ${v}, text: x }]` }),
};
const BODY = {
  inline: (v) => `a ${v} b`, raw: (v) => v, code: (v) => "````html\n" + v + "\n````", span: (v) => "``" + v + " ``", info: (v) => "```" + v + "\nx\n```", heading: (v) => `# ${v}`,
  link: (v) => `[a](${v})\n\n[b](<${v}>)\n\n<${v}>\n\n[c][r]\n\n[r]: <${v}>`, linktitle: (v) => `[a](https://e.example/ ${JSON.stringify(v)})`, image: (v) => `![a](<${v}>)\n\n![a](${v})`,
  alt: (v) => `![${v}](/x.png)`, imagetitle: (v) => `![a](/x.png ${JSON.stringify(v)})`, cell: (v) => `|a|\n|-|\n|${v}|`, footnote: (v) => `a[^1]\n\n[^1]: ${v}`, item: (v) => `- ${v}\n- [ ] ${v}`,
  autolink: (v) => `www.${v} https://${v} a@${v}`, quote: (v) => `> ${v}`,
};

/** One article for each text in each of these places. */
function manySite(vectors, places) {
  const files = { "publish.yaml": SETTINGS, "static/x.png": PNG, "data/authors.yaml": "a: { name: A }\n" };
  for (const [place, make] of Object.entries(places))
    vectors.forEach((vector, i) => {
      const made = make(places === BODY ? vector : yaml(vector));
      const fields = { title: `Plain ${i}`, slug: `${place.replace(".", "-")}-${i}`, date: day(i % 300), ...(typeof made === "string" ? {} : made) };
      if (place === "permalink" || place === "slug") delete fields[place === "slug" ? "" : "slug"];
      files[`articles/${place}-${i}.md`] = article(fields, typeof made === "string" ? made + "\n" : PLAIN);
    });
  return files;
}
/** Comments, counts and records whose addresses, dates and numbers are hostile. */
function recordsSite(vectors) {
  const files = { "publish.yaml": SETTINGS, "data/counts.yaml": "", "data/authors.yaml": "", "data/sources.yaml": "", "data/images.yaml": "", "data/tags.yaml": "", "static/x.png": PNG };
  vectors.forEach((vector, i) => {
    const v = yaml(vector), comment = (fields) => record({ name: "x", date: '"2026-01-01T08:00:00Z"', text: "x", ...fields }) + "\n";
    files[`articles/a${i}.md`] = article({ id: `a${i}`, slug: `a${i}`, title: `Plain ${i}`, date: day(i), author: `k${i}`, source: `s${i}`, tags: `[t${i}]`, image: "/x.png" });
    files[`data/comments/a${i}/url.yaml`] = comment({ url: v });
    files[`data/comments/a${i}/reply.yaml`] = comment({ reply_to: v });
    files[`data/comments/a${i}/date.yaml`] = comment({ date: v });
    files[`data/comments/a${i}/hash.yaml`] = comment({ email_hash: v });
    files[`data/comments/a${i}/raw.yaml`] = comment({ text: v, name: v });
    files["data/counts.yaml"] += `a${i}: { views: ${v}, likes: 3 }\n`;
    files["data/authors.yaml"] += `k${i}: { name: x, url: ${v}, image: ${v} }\n`;
    files["data/sources.yaml"] += `s${i}: { name: x, url: ${v} }\n`;
    files["data/images.yaml"] += `${v}: { credit: ${v}, source: ${v} }\n`;
    files["data/tags.yaml"] += `${v}: { aliases: [t${i}, ${v}] }\n`;
  });
  return files;
}

// ---- settings, options and words of the interface ------------------------------------------------------

/** Options of the built-in plugins that are texts, from their own headers: [plugin, option, type]. */
function options() {
  const out = [];
  for (const name of fs.readdirSync(path.join(ROOT, "plugins"))) {
    const file = path.join(ROOT, "plugins", name, "init.lua");
    const block = fs.existsSync(file) && fs.readFileSync(file, "utf8").match(/\n {2}options = \{\n([\s\S]*?)\n {2}\},/);
    if (!block) continue;
    for (const [, option, type, rest] of block[1].matchAll(/^ {4}(\w+)\s*=\s*publish\.(\w+)\b([^\n]*)/gm)) {
      const kind = { string: "text", text: "text", url: "address", path: "address", email: "address", any: "text",
        list: /publish\.(string|text)\b/.test(rest) ? "list" : /publish\.(url|path|email)\b/.test(rest) ? "addresses" : "", map: /publish\.(string|text)\b/.test(rest) ? "map" : "" }[type];
      if (kind) out.push([name, option, kind === "text" && /path|thanks|image|logo|url|file|address|stylesheet|code/.test(option) ? "address" : kind]);
    }
  }
  return out;
}
function words() {
  const keys = new Set();
  for (const name of fs.readdirSync(path.join(ROOT, "plugins"))) {
    const file = path.join(ROOT, "plugins", name, "i18n/en.yaml");
    if (fs.existsSync(file)) for (const [, key] of fs.readFileSync(file, "utf8").matchAll(/^(\w+):/gm)) keys.add(key);
  }
  // Not words: a language, and a pattern for dates.
  return [...keys].filter((key) => key !== "interface_language" && key !== "archive_day");
}

/** Texts that could be taken for an address, or leave the attribute that holds one. */
const ADDRESS = /^[\s"'\\]*([\w&#;]+:|[/\\%])|^["']|\{\{/;

/** A small site whose every setting, option and word is one text; i is its number. */
function settingsSite(i, fill, addresses) {
  const t = (f) => yaml(fill.t(i, f)), address = (good) => (addresses ? yaml(fill.raw) : yaml(good));
  const rows = ["language: en", "checks: { links: off, images: off, anchors: off }", `url: ${ORIGIN}/`];
  if (!addresses) rows.push(`title: ${t("sitetitle")}`, `subtitle: ${t("subtitle")}`, `licence: ${t("licence")}`);
  else rows.push("title: Site");
  rows.push("author:", `  name: ${addresses ? "x" : t("siteauthor")}`, `  role: ${addresses ? "x" : t("siterole")}`, `  url: ${address("https://a.example/")}`, `  email: ${address("a@b.example")}`,
    "contact:", `  name: ${addresses ? "x" : t("contactname")}`, `  url: ${address("https://a.example/")}`, `  email: ${address("a@b.example")}`,
    "menus:", "  main:", `    - { title: ${addresses ? "x" : t("menutitle")}, url: ${address("/")} }`,
    "footer:", `  text: ${addresses ? "x" : t("footertext")}`, `  icp: ${addresses ? address("京ICP备1号") : t("icp")}`, `  public_security: ${addresses ? address("京公网安备11号") : t("police")}`,
    "  links:", `    - { title: ${addresses ? "x" : t("footerlink")}, url: ${address("/")} }`, "plugins:", "  - render");
  const byPlugin = new Map();
  for (const [plugin, option, kind] of options()) {
    const wanted = /^address/.test(kind) === addresses;
    if (!wanted) continue;
    const value = addresses ? address("/x/") : t(`option${plugin}${option}`.replace(/[^a-z]/g, ""));
    byPlugin.set(plugin, [...(byPlugin.get(plugin) || []), `      ${option}: ${kind === "map" ? `{ en: ${value} }` : kind === "list" || kind === "addresses" ? `[${value}]` : value}`]);
  }
  byPlugin.set("disclaimer", ["      rules:", `        - { when: { source: true }, notice: n }`]);
  for (const [plugin, lines] of byPlugin) rows.push(`  - ${plugin}:`, ...lines);
  const files = { "publish.yaml": rows.join("\n") + "\n", "static/x.png": PNG,
    "notices/n.en.md": addresses ? "x\n" : `---\ntitle: ${t("noticetitle")}\nversion: ${t("noticeversion")}\n---\n${fill.m(i, "noticetext")}\n`,
    "data/theme.yaml": addresses ? `stylesheet: ${address("/x.css")}\nicon: ${address("/x.png")}\n` : `note: ${t("themenote")}\n` };
  if (!addresses) files["templates/i18n/en.yaml"] = words().map((key) => `${key}: ${t("word" + key.replace(/[^a-z]/g, ""))}`).join("\n") + "\n";
  for (const n of [1, 2, 3])
    files[`articles/a${n}.md`] = article({ slug: `v${n}`, id: `a${n}`, date: day(n), title: `Article ${n}`, author: "Somebody", source: '{ name: S, url: "https://s.example/", licence: CC BY }', tags: "[One]",
      categories: "[Essay]", image: "/x.png", corrections: `[{ date: ${day(n)}, text: Was wrong. }]`, related: `{ pin: [articles/a${(n % 3) + 1}.md] }` });
  files["data/comments/a1/c.yaml"] = '{ name: x, date: "2026-01-01T08:00:00Z", text: x }\n';
  files["data/counts.yaml"] = "a1: { views: 1234 }\n";
  return files;
}

// ---- the oracle itself -----------------------------------------------------------------------------------

const BROKEN = ["<script>1</script>", "<p onclick=x>", "<a href=' java\nscript:1'>", "<img src=x onerror=1>", "<svg onload=1>", "<!-- x -->", "<style>x</style>", "<iframe>", "<a href=JAVASCRIPT:1>",
  "<base href=//x>", "<meta http-equiv=refresh content='0;url=javascript:1'>", "<p style=x>", "<img src='data:image/svg+xml,x'>", "<plaintext>", "<script type='application/ld+json'>{</script>", "<p title=\"a\"b\">",
  "<script type='application/ld+json'>{\"url\":\"javascript:1\"}</script>"];
const PAIRS = [["<p>Q0title</p>", "<p>hostile<b></b> Q0title</p>"], ["<p>Q0title</p>", "<p>other Q0title</p>"], ["<p>Q0title</p>", "<p>Q0title</p>"], ["<img alt=Q0title>", "<img alt='x Q0title'>"],
  ["<img alt=Q0title>", "<img alt='hostile Q0title' x>"], ["<a href=/a>x</a>", "<a href=//evil.example/>x</a>"],
  ["<script type=application/ld+json>{\"a\":\"Q0title\"}</script>", "<script type=application/ld+json>{\"a\":\"hostile Q0title\",\"b\":1}</script>"]]
  .map((pair) => pair.map((s) => s.replaceAll("Q0title", word(0, "title"))));

async function proveOracle() {
  const known = new Set(["html", "head", "body", "p", "a", "a@href", "img", "img@src", "img@alt", "p@title", "script", "script@type", "meta", "meta@http-equiv", "meta@content"]);
  const out = [];
  for (const html of BROKEN) {
    const site = { html: ["x.html"], files: new Map([["x.html", Buffer.from("<!doctype html>" + html)]]), trees: new Map(), origin: ORIGIN };
    if (!(await judge(site, known)).length) out.push({ path: "oracle", rule: "not rejected", text: html });
  }
  const same = (a, b) => {
    const found = [];
    compareHtml(fragment(a), fragment(b), ["hostile"], (rule, text) => found.push(text), new Set());
    return found;
  };
  for (const [a, b] of PAIRS) if (!same(a, b).length) out.push({ path: "oracle", rule: "not rejected", text: `${b} for ${a}` });
  const right = [`<p title="${word(0, "title")}">${word(0, "title")}</p>`, `<p title="hostile ${word(0, "title")}">hostile <!---->${word(0, "title")}</p>`.replace("<!---->", "")];
  for (const text of same(...right)) out.push({ path: "oracle", rule: "rejected", text });
  // A plugin that prints a title as it stands is found out, in a site like any other.
  const leak = (fill) => ({ "publish.yaml": SETTINGS, "articles/a.md": article({ title: yaml(fill.t(0, "title")), slug: "v0", date: day(0) }),
    "plugins/leak/init.lua": 'local P = publish.plugin { name = "leak", version = "1.0.0", api = 1, doc = "Prints a title as it stands.", capabilities = { "raw_html" } }\n' +
      "function P.page(page)\n  if not page.article then return nil end\n  return { after_body = html.raw(page.article.title) }\nend\nreturn P\n" });
  const vectors = ["<b>bold</b>"];
  const a = await publishWithout("leak", leak(harmless)), b = await publishWithout("leak", leak(hostile(vectors)));
  if (a.trouble || b.trouble) out.push({ path: "oracle", rule: "trouble", text: a.trouble || b.trouble });
  else if (!compareSites(a.site, b.site, vectors, (at) => SAME.test(at), new Set()).problems.some((p) => p.rule === "xss:shape")) out.push({ path: "oracle", rule: "not rejected", text: "a plugin that prints a title as it stands" });
  verdict("the oracle for hostile texts sees what it must, and nothing else", out);
}

// ---- all of it ---------------------------------------------------------------------------------------------

export default async function xss() {
  await proveOracle();
  const own = JSON.parse(fs.readFileSync(path.join(HERE, "vectors.json"), "utf8"));
  const more = fs.existsSync(path.join(SHARED, "VECTORS.json")) ? JSON.parse(fs.readFileSync(path.join(SHARED, "VECTORS.json"), "utf8")) : [];
  let vectors = [...new Set([...own, ...more])];
  if (QUICK) vectors = vectors.filter((_, i) => i % 6 === 0);
  const seconds = (began) => ((Date.now() - began) / 1000).toFixed(1);
  const shown = new Set(), known = new Set();
  let began = Date.now();

  // Texts: two sites that must be the same but for the words.
  const bad = await publishWithout("texts", textsSite(vectors, hostile(vectors)));
  if (bad.trouble) return verdict("hostile texts in articles", [{ path: "texts", rule: "xss:trouble", text: bad.trouble }]);
  const good = await publishWithout("plain", textsSite(vectors, harmless), bad.gone);
  if (good.trouble) return verdict("harmless texts in articles", [{ path: "plain", rule: "xss:trouble", text: good.trouble }]);
  inventory(good.site, known);
  const kitchen = await publishWithout("kitchen", { "publish.yaml": SETTINGS, "static/x.png": PNG,
    "articles/old.md": article({ title: "Old", date: day(0), aliases: "[/old/]", layout: "page.html" }).replace("layout: page.html\n", ""),
    "articles/all.md": article({ title: "All", date: day(1), image: '{ src: /x.png, alt: x, caption: x, credit: x }' },
      "# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\n*a* **b** ~~c~~ `d` [e](https://e.example/ \"f\") <https://e.example/> a@b.example\\\nbreak\n\n- one\n- [ ] two\n- [x] three\n\n3. three\n\n> quote\n\n" +
      "```c\nint x;\n```\n\n---\n\n| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n\n![x](/x.png)\n\n![x](/x.png \"title\")\n\ntext ![x](/x.png \"title\") text[^1] again[^1]\n\n[^1]: note\n") });
  if (kitchen.trouble) return verdict("an article with all of Markdown", [{ path: "kitchen", rule: "xss:trouble", text: kitchen.trouble }]);
  inventory(kitchen.site, known);
  // Markdown may give these where nothing harmless above does.
  // The last two: HTML of articles that is allowed.
  for (const pair of ["th@align", "td@align", "a@title", "img@title", "a@rel", "li@class", "p@class", "code@class", "pre@tabindex", "p@title", "details@open"]) known.add(pair);
  // A card shows another article where its own is refused.
  const whole = (at) => !bad.gone.has(`articles/v${at.match(/\/w(\d+)\//)?.[1]}.md`);
  const compared = compareSites(good.site, bad.site, vectors, (at) => SAME.test(at) && whole(at), shown);
  const articles = [...bad.gone].filter(([at, v]) => v === true && at.startsWith("articles/"));
  verdict(`${vectors.length} hostile texts in every field, tag, notice and comment: ${compared.pages} files are the same but for the texts (${bad.refused} refused)`,
    [...compared.problems, ...(await judge(bad.site, known)), ...(articles.length > vectors.length / 2 ? [{ path: "texts", rule: "xss:refused", text: `${articles.length} articles are refused` }] : []),
      ...SHOWN.filter((f) => !shown.has(f)).map((f) => ({ path: "texts", rule: "xss:unseen", text: `no reader ever sees ${f}` }))]);
  console.log(`   texts that were seen again: ${[...shown].sort().join(" ")} (${seconds(began)} seconds)`);

  // Addresses, names and numbers; Markdown; records.
  for (const [name, places] of [["front matter", SINGLE], ["Markdown", BODY], ["records", null]]) {
    began = Date.now();
    const files = places ? manySite(vectors, places) : recordsSite(vectors);
    const done = await publishWithout("many", files);
    if (done.trouble) {
      verdict(`hostile addresses in ${name}`, [{ path: name, rule: "xss:trouble", text: done.trouble }]);
      continue;
    }
    const problems = await judge(done.site, known);
    if (places === BODY)
      for (const [i, vector] of vectors.entries())
        for (const [place, tag] of [["code", "pre"], ["span", "code"]]) {
          const at = [...done.site.files.keys()].find((f) => f.endsWith(`/${place}-${i}/index.html`));
          if (!at || (place === "span" && /`|\n\s*\n|\|/.test(vector)) || /\n/.test(vector)) continue;
          const seen = [...elements(tree(done.site, at))].filter((e) => e.tagName === tag).map((e) => squeeze(textOf(e)));
          if (!seen.includes(squeeze(vector.replace(CONTROL, "\ufffd")))) problems.push({ path: at, rule: "xss:text", text: `<${tag}> says ${shorten(JSON.stringify(seen[0]), 80)} for ${shorten(JSON.stringify(vector), 80)}` });
        }
    verdict(`${vectors.length} hostile texts in ${places ? Object.keys(places).length + " places of " : "addresses and numbers of "}${name}: nothing runs, nothing unexpected (${done.refused} refused)`, problems);
    console.log(`   ${name}: ${done.site.html.length} pages in ${seconds(began)} seconds`);
  }

  // Settings: a site for each text.
  began = Date.now();
  // A control character is refused in each YAML file and line: once is enough, above.
  const problems = [], queue = vectors.map((v, i) => i).filter((i) => !/[\0-\x08]/.test(vectors[i]));
  let refused = 0, pages = 0;
  const seen = new Set();
  const cache = new Map();
  const base = await publishWithout("addresses", settingsSite(0, { ...harmless, raw: "https://plain.example/x" }, true));
  if (base.trouble) return verdict("harmless addresses in settings", [{ path: "addresses", rule: "xss:trouble", text: base.trouble }]);
  inventory(base.site, known);
  const one = async (i, again) => {
    const say = (list) => problems.push(...list.map((p) => ({ ...p, path: `settings ${i}: ${p.path}` })));
    const mine = [vectors[i]];
    const bad = await publishWithout("settings", settingsSite(0, hostile(mine), false), new Map(), again);
    if (bad.trouble) return say([{ path: "", rule: "xss:trouble", text: bad.trouble }]);
    // The harmless site is the same for all, but for the lines that are gone.
    const key = JSON.stringify([...bad.gone].map(([at, v]) => [at, v === true || [...v].sort()]).sort());
    if (!cache.has(key)) cache.set(key, publishWithout("settings", settingsSite(0, harmless, false), bad.gone));
    const good = await cache.get(key);
    if (good.trouble) return say([{ path: "", rule: "xss:trouble", text: good.trouble }]);
    const own = inventory(good.site, new Set(known));
    const done = compareSites(good.site, bad.site, mine, (at) => SAME.test(at), seen);
    say([...done.problems, ...(await judge(bad.site, own))]);
    refused += bad.refused;
    pages += done.pages;
    fs.rmSync(bad.site.root, { recursive: true, force: true });
    if (!ADDRESS.test(vectors[i])) return;
    const far = await publishWithout("addresses", settingsSite(0, { ...harmless, raw: vectors[i] }, true), new Map(), again);
    if (far.trouble) return say([{ path: "", rule: "xss:trouble", text: far.trouble }]);
    say(await judge(far.site, own));
    refused += far.refused;
    fs.rmSync(far.site.root, { recursive: true, force: true });
  };
  await Promise.all(["a", "b"].map(async (again) => {
    for (let i; (i = queue.shift()) !== undefined; ) await one(i, again);
  }));
  for (const field of ["sitetitle", "subtitle", "menutitle", "noticetext"]) if (!seen.has(field)) problems.push({ path: "settings", rule: "xss:unseen", text: `no reader ever sees ${field}` });
  verdict(`${vectors.length} hostile texts in every setting, option and word of the interface: ${pages} files are the same but for the texts (${refused} refused)`, problems);
  console.log(`   settings that were seen again: ${[...seen].filter((f) => !f.startsWith("word")).sort().join(" ")} and ${[...seen].filter((f) => f.startsWith("word")).length} words (${seconds(began)} seconds)`);

  await collection(known, more);
}

/** The collection of hostile articles beside the project, where there is one. */
async function collection(known, vectors) {
  if (!vectors.length) return skip("the collection of hostile articles", "it is not beside the project");
  const files = { "publish.yaml": SETTINGS, "static/x.png": PNG };
  let n = 0;
  for (const place of fs.readdirSync(SHARED))
    if (fs.statSync(path.join(SHARED, place)).isDirectory())
      for (const name of fs.readdirSync(path.join(SHARED, place)).filter((f, i) => f.endsWith(".md") && (!QUICK || i % 3 === 0)))
        files[`articles/${place}-${name}`] = fs.readFileSync(path.join(SHARED, place, name), "utf8").replace("---\n", `---\ndate: 2024-01-03\n${place === "slug" ? "" : `slug: ${place}-${name.slice(0, -3)}\n`}`), n++;
  const done = await publishWithout("collection", files);
  verdict(`the collection of hostile articles: ${n} files (${done.refused} refused)`, done.trouble ? [{ path: "collection", rule: "xss:trouble", text: done.trouble }] : await judge(done.site, known));
}
