/* compile_item.c -- what stands between the expressions: text, printing, branches
 * and loops; and in which context each of them stands. */
#include "template/compile.h"
#include "template/escape.h"

#include <string.h>

static Arena *arena_of(const Compiler *c) {
  return &c->engine->arena;
}

static bool compile_text(Compiler *c, const Item *item) {
  Function *f = c->f;
  size_t at;
  const char *why;
  if (!f->lost && !context_literal(&f->ctx, item->text, &at, &why)) {
    f->lost = true;
    size_t from = (size_t)(item->text.p - compile_file(c)->source.text.p) + at;
    return compile_fail(c, P_TEMPLATE_CONTEXT, (Range){ from, 1 }, NULL, "%s", why);
  }
  Pieces *p = f->pieces;
  if (p->count == p->cap) {
    p->cap = p->cap ? p->cap * 2 : 32;
    Str *more = ARENA_ARRAY(arena_of(c), p->cap, Str);
    if (p->count) memcpy(more, p->items, p->count * sizeof *more);
    p->items = more;
  }
  p->items[p->count] = item->text;
  emit_line(c, item->at);
  emit(c, "p(%zu);", p->count++);
  return true;
}

/* -- printing -- */

/* A literal text, or one with `url` or `absolute` behind it. */
static bool constant(const Expr *e) {
  while (e->kind == EXPR_FILTER && (str_eqc(e->text, "url") || str_eqc(e->text, "absolute")))
    e = e->args[0];
  return e->kind == EXPR_TEXT;
}

static AddressKind address_kind(const Context *x, PrintKind kind) {
  static const char *const elements[] = { "img", "image", "video", "source", "input", NULL };
  if (kind == PRINT_SRCSET) return ADDRESS_SRCSET;
  if (kind == PRINT_REFRESH) return ADDRESS_REFRESH;
  bool image = strcmp(x->name, "src") == 0 || strcmp(x->name, "poster") == 0;
  for (size_t i = 0; image && elements[i]; i++)
    if (strcmp(x->element, elements[i]) == 0) return ADDRESS_IMAGE;
  return ADDRESS_PAGE;
}

static bool check_printed(Compiler *c, const Expr *e, PrintKind kind, Type type, const Context *x) {
  Arena *a = arena_of(c);
  if (kind == PRINT_JSON) {
    if (type.kind == TYPE_JSON && !type.lists) return true;
    return compile_fail(c, P_TEMPLATE_CONTEXT, e->at, "write {{ value | json }}",
                        "only `| json` may print here");
  }
  if (type.lists)
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, "use `| join(\", \")` or a loop",
                        "%.*s cannot be printed", STR(type_name(type, a)));
  if (type.kind == TYPE_RECORD)
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, "print one of its fields",
                        "%.*s cannot be printed", STR(type_name(type, a)));
  if (type.kind == TYPE_HTML && kind != PRINT_TEXT && kind != PRINT_XML && kind != PRINT_PLAIN)
    return compile_fail(c, P_TEMPLATE_TYPE, e->at, "use a text, such as article.excerpt",
                        "html cannot stand %.*s", STR(context_name(x, a)));
  return true;
}

static bool compile_print(Compiler *c, const Item *item) {
  const Expr *e = item->expr;
  Context before = c->f->ctx;
  const char *why, *help;
  PrintKind kind = context_print(&c->f->ctx, &why, &help);
  if (kind == PRINT_FORBIDDEN) return compile_fail(c, P_TEMPLATE_CONTEXT, e->at, help, "%s", why);
  if (kind == PRINT_CODE_URL && !constant(e))
    return compile_fail(c, P_TEMPLATE_CONTEXT, e->at,
                        "write the address itself: {{ \"/app.js\" | url }}",
                        "this address decides which code runs, so it cannot be a value");
  static const char *const calls[] = {
    [PRINT_TEXT] = "t(",   [PRINT_RCDATA] = "a(",  [PRINT_ATTR] = "a(",     [PRINT_URL] = "u(",
    [PRINT_SRCSET] = "u(", [PRINT_REFRESH] = "u(", [PRINT_CODE_URL] = "u(", [PRINT_JSON] = "j(",
    [PRINT_XML] = "x(",    [PRINT_XML_URL] = "u(", [PRINT_PLAIN] = "w("
  };
  emit_line(c, item->at);
  emit(c, "%s", calls[kind]);
  Type type;
  if (!compile_expr(c, e, &type)) return false;
  if (strcmp(calls[kind], "u(") == 0)
    emit(c, ",%d,%d,%zu,%zu", (int)address_kind(&before, kind), (int)before.quote, e->at.offset,
         e->at.length);
  emit(c, ");");
  return check_printed(c, e, kind, type, &before);
}

