/* hugo_menus.c -- the menus of a Hugo site, of each of its languages, as publish.yaml has them.
 *
 * Hugo takes the entries of a menu from the settings (of the language, else of the site: menu by
 * menu) and from the front matter of the language's pages. Those of the site, and with them those
 * of its own language, become `menus`, which other languages fall back to; a language with entries
 * of its own gets `languages.TAG.menus`. */
#include "import/front.h"
#include "import/hugo_parts.h"

#include <stdlib.h>

static HugoMenu *menu_of(Hugo *h, Str language, Str name, bool make) {
  Arena *a = h->im->arena;
  for (size_t i = 0; i < h->menu_count; i++)
    if (str_eq(h->menus[i].name, name) && str_eq_nocase(h->menus[i].language, language))
      return &h->menus[i];
  if (!make) return NULL;
  h->menus = arena_grow(a, h->menus, h->menu_count, &h->menu_cap, sizeof *h->menus);
  HugoMenu *m = &h->menus[h->menu_count++];
  *m = (HugoMenu){ .language = arena_str(a, language), .name = arena_str(a, name) };
  return m;
}

static void add(Hugo *h, HugoMenu *m, HugoEntry entry) {
  m->entries = arena_grow(h->im->arena, m->entries, m->count, &m->cap, sizeof *m->entries);
  entry.order = m->count;
  m->entries[m->count++] = entry;
}

void hugo_menu_entry(Hugo *h, Str menu, Str language, Str title, Str url, int64_t weight) {
  Arena *a = h->im->arena;
  if (str_eq_nocase(language, h->language)) language = S("");
  add(h, menu_of(h, language, menu, true),
      (HugoEntry){ .title = arena_str(a, title), .url = arena_str(a, url), .weight = weight });
}

void hugo_page_at(Hugo *h, Str url) {
  h->pages = arena_grow(h->im->arena, h->pages, h->page_count, &h->page_cap, sizeof *h->pages);
  h->pages[h->page_count++] = arena_str(h->im->arena, url);
}

static bool anything_at(const Hugo *h, Str url) {
  for (size_t i = 0; i < h->page_count; i++)
    if (str_starts(h->pages[i], url)) return true;
  return false;
}

/* Entries of a language may be written without its path, which the theme adds: so it was where
 * there is something at the address with it, or it is the home page. */
static Str with_path(const Hugo *h, const HugoLanguage *l, Str url, bool of_page) {
  Arena *a = h->im->arena;
  if (!l || !l->path.n || !str_starts(url, S("/"))) return url;
  Str longer = arena_printf(a, "%.*s%.*s", STR(l->path), STR(url)),
      own = arena_printf(a, "%.*s/", STR(l->path));
  if (str_starts(url, own)) return url;
  if (of_page || str_eqc(url, "/")) return longer;
  return anything_at(h, longer) ? longer : url;
}

/* Those that cannot be carried over are told, if `say`. */
static void read_entry(Hugo *h, HugoMenu *m, const HugoLanguage *l, const Value *e, bool say) {
  Arena *a = h->im->arena;
  Str title = value_str(hugo_get(e, "name"), a), url = str_trim(value_str(hugo_get(e, "url"), a)),
      page = url.n ? S("") : value_str(hugo_get(e, "pageRef"), a);
  if (page.n) {
    url = page;
    if (!str_ends(url, S("/"))) url = arena_printf(a, "%.*s/", STR(url));
    if (url.p[0] != '/') url = arena_printf(a, "/%.*s", STR(url));
  }
  if (!title.n) title = value_str(hugo_get(e, "title"), a);
  const char *topic = NULL, *advice = NULL;
  Str what = title;
  if (!title.n) {
    topic = "Menu entries without a name";
    what = value_str(hugo_get(e, "identifier"), a);
    advice = "give it a title in `menus` of publish.yaml";
  } else if (!url.n) {
    topic = "Menu entries without an address";
  } else if (!importer_menu_url(url)) {
    topic = "Menu entries that are no links";
    what = url;
    advice = "menus have web addresses and pages of the site";
  } else if (hugo_get(e, "parent")) {
    topic = "Menu entries below others";
    advice = "menus have one level";
  } else {
    add(h, m,
        (HugoEntry){ .title = title,
                     .url = with_path(h, l, url, page.n > 0),
                     .weight = value_int(hugo_get(e, "weight"), 0) });
  }
  if (topic && say)
    left_add(h->im->left, what.p == url.p ? DIAG_WARNING : DIAG_NOTE, topic, what,
             hugo_source(h, e), e->span.offset, advice ? "%s" : NULL, advice);
}

