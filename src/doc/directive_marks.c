/* directive_marks.c -- one pass over the lines of a text: directives are taken out. */
#include "doc/directive_marks.h"

#include "doc/directive_chars.h"
#include "doc/directive_notations.h"

enum { CODE_SIGNS = 16 };

typedef struct {
  Marks *marks;
  Arena *arena;
  Str s;
  size_t base;
  unsigned kinds;
  Buf *out;
  size_t copied;    /* of s, to out */
  size_t line, eol; /* the line in hand */
  size_t paragraph; /* where the text in hand ends at the latest */
  bool raw;         /* between {% raw %} and {% endraw %} */
  char fence;       /* 0, '`' or '~' */
  size_t fence_length;
  size_t unclosed[CODE_SIGNS]; /* no run of so many '`' before here ends code */
} Scan;

/* Where the text that begins at `at` ends: at an empty line or a quote's. */
static size_t paragraph_end(Str s, size_t at) {
  for (;;) {
    at = end_of_line(s, at);
    if (at >= s.n) return s.n;
    size_t next = skip_gaps(s, at + 1);
    if (next >= s.n || s.p[next] == '\n' || s.p[next] == '\r' || s.p[next] == '>') return at;
    at++;
  }
}

/* Behind signs of quotes and lists: where the line's own text begins. */
static size_t line_text(Str s, size_t at, size_t eol) {
  for (;;) {
    while (at < eol && (gap(s.p[at]) || s.p[at] == '>')) at++;
    size_t i = at;
    if (i < eol && strchr("-*+", s.p[i]))
      i++;
    else {
      while (i < eol && s.p[i] >= '0' && s.p[i] <= '9' && i - at < 9) i++;
      if (i == at || i >= eol || (s.p[i] != '.' && s.p[i] != ')')) return at;
      i++;
    }
    if (i >= eol || !gap(s.p[i])) return at;
    at = i;
  }
}

/* What is read as a directive ends before `stop`. */
static Notation notation(const Scan *x, size_t stop) {
  return (Notation){ x->arena, str_sub(x->s, 0, stop), x->base };
}

/* Behind the {% endNAME %} that closes content that is no Markdown, or 0. Stops at the next
 * of the same name, so that no text is read more than once for a name. */
static size_t content_end(Scan *x, const Mark *k, size_t from, size_t *content_stop) {
  size_t before = x->paragraph, end = 0;
  for (size_t at = from; at + 2 < x->s.n; at++) {
    long found =
        str_find(str_sub(x->s, at, x->s.n), k->kind == DIRECTIVES_HUGO ? S("{{") : S("{%"));
    if (found < 0) break;
    at += (size_t)found;
    if (x->paragraph <= at) x->paragraph = paragraph_end(x->s, at);
    Mark other = { .role = MARK_OPEN };
    const Notation n = notation(x, x->paragraph);
    bool angle = at + 2 < x->s.n && (x->s.p[at + 2] == '<' || x->s.p[at + 2] == '%');
    size_t behind = k->kind == DIRECTIVES_LIQUID ? notation_liquid(&n, at, &other)
                    : angle                      ? notation_hugo(&n, at, &other)
                                                 : 0;
    if (!behind || !str_eq(other.data.name, k->data.name)) continue;
    if (other.role == MARK_CLOSE) end = behind; /* else another opens: this one has no end */
    *content_stop = at;
    break;
  }
  x->paragraph = before;
  return end;
}

static bool content_is_code(Str name) {
  return str_eqc(name, "highlight") || str_eqc(name, "comment");
}

static void copy_to(Scan *x, size_t at) {
  buf_str(x->out, str_sub(x->s, x->copied, at));
  x->copied = at;
}

/* The mark covers [at, end) of the text. Gives where to go on. */
static size_t put(Scan *x, Mark *k, size_t at, size_t end) {
  k->data.open = arena_str(x->arena, str_sub(x->s, at, end));
  size_t stop = 0;
  if (k->role == MARK_OPEN && !k->data.single && content_is_code(k->data.name) &&
      k->kind != DIRECTIVES_FENCED) {
    size_t after = content_end(x, k, end, &stop);
    if (after) {
      k->taken = true;
      k->content = arena_str(x->arena, str_sub(x->s, end, stop));
      k->data.close = arena_str(x->arena, str_sub(x->s, stop, after));
      end = after;
    }
  }
  k->data.name = arena_str(x->arena, k->data.name);
  k->offset = x->base + at;
  k->length = end - at;
  size_t eol = end <= x->eol ? x->eol : end_of_line(x->s, end);
  bool alone = line_text(x->s, x->line, at) == at && skip_white(str_sub(x->s, 0, eol), end) == eol;
  Str whole = str_sub(x->s, at, end);
  for (size_t i = 0; i < whole.n; i++) k->lines += whole.p[i] == '\n';
  if (!alone && k->lines > 1) return 0; /* it would tear the text apart */
  x->marks->items =
      arena_grow(x->arena, x->marks->items, x->marks->count, &x->marks->cap, sizeof *k);
  x->marks->items[x->marks->count] = *k;
  copy_to(x, at);
  if (alone) buf_c(x->out, "<!--");
  buf_printf(x->out, MARK_TOKEN_OPEN "%zu" MARK_TOKEN_CLOSE, x->marks->count++);
  for (size_t i = 0; i < k->lines; i++) buf_byte(x->out, '\n');
  if (alone) buf_c(x->out, "-->");
  x->copied = end;
  if (k->kind == DIRECTIVES_LIQUID && str_eqc(k->data.name, "raw")) x->raw = k->role == MARK_OPEN;
  return end;
}

