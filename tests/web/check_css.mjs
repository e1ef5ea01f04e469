// check_css -- no CSS that Chrome 79 or Safari 13 does not know, unless it has a
// fallback: an earlier declaration of the same property in the same rule, an
// @supports around it, or a place in the list below, which says why it does no harm.
import fs from "node:fs";
import path from "node:path";
import { attribute, elements, shorten, textOf, tool, toolFile, tree } from "./lib.mjs";

const css = await tool("css-tree");
const data = JSON.parse(fs.readFileSync(path.join(toolFile("@mdn/browser-compat-data"), "data.json")));
const OLDEST = { chrome: 79, chrome_android: 79, safari: 13, safari_ios: 13 };

// What an old browser leaves out without harm, and why.
const SAFE = {
  "text-underline-offset": "the underline stays where it is by default",
  "text-decoration-thickness": "the underline has its default thickness",
  "text-decoration-skip-ink": "the underline crosses descenders",
  "text-wrap": "lines break where they always did",
  "text-wrap-style": "lines break where they always did",
  "text-autospace": "no space between Han and Latin, as ever",
  "text-spacing-trim": "punctuation keeps its full width, as ever",
  "hanging-punctuation": "punctuation stays inside the measure",
  "font-variant-emoji": "the system's own choice",
  "text-size-adjust": "its prefixed form stands beside it",
  "print-color-adjust": "the printer's own choice",
  "color-scheme": "form controls and scroll bars stay light; the colours of the page are its own",
  "accent-color": "form controls have the system's colour",
  "scrollbar-width": "the system's scroll bar",
  "scrollbar-color": "the system's scroll bar",
  "scrollbar-gutter": "the page may move when a scroll bar comes",
  "scroll-margin-top": "a heading stands at the very top when linked to",
  "scroll-padding-top": "a heading stands at the very top when linked to",
  "scroll-behavior": "jumps instead of gliding",
  "overscroll-behavior": "the page scrolls on behind",
  "overscroll-behavior-x": "the page scrolls on behind",
  "content-visibility": "everything is laid out at once",
  "contain": "everything is laid out at once",
  "contain-intrinsic-size": "everything is laid out at once",
  "hyphens": "words are not divided",
  "hyphenate-limit-chars": "words are divided by the browser's own rule",
  "orphans": "a page break may leave one line",
  "widows": "a page break may leave one line",
  "break-inside": "a page break may fall inside",
  "break-after": "a page break may follow",
  "break-before": "the page break is missing",
  "page": "the page of the printer's own size",
  "font-optical-sizing": "the font's default",
  "image-orientation": "only images with a turn in their metadata",
  "forced-color-adjust": "there are no forced colours",
};
Object.assign(SAFE, {
  "text-justify": "the browser's own way of justifying",
  "font-palette": "the font's own colours",
});
// Older than the compatibility data, or without sense on a phone: all browsers know them.
const ANCIENT = new Set(["word-wrap", "page-break-after", "page-break-before", "page-break-inside", "grid-gap", "grid-row-gap",
  "grid-column-gap", "cursor", "resize", "clip", "zoom"]);
// Selectors whose whole rule may be missing, and why.
const SAFE_SELECTORS = {
  "focus-visible": "the rule for :focus shows the outline",
  "marker": "the system's own bullet",
  "target-text": "no highlight",
  "selection": "the system's own selection",
};
// At-rules and media features that an old browser skips as a whole.
const SAFE_MEDIA = {
  "prefers-contrast": "the ordinary colours, which have contrast enough",
  "forced-colors": "there are no forced colours",
  "prefers-reduced-motion": "known to all; nothing moves anyway",
  "prefers-reduced-transparency": "nothing is transparent",
  "prefers-reduced-data": "nothing to save",
};

/** True when every old browser knows what this record of the compatibility data is about. */
function known(compat) {
  if (!compat) return true;
  return Object.entries(OLDEST).every(([browser, version]) =>
    [compat.support[browser] ?? []].flat().some((s) => {
      // An incomplete form that a complete one replaced still does what it did.
      if (s.prefix || s.alternative_name || s.flags || (s.version_removed && !s.partial_implementation)) return false;
      if (s.version_added === true || s.version_added === "preview") return s.version_added === true;
      return typeof s.version_added === "string" && parseFloat(s.version_added.replace("≤", "")) <= version;
    }));
}
const since = (compat) => ["chrome", "safari"].map((b) => `${b} ${[compat.support[b]].flat()[0]?.version_added || "never"}`).join(", ");

