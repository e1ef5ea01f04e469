/* indexes.c -- groups, sorted lists, statistics and likeness over all rows. */
#include "build/indexes.h"

#include "text/termvec.h"
#include <stdlib.h>

const Value *row_value(const Row *row, Str path) {
  const Value *v = row->v;
  if (str_starts(path, S("facts."))) {
    v = row->facts;
    path = str_sub(path, 6, path.n);
  }
  Str part;
  while (v && str_split(&path, '.', &part)) v = value_get(v, part);
  return v;
}

/* `listed: false`: in no list, and of no weight for others. */
static bool listed(const World *w, uint32_t row) {
  return value_bool(value_getc(w->rows[row - 1].v, "listed"), true);
}

/* An old address leads to a page whether lists name it or not. */
static bool taken(const World *w, const IndexSpec *spec, uint32_t row) {
  return spec->unlisted || listed(w, row);
}

/* -- barrier 1 -- */

/* A fact of kind `terms` is a vector, or a plain list of terms. */
static void count_fact(TermStats *stats, const Value *v) {
  if (v->kind == VALUE_STR) stats_add(stats, v->str);
  if (v->kind != VALUE_LIST) return;
  Arena a = { 0 };
  Str *terms = ARENA_ARRAY(&a, v->list.count + 1, Str);
  size_t n = 0;
  for (size_t i = 0; i < v->list.count; i++)
    if (v->list.items[i]->kind == VALUE_STR) terms[n++] = v->list.items[i]->str;
  stats_add_terms(stats, terms, n);
  arena_free(&a);
}

void indexes_count_terms(World *w, const Manifest *const *plugins, size_t count) {
  for (size_t p = 0; p < count; p++) {
    for (size_t i = 0; i < plugins[p]->index_count; i++) {
      const IndexSpec *spec = &plugins[p]->indexes[i];
      if (spec->kind != INDEX_TERMS) continue;
      TermStats *stats = stats_new();
      for (uint32_t n = 0; n < w->row_count; n++) {
        const Value *v = row_value(&w->rows[n], spec->fact);
        if (v && listed(w, n + 1)) count_fact(stats, v);
      }
      map_put(&w->stats, spec->name, stats);
    }
  }
}

/* -- groups and sorted lists -- */

typedef struct {
  Str key;
  uint32_t row;
  const Value *order;
  Str path;
  bool ascending;
} Entry;
typedef struct {
  Entry *items;
  size_t count, cap;
} Entries;

static void add_entry(Entries *e, Entry item) {
  if (e->count == e->cap) {
    e->cap = e->cap ? e->cap * 2 : 256;
    e->items = mem_realloc(e->items, e->cap * sizeof *e->items);
  }
  e->items[e->count++] = item;
}

/* Key, then the declared order (absent values last), then path. */
static int compare(const void *pa, const void *pb) {
  const Entry *a = pa, *b = pb;
  int c = str_cmp(a->key, b->key);
  if (c) return c;
  if (!a->order != !b->order) return a->order ? -1 : 1;
  c = a->order ? value_cmp(a->order, b->order) : 0;
  if (c) return a->ascending ? c : -c;
  return str_cmp(a->path, b->path);
}

static Entry entry(const World *w, const IndexSpec *spec, uint32_t row, Str key,
                   const Value *order) {
  const Row *r = &w->rows[row - 1];
  if (!order) order = row_value(r, spec->order);
  return (Entry){ key, row, order, r->path, spec->ascending };
}

static void collect(Entries *all, const World *w, Arena *a, const IndexSpec *spec,
                    const Emitted *emitted, size_t emitted_count) {
  if (spec->mapped) {
    for (size_t i = 0; i < emitted_count; i++)
      if (str_eq(emitted[i].index, spec->name) && taken(w, spec, emitted[i].row))
        add_entry(all, entry(w, spec, emitted[i].row, emitted[i].key, emitted[i].order));
    return;
  }
  for (uint32_t n = 1; n <= w->row_count; n++) {
    if (!taken(w, spec, n)) continue;
    if (spec->kind == INDEX_SORTED) {
      add_entry(all, entry(w, spec, n, S(""), NULL));
      continue;
    }
    const Value *v = row_value(&w->rows[n - 1], spec->by);
    if (!v || v->kind == VALUE_NULL) continue;
    if (v->kind != VALUE_LIST) {
      add_entry(all, entry(w, spec, n, value_str(v, a), NULL));
      continue;
    }
    for (size_t i = 0; i < v->list.count; i++)
      add_entry(all, entry(w, spec, n, value_str(v->list.items[i], a), NULL));
  }
}

static void finish_key(Index *x, World *w, Arena *a, const Entry *items, size_t count, Str key) {
  IndexKey *k = ARENA_NEW(a, IndexKey);
  k->rows = ARENA_ARRAY(a, count, uint32_t);
  for (size_t i = 0; i < count; i++) {
    /* A row that gives one key twice stands there once. */
    Str path = w->rows[items[i].row - 1].path;
    if (map_has(&k->position, path)) continue;
    k->rows[k->count++] = items[i].row;
    map_put(&k->position, path, (void *)(uintptr_t)k->count);
  }
  x->keys[x->key_count++] = key;
  map_put(&x->by_key, key, k);
}

