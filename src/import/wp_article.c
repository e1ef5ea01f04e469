/* wp_article.c -- one item: front matter, text, file. */
#include "import/wp_private.h"

#include "import/front.h"

#include <stdio.h>

enum { LIST_MOST = 200, DAY = 86400, FIELD_MOST = 2000 };

void wp_quoted(Buf *out, Str value) {
  Arena a = { 0 };
  buf_str(out, front_quote(&a, value));
  arena_free(&a);
}

void wp_field(Buf *out, const char *name, Str value) {
  if (!value.n) return;
  buf_printf(out, "%s: ", name);
  wp_quoted(out, value);
  buf_byte(out, '\n');
}

void wp_list(Buf *out, const char *name, const Str *items, size_t count) {
  if (!count) return;
  buf_printf(out, "%s: [", name);
  for (size_t i = 0; i < count; i++) {
    if (i) buf_c(out, ", ");
    wp_quoted(out, items[i]);
  }
  buf_c(out, "]\n");
}

Str wp_meta(const WxrItem *item, const char *key) {
  for (size_t i = 0; i < item->meta_count; i++)
    if (str_eqc(item->metas[i].key, key)) return item->metas[i].value;
  return S("");
}

static bool add_once(Str *items, size_t *count, Str s) {
  for (size_t i = 0; i < *count; i++)
    if (str_eq(items[i], s)) return false;
  if (!s.n || *count == LIST_MOST) return false;
  items[(*count)++] = s;
  return true;
}

typedef struct {
  Str categories[LIST_MOST], tags[LIST_MOST];
  size_t category_count, tag_count;
  Str language, translation, format;
} Terms;

static void read_terms(WordPress *w, Terms *out, const WxrItem *item) {
  Arena *a = &w->arena;
  for (size_t i = 0; i < item->category_count; i++) {
    const WxrCategory *c = &item->categories[i];
    Str name = wp_plain(a, c->name);
    if (str_eqc(c->domain, "category"))
      add_once(out->categories, &out->category_count, name);
    else if (str_eqc(c->domain, "post_tag") || str_eqc(c->domain, "tag"))
      add_once(out->tags, &out->tag_count, name);
    else if (str_eqc(c->domain, "language"))
      out->language = wp_decode(a, c->nicename);
    else if (str_eqc(c->domain, "post_translations"))
      out->translation = wp_decode(a, c->nicename);
    else if (str_eqc(c->domain, "post_format"))
      out->format = c->nicename;
    else if (c->domain.n)
      wp_left(&w->text, DIAG_WARNING, "Taxonomies of the old site's own",
              arena_str(&w->how->left->arena, c->domain),
              "its terms are in data/taxonomies.yaml, and in each article as `taxonomies`");
  }
}

/* Terms of other taxonomies, as data that a plugin or template may read. */
static void other_terms(WordPress *w, Buf *out, const WxrItem *item) {
  static const char *const ours[] = { "category",          "post_tag",    "tag",      "language",
                                      "post_translations", "post_format", "nav_menu", "" };
  size_t written = 0;
  for (size_t i = 0; i < item->category_count && written < LIST_MOST; i++) {
    Str domain = item->categories[i].domain, names[LIST_MOST];
    size_t count = 0;
    bool skip = false;
    for (size_t k = 0; k < sizeof ours / sizeof ours[0]; k++)
      skip = skip || str_eqc(domain, ours[k]);
    for (size_t k = 0; k < i; k++) skip = skip || str_eq(item->categories[k].domain, domain);
    for (size_t k = i; !skip && k < item->category_count; k++)
      if (str_eq(item->categories[k].domain, domain))
        add_once(names, &count, wp_plain(&w->arena, item->categories[k].name));
    if (!count) continue;
    if (!written++) buf_c(out, "taxonomies:\n");
    buf_c(out, "  ");
    wp_quoted(out, domain);
    wp_list(out, "", names, count);
  }
}

