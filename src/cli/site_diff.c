/* site_diff.c -- `publish diff`: two revisions as readers will see them.
 *
 *   which two -> build the old one -> keep its finished pages (snapshot.h) -> the new
 *   one likewise -> compare (page_changes.h) -> tell */
#include "cli/commands.h"
#include "cli/page_changes.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "repo/branch.h"
#include "repo/trailers.h"

#include <stdlib.h>

enum { ALIKE = 10, ALIKE_SHOWN = 3, GROUP_SHOWN = 5, SOURCES_SHOWN = 10 };

typedef struct {
  Cli *c;
  SiteHow old_how, new_how;
  Str old_name, new_name;
  Snapshot old, new;
  PageChanges changes;
} Diff;

/* -- which two -- */

/* The source of what is published, its time and options. */
static bool find_published(Diff *f) {
  Diags *d = &f->c->diags;
  Site head = { 0 };
  Oid tip;
  Commit commit;
  Trailers trailers = { 0 };
  bool ok = site_open(&head, &f->new_how, d) && site_settings(&head, d) &&
            branch_tip(&tip, head.repo, site_branch(&head, f->c->options.branch), d) &&
            repo_commit(&commit, head.repo, &tip, &f->c->arena, d);
  if (ok) {
    char hex[41];
    trailers_parse(&trailers, commit.message);
    oid_hex(hex, &trailers.source);
    ok = trailers.ours && site_flags_read(&f->old_how, trailers.options);
    if (!ok)
      diag_machine(d, P_VERIFY_FOREIGN, "name two commits: publish diff A B",
                   "publish did not make the tip of the output branch");
    f->old_how.source = arena_str(&f->c->arena, str_c(hex));
    f->old_how.at = arena_str(&f->c->arena, trailers.at);
    f->old_how.base_url = arena_str(&f->c->arena, f->old_how.base_url);
    f->old_name = arena_printf(&f->c->arena, "published %.12s", hex);
  }
  site_close(&head);
  return ok;
}

static bool settle_revisions(Diff *f) {
  const Options *o = &f->c->options;
  f->old_how = f->new_how = site_how(f->c);
  f->new_how.source = f->new_name = o->arg_count > 1 ? o->args[1] : S("HEAD");
  if (!o->arg_count) return find_published(f);
  long dots = str_find(o->args[0], S(".."));
  f->old_name = o->args[0];
  if (o->arg_count == 1 && dots > 0) {
    f->old_name = str_sub(o->args[0], 0, (size_t)dots);
    f->new_name = str_sub(o->args[0], (size_t)dots + 2, o->args[0].n);
    if (!f->new_name.n) f->new_name = S("HEAD");
    f->new_how.source = f->new_name;
  }
  f->old_how.source = f->old_name;
  return true;
}

static bool take(Diff *f, Snapshot *out, const SiteHow *how, Str name) {
  Site site = { 0 };
  Diags said = { 0 };
  bool there = site_open(&site, how, &said);
  bool ok = there && site_settings(&site, &said) && site_build(&site, BUILD_ALL, &said);
  if (ok) snapshot_take(out, &site, name);
  site_close(&site);
  /* What both say would be told twice, and is no answer to what was asked. */
  if (!ok) {
    diags_append(&f->c->diags, &said);
    if (there)
      diag_file(&f->c->diags, DIAG_NOTE, P_DIFF, S(""), NULL, "this is what building %.*s says",
                STR(name));
  }
  diags_free(&said);
  return ok;
}

/* -- telling -- */

static bool listed(const PageChange *c) {
  UrlKind kind = page_change_file(c)->at.kind;
  UrlKind was = c->old ? c->old->at.kind : kind;
  return kind == URL_PAGE || kind == URL_REDIRECT || was == URL_PAGE || was == URL_REDIRECT;
}

static Str reasons(const Diff *f, const PageChange *c) {
  Buf out = { 0 };
  for (size_t i = 0; i < c->why_count; i++) {
    buf_c(&out, i ? ", " : "");
    buf_str(&out, c->why[i]);
  }
  Str text = buf_dup(&out, &f->c->arena);
  buf_free(&out);
  return text;
}

static void one_line(Diff *f, const PageChange *c, Str why) {
  Buf *out = &f->c->out;
  const SiteUrl *at = &page_change_file(c)->at;
  buf_printf(out, "%-10s  ", page_change_name(c->what));
  show(out, at->url);
  if (at->article.n) {
    buf_c(out, "  ");
    show(out, at->article);
  }
  if (why.n) {
    buf_c(out, "  (");
    show(out, why);
    buf_byte(out, ')');
  }
  buf_byte(out, '\n');
}

