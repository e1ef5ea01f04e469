/* compile.h -- from trees to Lua, and every check that can be made before.
 *
 * unit_compile fills in a Unit: it walks the root of the extends chain with a
 * Context and the types of the variables, follows blocks to their overrides, and
 * writes Lua functions, each in a chunk of its own whose line n is line n of the
 * template file it comes from. All mistakes go to u->diags; u->failed tells. */
#ifndef PUBLISH_TEMPLATE_COMPILE_H
#define PUBLISH_TEMPLATE_COMPILE_H

#include "template/engine_impl.h"

void unit_compile(Engine *e, Unit *u);

/* The rest is for the files compile*.c. */

/* A name in scope. */
typedef struct {
  Str name;
  Type type;
  Str lua;           /* the Lua expression that holds it */
  const char *fixed; /* "loop", "slots": not a value, only its fields are */
} Var;

enum { VARS_MAX = 160, CHAIN_MAX = 20 };

/* The function being written. */
typedef struct {
  size_t level; /* of the file in the chain */
  Str block;    /* the block it is the body of, or "" */
  Buf lua;
  uint32_t line; /* of `lua` */
  Pieces *pieces;
  Context ctx;
  bool lost; /* a mistake about the context was reported: what follows from it is not */
  Var vars[VARS_MAX];
  size_t var_count, var_from; /* names below var_from are hidden (loops around a block) */
  size_t params;
  int loops;  /* depth */
  int locals; /* of Lua */
} Function;

/* A block's body that has been written as a function of its own. */
typedef struct {
  Str block;
  size_t level;
  Context from, to;
  bool done;
} Body;

typedef struct {
  Engine *engine;
  Unit *unit;
  Template *chain[CHAIN_MAX]; /* the most derived first */
  size_t chain_count;
  Mode mode;
  Body *bodies;
  size_t body_count, body_cap;
  uint32_t next; /* for names of locals */
  Function *f;
  int blocks_index; /* of table B on the Lua stack */
} Compiler;

/* One record at `at` of the file at hand; always false. */
bool compile_fail(Compiler *c, Code code, Range at, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
Template *compile_file(const Compiler *c);
const char *compile_cstr(Compiler *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "did you mean 'x'?" or `otherwise`. */
const char *compile_near(Compiler *c, Str near, const char *otherwise);

void emit(Compiler *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
void emit_text(Compiler *c, Str s);    /* as a Lua string literal */
void emit_line(Compiler *c, Range at); /* go on to this line */

/* compile_expr.c: write the expression; its type in *type. */
bool compile_expr(Compiler *c, const Expr *e, Type *type);
/* As a condition: true or false (or nil) in Lua's sense. */
bool compile_condition(Compiler *c, const Expr *e);
const Var *compile_var(const Compiler *c, Str name);
/* The type of field `name`, which stands at `at`, of something of type `of`. */
bool compile_field_type(Compiler *c, Type of, Str name, Range at, Type *type);

/* compile_filter.c */
bool compile_filter(Compiler *c, const Expr *e, Type *type);
bool compile_call(Compiler *c, const Expr *e, Type *type);

/* compile_item.c */
bool compile_items(Compiler *c, const ItemList *items);
/* A local variable of this type; its Lua name, or NULL after a record. */
const char *compile_local(Compiler *c, Str name, Type type, Range at);

/* compile_block.c */
bool compile_block(Compiler *c, const Item *item);
bool compile_super(Compiler *c, const Item *item);
bool compile_include(Compiler *c, const Item *item);
bool compile_slot(Compiler *c, const Item *item);

/* compile.c: write the body of a block as a function; *number is its place in B.
 * The context behind it in *to. */
bool compile_body(Compiler *c, Str block, size_t level, const Item *item, Context from, Context *to,
                  size_t *number);
/* The level nearest to the child, from `from` on, that defines the block, or
 * chain_count. */
size_t compile_level(const Compiler *c, Str block, size_t from, const Item **item);

#endif
