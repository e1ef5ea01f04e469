/* work.h -- the memory cmark-gfm works in.
 *
 * cmark-gfm asks for memory through two functions without a context, so the
 * Work in use is a static variable: the only one of this program, set for the
 * time of one parse. Small pieces come from an arena and are reused by size,
 * large ones from malloc; nothing is given back piece by piece in the end,
 * work_end() drops all. When DOC_WORK_MAX is spent, control jumps out of
 * cmark-gfm to where work_begin was called, which is safe because everything it
 * holds is ours. Private to src/doc. */
#ifndef PUBLISH_DOC_WORK_H
#define PUBLISH_DOC_WORK_H

#include "base/arena.h"
#include <setjmp.h>

typedef struct WorkPiece WorkPiece;
enum { WORK_CLASSES = 64 };
typedef struct {
  Arena arena;
  WorkPiece *spare[WORK_CLASSES + 1]; /* small pieces given back, by size / 16 */
  WorkPiece *large;
  size_t used, limit;
  jmp_buf spent;
} Work;

void work_begin(Work *w, size_t limit); /* then: if (setjmp(w->spent)) -> limit reached */
void work_end(Work *w);
void *work_calloc(size_t count, size_t size);
void *work_realloc(void *p, size_t size);
void work_free(void *p);

#endif