/** What old browsers do not know in one declaration: a list of texts. */
function news(property, value, printed) {
  const record = data.css.properties[property];
  if (ANCIENT.has(property)) return [];
  if (property.startsWith("--") || property.startsWith("-")) return [];
  if (!record) return [`the property ${property} is in no browser's documentation`];
  if (!known(record.__compat)) return [`${property} (${since(record.__compat)})`];
  const out = [];
  const add = (what, compat) => { if (compat && !known(compat)) out.push(`${property}: ${what} (${since(compat)})`); };
  css.walk(value, (node) => {
    if (node.type === "Identifier") add(node.name, record[node.name.replace(/-/g, "_")]?.__compat || record[node.name]?.__compat);
    if (node.type === "Function") {
      const name = node.name.toLowerCase();
      add(`${name}()`, record[name]?.__compat);
      const type = data.css.types;
      for (const found of [type[name], type[`${name}()`], type.color?.[name], type.image?.[name], type.gradient?.[name], type["transform-function"]?.[name],
        type["basic-shape"]?.[name], type["filter-function"]?.[name], type["easing-function"]?.[name], data.css.properties["custom-property"]?.[name]]) add(`${name}()`, found?.__compat);
    }
    if (node.type === "Dimension") {
      const unit = node.unit.toLowerCase();
      for (const kind of Object.values(data.css.types)) add(`the unit ${unit}`, kind[unit]?.__compat);
      if (/^[sld]v/.test(unit)) add(`the unit ${unit}`, data.css.types.length?.[`viewport_percentage_units_${{ s: "small", l: "large", d: "dynamic" }[unit[0]]}`]?.__compat);
    }
  });
  // Modern notations of colours: rgb(0 0 0 / 50%).
  if (/\b(rgb|hsl)a?\(\s*[\d.]+%?\s+[\d.]/.test(printed)) {
    const c = data.css.types.color;
    add("colours without commas", c?.rgb?.space_separated_parameters?.__compat || c?.rgb?.space_separated?.__compat);
  }
  return [...new Set(out)];
}

/** Problems of one style sheet. */
export function checkStyle(at, source) {
  const out = [], flexes = new Set(), gaps = [];
  const say = (rule, text, node) => out.push({ path: at, rule: `css:${rule}`, text: `${text}${node?.loc ? ` (line ${node.loc.start.line})` : ""}` });
  const sheet = css.parse(source, { positions: true, parseCustomProperty: false,
    onParseError: (error) => say("syntax", error.message, { loc: { start: error } }) });
  (function walk(list, supports) {
    list.forEach((node) => {
      if (node.type === "Atrule") {
        const name = node.name.toLowerCase();
        const printed = node.prelude ? css.generate(node.prelude) : "";
        if (name === "supports") {
          if (node.block) walk(node.block.children, [...supports, printed]);
          return;
        }
        const record = data.css["at-rules"][name.replace(/^-\w+-/, "")];
        if (!record) say("at-rule", `@${name} is in no browser's documentation`, node);
        else if (!known(record.__compat) && !supports.length && name !== "page") say("at-rule", `@${name} (${since(record.__compat)})`, node);
        if (name === "media") {
          if (/[<>=]/.test(printed.replace(/\([^()]*:[^()]*\)/g, ""))) say("media", `a range in @media ${printed}`, node);
          for (const [, feature] of printed.matchAll(/\(\s*(?:min-|max-)?([a-z-]+)/g)) {
            const compat = record?.[feature]?.__compat || record?.[`${feature}`]?.__compat;
            if (compat && !known(compat) && !(feature in SAFE_MEDIA)) say("media", `@media (${feature}) (${since(compat)})`, node);
          }
        }
        if (node.block && !["font-face", "page", "property", "counter-style"].includes(name)) walk(node.block.children, supports);
        return;
      }
      if (node.type !== "Rule") return;
      const selector = css.generate(node.prelude);
      css.walk(node.prelude, (part) => {
        if (part.type !== "PseudoClassSelector" && part.type !== "PseudoElementSelector") return;
        const name = part.name.toLowerCase(), compat = data.css.selectors[name]?.__compat;
        if (name.startsWith("-")) return;
        if (!compat) say("selector", `:${name} is in no browser's documentation`, node);
        else if (!known(compat) && !(name in SAFE_SELECTORS) && !supports.some((s) => s.includes(name))) say("selector", `:${name} (${since(compat)})`, node);
        if (name === "not" && part.children && css.generate(part).match(/,|[\s>+~]/)) say("selector", `:not() with more than one simple selector: ${shorten(css.generate(part))}`, node);
      });
      const before = new Set();
      node.block.children.forEach((declaration) => {
        if (declaration.type === "Rule" || declaration.type === "Atrule") return say("nesting", `a rule inside the rule ${shorten(selector, 40)}`, node);
        if (declaration.type !== "Declaration") return;
        const property = declaration.property.toLowerCase(), printed = css.generate(declaration.value);
        if (property === "display" && /flex/.test(printed)) for (const one of selector.split(",")) flexes.add(one);
        if (/^(row-|column-)?gap$/.test(property)) gaps.push({ selector, property, declaration, supports });
        const unknown = news(property, declaration.value, printed);
        const guarded = before.has(property) || before.has(`-webkit-${property}`) || before.has(SHORTHAND[property]) || property in SAFE || supports.some((s) => s.includes(property) || s.includes(printed));
        if (unknown.length && !guarded) for (const what of unknown) say("declaration", `${what} in ${shorten(selector, 50)}`, declaration);
        if (!unknown.length || guarded) before.add(property);
      });
    });
  })(sheet.children, []);
  // A gap in a flex box came later than in a grid, and no @supports can tell.
  for (const { selector, property, declaration } of gaps)
    if (selector.split(",").some((one) => flexes.has(one)))
      say("declaration", `${property} in a flex box (${since(data.css.properties.gap.flex_context.__compat)}) in ${shorten(selector, 50)}`, declaration);
  return out;
}
const SHORTHAND = { "row-gap": "grid-row-gap", "column-gap": "grid-column-gap", gap: "grid-gap", inset: "top",
  "margin-inline": "margin-left", "margin-block": "margin-top", "padding-inline": "padding-left", "padding-block": "padding-top" };

export default async function styles(site) {
  const out = [];
  for (const [at, bytes] of site.files) if (at.endsWith(".css")) out.push(...checkStyle(at, bytes.toString("utf8")));
  for (const at of site.html)
    for (const e of elements(tree(site, at))) {
      if (e.tagName === "style") out.push(...checkStyle(at, textOf(e)));
      if (attribute(e, "style")) out.push(...checkStyle(at, `x{${attribute(e, "style")}}`));
    }
  return out;
}
