/* plugin_test.c -- `publish plugin test`: the cases of the plugins on disk. */
#include "cli/case_check.h"
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/meter.h"
#include "cli/plugin_files.h"
#include "cli/table.h"
#include "data/match.h"
#include "plugin/lost.h"

typedef struct {
  Cli *c;
  PluginFolder folder;
  TestRun run;
  HostMeter *meter;
  size_t cases; /* that were run */
  Buf updated;
} Testing;

/* The other plugins of the repository, for cases that name them. */
static void set_others(Testing *t, CaseBench *bench, const PluginFiles *p) {
  size_t count = 0, n = 0;
  for (size_t i = 0; i < t->folder.count; i++) count += t->folder.plugins[i].count;
  MemoryFile *others = ARENA_ARRAY(&t->c->arena, count, MemoryFile);
  for (size_t i = 0; i < t->folder.count; i++) {
    const PluginFiles *other = &t->folder.plugins[i];
    for (size_t k = 0; other != p && k < other->count; k++) others[n++] = other->files[k];
  }
  bench->others = others;
  bench->other_count = n;
}

static bool test_plugin(Testing *t, const PluginFiles *p) {
  Cli *c = t->c;
  CaseBench bench = { .plugin = p->name, .files = p->files, .count = p->count };
  set_others(t, &bench, p);
  Str place =
      str_eqc(p->place, ".") ? S("tests") : arena_printf(&c->arena, "%.*s/tests", STR(p->place));
  Str again = t->folder.alone
                  ? S("publish plugin test --update")
                  : arena_printf(&c->arena, "publish plugin test %.*s --update", STR(p->name));
  TestCases cases = cases_read(&c->arena, p->tests, p->test_count, place, again);
  CaseChecks checks = {
    .bench = &bench, .run = &t->run, .once = c->options.once, .meter = t->meter
  };
  if (cases.problem.n)
    test_result(&t->run, p->name, S(""), S("the folder tests/"), TEST_FAILED,
                S("holds what is no test case"), cases.problem);
  bool ok = true;
  Str wanted = c->options.test_case;
  for (size_t i = 0; ok && i < cases.count; i++) {
    if (wanted.n && !glob_match(wanted, cases.cases[i].name)) continue;
    t->cases++;
    bool update = c->options.update && (!cases.cases[i].problem.n || cases.cases[i].bare);
    ok = update ? case_update(&checks, &cases.cases[i], t->folder.root, &t->updated, &c->diags)
                : case_check(&checks, &cases.cases[i], &c->diags);
  }
  if (ok && !wanted.n && !c->options.update) case_check_plugin(&checks);
  case_checks_free(&checks);
  return ok;
}

static const PluginFiles *plugin_named(const Testing *t, Str name) {
  /* "plugins/tags/" is tags, for those whose shell completes paths. */
  if (str_ends(name, S("/"))) name = str_sub(name, 0, name.n - 1);
  name = str_base(name);
  for (size_t i = 0; i < t->folder.count; i++)
    if (str_eq(t->folder.plugins[i].name, name)) return &t->folder.plugins[i];
  return NULL;
}

/* What its folder has instead of an init.lua. */
static Str lost_file(Testing *t, Str name) {
  MemoryFile *files;
  size_t count;
  Arena *a = &t->c->arena;
  Str best = S(""), place = arena_printf(a, "%.*splugins/%.*s", STR(t->folder.root), STR(name));
  Diags none = { 0 };
  bool there = folder_read(&files, &count, a, place, &none);
  for (size_t i = 0; there && i < count; i++)
    if (lost_rank(files[i].path) > (best.n ? lost_rank(best) : 0)) best = files[i].path;
  diags_free(&none);
  return best;
}

static bool unknown_plugin(Testing *t, Str name) {
  if (str_ends(name, S("/"))) name = str_sub(name, 0, name.n - 1);
  name = str_base(name);
  Str file = lost_file(t, name);
  if (file.n) {
    usage_error(&t->c->diags, P_TEST_NONE, "its first file must be called init.lua, in lower case",
                "plugins/%.*s has no init.lua (there is %.*s)", STR(name), STR(file));
    return false;
  }
  Str *names = ARENA_ARRAY(&t->c->arena, t->folder.count, Str);
  for (size_t i = 0; i < t->folder.count; i++) names[i] = t->folder.plugins[i].name;
  Diag *r =
      usage_error(&t->c->diags, P_TEST_NONE, NULL, "there is no plugin '%.*s' here", STR(name));
  Str near = str_nearest(name, names, t->folder.count);
  if (near.n)
    diag_help(&t->c->diags, r, "did you mean '%.*s'?", STR(near));
  else
    diag_help(&t->c->diags, r, "'publish plugin new %.*s' makes one", STR(name));
  return false;
}

static bool run_all(Testing *t) {
  const Options *o = &t->c->options;
  bool ok = true;
  if (o->arg_count) {
    for (size_t i = 0; i < o->arg_count; i++)
      if (!plugin_named(t, o->args[i])) ok = unknown_plugin(t, o->args[i]);
    for (size_t i = 0; ok && i < o->arg_count; i++)
      ok = test_plugin(t, plugin_named(t, o->args[i]));
    return ok;
  }
  size_t count = t->folder.alone ? 1 : t->folder.count;
  for (size_t i = 0; ok && i < count; i++) ok = test_plugin(t, &t->folder.plugins[i]);
  return ok;
}

static bool nothing_done(Testing *t) {
  const Options *o = &t->c->options;
  Diags *d = &t->c->diags;
  const PluginFolder *f = &t->folder;
  if (o->test_case.n) {
    usage_error(d, P_TEST_NONE, NULL, "no test case matches '%.*s'", STR(o->test_case));
    return false;
  }
  Str place = f->count ? f->plugins[0].place : S("plugins/NAME");
  Diag *r = usage_error(d, P_TEST_NONE, NULL, "there is no test case");
  diag_help(d, r,
            "write an article to %s%.*s/tests/first/in.md and run 'publish plugin test --update'",
            "", STR(place));
  return false;
}

bool command_plugin_test(Cli *c) {
  Testing t = { .c = c, .meter = meter_new() };
  bool ok = plugin_files(&t.folder, &c->arena, &c->diags) && run_all(&t);
  if (ok && !t.cases && !t.run.count) ok = nothing_done(&t);
  buf_str(&c->out, buf_view(&t.updated)); /* whatever happened then */
  if (ok && c->options.update) {
    if (!t.updated.n && !t.run.failed)
      buf_c(&c->out, "everything came out as expected: nothing changed\n");
  }
  if (ok && (t.run.count || !c->options.update))
    test_report(&c->out, &t.run, (Format)c->options.format, c->options.quiet);
  if (ok && t.run.failed) {
    Diag *r = diag_file(&c->diags, DIAG_ERROR, P_TEST_FAILED, S(""), NULL,
                        "%zu of %zu checks failed", t.run.failed, t.run.count);
    if (!c->options.update && t.run.failed > t.run.unbuilt)
      diag_help(&c->diags, r, "when what came out is right, --update keeps it");
    ok = false;
  }
  for (size_t i = 0; i < t.run.count; i++)
    if (t.run.items[i].status == TEST_WARNED)
      diag_file(&c->diags, DIAG_WARNING, P_TEST_BUDGET, S(""), "do less in one call, or split it",
                "[%.*s] %.*s", STR(t.run.items[i].suite), STR(t.run.items[i].message));
  buf_free(&t.updated);
  test_run_free(&t.run);
  meter_free(t.meter);
  return ok;
}
