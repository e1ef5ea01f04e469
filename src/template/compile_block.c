/* compile_block.c -- where templates meet: blocks and their overrides, super(),
 * includes, and the slots that plugins fill. */
#include "template/compile.h"

#include <string.h>

static Arena *arena_of(const Compiler *c) {
  return &c->engine->arena;
}

/* -- blocks -- */

static void emit_params(Compiler *c) {
  for (size_t i = 0; i < c->unit->param_count; i++) emit(c, "%sa%zu", i ? "," : "", i + 1);
}

bool compile_block(Compiler *c, const Item *item) {
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

bool compile_super(Compiler *c, const Item *item) {
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

bool compile_include(Compiler *c, const Item *item) {
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

bool compile_slot(Compiler *c, const Item *item) {
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
