/* compile_expr.c -- expressions: names, fields and operators, their types, and
 * the Lua that computes them. */
#include "template/compile.h"
#include "template/filters.h"

#include <string.h>

static Arena *arena_of(const Compiler *c) {
  return &c->engine->arena;
}

static bool is_kind(Type t, TypeKind kind) {
  return t.kind == kind && !t.lists;
}
static bool is_any(Type t) {
  return is_kind(t, TYPE_ANY) || is_kind(t, TYPE_NONE);
}
static bool is_scalar(Type t) {
  return !t.lists && (t.kind == TYPE_TEXT || t.kind == TYPE_NUMBER || t.kind == TYPE_BOOL ||
                      t.kind == TYPE_DATE);
}

/* -- names -- */

const Var *compile_var(const Compiler *c, Str name) {
  const Function *f = c->f;
  for (size_t i = f->var_count; i-- > 0;) {
    if (i >= f->params && i < f->var_from) continue;
    if (str_eq(f->vars[i].name, name)) return &f->vars[i];
  }
  return NULL;
}

/* Was the name visible, were it not for a block's beginning? */
static bool hidden_by_block(const Compiler *c, Str name) {
  const Function *f = c->f;
  for (size_t i = f->params; i < f->var_from; i++)
    if (str_eq(f->vars[i].name, name)) return true;
  return false;
}

/* "pages" is not a misspelling of "page". */
static bool plural_of(Str a, Str b) {
  Str more = a.n > b.n ? a : b, less = a.n > b.n ? b : a;
  return more.n == less.n + 1 && str_starts(more, less) && more.p[more.n - 1] == 's';
}

static bool unknown_name(Compiler *c, const Expr *e) {
  Str names[VARS_MAX + 1];
  size_t count = 0;
  for (size_t i = 0; i < c->f->var_count; i++)
    if (i < c->f->params || i >= c->f->var_from) names[count++] = c->f->vars[i].name;
  names[count++] = S("slots");
  Str near = str_nearest(e->text, names, count);
  if (c->engine->loose && c->engine->depth == 1 && (!near.n || plural_of(near, e->text)))
    return true;
  const char *help = "an included template sees site and what it is given: "
                     "{% include ... with name = value %}";
  if (c->engine->depth == 1) help = "there are site, page, article, slots and what {% set %} makes";
  if (str_eqc(e->text, "loop")) help = "there is no loop around this";
  if (hidden_by_block(c, e->text)) help = "a block does not see the variables around it";
  if (filter_find(e->text))
    help = compile_cstr(c, "a filter is written as: value | %.*s", STR(e->text));
  compile_fail(c, P_TEMPLATE_NAME, e->at, compile_near(c, near, help), "unknown name '%.*s'",
               STR(e->text));
  return false;
}

static bool compile_name(Compiler *c, const Expr *e, Type *type) {
  const Var *v = compile_var(c, e->text);
  *type = type_of(TYPE_ANY);
  if (v && v->fixed)
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, "for example loop.index",
                        "'loop' is no value; use one of its fields");
  if (v) {
    *type = v->type;
    emit(c, "%.*s", STR(v->lua));
    return true;
  }
  if (str_eqc(e->text, "slots"))
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, "for example slots.aside",
                        "'slots' is no value; use one of its fields");
  if (!unknown_name(c, e)) return false;
  emit(c, "nil");
  return true;
}

/* -- fields -- */

/* The site's own front-matter fields (fields: in publish.yaml). */
static bool own_field(Compiler *c, const Record *record, Str name) {
  if (strcmp(record->name, "article") != 0) return false;
  unit_dep(c->unit, c->engine, DEP_FIELDS, S(""));
  Ref fields = ref_get(c->engine->world, NULL, world_settings(c->engine->world), S("fields"));
  return value_get(fields.v, name) != NULL;
}

