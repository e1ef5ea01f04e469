/* permalink.c -- patterns, addresses and the files behind them. The guard of
 * output paths is output_path.c. */
#include "model/permalink.h"

#include "base/utf8.h"
#include "data/date.h"
#include "text/normal.h"
#include "text/slug.h"
#include <stdio.h>

typedef enum {
  TOKEN_LITERAL,
  TOKEN_YEAR,
  TOKEN_SHORT_YEAR,
  TOKEN_MONTH,
  TOKEN_MONTH_BARE,
  TOKEN_DAY,
  TOKEN_DAY_BARE,
  TOKEN_YEARDAY,
  TOKEN_HOUR,
  TOKEN_MINUTE,
  TOKEN_SECOND,
  TOKEN_SLUG,
  TOKEN_TITLE,
  TOKEN_CATEGORIES,
  TOKEN_CATEGORY,
  TOKEN_AUTHOR,
  TOKEN_ID,
  TOKEN_LANGUAGE,
  TOKEN_FOLDERS,  /* folders below the articles folder */
  TOKEN_SECTION,  /* the first of them */
  TOKEN_BASENAME, /* file name without date and extension */
  TOKEN_FILENAME  /* file name without extension */
} Token;

typedef struct {
  const char *name;
  Token token;
} TokenName;

/* Jekyll's and Hugo's, written :name. */
static const TokenName colon_names[] = {
  { "year", TOKEN_YEAR },
  { "short_year", TOKEN_SHORT_YEAR },
  { "month", TOKEN_MONTH },
  { "i_month", TOKEN_MONTH_BARE },
  { "day", TOKEN_DAY },
  { "i_day", TOKEN_DAY_BARE },
  { "y_day", TOKEN_YEARDAY },
  { "yearday", TOKEN_YEARDAY },
  { "hour", TOKEN_HOUR },
  { "minute", TOKEN_MINUTE },
  { "second", TOKEN_SECOND },
  { "slug", TOKEN_SLUG },
  { "title", TOKEN_TITLE },
  { "categories", TOKEN_CATEGORIES },
  { "category", TOKEN_CATEGORY },
  { "author", TOKEN_AUTHOR },
  { "id", TOKEN_ID },
  { "language", TOKEN_LANGUAGE },
  { "lang", TOKEN_LANGUAGE },
  { "path", TOKEN_FOLDERS },
  { "sections", TOKEN_FOLDERS },
  { "section", TOKEN_SECTION },
  { "basename", TOKEN_BASENAME },
  { "contentbasename", TOKEN_BASENAME },
  { "filename", TOKEN_FILENAME },
  { "name", TOKEN_BASENAME },
  { "slugorfilename", TOKEN_SLUG },
  { "slugorcontentbasename", TOKEN_SLUG },
};
/* WordPress's, written %name%. */
static const TokenName percent_names[] = {
  { "year", TOKEN_YEAR },     { "monthnum", TOKEN_MONTH }, { "day", TOKEN_DAY },
  { "hour", TOKEN_HOUR },     { "minute", TOKEN_MINUTE },  { "second", TOKEN_SECOND },
  { "postname", TOKEN_SLUG }, { "post_id", TOKEN_ID },     { "category", TOKEN_CATEGORY },
  { "author", TOKEN_AUTHOR },
};

typedef struct {
  Token token;
  Str literal;
} Piece;

struct Permalink {
  Str pattern;
  Piece *pieces;
  size_t count;
};

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool find_token(Str name, const TokenName *names, size_t count, Token *token) {
  for (size_t i = 0; i < count; i++) {
    if (!str_eqc(name, names[i].name)) continue;
    *token = names[i].token;
    return true;
  }
  return false;
}

