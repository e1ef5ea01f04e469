/* arena.c -- a list of blocks, newest first; each at least as large as asked. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct ArenaBlock {
  ArenaBlock *below;
  size_t size, used;
  max_align_t start[];
};

/* Under AddressSanitizer there is a gap behind each piece, and nobody may touch it, nor what has
 * not been handed out. Otherwise a piece could run into the next one unseen. */
#ifdef PUBLISH_SANITIZED
enum { GAP = 16 };
void __asan_poison_memory_region(const volatile void *p, size_t size);
void __asan_unpoison_memory_region(const volatile void *p, size_t size);

static void close_block(const ArenaBlock *b, size_t size) {
  __asan_poison_memory_region(b->start, size);
}

static void open_piece(const char *p, size_t size) {
  __asan_unpoison_memory_region(p, size);
}
#else
enum { GAP = 0 };

static void close_block(const ArenaBlock *b, size_t size) {
  (void)b, (void)size;
}

static void open_piece(const char *p, size_t size) {
  (void)p, (void)size;
}
#endif

static void *give_up(void) {
  fputs("publish: out of memory\n", stderr);
  exit(3);
}

void *mem_alloc(size_t size) {
  void *p = malloc(size ? size : 1);
  return p ? p : give_up();
}

void *mem_realloc(void *p, size_t size) {
  void *q = realloc(p, size ? size : 1);
  return q ? q : give_up();
}

void *mem_calloc(size_t count, size_t size) {
  void *p = calloc(count ? count : 1, size ? size : 1);
  return p ? p : give_up();
}

static ArenaBlock *add_block(Arena *a, size_t need) {
  size_t size = a->top ? a->top->size * 2 : FIRST_BLOCK;
  if (size > LARGEST_STEP) size = LARGEST_STEP;
  if (size < need) size = need;
  if (size > SIZE_MAX - sizeof(ArenaBlock)) give_up();
  ArenaBlock *b = mem_alloc(sizeof *b + size);
  *b = (ArenaBlock){ .below = a->top, .size = size };
  a->top = b;
  close_block(b, size);
  return b;
}

/* Memory is zeroed as it is handed out, not per block: a reused block is dirty. */
static char *take(Arena *a, size_t size) {
  enum { ALIGN = _Alignof(max_align_t) };
  if (size > SIZE_MAX - ALIGN - GAP) give_up();
  size_t rounded = (size + ALIGN - 1) / ALIGN * ALIGN;
  ArenaBlock *b = a->top;
  if (!b || b->size - b->used < rounded + GAP) b = add_block(a, rounded + GAP);
  char *p = (char *)b->start + b->used;
  b->used += rounded + GAP;
  a->used += rounded;
  open_piece(p, size);
  return p;
}

void *arena_alloc(Arena *a, size_t size) {
  char *p = take(a, size ? size : 1);
  memset(p, 0, size);
  return p;
}

void *arena_array(Arena *a, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) give_up();
  return arena_alloc(a, count * size);
}

void *arena_grow(Arena *a, const void *items, size_t count, size_t *cap, size_t size) {
  if (count < *cap) return (void *)(uintptr_t)items;
  *cap = count < 4 ? 8 : count * 2;
  void *more = arena_array(a, *cap, size);
  if (count) memcpy(more, items, count * size);
  return more;
}

char *arena_dup(Arena *a, const char *s, size_t n) {
  if (n == SIZE_MAX) give_up();
  char *p = take(a, n + 1);
  if (n) memcpy(p, s, n);
  p[n] = '\0';
  return p;
}

Str arena_str(Arena *a, Str s) {
  return (Str){ arena_dup(a, s.p, s.n), s.n };
}

char *arena_cstr(Arena *a, Str s) {
  return arena_dup(a, s.p, s.n);
}

Str arena_vprintf(Arena *a, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (n < 0) return (Str){ arena_dup(a, "", 0), 0 };
  char *p = take(a, (size_t)n + 1);
  vsnprintf(p, (size_t)n + 1, format, args);
  return (Str){ p, (size_t)n };
}

Str arena_printf(Arena *a, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str s = arena_vprintf(a, format, args);
  va_end(args);
  return s;
}

Str arena_concat(Arena *a, const Str *parts, size_t count) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) n += parts[i].n;
  char *p = take(a, n + 1), *at = p;
  for (size_t i = 0; i < count; i++) {
    if (parts[i].n) memcpy(at, parts[i].p, parts[i].n);
    at += parts[i].n;
  }
  *at = '\0';
  return (Str){ p, n };
}

void arena_reset(Arena *a) {
  while (a->top && a->top->below) {
    ArenaBlock *b = a->top;
    a->top = b->below;
    free(b);
  }
  if (a->top) {
    close_block(a->top, a->top->used);
    a->top->used = 0;
  }
  a->used = 0;
}

void arena_free(Arena *a) {
  while (a->top) {
    ArenaBlock *b = a->top;
    a->top = b->below;
    free(b);
  }
  *a = (Arena){ 0 };
}
