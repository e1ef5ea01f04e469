// check_document -- what can be told from the files alone: no script, nothing from
// elsewhere, links that lead somewhere, JSON-LD with its fields, hidden e-mail
// addresses, languages that are marked, and weight.
import { address, attribute, closest, elements, fileOf, inside, nodes, serialize, fragment, shorten, squeeze, text, textOf,
  tree } from "./lib.mjs";

// ---- scripts and resources -----------------------------------------------------------

// Attributes from which a browser loads by itself.
const LOADS = { img: ["src", "srcset"], source: ["src", "srcset"], video: ["src", "poster"], audio: ["src"], track: ["src"],
  iframe: ["src"], embed: ["src"], object: ["data"], input: ["src"], script: ["src"], frame: ["src"], body: ["background"] };
const LOADING_REL = /\b(stylesheet|icon|preload|prefetch|preconnect|dns-prefetch|modulepreload|manifest|apple-touch-icon|prerender)\b/i;
const LEADS = ["href", "src", "action", "formaction", "cite", "data", "poster", "background", "xlink:href"];
const SCHEMES = /^(https?|mailto|tel|ftp|xmpp):/i;

/** Candidates of a srcset. */
const candidates = (value) => value.split(/\s*,\s+|\s+,/).map((s) => s.trim().split(/\s+/)[0]).filter(Boolean);

