/* sandbox.h -- one closed Lua state: a plugin's world in one worker.
 *
 * A Sandbox is a Lua 5.4 state that holds exactly the globals of the plugin
 * API and nothing else: no files, processes, clock, randomness, bytecode,
 * addresses or hash order. One per plugin and worker (and one for templates);
 * it is made in the worker, after the fork, or before it: nothing in it refers
 * to the process. Life:
 *
 *   sandbox_new -> sandbox_module ... -> sandbox_begin("load") -> sandbox_load
 *   -> sandbox_call -> freeze_all -> sandbox_end
 *   -> per hook: set reads/arena, sandbox_begin, push arguments on sb->L,
 *      sandbox_call (call.h) as often as needed, read the results, sandbox_end
 *   -> sandbox_free
 *
 * C functions registered in it find their context with sandbox_of(L). They may
 * raise Lua errors, so they own no memory across a Lua call: temporary memory
 * comes from sandbox_scratch(), results from sb->arena. Objects handed to Lua
 * store sb->epoch when made and check it on use: it moves on when a hook ends,
 * so a handle kept too long is a Lua error, never a dangling pointer.
 *
 * Failure: what a plugin does wrong becomes one record in a Diags (call.h).
 * What it spends too much of ends the process (budget.h). */
#ifndef PUBLISH_LUA_SANDBOX_H
#define PUBLISH_LUA_SANDBOX_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "lua/progress.h"
#include "model/world.h"
#include <lauxlib.h>
#include <lua.h>

typedef struct Sandbox Sandbox;

/* Whose code is about to run, for diagnostics and the shared page. Views must
 * live until sandbox_end. */
typedef struct {
  Str hook;             /* "scan", "render.image", "load", "template" ... */
  Str article;          /* source path of the article in hand, or "" */
  const Source *source; /* that article's text, or NULL; for node:error() */
  const Value *row;     /* and its row, or NULL; for conditions of `checks:` */
} CallSite;

/* `require "a.b"` asks for "a/b.lua": text of a file in the plugin's own folder.
 * The callback records the read, fills *out (bytes live as long as the Sandbox)
 * and returns true, or returns false when there is no such file. */
typedef bool (*SandboxFind)(Sandbox *sb, Str relative_path, Source *out);

typedef struct {
  Str plugin;            /* its name; "" for templates */
  uint64_t instructions; /* per hook; 0 = BUDGET_INSTRUCTIONS */
  size_t memory;         /* bytes; 0 = BUDGET_MEMORY */
  Progress *progress;    /* the worker's shared page, or NULL */
  SandboxFind find;      /* NULL: require finds nothing */
  void *host;
} SandboxOptions;

/* Whoever runs a hook publishes the files whose addresses it asks for: where `file`,
 * which belongs to `article`, is published beside it; "" when it cannot be. */
typedef struct {
  Str (*publish)(void *context, Str article, Str file);
  void *context;
} FileSink;

struct Sandbox {
  /* The context of C functions. The host sets these before a hook. */
  Reads *reads;          /* of the job in hand; NULL = not recording */
  const FileSink *files; /* NULL: addresses of files are not known */
  const Value *options;  /* what the article in hand sets of the plugin's options, or NULL */
  const World *world;    /* NULL outside the pipeline (tests, manifests) */
  Arena *arena;          /* of the job in hand: results live here */
  void *host;
  bool tracing; /* nodes note the line of the plugin that makes them */
  /* Set by sandbox_begin, valid until sandbox_end. */
  Diags *diags; /* where print, node:warn() and so on report */
  CallSite site;
  uint64_t epoch; /* moves on at sandbox_begin and at sandbox_end; never 0 */

  /* To be read, not written. */
  lua_State *L; /* the main thread: arguments and results go here */
  Str plugin;
  Progress *progress;
  bool running;  /* between sandbox_begin and sandbox_end */
  bool reported; /* an error record was made during this hook: see sandbox_fail */
  bool frozen;

  /* Private to src/lua/sandbox.c, budget.c, freeze.c, call.c, lib_base.c. */
  uint64_t instructions, left; /* per hook; of the hook in hand */
  uint64_t total;              /* spent by all hooks that ended */
  size_t memory, used, held;   /* limit; by the allocator; outside of Lua */
  size_t collect_at;           /* bytes in use at which the next charge collects garbage */
  struct {                     /* the last allocation, if it was refused */
    void *p;
    size_t size;
  } refused;
  size_t watched; /* upvalues remembered by freeze_walk.c, and their index */
  unsigned char *watch_index;
  struct Pool *pool;
  struct PatternCache *patterns; /* of lib_pattern.c */
  SandboxFind find;
  Arena kept;  /* names, sources: as long as the sandbox */
  Map sources; /* chunk name -> Source* */
  struct {     /* filled in by the message handler of call.c */
    Str file, trace;
    uint32_t line;
  } fault;
  Arena fault_arena;
  struct { /* where the function that sandbox_call called last begins; line 0 = unknown */
    const Source *source;
    uint32_t line;
  } called;
  struct { /* rows of the catalog that this hook took (whole_site.h) */
    unsigned char *bits;
    size_t size, count;
  } taken;
  size_t prints;                     /* bytes printed during this hook */
  unsigned messages[DIAG_ERROR + 1]; /* by severity, during this hook: see libs_may_tell */
};

