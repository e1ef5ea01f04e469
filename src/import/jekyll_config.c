/* jekyll_config.c -- _config.yml read, publish.yaml written. */
#include "import/jekyll_parts.h"

#include "data/match.h"
#include "data/yaml.h"
#include "import/front.h"
#include "import/old_config.h"
#include "model/permalink.h"
#include "text/lang.h"
#include "text/zone.h"

/* Of no concern to readers of the site, or dealt with elsewhere. */
static const char *const quiet_keys[] = { "title",
                                          "name",
                                          "description",
                                          "tagline",
                                          "url",
                                          "baseurl",
                                          "lang",
                                          "language",
                                          "locale",
                                          "timezone",
                                          "permalink",
                                          "author",
                                          "email",
                                          "paginate",
                                          "collections",
                                          "defaults",
                                          "exclude",
                                          "include",
                                          "markdown",
                                          "kramdown",
                                          "highlighter",
                                          "source",
                                          "destination",
                                          "plugins_dir",
                                          "layouts_dir",
                                          "data_dir",
                                          "includes_dir",
                                          "port",
                                          "host",
                                          "safe",
                                          "encoding",
                                          "incremental",
                                          "keep_files",
                                          "future",
                                          "unpublished",
                                          "show_drafts",
                                          "limit_posts",
                                          "quiet",
                                          "verbose",
                                          "strict_front_matter",
                                          "lsi",
                                          "liquid",
                                          "sass",
                                          "whitelist",
                                          "livereload",
                                          "markdown_ext",
                                          "repository",
                                          "paginate_path",
                                          "collections_dir",
                                          "excerpt_separator",
                                          "gems",
                                          "plugins",
                                          "theme",
                                          "remote_theme",
                                          "feed",
                                          "header_pages",
                                          "rdiscount",
                                          "redcarpet",
                                          "pygments",
                                          "auto",
                                          "server",
                                          "baseURL",
                                          "navigation",
                                          "languages",
                                          "default_lang",
                                          "lang_from_path",
                                          "exclude_from_localization",
                                          "parallel_localization" };

static const struct {
  const char *name, *advice; /* NULL: nothing is lost */
} plugins[] = {
  { "jekyll-feed", NULL },
  { "jekyll-sitemap", NULL },
  { "jekyll-seo-tag", NULL },
  { "jekyll-redirect-from", NULL },
  { "jekyll-paginate", NULL },
  { "jekyll-relative-links", NULL },
  { "jekyll-titles-from-headings", NULL },
  { "jekyll-optional-front-matter", NULL },
  { "jekyll-default-layout", NULL },
  { "jekyll-readme-index", NULL },
  { "jekyll-coffeescript", NULL },
  { "jekyll-polyglot", NULL },
  { "jekyll-last-modified-at",
    "`updated: history` in publish.yaml takes dates of change from git" },
  { "jekyll-archives",
    "publish makes pages of tags, categories and years; their addresses differ" },
  { "jekyll-paginate-v2", "lists are paginated by themselves; their addresses differ" },
  { "jekyll-mentions", "@names stay text" },
  { "jemoji", "write emoji as characters: :names: stay text" },
  { "jekyll-gist", "{% gist %} is a card with a link" },
};

static bool read_config(Jekyll *j) {
  static const char *const names[] = { "_config.yml", "_config.yaml" };
  Importer *im = j->im;
  j->config = value_null(im->arena);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    long at = old_find(im->old, str_c(names[i]));
    if (at < 0) continue;
    if (!old_config_read(&j->config, im, (size_t)at, &j->config_source)) return false;
    if (j->config->kind == VALUE_MAP || j->config->kind == VALUE_NULL) return true;
    diag_file(im->d, DIAG_ERROR, P_IMPORT_CONFIG, j->config_source.path, NULL,
              "the settings of a Jekyll site are a map, found %s",
              value_kind_name(j->config->kind));
    return false;
  }
  size_t count;
  const OldFile *files = old_files(im->old, &count);
  for (size_t i = 0; i < count; i++) {
    if (!str_starts(files[i].path, S("_posts/"))) continue;
    left_add(im->left, DIAG_WARNING, "Settings that are not there", S("_config.yml"), NULL, 0,
             "addresses are those that Jekyll gives without settings: compare some with the old "
             "site's, or run `publish urls --against` its sitemap.xml");
    return true;
  }
  Str name = old_name(im->old);
  Diag *r = diag_file(im->d, DIAG_ERROR, P_IMPORT_SITE, S(""),
                      "a Jekyll site has _config.yml at its top: name that folder",
                      "there is no Jekyll site in %.*s", STR(name));
  r->blame = EXIT_USAGE;
  return false;
}

