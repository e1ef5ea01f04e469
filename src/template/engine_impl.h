/* engine_impl.h -- the inside of an Engine, for the files of this folder.
 *
 * A Unit is one template compiled for one list of variables and types. It spans
 * every file of its extends chain; each file is one Lua chunk, so that lines
 * agree. Files that it includes are Units of their own. Units live as long as
 * the engine, failed ones too: a mistake is found once and reported every time.
 *
 * A Render is one call of engine_render; they nest through `now`. */
#ifndef PUBLISH_TEMPLATE_ENGINE_IMPL_H
#define PUBLISH_TEMPLATE_ENGINE_IMPL_H

#include "lua/sandbox.h"
#include "template/ast.h"
#include "template/context.h"
#include "template/engine.h"
#include "template/records.h"

typedef struct {
  Str name;
  Template *tree; /* NULL: missing, or malformed and then said in diags */
  bool missing;
  Diags diags;
} Parsed;

/* What compiling a unit looked at, to be recorded again for each render. */
typedef enum { DEP_TEMPLATE, DEP_TEXT, DEP_FIELDS } DepKind;
typedef struct {
  DepKind kind;
  Str name;
} Dep;

typedef struct {
  Str name;
  Type type;
} Param;

typedef struct {
  Str key; /* name and types */
  Str name;
  Param *params;
  size_t param_count;
  uint32_t number; /* its main function is field `number` of the units' table */
  bool failed, busy;
  Diags diags;
  Dep *deps;
  size_t dep_count, dep_cap;
  Map dep_seen;
} Unit;

/* The literal parts of one file of one unit. */
typedef struct {
  Str *items;
  size_t count, cap;
  Source source;
} Pieces;

typedef struct {
  Str name;
  EngineFilter *fn;
  void *context;
} LentFilter;

typedef struct Render Render;
struct Render {
  const EngineJob *job;
  Reads *reads;
  Buf *out;
  size_t start, limit;
  Diags *diags;
  Arena arena;                    /* of results of filters */
  Buf scratch;                    /* for whoever builds one, from empty; freed with the render */
  Str base, origin, zone, format; /* of the site, when known is set */
  bool known;
  Render *outer;
};

struct Engine {
  const World *world;
  EngineOptions options;
  TextTools *own_text; /* when none was given */
  Sandbox *sandbox;
  Arena arena; /* trees, units, pieces */
  Map parsed;  /* name -> Parsed* */
  Map units;   /* key -> Unit* */
  uint32_t unit_count;
  Unit *compiling[32]; /* the units being compiled, outermost first */
  size_t depth;
  bool loose; /* engine_check_all: unknown names may be a plugin's */
  LentFilter lent[16];
  size_t lent_count;
  Render *now;
  int units_ref; /* registry: the table of main functions */
  int api_ref;   /* registry: the table of runtime functions */
};

static inline Engine *engine_of(lua_State *L) {
  return sandbox_of(L)->host;
}

/* parse, once per name. NULL tree: see `missing` and `diags`. */
Parsed *engine_parsed(Engine *e, Str name);
/* The unit for these parameters, compiled when met first. Never NULL; look at
 * `failed`. */
Unit *engine_unit(Engine *e, Str name, const Param *params, size_t count);
void unit_dep(Unit *u, Engine *e, DepKind kind, Str name);

/* runtime.c: make the table of functions that chunks are given. */
void runtime_open(Engine *e);
/* The functions' names, in the order in which chunks take them as locals; behind
 * them comes B, the table of the unit's blocks. */
extern const char RUNTIME_NAMES[];
/* Push every runtime function for a chunk, in that order; returns how many. */
int runtime_push(Engine *e, const Pieces *pieces);
/* Fill in what filters need to know of the site. */
void render_site(lua_State *L, Render *r);

/* An error record at the Lua line in hand, and out: never returns. */
_Noreturn void runtime_fail(lua_State *L, Code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