/* NULL only when there is no memory for an empty state. */
Sandbox *sandbox_new(const SandboxOptions *options);
void sandbox_free(Sandbox *sb);

/* From any C function running in the sandbox, in any coroutine. */
static inline Sandbox *sandbox_of(lua_State *L) {
  return *(Sandbox **)lua_getextraspace(L);
}

/* Make a library: a read-only global table `name` with these functions. Before
 * freeze_all only. Calling it again for the same name adds to it. */
void sandbox_module(Sandbox *sb, const char *name, const luaL_Reg *functions);
/* The table behind a library, writable from C, on top of the stack: to add
 * constants and sub-tables. */
void sandbox_module_table(Sandbox *sb, const char *name);
/* Pop a value from sb->L and make it a global. Before freeze_all only. */
void sandbox_global(Sandbox *sb, const char *name);

/* A hook begins: fills the budget, notes the shared page, bumps the epoch.
 * Hooks of one sandbox do not nest; a host function that calls back into the
 * same sandbox just uses sandbox_call again, after sandbox_reenter(). */
void sandbox_begin(Sandbox *sb, const CallSite *site, Diags *d);
/* It ends: handles expire, the stack is emptied, and upvalues are compared with
 * what they were when the plugin was frozen; a changed one is put back and is
 * an error (false, one record). Returns true when nothing was found here. */
bool sandbox_end(Sandbox *sb);

/* What the hook in hand has taken so far, of what it may take: units of budget.h, and
 * bytes. */
typedef struct {
  uint64_t steps, most_steps;
  size_t memory, most_memory;
} SandboxSpent;
SandboxSpent sandbox_spent(const Sandbox *sb);

/* Compile `code` and push the function on sb->L; false and one record with
 * line and column otherwise. `shown` is the source that messages and excerpts
 * speak of; its bytes must live as long as the sandbox, and code's lines must be
 * its lines (templates: generated Lua, line for line). code.p == NULL means
 * shown->text itself. Text only: bytecode is refused. To run the chunk in
 * another environment set its first upvalue afterwards with lua_setupvalue. */
bool sandbox_load(Sandbox *sb, const Source *shown, Str code, Diags *d);
/* The same, pushing on L, a thread of the sandbox: for C functions. */
bool sandbox_load_in(Sandbox *sb, lua_State *L, const Source *shown, Str code, Diags *d);
/* The source whose chunk is called `path`, or NULL. */
const Source *sandbox_source(const Sandbox *sb, Str path);

/* An arena that is freed when the running C function returns or raises. Pushes
 * one value onto the stack: call it after reading the arguments (an absent last
 * argument's index would be that value) and before pushing results. */
Arena *sandbox_scratch(lua_State *L);

/* A host function that is about to use sandbox_call on its own sandbox (such as
 * next(node)) calls this first: raises when it runs inside a coroutine, where the
 * main thread cannot be entered. */
void sandbox_reenter(lua_State *L);
/* A C function that has just put an error record into sb->diags (or got false
 * from something that did) ends with `return sandbox_fail(L)`: raises, and
 * sandbox_call then reports nothing more. Even if the plugin catches it, the hook
 * counts as failed: sandbox_call returns false. */
int sandbox_fail(lua_State *L);

/* One error record about what the function called last gave back: at the line where
 * that function begins. The hook counts as failed. */
Diag *sandbox_blame(Sandbox *sb, Code code, const char *help, Diags *d, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* luaL_error, but the position is always that of the innermost Lua line, also
 * when the function was called by another C function. Never returns. */
int sandbox_raise(lua_State *L, const char *format, ...);

/* Raise unless a handle's epoch is the present one. `what`: "node". */
void sandbox_check_epoch(lua_State *L, uint64_t epoch, int arg, const char *what);

/* File and line of the innermost Lua function running in L, for warnings that
 * point at plugin code; false when there is none. */
bool sandbox_where(lua_State *L, Str *file, uint32_t *line);

/* Say "no 'x' in y; did you mean 'z'?" and the like: the nearest of `count`
 * names, or the empty view. Same as str_nearest, here for C functions that
 * have const char * names ending in NULL. */
Str sandbox_nearest(Str word, const char *const *names);

#endif
