/* permalink.c -- patterns of addresses: compiled once, filled for each article. */
#include "model/permalink.h"

#include "data/date.h"
#include "text/normal.h"
#include "text/slug.h"

typedef enum {
  T_LITERAL,
  T_YEAR,
  T_SHORT_YEAR,
  T_MONTH,
  T_I_MONTH,
  T_SHORT_MONTH,
  T_LONG_MONTH,
  T_DAY,
  T_I_DAY,
  T_YEAR_DAY,
  T_WEEK_YEAR,
  T_WEEK,
  T_WEEK_DAY,
  T_HOUR,
  T_MINUTE,
  T_SECOND,
  T_LAST_OF_DATE = T_SECOND,
  T_SLUG,
  T_TITLE,
  T_SLUG_OR_TITLE,
  T_NAME,
  T_ID,
  T_PATH,
  T_LAST_DISTINCT = T_PATH,
  T_SECTION,
  T_SECTIONS,
  T_CATEGORIES,
  T_CATEGORY,
  T_AUTHOR,
  T_LANGUAGE,
  T_COLLECTION,
  T_EXTENSION
} Token;

static const struct {
  Str name;
  Token token;
} colon_tokens[] = {
  { { "year", 4 }, T_YEAR },
  { { "short_year", 10 }, T_SHORT_YEAR },
  { { "month", 5 }, T_MONTH },
  { { "i_month", 7 }, T_I_MONTH },
  { { "short_month", 11 }, T_SHORT_MONTH },
  { { "long_month", 10 }, T_LONG_MONTH },
  { { "monthname", 9 }, T_LONG_MONTH },
  { { "day", 3 }, T_DAY },
  { { "i_day", 5 }, T_I_DAY },
  { { "y_day", 5 }, T_YEAR_DAY },
  { { "yearday", 7 }, T_YEAR_DAY },
  { { "w_year", 6 }, T_WEEK_YEAR },
  { { "week", 4 }, T_WEEK },
  { { "w_day", 5 }, T_WEEK_DAY },
  { { "weekday", 7 }, T_WEEK_DAY },
  { { "hour", 4 }, T_HOUR },
  { { "minute", 6 }, T_MINUTE },
  { { "second", 6 }, T_SECOND },
  { { "title", 5 }, T_SLUG },
  { { "slug", 4 }, T_SLUG },
  { { "slugorfilename", 14 }, T_SLUG },
  { { "slugorcontentbasename", 21 }, T_SLUG },
  { { "slugortitle", 11 }, T_SLUG_OR_TITLE },
  { { "slugified_title", 15 }, T_TITLE },
  { { "basename", 8 }, T_NAME },
  { { "filename", 8 }, T_NAME },
  { { "contentbasename", 15 }, T_NAME },
  { { "name", 4 }, T_NAME },
  { { "id", 2 }, T_ID },
  { { "path", 4 }, T_PATH },
  { { "section", 7 }, T_SECTION },
  { { "sections", 8 }, T_SECTIONS },
  { { "categories", 10 }, T_CATEGORIES },
  { { "slugified_categories", 20 }, T_CATEGORIES },
  { { "category", 8 }, T_CATEGORY },
  { { "author", 6 }, T_AUTHOR },
  { { "language", 8 }, T_LANGUAGE },
  { { "lang", 4 }, T_LANGUAGE },
  { { "collection", 10 }, T_COLLECTION },
  { { "output_ext", 10 }, T_EXTENSION },
},
  percent_tokens[] = {
    { { "year", 4 }, T_YEAR },         { { "monthnum", 8 }, T_MONTH },
    { { "day", 3 }, T_DAY },           { { "hour", 4 }, T_HOUR },
    { { "minute", 6 }, T_MINUTE },     { { "second", 6 }, T_SECOND },
    { { "postname", 8 }, T_SLUG },     { { "post_id", 7 }, T_ID },
    { { "category", 8 }, T_CATEGORY }, { { "author", 6 }, T_AUTHOR },
  };
