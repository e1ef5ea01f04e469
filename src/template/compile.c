/* compile.c -- units: the extends chain, the functions in it, and loading them. */
#include "template/compile.h"

#include <stdarg.h>
#include <stdlib.h>

Template *compile_file(const Compiler *c) {
  return c->chain[c->f->level];
}

bool compile_fail(Compiler *c, Code code, Range at, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str message = arena_vprintf(&c->engine->arena, format, args);
  va_end(args);
  diag_at(&c->unit->diags, DIAG_ERROR, code, &compile_file(c)->source, at, help, "%.*s",
          STR(message));
  return false;
}

const char *compile_cstr(Compiler *c, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str s = arena_vprintf(&c->engine->arena, format, args);
  va_end(args);
  return arena_cstr(&c->engine->arena, s);
}

const char *compile_near(Compiler *c, Str near, const char *otherwise) {
  return near.n ? compile_cstr(c, "did you mean '%.*s'?", STR(near)) : otherwise;
}

/* -- writing -- */

void emit(Compiler *c, const char *format, ...) {
  va_list args;
  va_start(args, format);
  buf_vprintf(&c->f->lua, format, args);
  va_end(args);
}

void emit_text(Compiler *c, Str s) {
  Buf *b = &c->f->lua;
  buf_byte(b, '"');
  for (size_t i = 0; i < s.n; i++) {
    unsigned char ch = (unsigned char)s.p[i];
    if (ch >= 0x20 && ch < 0x7F && ch != '"' && ch != '\\')
      buf_byte(b, (char)ch);
    else
      buf_printf(b, "\\%03u", ch);
  }
  buf_byte(b, '"');
}

/* Lines are counted onwards from the last place; items come in order. */
void emit_line(Compiler *c, Range at) {
  Template *t = compile_file(c);
  if (at.offset < t->mark_offset) {
    t->mark_offset = 0;
    t->mark_line = 1;
  }
  for (size_t i = t->mark_offset; i < at.offset; i++) t->mark_line += t->source.text.p[i] == '\n';
  t->mark_offset = at.offset;
  uint32_t line = t->mark_line;
  while (c->f->line < line) {
    buf_byte(&c->f->lua, '\n');
    c->f->line++;
  }
}

/* -- functions -- */

static void function_begin(Compiler *c, Function *f, size_t level, Str block, Context ctx) {
  *f = (Function){ .level = level, .block = block, .line = 1, .ctx = ctx };
  f->pieces = ARENA_NEW(&c->engine->arena, Pieces);
  c->f = f;
  f->pieces->source = compile_file(c)->source;
  emit(c, "local %s,B=... return function(", RUNTIME_NAMES);
  for (size_t i = 0; i < c->unit->param_count; i++) {
    const Param *p = &c->unit->params[i];
    emit(c, "%sa%zu", i ? "," : "", i + 1);
    f->vars[f->var_count++] =
        (Var){ .name = p->name, .type = p->type, .lua = str_c(compile_cstr(c, "a%zu", i + 1)) };
  }
  emit(c, ") ");
  f->params = f->var_count;
  f->locals = (int)f->var_count;
}

/* Load what was written; the function it returns is left on the stack. */
static bool function_end(Compiler *c) {
  Engine *e = c->engine;
  lua_State *L = e->sandbox->L;
  emit(c, " end");
  const Source *source = &c->f->pieces->source;
  bool fine = c->unit->diags.errors == 0 &&
              sandbox_load(e->sandbox, source, buf_view(&c->f->lua), &c->unit->diags);
  if (fine) {
    int args = runtime_push(e, c->f->pieces);
    lua_pushvalue(L, c->blocks_index);
    lua_call(L, args + 1, 1);
  }
  return fine;
}

size_t compile_level(const Compiler *c, Str block, size_t from, const Item **item) {
  for (size_t k = from; k < c->chain_count; k++)
    for (size_t i = 0; i < c->chain[k]->block_count; i++)
      if (str_eq(c->chain[k]->blocks[i]->text, block)) {
        *item = c->chain[k]->blocks[i];
        return k;
      }
  return c->chain_count;
}

bool compile_body(Compiler *c, Str block, size_t level, const Item *item, Context from, Context *to,
                  size_t *number) {
  for (size_t i = 0; i < c->body_count; i++)
    if (c->bodies[i].level == level && str_eq(c->bodies[i].block, block) &&
        memcmp(&c->bodies[i].from, &from, sizeof from) == 0) {
      *number = i + 1;
      *to = c->bodies[i].to;
      return true;
    }
  if (c->body_count == c->body_cap) {
    c->body_cap = c->body_cap ? c->body_cap * 2 : 16;
    Body *more = ARENA_ARRAY(&c->engine->arena, c->body_cap, Body);
    if (c->body_count) memcpy(more, c->bodies, c->body_count * sizeof *more);
    c->bodies = more;
  }
  size_t at = c->body_count++;
  c->bodies[at] = (Body){ .block = block, .level = level, .from = from, .to = from };
  *number = at + 1;
  Function *outer = c->f, *f = mem_calloc(1, sizeof *f);
  function_begin(c, f, level, block, from);
  bool fine = compile_items(c, &item->body);
  *to = f->ctx;
  c->bodies[at].to = f->ctx;
  if (fine && function_end(c)) {
    lua_rawseti(c->engine->sandbox->L, c->blocks_index, (lua_Integer)at + 1);
  } else {
    fine = false;
  }
  buf_free(&f->lua);
  free(f);
  c->f = outer;
  return fine;
}

