/* catalog.c -- sorted lists, groups within them, and answers found so far. */
#include "model/catalog.h"

#include "data/match.h"
#include "model/record.h"
#include "text/normal.h"
#include <stdlib.h>

/* Row numbers in all orders and remembered answers together; with more, all are forgotten. */
enum { REMEMBERED_MOST = 4000000 };

typedef struct {
  uint32_t *rows;
  size_t count, cap;
} Numbers;

/* What `is` may ask for. */
static const char *const fields[] = { "tags", "categories", "authors", "series", "language" };
enum { TAGS, CATEGORIES, AUTHORS, SERIES, LANGUAGE, FIELDS };

/* All rows in one order, and grouped by what has been asked for. */
typedef struct {
  Numbers rows;
  bool ascending;
  bool by_date;
  bool grouped[FIELDS];
  Map groups[FIELDS]; /* folded text -> Numbers* */
} Sorted;

typedef struct {
  const uint32_t *base; /* what is left to choose from, in order */
  size_t base_count;
  bool whole; /* all of base is the answer */
  size_t at;  /* how far base was looked at */
  Numbers found;
  const Match *is, *where;
  bool dated;
  int64_t from, to;
} Answer;

struct Catalog {
  const World *world;
  Arena arena;
  Map orders;  /* "ascending unlisted field" -> Sorted* */
  Map answers; /* query -> Answer* */
  size_t remembered;
};

Catalog *catalog_new(const World *w) {
  Catalog *c = mem_calloc(1, sizeof *c);
  c->world = w;
  return c;
}

static void forget(Catalog *c) {
  for (size_t i = 0; i < c->orders.count; i++) {
    Sorted *s = c->orders.items[i].value;
    for (size_t f = 0; f < FIELDS; f++) map_free(&s->groups[f]);
  }
  map_free(&c->orders);
  map_free(&c->answers);
  arena_free(&c->arena);
  c->orders = c->answers = (Map){ 0 };
  c->remembered = 0;
}

void catalog_free(Catalog *c) {
  if (!c) return;
  forget(c);
  free(c);
}

static void add_number(Arena *a, Numbers *n, uint32_t row) {
  n->rows = arena_grow(a, n->rows, n->count, &n->cap, sizeof *n->rows);
  n->rows[n->count++] = row;
}

static const Value *dotted(const Value *v, Str path) {
  Str part;
  while (v && str_split(&path, '.', &part)) v = value_get(v, part);
  return v && v->kind != VALUE_NULL ? v : NULL;
}

/* -- orders -- */

typedef struct {
  uint32_t row;
  bool ascending;
  const Value *order;
} Entry;

/* As indexes are ordered: row numbers are in the order of paths. */
static int compare(const void *pa, const void *pb) {
  const Entry *a = pa, *b = pb;
  if (!a->order != !b->order) return a->order ? -1 : 1;
  int c = a->order ? value_cmp(a->order, b->order) : 0;
  if (c) return a->ascending ? c : -c;
  return (a->row > b->row) - (a->row < b->row);
}

static Sorted *sorted_by(Catalog *c, Str order, bool ascending, bool unlisted) {
  Str parts[] = { ascending ? S("+") : S("-"), unlisted ? S("u") : S("l"), order };
  Str name = arena_concat(&c->arena, parts, 3);
  Sorted *s = map_get(&c->orders, name);
  if (s) return s;
  s = ARENA_NEW(&c->arena, Sorted);
  s->ascending = ascending;
  s->by_date = str_eqc(order, "date");
  const World *w = c->world;
  Entry *entries = mem_calloc(w->row_count, sizeof *entries);
  size_t n = 0;
  for (uint32_t row = 1; row <= w->row_count; row++) {
    const Value *v = w->rows[row - 1].v;
    if (!unlisted && !value_bool(value_getc(v, "listed"), true)) continue;
    entries[n++] = (Entry){ row, ascending, dotted(v, order) };
  }
  if (n) qsort(entries, n, sizeof *entries, compare);
  s->rows.rows = ARENA_ARRAY(&c->arena, n, uint32_t);
  for (s->rows.count = 0; s->rows.count < n; s->rows.count++)
    s->rows.rows[s->rows.count] = entries[s->rows.count].row;
  free(entries);
  c->remembered += n;
  map_put(&c->orders, name, s);
  return s;
}

