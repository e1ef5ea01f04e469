/* compile_item.c -- what stands between the expressions: text, printing, branches,
 * loops, blocks, includes; and in which context each of them stands. */
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

/* -- blocks -- */

static void emit_params(Compiler *c) {
  for (size_t i = 0; i < c->unit->param_count; i++) emit(c, "%sa%zu", i ? "," : "", i + 1);
}

static bool compile_block(Compiler *c, const Item *item) {
  Function *f = c->f;
  const Item *found = item;
  size_t level = compile_level(c, item->text, 0, &found);
  Context start = f->ctx, end;
  bool fine = true;
  emit_line(c, item->at);
  if (level >= f->level) { /* nothing overrides it: in place */
    size_t vars = f->var_count, from = f->var_from;
    int loops = f->loops, locals = f->locals;
    Str outer = f->block;
    f->var_from = vars;
    f->block = item->text;
    emit(c, "do ");
    fine = compile_items(c, &item->body);
    emit_line(c, item->end_at);
    emit(c, "end ");
    f->var_count = vars;
    f->var_from = from;
    f->loops = loops;
    f->locals = locals;
    f->block = outer;
    end = f->ctx;
  } else {
    size_t number;
    fine = compile_body(c, item->text, level, found, start, &end, &number);
    emit(c, "B[%zu](", number);
    emit_params(c);
    emit(c, ");");
  }
  if (!fine) return false;
  bool same = start.state == CTX_TEXT ? end.state == CTX_TEXT : context_join(&f->ctx, &start, &end);
  if (same && start.state == CTX_TEXT) f->ctx = end;
  if (same || f->lost) return true;
  f->lost = true;
  size_t here = f->level;
  f->level = level; /* the place is in the file that holds the body */
  Arena *a = arena_of(c);
  compile_fail(c, P_TEMPLATE_JOIN, found->name_at, "put whole tags and whole attributes into it",
               "block '%.*s' ends %.*s, but begins %.*s", STR(item->text),
               STR(context_name(&end, a)), STR(context_name(&start, a)));
  f->level = here;
  return false;
}

static bool compile_super(Compiler *c, const Item *item) {
  Function *f = c->f;
  if (!f->block.n)
    return compile_fail(c, P_TEMPLATE_BLOCK, item->at, NULL, "super() stands outside of any block");
  const Item *found;
  size_t level = compile_level(c, f->block, f->level + 1, &found);
  if (level >= c->chain_count)
    return compile_fail(c, P_TEMPLATE_BLOCK, item->at, NULL,
                        "no template that this one extends has a block '%.*s'", STR(f->block));
  size_t number;
  Context end;
  if (!compile_body(c, f->block, level, found, f->ctx, &end, &number)) return false;
  emit_line(c, item->at);
  emit(c, "B[%zu](", number);
  emit_params(c);
  emit(c, ");");
  f->ctx = end;
  return true;
}

/* -- includes and slots -- */

static Str nearest_name(Compiler *c, Str name) {
  const Str *names;
  size_t count = world_template_names(c->engine->world, &names, arena_of(c));
  return str_nearest(name, names, count);
}

/* "a.html" includes "b.html" includes "a.html" */
static bool circle(Compiler *c, const Item *item) {
  Engine *e = c->engine;
  size_t from = 0;
  while (from < e->depth && !str_eq(e->compiling[from]->name, item->text)) from++;
  if (from == e->depth) return true;
  Buf chain = { 0 };
  for (size_t i = from; i < e->depth; i++)
    buf_printf(&chain, "\"%.*s\" includes ", STR(e->compiling[i]->name));
  buf_printf(&chain, "\"%.*s\"", STR(item->text));
  compile_fail(c, P_TEMPLATE_FILE, item->name_at, NULL,
               "templates include each other in a circle: %.*s", STR(buf_view(&chain)));
  buf_free(&chain);
  return false;
}

static bool include_place(Compiler *c, const Item *item) {
  const Context *x = &c->f->ctx;
  if (mode_of(item->text) != c->mode)
    return compile_fail(c, P_TEMPLATE_FILE, item->name_at, NULL,
                        "\"%.*s\" is another kind of file than \"%.*s\"", STR(item->text),
                        STR(compile_file(c)->name));
  bool fine = c->mode == MODE_JSON ? !x->in_string : context_is_text(x);
  if (fine || c->f->lost) return true;
  return compile_fail(c, P_TEMPLATE_CONTEXT, item->at, "include whole elements, between tags",
                      "'include' stands %.*s", STR(context_name(x, arena_of(c))));
}

