/* world_query.c -- questions to the catalog, recorded by what they find.
 *
 * The record of a slice holds the paths of its rows in order: an article that the
 * question does not find, or finds behind the slice, stirs nothing. */
#include "model/catalog.h"
#include "model/record.h"

#include <stdlib.h>

bool world_has_catalog(const World *w) {
  return w->catalog != NULL;
}

uint32_t world_rows(const World *w) {
  return w->row_count;
}

static Digest number_digest(size_t n) {
  Digester d;
  digester_init(&d);
  digester_uint(&d, n);
  return digester_end(&d);
}

static Digest rows_digest(const World *w, const uint32_t *rows, size_t count) {
  Digester d;
  digester_init(&d);
  for (size_t i = 0; i < count; i++) digester_add(&d, w->rows[rows[i] - 1].path);
  return digester_end(&d);
}

size_t world_query_count(const World *w, Reads *r, Str query) {
  size_t n = w->catalog ? catalog_count(w->catalog, query) : 0;
  if (r) RECORD(r, READ_QUERY, number_digest(n), query, S("#"));
  return n;
}

size_t world_query(const World *w, Reads *r, Str query, size_t from, size_t to, uint32_t *out) {
  size_t n = w->catalog ? catalog_slice(w->catalog, query, from, to, out) : 0;
  if (r) {
    char a[24], b[24];
    RECORD(r, READ_QUERY, rows_digest(w, out, n), query, number_text(a, from), number_text(b, to));
  }
  return n;
}

/* Parts from the right: a query may hold any byte. */
Digest query_record_digest(const World *w, Str key) {
  long last = str_rchr(key, '\x1f');
  if (last < 0 || !w->catalog) return (Digest){ 0 };
  Str end = str_sub(key, (size_t)last + 1, key.n), head = str_sub(key, 0, (size_t)last);
  if (str_eqc(end, "#")) return number_digest(catalog_count(w->catalog, head));
  long before = str_rchr(head, '\x1f');
  uint64_t from, to;
  if (before < 0 || !text_number(str_sub(head, (size_t)before + 1, head.n), &from) ||
      !text_number(end, &to) || to < from)
    return (Digest){ 0 };
  Str query = str_sub(head, 0, (size_t)before);
  size_t room = catalog_slice(w->catalog, query, (size_t)from, (size_t)to, NULL);
  uint32_t *rows = mem_calloc(room + 1, sizeof *rows);
  size_t n = catalog_slice(w->catalog, query, (size_t)from, (size_t)to, rows);
  Digest d = rows_digest(w, rows, n);
  free(rows);
  return d;
}
