/* html_text.c -- a run of text: its white space, its directives, where it was written. */
#include "base/utf8.h"
#include "doc/cjk.h"
#include "doc/edit.h"
#include "doc/html_build.h"

static bool white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void add_text(Build *b, Str s, const char *p) {
  size_t first = 0, last = s.n;
  build_ensure(b);
  if (b->softbreak && cjk_joins(b->last_char, utf8_next(s, &first))) build_drop(b, b->softbreak);
  b->softbreak = NULL;
  b->last_char = utf8_prev(s, &last);
  Node *n = build_new(b, NODE_TEXT);
  n->literal = arena_str(build_arena(b), s);
  build_place(b, n, p, s.n);
  Str written = str_sub(b->work->places.text, n->offset, n->offset + s.n);
  if (n->exact && !str_eq(written, s)) n->exact = false, n->length = 1;
  node_append(b->inner, n);
}

/* id=... or #... of a directive. */
static void add_directive(Build *b, const Mark *k) {
  build_ensure(b);
  Node *n = build_new(b, NODE_DIRECTIVE_INLINE);
  directive_node(n, k);
  places_put(&b->work->places, n, k->offset, k->length, true);
  b->softbreak = NULL;
  b->last_char = 0;
  node_append(b->inner, n);
}

/* A run without white space at its ends but for single blanks. */
static void add_run(Build *b, Str s, const char *p) {
  const Marks *marks = b->work->marks;
  size_t at = 0, from, to;
  s = tokens_back(b->work, s);
  while (at < s.n) {
    const Mark *k = marks && !b->preserve ? marks_next(marks, s, at, &from, &to) : NULL;
    size_t end = k ? from : s.n;
    if (end > at) add_text(b, str_sub(s, at, end), p ? p + at : NULL);
    if (k) add_directive(b, k);
    at = k ? to : s.n;
  }
}

/* Goes with `text` through what was written, as far as it is the same. */
typedef struct {
  const char *p, *end; /* p NULL: not known */
  bool same;           /* byte for byte */
} Written;

static const char *written_line(Written *w) {
  while (w->p && w->p < w->end && *w->p != '\n') w->p++;
  if (w->p && w->p < w->end) w->p++;
  return w->p;
}

static void flush(Build *b, Buf *run, const char *from) {
  if (!run->n) return;
  add_run(b, buf_view(run), from);
  buf_clear(run);
}

/* Where the white space at `at` ends, and whether it goes over a line. */
static size_t white_end(Str s, size_t at, bool *line) {
  *line = false;
  for (; at < s.n && white(s.p[at]); at++) *line = *line || s.p[at] == '\n';
  return at;
}

static void add_softbreak(Build *b, const char *p) {
  build_ensure(b);
  Node *n = build_new(b, NODE_SOFTBREAK);
  build_place(b, n, p, 1);
  node_append(b->inner, n);
  b->softbreak = n;
}

void build_text(Build *b, Str text, Str original) {
  if (b->preserve) {
    text = tokens_restored(b->work, text);
    if (text.n) add_text(b, text, original.p);
    return;
  }
  Written w = { original.p, original.p ? original.p + original.n : NULL, str_eq(text, original) };
  const char *from = original.p; /* where the run in hand was written */
  Buf run = { 0 };
  for (size_t i = 0; i < text.n;) {
    bool line;
    size_t end = white_end(text, i, &line);
    if (end == i) {
      while (end < text.n && !white(text.p[end])) end++;
      if (!b->para) build_ensure(b);
      if (!run.n && w.same) from = original.p + i;
      buf_str(&run, str_sub(text, i, end));
      b->space = false;
    } else if (!line) {
      if (!b->space && !run.n && w.same) from = original.p + i;
      if (!b->space && b->para) buf_byte(&run, ' ');
      b->space = true;
    } else {
      flush(b, &run, from);
      if (!b->space && b->para) add_softbreak(b, w.same ? original.p + i : w.p);
      for (size_t k = i; k < end && !w.same; k++)
        if (text.p[k] == '\n') from = written_line(&w);
      b->space = true;
    }
    i = end;
  }
  flush(b, &run, from);
  buf_free(&run);
}
