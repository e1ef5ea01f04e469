/* budget.h -- what a plugin may spend: instructions, and memory.
 *
 * Every hook call starts with a fixed number of instructions. Lua's count hook
 * takes them away a thousand at a time, in coroutines too; a library function
 * that works in C calls budget_charge() with what its work is worth, BEFORE it
 * works. Memory is counted by the allocator of the state, plus what C holds
 * for the plugin outside of Lua (budget_hold). One unit is about one VM
 * instruction, 5-10 ns.
 *
 * When either is spent the worker is ended by progress_stop(): budget_charge()
 * does not raise, it does not return. So neither pcall nor a coroutine,
 * __close, message handler or finaliser can swallow it, and C code that calls
 * these functions need not expect an error. The parent reports what the shared
 * page says and starts another worker.
 *
 * The counts are deterministic: equal input spends equal instructions. */
#ifndef PUBLISH_LUA_BUDGET_H
#define PUBLISH_LUA_BUDGET_H

#include <lua.h>
#include <stddef.h>
#include <stdint.h>

enum { BUDGET_STEP = 1000 }; /* instructions between two looks of the hook */

#define BUDGET_INSTRUCTIONS UINT64_C(200000000) /* default for one hook call */
#define BUDGET_MEMORY       ((size_t)256 << 20) /* default for one plugin */

/* Put the innermost Lua line on the shared page: before work whose length nobody
 * knows and in which the count hook cannot look. */
void budget_note(lua_State *L);
/* `units` of work. */
void budget_charge(lua_State *L, uint64_t units);
/* All is spent: ends the worker. For the pattern matcher, which counts its steps itself in
 * sandbox_of(L)->left. */
_Noreturn void budget_spent_in_pattern(lua_State *L);
/* Work linear in `bytes` that compares or scans them (4 bytes a unit). */
void budget_scan(lua_State *L, size_t bytes);
/* Work linear in `bytes` that copies or fills them (64 bytes a unit). */
void budget_copy(lua_State *L, size_t bytes);
/* `bytes` more are held for the plugin outside the Lua heap until the hook
 * ends (output, arena, diagnostics). */
void budget_hold(lua_State *L, size_t bytes);

#endif
