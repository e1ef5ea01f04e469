/* directive_notations.c -- Hugo's, Liquid's and fenced directives, character by character. */
#include "doc/directive_notations.h"

#include "doc/directive.h"
#include "doc/directive_chars.h"

static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool word(char c) {
  return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* `arg` under another name or with another value, which outlives it. */
static DirectiveValue keep_value(const Notation *x, const DirectiveArg *arg, Str name, Str value) {
  return (DirectiveValue){ arena_str(x->arena, name),
                           arena_str(x->arena, value),
                           { x->base + arg->at.offset, arg->at.length },
                           { x->base + arg->whole.offset, arg->whole.length } };
}

static void take_values(const Notation *x, Mark *k, const Directive *d) {
  k->data.values = ARENA_ARRAY(x->arena, d->count, DirectiveValue);
  k->data.count = d->count;
  for (size_t i = 0; i < d->count; i++)
    k->data.values[i] = keep_value(x, &d->args[i], d->args[i].name, d->args[i].value);
}

/* Values from `at` on; gives where it stopped. */
static size_t read_args(const Notation *x, Directive *d, Str text, size_t at,
                        const char *const *ends) {
  d->count = 0;
  d->problem = NULL;
  return directive_read_args(d, x->arena, text, at, ends);
}

static void take_problem(const Notation *x, Mark *k, const Directive *d) {
  k->data.problem = d->problem;
  k->data.problem_at = (Range){ x->base + d->problem_at.offset, d->problem_at.length };
}

/* Values up to one of `ends`; gives where the end begins, or 0. */
static size_t values(const Notation *x, Mark *k, Str text, size_t from, const char *const *ends) {
  Directive d;
  size_t at = read_args(x, &d, text, from, ends);
  if (d.problem) {
    take_problem(x, k, &d);
    size_t nearest = text.n;
    for (const char *const *end = ends; *end; end++) {
      long found = str_find(str_sub(text, from, text.n), str_c(*end));
      if (found >= 0 && from + (size_t)found < nearest) nearest = from + (size_t)found;
    }
    at = nearest;
  }
  take_values(x, k, &d);
  return at < text.n ? at : 0;
}

static size_t read_name(const Notation *x, Mark *k, Str text, size_t at) {
  size_t from = at;
  if (at < text.n && letter(text.p[at]))
    while (at < text.n && word(text.p[at])) at++;
  k->data.name = str_sub(text, from, at);
  k->data.name_at = (Range){ x->base + from, at - from };
  return at;
}

/* The text up to the next opening, if an end of this one is before that; else empty. */
static Str up_to_next(Str text, size_t from, const char *close, const char *open,
                      const char *other) {
  bool closed = false;
  size_t i = from;
  while (i < text.n && !here(text, i, open) && !here(text, i, other)) {
    closed = closed || here(text, i, close);
    i++;
  }
  return closed ? str_sub(text, 0, i) : S("");
}

size_t notation_hugo(const Notation *x, size_t at, Mark *k) {
  static const char *const angle[] = { "/>}}", ">}}", NULL }, *const percent[] = { "/%}}", "%}}",
                                                                                   NULL };
  const char *const *ends = x->text.p[at + 2] == '<' ? angle : percent;
  Str text = x->text;
  k->kind = DIRECTIVES_HUGO;
  size_t i = skip_white(text, at + 3);
  if (i < text.n && text.p[i] == '/' && !here(text, i, "/*")) {
    k->role = MARK_CLOSE;
    i = skip_white(text, i + 1);
  }
  i = read_name(x, k, text, i);
  if (!k->data.name.n) return 0;
  if (i >= text.n || (!strchr(" \t\r\n/", text.p[i]) && !here(text, i, ends[1]))) return 0;
  text = up_to_next(text, i, ends[1], "{{<", "{{%");
  if (!text.n) return 0;
  i = values(x, k, text, i, ends);
  if (!i) return 0;
  k->data.single = text.p[i] == '/';
  return i + strlen(ends[k->data.single ? 0 : 1]);
}

size_t notation_liquid(const Notation *x, size_t at, Mark *k) {
  static const char *const ends[] = { "-%}", "%}", NULL };
  Str text = x->text;
  k->kind = DIRECTIVES_LIQUID;
  size_t i = at + 2;
  if (i < text.n && text.p[i] == '-') i++;
  i = read_name(x, k, text, skip_white(text, i));
  if (!k->data.name.n || i >= text.n) return 0;
  if (!strchr(" \t\r\n", text.p[i]) && !here(text, i, "%}") && !here(text, i, "-%}")) return 0;
  text = up_to_next(text, i, "%}", "{%", "{%");
  if (!text.n) return 0;
  if (str_starts(k->data.name, S("end")) && k->data.name.n > 3) {
    k->role = MARK_CLOSE;
    k->data.name = str_sub(k->data.name, 3, k->data.name.n);
  }
  i = values(x, k, text, i, ends);
  return i ? i + (text.p[i] == '-' ? 3 : 2) : 0;
}

/* .class, #id and key=value of {...}; the first class is the name if there is none yet. */
static void attributes(const Notation *x, Mark *k, const Directive *d) {
  k->data.values = ARENA_ARRAY(x->arena, d->count + k->data.count, DirectiveValue);
  size_t n = 0;
  for (size_t i = 0; i < d->count; i++) {
    const DirectiveArg *arg = &d->args[i];
    Str name = arg->name, value = arg->value;
    if (!name.n && value.n > 1 && (value.p[0] == '.' || value.p[0] == '#')) {
      name = value.p[0] == '.' ? S("class") : S("id");
      value = str_sub(value, 1, value.n);
      if (value.p[-1] == '.' && !k->data.name.n) {
        k->data.name = arena_str(x->arena, value);
        k->data.name_at = (Range){ x->base + arg->at.offset + 1, value.n };
        continue;
      }
    }
    k->data.values[n++] = keep_value(x, arg, name, value);
  }
  k->data.count = n;
}

size_t notation_fenced(const Notation *x, size_t at, Mark *k) {
  static const char *const brace[] = { "}", NULL }, *const none[] = { NULL };
  Str text = x->text;
  Directive d;
  while (text.n > at && (gap(text.p[text.n - 1]) || text.p[text.n - 1] == '\r')) text.n--;
  size_t i = at, end = text.n;
  k->kind = DIRECTIVES_FENCED;
  while (i < text.n && text.p[i] == ':') i++;
  k->colons = i - at;
  i = skip_gaps(text, i);
  if (i == text.n) {
    k->role = MARK_CLOSE;
    return end;
  }
  size_t trailing = text.n;
  while (trailing > i && text.p[trailing - 1] == ':') trailing--;
  if (text.n - trailing >= 3) text.n = trailing; /* ::: name ::: */
  while (text.n > i && gap(text.p[text.n - 1])) text.n--;
  i = read_name(x, k, text, i);
  if (i < text.n && !gap(text.p[i]) && text.p[i] != '[' && text.p[i] != '{') return 0;
  Str title = S("");
  i = skip_gaps(text, i);
  if (i < text.n && text.p[i] == '[') {
    size_t close = i;
    while (close < text.n && text.p[close] != ']') close++;
    if (close == text.n) return 0;
    title = str_sub(text, i + 1, close);
    i = skip_gaps(text, close + 1);
  }
  if (i < text.n && text.p[i] == '{') {
    size_t stop = read_args(x, &d, text, i + 1, brace);
    if (d.problem || stop + 1 != text.n) return 0;
    attributes(x, k, &d);
  } else if (str_chr(str_sub(text, i, text.n), '=') >= 0) {
    read_args(x, &d, text, i, none);
    if (d.problem) take_problem(x, k, &d);
    take_values(x, k, &d);
  } else if (!title.n) {
    title = str_sub(text, i, text.n);
  }
  if (!k->data.name.n) return 0;
  if (title.n) {
    DirectiveValue *all = ARENA_ARRAY(x->arena, k->data.count + 1, DirectiveValue);
    const Range where = { x->base + (size_t)(title.p - text.p), title.n };
    all[0] = (DirectiveValue){ S(""), arena_str(x->arena, title), where, where };
    for (size_t v = 0; v < k->data.count; v++) all[v + 1] = k->data.values[v];
    k->data.values = all;
    k->data.count++;
  }
  return end;
}
