/* records.c -- the table of everything a template may ask for by name. */
#include "template/records.h"

#include <stdio.h>

static const RecordField site_fields[] = {
  { "title", "text", "the site's title, in the language of the page where it has one" },
  { "subtitle", "text", "what the site is, in a line" },
  { "url", "text", "full address of the home page" },
  { "base", "text", "path of the site on its host, \"\" or \"/blog\"" },
  { "language", "text", "of the site, as a BCP 47 tag" },
  { "timezone", "text", "in which dates are shown" },
  { "author", "author", "who an article is by when it does not say" },
  { "contact", "contact", "how to reach the publisher" },
  { "menus", "any", "menus by name: lists of entries with title, url and language" },
  { "footer", "any", "text, links and filing numbers for the end of pages" },
  { "home", "text", "address of the home page" },
  { "foreign", "any", "title, subtitle, footer: their language, where it is not site.language" },
  { "data", "any", "the files of data/, by name" },
  { "settings", "any", "publish.yaml" },
  { NULL, NULL, NULL },
};
static const RecordField page_fields[] = {
  { "url", "text", "address from the root of the host" },
  { "kind", "text", "article, home, list, tag, 404, or what a plugin calls it" },
  { "layout", "text", "the template it is rendered with" },
  { "title", "text", "title of the page" },
  { "description", "text", "for search engines and previews" },
  { "language", "text", "of the page" },
  { "interface", "text", "of the words around it, when the page says so itself" },
  { "number", "number", "of a list's pages, this one" },
  { "count", "number", "how many pages the list has" },
  { "prev_url", "text", "the page before" },
  { "next_url", "text", "the page after" },
  { "first_url", "text", "the first page of the list" },
  { "rows", "list of article", "the articles of a list page" },
  { "article", "article", "the article of an article's page" },
  { "key", "text", "what the list is about: the tag, the author ..." },
  { "noindex", "boolean", "search engines should leave it out" },
  { "canonical", "text", "full address that search engines should keep" },
  { "translations", "any", "of a list: the same in other languages, with language and url" },
  { "params", "any", "what the plugin that made the page gave along" },
  { "structured", "any", "what plugins say for machines (schema.org), a list of maps" },
  { NULL, NULL, NULL },
};
static const RecordField article_fields[] = {
  { "path", "text", "source file" },
  { "url", "text", "address from the root of the host" },
  { "id", "text", "permanent name" },
  { "title", "text", "title" },
  { "date", "date", "of publication" },
  { "updated", "date", "of the last change" },
  { "expires", "date", "from when it is no longer shown" },
  { "language", "text", "BCP 47 tag" },
  { "authors", "list of author", "who wrote it" },
  { "source", "source", "where it comes from" },
  { "image", "image", "picture of the article" },
  { "description", "text", "the author's summary" },
  { "excerpt", "text", "the summary, or the beginning of the text" },
  { "tags", "list of text", "the author's tags" },
  { "categories", "list of text", "the author's categories" },
  { "series", "any", "the series it is a part of" },
  { "section", "text", "the folder it lies in, below that of all articles and of its language" },
  { "section_page", "boolean", "is it the page of that folder (_index.md)?" },
  { "weight", "number", "for ordering by hand" },
  { "layout", "text", "the template asked for" },
  { "notice", "any", "the notice asked for" },
  { "related", "any", "pinned and banned articles" },
  { "corrections", "list of correction", "what was wrong, the newest first" },
  { "listed", "boolean", "does it stand in lists, feeds and indexes?" },
  { "comments", "any", "whether comments are wanted" },
  { "sponsored", "any", "who paid for it" },
  { "ai", "any", "what part machines had in it" },
  { "translation", "text", "key shared by translations" },
  { "guid", "text", "its id in feeds, where the author gives one" },
  { "aliases", "list of text", "further addresses" },
  { "words", "number", "length" },
  { "draft", "boolean", "not meant to be published" },
  { "extra", "any", "the author's own front-matter keys" },
  { "facts", "any", "facts of plugins, by plugin" },
  { "content", "html", "the text; only for the article of the page" },
  { "outline", "list of heading", "its headings; only for the article of the page" },
  { NULL, NULL, NULL },
};
static const RecordField author_fields[] = {
  { "name", "text", "as written" },
  { "url", "text", "home page" },
  { "email", "text", "e-mail address" },
  { "role", "text", "author, translator, editor ..." },
  { "image", "any", "portrait" },
  { "bio", "text", "a line about the person" },
  { "id", "text", "key in the authors' data" },
  { "affiliation", "text", "where they worked when they wrote it" },
  { NULL, NULL, NULL },
};
static const RecordField contact_fields[] = {
  { "name", "text", "whom to ask" },       { "email", "text", "e-mail address" },
  { "url", "text", "page for contact" },   { "phone", "text", "telephone number" },
  { "address", "text", "postal address" }, { NULL, NULL, NULL },
};
static const RecordField source_fields[] = {
  { "name", "text", "where the article was published first" },
  { "url", "text", "its address there" },
  { "author", "text", "its author there" },
  { "licence", "text", "under which it is reused" },
  { "permission", "text", "who allowed it" },
  { "date", "date", "when it was published there" },
  { "id", "text", "key in the sources' data" },
  { "home", "text", "address of the source itself" },
  { "original", "text", "address of the original article, when the author gives it" },
  { "until", "date", "when the permission ends" },
  { "credit", "text", "the line that the source asks for" },
  { "notice", "text", "the notice that its articles get" },
  { NULL, NULL, NULL },
};
static const RecordField correction_fields[] = {
  { "date", "date", "when it was corrected" },
  { "text", "text", "what was wrong and what is right" },
  { NULL, NULL, NULL },
};
static const RecordField image_fields[] = {
  { "src", "text", "as the author wrote it" },
  { "url", "text", "where it is published" },
  { "alt", "text", "what it shows, for those who cannot see it" },
  { "caption", "text", "line below it" },
  { "credit", "text", "whose it is" },
  { "licence", "text", "under which it is used" },
  { "source", "text", "where it comes from" },
  { "file", "text", "its path in the repository, if it is there" },
  { "width", "number", "in pixels" },
  { "height", "number", "in pixels" },
  { "bytes", "number", "of the file" },
  { "type", "text", "png, jpeg, gif, webp, avif or svg" },
  { "mime", "text", "the same for feeds: image/png" },
  { NULL, NULL, NULL },
};
static const RecordField heading_fields[] = {
  { "level", "number", "1 to 6" },
  { "id", "text", "anchor" },
  { "text", "text", "the heading as plain text" },
  { NULL, NULL, NULL },
};
static const RecordField loop_fields[] = {
  { "index", "number", "which turn, from 1" },
  { "first", "boolean", "is it the first turn?" },
  { "last", "boolean", "is it the last turn?" },
  { "length", "number", "how many turns there are" },
  { NULL, NULL, NULL },
};
static const RecordField slot_fields[] = {
  { "head", "html", "in <head>" },
  { "header", "html", "at the top of every page" },
  { "byline", "html", "below the byline of an article" },
  { "before_body", "html", "before the text" },
  { "after_body", "html", "after the text" },
  { "aside", "html", "beside the text" },
  { "footer", "html", "at the end of every page" },
  { NULL, NULL, NULL },
};
static const RecordField date_fields[] = {
  { "year", "number", "in the zone it was written in" },
  { "month", "number", "1 to 12" },
  { "day", "number", "1 to 31" },
  { "hour", "number", "0 to 23" },
  { "minute", "number", "0 to 59" },
  { "second", "number", "0 to 59" },
  { "weekday", "number", "1 Monday to 7 Sunday" },
  { NULL, NULL, NULL },
};