/* -- the chain -- */

static bool check_child(Compiler *c, size_t level) {
  Template *t = c->chain[level];
  bool fine = true;
  for (size_t i = 0; i < t->body.count && fine; i++) {
    const Item *item = t->body.items[i];
    if (item->kind == ITEM_BLOCK) {
      const Item *found;
      if (compile_level(c, item->text, level + 1, &found) < c->chain_count) continue;
      Str names[64];
      size_t count = 0;
      for (size_t k = level + 1; k < c->chain_count; k++)
        for (size_t b = 0; b < c->chain[k]->block_count && count < 64; b++)
          names[count++] = c->chain[k]->blocks[b]->text;
      compile_fail(c, P_TEMPLATE_BLOCK, item->name_at,
                   compile_near(c, str_nearest(item->text, names, count), NULL),
                   "\"%.*s\" has no block '%.*s'", STR(t->extends), STR(item->text));
      fine = false;
    } else if (item->kind != ITEM_TEXT || str_trim(item->text).n) {
      Range at = item->at;
      if (item->kind == ITEM_TEXT) /* point at the first thing that is not white space */
        while (at.length > 1 && strchr(" \t\r\n", t->source.text.p[at.offset]))
          at.offset++, at.length--;
      at.length = 1;
      compile_fail(c, P_TEMPLATE_BLOCK, at, "put it into a block",
                   "outside of blocks nothing is printed: this template extends \"%.*s\"",
                   STR(t->extends));
      fine = false;
    }
  }
  return fine;
}

static Str nearest_template(Engine *e, Str name) {
  const Str *names;
  size_t count = world_template_names(e->world, &names, &e->arena);
  return str_nearest(name, names, count);
}

static bool build_chain(Compiler *c) {
  Engine *e = c->engine;
  Unit *u = c->unit;
  Parsed *p = engine_parsed(e, u->name);
  unit_dep(u, e, DEP_TEMPLATE, u->name);
  for (;;) {
    if (!p->tree) {
      diags_append(&u->diags, &p->diags);
      return false;
    }
    c->chain[c->chain_count++] = p->tree;
    Template *t = p->tree;
    if (!t->extends.n) return true;
    c->f->level = c->chain_count - 1;
    for (size_t i = 0; i < c->chain_count; i++)
      if (str_eq(c->chain[i]->name, t->extends))
        return compile_fail(c, P_TEMPLATE_FILE, t->extends_at, NULL,
                            i + 1 == c->chain_count ? "\"%.*s\" extends itself"
                                                    : "\"%.*s\" extends this template in turn",
                            STR(t->extends));
    if (c->chain_count == CHAIN_MAX)
      return compile_fail(c, P_TEMPLATE_LIMIT, t->extends_at, NULL,
                          "templates extend each other more than %d deep", CHAIN_MAX);
    if (mode_of(t->extends) != c->mode)
      return compile_fail(c, P_TEMPLATE_FILE, t->extends_at, NULL,
                          "\"%.*s\" is another kind of file than \"%.*s\"", STR(t->extends),
                          STR(t->name));
    unit_dep(u, e, DEP_TEMPLATE, t->extends);
    p = engine_parsed(e, t->extends);
    if (p->missing)
      return compile_fail(c, P_TEMPLATE_FILE, t->extends_at,
                          compile_near(c, nearest_template(e, t->extends), NULL),
                          "there is no template \"%.*s\"", STR(t->extends));
  }
}

static void compile_main(Compiler *c) {
  Engine *e = c->engine;
  Function *f = mem_calloc(1, sizeof *f);
  c->f = f;
  size_t root = 0;
  bool fine = build_chain(c);
  for (size_t level = 0; fine && level + 1 < c->chain_count; level++) {
    f->level = level;
    if (!check_child(c, level)) fine = false;
  }
  if (fine) {
    root = c->chain_count - 1;
    function_begin(c, f, root, S(""), context_start(c->mode));
    fine = compile_items(c, &c->chain[root]->body);
    if (fine && !f->lost && c->mode != MODE_TEXT && c->mode != MODE_JSON &&
        !context_is_text(&f->ctx)) {
      Str s = c->chain[root]->source.text;
      compile_fail(c, P_TEMPLATE_JOIN, (Range){ s.n ? s.n - 1 : 0, 1 }, NULL,
                   "the template ends %.*s", STR(context_name(&f->ctx, &e->arena)));
      fine = false;
    }
    if (fine && function_end(c)) {
      lua_State *L = e->sandbox->L;
      lua_rawgeti(L, LUA_REGISTRYINDEX, e->units_ref);
      lua_insert(L, -2);
      lua_rawseti(L, -2, (lua_Integer)c->unit->number);
      lua_pop(L, 1);
    }
  }
  buf_free(&f->lua);
  free(f);
}

void unit_compile(Engine *e, Unit *u) {
  lua_State *L = e->sandbox->L;
  int top = lua_gettop(L);
  luaL_checkstack(L, 64, NULL);
  Compiler c = { .engine = e, .unit = u, .mode = mode_of(u->name) };
  lua_newtable(L);
  c.blocks_index = lua_gettop(L);
  compile_main(&c);
  lua_settop(L, top);
  u->failed = u->diags.errors > 0;
}
