/* digest.h -- 128-bit content digests, and SHA-1 for git object ids.
 *
 * A Digest is the first 16 bytes of SHA-256: collision-resistant, because a
 * stranger's article must not be able to make a stale result look fresh.
 * Libraries: nettle, which uses the processor's SHA instructions. */
#ifndef PUBLISH_BASE_DIGEST_H
#define PUBLISH_BASE_DIGEST_H

#include "base/str.h"
#include <stdint.h>

typedef struct {
  uint8_t b[16];
} Digest;
enum { SHA1_SIZE = 20 };

Digest digest_of(Str bytes);
bool digest_eq(Digest a, Digest b);
bool digest_zero(Digest d);              /* {0} stands for "absent" in read records */
void digest_hex(char out[33], Digest d); /* lower case, NUL-terminated */

/* In pieces. Each piece is framed by its length, so ("ab","c") and ("a","bc")
 * differ. */
typedef struct {
  uint64_t state[16]; /* holds nettle's context; digest.c asserts the size */
} Digester;
void digester_init(Digester *d);
void digester_add(Digester *d, Str piece);
void digester_uint(Digester *d, uint64_t n);
Digest digester_end(Digester *d);

/* nettle's version, as linked: "3.8". */
const char *digest_library(char buffer[16]);

/* SHA-1 of head followed by body. */
void sha1_of(uint8_t out[SHA1_SIZE], Str head, Str body);
void sha1_hex(char out[41], const uint8_t id[SHA1_SIZE]);

#endif
