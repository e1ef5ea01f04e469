/* plan.c -- the list of all pages, articles' and generated ones, and who owns
 * which output path. */
#include "build/beside.h"
#include "build/private.h"

#include "text/slug.h"
#include <stdlib.h>

typedef struct {
  Str path, maker;
} Claim;

/* A claim that makes the file where `key` needs a folder, or the other way round. */
static bool folder_conflict(const Built *b, Str key, const Claim **file, const Claim **below,
                            const Claim *own) {
  *below = map_get(&b->folders, key);
  *file = own;
  if (*below) return true;
  *below = own;
  for (Str at = str_dir(key); at.n; at = str_dir(at))
    if ((*file = map_get(&b->claimed, at))) return true;
  return false;
}

/* Remember the folders that a claim needs. */
static void need_folders(Built *b, Str key, Claim *claim) {
  for (Str at = str_dir(key); at.n && !map_has(&b->folders, at); at = str_dir(at))
    map_put(&b->folders, at, claim);
}

bool claim_path(Built *b, Str path, Str maker) {
  return claim_path_at(b, path, maker, S(""), NULL, 0);
}

bool claim_path_at(Built *b, Str path, Str maker, Str url, const Source *source, uint32_t line) {
  Str key = fold_path(b->arena, path);
  const Claim *other = map_get(&b->claimed, key);
  if (other) {
    bool same = str_eq(other->path, path);
    const char *help = same ? "give one of them another slug, permalink or name"
                            : "on some systems these are one file; give one of them another name";
    const char *which =
        same ? ", and so is " : ", which differs only in case or Unicode form from ";
    /* Two names that look alike in a message. */
    bool alike = !str_eq(maker, other->maker) &&
                 str_eq(fold_path(b->arena, maker), fold_path(b->arena, other->maker));
    if (same && alike)
      help = "the two names differ only in case or Unicode form; rename one of them";
    if (line)
      diag_line(b->d, DIAG_ERROR, P_PAGE_TWICE, source, line, 1, 0, help,
                "%s%.*s%sis published at '%.*s'%s%.*s", url.n ? "the page " : "", STR(url),
                url.n ? " " : "", STR(path), which, STR(other->maker));
    else
      diag_file(b->d, DIAG_ERROR, P_PAGE_TWICE, maker, help, "%s%.*s%sis published at '%.*s'%s%.*s",
                url.n ? "the page " : "", STR(url), url.n ? " " : "", STR(path), which,
                STR(other->maker));
    return false;
  }
  Claim *claim = ARENA_NEW(b->arena, Claim);
  *claim = (Claim){ path, maker };
  const Claim *file, *below;
  /* Where nobody knows a line, the output says it when it makes the trees. */
  if (line && folder_conflict(b, key, &file, &below, claim)) {
    diag_line(b->d, DIAG_ERROR, P_OUTPUT_FOLDER, source, line, 1, 0,
              "give one of them another slug, alias or file name",
              "the output path '%.*s'%s%.*s needs a folder where %.*s makes the file '%.*s'",
              STR(below->path), below == claim ? "" : " of ",
              STR(below == claim ? S("") : below->maker), STR(file->maker), STR(file->path));
    return false;
  }
  map_put(&b->claimed, key, claim);
  need_folders(b, key, claim);
  return true;
}

/* Two articles of one folder whose pages are neighbours may show one picture. */
bool claim_asset(Built *b, Str path, Str asset) {
  const Claim *other = map_get(&b->claimed, fold_path(b->arena, path));
  if (other && str_eq(other->path, path) && str_eq(other->maker, asset)) return false;
  return claim_path(b, path, asset);
}

void add_output(Built *b, BuildOutput output) {
  BuildResult *r = b->out;
  if (r->output_count == r->output_cap) {
    r->output_cap = r->output_cap ? r->output_cap * 2 : 256;
    r->outputs = mem_realloc(r->outputs, r->output_cap * sizeof *r->outputs);
  }
  r->outputs[r->output_count++] = output;
}

/* -- pages hooks: one job per plugin, index and key -- */

