/* article_schema.c -- the front-matter fields, their types, and the names that
 * authors coming from other generators use for them. */
#include "model/article.h"

#define LIST_OF(array) .fields = array, .field_count = sizeof array / sizeof *array
#define AT_MOST(n)     .has_max = true, .max = (n)
#define ALSO(...)                                                                                  \
  .aliases = (const char *const[]) {                                                               \
    __VA_ARGS__, NULL                                                                              \
  }

static const Schema string_item = { .name = "", .type = SCHEMA_STRING };

static const Schema person_fields[] = {
  { .name = "name", .type = SCHEMA_STRING, .doc = "as readers see it" },
  { .name = "url",
    .type = SCHEMA_URL,
    .relative = true,
    ALSO("link", "href", "website", "homepage"),
    .doc = "a page about them" },
  { .name = "email", .type = SCHEMA_EMAIL, .doc = "published as it is" },
  { .name = "role", .type = SCHEMA_STRING, .doc = "such as translator or photographs" },
  { .name = "affiliation",
    .type = SCHEMA_STRING,
    ALSO("organisation", "organization", "institution"),
    .doc = "where they worked when they wrote this" },
  { .name = "bio", .type = SCHEMA_STRING, ALSO("about"), .doc = "a line about them" },
  { .name = "image", .type = SCHEMA_URL, .relative = true, ALSO("avatar"), .doc = "a portrait" },
  { .name = "id", .type = SCHEMA_STRING, .doc = "their key in data/authors.yaml" },
};
static const Schema person = {
  .name = "", .type = SCHEMA_RECORD, .scalar = "name", .open = true, LIST_OF(person_fields)
};

static const Schema source_fields[] = {
  { .name = "name",
    .type = SCHEMA_STRING,
    ALSO("title", "publisher", "site"),
    .doc = "where it was published first" },
  { .name = "url", .type = SCHEMA_URL, ALSO("link", "href"), .doc = "the original" },
  { .name = "author", .type = SCHEMA_STRING, ALSO("by"), .doc = "of the original" },
  { .name = "licence", .type = SCHEMA_STRING, ALSO("license"), .doc = "under which it is used" },
  { .name = "permission", .type = SCHEMA_STRING, .doc = "who gave it, and when" },
  { .name = "until", .type = SCHEMA_DATE, ALSO("expires"), .doc = "when the permission ends" },
  { .name = "credit", .type = SCHEMA_STRING, .doc = "the line that the source asks for" },
  { .name = "notice", .type = SCHEMA_STRING, .doc = "the notice that its articles get" },
  { .name = "id", .type = SCHEMA_STRING, .doc = "its key in data/sources.yaml" },
};

static const Schema correction_fields[] = {
  { .name = "date", .type = SCHEMA_DATE, .required = true, .doc = "when it was corrected" },
  { .name = "text",
    .type = SCHEMA_STRING,
    .required = true,
    ALSO("what", "note"),
    .doc = "what was wrong and what is right" },
};
static const Schema correction = { .name = "", .type = SCHEMA_RECORD, LIST_OF(correction_fields) };

static const Schema withdrawn_fields[] = {
  { .name = "date", .type = SCHEMA_DATE, .doc = "from when; default at once" },
  { .name = "reason", .type = SCHEMA_STRING, .doc = "what readers are told" },
  { .name = "notice", .type = SCHEMA_STRING, .doc = "id of a notice on the page that remains" },
};

static const Schema image_fields[] = {
  { .name = "src",
    .type = SCHEMA_URL,
    .relative = true,
    .required = true,
    ALSO("path", "url", "file", "image"),
    .doc = "a file beside the article, or an address" },
  { .name = "alt", .type = SCHEMA_STRING, .doc = "what it shows, for those who do not see it" },
  { .name = "caption", .type = SCHEMA_STRING, ALSO("title"), .doc = "below the image" },
  { .name = "credit", .type = SCHEMA_STRING, .doc = "who made it" },
  { .name = "licence", .type = SCHEMA_STRING, ALSO("license"), .doc = "under which it is used" },
};

static const Schema related_fields[] = {
  { .name = "pin",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .single = true,
    .doc = "paths or ids of articles that are always shown" },
  { .name = "ban",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .single = true,
    .doc = "paths or ids of articles that are never shown" },
};

