/* oid.h -- a git object id: 20 bytes of SHA-1, a plain value.
 *
 * All zero stands for "none". No memory, nothing can fail except reading one
 * from text. */
#ifndef PUBLISH_REPO_OID_H
#define PUBLISH_REPO_OID_H

#include "base/digest.h"
#include "base/str.h"
#include <stdint.h>

typedef struct {
  uint8_t b[SHA1_SIZE];
} Oid;

static inline bool oid_eq(const Oid *a, const Oid *b) {
  return memcmp(a->b, b->b, SHA1_SIZE) == 0;
}
static inline bool oid_zero(const Oid *a) {
  static const Oid zero;
  return oid_eq(a, &zero);
}
/* 40 lower-case hex digits and NUL. */
static inline void oid_hex(char out[41], const Oid *id) {
  sha1_hex(out, id->b);
}
/* Exactly 40 hex digits, or false (without a message: the caller knows what the
 * text was meant to be). */
bool oid_read(Oid *out, Str hex);
/* The id as a key for a Map; borrowed from *id. */
static inline Str oid_key(const Oid *id) {
  return (Str){ (const char *)id->b, SHA1_SIZE };
}

#endif