/* -- groups -- */

static Str lower(Arena *a, Str s) {
  char *out = arena_dup(a, s.p ? s.p : "", s.n);
  for (size_t i = 0; i < s.n; i++)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] + 32);
  return str_n(out, s.n);
}

/* Texts that match.h takes for equal have one key. */
static Str key_of(Arena *a, int field, Str text) {
  if (field == TAGS || field == CATEGORIES) return tag_key(a, text);
  return field == LANGUAGE ? lower(a, text) : text;
}

static void group_row(Catalog *c, Map *groups, Str key, uint32_t row) {
  Numbers *n = map_get(groups, key);
  if (!n) {
    n = ARENA_NEW(&c->arena, Numbers);
    map_put(groups, arena_str(&c->arena, key), n);
  }
  if (n->count == 0 || n->rows[n->count - 1] != row) add_number(&c->arena, n, row);
  c->remembered++;
}

/* One item of a field: a text, or a person with name and id. */
static void group_item(Catalog *c, Map *groups, int field, const Value *v, uint32_t row) {
  Arena scratch = { 0 };
  Str text = v->kind == VALUE_MAP ? value_strc(v, "name") : value_str(v, &scratch);
  Str key = key_of(&scratch, field, text);
  group_row(c, groups, key, row);
  /* zh covers zh-Hans, and zh-Hans covers zh-Hans-CN. */
  for (size_t i = 1; field == LANGUAGE && i < key.n; i++)
    if (key.p[i] == '-') group_row(c, groups, str_sub(key, 0, i), row);
  Str id = v->kind == VALUE_MAP ? value_strc(v, "id") : S("");
  if (id.n) group_row(c, groups, id, row);
  arena_free(&scratch);
}

static const Numbers *group_of(Catalog *c, Sorted *s, int field, Str key) {
  static const Numbers none = { 0 };
  Map *groups = &s->groups[field];
  if (!s->grouped[field]) {
    s->grouped[field] = true;
    for (size_t i = 0; i < s->rows.count; i++) {
      uint32_t row = s->rows.rows[i];
      const Value *v = value_getc(c->world->rows[row - 1].v, fields[field]);
      if (!v) continue;
      if (v->kind != VALUE_LIST) group_item(c, groups, field, v, row);
      for (size_t k = 0; v->kind == VALUE_LIST && k < v->list.count; k++)
        group_item(c, groups, field, v->list.items[k], row);
    }
  }
  const Numbers *n = map_get(groups, key);
  return n ? n : &none;
}

/* -- questions -- */

static int64_t seconds_of(const Catalog *c, uint32_t row) {
  const Value *date = value_getc(c->world->rows[row - 1].v, "date");
  return date && date->kind == VALUE_DATE ? date->date.seconds : INT64_MIN;
}

/* How many of the rows, which are in the order of dates, come before `limit`: older
 * ones when ascending, else those that are not older. */
