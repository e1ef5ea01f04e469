/* api.h -- what a plugin can reach, in tables that also explain it.
 *
 * One row makes a function exist: what registers the C function carries its
 * signature, documentation, errors and an example, so neither can be without the
 * other. From the same rows come the definitions for editors (`publish plugin
 * types`), the reference (`publish plugin reference`) and the names in messages about
 * wrong arguments. The rows of a file lib_x.c stand in api/x.def.
 *
 * A signature is what LuaLS understands, without `self`:
 *   (text: string|Node, most?: integer, ...: any): string, boolean
 * Examples run in the tests: each line `expression --> value` must give that value.
 *
 * All tables are static and constant; an array ends with a row whose name is NULL. */
#ifndef PUBLISH_LUA_API_H
#define PUBLISH_LUA_API_H

#include "lua/sandbox.h"

typedef struct {
  const char *name;
  lua_CFunction function; /* NULL: Lua's own, or called by name (hooks) */
  const char *signature;
  const char *doc;    /* what it does, parameters with units, results */
  const char *errors; /* what it raises; "none" */
  const char *example;
} ApiFunction;

typedef struct {
  const char *name, *type; /* LuaLS type; a '?' behind it: may be nil */
  const char *doc;
} ApiField;

typedef enum {
  API_LIBRARY,   /* a global table; with the name "" the globals themselves */
  API_OBJECT,    /* a value of the host, with fields and methods */
  API_RECORD,    /* a plain table or recorded map of this shape */
  API_CALLBACKS, /* functions that a hook gets as arguments */
  API_HOOKS      /* functions that a plugin defines */
} ApiKind;

/* Functions that differ in their name only: html.a, html.abbr ... */
typedef struct {
  const char *const *names; /* NULL at the end */
  ApiFunction function;     /* its name is that of a stand-in: "ELEMENT" */
} ApiFamily;

typedef struct {
  const char *name; /* "text"; of an object its class: "Node" */
  ApiKind kind;
  const char *in; /* the hook in which its examples run; "options": they are part of a header */
  const char *doc;
  const ApiField *fields;       /* may be NULL */
  const ApiFunction *functions; /* may be NULL */
  const ApiFamily *family;      /* may be NULL */
  const char *items;            /* LuaLS: "[integer] Article", or NULL */
  const char *operators;        /* LuaLS lines behind @operator, one a line, or NULL */
  const char *speaks;           /* how messages call one: "a node"; NULL: from the name */
} ApiType;

/* Every type of this layer. A library may have several parts of the same name. */
const ApiType *const *api_types(size_t *count);

/* Make a library, or add to it: all rows that have a C function. Before freeze_all. */
void api_library(Sandbox *sb, const ApiType *type);
/* The same out of Lua's own library at stack index `from`: a row without C function is
 * Lua's, a C function gets Lua's as its first upvalue; fields are copied. */
void api_wrap(Sandbox *sb, const ApiType *type, int from);
/* Pop the function on top of the stack into the table below it, as `f`. */
void api_set(lua_State *L, const ApiType *type, const ApiFunction *f);
/* Remember that the function on top of the stack is `f`, for messages. */
void api_note(lua_State *L, const ApiType *type, const ApiFunction *f);
/* The same for all functions of a type, such as methods. Once per state. Closures over
 * the C function of a row are known by it. */
void api_object(lua_State *L, const ApiType *type);

/* The method `name`, pushed; false and nothing when there is none. */
bool api_push_method(lua_State *L, const ApiType *type, Str name);
const ApiField *api_field(const ApiType *type, Str name);
const ApiFunction *api_function(const ApiType *type, Str name);
/* Field or method that was likely meant, or the empty view. */
Str api_nearest(const ApiType *type, Str name);
/* Raise "a node has no 'txt'; did you mean 'text'?". `hint` may be NULL. */
int api_no_field(lua_State *L, const ApiType *type, Str name, const char *hint);

/* For the message handler: the error at stack index 1, when it is Lua's about a bad
 * argument of a documented function, is put into that function's own terms. The
 * function that failed is at `level` of the stack. */
void api_explain(lua_State *L, int level);

#endif
