/* plugin_conformance.c -- `publish plugin conformance`: the promises of the plugin API,
 * kept inside the program as test cases. */
#include "cli/case_check.h"
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/table.h"
#include "data/match.h"
#include "embed/embed.h"

static const char from[] = "tests/conformance/";

/* The suite as the binary has it. */
static MemoryFile *embedded(size_t *count, Arena *a) {
  MemoryFile *files = ARENA_ARRAY(a, embed_count_files(), MemoryFile);
  *count = 0;
  for (size_t i = 0; i < embed_count_files(); i++) {
    EmbedFile f = embed_file(i);
    if (str_starts(f.path, str_c(from)))
      files[(*count)++] = (MemoryFile){ str_sub(f.path, sizeof from - 1, f.path.n), f.bytes };
  }
  return files;
}

static bool run_cases(Cli *c, const MemoryFile *files, size_t count, Str dir, TestRun *run,
                      Buf *updated, size_t *ran) {
  const Options *o = &c->options;
  CaseBench bench = { .plugin = S("") };
  bench.base = files_below(&bench.base_count, &c->arena, files, count, S("base"));
  TestCases cases = cases_read(&c->arena, files, count, dir.n ? dir : S("tests/conformance"),
                               S("publish plugin conformance DIR --update"));
  CaseChecks checks = { .bench = &bench, .run = run, .once = o->once };
  bool ok = true;
  if (cases.problem.n)
    test_result(run, S(""), S("suite"), S("the folder"), TEST_FAILED,
                S("holds what is no test case"), cases.problem);
  for (size_t i = 0; ok && i < cases.count; i++) {
    const TestCase *one = &cases.cases[i];
    if (str_eqc(one->name, "base")) continue;
    if (o->test_case.n && !glob_match(o->test_case, one->name)) continue;
    ++*ran;
    ok = o->update && (!one->problem.n || one->bare)
             ? case_update(&checks, one, S(""), updated, &c->diags)
             : case_check(&checks, one, &c->diags);
  }
  case_checks_free(&checks);
  return ok;
}

bool command_plugin_conformance(Cli *c) {
  const Options *o = &c->options;
  Str dir = o->arg_count ? o->args[0] : S("");
  if (str_ends(dir, S("/"))) dir = str_sub(dir, 0, dir.n - 1);
  if (o->update && !dir.n) {
    usage_error(&c->diags, P_USAGE_OPTION, "publish plugin conformance DIR --update",
                "the suite inside the program cannot be changed");
    return false;
  }
  MemoryFile *files = NULL;
  size_t count = 0, ran = 0;
  if (dir.n && !folder_read(&files, &count, &c->arena, dir, &c->diags)) return false;
  if (!dir.n) files = embedded(&count, &c->arena);
  TestRun run = { 0 };
  Buf updated = { 0 };
  bool ok = run_cases(c, files, count, dir, &run, &updated, &ran);
  if (ok && !ran) {
    usage_error(&c->diags, P_TEST_NONE, NULL, "no test case matches '%.*s'", STR(o->test_case));
    ok = false;
  }
  buf_str(&c->out, buf_view(&updated));
  if (ok && run.count) test_report(&c->out, &run, (Format)o->format, o->quiet);
  if (ok && run.failed) {
    diag_file(&c->diags, DIAG_ERROR, P_TEST_FAILED, S(""), NULL, "%zu of %zu checks failed",
              run.failed, run.count);
    ok = false;
  }
  buf_free(&updated);
  test_run_free(&run);
  return ok;
}
