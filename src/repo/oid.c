/* oid.c -- object ids from text. */
#include "repo/oid.h"

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool oid_read(Oid *out, Str hex) {
  if (hex.n != 2 * SHA1_SIZE) return false;
  Oid id;
  for (size_t i = 0; i < SHA1_SIZE; i++) {
    int high = digit(hex.p[2 * i]), low = digit(hex.p[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    id.b[i] = (uint8_t)(high * 16 + low);
  }
  *out = id;
  return true;
}