/* -- branches -- */

static bool join(Compiler *c, Context *out, const Context *a, const Context *b, Range at,
                 const char *what, const char *end) {
  if (c->f->lost || context_join(out, a, b)) return true;
  c->f->lost = true;
  Arena *arena = arena_of(c);
  return compile_fail(c, P_TEMPLATE_JOIN, at, "put whole tags and whole attributes into it",
                      "%s ends %.*s, %s %.*s", what, STR(context_name(b, arena)), end,
                      STR(context_name(a, arena)));
}

static bool scope(Compiler *c, const ItemList *items) {
  size_t vars = c->f->var_count;
  int locals = c->f->locals;
  bool fine = compile_items(c, items);
  c->f->var_count = vars;
  c->f->locals = locals;
  return fine;
}

static bool compile_if(Compiler *c, const Item *item) {
  Context start = c->f->ctx, joined = start;
  bool fine = true, has_else = false;
  for (size_t i = 0; i < item->branch_count; i++) {
    const Branch *b = &item->branches[i];
    emit_line(c, b->at);
    if (b->condition) {
      emit(c, i ? "elseif " : "if ");
      if (!compile_condition(c, b->condition)) fine = false;
      emit(c, " then ");
    } else {
      emit(c, "else ");
      has_else = true;
    }
    c->f->ctx = start;
    if (!scope(c, &b->body)) {
      fine = false;
      continue;
    }
    if (i == 0)
      joined = c->f->ctx;
    else if (fine && !join(c, &joined, &joined, &c->f->ctx, b->at, "this branch", "the one before"))
      fine = false;
  }
  if (fine && !has_else)
    fine = join(c, &joined, &start, &joined, item->at, "this branch", "but begins");
  emit_line(c, item->end_at);
  emit(c, "end ");
  c->f->ctx = fine ? joined : start;
  return fine;
}

static bool add_var(Compiler *c, Var v, Range at) {
  if (c->f->var_count >= VARS_MAX || c->f->locals > 150)
    return compile_fail(c, P_TEMPLATE_LIMIT, at, "move a part into a file and include it",
                        "more than 150 variables at a time");
  c->f->vars[c->f->var_count++] = v;
  return true;
}

const char *compile_local(Compiler *c, Str name, Type type, Range at) {
  if (str_eqc(name, "loop") || str_eqc(name, "slots")) {
    compile_fail(c, P_TEMPLATE_NAME, at, "choose another name", "'%.*s' has a meaning of its own",
                 STR(name));
    return NULL;
  }
  const char *lua = compile_cstr(c, "v%u", c->next++);
  c->f->locals++;
  Var v = { .name = name, .type = type, .lua = str_c(lua) };
  return add_var(c, v, at) ? lua : NULL;
}

static bool for_body(Compiler *c, const Item *item, Type list) {
  Function *f = c->f;
  int depth = f->loops;
  Type record = { .kind = TYPE_RECORD, .record = record_find(S("loop")) };
  if (!add_var(c, (Var){ .name = S("loop"), .type = record, .fixed = "loop" }, item->at))
    return false;
  if (item->second.n) {
    bool over_list = list.lists > 0;
    const char *key =
        compile_local(c, item->text, type_of(over_list ? TYPE_NUMBER : TYPE_ANY), item->name_at);
    if (!key) return false;
    const char *value = compile_local(c, item->second, type_item(list), item->second_at);
    if (!value) return false;
    emit(c, "local %s,%s=Q(s%d,i%d) ", key, value, depth, depth);
  } else {
    const char *lua = compile_local(c, item->text, type_item(list), item->name_at);
    if (!lua) return false;
    emit(c, "local %s=K(s%d,i%d) ", lua, depth, depth);
  }
  return compile_items(c, &item->body);
}

