/* settings_languages.c -- the languages of a site and the folders of its articles: which
 * language and which permalink a file has by where it lies. */
#include "model/settings_private.h"

#include "text/lang.h"
#include <stdint.h>

/* -- languages: -- */

static bool add_folder(SettingsLoad *l, Str path, Str tag, const Value *at) {
  Settings *s = l->s;
  for (size_t i = 0; i < s->article_count; i++) {
    if (!str_eq(s->articles[i], path)) continue;
    if (str_eq(s->article_languages[i], tag)) return true;
    schema_report(&l->context, DIAG_ERROR, P_SETTING, at, "give each language a folder of its own",
                  "the folder '%.*s' is named twice", STR(path));
    return l->ok = false;
  }
  size_t cap = s->article_count;
  s->articles = arena_grow(l->arena, s->articles, s->article_count, &cap, sizeof *s->articles);
  cap = s->article_count;
  s->article_languages =
      arena_grow(l->arena, s->article_languages, s->article_count, &cap, sizeof(Str));
  s->article_languages[s->article_count] = tag;
  s->articles[s->article_count++] = path;
  return true;
}

static void add_language(SettingsLoad *l, Str tag, const Value *at, const Value *given) {
  Settings *s = l->s;
  SiteLanguage *one = &s->languages[s->language_count];
  *one = (SiteLanguage){ .folder = tag, .tag = lang_canonical(l->arena, tag), .span = at->span };
  if (!lang_valid(one->tag)) {
    schema_report(&l->context, DIAG_ERROR, P_SETTING, at, "such as fr or zh-Hans",
                  "'languages' names language tags, found \"%.*s\"", STR(tag));
    l->ok = false;
    return;
  }
  for (size_t i = 0; i < s->language_count; i++) {
    if (!str_eq_nocase(s->languages[i].tag, one->tag)) continue;
    schema_report(&l->context, DIAG_ERROR, P_SETTING, at, "keep one of the two",
                  "the language %.*s is named twice", STR(one->tag));
    l->ok = false;
    return;
  }
  const Value *record = NULL;
  if (given && given->kind == VALUE_NULL) given = NULL;
  Str name = arena_printf(l->arena, "languages.%.*s", STR(tag));
  if (given && !schema_check(&record, settings_language_schema(), given, name, &l->context))
    l->ok = false;
  one->title = value_strc(record, "title");
  one->subtitle = value_strc(record, "subtitle");
  one->name = value_strc(record, "name");
  one->menus = value_getc(record, "menus");
  one->footer = value_getc(record, "footer");
  one->contact = value_getc(record, "contact");
  const Value *path = value_getc(record, "path");
  bool own = str_eq_nocase(one->tag, s->language);
  one->path = path ? value_str(path, l->arena) : own ? S("") : tag;
  const Value *folders = value_getc(record, "articles");
  for (size_t i = 0; i < value_count(folders); i++)
    add_folder(l, value_str(value_at(folders, i), l->arena), one->tag, value_at(folders, i));
  s->language_count++;
}

/* Two languages at one place, or one below another's pages, cannot be told apart. */
static void check_paths(SettingsLoad *l) {
  const Settings *s = l->s;
  for (size_t i = 0; i < s->language_count; i++) {
    PagePath place;
    const SiteLanguage *one = &s->languages[i];
    const char *problem =
        one->path.n ? page_path(&place, l->arena, arena_printf(l->arena, "/%.*s/", STR(one->path)))
                    : NULL;
    for (size_t k = 0; k < i && !problem; k++)
      if (str_eq_nocase(one->path, s->languages[k].path)) problem = "is that of another language";
    if (!problem) continue;
    Value at = { .kind = VALUE_NULL, .span = one->span };
    schema_report(&l->context, DIAG_ERROR, P_SETTING, &at, "such as path: fr",
                  "the path '%.*s' of the language %.*s %s", STR(one->path), STR(one->tag),
                  problem);
    l->ok = false;
  }
}

