/* article_name.c -- what the name of an article's file says: date, language, slug. */
#include "model/article_private.h"

#include "text/lang.h"
#include "text/slug.h"

/* "2024-01-03-" or "2024-1-3_" in front of a name: how long, 0 when there is none. */
static size_t date_prefix(Str s, Str *date) {
  size_t i = 0, digits = 0;
  for (size_t part = 0; part < 3; part++, i++) {
    for (digits = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) digits++;
    if (i >= s.n || (part == 0 ? digits != 4 : digits < 1 || digits > 2)) return 0;
    if (s.p[i] != '-' && !(part == 2 && s.p[i] == '_')) return 0;
  }
  *date = str_sub(s, 0, i - 1);
  return i;
}

static void file_date(Article *out, Arena *a, const DateZone *zone, Str *stem) {
  Str text;
  size_t length = date_prefix(*stem, &text);
  Date date;
  if (!length || date_parse(&date, a, text, zone)) return;
  *stem = str_sub(*stem, length, stem->n);
  if (out->has_date) return;
  out->date = date;
  out->has_date = true;
}

/* "hello.zh-Hans": the tag behind the last dot, if it can be one; where the site declares
 * its languages, if it is one of them. */
static Str name_language(Str stem, const Settings *s) {
  long dot = str_rchr(stem, '.');
  if (dot <= 0) return S("");
  Str tag = str_sub(stem, (size_t)dot + 1, stem.n), base = lang_base(tag);
  if (s && s->language_count) {
    for (size_t i = 0; i < s->language_count; i++)
      if (str_eq_nocase(tag, s->languages[i].tag) || str_eq_nocase(tag, s->languages[i].folder))
        return tag;
    return str_eq_nocase(tag, s->language) ? tag : S("");
  }
  bool likely = base.n == 2 || (base.n == 3 && tag.n > 3);
  return likely && lang_valid(tag) ? tag : S("");
}

static Str stem_of(Str name) {
  long dot = str_rchr(name, '.');
  return dot > 0 ? str_sub(name, 0, (size_t)dot) : name;
}

/* The path without the folders that Jekyll hides: news/_posts/a.md is news/a.md. */
static Str plain_path(Arena *a, Str path) {
  Buf b = { 0 };
  Str part;
  while (str_split(&path, '/', &part)) {
    if (str_eqc(part, "_posts") || str_eqc(part, "_drafts")) continue;
    if (b.n) buf_byte(&b, '/');
    buf_str(&b, part);
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

/* Is it, or a folder around it, called so? */
static bool has_part(Str path, const char *name) {
  Str part;
  while (str_split(&path, '/', &part))
    if (str_eqc(part, name)) return true;
  return false;
}

void article_name(Article *out, Arena *a, const Settings *s, const DateZone *zone) {
  Str below = plain_path(a, out->below), folder = str_dir(below);
  Str stem = stem_of(str_base(below));
  Str tag = name_language(stem, s);
  Str bare = tag.n ? str_sub(stem, 0, stem.n - tag.n - 1) : stem;
  out->section_page = str_eqc(bare, "_index");
  if ((str_eq(bare, S("index")) || out->section_page) && folder.n) {
    /* hello/index.md is the article hello. */
    bare = str_base(folder);
    folder = str_dir(folder);
  } else if (out->section_page) {
    bare = S("");
  }
  if (!out->language.n && tag.n) out->language = lang_canonical(a, tag);
  Str of_folder = S(""), ignored;
  if (!out->language.n && s && settings_place(s, out->source.path, &ignored, &of_folder))
    out->language = of_folder;
  if (!out->language.n) out->language = s ? s->language : S("en");
  const SiteLanguage *declared = settings_language(s, out->language);
  out->prefix = declared ? declared->path : S("");
  Str parts[] = { folder, folder.n && bare.n ? S("/") : S(""), bare };
  Str place = arena_concat(a, parts, 3);
  if (!out->translation.n)
    out->translation = out->section_page ? arena_printf(a, "%.*s/", STR(place)) : place;
  if (has_part(out->source.path, "_drafts")) out->draft = true;
  if (!out->section_page) file_date(out, a, zone, &bare);
  /* A translation beside the original needs an address of its own. */
  bool other = tag.n && s && !str_eq_nocase(tag, s->language) && !out->prefix.n;
  Str tagged = other ? arena_printf(a, "%.*s.%.*s", STR(place), STR(tag)) : place;
  out->place = arena_printf(a, "%.*s.md", STR(tagged));
  if (out->slug_given) return;
  out->slug = slug_of(a, other ? arena_printf(a, "%.*s-%.*s", STR(bare), STR(tag)) : bare);
}

Str article_folder(Arena *a, Str path, Str below, const Settings *s) {
  Str folder = str_dir(path), stem = stem_of(str_base(path));
  Str tag = name_language(stem, s);
  if (tag.n) stem = str_sub(stem, 0, stem.n - tag.n - 1);
  if (str_eqc(stem, "_index")) return S("");
  if (str_eqc(stem, "index") && str_dir(below).n) return folder;
  Str parts[] = { folder, folder.n ? S("/") : S(""), stem };
  return arena_concat(a, parts, 3);
}
