/* compile_filter.c -- filters and provided functions: their names, arguments and
 * types, checked as far as they are known before a page is rendered. */
#include "template/compile.h"
#include "template/filters.h"

#include "text/dates.h"
#include "text/plural.h"

#include <string.h>

static bool is_any(Type t) {
  return !t.lists && (t.kind == TYPE_ANY || t.kind == TYPE_NONE);
}

static const char *filter_hint(Compiler *c, Str name) {
  static const struct {
    const char *name, *hint;
  } hints[] = {
    { "safe", "text cannot be declared safe; only html prints as it is" },
    { "raw", "text cannot be declared safe; only html prints as it is" },
    { "escape", "values are escaped anyway, for the place they stand in" },
    { "e", "values are escaped anyway, for the place they stand in" },
    { "trim", "it is called 'strip'" },
    { "truncate", "it is called 'excerpt'" },
    { "truncatewords", "it is called 'excerpt'" },
    { "size", "it is called 'length'" },
    { "count", "it is called 'length'" },
    { "jsonify", "it is called 'json'" },
    { "tojson", "it is called 'json'" },
    { "relative_url", "it is called 'url'" },
    { "absolute_url", "it is called 'absolute'" },
    { "slugify", "it is called 'slug'" },
    { "upcase", "it is called 'upper'" },
    { "downcase", "it is called 'lower'" },
    { "limit", "it is called 'slice'" },
    { "date_to_string", "it is called 'date'" },
    { "date_to_xmlschema", "a date prints like that by itself" },
    { "urlencode", "addresses are encoded anyway" },
  };
  for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
    if (str_eqc(name, hints[i].name)) return hints[i].hint;
  return compile_near(c, filter_nearest(c->engine, name), "the manual lists all filters");
}

static bool takes(const Filter *f, Type t) {
  if (!f->takes[0] || is_any(t)) return true;
  char kind = 'm';
  if (t.lists)
    kind = 'l';
  else if (t.kind == TYPE_TEXT || t.kind == TYPE_BOOL)
    kind = 't';
  else if (t.kind == TYPE_NUMBER)
    kind = 'n';
  else if (t.kind == TYPE_DATE)
    kind = 'd';
  else if (t.kind == TYPE_HTML)
    kind = 'h';
  else if (t.kind == TYPE_JSON)
    kind = 'j';
  return strchr(f->takes, kind) != NULL || (kind == 'n' && strchr(f->takes, 't'));
}

/* What can be known of literal arguments before the page is rendered. */
static bool check_literals(Compiler *c, const Filter *f, const Expr *e) {
  if (strcmp(f->name, "date") == 0 && e->arg_count == 2 && e->args[1]->kind == EXPR_TEXT) {
    Str format = e->args[1]->text;
    const char *problem =
        str_eqc(format, "stamp") ? NULL : dates_problem(&c->engine->arena, format);
    if (problem) return compile_fail(c, P_TEMPLATE_FILTER, e->args[1]->at, NULL, "%s", problem);
  }
  if (strcmp(f->name, "t") == 0 && e->args[0]->kind == EXPR_TEXT) {
    Str key = e->args[0]->text;
    unit_dep(c->unit, c->engine, DEP_TEXT, key);
    if (!world_text(c->engine->world, NULL, S(""), key))
      return compile_fail(c, P_TEMPLATE_INTERFACE, e->args[0]->at,
                          "write it into templates/i18n/<language>.yaml",
                          "no language has the interface text '%.*s'", STR(key));
  }
  if (strcmp(f->name, "plural") == 0) {
    bool other = false;
    for (size_t i = 0; i < e->named_count; i++) {
      if (str_eqc(e->named[i].name, "other")) other = true;
      if (!plural_name(e->named[i].name))
        return compile_fail(c, P_TEMPLATE_FILTER, e->named[i].at,
                            "there are zero, one, two, few, many, other",
                            "'%.*s' is no plural form", STR(e->named[i].name));
    }
    if (!other)
      return compile_fail(c, P_TEMPLATE_FILTER, e->name_at, "plural(one=\"day\", other=\"days\")",
                          "'plural' needs the form 'other'");
  }
  if (strcmp(f->name, "slice") == 0 && e->args[1]->kind == EXPR_NUMBER && e->args[1]->integer < 1)
    return compile_fail(c, P_TEMPLATE_FILTER, e->args[1]->at, "the first item is number 1",
                        "items of a list are counted from 1");
  return true;
}

static Type filter_gives(const Filter *f, Type in, Type arg) {
  switch (f->gives) {
  case 'T':
    return type_of(TYPE_TEXT);
  case 'N':
    return type_of(TYPE_NUMBER);
  case 'J':
    return type_of(TYPE_JSON);
  case 'H':
    return type_of(TYPE_HTML);
  case 'L':
    return (Type){ .kind = TYPE_TEXT, .lists = 1 };
  case 'S':
    return in;
  case 'I':
    return type_item(in);
  case 'D':
    return type_join(in, arg);
  default:
    return type_of(TYPE_ANY);
  }
}