static void build_rows(World *w, Arena *a, const IndexSpec *spec, const Emitted *emitted,
                       size_t emitted_count) {
  Entries all = { 0 };
  collect(&all, w, a, spec, emitted, emitted_count);
  if (all.count) qsort(all.items, all.count, sizeof *all.items, compare);
  Index *x = ARENA_NEW(a, Index);
  x->name = spec->name;
  x->keys = ARENA_ARRAY(a, all.count + 1, Str);
  /* A sorted list is there even when there is nothing to sort. */
  if (all.count == 0 && spec->kind == INDEX_SORTED) finish_key(x, w, a, NULL, 0, S(""));
  for (size_t from = 0, to; from < all.count; from = to) {
    to = from + 1;
    while (to < all.count && str_eq(all.items[to].key, all.items[from].key)) to++;
    finish_key(x, w, a, all.items + from, to - from, all.items[from].key);
  }
  free(all.items);
  map_put(&w->indexes, spec->name, x);
}

/* -- likeness -- */

/* Terms by which a row is known. On articles that people linked to each other 60
 * terms lose a tenth of the quality that all terms have, 200 a fiftieth, for a tenth
 * more time over a whole build. */
enum { SIMILAR_BEST = 200 };

/* Rank for equal scores: newer first, then path (rows are in path order). */
typedef struct {
  const World *world;
  const uint32_t *rows; /* of the documents */
} Newer;

static int newer(const void *pa, const void *pb, void *context) {
  const Newer *by = context;
  uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
  int c = value_cmp(value_getc(by->world->rows[by->rows[a] - 1].v, "date"),
                    value_getc(by->world->rows[by->rows[b] - 1].v, "date"));
  if (c) return -c;
  return a < b ? -1 : a > b;
}

static void add_field(SimilarBuilder *b, Arena *a, uint32_t n, size_t field, const Value *v) {
  if (!v) return;
  if (v->kind == VALUE_STR && termvec_check(v->str)) {
    similar_add_vector(b, n, field, v->str);
    return;
  }
  size_t count = v->kind == VALUE_LIST ? v->list.count : 1;
  Str *terms = ARENA_ARRAY(a, count, Str);
  for (size_t i = 0; i < count; i++)
    terms[i] = value_str(v->kind == VALUE_LIST ? v->list.items[i] : v, a);
  similar_add_terms(b, n, field, terms, count);
}

static void build_similar(World *w, Arena *a, const IndexSpec *spec) {
  Fixed weights[SIMILAR_FIELDS];
  for (size_t i = 0; i < spec->field_count; i++) weights[i] = spec->fields[i].weight;
  uint32_t *rows = ARENA_ARRAY(a, w->row_count, uint32_t), count = 0;
  uint32_t *documents = ARENA_ARRAY(a, w->row_count, uint32_t);
  for (uint32_t n = 1; n <= w->row_count; n++) {
    if (!listed(w, n)) continue;
    rows[count++] = n;
    documents[n - 1] = count;
  }
  SimilarBuilder *b = similar_begin(count, weights, spec->field_count, SIMILAR_BEST);
  uint32_t *order = ARENA_ARRAY(a, count, uint32_t);
  uint32_t *rank = ARENA_ARRAY(a, count, uint32_t);
  for (uint32_t i = 0; i < count; i++) {
    for (size_t f = 0; f < spec->field_count; f++)
      add_field(b, a, i, f, row_value(&w->rows[rows[i] - 1], spec->fields[f].field));
    order[i] = i;
  }
  Newer by = { w, rows };
  if (count) qsort_r(order, count, sizeof *order, newer, &by);
  for (uint32_t i = 0; i < count; i++) rank[order[i]] = i;
  SimilarData *data = ARENA_NEW(a, SimilarData);
  *data = (SimilarData){ .name = spec->name, .row_of = rows, .document_of = documents };
  data->similar = similar_end(b, rank);
  map_put(&w->similar, spec->name, data);
}

void indexes_build(World *w, Arena *a, const Manifest *const *plugins, size_t count,
                   const Emitted *emitted, size_t emitted_count) {
  for (size_t p = 0; p < count; p++) {
    for (size_t i = 0; i < plugins[p]->index_count; i++) {
      const IndexSpec *spec = &plugins[p]->indexes[i];
      if (spec->kind == INDEX_TERMS) continue;
      if (spec->kind == INDEX_SIMILAR)
        build_similar(w, a, spec);
      else
        build_rows(w, a, spec, emitted, emitted_count);
    }
  }
}

void indexes_free(World *w) {
  for (size_t i = 0; i < w->stats.count; i++) stats_free(w->stats.items[i].value);
  for (size_t i = 0; i < w->similar.count; i++) {
    SimilarData *data = w->similar.items[i].value;
    similar_free(data->similar);
  }
  for (size_t i = 0; i < w->indexes.count; i++) {
    Index *x = w->indexes.items[i].value;
    for (size_t k = 0; k < x->by_key.count; k++)
      map_free(&((IndexKey *)x->by_key.items[k].value)->position);
    map_free(&x->by_key);
  }
  map_free(&w->stats);
  map_free(&w->similar);
  map_free(&w->indexes);
}
