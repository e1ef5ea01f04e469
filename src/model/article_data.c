/* article_data.c -- authors and sources: what data/ knows of them, under what the
 * article says. */
#include "model/article.h"
#include "model/world.h"

#include "text/lang.h"

typedef struct {
  Arena *arena;
  const World *world;
  Reads *reads;
  const Article *article;
  Diags *diags;
  bool ok;
} Resolve;

/* Entry `key` of data/<table>.yaml, as a whole; NULL when there is none. */
static const Value *entry(const Resolve *r, const char *table, Str key) {
  Ref at = ref_get(r->world, r->reads, world_data(r->world), str_c(table));
  if (!at.v || at.v->kind != VALUE_MAP || !key.n) return NULL;
  at = ref_get(r->world, r->reads, at, key);
  return at.v && at.v->kind == VALUE_MAP ? ref_deep(r->world, r->reads, at) : NULL;
}

static const Value *table_of(const Resolve *r, const char *table) {
  Ref at = ref_get(r->world, r->reads, world_data(r->world), str_c(table));
  return at.v && at.v->kind == VALUE_MAP ? ref_deep(r->world, r->reads, at) : NULL;
}

/* The same by what readers see: the entry whose name, in any language, this is.
 * Reads the whole table, so it comes after the look-up by key. */
static const Value *entry_named(const Resolve *r, const char *table, Str name, Str *key) {
  const Value *all = table_of(r, table);
  for (size_t i = 0; i < value_count(all); i++) {
    const Value *one = all->map.fields[i].value;
    bool same = str_eq(value_strc(one, "name"), name);
    for (size_t k = 0; !same && one->kind == VALUE_MAP && k < one->map.count; k++)
      same = str_eq(value_strc(one->map.fields[k].value, "name"), name);
    if (!same) continue;
    *key = all->map.fields[i].key;
    return one;
  }
  return NULL;
}

static Str primary(Str language) {
  long dash = str_chr(language, '-');
  return dash < 0 ? language : str_sub(language, 0, (size_t)dash);
}

/* What the entry says in this language: a map under the language's tag, or under
 * one of the same primary language ("zh" holds for zh-Hant). */
static const Value *in_language(Arena *a, const Value *one, Str language) {
  const Value *near = NULL;
  for (size_t i = 0; one && i < value_count(one); i++) {
    const Field *f = &one->map.fields[i];
    if (f->value->kind != VALUE_MAP) continue;
    Str tag = lang_canonical(a, f->key);
    if (str_eq(tag, language)) return f->value;
    if (!near && str_eq(tag, primary(language))) near = f->value;
  }
  return near;
}

static void lay_over(MapBuilder *b, const Value *fields) {
  for (size_t i = 0; i < value_count(fields); i++) {
    const Field *f = &fields->map.fields[i];
    if (f->value->kind != VALUE_MAP && f->value->kind != VALUE_NULL) mapb_field(b, *f);
  }
}

/* The same from a data file: places in it are none in the article. */
static void lay_data(Arena *a, MapBuilder *b, const Value *fields) {
  for (size_t i = 0; i < value_count(fields); i++) {
    const Field *f = &fields->map.fields[i];
    if (f->value->kind == VALUE_MAP || f->value->kind == VALUE_NULL) continue;
    Value *v = ARENA_NEW(a, Value);
    *v = *f->value;
    v->span = (Span){ 0 };
    mapb_field(b, (Field){ .key = f->key, .value = v });
  }
}

/* Entry, then its language, then what the article says itself. */
static MapBuilder merged(const Resolve *r, Str key, const Value *one, const Value *own) {
  MapBuilder b = map_begin(r->arena);
  if (one) {
    mapb_putc(&b, "name", value_of_str(r->arena, key));
    lay_data(r->arena, &b, one);
    lay_data(r->arena, &b, in_language(r->arena, one, r->article->language));
  }
  lay_over(&b, own);
  if (one) mapb_putc(&b, "id", value_of_str(r->arena, key));
  return b;
}

/* Where the article gives the key, that is not the name. */
static void put_name(const Resolve *r, MapBuilder *b, const Value *one) {
  Str name = value_strc(in_language(r->arena, one, r->article->language), "name");
  if (!name.n) name = value_strc(one, "name");
  if (name.n) mapb_putc(b, "name", value_of_str(r->arena, name));
}

