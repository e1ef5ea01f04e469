/* hugo_settings.c -- publish.yaml from the configuration of a Hugo site. */
#include "import/front.h"
#include "import/hugo_parts.h"
#include "text/lang.h"
#include "text/zone.h"

#include <stdlib.h>

/* Dealt with, or of no concern to readers. */
static const char *const quiet_keys[] = { "title",
                                          "baseURL",
                                          "languageCode",
                                          "defaultContentLanguage",
                                          "defaultContentLanguageInSubdir",
                                          "languages",
                                          "permalinks",
                                          "taxonomies",
                                          "menu",
                                          "menus",
                                          "params",
                                          "author",
                                          "timeZone",
                                          "paginate",
                                          "pagination",
                                          "copyright",
                                          "contentDir",
                                          "staticDir",
                                          "dataDir",
                                          "layoutDir",
                                          "archetypeDir",
                                          "assetDir",
                                          "themesDir",
                                          "theme",
                                          "uglyURLs",
                                          "disablePathToLower",
                                          "enableRobotsTXT",
                                          "enableGitInfo",
                                          "summaryLength",
                                          "buildDrafts",
                                          "buildFuture",
                                          "buildExpired",
                                          "canonifyURLs",
                                          "relativeURLs",
                                          "publishDir",
                                          "markup",
                                          "minify",
                                          "outputs",
                                          "outputFormats",
                                          "mediaTypes",
                                          "security",
                                          "caches",
                                          "build",
                                          "imaging",
                                          "sitemap",
                                          "pluralizeListTitles",
                                          "hasCJKLanguage",
                                          "enableEmoji",
                                          "footnotereturnlinkcontents",
                                          "rssLimit",
                                          "frontmatter",
                                          "related",
                                          "module",
                                          "privacy",
                                          "services",
                                          "languageName",
                                          "ignoreErrors",
                                          "ignoreLogs",
                                          "removePathAccents",
                                          "i18nDir",
                                          "resourceDir",
                                          "disableHugoGeneratorInject",
                                          "capitalizeListTitles",
                                          "titleCaseStyle",
                                          "paginatePath",
                                          "pygmentsUseClasses",
                                          "pygmentsCodeFences",
                                          "pygmentsStyle",
                                          "metaDataFormat",
                                          "server",
                                          "cascade",
                                          "ignoreFiles",
                                          "disableAliases",
                                          "languageDirection",
                                          "description" };

static void tell(Hugo *h, Severity severity, const char *topic, Str name, const Value *at,
                 const char *advice) {
  left_add(h->im->left, severity, topic, name, hugo_source(h, at), at ? at->span.offset : 0,
           advice ? "%s" : NULL, advice);
}

static void tell_rest(Hugo *h) {
  const Value *c = h->config;
  for (size_t i = 0; i < c->map.count; i++) {
    const Field *f = &c->map.fields[i];
    bool quiet = false;
    for (size_t k = 0; !quiet && k < sizeof quiet_keys / sizeof *quiet_keys; k++)
      quiet = str_eq_nocase(f->key, str_c(quiet_keys[k]));
    if (quiet) continue;
    const char *advice = NULL;
    if (str_eq_nocase(f->key, S("disqusShortname")))
      advice = "publish keeps comments as files: `publish help comments import`";
    if (str_eq_nocase(f->key, S("googleAnalytics")))
      advice = "readers are counted from access logs: `publish help views import`";
    if (str_eq_nocase(f->key, S("disableKinds")))
      advice = "`plugins:` turns lists, tags and feeds off";
    left_add(h->im->left, advice ? DIAG_WARNING : DIAG_NOTE, "Settings without a counterpart",
             f->key, hugo_source(h, f->value), f->key_span.offset, advice ? "%s" : NULL, advice);
  }
  const Value *theme = hugo_get(c, "theme");
  if (theme)
    tell(h, DIAG_WARNING, "Themes",
         value_str(theme->kind == VALUE_LIST ? value_at(theme, 0) : theme, h->im->arena), theme,
         "the site has publish's own theme; templates/ replaces its parts");
  const Value *taxonomies = hugo_get(c, "taxonomies");
  for (size_t i = 0; taxonomies && taxonomies->kind == VALUE_MAP && i < taxonomies->map.count;
       i++) {
    static const char *const known[] = { "tags", "categories", "series", "authors" };
    const Field *f = &taxonomies->map.fields[i];
    Str name = value_str(f->value, h->im->arena);
    bool ours = false;
    for (size_t k = 0; k < 4; k++) ours = ours || str_eqc(name, known[k]);
    if (!ours)
      tell(h, DIAG_WARNING, "Taxonomies", name, f->value,
           "it stays in front matter as a field of the site's own (`fields:`); a plugin can make "
           "its pages");
  }
}