static void read_collections(Jekyll *j) {
  const Value *all = value_getc(j->config, "collections");
  for (size_t i = 0; i < value_count(all) && j->collection_count < JEKYLL_COLLECTIONS; i++) {
    JekyllCollection *c = &j->collections[j->collection_count];
    const Value *how = NULL;
    if (all->kind == VALUE_LIST) {
      c->name = value_str(all->list.items[i], j->im->arena);
    } else {
      c->name = all->map.fields[i].key;
      how = all->map.fields[i].value;
    }
    c->output = value_bool(value_getc(how, "output"), false);
    c->permalink = value_str(value_getc(how, "permalink"), j->im->arena);
    if (!str_eqc(c->name, "posts") && !str_eqc(c->name, "drafts") && c->name.n)
      j->collection_count++;
    else if (str_eqc(c->name, "posts") && c->permalink.n && !value_getc(j->config, "permalink"))
      j->permalink = jekyll_style(c->permalink);
  }
}

/* The site's address is of the web, and what it is below has no scheme at all. */
static void drop_scheme(Jekyll *j, Str *url, const char *key, bool web) {
  bool http = str_starts(*url, S("http://")) || str_starts(*url, S("https://"));
  if (web ? !url->n || http || str_chr(*url, ':') < 0 : str_chr(*url, ':') < 0) return;
  const Field *f = value_field(j->config, str_c(key));
  left_add(j->im->left, DIAG_WARNING, "Addresses of the site that are none", *url,
           &j->config_source, f->value->span.offset, "write it as `url:` in publish.yaml");
  *url = S("");
}

bool jekyll_config(Jekyll *j) {
  Arena *a = j->im->arena;
  if (!read_config(j)) return false;
  Str permalink = value_str(value_getc(j->config, "permalink"), a);
  j->url = value_str(value_getc(j->config, "url"), a);
  j->base = value_str(value_getc(j->config, "baseurl"), a);
  drop_scheme(j, &j->url, "url", true);
  drop_scheme(j, &j->base, "baseurl", false);
  while (str_ends(j->base, S("/"))) j->base.n--;
  while (str_ends(j->url, S("/"))) j->url.n--;
  if (j->base.n && j->base.p[0] != '/') j->base = arena_printf(a, "/%.*s", STR(j->base));
  j->zone = value_str(value_getc(j->config, "timezone"), a);
  j->permalink = jekyll_style(permalink.n ? permalink : S("date"));
  j->suffix = str_ends(j->permalink, S("/"))             ? S("/")
              : str_ends(j->permalink, S(":output_ext")) ? S(":output_ext")
                                                         : S("");
  if (str_ends(j->permalink, S(".html"))) j->suffix = S(":output_ext");
  read_collections(j);
  jekyll_languages(j);
  return true;
}

/* -- scopes -- */

static bool in_scope(const Value *scope, const JekyllPlace *p, size_t *weight) {
  Arena a = { 0 };
  Str path = value_str(value_getc(scope, "path"), &a),
      type = value_str(value_getc(scope, "type"), &a);
  while (str_starts(path, S("/"))) path = str_sub(path, 1, path.n);
  while (str_ends(path, S("/"))) path.n--;
  Str mine = p->kind == JEKYLL_PAGE       ? S("pages")
             : p->kind == JEKYLL_DRAFT    ? S("drafts")
             : p->kind == JEKYLL_DOCUMENT ? p->collection->name
                                          : S("posts");
  bool yes = !type.n || str_eq(type, mine) || (p->kind == JEKYLL_DRAFT && str_eqc(type, "posts"));
  bool below = !path.n || str_eq(p->from, path) ||
               (str_starts(p->from, path) && p->from.n > path.n && p->from.p[path.n] == '/');
  if (!below && str_chr(path, '*') >= 0) below = glob_match(path, p->from);
  *weight = path.n * 2 + (type.n > 0);
  arena_free(&a);
  return yes && below;
}

const Value *jekyll_default(const Jekyll *j, const JekyllPlace *place, const char *key) {
  const Value *all = value_getc(j->config, "defaults"), *found = NULL;
  size_t most = 0;
  for (size_t i = 0; i < value_count(all); i++) {
    const Value *one = value_at(all, i), *v = value_getc(value_getc(one, "values"), key);
    size_t weight;
    if (!v || !in_scope(value_getc(one, "scope"), place, &weight) || weight < most) continue;
    found = v;
    most = weight;
  }
  return found;
}