static void write_image(WordPress *w, Buf *out, const WxrItem *item) {
  const WpEntry *e = wp_entry(&w->site, str_trim(wp_meta(item, "_thumbnail_id")));
  if (!e || !e->url.n) return;
  Str alt = wp_plain(&w->arena, e->alt), legend = wp_plain(&w->arena, e->legend);
  buf_c(out, "image:\n  src: ");
  wp_quoted(out, wp_file_address(&w->text, &w->arena, e->url));
  buf_byte(out, '\n');
  if (alt.n) buf_c(out, "  "), wp_field(out, "alt", alt);
  if (legend.n) buf_c(out, "  "), wp_field(out, "caption", legend);
}

/* Old slugs lead to the article, at the address that it would have had with them. */
static void write_aliases(WordPress *w, Buf *out, const WpEntry *e, const WxrItem *item) {
  Str list[LIST_MOST];
  size_t count = 0;
  Arena *a = &w->arena;
  for (size_t i = 0; i < item->meta_count && e->address.n; i++) {
    if (!str_eqc(item->metas[i].key, "_wp_old_slug")) continue;
    Str old = wp_decode(a, item->metas[i].value);
    long at = e->name.n ? str_find(e->address, e->name) : -1;
    if (!old.n || at < 0 || str_chr(old, '/') >= 0) continue;
    Str alias = arena_printf(a, "%.*s%.*s%.*s", STR(str_sub(e->address, 0, (size_t)at)), STR(old),
                             STR(str_sub(e->address, (size_t)at + e->name.n, e->address.n)));
    if (map_has(&w->site.addresses, alias) || !add_once(list, &count, alias)) continue;
    w->how->address(w->how->ctx, alias, S(""), "old slug");
  }
  wp_list(out, "aliases", list, count);
}

static void write_dates(WordPress *w, Buf *out, const WxrItem *item) {
  Arena *a = &w->arena;
  Str date = wp_date(a, item->date, item->date_gmt);
  if (date.n) buf_printf(out, "date: %.*s\n", STR(date));
  int64_t published = 0, changed = 0;
  /* Saved on the day of publication: nothing that readers need to be told. */
  if (wp_time(&published, item->date) && wp_time(&changed, item->modified) &&
      changed > published + DAY)
    buf_printf(out, "updated: %.*s\n", STR(wp_date(a, item->modified, item->modified_gmt)));
}

static bool is_draft(WordPress *w, const WxrItem *item) {
  WpText *t = &w->text;
  if (item->password.n) {
    wp_left(t, DIAG_WARNING, "Articles behind a password", t->label,
            "a static site cannot ask for one: it is a draft until you decide");
    return true;
  }
  if (str_eqc(item->status, "private")) {
    wp_left(t, DIAG_WARNING, "Private articles", t->label, "a draft until you decide");
    return true;
  }
  if (str_eqc(item->status, "pending"))
    wp_left(t, DIAG_NOTE, "Articles that waited for review", t->label, "they are drafts");
  return str_eqc(item->status, "draft") || str_eqc(item->status, "pending");
}

/* Who takes comments: an article that is closed says so; a page that has some asks for them. */
static void write_comment_field(Buf *out, const WpEntry *e, const WxrItem *item) {
  bool closed = str_eqc(item->comment_status, "closed");
  size_t count = wp_approved(item);
  if (closed)
    buf_c(out, count                ? "comments: {closed: true}\n"
               : e->kind != WP_PAGE ? "comments: false\n"
                                    : "");
  else if (e->kind == WP_PAGE && count)
    buf_c(out, "comments: true\n");
}

