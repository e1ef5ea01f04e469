/* directive.c -- reading directives. */
#include "doc/directive.h"

/* -- reading -- */

typedef struct {
  Str s;
  size_t at;
  Arena *arena;
  Directive *out;
  const char *const *ends; /* what closes it, NULL at the end */
} Reading;

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(Reading *r) {
  while (r->at < r->s.n && blank(r->s.p[r->at])) r->at++;
}

static bool follows(const Reading *r, const char *what) {
  return str_starts(str_sub(r->s, r->at, r->s.n), str_c(what));
}

static bool ends_here(const Reading *r, size_t at) {
  for (const char *const *end = r->ends; *end; end++)
    if (str_starts(str_sub(r->s, at, r->s.n), str_c(*end))) return true;
  return false;
}

static bool at_end(const Reading *r) {
  return r->at >= r->s.n || ends_here(r, r->at);
}

static bool wrong(Reading *r, size_t from, size_t length, const char *problem) {
  if (!r->out->problem) {
    r->out->problem = problem;
    r->out->problem_at = (Range){ from, length };
  }
  return false;
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

static Str read_name(Reading *r) {
  size_t from = r->at;
  while (r->at < r->s.n && name_byte(r->s.p[r->at])) r->at++;
  return str_sub(r->s, from, r->at);
}

static bool escape_at(const Reading *r, size_t i) {
  return r->s.p[i] == '\\' && i + 1 < r->s.n && (r->s.p[i + 1] == '"' || r->s.p[i + 1] == '\\');
}

/* Can a value end with the quote at `at`? Not where a word follows: "He said "yes" to it". */
static bool closes(const Reading *r, size_t at) {
  size_t i = at + 1;
  if (i >= r->s.n || blank(r->s.p[i]) || r->s.p[i] == ',' || ends_here(r, i)) return true;
  while (i < r->s.n && name_byte(r->s.p[i])) i++;
  return i > at + 1 && i < r->s.n && r->s.p[i] == '=';
}

/* Where the quote at `open` is closed, or the end of the text. When none can close it before
 * the directive ends, it is the first. */
static size_t closing_quote(const Reading *r, size_t open) {
  char quote = r->s.p[open];
  size_t first = r->s.n;
  for (size_t i = open + 1; i < r->s.n; i += quote == '"' && escape_at(r, i) ? 2 : 1) {
    if (r->s.p[i] == quote) {
      if (first == r->s.n) first = i;
      if (quote == '\'' || closes(r, i)) return i;
    } else if (first < r->s.n && ends_here(r, i)) {
      break;
    }
  }
  return first;
}

/* What stands between two quotes; in double ones a backslash takes a quote or a
 * backslash as it is. */
static bool read_quoted(Reading *r, Str *value, Range *where) {
  char quote = r->s.p[r->at];
  size_t open = r->at, end = closing_quote(r, open), n = 0;
  if (end >= r->s.n) return wrong(r, open, 1, "this quote is not closed");
  char *out = arena_alloc(r->arena, end - open);
  for (size_t i = open + 1; i < end; i++) {
    if (quote == '"' && escape_at(r, i)) i++;
    out[n++] = r->s.p[i] == '\n' || r->s.p[i] == '\r' ? ' ' : r->s.p[i];
  }
  *where = (Range){ open + 1, end - open - 1 };
  *value = str_n(out, n);
  r->at = end + 1;
  return true;
}

static bool read_value(Reading *r, Str *value, Range *where) {
  if (r->at < r->s.n && strchr("\"'`", r->s.p[r->at])) return read_quoted(r, value, where);
  static const char *const curly[] = { "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98",
                                       "\xE2\x80\x99", "\xE3\x80\x8C" };
  for (size_t i = 0; i < sizeof curly / sizeof curly[0]; i++)
    if (follows(r, curly[i])) return wrong(r, r->at, 3, "values stand in straight quotes: \"...\"");
  size_t from = r->at;
  while (!at_end(r) && !blank(r->s.p[r->at])) r->at++;
  *where = (Range){ from, r->at - from };
  *value = str_sub(r->s, from, r->at);
  return value->n > 0 || wrong(r, from, 1, "a value is missing");
}

static bool read_arg(Reading *r) {
  if (r->out->count == DIRECTIVE_ARGS) return wrong(r, r->at, 1, "too many values");
  DirectiveArg *arg = &r->out->args[r->out->count];
  *arg = (DirectiveArg){ .name = { "", 0 } };
  size_t from = r->at;
  Str name = read_name(r);
  size_t behind = r->at;
  skip_blanks(r);
  if (name.n && r->at < r->s.n && r->s.p[r->at] == '=') {
    r->at++;
    skip_blanks(r);
    arg->name = name;
  } else if (name.n && behind + 1 < r->s.n && r->s.p[behind] == ':' &&
             strchr(" \t\r\n\"'", r->s.p[behind + 1])) {
    r->at = behind + 1; /* name: value, as Liquid has it */
    skip_blanks(r);
    arg->name = name;
  } else {
    r->at = from; /* a value alone */
    if (at_end(r)) r->at = behind;
  }
  if (!read_value(r, &arg->value, &arg->at)) return false;
  arg->whole = (Range){ from, r->at - from };
  r->out->count++;
  return true;
}

size_t directive_read_args(Directive *out, Arena *a, Str text, size_t from,
                           const char *const *ends) {
  Reading r = { text, from, a, out, ends };
  for (skip_blanks(&r); !at_end(&r); skip_blanks(&r)) {
    if (r.s.p[r.at] == ',') {
      r.at++;
    } else if (r.s.p[r.at] == '{') {
      wrong(&r, r.at, 1, "a value that begins with '{' stands in quotes");
      break;
    } else if (!read_arg(&r)) {
      break;
    }
  }
  return r.at;
}

bool directive_read(Directive *out, Arena *a, Str text) {
  static const char *const ends[] = { ">}}", "/>}}", NULL };
  Reading r = { text, 0, a, out, ends };
  out->name = S("");
  out->count = 0;
  out->problem = out->help = NULL;
  skip_blanks(&r);
  if (!follows(&r, "{{<") || follows(&r, "{{</*")) return false;
  r.at += 3;
  skip_blanks(&r);
  size_t from = r.at;
  out->name = read_name(&r);
  out->name_at = (Range){ from, out->name.n };
  if (!out->name.n) return false;
  for (skip_blanks(&r); !at_end(&r); skip_blanks(&r))
    if (!read_arg(&r)) return true;
  if (r.at >= text.n) {
    out->help =
        "in Markdown a line that begins with '>' is a quote: write >}} behind the last value";
    wrong(&r, from, out->name.n, "it is not closed: \">}}\" is missing at its end");
    return true;
  }
  if (follows(&r, "/")) r.at++;
  r.at += 3;
  skip_blanks(&r);
  /* With text behind it, it is part of that text. */
  return r.at == text.n;
}