static bool listed(const Value *list, Str path) {
  Arena a = { 0 };
  bool yes = false;
  size_t n = list && list->kind == VALUE_STR ? 1 : value_count(list);
  for (size_t i = 0; !yes && i < n; i++) {
    Str item = value_str(list->kind == VALUE_STR ? list : value_at(list, i), &a);
    while (str_starts(item, S("/"))) item = str_sub(item, 1, item.n);
    while (str_ends(item, S("/"))) item.n--;
    yes = item.n && (str_eq(path, item) ||
                     (str_starts(path, item) && path.n > item.n && path.p[item.n] == '/') ||
                     (str_chr(item, '*') >= 0 && glob_match(item, path)));
  }
  arena_free(&a);
  return yes;
}

bool jekyll_included(const Jekyll *j, Str path) {
  return listed(value_getc(j->config, "include"), path);
}

bool jekyll_excluded(const Jekyll *j, Str path) {
  static const char *const own[] = { "Gemfile",        "Gemfile.lock",  "node_modules/",
                                     "vendor/bundle/", "vendor/cache/", "vendor/gems/",
                                     "vendor/ruby/" };
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    Str name = str_c(own[i]);
    if (str_ends(name, S("/")) ? str_starts(path, name) : str_eq(path, name)) return true;
  }
  return listed(value_getc(j->config, "exclude"), path);
}

void jekyll_folder(Jekyll *j, Str folder) {
  for (size_t i = 0; i < j->folder_count; i++)
    if (str_eq(j->folders[i], folder)) return;
  j->folders = arena_grow(j->im->arena, j->folders, j->folder_count, &j->folder_cap, sizeof(Str));
  j->folders[j->folder_count++] = arena_str(j->im->arena, folder);
}

/* -- what is left behind -- */

static void tell(Jekyll *j, Severity severity, const char *topic, Str name, const Value *at,
                 const char *advice) {
  Source *s = &j->config_source;
  left_add(j->im->left, severity, topic, name, s, at ? at->span.offset : 0, advice ? "%s" : NULL,
           advice);
}

static void tell_plugins(Jekyll *j, const char *key) {
  const Value *list = value_getc(j->config, key);
  for (size_t i = 0; i < value_count(list); i++) {
    Str name = value_str(value_at(list, i), j->im->arena);
    const char *advice = "publish plugin list shows what there is";
    for (size_t k = 0; k < sizeof plugins / sizeof *plugins; k++)
      if (str_eqc(name, plugins[k].name)) advice = plugins[k].advice;
    if (advice) tell(j, DIAG_WARNING, "Plugins of Jekyll", name, value_at(list, i), advice);
  }
}

static void tell_rest(Jekyll *j) {
  const Value *c = j->config;
  for (size_t i = 0; c->kind == VALUE_MAP && i < c->map.count; i++) {
    const Field *f = &c->map.fields[i];
    bool quiet = false;
    for (size_t k = 0; !quiet && k < sizeof quiet_keys / sizeof *quiet_keys; k++)
      quiet = str_eqc(f->key, quiet_keys[k]);
    if (!quiet)
      left_add(j->im->left, DIAG_NOTE, "Settings without a counterpart", f->key, &j->config_source,
               f->key_span.offset, NULL);
  }
  const char *const themes[] = { "theme", "remote_theme" };
  for (size_t i = 0; i < 2; i++)
    if (value_getc(c, themes[i]))
      tell(j, DIAG_WARNING, "Themes", value_str(value_getc(c, themes[i]), j->im->arena),
           value_getc(c, themes[i]),
           "the site has publish's own theme; templates/ replaces its parts");
  tell_plugins(j, "plugins");
  tell_plugins(j, "gems");
}

/* -- publish.yaml -- */

static void write_person(Jekyll *j, Buf *out, const Value *author) {
  Arena *a = j->im->arena;
  if (author->kind != VALUE_MAP) {
    yaml_line(out, "author", value_str(author, a));
    return;
  }
  Str name = value_str(value_getc(author, "name"), a);
  Str url = value_str(value_getc(author, "url"), a),
      mail = value_str(value_getc(author, "email"), a);
  if (!url.n) url = value_str(value_getc(author, "uri"), a);
  if (!name.n) return;
  buf_c(out, "author:\n");
  yaml_line(out, "  name", name);
  if (str_starts(url, S("http"))) yaml_line(out, "  url", url);
  if (str_chr(mail, '@') > 0) yaml_line(out, "  email", mail);
}

