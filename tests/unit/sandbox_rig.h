/* sandbox_rig.h -- a plugin in a sandbox, in one line, for tests. */
#ifndef PUBLISH_TESTS_SANDBOX_RIG_H
#define PUBLISH_TESTS_SANDBOX_RIG_H

#include "lua/call.h"
#include "lua/freeze.h"
#include <stdlib.h>

typedef struct {
  Sandbox *sb;
  Diags diags;
  Arena arena;
  Source source;
  Str out; /* what the chunk returned, as text */
  bool ok;
} Rig;

__attribute__((unused)) static bool rig_find(Sandbox *sb, Str path, Source *out) {
  (void)sb;
  static const struct {
    const char *path, *at, *text;
  } files[] = {
    { "util.lua", "p/util.lua", "local count = 0 return { name = 'util', list = { 1 } }" },
    { "lib/deep.lua", "p/lib/deep.lua", "return ({ ... })[2] or 'lib/deep.lua'" },
    { "loop.lua", "p/loop.lua", "return require 'loop'" },
    { "broken.lua", "p/broken.lua", "return )" },
    { "state.lua", "p/state.lua", "local n = 0 return { t = {}, f = function() n = n + 1 end }" },
  };
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    if (str_eqc(path, files[i].path)) {
      *out = (Source){ str_c(files[i].at), str_c(files[i].text) };
      return true;
    }
  return false;
}

__attribute__((unused)) static const CallSite rig_site = { .hook = { "load", 4 },
                                                           .article = { "articles/a.md", 13 } };

/* A sandbox with `code` loaded: its function is on top of the stack if r.ok. */
__attribute__((unused)) static Rig rig_load(const char *code, SandboxOptions options) {
  Rig r = { 0 };
  options.plugin = S("p");
  options.find = rig_find;
  r.sb = sandbox_new(&options);
  r.source = (Source){ S("p/init.lua"), str_c(code) };
  return r;
}

__attribute__((unused)) static bool rig_begin(Rig *r) {
  sandbox_begin(r->sb, &rig_site, &r->diags);
  return sandbox_load(r->sb, &r->source, (Str){ 0 }, &r->diags);
}

__attribute__((unused)) static Rig rig_run(const char *code) {
  Rig r = rig_load(code, (SandboxOptions){ 0 });
  r.ok = rig_begin(&r) && sandbox_call(r.sb, 0, 1, &r.diags);
  if (r.ok && lua_type(r.sb->L, -1) != LUA_TNIL) {
    Str s;
    s.p = lua_tolstring(r.sb->L, -1, &s.n);
    r.out = arena_str(&r.arena, s);
  }
  if (!sandbox_end(r.sb)) r.ok = false;
  return r;
}

/* "FILE:LINE: MESSAGE" of the first error. */
__attribute__((unused)) static Str rig_error(Rig *r) {
  for (size_t i = 0; i < r->diags.count; i++) {
    Diag *e = &r->diags.items[i];
    if (e->severity == DIAG_ERROR)
      return arena_printf(&r->arena, "%.*s:%u: %.*s", STR(e->file), e->line, STR(e->message));
  }
  return S("no error");
}

__attribute__((unused)) static Str rig_text(Rig *r) {
  return r->ok ? r->out : rig_error(r);
}

__attribute__((unused)) static void rig_free(Rig *r) {
  sandbox_free(r->sb);
  diags_free(&r->diags);
  arena_free(&r->arena);
}

#endif