static bool compile_for(Compiler *c, const Item *item) {
  Function *f = c->f;
  Type list;
  int depth = f->loops + 1;
  emit_line(c, item->at);
  emit(c, "do local s%d,n%d=%s(", depth, depth, item->second.n ? "P" : "L");
  if (!compile_expr(c, item->expr, &list)) return false;
  emit(c, ") for i%d=1,n%d do ", depth, depth);
  bool map = item->second.n && list.kind == TYPE_RECORD;
  if (!list.lists && list.kind != TYPE_ANY && list.kind != TYPE_NONE && !map)
    return compile_fail(c, P_TEMPLATE_TYPE, item->expr->at, NULL, "cannot loop over %.*s",
                        STR(type_name(list, arena_of(c))));
  if (map) list = type_of(TYPE_ANY);
  Context start = f->ctx, joined;
  size_t vars = f->var_count, at = f->lua.n, pieces = f->pieces->count;
  uint32_t line = f->line;
  int locals = f->locals;
  /* The second turn begins where the first one ended; once more if that differs. */
  for (int round = 0; round < 3; round++) {
    Context from = f->ctx;
    f->locals = locals + 6;
    f->loops = depth;
    bool fine = for_body(c, item, list);
    f->loops = depth - 1;
    f->var_count = vars;
    f->locals = locals;
    if (!fine) return false;
    if (!join(c, &joined, &from, &f->ctx, item->at, "this loop", "but begins")) return false;
    if (memcmp(&joined, &from, sizeof joined) == 0 || round == 2) break;
    f->ctx = joined;
    f->lua.n = at;
    f->line = line;
    f->pieces->count = pieces;
  }
  f->ctx = joined;
  emit(c, "end ");
  if (item->otherwise.count) {
    emit_line(c, item->otherwise.items[0]->at);
    emit(c, "if n%d==0 then ", depth);
    f->ctx = start;
    f->locals = locals + 2;
    if (!scope(c, &item->otherwise)) return false;
    f->locals = locals;
    emit(c, "end ");
    if (!join(c, &joined, &joined, &f->ctx, item->end_at, "'else' of this loop", "the loop"))
      return false;
    f->ctx = joined;
  }
  emit_line(c, item->end_at);
  emit(c, "end ");
  return true;
}

static bool compile_set(Compiler *c, const Item *item) {
  Type type;
  emit_line(c, item->at);
  size_t at = c->f->lua.n;
  const char *lua = compile_cstr(c, "v%u", c->next);
  emit(c, "local %s=", lua);
  if (!compile_expr(c, item->expr, &type)) {
    c->f->lua.n = at;
    emit(c, ";");
    /* Known from now on, so that one mistake does not make many. */
    compile_local(c, item->text, type_of(TYPE_ANY), item->name_at);
    return false;
  }
  emit(c, ";");
  if (type.kind == TYPE_NONE) type = type_of(TYPE_ANY);
  return compile_local(c, item->text, type, item->name_at) != NULL;
}

bool compile_items(Compiler *c, const ItemList *items) {
  bool fine = true;
  for (size_t i = 0; i < items->count && c->unit->diags.errors < 20; i++) {
    const Item *item = items->items[i];
    bool ok = true;
    switch (item->kind) {
    case ITEM_TEXT:
      ok = compile_text(c, item);
      break;
    case ITEM_PRINT:
      ok = compile_print(c, item);
      break;
    case ITEM_IF:
      ok = compile_if(c, item);
      break;
    case ITEM_FOR:
      ok = compile_for(c, item);
      break;
    case ITEM_SET:
      ok = compile_set(c, item);
      break;
    case ITEM_BLOCK:
      ok = compile_block(c, item);
      break;
    case ITEM_SUPER:
      ok = compile_super(c, item);
      break;
    case ITEM_INCLUDE:
      ok = compile_include(c, item);
      break;
    case ITEM_SLOT:
      ok = compile_slot(c, item);
      break;
    }
    if (!ok) fine = false;
  }
  return fine;
}
