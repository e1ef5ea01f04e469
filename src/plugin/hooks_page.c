/* hooks_page.c -- the hooks that make a page: render, page, and its layout. */
#include "plugin/api_all.h"
#include "plugin/host_private.h"

#include "template/records.h"
#include "text/graphemes.h"
#include <stdlib.h>

/* -- render.NODE(node, next, article) -- */

typedef struct {
  Host *host;
  const HostJob *job;
  HtmlWriter *writer;
  const Node *node;
  size_t plugin; /* whose turn it is */
} Handling;

static bool handle(Handling *at, Buf *out);

/* Each of a list as it would stand in the document, with every plugin's handlers. */
static bool write_list(lua_State *L, const Handling *at, Buf *out) {
  lua_Integer count = luaL_len(L, 1);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, 1, i);
    const Node *n = lib_ast_get(L, -1);
    if (!n)
      luaL_error(L, "next: item %d of the list is no node, but a %s", (int)i, luaL_typename(L, -1));
    lua_pop(L, 1);
    Handling first = { at->host, at->job, at->writer, n, 0 };
    if (!handle(&first, out)) return false;
  }
  return true;
}

/* next(node): what the following handler, or the default, would write. next(list): what
 * stands in it, such as a directive's content. */
static int f_next(lua_State *L) {
  Handling *at = lua_touserdata(L, lua_upvalueindex(1));
  bool list = lua_istable(L, 1);
  const Node *n = list || lua_isnoneornil(L, 1) ? at->node : lib_ast_check(L, 1);
  sandbox_reenter(L);
  Buf *out = libs_buffer(L);
  uint64_t before = host_spent(at->host);
  Handling next = { at->host, at->job, at->writer, n, at->plugin + 1 };
  bool ok = list                        ? write_list(L, at, out)
            : n->type == at->node->type ? handle(&next, out)
                                        : html_default(at->writer, n, out);
  if (!ok) return sandbox_fail(L);
  budget_charge(L, 200 + host_spent(at->host) - before + out->n / 8);
  html_value_push(L, buf_view(out));
  return 1;
}

static const ApiFunction next_rows[] = {
#include "plugin/api/next.def"
  { 0 }
};
const ApiType API_NEXT = {
  .name = "Callbacks",
  .kind = API_CALLBACKS,
  .in = "render",
  .doc = "",
  .functions = next_rows,
};

static bool write_node(void *context, const Node *n, Buf *out) {
  Handling *at = context;
  if (n == at->node) {
    Handling next = { at->host, at->job, at->writer, n, at->plugin + 1 };
    return handle(&next, out);
  }
  return html_default(at->writer, n, out);
}

static bool handle(Handling *at, Buf *out) {
  Host *h = at->host;
  for (; at->plugin < h->count; at->plugin++) {
    Plugin *p = &h->plugins[at->plugin];
    if (!(p->nodes >> at->node->type & 1)) continue;
    const DirectiveData *directive = node_is_directive(at->node) ? at->node->directive : NULL;
    if (node_is_directive(at->node) && (!directive || !directive_handled(p, directive->name)))
      continue;
    /* A handler inside a handler of the same plugin runs in the hook already begun. */
    bool nested = p->sb->running;
    if (!nested && !hook_begin(p, at->job, HOOK_RENDER, "render")) continue;
    lua_State *L = p->sb->L;
    if (!nested) memcpy(p->sb->messages, p->told, sizeof p->told);
    if (nested) {
      lua_rawgeti(L, LUA_REGISTRYINDEX, p->table);
      lua_getfield(L, -1, "render");
      lua_remove(L, -2);
    }
    NodeType kind = at->node->type == NODE_ELEMENT_INLINE ? NODE_ELEMENT : at->node->type;
    Str type = node_type_name(directive ? NODE_DIRECTIVE : kind);
    lua_getfield(L, -1, arena_cstr(at->job->arena, type));
    lua_remove(L, -2);
    if (directive) {
      lua_getfield(L, -1, arena_cstr(at->job->arena, directive->name));
      lua_remove(L, -2);
    }
    lib_ast_push(L, at->node);
    lua_pushlightuserdata(L, at);
    lua_pushcclosure(L, f_next, 1);
    host_push_article(p, at->job);
    bool given = false;
    bool ok = sandbox_call(p->sb, 3, 1, at->job->diags) &&
              lib_ast_take_render(p->sb, out, &given, write_node, at, at->job->diags);
    if (!nested) {
      memcpy(p->told, p->sb->messages, sizeof p->told);
      ok = hook_end(p, ok);
    }
    if (!ok || given) return ok;
  }
  return html_default(at->writer, at->node, out);
}

static bool node_handler(void *context, HtmlWriter *w, const Node *n, Buf *out) {
  Handling *base = context;
  Handling at = { base->host, base->job, w, n, 0 };
  return handle(&at, out);
}

