/* import_look.c -- the site as the import will leave it: built, mended by settings, and asked for
 * its old addresses. */
#include "cli/clock.h"
#include "cli/import_run.h"
#include "cli/site.h"
#include "import/front.h"
#include "import/importer.h"
#include "model/world_data.h"

enum { TRIES = 6 };

typedef struct {
  Site site;
  Map pages; /* source path -> file of its page, as Str* */
  Map files; /* of pages and static files */
  Map redirects;
} Look;

static Str *keep(Arena *a, Str s) {
  Str *out = ARENA_NEW(a, Str);
  *out = s;
  return out;
}

static Str without_base(Str url, Str base) {
  return base.n && str_starts(url, base) ? str_sub(url, base.n, url.n) : url;
}

/* The file behind an address, or "". */
static Str file_of(Arena *a, Str url) {
  PagePath page;
  return page_path(&page, a, url) ? S("") : page.file;
}

static void list_places(Look *look) {
  Arena *a = &look->site.arena;
  size_t count = build_rows(&look->site.result, NULL, 0);
  BuildRow *rows = ARENA_ARRAY(a, count, BuildRow);
  Str base = value_strc(look->site.result.settings, "base");
  build_rows(&look->site.result, rows, count);
  for (size_t i = 0; i < count; i++) {
    Str file = file_of(a, without_base(value_strc(rows[i].row, "url"), base));
    map_put(&look->pages, rows[i].path, keep(a, file));
    map_put(&look->files, file, look);
    const Value *aliases = value_getc(rows[i].row, "aliases");
    for (size_t k = 0; k < value_count(aliases); k++)
      map_put(&look->redirects, file_of(a, without_base(value_str(value_at(aliases, k), a), base)),
              look);
  }
  const Map *links = &build_world(&look->site.result)->links;
  for (size_t i = 0; i < links->count; i++) {
    Str url = without_base(links->items[i].key, base);
    if (url.n && url.p[0] == '/') map_put(&look->files, file_of(a, url), look);
  }
}

static void look_end(Look *look) {
  look->site.repo = NULL; /* the run's */
  site_close(&look->site);
  map_free(&look->pages);
  map_free(&look->files);
  map_free(&look->redirects);
}

/* -- articles that cannot be read -- */

/* Adds lines to a list or map of publish.yaml as the importer wrote it: behind the line `key:`, or
 * at the end with `above` and that line. */
static bool add_settings(ImportRun *run, const char *key, const char *above, Str lines) {
  Arena a = { 0 };
  Str bytes;
  bool found;
  bool ok = plan_read(&bytes, &found, run->plan, S("publish.yaml"), &a, &run->c->diags);
  Str line = arena_printf(&a, "\n%s:\n", key);
  long at = ok && found ? str_find(bytes, line) : -1;
  size_t to = at < 0 ? 0 : (size_t)at + line.n;
  Str text = at < 0 ? arena_printf(&a, "%.*s%s%s:\n%.*s", STR(bytes), above, key, STR(lines))
                    : arena_printf(&a, "%.*s%.*s%.*s", STR(str_sub(bytes, 0, to)), STR(lines),
                                   STR(str_sub(bytes, to, bytes.n)));
  if (ok && found) ok = plan_edit(run->plan, 0, S("publish.yaml"), text, &run->c->diags);
  arena_free(&a);
  return ok;
}

static void note(ImportRun *run, const char *topic, const Diag *r) {
  Source where = { .path = r->file };
  left_add(&run->left, DIAG_WARNING, topic, r->message, where.path.n ? &where : NULL, 0,
           r->help.n ? "%.*s" : NULL, STR(r->help));
  for (size_t i = 0; i < run->left.count; i++) {
    LeftGroup *g = &run->left.groups[i];
    if (!g->count || !str_eqc(g->topic, topic) || !str_eq(g->name, r->message)) continue;
    g->places[g->count - 1].line = r->line;
    g->places[g->count - 1].col = r->col;
  }
}

