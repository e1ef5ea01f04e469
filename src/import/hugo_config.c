/* hugo_config.c -- hugo.toml, config.yaml, config/_default/menus.en.toml ... as one map.
 *
 * Order as in Hugo: the file at the top, config/_default over it, config/production over that.
 * A file config/X/name.ext is the table `name`, name.LANG.ext that of one language. */
#include "import/hugo_parts.h"
#include "import/old_config.h"
#include "text/lang.h"

#include <stdlib.h>

const Value *hugo_get(const Value *map, const char *key) {
  const Value *exact = value_getc(map, key);
  if (exact || !map || map->kind != VALUE_MAP) return exact;
  for (size_t i = 0; i < map->map.count; i++)
    if (str_eq_nocase(map->map.fields[i].key, str_c(key))) return map->map.fields[i].value;
  return NULL;
}

Str hugo_text(const Hugo *h, const char *key) {
  const Value *v = hugo_get(h->config, key);
  return v && v->kind != VALUE_MAP && v->kind != VALUE_LIST ? value_str(v, h->im->arena) : S("");
}

Str hugo_folder(Hugo *h, const Value *v, const char *usual) {
  Arena *a = h->im->arena;
  Str path = v && v->kind == VALUE_STR ? v->str : S(""), part;
  while (str_starts(path, S("./"))) path = str_sub(path, 2, path.n);
  while (str_ends(path, S("/")) && path.n > 1) path.n--;
  if (!path.n) return str_c(usual);
  bool outside = path.p[0] == '/' || str_chr(path, '\\') >= 0 || str_chr(path, ':') >= 0;
  for (Str rest = path; !outside && str_split(&rest, '/', &part);)
    outside = !part.n || str_eqc(part, "..") || str_eqc(part, ".");
  if (!outside) return path;
  left_add(h->im->left, DIAG_WARNING, "Folders that are not in the site", arena_str(a, path),
           hugo_source(h, v), v->span.offset,
           *usual ? "%s is taken instead" : "it is not looked at", usual);
  return str_c(usual);
}

/* The field of that name in any case, as Hugo takes it. */
static const Field *same_field(const Value *map, Str key) {
  const Field *exact = value_field(map, key);
  for (size_t i = 0; !exact && i < map->map.count; i++)
    if (str_eq_nocase(map->map.fields[i].key, key)) exact = &map->map.fields[i];
  return exact;
}

/* Fields of `over` go before those of `under`; tables are joined. */
static const Value *joined(Arena *a, const Value *under, const Value *over, int depth) {
  if (!under || under->kind != VALUE_MAP || over->kind != VALUE_MAP || depth > 16) return over;
  MapBuilder b = map_from(a, under);
  for (size_t i = 0; i < over->map.count; i++) {
    const Field *f = &over->map.fields[i];
    const Field *old = same_field(under, f->key);
    Field field = *f;
    field.value = old ? joined(a, old->value, f->value, depth + 1) : f->value;
    if (old) field.key = old->key;
    mapb_field(&b, field);
  }
  return map_end(&b, over->span);
}

static const Value *wrapped(Arena *a, Str key, const Value *v) {
  MapBuilder b = map_begin(a);
  mapb_put(&b, key, v);
  return map_end(&b, v->span);
}

static bool known_format(Str path) {
  Str ext = path_extension(path);
  return str_eqc(ext, "toml") || str_eqc(ext, "yaml") || str_eqc(ext, "yml") ||
         str_eqc(ext, "json");
}

static bool holds(const Value *whole, const Value *v) {
  if (whole == v) return true;
  for (size_t i = 0; i < value_count(whole); i++) {
    const Value *item = whole->kind == VALUE_MAP ? whole->map.fields[i].value : value_at(whole, i);
    if (holds(item, v)) return true;
  }
  return false;
}

const Source *hugo_source(const Hugo *h, const Value *v) {
  for (size_t i = 0; i < h->file_count; i++)
    if (v && holds(h->files[i].content, v)) return &h->files[i].source;
  return NULL;
}

static bool parse(const Value **out, Hugo *h, size_t index, Source *source) {
  Importer *im = h->im;
  if (!old_config_read(out, im, index, source)) return false;
  h->files = arena_grow(im->arena, h->files, h->file_count, &h->file_cap, sizeof *h->files);
  h->files[h->file_count++] = (HugoConfigFile){ .content = *out, .source = *source };
  if ((*out)->kind == VALUE_NULL || (*out)->kind == VALUE_MAP || (*out)->kind == VALUE_LIST)
    return true;
  diag_file(im->d, DIAG_ERROR, P_IMPORT_CONFIG, source->path, NULL,
            "the settings of a Hugo site are a map, found %s", value_kind_name((*out)->kind));
  return false;
}

