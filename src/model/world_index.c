/* world_index.c -- statistics, groups, sorted lists and likeness, as hooks ask for
 * them. build/indexes.c makes them. */
#include "model/record.h"

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

Digest stats_digest(const World *w, Str index, Str rest) {
  const TermStats *stats = map_get(&w->stats, index);
  if (str_eqc(rest, "n")) return bucket_digest(stats ? stats_n(stats) : 0);
  if (str_starts(rest, S("t\x1f")))
    return bucket_digest(stats ? stats_df(stats, str_sub(rest, 2, rest.n)) : 0);
  if (str_starts(rest, S("v\x1f"))) return vector_digest(stats, str_sub(rest, 2, rest.n));
  return (Digest){ 0 };
}

size_t world_index_names(const World *w, const Str **names, Arena *a) {
  const Map *maps[] = { &w->indexes, &w->similar, &w->stats };
  Str *list = ARENA_ARRAY(a, w->indexes.count + w->similar.count + w->stats.count, Str);
  size_t n = 0;
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
    for (size_t k = 0; k < maps[i]->count; k++) list[n++] = maps[i]->items[k].key;
  *names = list;
  return n;
}

bool world_has_index(const World *w, Str index) {
  return map_has(&w->indexes, index) || map_has(&w->similar, index) || map_has(&w->stats, index);
}

static const IndexKey *index_key(const World *w, Str index, Str key) {
  const Index *x = map_get(&w->indexes, index);
  return x ? map_get(&x->by_key, key) : NULL;
}

Digest keys_digest(const World *w, Str index) {
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
Digest slice_record_digest(const World *w, Str index, Str rest) {
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

static size_t position_of(const World *w, Str index, Str key, Str path) {
  const IndexKey *k = index_key(w, index, key);
  return k ? (size_t)(uintptr_t)map_get(&k->position, path) : 0;
}

size_t world_position(const World *w, Reads *r, Str index, Str key, uint32_t article) {
  const Row *row = row_at(w, article);
  if (!row) return 0;
  size_t at = position_of(w, index, key, row->path);
  if (r) RECORD(r, READ_NEAR, bucket_digest(at), index, row->path, S("#"), key);
  return at;
}

Digest near_record_digest(const World *w, Str index, Str rest) {
  long a = str_chr(rest, '\x1f');
  if (a < 0 || rest.n < (size_t)a + 3) return (Digest){ 0 };
  Str path = str_sub(rest, 0, (size_t)a), key = str_sub(rest, (size_t)a + 3, rest.n);
  if (rest.p[a + 1] == '#') return bucket_digest(position_of(w, index, key, path));
  bool older = rest.p[a + 1] == '+';
  return near_digest(w, near_row(w, index, key, row_number(w, path), older));
}

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

size_t world_similar_terms(const World *w, Str index, uint32_t article, uint32_t other, Arena *a,
                           SimilarTerm **out) {
  const SimilarData *data = map_get(&w->similar, index);
  if (!data || !row_at(w, article) || !row_at(w, other)) return 0;
  uint32_t one = data->document_of[article - 1], two = data->document_of[other - 1];
  return one && two ? similar_terms(data->similar, one - 1, two - 1, a, out) : 0;
}

Digest similar_record_digest(const World *w, Str index, Str rest) {
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
