/* case_check.c -- comparing, and what a case gets for free. */
#include "cli/case_check.h"

#include "cli/diff.h"
#include "cli/meter.h"
#include "cli/table.h"
#include <stdlib.h>

enum { MANY_WORKERS = 8 };
static const char came[] = "what came out";

typedef struct {
  CaseChecks *checks;
  const TestCase *c;
  Arena a;
  Diags *d;
} Checking;

static void result(const Checking *k, const char *check, TestStatus status, Str message,
                   Str detail) {
  const CaseChecks *all = k->checks;
  test_result(all->run, all->bench->plugin, k->c->name, str_c(check), status, message, detail);
}

/* -- what is expected -- */

static void exactly(Checking *k, const char *check, Str wanted, Str got) {
  Buf detail = { 0 };
  Str place = arena_printf(&k->a, "%.*s/%s", STR(k->c->place), check);
  bool same = str_eq(wanted, got);
  if (!same) diff_unified(&detail, place, str_c(came), wanted, got);
  result(k, check, same ? TEST_PASSED : TEST_FAILED,
         same ? S("") : S("what came out is not what is expected"), buf_view(&detail));
  buf_free(&detail);
}

/* Nothing was made, so there is nothing to compare: for the sake of the count, each
 * expectation fails, and the messages are told once. */
static void nothing_built(Checking *k, const char *check) {
  k->checks->run->unbuilt++;
  result(k, check, TEST_FAILED, S("the build failed, so there is no such file"), S(""));
}

static void check_messages(Checking *k, const CaseOutcome *o) {
  if (k->c->diag.p) {
    exactly(k, "expect.diag", k->c->diag, o->said);
    return;
  }
  bool silent = o->said.n == 0;
  Buf text = { 0 };
  Str rest = o->said, line;
  if (str_ends(rest, S("\n"))) rest = str_sub(rest, 0, rest.n - 1);
  while (!silent && str_split(&rest, '\n', &line)) buf_printf(&text, "%.*s\n", STR(line));
  if (!silent && !o->built) k->checks->run->unbuilt++;
  result(k, "no messages", silent ? TEST_PASSED : TEST_FAILED,
         silent ? S("") : S("something was said; expect.diag can expect it"), buf_view(&text));
  buf_free(&text);
}

static const CaseFile *file_named(const CaseOutcome *o, Str path) {
  for (size_t i = 0; i < o->count; i++)
    if (str_eq(o->files[i].path, path)) return &o->files[i];
  return NULL;
}

