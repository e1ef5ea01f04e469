/* notice_values.c -- from {{ source.name }} to its text. */
#include "lua/notice_values.h"

#include "lua/lib_date.h"
#include "text/dates.h"
#include "text/lang.h"

enum { LIST_MOST = 100 };

static Str date_text(const NoticeValues *f, Date d) {
  if (!f->libs->text) return lib_date_text(f->a, d);
  return dates_format(f->libs->text, f->a, f->language, S("long"), d.seconds, d.offset, S(""));
}

/* Texts of a list, each once, as the language writes lists. */
typedef struct {
  Str items[LIST_MOST];
  size_t count;
} Texts;

static void add_text(Texts *t, Str s) {
  for (size_t i = 0; i < t->count; i++)
    if (str_eq(t->items[i], s)) return;
  if (s.n && t->count < LIST_MOST) t->items[t->count++] = s;
}

static Str joined(const NoticeValues *f, const Texts *t) {
  bool wide = lang_is(f->language, "zh") || lang_is(f->language, "ja");
  Buf out = { 0 };
  for (size_t i = 0; i < t->count; i++) {
    if (i) buf_c(&out, wide ? "、" : ", ");
    buf_str(&out, t->items[i]);
  }
  Str s = buf_dup(&out, f->a);
  buf_free(&out);
  return s;
}

/* What a record is called. */
static Str record_text(const Value *v) {
  static const char *const names[] = { "name", "by", "text" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    Str s = value_strc(v, names[i]);
    if (s.n) return s;
  }
  return S("");
}

/* A scalar as text; of people and other named things their names. */
static Str value_text(const NoticeValues *f, const Value *v) {
  switch (v ? v->kind : VALUE_NULL) {
  case VALUE_NULL:
  case VALUE_BOOL: /* `sponsored: true` says that, not by whom */
    return S("");
  case VALUE_DATE:
    return date_text(f, v->date);
  case VALUE_MAP:
    return record_text(v);
  case VALUE_LIST: {
    Texts *t = ARENA_NEW(f->a, Texts);
    for (size_t i = 0; i < v->list.count && i < LIST_MOST; i++)
      if (v->list.items[i]->kind != VALUE_LIST) add_text(t, value_text(f, v->list.items[i]));
    return joined(f, t);
  }
  default:
    return value_str(v, f->a);
  }
}

static const char *const row_names[] = { "title",  "url",      "date", "updated",     "authors",
                                         "source", "language", "id",   "description", "image",
                                         "series", "expires",  "ai",   "sponsored",   NULL };
static const char *const site_names[] = { "title",  "subtitle", "url",      "base",
                                          "author", "contact",  "language", NULL };

/* Fields of records that may be absent; of what is there every field will do. */
static const char *const deep_names[] = {
  "source.id",
  "source.name",
  "source.url",
  "source.home",
  "source.original",
  "source.author",
  "source.licence",
  "source.permission",
  "source.until",
  "source.credit",
  "image.src",
  "image.url",
  "image.alt",
  "image.caption",
  "image.credit",
  "image.licence",
  "authors.name",
  "authors.affiliation",
  "authors.role",
  "authors.url",
  "authors.bio",
  "authors.email",
  "sponsored.by",
  "sponsored.url",
  "ai.text",
  "ai.role",
  "ai.tool",
  "ai.reviewed_by",
  "site.author.name",
  "site.author.url",
  "site.author.email",
  "site.author.role",
  "site.contact.name",
  "site.contact.url",
  "site.contact.email",
  "site.contact.role",
  NULL,
};

/* The field that a text in place of a record stands for. */
static const char *const first_fields[] = { "sponsored.by", "ai.text", NULL };

static bool known_name(const char *const *names, Str name) {
  for (; *names; names++)
    if (str_eqc(name, *names)) return true;
  return false;
}

/* The text behind a dotted name; *found when there is a value. */
static Str walk(const NoticeValues *f, Ref at, Str dotted, bool *found) {
  const World *w = f->sb->world;
  Reads *r = f->sb->reads;
  Str part;
  while (at.v && str_split(&dotted, '.', &part)) {
    if (at.v->kind != VALUE_LIST) {
      at = ref_get(w, r, at, part);
      continue;
    }
    Str rest = str_n(part.p, part.n + (dotted.p ? dotted.n + 1 : 0));
    Texts *t = ARENA_NEW(f->a, Texts);
    size_t count = ref_count(w, r, at);
    for (size_t i = 0; i < count && i < LIST_MOST; i++)
      add_text(t, walk(f, ref_at(w, r, at, i), rest, found));
    return joined(f, t);
  }
  const Value *v = at.v ? ref_deep(w, r, at) : NULL;
  if (v) *found = true;
  return value_text(f, v);
}

bool notice_values_get(void *context, Str name, Str *out) {
  const NoticeValues *f = context;
  const Value *given = value_get(f->values, name);
  if (given) {
    *out = value_text(f, given);
    return true;
  }
  /* As front matter takes both. */
  if (str_eqc(name, "author")) name = S("authors");
  if (str_starts(name, S("author."))) {
    Str parts[] = { S("authors"), str_sub(name, 6, name.n) };
    name = arena_concat(f->a, parts, 2);
  }
  bool site = str_starts(name, S("site.")), found = false;
  Str rest = site ? str_sub(name, 5, name.n) : name;
  Ref root = site ? world_settings(f->sb->world) : f->article;
  *out = walk(f, root, rest, &found);
  if (!found && known_name(first_fields, name)) {
    Ref whole =
        ref_get(f->sb->world, f->sb->reads, root, str_sub(name, 0, (size_t)str_chr(name, '.')));
    if (whole.v && whole.v->kind == VALUE_STR) *out = whole.v->str;
  }
  return found || known_name(site ? site_names : row_names, rest) || known_name(deep_names, name);
}

size_t notice_values_names(const NoticeValues *f, const Str **out) {
  size_t given = f->values && f->values->kind == VALUE_MAP ? f->values->map.count : 0, n = 0;
  enum { ROWS = sizeof row_names / sizeof row_names[0] - 1 };
  enum { SITES = sizeof site_names / sizeof site_names[0] - 1 };
  enum { DEEP = sizeof deep_names / sizeof deep_names[0] - 1 };
  Str *names = ARENA_ARRAY(f->a, given + ROWS + SITES + DEEP, Str);
  for (size_t i = 0; i < given; i++) names[n++] = f->values->map.fields[i].key;
  for (size_t i = 0; i < ROWS; i++) names[n++] = str_c(row_names[i]);
  for (size_t i = 0; i < DEEP; i++) names[n++] = str_c(deep_names[i]);
  for (size_t i = 0; i < SITES; i++) names[n++] = arena_printf(f->a, "site.%s", site_names[i]);
  *out = names;
  return n;
}
