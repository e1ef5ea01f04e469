/* hooks_files.c -- the hook files(site, out): files that are no pages. */
#include "plugin/api_all.h"
#include "plugin/host_private.h"

typedef struct {
  Plugin *plugin;
  HostPut put;
  void *context;
  bool wrote;
} Writer;

static int put_file(lua_State *L, Writer *w, Str path, Str bytes) {
  Str file = S("");
  uint32_t line = 0;
  sandbox_where(L, &file, &line);
  const Source *source = sandbox_source(sandbox_of(L), file);
  if (!source) {
    source = &w->plugin->manifest->source;
    line = 1;
  }
  w->wrote = true;
  budget_charge(L, 200);
  budget_hold(L, path.n + bytes.n + 256);
  return w->put(w->context, path, bytes, source, line) ? 0 : sandbox_fail(L);
}

/* out:write(path, text) */
static int f_write(lua_State *L) {
  Writer *w = lua_touserdata(L, lua_upvalueindex(1));
  size_t n;
  const char *path = luaL_checklstring(L, 2, &n);
  Str bytes;
  if (!html_value_get(L, 3, &bytes)) {
    size_t length;
    const char *text = luaL_checklstring(L, 3, &length);
    bytes = str_n(text, length);
  }
  budget_copy(L, bytes.n);
  return put_file(L, w, str_n(path, n), bytes);
}

/* out:template(path, name, variables) */
static int f_write_template(lua_State *L) {
  Writer *w = lua_touserdata(L, lua_upvalueindex(1));
  size_t n, m;
  const char *path = luaL_checklstring(L, 2, &n);
  const char *name = luaL_checklstring(L, 3, &m);
  Buf *out = libs_buffer(L);
  if (!lib_publish_render(L, w->plugin, str_n(name, m), 4, out)) return sandbox_fail(L);
  return put_file(L, w, str_n(path, n), buf_view(out));
}

static const ApiFunction out_methods[] = {
#include "plugin/api/out_methods.def"
  { 0 }
};
const ApiType API_OUT = {
  .name = "Out",
  .kind = API_OBJECT,
  .in = "files",
  .doc = "Where P.files writes. Only paths that the header's `outputs` name are taken.",
  .functions = out_methods,
  .speaks = "out",
};

bool host_files(Host *h, const HostJob *job, size_t plugin, HostPut sink, void *context) {
  Plugin *p = &h->plugins[plugin];
  if (!hook_begin(p, job, HOOK_FILES, "files")) return true;
  Writer writer = { p, sink, context, false };
  lua_State *L = p->sb->L;
  proxy_site_push(L);
  lua_newtable(L);
  for (const ApiFunction *f = out_methods; f->name; f++) {
    lua_pushlightuserdata(L, &writer);
    lua_pushcclosure(L, f->function, 1);
    lua_setfield(L, -2, f->name);
  }
  return hook_end(p,
                  sandbox_call(p->sb, 2, 1, job->diags) &&
                      hook_gave_nothing(p, writer.wrote, "call out:write(path, text)", job->diags));
}
