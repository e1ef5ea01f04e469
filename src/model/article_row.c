/* article_row.c -- an Article and what the pipeline found out, as a catalog row. */
#include "model/article.h"

typedef struct {
  MapBuilder map;
  Arena *arena;
  const Value *fields;
} Row;

static void put_text(Row *r, const char *name, Str s) {
  if (s.n) mapb_putc(&r->map, name, value_of_str(r->arena, s));
}

static void put_field(Row *r, const char *name) {
  const Value *v = value_getc(r->fields, name);
  if (v && v->kind != VALUE_NULL) mapb_putc(&r->map, name, v);
}

static void put_list(Row *r, const char *name, const Value *list) {
  ListBuilder none = list_begin(r->arena);
  mapb_putc(&r->map, name, list && list->kind == VALUE_LIST ? list : list_end(&none, (Span){ 0 }));
}

static void put_image(Row *r, Str url, Str file) {
  const Value *image = value_getc(r->fields, "image");
  if (!image || image->kind != VALUE_MAP) return;
  MapBuilder b = map_from(r->arena, image);
  mapb_putc(&b, "url", value_of_str(r->arena, url.n ? url : value_strc(image, "src")));
  if (file.n) mapb_putc(&b, "file", value_of_str(r->arena, file));
  mapb_putc(&r->map, "image", map_end(&b, image->span));
}

const Value *article_row(Arena *a, const Article *article, const ArticleRest *rest) {
  Row r = { .map = map_begin(a), .arena = a, .fields = article->fields };
  put_text(&r, "path", article->source.path);
  put_text(&r, "url", rest->url);
  put_text(&r, "id", article->id);
  put_text(&r, "slug", article->slug);
  put_text(&r, "title", rest->title.n ? rest->title : article->title);
  if (rest->has_date) mapb_putc(&r.map, "date", value_of_date(a, rest->date));
  if (rest->has_updated) mapb_putc(&r.map, "updated", value_of_date(a, rest->updated));
  put_text(&r, "language", article->language);
  put_list(&r, "authors", value_getc(article->fields, "authors"));
  put_field(&r, "source");
  put_image(&r, rest->image_url, rest->image_file);
  put_text(&r, "description", article->description);
  put_text(&r, "excerpt", rest->excerpt);
  put_list(&r, "tags", value_getc(article->fields, "tags"));
  put_list(&r, "categories", value_getc(article->fields, "categories"));
  put_text(&r, "series", article->series);
  /* The page of docs/ belongs to docs. */
  Str place = article->section_page && article->place.n > 3
                  ? str_sub(article->place, 0, article->place.n - 3)
                  : str_dir(article->place);
  put_text(&r, "section", place);
  if (article->section_page) mapb_putc(&r.map, "section_page", value_of_bool(a, true));
  mapb_putc(&r.map, "weight", value_of_int(a, article->weight));
  put_text(&r, "layout", article->layout);
  put_field(&r, "notice");
  put_field(&r, "related");
  put_field(&r, "corrections");
  put_field(&r, "withdrawn");
  mapb_putc(&r.map, "listed", value_of_bool(a, article->listed));
  put_field(&r, "comments");
  put_field(&r, "sponsored");
  put_field(&r, "ai");
  put_text(&r, "translation", article->translation);
  put_text(&r, "guid", article->guid);
  put_list(&r, "aliases", value_getc(article->fields, "aliases"));
  mapb_putc(&r.map, "words", value_of_int(a, rest->words));
  if (article->has_expires) mapb_putc(&r.map, "expires", value_of_date(a, article->expires));
  mapb_putc(&r.map, "draft", value_of_bool(a, article->draft));
  if (rest->options) mapb_putc(&r.map, "options", rest->options);
  mapb_putc(&r.map, "extra", article->extra);
  return map_end(&r.map, (Span){ 0 });
}
