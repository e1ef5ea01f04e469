/* world.c -- accessors that record, and the digest of every record.
 *
 * Keys of the kinds that are not trees join their parts with \x1f. Each accessor
 * computes its digest by calling the same static function that world_digest()
 * calls with the parts taken from the key again. */
#include "model/world_data.h"

#include "model/ref.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Str join(Arena *a, const Str *parts, size_t count) {
  Str pieces[8];
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    if (i) pieces[n++] = S("\x1f");
    pieces[n++] = parts[i];
  }
  return arena_concat(a, pieces, n);
}

/* Record with a key of several parts. The key is built in the Reads' arena. */
#define RECORD(r, kind, digest, ...)                                                               \
  do {                                                                                             \
    if (r) {                                                                                       \
      const Str parts_[] = { __VA_ARGS__ };                                                        \
      reads_add((r), (kind), join(&(r)->arena, parts_, sizeof parts_ / sizeof parts_[0]),          \
                (digest));                                                                         \
    }                                                                                              \
  } while (0)

static Str number_text(char buffer[24], uint64_t n) {
  int length = snprintf(buffer, 24, "%llu", (unsigned long long)n);
  return str_n(buffer, (size_t)length);
}

static bool text_number(Str s, uint64_t *n) {
  *n = 0;
  if (s.n == 0 || s.n > 19) return false;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    *n = *n * 10 + (uint64_t)(s.p[i] - '0');
  }
  return true;
}

/* -- rows -- */

Projection row_projection(Str field) {
  static const char *const nav[] = { "path", "url", "id", "title", "date", "language" };
  static const char *const card[] = { "excerpt", "description", "image",      "authors",
                                      "updated", "tags",        "categories", "words",
                                      "source",  "sponsored",   "ai" };
  for (size_t i = 0; i < sizeof nav / sizeof nav[0]; i++)
    if (str_eqc(field, nav[i])) return PROJECTION_NAV;
  for (size_t i = 0; i < sizeof card / sizeof card[0]; i++)
    if (str_eqc(field, card[i])) return PROJECTION_CARD;
  return PROJECTION_FULL;
}

void row_seal(Row *row) {
  Digester d[PROJECTIONS];
  for (int p = 0; p < PROJECTIONS; p++) digester_init(&d[p]);
  for (size_t i = 0; row->v && i < row->v->map.count; i++) {
    const Field *f = &row->v->map.fields[row->v->map.sorted[i]];
    Digest of = value_digest(f->value);
    for (int p = (int)row_projection(f->key); p < PROJECTIONS; p++) {
      digester_add(&d[p], f->key);
      digester_add(&d[p], str_n((const char *)of.b, sizeof of.b));
    }
  }
  for (int p = 0; p < PROJECTIONS; p++) row->digests[p] = digester_end(&d[p]);
}

static const Row *row_at(const World *w, uint32_t number) {
  return number && number <= w->row_count ? &w->rows[number - 1] : NULL;
}

static uint32_t row_number(const World *w, Str path) {
  return (uint32_t)(uintptr_t)map_get(&w->row_numbers, path);
}

static void record_row(Reads *r, const Row *row, Projection p) {
  static const Str names[PROJECTIONS] = { { "n", 1 }, { "c", 1 }, { "f", 1 } };
  RECORD(r, READ_ARTICLE, row->digests[p], row->path, names[p]);
}

Ref row_field(const World *w, Reads *r, uint32_t number, Str field) {
  const Row *row = row_at(w, number);
  if (!row) return ref_covered(NULL);
  if (str_eqc(field, "facts")) return world_facts(w, r, number);
  record_row(r, row, row_projection(field));
  return ref_covered(value_get(row->v, field));
}

Ref row_whole(const World *w, Reads *r, uint32_t number) {
  const Row *row = row_at(w, number);
  if (!row) return ref_covered(NULL);
  record_row(r, row, PROJECTION_FULL);
  return ref_covered(row->v);
}

Ref world_article(const World *w, uint32_t number) {
  const Row *row = row_at(w, number);
  return row ? (Ref){ row->v, READ_ARTICLE, row->path, number } : ref_covered(NULL);
}

