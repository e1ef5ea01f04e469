// check_ci -- what CI systems read: the workflows of the README by GitHub's own parser of them (names of keys and
// events, permissions, expressions and which values they may use), and findings as SARIF by the schema of that
// format. Each is shown to reject what is wrong first.
import fs from "node:fs";
import { register } from "node:module";
import path from "node:path";
import { ROOT, WORK, publish, run, tool, toolFile, verdict } from "./lib.mjs";

// The parser imports JSON without saying so, as bundlers allow.
register("data:text/javascript," + encodeURIComponent(`export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`));

const README = process.env.RECIPES || path.join(ROOT, "README.md");

/** Blocks of the README that are workflows: [name, text]. */
function workflows() {
  const blocks = [...fs.readFileSync(README, "utf8").matchAll(/^```yaml\n# (\.(?:github|forgejo)\/workflows\/\S+\.yml)\n([^]*?)^```/gm)];
  return blocks.map(([, name, text]) => [name, text]);
}

async function complaints(name, text) {
  const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await tool("@actions/workflow-parser");
  const parsed = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  if (parsed.value) await convertWorkflowTemplate(parsed.context, parsed.value);
  return parsed.context.errors.getErrors().map((e) => e.message);
}

/** One mistake each: [what is written in its place, instead of what]. */
const MISTAKES = [["on:\n  pushed:", /^on:\n {2}push:/m], ["contents: all", "contents: write"], ["runs-in:", "runs-on:"], ["- usus:", "- uses:"],
  ["${{ githup.", "${{ github."], ["timeout-minutes: long\n    steps:", /(timeout-minutes: \d+\n {4})?steps:/]];

async function recipes() {
  const problems = [], all = workflows();
  for (const [name, text] of all) for (const line of await complaints(name, text)) problems.push({ path: name, rule: "workflow", text: line });
  verdict(`${all.length} workflows of the README are what GitHub understands`, all.length < 5 ? [{ path: "README.md", rule: "workflow", text: `only ${all.length} found` }] : problems);
  const missed = [];
  for (const [wrong, right] of MISTAKES) {
    const bad = all.map(([name, text]) => [name, text.replace(right, wrong), text]).filter(([, changed, text]) => changed !== text);
    if (!bad.length) missed.push({ path: "README.md", rule: "nothing to spoil", text: String(right) });
    for (const [name, changed] of bad) if (!(await complaints(name, changed)).length) missed.push({ path: name, rule: "not rejected", text: wrong });
  }
  verdict(`${MISTAKES.length} mistakes in them are rejected`, missed);
}

// Every shape of a finding: with and without file, column, excerpt, plugin, rule; names that need escapes.
const FILES = {
  "publish.yaml": "title: T\nurl: https://example.org\nchecks: { image_alt: warning }\n",
  "articles/one.md": "---\ntitle: One\ndate: 2024-01-02\n---\n\n[broken](none.md), [here](#nowhere), ![](no.png) {0} and {{< bogus >}}\n",
  "articles/a b [\u00fc].md": "---\ntitle: [\n---\n\nText.\n",
  "plugins/speaks/init.lua": 'local P = publish.plugin { name = "speaks", version = "1.0.0", api = 1, doc = "Complains." }\n' +
    'function P.check(article, site) publish.warn("a [link](x) and {0} of a plugin") end\nreturn P\n',
};

async function repository(files) {
  const folder = fs.mkdtempSync(path.join(WORK, "ci-"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const env = { ...process.env, HOME: WORK, GIT_CONFIG_NOSYSTEM: "1" };
  for (const words of [["init", "-q", "-b", "main"], ["add", "-A"], ["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "first"]])
    await run("git", ["-C", folder, ...words], { env });
  return folder;
}

async function sarif() {
  const Ajv = await tool("ajv");
  const read = (name) => JSON.parse(fs.readFileSync(toolFile(name), "utf8"));
  const ajv = new Ajv({ schemaId: "auto", allErrors: true, meta: false, unknownFormats: "ignore" });
  ajv.addMetaSchema(read("ajv/lib/refs/json-schema-draft-04.json"));
  const valid = ajv.compile(read("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
  const wrong = (log) => (valid(log) ? [] : valid.errors.map((e) => `${e.dataPath} ${e.message}`));
  const bad = await repository(FILES), good = await repository({ ...FILES, "articles/a b [\u00fc].md": "---\ntitle: Two\ndate: 2024-01-03\n---\n\nText.\n" });
  const known = path.join(WORK, "known.txt");
  await publish("check", "-C", good, "--baseline", known, "--update");
  const problems = [], logs = [];
  for (const [what, ...words] of [["article", "check", "-C", bad], ["check", "check", "-C", good], ["build", "-n", "-C", good], ["no repository", "check", "-C", WORK],
    ["no remote", "--push", "-C", bad], ["baseline", "check", "-C", good, "--baseline", known], ["usage", "chek"]]) {
    const { out } = await publish(...words, "--format=sarif");
    try {
      const log = JSON.parse(out);
      logs.push(log);
      for (const text of wrong(log)) problems.push({ path: what, rule: "sarif", text });
    } catch (error) {
      problems.push({ path: what, rule: "sarif", text: `not JSON: ${error.message}` });
    }
  }
  const results = logs.flatMap((log) => log.runs[0].results), notes = logs.flatMap((log) => log.runs[0].invocations[0].toolExecutionNotifications);
  if (results.length < 8 || !notes.length || !results.some((r) => r.suppressions?.length))
    problems.push({ path: "all", rule: "sarif", text: `too little to look at: ${results.length} results, ${notes.length} notifications` });
  verdict(`${results.length} results and ${notes.length} notifications: SARIF 2.1.0 by its schema`, problems);
  const spoil = [(l) => delete l.runs, (l) => (l.version = "2"), (l) => (l.runs[0].results[0].level = "bad"), (l) => delete l.runs[0].results[0].message,
    (l) => (l.runs[0].results[0].locations[0].physicalLocation.region = { startLine: 0 }), (l) => (l.runs[0].tool.driver.rules[0].colour = "red"),
    (l) => (l.runs[0].invocations[0].executionSuccessful = "yes")];
  const missed = [];
  for (const change of spoil) {
    const log = structuredClone(logs.find((l) => l.runs[0].results.length));
    change(log);
    if (!wrong(log).length) missed.push({ path: String(change), rule: "not rejected", text: "by the schema" });
  }
  verdict(`${spoil.length} faults in it are rejected`, missed);
}

export default async function ci() {
  await recipes();
  await sarif();
}
