/* buf.h -- a growing run of bytes on the heap.
 *
 * A handle: {0} is an empty buffer, buf_free() gives its memory back and makes
 * it {0} again. Cannot fail: out of memory ends the process. `p` may be NULL
 * while `n` is 0; buf_z() makes it a C string. */
#ifndef PUBLISH_BASE_BUF_H
#define PUBLISH_BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"
#include <stdarg.h>
#include <stdint.h>

typedef struct {
  char *p;
  size_t n;
  size_t cap;
} Buf;

void buf_reserve(Buf *b, size_t more); /* room for `more` bytes behind n */
void buf_add(Buf *b, const void *p, size_t n);
void buf_str(Buf *b, Str s);
void buf_c(Buf *b, const char *z);
void buf_byte(Buf *b, char c);
void buf_printf(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(Buf *b, const char *format, va_list args);
char *buf_z(Buf *b);        /* NUL behind the end (not counted); valid until the next call */
Str buf_view(const Buf *b); /* borrowed; valid until the buffer grows */
Str buf_dup(const Buf *b, Arena *a);
void buf_clear(Buf *b);
void buf_free(Buf *b);

/* Little wire format shared by every frame that crosses a process or lands in
 * the store: unsigned LEB128 and length-prefixed bytes. */
void buf_uint(Buf *b, uint64_t n);
void buf_bytes(Buf *b, Str s); /* length, then bytes */

/* Reads back what buf_uint and buf_bytes wrote. `bad` becomes true at the
 * first malformed or missing item, and every later read then gives 0 or "". */
typedef struct {
  Str rest;
  bool bad;
} Reader;
uint64_t read_uint(Reader *r);
Str read_bytes(Reader *r); /* a view into the frame */

#endif