/* -- languages and permalinks -- */

/* A template in it would be shown as it is written. */
static void write_footer(Hugo *h, Buf *out, const char *key, Str copyright) {
  if (copyright.n && str_chr(copyright, '{') < 0 && str_chr(copyright, '<') < 0)
    buf_printf(out, "%s: { text: %.*s }\n", key, STR(front_quote(h->im->arena, copyright)));
  else if (copyright.n)
    tell(h, DIAG_NOTE, "Copyright lines with markup", copyright, NULL,
         "`footer: {text: ...}` takes plain text");
}

/* What a language's own table says and nothing here reads. */
static void tell_language(Hugo *h, const HugoLanguage *l, const Value *given) {
  static const char *const read[] = { "title",      "languageName", "label",  "languageCode",
                                      "locale",     "contentDir",   "weight", "disabled",
                                      "params",     "menu",         "menus",  "copyright",
                                      "description" };
  for (size_t i = 0; given && given->kind == VALUE_MAP && i < given->map.count; i++) {
    const Field *f = &given->map.fields[i];
    bool quiet = false;
    for (size_t k = 0; !quiet && k < sizeof read / sizeof *read; k++)
      quiet = str_eq_nocase(f->key, str_c(read[k]));
    if (!quiet)
      left_add(h->im->left, DIAG_NOTE, "Settings of one language",
               arena_printf(h->im->arena, "%.*s.%.*s", STR(l->key), STR(f->key)),
               hugo_source(h, f->value), f->key_span.offset,
               "publish.yaml has them for the whole site");
  }
}

static void write_languages(Hugo *h, Buf *out) {
  if (!h->language_count) return;
  bool shared = false;
  Arena a = { 0 };
  for (size_t i = 0; i < h->language_count; i++) shared = shared || !h->languages[i].folder.n;
  buf_printf(out, "articles: %.*s\nlanguages:\n", STR(old_path(h->im->old, h->content, &a)));
  for (size_t i = 0; i < h->language_count; i++) {
    const HugoLanguage *l = &h->languages[i];
    if (l->off || !l->tag.n) continue;
    tell_language(h, l, hugo_get(hugo_get(h->config, "languages"), arena_cstr(&a, l->key)));
    buf_printf(out, "  %.*s:\n", STR(l->tag));
    size_t before = out->n;
    yaml_line(out, "    title", l->title);
    yaml_line(out, "    subtitle", l->subtitle);
    yaml_line(out, "    name", l->name);
    Str usual = arena_printf(&a, "%.*s/%.*s", STR(h->content), STR(l->key));
    if (l->folder.n && !str_eq(l->folder, usual))
      yaml_line(out, "    articles", old_path(h->im->old, l->folder, &a));
    hugo_write_menus(h, out, l->key, 4);
    write_footer(h, out, "    footer", l->copyright);
    bool own = str_eq_nocase(l->key, h->language);
    Str path = str_sub(l->path, l->path.n ? 1 : 0, l->path.n);
    if (own ? path.n > 0 : !str_eq(path, l->tag)) {
      buf_c(out, "    path: ");
      yaml_text(out, path);
      buf_byte(out, '\n');
    }
    if (out->n == before) {
      out->n--; /* nothing to say of it */
      buf_c(out, " {}\n");
    }
  }
  arena_free(&a);
}

