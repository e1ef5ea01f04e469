/* jekyll_address.c -- the addresses that Jekyll 3 and 4 give (lib/jekyll/url.rb, drops/url_drop.rb,
 * utils.rb in its sources). */
#include "import/jekyll_parts.h"

#include "model/permalink.h"

static const struct {
  const char *name, *pattern;
} styles[] = {
  { "date", "/:categories/:year/:month/:day/:title:output_ext" },
  { "pretty", "/:categories/:year/:month/:day/:title/" },
  { "ordinal", "/:categories/:year/:y_day/:title:output_ext" },
  { "weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext" },
  { "none", "/:categories/:title:output_ext" },
};

Str jekyll_style(Str permalink) {
  for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
    if (str_eqc(permalink, styles[i].name)) return str_c(styles[i].pattern);
  return permalink;
}

/* Jekyll's slugify. `pretty` keeps ._~!$&'()+,;=@ as well; `cased` keeps capitals. Marks,
 * letters and digits of all scripts stay: here whatever is not ASCII, but for the
 * punctuation blocks. */
static bool slug_byte(Str s, size_t i, bool pretty) {
  unsigned char c = (unsigned char)s.p[i];
  if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) return true;
  if (c < 0x80) return pretty && c && strchr("._~!$&'()+,;=@", c);
  if (c != 0xE2 && c != 0xE3) return true;
  unsigned char next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
  return !(c == 0xE2 && (next == 0x80 || next == 0x81)) && !(c == 0xE3 && next == 0x80);
}

static Str slugify(Arena *a, Str s, bool pretty, bool cased) {
  Buf out = { 0 };
  for (size_t i = 0; i < s.n;) {
    size_t length = 1;
    while (i + length < s.n && ((unsigned char)s.p[i + length] & 0xC0) == 0x80 &&
           ((unsigned char)s.p[i] & 0x80))
      length++;
    if (slug_byte(s, i, pretty))
      buf_str(&out, str_sub(s, i, i + length));
    else if (out.n && out.p[out.n - 1] != '-')
      buf_byte(&out, '-');
    i += length;
  }
  while (out.n && out.p[out.n - 1] == '-') out.n--;
  for (size_t i = 0; !cased && i < out.n; i++)
    if (out.p[i] >= 'A' && out.p[i] <= 'Z') out.p[i] = (char)(out.p[i] | 0x20);
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static Str lower(Arena *a, Str s) {
  char *p = arena_dup(a, s.p ? s.p : "", s.n);
  for (size_t i = 0; i < s.n; i++)
    if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] | 0x20);
  return str_n(p, s.n);
}

