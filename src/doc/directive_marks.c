/* directive_marks.c -- one pass over the lines of a text. */
#include "doc/directive_marks.h"

#include "doc/directive.h"

#define TOKEN_OPEN  "\xEF\xB7\x90"
#define TOKEN_CLOSE "\xEF\xB7\x91"

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
  Directive *read;             /* the values in hand */
} Scan;

static bool here(Str s, size_t at, const char *what) {
  return str_starts(str_sub(s, at, s.n), str_c(what));
}

static bool gap(char c) {
  return c == ' ' || c == '\t';
}

static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool word(char c) {
  return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static size_t skip_gaps(Str s, size_t at) {
  while (at < s.n && gap(s.p[at])) at++;
  return at;
}

static size_t skip_white(Str s, size_t at) {
  while (at < s.n && (gap(s.p[at]) || s.p[at] == '\n' || s.p[at] == '\r')) at++;
  return at;
}

static size_t end_of_line(Str s, size_t at) {
  while (at < s.n && s.p[at] != '\n') at++;
  return at;
}

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

/* -- the three ways to write one -- */

/* `arg` under another name or with another value, which outlives it. */
static DirectiveValue keep_value(const Scan *x, const DirectiveArg *arg, Str name, Str value) {
  return (DirectiveValue){ arena_str(x->arena, name),
                           arena_str(x->arena, value),
                           { x->base + arg->at.offset, arg->at.length },
                           { x->base + arg->whole.offset, arg->whole.length } };
}

static void take_values(const Scan *x, Mark *k, const Directive *d) {
  k->data.values = ARENA_ARRAY(x->arena, d->count, DirectiveValue);
  k->data.count = d->count;
  for (size_t i = 0; i < d->count; i++)
    k->data.values[i] = keep_value(x, &d->args[i], d->args[i].name, d->args[i].value);
}

/* Valid until the next ones are read. *at: where to begin, then where it stopped. */
static Directive *read_args(Scan *x, Str text, size_t *at, const char *const *ends) {
  Directive *d = x->read;
  d->count = 0;
  d->problem = NULL;
  *at = directive_read_args(d, x->arena, text, *at, ends);
  return d;
}

/* Values up to one of `ends`; gives where the end begins, or 0. */
static size_t values(Scan *x, Mark *k, Str text, size_t from, const char *const *ends) {
  size_t at = from;
  Directive *d = read_args(x, text, &at, ends);
  if (d->problem) {
    k->data.problem = d->problem;
    k->data.problem_at = (Range){ x->base + d->problem_at.offset, d->problem_at.length };
    size_t nearest = text.n;
    for (const char *const *end = ends; *end; end++) {
      long found = str_find(str_sub(text, from, text.n), str_c(*end));
      if (found >= 0 && from + (size_t)found < nearest) nearest = from + (size_t)found;
    }
    at = nearest;
  }
  take_values(x, k, d);
  return at < text.n ? at : 0;
}

static size_t read_name(Scan *x, Mark *k, Str text, size_t at) {
  size_t from = at;
  if (at < text.n && letter(text.p[at]))
    while (at < text.n && word(text.p[at])) at++;
  k->data.name = str_sub(text, from, at);
  k->data.name_at = (Range){ x->base + from, at - from };
  return at;
}

/* The text up to the next opening, if an end of this one is before that; else empty. */
static Str up_to_next(Str text, size_t from, const char *close, const char *open,
                      const char *other) {
  bool closed = false;
  size_t i = from;
  while (i < text.n && !here(text, i, open) && !here(text, i, other)) {
    closed = closed || here(text, i, close);
    i++;
  }
  return closed ? str_sub(text, 0, i) : S("");
}

/* {{< name ... >}}, {{% name ... %}}: where it ends, or 0. */
static size_t hugo(Scan *x, Mark *k, size_t at) {
  static const char *const angle[] = { "/>}}", ">}}", NULL }, *const percent[] = { "/%}}", "%}}",
                                                                                   NULL };
  const char *const *ends = x->s.p[at + 2] == '<' ? angle : percent;
  Str text = str_sub(x->s, 0, x->paragraph);
  k->kind = DIRECTIVES_HUGO;
  size_t i = skip_white(text, at + 3);
  if (i < text.n && text.p[i] == '/' && !here(text, i, "/*")) {
    k->role = MARK_CLOSE;
    i = skip_white(text, i + 1);
  }
  i = read_name(x, k, text, i);
  if (!k->data.name.n) return 0;
  if (i >= text.n || (!strchr(" \t\r\n/", text.p[i]) && !here(text, i, ends[1]))) return 0;
  text = up_to_next(text, i, ends[1], "{{<", "{{%");
  if (!text.n) return 0;
  i = values(x, k, text, i, ends);
  if (!i) return 0;
  k->data.single = text.p[i] == '/';
  return i + strlen(ends[k->data.single ? 0 : 1]);
}

/* {% name ... %}, {%- name ... -%}: where it ends, or 0. */
static size_t liquid(Scan *x, Mark *k, size_t at) {
  static const char *const ends[] = { "-%}", "%}", NULL };
  Str text = str_sub(x->s, 0, x->paragraph);
  k->kind = DIRECTIVES_LIQUID;
  size_t i = at + 2;
  if (i < text.n && text.p[i] == '-') i++;
  i = read_name(x, k, text, skip_white(text, i));
  if (!k->data.name.n || i >= text.n) return 0;
  if (!strchr(" \t\r\n", text.p[i]) && !here(text, i, "%}") && !here(text, i, "-%}")) return 0;
  text = up_to_next(text, i, "%}", "{%", "{%");
  if (!text.n) return 0;
  if (str_starts(k->data.name, S("end")) && k->data.name.n > 3) {
    k->role = MARK_CLOSE;
    k->data.name = str_sub(k->data.name, 3, k->data.name.n);
  }
  i = values(x, k, text, i, ends);
  return i ? i + (text.p[i] == '-' ? 3 : 2) : 0;
}

/* .class, #id and key=value of {...}; the first class is the name if there is none yet. */
static void attributes(Scan *x, Mark *k, const Directive *d) {
  k->data.values = ARENA_ARRAY(x->arena, d->count + k->data.count, DirectiveValue);
  size_t n = 0;
  for (size_t i = 0; i < d->count; i++) {
    const DirectiveArg *arg = &d->args[i];
    Str name = arg->name, value = arg->value;
    if (!name.n && value.n > 1 && (value.p[0] == '.' || value.p[0] == '#')) {
      name = value.p[0] == '.' ? S("class") : S("id");
      value = str_sub(value, 1, value.n);
      if (value.p[-1] == '.' && !k->data.name.n) {
        k->data.name = arena_str(x->arena, value);
        k->data.name_at = (Range){ x->base + arg->at.offset + 1, value.n };
        continue;
      }
    }
    k->data.values[n++] = keep_value(x, arg, name, value);
  }
  k->data.count = n;
}

/* :::name title, :::name[title]{key=value}, ::: {.name #id key=value}, :::; all of a line. */
static size_t fenced(Scan *x, Mark *k, size_t at) {
  static const char *const brace[] = { "}", NULL }, *const none[] = { NULL };
  Str text = str_sub(x->s, 0, x->eol);
  while (text.n > at && (gap(text.p[text.n - 1]) || text.p[text.n - 1] == '\r')) text.n--;
  size_t i = at, end = text.n;
  k->kind = DIRECTIVES_FENCED;
  while (i < text.n && text.p[i] == ':') i++;
  k->colons = i - at;
  i = skip_gaps(text, i);
  if (i == text.n) {
    k->role = MARK_CLOSE;
    return end;
  }
  size_t trailing = text.n;
  while (trailing > i && text.p[trailing - 1] == ':') trailing--;
  if (text.n - trailing >= 3) text.n = trailing; /* ::: name ::: */
  while (text.n > i && gap(text.p[text.n - 1])) text.n--;
  i = read_name(x, k, text, i);
  if (i < text.n && !gap(text.p[i]) && text.p[i] != '[' && text.p[i] != '{') return 0;
  Str title = S("");
  i = skip_gaps(text, i);
  if (i < text.n && text.p[i] == '[') {
    size_t close = i;
    while (close < text.n && text.p[close] != ']') close++;
    if (close == text.n) return 0;
    title = str_sub(text, i + 1, close);
    i = skip_gaps(text, close + 1);
  }
  if (i < text.n && text.p[i] == '{') {
    size_t stop = i + 1;
    const Directive *d = read_args(x, text, &stop, brace);
    if (d->problem || stop + 1 != text.n) return 0;
    attributes(x, k, d);
  } else if (str_chr(str_sub(text, i, text.n), '=') >= 0) {
    const Directive *d = read_args(x, text, &i, none);
    if (d->problem) {
      k->data.problem = d->problem;
      k->data.problem_at = (Range){ x->base + d->problem_at.offset, d->problem_at.length };
    }
    take_values(x, k, d);
  } else if (!title.n) {
    title = str_sub(text, i, text.n);
  }
  if (!k->data.name.n) return 0;
  if (title.n) {
    DirectiveValue *all = ARENA_ARRAY(x->arena, k->data.count + 1, DirectiveValue);
    const Range where = { x->base + (size_t)(title.p - x->s.p), title.n };
    all[0] = (DirectiveValue){ S(""), arena_str(x->arena, title), where, where };
    for (size_t v = 0; v < k->data.count; v++) all[v + 1] = k->data.values[v];
    k->data.values = all;
    k->data.count++;
  }
  return end;
}

/* -- taking them out -- */

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
    bool angle = at + 2 < x->s.n && (x->s.p[at + 2] == '<' || x->s.p[at + 2] == '%');
    size_t behind = k->kind == DIRECTIVES_LIQUID ? liquid(x, &other, at)
                    : angle                      ? hugo(x, &other, at)
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
  buf_printf(x->out, TOKEN_OPEN "%zu" TOKEN_CLOSE, x->marks->count++);
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
  Mark k = { .role = MARK_OPEN };
  size_t end = 0;
  if (s.p[at] == '\\') return 0;
  if (s.p[at] == ':' && first && here(s, at, ":::") && x->kinds & DIRECTIVES_FENCED && !x->raw)
    end = fenced(x, &k, at);
  else if (s.p[at] != '{')
    return 0;
  else if ((here(s, at, "{{<") || here(s, at, "{{%")) && x->kinds & DIRECTIVES_HUGO && !x->raw)
    end = hugo(x, &k, at);
  else if (here(s, at, "{%") && x->kinds & DIRECTIVES_LIQUID)
    end = liquid(x, &k, at);
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
  if (!any || str_find(body, S(TOKEN_OPEN)) >= 0 || str_find(body, S(TOKEN_CLOSE)) >= 0)
    return false;
  Buf buf = { 0 };
  Scan x = { .marks = m, .arena = a, .s = body, .base = base, .kinds = kinds, .out = &buf };
  x.read = ARENA_NEW(a, Directive);
  scan(&x);
  copy_to(&x, body.n);
  if (m->count) *out = buf_dup(&buf, a);
  buf_free(&buf);
  return m->count > 0;
}

