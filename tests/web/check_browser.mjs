// check_browser -- every page in headless Chromium: axe-core, nothing requested from
// elsewhere, the same text without JavaScript, no sideways scroll on a small phone or
// with text at 200 %, targets of 24 px, and a skip link that works by keyboard.
import fs from "node:fs";
import { QUICK, address, shorten, tool, toolFile } from "./lib.mjs";

const { chromium } = await tool("playwright-core");
const AXE = fs.readFileSync(toolFile("axe-core/axe.min.js"), "utf8");
const TABS = 3;

export function launch(args = []) {
  const where = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((p) => fs.existsSync(p));
  return chromium.launch({ executablePath: process.env.CHROMIUM || where,
    // Names of other machines lead nowhere, so that what is asked of them fails at once.
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--font-render-hinting=none", "--disable-gpu", ...args] });
}

// ---- inside the page (these functions are sent to the browser) --------------------------

/** What reaches further right than the window, outside of boxes that scroll by themselves. */
function sideways() {
  const root = document.scrollingElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return null;
  const scrolls = (e) => e !== root && e !== document.body && /auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX);
  const wide = [...document.body.querySelectorAll("*")].filter((e) => {
    if (e.getBoundingClientRect().right <= width + 0.5) return false;
    for (let at = e.parentElement; at; at = at.parentElement) if (scrolls(at)) return false;
    return true;
  });
  const right = (e) => e.getBoundingClientRect().right;
  const inner = wide.filter((e) => !wide.some((o) => o !== e && e.contains(o))).sort((a, b) => right(b) - right(a)).slice(0, 1);
  return { by: root.scrollWidth - width, who: inner.map((e) => `${e.localName}${e.className ? "." + String(e.className).split(" ")[0] : ""} "${e.textContent.trim().slice(0, 30)}"`) };
}

/** Text that a box cuts off: boxes that hide what does not fit, but for those of one pixel. */
function clipped() {
  return [...document.body.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || style.clipPath !== "none" || style.clip !== "auto") return false;
    if (e.clientWidth <= 2 || e.clientHeight <= 2 || !e.textContent.trim()) return false;
    return (/hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 2) || (/hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 2);
  }).map((e) => `${e.localName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`);
}

/** Sizes of fonts by element, to see what grows with the reader's setting. */
function fontSizes() {
  const sizes = {};
  for (const e of document.body.querySelectorAll("*")) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const name = `${e.localName}${e.className ? "." + String(e.className).split(" ")[0] : ""}`;
    sizes[name] = parseFloat(getComputedStyle(e).fontSize);
  }
  return sizes;
}

/** Targets smaller than 24 by 24 px; links in a sentence are as high as its lines (WCAG 2.5.8). */
function small() {
  const out = [];
  const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, label[for], [tabindex]:not([tabindex='-1']), [role=button], [role=link]";
  for (const e of document.querySelectorAll(selector)) {
    const style = getComputedStyle(e), rects = [...e.getClientRects()].filter((r) => r.width && r.height);
    if (!rects.length || style.visibility === "hidden" || e.closest("[aria-hidden=true]") || e.disabled) continue;
    // Outside of the window until it has the focus, or of one pixel: no target for a finger.
    const box = e.getBoundingClientRect();
    if (box.right <= 0 || box.bottom + scrollY <= 0 || (box.width <= 2 && box.height <= 2)) continue;
    if (style.clipPath !== "none" || (style.clip !== "auto" && style.position === "absolute")) continue;
    let { width, height } = box;
    // A label belongs to its field, and a field in a label is as large as it.
    if (e.localName === "label") continue;
    const label = e.labels && e.labels[0] && ["checkbox", "radio"].includes(e.type) ? e.labels[0].getBoundingClientRect() : null;
    if (label) { width = Math.max(width, label.width); height = Math.max(height, label.height); }
    const inner = [...e.querySelectorAll("img, svg, span")].map((i) => i.getBoundingClientRect());
    if (style.display === "inline") for (const r of inner) { width = Math.max(width, r.width); height = Math.max(height, r.height); }
    if (width >= 23.95 && height >= 23.95) continue;
    if (style.display === "inline" && inSentence(e)) continue;
    out.push({ name: `${e.localName}${e.className ? "." + String(e.className).split(" ")[0] : ""} in ${e.parentElement.localName}${e.parentElement.className ? "." + String(e.parentElement.className).split(" ")[0] : ""}`,
      size: `${Math.round(width)} by ${Math.round(height)} px`, text: (e.textContent.trim() || e.getAttribute("aria-label") || e.name || "").slice(0, 30) });
  }
  return out;
  function inSentence(e) {
    let block = e.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const copy = block.cloneNode(true);
    for (const target of copy.querySelectorAll("a, button, summary, time")) target.remove();
    return /\p{L}{2,}|\p{Script=Han}/u.test(copy.textContent);
  }
}

function axeRun() {
  return axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }).then((r) =>
    r.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => ({ target: n.target.join(" "), why: n.any.concat(n.all, n.none).map((c) => c.message).join("; ") })) })));
}

/** Where the focus is: an element's name, whether it is seen, and what it is in. */
function focus() {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const seen = box.width > 1 && box.height > 1 && box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
  return { tag: e.localName, href: e.getAttribute("href"), text: e.textContent.trim().slice(0, 40), seen,
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1, inMain: Boolean(e.closest("main")), hash: location.hash, y: scrollY };
}