typedef struct {
  size_t plugin;
  Str index, key, name;
} PagesJob;
typedef struct {
  Built *b;
  PagesJob *items;
  size_t count, cap;
} PagesJobs;

static Str pages_item(void *context, size_t job) {
  return ((PagesJobs *)context)->items[job].name;
}

static void pages_start(void *context, Progress *progress) {
  worker_plugins(((PagesJobs *)context)->b, progress);
}

static const char *const page_keys[] = { "url",      "layout",    "title",        "kind",
                                         "key",      "rows",      "number",       "count",
                                         "prev_url", "next_url",  "first_url",    "description",
                                         "language", "interface", "noindex",      "canonical",
                                         "params",   "source",    "translations", NULL };

/* An address in a page's record gets the site's base. */
static void based(Built *b, Arena *a, MapBuilder *m, const Value *page, const char *key) {
  const Value *v = value_getc(page, key);
  if (v && v->kind == VALUE_STR && str_starts(v->str, S("/")))
    mapb_putc(m, key, value_of_str(a, with_base(b, a, v->str)));
}

/* The same page in other languages: a list of {language, url, name}, whose addresses get the
 * site's base. NULL when it is none. */
static const Value *based_translations(Built *b, Arena *a, const Value *list) {
  ListBuilder out = list_begin(a);
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *one = value_at(list, i);
    Str url = value_strc(one, "url");
    if (!value_strc(one, "language").n || !str_starts(url, S("/"))) return NULL;
    MapBuilder m = map_from(a, one);
    mapb_putc(&m, "url", value_of_str(a, with_base(b, a, url)));
    list_add(&out, map_end(&m, (Span){ 0 }));
  }
  return list && list->kind == VALUE_LIST ? list_end(&out, (Span){ 0 }) : NULL;
}

/* Something wrong with a page that a plugin added, at the line that did. */
static Diag *complain(Built *b, const PagesJob *job, const Value *page, Diags *d, const char *help,
                      Str what) {
  Source source;
  uint32_t line = (uint32_t)value_int(value_getc(page, "@line"), 0);
  if (line && world_source(&b->world, NULL, value_strc(page, "@file"), &source))
    return diag_line(d, DIAG_ERROR, P_PAGE, &source, line, 1, 0, help, "P.pages %.*s", STR(what));
  return diag_file(d, DIAG_ERROR, P_PAGE, b->plugins[job->plugin].source.path, help, "P.pages %.*s",
                   STR(what));
}

static size_t key_names(Str *names) {
  size_t count = 0;
  for (; page_keys[count]; count++) names[count] = str_c(page_keys[count]);
  return count;
}

/* Was the field given under a name that is nearly its own? Then only that is told. */
static bool slipped(const Value *page, const char *field) {
  Str names[24];
  size_t count = key_names(names);
  for (size_t i = 0; i < value_count(page); i++)
    if (str_eqc(str_nearest(page->map.fields[i].key, names, count), field)) return true;
  return false;
}

static bool check_layout(Built *b, Arena *a, const PagesJob *job, const Value *page, Diags *d) {
  Str layout = value_strc(page, "layout");
  if (map_has(&b->world.templates, layout)) return true;
  if (!layout.n) {
    if (!slipped(page, "layout")) complain(b, job, page, d, NULL, S("added a page without layout"));
    return false;
  }
  Diag *r = complain(b, job, page, d, "layouts are files of templates/",
                     arena_printf(a, "names the layout '%.*s', which does not exist", STR(layout)));
  const Str *names;
  size_t count = world_template_names(&b->world, &names, a);
  Str near = str_nearest(layout, names, count);
  if (near.n) diag_help(d, r, "did you mean '%.*s'?", STR(near));
  return false;
}

