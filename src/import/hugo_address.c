/* hugo_address.c -- the addresses that Hugo gives (helpers/path.go and
 * resources/page/permalinks.go in its sources). */
#include "base/utf8.h"
#include "import/hugo_parts.h"
#include "model/permalink.h"

/* Letters, digits and marks of all scripts and . / \ _ # + ~ - @ stay, blanks become hyphens, all
 * else goes. (Which letters are letters: everything beyond ASCII, but for punctuation
 * blocks.) */
static bool kept(uint32_t cp) {
  if (cp < 0x80)
    return (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z') ||
           (cp && strchr("./\\_#+~-@", (int)cp));
  return !(cp >= 0x2000 && cp <= 0x206F) && !(cp >= 0x3000 && cp <= 0x303F) &&
         !(cp >= 0xFF00 && cp <= 0xFF0F) && !(cp >= 0xFF1A && cp <= 0xFF20) && cp != 0xA0;
}

Str hugo_urlize(const Hugo *h, Str text, Arena *a) {
  Buf out = { 0 };
  bool hyphen = false;
  for (size_t i = 0; i < text.n;) {
    size_t from = i;
    uint32_t cp = utf8_next(text, &i);
    if (cp == ' ' || cp == '\t') {
      hyphen = true;
      continue;
    }
    if (cp == UTF8_BAD || !kept(cp)) continue;
    if (hyphen && out.n && out.p[out.n - 1] != '-' && cp != '-') buf_byte(&out, '-');
    hyphen = false;
    if (cp == '-' && out.n && out.p[out.n - 1] == '-' && i - from == 1 && text.p[from] != '-')
      continue;
    if (cp < 0x80 && cp >= 'A' && cp <= 'Z' && !h->keep_case)
      buf_byte(&out, (char)(cp | 0x20));
    else
      buf_str(&out, str_sub(text, from, i));
  }
  Str result = buf_dup(&out, a);
  buf_free(&out);
  return result;
}

typedef struct {
  const Hugo *h;
  const HugoPlace *place;
  const Value *front;
  const Civil *date; /* NULL: none */
  Arena *a;
} Fill;

static Str text_of(const Fill *f, const char *key) {
  const Value *v = hugo_get(f->front, key);
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP ? value_str(v, f->a) : S("");
}

static Str slug_or(const Fill *f, Str other) {
  Str slug = text_of(f, "slug");
  return hugo_urlize(f->h, slug.n ? slug : other, f->a);
}

static Str title_or_name(const Fill *f) {
  Str title = text_of(f, "title");
  return title.n ? title : f->place->name;
}

static const char *const month_names[] = { "january",   "february", "march",    "april",
                                           "may",       "june",     "july",     "august",
                                           "september", "october",  "november", "december" };
static const char *const day_names[] = { "monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday" };

static Str token(const Fill *f, Str name, bool *known) {
  const HugoPlace *p = f->place;
  const Civil *c = f->date;
  *known = true;
  if (str_eqc(name, "section")) return hugo_urlize(f->h, p->section, f->a);
  if (str_eqc(name, "sections")) return hugo_urlize(f->h, p->folder, f->a);
  if (str_eqc(name, "title")) return hugo_urlize(f->h, title_or_name(f), f->a);
  if (str_eqc(name, "slug")) return slug_or(f, title_or_name(f));
  if (str_eqc(name, "slugorfilename") || str_eqc(name, "slugorcontentbasename"))
    return slug_or(f, p->name);
  if (str_eqc(name, "filename") || str_eqc(name, "contentbasename"))
    return hugo_urlize(f->h, p->name, f->a);
  *known = c != NULL;
  if (!c) return S("");
  if (str_eqc(name, "year")) return arena_printf(f->a, "%04lld", (long long)c->year);
  if (str_eqc(name, "month")) return arena_printf(f->a, "%02d", c->month);
  if (str_eqc(name, "monthname")) return str_c(month_names[c->month - 1]);
  if (str_eqc(name, "day")) return arena_printf(f->a, "%02d", c->day);
  if (str_eqc(name, "weekday")) return arena_printf(f->a, "%d", c->weekday % 7);
  if (str_eqc(name, "weekdayname")) return str_c(day_names[c->weekday - 1]);
  if (str_eqc(name, "yearday")) return arena_printf(f->a, "%d", c->yearday);
  *known = false;
  return S("");
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static Str fill(const Fill *f, Str pattern) {
  Buf out = { 0 };
  for (size_t i = 0; i < pattern.n;) {
    size_t end = i + 1;
    bool known = false;
    while (pattern.p[i] == ':' && end < pattern.n && name_byte(pattern.p[end])) end++;
    if (end > i + 1) {
      Str value = token(f, str_sub(pattern, i + 1, end), &known);
      if (known) buf_str(&out, value);
    }
    if (!known) {
      buf_byte(&out, pattern.p[i]);
      end = i + 1;
    }
    i = end;
  }
  Str path = buf_dup(&out, f->a);
  buf_free(&out);
  return path;
}

/* [permalinks] by section; newer: [permalinks.page] and [permalinks.section]. */
static Str pattern_of(const Fill *f) {
  const Value *all = hugo_get(f->h->config, "permalinks");
  const char *kind = f->place->branch ? "section" : "page";
  const Value *of_kind = hugo_get(all, kind);
  const Value *v =
      of_kind && of_kind->kind == VALUE_MAP ? value_get(of_kind, f->place->section) : NULL;
  if (!v && !f->place->branch) v = value_get(all, f->place->section);
  return v && v->kind == VALUE_STR ? v->str : S("");
}

static Str squeezed(Arena *a, Str s) {
  Buf out = { 0 };
  buf_byte(&out, '/');
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] != '/' || out.p[out.n - 1] != '/') buf_byte(&out, s.p[i]);
  Str path = buf_dup(&out, a);
  buf_free(&out);
  return path;
}

Str hugo_address(const Hugo *h, const HugoPlace *place, const Value *front, const Civil *date,
                 Arena *a) {
  const Fill f = { h, place, front, date, a };
  Str prefix = place->language ? place->language->path : S(""), url = text_of(&f, "url"), path;
  if (url.n) {
    /* With a slash in front: not below the language's. */
    bool absolute = url.p[0] == '/';
    return url_path(
        a, squeezed(a, absolute ? url : arena_printf(a, "%.*s/%.*s", STR(prefix), STR(url))));
  }
  Str pattern = pattern_of(&f);
  if (pattern.n) {
    path = fill(&f, pattern);
  } else if (place->branch) {
    path = hugo_urlize(h, place->folder, a);
  } else {
    path = arena_printf(a, "%.*s/%.*s", STR(hugo_urlize(h, place->folder, a)),
                        STR(slug_or(&f, place->name)));
  }
  while (str_ends(path, S("/"))) path.n--;
  bool file = h->ugly && !place->branch && path.n;
  path = squeezed(a, arena_printf(a, "%.*s/%.*s%s", STR(prefix), STR(path), file ? ".html" : "/"));
  return url_path(a, path);
}
