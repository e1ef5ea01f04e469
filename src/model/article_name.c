/* article_name.c -- what the name of an article's file says: date, language, slug. */
#include "model/article_private.h"

#include "text/lang.h"
#include "text/slug.h"

static void file_date(Article *out, Arena *a, const DateZone *zone, Str *stem) {
  Str s = *stem;
  if (s.n < 11 || (s.p[10] != '-' && s.p[10] != '_')) return;
  Date date;
  if (date_parse(&date, a, str_sub(s, 0, 10), zone)) return;
  *stem = str_sub(s, 11, s.n);
  if (out->has_date) return;
  out->date = date;
  out->has_date = true;
}

/* "hello.zh-Hans": the tag behind the last dot, if it can be one. */
static Str name_language(Str stem) {
  long dot = str_rchr(stem, '.');
  if (dot <= 0) return S("");
  Str tag = str_sub(stem, (size_t)dot + 1, stem.n), base = lang_base(tag);
  bool likely = base.n == 2 || (base.n == 3 && tag.n > 3);
  return likely && lang_valid(tag) ? tag : S("");
}

void article_name(Article *out, Arena *a, const Settings *s, const DateZone *zone) {
  Str name = str_base(out->below), folder = str_dir(out->below);
  long dot = str_rchr(name, '.');
  Str stem = dot > 0 ? str_sub(name, 0, (size_t)dot) : name;
  Str tag = name_language(stem);
  Str bare = tag.n ? str_sub(stem, 0, stem.n - tag.n - 1) : stem;
  if (str_eq(bare, S("index")) && folder.n) {
    /* hello/index.md is the article hello. */
    bare = str_base(folder);
    folder = str_dir(folder);
  }
  if (!out->language.n && tag.n) out->language = lang_canonical(a, tag);
  if (!out->language.n) out->language = s ? s->language : S("en");
  if (!out->translation.n)
    out->translation = arena_printf(a, "%.*s%s%.*s", STR(folder), folder.n ? "/" : "", STR(bare));
  file_date(out, a, zone, &bare);
  if (out->slug_given) return;
  /* A translation beside the original needs an address of its own. */
  bool other = tag.n && s && !str_eq_nocase(tag, s->language);
  out->slug = slug_of(a, other ? arena_printf(a, "%.*s-%.*s", STR(bare), STR(tag)) : bare);
}

Str article_folder(Arena *a, Str path, Str below) {
  Str name = str_base(path), folder = str_dir(path);
  long dot = str_rchr(name, '.');
  Str stem = dot > 0 ? str_sub(name, 0, (size_t)dot) : name;
  Str tag = name_language(stem);
  if (tag.n) stem = str_sub(stem, 0, stem.n - tag.n - 1);
  if (str_eqc(stem, "index") && str_dir(below).n) return folder;
  Str parts[] = { folder, folder.n ? S("/") : S(""), stem };
  return arena_concat(a, parts, 3);
}
