/* placeholders.c -- marking before the parse, filling after it. */
#include "doc/placeholders.h"

#include "doc/edit.h"
#include "doc/links.h"

/* U+0091 and U+0092 in UTF-8: two bytes each, as long as the braces. */
#define OPEN  S("\xC2\x91")
#define CLOSE S("\xC2\x92")

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

static size_t blanks(Str s, size_t at) {
  while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) at++;
  return at;
}

/* "{{ name }}" at `at`: its name, and the offset behind it. */
static bool spelled(Str s, size_t at, Str *name, size_t *end) {
  if (!str_starts(str_sub(s, at, s.n), S("{{"))) return false;
  size_t from = blanks(s, at + 2), to = from;
  while (to < s.n && name_byte(s.p[to])) to++;
  size_t close = blanks(s, to);
  if (to == from || !str_starts(str_sub(s, close, s.n), S("}}"))) return false;
  *name = str_sub(s, from, to);
  *end = close + 2;
  return true;
}

bool placeholders_mark(Arena *a, Str text, Str *marked) {
  char *copy = NULL;
  for (size_t at = 0; at < text.n;) {
    const char *brace = memchr(text.p + at, '{', text.n - at);
    if (!brace) break;
    at = (size_t)(brace - text.p);
    size_t escapes = 0, end;
    while (escapes < at && text.p[at - escapes - 1] == '\\') escapes++;
    Str name;
    if (escapes % 2 || !spelled(text, at, &name, &end)) {
      at += escapes % 2 ? 2 : 1;
      continue;
    }
    if (!copy) copy = arena_dup(a, text.p, text.n);
    size_t from = (size_t)(name.p - text.p), to = from + name.n;
    memcpy(copy + at, OPEN.p, 2);
    memset(copy + at + 2, '{', from - at - 2);
    memset(copy + to, '}', end - 2 - to);
    memcpy(copy + end - 2, CLOSE.p, 2);
    at = end;
  }
  if (!copy) return false;
  *marked = (Str){ copy, text.n };
  return true;
}

/* The next marked placeholder from `at` on. */
static bool marked_next(Str s, size_t from, size_t *at, Str *name, size_t *end) {
  while (from + 4 < s.n) {
    const char *lead = memchr(s.p + from, OPEN.p[0], s.n - from);
    if (!lead) return false;
    *at = (size_t)(lead - s.p);
    from = *at + 1;
    if (!str_starts(str_sub(s, *at, s.n), OPEN)) continue;
    size_t begin = *at + 2;
    while (begin < s.n && s.p[begin] == '{') begin++;
    size_t stop = begin;
    while (stop < s.n && name_byte(s.p[stop])) stop++;
    size_t close = stop;
    while (close < s.n && s.p[close] == '}') close++;
    if (stop == begin || !str_starts(str_sub(s, close, s.n), CLOSE)) continue;
    *name = str_sub(s, begin, stop);
    *end = close + 2;
    return true;
  }
  return false;
}

void placeholders_restore(char *p, size_t n) {
  Str s = { p, n }, name;
  size_t at, end = 0;
  while (marked_next(s, end, &at, &name, &end)) {
    size_t from = (size_t)(name.p - p), to = from + name.n;
    memcpy(p + at, "{{", 2);
    memset(p + at + 2, ' ', from - at - 2);
    memset(p + to, ' ', end - 2 - to);
    memcpy(p + end - 2, "}}", 2);
  }
}

typedef struct {
  Arena *arena;
  PlaceholderValue value;
  void *ctx;
  const Str *names;
  size_t name_count;
  Diags *diags;
  bool ok;
  bool empty; /* of the text filled last: all its placeholders were */
} Filler;

/* Where "{{ name }}" stands in the node's source, as near as can be known. */
static Range where(const Node *n, Str name) {
  if (!n->source) return (Range){ 0, 0 };
  Str text = str_sub(n->source->text, n->offset, n->offset + (n->exact ? n->length : 0));
  for (size_t at = 0; at < text.n; at++) {
    Str found;
    size_t end;
    if (text.p[at] != '{' || !spelled(text, at, &found, &end)) continue;
    if (str_eq(found, name)) return (Range){ n->offset + at, end - at };
    at = end - 1;
  }
  return node_range(n);
}