void settings_languages(SettingsLoad *l, const Value *v) {
  Settings *s = l->s;
  s->article_languages = ARENA_ARRAY(l->arena, s->article_count + 1, Str);
  if (!v || v->kind == VALUE_NULL) return;
  if (v->kind != VALUE_LIST && v->kind != VALUE_MAP) {
    settings_wrong(l, v, "such as [en, fr], or a map from tags to {title, articles, path}",
                   "'languages' must be a list of language tags or a map");
    return;
  }
  s->languages = ARENA_ARRAY(l->arena, value_count(v) + 1, SiteLanguage);
  for (size_t i = 0; i < value_count(v); i++) {
    if (v->kind == VALUE_MAP) {
      const Field *f = &v->map.fields[i];
      Value at = { .kind = VALUE_NULL, .span = f->key_span };
      add_language(l, f->key, &at, f->value);
      continue;
    }
    const Value *item = value_at(v, i);
    if (item->kind == VALUE_LIST || item->kind == VALUE_MAP || item->kind == VALUE_NULL)
      settings_wrong(l, item, "such as fr or zh-Hans", "'languages' is a list of language tags");
    else
      add_language(l, value_str(item, l->arena), item, NULL);
  }
  if (l->ok) check_paths(l);
}

const SiteLanguage *settings_language(const Settings *s, Str tag) {
  for (size_t i = 0; s && i < s->language_count; i++)
    if (str_eq_nocase(s->languages[i].tag, tag)) return &s->languages[i];
  return NULL;
}

/* -- permalink: -- */

/* Folders are the same with and without the '_' that Jekyll puts in front. */
static Str bare_part(Str part) {
  return part.n > 1 && part.p[0] == '_' ? str_sub(part, 1, part.n) : part;
}

/* Is `path` in the folder `key`, which may be several parts deep? */
static bool in_folder(Str path, Str key) {
  Str part, want;
  while (str_split(&key, '/', &want)) {
    if (!want.n) continue;
    if (!str_split(&path, '/', &part) || !str_eq(bare_part(part), bare_part(want))) return false;
  }
  return path.p != NULL; /* there is a file behind it */
}

/* news/_posts/x.md is a post, and so is content/posts/x.md. */
bool settings_in_folder(Str path, Str below, Str key) {
  if (in_folder(below, key) || in_folder(path, key)) return true;
  for (size_t i = 0; i + 1 < path.n; i++)
    if (path.p[i] == '/' && path.p[i + 1] == '_' && in_folder(str_sub(path, i + 1, path.n), key))
      return true;
  return false;
}

const Permalink *settings_permalink(const Settings *s, Str path, Str below) {
  const FolderPermalink *best = NULL;
  for (size_t i = 0; i < s->folder_permalink_count; i++) {
    const FolderPermalink *one = &s->folder_permalinks[i];
    if (settings_in_folder(path, below, one->folder) && (!best || one->folder.n > best->folder.n))
      best = one;
  }
  return best ? best->permalink : s->permalink;
}

static Range range_of(const Value *v) {
  return v ? (Range){ v->span.offset, v->span.length } : (Range){ 0, 0 };
}

static bool is_text(const Value *v) {
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP && v->kind != VALUE_NULL;
}

static const char otherwise[] = "/:year/:month/:slug/";