enum {
  COLON_TOKENS = sizeof colon_tokens / sizeof *colon_tokens,
  PERCENT_TOKENS = sizeof percent_tokens / sizeof *percent_tokens,
  MAX_STEPS = 64
};

typedef struct {
  Token token;
  Str literal;
} Step;

struct Permalink {
  Str pattern;
  Step *steps;
  size_t count;
  bool needs_date, distinct, from_slug, names_language;
};

/* Jekyll's named styles. */
static const struct {
  const char *name, *pattern;
} styles[] = {
  { "date", "/:categories/:year/:month/:day/:title.html" },
  { "pretty", "/:categories/:year/:month/:day/:title/" },
  { "ordinal", "/:categories/:year/:y_day/:title.html" },
  { "weekdate", "/:categories/:year/W:week/:w_day/:title.html" },
  { "none", "/:categories/:title.html" },
};

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool find_token(Token *out, Str name, bool percent) {
  size_t count = percent ? PERCENT_TOKENS : COLON_TOKENS;
  for (size_t i = 0; i < count; i++) {
    Str known = percent ? percent_tokens[i].name : colon_tokens[i].name;
    if (!str_eq(known, name)) continue;
    *out = percent ? percent_tokens[i].token : colon_tokens[i].token;
    return true;
  }
  return false;
}

static bool unknown(Str name, bool percent, const Source *source, Range where, Diags *d) {
  Str known[COLON_TOKENS];
  size_t count = percent ? PERCENT_TOKENS : COLON_TOKENS;
  for (size_t i = 0; i < count; i++)
    known[i] = percent ? percent_tokens[i].name : colon_tokens[i].name;
  const char *open = percent ? "%" : ":", *close = percent ? "%" : "";
  Diag *r = diag_at(d, DIAG_ERROR, P_SETTING_PERMALINK, source, where, NULL,
                    "unknown token %s%.*s%s in a permalink", open, STR(name), close);
  Str near = str_nearest(name, known, count);
  if (near.n)
    diag_help(d, r, "did you mean %s%.*s%s?", open, STR(near), close);
  else
    diag_help(d, r, "usual ones are %s",
              percent ? "%year% %monthnum% %day% %postname%"
                      : ":year :month :day :slug :categories :path");
  return false;
}

/* The part of `where` that a token takes, when the pattern stands there plainly. */
static Range inside(const Source *source, Range where, Str pattern, size_t at, size_t length) {
  Str text = str_sub(source->text, where.offset, where.offset + where.length);
  long start = str_find(text, pattern);
  return start < 0 ? where : (Range){ where.offset + (size_t)start + at, length };
}

static void add_step(Permalink *p, Token token, Str literal) {
  p->steps[p->count++] = (Step){ token, literal };
  if (token >= T_YEAR && token <= T_LAST_OF_DATE) p->needs_date = true;
  if (token > T_LAST_OF_DATE && token <= T_LAST_DISTINCT) p->distinct = true;
  if (token == T_SLUG || token == T_TITLE || token == T_SLUG_OR_TITLE) p->from_slug = true;
  if (token == T_LANGUAGE) p->names_language = true;
}

static bool compile(Permalink *p, Arena *a, const Source *source, Range where, Diags *d) {
  Str s = p->pattern;
  p->steps = ARENA_ARRAY(a, MAX_STEPS + 1, Step);
  size_t literal = 0;
  for (size_t i = 0; i < s.n;) {
    bool percent = s.p[i] == '%';
    size_t end = i + 1;
    while (end < s.n && name_byte(s.p[end])) end++;
    bool token = end > i + 1 && (s.p[i] == ':' || (percent && end < s.n && s.p[end] == '%'));
    if (!token) {
      i++;
      continue;
    }
    if (p->count + 2 > MAX_STEPS) {
      diag_at(d, DIAG_ERROR, P_SETTING_PERMALINK, source, where, NULL,
              "a permalink with more than 32 tokens");
      return false;
    }
    Token which = T_LITERAL;
    Str name = str_sub(s, i + 1, end);
    if (percent) end++;
    if (!find_token(&which, name, percent))
      return unknown(name, percent, source, inside(source, where, s, i, end - i), d);
    if (i > literal) add_step(p, T_LITERAL, str_sub(s, literal, i));
    add_step(p, which, name);
    i = literal = end;
  }
  if (literal < s.n) add_step(p, T_LITERAL, str_sub(s, literal, s.n));
  return true;
}

