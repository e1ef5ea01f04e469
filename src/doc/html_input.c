/* html_input.c -- which byte came from where, which element is a node, which character a
 * directive. */
#include "doc/html_input.h"

/* ---- bytes ---- */

void input_line(HtmlWork *w, HtmlInput *in, size_t source, bool exact) {
  in->lines = arena_grow(&w->scratch, in->lines, in->line_count, &in->line_cap, sizeof *in->lines);
  in->lines[in->line_count++] = (HtmlLine){ in->bytes.n, source, exact };
}

void input_html(HtmlWork *w, HtmlInput *in, const Node *n) {
  Str rest = n->literal, line, text = w->places.text;
  if (w->restore) rest = marks_restore(w->restore, w->doc->arena, rest);
  size_t row = places_line(&w->places, n->offset);
  for (bool first = true; str_split(&rest, '\n', &line); first = false, row++) {
    Str there = places_text(&w->places, row), bare = line;
    size_t source = row < w->places.line_count ? w->places.lines[row] : n->offset;
    bool exact = true;
    if (str_ends(bare, S("\r"))) bare.n--;
    long found;
    if (first && n->exact && str_starts(str_sub(text, n->offset, text.n), bare))
      source = n->offset;
    else if (str_ends(there, bare))
      source += there.n - bare.n;
    else if (bare.n && (found = str_find(there, bare)) >= 0)
      source += (size_t)found;
    else
      exact = false;
    if (!first) buf_byte(&in->bytes, '\n');
    input_line(w, in, source, exact);
    buf_str(&in->bytes, line);
  }
  if (str_ends(n->literal, S("\n"))) buf_byte(&in->bytes, '\n');
}

void input_hole(HtmlWork *w, HtmlInput *in, Node *n) {
  in->holes = arena_grow(&w->scratch, in->holes, in->hole_count, &in->hole_cap, sizeof *in->holes);
  HtmlHole *hole = &in->holes[in->hole_count++];
  input_line(w, in, n->offset, false);
  *hole = (HtmlHole){ .at = in->bytes.n, .node = n };
  buf_c(&in->bytes, node_is_block(n) ? "<div></div>" : "<x-p></x-p>");
  hole->end = in->bytes.n;
}

void input_body(HtmlWork *w, HtmlInput *in, Str body, size_t base) {
  size_t from, to, at = 0;
  input_line(w, in, base, true);
  for (const Mark *k; w->marks && (k = marks_next(w->marks, body, at, &from, &to)); at = to) {
    buf_str(&in->bytes, str_sub(body, at, to));
    for (size_t i = 0; i < k->lines && to < body.n && body.p[to] == '\n'; i++, to++)
      buf_byte(&in->bytes, '\n');
    if (str_starts(str_sub(body, to, body.n), S("-->")) &&
        str_ends(str_sub(body, 0, from), S("<!--"))) {
      buf_c(&in->bytes, "-->");
      to += 3;
    }
    input_line(w, in, k->offset + k->length, true);
  }
  buf_str(&in->bytes, str_sub(body, at, body.n));
}

/* ---- questions ---- */

static size_t find_line(const HtmlInput *in, size_t at) {
  size_t low = 0, high = in->line_count;
  while (high - low > 1) {
    size_t mid = (low + high) / 2;
    if (in->lines[mid].at <= at)
      low = mid;
    else
      high = mid;
  }
  return low;
}

size_t input_source(const HtmlInput *in, const char *p, bool *exact) {
  *exact = false;
  if (!in->line_count) return 0;
  size_t at = p >= in->bytes.p && p <= in->bytes.p + in->bytes.n ? (size_t)(p - in->bytes.p) : 0;
  const HtmlLine *line = &in->lines[find_line(in, at)];
  if (line->at > at) return line->source;
  *exact = line->exact;
  return line->exact ? line->source + (at - line->at) : line->source;
}

Node *input_node(const HtmlInput *in, const char *p) {
  if (p < in->bytes.p || p >= in->bytes.p + in->bytes.n) return NULL;
  size_t at = (size_t)(p - in->bytes.p), low = 0, high = in->hole_count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (in->holes[mid].at == at) return in->holes[mid].node;
    if (in->holes[mid].at < at)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

/* ---- tokens ---- */

/* Both tokens have three bytes that differ in the last two. */
static void swap(char *p, size_t n, const char *from, const char *to) {
  for (size_t i = 0; i + 3 <= n; i++)
    if (p[i] == from[0] && p[i + 1] == from[1] &&
        (p[i + 2] == from[2] || p[i + 2] == from[2] + 1)) {
      p[i + 2] = (char)(to[2] + (p[i + 2] - from[2]));
      p[i + 1] = to[1];
    }
}

void input_tokens(HtmlInput *in) {
  swap(in->bytes.p, in->bytes.n, MARK_TOKEN_OPEN, HTML_TOKEN_OPEN);
}

Str tokens_back(const HtmlWork *w, Str s) {
  if (!w->marks || str_find(s, S(HTML_TOKEN_OPEN)) < 0) return s;
  char *copy = arena_dup(w->doc->arena, s.p, s.n);
  swap(copy, s.n, HTML_TOKEN_OPEN, MARK_TOKEN_OPEN);
  return str_n(copy, s.n);
}

Str tokens_restored(const HtmlWork *w, Str s) {
  return w->marks ? marks_restore(w->marks, w->doc->arena, tokens_back(w, s)) : s;
}