static void write_list(Buf *out, const char *key, const Str *items, size_t count) {
  if (!count) return;
  buf_printf(out, "%s:\n", key);
  for (size_t i = 0; i < count; i++) {
    buf_c(out, "  - ");
    yaml_text(out, items[i]);
    buf_byte(out, '\n');
  }
}

/* A pattern in our tokens, or "" when there is no such token. */
static Str our_pattern(Jekyll *j, Str theirs) {
  Arena *a = j->im->arena;
  Buf b = { 0 };
  for (size_t i = 0; i < theirs.n;) {
    if (str_starts(str_sub(theirs, i, theirs.n), S(":output_ext"))) {
      buf_c(&b, ".html");
      i += 11;
    } else {
      buf_byte(&b, theirs.p[i++]);
    }
  }
  Str pattern = buf_dup(&b, a);
  buf_free(&b);
  const Permalink *compiled;
  Diags quiet = { 0 };
  bool ok = permalink_compile(&compiled, a, pattern, &(Source){ .text = pattern },
                              (Range){ 0, pattern.n }, &quiet);
  diags_free(&quiet);
  return ok ? pattern : S("");
}

/* One pattern, or one for each collection as well. Where a pattern cannot be said here, its
 * articles get addresses of their own. */
static void write_permalinks(Jekyll *j, Buf *out) {
  Str posts = our_pattern(j, j->permalink);
  size_t pages = 0;
  for (size_t i = 0; i < j->collection_count; i++) pages += j->collections[i].output;
  if (!pages) {
    yaml_line(out, "permalink", posts);
    return;
  }
  buf_c(out, "permalink:\n");
  yaml_line(out, "  default", posts.n ? posts : S("/:year/:month/:slug/"));
  for (size_t i = 0; i < j->collection_count; i++) {
    const JekyllCollection *c = &j->collections[i];
    Str own = c->permalink;
    if (!own.n) own = arena_printf(j->im->arena, "/:collection/:path%.*s", STR(j->suffix));
    own = c->output ? our_pattern(j, own) : S("");
    if (!own.n) continue;
    buf_c(out, "  ");
    yaml_text(out, c->name);
    buf_c(out, ": ");
    yaml_text(out, own);
    buf_byte(out, '\n');
  }
}

bool jekyll_write_settings(Jekyll *j) {
  Importer *im = j->im;
  Arena *a = im->arena;
  const Value *c = j->config;
  Buf out = { 0 };
  Str title = value_str(value_getc(c, "title"), a), lang = S("");
  if (!title.n) title = value_str(value_getc(c, "name"), a);
  buf_printf(&out, "# Made %sby publish import jekyll.\n",
             j->config_source.text.n ? "from _config.yml " : "");
  yaml_line(&out, "title", title);
  Str subtitle = value_str(value_getc(c, "tagline"), a);
  if (!subtitle.n) subtitle = str_trim(value_str(value_getc(c, "description"), a));
  yaml_line(&out, "subtitle", subtitle);
  Str url = arena_printf(a, "%.*s%.*s", STR(j->url), STR(j->base));
  if (str_starts(j->url, S("http")))
    yaml_line(&out, "url", url);
  else if (j->base.n)
    yaml_line(&out, "url", j->base);
  static const char *const languages[] = { "lang", "language", "locale" };
  for (size_t i = 0; !lang.n && i < 3; i++)
    lang = jekyll_language_tag(a, value_str(value_getc(c, languages[i]), a));
  if (j->language_count) lang = j->languages[0].tag;
  yaml_line(&out, "language", lang);
  if (j->zone.n && zone_valid(im->text, j->zone)) yaml_line(&out, "timezone", j->zone);
  if (value_getc(c, "author")) write_person(j, &out, value_getc(c, "author"));
  Str mail = value_str(value_getc(c, "email"), a);
  if (str_chr(mail, '@') > 0 && str_chr(mail, ' ') < 0) yaml_line(&out, "contact", mail);
  jekyll_write_languages(j, &out);
  write_list(&out, "articles", j->folders, j->folder_count);
  write_permalinks(j, &out);
  int64_t size = value_int(value_getc(c, "paginate"), 0);
  if (size > 0 && size <= 1000) buf_printf(&out, "pagination: { home: %lld }\n", (long long)size);
  jekyll_write_menus(j, &out, S(""), 0);
  if (j->im->excluded_count) buf_c(&out, "# Left out; IMPORT.md says why.\n");
  write_list(&out, "exclude", j->im->excluded, j->im->excluded_count);
  tell_rest(j);
  bool ok = plan_add(im->plan, j->settings, S("publish.yaml"), buf_view(&out), im->d);
  buf_free(&out);
  return ok;
}