bool permalink_compile_own(const Permalink **out, Arena *a, Str pattern, const Source *source,
                           Range where, Diags *d) {
  Permalink *p = ARENA_NEW(a, Permalink);
  p->pattern = arena_str(a, str_trim(pattern));
  for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
    if (str_eqc(p->pattern, styles[i].name)) p->pattern = str_c(styles[i].pattern);
  if (!compile(p, a, source, where, d)) return false;
  *out = p;
  return true;
}

bool permalink_compile(const Permalink **out, Arena *a, Str pattern, const Source *source,
                       Range where, Diags *d) {
  const Permalink *p = NULL;
  if (!permalink_compile_own(&p, a, pattern, source, where, d)) return false;
  if (!p->distinct) {
    diag_at(d, DIAG_ERROR, P_SETTING_PERMALINK, source, where,
            "add :slug, such as /:year/:month/:slug/",
            "this permalink gives many articles the same address");
    return false;
  }
  *out = p;
  return true;
}

bool permalink_needs_date(const Permalink *p) {
  return p->needs_date;
}

Str permalink_pattern(const Permalink *p) {
  return p->pattern;
}

/* -- filling -- */

static void add_number(Buf *b, int64_t n, int width) {
  buf_printf(b, "%0*lld", width, (long long)n);
}

static void add_date(Buf *b, Token token, const Civil *c) {
  static const char *const months[] = { "January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December" };
  switch (token) {
  case T_YEAR:
    add_number(b, c->year, 4);
    break;
  case T_SHORT_YEAR:
    add_number(b, c->year % 100, 2);
    break;
  case T_MONTH:
    add_number(b, c->month, 2);
    break;
  case T_I_MONTH:
    add_number(b, c->month, 1);
    break;
  case T_SHORT_MONTH:
    buf_add(b, months[c->month - 1], 3);
    break;
  case T_LONG_MONTH:
    buf_c(b, months[c->month - 1]);
    break;
  case T_DAY:
    add_number(b, c->day, 2);
    break;
  case T_I_DAY:
    add_number(b, c->day, 1);
    break;
  case T_YEAR_DAY:
    add_number(b, c->yearday, 3);
    break;
  case T_WEEK_YEAR:
    add_number(b, c->week_year, 4);
    break;
  case T_WEEK:
    add_number(b, c->week, 2);
    break;
  case T_WEEK_DAY:
    add_number(b, c->weekday, 1);
    break;
  case T_HOUR:
    add_number(b, c->hour, 2);
    break;
  case T_MINUTE:
    add_number(b, c->minute, 2);
    break;
  case T_SECOND:
    add_number(b, c->second, 2);
    break;
  default:
    break;
  }
}

static Str without_extension(Str path) {
  Str base = str_base(path);
  long dot = str_rchr(base, '.');
  return dot > 0 ? str_sub(path, 0, path.n - base.n + (size_t)dot) : path;
}

static void add_categories(Buf *b, Arena *a, const Value *list, size_t most) {
  for (size_t i = 0; i < value_count(list) && i < most; i++) {
    if (i) buf_byte(b, '/');
    buf_str(b, slug_of(a, value_str(value_at(list, i), a)));
  }
}