/* By hand, or what a plugin for search engines asked for; one with variables is a template. */
static Str description_of(WordPress *w, const WxrItem *item) {
  static const char *const keys[] = { "_yoast_wpseo_metadesc",    "rank_math_description",
                                      "_aioseo_description",      "_aioseop_description",
                                      "_seopress_titles_desc",    "_genesis_description",
                                      "_jetpack_seo_description", "advanced_seo_description" };
  Str s = wp_plain(&w->arena, item->excerpt);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !s.n; i++) {
    s = wp_plain(&w->arena, wp_meta(item, keys[i]));
    long sign = str_chr(s, '%');
    if (sign >= 0 && str_chr(str_sub(s, (size_t)sign + 1, s.n), '%') >= 0) s = S("");
  }
  return s;
}

/* Is it a value that a program packed (PHP, JSON) and no person wrote? */
static bool is_packed(Str s) {
  return s.n > FIELD_MOST || str_starts(s, S("{")) || str_starts(s, S("[")) ||
         (s.n > 3 && strchr("aOsbid", s.p[0]) && s.p[1] == ':' &&
          (str_ends(s, S(";")) || str_ends(s, S("}"))));
}

/* Fields that authors filled in; those with '_' in front are of WordPress and its plugins. */
static void custom_fields(WordPress *w, Buf *out, const WxrItem *item) {
  size_t written = 0;
  for (size_t i = 0; i < item->meta_count && written < LIST_MOST; i++) {
    Str key = item->metas[i].key, value = str_trim(item->metas[i].value);
    bool again = !key.n || key.p[0] == '_' || !value.n || str_starts(key, S("rank_math_")) ||
                 str_eqc(key, "advanced_seo_description") ||
                 (str_eqc(key, "footnotes") && wp_is_footnotes(value));
    for (size_t k = 0; k < i && !again; k++) again = str_eq(item->metas[k].key, key);
    if (again) continue;
    Str name = arena_str(&w->how->left->arena, key);
    if (is_packed(value)) {
      wp_left(&w->text, DIAG_WARNING, "Custom fields", name,
              "a program packed the value: what it showed is not carried over");
      continue;
    }
    if (!written++) buf_c(out, "custom_fields:\n");
    buf_c(out, "  ");
    wp_quoted(out, key);
    buf_c(out, ": ");
    wp_quoted(out, wp_plain(&w->arena, value));
    buf_byte(out, '\n');
    wp_left(&w->text, DIAG_NOTE, "Custom fields", name,
            "kept in the articles as `custom_fields`; a template can show them");
  }
}