/* Changes of one kind for the same reasons. */
typedef struct {
  Str key;
  size_t count, shown;
} Alike;

static void group_line(Diff *f, const PageChange *c, Str why, size_t count) {
  Buf *out = &f->c->out;
  bool part = c->why_count == 1 && str_starts(why, S("<"));
  buf_printf(out, "%-10s  %zu pages", page_change_name(c->what), count);
  if (why.n) {
    buf_c(out, part ? " only in " : ": ");
    show(out, why);
  }
  buf_byte(out, '\n');
}

static void list_text(Diff *f) {
  Arena *a = &f->c->arena;
  PageChanges *all = &f->changes;
  Alike **of = ARENA_ARRAY(a, all->count + 1, Alike *);
  Str *why = ARENA_ARRAY(a, all->count + 1, Str);
  Map seen = { 0 };
  for (size_t i = 0; i < all->count; i++) {
    const PageChange *c = &all->items[i];
    if (!listed(c)) continue;
    why[i] = reasons(f, c);
    Str key = arena_printf(a, "%d %.*s", (int)c->what, STR(why[i]));
    of[i] = map_get(&seen, key);
    if (!of[i]) {
      of[i] = ARENA_NEW(a, Alike);
      of[i]->key = key;
      map_put(&seen, key, of[i]);
    }
    of[i]->count++;
  }
  map_free(&seen);
  static const PageChangeKind order[] = { PAGE_ADDED, PAGE_REMOVED, PAGE_REDIRECTED, PAGE_CHANGED };
  for (size_t k = 0; k < 4; k++)
    for (size_t i = 0; i < all->count; i++) {
      const PageChange *c = &all->items[i];
      if (!of[i] || c->what != order[k]) continue;
      if (of[i]->count <= ALIKE || f->c->options.verbose) {
        one_line(f, c, why[i]);
        continue;
      }
      if (!of[i]->shown) group_line(f, c, why[i], of[i]->count);
      if (of[i]->shown++ < ALIKE_SHOWN) {
        buf_printf(&f->c->out, "%12s", "");
        show(&f->c->out, page_change_file(c)->at.url);
        buf_byte(&f->c->out, '\n');
      } else if (of[i]->shown == ALIKE_SHOWN + 1) {
        buf_printf(&f->c->out, "%12s... and %zu more\n", "", of[i]->count - ALIKE_SHOWN);
      }
    }
}

/* Each diff once, in order of its first page. */
static void diffs_text(Diff *f) {
  PageChanges *all = &f->changes;
  Buf *out = &f->c->out;
  size_t *counts = ARENA_ARRAY(&f->c->arena, all->groups + 1, size_t);
  bool *told = ARENA_ARRAY(&f->c->arena, all->groups + 1, bool);
  for (size_t i = 0; i < all->count; i++)
    if (all->items[i].diff.n) counts[all->items[i].group]++;
  for (size_t i = 0; i < all->count; i++) {
    const PageChange *c = &all->items[i];
    if (!c->diff.n || told[c->group]) continue;
    told[c->group] = true;
    buf_byte(out, '\n');
    if (counts[c->group] > 1) {
      size_t shown = 0;
      buf_printf(out, "%zu pages change like this:", counts[c->group]);
      for (size_t k = i; k < all->count && shown < GROUP_SHOWN; k++) {
        if (!all->items[k].diff.n || all->items[k].group != c->group) continue;
        buf_c(out, shown++ ? ", " : " ");
        show(out, page_change_file(&all->items[k])->at.url);
      }
      buf_c(out, counts[c->group] > shown ? " ...\n" : "\n");
    }
    buf_str(out, c->diff);
  }
}

static void sources_text(Diff *f) {
  const PageChanges *all = &f->changes;
  Buf *out = &f->c->out;
  if (!all->source_count) return;
  buf_c(out, "besides articles ");
  for (size_t i = 0; i < all->source_count && i < SOURCES_SHOWN; i++) {
    buf_c(out, i ? ", " : "");
    show(out, all->sources[i]);
  }
  if (all->source_count > SOURCES_SHOWN)
    buf_printf(out, " and %zu more", all->source_count - SOURCES_SHOWN);
  buf_c(out, " changed\n");
}

