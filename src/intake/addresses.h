/* addresses.h -- from what a visitor asked for to the page it is.
 *
 * The same page is asked for in many ways: with and without the slash at its end, as
 * index.html, with a query, percent-encoded or not, with the host in front, and
 * through a proxy without the site's base path. All of them are one key. An article
 * is also known by its former addresses (aliases) and, for tables, by its id and the
 * path of its source.
 *
 * Owns its memory; {0} is empty. Names given to addresses_add are copied. */
#ifndef PUBLISH_INTAKE_ADDRESSES_H
#define PUBLISH_INTAKE_ADDRESSES_H

#include "base/arena.h"
#include "base/map.h"

typedef struct {
  Arena arena;
  Map exact, loose; /* key -> number + 1 */
  Map names;        /* ids and source paths */
  Str base;         /* key of the base path, "" for none */
} Addresses;

enum { ADDRESS_UNKNOWN = -1, ADDRESS_OTHER = 0 }; /* OTHER: a page, but no article */

void addresses_base(Addresses *t, Str base);
/* `number` is an article's, from 1, or ADDRESS_OTHER. The first one of a key stays. */
void addresses_add(Addresses *t, Str url, uint32_t number);
void addresses_name(Addresses *t, Str name, uint32_t number);
/* An article's number, or one of the two above. */
long addresses_find(const Addresses *t, Arena *scratch, Str target);
/* The same for the first column of a table, which may hold names. */
long addresses_find_name(const Addresses *t, Arena *scratch, Str target);
/* The key itself: "/2024/a"; "/" for the root; "" for what is no path. */
Str address_key(Arena *a, Str target);
void addresses_free(Addresses *t);

#endif