static const Schema fields[] = {
  { .name = "title",
    .type = SCHEMA_STRING,
    .solid = true,
    .doc = "kept as written; without it the first heading" },
  { .name = "slug", .type = SCHEMA_TEXT, .solid = true, .doc = "last part of the address" },
  { .name = "id",
    .type = SCHEMA_STRING,
    ALSO("uuid"),
    .doc = "stays the same when the article moves; default its path" },
  { .name = "guid",
    .type = SCHEMA_STRING,
    AT_MOST(2000),
    .doc =
        "its id in feeds, as the old site's feed had it, so that readers do not take it for new" },
  { .name = "date",
    .type = SCHEMA_DATE,
    .solid = true,
    ALSO("publishDate", "pubDate", "created"),
    .doc = "without it from the file's name, or from history" },
  { .name = "updated",
    .type = SCHEMA_DATE,
    ALSO("lastmod", "last_modified_at", "last_modified", "modified", "updatedDate"),
    .doc = "last change worth telling readers about" },
  { .name = "expires",
    .type = SCHEMA_DATE,
    ALSO("expiryDate", "unpublishDate"),
    .doc = "from then on the article is left out" },
  { .name = "draft", .type = SCHEMA_BOOLEAN, .preset = "false", .doc = "true: not published" },
  { .name = "authors",
    .type = SCHEMA_LIST,
    .item = &person,
    .single = true,
    ALSO("author"),
    .doc =
        "names, keys of data/authors.yaml, or records {name, url, email, role, affiliation, bio}" },
  { .name = "source",
    .type = SCHEMA_RECORD,
    .scalar = "url",
    LIST_OF(source_fields),
    .doc = "of a republished article: a key of data/sources.yaml, an address, or a record" },
  { .name = "image",
    .type = SCHEMA_RECORD,
    .scalar = "src",
    .open = true,
    ALSO("cover", "featured_image", "thumbnail"),
    LIST_OF(image_fields),
    .doc = "for cards and the head of the article" },
  { .name = "description",
    .type = SCHEMA_STRING,
    ALSO("summary", "excerpt", "lead", "abstract"),
    .doc = "one or two sentences for cards, feeds and search engines" },
  { .name = "tags",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .preset = "[]",
    .max = 200,
    .has_max = true,
    ALSO("tag"),
    .doc = "a list; a text is split at its commas" },
  { .name = "categories",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .preset = "[]",
    ALSO("category"),
    .doc = "a list; a text is split at its commas" },
  { .name = "series", .type = SCHEMA_STRING, .doc = "articles that belong together, in order" },
  { .name = "language",
    .type = SCHEMA_STRING,
    ALSO("lang", "locale"),
    .doc = "such as en or zh-Hans" },
  { .name = "translation",
    .type = SCHEMA_STRING,
    ALSO("translationKey", "translation_key"),
    .doc = "the same for all translations of one article" },
  { .name = "untranslated",
    .type = SCHEMA_ANY,
    .doc = "true: this address leads on to the article in another language until there is a "
           "translation" },
  { .name = "aliases",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .single = true,
    .preset = "[]",
    ALSO("alias", "redirect_from"),
    .doc = "old addresses that lead here" },
  { .name = "corrections",
    .type = SCHEMA_LIST,
    .item = &correction,
    .single = true,
    ALSO("correction", "errata"),
    .doc = "what was wrong: a list of {date, text}" },
  { .name = "withdrawn",
    .type = SCHEMA_RECORD,
    .scalar = "reason",
    ALSO("retracted"),
    LIST_OF(withdrawn_fields),
    .doc = "taken back: {date, reason, notice}; a short page remains" },
  { .name = "listed",
    .type = SCHEMA_BOOLEAN,
    .preset = "true",
    .doc = "false: a page of its own that stands in no list, feed or index" },
  { .name = "weight", .type = SCHEMA_INTEGER, .preset = "0", .doc = "heavier ones come later" },
  { .name = "layout", .type = SCHEMA_PATH, .doc = "a template other than article.html" },
  { .name = "notice",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .single = true,
    .doc = "ids of notices, or none" },
  { .name = "related", .type = SCHEMA_RECORD, LIST_OF(related_fields), .doc = "what to recommend" },
  { .name = "comments", .type = SCHEMA_ANY, .doc = "true or false, or a map for a plugin" },
  { .name = "sponsored", .type = SCHEMA_ANY, .doc = "true, or by whom" },
  { .name = "ai", .type = SCHEMA_ANY, .doc = "true, or how machines took part" },
  { .name = "options",
    .type = SCHEMA_ANY,
    .doc = "of plugins, for this article: {PLUGIN: {OPTION: value}}" },
  { .name = "permalink", .type = SCHEMA_STRING, ALSO("url"), .doc = "the article's own address" },
  { .name = "published", .type = SCHEMA_ANY, .doc = "false is draft: true" },
};
static const Schema root = { .name = "", .type = SCHEMA_RECORD, .open = true, LIST_OF(fields) };

const Schema *article_schema(void) {
  return &root;
}
