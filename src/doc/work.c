/* work.c -- a bump allocator with reuse by size for cmark-gfm (it makes about
 * 400 pieces per article; this takes a third off its instructions). */
#include "doc/work.h"

#include <assert.h>
#include <stdlib.h>

enum { STEP = 16, SMALL = WORK_CLASSES * STEP };

/* In front of every piece; `next` and `prev` link large ones, `next` spare ones. */
struct WorkPiece {
  size_t size;
  WorkPiece *next, *prev;
  max_align_t start[];
};

static Work *work_now;

void work_begin(Work *w, size_t limit) {
  assert(!work_now);
  memset(w->spare, 0, sizeof w->spare);
  w->arena = (Arena){ 0 };
  w->large = NULL;
  w->used = 0;
  w->limit = limit;
  work_now = w;
}

void work_end(Work *w) {
  assert(work_now == w);
  while (w->large) {
    WorkPiece *p = w->large;
    w->large = p->next;
    free(p);
  }
  arena_free(&w->arena);
  work_now = NULL;
}

static void charge(Work *w, size_t size) {
  w->used += size;
  if (w->used > w->limit) longjmp(w->spent, 1);
}

static WorkPiece *piece_of(void *p) {
  return (WorkPiece *)(void *)((char *)p - offsetof(WorkPiece, start));
}

void *work_calloc(size_t count, size_t size) {
  Work *w = work_now;
  if (size && count > w->limit / size) longjmp(w->spent, 1);
  size_t n = count * size;
  if (n > SMALL) {
    charge(w, n);
    WorkPiece *p = mem_calloc(1, sizeof *p + n);
    p->size = n;
    p->next = w->large;
    if (w->large) w->large->prev = p;
    w->large = p;
    return p->start;
  }
  size_t class = n ? (n + STEP - 1) / STEP : 1;
  WorkPiece *p = w->spare[class];
  if (p) {
    w->spare[class] = p->next;
    memset(p->start, 0, class * STEP);
    return p->start;
  }
  charge(w, sizeof *p + class * STEP);
  p = arena_alloc(&w->arena, sizeof *p + class * STEP);
  p->size = class * STEP;
  return p->start;
}

void work_free(void *start) {
  if (!start) return;
  Work *w = work_now;
  WorkPiece *p = piece_of(start);
  if (p->size <= SMALL) {
    p->next = w->spare[p->size / STEP];
    w->spare[p->size / STEP] = p;
    return;
  }
  w->used -= p->size;
  if (p->prev)
    p->prev->next = p->next;
  else
    w->large = p->next;
  if (p->next) p->next->prev = p->prev;
  free(p);
}

void *work_realloc(void *start, size_t size) {
  if (!start) return work_calloc(1, size);
  WorkPiece *p = piece_of(start);
  if (size <= p->size) return start;
  if (p->size > SMALL) { /* large stays large: let realloc move pages */
    Work *w = work_now;
    charge(w, size - p->size);
    p = mem_realloc(p, sizeof *p + size);
    p->size = size;
    if (p->prev)
      p->prev->next = p;
    else
      w->large = p;
    if (p->next) p->next->prev = p;
    return p->start;
  }
  void *q = work_calloc(1, size);
  memcpy(q, start, p->size);
  work_free(start);
  return q;
}
