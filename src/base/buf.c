/* buf.c -- growth by half, and the LEB128 wire format. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

void buf_reserve(Buf *b, size_t more) {
  size_t need = b->n + more;
  if (need < b->n) need = SIZE_MAX; /* the allocation below then gives up */
  if (need <= b->cap) return;
  size_t cap = b->cap + b->cap / 2;
  if (cap < need) cap = need;
  if (cap < 64) cap = 64;
  b->p = mem_realloc(b->p, cap);
  b->cap = cap;
}

void buf_add(Buf *b, const void *p, size_t n) {
  if (n == 0) return;
  buf_reserve(b, n);
  memcpy(b->p + b->n, p, n);
  b->n += n;
}

void buf_str(Buf *b, Str s) {
  buf_add(b, s.p, s.n);
}

void buf_c(Buf *b, const char *z) {
  buf_add(b, z, strlen(z));
}

void buf_byte(Buf *b, char c) {
  buf_reserve(b, 1);
  b->p[b->n++] = c;
}

void buf_vprintf(Buf *b, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (n <= 0) return;
  buf_reserve(b, (size_t)n + 1);
  vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
  b->n += (size_t)n;
}

void buf_printf(Buf *b, const char *format, ...) {
  va_list args;
  va_start(args, format);
  buf_vprintf(b, format, args);
  va_end(args);
}

char *buf_z(Buf *b) {
  buf_reserve(b, 1);
  b->p[b->n] = '\0';
  return b->p;
}

Str buf_view(const Buf *b) {
  return (Str){ b->p ? b->p : "", b->n };
}

Str buf_dup(const Buf *b, Arena *a) {
  return arena_str(a, buf_view(b));
}

void buf_clear(Buf *b) {
  b->n = 0;
}

void buf_free(Buf *b) {
  free(b->p);
  *b = (Buf){ 0 };
}

void buf_uint(Buf *b, uint64_t n) {
  while (n >= 0x80) {
    buf_byte(b, (char)(0x80 | (n & 0x7F)));
    n >>= 7;
  }
  buf_byte(b, (char)n);
}

void buf_bytes(Buf *b, Str s) {
  buf_uint(b, s.n);
  buf_str(b, s);
}

uint64_t read_uint(Reader *r) {
  uint64_t n = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (r->bad || r->rest.n == 0) break;
    uint8_t byte = (uint8_t)r->rest.p[0];
    r->rest.p++, r->rest.n--;
    if (shift == 63 && byte > 1) break;
    n |= (uint64_t)(byte & 0x7F) << shift;
    if (!(byte & 0x80)) return n;
  }
  r->bad = true;
  return 0;
}

Str read_bytes(Reader *r) {
  uint64_t n = read_uint(r);
  if (r->bad || n > r->rest.n) {
    r->bad = true;
    return (Str){ "", 0 };
  }
  Str s = { r->rest.p, (size_t)n };
  r->rest.p += n, r->rest.n -= (size_t)n;
  return s;
}
