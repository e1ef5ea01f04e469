/* front_single.c -- one name for one thing. */
#include "import/front.h"
#include "import/importer.h"

/* The names that publish takes for one field, in the order in which they go first. */
static const char *const fields[][8] = {
  { "id", "guid", "uuid" },
  { "date", "publishDate", "pubDate", "created" },
  { "updated", "lastmod", "last_modified_at", "last_modified", "modified", "updatedDate" },
  { "expires", "expiryDate", "unpublishDate" },
  { "authors", "author" },
  { "image", "cover", "featured_image", "thumbnail" },
  { "description", "summary", "excerpt", "lead", "abstract" },
  { "tags", "tag" },
  { "categories", "category" },
  { "language", "lang", "locale" },
  { "translation", "translationKey", "translation_key" },
  { "aliases", "alias", "redirect_from" },
  { "corrections", "correction", "errata" },
  { "withdrawn", "retracted" },
  { "permalink", "url" },
};

Str front_single(Arena *a, Str text, const Value *front, Left *left, const Source *source) {
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    bool found = false;
    for (size_t k = 0; k < 8 && fields[i][k]; k++) {
      const char *name = fields[i][k];
      const Field *f = value_field(front, str_c(name));
      if (!f) continue;
      if (found) {
        text = front_rename(a, text, name, arena_printf(a, "old_%s", name).p);
        left_add(left, DIAG_NOTE, "Front matter with two names for one thing", str_c(name), source,
                 f->key_span.offset, "it is called old_%s now, which publish does not use", name);
      }
      found = true;
    }
  }
  return text;
}
