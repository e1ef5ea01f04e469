/* settings_editions.c -- what the site is on the pages of each of its languages.
 *
 * An edition holds what hooks and templates see as `site` on such a page: title, subtitle,
 * menus, footer, contact and home page are the language's own where publish.yaml gives them,
 * else the site's. Readers' programs must know which language a text is in, so what falls
 * back says so: entries of menus by their `language`, the rest by `foreign`, a map from "title",
 * "subtitle" and "footer" to the tag of the language that it is in. */
#include "model/settings_private.h"

#include "text/lang.h"

static Str home_of(const Settings *s, Arena *a, const SiteLanguage *one) {
  if (!one->path.n) return arena_printf(a, "%.*s/", STR(s->base));
  return arena_printf(a, "%.*s/%.*s/", STR(s->base), STR(one->path));
}

/* The site's own entries among those of another language. */
static const Value *stamped(const Settings *s, Arena *a, const Value *entries) {
  ListBuilder list = list_begin(a);
  for (size_t i = 0; i < value_count(entries); i++) {
    const Value *entry = value_at(entries, i);
    MapBuilder m = map_from(a, entry);
    if (!value_getc(entry, "language")) mapb_putc(&m, "language", value_of_str(a, s->language));
    list_add(&list, map_end(&m, entry->span));
  }
  return list_end(&list, entries->span);
}

static const Value *menus_of(const Settings *s, Arena *a, const Value *menus,
                             const SiteLanguage *one, bool own) {
  MapBuilder m = map_from(a, menus);
  for (size_t i = 0; menus && !own && i < menus->map.count; i++)
    mapb_put(&m, menus->map.fields[i].key, stamped(s, a, menus->map.fields[i].value));
  for (size_t i = 0; one->menus && i < one->menus->map.count; i++)
    mapb_put(&m, one->menus->map.fields[i].key, one->menus->map.fields[i].value);
  return map_end(&m, (Span){ 0 });
}

/* Each field on its own: a filing number is the same in all languages. */
static const Value *footer_of(const Settings *s, Arena *a, const Value *footer,
                              const SiteLanguage *one, bool own) {
  if (!one->footer && (own || !footer)) return footer;
  MapBuilder m = map_from(a, footer);
  const Value *links = value_getc(footer, "links");
  if (links && !own) mapb_putc(&m, "links", stamped(s, a, links));
  for (size_t i = 0; one->footer && i < one->footer->map.count; i++)
    mapb_field(&m, one->footer->map.fields[i]);
  return map_end(&m, (Span){ 0 });
}

/* A language with a title but no subtitle has none: below a title of its own the site's would be
 * a line in another language. */
static Str subtitle_of(const Settings *s, const SiteLanguage *one) {
  return one->subtitle.n || one->title.n ? one->subtitle : s->subtitle;
}

static const Value *edition(const Settings *s, Arena *a, const Value *all,
                            const SiteLanguage *one) {
  static const char *const same[] = { "url", "origin", "base", "timezone", "author", "contact" };
  bool own = str_eq_nocase(one->tag, s->language);
  const Value *language = value_of_str(a, s->language), *footer = value_getc(all, "footer");
  MapBuilder m = map_begin(a), foreign = map_begin(a);
  for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
    const Value *v = value_getc(all, same[i]);
    if (v) mapb_putc(&m, same[i], v);
  }
  Str subtitle = subtitle_of(s, one);
  mapb_putc(&m, "language", value_of_str(a, one->tag));
  mapb_putc(&m, "home", value_of_str(a, home_of(s, a, one)));
  mapb_putc(&m, "title", value_of_str(a, one->title.n ? one->title : s->title));
  if (subtitle.n) mapb_putc(&m, "subtitle", value_of_str(a, subtitle));
  mapb_putc(&m, "menus", menus_of(s, a, value_getc(all, "menus"), one, own));
  footer = footer_of(s, a, footer, one, own);
  if (footer) mapb_putc(&m, "footer", footer);
  if (one->contact) mapb_putc(&m, "contact", one->contact);
  if (!one->title.n) mapb_putc(&foreign, "title", language);
  if (subtitle.n && !one->subtitle.n) mapb_putc(&foreign, "subtitle", language);
  if (value_strc(footer, "text").n && !value_strc(one->footer, "text").n)
    mapb_putc(&foreign, "footer", language);
  if (!own) mapb_putc(&m, "foreign", map_end(&foreign, (Span){ 0 }));
  return map_end(&m, (Span){ 0 });
}

const Value *settings_editions_value(const Settings *s, Arena *a, const Value *all) {
  MapBuilder m = map_begin(a);
  for (size_t i = 0; i < s->language_count; i++)
    mapb_put(&m, s->languages[i].tag, edition(s, a, all, &s->languages[i]));
  return map_end(&m, (Span){ 0 });
}

const Value *settings_languages_value(const Settings *s, Arena *a) {
  ListBuilder b = list_begin(a);
  for (size_t i = 0; i < s->language_count; i++) {
    const SiteLanguage *one = &s->languages[i];
    MapBuilder m = map_begin(a);
    mapb_putc(&m, "language", value_of_str(a, one->tag));
    mapb_putc(&m, "name", value_of_str(a, one->name.n ? one->name : lang_name(a, one->tag)));
    mapb_putc(&m, "title", value_of_str(a, one->title.n ? one->title : s->title));
    mapb_putc(&m, "subtitle", value_of_str(a, subtitle_of(s, one)));
    mapb_putc(&m, "path",
              value_of_str(a, one->path.n ? arena_printf(a, "/%.*s/", STR(one->path)) : S("/")));
    list_add(&b, map_end(&m, (Span){ 0 }));
  }
  return list_end(&b, (Span){ 0 });
}
