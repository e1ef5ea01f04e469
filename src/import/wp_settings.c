/* wp_settings.c -- publish.yaml, the people and the taxonomies. */
#include "import/wp_private.h"

#include "doc/links.h"
#include "text/lang.h"
#include "text/slug.h"

#include <stdio.h>
#include <stdlib.h>

/* WordPress writes zh-CN and en-US; script says more than place where there are two. */
static Str language_of(Arena *a, Str s) {
  Str tag = lang_canonical(a, s);
  if (!lang_valid(tag)) return S("");
  if (str_eqc(tag, "zh-CN") || str_eqc(tag, "zh-SG")) return S("zh-Hans");
  if (str_eqc(tag, "zh-TW") || str_eqc(tag, "zh-HK") || str_eqc(tag, "zh-MO")) return S("zh-Hant");
  return tag;
}

/* -- menus -- */

/* Where a term's articles are listed, with the plugin `lists` or `tags`. */
static Str term_address(Arena *a, const WxrTerm *term) {
  Str slug = slug_of(a, term->name);
  if (str_eqc(term->taxonomy, "post_tag")) return arena_printf(a, "/tags/%.*s/", STR(slug));
  return arena_printf(a, "/categories/%.*s/", STR(slug));
}

/* By the id, which old exports do not have; then the label is the name, if nobody changed it. */
static const WxrTerm *term_of(const WordPress *w, const WpEntry *e) {
  const WxrTerm *named = NULL;
  for (size_t i = 0; i < w->site.term_count; i++) {
    const WxrTerm *t = &w->site.terms[i];
    if (!str_eq(t->taxonomy, e->menu_object)) continue;
    if (t->id.n && str_eq(t->id, str_trim(e->menu_target))) return t;
    if (!named && e->title.n && str_eq(t->name, e->title)) named = t;
  }
  return named;
}

/* False: it leads nowhere that is here. */
static bool menu_entry(WordPress *w, const WpEntry *e, Str *title, Str *url) {
  Arena *a = &w->site.arena;
  *title = wp_plain(a, e->title);
  if (str_eqc(e->menu_type, "custom")) {
    Str tail, own = wp_own_address(&w->site, a, str_trim(e->menu_url), &tail);
    *url = str_trim(e->menu_url);
    bool here = own.n && (own.n == 1 || map_has(&w->site.addresses, own));
    if (here) *url = arena_printf(a, "%.*s%.*s", STR(own), STR(tail));
    if (!here && own.n && str_starts(*url, S("/")))
      *url = arena_printf(a, "%.*s%.*s", STR(w->site.origin), STR(*url));
    return url->n > 0 && title->n > 0 && url_allowed(*url, false);
  }
  if (str_eqc(e->menu_type, "taxonomy")) {
    const WxrTerm *term = term_of(w, e);
    if (!term) return false;
    if (!title->n) *title = wp_plain(a, term->name);
    *url = term_address(a, term);
    return title->n > 0;
  }
  if (str_eqc(e->menu_type, "post_type_archive")) {
    const WpType *type = wp_type(&w->site, e->menu_object);
    if (!type || !type->archive.n) return false;
    if (!title->n) *title = type->title;
    *url = type->archive;
    return true;
  }
  const WpEntry *target = wp_entry(&w->site, e->menu_target);
  if (!target || !target->address.n || !target->path.n || !target->open) return false;
  if (!title->n) *title = wp_plain(a, target->title);
  *url = target->address;
  return title->n > 0;
}

static int by_order(const void *x, const void *y) {
  const WpEntry *a = *(const WpEntry *const *)x, *b = *(const WpEntry *const *)y;
  int menu = str_cmp(a->menu, b->menu);
  if (menu) return menu;
  if (a->menu_order != b->menu_order) return a->menu_order < b->menu_order ? -1 : 1;
  return a < b ? -1 : a > b;
}