/* The type of field `name` of something of type `of`; false after a record. */
bool compile_field_type(Compiler *c, Type of, Str name, Range at, Type *type) {
  *type = type_of(TYPE_ANY);
  if (is_any(of)) return true;
  const Record *record = of.record;
  if (is_kind(of, TYPE_DATE)) record = record_find(S("date"));
  if (of.lists || !record) {
    const char *help = NULL;
    static const char *const lengths[] = { "length", "size", "count" };
    for (size_t i = 0; i < 3; i++)
      if (str_eqc(name, lengths[i])) help = "write `| length`";
    if (!help && of.lists) help = "loop over it, or take one item: [1]";
    return compile_fail(c, P_TEMPLATE_FIELD, at, help, "%.*s has no field '%.*s'",
                        STR(type_name(of, arena_of(c))), STR(name));
  }
  const RecordField *f = record_field(record, name);
  if (f) {
    *type = type_parse(f->type);
    return true;
  }
  if (own_field(c, record, name)) return true;
  const char *help = "its fields are in the manual";
  if (strcmp(record->name, "article") == 0)
    help = compile_cstr(c, "your own front-matter keys are under article.extra");
  if (strcmp(record->name, "page") == 0)
    help = "what the plugin that made the page gave along is under page.params";
  if (strcmp(record->name, "site") == 0) help = "publish.yaml is under site.settings";
  return compile_fail(c, P_TEMPLATE_FIELD, at, compile_near(c, record_nearest(record, name), help),
                      "'%s' has no field '%.*s'", record->name, STR(name));
}

static bool loop_field(Compiler *c, const Var *v, const Expr *e, Type *type) {
  if (!compile_field_type(c, v->type, e->text, e->name_at, type)) return false;
  int depth = c->f->loops;
  if (str_eqc(e->text, "index"))
    emit(c, "i%d", depth);
  else if (str_eqc(e->text, "length"))
    emit(c, "n%d", depth);
  else if (str_eqc(e->text, "first"))
    emit(c, "(i%d==1)", depth);
  else
    emit(c, "(i%d==n%d)", depth, depth);
  return true;
}

static bool compile_field(Compiler *c, const Expr *e, Type *type) {
  const Expr *of = e->args[0];
  if (of->kind == EXPR_NAME) {
    const Var *v = compile_var(c, of->text);
    if (v && v->fixed) return loop_field(c, v, e, type);
    if (!v && str_eqc(of->text, "slots")) {
      Type slots = { .kind = TYPE_RECORD, .record = record_find(S("slots")) };
      if (!compile_field_type(c, slots, e->text, e->name_at, type)) return false;
      emit(c, "S(");
      emit_text(c, e->text);
      emit(c, ")");
      return true;
    }
  }
  Type inner;
  emit(c, "G(");
  if (!compile_expr(c, of, &inner)) return false;
  emit(c, ",");
  emit_text(c, e->text);
  emit(c, ")");
  return compile_field_type(c, inner, e->text, e->name_at, type);
}

static bool compile_index(Compiler *c, const Expr *e, Type *type) {
  Type of, key;
  const Expr *k = e->args[1];
  emit(c, "I(");
  if (!compile_expr(c, e->args[0], &of)) return false;
  emit(c, ",");
  if (!compile_expr(c, k, &key)) return false;
  emit(c, ")");
  *type = type_of(TYPE_ANY);
  if (k->kind == EXPR_TEXT && !of.lists) return compile_field_type(c, of, k->text, k->at, type);
  if (of.lists) {
    *type = type_item(of);
    if (k->kind == EXPR_NUMBER && k->is_integer && k->integer == 0)
      return compile_fail(c, P_TEMPLATE_TYPE, k->at, "the first item is [1]",
                          "items of a list are counted from 1");
    if (!is_any(key) && !is_kind(key, TYPE_NUMBER))
      return compile_fail(c, P_TEMPLATE_TYPE, k->at, "the first item is [1]",
                          "items of a list have numbers, not %.*s",
                          STR(type_name(key, arena_of(c))));
    return true;
  }
  if (k->kind == EXPR_NUMBER && k->is_integer && k->integer == 0)
    return compile_fail(c, P_TEMPLATE_TYPE, k->at, "the first item is [1]",
                        "items of a list are counted from 1");
  if (!is_any(of) && of.kind != TYPE_RECORD)
    return compile_fail(c, P_TEMPLATE_TYPE, k->at, NULL, "%.*s has no items",
                        STR(type_name(of, arena_of(c))));
  return true;
}

