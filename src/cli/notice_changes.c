/* notice_changes.c -- notices then and now, and whose pages they are on. */
#include "cli/notice_changes.h"

#include "cli/report.h"
#include "cli/table.h"
#include "data/date.h"

enum { PAGES_SHOWN = 20 };

static WalkChoice only_notices(void *ctx, Str path, uint32_t mode) {
  (void)ctx;
  bool inside = str_starts(path, S("notices/"));
  if (mode == MODE_TREE) return inside || str_eqc(path, "notices") ? WALK_ENTER : WALK_SKIP;
  return inside && (str_ends(path, S(".md")) || str_ends(path, S(".markdown"))) ? WALK_ENTER
                                                                                : WALK_SKIP;
}

/* -- pages -- */

/* What remains of withdrawn articles may have a notice, too. */
static void add_withdrawn(NoticeChange *change, const World *w, const Value *list, Arena *a) {
  const Value *settings = world_settings(w).v;
  bool of_article = str_eqc(value_strc(settings, "notice_language"), "article");
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *gone = value_at(list, i);
    Str language = value_strc(of_article ? gone : settings, "language");
    const Value *notice = world_notice(w, NULL, value_strc(gone, "notice"), language).v;
    if (!notice || !str_eq(value_strc(notice, "path"), change->file)) continue;
    Str address[] = { value_strc(settings, "base"), value_strc(gone, "url") };
    change->pages[change->count] = arena_concat(a, address, 2);
    change->articles[change->count++] = arena_str(a, value_strc(gone, "path"));
  }
}

/* Articles of this build that have the notice in `file`. */
static void add_users(NoticeChange *change, const BuildResult *r, Arena *a) {
  const Value *withdrawn = world_withdrawn(build_world(r)).v;
  size_t count = build_rows(r, NULL, 0);
  BuildRow *rows = ARENA_ARRAY(a, count, BuildRow);
  build_rows(r, rows, count);
  change->pages = ARENA_ARRAY(a, count + value_count(withdrawn), Str);
  change->articles = ARENA_ARRAY(a, count + value_count(withdrawn), Str);
  for (size_t i = 0; i < count; i++) {
    const Value *chosen = value_path(rows[i].facts, "disclaimer.chosen");
    bool has = false;
    for (size_t k = 0; k < value_count(chosen) && !has; k++)
      has = str_eq(value_strc(value_at(chosen, k), "file"), change->file);
    if (!has) continue;
    change->pages[change->count] = arena_str(a, value_strc(rows[i].row, "url"));
    change->articles[change->count++] = arena_str(a, rows[i].path);
  }
  add_withdrawn(change, build_world(r), withdrawn, a);
}

/* The published source, planned again with its own options and time. */
typedef struct {
  Site site;
  bool tried, ok;
} Before;

static const BuildResult *plan_before(Before *b, Site *now, const Trailers *published) {
  if (!b->tried) {
    Diags quiet = { 0 };
    SiteHow how = { .workers = now->how.workers, .now = now->how.now, .at = published->at };
    b->tried = true;
    b->ok = site_flags_read(&how, published->options) &&
            site_open_commit(&b->site, now->repo, &published->source, &how, &quiet) &&
            site_settings(&b->site, &quiet) && site_build(&b->site, BUILD_PLAN, &quiet);
    diags_free(&quiet);
  }
  return b->ok ? &b->site.result : NULL;
}

/* -- files -- */

typedef struct {
  Str path;
  Oid id;
} File;
typedef struct {
  File *items;
  size_t count;
} Files;

static Files files_now(const Site *s, Arena *a) {
  Files f = { ARENA_ARRAY(a, s->build.count, File), 0 };
  for (size_t i = 0; i < s->build.count; i++) {
    const BuildEntry *e = &s->entries[i];
    if (only_notices(NULL, e->path, e->mode) == WALK_ENTER)
      f.items[f.count++] = (File){ e->path, e->id };
  }
  return f;
}

static bool files_before(Files *f, Site *s, const Oid *source, Arena *a, Diags *d) {
  const InputOptions options = { .filter = only_notices };
  Commit commit;
  Input *in = NULL;
  *f = (Files){ 0 };
  if (!repo_commit(&commit, s->repo, source, a, d) ||
      !input_commit(&in, s->repo, &commit.tree, &options, d))
    return false;
  size_t count;
  const InputEntry *entries = input_entries(in, &count);
  f->items = ARENA_ARRAY(a, count, File);
  for (size_t i = 0; i < count; i++)
    f->items[f->count++] = (File){ arena_str(a, entries[i].path), entries[i].id };
  input_close(in);
  return true;
}

static const File *by_content(const Files *f, const Oid *id) {
  for (size_t i = 0; i < f->count; i++)
    if (oid_eq(&f->items[i].id, id)) return &f->items[i];
  return NULL;
}

