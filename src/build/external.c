/* external.c -- the addresses of other sites that an article leads to. */
#include "build/external.h"

#include "doc/links.h"

static bool is_web(Str url) {
  Str scheme = url_scheme(url);
  return str_eq_nocase(scheme, S("http")) || str_eq_nocase(scheme, S("https"));
}

static void add(ListBuilder *list, Arena *a, Str url, CheckLevel level, const Range *at) {
  MapBuilder m = map_begin(a);
  mapb_putc(&m, "url", value_of_str(a, url));
  if (at) {
    mapb_putc(&m, "at", value_of_int(a, (int64_t)at->offset));
    mapb_putc(&m, "length", value_of_int(a, (int64_t)at->length));
  }
  mapb_putc(&m, "error", value_of_bool(a, level == CHECK_ERROR));
  list_add(list, map_end(&m, (Span){ 0 }));
}

const Value *external_links(Built *b, Arena *a, const Draft *draft, Node *root) {
  ListBuilder list = list_begin(a);
  CheckLevel level =
      settings_check(&b->settings, a, S("external_links"), draft->row, CHECK_WARNING);
  Links links;
  links_list(&links, a, root);
  for (size_t i = 0; i < links.count && level != CHECK_OFF; i++) {
    if (!is_web(links.items[i].url)) continue;
    const Node *n = links.items[i].node;
    while (n->parent && !(n->source && n->source->path.n)) n = n->parent;
    Range at = node_range(n);
    bool own = n->source && str_eq(n->source->path, draft->path);
    add(&list, a, links.items[i].url, level, own ? &at : NULL);
  }
  Str source = value_strc(value_getc(draft->row, "source"), "url");
  if (level != CHECK_OFF && is_web(source)) add(&list, a, source, level, NULL);
  return list_end(&list, (Span){ 0 });
}
