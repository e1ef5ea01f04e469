/* plugin_try.c -- `publish plugin try NAME ARTICLE`: what a plugin does to an article.
 *
 * The whole site is built twice, without the plugin and with it, by the ordinary
 * pipeline; what is shown is the difference. So whatever else depends on the plugin (the
 * facts that others read, an index) is in it. Nothing is written. */
#include "cli/commands.h"
#include "cli/diff.h"
#include "cli/find_article.h"
#include "cli/meter.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/json.h"

#include <stdlib.h>

enum {
  SHOWN_MOST = 8,   /* files named when several differ */
  FACTS_MOST = 1000 /* bytes of facts in text */
};

/* What one build says about the article. */
typedef struct {
  Str document, page; /* p NULL: there is none */
  struct MadeFile {
    Str path;
    Oid id;
  } * files; /* all of the site but the article's page, by path */
  size_t count;
} Made;

typedef struct {
  Cli *c;
  Str plugin, article; /* path, once it is found */
  Made before, after;
  Str facts; /* of the plugin about the article, as JSON; "" = none */
  HostMeter *meter;
} Trial;

/* -- one build -- */

/* Did the plugin say it, or is it about the plugin's files? */
static bool about(const Trial *t, const Diag *r) {
  Str folder = arena_printf(&t->c->arena, "plugins/%.*s/", STR(t->plugin));
  return str_eq(r->plugin, t->plugin) || str_starts(r->file, folder);
}

/* Of the second build: what the plugin says, and whatever is an error. */
static void keep_said(Trial *t, Diags *said) {
  size_t n = 0;
  said->errors = said->warnings = 0;
  for (size_t i = 0; i < said->count; i++) {
    const Diag r = said->items[i];
    if (r.severity != DIAG_ERROR && !about(t, &r)) continue;
    said->errors += r.severity == DIAG_ERROR;
    said->warnings += r.severity == DIAG_WARNING;
    said->items[n++] = r;
  }
  said->count = n;
  diags_append(&t->c->diags, said);
}

static int by_path(const void *a, const void *b) {
  return str_cmp(((const struct MadeFile *)a)->path, ((const struct MadeFile *)b)->path);
}

static bool take(Trial *t, Made *made, const BuildResult *r) {
  Arena *a = &t->c->arena;
  made->files = ARENA_ARRAY(a, r->output_count, struct MadeFile);
  for (size_t i = 0; i < r->output_count; i++) {
    const BuildOutput *o = &r->outputs[i];
    if (!o->made || !str_eq(o->maker, t->article)) {
      made->files[made->count++] =
          (struct MadeFile){ arena_str(a, o->path), o->made ? o->object.id : o->id };
      continue;
    }
    made->document = arena_str(a, o->document);
    if (object_content(&made->page, &o->object, a)) continue;
    diag_machine(&t->c->diags, P_INTERNAL, NULL, "the page '%.*s' cannot be unpacked",
                 STR(o->path));
    return false;
  }
  if (made->count) qsort(made->files, made->count, sizeof *made->files, by_path);
  return true;
}

/* The other files of the site: which the plugin adds, and how many differ or are gone. */
typedef struct {
  Buf added; /* paths, as a list for people */
  size_t more, changed, gone;
} Elsewhere;

static Elsewhere compare_files(const Made *before, const Made *after) {
  Elsewhere e = { 0 };
  size_t i = 0, k = 0;
  while (i < before->count || k < after->count) {
    int order = i == before->count  ? 1
                : k == after->count ? -1
                                    : str_cmp(before->files[i].path, after->files[k].path);
    if (order > 0 && e.more++ < SHOWN_MOST) {
      buf_c(&e.added, e.added.n ? ", " : "");
      show(&e.added, after->files[k].path);
    }
    e.gone += order < 0;
    e.changed += order == 0 && !oid_eq(&before->files[i].id, &after->files[k].id);
    i += order <= 0;
    k += order >= 0;
  }
  return e;
}

static Str facts_text(Trial *t, const BuildRow *row) {
  const Value *facts = value_get(row->facts, t->plugin);
  Buf text = { 0 };
  if (value_count(facts)) json_write(&text, facts, false);
  Str s = buf_dup(&text, &t->c->arena);
  buf_free(&text);
  return s;
}

/* In the build with it, the plugin must be there. */
static bool is_there(Trial *t, const BuildResult *r) {
  size_t count;
  const Manifest *plugins = build_plugins(r, &count);
  Str *names = ARENA_ARRAY(&t->c->arena, count, Str);
  for (size_t i = 0; i < count; i++) {
    names[i] = plugins[i].name;
    if (str_eq(names[i], t->plugin)) return true;
  }
  Str near = str_nearest(t->plugin, names, count);
  Diag *d = usage_error(&t->c->diags, P_USAGE, NULL, "there is no plugin '%.*s'", STR(t->plugin));
  if (near.n)
    diag_help(&t->c->diags, d, "did you mean '%.*s'?", STR(near));
  else
    diag_help(&t->c->diags, d, "'publish plugin new %.*s' makes one", STR(t->plugin));
  return false;
}