/* Did some version in this file begin to hold between the two builds? */
static bool began(const Site *s, Str file, int64_t since) {
  const BuildResult *r = &s->result;
  size_t count = build_rows(r, NULL, 0);
  Arena a = { 0 };
  BuildRow *rows = ARENA_ARRAY(&a, count, BuildRow);
  build_rows(r, rows, count);
  bool yes = false;
  for (size_t i = 0; i < count && !yes; i++) {
    const Value *chosen = value_path(rows[i].facts, "disclaimer.chosen");
    for (size_t k = 0; k < value_count(chosen) && !yes; k++) {
      const Value *choice = value_at(chosen, k), *from = value_getc(choice, "from");
      yes = str_eq(value_strc(choice, "file"), file) && from && from->kind == VALUE_DATE &&
            from->date.seconds > since && from->date.seconds <= r->at;
    }
  }
  arena_free(&a);
  return yes;
}

static NoticeChange *add(NoticeChanges *out, Arena *a, Str file, const char *what) {
  out->items = arena_grow(a, out->items, out->count, &out->cap, sizeof *out->items);
  NoticeChange *change = &out->items[out->count++];
  *change = (NoticeChange){ .file = file, .what = what };
  return change;
}

static void compare(NoticeChanges *out, Site *s, const Trailers *published, const Files *old,
                    const Files *now) {
  Arena *a = &s->arena;
  Before before = { 0 };
  Date then = { 0 };
  bool timed = !date_parse(&then, a, published->at, NULL);
  for (size_t i = 0, k = 0; i < old->count || k < now->count;) {
    const File *o = i < old->count ? &old->items[i] : NULL;
    const File *n = k < now->count ? &now->items[k] : NULL;
    int c = !o ? 1 : !n ? -1 : str_cmp(o->path, n->path);
    i += c <= 0;
    k += c >= 0;
    if (c < 0) {
      if (by_content(now, &o->id)) continue; /* moved */
      NoticeChange *change = add(out, a, o->path, "removed");
      const BuildResult *was = plan_before(&before, s, published);
      change->unknown = was == NULL;
      if (was) add_users(change, was, a);
    } else if (c > 0) {
      if (!by_content(old, &n->id)) add_users(add(out, a, n->path, "added"), &s->result, a);
    } else if (!oid_eq(&o->id, &n->id)) {
      add_users(add(out, a, n->path, "changed"), &s->result, a);
    } else if (timed && began(s, n->path, then.seconds)) {
      add_users(add(out, a, n->path, "came into force"), &s->result, a);
    }
  }
  before.site.repo = NULL; /* it is the other's */
  site_close(&before.site);
}

bool notice_changes(NoticeChanges *out, Site *site, const Trailers *published, Diags *d) {
  *out = (NoticeChanges){ 0 };
  if (!published->ours || oid_zero(&published->source) || !repo_has(site->repo, &published->source))
    return true;
  Files now = files_now(site, &site->arena), old;
  if (!files_before(&old, site, &published->source, &site->arena, d)) return false;
  compare(out, site, published, &old, &now);
  return true;
}

/* -- telling -- */

static void print_json(Cli *c, const NoticeChange *n) {
  Buf *out = &c->out;
  const struct {
    const char *name;
    const Str *items;
  } lists[] = { { "pages", n->pages }, { "articles", n->articles } };
  json_open(out, "notice");
  json_text(out, "file", n->file);
  json_text(out, "change", str_c(n->what));
  for (size_t l = 0; l < 2 && !n->unknown; l++) {
    buf_printf(out, ",\"%s\":[", lists[l].name);
    for (size_t i = 0; i < n->count; i++) {
      buf_c(out, i ? ",\"" : "\"");
      json_escape(out, lists[l].items[i]);
      buf_byte(out, '"');
    }
    buf_byte(out, ']');
  }
  json_close(out);
}

static void print_text(Cli *c, const NoticeChange *n, bool pages) {
  Buf *out = &c->out;
  show(out, n->file);
  buf_printf(out, " %s: ", n->what);
  if (n->unknown)
    buf_c(out, "its pages are not known, for the published source cannot be built again");
  else if (!n->count)
    buf_c(out, "no page");
  else
    show_count(out, n->count, "page");
  buf_byte(out, '\n');
  for (size_t i = 0; pages && i < n->count && i < PAGES_SHOWN; i++) {
    buf_c(out, "  ");
    show(out, n->pages[i]);
    buf_byte(out, '\n');
  }
  if (pages && n->count > PAGES_SHOWN)
    buf_printf(out, "  ... and %zu more\n", n->count - PAGES_SHOWN);
}

void notice_changes_print(Cli *c, const NoticeChanges *changes, bool pages) {
  for (size_t i = 0; i < changes->count; i++) {
    if (c->json)
      print_json(c, &changes->items[i]);
    else if (!c->options.quiet)
      print_text(c, &changes->items[i], pages);
  }
}