uint32_t world_article_by_path(const World *w, Reads *r, Str path) {
  uint32_t number = row_number(w, path);
  /* Presence is part of the nav projection; absence is a record of its own. */
  if (number)
    record_row(r, row_at(w, number), PROJECTION_NAV);
  else
    RECORD(r, READ_ARTICLE, (Digest){ 0 }, path, S("n"));
  return number;
}

Ref world_facts(const World *w, Reads *r, uint32_t number) {
  const Row *row = row_at(w, number);
  if (!row) return ref_covered(NULL);
  Str parts[] = { row->path, S("\x1f") };
  Str key = r ? arena_concat(&r->arena, parts, 2) : S("");
  return (Ref){ row->facts, READ_FACT, key, 0 };
}

static Digest article_digest(const World *w, Str path, Str projection) {
  const Row *row = row_at(w, row_number(w, path));
  if (!row || projection.n != 1) return (Digest){ 0 };
  char p = projection.p[0];
  return row->digests[p == 'n' ? PROJECTION_NAV : p == 'c' ? PROJECTION_CARD : PROJECTION_FULL];
}

static Digest fact_digest(const World *w, Str key) {
  long end = str_chr(key, '\x1f');
  if (end < 0) return (Digest){ 0 };
  const Row *row = row_at(w, row_number(w, str_sub(key, 0, (size_t)end)));
  return tree_digest(row ? row->facts : NULL, str_sub(key, (size_t)end + 1, key.n));
}

/* -- trees -- */

Ref world_settings(const World *w) {
  return (Ref){ w->settings, READ_SETTING, S(""), 0 };
}

Ref world_data(const World *w) {
  return (Ref){ w->data, READ_DATA, S(""), 0 };
}

Ref world_options(const World *w, Str plugin) {
  for (size_t i = 0; i < w->options.count; i++)
    if (str_eq(w->options.items[i].key, plugin))
      /* The stored key is "plugin\x1f" seen without its end. */
      return (Ref){ w->options.items[i].value, READ_OPTION,
                    str_n(w->options.items[i].key.p, w->options.items[i].key.n + 1), 0 };
  return ref_covered(NULL);
}

static Digest option_digest(const World *w, Str key) {
  long end = str_chr(key, '\x1f');
  if (end < 0) return (Digest){ 0 };
  const Value *options = map_get(&w->options, str_sub(key, 0, (size_t)end));
  return tree_digest(options, str_sub(key, (size_t)end + 1, key.n));
}

/* -- statistics -- */

static Digest bucket_digest(uint64_t bucket) {
  Digester d;
  digester_init(&d);
  digester_uint(&d, bucket);
  return digester_end(&d);
}

uint32_t world_df(const World *w, Reads *r, Str index, Str term) {
  const TermStats *stats = map_get(&w->stats, index);
  uint32_t df = stats ? stats_df(stats, term) : 0;
  RECORD(r, READ_STATS, bucket_digest(df), index, S("t"), term);
  return df;
}

uint32_t world_n(const World *w, Reads *r, Str index) {
  const TermStats *stats = map_get(&w->stats, index);
  uint32_t n = stats ? stats_n(stats) : 0;
  RECORD(r, READ_STATS, bucket_digest(n), index, S("n"));
  return n;
}

static Digest vector_digest(const TermStats *stats, Str vector) {
  Digester d;
  digester_init(&d);
  digester_uint(&d, stats ? stats_n(stats) : 0);
  TermIter terms = termvec_read(vector);
  Term term;
  while (termvec_next(&terms, &term)) digester_uint(&d, stats ? stats_df(stats, term.term) : 0);
  return digester_end(&d);
}

const TermStats *world_stats(const World *w, Reads *r, Str index, Str vector) {
  const TermStats *stats = map_get(&w->stats, index);
  if (r) RECORD(r, READ_STATS, vector_digest(stats, vector), index, S("v"), vector);
  return stats;
}