bool host_html(Host *h, const HostJob *job, const Node *root, const HtmlOptions *options,
               Buf *out) {
  Handling base = { h, job, NULL, NULL, 0 };
  HtmlHooks hooks = { .ctx = &base, .node = node_handler };
  for (size_t i = 0; i < h->count; i++) {
    hooks.types |= h->plugins[i].nodes;
    memset(h->plugins[i].told, 0, sizeof h->plugins[i].told);
    if (h->plugins[i].nodes) world_use_plugin(h->world, job->reads, h->plugins[i].manifest->name);
  }
  HtmlOptions with = *options;
  if (hooks.types) with.hooks = &hooks;
  return html_write(out, root, &with, job->diags);
}

/* -- page(page, site) -- */

static void push_page(Plugin *p, const HostJob *job, const HostPage *page) {
  lua_State *L = p->sb->L;
  proxy_push_record(L, ref_covered(page->page), &API_PAGE);
  int at = lua_gettop(L);
  proxy_push_rows(L, page->rows, page->row_count);
  proxy_set(L, at, "rows");
  if (job->article.article) {
    proxy_push(L, job->article);
    proxy_set(L, at, "article");
  }
}

typedef struct {
  Buf *buffers; /* one per slot name */
  size_t count;
} Slots;

/* Which line of the plugin begins the hook on top of the stack. */
typedef struct {
  Str file;
  uint32_t line;
} HookPlace;

static HookPlace hook_place(Plugin *p) {
  HookPlace at = { S(""), 0 };
  lua_Debug ar;
  lua_pushvalue(p->sb->L, -1);
  lua_getinfo(p->sb->L, ">S", &ar);
  const Source *source = ar.source[0] == '@' ? sandbox_source(p->sb, str_c(ar.source + 1)) : NULL;
  if (source && ar.linedefined > 0) at = (HookPlace){ source->path, (uint32_t)ar.linedefined };
  return at;
}

/* What a reader would see first: the text between tags; of a slot without any, its HTML. */
static Str first_words(Arena *a, Str html) {
  enum { TEXT_MOST = 60, LOOK_MOST = 4000 };
  Str part = grapheme_cut(html, LOOK_MOST);
  Buf text = { 0 };
  bool tag = false;
  for (size_t i = 0; i < part.n; i++) {
    if (part.p[i] == '<') {
      tag = true;
      buf_byte(&text, ' ');
    } else if (!tag) {
      buf_byte(&text, part.p[i]);
    } else if (part.p[i] == '>') {
      tag = false;
    }
  }
  Str words = str_trim(buf_view(&text));
  words = excerpt(a, words.n ? words : part, TEXT_MOST, S("…"));
  buf_free(&text);
  return words;
}

static void note_slot(const Plugin *p, const HostJob *job, HookPlace at, Str slot, Str html) {
  Arena *a = job->arena;
  if (!html.n) return;
  MapBuilder m = map_begin(a);
  mapb_putc(&m, "slot", value_of_str(a, slot));
  mapb_putc(&m, "plugin", value_of_str(a, p->manifest->name));
  if (at.line) {
    mapb_putc(&m, "file", value_of_str(a, at.file));
    mapb_putc(&m, "line", value_of_int(a, at.line));
  }
  mapb_putc(&m, "bytes", value_of_int(a, (int64_t)html.n));
  mapb_putc(&m, "text", value_of_str(a, first_words(a, html)));
  list_add(&job->trace->slots, map_end(&m, (Span){ 0 }));
  buf_str(&job->trace->html, html);
}

/* The hook's table is on top: slot contents and `structured`. Pops it. */
static bool take_slots(Plugin *p, const HostJob *job, HookPlace at, Slots *slots,
                       ListBuilder *structured) {
  lua_State *L = p->sb->L;
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return true;
  }
  if (!lua_istable(L, -1)) {
    sandbox_bad_result(p->sb, "nil, or a table from slots to html", job->diags);
    return false;
  }
  bool ok = true;
  size_t count;
  const char *const *names = slot_names(&count);
  int table = lua_gettop(L);
  lua_Integer fields = freeze_keys(L, table);
  for (lua_Integer f = 1; ok && f <= fields; f++) {
    lua_rawgeti(L, table + 1, f);
    lua_pushvalue(L, -1);
    lua_gettable(L, table);
    Str name = lua_type(L, -2) == LUA_TSTRING ? str_c(lua_tostring(L, -2)) : S("?");
    size_t k = 0;
    while (k < count && !str_eqc(name, names[k])) k++;
    if (k < count) {
      Buf one = { 0 };
      lua_pushvalue(L, -1);
      ok = html_value_take(p->sb, &one, "html, a string or a list of these", job->diags);
      if (ok) buf_str(&slots->buffers[k], buf_view(&one));
      if (ok && job->trace) note_slot(p, job, at, name, buf_view(&one));
      buf_free(&one);
    } else if (str_eqc(name, "structured")) {
      const Value *v = NULL;
      lua_pushvalue(L, -1);
      ok = convert_take(&v, p->sb, job->arena, &CONVERT_DATA, job->diags);
      if (ok && v) list_add(structured, v);
    } else {
      Str list[32];
      for (size_t i = 0; i < count && i < 32; i++) list[i] = str_c(names[i]);
      Str near = str_nearest(name, list, count < 32 ? count : 32);
      Diag *r = sandbox_blame(p->sb, P_PLUGIN_HOOK, NULL, job->diags,
                              "P.page returned contents for '%.*s', which is no slot", STR(name));
      if (near.n) diag_help(job->diags, r, "did you mean \"%.*s\"?", STR(near));
      ok = false;
    }
    lua_pop(L, 2);
  }
  lua_settop(L, table - 1);
  return ok;
}