void settings_permalinks(SettingsLoad *l, const Value *v) {
  Settings *s = l->s;
  Str pattern = S("");
  if (v && v->kind == VALUE_MAP) {
    s->folder_permalinks = ARENA_ARRAY(l->arena, v->map.count + 1, FolderPermalink);
    for (size_t i = 0; i < v->map.count; i++) {
      const Field *f = &v->map.fields[i];
      if (!is_text(f->value)) {
        schema_report(&l->context, DIAG_ERROR, P_SETTING, f->value, "such as /:year/:month/:slug/",
                      "'permalink.%.*s' must be a pattern of addresses", STR(f->key));
        l->ok = false;
        continue;
      }
      FolderPermalink one = { .folder = f->key };
      while (str_ends(one.folder, S("/"))) one.folder.n--;
      bool rest = str_eqc(f->key, "default") || !one.folder.n;
      const Permalink **to = rest ? &s->permalink : &one.permalink;
      if (!permalink_compile(to, l->arena, value_str(f->value, l->arena), &s->source,
                             range_of(f->value), l->diags))
        l->ok = false;
      else if (!rest)
        s->folder_permalinks[s->folder_permalink_count++] = one;
    }
  } else if (is_text(v)) {
    pattern = value_str(v, l->arena);
  } else if (v && v->kind != VALUE_NULL) {
    schema_report(&l->context, DIAG_ERROR, P_SETTING, v,
                  "such as /:year/:month/:slug/, or a map from folders to such patterns",
                  "'permalink' must be a pattern of addresses, found %s", value_kind_name(v->kind));
    l->ok = false;
    return;
  }
  if (!s->permalink &&
      !permalink_compile(&s->permalink, l->arena, pattern.n ? pattern : str_c(otherwise),
                         &s->source, range_of(v), l->diags))
    l->ok = false;
}

/* -- which files are articles -- */

static bool below_folder(Str path, Str of, Str *below) {
  if (str_empty(of)) {
    *below = path;
    return true;
  }
  if (!str_starts(path, of) || path.n <= of.n + 1 || path.p[of.n] != '/') return false;
  *below = str_sub(path, of.n + 1, path.n);
  return true;
}

/* What lies beside articles when the root is their folder. */
static bool ours(const Settings *s, Str path) {
  static const char *const names[] = { "notices", "templates", "plugins", "data" };
  Str below;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (below_folder(path, str_c(names[i]), &below)) return true;
  for (size_t i = 0; i < s->static_count; i++)
    if (below_folder(path, s->statics[i], &below)) return true;
  return str_eq_nocase(path, S("README.md"));
}

/* Jekyll's folders of posts, and Hugo's page of a section. */
static bool hidden_part(Str part, bool last) {
  if (!part.n || !strchr("._", part.p[0])) return false;
  if (!last) return !str_eqc(part, "_posts") && !str_eqc(part, "_drafts");
  return !str_starts(part, S("_index."));
}

static bool hidden(Str rest) {
  Str part;
  while (str_split(&rest, '/', &part))
    if (hidden_part(part, rest.p == NULL)) return true;
  return false;
}

bool article_named(Str name) {
  static const char *const endings[] = { ".md", ".markdown", ".html", ".htm" };
  long dot = str_rchr(name, '.');
  if (dot <= 0) return false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (str_eq_nocase(str_sub(name, (size_t)dot, name.n), str_c(endings[i]))) return true;
  return false;
}

/* content/fr/a.md is a.md when there is a language fr. */
static Str without_language(const Settings *s, Str rest, Str *tag) {
  long slash = str_chr(rest, '/');
  Str first = slash > 0 ? str_sub(rest, 0, (size_t)slash) : S("");
  for (size_t i = 0; first.n && i < s->language_count; i++) {
    if (!str_eq_nocase(first, s->languages[i].folder) && !str_eq_nocase(first, s->languages[i].tag))
      continue;
    *tag = s->languages[i].tag;
    return str_sub(rest, (size_t)slash + 1, rest.n);
  }
  return rest;
}

bool settings_place(const Settings *s, Str path, Str *below, Str *language_tag) {
  size_t best = SIZE_MAX;
  Str rest;
  for (size_t i = 0; i < s->article_count; i++) {
    if (!below_folder(path, s->articles[i], &rest)) continue;
    if (str_empty(s->articles[i]) && ours(s, path)) continue;
    if (hidden(rest)) continue;
    if (best != SIZE_MAX && s->articles[i].n <= s->articles[best].n) continue;
    best = i;
    *below = rest;
  }
  if (best == SIZE_MAX) return false;
  *language_tag = s->article_languages ? s->article_languages[best] : S("");
  if (!language_tag->n) *below = without_language(s, *below, language_tag);
  return true;
}

bool settings_article(const Settings *s, Str path, Str *below) {
  Str tag;
  return article_named(str_base(path)) && settings_place(s, path, below, &tag) &&
         !settings_excludes(s, path);
}