static void write_menus(WordPress *w, Buf *out) {
  WpSite *s = &w->site;
  Arena *a = &s->arena;
  const WpEntry **items = ARENA_ARRAY(a, s->entry_count, const WpEntry *);
  size_t count = 0, written = 0;
  for (size_t i = 0; i < s->entry_count; i++)
    if (s->entries[i].kind == WP_MENU_ITEM) items[count++] = &s->entries[i];
  if (count) qsort((void *)items, count, sizeof *items, by_order);
  Str menu = { NULL, 0 };
  bool first = true;
  for (size_t i = 0; i < count; i++) {
    const WpEntry *e = items[i];
    Str title, url;
    w->text.line = 0;
    if (!menu_entry(w, e, &title, &url)) {
      Str shown = e->title.n ? wp_plain(a, e->title) : e->id;
      wp_left(&w->text, DIAG_WARNING, "Entries of menus", arena_str(&w->how->left->arena, shown),
              "what it led to is not in the export");
      continue;
    }
    if (e->menu_above.n && !str_eqc(e->menu_above, "0"))
      wp_left(&w->text, DIAG_NOTE, "Menus with menus in them",
              arena_str(&w->how->left->arena, e->menu), "they became one line");
    if (!menu.p || !str_eq(menu, e->menu)) {
      if (!written++) buf_c(out, "\nmenus:\n");
      menu = e->menu;
      /* The theme shows the menu `main`; which of several it was is not in an export. */
      buf_c(out, "  ");
      if (first)
        buf_c(out, "main");
      else
        wp_quoted(out, menu.n ? wp_decode(a, menu) : S("other"));
      buf_c(out, ":\n");
      first = false;
    }
    buf_c(out, "    - { title: ");
    wp_quoted(out, title);
    buf_c(out, ", url: ");
    wp_quoted(out, url);
    buf_c(out, " }\n");
  }
}

/* -- the files -- */

static bool has_pages(const WpSite *s) {
  for (size_t i = 0; i < s->entry_count; i++)
    if (s->entries[i].kind == WP_PAGE && s->entries[i].path.n) return true;
  return false;
}

static bool add(WordPress *w, size_t step, const char *path, Buf *out) {
  bool ok = plan_add(w->how->plan, step, str_c(path), buf_view(out), w->d);
  buf_free(out);
  w->done->files++;
  return ok;
}

static bool write_site(WordPress *w) {
  WpSite *s = &w->site;
  Arena *a = &s->arena;
  Buf out = { 0 };
  Str language = language_of(a, s->site.language), title = wp_plain(a, s->site.title);
  buf_c(&out, "# From an export of WordPress.\n");
  wp_field(&out, "title", title.n ? title : S("Untitled site"));
  wp_field(&out, "subtitle", wp_plain(a, s->site.description));
  Str url = s->site.link;
  while (url.n && url.p[url.n - 1] == '/') url.n--;
  wp_field(&out, "url", url);
  wp_field(&out, "language", language);
  wp_field(&out, "timezone", s->zone);
  buf_c(&out, has_pages(s) ? "articles: [articles, pages]\n" : "articles: [articles]\n");
  if (s->permalink.n)
    wp_field(&out, "permalink", s->permalink);
  else
    buf_c(&out, "# The old site had no one pattern: articles say their addresses themselves.\n"
                "permalink: /:year/:month/:slug/\n");
  buf_c(&out, "markdown:\n  classes: [\"align-*\"] # where texts were centred, or on the right\n");
  write_menus(w, &out);
  buf_c(&out, "\nplugins:\n  - lists\n");
  if (s->comments) buf_c(&out, "  - comments\n");
  return add(w, w->settings_step, "publish.yaml", &out);
}

static bool write_authors(WordPress *w) {
  WpSite *s = &w->site;
  Buf out = { 0 };
  size_t emails = 0;
  if (!s->author_count) return true;
  buf_c(&out, "# Who wrote, by the names they logged in with.\n");
  for (size_t i = 0; i < s->author_count; i++) {
    wp_quoted(&out, s->authors[i].login);
    buf_c(&out, ":\n  ");
    wp_field(&out, "name", wp_plain(&s->arena, s->authors[i].name));
    emails += s->authors[i].email;
  }
  if (emails) {
    w->text.line = 0;
    for (size_t i = 0; i < emails; i++)
      wp_left(&w->text, DIAG_NOTE, "People", S("e-mail addresses of authors"),
              "not kept, since data/authors.yaml is public; add `email` where you want it shown");
  }
  return add(w, w->people_step, "data/authors.yaml", &out);
}