/* The rule of `checks:` that a finding belongs to, or "". */
static Str rule_of(const Diag *r) {
  if (r->code == P_LINK_MISSING) return S("links");
  if (r->code == P_LINK_ANCHOR) return S("anchors");
  if (r->code == P_LINK_IMAGE) return S("images");
  return r->rule;
}

/* What the old site had without a word becomes a warning: a new site begins with all
 * its articles, and mending comes later. */
static bool soften(bool *again, ImportRun *run, const Diags *d) {
  Str rules[32];
  size_t count = 0;
  Buf lines = { 0 };
  for (size_t i = 0; i < d->count; i++) {
    Str rule = rule_of(&d->items[i]);
    bool known = d->items[i].severity != DIAG_ERROR || !rule.n || count == 32;
    for (size_t k = 0; !known && k < count; k++) known = str_eq(rules[k], rule);
    if (known) continue;
    rules[count++] = rule;
    buf_printf(&lines, "  %.*s: warning\n", STR(rule));
  }
  for (size_t k = 0; k < count; k++)
    for (size_t i = 0; i < d->count; i++) {
      const Diag *r = &d->items[i];
      if (r->severity != DIAG_ERROR || !str_eq(rule_of(r), rules[k])) continue;
      left_add(&run->left, DIAG_WARNING, "Checks that the old articles do not pass", rules[k],
               &(Source){ .path = r->file }, 0,
               "they are warnings; take the line out of `checks:` when they are mended; "
               "`publish check` lists them");
      LeftGroup *g = &run->left.groups[run->left.count - 1];
      g->places[g->count - 1].line = r->line;
      g->places[g->count - 1].col = r->col;
    }
  *again = *again || count;
  bool ok = !count || add_settings(run, "checks",
                                   "# So that everything is published at once; errors again when "
                                   "they are mended.\n",
                                   buf_view(&lines));
  buf_free(&lines);
  return ok;
}

/* Of the errors of a build those that are about one article. *again: some are left out now. */
static bool leave_out(bool *again, ImportRun *run, const Diags *d) {
  Arena a = { 0 };
  Str *paths = ARENA_ARRAY(&a, d->count, Str);
  size_t count = 0;
  Buf lines = { 0 };
  for (size_t i = 0; i < d->count; i++) {
    const Diag *r = &d->items[i];
    Str file = r->article.n ? r->article : r->file;
    bool text = path_is_markdown(file) || path_is_html(file), known = false;
    if (r->severity != DIAG_ERROR || rule_of(r).n || !text || !plan_has(run->plan, file)) continue;
    note(run, "Articles with mistakes, left out", r);
    for (size_t k = 0; !known && k < count; k++) known = str_eq(paths[k], file);
    if (known) continue;
    paths[count++] = file;
    buf_c(&lines, "  - ");
    yaml_text(&lines, file);
    buf_byte(&lines, '\n');
  }
  *again = *again || count;
  run->left_out += count;
  bool ok = !count ||
            add_settings(run, "exclude", "# Left out because of mistakes; IMPORT.md says which.\n",
                         buf_view(&lines));
  buf_free(&lines);
  arena_free(&a);
  return ok;
}

/* -- the site as it will be -- */

typedef struct {
  bool built;
  bool left_out; /* articles, so that others' links may lead nowhere now */
  bool softened;
} LookResult;

static bool look_once(Look *look, LookResult *r, ImportRun *run, BuildDepth depth, bool last) {
  Cli *c = run->c;
  Oid commit;
  Diags d = { 0 };
  *look = (Look){ 0 };
  *r = (LookResult){ 0 };
  if (!plan_preview(&commit, run->plan, &c->diags)) return false;
  SiteHow how = { .workers = c->options.jobs ? c->options.jobs : processor_count(),
                  .progress = c->err_terminal && !c->options.quiet,
                  .now = clock_now() };
  r->built = site_open_commit(&look->site, run->repo, &commit, &how, &d) &&
             site_settings(&look->site, &d) && site_build(&look->site, depth, &d);
  bool ok = true;
  if (r->built)
    list_places(look);
  else if (!last)
    ok = leave_out(&r->left_out, run, &d) && soften(&r->softened, run, &d);
  bool told = r->built || r->left_out || r->softened;
  for (size_t i = 0; !told && i < d.count; i++)
    if (d.items[i].severity == DIAG_ERROR)
      note(run, "Mistakes that stop a publication", &d.items[i]);
  diags_free(&d);
  return ok;
}

