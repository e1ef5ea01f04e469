/* world_rows.c -- articles as rows of the catalog, their facts, and the trees of
 * settings, data and options. */
#include "model/record.h"

#include "model/ref.h"

Projection row_projection(Str field) {
  static const char *const nav[] = { "path", "url", "id", "title", "date", "language" };
  static const char *const card[] = { "excerpt", "description", "image",      "authors",
                                      "updated", "tags",        "categories", "words",
                                      "source",  "sponsored",   "ai",         "listed" };
  for (size_t i = 0; i < sizeof nav / sizeof nav[0]; i++)
    if (str_eqc(field, nav[i])) return PROJECTION_NAV;
  for (size_t i = 0; i < sizeof card / sizeof card[0]; i++)
    if (str_eqc(field, card[i])) return PROJECTION_CARD;
  return PROJECTION_FULL;
}

void row_seal(Row *row) {
  Digester d[PROJECTIONS];
  for (int p = 0; p < PROJECTIONS; p++) digester_init(&d[p]);
  for (size_t i = 0; row->v && i < row->v->map.count; i++) {
    const Field *f = &row->v->map.fields[row->v->map.sorted[i]];
    Digest of = value_digest(f->value);
    for (int p = (int)row_projection(f->key); p < PROJECTIONS; p++) {
      digester_add(&d[p], f->key);
      digester_add(&d[p], str_n((const char *)of.b, sizeof of.b));
    }
  }
  for (int p = 0; p < PROJECTIONS; p++) row->digests[p] = digester_end(&d[p]);
}

const Row *row_at(const World *w, uint32_t number) {
  return number && number <= w->row_count ? &w->rows[number - 1] : NULL;
}

uint32_t row_number(const World *w, Str path) {
  return (uint32_t)(uintptr_t)map_get(&w->row_numbers, path);
}

static void record_row(Reads *r, const Row *row, Projection p) {
  static const Str names[PROJECTIONS] = { { "n", 1 }, { "c", 1 }, { "f", 1 } };
  RECORD(r, READ_ARTICLE, row->digests[p], row->path, names[p]);
}

Ref row_field(const World *w, Reads *r, uint32_t number, Str field) {
  const Row *row = row_at(w, number);
  if (!row) return ref_covered(NULL);
  if (str_eqc(field, "facts")) return world_facts(w, r, number);
  record_row(r, row, row_projection(field));
  return ref_covered(value_get(row->v, field));
}

Ref row_whole(const World *w, Reads *r, uint32_t number) {
  const Row *row = row_at(w, number);
  if (!row) return ref_covered(NULL);
  record_row(r, row, PROJECTION_FULL);
  return ref_covered(row->v);
}

Ref world_article(const World *w, uint32_t number) {
  const Row *row = row_at(w, number);
  return row ? (Ref){ row->v, READ_ARTICLE, row->path, number } : ref_covered(NULL);
}

uint32_t world_article_by_path(const World *w, Reads *r, Str path) {
  uint32_t number = row_number(w, path);
  /* Presence is part of the nav projection; absence is a record of its own. */
  if (number)
    record_row(r, row_at(w, number), PROJECTION_NAV);
  else
    RECORD(r, READ_ARTICLE, (Digest){ 0 }, path, S("n"));
  return number;
}

Ref world_facts(const World *w, Reads *r, uint32_t number) {
  const Row *row = row_at(w, number);
  if (!row) return ref_covered(NULL);
  Str parts[] = { row->path, S("\x1f") };
  Str key = r ? arena_concat(&r->arena, parts, 2) : S("");
  return (Ref){ row->facts, READ_FACT, key, 0 };
}

Digest article_digest(const World *w, Str path, Str projection) {
  const Row *row = row_at(w, row_number(w, path));
  if (!row || projection.n != 1) return (Digest){ 0 };
  char p = projection.p[0];
  return row->digests[p == 'n' ? PROJECTION_NAV : p == 'c' ? PROJECTION_CARD : PROJECTION_FULL];
}

Digest fact_digest(const World *w, Str key) {
  long end = str_chr(key, '\x1f');
  if (end < 0) return (Digest){ 0 };
  const Row *row = row_at(w, row_number(w, str_sub(key, 0, (size_t)end)));
  return tree_digest(row ? row->facts : NULL, str_sub(key, (size_t)end + 1, key.n));
}

Ref world_settings(const World *w) {
  return (Ref){ w->settings, READ_SETTING, S(""), 0 };
}

Ref world_site(const World *w, Reads *r, Str language, bool *declared) {
  Ref all = world_settings(w), edition = { 0 };
  if (language.n) edition = ref_get(w, r, ref_get(w, r, all, S("editions")), language);
  if (declared) *declared = edition.v != NULL;
  return edition.v ? edition : all;
}

Ref world_withdrawn(const World *w) {
  return (Ref){ w->withdrawn, READ_WITHDRAWN, S(""), 0 };
}

Ref world_data(const World *w) {
  return (Ref){ w->data, READ_DATA, S(""), 0 };
}

Ref world_options(const World *w, Str plugin) {
  for (size_t i = 0; i < w->options.count; i++)
    if (str_eq(w->options.items[i].key, plugin))
      /* The stored key is "plugin\x1f" seen without its end. */
      return (Ref){ w->options.items[i].value, READ_OPTION,
                    str_n(w->options.items[i].key.p, w->options.items[i].key.n + 1), 0 };
  return ref_covered(NULL);
}

Digest option_digest(const World *w, Str key) {
  long end = str_chr(key, '\x1f');
  if (end < 0) return (Digest){ 0 };
  const Value *options = map_get(&w->options, str_sub(key, 0, (size_t)end));
  return tree_digest(options, str_sub(key, (size_t)end + 1, key.n));
}