/* -- operators -- */

static bool compile_logic(Compiler *c, const Expr *e, Type *type) {
  /* In Lua's own and/or, with V(x) being x, or nil where x counts as false. */
  Type all = { 0 };
  emit(c, "(");
  for (size_t i = 0; i < e->arg_count; i++) {
    Type t;
    bool last = i + 1 == e->arg_count;
    if (i) emit(c, e->kind == EXPR_AND ? " and " : " or ");
    if (!last) emit(c, "V(");
    if (!compile_expr(c, e->args[i], &t)) return false;
    if (!last) emit(c, ")");
    all = i ? type_join(all, t) : t;
    if (e->kind == EXPR_AND && last) all = t;
  }
  emit(c, ")");
  *type = all;
  return true;
}

static bool check_compared(Compiler *c, const Expr *e, Type a, Type b, bool order) {
  Arena *arena = arena_of(c);
  bool known = !is_any(a) && !is_any(b);
  if (known && order && (!is_scalar(a) || !is_scalar(b) || a.kind != b.kind))
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, NULL, "%.*s cannot be compared with %.*s",
                        STR(type_name(a, arena)), STR(type_name(b, arena)));
  if (known && is_scalar(a) && is_scalar(b) && a.kind != b.kind)
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, NULL, "%.*s is never equal to %.*s",
                        STR(type_name(a, arena)), STR(type_name(b, arena)));
  return true;
}

static bool compile_binary(Compiler *c, const Expr *e, Type *type) {
  Type a, b;
  const char *call = "M(";
  switch (e->op) {
  case OP_EQ:
    call = "E(";
    break;
  case OP_NE:
    call = "(not E(";
    break;
  case OP_LT:
  case OP_LE:
  case OP_GT:
  case OP_GE:
    call = "O(";
    break;
  case OP_IN:
    call = "N(";
    break;
  case OP_NOT_IN:
    call = "(not N(";
    break;
  default:
    break;
  }
  emit(c, "%s", call);
  if (!compile_expr(c, e->args[0], &a)) return false;
  emit(c, ",");
  if (!compile_expr(c, e->args[1], &b)) return false;
  *type = type_of(TYPE_BOOL);
  switch (e->op) {
  case OP_EQ:
  case OP_NE:
    emit(c, e->op == OP_NE ? "))" : ")");
    return check_compared(c, e, a, b, false);
  case OP_LT:
  case OP_LE:
  case OP_GT:
  case OP_GE:
    emit(c, ",%d)", (int)e->op);
    return check_compared(c, e, a, b, true);
  case OP_IN:
  case OP_NOT_IN:
    emit(c, e->op == OP_NOT_IN ? "))" : ")");
    if (is_any(b) || b.lists || is_kind(b, TYPE_TEXT) || b.kind == TYPE_RECORD) return true;
    return compile_fail(c, P_TEMPLATE_TYPE, e->args[1]->at, NULL,
                        "'in' takes a list, a map or text on its right, not %.*s",
                        STR(type_name(b, arena_of(c))));
  default:
    break;
  }
  emit(c, ",%d)", (int)e->op);
  *type = type_of(TYPE_NUMBER);
  for (int i = 0; i < 2; i++) {
    Type t = i ? b : a;
    if (is_kind(t, TYPE_ANY) || is_kind(t, TYPE_NUMBER)) continue;
    return compile_fail(c, P_TEMPLATE_TYPE, e->args[i]->at,
                        is_kind(t, TYPE_TEXT) ? "~ joins texts" : NULL,
                        "cannot calculate with %.*s", STR(type_name(t, arena_of(c))));
  }
  return true;
}