static bool check_page(Built *b, Arena *a, const PagesJob *job, const Value *page,
                       const Value **out, Diags *d) {
  d->plugin = b->plugins[job->plugin].name;
  Str url = value_strc(page, "url");
  PagePath place;
  const char *problem = url.n ? page_path(&place, a, url) : "it has no url";
  bool ok = check_layout(b, a, job, page, d);
  if (!url.n && slipped(page, "url")) {
    ok = false;
  } else if (problem) {
    complain(b, job, page, d, NULL,
             arena_printf(a, "added a page that cannot be published: %s%s%.*s", problem,
                          url.n ? ": " : "", STR(url)));
    ok = false;
  }
  MapBuilder m = map_begin(a);
  for (size_t i = 0; i < value_count(page); i++) {
    Str key = page->map.fields[i].key, names[24];
    if (str_starts(key, S("@"))) continue;
    mapb_field(&m, page->map.fields[i]);
    size_t count = key_names(names);
    bool known = false;
    for (size_t k = 0; k < count; k++) known = known || str_eq(key, names[k]);
    if (known) continue;
    Str near = str_nearest(key, names, count);
    Diag *r = complain(b, job, page, d, "put it into params = { ... }",
                       arena_printf(a, "gave '%.*s', which is not a field of a page", STR(key)));
    if (near.n) diag_help(d, r, "did you mean '%.*s'?", STR(near));
    ok = false;
  }
  const Value *translations = value_getc(page, "translations");
  if (translations && !(translations = based_translations(b, a, translations))) {
    complain(b, job, page, d, "such as { { language = \"fr\", url = \"/fr/\" } }",
             S("gave 'translations' that are no list of pages in other languages"));
    ok = false;
  }
  d->plugin = S("");
  if (!ok) return false;
  if (translations) mapb_putc(&m, "translations", translations);
  mapb_putc(&m, "path", value_of_str(a, place.file));
  mapb_putc(&m, "url", value_of_str(a, with_base(b, a, place.url)));
  based(b, a, &m, page, "prev_url");
  based(b, a, &m, page, "next_url");
  based(b, a, &m, page, "first_url");
  if (!value_getc(page, "language"))
    mapb_putc(&m, "language", value_of_str(a, b->settings.language));
  if (!value_getc(page, "kind")) mapb_putc(&m, "kind", value_of_str(a, S("page")));
  if (!value_getc(page, "title")) mapb_putc(&m, "title", value_of_str(a, b->settings.title));
  *out = map_end(&m, (Span){ 0 });
  return true;
}

static bool pages_run(void *context, size_t index, Reads *reads, Diags *d, Buf *payload) {
  PagesJobs *jobs = context;
  Built *b = jobs->b;
  const PagesJob *job = &jobs->items[index];
  Arena a = { 0 };
  progress_job(b->progress, index, S(""));
  world_use_engine(&b->world, reads);
  ref_get(&b->world, reads, world_settings(&b->world), S("base"));
  ref_get(&b->world, reads, world_settings(&b->world), S("title"));
  ref_get(&b->world, reads, world_settings(&b->world), S("language"));
  HostJob hook = { .reads = reads,
                   .diags = d,
                   .arena = &a,
                   .article = ref_covered(NULL),
                   .language = b->settings.language,
                   .interface = b->settings.language };
  const Value *pages = NULL;
  Published files;
  publish_files(&files, b, &hook);
  bool ok = host_pages(b->host, &hook, job->plugin, job->index, job->key, &pages);
  ListBuilder checked = list_begin(&a), places = list_begin(&a);
  for (size_t i = 0; i < value_count(pages); i++) {
    const Value *record, *page = value_at(pages, i);
    Source layout;
    world_template(&b->world, reads, value_strc(page, "layout"), &layout);
    if (check_page(b, &a, job, page, &record, d)) {
      list_add(&checked, record);
      list_add(&places, value_of_str(&a, value_strc(page, "@file")));
      list_add(&places, value_of_int(&a, value_int(value_getc(page, "@line"), 0)));
    } else {
      ok = false;
    }
  }
  if (ok) {
    value_encode(payload, list_end(&checked, (Span){ 0 }));
    value_encode(payload, list_end(&places, (Span){ 0 }));
    value_encode(payload, list_end(&files.list, (Span){ 0 }));
  }
  arena_free(&a);
  return ok;
}