Str case_file_list(Arena *a, const CaseOutcome *o) {
  Buf text = { 0 };
  for (size_t i = 0; i < o->count; i++)
    if (!str_eqc(o->files[i].path, ".nojekyll")) buf_printf(&text, "%.*s\n", STR(o->files[i].path));
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

static void check_expected(Checking *k, const CaseOutcome *o) {
  const TestCase *c = k->c;
  check_messages(k, o);
  if (c->html.p) {
    if (o->has_html)
      exactly(k, "expect.html", c->html, o->html);
    else if (o->built)
      result(k, "expect.html", TEST_FAILED, str_c(CASE_UNPUBLISHED), S(""));
    else
      nothing_built(k, "expect.html");
  }
  if (c->ast.p) {
    if (o->has_ast)
      exactly(k, "expect.ast", c->ast, o->ast);
    else
      nothing_built(k, "expect.ast");
  }
  if (c->files.p) {
    if (o->built)
      exactly(k, "expect.files", c->files, case_file_list(&k->a, o));
    else
      nothing_built(k, "expect.files");
  }
  for (size_t i = 0; i < c->expect_count; i++) {
    const char *check = arena_printf(&k->a, "expect/%.*s", STR(c->expect[i].path)).p;
    const CaseFile *f = file_named(o, c->expect[i].path);
    if (!o->built)
      nothing_built(k, check);
    else if (f)
      exactly(k, check, c->expect[i].bytes, f->bytes);
    else
      result(k, check, TEST_FAILED, S("is not published; these files are:"),
             case_file_list(&k->a, o));
  }
}

/* -- what every plugin must keep -- */

/* What differs between two outcomes, or "" when nothing does. */
static Str difference(Arena *a, const CaseOutcome *x, const CaseOutcome *y, const char *how) {
  Buf text = { 0 };
  Str name = str_c(how);
  if (!str_eq(x->said, y->said)) diff_unified(&text, S("messages"), name, x->said, y->said);
  Str files = case_file_list(a, x), others = case_file_list(a, y);
  if (!str_eq(files, others)) diff_unified(&text, S("files"), name, files, others);
  for (size_t i = 0; !text.n && i < x->count; i++)
    if (!str_eq(x->files[i].bytes, y->files[i].bytes))
      diff_unified(&text, x->files[i].path, name, x->files[i].bytes, y->files[i].bytes);
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

/* Build again in another way; the first difference is the result. */
static bool same_again(Checking *k, const CaseOutcome *first, const CaseHow *how, const char *name,
                       Str *found) {
  CaseOutcome other;
  if (!case_build(&other, &k->a, k->checks->bench, k->c, how, k->d)) return false;
  if (!found->n) *found = difference(&k->a, first, &other, name);
  return true;
}

static void told(Checking *k, const char *check, Str found, const char *why) {
  result(k, check, found.n ? TEST_FAILED : TEST_PASSED, found.n ? str_c(why) : S(""), found);
}

static bool check_warm(Checking *k, const CaseOutcome *first) {
  Str found = S("");
  bool ok = true;
  for (int change = CASE_EDITED; ok && change <= CASE_SHORTER; change++) {
    Store kept = { 0 };
    CaseOutcome ignored;
    CaseHow how = {
      .change = (CaseChange)change, .workers = 2, .fresh = &kept, .drop = k->checks->drop
    };
    ok = case_build(&ignored, &k->a, k->checks->bench, k->c, &how, k->d);
    how = (CaseHow){ .workers = 2, .old = &kept };
    ok = ok && same_again(k, first, &how, "with kept results", &found);
    store_free(&kept);
  }
  if (ok)
    told(k, "warm as clean", found,
         "results kept from a slightly different site change what comes out");
  return ok;
}

static void check_budget(Checking *k) {
  const HostMeter *m = k->checks->meter;
  if (!m || !m->most_steps) return; /* the plugin was never loaded */
  Buf text = { 0 };
  bool much = meter_text(&text, m);
  if (much) buf_c(&text, ": more than half of what a hook may take");
  result(k, "budget", much ? TEST_WARNED : TEST_PASSED, buf_view(&text), S(""));
  buf_free(&text);
}

static bool check_free(Checking *k, const CaseOutcome *first) {
  HostMeter *meter = k->checks->meter;
  CaseHow how = { .workers = 2 };
  Str found = S("");
  bool ok = same_again(k, first, &how, "the second time", &found);
  told(k, "same twice", found, "two builds of the same case differ");
  found = S("");
  for (uint32_t seed = 1; ok && seed <= 2; seed++) {
    how = (CaseHow){ .workers = seed, .shuffle = seed };
    ok = same_again(k, first, &how, "in another order", &found);
  }
  told(k, "any order", found,
       "the order in which articles come changes the result: something is kept between articles");
  found = S("");
  if (meter) meter_for(meter, k->checks->bench->plugin);
  how = (CaseHow){ .workers = 1, .meter = meter };
  ok = ok && same_again(k, first, &how, "with one worker", &found);
  how = (CaseHow){ .workers = MANY_WORKERS };
  ok = ok && same_again(k, first, &how, "with eight workers", &found);
  told(k, "any workers", found, "the number of workers changes the result");
  if (!ok || !check_warm(k, first)) return false;
  check_budget(k);
  return true;
}

/* -- a case -- */

static void note_outputs(CaseChecks *all, const CaseOutcome *o) {
  for (size_t i = 0; i < o->output_count; i++) {
    Str glob = arena_str(&all->arena, o->outputs[i]);
    void *written = o->outputs_hit[i] ? all : map_get(&all->outputs, glob);
    map_put(&all->outputs, glob, written);
  }
}

bool case_check(CaseChecks *checks, const TestCase *c, Diags *d) {
  Checking k = { .checks = checks, .c = c, .d = d };
  if (c->problem.n) {
    result(&k, "the case", TEST_FAILED, S("is not complete"), c->problem);
    return true;
  }
  CaseOutcome first;
  const CaseHow how = { .workers = checks->once ? 1 : 2, .ast = c->ast.p != NULL };
  bool ok = case_build(&first, &k.a, checks->bench, c, &how, d);
  if (ok) {
    check_expected(&k, &first);
    note_outputs(checks, &first);
    ok = checks->once || check_free(&k, &first);
  }
  arena_free(&k.a);
  return ok;
}

void case_check_plugin(CaseChecks *checks) {
  Buf never = { 0 };
  for (size_t i = 0; i < checks->outputs.count; i++) {
    if (checks->outputs.items[i].value) continue;
    buf_c(&never, never.n ? ", " : "declared in `outputs`, but written in no case: ");
    show(&never, checks->outputs.items[i].key);
  }
  if (checks->outputs.count)
    test_result(checks->run, checks->bench->plugin, S(""), S("outputs"), TEST_PASSED,
                buf_view(&never), S(""));
  buf_free(&never);
}

void case_checks_free(CaseChecks *checks) {
  map_free(&checks->outputs);
  arena_free(&checks->arena);
}
