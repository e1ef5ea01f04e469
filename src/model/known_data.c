/* known_data.c -- see known_data.h. */
#include "model/known_data.h"

#define LIST_OF(array) .fields = array, .field_count = sizeof array / sizeof *array

static const char *const affiliation_names[] = { "organisation", "organization", "institution",
                                                 NULL };
static const char *const url_names[] = { "link", "href", "website", "homepage", NULL };
static const char *const image_names[] = { "avatar", NULL };
static const char *const licence_names[] = { "license", NULL };
static const char *const until_names[] = { "expires", NULL };

static const Schema author_fields[] = {
  { .name = "name", .type = SCHEMA_STRING, .doc = "as readers see it; default the key" },
  { .name = "role", .type = SCHEMA_STRING },
  { .name = "affiliation", .type = SCHEMA_STRING, .aliases = affiliation_names },
  { .name = "bio", .type = SCHEMA_STRING },
  { .name = "email", .type = SCHEMA_EMAIL },
  { .name = "url", .type = SCHEMA_URL, .relative = true, .aliases = url_names },
  { .name = "image", .type = SCHEMA_URL, .relative = true, .aliases = image_names },
};
static const Schema author = {
  .name = "", .type = SCHEMA_RECORD, .open = true, LIST_OF(author_fields)
};
static const Schema source_fields[] = {
  { .name = "name", .type = SCHEMA_STRING, .doc = "as readers see it; default the key" },
  { .name = "url", .type = SCHEMA_URL, .aliases = url_names, .doc = "its home page" },
  { .name = "licence", .type = SCHEMA_STRING, .aliases = licence_names },
  { .name = "permission", .type = SCHEMA_STRING, .doc = "who gave it, and when" },
  { .name = "until", .type = SCHEMA_DATE, .aliases = until_names },
  { .name = "credit", .type = SCHEMA_STRING },
  { .name = "notice", .type = SCHEMA_STRING },
};
static const Schema source = {
  .name = "", .type = SCHEMA_RECORD, .open = true, LIST_OF(source_fields)
};
static const Schema image_fields[] = {
  { .name = "credit", .type = SCHEMA_STRING, .doc = "who made it" },
  { .name = "licence", .type = SCHEMA_STRING, .aliases = licence_names },
  { .name = "source", .type = SCHEMA_URL, .relative = true, .doc = "where it comes from" },
};
static const Schema image = {
  .name = "", .type = SCHEMA_RECORD, .scalar = "credit", .open = true, LIST_OF(image_fields)
};

#define COUNT(key)                                                                                 \
  { .name = key, .type = SCHEMA_INTEGER, .has_min = true, .min = 0, .has_max = true, .max = 1e15 }
static const Schema count_fields[] = { COUNT("views"), COUNT("likes"), COUNT("comments"),
                                       COUNT("favourites") };
static const Schema counts = {
  .name = "", .type = SCHEMA_RECORD, .scalar = "views", LIST_OF(count_fields)
};

/* What is wrong with a comment that can be shown all the same is the plugin's to say. */
static const Schema comment_fields[] = {
  { .name = "name", .type = SCHEMA_STRING },
  { .name = "url", .type = SCHEMA_STRING },
  { .name = "date", .type = SCHEMA_STRING },
  { .name = "text", .type = SCHEMA_TEXT, .required = true },
  { .name = "reply_to", .type = SCHEMA_STRING },
  { .name = "language", .type = SCHEMA_STRING },
  { .name = "email_hash", .type = SCHEMA_STRING },
};
static const Schema comment = {
  .name = "", .type = SCHEMA_RECORD, .open = true, LIST_OF(comment_fields)
};

static const Schema authors = { .name = "authors", .type = SCHEMA_MAP, .item = &author };
static const Schema sources = { .name = "sources", .type = SCHEMA_MAP, .item = &source };
static const Schema images = { .name = "images", .type = SCHEMA_MAP, .item = &image };
static const Schema all_counts = { .name = "counts", .type = SCHEMA_MAP, .item = &counts };

static const Schema *const tables[] = { &authors, &sources, &images, &all_counts };

const Schema *known_data_schema(Str path) {
  if (!str_starts(path, S("data/"))) return NULL;
  path = str_sub(path, 5, path.n);
  long dot = str_rchr(path, '.'), slash = str_chr(path, '/');
  if (dot < 0) return NULL;
  if (str_starts(path, S("comments/"))) return &comment;
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
    if (slash < 0 && str_eqc(str_sub(path, 0, (size_t)dot), tables[i]->name)) return tables[i];
    if (slash >= 0 && str_eqc(str_sub(path, 0, (size_t)slash), tables[i]->name) &&
        str_chr(str_sub(path, (size_t)slash + 1, path.n), '/') < 0)
      return tables[i]->item;
  }
  return NULL;
}
