/* call.h -- the only protected call into a sandbox.
 *
 * Everything the host runs in Lua (chunks, hooks, handlers, templates) goes
 * through sandbox_call, so that whatever a plugin raises (a string, nil, a
 * table, 100 MB of text, an object whose __tostring loops) ends as exactly one
 * record: file and line of the Lua code, caret excerpt when the source is
 * known, plugin, hook and article, a message cut to a sane length, and a
 * traceback for -v. A table with a string field `message` is reported by
 * that field. __tostring of an error object runs inside the budget, protected.
 *
 * Yielding out of the call is an error like any other. */
#ifndef PUBLISH_LUA_CALL_H
#define PUBLISH_LUA_CALL_H

#include "lua/sandbox.h"

/* Between sandbox_begin and sandbox_end. Function and `nargs` arguments are on
 * top of sb->L, as for lua_pcall; they are replaced by `nresults` results (or
 * LUA_MULTRET). On false they are gone, nothing is pushed, and d has one more
 * error record. `d` is the list given to sandbox_begin. */
bool sandbox_call(Sandbox *sb, int nargs, int nresults, Diags *d);

/* begin + call + end for code whose results nobody needs. */
bool sandbox_run(Sandbox *sb, const CallSite *site, int nargs, Diags *d);

/* An error record about the value on top of sb->L not being what the hook must
 * return; pops it. Names the plugin's main file, the first one loaded. `expected`:
 * "nil, a node or a list of nodes". */
void sandbox_bad_result(Sandbox *sb, const char *expected, Diags *d);

#endif