static bool compile_include(Compiler *c, const Item *item) {
  Engine *e = c->engine;
  unit_dep(c->unit, e, DEP_TEMPLATE, item->text);
  if (engine_parsed(e, item->text)->missing)
    return compile_fail(c, P_TEMPLATE_FILE, item->name_at,
                        compile_near(c, nearest_name(c, item->text), NULL),
                        "there is no template \"%.*s\"", STR(item->text));
  if (!include_place(c, item) || !circle(c, item)) return false;
  if (e->depth == sizeof e->compiling / sizeof e->compiling[0])
    return compile_fail(c, P_TEMPLATE_LIMIT, item->at, NULL, "includes are nested too deeply");
  /* The types come from writing the values; the unit's number from the types. So
   * the arguments are written first, into locals of a block. */
  Param params[40];
  size_t count = 0;
  const Var *site = compile_var(c, S("site"));
  bool given = false;
  for (size_t i = 0; i < item->arg_count; i++)
    if (str_eqc(item->args[i].name, "site")) given = true;
  emit_line(c, item->at);
  emit(c, "do local x1");
  for (size_t i = 1; i < item->arg_count; i++) emit(c, ",x%zu", i + 1);
  emit(c, "=");
  if (!item->arg_count) emit(c, "nil");
  if (site && !given) params[count++] = (Param){ S("site"), site->type };
  for (size_t i = 0; i < item->arg_count; i++) {
    const NamedArg *arg = &item->args[i];
    if (str_eqc(arg->name, "loop") || str_eqc(arg->name, "slots"))
      return compile_fail(c, P_TEMPLATE_NAME, arg->at, "choose another name",
                          "'%.*s' has a meaning of its own", STR(arg->name));
    Type type;
    if (i) emit(c, ",");
    if (!compile_expr(c, arg->value, &type)) return false;
    if (type.kind == TYPE_NONE) type = type_of(TYPE_ANY);
    params[count++] = (Param){ arg->name, type };
  }
  Unit *u = engine_unit(e, item->text, params, count);
  for (size_t i = 0; i < u->dep_count; i++) unit_dep(c->unit, e, u->deps[i].kind, u->deps[i].name);
  if (u->failed) {
    /* Said once per unit, where the mistake is. */
    for (size_t i = 0; i < u->diags.count; i++) {
      bool said = false;
      for (size_t k = 0; k < c->unit->diags.count && !said; k++) {
        const Diag *a = &u->diags.items[i], *b = &c->unit->diags.items[k];
        said = a->line == b->line && a->col == b->col && a->code == b->code &&
               str_eq(a->file, b->file);
      }
      if (!said) {
        diags_append(&c->unit->diags, &u->diags);
        break;
      }
    }
    return false;
  }
  emit(c, " U[%u](", u->number);
  if (site && !given) emit(c, "%.*s%s", STR(site->lua), item->arg_count ? "," : "");
  for (size_t i = 0; i < item->arg_count; i++) emit(c, "%sx%zu", i ? "," : "", i + 1);
  emit(c, ") end ");
  return true;
}

static bool compile_slot(Compiler *c, const Item *item) {
  size_t count;
  const char *const *names = slot_names(&count);
  Str known[16];
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    known[i] = str_c(names[i]);
    found = found || str_eq(known[i], item->text);
  }
  if (!found)
    return compile_fail(c, P_TEMPLATE_SLOT, item->name_at,
                        compile_near(c, str_nearest(item->text, known, count),
                                     "there are head, header, byline, before_body, after_body, "
                                     "aside, footer"),
                        "unknown slot \"%.*s\"", STR(item->text));
  Str place =
      c->mode == MODE_HTML ? context_name(&c->f->ctx, arena_of(c)) : S("in this kind of file");
  if (c->mode != MODE_HTML || !(c->f->lost || context_is_text(&c->f->ctx)))
    return compile_fail(c, P_TEMPLATE_CONTEXT, item->at, "put it between tags",
                        "a slot holds html, and cannot stand %.*s", STR(place));
  emit_line(c, item->at);
  emit(c, "t(S(");
  emit_text(c, item->text);
  emit(c, "));");
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