static const Record records[] = {
  { "site", "the site as a whole", site_fields },
  { "page", "the page that is rendered", page_fields },
  { "article", "an article: the page's own, or one in a list", article_fields },
  { "author", "somebody who wrote an article", author_fields },
  { "contact", "how to reach the publisher", contact_fields },
  { "source", "where an article comes from", source_fields },
  { "correction", "something that was put right", correction_fields },
  { "image", "a picture", image_fields },
  { "heading", "an entry of an article's outline", heading_fields },
  { "loop", "the turn of the innermost loop", loop_fields },
  { "slots", "what plugins put on the page", slot_fields },
  { "date", "a point in time", date_fields },
};
enum { RECORD_COUNT = sizeof records / sizeof records[0] };

static const char *const slots[] = { "head",       "header", "byline", "before_body",
                                     "after_body", "aside",  "footer" };

const char *const *slot_names(size_t *count) {
  *count = sizeof slots / sizeof slots[0];
  return slots;
}

const Record *record_list(size_t *count) {
  *count = RECORD_COUNT;
  return records;
}

const Record *record_find(Str name) {
  for (size_t i = 0; i < RECORD_COUNT; i++)
    if (str_eqc(name, records[i].name)) return &records[i];
  return NULL;
}

const RecordField *record_field(const Record *r, Str name) {
  for (const RecordField *f = r->fields; f->name; f++)
    if (str_eqc(name, f->name)) return f;
  return NULL;
}