static size_t before(const Catalog *c, const Answer *q, bool ascending, int64_t limit) {
  size_t low = 0, high = q->base_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    bool older = seconds_of(c, q->base[middle]) < limit;
    if (older == ascending)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void cut_to_dates(const Catalog *c, Answer *q, bool ascending) {
  size_t a = before(c, q, ascending, q->from), b = before(c, q, ascending, q->to);
  size_t first = ascending ? a : b, end = ascending ? b : a;
  q->base += first;
  q->base_count = end > first ? end - first : 0;
  q->dated = false;
}

static Answer *answer_new(Catalog *c, const Value *query) {
  Arena *a = &c->arena;
  Answer *q = ARENA_NEW(a, Answer);
  const Value *is = value_getc(query, "is"), *from = value_getc(query, "from"),
              *to = value_getc(query, "to"), *where = value_getc(query, "where");
  Sorted *s =
      sorted_by(c, value_strc(query, "order"), value_bool(value_getc(query, "ascending"), false),
                value_bool(value_getc(query, "unlisted"), false));
  q->base = s->rows.rows;
  q->base_count = s->rows.count;
  q->dated = from || to;
  q->from = value_int(from, INT64_MIN);
  q->to = value_int(to, INT64_MAX);
  /* The shortest group there is to choose from. */
  size_t left = 0;
  for (int f = 0; f < FIELDS; f++) {
    const Value *wanted = value_getc(is, fields[f]);
    if (!wanted) continue;
    left++;
    if (value_count(wanted) != 1 || wanted->kind != VALUE_LIST) continue;
    const Value *text = value_at(wanted, 0);
    if (text->kind != VALUE_STR) continue;
    const Numbers *group = group_of(c, s, f, key_of(a, f, text->str));
    if (group->count <= q->base_count) {
      q->base = group->rows;
      q->base_count = group->count;
    }
  }
  bool grouped = left == 1 && q->base != s->rows.rows;
  if (left && !grouped) q->is = match_compile(a, is);
  if (where) q->where = match_compile(a, where);
  if (q->dated && s->by_date) cut_to_dates(c, q, s->ascending);
  q->whole = !q->is && !q->where && !q->dated;
  return q;
}

static bool holds(const Catalog *c, const Answer *q, uint32_t row) {
  if (q->dated) {
    int64_t at = seconds_of(c, row);
    if (at < q->from || at >= q->to) return false;
  }
  Arena scratch = { 0 };
  const Value *v = c->world->rows[row - 1].v;
  bool ok =
      (!q->is || match_row(q->is, &scratch, v)) && (!q->where || match_row(q->where, &scratch, v));
  arena_free(&scratch);
  return ok;
}

/* The answer, known up to row `to` at least, or to its end. */
static Answer *answer_to(Catalog *c, Str query, size_t to) {
  Answer *q = map_get(&c->answers, query);
  if (!q) {
    if (c->remembered > REMEMBERED_MOST) forget(c);
    Reader in = { query, false };
    Arena scratch = { 0 };
    const Value *v = value_decode(&c->arena, &in);
    bool good = v && !in.bad && v->kind == VALUE_MAP;
    /* A record of a kept result may hold anything. */
    Diags d = { 0 };
    const Source nowhere = { 0 };
    const SchemaContext check = { .arena = &scratch, .diags = &d, .source = &nowhere };
    good = good && match_check(value_getc(v, "where"), S("where"), &check) &&
           match_check(value_getc(v, "is"), S("is"), &check);
    diags_free(&d);
    arena_free(&scratch);
    if (!good) return NULL;
    q = answer_new(c, v);
    map_put(&c->answers, arena_str(&c->arena, query), q);
    c->remembered += 16;
  }
  for (; !q->whole && q->at < q->base_count && q->found.count < to; q->at++) {
    uint32_t row = q->base[q->at];
    if (!holds(c, q, row)) continue;
    add_number(&c->arena, &q->found, row);
    c->remembered++;
  }
  return q;
}

size_t catalog_slice(Catalog *c, Str query, size_t from, size_t to, uint32_t *out) {
  const Answer *q = answer_to(c, query, to);
  if (!q) return 0;
  const uint32_t *rows = q->whole ? q->base : q->found.rows;
  size_t count = q->whole ? q->base_count : q->found.count;
  if (to > count) to = count;
  if (from > to) from = to;
  if (out && to > from) memcpy(out, rows + from, (to - from) * sizeof *out);
  return to - from;
}

size_t catalog_count(Catalog *c, Str query) {
  const Answer *q = answer_to(c, query, SIZE_MAX);
  if (!q) return 0;
  return q->whole ? q->base_count : q->found.count;
}