static bool pages_accept(void *context, size_t index, Str payload) {
  PagesJobs *jobs = context;
  Built *b = jobs->b;
  Reader in = { payload, false };
  const Value *pages = value_decode(b->arena, &in), *places = value_decode(b->arena, &in);
  const Value *files = value_decode(b->arena, &in);
  if (!pages || !places || !files || in.bad) return false;
  if (!add_assets(b, files, b->plugins[jobs->items[index].plugin].source.path)) return false;
  for (size_t i = 0; i < value_count(pages); i++) {
    const Value *record = value_at(pages, i);
    if (output_path_problem(b->arena, value_strc(record, "path"))) return false;
    b->pages = arena_grow(b->arena, b->pages, b->page_count, &b->page_cap, sizeof *b->pages);
    Str maker = value_strc(record, "source");
    /* Of an alias, and of a built-in plugin, the line is not where to mend it. */
    bool told = !maker.n && !b->plugins[jobs->items[index].plugin].built_in;
    if (!maker.n) maker = b->plugins[jobs->items[index].plugin].source.path;
    const Value *file = value_at(places, 2 * i), *line = value_at(places, 2 * i + 1);
    b->pages[b->page_count++] = (GeneratedPage){
      .record = record,
      .url = value_strc(record, "url"),
      .file = value_strc(record, "path"),
      .maker = maker,
      .asked_in = file && file->kind == VALUE_STR ? file->str : S(""),
      .asked_at = told ? (uint32_t)value_int(line, 0) : 0,
    };
  }
  return true;
}

static void add_job(PagesJobs *jobs, size_t plugin, Str index, Str key) {
  Built *b = jobs->b;
  jobs->items = arena_grow(b->arena, jobs->items, jobs->count, &jobs->cap, sizeof *jobs->items);
  Str name =
      arena_printf(b->arena, "%.*s %.*s %.*s", STR(b->plugins[plugin].name), STR(index), STR(key));
  jobs->items[jobs->count++] = (PagesJob){ plugin, index, key, name };
}

static void add_jobs(PagesJobs *jobs, size_t plugin, Str index) {
  const Str *keys;
  size_t count = world_index_keys(&jobs->b->world, NULL, index, &keys);
  for (size_t i = 0; i < count; i++) add_job(jobs, plugin, index, keys[i]);
}

static bool run_pages(Built *b) {
  PagesJobs jobs = { .b = b };
  for (size_t i = 0; i < b->plugin_count; i++) {
    if (!(b->plugins[i].hooks & HOOK_PAGES)) continue;
    for (size_t k = 0; k < b->plugins[i].index_count; k++) {
      const IndexSpec *spec = &b->plugins[i].indexes[k];
      if (spec->kind != INDEX_TERMS && spec->kind != INDEX_SIMILAR) add_jobs(&jobs, i, spec->name);
    }
    /* Once for the site: P.pages.site, or P.pages of a plugin without indexes. */
    add_job(&jobs, i, S(PAGES_SITE), S(""));
  }
  const Stage stage = { .name = "pages",
                        .jobs = jobs.count,
                        .context = &jobs,
                        .item = pages_item,
                        .start = pages_start,
                        .run = pages_run,
                        .accept = pages_accept,
                        .seconds = b->seconds + 0.001 * b->world.row_count };
  return stage_run(&b->run, &stage, b->d);
}

/* -- the page list -- */

static int by_url(const void *pa, const void *pb) {
  const Value *const *a = pa, *const *b = pb;
  return str_cmp(value_strc(*a, "url"), value_strc(*b, "url"));
}

static const Value *listed(Arena *a, const Value *from, Str kind, Str article) {
  static const char *const keys[] = { "url",     "title",   "language",    "date",
                                      "updated", "noindex", "translation", "translations" };
  MapBuilder m = map_begin(a);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const Value *v = value_getc(from, keys[i]);
    if (v) mapb_putc(&m, keys[i], v);
  }
  mapb_putc(&m, "kind", value_of_str(a, kind));
  if (article.n) mapb_putc(&m, "article", value_of_str(a, article));
  return map_end(&m, (Span){ 0 });
}