/* -- tokens -- */

const Mark *marks_next(const Marks *m, Str s, size_t at, size_t *from, size_t *to) {
  while (at < s.n) {
    long found = str_find(str_sub(s, at, s.n), S(TOKEN_OPEN));
    if (found < 0) return NULL;
    *from = at + (size_t)found;
    size_t i = *from + 3, n = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < m->count)
      n = n * 10 + (size_t)(s.p[i++] - '0');
    if (n < m->count && here(s, i, TOKEN_CLOSE)) {
      *to = i + 3;
      return &m->items[n];
    }
    at = *from + 3;
  }
  return NULL;
}

const Mark *marks_block(const Marks *m, Str html) {
  size_t from, to;
  html = str_trim(html);
  if (!str_starts(html, S("<!--" TOKEN_OPEN)) || !str_ends(html, S("-->"))) return NULL;
  const Mark *k = marks_next(m, html, 0, &from, &to);
  return k && skip_white(html, to) + 3 == html.n ? k : NULL;
}

const Mark *marks_html_line(const Marks *m, Str html, size_t at, size_t *from, size_t *to) {
  static const char *const whole[] = { "<!", "<?", "<pre", "<script", "<style", "<textarea" };
  Str begin = str_trim(html);
  for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
    size_t n = strlen(whole[i]);
    if (str_eq_nocase(str_sub(begin, 0, n), str_c(whole[i]))) return NULL;
  }
  const Mark *k;
  while ((k = marks_next(m, html, at, from, to))) {
    size_t start = *from, end = skip_white(html, *to);
    at = *to;
    if (start < 4 || !here(html, start - 4, "<!--") || !here(html, end, "-->")) continue;
    for (start -= 4; start > 0 && gap(html.p[start - 1]);) start--;
    end = skip_gaps(html, end + 3);
    if ((start && html.p[start - 1] != '\n') || (end < html.n && html.p[end] != '\n')) continue;
    *from = start;
    *to = end < html.n ? end + 1 : end;
    return k;
  }
  return NULL;
}

Str marks_restore(const Marks *m, Arena *a, Str s) {
  size_t at = 0, from, to;
  const Mark *k = marks_next(m, s, 0, &from, &to);
  if (!k) return s;
  Buf out = { 0 };
  for (; k; k = marks_next(m, s, at, &from, &to)) {
    bool comment = from >= at + 4 && str_ends(str_sub(s, at, from), S("<!--"));
    buf_str(&out, str_sub(s, at, comment ? from - 4 : from));
    buf_str(&out, k->data.open);
    buf_str(&out, k->content);
    if (k->taken) buf_str(&out, k->data.close);
    at = to;
    for (size_t i = 0; i < k->lines && at < s.n && s.p[at] == '\n'; i++) at++;
    if (comment && here(s, at, "-->")) at += 3;
  }
  buf_str(&out, str_sub(s, at, s.n));
  Str all = buf_dup(&out, a);
  buf_free(&out);
  return all;
}