static void unknown_name(Filler *f, const Node *n, Str name) {
  static const Source nowhere = { { "", 0 }, { "", 0 } };
  const Source *source = n->source ? n->source : &nowhere;
  Diag *r = diag_at(f->diags, DIAG_ERROR, P_PLACEHOLDER, source, where(n, name), NULL,
                    "there is no placeholder named '%.*s'", STR(name));
  Str near = str_nearest(name, f->names, f->name_count);
  f->ok = false;
  if (near.n) {
    diag_help(f->diags, r, "did you mean '%.*s'?", STR(near));
    return;
  }
  Buf list = { 0 };
  for (size_t i = 0; i < f->name_count && list.n < 300; i++) {
    if (i) buf_c(&list, ", ");
    buf_str(&list, f->names[i]);
  }
  if (list.n) diag_help(f->diags, r, "known are: %.*s", STR(buf_view(&list)));
  buf_free(&list);
}

/* `mail`: the '@' of an e-mail address means itself. */
static void add_encoded(Buf *out, Str value, bool mail) {
  for (size_t i = 0; i < value.n; i++) {
    unsigned char c = (unsigned char)value.p[i];
    if (name_byte((char)c) || c == '~' || (mail && c == '@'))
      buf_byte(out, (char)c);
    else
      buf_printf(out, "%%%02X", c);
  }
}

/* The text with its placeholders filled; untouched when there are none. */
static Str filled(Filler *f, const Node *n, Str s, bool url) {
  size_t at, end = 0, done = 0;
  Str name;
  f->empty = false;
  if (!marked_next(s, 0, &at, &name, &end)) return s;
  bool whole = url && at == 0 && end == s.n;
  Buf out = { 0 };
  end = 0;
  f->empty = true;
  while (marked_next(s, end, &at, &name, &end)) {
    buf_str(&out, str_sub(s, done, at));
    done = end;
    Str value = S("");
    if (!f->value(f->ctx, name, &value)) {
      unknown_name(f, n, name);
      if (!url) {
        buf_c(&out, "{{ ");
        buf_str(&out, name);
        buf_c(&out, " }}");
      }
      f->empty = false;
    } else if (url && !whole) {
      add_encoded(&out, value, str_starts(s, S("mailto:")));
    } else {
      buf_str(&out, value);
    }
    f->empty = f->empty && !value.n;
  }
  buf_str(&out, str_sub(s, done, s.n));
  Str result = buf_dup(&out, f->arena);
  buf_free(&out);
  return result;
}

/* False: nothing of the address was known. */
static bool fill_url(Filler *f, Node *n) {
  Str was = n->url;
  n->url = filled(f, n, was, true);
  if (f->empty) return false;
  if (url_allowed(n->url, n->type == NODE_IMAGE)) return true;
  static const Source nowhere = { { "", 0 }, { "", 0 } };
  diag_at(f->diags, DIAG_ERROR, P_URL_SCHEME, n->source ? n->source : &nowhere, node_range(n),
          "links may use http, https, mailto, tel or ftp, or a path",
          "the scheme of the address '%.*s' is not allowed", STR(str_sub(n->url, 0, 200)));
  f->ok = false;
  n->url = S("");
  return true;
}

/* The content of a link in its place; returns where to go on. */
static Node *unwrap(Node *link, const Node *root) {
  Node *go_on = link->first ? link->first : node_skip(link, root);
  while (link->first) {
    Node *child = link->first;
    node_unlink(child);
    node_before(link, child);
  }
  node_unlink(link);
  return go_on;
}

bool placeholders_fill(Node *root, Arena *a, PlaceholderValue value, void *ctx, const Str *names,
                       size_t name_count, Diags *d) {
  Filler f = { a, value, ctx, names, name_count, d, true, false };
  for (Node *n = root; n;) {
    Node *next = NULL;
    switch (n->type) {
    case NODE_TEXT:
      n->literal = filled(&f, n, n->literal, false);
      break;
    case NODE_LINK:
    case NODE_IMAGE:
      n->title = filled(&f, n, n->title, false);
      if (!fill_url(&f, n) && n->type == NODE_LINK && n != root) {
        next = unwrap(n, root);
        if (!next) return f.ok;
      }
      break;
    default:
      break;
    }
    n = next ? next : node_next(n, root);
  }
  return f.ok;
}