Str record_nearest(const Record *r, Str name) {
  Str names[64];
  size_t count = 0;
  for (const RecordField *f = r->fields; f->name && count < 64; f++)
    names[count++] = str_c(f->name);
  return str_nearest(name, names, count);
}

static const struct {
  const char *name;
  TypeKind kind;
} kinds[] = { { "any", TYPE_ANY },      { "text", TYPE_TEXT }, { "number", TYPE_NUMBER },
              { "boolean", TYPE_BOOL }, { "date", TYPE_DATE }, { "html", TYPE_HTML },
              { "json", TYPE_JSON },    { "none", TYPE_NONE } };

Type type_of(TypeKind kind) {
  return (Type){ .kind = (uint8_t)kind };
}

Type type_parse(const char *type) {
  Type t = { 0 };
  while (strncmp(type, "list of ", 8) == 0) t.lists++, type += 8;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strcmp(kinds[i].name, type) == 0) {
      t.kind = (uint8_t)kinds[i].kind;
      return t;
    }
  t.record = record_find(str_c(type));
  if (t.record) t.kind = TYPE_RECORD;
  return t;
}

bool type_eq(Type a, Type b) {
  return a.kind == b.kind && a.lists == b.lists && a.record == b.record;
}

Type type_join(Type a, Type b) {
  if (type_eq(a, b)) return a;
  if (a.kind == TYPE_NONE && !a.lists) return b;
  if (b.kind == TYPE_NONE && !b.lists) return a;
  return type_of(TYPE_ANY);
}

Type type_item(Type list) {
  if (list.lists) {
    list.lists--;
    return list;
  }
  return type_of(TYPE_ANY);
}

Str type_name(Type t, Arena *a) {
  const char *word = "any value";
  switch ((TypeKind)t.kind) {
  case TYPE_ANY:
    word = t.lists ? "values" : "any value";
    break;
  case TYPE_TEXT:
    word = "text";
    break;
  case TYPE_NUMBER:
    word = t.lists ? "numbers" : "a number";
    break;
  case TYPE_BOOL:
    word = t.lists ? "booleans" : "a boolean";
    break;
  case TYPE_DATE:
    word = t.lists ? "dates" : "a date";
    break;
  case TYPE_HTML:
    word = "html";
    break;
  case TYPE_JSON:
    word = "json";
    break;
  case TYPE_NONE:
    word = "none";
    break;
  case TYPE_RECORD:
    return arena_printf(a, "%s%s'%s'", t.lists ? "a list of " : "the record ",
                        t.lists > 1 ? "lists of " : "", t.record->name);
  }
  return t.lists ? arena_printf(a, "a list of %s%s", t.lists > 1 ? "lists of " : "", word)
                 : str_c(word);
}
