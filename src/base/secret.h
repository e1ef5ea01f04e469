/* secret.h -- a key of this repository's own, and keyed digests made with it.
 *
 * A digest of an e-mail address alone is no secret: whoever has a list of addresses
 * tries them all. HMAC-SHA-256 under a key that is never committed tells equal
 * addresses from different ones and nothing else. The key is a file of 64 hex
 * digits made from the system's random bytes, readable by its owner only.
 * Library: nettle. Failures are one EXIT_MACHINE record. */
#ifndef PUBLISH_BASE_SECRET_H
#define PUBLISH_BASE_SECRET_H

#include "base/diag.h"

enum { SECRET_LEAST = 16 /* bytes a key must have */ };

/* The key in `path` without white space at its ends, from `a`. A file that others may
 * read is a warning. */
bool secret_read(Str *key, Arena *a, const char *path, Diags *d);
/* The same, but a missing file is made, with its folder; two programs that make it at
 * once both get the first one's. */
bool secret_make(Str *key, Arena *a, const char *path, Diags *d);
/* 64 hex digits of fresh random bytes. */
bool secret_random(Str *key, Arena *a, Diags *d);
/* 64 hex digits and NUL. */
void secret_digest(char out[65], Str key, Str message);

#endif