static bool build(Trial *t, bool with, Made *made) {
  Cli *c = t->c;
  SiteHow how = site_how(c);
  how.tried = t->plugin;
  how.tried_on = with;
  how.documents = true;
  if (with && t->meter) {
    meter_for(t->meter, t->plugin);
    how.meter = t->meter;
    how.workers = 1;
  }
  Site site;
  Diags said = { 0 };
  bool ok = site_open(&site, &how, &said) && site_settings(&site, &said) &&
            site_build(&site, BUILD_ALL, &said);
  if (with)
    keep_said(t, &said);
  else if (!ok) {
    diags_append(&c->diags, &said);
    diag_file(&c->diags, DIAG_NOTE, P_USAGE, S(""), "there is nothing to compare with then",
              "this is what is wrong without the plugin '%.*s'", STR(t->plugin));
  }
  diags_free(&said);
  if (ok) {
    BuildRow *rows = ARENA_ARRAY(&c->arena, site.result.articles, BuildRow);
    size_t count = build_rows(&site.result, rows, site.result.articles);
    ok = with ? is_there(t, &site.result)
              : find_article(&t->article, c, rows, count, c->options.args[1]);
    for (size_t i = 0; ok && with && i < count; i++)
      if (str_eq(rows[i].path, t->article)) t->facts = facts_text(t, &rows[i]);
    ok = ok && take(t, made, &site.result);
  }
  site_close(&site);
  return ok;
}

/* -- telling -- */

static Str difference(Trial *t, const char *what, Str before, Str after) {
  Arena *a = &t->c->arena;
  Buf text = { 0 };
  diff_unified(&text, arena_printf(a, "%s without %.*s", what, STR(t->plugin)),
               arena_printf(a, "%s with %.*s", what, STR(t->plugin)), before, after);
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

static void tell(Trial *t) {
  Cli *c = t->c;
  Buf *out = &c->out, budget = { 0 };
  Str document = difference(t, "document", t->before.document, t->after.document);
  Str page = difference(t, "page", t->before.page, t->after.page);
  Elsewhere e = compare_files(&t->before, &t->after);
  if (t->meter) meter_text(&budget, t->meter);
  if (c->json) {
    json_open(out, "try");
    json_text(out, "plugin", t->plugin);
    json_text(out, "article", t->article);
    json_text(out, "document", document);
    json_text(out, "page", page);
    json_number(out, "files_added", e.more);
    json_number(out, "files_changed", e.changed);
    json_number(out, "files_gone", e.gone);
    if (t->facts.n) buf_printf(out, ",\"facts\":%.*s", STR(t->facts));
    json_text(out, "budget", buf_view(&budget));
    json_close(out);
  } else {
    show(out, t->article);
    buf_byte(out, '\n');
    if (t->facts.n) {
      buf_c(out, "facts: ");
      Str shown = t->facts;
      if (shown.n > FACTS_MOST) shown.n = FACTS_MOST;
      while (shown.n < t->facts.n && shown.n && (shown.p[shown.n] & 0xC0) == 0x80) shown.n--;
      show(out, shown);
      if (shown.n < t->facts.n) buf_c(out, " ... (--format=json has all)");
      buf_byte(out, '\n');
    }
    if (document.n) buf_str(out, document);
    if (page.n) buf_str(out, page);
    if (!document.n && !page.n)
      buf_printf(out, "%.*s changes neither the document nor the page of this article\n",
                 STR(t->plugin));
    if (e.more) {
      buf_c(out, "adds ");
      show_count(out, e.more, "file");
      buf_printf(out, ": %.*s%s\n", STR(buf_view(&e.added)), e.more > SHOWN_MOST ? " ..." : "");
    }
    if (e.changed || e.gone) {
      buf_c(out, "changes ");
      show_count(out, e.changed, "other file");
      buf_printf(out, e.gone ? ", removes %zu\n" : "\n", e.gone);
    }
    if (budget.n) buf_printf(out, "budget: %.*s\n", STR(buf_view(&budget)));
  }
  buf_free(&budget);
  buf_free(&e.added);
}

bool command_plugin_try(Cli *c) {
  Trial t = { .c = c, .plugin = c->options.args[0], .meter = meter_new() };
  bool ok = build(&t, false, &t.before) && build(&t, true, &t.after);
  if (ok) tell(&t);
  meter_free(t.meter);
  return ok;
}