static bool fence_line(Scan *x, size_t text) {
  char c = text < x->eol ? x->s.p[text] : 0;
  size_t n = 0;
  if (c == '`' || c == '~')
    while (text + n < x->eol && x->s.p[text + n] == c) n++;
  if (x->fence) {
    size_t behind = skip_white(str_sub(x->s, 0, x->eol), text + n);
    if (c == x->fence && n >= x->fence_length && behind == x->eol) x->fence = 0;
    return true;
  }
  if (n < 3) return false;
  if (c == '`' && str_chr(str_sub(x->s, text + n, x->eol), '`') >= 0) return false;
  x->fence = c;
  x->fence_length = n;
  return true;
}

/* Where code that begins at or before `at` ends at the latest: with the paragraph, or where a
 * line begins something else. */
static size_t code_stop(const Scan *x, size_t at) {
  for (size_t line = end_of_line(x->s, at) + 1; line < x->paragraph;
       line = end_of_line(x->s, line) + 1) {
    size_t text = skip_gaps(x->s, line);
    if (line_text(x->s, line, end_of_line(x->s, line)) != text || here(x->s, text, "```") ||
        here(x->s, text, "~~~") || here(x->s, text, ":::"))
      return line;
  }
  return x->paragraph;
}

/* Behind the code that begins at `at`, a '`'; behind the signs when they begin none. Linear but
 * for the number of lengths. */
static size_t code(Scan *x, size_t at) {
  size_t n = 0;
  while (at + n < x->s.n && x->s.p[at + n] == '`') n++;
  if (n >= CODE_SIGNS || at < x->unclosed[n]) return at + n;
  size_t stop = code_stop(x, at);
  for (size_t i = at + n; i < stop;) {
    size_t run = 0;
    while (i + run < stop && x->s.p[i + run] == '`') run++;
    if (run == n) return i + n;
    i += run ? run : 1;
  }
  x->unclosed[n] = stop;
  return at + n;
}

/* One directive at `at`, if there is one: behind it, or 0. */
static size_t one(Scan *x, size_t at, bool first) {
  Str s = x->s;
  if (s.p[at] != ':' && s.p[at] != '{') return 0;
  Mark k = { .role = MARK_OPEN };
  const Notation n = notation(x, s.p[at] == ':' ? x->eol : x->paragraph);
  size_t end = 0;
  if (first && here(s, at, ":::") && x->kinds & DIRECTIVES_FENCED && !x->raw)
    end = notation_fenced(&n, at, &k);
  else if ((here(s, at, "{{<") || here(s, at, "{{%")) && x->kinds & DIRECTIVES_HUGO && !x->raw)
    end = notation_hugo(&n, at, &k);
  else if (here(s, at, "{%") && x->kinds & DIRECTIVES_LIQUID)
    end = notation_liquid(&n, at, &k);
  if (!end || (x->raw && !(k.role == MARK_CLOSE && str_eqc(k.data.name, "raw")))) return 0;
  return put(x, &k, at, end);
}

static void scan(Scan *x) {
  Str s = x->s;
  for (size_t line = 0; line < s.n;) {
    x->line = line;
    x->eol = end_of_line(s, line);
    size_t text = line_text(s, line, x->eol), at = text;
    if (!fence_line(x, text)) {
      if (x->paragraph < x->eol || x->paragraph <= line) x->paragraph = paragraph_end(s, line);
      while (at < x->eol) {
        size_t end = one(x, at, at == text);
        if (!end && s.p[at] == '`') end = code(x, at);
        if (end > x->eol) { /* it went over lines */
          x->line = line = end;
          while (x->line > 0 && s.p[x->line - 1] != '\n') x->line--;
          x->eol = end_of_line(s, end);
          if (x->paragraph < x->eol) x->paragraph = paragraph_end(s, end);
        }
        if (!end && s.p[at] == '\\') at++;
        at = end ? end : at + 1;
      }
    }
    line = x->eol + 1;
  }
}

bool marks_take(Marks *m, Arena *a, Str body, size_t base, unsigned kinds, Str *out) {
  *m = (Marks){ 0 };
  *out = body;
  bool any = ((kinds & DIRECTIVES_HUGO) &&
              (str_find(body, S("{{<")) >= 0 || str_find(body, S("{{%")) >= 0)) ||
             ((kinds & DIRECTIVES_LIQUID) && str_find(body, S("{%")) >= 0) ||
             ((kinds & DIRECTIVES_FENCED) && str_find(body, S(":::")) >= 0);
  /* Nobody writes noncharacters; a text that has them gets no directives. */
  if (!any || str_find(body, S(MARK_TOKEN_OPEN)) >= 0 || str_find(body, S(MARK_TOKEN_CLOSE)) >= 0)
    return false;
  Buf buf = { 0 };
  Scan x = { .marks = m, .arena = a, .s = body, .base = base, .kinds = kinds, .out = &buf };
  scan(&x);
  copy_to(&x, body.n);
  if (m->count) *out = buf_dup(&buf, a);
  buf_free(&buf);
  return m->count > 0;
}
