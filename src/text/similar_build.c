/* similar_build.c -- interning terms, choosing each document's best, scaling to
 * length one, and laying the lists out in two flat arrays. */
#include "base/map.h"
#include "text/similar_index.h"
#include "text/stats.h"

#include <assert.h>
#include <stdlib.h>

/* A weight is at most 2^16 * 23 (tf) * 33 (idf) < 2^26, its square in fixed point
 * below 2^116, and 4,096 of them below 2^128. */
enum { MOST_TERMS = 4096 };
#define HEAVIEST ((Fixed)65536 * FIXED_ONE)

/* A term of one field. */
typedef struct {
  Str term, surface;
  uint64_t surface_count;
  uint32_t id, df;
  uint32_t last; /* 1-based document that counted it last */
  uint8_t field;
} Info;

/* One term of one document, before the choice. */
typedef struct {
  uint32_t document, id, count;
} Raw;

struct SimilarBuilder {
  Arena arena;
  Map maps[SIMILAR_FIELDS];
  Fixed weights[SIMILAR_FIELDS];
  size_t fields, documents, most;
  Info **infos;
  size_t info_count, info_cap;
  Raw *raws;
  size_t raw_count, raw_cap;
};

SimilarBuilder *similar_begin(size_t documents, const Fixed *weights, size_t fields, size_t terms) {
  assert(fields <= SIMILAR_FIELDS);
  SimilarBuilder *b = mem_calloc(1, sizeof *b);
  b->documents = documents;
  b->fields = fields;
  b->most = terms == 0 ? SIMILAR_TERMS : terms < MOST_TERMS ? terms : MOST_TERMS;
  for (size_t i = 0; i < fields; i++)
    b->weights[i] = weights[i] < 0 ? 0 : weights[i] < HEAVIEST ? weights[i] : HEAVIEST;
  return b;
}

static Info *intern(SimilarBuilder *b, size_t field, Str term) {
  Info *info = map_get(&b->maps[field], term);
  if (info) return info;
  info = ARENA_NEW(&b->arena, Info);
  info->term = arena_str(&b->arena, term);
  info->field = (uint8_t)field;
  info->id = (uint32_t)b->info_count;
  if (b->info_count == b->info_cap) {
    b->info_cap = b->info_cap ? b->info_cap * 2 : 1024;
    b->infos = mem_realloc(b->infos, b->info_cap * sizeof *b->infos);
  }
  b->infos[b->info_count++] = info;
  map_put(&b->maps[field], info->term, info);
  return info;
}

static void add(SimilarBuilder *b, uint32_t document, size_t field, const Term *t) {
  Info *info = intern(b, field, t->term);
  if (info->last == document + 1) return; /* a tag given twice */
  info->last = document + 1;
  info->df++;
  bool better = t->count > info->surface_count ||
                (t->count == info->surface_count && str_cmp(t->surface, info->surface) < 0);
  if (t->surface.n && (better || !info->surface.n)) {
    if (!str_eq(info->surface, t->surface)) info->surface = arena_str(&b->arena, t->surface);
    info->surface_count = t->count;
  }
  if (b->raw_count == b->raw_cap) {
    b->raw_cap = b->raw_cap ? b->raw_cap * 2 : 4096;
    b->raws = mem_realloc(b->raws, b->raw_cap * sizeof *b->raws);
  }
  uint32_t count = t->count > UINT32_MAX ? UINT32_MAX : (uint32_t)t->count;
  b->raws[b->raw_count++] = (Raw){ document, info->id, count };
}

void similar_add_vector(SimilarBuilder *b, uint32_t document, size_t field, Str vector) {
  assert(document < b->documents && field < b->fields);
  TermIter it = termvec_read(vector);
  Term term;
  while (termvec_next(&it, &term))
    if (term.count) add(b, document, field, &term);
}

void similar_add_terms(SimilarBuilder *b, uint32_t document, size_t field, const Str *terms,
                       size_t count) {
  assert(document < b->documents && field < b->fields);
  for (size_t i = 0; i < count; i++) add(b, document, field, &(Term){ terms[i], 1, terms[i] });
}

/* -- the choice -- */

typedef struct {
  const Info *info;
  Fixed weight;
} Choice;

/* Does x come before y among a document's terms? A total order. */
static bool before(const Choice *x, const Choice *y) {
  if (x->weight != y->weight) return x->weight > y->weight;
  if (x->info->field != y->info->field) return x->info->field < y->info->field;
  return str_cmp(x->info->term, y->info->term) < 0;
}

/* A heap whose root is the worst of the best so far. */
static void sift(Choice *heap, size_t n, size_t at) {
  for (;;) {
    size_t worst = at, left = at * 2 + 1;
    if (left < n && before(&heap[worst], &heap[left])) worst = left;
    if (left + 1 < n && before(&heap[worst], &heap[left + 1])) worst = left + 1;
    if (worst == at) return;
    Choice c = heap[at];
    heap[at] = heap[worst];
    heap[worst] = c;
    at = worst;
  }
}

static void choose(Choice *heap, size_t *n, size_t most, Choice c) {
  if (*n < most) {
    size_t at = (*n)++;
    heap[at] = c;
    while (at && before(&heap[(at - 1) / 2], &heap[at])) {
      Choice up = heap[(at - 1) / 2];
      heap[(at - 1) / 2] = heap[at];
      heap[at] = up;
      at = (at - 1) / 2;
    }
  } else if (before(&c, &heap[0])) {
    heap[0] = c;
    sift(heap, *n, 0);
  }
}

/* Small idf table: both arguments are powers of two, so there are 32 of them. */
typedef struct {
  Fixed of[33];
} Idf;