bool host_page(Host *h, const HostJob *job, const HostPage *page, const EngineField **fields,
               size_t *field_count, const Value **structured) {
  size_t count;
  const char *const *names = slot_names(&count);
  Slots slots = { mem_calloc(count, sizeof(Buf)), count };
  ListBuilder list = list_begin(job->arena);
  bool all_ok = true;
  for (size_t i = 0; i < h->count; i++) {
    Plugin *p = &h->plugins[i];
    if (!hook_begin(p, job, HOOK_PAGE, "page")) continue;
    HookPlace at = job->trace ? hook_place(p) : (HookPlace){ S(""), 0 };
    push_page(p, job, page);
    proxy_site_push(p->sb->L);
    bool ok = sandbox_call(p->sb, 2, 1, job->diags) && take_slots(p, job, at, &slots, &list);
    all_ok = hook_end(p, ok) && all_ok;
  }
  EngineField *out = ARENA_ARRAY(job->arena, count, EngineField);
  for (size_t k = 0; k < count; k++) {
    out[k].name = str_c(names[k]);
    out[k].value =
        (EngineValue){ .kind = ENGINE_HTML, .html = buf_dup(&slots.buffers[k], job->arena) };
    buf_free(&slots.buffers[k]);
  }
  free(slots.buffers);
  *fields = out;
  *field_count = count;
  *structured = list_end(&list, (Span){ 0 });
  return all_ok;
}

/* -- the layout -- */

static EngineValue ref_value(Ref r) {
  return (EngineValue){ .kind = ENGINE_REF, .ref = r };
}

EngineVar host_site_var(Host *h, Arena *a, Reads *r, Str edition) {
  EngineField *fields = ARENA_ARRAY(a, 3, EngineField);
  fields[0] = (EngineField){ S("data"), ref_value(world_data(h->world)) };
  fields[1] = (EngineField){ S("settings"), ref_value(world_settings(h->world)) };
  EngineValue site = ref_value(world_site(h->world, r, edition, NULL));
  site.fields = fields;
  site.field_count = 2;
  return (EngineVar){ S("site"), S("site"), site };
}

bool host_layout(Host *h, const HostJob *job, const HostPage *page, const EngineField *slots,
                 size_t slot_count, Buf *out) {
  h->job = job;
  Engine *engine = host_engine(h);
  if (!engine) return false;
  Arena *a = job->arena;
  enum { PAGE_FIELDS = 3 };
  EngineField page_fields[PAGE_FIELDS] = {
    { S("rows"), { .kind = ENGINE_ROWS, .rows = page->rows, .count = page->row_count } },
    { S("article"), { .kind = ENGINE_NONE } },
    { S("structured"), ref_value(ref_covered(page->structured)) },
  };
  EngineField article_fields[2] = {
    { S("content"), { .kind = ENGINE_HTML, .html = page->content } },
    { S("outline"), ref_value(ref_covered(page->outline)) },
  };
  EngineValue article = { .kind = ENGINE_NONE };
  if (job->article.article) {
    article = ref_value(job->article);
    article.fields = article_fields;
    article.field_count = 2;
    page_fields[1].value = ref_value(job->article);
  }
  EngineValue page_value = ref_value(ref_covered(page->page));
  page_value.fields = page_fields;
  page_value.field_count = PAGE_FIELDS;
  EngineVar vars[] = { host_site_var(h, a, job->reads, job->edition),
                       { S("page"), S("page"), page_value },
                       { S("article"), S("article"), article } };
  EngineJob render = { .vars = vars,
                       .var_count = 3,
                       .slots = slots,
                       .slot_count = slot_count,
                       .language = job->interface,
                       .article = job->source ? job->source->path : S("") };
  return engine_render(engine, value_strc(page->page, "layout"), &render, job->reads, out,
                       job->diags);
}