static bool is_menu(Str name) {
  return str_eqc(name, "menus") || str_eqc(name, "menu");
}

/* Where a file of config/_default belongs in the whole. */
static const Value *placed(Hugo *h, Str stem, const Value *v) {
  Arena *a = h->im->arena;
  Str name = stem, language = S("");
  if (str_eqc(stem, "hugo") || str_eqc(stem, "config")) return v;
  long dot = str_rchr(stem, '.');
  if (dot > 0) {
    language = str_sub(stem, (size_t)dot + 1, stem.n);
    name = str_sub(stem, 0, (size_t)dot);
  }
  /* A file menus.toml may have the table [menus] or its content. */
  const Value *inner =
      v->kind == VALUE_MAP && v->map.count == 1 && str_eq_nocase(v->map.fields[0].key, name)
          ? v->map.fields[0].value
          : v;
  const Value *table = wrapped(a, is_menu(name) ? S("menus") : name, inner);
  if (!language.n) return table;
  return wrapped(a, S("languages"), wrapped(a, language, table));
}

static bool read_folder(Hugo *h, const char *folder, bool *found) {
  Importer *im = h->im;
  size_t count;
  const OldFile *files = old_files(im->old, &count);
  for (size_t i = 0; i < count; i++) {
    Str path = files[i].path;
    if (!str_starts(path, str_c(folder)) || !known_format(path)) continue;
    const Value *v = NULL;
    Source source;
    if (!parse(&v, h, i, &source)) return false;
    Str stem = path_stem(path);
    if (!h->source.text.n || str_eqc(stem, "hugo") || str_eqc(stem, "config")) h->source = source;
    if (v->kind != VALUE_NULL) h->config = joined(im->arena, h->config, placed(h, stem, v), 0);
    *found = true;
  }
  return true;
}

static bool read_files(Hugo *h) {
  static const char *const names[] = { "hugo.toml",   "hugo.yaml",   "hugo.yml",   "hugo.json",
                                       "config.toml", "config.yaml", "config.yml", "config.json" };
  Importer *im = h->im;
  bool found = false;
  MapBuilder empty = map_begin(im->arena);
  h->config = map_end(&empty, (Span){ 0, 0 });
  for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++) {
    long at = old_find(im->old, str_c(names[i]));
    const Value *v = NULL;
    if (at < 0) continue;
    if (!parse(&v, h, (size_t)at, &h->source)) return false;
    if (v->kind == VALUE_MAP) h->config = v;
    found = true;
  }
  if (!read_folder(h, "config/_default/", &found) || !read_folder(h, "config/production/", &found))
    return false;
  size_t count;
  const OldFile *files = old_files(im->old, &count);
  for (size_t i = 0; !found && i < count; i++) {
    if (!str_starts(files[i].path, S("content/"))) continue;
    found = true;
    left_add(im->left, DIAG_WARNING, "Settings that are not there", S("hugo.toml"), NULL, 0,
             "addresses are those that Hugo gives without settings: compare some with the old "
             "site's, or run `publish urls --against` its sitemap.xml");
  }
  if (found) return true;
  Str name = old_name(im->old);
  Diag *r =
      diag_file(im->d, DIAG_ERROR, P_IMPORT_SITE, S(""),
                "a Hugo site has hugo.toml (or .yaml, .json), config.toml or config/_default at "
                "its top: name that folder",
                "there is no Hugo site in %.*s", STR(name));
  r->blame = EXIT_USAGE;
  return false;
}

/* -- languages -- */

