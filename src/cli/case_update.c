/* case_update.c -- what came out, written as what is expected from now on. */
#include "base/file.h"
#include "cli/case_check.h"
#include "cli/diff.h"
#include "cli/table.h"

#include <errno.h>
#include <stdio.h>

typedef struct {
  const TestCase *c;
  Str root; /* where `place` lies: "" or a folder with a slash at its end */
  Arena a;
  Buf *said;
  Diags *d;
} Update;

/* `was.p` NULL: there was no such file; `now.p` NULL: there shall be none. */
static bool keep(Update *u, const char *name, Str was, Str now) {
  if (was.p && now.p && str_eq(was, now)) return true;
  if (!was.p && !now.p) return true;
  Str place = arena_printf(&u->a, "%.*s/%s", STR(u->c->place), name);
  const char *path = arena_printf(&u->a, "%.*s%.*s", STR(u->root), STR(place)).p;
  if (!file_stays(u->root, place, u->d)) return false;
  if (!now.p) {
    if (remove(path) < 0) {
      diag_machine(u->d, P_FILE_IO, NULL, "cannot remove %s: %s", path, strerror(errno));
      return false;
    }
    buf_c(u->said, "removed ");
    show(u->said, place);
    buf_byte(u->said, '\n');
    return true;
  }
  if (!file_write(path, now, u->d)) return false;
  Buf text = { 0 };
  DiffCount n = diff_unified(&text, place, S("what came out"), was.p ? was : S(""), now);
  buf_c(u->said, was.p ? "changed " : "wrote ");
  show(u->said, place);
  if (was.p)
    buf_printf(u->said, " (+%zu -%zu)\n%.*s", n.added, n.removed, STR(buf_view(&text)));
  else
    buf_printf(u->said, " (%zu lines)\n", n.added);
  buf_free(&text);
  return true;
}

static Str some(Str s) {
  return s.n ? s : (Str){ 0 };
}

/* Files that the case expects, or, when it expects nothing yet, all that were made. */
static bool keep_files(Update *u, const CaseOutcome *o, bool all) {
  const TestCase *c = u->c;
  bool ok = true;
  for (size_t i = 0; ok && i < c->expect_count; i++) {
    Str now = { 0 };
    for (size_t k = 0; k < o->count; k++)
      if (str_eq(o->files[k].path, c->expect[i].path)) now = o->files[k].bytes;
    ok = keep(u, arena_printf(&u->a, "expect/%.*s", STR(c->expect[i].path)).p, c->expect[i].bytes,
              now);
  }
  for (size_t k = 0; ok && all && k < o->count; k++)
    if (o->files[k].made && !str_eqc(o->files[k].maker, "publish") &&
        !str_eqc(o->files[k].maker, "in.md"))
      ok = keep(u, arena_printf(&u->a, "expect/%.*s", STR(o->files[k].path)).p, (Str){ 0 },
                o->files[k].bytes);
  return ok;
}

/* Is what came out something to be expected? If not, that is a result of the run. */
static bool may_keep(const CaseChecks *checks, const TestCase *c, const CaseOutcome *o) {
  Str plugin = checks->bench->plugin;
  if (!o->built && !c->diag.p) {
    checks->run->unbuilt++;
    test_result(
        checks->run, plugin, c->name, S("the build"), TEST_FAILED,
        S("failed, so nothing was kept; to expect these messages, make an empty expect.diag"),
        o->said);
    return false;
  }
  if (o->built && c->in.p && !o->has_html) {
    test_result(checks->run, plugin, c->name, S("the page"), TEST_FAILED, S(CASE_UNPUBLISHED),
                o->said);
    return false;
  }
  return true;
}

bool case_update(CaseChecks *checks, const TestCase *c, Str root, Buf *said, Diags *d) {
  Update u = { .c = c, .root = root, .said = said, .d = d };
  if (c->problem.n && !c->bare) return true; /* reported by case_check() */
  bool nothing = !c->html.p && !c->ast.p && !c->diag.p && !c->files.p && !c->expect_count;
  CaseOutcome o;
  const CaseHow how = { .workers = 2, .ast = c->ast.p != NULL };
  bool ok = case_build(&o, &u.a, checks->bench, c, &how, d);
  if (ok && !may_keep(checks, c, &o)) {
    arena_free(&u.a);
    return true;
  }
  ok = ok && keep(&u, "expect.diag", c->diag, some(o.said));
  /* Errors: what was expected of a page stays, to be seen again when they are gone. */
  if (ok && o.built) {
    if (o.has_html && (c->html.p || nothing)) ok = keep(&u, "expect.html", c->html, o.html);
    if (ok && o.has_ast && c->ast.p) ok = keep(&u, "expect.ast", c->ast, o.ast);
    if (ok && c->files.p) ok = keep(&u, "expect.files", c->files, case_file_list(&u.a, &o));
    ok = ok && keep_files(&u, &o, nothing);
  }
  arena_free(&u.a);
  return ok;
}
