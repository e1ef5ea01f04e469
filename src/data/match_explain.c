/* match_explain.c -- the conditions that decided, as data. */
#include "base/utf8.h"
#include "data/match_private.h"

enum { VALUES_MOST = 10, VALUE_LONGEST = 120 };

typedef struct {
  ListBuilder list;
  Arena *a;
  MatchRead read;
  void *context;
} Explaining;

/* At most so many bytes, never half a character. */
static Str shortened(Arena *a, Str s) {
  if (s.n <= VALUE_LONGEST) return s;
  size_t end = 0, next = 0;
  while (next <= VALUE_LONGEST) {
    end = next;
    utf8_next(s, &next);
  }
  Str parts[] = { str_sub(s, 0, end), S("\xE2\x80\xA6") };
  return arena_concat(a, parts, 2);
}

static void add_text(ListBuilder *list, Arena *a, const Value *v) {
  Str text = v->kind == VALUE_LIST ? S("") : match_text(v, a);
  Str id = value_strc(v, "id");
  if (id.n && !str_eq(id, text)) text = arena_printf(a, "%.*s (%.*s)", STR(text), STR(id));
  if (v->kind != VALUE_NULL && text.n && list->count < VALUES_MOST)
    list_add(list, value_of_str(a, shortened(a, text)));
}

static const char *test_name(const Match *m) {
  if (m->op == OP_PRESENT) return "present";
  if (m->op == OP_ABSENT) return "absent";
  return m->compare == AS_PATH ? "matches" : "is";
}

static void add_leaf(Explaining *e, const Match *m, bool negated) {
  Arena *a = e->a;
  ListBuilder wanted = list_begin(a), value = list_begin(a);
  if (m->op == OP_IN)
    for (size_t i = 0; i < m->count; i++) list_add(&wanted, value_of_str(a, m->values[i]));
  const Value *v = e->read(e->context, m->field);
  if (v && v->kind == VALUE_LIST) {
    for (size_t i = 0; i < v->list.count; i++) add_text(&value, a, v->list.items[i]);
  } else if (v) {
    add_text(&value, a, v);
  }
  MapBuilder b = map_begin(a);
  mapb_putc(&b, "field", value_of_str(a, m->field));
  mapb_putc(&b, "test", value_of_str(a, str_c(test_name(m))));
  mapb_putc(&b, "wanted", list_end(&wanted, (Span){ 0 }));
  mapb_putc(&b, "value", list_end(&value, (Span){ 0 }));
  if (negated) mapb_putc(&b, "not", value_of_bool(a, true));
  list_add(&e->list, map_end(&b, (Span){ 0 }));
}

/* `m` has the outcome `holds`; `negated` counts the `not:` around it. */
static void explain(Explaining *e, const Match *m, bool holds, bool negated) {
  if (m->op == OP_NOT) {
    /* It holds when none of its parts does. */
    for (size_t i = 0; i < m->count; i++) {
      bool part = match_eval(m->parts[i], e->a, e->read, e->context);
      if (holds || part) explain(e, m->parts[i], part, !negated);
      if (!holds && part) return;
    }
    return;
  }
  if (m->op != OP_ALL && m->op != OP_ANY) {
    add_leaf(e, m, negated);
    return;
  }
  /* All of a map that holds count, and all of an `any` that does not. */
  bool every = (m->op == OP_ALL) == holds;
  for (size_t i = 0; i < m->count; i++) {
    if (!every && match_eval(m->parts[i], e->a, e->read, e->context) != holds) continue;
    explain(e, m->parts[i], holds, negated);
    if (!every) return;
  }
}

const Value *match_explain(const Match *m, Arena *a, MatchRead read, void *context) {
  Explaining e = { list_begin(a), a, read, context };
  explain(&e, m, match_eval(m, a, read, context), false);
  return list_end(&e.list, (Span){ 0 });
}