static void add_language(Hugo *h, Str key, const Value *given) {
  Arena *a = h->im->arena;
  if (h->language_count == HUGO_LANGUAGES || !key.n) return;
  HugoLanguage *l = &h->languages[h->language_count++];
  *l = (HugoLanguage){ .key = key };
  Str code = value_str(hugo_get(given, "languageCode"), a);
  l->tag = lang_valid(key)    ? lang_canonical(a, key)
           : lang_valid(code) ? lang_canonical(a, code)
                              : S("");
  l->folder = hugo_folder(h, hugo_get(given, "contentDir"), "");
  l->title = value_str(hugo_get(given, "title"), a);
  l->name = value_str(hugo_get(given, "languageName"), a);
  if (!l->name.n) l->name = value_str(hugo_get(given, "label"), a);
  l->subtitle = value_str(hugo_get(hugo_get(given, "params"), "subtitle"), a);
  if (!l->subtitle.n)
    l->subtitle = value_str(hugo_get(hugo_get(given, "params"), "description"), a);
  if (!l->subtitle.n) l->subtitle = value_str(hugo_get(given, "description"), a);
  l->copyright = value_str(hugo_get(given, "copyright"), a);
  l->weight = value_int(hugo_get(given, "weight"), 0);
  l->off = value_bool(hugo_get(given, "disabled"), false);
  bool own = str_eq_nocase(key, h->language);
  l->path = own && !h->subdir ? S("") : arena_printf(a, "/%.*s", STR(key));
}

static int by_weight(const void *pa, const void *pb) {
  const HugoLanguage *a = pa, *b = pb;
  if (a->weight != b->weight) return a->weight < b->weight ? -1 : 1;
  return str_cmp(a->key, b->key);
}

/* content/en, content/fr without a word in the settings: as corpora of articles keep them. */
static void languages_of_folders(Hugo *h) {
  Importer *im = h->im;
  Arena *a = im->arena;
  size_t count;
  const OldFile *files = old_files(im->old, &count);
  Str last = S(""), prefix = arena_printf(a, "%.*s/", STR(h->content));
  bool all = true;
  for (size_t i = 0; i < count && all; i++) {
    if (!str_starts(files[i].path, prefix)) continue;
    Str below = str_sub(files[i].path, prefix.n, files[i].path.n);
    long slash = str_chr(below, '/');
    Str first = slash < 0 ? S("") : str_sub(below, 0, (size_t)slash);
    if (str_eq(first, last)) continue;
    last = first;
    bool tag =
        (first.n == 2 || (first.n > 3 && first.n < 12 && first.p[2] == '-')) && lang_valid(first);
    if (tag) add_language(h, first, NULL);
  }
  bool own = false;
  for (size_t i = 0; i < h->language_count; i++)
    own = own || str_eq_nocase(h->languages[i].key, h->language);
  if (h->language_count < 2 || !own) {
    h->language_count = 0;
    return;
  }
  for (size_t i = 0; i < h->language_count; i++)
    h->languages[i].folder =
        arena_printf(a, "%.*s/%.*s", STR(h->content), STR(h->languages[i].key));
}

static void read_languages(Hugo *h) {
  const Value *all = hugo_get(h->config, "languages");
  for (size_t i = 0; all && all->kind == VALUE_MAP && i < all->map.count; i++)
    add_language(h, all->map.fields[i].key, all->map.fields[i].value);
  if (!h->language_count) languages_of_folders(h);
  if (h->language_count) qsort(h->languages, h->language_count, sizeof *h->languages, by_weight);
}

/* `staticDir: a` or `staticDir: [a, b]` */
static void read_statics(Hugo *h) {
  const Value *v = hugo_get(h->config, "staticDir");
  size_t n = v && v->kind == VALUE_LIST ? value_count(v) : 0;
  for (size_t i = 0; i < n && h->static_count < HUGO_STATICS; i++) {
    Str folder = hugo_folder(h, value_at(v, i), "");
    if (folder.n) h->static_folders[h->static_count++] = folder;
  }
  if (!h->static_count)
    h->static_folders[h->static_count++] = hugo_folder(h, n ? NULL : v, "static");
}

bool hugo_config(Hugo *h) {
  if (!read_files(h)) return false;
  h->content = hugo_folder(h, hugo_get(h->config, "contentDir"), "content");
  h->data_folder = hugo_folder(h, hugo_get(h->config, "dataDir"), "data");
  read_statics(h);
  h->language = hugo_text(h, "defaultContentLanguage");
  if (!h->language.n) h->language = S("en");
  h->subdir = value_bool(hugo_get(h->config, "defaultContentLanguageInSubdir"), false);
  h->ugly = value_bool(hugo_get(h->config, "uglyURLs"), false);
  h->keep_case = value_bool(hugo_get(h->config, "disablePathToLower"), false);
  h->zone = hugo_text(h, "timeZone");
  read_languages(h);
  return true;
}