static bool write_terms(WordPress *w) {
  WpSite *s = &w->site;
  Arena *a = &s->arena;
  Buf out = { 0 };
  Map done = { 0 };
  for (size_t i = 0; i < s->term_count; i++) {
    Str taxonomy = s->terms[i].taxonomy;
    if (str_eqc(taxonomy, "nav_menu") || !map_put(&done, taxonomy, s)) continue;
    if (!out.n) buf_c(&out, "# Categories, tags and others of the old site.\n");
    wp_quoted(&out, taxonomy);
    buf_c(&out, ":\n");
    for (size_t k = i; k < s->term_count; k++) {
      const WxrTerm *t = &s->terms[k];
      if (!str_eq(t->taxonomy, taxonomy)) continue;
      buf_c(&out, "  - name: ");
      wp_quoted(&out, wp_plain(a, t->name));
      buf_c(&out, "\n    slug: ");
      wp_quoted(&out, wp_decode(a, t->slug));
      buf_byte(&out, '\n');
      const WxrTerm *above = t->parent.n ? wp_term(s, taxonomy, t->parent) : NULL;
      if (above) buf_c(&out, "    "), wp_field(&out, "parent", wp_plain(a, above->name));
      Str said = wp_plain(a, t->description);
      if (said.n) buf_c(&out, "    "), wp_field(&out, "description", said);
    }
  }
  map_free(&done);
  return !out.n || add(w, w->people_step, "data/taxonomies.yaml", &out);
}

bool wp_write_settings(WordPress *w) {
  return write_site(w) && write_authors(w) && write_terms(w);
}

/* -- lists for people -- */

static bool write_wanted(WordPress *w) {
  Buf out = { 0 };
  if (!w->wanted.count) return true;
  for (size_t i = 0; i < w->wanted.count; i++) {
    buf_str(&out, w->wanted.items[i].key);
    buf_byte(&out, '\n');
  }
  return add(w, w->media_step, "import/attachments.txt", &out);
}

/* The archive of a category lay below those above it: /category/rivers/rhine/. */
static Str archive_of(const WordPress *w, Arena *a, const WxrTerm *t) {
  const WpSite *s = &w->site;
  Str path = wp_decode(a, t->slug);
  int depth = 0;
  for (const WxrTerm *up = wp_term(s, t->taxonomy, t->parent); up && t->parent.n && depth < 16;
       up = up->parent.n ? wp_term(s, up->taxonomy, up->parent) : NULL, depth++)
    path = arena_printf(a, "%.*s/%.*s", STR(wp_decode(a, up->slug)), STR(path));
  return arena_printf(a, "/%s/%.*s/", str_eqc(t->taxonomy, "post_tag") ? "tag" : "category",
                      STR(path));
}

/* Addresses that no page of the new site can answer by itself. */
static bool write_redirects(WordPress *w) {
  WpSite *s = &w->site;
  Arena *a = &s->arena;
  Buf out = { 0 };
  for (size_t i = 0; i < s->term_count; i++) {
    const WxrTerm *t = &s->terms[i];
    if (!str_eqc(t->taxonomy, "category") && !str_eqc(t->taxonomy, "post_tag")) continue;
    buf_printf(&out, "%.*s %.*s\n", STR(archive_of(w, a, t)), STR(term_address(a, t)));
  }
  for (size_t i = 0; i < s->entry_count; i++) {
    const WpEntry *e = &s->entries[i];
    if (!e->path.n || !e->address.n || !e->open) continue;
    buf_printf(&out, "/?%s=%.*s %.*s\n", e->kind == WP_PAGE ? "page_id" : "p", STR(e->id),
               STR(e->address));
  }
  if (!out.n) return true;
  Buf all = { 0 };
  buf_c(&all,
        "# Old address, new address: for the web server, since no file can answer for them.\n");
  buf_str(&all, buf_view(&out));
  buf_free(&out);
  return add(w, w->redirects_step, "import/redirects.txt", &all);
}

bool wp_write_lists(WordPress *w) {
  return write_wanted(w) && write_redirects(w);
}