static void no_such(Resolve *r, const char *table, const Value *at, Str key) {
  const Value *all = table_of(r, table);
  size_t n = value_count(all);
  Str *names = ARENA_ARRAY(r->arena, n + 1, Str);
  for (size_t i = 0; i < n; i++) names[i] = all->map.fields[i].key;
  Str near = str_nearest(key, names, n);
  Diag *d = diag_at(
      r->diags, DIAG_ERROR, P_FRONT_FIELD, &r->article->source,
      (Range){ at->span.offset, at->span.length },
      near.n ? NULL : arena_cstr(r->arena, arena_printf(r->arena, "add it to data/%s.yaml", table)),
      "data/%s.yaml has no '%.*s'", table, STR(key));
  if (near.n) diag_help(r->diags, d, "did you mean '%.*s'?", STR(near));
  r->ok = false;
}

/* What a person or source is called in the article, looked up and laid under what the
 * article says of it. *one: its entry, NULL when data has none. False: reported. */
static bool look_up(Resolve *r, const char *table, const Value *own, const Value **one,
                    MapBuilder *out) {
  const Value *id = value_getc(own, "id");
  Str key = id ? value_str(id, r->arena) : value_strc(own, "name");
  *one = entry(r, table, key);
  if (id && !*one) {
    no_such(r, table, id, key);
    return false;
  }
  bool by_key = *one && !id;
  if (!*one && key.n) *one = entry_named(r, table, key, &key);
  *out = merged(r, key, *one, own);
  if (by_key) put_name(r, out, *one);
  return true;
}

static const Value *author(Resolve *r, const Value *own) {
  const Value *one;
  MapBuilder b;
  return look_up(r, "authors", own, &one, &b) && one ? map_end(&b, own->span) : own;
}

static const Value *source(Resolve *r, const Value *own) {
  const Value *one;
  MapBuilder b;
  if (!look_up(r, "sources", own, &one, &b)) return own;
  /* `url` in the article is the original's; in the data it is the source's home. */
  Str original = value_strc(own, "url"), home = value_strc(one, "url");
  if (original.n) mapb_putc(&b, "original", value_of_str(r->arena, original));
  if (home.n) mapb_putc(&b, "home", value_of_str(r->arena, home));
  return map_end(&b, own->span);
}

/* The notice on the page that remains must be one. */
static void check_notice(Resolve *r, const Value *v) {
  const Str *ids;
  size_t count;
  if (!v || v->kind != VALUE_STR) return;
  world_notice_ids(r->world, r->reads, &ids, &count);
  for (size_t i = 0; i < count; i++)
    if (str_eq(ids[i], v->str)) return;
  Str near = str_nearest(v->str, ids, count);
  Diag *d = diag_at(r->diags, DIAG_ERROR, P_FRONT_FIELD, &r->article->source,
                    (Range){ v->span.offset, v->span.length },
                    near.n ? NULL : "notices are the files notices/<id>.<language>.md",
                    "there is no notice '%.*s'", STR(v->str));
  if (near.n) diag_help(r->diags, d, "did you mean '%.*s'?", STR(near));
  r->ok = false;
}

bool article_resolve(Article *article, Arena *a, const World *w, Reads *reads, Diags *d) {
  Resolve r = { a, w, reads, article, d, true };
  MapBuilder b = map_from(a, article->fields);
  const Value *authors = value_getc(article->fields, "authors");
  if (value_count(authors)) {
    ListBuilder list = list_begin(a);
    for (size_t i = 0; i < value_count(authors); i++)
      list_add(&list, author(&r, value_at(authors, i)));
    mapb_putc(&b, "authors", list_end(&list, authors->span));
  }
  const Value *from = value_getc(article->fields, "source");
  if (from && from->kind == VALUE_MAP) mapb_putc(&b, "source", source(&r, from));
  check_notice(&r, value_path(article->fields, "withdrawn.notice"));
  article->fields = map_end(&b, (Span){ 0 });
  return r.ok;
}

void article_image(Article *article, Arena *a, const World *w, Reads *reads, Str file) {
  const Value *own = value_getc(article->fields, "image");
  if (!own || own->kind != VALUE_MAP || !file.n) return;
  Resolve r = { a, w, reads, article, NULL, true };
  const Value *one = entry(&r, "images", file);
  if (!one) one = entry(&r, "images", str_base(file));
  if (!one) return;
  MapBuilder image = map_begin(a), fields = map_from(a, article->fields);
  lay_over(&image, one);
  lay_over(&image, in_language(a, one, article->language));
  lay_over(&image, own);
  mapb_putc(&fields, "image", map_end(&image, own->span));
  article->fields = map_end(&fields, (Span){ 0 });
}
