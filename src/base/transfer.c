/* transfer.c -- base64, quoted-printable and percent-encoding, undone. */
#include "base/transfer.h"

#include <nettle/base64.h>

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/* The byte that two hex digits at s[i] mean, or -1. */
static int hex_byte(Str s, size_t i) {
  if (i + 1 >= s.n) return -1;
  int high = hex_digit(s.p[i]), low = hex_digit(s.p[i + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

Str transfer_base64(Arena *a, Str s) {
  struct base64_decode_ctx c;
  base64_decode_init(&c);
  uint8_t *out = arena_alloc(a, BASE64_DECODE_LENGTH(s.n) + 3);
  size_t n = 0;
  for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
    struct base64_decode_ctx before = c;
    int got = base64_decode_single(&c, out + n, s.p[i]);
    if (got < 0)
      c = before; /* no letter of the alphabet */
    else
      n += (size_t)got;
  }
  return str_n((char *)out, n);
}

/* The end of the line break at s[i], or i when there is none. */
static size_t past_break(Str s, size_t i) {
  size_t at = i;
  while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) at++;
  if (at < s.n && s.p[at] == '\r') at++;
  return at < s.n && s.p[at] == '\n' ? at + 1 : i;
}

Str transfer_quoted(Arena *a, Str s, bool word) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n;) {
    char c = s.p[i++];
    if (word && c == '_') c = ' ';
    if (c == '=' && !word) {
      size_t next = past_break(s, i);
      if (next > i) { /* the line goes on */
        i = next;
        continue;
      }
    }
    int byte = c == '=' ? hex_byte(s, i) : -1;
    if (byte >= 0) i += 2;
    out[n++] = byte >= 0 ? (char)byte : c;
  }
  return str_n(out, n);
}

Str transfer_percent(Arena *a, Str s, bool form) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n;) {
    char c = s.p[i++];
    if (form && c == '+') c = ' ';
    int byte = c == '%' ? hex_byte(s, i) : -1;
    if (byte >= 0) i += 2;
    out[n++] = byte >= 0 ? (char)byte : c;
  }
  return str_n(out, n);
}
