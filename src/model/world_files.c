/* world_files.c -- texts that hooks ask for: files, templates, notices, interface
 * texts; where things are published; the pages. */
#include "model/record.h"

#include "data/date.h"
#include "text/lang.h"

Digest file_digest(const Map *files, Str name) {
  const SourceFile *f = map_get(files, name);
  if (!f) return (Digest){ 0 };
  Digester d;
  digester_init(&d);
  digester_add(&d, f->source.path);
  digester_add(&d, str_n((const char *)f->digest.b, sizeof f->digest.b));
  return digester_end(&d);
}

bool world_source(const World *w, Reads *r, Str path, Source *out) {
  const SourceFile *f = map_get(&w->sources, path);
  reads_add(r, READ_SOURCE, path, file_digest(&w->sources, path));
  if (f) *out = f->source;
  return f != NULL;
}

bool world_template(const World *w, Reads *r, Str name, Source *out) {
  const SourceFile *f = map_get(&w->templates, name);
  reads_add(r, READ_TEMPLATE, name, file_digest(&w->templates, name));
  if (f) *out = f->source;
  return f != NULL;
}

size_t world_template_names(const World *w, const Str **names, Arena *a) {
  Str *list = ARENA_ARRAY(a, w->templates.count, Str);
  for (size_t i = 0; i < w->templates.count; i++) list[i] = w->templates.items[i].key;
  *names = list;
  return w->templates.count;
}

/* Same language, then same primary subtag, then the site's language, then the
 * first: the text must not be missing because of a language tag. */
static int language_rank(Str have, Str want, Str site) {
  if (str_eq_nocase(have, want)) return 0;
  long a = str_chr(have, '-'), b = str_chr(want, '-');
  Str x = str_sub(have, 0, a < 0 ? have.n : (size_t)a);
  Str y = str_sub(want, 0, b < 0 ? want.n : (size_t)b);
  if (str_eq_nocase(x, y)) return 1;
  if (str_eq_nocase(have, site)) return 2;
  return 3;
}

/* A notice must be read by whom it is for: the language asked for, one that its readers
 * read (same base and script), the site's, one that its readers read, and, because a
 * notice must not be missing, any. */
static int notice_rank(Str have, Str want, Str site) {
  if (str_eq_nocase(have, want)) return 0;
  if (lang_reads(want, have)) return 1;
  if (str_eq_nocase(have, site)) return 2;
  return lang_reads(site, have) ? 3 : 4;
}

static const Notice *find_notice(const World *w, Str id, Str language) {
  const Notice *best = NULL;
  int best_rank = 9;
  for (size_t i = 0; i < w->notice_count; i++) {
    const Notice *n = &w->notices[i];
    if (!str_eq(n->id, id) || w->at < n->from || w->at >= n->until) continue;
    int rank = notice_rank(n->language, language, w->language);
    bool later = rank == best_rank && str_eq(n->language, best->language) && n->from > best->from;
    /* Of versions in force the one that began last holds. */
    if (rank < best_rank || later) best = n, best_rank = rank;
  }
  return best;
}

Digest notice_digest(const World *w, Str id, Str language) {
  const Notice *n = find_notice(w, id, language);
  return n ? value_digest(n->row) : (Digest){ 0 };
}

Ref world_notice(const World *w, Reads *r, Str id, Str language) {
  const Notice *n = find_notice(w, id, language);
  if (r) RECORD(r, READ_NOTICE, notice_digest(w, id, language), language, id);
  return ref_covered(n ? n->row : NULL);
}

Digest notice_ids_digest(const World *w) {
  Digester d;
  digester_init(&d);
  for (size_t i = 0; i < w->notice_count; i++) {
    Digest row = value_digest(w->notices[i].row);
    digester_add(&d, w->notices[i].id);
    digester_add(&d, str_n((const char *)row.b, sizeof row.b));
  }
  return digester_end(&d);
}

