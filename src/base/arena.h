/* arena.h -- memory that is freed all at once.
 *
 * One arena per article, page or hook call. Nothing taken from an arena is
 * freed on its own: every pointer lives until arena_free() or arena_reset().
 * Out of memory ends the process with one line, so callers never test for
 * NULL. An arena belongs to one process; {0} is an empty arena. */
#ifndef PUBLISH_BASE_ARENA_H
#define PUBLISH_BASE_ARENA_H

#include "base/str.h"
#include <stdarg.h>

typedef struct ArenaBlock ArenaBlock;
typedef struct {
  ArenaBlock *top;
  size_t used; /* bytes handed out, for limits and statistics */
} Arena;

/* `size` zeroed bytes, aligned for any type. size 0 gives a unique pointer. */
void *arena_alloc(Arena *a, size_t size);
/* `count` zeroed items of `size`; an overflowing product ends the process. */
void *arena_array(Arena *a, size_t count, size_t size);
/* Copies are NUL-terminated one byte behind their end. */
char *arena_dup(Arena *a, const char *s, size_t n);
Str arena_str(Arena *a, Str s);
char *arena_cstr(Arena *a, Str s);
Str arena_printf(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str arena_vprintf(Arena *a, const char *format, va_list args);
Str arena_concat(Arena *a, const Str *parts, size_t count);
/* Forget everything but keep one block for reuse. */
void arena_reset(Arena *a);
void arena_free(Arena *a); /* a is {0} again */

/* Room for one more in an array of `count` items that has room for *cap (0: not known, so there
 * is none): the array itself, or a copy twice as large (*cap follows). */
void *arena_grow(Arena *a, const void *items, size_t count, size_t *cap, size_t size);

#define ARENA_NEW(a, T)      ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, n, T) ((T *)arena_array((a), (n), sizeof(T)))

/* malloc, realloc and calloc that end the process instead of returning NULL. */
void *mem_alloc(size_t size);
void *mem_realloc(void *p, size_t size);
void *mem_calloc(size_t count, size_t size);

#endif