/* The tables [[menus.main]] of the whole site (`l` NULL) or of one language. */
static void read_menus(Hugo *h, const Value *all, const HugoLanguage *l) {
  bool own = l && str_eq_nocase(l->key, h->language);
  for (size_t i = 0; all && all->kind == VALUE_MAP && i < all->map.count; i++) {
    const Field *f = &all->map.fields[i];
    if (!f->value || f->value->kind != VALUE_LIST) continue;
    HugoMenu *m = menu_of(h, l && !own ? l->key : S(""), f->key, true);
    m->set = true;
    for (size_t k = 0; k < value_count(f->value); k++)
      read_entry(h, m, l, value_at(f->value, k), true);
  }
}

static const Value *menus_in(const Value *map) {
  const Value *v = hugo_get(map, "menus");
  return v ? v : hugo_get(map, "menu");
}

/* Those of the site go to its own language where that has none of the name. */
static const Value *without(const Hugo *h, const Value *all, const Value *own) {
  if (!all || all->kind != VALUE_MAP || !own || own->kind != VALUE_MAP) return all;
  MapBuilder m = map_begin(h->im->arena);
  for (size_t i = 0; i < all->map.count; i++)
    if (!value_get(own, all->map.fields[i].key)) mapb_field(&m, all->map.fields[i]);
  return map_end(&m, all->span);
}

void hugo_menus(Hugo *h) {
  const Value *languages = hugo_get(h->config, "languages"), *site = menus_in(h->config);
  Str key = h->language;
  const Value *own = NULL;
  for (size_t i = 0; i < h->language_count; i++)
    if (str_eq_nocase(h->languages[i].key, key))
      own = menus_in(hugo_get(languages, arena_cstr(h->im->arena, h->languages[i].key)));
  read_menus(h, without(h, site, own), NULL);
  for (size_t i = 0; i < h->language_count; i++) {
    const HugoLanguage *l = &h->languages[i];
    if (!l->off && l->tag.n)
      read_menus(h, menus_in(hugo_get(languages, arena_cstr(h->im->arena, l->key))), l);
  }
  /* Pages of a language stand beside what the settings of the site say, but not beside the
   * pages of another language: hence not simply the site's menu. */
  for (size_t i = 0; i < h->menu_count; i++) {
    if (!h->menus[i].language.n || h->menus[i].set) continue;
    const Value *list = hugo_get(site, arena_cstr(h->im->arena, h->menus[i].name));
    const HugoLanguage *l = NULL;
    for (size_t k = 0; k < h->language_count; k++)
      if (str_eq_nocase(h->languages[k].key, h->menus[i].language)) l = &h->languages[k];
    for (size_t k = 0; list && list->kind == VALUE_LIST && k < value_count(list); k++)
      read_entry(h, &h->menus[i], l, value_at(list, k), false);
  }
}

/* Hugo: by weight, those without one last; then those of the settings as written. */
static int by_weight(const void *pa, const void *pb) {
  const HugoEntry *a = pa, *b = pb;
  if (a->weight != b->weight) {
    if (!a->weight || !b->weight) return a->weight ? -1 : 1;
    return a->weight < b->weight ? -1 : 1;
  }
  return a->order < b->order ? -1 : a->order > b->order;
}

void hugo_write_menus(Hugo *h, Buf *out, Str language, int indent) {
  Arena a = { 0 };
  bool begun = false;
  if (str_eq_nocase(language, h->language)) language = S("\n"); /* it has the site's */
  for (size_t i = 0; i < h->menu_count; i++) {
    HugoMenu *m = &h->menus[i];
    if (!str_eq_nocase(m->language, language) || !m->count) continue;
    if (!begun) buf_printf(out, "%*smenus:\n", indent, "");
    begun = true;
    qsort(m->entries, m->count, sizeof *m->entries, by_weight);
    buf_printf(out, "%*s", indent + 2, "");
    yaml_text(out, m->name);
    buf_c(out, ":\n");
    for (size_t k = 0; k < m->count; k++)
      buf_printf(out, "%*s- { title: %.*s, url: %.*s }\n", indent + 4, "",
                 STR(front_quote(&a, m->entries[k].title)),
                 STR(front_quote(&a, m->entries[k].url)));
  }
  arena_free(&a);
}