static bool unknown_token(Str name, const TokenName *names, size_t count, const Source *source,
                          Range where, const char *before, const char *after, Diags *d) {
  Str list[40];
  for (size_t i = 0; i < count; i++) list[i] = str_c(names[i].name);
  Str near = str_nearest(name, list, count);
  Diag *r = diag_at(d, DIAG_ERROR, P_SETTING_PERMALINK, source, where, NULL,
                    "permalink: there is no token %s%.*s%s", before, STR(name), after);
  if (near.n)
    diag_help(d, r, "did you mean %s%.*s%s?", before, STR(near), after);
  else
    diag_help(d, r, "such as /:year/:month/:slug/ (see `publish help permalinks`)");
  return false;
}

bool permalink_compile(const Permalink **out, Arena *a, Str pattern, const Source *source,
                       Range where, Diags *d) {
  enum {
    COLON = sizeof colon_names / sizeof colon_names[0],
    PERCENT = sizeof percent_names / sizeof percent_names[0]
  };
  Permalink *p = ARENA_NEW(a, Permalink);
  p->pattern = pattern;
  p->pieces = ARENA_ARRAY(a, pattern.n + 1, Piece);
  bool ok = true, varies = false;
  if (!str_starts(pattern, S("/"))) {
    diag_at(d, DIAG_ERROR, P_SETTING_PERMALINK, source, where, "such as /:year/:month/:slug/",
            "permalink must begin with '/'");
    ok = false;
  }
  for (size_t i = 0; i < pattern.n;) {
    size_t end = i + 1;
    Token token = TOKEN_LITERAL;
    if (pattern.p[i] == ':' && end < pattern.n && name_byte(pattern.p[end])) {
      while (end < pattern.n && name_byte(pattern.p[end])) end++;
      Str name = str_sub(pattern, i + 1, end);
      if (!find_token(name, colon_names, COLON, &token))
        ok = unknown_token(name, colon_names, COLON, source, where, ":", "", d);
      varies = varies || token >= TOKEN_SLUG;
    } else if (pattern.p[i] == '%' && end < pattern.n && name_byte(pattern.p[end])) {
      while (end < pattern.n && name_byte(pattern.p[end])) end++;
      if (end < pattern.n && pattern.p[end] == '%') {
        Str name = str_sub(pattern, i + 1, end++);
        if (!find_token(name, percent_names, PERCENT, &token))
          ok = unknown_token(name, percent_names, PERCENT, source, where, "%", "%", d);
        varies = varies || token >= TOKEN_SLUG;
      }
    } else {
      while (end < pattern.n && pattern.p[end] != ':' && pattern.p[end] != '%') end++;
    }
    p->pieces[p->count++] = (Piece){ token, str_sub(pattern, i, end) };
    i = end;
  }
  if (ok && !varies) {
    diag_at(d, DIAG_ERROR, P_SETTING_PERMALINK, source, where, "add :slug",
            "permalink '%.*s' gives every article the same address", STR(pattern));
    ok = false;
  }
  *out = p;
  return ok;
}

static bool dated(Token t) {
  return t >= TOKEN_YEAR && t <= TOKEN_SECOND;
}

bool permalink_needs_date(const Permalink *p) {
  for (size_t i = 0; i < p->count; i++)
    if (dated(p->pieces[i].token)) return true;
  return false;
}

Str permalink_pattern(const Permalink *p) {
  return p->pattern;
}

/* -- making -- */

static Str file_name(Str path, bool keep_date) {
  Str name = str_base(path);
  long dot = str_rchr(name, '.');
  if (dot > 0) name = str_sub(name, 0, (size_t)dot);
  if (str_eqc(name, "index")) {
    Str folder = str_base(str_dir(path));
    if (folder.n) name = folder;
  }
  bool date = name.n > 11 && name.p[4] == '-' && name.p[7] == '-' && name.p[10] == '-';
  for (size_t i = 0; date && i < 10; i++)
    date = i == 4 || i == 7 || (name.p[i] >= '0' && name.p[i] <= '9');
  return date && !keep_date ? str_sub(name, 11, name.n) : name;
}

