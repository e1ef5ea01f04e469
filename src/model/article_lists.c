/* article_lists.c -- lists of an article as everybody wants them: tags once, corrections in order,
 * aliases as addresses. */
#include "base/map.h"
#include "model/article_private.h"
#include "text/normal.h"

#include <stdlib.h>

static int newest_first(const void *pa, const void *pb) {
  const Value *const *a = pa, *const *b = pb;
  int c = value_cmp(value_getc(*b, "date"), value_getc(*a, "date"));
  return c ? c : value_cmp(value_getc(*a, "text"), value_getc(*b, "text"));
}

/* Corrections in the order in which readers want them. */
static const Value *sort_corrections(ArticleReading *r, const Value *list) {
  size_t n = value_count(list);
  const Value **items = ARENA_ARRAY(r->arena, n + 1, const Value *);
  for (size_t i = 0; i < n; i++) items[i] = value_at(list, i);
  if (n) qsort(items, n, sizeof *items, newest_first);
  ListBuilder b = list_begin(r->arena);
  for (size_t i = 0; i < n; i++) list_add(&b, items[i]);
  return list_end(&b, list->span);
}

/* Tags that are the same to a reader count once; the first spelling stays. */
static const Value *unique(ArticleReading *r, const Value *list, const char *name) {
  ListBuilder b = list_begin(r->arena);
  Map seen = { 0 };
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = list->list.items[i];
    Str text = value_str(v, r->arena), key = tag_key(r->arena, text);
    if (str_empty(key)) {
      schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v, "remove it", "an empty item in '%s'",
                    name);
      r->ok = false;
    } else if (map_put(&seen, key, &seen)) {
      list_add(&b, v);
    }
  }
  map_free(&seen);
  return list_end(&b, list ? list->span : (Span){ 0 });
}

/* Jekyll's folders around _posts are categories: news/_posts/a.md. */
static const Value *categories(ArticleReading *r, const Value *list) {
  Str rest = r->out->below, part;
  long at = str_find(rest, S("/_posts/"));
  if (at <= 0) return list;
  rest = str_sub(rest, 0, (size_t)at);
  ListBuilder b = list_begin(r->arena);
  while (str_split(&rest, '/', &part))
    if (!str_eqc(part, "_drafts")) list_add(&b, value_of_str(r->arena, part));
  for (size_t i = 0; i < value_count(list); i++) list_add(&b, list->list.items[i]);
  return list_end(&b, list ? list->span : (Span){ 0 });
}

static const Value *check_aliases(ArticleReading *r, const Value *list) {
  ListBuilder b = list_begin(r->arena);
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = list->list.items[i];
    PagePath place;
    const char *problem = page_path(&place, r->arena, value_str(v, r->arena));
    if (problem) {
      schema_report(&r->context, DIAG_ERROR, P_ARTICLE_PLACE, v, "such as /old/address/",
                    "the alias \"%.*s\" %s", STR(value_str(v, r->arena)), problem);
      r->ok = false;
    } else {
      list_add(&b, value_of_str(r->arena, place.url));
    }
  }
  return list_end(&b, (Span){ 0 });
}

void article_lists(ArticleReading *r, const Value *map, MapBuilder *fields) {
  mapb_putc(fields, "tags", unique(r, value_getc(map, "tags"), "tags"));
  mapb_putc(fields, "categories",
            unique(r, categories(r, value_getc(map, "categories")), "categories"));
  const Value *corrections = value_getc(map, "corrections");
  if (corrections && corrections->kind == VALUE_LIST)
    mapb_putc(fields, "corrections", sort_corrections(r, corrections));
  mapb_putc(fields, "aliases", check_aliases(r, value_getc(map, "aliases")));
}
