/* digest.c -- SHA-256 cut to 128 bits, and SHA-1, both from nettle. */
#include "base/digest.h"

#include <assert.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdio.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(Digester), "Digester holds nettle's context");
_Static_assert(_Alignof(struct sha256_ctx) <= _Alignof(Digester), "and is aligned for it");

static struct sha256_ctx *context(Digester *d) {
  return (struct sha256_ctx *)(void *)d->state;
}

static Digest finish(struct sha256_ctx *c) {
  Digest out;
  sha256_digest(c, sizeof out.b, out.b);
  return out;
}

Digest digest_of(Str bytes) {
  struct sha256_ctx c;
  sha256_init(&c);
  sha256_update(&c, bytes.n, (const uint8_t *)bytes.p);
  return finish(&c);
}

bool digest_eq(Digest a, Digest b) {
  return memcmp(a.b, b.b, sizeof a.b) == 0;
}

bool digest_zero(Digest d) {
  static const Digest zero;
  return digest_eq(d, zero);
}

static void hex(char *out, const uint8_t *p, size_t n) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < n; i++) {
    *out++ = digits[p[i] >> 4];
    *out++ = digits[p[i] & 15];
  }
  *out = '\0';
}

void digest_hex(char out[33], Digest d) {
  hex(out, d.b, sizeof d.b);
}

void digester_init(Digester *d) {
  sha256_init(context(d));
}

void digester_uint(Digester *d, uint64_t n) {
  uint8_t bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(n >> (8 * i));
  sha256_update(context(d), sizeof bytes, bytes);
}

void digester_add(Digester *d, Str piece) {
  digester_uint(d, piece.n);
  sha256_update(context(d), piece.n, (const uint8_t *)piece.p);
}

Digest digester_end(Digester *d) {
  return finish(context(d));
}

void sha1_of(uint8_t out[SHA1_SIZE], Str head, Str body) {
  struct sha1_ctx c;
  sha1_init(&c);
  sha1_update(&c, head.n, (const uint8_t *)head.p);
  sha1_update(&c, body.n, (const uint8_t *)body.p);
  sha1_digest(&c, SHA1_SIZE, out);
}

void sha1_hex(char out[41], const uint8_t id[SHA1_SIZE]) {
  hex(out, id, SHA1_SIZE);
}

const char *digest_library(char buffer[16]) {
  snprintf(buffer, 16, "%d.%d", nettle_version_major(), nettle_version_minor());
  return buffer;
}