static size_t pages_of(const PageChanges *all) {
  return all->totals[0] + all->totals[1] + all->totals[2] + all->totals[3];
}

static void tell_text(Diff *f) {
  const PageChanges *all = &f->changes;
  Buf *out = &f->c->out;
  char was[41], is[41];
  if (f->c->options.quiet) return;
  oid_hex(was, &f->old.commit);
  oid_hex(is, &f->new.commit);
  list_text(f);
  if (f->c->options.rendered) diffs_text(f);
  if (out->n) buf_byte(out, '\n');
  buf_printf(out, "%.12s to %.12s: ", was, is);
  if (!pages_of(all))
    buf_c(out, all->count ? "no page differs" : "the sites are the same");
  else
    buf_printf(out, "%zu added, %zu removed, %zu redirected, %zu changed", all->totals[PAGE_ADDED],
               all->totals[PAGE_REMOVED], all->totals[PAGE_REDIRECTED], all->totals[PAGE_CHANGED]);
  if (all->feeds || all->files) {
    buf_c(out, "; besides ");
    if (all->feeds) show_count(out, all->feeds, "feed");
    if (all->feeds && all->files) buf_c(out, " and ");
    if (all->files) show_count(out, all->files, "file");
  }
  buf_byte(out, '\n');
  sources_text(f);
}

static void page_json(Diff *f, const PageChange *c, bool with_diff) {
  Buf *out = &f->c->out;
  const SiteUrl *at = &page_change_file(c)->at;
  json_open(out, listed(c) ? "page" : "file");
  json_text(out, "change", str_c(page_change_name(c->what)));
  json_text(out, "url", at->url);
  json_text(out, "kind", str_c(url_kind_name(at->kind)));
  if (at->article.n) json_text(out, "article", at->article);
  if (at->title.n) json_text(out, "title", at->title);
  if (at->to.n) json_text(out, "to", at->to);
  if (listed(c)) json_texts(out, "why", c->why, c->why_count);
  if (c->diff.n) json_number(out, "group", c->group + 1);
  if (with_diff) json_text(out, "diff", c->diff);
  json_close(out);
}

static void tell_json(Diff *f) {
  const PageChanges *all = &f->changes;
  Buf *out = &f->c->out;
  bool *told = ARENA_ARRAY(&f->c->arena, all->groups + 1, bool);
  for (size_t i = 0; i < all->count; i++) {
    const PageChange *c = &all->items[i];
    bool first = c->diff.n && !told[c->group];
    if (first) told[c->group] = true;
    page_json(f, c, first);
  }
  char hex[41];
  json_open(out, "totals");
  oid_hex(hex, &f->old.commit);
  json_text(out, "from", str_c(hex));
  oid_hex(hex, &f->new.commit);
  json_text(out, "to", str_c(hex));
  for (int k = 0; k < 4; k++) json_number(out, page_change_name((PageChangeKind)k), all->totals[k]);
  json_number(out, "feeds", all->feeds);
  json_number(out, "files", all->files);
  json_texts(out, "sources", all->sources, all->source_count);
  json_close(out);
  if (f->c->options.exit_code && all->count) return; /* report.h makes the summary */
  json_open(out, "summary");
  json_text(out, "result", all->count ? S("differs") : S("same"));
  json_number(out, "status", EXIT_DONE);
  json_close(out);
}

static bool run(Diff *f) {
  Cli *c = f->c;
  if (!settle_revisions(f) || !take(f, &f->old, &f->old_how, f->old_name) ||
      !take(f, &f->new, &f->new_how, f->new_name))
    return false;
  page_changes(&f->changes, &f->old, &f->new, c->options.rendered);
  if (c->json)
    tell_json(f);
  else
    tell_text(f);
  if (!c->options.exit_code || !f->changes.count) return true;
  size_t pages = pages_of(&f->changes);
  diag_file(&c->diags, DIAG_ERROR, P_DIFF, S(""), NULL, "the sites differ: %zu page%s, %zu file%s",
            pages, pages == 1 ? "" : "s", f->changes.feeds + f->changes.files,
            f->changes.feeds + f->changes.files == 1 ? "" : "s");
  return false;
}

bool command_diff(Cli *c) {
  Diff f = { .c = c };
  bool ok = run(&f);
  page_changes_free(&f.changes);
  snapshot_free(&f.old);
  snapshot_free(&f.new);
  return ok;
}