static Digest stats_digest(const World *w, Str index, Str rest) {
  const TermStats *stats = map_get(&w->stats, index);
  if (str_eqc(rest, "n")) return bucket_digest(stats ? stats_n(stats) : 0);
  if (str_starts(rest, S("t\x1f")))
    return bucket_digest(stats ? stats_df(stats, str_sub(rest, 2, rest.n)) : 0);
  if (str_starts(rest, S("v\x1f"))) return vector_digest(stats, str_sub(rest, 2, rest.n));
  return (Digest){ 0 };
}

/* -- indexes -- */

bool world_has_index(const World *w, Str index) {
  return map_has(&w->indexes, index) || map_has(&w->similar, index) || map_has(&w->stats, index);
}

static const IndexKey *index_key(const World *w, Str index, Str key) {
  const Index *x = map_get(&w->indexes, index);
  return x ? map_get(&x->by_key, key) : NULL;
}

static Digest keys_digest(const World *w, Str index) {
  const Index *x = map_get(&w->indexes, index);
  if (!x) return (Digest){ 0 };
  Digester d;
  digester_init(&d);
  for (size_t i = 0; i < x->key_count; i++) digester_add(&d, x->keys[i]);
  return digester_end(&d);
}

size_t world_index_keys(const World *w, Reads *r, Str index, const Str **keys) {
  const Index *x = map_get(&w->indexes, index);
  if (r) RECORD(r, READ_KEYS, keys_digest(w, index), index);
  *keys = x ? x->keys : NULL;
  return x ? x->key_count : 0;
}

static Digest count_digest(const World *w, Str index, Str key) {
  const IndexKey *k = index_key(w, index, key);
  return bucket_digest(k ? k->count : 0);
}

size_t world_slice_count(const World *w, Reads *r, Str index, Str key) {
  const IndexKey *k = index_key(w, index, key);
  if (r) RECORD(r, READ_SLICE, count_digest(w, index, key), index, key, S("#"));
  return k ? k->count : 0;
}

static void clamp(const IndexKey *k, size_t *from, size_t *to) {
  size_t count = k ? k->count : 0;
  if (*to > count) *to = count;
  if (*from > *to) *from = *to;
}

static Digest slice_digest(const World *w, Str index, Str key, size_t from, size_t to) {
  const IndexKey *k = index_key(w, index, key);
  clamp(k, &from, &to);
  Digester d;
  digester_init(&d);
  for (size_t i = from; i < to; i++) digester_add(&d, w->rows[k->rows[i] - 1].path);
  return digester_end(&d);
}

size_t world_slice(const World *w, Reads *r, Str index, Str key, size_t from, size_t to,
                   uint32_t *out) {
  const IndexKey *k = index_key(w, index, key);
  if (r) {
    char a[24], b[24];
    RECORD(r, READ_SLICE, slice_digest(w, index, key, from, to), index, key, number_text(a, from),
           number_text(b, to));
  }
  clamp(k, &from, &to);
  for (size_t i = from; i < to; i++) out[i - from] = k->rows[i];
  return to - from;
}

/* Parts from the right, because a key of an index may hold anything but \x1f. */
static Digest slice_record_digest(const World *w, Str index, Str rest) {
  long last = str_rchr(rest, '\x1f');
  if (last < 0) return (Digest){ 0 };
  Str end = str_sub(rest, (size_t)last + 1, rest.n), head = str_sub(rest, 0, (size_t)last);
  if (str_eqc(end, "#")) return count_digest(w, index, head);
  long before = str_rchr(head, '\x1f');
  uint64_t from, to;
  if (before < 0 || !text_number(str_sub(head, (size_t)before + 1, head.n), &from) ||
      !text_number(end, &to))
    return (Digest){ 0 };
  return slice_digest(w, index, str_sub(head, 0, (size_t)before), (size_t)from, (size_t)to);
}

static uint32_t near_row(const World *w, Str index, Str key, uint32_t article, bool older) {
  const IndexKey *k = index_key(w, index, key);
  const Row *row = row_at(w, article);
  if (!k || !row) return 0;
  size_t at = (size_t)(uintptr_t)map_get(&k->position, row->path);
  if (at == 0) return 0;
  if (older) return at < k->count ? k->rows[at] : 0;
  return at > 1 ? k->rows[at - 2] : 0;
}

