/* similar.c -- queries: walk the lists of the document's terms, add up products
 * in one accumulator per document, keep the best. */
#include "text/similar_index.h"

#include <assert.h>
#include <stdlib.h>

struct SimilarScratch {
  uint64_t *score;   /* per document; all 0 between queries */
  uint32_t *touched; /* documents whose score is not 0 */
};

SimilarScratch *similar_scratch_new(const SimilarIndex *x) {
  SimilarScratch *s = mem_alloc(sizeof *s);
  s->score = mem_calloc(x->documents + 1, sizeof *s->score);
  s->touched = mem_alloc((x->documents + 1) * sizeof *s->touched);
  return s;
}

void similar_scratch_free(SimilarScratch *s) {
  if (!s) return;
  free(s->score);
  free(s->touched);
  free(s);
}

static size_t accumulate(const SimilarIndex *x, SimilarScratch *s, uint32_t document) {
  size_t touched = 0;
  for (size_t i = x->doc_start[document]; i < x->doc_start[document + 1]; i++) {
    uint64_t weight = x->entries[i].weight;
    const SimilarPosting *p = x->postings + x->term_start[x->entries[i].id];
    const SimilarPosting *end = x->postings + x->term_start[x->entries[i].id + 1];
    for (; p < end; p++) {
      if (!s->score[p->document]) s->touched[touched++] = p->document;
      s->score[p->document] += weight * p->weight;
    }
  }
  return touched;
}

/* The shared terms that count most, by walking both rows at once. */
static void explain(const SimilarIndex *x, uint32_t document, SimilarHit *hit) {
  size_t i = x->doc_start[document], i_end = x->doc_start[document + 1];
  size_t k = x->doc_start[hit->document], k_end = x->doc_start[hit->document + 1];
  uint64_t best[SIMILAR_WHY] = { 0 };
  hit->shared = 0;
  while (i < i_end && k < k_end) {
    const SimilarEntry *a = &x->entries[i], *b = &x->entries[k];
    if (a->id != b->id) {
      if (a->id < b->id)
        i++;
      else
        k++;
      continue;
    }
    i++, k++;
    uint64_t product = (uint64_t)a->weight * b->weight;
    if (!x->names[a->id].n) continue;
    size_t at = hit->shared;
    while (at && best[at - 1] < product) at--;
    if (at == SIMILAR_WHY) continue;
    if (hit->shared < SIMILAR_WHY) hit->shared++;
    for (size_t m = hit->shared - 1; m > at; m--) {
      best[m] = best[m - 1];
      hit->why[m] = hit->why[m - 1];
      hit->field[m] = hit->field[m - 1];
    }
    best[at] = product;
    hit->why[at] = x->names[a->id];
    hit->field[at] = x->fields[a->id];
  }
}

size_t similar_query(const SimilarIndex *x, SimilarScratch *s, uint32_t document, SimilarHit *out,
                     size_t k) {
  assert(document < x->documents);
  size_t touched = accumulate(x, s, document), count = 0;
  for (size_t i = 0; i < touched; i++) {
    uint32_t d = s->touched[i];
    uint64_t score = s->score[d];
    s->score[d] = 0;
    if (d == document || !k) continue;
    if (count == k) {
      const SimilarHit *worst = &out[k - 1];
      if (score < (uint64_t)worst->score ||
          (score == (uint64_t)worst->score && x->rank[d] > x->rank[worst->document]))
        continue;
    } else {
      count++;
    }
    size_t at = count - 1; /* by insertion: k is small */
    for (; at; at--) {
      const SimilarHit *up = &out[at - 1];
      if ((uint64_t)up->score > score ||
          ((uint64_t)up->score == score && x->rank[up->document] <= x->rank[d]))
        break;
      out[at].document = up->document;
      out[at].score = up->score;
    }
    out[at].document = d;
    out[at].score = (Fixed)score;
  }
  for (size_t i = 0; i < count; i++) explain(x, document, &out[i]);
  return count;
}

/* Equal weights: in order of name, then field. */
static int by_weight(const void *pa, const void *pb) {
  const SimilarTerm *a = pa, *b = pb;
  if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
  int names = str_cmp(a->name, b->name);
  return names ? names : (int)a->field - (int)b->field;
}

size_t similar_terms(const SimilarIndex *x, uint32_t document, uint32_t other, Arena *a,
                     SimilarTerm **out) {
  assert(document < x->documents && other < x->documents);
  size_t i = x->doc_start[document], i_end = x->doc_start[document + 1];
  size_t k = x->doc_start[other], k_end = x->doc_start[other + 1];
  SimilarTerm *terms =
      ARENA_ARRAY(a, (i_end - i < k_end - k ? i_end - i : k_end - k) + 1, SimilarTerm);
  size_t count = 0;
  while (i < i_end && k < k_end) {
    const SimilarEntry *one = &x->entries[i], *two = &x->entries[k];
    if (one->id <= two->id) i++;
    if (two->id <= one->id) k++;
    if (one->id != two->id) continue;
    terms[count++] = (SimilarTerm){ x->names[one->id], x->fields[one->id],
                                    (Fixed)((uint64_t)one->weight * two->weight) };
  }
  if (count) qsort(terms, count, sizeof *terms, by_weight);
  *out = terms;
  return count;
}