static Str joined(Arena *a, const Value *list, bool first_only) {
  Buf out = { 0 };
  for (size_t i = 0; i < value_count(list) && (i == 0 || !first_only); i++) {
    Str part = slug_of(a, value_str(list->list.items[i], a));
    if (!part.n) continue;
    if (out.n) buf_byte(&out, '/');
    buf_str(&out, part);
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

static Str folders(Arena *a, Str path, bool first_only) {
  Buf out = { 0 };
  Str rest = str_dir(path), part;
  if (!rest.n) return S("");
  while (str_split(&rest, '/', &part)) {
    Str slug = slug_of(a, part);
    if (!slug.n) continue;
    if (out.n) buf_byte(&out, '/');
    buf_str(&out, slug);
    if (first_only) break;
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

static Str token_text(Arena *a, Token t, const PermalinkFacts *f) {
  Civil c = f->has_date ? date_civil(f->date) : (Civil){ 0 };
  switch (t) {
  case TOKEN_YEAR:
    return arena_printf(a, "%04lld", (long long)c.year);
  case TOKEN_SHORT_YEAR:
    return arena_printf(a, "%02lld", (long long)(c.year % 100));
  case TOKEN_MONTH:
    return arena_printf(a, "%02d", c.month);
  case TOKEN_MONTH_BARE:
    return arena_printf(a, "%d", c.month);
  case TOKEN_DAY:
    return arena_printf(a, "%02d", c.day);
  case TOKEN_DAY_BARE:
    return arena_printf(a, "%d", c.day);
  case TOKEN_YEARDAY:
    return arena_printf(a, "%03d", c.yearday);
  case TOKEN_HOUR:
    return arena_printf(a, "%02d", c.hour);
  case TOKEN_MINUTE:
    return arena_printf(a, "%02d", c.minute);
  case TOKEN_SECOND:
    return arena_printf(a, "%02d", c.second);
  case TOKEN_SLUG: {
    /* An address keeps the slug that was checked where it was written. */
    Str slug = f->slug.n ? f->slug : f->title;
    return slug_of(a, slug);
  }
  case TOKEN_TITLE:
    return slug_of(a, f->title.n ? f->title : f->slug);
  case TOKEN_CATEGORIES:
    return joined(a, f->categories, false);
  case TOKEN_CATEGORY:
    return joined(a, f->categories, true);
  case TOKEN_AUTHOR:
    return slug_of(a, f->author);
  case TOKEN_ID:
    return slug_of(a, f->id);
  case TOKEN_LANGUAGE:
    return slug_of(a, f->language);
  case TOKEN_FOLDERS:
    return folders(a, f->path, false);
  case TOKEN_SECTION:
    return folders(a, f->path, true);
  case TOKEN_BASENAME:
    return slug_of(a, file_name(f->path, false));
  case TOKEN_FILENAME:
    return slug_of(a, file_name(f->path, true));
  case TOKEN_LITERAL:
    break;
  }
  return S("");
}

/* Without the empty parts that absent tokens leave. */
static Str without_doubles(Arena *a, Str path) {
  char *out = arena_dup(a, path.p, path.n);
  size_t n = 0;
  for (size_t i = 0; i < path.n; i++)
    if (path.p[i] != '/' || n == 0 || out[n - 1] != '/') out[n++] = path.p[i];
  return str_n(out, n);
}

bool permalink_make(PagePath *out, Arena *a, const Permalink *p, const PermalinkFacts *facts,
                    const Source *source, Diags *d) {
  Buf made = { 0 };
  bool ok = true, named = false;
  for (size_t i = 0; i < p->count && ok; i++) {
    const Piece *piece = &p->pieces[i];
    if (piece->token == TOKEN_LITERAL) {
      buf_str(&made, piece->literal);
      continue;
    }
    if (dated(piece->token) && !facts->has_date) {
      diag_file(d, DIAG_ERROR, P_ARTICLE_DATE, source->path,
                "write `date: YYYY-MM-DD` into the front matter",
                "its address '%.*s' needs a date, and the article has none", STR(p->pattern));
      ok = false;
    }
    Str text = token_text(a, piece->token, facts);
    named = named || (piece->token >= TOKEN_SLUG && text.n);
    buf_str(&made, text);
  }
  Str path = without_doubles(a, buf_view(&made));
  buf_free(&made);
  if (ok && !named) {
    diag_file(d, DIAG_ERROR, P_ARTICLE_SLUG, source->path,
              "write `slug: a-name` into the front matter",
              "no name is left for its address '%.*s'", STR(p->pattern));
    ok = false;
  }
  if (!ok) return false;
  const char *problem = page_path(out, a, path);
  if (!problem) return true;
  diag_file(d, DIAG_ERROR, P_ARTICLE_PLACE, source->path, "write another `slug:` or `permalink:`",
            "cannot be published at '%.*s': %s", STR(path), problem);
  return false;
}

/* -- addresses and files -- */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static Str decoded(Arena *a, Str s) {
  char *out = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    int high = s.p[i] == '%' && i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;
    if (low >= 0) {
      out[n++] = (char)(high * 16 + low);
      i += 2;
    } else {
      out[n++] = s.p[i];
    }
  }
  return str_n(out, n);
}

/* ".html", ".xml": a dot inside the last part, with letters or digits behind. */
static bool has_extension(Str name) {
  long dot = str_rchr(name, '.');
  if (dot <= 0 || (size_t)dot + 1 >= name.n || name.n - (size_t)dot > 12) return false;
  bool letter = false;
  for (size_t i = (size_t)dot + 1; i < name.n; i++) {
    if (!name_byte(name.p[i]) || name.p[i] == '_') return false;
    letter = letter || name.p[i] < '0' || name.p[i] > '9';
  }
  return letter;
}

const char *page_path(PagePath *out, Arena *a, Str url) {
  if (!str_starts(url, S("/"))) return "an address begins with '/'";
  if (str_starts(url, S("//"))) return "an address does not begin with '//'";
  if (str_chr(url, '?') >= 0 || str_chr(url, '#') >= 0) return "an address has no '?' or '#'";
  Str path = decoded(a, str_sub(url, 1, url.n));
  if (utf8_check(path) != path.n) return "it is not UTF-8";
  path = normal_nfc(a, path);
  Str file;
  if (path.n == 0 || str_ends(path, S("/"))) {
    Str parts[] = { path, S("index.html") };
    file = arena_concat(a, parts, 2);
  } else if (has_extension(str_base(path))) {
    file = path;
  } else {
    Str parts[] = { path, S("/index.html") };
    file = arena_concat(a, parts, 2);
  }
  const char *problem = output_path_problem(a, file);
  if (problem) return problem;
  out->file = file;
  out->url = page_url(a, file);
  return NULL;
}

Str page_url(Arena *a, Str file) {
  Str shown = file;
  if (str_eqc(file, "index.html"))
    shown = S("");
  else if (str_ends(file, S("/index.html")))
    shown = str_sub(file, 0, file.n - 10);
  Str parts[] = { S("/"), url_path(a, shown) };
  return arena_concat(a, parts, 2);
}

/* RFC 3987: letters of every script may stand; what a path may not hold in ASCII
 * is percent-encoded (RFC 3986 pchar and '/'). */
Str url_path(Arena *a, Str path) {
  Buf out = { 0 };
  for (size_t i = 0; i < path.n; i++) {
    unsigned char c = (unsigned char)path.p[i];
    if (c >= 0x80 || name_byte((char)c) || strchr("/-.~!$&'()*+,;=:@", c))
      buf_byte(&out, (char)c);
    else
      buf_printf(&out, "%%%02X", c);
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

Str url_ascii(Arena *a, Str iri) {
  Buf out = { 0 };
  for (size_t i = 0; i < iri.n; i++) {
    unsigned char c = (unsigned char)iri.p[i];
    if (c >= 0x80 || c <= 0x20 || c == 0x7F || strchr("\"<>\\^`{|}", c))
      buf_printf(&out, "%%%02X", c);
    else
      buf_byte(&out, (char)c);
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}