static Digest near_digest(const World *w, uint32_t number) {
  const Row *row = row_at(w, number);
  return row ? digest_of(row->path) : (Digest){ 0 };
}

uint32_t world_near(const World *w, Reads *r, Str index, Str key, uint32_t article, int step) {
  uint32_t found = near_row(w, index, key, article, step > 0);
  const Row *row = row_at(w, article);
  if (r && row)
    RECORD(r, READ_NEAR, near_digest(w, found), index, row->path, step > 0 ? S("+") : S("-"), key);
  return found;
}

static Digest near_record_digest(const World *w, Str index, Str rest) {
  long a = str_chr(rest, '\x1f');
  if (a < 0 || rest.n < (size_t)a + 3) return (Digest){ 0 };
  Str path = str_sub(rest, 0, (size_t)a), key = str_sub(rest, (size_t)a + 3, rest.n);
  bool older = rest.p[a + 1] == '+';
  return near_digest(w, near_row(w, index, key, row_number(w, path), older));
}

/* -- related articles -- */

enum { SIMILAR_MOST = 100 };

/* Whether the articles found are the same, in the same order for the same
 * reasons, is what a reader of the list can see. */
static Digest similar_digest(const World *w, const Similar *found, size_t n) {
  Digester d;
  digester_init(&d);
  for (size_t i = 0; i < n; i++) {
    digester_add(&d, w->rows[found[i].article - 1].path);
    digester_uint(&d, (uint64_t)found[i].score);
    digester_add(&d, found[i].why);
  }
  return digester_end(&d);
}

static size_t find_similar(const World *w, Arena *a, Str index, uint32_t article, Similar *out,
                           size_t k) {
  const SimilarData *data = map_get(&w->similar, index);
  if (k > SIMILAR_MOST) k = SIMILAR_MOST;
  if (!data || !row_at(w, article) || !data->document_of[article - 1]) return 0;
  SimilarHit hits[SIMILAR_MOST];
  SimilarScratch *scratch = similar_scratch_new(data->similar);
  size_t n = similar_query(data->similar, scratch, data->document_of[article - 1] - 1, hits, k);
  similar_scratch_free(scratch);
  for (size_t i = 0; i < n; i++) {
    Str why[2 * SIMILAR_WHY];
    size_t parts = 0;
    for (size_t j = 0; j < hits[i].shared; j++) {
      if (j) why[parts++] = S(", ");
      why[parts++] = hits[i].why[j];
    }
    out[i] =
        (Similar){ data->row_of[hits[i].document], hits[i].score, arena_concat(a, why, parts) };
  }
  return n;
}

size_t world_similar(const World *w, Reads *r, Arena *a, Str index, uint32_t article, Similar *out,
                     size_t k) {
  size_t n = find_similar(w, a, index, article, out, k);
  const Row *row = row_at(w, article);
  if (r && row) {
    char number[24];
    RECORD(r, READ_SIMILAR, similar_digest(w, out, n), index, number_text(number, k), row->path);
  }
  return n;
}

static Digest similar_record_digest(const World *w, Str index, Str rest) {
  long a = str_chr(rest, '\x1f');
  uint64_t k;
  if (a < 0 || !text_number(str_sub(rest, 0, (size_t)a), &k)) return (Digest){ 0 };
  Arena arena = { 0 };
  Similar found[SIMILAR_MOST];
  size_t n = find_similar(w, &arena, index, row_number(w, str_sub(rest, (size_t)a + 1, rest.n)),
                          found, (size_t)k);
  Digest d = similar_digest(w, found, n);
  arena_free(&arena);
  return d;
}

/* -- files -- */