/* Hugo's tokens that have other names here. */
static Str our_pattern(Arena *a, Str pattern) {
  static const struct {
    const char *hugo, *ours;
  } names[] = { { ":slugorcontentbasename", ":slug" },
                { ":slugorfilename", ":slug" },
                { ":contentbasename", ":filename" },
                { ":slug", ":slugortitle" },
                { ":title", ":slugified_title" } };
  Buf b = { 0 };
  for (size_t i = 0; i < pattern.n;) {
    Str rest = str_sub(pattern, i, pattern.n);
    size_t k = 0, count = sizeof names / sizeof *names;
    while (k < count && !str_starts(rest, str_c(names[k].hugo))) k++;
    if (k < count) {
      buf_c(&b, names[k].ours);
      i += strlen(names[k].hugo);
    } else {
      buf_byte(&b, pattern.p[i++]);
    }
  }
  if (!b.n || b.p[0] != '/') {
    Str with = arena_printf(a, "/%.*s", STR(buf_view(&b)));
    buf_free(&b);
    return with;
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

static void write_permalinks(Hugo *h, Buf *out) {
  Arena *a = h->im->arena;
  const Value *all = hugo_get(h->config, "permalinks");
  const Value *pages = hugo_get(all, "page");
  if (!pages || pages->kind != VALUE_MAP) pages = all;
  buf_printf(out, "permalink:\n  default: /:sections/:slug%s\n", h->ugly ? ".html" : "/");
  for (size_t i = 0; pages && pages->kind == VALUE_MAP && i < pages->map.count; i++) {
    const Field *f = &pages->map.fields[i];
    if (f->value->kind != VALUE_STR) continue;
    buf_c(out, "  ");
    yaml_text(out, f->key);
    buf_printf(out, ": %.*s\n", STR(front_quote(a, our_pattern(a, f->value->str))));
  }
}

/* -- the whole -- */

static Str language_tag(Hugo *h) {
  Arena *a = h->im->arena;
  Str code = hugo_text(h, "languageCode");
  for (size_t i = 0; i < h->language_count; i++)
    if (str_eq_nocase(h->languages[i].key, h->language)) return h->languages[i].tag;
  if (hugo_get(h->config, "defaultContentLanguage") || !code.n) code = h->language;
  return lang_valid(code) ? lang_canonical(a, code) : S("en");
}

static void write_author(Hugo *h, Buf *out) {
  Arena *a = h->im->arena;
  const Value *author = hugo_get(h->config, "author");
  if (!author) author = hugo_get(hugo_get(h->config, "params"), "author");
  if (author && author->kind == VALUE_MAP) {
    Str name = value_str(hugo_get(author, "name"), a),
        mail = value_str(hugo_get(author, "email"), a);
    if (!name.n) return;
    buf_c(out, "author:\n");
    yaml_line(out, "  name", name);
    if (str_chr(mail, '@') > 0) yaml_line(out, "  email", mail);
  } else if (author && author->kind == VALUE_STR) {
    yaml_line(out, "author", author->str);
  }
}

static void write_statics(Hugo *h, Buf *out) {
  Arena a = { 0 };
  bool usual =
      h->static_count == 1 && str_eqc(old_path(h->im->old, h->static_folders[0], &a), "static");
  if (!usual) buf_c(out, "static:\n");
  for (size_t i = 0; !usual && i < h->static_count; i++) {
    buf_c(out, "  - ");
    yaml_text(out, old_path(h->im->old, h->static_folders[i], &a));
    buf_byte(out, '\n');
  }
  arena_free(&a);
}

bool hugo_settings(Hugo *h) {
  Importer *im = h->im;
  Arena *a = im->arena;
  Buf out = { 0 };
  const Value *params = hugo_get(h->config, "params");
  buf_printf(&out, "# Made %sby publish import hugo.\n",
             h->source.text.n ? "from the settings of the old site " : "");
  Str title = hugo_text(h, "title"), url = hugo_text(h, "baseURL");
  for (size_t i = 0; !title.n && i < h->language_count; i++)
    if (str_eq_nocase(h->languages[i].key, h->language)) title = h->languages[i].title;
  yaml_line(&out, "title", title);
  Str subtitle = value_str(hugo_get(params, "subtitle"), a);
  if (!subtitle.n) subtitle = value_str(hugo_get(params, "description"), a);
  if (!subtitle.n) subtitle = hugo_text(h, "description");
  yaml_line(&out, "subtitle", subtitle);
  while (str_ends(url, S("/"))) url.n--;
  if (str_starts(url, S("http")) || str_starts(url, S("/"))) yaml_line(&out, "url", url);
  yaml_line(&out, "language", language_tag(h));
  if (h->zone.n && zone_valid(im->text, h->zone)) yaml_line(&out, "timezone", h->zone);
  write_author(h, &out);
  hugo_menus(h);
  if (h->language_count)
    write_languages(h, &out);
  else
    yaml_line(&out, "articles", old_path(im->old, h->content, a));
  write_statics(h, &out);
  write_permalinks(h, &out);
  int64_t size = value_int(hugo_get(h->config, "paginate"), 0);
  size = value_int(hugo_get(hugo_get(h->config, "pagination"), "pagerSize"), size);
  if (size > 0 && size <= 1000)
    buf_printf(&out, "pagination: { home: %lld, list: %lld }\n", (long long)size, (long long)size);
  write_footer(h, &out, "footer", hugo_text(h, "copyright"));
  hugo_write_menus(h, &out, S(""), 0);
  if (h->im->excluded_count) buf_c(&out, "# Left out; IMPORT.md says why.\nexclude:\n");
  for (size_t i = 0; i < h->im->excluded_count; i++) {
    buf_c(&out, "  - ");
    yaml_text(&out, h->im->excluded[i]);
    buf_byte(&out, '\n');
  }
  tell_rest(h);
  bool ok = plan_add(im->plan, h->settings, S("publish.yaml"), buf_view(&out), im->d);
  buf_free(&out);
  return ok;
}