static Str front(WordPress *w, const WpEntry *e, const WxrItem *item, bool draft) {
  Buf out = { 0 };
  Arena *a = &w->arena;
  Terms terms = { 0 };
  read_terms(w, &terms, item);
  Str title = wp_plain(a, item->title);
  buf_c(&out, "---\ntitle: ");
  wp_quoted(&out, title.n ? title : S("(untitled)"));
  buf_byte(&out, '\n');
  write_dates(w, &out, item);
  if (draft) buf_c(&out, "draft: true\n");
  if (e->kind == WP_PAGE) buf_c(&out, "listed: false\n");
  if (item->creator.n) wp_field(&out, "authors", str_trim(item->creator));
  wp_list(&out, "categories", terms.categories, terms.category_count);
  wp_list(&out, "tags", terms.tags, terms.tag_count);
  wp_field(&out, "language", terms.language);
  wp_field(&out, "translation", terms.translation);
  wp_field(&out, "description", description_of(w, item));
  write_image(w, &out, item);
  if (e->kind != WP_POST && e->address.n > 1) wp_field(&out, "permalink", e->address);
  Str file = str_base(e->path);
  bool by_slug = e->kind == WP_POST || (e->kind == WP_CUSTOM && !e->address.n);
  if (e->name.n && !str_eq(file, e->name) && by_slug) wp_field(&out, "slug", e->name);
  write_aliases(w, &out, e, item);
  if (!draft) wp_field(&out, "guid", str_trim(item->guid));
  write_comment_field(&out, e, item);
  other_terms(w, &out, item);
  custom_fields(w, &out, item);
  if (terms.format.n) {
    Str format = str_starts(terms.format, S("post-format-"))
                     ? str_sub(terms.format, 12, terms.format.n)
                     : terms.format;
    wp_field(&out, "format", format);
    wp_left(&w->text, DIAG_NOTE, "Formats of articles", arena_str(&w->how->left->arena, format),
            "kept as `format`; the theme shows all articles alike");
  }
  if (str_eqc(str_trim(item->sticky), "1"))
    wp_left(&w->text, DIAG_WARNING, "Articles that stayed on top", w->text.label,
            "lists are in order of date; a link in the menu, or notice, may do instead");
  buf_c(&out, "---\n");
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

static size_t step_of(WordPress *w, const WpEntry *e) {
  if (e->kind == WP_PAGE) return w->pages_step;
  if (e->kind == WP_CUSTOM) return wp_type(&w->site, e->type)->step;
  char key[24];
  snprintf(key, sizeof key, "%04d", (int)e->year);
  return (size_t)(uintptr_t)map_get(&w->years, str_c(key)) - 1;
}

static void tell_type(WordPress *w, const WpEntry *e) {
  const WpType *type = wp_type(&w->site, e->type);
  Arena *a = &w->how->left->arena;
  Str at = type->archive.n ? arena_printf(a, "they are in articles/%.*s/, and listed at %.*s",
                                          STR(type->folder), STR(type->archive))
                           : arena_printf(a, "they are in articles/%.*s/", STR(type->folder));
  wp_left(&w->text, DIAG_NOTE, "Types of the old site's own", type->name, at.p);
}

bool wp_write_article(WordPress *w, const WpEntry *e, const WxrItem *item) {
  Arena *a = &w->arena;
  WpText *t = &w->text;
  WpBody body;
  t->entry = e;
  t->line = item->line;
  t->place = (Source){ .path = w->file };
  Str title = wp_plain(a, item->title), notes = wp_meta(item, "footnotes");
  t->footnotes = wp_is_footnotes(notes) ? notes : S("");
  t->label = arena_str(&w->how->left->arena, title.n ? str_sub(title, 0, 200) : e->path);
  if (item->cut) {
    Diag *r = diag_file(w->d, DIAG_ERROR, P_WXR_ITEM, w->file, NULL,
                        "'%.*s' is larger than can be imported: its end is missing", STR(t->label));
    r->line = item->line, r->col = r->length = 1;
  }
  bool draft = is_draft(w, item);
  wp_body(&body, a, t, item->content);
  if (body.unusable) {
    draft = true;
    wp_left(t, DIAG_WARNING, "Articles whose HTML publish cannot read", t->label,
            "too deep or too large; it is a draft");
  }
  Str head = front(w, e, item, draft);
  Str path = arena_printf(a, "%.*s%s", STR(e->path), body.html ? ".html" : ".md");
  Str text = arena_printf(a, "%.*s\n%.*s", STR(head), STR(body.text));
  if (body.html) {
    w->done->as_html++;
    wp_left(t, DIAG_NOTE, "Articles that stay HTML", t->label,
            arena_printf(&w->how->left->arena, "Markdown has no words for it, near: %.*s",
                         STR(body.differs))
                .p);
  }
  if (!plan_add(w->how->plan, step_of(w, e), path, text, w->d)) return false;
  w->done->drafts += draft;
  if (e->kind == WP_CUSTOM) tell_type(w, e);
  if (!draft)
    *(e->kind == WP_PAGE     ? &w->done->pages
      : e->kind == WP_CUSTOM ? &w->done->others
                             : &w->done->articles) += 1;
  if (!draft && e->address.n && e->open)
    w->how->address(w->how->ctx, e->address, e->address.n > 1 ? path : S(""),
                    e->kind == WP_PAGE     ? "page"
                    : e->kind == WP_CUSTOM ? "other type"
                                           : "post");
  return wp_write_comments(w, e, item, path);
}
