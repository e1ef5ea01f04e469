// screenshots.mjs -- pictures of pages to be looked at: phone and desktop, light and dark,
// and as printed.
//
//   node tests/web/screenshots.mjs FOLDER OUT NAME=PATH...
//
// FOLDER is a site as files (publish --to). For every NAME=PATH (article=/2024/09/x/) OUT gets
// NAME-{phone,desktop}-{light,dark}.png and NAME-print.pdf. NODE_PATH or the folder
// where this is started must have playwright-core; CHROMIUM names the browser.
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const [folder, out, ...pages] = process.argv.slice(2);
if (!pages.length) {
  console.error("usage: node screenshots.mjs FOLDER OUT NAME=PATH...");
  process.exit(2);
}
const { chromium } = createRequire(join(process.env.NODE_PATH || process.cwd(), "x.js"))("playwright-core");

const types = { ".html": "text/html", ".css": "text/css", ".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml", ".webp": "image/webp" };
const server = createServer((request, response) => {
  let path = join(folder, normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)));
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
  if (!existsSync(path)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(path)] || "application/octet-stream" });
  createReadStream(path).pipe(response);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}`;

const profile = mkdtempSync(join(tmpdir(), "publish-shots-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});
mkdirSync(out, { recursive: true });
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
let wide = 0;
try {
  const page = await context.newPage();
  for (const entry of pages) {
    const [name, path] = entry.split(/=(.*)/s);
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const scheme of ["light", "dark"]) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ media: "screen", colorScheme: scheme });
        await page.goto(base + path, { waitUntil: "load" });
        // Lazy pictures appear once they are near: go down and up again.
        await page.evaluate(async () => {
          for (const i of document.images) i.loading = "eager";
          await Promise.all([...document.images].map((i) => i.decode().catch(() => {})));
        });
        await page.screenshot({ path: join(out, `${name}-${size}-${scheme}.png`), fullPage: true });
      }
    }
    // Nothing may stick out at 320 px, nor with text of twice the size.
    for (const zoom of [1, 2]) {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.emulateMedia({ media: "screen", colorScheme: "light" });
      await page.goto(base + path, { waitUntil: "load" });
      await page.evaluate((z) => { document.documentElement.style.fontSize = `${16 * z}px`; }, zoom);
      const found = await page.evaluate(() => document.documentElement.scrollWidth);
      if (found > 320) console.error(`${path}: ${found} px wide at 320 px, text ${100 * zoom} %`), wide++;
    }
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await page.setViewportSize(sizes.desktop);
    await page.goto(base + path, { waitUntil: "load" });
    await page.pdf({ path: join(out, `${name}-print.pdf`), format: "A4", preferCSSPageSize: true });
  }
} finally {
  await context.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(wide ? 1 : 0);
