/* lib_rig.h -- a sandbox with every object library, for tests: run a snippet
 * with a few globals, look at what it returned, at records and at reads. */
#ifndef PUBLISH_TESTS_LIB_RIG_H
#define PUBLISH_TESTS_LIB_RIG_H

#include "doc/parse.h"
#include "lua/call.h"
#include "lua/freeze.h"
#include "lua/lib_ast.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include "lua/proxy_site.h"
#include "model/settings.h"

typedef struct {
  Sandbox *sb;
  Diags diags;
  Arena arena;
  Reads reads;
  Source code, article;
  Doc doc;
  Str out;
  bool ok;
} LibRig;

/* Checks as a plugin of the rig declares them. */
static const CheckSpec lib_rig_checks[] = { { { "image_alt", 9 }, CHECK_WARNING, { "", 0 } },
                                            { { "image_gps", 9 }, CHECK_WARNING, { "", 0 } },
                                            { { "image_credit", 12 }, CHECK_OFF, { "", 0 } } };

static inline void lib_rig_open(LibRig *r, const World *w, Libs libs) {
  libs.checks = lib_rig_checks;
  libs.check_count = sizeof lib_rig_checks / sizeof lib_rig_checks[0];
  *r = (LibRig){ 0 };
  r->sb = sandbox_new(&(SandboxOptions){ .plugin = S("p") });
  r->sb->world = w;
  r->sb->reads = &r->reads;
  r->sb->arena = &r->arena;
  libs_open(r->sb, &libs);
}

/* The hook begins; push arguments as globals with lib_rig_global. */
static inline void lib_rig_begin(LibRig *r) {
  CallSite site = { .hook = S("hook"),
                    .article = S("articles/a.md"),
                    .source = r->article.text.p ? &r->article : NULL };
  sandbox_begin(r->sb, &site, &r->diags);
}

static inline void lib_rig_document(LibRig *r, const char *markdown) {
  doc_init();
  r->article = (Source){ S("articles/a.md"), str_c(markdown) };
  MarkdownOptions options = { 0 };
  if (!doc_parse(&r->doc, &r->arena, &r->article, 0, &options, &r->diags)) abort();
}

/* Run the snippet; its result stays on the stack. */
static inline bool lib_rig_call(LibRig *r, const char *code) {
  r->code = (Source){ S("p/init.lua"), str_c(code) };
  r->ok =
      sandbox_load(r->sb, &r->code, (Str){ 0 }, &r->diags) && sandbox_call(r->sb, 0, 1, &r->diags);
  return r->ok;
}

/* The result as text, or the first error as "LINE: MESSAGE". */
static inline Str lib_rig_text(LibRig *r) {
  if (r->ok) {
    Str s;
    s.p = luaL_tolstring(r->sb->L, -1, &s.n);
    s = arena_str(&r->arena, s);
    lua_pop(r->sb->L, 2);
    return s;
  }
  for (size_t i = 0; i < r->diags.count; i++)
    if (r->diags.items[i].severity == DIAG_ERROR)
      return arena_printf(&r->arena, "%u: %.*s", r->diags.items[i].line,
                          STR(r->diags.items[i].message));
  return S("failed without a record");
}

static inline void lib_rig_close(LibRig *r) {
  if (r->sb->running) sandbox_end(r->sb);
  sandbox_free(r->sb);
  diags_free(&r->diags);
  reads_free(&r->reads);
  arena_free(&r->arena);
}

/* One snippet without a world. */
static inline Str lib_rig_once(LibRig *r, const char *code, Libs libs) {
  lib_rig_open(r, NULL, libs);
  lib_rig_begin(r);
  lib_rig_call(r, code);
  return lib_rig_text(r);
}

#define GIVES_WITH(libs, code, want)                                                               \
  do {                                                                                             \
    LibRig g_;                                                                                     \
    Str got_text_ = lib_rig_once(&g_, code, libs);                                                 \
    CHECK_STR(got_text_, want);                                                                    \
    lib_rig_close(&g_);                                                                            \
  } while (0)
#define GIVES(code, want) GIVES_WITH(((Libs){ 0 }), code, want)

#endif