Str world_notice_problem(const World *w, Reads *r, Str id, Arena *a) {
  reads_add(r, READ_NOTICE, S(""), notice_ids_digest(w));
  const Notice *past = NULL, *next = NULL;
  for (size_t i = 0; i < w->notice_count; i++) {
    const Notice *n = &w->notices[i];
    if (!str_eq(n->id, id)) continue;
    if (w->at >= n->from && w->at < n->until) return S("");
    if (n->from > w->at && (!next || n->from < next->from)) next = n;
    if (n->until <= w->at && (!past || n->until > past->until)) past = n;
  }
  if (next)
    return arena_printf(a, "the notice '%.*s' is not in force yet: %.*s begins on %.*s", STR(id),
                        STR(next->path), STR(date_text(a, value_getc(next->row, "from")->date)));
  if (past)
    return arena_printf(a, "the notice '%.*s' is no longer in force: %.*s ended on %.*s", STR(id),
                        STR(past->path), STR(date_text(a, value_getc(past->row, "ends")->date)));
  Str near = str_nearest(id, w->notice_ids, w->notice_id_count);
  if (near.n)
    return arena_printf(a, "there is no notice '%.*s'; did you mean '%.*s'?", STR(id), STR(near));
  return arena_printf(a, "there is no notice '%.*s'", STR(id));
}

bool world_notice_ids(const World *w, Reads *r, const Str **ids, size_t *count) {
  reads_add(r, READ_NOTICE, S(""), notice_ids_digest(w));
  *ids = w->notice_ids;
  *count = w->notice_id_count;
  return *count > 0;
}

static const Value *text_in(const World *w, Str language, Str key) {
  return value_get(map_get(&w->texts, language), key);
}

const Value *find_text(const World *w, Str language, Str key) {
  const Value *v = text_in(w, language, key);
  for (int rank = 1; !v && rank < 3; rank++)
    for (size_t i = 0; !v && i < w->texts.count; i++)
      if (language_rank(w->texts.items[i].key, language, w->language) == rank)
        v = text_in(w, w->texts.items[i].key, key);
  return v ? v : text_in(w, S("en"), key);
}

Str world_text_near(const World *w, Str key) {
  Arena a = { 0 };
  size_t count = 0, n = 0;
  for (size_t i = 0; i < w->texts.count; i++) count += value_count(w->texts.items[i].value);
  Str *names = ARENA_ARRAY(&a, count, Str);
  for (size_t i = 0; i < w->texts.count; i++) {
    const Value *v = w->texts.items[i].value;
    for (size_t k = 0; k < value_count(v); k++) names[n++] = v->map.fields[k].key;
  }
  Str near = str_nearest(key, names, n);
  arena_free(&a);
  return near;
}

const Value *world_text(const World *w, Reads *r, Str language, Str key) {
  const Value *v = find_text(w, language, key);
  if (r) RECORD(r, READ_TEXT, value_digest(v), language, key);
  return v;
}

Str find_link(const World *w, Str path) {
  const Str *url = map_get(&w->links, path);
  return url ? *url : S("");
}

Str world_link(const World *w, Reads *r, Str path) {
  Str url = find_link(w, path);
  reads_add(r, READ_LINK, path, digest_of(url));
  return url;
}

const Value *world_image(const World *w, Reads *r, Str path) {
  const Value *v = map_get(&w->images, path);
  reads_add(r, READ_IMAGE, path, value_digest(v));
  return v;
}

const Value *world_files(const World *w, Reads *r, Str article) {
  const Value *v = map_get(&w->files, article);
  reads_add(r, READ_FILES, article, value_digest(v));
  return v;
}

const Value *world_pages(const World *w, Reads *r) {
  reads_add(r, READ_PAGES, S(""), w->pages_digest);
  return w->pages;
}

const Value *world_page(const World *w, Reads *r, Str url) {
  const Value *v = map_get(&w->page_records, url);
  reads_add(r, READ_PAGES, url, value_digest(v));
  return v;
}

void world_use_plugin(const World *w, Reads *r, Str plugin) {
  reads_add(r, READ_PLUGIN, plugin, world_digest(w, READ_PLUGIN, plugin));
}

void world_use_engine(const World *w, Reads *r) {
  reads_add(r, READ_ENGINE, S(""), w->engine);
}
