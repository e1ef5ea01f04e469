/* budget.c -- the count hook, charges for work in C, and the allocator.
 *
 * The allocator is a size-class pool with a byte limit: Lua's blocks are small
 * and short-lived, and the pool is both faster than malloc and where the limit
 * is kept. The first refusal makes Lua's core collect garbage and ask for the same
 * again; when it asks in vain the worker is stopped. The string buffers of
 * lauxlib do not ask again but raise: so any other request that follows a
 * refusal stops the worker too, and since no garbage was collected for them,
 * every charge collects when memory is half used up. Sanitized builds use
 * malloc, which sees overruns.
 *
 * What the core does in one instruction without allocating counts as one, whatever
 * its length: comparing long strings, bitwise operators on strings of digits, passing on
 * many arguments. Only the watchdog bounds these. */
#include "lua/budget.h"

#include "lua/budget_pool.h"
#include "lua/sandbox.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLASS_STEP = 16, CLASSES = 32, POOLED = CLASS_STEP * CLASSES, CHUNK = 64 * 1024 };

typedef struct Chunk {
  struct Chunk *next;
  max_align_t align;
} Chunk;
typedef struct Free {
  struct Free *next;
} Free;
struct Pool {
  Chunk *chunks;
  char *at; /* unused rest of the newest chunk */
  size_t rest;
  Free *free[CLASSES];
};

#ifdef PUBLISH_SANITIZED
enum { POOLING = 0 };
#else
enum { POOLING = 1 };
#endif

struct Pool *pool_new(void) {
  return calloc(1, sizeof(struct Pool));
}

void pool_free(struct Pool *pool) {
  if (!pool) return;
  for (Chunk *c = pool->chunks, *next; c; c = next) {
    next = c->next;
    free(c);
  }
  free(pool);
}

static void *take(struct Pool *pool, size_t size) {
  if (!POOLING || size > POOLED) return malloc(size);
  size_t class = (size - 1) / CLASS_STEP, bytes = (class + 1) * CLASS_STEP;
  Free *f = pool->free[class];
  if (f) {
    pool->free[class] = f->next;
    return f;
  }
  if (pool->rest < bytes) {
    Chunk *c = malloc(CHUNK);
    if (!c) return NULL;
    c->next = pool->chunks;
    pool->chunks = c;
    pool->at = (char *)c + sizeof(Chunk);
    pool->rest = CHUNK - sizeof(Chunk);
  }
  void *p = pool->at;
  pool->at += bytes;
  pool->rest -= bytes;
  return p;
}

static void give(struct Pool *pool, void *p, size_t size) {
  if (!POOLING || size > POOLED) {
    free(p);
    return;
  }
  size_t class = (size - 1) / CLASS_STEP;
  Free *f = p;
  f->next = pool->free[class];
  pool->free[class] = f;
}

static void *resize(struct Pool *pool, void *p, size_t old, size_t size) {
  if (!POOLING || (old > POOLED && size > POOLED)) return realloc(p, size);
  if (old <= POOLED && size <= POOLED && (old - 1) / CLASS_STEP == (size - 1) / CLASS_STEP)
    return p;
  void *fresh = take(pool, size);
  if (!fresh) return NULL;
  memcpy(fresh, p, old < size ? old : size);
  give(pool, p, old);
  return fresh;
}

/* Allocates nothing, so it may run inside the allocator. */
void budget_note(lua_State *L) {
  lua_Debug ar;
  if (!L) return;
  for (int level = 0; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline > 0 && ar.source[0] == '@') {
      progress_line(sandbox_of(L)->progress, ar.source + 1, (uint32_t)ar.currentline);
      return;
    }
  }
}

_Noreturn static void stop_memory(Sandbox *sb) {
  char message[128];
  budget_note(sb->L);
  snprintf(message, sizeof message, "needs more than its %zu MB of memory", sb->memory >> 20);
  progress_stop(sb->progress, PROGRESS_MEMORY, message);
}

/* A large new block will be filled: a string that `..` makes, a table of all arguments. The
 * instruction that does so counts as one, so the block counts too. (Not blocks that
 * grow: the core's own do so at other moments in other workers.) */
static void charge_block(Sandbox *sb, size_t size) {
  uint64_t units = size / 64;
  if (size >= 1024) sb->left = sb->left > units ? sb->left - units : 1;
}

void *budget_alloc(void *ud, void *p, size_t old, size_t size) {
  Sandbox *sb = ud;
  if (!p) old = 0; /* Lua passes a type tag here */
  if (size == 0) {
    if (p) give(sb->pool, p, old);
    sb->used -= old;
    return NULL;
  }
  if (size > old) {
    size_t in_use = sb->used + sb->held;
    bool again = sb->refused.p == p && sb->refused.size == size;
    if (sb->refused.size && !again) stop_memory(sb);
    if (in_use > sb->memory || size - old > sb->memory - in_use) {
      if (again) stop_memory(sb);
      budget_note(sb->L);
      sb->refused.p = p;
      sb->refused.size = size;
      return NULL;
    }
    sb->refused.size = 0;
  }
  void *fresh = p ? resize(sb->pool, p, old, size) : take(sb->pool, size);
  if (!fresh) stop_memory(sb);
  if (!p) charge_block(sb, size);
  sb->used += size - old;
  return fresh;
}

void budget_settle(Sandbox *sb) {
  if (sb->refused.size) stop_memory(sb);
}

_Noreturn static void stop_spent(lua_State *L, ProgressVerdict verdict, const char *where) {
  Sandbox *sb = sandbox_of(L);
  char message[128];
  bool millions = sb->instructions >= 1000000;
  budget_note(L);
  snprintf(message, sizeof message, "ran longer than its budget of %" PRIu64 "%s steps%s",
           millions ? sb->instructions / 1000000 : sb->instructions, millions ? " million" : "",
           where);
  progress_stop(sb->progress, verdict, message);
}

_Noreturn static void stop_instructions(lua_State *L) {
  stop_spent(L, PROGRESS_INSTRUCTIONS, "");
}

_Noreturn void budget_spent_in_pattern(lua_State *L) {
  stop_spent(L, PROGRESS_PATTERN, " in a pattern");
}

void budget_hook(lua_State *L, lua_Debug *ar) {
  Sandbox *sb = sandbox_of(L);
  if (sb->progress) {
    lua_getinfo(L, "Sl", ar);
    if (ar->currentline > 0 && ar->source[0] == '@')
      progress_line(sb->progress, ar->source + 1, (uint32_t)ar->currentline);
  }
  if (sb->left <= BUDGET_STEP) stop_instructions(L);
  sb->left -= BUDGET_STEP;
}

void budget_charge(lua_State *L, uint64_t units) {
  Sandbox *sb = sandbox_of(L);
  if (sb->left <= units) stop_instructions(L);
  sb->left -= units;
  if (sb->used > sb->collect_at) {
    lua_gc(L, LUA_GCCOLLECT, 0);
    size_t free = sb->memory > sb->used ? sb->memory - sb->used : 0;
    sb->collect_at = sb->used + free / 2;
  }
}

void budget_scan(lua_State *L, size_t bytes) {
  budget_charge(L, bytes / 4);
}

void budget_copy(lua_State *L, size_t bytes) {
  budget_charge(L, bytes / 64);
}

void budget_hold(lua_State *L, size_t bytes) {
  Sandbox *sb = sandbox_of(L);
  if (bytes > sb->memory || sb->used + sb->held > sb->memory - bytes) {
    budget_note(L);
    stop_memory(sb);
  }
  sb->held += bytes;
}
