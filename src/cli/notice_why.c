/* notice_why.c -- a decision of the plugin disclaimer in words. */
#include "cli/notice_why.h"

static Str text_of(const Value *v, Arena *a) {
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP ? value_str(v, a) : S("");
}

static void add_texts(Buf *out, const Value *list, const char *between, bool quoted, Arena *a) {
  for (size_t i = 0; i < value_count(list); i++) {
    if (i) buf_c(out, between);
    if (quoted) buf_byte(out, '"');
    buf_str(out, text_of(value_at(list, i), a));
    if (quoted) buf_byte(out, '"');
  }
}

/* "categories is "opinion" (opinion, rivers)" */
static Str condition(const Value *why, Arena *a) {
  Buf out = { 0 };
  Str field = value_strc(why, "field"), test = value_strc(why, "test");
  const Value *wanted = value_getc(why, "wanted"), *value = value_getc(why, "value");
  bool negated = value_bool(value_getc(why, "not"), false);
  if (str_starts(field, S("extra."))) field = str_sub(field, 6, field.n);
  buf_str(&out, field);
  if (str_eqc(test, "present") || str_eqc(test, "absent")) {
    buf_c(&out, str_eqc(test, "present") != negated ? " is there" : " is not there");
  } else {
    bool matches = str_eqc(test, "matches");
    buf_c(&out, matches   ? negated ? " does not match " : " matches "
                : negated ? " is not "
                          : " is ");
    add_texts(&out, wanted, " or ", true, a);
  }
  if (value_count(value)) {
    buf_c(&out, " (");
    add_texts(&out, value, ", ", false, a);
    buf_byte(&out, ')');
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static Str chooser(const Value *choice, Arena *a) {
  Str by = value_strc(choice, "by"), name = value_strc(choice, "name");
  if (str_eqc(by, "article")) return S("the article names it");
  if (str_eqc(by, "source")) {
    Str source = value_strc(choice, "source");
    return source.n ? arena_printf(a, "its source names it (%.*s)", STR(source))
                    : S("its source names it");
  }
  long long rule = (long long)value_int(value_getc(choice, "rule"), 0);
  if (name.n) return arena_printf(a, "rule %lld '%.*s'", rule, STR(name));
  return arena_printf(a, "rule %lld", rule);
}

Str notice_why(const Value *choice, Arena *a) {
  Buf b = { 0 };
  const Value *why = value_getc(choice, "why");
  buf_str(&b, chooser(choice, a));
  for (size_t i = 0; i < value_count(why); i++) {
    buf_c(&b, i ? ", and " : ": ");
    buf_str(&b, condition(value_at(why, i), a));
  }
  if (str_eqc(value_strc(choice, "by"), "rule") && !value_count(why))
    buf_c(&b, ": holds for every article");
  Str text = buf_dup(&b, a);
  buf_free(&b);
  return text;
}