static Digest file_digest(const Map *files, Str name) {
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

/* -- notices -- */

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

static const Notice *find_notice(const World *w, Str id, Str language) {
  const Notice *best = NULL;
  int best_rank = 9;
  for (size_t i = 0; i < w->notice_count; i++) {
    const Notice *n = &w->notices[i];
    if (!str_eq(n->id, id) || w->at < n->from || w->at >= n->until) continue;
    int rank = language_rank(n->language, language, w->language);
    /* Of versions in force the one that began last holds. */
    if (rank < best_rank || (rank == best_rank && n->from > best->from)) best = n, best_rank = rank;
  }
  return best;
}

static Digest notice_digest(const World *w, Str id, Str language) {
  const Notice *n = find_notice(w, id, language);
  return n ? value_digest(n->row) : (Digest){ 0 };
}

Ref world_notice(const World *w, Reads *r, Str id, Str language) {
  const Notice *n = find_notice(w, id, language);
  if (r) RECORD(r, READ_NOTICE, notice_digest(w, id, language), language, id);
  return ref_covered(n ? n->row : NULL);
}

static Digest notice_ids_digest(const World *w) {
  Digester d;
  digester_init(&d);
  for (size_t i = 0; i < w->notice_id_count; i++) digester_add(&d, w->notice_ids[i]);
  return digester_end(&d);
}

bool world_notice_ids(const World *w, Reads *r, const Str **ids, size_t *count) {
  reads_add(r, READ_NOTICE, S(""), notice_ids_digest(w));
  *ids = w->notice_ids;
  *count = w->notice_id_count;
  return *count > 0;
}

/* -- interface texts -- */

static const Value *text_in(const World *w, Str language, Str key) {
  return value_get(map_get(&w->texts, language), key);
}

static const Value *find_text(const World *w, Str language, Str key) {
  const Value *v = text_in(w, language, key);
  for (int rank = 1; !v && rank < 3; rank++)
    for (size_t i = 0; !v && i < w->texts.count; i++)
      if (language_rank(w->texts.items[i].key, language, w->language) == rank)
        v = text_in(w, w->texts.items[i].key, key);
  return v ? v : text_in(w, S("en"), key);
}

const Value *world_text(const World *w, Reads *r, Str language, Str key) {
  const Value *v = find_text(w, language, key);
  if (r) RECORD(r, READ_TEXT, value_digest(v), language, key);
  return v;
}

/* -- where things are published -- */

static Str find_link(const World *w, Str path) {
  const Str *url = map_get(&w->links, path);
  return url ? *url : S("");
}

Str world_link(const World *w, Reads *r, Str path) {
  Str url = find_link(w, path);
  reads_add(r, READ_LINK, path, digest_of(url));
  return url;
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

Digest world_digest(const World *w, ReadKind kind, Str key) {
  long at = str_chr(key, '\x1f');
  Str first = at < 0 ? key : str_sub(key, 0, (size_t)at);
  Str rest = at < 0 ? S("") : str_sub(key, (size_t)at + 1, key.n);
  switch (kind) {
  case READ_SOURCE:
    return file_digest(&w->sources, key);
  case READ_SETTING:
    return tree_digest(w->settings, key);
  case READ_DATA:
    return tree_digest(w->data, key);
  case READ_OPTION:
    return option_digest(w, key);
  case READ_ARTICLE:
    return article_digest(w, first, rest);
  case READ_FACT:
    return fact_digest(w, key);
  case READ_STATS:
    return stats_digest(w, first, rest);
  case READ_KEYS:
    return keys_digest(w, key);
  case READ_SLICE:
    return slice_record_digest(w, first, rest);
  case READ_NEAR:
    return near_record_digest(w, first, rest);
  case READ_SIMILAR:
    return similar_record_digest(w, first, rest);
  case READ_NOTICE:
    return key.n ? notice_digest(w, rest, first) : notice_ids_digest(w);
  case READ_TEMPLATE:
    return file_digest(&w->templates, key);
  case READ_TEXT:
    return value_digest(find_text(w, first, rest));
  case READ_PLUGIN: {
    const Digest *d = map_get(&w->plugins, key);
    return d ? *d : (Digest){ 0 };
  }
  case READ_PAGES:
    return key.n ? value_digest(map_get(&w->page_records, key)) : w->pages_digest;
  case READ_LINK:
    return digest_of(find_link(w, key));
  case READ_ENGINE:
    return w->engine;
  case READ_KINDS:
    break;
  }
  return (Digest){ 0 };
}