/* Files that plugins will write under names they declare: links may lead there. */
static void add_declared(Built *b) {
  for (size_t i = 0; i < b->plugin_count; i++) {
    for (size_t k = 0; k < b->plugins[i].output_count; k++) {
      Str path = b->plugins[i].outputs[k];
      if (str_chr(path, '*') != STR_NPOS || str_chr(path, '?') != STR_NPOS) continue;
      Str *url = ARENA_NEW(b->arena, Str);
      *url = with_base(b, b->arena, page_url(b->arena, path));
      map_put(&b->world.links, *url, url);
    }
  }
}

static void freeze_pages(Built *b) {
  World *w = &b->world;
  size_t count = w->row_count + b->page_count, n = 0;
  const Value **list = ARENA_ARRAY(b->arena, count + 1, const Value *);
  for (uint32_t i = 0; i < w->row_count; i++)
    list[n++] = listed(b->arena, w->rows[i].v, S("article"), w->rows[i].path);
  for (size_t i = 0; i < b->page_count; i++)
    list[n++] = listed(b->arena, b->pages[i].record, value_strc(b->pages[i].record, "kind"), S(""));
  if (n) qsort(list, n, sizeof *list, by_url);
  ListBuilder all = list_begin(b->arena);
  for (size_t i = 0; i < n; i++) list_add(&all, list[i]);
  w->pages = list_end(&all, (Span){ 0 });
  w->pages_digest = value_digest(w->pages);
}

/* An old address of an article that is its own but for upper and lower case or Unicode form:
 * one file on many systems. The article is what stands there. */
static bool own_alias(Built *b, const GeneratedPage *page) {
  if (!str_eqc(value_strc(page->record, "kind"), "redirect")) return false;
  const Claim *other = map_get(&b->claimed, fold_path(b->arena, page->file));
  if (!other || !str_eq(other->maker, page->maker)) return false;
  if (str_eq(other->path, page->file)) return false;
  diag_file(b->d, DIAG_WARNING, P_PAGE_TWICE, page->maker, "remove the alias",
            "the alias %.*s differs only in case or Unicode form from the article's own address: "
            "left out",
            STR(page->url));
  return true;
}

/* _index.md of the first folder is the home page, if there is one. */
static bool home_of_article(Built *b, const GeneratedPage *page) {
  if (!str_eqc(value_strc(page->record, "kind"), "home")) return false;
  const Claim *other = map_get(&b->claimed, fold_path(b->arena, page->file));
  uint32_t number = other ? (uint32_t)(uintptr_t)map_get(&b->world.row_numbers, other->maker) : 0;
  return number && value_bool(value_getc(b->world.rows[number - 1].v, "section_page"), false);
}

static void leave_out_pages(Built *b) {
  size_t kept = 0;
  for (size_t i = 0; i < b->page_count; i++)
    if (!own_alias(b, &b->pages[i]) && !home_of_article(b, &b->pages[i]))
      b->pages[kept++] = b->pages[i];
  b->page_count = kept;
}

bool plan_pages(Built *b) {
  if (!run_pages(b)) return false;
  World *w = &b->world;
  bool ok = true;
  for (uint32_t n = 0; n < w->row_count; n++) {
    const Draft *draft = &b->drafts[b->draft_of[n]];
    ok = claim_path(b, draft->file, draft->path) && ok;
  }
  leave_out_pages(b);
  for (size_t i = 0; i < b->page_count; i++) {
    const GeneratedPage *page = &b->pages[i];
    Source source = { 0 };
    bool placed = page->asked_at && world_source(w, NULL, page->asked_in, &source);
    ok = claim_path_at(b, page->file, page->maker, page->url, &source,
                       placed ? page->asked_at : 0) &&
         ok;
    Str *url = ARENA_NEW(b->arena, Str);
    *url = page->url;
    map_put(&w->links, page->url, url);
    map_put(&w->page_records, page->url, (void *)(uintptr_t)page->record);
  }
  add_declared(b);
  freeze_pages(b);
  return ok;
}