export function scripts(site) {
  const out = [];
  for (const at of site.html) {
    const say = (rule, text) => out.push({ path: at, rule: `script:${rule}`, text });
    for (const e of elements(tree(site, at))) {
      if (e.tagName === "script" && attribute(e, "type") !== "application/ld+json")
        say("element", `a script: ${shorten(attribute(e, "src") || textOf(e), 60)}`);
      if (["iframe", "object", "embed", "applet", "base", "frame"].includes(e.tagName)) say("element", `<${e.tagName}>`);
      if (e.tagName === "meta" && attribute(e, "http-equiv") && !isRedirect(site, at))
        say("meta", `<meta http-equiv=${attribute(e, "http-equiv")}>`);
      if (e.tagName === "meta" && /^refresh$/i.test(attribute(e, "http-equiv") || "") &&
        !/^\s*\d+\s*;\s*url=(https?:\/\/|\/)[^\s"'<>]+$/i.test(attribute(e, "content") || "")) say("refresh", `a refresh to ${shorten(attribute(e, "content"), 50)}`);
      for (const { name, value } of e.attrs) {
        if (name.startsWith("on")) say("handler", `<${e.tagName} ${name}>`);
        if (name === "style" || name === "srcdoc") say("attribute", `<${e.tagName} ${name}="${shorten(value, 40)}">`);
        if (LEADS.includes(name)) {
          const seen = value.replace(/[\t\n\r]/g, "").replace(/^[\0- ]+/, "");
          if (/^[a-z][a-z0-9+.-]*:/i.test(seen) && !SCHEMES.test(seen) && !/^data:image\/(png|gif|jpeg|webp)[;,]/i.test(seen))
            say("scheme", `<${e.tagName} ${name}="${shorten(value, 50)}">`);
        }
      }
    }
  }
  return out;
}

/** An old address, which leads on: a page with a refresh and no main. */
export function isRedirect(site, at) {
  return [...elements(tree(site, at))].some((e) => e.tagName === "meta" && /^refresh$/i.test(attribute(e, "http-equiv") || ""));
}

export function resources(site) {
  const out = [];
  const look = (at, what, link) => {
    if (/^data:/i.test(link)) return;
    if (fileOf(site, link, site.origin + address(at)) === undefined)
      out.push({ path: at, rule: "elsewhere:resource", text: `${what} loads ${shorten(link)}` });
  };
  for (const at of site.html)
    for (const e of elements(tree(site, at))) {
      for (const name of LOADS[e.tagName] || []) {
        const value = attribute(e, name);
        if (value !== undefined) for (const link of name === "srcset" ? candidates(value) : [value]) look(at, `<${e.tagName} ${name}>`, link);
      }
      if (e.tagName === "link" && LOADING_REL.test(attribute(e, "rel") || "")) look(at, `<link rel=${attribute(e, "rel")}>`, attribute(e, "href") || "");
    }
  for (const [at, data] of site.files)
    if (/\.(css|svg)$/.test(at)) {
      const css = data.toString("utf8");
      for (const [, link] of css.matchAll(/(?:@import\s+|url\(\s*)["']?([^"')\s;]+)/g)) look(at, "the style", link);
      if (at.endsWith(".svg")) for (const [, link] of css.matchAll(/<(?:image|use|script|feImage)\b[^>]*?\bhref=["']([^"']+)/g)) if (!link.startsWith("#")) look(at, "the image", link);
    }
  return out;
}

// ---- links -----------------------------------------------------------------------------

export function links(site) {
  const out = [], ids = new Map();
  const idsOf = (at) => {
    if (!ids.has(at)) ids.set(at, new Set([...elements(tree(site, at))].flatMap((e) => [attribute(e, "id"), e.tagName === "a" ? attribute(e, "name") : undefined])));
    return ids.get(at);
  };
  const look = (at, what, link) => {
    if (/^(data|mailto|tel):/i.test(link)) return;
    const base = site.origin + address(at);
    const found = fileOf(site, link, base);
    if (found === undefined) return;
    if (found === null) return out.push({ path: at, rule: "links:missing", text: `${what} ${shorten(link)} leads nowhere` });
    const hash = new URL(link, base).hash.slice(1);
    if (hash && found.endsWith(".html") && !hash.startsWith(":~:") && !idsOf(found).has(decodeURIComponent(hash)))
      out.push({ path: at, rule: "links:fragment", text: `${what} ${shorten(link)}: there is no such id` });
  };
  for (const at of site.html)
    for (const e of elements(tree(site, at))) {
      for (const name of LEADS) {
        const value = attribute(e, name);
        if (value !== undefined) look(at, `<${e.tagName} ${name}>`, value);
      }
      if (attribute(e, "srcset")) for (const link of candidates(attribute(e, "srcset"))) look(at, `<${e.tagName} srcset>`, link);
      if (e.tagName === "meta" && /^(og:(url|image|image:url)|twitter:image)$/.test(attribute(e, "property") || attribute(e, "name") || ""))
        look(at, `<meta ${attribute(e, "property") || attribute(e, "name")}>`, attribute(e, "content") || "");
      for (const name of ["for", "aria-labelledby", "aria-describedby", "aria-controls"])
        for (const id of (attribute(e, name) || "").split(/\s+/).filter(Boolean))
          if (!idsOf(at).has(id)) out.push({ path: at, rule: "links:id", text: `<${e.tagName} ${name}=${id}>: there is no such id` });
    }
  for (const [at, data] of site.files) {
    const body = data.toString("utf8");
    if (at.endsWith(".css")) for (const [, link] of body.matchAll(/url\(\s*["']?([^"')]+)/g)) look(at, "url()", link);
    if (at.endsWith(".xml")) {
      for (const [, link] of body.matchAll(/<loc>\s*([^<]+?)\s*<\/loc>/g)) look(at, "<loc>", unescape(link));
      for (const [, link] of body.matchAll(/<(?:link|xhtml:link|content|image:loc)\b[^>]*?\b(?:href|src)="([^"]*)"/g)) look(at, "<link>", unescape(link));
    }
    if (at.endsWith(".json") || at.endsWith(".html"))
      for (const value of jsonOf(site, at)) (function walk(v, key) {
        if (typeof v === "string" && v.startsWith(site.origin + "/") && key !== "@id" && key !== "id") look(at, `JSON ${key}`, v);
        else if (v && typeof v === "object") for (const [k, below] of Object.entries(v)) walk(below, Array.isArray(v) ? key : k);
      })(value, "");
    if (at === "robots.txt") for (const [, link] of body.matchAll(/^sitemap:\s*(\S+)/gim)) look(at, "Sitemap:", link);
  }
  return out;
}
const unescape = (s) => textOf(fragment(s));

function jsonOf(site, at) {
  const sources = at.endsWith(".json") ? [text(site, at)] :
    [...elements(tree(site, at))].filter((e) => e.tagName === "script").map((e) => textOf(e));
  return sources.flatMap((s) => {
    try {
      return [JSON.parse(s)];
    } catch {
      return [];
    }
  });
}

// ---- JSON-LD ------------------------------------------------------------------------------

// Sponsored articles have a type of their own.
const ARTICLE = ["NewsArticle", "OpinionNewsArticle", "AdvertiserContentArticle"];
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/;
const isUrl = (v) => typeof v === "string" && /^https?:\/\/[^\s"<>]+$/.test(v);

export function structured(site) {
  const out = [];
  const dates = new Map(site.articles.map((row) => [fileOf(site, row.url, site.origin), row]));
  for (const at of site.html) {
    const say = (rule, text) => out.push({ path: at, rule: `structured:${rule}`, text });
    const blocks = [];
    for (const e of elements(tree(site, at))) {
      if (e.tagName !== "script" || attribute(e, "type") !== "application/ld+json") continue;
      try {
        const value = JSON.parse(textOf(e));
        if (value["@context"] !== "https://schema.org") say("context", `@context is ${JSON.stringify(value["@context"])}`);
        blocks.push(...(value["@graph"] || [value]));
      } catch (error) {
        say("json", `JSON-LD that is no JSON: ${error.message}`);
      }
    }
    const news = blocks.filter((b) => [b["@type"]].flat().some((t) => ARTICLE.includes(t)));
    const row = dates.get(at);
    if (row && news.length !== 1) say("missing", `an article's page has ${news.length} blocks of NewsArticle or OpinionNewsArticle`);
    for (const block of news) checkNews(say, block, row, site, at);
  }
  return out;
}

function checkNews(say, block, row, site, at) {
  const need = (name, good, what) => {
    const value = block[name];
    if (value === undefined || value === null || value === "") say("field", `no ${name}`);
    else if (!good(value)) say("field", `${name} is ${shorten(JSON.stringify(value), 60)}, which is no ${what}`);
  };
  const someone = (v) => [v].flat().length > 0 && [v].flat().every((a) => a && ["Person", "Organization", "NewsMediaOrganization"].includes(a["@type"]) && typeof a.name === "string" && a.name.trim());
  const page = site.origin + address(at);
  need("headline", (v) => typeof v === "string" && (!row || squeeze(v) === squeeze(row.title)), "title of the article");
  need("datePublished", (v) => DATE.test(v) && (!row?.date || row.date.slice(0, 10) === v.slice(0, 10)), "date of the article");
  if (block.dateModified !== undefined) need("dateModified", (v) => DATE.test(v) && v.slice(0, 10) >= String(block.datePublished).slice(0, 10), "date after it");
  need("author", someone, "person or organisation with a name");
  need("publisher", (v) => someone(v) && [v].flat().length === 1, "organisation with a name");
  need("inLanguage", (v) => LANGUAGE.test(v) && (!row || v === row.language), "language of the article");
  need("mainEntityOfPage", (v) => {
    const id = typeof v === "string" ? v : v?.["@id"];
    return isUrl(id) && fileOf(site, id, site.origin) === at;
  }, `address of the page (${page})`);
  for (const image of [block.image ?? []].flat()) {
    const url = typeof image === "string" ? image : image?.url || image?.contentUrl;
    if (!isUrl(url)) say("field", `image ${shorten(JSON.stringify(image), 60)} has no full address`);
  }
  // The page says that it is republished by its canonical link, which leads elsewhere.
  const canonical = [...elements(tree(site, at))].find((e) => e.tagName === "link" && attribute(e, "rel") === "canonical");
  const original = canonical && attribute(canonical, "href");
  if (original && fileOf(site, original, site.origin) === undefined) {
    need("isBasedOn", (v) => [v].flat().some((b) => (typeof b === "string" ? b : b?.url || b?.["@id"]) === original), `address of the original (${original})`);
    need("creditText", (v) => typeof v === "string", "text");
    need("copyrightNotice", (v) => typeof v === "string", "text");
    need("license", (v) => isUrl(v) || (v?.["@type"] === "CreativeWork" && (isUrl(v.url) || Boolean(v.name))), "licence: an address, or a CreativeWork with its name");
  }
}

// ---- e-mail addresses ------------------------------------------------------------------------

const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu;
// What a well-known service leaves in place of an address.
const PROTECTED = /\[email(?:&#160;|&nbsp;|\s)protected\]|__cf_email__|cdn-cgi\/l\/email-protection/i;

/** No file shows an address to who reads bytes; each is a link and text to who reads pages. */
export function mail(site) {
  const out = [];
  for (const [at, data] of site.files) {
    if (!/\.(html|xml|json|txt|css|svg)$/.test(at)) continue;
    const bytes = data.toString("utf8");
    for (const [found] of bytes.matchAll(MAIL)) out.push({ path: at, rule: "mail:raw", text: `the bytes hold ${found}` });
    // Character references that a harvester's simplest decoder knows are as good as raw.
    if (PROTECTED.test(bytes)) out.push({ path: at, rule: "mail:protected", text: "[email protected] in place of an address" });
    if (at.endsWith(".html")) out.push(...readable(tree(site, at), at));
    else if (/\.(xml|json)$/.test(at)) {
      for (const html of htmlInside(at, bytes)) out.push(...readable(fragment(html), at));
    }
  }
  return out;
}

/** The HTML that a feed carries. */
export function htmlInside(at, bytes) {
  if (at.endsWith(".json")) {
    try {
      return (JSON.parse(bytes).items || []).map((i) => i.content_html).filter(Boolean);
    } catch {
      return [];
    }
  }
  return [...bytes.matchAll(/<(?:content|summary)\b[^>]*type="html"[^>]*>([\s\S]*?)<\//g)].map(([, s]) => unescape(s));
}

function readable(root, at) {
  const out = [];
  for (const node of nodes(root)) {
    if (node.nodeName !== "#text" || inside(node, "script", "style", "head", "title", "code", "pre", "textarea")) continue;
    for (const [found] of node.value.matchAll(MAIL)) {
      const link = closest(node.parentNode, (e) => e.tagName === "a");
      if (!link || mailOf(link) !== found) out.push({ path: at, rule: "mail:clickable", text: `${found} is text that is no link to it` });
      else if (squeeze(textOf(link)).includes(found) === false) out.push({ path: at, rule: "mail:selectable", text: `${found} is not one piece of text` });
    }
  }
  for (const e of elements(root)) {
    // "mailto:?subject=..." is a message to whomever the reader chooses.
    if (e.tagName !== "a" || !/^mailto:[^?]/i.test(attribute(e, "href") || "")) continue;
    if (!new RegExp(`^${MAIL.source}$`, "u").test(mailOf(e) || "")) out.push({ path: at, rule: "mail:address", text: `href="${shorten(attribute(e, "href"))}" is no address` });
    if (!squeeze(textOf(e)) && !attribute(e, "aria-label")) out.push({ path: at, rule: "mail:selectable", text: "a link to an address without text" });
  }
  return out;
}
function mailOf(link) {
  const href = attribute(link, "href") || "";
  if (!/^mailto:/i.test(href)) return null;
  try {
    return decodeURIComponent(href.slice(7).split("?")[0]);
  } catch {
    return null;
  }
}

// ---- languages ---------------------------------------------------------------------------------

const HAN = /\p{Script=Han}/gu, KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u, WORD = /\p{Script=Latin}{2,}/gu;

/** Text in another writing than its language's must stand in an element that says so. */
export function languages(site) {
  const out = [];
  for (const at of site.html) {
    const html = [...elements(tree(site, at))].find((e) => e.tagName === "html");
    if (!LANGUAGE.test(attribute(html, "lang") || "")) out.push({ path: at, rule: "languages:html", text: "<html> has no lang" });
    for (const node of nodes(tree(site, at))) {
      if (node.tagName) {
        for (const name of ["alt", "aria-label", "title", "placeholder"]) judge(node, attribute(node, name), name);
      } else if (node.nodeName === "#text" && !inside(node, "script", "style", "code", "pre", "kbd", "samp")) judge(node.parentNode, node.value, "text");
    }
    function judge(element, value, what) {
      // Names of people are names in any language; addresses are in none.
      if (!value || closest(element, (e) => e.tagName === "option" || /\bcomment-(name|parent)\b/.test(attribute(e, "class") || ""))) return;
      value = value.replace(/https?:\/\/\S+/g, " ");
      // What an author writes in Markdown has no way to say its language; a notice has.
      const prose = closest(element, (e) => /(^|\s)prose(\s|$)/.test(attribute(e, "class") || ""));
      if (prose && !closest(element, (e) => attribute(e, "lang") !== undefined && closest(e.parentNode, (p) => p === prose))) return;
      const lang = attribute(closest(element, (e) => attribute(e, "lang") !== undefined) || html, "lang") || "";
      const han = (value.match(HAN) || []).length, words = (value.match(WORD) || []).length;
      const wide = /^(zh|ja|ko)\b/.test(lang);
      if (han >= 4 && han > 2 * words && !wide) out.push({ path: at, rule: "languages:han", text: `${what} in lang=${lang}: ${shorten(value, 40)}` });
      if (han + (KANA.test(value) ? 1 : 0) === 0 && words >= 6 && wide) out.push({ path: at, rule: "languages:latin", text: `${what} in lang=${lang}: ${shorten(value, 40)}` });
      if (KANA.test(value) && /^zh\b/.test(lang) && (value.match(new RegExp(KANA, "gu")) || []).length > han) out.push({ path: at, rule: "languages:kana", text: `${what} in lang=${lang}: ${shorten(value, 40)}` });
    }
    // Alternates in other languages name each other.
    for (const e of elements(tree(site, at))) {
      if (e.tagName !== "link" || attribute(e, "rel") !== "alternate" || !attribute(e, "hreflang")) continue;
      const other = fileOf(site, attribute(e, "href"), site.origin + address(at));
      if (!other || other === at || !other.endsWith(".html")) continue;
      const back = [...elements(tree(site, other))].some((l) => l.tagName === "link" && attribute(l, "hreflang") && fileOf(site, attribute(l, "href"), site.origin + address(other)) === at);
      if (!back) out.push({ path: at, rule: "languages:hreflang", text: `${attribute(e, "href")} does not name this page back` });
    }
  }
  return out;
}

// ---- weight --------------------------------------------------------------------------------------

const LIMIT = 50 * 1024;
const PICTURE = /(["(])data:image\/[^")]*/g;
// What authors and readers wrote may be as long as it has to be.
const WRITTEN = /(^|\s)(prose|comment-list)(\s|$)/;

/** HTML and style sheets as sent without compression, less pictures: the home page and the
 * article in the middle, with all their words; every page, less the text of the article
 * and of its readers. */
export function weight(site) {
  const out = [], whole = new Map();
  const size = (html) => Buffer.byteLength(html.replace(PICTURE, "$1"));
  let heaviest = [0, ""];
  for (const at of site.html) {
    let bytes = size(text(site, at)), written = 0;
    for (const e of elements(tree(site, at))) {
      const name = attribute(e, "class") || "";
      if (e.tagName === "link" && /\bstylesheet\b/.test(attribute(e, "rel") || "")) {
        const file = fileOf(site, attribute(e, "href"), site.origin + address(at));
        if (file) bytes += site.files.get(file).length;
      }
      if (WRITTEN.test(name) && !closest(e.parentNode, (p) => WRITTEN.test(attribute(p, "class") || ""))) written += size(serialize(e));
    }
    whole.set(at, bytes);
    if (bytes - written > heaviest[0]) heaviest = [bytes - written, at];
    if (bytes - written >= LIMIT) out.push({ path: `${at} (${bytes - written})`, rule: "weight:page", text: "HTML and CSS around the words of 50 KB or more" });
  }
  const articles = site.articles.map((row) => fileOf(site, row.url, site.origin)).filter((at) => whole.has(at)).sort((a, b) => whole.get(a) - whole.get(b));
  const middle = articles[articles.length >> 1];
  for (const at of ["index.html", middle]) if (whole.get(at) >= LIMIT) out.push({ path: `${at} (${whole.get(at)})`, rule: "weight:whole", text: "HTML and CSS with all words of 50 KB or more" });
  site.weights = [`heaviest page without its own words: ${address(heaviest[1] || "")} with ${heaviest[0]} bytes of HTML and CSS`,
    ...(middle ? [`home ${whole.get("index.html")} bytes, the article in the middle ${whole.get(middle)}, ${articles.filter((at) => whole.get(at) < LIMIT).length} of ${articles.length} articles below 50 KB with all words`] : [])];
  return out;
}
