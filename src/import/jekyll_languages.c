/* jekyll_languages.c -- a Jekyll site in several languages, as the plugin Polyglot has it, and
 * menus.
 *
 * `languages: [en, fr]` and `default_lang`; an article's `lang`, or a part of its path with
 * `lang_from_path`; addresses of all but the default language begin with the language; what shares
 * a `permalink` or a `page_id` is one article in several languages; _data/fr/ goes before _data/.
 */
#include "import/front.h"
#include "import/jekyll_parts.h"

#include "data/yaml.h"
#include "text/lang.h"

Str jekyll_language_tag(Arena *a, Str written) {
  char *p = arena_dup(a, written.p ? written.p : "", written.n);
  for (size_t i = 0; i < written.n; i++)
    if (p[i] == '_') p[i] = '-';
  Str tag = str_n(p, written.n);
  return tag.n && lang_valid(tag) ? lang_canonical(a, tag) : S("");
}

/* -- languages -- */

static void add_language(Jekyll *j, Str key) {
  Str tag = jekyll_language_tag(j->im->arena, key);
  for (size_t i = 0; i < j->language_count; i++)
    if (str_eq_nocase(j->languages[i].tag, tag)) return;
  if (tag.n && j->language_count < JEKYLL_LANGUAGES)
    j->languages[j->language_count++] = (JekyllLanguage){ .key = key, .tag = tag };
}

void jekyll_languages(Jekyll *j) {
  Arena *a = j->im->arena;
  const Value *list = value_getc(j->config, "languages");
  Str own = value_str(value_getc(j->config, "default_lang"), a);
  if (!list || list->kind != VALUE_LIST) return;
  if (!own.n) own = value_str(value_at(list, 0), a);
  add_language(j, own);
  for (size_t i = 0; j->language_count && i < value_count(list); i++)
    add_language(j, value_str(value_at(list, i), a));
  if (j->language_count < 2) j->language_count = 0;
  if (j->language_count)
    left_add(j->im->left, DIAG_NOTE, "Articles in place of a translation", S("languages"),
             &j->config_source, list->span.offset,
             "what is not translated has its own address only, not one in each language");
}

static const JekyllLanguage *named(const Jekyll *j, Str key) {
  for (size_t i = 0; i < j->language_count; i++)
    if (str_eq_nocase(j->languages[i].key, key)) return &j->languages[i];
  return NULL;
}

const JekyllLanguage *jekyll_language(const Jekyll *j, const JekyllPlace *place, Str lang) {
  if (!j->language_count) return NULL;
  const JekyllLanguage *found = lang.n ? named(j, lang) : NULL;
  if (lang.n || !value_bool(value_getc(j->config, "lang_from_path"), false))
    return found ? found : &j->languages[0];
  /* fr/about.md, about.fr.md */
  Str rest = place->from, part;
  while (!found && str_split(&rest, '/', &part))
    while (!found && part.n) {
      long dot = str_chr(part, '.');
      Str piece = dot < 0 ? part : str_sub(part, 0, (size_t)dot);
      found = named(j, piece);
      part = dot < 0 ? S("") : str_sub(part, (size_t)dot + 1, part.n);
    }
  return found ? found : &j->languages[0];
}

void jekyll_write_languages(Jekyll *j, Buf *out) {
  if (!j->language_count) return;
  buf_c(out, "languages:\n");
  for (size_t i = 0; i < j->language_count; i++) {
    const JekyllLanguage *l = &j->languages[i];
    buf_printf(out, "  %.*s:\n", STR(l->tag));
    if (i && !str_eq(l->tag, l->key)) yaml_line(out, "    path", l->key);
    Str folder = arena_printf(j->im->arena, "%.*s/", STR(l->key));
    if (i) jekyll_write_menus(j, out, folder, 4);
  }
}

/* -- menus -- */

/* A list of {title, url} in any of the names that themes use. */
static void write_menu(Jekyll *j, Buf *out, Str name, const Value *list, int indent) {
  static const char *const titles[] = { "title", "name", "text", "label" };
  static const char *const links[] = { "url", "link", "href", "permalink", "page" };
  Arena *a = j->im->arena;
  Buf lines = { 0 };
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *item = value_at(list, i);
    Str title = S(""), url = S("");
    for (size_t k = 0; !title.n && k < 4; k++) title = value_str(value_getc(item, titles[k]), a);
    for (size_t k = 0; !url.n && k < 5; k++) url = value_str(value_getc(item, links[k]), a);
    url = str_trim(url);
    if (!title.n || !url.n || str_chr(url, '{') >= 0) continue;
    if (!importer_menu_url(url)) {
      left_add(j->im->left, DIAG_WARNING, "Menu entries that are no links", url, NULL, 0,
               "menus have web addresses and pages of the site");
      continue;
    }
    buf_printf(&lines, "%*s- { title: %.*s, url: %.*s }\n", indent + 4, "",
               STR(front_quote(a, title)), STR(front_quote(a, url)));
  }
  if (lines.n) {
    buf_printf(out, "%*s", indent + 2, "");
    yaml_text(out, name);
    buf_c(out, ":\n");
    buf_str(out, buf_view(&lines));
  }
  buf_free(&lines);
}

/* `folder` is "", or ends with a '/'. */
static const Value *data_file(Jekyll *j, Str folder, const char *stem) {
  static const char *const endings[] = { "yml", "yaml", "json" };
  Importer *im = j->im;
  for (size_t i = 0; i < 3; i++) {
    long at = old_find(im->old,
                       arena_printf(im->arena, "_data/%.*s%s.%s", STR(folder), stem, endings[i]));
    Source s = { .path = S("_data") };
    const Value *v = NULL;
    Diags quiet = { 0 };
    bool ok = at >= 0 && old_read(&s.text, im->old, (size_t)at, im->arena, &quiet) &&
              yaml_parse(&v, im->arena, &s, 0, s.text.n, &quiet);
    diags_free(&quiet);
    if (ok) return v;
  }
  return NULL;
}

void jekyll_write_menus(Jekyll *j, Buf *out, Str folder, int indent) {
  static const char *const files[] = { "navigation", "menu", "menus", "nav" };
  Buf menus = { 0 };
  const Value *v = folder.n ? NULL : value_getc(j->config, "navigation");
  for (size_t i = 0; !v && i < sizeof files / sizeof *files; i++)
    v = data_file(j, folder, files[i]);
  if (v && v->kind == VALUE_LIST) write_menu(j, &menus, S("main"), v, indent);
  bool plain = v && v->kind == VALUE_MAP && v->map.count > 0;
  for (size_t i = 0; plain && i < v->map.count; i++)
    write_menu(j, &menus, i ? v->map.fields[i].key : S("main"), v->map.fields[i].value, indent);
  if (menus.n) {
    buf_printf(out, "%*smenus:\n", indent, "");
    buf_str(out, buf_view(&menus));
  }
  buf_free(&menus);
}