static Str categories(Arena *a, const Value *list, bool slugs) {
  Buf out = { 0 };
  for (size_t i = 0; i < value_count(list); i++) {
    Str one = lower(a, value_str(value_at(list, i), a));
    bool seen = false;
    for (size_t k = 0; k < i; k++)
      seen = seen || str_eq(one, lower(a, value_str(value_at(list, k), a)));
    if (seen || !one.n) continue;
    if (out.n) buf_byte(&out, '/');
    buf_str(&out, slugs ? slugify(a, one, false, false) : one);
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static Str without_ending(Str path) {
  return str_sub(path, 0, path.n - str_base(path).n + path_stem(path).n);
}

typedef struct {
  const Jekyll *j;
  const JekyllPlace *place;
  const JekyllFacts *facts;
  Arena *a;
} Fill;

static const char *const month_names[] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };
static const char *const day_names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday" };

static Str date_token(const Fill *f, Str name, bool *known) {
  const Civil *c = &f->facts->date;
  *known = true;
  if (str_eqc(name, "year")) return arena_printf(f->a, "%04lld", (long long)c->year);
  if (str_eqc(name, "month")) return arena_printf(f->a, "%02d", c->month);
  if (str_eqc(name, "day")) return arena_printf(f->a, "%02d", c->day);
  if (str_eqc(name, "hour")) return arena_printf(f->a, "%02d", c->hour);
  if (str_eqc(name, "minute")) return arena_printf(f->a, "%02d", c->minute);
  if (str_eqc(name, "second")) return arena_printf(f->a, "%02d", c->second);
  if (str_eqc(name, "i_month")) return arena_printf(f->a, "%d", c->month);
  if (str_eqc(name, "i_day")) return arena_printf(f->a, "%d", c->day);
  if (str_eqc(name, "short_year")) return arena_printf(f->a, "%02d", (int)(c->year % 100));
  if (str_eqc(name, "y_day")) return arena_printf(f->a, "%03d", c->yearday);
  if (str_eqc(name, "short_month")) return str_n(month_names[c->month - 1], 3);
  if (str_eqc(name, "long_month")) return str_c(month_names[c->month - 1]);
  if (str_eqc(name, "week")) return arena_printf(f->a, "%02d", c->week);
  if (str_eqc(name, "w_year")) return arena_printf(f->a, "%04lld", (long long)c->week_year);
  if (str_eqc(name, "w_day")) return arena_printf(f->a, "%d", c->weekday);
  if (str_eqc(name, "short_day")) return str_n(day_names[c->weekday - 1], 3);
  if (str_eqc(name, "long_day")) return str_c(day_names[c->weekday - 1]);
  *known = false;
  return S("");
}

/* The token's value; *known says whether there is such a token. */
static Str token(const Fill *f, Str name, bool *known) {
  const JekyllPlace *p = f->place;
  Str slug = value_str(value_getc(f->facts->front, "slug"), f->a);
  *known = true;
  if (str_eqc(name, "title")) return slugify(f->a, slug.n ? slug : path_stem(p->below), true, true);
  if (str_eqc(name, "slug"))
    return slugify(f->a, slug.n ? slug : path_stem(p->below), false, false);
  if (str_eqc(name, "name") || str_eqc(name, "basename"))
    return p->kind == JEKYLL_PAGE ? path_stem(p->below)
                                  : slugify(f->a, path_stem(p->below), true, true);
  if (str_eqc(name, "categories")) return categories(f->a, f->facts->categories, false);
  if (str_eqc(name, "slugified_categories")) return categories(f->a, f->facts->categories, true);
  if (str_eqc(name, "output_ext")) return S(".html");
  if (str_eqc(name, "path"))
    return p->kind == JEKYLL_PAGE ? str_dir(p->below) : without_ending(p->below);
  if (str_eqc(name, "collection"))
    return p->collection ? p->collection->name : p->kind == JEKYLL_PAGE ? S("") : S("posts");
  if (!f->facts->has_date) {
    *known = false;
    return S("");
  }
  return date_token(f, name, known);
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Filled in, with one slash where there are several. */
static Str fill(const Fill *f, Str pattern) {
  Buf raw = { 0 }, out = { 0 };
  buf_byte(&raw, '/');
  for (size_t i = 0; i < pattern.n;) {
    size_t end = i + 1;
    bool known = false;
    while (pattern.p[i] == ':' && end < pattern.n && name_byte(pattern.p[end])) end++;
    /* ":title_x" is ":title" and "_x". */
    for (size_t to = end; pattern.p[i] == ':' && !known && to > i + 1; to--) {
      Str value = token(f, str_sub(pattern, i + 1, to), &known);
      if (!known) continue;
      buf_str(&raw, value);
      end = to;
    }
    if (!known) {
      buf_byte(&raw, pattern.p[i]);
      end = i + 1;
    }
    i = end;
  }
  for (size_t i = 0; i < raw.n; i++)
    if (raw.p[i] != '/' || !out.n || out.p[out.n - 1] != '/') buf_byte(&out, raw.p[i]);
  Str path = url_path(f->a, buf_view(&out));
  buf_free(&raw);
  buf_free(&out);
  return path;
}

static Str pattern_of(const Jekyll *j, const JekyllPlace *p, const JekyllFacts *facts, Arena *a) {
  Str own = value_str(value_getc(facts->front, "permalink"), a);
  if (!own.n) {
    const Value *given = jekyll_default(j, p, "permalink");
    if (given) own = value_str(given, a);
  }
  if (own.n) return jekyll_style(own);
  if (p->kind == JEKYLL_POST || p->kind == JEKYLL_DRAFT) return j->permalink;
  if (p->kind == JEKYLL_DOCUMENT) {
    if (p->collection->permalink.n) return p->collection->permalink;
    return arena_printf(a, "/:collection/:path%.*s", STR(j->suffix));
  }
  if (str_eqc(path_stem(p->below), "index")) return S("/:path/");
  return arena_printf(a, "/:path/:basename%.*s", STR(j->suffix));
}

Str jekyll_address(const Jekyll *j, const JekyllPlace *place, const JekyllFacts *facts, Arena *a) {
  const Fill f = { j, place, facts, a };
  return fill(&f, pattern_of(j, place, facts, a));
}
