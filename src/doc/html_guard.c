/* html_guard.c -- a tokenizer that only counts.
 *
 * Source: the HTML standard, section 13.2.5 (tokenization) for where tags, comments and
 * raw text end; 13.2.4.2 (scopes) for the elements behind which an end tag finds nothing. */
#include "doc/html_guard.h"

#include "base/arena.h"
#include "doc/html_tags.h"
#include <stdlib.h>

enum { STACK_MOST = 16 * 1024, LOOK_BACK = 64 };

typedef struct {
  Str s;
  size_t at, steps, depth;
  Str names[STACK_MOST]; /* open elements, of the source's bytes */
  size_t foreign;        /* svg and math that were opened */
} Guard;

static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool here(const Guard *g, size_t at, const char *what) {
  return str_starts(str_sub(g->s, at, g->s.n), str_c(what));
}

static size_t find(const Guard *g, size_t at, const char *what) {
  long found = str_find(str_sub(g->s, at, g->s.n), str_c(what));
  return found < 0 ? g->s.n : at + (size_t)found + strlen(what);
}

/* "<!" or "<?" or "</" and no letter: behind it. */
static size_t comment_end(const Guard *g, size_t at) {
  if (!here(g, at, "<!--")) return find(g, at, ">");
  if (here(g, at + 4, ">")) return at + 5;
  if (here(g, at + 4, "->")) return at + 6;
  for (at += 4; at < g->s.n;) {
    at = find(g, at, "--");
    if (here(g, at, ">")) return at + 1;
    if (here(g, at, "!>")) return at + 2;
    if (at < g->s.n) at--; /* "--->" */
  }
  return at;
}

/* Behind the '>' of the tag whose name ends at `at`; *attributes are counted. */
static size_t tag_end(const Guard *g, size_t at, size_t *attributes, bool *single) {
  Str s = g->s;
  *single = false;
  for (*attributes = 0;;) {
    while (at < s.n && (white(s.p[at]) || s.p[at] == '/')) at++;
    if (at >= s.n) return s.n;
    if (s.p[at] == '>') {
      *single = s.p[at - 1] == '/';
      return at + 1;
    }
    ++*attributes;
    at++; /* a name may begin with '=' */
    while (at < s.n && !white(s.p[at]) && !strchr("/>=", s.p[at] ? s.p[at] : 'x')) at++;
    size_t equals = at;
    while (equals < s.n && white(s.p[equals])) equals++;
    if (equals >= s.n || s.p[equals] != '=') continue;
    at = equals + 1;
    while (at < s.n && white(s.p[at])) at++;
    if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
      char quote = s.p[at++];
      while (at < s.n && s.p[at] != quote) at++;
      if (at < s.n) at++;
    } else {
      while (at < s.n && !white(s.p[at]) && s.p[at] != '>') at++;
    }
  }
}

static bool in(Str name, const char *list) {
  Str rest = str_c(list), word;
  while (str_split(&rest, ' ', &word))
    if (str_eq_nocase(word, name)) return true;
  return false;
}

static bool is_void(Str name) {
  return in(name, "area base br col embed hr img input keygen link meta param source track wbr");
}

/* Elements that an end tag does not look behind. */
static bool closes_scope(Str name) {
  return in(name, "table td th caption html template applet marquee object select button svg math");
}

/* An end tag takes its element off; what is above it may stay. */
static void close(Guard *g, Str name) {
  if (g->foreign) return;
  for (size_t i = g->depth, looked = 0; i > 0 && looked < LOOK_BACK; i--, looked++) {
    if (str_eq_nocase(g->names[i - 1], name)) {
      memmove(g->names + i - 1, g->names + i, (g->depth - i) * sizeof *g->names);
      g->depth--;
      return;
    }
    if (closes_scope(g->names[i - 1])) return;
  }
}

static bool open_last(const Guard *g, Str name) {
  return g->depth && !g->foreign && str_eq_nocase(g->names[g->depth - 1], name);
}

/* A paragraph ends where a block begins, an item or cell where the next of its kind does. */
static void close_before(Guard *g, Str name) {
  static const char blocks[] = "p div ul ol dl li dd dt table h1 h2 h3 h4 h5 h6 blockquote pre hr "
                               "section article aside header footer figure form fieldset address";
  if (open_last(g, S("p")) && in(name, blocks)) g->depth--;
  if (open_last(g, name) && in(name, "li dd dt option tr td th")) g->depth--;
}

/* The tag at g->at, whose name begins at `from`. False: too much. */
static bool tag(Guard *g, size_t from, bool closing) {
  size_t end = from, attributes;
  bool single;
  while (end < g->s.n && !white(g->s.p[end]) && g->s.p[end] != '/' && g->s.p[end] != '>') end++;
  Str name = str_sub(g->s, from, end);
  g->at = tag_end(g, end, &attributes, &single);
  g->steps += 1 + g->depth;
  if (attributes > GUARD_ATTRIBUTES || g->steps > GUARD_STEPS) return false;
  if (closing) {
    close(g, name);
    return true;
  }
  close_before(g, name);
  if (is_void(name)) return true;
  if (g->depth == STACK_MOST) return false;
  g->names[g->depth++] = name;
  if (in(name, "svg math")) g->foreign++;
  char lower[16];
  size_t n = name.n < sizeof lower ? name.n : 0;
  for (size_t i = 0; i < n; i++)
    lower[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 32) : name.p[i];
  if (!g->foreign && tag_find(str_n(lower, n))->flags & TAG_RAW) { /* text up to its end tag */
    while (g->at < g->s.n) {
      g->at = find(g, g->at, "</");
      Str rest = str_sub(g->s, g->at, g->at + name.n);
      if (str_eq_nocase(rest, name)) {
        g->at -= g->at < g->s.n ? 2 : 0;
        break;
      }
    }
  }
  return true;
}

bool html_guard(Str html, size_t *where) {
  Guard *g = mem_calloc(1, sizeof *g);
  bool ok = true;
  g->s = html;
  while (ok) {
    const char *p = memchr(html.p + g->at, '<', html.n - g->at);
    if (!p) break;
    size_t at = (size_t)(p - html.p);
    *where = at;
    char next = at + 1 < html.n ? html.p[at + 1] : 0;
    bool closing = next == '/' && at + 2 < html.n && letter(html.p[at + 2]);
    if (letter(next) || closing)
      ok = tag(g, at + (closing ? 2 : 1), closing);
    else if (next == '!' || next == '?' || (next == '/' && at + 2 < html.n))
      g->at = comment_end(g, at);
    else
      g->at = at + 1;
  }
  free(g);
  return ok;
}