// ---- one page --------------------------------------------------------------------------------

async function inspect(page, plain, site, at, dark) {
  const out = [], url = site.origin + address(at);
  const say = (rule, text) => out.push({ path: at, rule: `browser:${rule}`, text });
  const requests = [], failures = [];
  const seen = (request) => requests.push(request.url());
  const lost = (response) => { if (response.status() >= 400 && !(at === "404.html")) failures.push(`${response.status()} ${response.url()}`); };
  const logged = (message) => { if (message.type() === "error") failures.push(message.text()); };
  page.on("request", seen).on("response", lost).on("console", logged).on("pageerror", (e) => failures.push(e.message));

  // A phone of 320 px, then with its text twice as large.
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(url, { waitUntil: "load" });
  const narrow = async (rule) => {
    const found = await page.evaluate(sideways);
    if (found) say(rule, `${found.by} px too wide: ${found.who.join(", ")}`);
  };
  await narrow("sideways-320");
  for (const { name, size, text } of await page.evaluate(small)) say("target", `${name} is ${size}: "${text}"`);
  const before = await page.evaluate(fontSizes);
  const larger = await page.addStyleTag({ content: "html { font-size: 200% !important }" });
  await narrow("sideways-320-text-200");
  const after = await page.evaluate(fontSizes);
  for (const [name, size] of Object.entries(before)) if (after[name] && after[name] < size * 1.9) say("text-200", `${name} stays at ${after[name]} px (${size} px before)`);
  for (const text of await page.evaluate(clipped)) say("clipped-text-200", text);
  await page.setViewportSize({ width: 1280, height: 800 });
  await narrow("sideways-1280-text-200");
  await larger.evaluate((e) => e.remove());
  await narrow("sideways-1280");

  // The whole page, on a desk.
  const withScript = await page.evaluate(() => document.body.innerText);
  await page.evaluate(AXE);
  const known = new Set();
  const axe = async (scheme) => {
    for (const v of await page.evaluate(axeRun)) for (const n of v.nodes) if (!known.has(v.id + n.target) && known.add(v.id + n.target)) say(`axe-${v.id}${scheme}`, `${v.help}: ${n.target} (${shorten(n.why, 120)})`);
  };
  await axe("");
  if (dark) {
    await page.emulateMedia({ colorScheme: "dark" });
    await axe("-dark");
    await page.emulateMedia({ colorScheme: "light" });
  }

  // The keyboard: first the skip link, then into the text.
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(focus);
  if (first.tag !== "a" || !first.href?.startsWith("#")) say("skip", `the first Tab leads to <${first.tag}> "${first.text}", not to a skip link`);
  else {
    if (!first.seen) say("skip", "the skip link cannot be seen when it has the focus");
    if (!first.text) say("skip", "the skip link has no text");
    await page.keyboard.press("Enter");
    const then = await page.evaluate(focus);
    if (then.hash !== first.href) say("skip", `Enter on the skip link does not lead to ${first.href}`);
    await page.keyboard.press("Tab");
    const next = await page.evaluate(focus);
    const targets = await page.evaluate(() => document.querySelectorAll("main a[href], main button, main input, main summary, main textarea, main select").length);
    if (targets && !next.inMain) say("skip", `after the skip link, Tab leads to <${next.tag}> "${next.text}" outside of <main>`);
    if (!next.outline && next.tag !== "body") say("focus", `the focus on <${next.tag}> "${next.text}" cannot be seen`);
  }
  for (const request of new Set(requests)) {
    if (/^(data|about|blob):/.test(request)) continue;
    if (new URL(request).origin !== site.origin) say("elsewhere", `a request for ${shorten(request)}`);
  }
  for (const failure of new Set(failures)) if (!/net::ERR_NAME_NOT_RESOLVED/.test(failure)) say("failure", shorten(failure, 120));
  page.removeAllListeners();

  // The same without JavaScript.
  await plain.goto(url, { waitUntil: "load" });
  const without = await plain.evaluate(() => document.body.innerText);
  if (without !== withScript) {
    const [a, b] = [withScript.split("\n"), without.split("\n")];
    say("javascript", `without JavaScript the text is another: ${shorten(a.find((l) => !b.includes(l)) || b.find((l) => !a.includes(l)) || "in its order", 60)}`);
  }
  return out;
}

/** All pages, some at a time. `dark`: which are looked at in the dark as well. */
export default async function browser(site, { chrome, only, dark = () => false } = {}) {
  const own = chrome || (await launch());
  const redirects = new Set(site.html.filter((at) => /http-equiv="?refresh/i.test(site.files.get(at).toString("utf8"))));
  const queue = site.html.filter((at) => !redirects.has(at) && (!only || only(at)));
  const found = new Map();
  const total = queue.length;
  const worker = async () => {
    const on = await own.newContext({ reducedMotion: "reduce" });
    const off = await own.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    const page = await on.newPage(), plain = await off.newPage();
    for (let at; (at = queue.shift()); ) {
      try {
        found.set(at, await inspect(page, plain, site, at, dark(at)));
      } catch (error) {
        found.set(at, [{ path: at, rule: "browser:crash", text: shorten(error.message, 160) }]);
      }
    }
    await on.close();
    await off.close();
  };
  await Promise.all(Array.from({ length: QUICK ? 2 : TABS }, worker));
  if (!chrome) await own.close();
  site.looked = total;
  return site.html.flatMap((at) => found.get(at) || []);
}
