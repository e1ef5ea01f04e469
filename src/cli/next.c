/* next.c -- `publish next`: the next instant at which the output would change.
 *
 *   build to the catalog -> what is due later (build/due.h) -> the first instant that
 *   changes anything
 *
 * That an article comes or goes changes the site for certain. Whether a notice's other
 * version does is not guessed: the site is built as of now and as of that instant, and
 * compared. */
#include "build/due.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "text/zone.h"

typedef struct {
  Cli *c;
  Site site, whole, then; /* the catalog; everything as of now; as of an instant */
  bool has_whole;
  Due *due;
  size_t count;
  size_t from, to; /* the instant's part of `due` */
  Str at, fails;   /* RFC 3339; what publishing then would say, "" = nothing */
  TextTools *tools;
} Next;

static Str time_text(Next *n, int64_t at) {
  Str zone = value_strc(n->site.settings.settings, "timezone");
  return civil_rfc3339(&n->c->arena, at, zone_offset(n->tools, zone, at), true);
}

static bool build(Site *s, const Next *n, Str at, BuildDepth depth, Diags *d) {
  SiteHow how = site_how(n->c);
  if (at.n) how.at = at;
  how.now = n->site.repo ? n->site.how.now : how.now; /* the clock is read once */
  return site_open(s, &how, d) && site_settings(s, d) && site_build(s, depth, d);
}

static bool certain(const Next *n) {
  for (size_t i = n->from; i < n->to; i++)
    if (n->due[i].certain) return true;
  return false;
}

/* Is the site another one then? False = the machine refused, or it cannot be built now. */
static bool compare(Next *n, bool *differs) {
  Diags *d = &n->c->diags, then = { 0 };
  if (!n->has_whole && !build(&n->whole, n, S(""), BUILD_ALL, d)) return false;
  n->has_whole = true;
  site_close(&n->then);
  bool ok = build(&n->then, n, n->at, BUILD_ALL, &then);
  *differs = !ok || !outputs_same(&n->whole.result, &n->then.result);
  for (size_t i = 0; i < then.count && !ok && !n->fails.n; i++)
    if (then.items[i].severity == DIAG_ERROR)
      n->fails = arena_str(&n->c->arena, then.items[i].message);
  diags_free(&then);
  return true;
}

static bool find(Next *n) {
  for (n->from = 0; n->from < n->count; n->from = n->to) {
    n->to = n->from;
    while (n->to < n->count && n->due[n->to].at == n->due[n->from].at) n->to++;
    n->at = time_text(n, n->due[n->from].at);
    if (certain(n)) return true;
    bool differs;
    if (!compare(n, &differs)) return false;
    if (differs) return true;
  }
  n->to = n->from;
  return true;
}

/* -- telling -- */

/* Articles that show the notice, in the build in which it holds. */
static size_t users(const Next *n, const Due *due, Arena *a, Str **out) {
  const Site *s = due->kind == DUE_NOTICE_BEGINS ? &n->then : &n->site;
  if (!s->result.inside) return 0;
  size_t all = build_rows(&s->result, NULL, 0), count = 0;
  BuildRow *rows = ARENA_ARRAY(a, all, BuildRow);
  build_rows(&s->result, rows, all);
  *out = ARENA_ARRAY(a, all, Str);
  for (size_t i = 0; i < all; i++) {
    const Value *chosen = value_path(rows[i].facts, "disclaimer.chosen");
    for (size_t k = 0; k < value_count(chosen); k++)
      if (str_eq(value_strc(value_at(chosen, k), "file"), due->path)) {
        (*out)[count++] = rows[i].path;
        break;
      }
  }
  return count;
}

static void tell_json(Next *n) {
  Buf *out = &n->c->out;
  json_open(out, "next");
  if (n->from < n->to) {
    json_text(out, "at", n->at);
    json_number(out, "unix", (uint64_t)n->due[n->from].at);
  } else {
    buf_c(out, ",\"at\":null");
  }
  buf_c(out, ",\"events\":[");
  for (size_t i = n->from; i < n->to; i++) {
    const Due *due = &n->due[i];
    bool notice = due->kind == DUE_NOTICE_BEGINS || due->kind == DUE_NOTICE_ENDS;
    buf_printf(out, "%s{\"what\":\"%s\"", i > n->from ? "," : "", due_name(due->kind));
    json_text(out, notice ? "notice" : "article", due->path);
    if (!notice) json_text(out, "title", due->title);
    if (due->url.n) json_text(out, "url", due->url);
    if (notice) {
      Arena a = { 0 };
      Str *paths = NULL;
      size_t count = users(n, due, &a, &paths);
      json_texts(out, "articles", paths, count);
      arena_free(&a);
    }
    buf_byte(out, '}');
  }
  buf_byte(out, ']');
  if (n->fails.n) json_text(out, "fails", n->fails);
  json_close(out);
  json_open(out, "summary");
  json_text(out, "result", n->from < n->to ? S("due") : S("nothing"));
  json_number(out, "status", EXIT_DONE);
  json_close(out);
}

static void tell_notice(Next *n, const Due *due) {
  Arena a = { 0 };
  Str *paths = NULL;
  size_t count = users(n, due, &a, &paths);
  if (count) {
    buf_c(&n->c->out, ": ");
    show_count(&n->c->out, count, "article");
  }
  arena_free(&a);
}

static void tell_text(Next *n) {
  Buf *out = &n->c->out;
  if (n->from == n->to) {
    if (!n->c->options.quiet)
      buf_c(out, "nothing is due: the site stays as it is until a commit changes it\n");
    return;
  }
  buf_str(out, n->at);
  buf_byte(out, '\n');
  for (size_t i = n->from; i < n->to && !n->c->options.quiet; i++) {
    const Due *due = &n->due[i];
    buf_printf(out, "  %-15s  ", due_name(due->kind));
    show(out, due->path);
    if (due->title.n) {
      buf_c(out, "  ");
      show(out, due->title);
    }
    if (!due->certain) tell_notice(n, due);
    if (due->kind == DUE_PERMISSION_FAILS)
      buf_c(out,
            "\n                   from then on nothing can be published: see permission_ended");
    buf_byte(out, '\n');
  }
  if (n->fails.n && !n->c->options.quiet) {
    buf_c(out, "  publishing will fail then: ");
    show(out, n->fails);
    buf_byte(out, '\n');
  }
}

static bool run(Next *n) {
  Diags *d = &n->c->diags;
  n->tools = text_open(d);
  if (!n->tools || !build(&n->site, n, S(""), BUILD_PLAN, d)) return false;
  n->count = build_due(&n->site.result, &n->c->arena, &n->due);
  if (!find(n)) return false;
  if (n->c->json)
    tell_json(n);
  else
    tell_text(n);
  return true;
}

bool command_next(Cli *c) {
  Next n = { .c = c };
  bool ok = run(&n);
  site_close(&n.then);
  site_close(&n.whole);
  site_close(&n.site);
  text_close(n.tools);
  return ok;
}