/* where(field) and sort(field) name a field of the items. */
static bool check_item_field(Compiler *c, const Filter *f, const Expr *e, Type in) {
  bool by_field = strcmp(f->name, "where") == 0 || strcmp(f->name, "sort") == 0;
  if (!by_field || e->arg_count < 2 || e->args[1]->kind != EXPR_TEXT || !in.lists) return true;
  Type ignored;
  return compile_field_type(c, type_item(in), e->args[1]->text, e->args[1]->at, &ignored);
}

bool compile_filter(Compiler *c, const Expr *e, Type *type) {
  const Filter *f = filter_find(e->text);
  bool lent = false;
  for (size_t i = 0; i < c->engine->lent_count; i++)
    if (str_eq(c->engine->lent[i].name, e->text)) lent = true;
  if (!f && !lent)
    return compile_fail(c, P_TEMPLATE_FILTER, e->name_at, filter_hint(c, e->text),
                        "unknown filter '%.*s'", STR(e->text));
  size_t given = e->arg_count - 1;
  if (f && (given < f->min || given > f->max)) {
    const char *word = f->max == 0   ? "no arguments"
                       : f->max == 1 ? "one argument"
                                     : "two arguments";
    return compile_fail(c, P_TEMPLATE_FILTER, e->name_at, compile_cstr(c, "value | %s", f->usage),
                        "'%s' takes %s%s, %zu given", f->name, f->min < f->max ? "at most " : "",
                        word, given);
  }
  if (e->named_count && !(f && f->named))
    return compile_fail(c, P_TEMPLATE_FILTER, e->named[0].at,
                        f ? compile_cstr(c, "value | %s", f->usage) : NULL,
                        "'%.*s' takes no named arguments", STR(e->text));
  Type in, arg = type_of(TYPE_NONE), ignored;
  emit(c, "F.%.*s(", STR(e->text));
  for (size_t i = 0; i < e->arg_count; i++) {
    if (i) emit(c, ",");
    if (!compile_expr(c, e->args[i], i ? &arg : &in)) return false;
    if (i == 0 && f && !takes(f, in))
      return compile_fail(c, P_TEMPLATE_TYPE, e->args[0]->at,
                          compile_cstr(c, "%s: %s", f->usage, f->doc), "'%s' cannot take %.*s",
                          f->name, STR(type_name(in, &c->engine->arena)));
  }
  for (size_t i = 0; i < e->named_count; i++) {
    emit(c, ",");
    emit_text(c, e->named[i].name);
    emit(c, ",");
    if (!compile_expr(c, e->named[i].value, &ignored)) return false;
  }
  emit(c, ")");
  *type = f ? filter_gives(f, in, arg) : type_of(TYPE_TEXT);
  return !f || (check_literals(c, f, e) && check_item_field(c, f, e, in));
}

static bool compile_args(Compiler *c, Expr *const *args, size_t count, const char *separator) {
  Type ignored;
  for (size_t i = 0; i < count; i++) {
    if (i) emit(c, "%s", separator);
    if (!compile_expr(c, args[i], &ignored)) return false;
  }
  return true;
}

bool compile_call(Compiler *c, const Expr *e, Type *type) {
  static const struct {
    const char *name, *lua, *usage;
    size_t args;
    TypeKind gives;
    bool list;
  } calls[] = { { "range", "R", "range(from, to)", 2, TYPE_NUMBER, true },
                { "link", "Z", "link(\"articles/a.md\")", 1, TYPE_TEXT, false } };
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
    if (!str_eqc(e->text, calls[i].name)) continue;
    if (e->arg_count != calls[i].args || e->named_count)
      return compile_fail(c, P_TEMPLATE_FILTER, e->at, calls[i].usage, "'%s' takes %zu argument%s",
                          calls[i].name, calls[i].args, calls[i].args == 1 ? "" : "s");
    emit(c, "%s(", calls[i].lua);
    if (!compile_args(c, e->args, e->arg_count, ",")) return false;
    emit(c, ")");
    *type = (Type){ .kind = (uint8_t)calls[i].gives, .lists = calls[i].list ? 1 : 0 };
    return true;
  }
  if (str_eqc(e->text, "super"))
    return compile_fail(c, P_TEMPLATE_BLOCK, e->at, "write {{ super() }}",
                        "super() can only be printed by itself");
  Str names[] = { S("range"), S("link"), S("super") };
  const char *help = "there are range(from, to), link(path) and super()";
  if (filter_find(e->text))
    help = compile_cstr(c, "a filter is written as: value | %.*s", STR(e->text));
  return compile_fail(c, P_TEMPLATE_NAME, e->at,
                      compile_near(c, str_nearest(e->text, names, 3), help),
                      "unknown function '%.*s'", STR(e->text));
}