static Idf idf_table(size_t documents) {
  Idf t;
  uint32_t n = (uint32_t)fixed_bucket(documents);
  for (int i = 0; i < 32; i++) t.of[i] = stats_idf(n, (uint32_t)1 << i);
  return t;
}

static int by_id(const void *a, const void *b) {
  const SimilarEntry *x = a, *y = b;
  return (x->id > y->id) - (x->id < y->id);
}

/* Scale to length one, 16 fractional bits; entries that round to 0 go. */
static size_t scale(SimilarEntry *out, const Choice *chosen, size_t n) {
  unsigned __int128 sum = 0;
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    sum += (unsigned __int128)(uint64_t)chosen[i].weight * (uint64_t)chosen[i].weight;
  uint64_t norm = fixed_sqrt(sum);
  if (!norm) return 0;
  for (size_t i = 0; i < n; i++) {
    unsigned __int128 share = ((unsigned __int128)(uint64_t)chosen[i].weight << 16) + norm / 2;
    uint64_t w = (uint64_t)(share / norm);
    if (w) out[kept++] = (SimilarEntry){ chosen[i].info->id, (uint32_t)w };
  }
  qsort(out, kept, sizeof *out, by_id);
  return kept;
}

static int by_document(const void *a, const void *b) {
  const Raw *x = a, *y = b;
  if (x->document != y->document) return x->document < y->document ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static void sort_raws(SimilarBuilder *b) {
  for (size_t i = 1; i < b->raw_count; i++) {
    if (b->raws[i - 1].document <= b->raws[i].document) continue;
    qsort(b->raws, b->raw_count, sizeof *b->raws, by_document);
    return;
  }
}

static void fill_documents(SimilarBuilder *b, SimilarIndex *x) {
  Idf idf = idf_table(b->documents);
  Choice *heap = mem_alloc(b->most * sizeof *heap);
  SimilarEntry *entries = mem_alloc(b->most * sizeof *entries);
  size_t cap = 0, at = 0;
  for (uint32_t d = 0; d < b->documents; d++) {
    size_t n = 0;
    for (; at < b->raw_count && b->raws[at].document == d; at++) {
      const Info *info = b->infos[b->raws[at].id];
      if (info->df < 2) continue;
      Fixed w = fixed_mul(stats_tf(b->raws[at].count), idf.of[31 - __builtin_clz(info->df)]);
      w = fixed_mul(w, b->weights[info->field]);
      if (w > 0) choose(heap, &n, b->most, (Choice){ info, w });
    }
    n = scale(entries, heap, n);
    if (x->doc_start[d] + n > cap) {
      cap = (x->doc_start[d] + n) * 2 + 1024;
      x->entries = mem_realloc(x->entries, cap * sizeof *x->entries);
    }
    if (n) memcpy(x->entries + x->doc_start[d], entries, n * sizeof *entries);
    x->doc_start[d + 1] = x->doc_start[d] + n;
  }
  free(heap);
  free(entries);
}

/* The same entries again by term: count, sum up, fill in document order. */
static void fill_postings(SimilarIndex *x) {
  size_t total = x->doc_start[x->documents];
  for (size_t i = 0; i < total; i++) x->term_start[x->entries[i].id + 1]++;
  for (size_t i = 0; i < x->terms; i++) x->term_start[i + 1] += x->term_start[i];
  size_t *next = mem_alloc((x->terms + 1) * sizeof *next);
  memcpy(next, x->term_start, (x->terms + 1) * sizeof *next);
  for (uint32_t d = 0; d < x->documents; d++)
    for (size_t i = x->doc_start[d]; i < x->doc_start[d + 1]; i++)
      x->postings[next[x->entries[i].id]++] = (SimilarPosting){ d, x->entries[i].weight };
  free(next);
}

/* Names of the terms that were chosen by anybody; the others are forgotten. */
static void keep_names(SimilarBuilder *b, SimilarIndex *x) {
  for (size_t i = 0; i < b->info_count; i++) {
    const Info *info = b->infos[i];
    x->fields[i] = info->field;
    if (x->term_start[i] == x->term_start[i + 1]) continue;
    if (info->surface.n) x->names[i] = arena_str(&x->arena, info->surface);
  }
}

SimilarIndex *similar_end(SimilarBuilder *b, const uint32_t *rank) {
  SimilarIndex *x = mem_calloc(1, sizeof *x);
  x->documents = b->documents;
  x->terms = b->info_count;
  x->doc_start = mem_calloc(b->documents + 1, sizeof *x->doc_start);
  x->term_start = mem_calloc(x->terms + 1, sizeof *x->term_start);
  x->names = mem_calloc(x->terms + 1, sizeof *x->names);
  x->fields = mem_calloc(x->terms + 1, sizeof *x->fields);
  x->rank = mem_alloc((b->documents + 1) * sizeof *x->rank);
  for (uint32_t d = 0; d < b->documents; d++) x->rank[d] = rank ? rank[d] : d;
  sort_raws(b);
  fill_documents(b, x);
  x->postings = mem_alloc((x->doc_start[x->documents] + 1) * sizeof *x->postings);
  fill_postings(x);
  keep_names(b, x);
  for (size_t i = 0; i < b->fields; i++) map_free(&b->maps[i]);
  arena_free(&b->arena);
  free(b->infos);
  free(b->raws);
  free(b);
  return x;
}

void similar_free(SimilarIndex *x) {
  if (!x) return;
  free(x->doc_start);
  free(x->entries);
  free(x->term_start);
  free(x->postings);
  free(x->names);
  free(x->fields);
  free(x->rank);
  arena_free(&x->arena);
  free(x);
}