/* Jekyll's: the last folder with a '_' in front, without it. */
static Str collection_of(Str path) {
  Str part, found = S("");
  path = str_dir(path);
  while (str_split(&path, '/', &part))
    if (part.n > 1 && part.p[0] == '_') found = str_sub(part, 1, part.n);
  return found;
}

static void add_token(Buf *b, Arena *a, Token token, const PermalinkFacts *f, Str slug) {
  Str bare = without_extension(f->path);
  switch (token) {
  case T_SLUG:
    buf_str(b, slug);
    break;
  case T_TITLE:
    buf_str(b, slug_of(a, f->title));
    break;
  case T_SLUG_OR_TITLE:
    buf_str(b, f->slug_given ? slug : slug_of(a, f->title));
    break;
  case T_COLLECTION:
    buf_str(b, collection_of(f->source_path));
    break;
  case T_NAME:
    buf_str(b, slug_of(a, str_base(bare)));
    break;
  case T_ID:
    buf_str(b, slug_of(a, f->id));
    break;
  case T_PATH:
    buf_str(b, bare);
    break;
  case T_SECTION: {
    long slash = str_chr(f->path, '/');
    if (slash > 0) buf_str(b, str_sub(f->path, 0, (size_t)slash));
    break;
  }
  case T_SECTIONS:
    buf_str(b, str_dir(f->path));
    break;
  case T_CATEGORIES:
    add_categories(b, a, f->categories, 8);
    break;
  case T_CATEGORY:
    add_categories(b, a, f->categories, 1);
    break;
  case T_AUTHOR:
    buf_str(b, slug_of(a, f->author));
    break;
  case T_LANGUAGE:
    buf_str(b, f->language);
    break;
  case T_EXTENSION:
    buf_c(b, ".html");
    break;
  default:
    break;
  }
}

/* Tokens without a value leave nothing behind, not even a '/'. */
static Str squeeze(Arena *a, Str s) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] != '/' || n == 0 || out[n - 1] != '/') out[n++] = s.p[i];
  return str_n(out, n);
}

bool permalink_make(PagePath *out, Arena *a, const Permalink *p, const PermalinkFacts *f,
                    const Source *source, Diags *d) {
  if (p->needs_date && !f->has_date) {
    diag_file(d, DIAG_ERROR, P_ARTICLE_DATE, source->path,
              "add `date: 2024-01-03` to the front matter, or name the file 2024-01-03-title.md",
              "the permalink %.*s needs a date, and the article has none", STR(p->pattern));
    return false;
  }
  Str slug = f->slug.n ? f->slug : slug_of(a, f->title);
  if (p->from_slug && str_empty(slug)) {
    diag_file(d, DIAG_ERROR, P_ARTICLE_SLUG, source->path, "give it one with `slug:`",
              "no slug can be made from the file's name or title");
    return false;
  }
  Buf b = { 0 };
  if (f->prefix.n && !p->names_language) buf_printf(&b, "/%.*s/", STR(f->prefix));
  Civil civil = f->has_date ? date_civil(f->date) : (Civil){ 0 };
  for (size_t i = 0; i < p->count; i++) {
    const Step *step = &p->steps[i];
    if (step->token == T_LITERAL)
      buf_str(&b, step->literal);
    else if (step->token <= T_LAST_OF_DATE)
      add_date(&b, step->token, &civil);
    else {
      /* Values are names of files, not addresses: '%' and '?' are themselves. */
      Buf value = { 0 };
      add_token(&value, a, step->token, f, slug);
      buf_str(&b, url_path(a, buf_view(&value)));
      buf_free(&value);
    }
  }
  Str url = squeeze(a, buf_view(&b));
  buf_free(&b);
  const char *problem = page_path(out, a, url);
  if (!problem) return true;
  diag_file(d, DIAG_ERROR, P_ARTICLE_PLACE, source->path,
            "give it another slug: or permalink:", "the address '%.*s' %s", STR(url), problem);
  return false;
}