static bool compile_concat(Compiler *c, const Expr *e, Type *type) {
  *type = type_of(TYPE_TEXT);
  emit(c, "C(");
  for (size_t i = 0; i < e->arg_count; i++) {
    Type t;
    if (i) emit(c, ",");
    if (!compile_expr(c, e->args[i], &t)) return false;
    if (t.lists || t.kind == TYPE_RECORD)
      return compile_fail(c, P_TEMPLATE_TYPE, e->args[i]->at, t.lists ? "use `| join`" : NULL,
                          "~ cannot join %.*s", STR(type_name(t, arena_of(c))));
    if (is_kind(t, TYPE_HTML))
      *type = t;
    else if (is_kind(t, TYPE_ANY) && !is_kind(*type, TYPE_HTML))
      *type = t;
  }
  emit(c, ")");
  return true;
}

bool compile_expr(Compiler *c, const Expr *e, Type *type) {
  emit_line(c, e->at);
  *type = type_of(TYPE_ANY);
  switch (e->kind) {
  case EXPR_TEXT:
    emit_text(c, e->text);
    *type = type_of(TYPE_TEXT);
    return true;
  case EXPR_NUMBER:
    emit(c, "%.*s", STR(e->text));
    *type = type_of(TYPE_NUMBER);
    return true;
  case EXPR_BOOL:
    emit(c, e->integer ? "true" : "false");
    *type = type_of(TYPE_BOOL);
    return true;
  case EXPR_NONE:
    emit(c, "nil");
    *type = type_of(TYPE_NONE);
    return true;
  case EXPR_LIST: {
    Type all = type_of(TYPE_ANY);
    emit(c, "{");
    for (size_t i = 0; i < e->arg_count; i++) {
      Type t;
      if (i) emit(c, ",");
      if (!compile_expr(c, e->args[i], &t)) return false;
      if (is_kind(t, TYPE_NONE)) emit(c, " or false"); /* no holes */
      all = i ? type_join(all, t) : t;
    }
    emit(c, "}");
    *type = all;
    if (type->lists < 8) type->lists++;
    return true;
  }
  case EXPR_NAME:
    return compile_name(c, e, type);
  case EXPR_FIELD:
    return compile_field(c, e, type);
  case EXPR_INDEX:
    return compile_index(c, e, type);
  case EXPR_NOT:
    emit(c, "(not ");
    if (!compile_condition(c, e->args[0])) return false;
    emit(c, ")");
    *type = type_of(TYPE_BOOL);
    return true;
  case EXPR_MINUS: {
    Type t;
    emit(c, "M(0,");
    if (!compile_expr(c, e->args[0], &t)) return false;
    emit(c, ",%d)", (int)OP_SUB);
    *type = type_of(TYPE_NUMBER);
    if (is_kind(t, TYPE_ANY) || is_kind(t, TYPE_NUMBER)) return true;
    return compile_fail(c, P_TEMPLATE_TYPE, e->args[0]->at, NULL, "cannot calculate with %.*s",
                        STR(type_name(t, arena_of(c))));
  }
  case EXPR_BINARY:
    return compile_binary(c, e, type);
  case EXPR_AND:
  case EXPR_OR:
    return compile_logic(c, e, type);
  case EXPR_CONCAT:
    return compile_concat(c, e, type);
  case EXPR_FILTER:
    return compile_filter(c, e, type);
  case EXPR_CALL:
    return compile_call(c, e, type);
  }
  return true;
}

bool compile_condition(Compiler *c, const Expr *e) {
  Type type;
  if (e->kind == EXPR_NOT || e->kind == EXPR_BINARY) return compile_expr(c, e, &type);
  emit(c, "V(");
  if (!compile_expr(c, e, &type)) return false;
  emit(c, ")");
  return true;
}