/* Builds what the branch will be. Articles that stop it are left out, rules that the old site
 * breaks become warnings, and it is built again; what else stops it is told. What was only
 * softened need not be rendered once more. */
static bool look_at(Look *look, bool *built, ImportRun *run, BuildDepth depth) {
  LookResult r = { .left_out = true };
  bool ok = true;
  for (int i = 1; ok && (r.left_out || r.softened) && i <= TRIES; i++) {
    ok = look_once(look, &r, run, depth, i == TRIES);
    if (!ok || !(r.left_out || r.softened)) break;
    look_end(look);
    depth = r.left_out ? depth : BUILD_PLAN;
  }
  *built = r.built;
  return ok;
}

typedef struct {
  Str path, bytes;
} Edit;

/* Articles that are published elsewhere than they were say so themselves. */
static bool keep_addresses(size_t *changed, ImportRun *run, Look *look, size_t step) {
  Arena a = { 0 };
  Edit *edits = ARENA_ARRAY(&a, run->address_count, Edit);
  bool ok = true, found;
  *changed = 0;
  for (size_t i = 0; ok && i < run->address_count; i++) {
    const OldAddress *old = &run->addresses[i];
    const Str *now = old->path.n ? map_get(&look->pages, old->path) : NULL;
    if (!now || str_eq(*now, file_of(&a, old->url))) continue;
    Str bytes;
    ok = plan_read(&bytes, &found, run->plan, old->path, &a, &run->c->diags);
    if (!ok || !found) continue;
    bytes = front_remove(&a, bytes, "url"); /* the same field */
    edits[(*changed)++] =
        (Edit){ old->path, front_set(&a, bytes, "permalink", front_quote(&a, old->url)) };
  }
  for (size_t i = 0; ok && i < *changed; i++)
    ok = plan_edit(run->plan, step, edits[i].path, edits[i].bytes, &run->c->diags);
  arena_free(&a);
  return ok;
}

static void count_addresses(ImportRun *run, Look *look) {
  Arena a = { 0 };
  run->looked = true;
  for (size_t i = 0; i < run->address_count; i++) {
    const OldAddress *old = &run->addresses[i];
    Str file = file_of(&a, old->url);
    const Str *now = old->path.n ? map_get(&look->pages, old->path) : NULL;
    bool page = now ? str_eq(*now, file) : map_has(&look->files, file);
    if (page)
      run->pages++;
    else if (map_has(&look->redirects, file))
      run->redirects++;
    else {
      run->missing++;
      left_add(&run->left, DIAG_WARNING, "Addresses that are missing",
               old->path.n ? S("of articles") : S("of other pages"), &(Source){ .path = old->url },
               0, "readers who follow a link to one of them find nothing");
    }
    arena_reset(&a);
  }
  arena_free(&a);
}

bool import_look(ImportRun *run) {
  Look look;
  bool built;
  size_t changed = 0;
  if (run->c->options.dry_run) return true;
  /* The addresses first, because they need no rendering. */
  bool ok = look_at(&look, &built, run, BUILD_PLAN);
  size_t step = plan_step(run->plan, S("Keep the addresses of articles"));
  if (ok && built) ok = keep_addresses(&changed, run, &look, step);
  look_end(&look);
  if (!ok || !built) return ok;
  ok = look_at(&look, &built, run, BUILD_ALL);
  if (ok && built) count_addresses(run, &look);
  look_end(&look);
  return ok;
}
