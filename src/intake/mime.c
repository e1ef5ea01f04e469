/* mime.c -- headers split and decoded, parts found, transfer encodings undone. */
#include "intake/mime.h"

#include "base/buf.h"
#include "base/transfer.h"
#include "text/charset.h"

#include <stdlib.h>

enum { WORD_MOST = 2000 };

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static Str lowered(Arena *a, Str s) {
  char *p = arena_dup(a, s.p, s.n);
  for (size_t i = 0; i < s.n; i++) p[i] = lower(p[i]);
  return str_n(p, s.n);
}

/* -- headers -- */

/* A line without its end; false at the end of *rest. */
static bool next_line(Str *rest, Str *line) {
  if (!rest->n) return false;
  long end = str_chr(*rest, '\n');
  size_t n = end < 0 ? rest->n : (size_t)end;
  *line = str_sub(*rest, 0, n);
  *rest = str_sub(*rest, end < 0 ? n : n + 1, rest->n);
  if (line->n && line->p[line->n - 1] == '\r') line->n--;
  return true;
}

static bool header_name(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] > '~') return false;
  return s.n > 0 && s.n <= 100;
}

static Str unfolded(Arena *a, Str first, Str *rest) {
  Str more = *rest, line;
  if (!more.n || (more.p[0] != ' ' && more.p[0] != '\t')) return str_trim(first);
  Buf b = { 0 };
  buf_str(&b, first);
  while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t') && next_line(rest, &line)) {
    buf_byte(&b, ' ');
    buf_str(&b, str_trim(line));
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return str_trim(out);
}

void mime_split(MimePart *out, Arena *a, Str bytes) {
  *out = (MimePart){ .items = ARENA_ARRAY(a, 8, MimeHeader) };
  size_t cap = 8;
  Str rest = bytes, line;
  for (;;) {
    Str before = rest;
    if (!next_line(&rest, &line) || !line.n) break;
    long colon = str_chr(line, ':');
    if (colon < 0 || !header_name(str_sub(line, 0, (size_t)colon))) {
      rest = before;
      break;
    }
    Str value = unfolded(a, str_sub(line, (size_t)colon + 1, line.n), &rest);
    if (out->count == MIME_HEADERS) continue;
    out->items = arena_grow(a, out->items, out->count, &cap, sizeof *out->items);
    out->items[out->count++] = (MimeHeader){ str_sub(line, 0, (size_t)colon), value };
  }
  out->body = rest;
}

Str mime_header(const MimePart *p, const char *name) {
  for (size_t i = 0; i < p->count; i++)
    if (str_eq_nocase(p->items[i].name, str_c(name))) return p->items[i].value;
  return S("");
}

Str mime_type(Arena *a, Str value) {
  long end = str_chr(value, ';');
  return lowered(a, str_trim(end < 0 ? value : str_sub(value, 0, (size_t)end)));
}

/* -- parameters -- */

/* Takes "; name=value" from *rest: false at the end. Quotes are undone. */
static bool next_parameter(Str *rest, Arena *a, Str *name, Str *value) {
  long semicolon = str_chr(*rest, ';');
  if (semicolon < 0) return false;
  Str s = str_trim(str_sub(*rest, (size_t)semicolon + 1, rest->n));
  long equal = str_chr(s, '='), next = str_chr(s, ';');
  if (equal < 0 || (next >= 0 && next < equal)) { /* a name alone */
    *name = *value = S("");
    *rest = next < 0 ? S("") : str_sub(s, (size_t)next, s.n);
    return true;
  }
  *name = str_trim(str_sub(s, 0, (size_t)equal));
  s = str_trim(str_sub(s, (size_t)equal + 1, s.n));
  if (s.n && s.p[0] == '"') {
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0, i = 1;
    for (; i < s.n && s.p[i] != '"'; i++) {
      /* Browsers write a lone backslash in a file's name: only these two are escapes. */
      if (s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\')) i++;
      out[n++] = s.p[i];
    }
    *value = str_n(out, n);
    *rest = str_sub(s, i, s.n);
    return true;
  }
  next = str_chr(s, ';');
  *value = str_trim(next < 0 ? s : str_sub(s, 0, (size_t)next));
  *rest = next < 0 ? S("") : str_sub(s, (size_t)next, s.n);
  return true;
}

/* RFC 2231: charset'language'text with percent signs. */
static Str extended(Arena *a, Str value, Str *charset) {
  long first = str_chr(value, '\'');
  if (first >= 0) {
    Str behind = str_sub(value, (size_t)first + 1, value.n);
    long second = str_chr(behind, '\'');
    if (second >= 0) {
      *charset = str_sub(value, 0, (size_t)first);
      value = str_sub(behind, (size_t)second + 1, behind.n);
    }
  }
  return transfer_percent(a, value, false);
}

Str mime_parameter(Arena *a, Str value, const char *wanted) {
  Buf joined = { 0 };
  Str name, text, charset = S(""), plain = S("");
  bool found = false, coded = false;
  for (size_t part = 0, seen = 0; next_parameter(&value, a, &name, &text) && seen < 100; seen++) {
    if (str_eq_nocase(name, str_c(wanted))) {
      if (!found) plain = text;
      found = true;
      continue;
    }
    Str head = str_sub(name, 0, strlen(wanted));
    if (!str_eq_nocase(head, str_c(wanted)) || name.n <= head.n || name.p[head.n] != '*') continue;
    bool star = name.p[name.n - 1] == '*';
    Str number = str_sub(name, head.n + 1, name.n - (star && name.n > head.n + 1));
    if (number.n && (size_t)atoi(arena_cstr(a, number)) != part) continue;
    buf_str(&joined, star ? extended(a, text, &charset) : text);
    coded = true;
    part++;
  }
  if (coded) charset_utf8(&plain, a, buf_dup(&joined, a), charset);
  buf_free(&joined);
  return plain;
}

/* -- encoded words -- */

/* "=?charset?B?text?=" at the beginning of s: its length, or 0. */
static size_t encoded_word(Str s, Str *charset, char *kind, Str *text) {
  if (!str_starts(s, S("=?"))) return 0;
  Str rest = str_sub(s, 2, 2 + WORD_MOST); /* so that the whole takes linear time */
  long mark = str_chr(rest, '?');
  if (mark <= 0) return 0;
  *charset = str_sub(rest, 0, (size_t)mark);
  long star = str_chr(*charset, '*');
  if (star > 0) *charset = str_sub(*charset, 0, (size_t)star);
  rest = str_sub(rest, (size_t)mark + 1, rest.n);
  if (rest.n < 2 || rest.p[1] != '?') return 0;
  *kind = lower(rest.p[0]);
  if (*kind != 'b' && *kind != 'q') return 0;
  rest = str_sub(rest, 2, rest.n);
  long end = str_find(rest, S("?="));
  if (end < 0) return 0;
  *text = str_sub(rest, 0, (size_t)end);
  if (str_chr(*text, ' ') >= 0) return 0;
  return (size_t)(text->p + text->n + 2 - s.p);
}

Str mime_words(Arena *a, Str value) {
  if (str_find(value, S("=?")) < 0) {
    Str out;
    charset_utf8(&out, a, value, S(""));
    return str_trim(out);
  }
  Buf out = { 0 }, bytes = { 0 };
  Str charset = S("");
  for (size_t i = 0; i <= value.n;) {
    Str text, next;
    char kind;
    size_t size = i < value.n ? encoded_word(str_sub(value, i, value.n), &next, &kind, &text) : 0;
    /* Words of one charset are joined first: a character may be cut between them. */
    if (bytes.n && (!size || !str_eq_nocase(next, charset))) {
      Str part;
      charset_utf8(&part, a, buf_dup(&bytes, a), charset);
      buf_str(&out, part);
      buf_clear(&bytes);
    }
    if (size) {
      charset = next;
      buf_str(&bytes, kind == 'b' ? transfer_base64(a, text) : transfer_quoted(a, text, true));
      i += size;
      /* Blanks between two words are none. */
      size_t at = i;
      while (at < value.n && (value.p[at] == ' ' || value.p[at] == '\t')) at++;
      if (at < value.n && encoded_word(str_sub(value, at, value.n), &next, &kind, &text)) i = at;
    } else if (i < value.n) {
      buf_byte(&out, value.p[i++]);
    } else {
      break;
    }
  }
  Str whole;
  charset_utf8(&whole, a, buf_dup(&out, a), S(""));
  buf_free(&out);
  buf_free(&bytes);
  return str_trim(whole);
}

void mime_address(Arena *a, Str value, Str *name, Str *address) {
  *name = *address = S("");
  long open = -1;
  bool quoted = false;
  for (size_t i = 0; i < value.n && open < 0; i++) {
    if (value.p[i] == '"') quoted = !quoted;
    if (!quoted && value.p[i] == '<') open = (long)i;
  }
  if (open >= 0) {
    Str behind = str_sub(value, (size_t)open + 1, value.n);
    long close = str_chr(behind, '>');
    *address = str_trim(close < 0 ? behind : str_sub(behind, 0, (size_t)close));
    *name = str_trim(str_sub(value, 0, (size_t)open));
  } else {
    long comment = str_chr(value, '(');
    *address = str_trim(comment < 0 ? value : str_sub(value, 0, (size_t)comment));
    long comma = str_chr(*address, ',');
    if (comma >= 0) *address = str_trim(str_sub(*address, 0, (size_t)comma));
    if (comment >= 0) {
      *name = str_sub(value, (size_t)comment + 1, value.n);
      long close = str_chr(*name, ')');
      if (close >= 0) *name = str_sub(*name, 0, (size_t)close);
    }
  }
  if (name->n >= 2 && name->p[0] == '"' && name->p[name->n - 1] == '"') {
    char *out = arena_alloc(a, name->n);
    size_t n = 0;
    for (size_t i = 1; i + 1 < name->n; i++) {
      if (name->p[i] == '\\' && i + 2 < name->n) i++;
      out[n++] = name->p[i];
    }
    *name = str_n(out, n);
  }
  *name = mime_words(a, *name);
}

/* -- bodies -- */

Str mime_body(const MimePart *p, Arena *a) {
  Str encoding = mime_header(p, "Content-Transfer-Encoding");
  if (str_eq_nocase(encoding, S("base64"))) return transfer_base64(a, p->body);
  if (str_eq_nocase(encoding, S("quoted-printable"))) return transfer_quoted(a, p->body, false);
  return p->body;
}

/* The line "--boundary" or "--boundary--": where it begins (with the line end before
 * it), where what follows begins. */
static bool find_boundary(Str s, Str boundary, size_t *from, size_t *to, bool *last) {
  for (size_t i = 0; i < s.n;) {
    Str rest = str_sub(s, i, s.n);
    if (str_starts(rest, S("--")) && str_starts(str_sub(rest, 2, rest.n), boundary)) {
      size_t at = 2 + boundary.n;
      *last = str_starts(str_sub(rest, at, rest.n), S("--"));
      if (*last) at += 2;
      while (at < rest.n && (rest.p[at] == ' ' || rest.p[at] == '\t')) at++;
      if (at < rest.n && rest.p[at] == '\r') at++;
      if (at == rest.n || rest.p[at] == '\n') {
        *from = i;
        if (*from && s.p[*from - 1] == '\n') --*from;
        if (*from && s.p[*from - 1] == '\r') --*from;
        *to = i + at + (at < rest.n);
        return true;
      }
    }
    long end = str_chr(rest, '\n');
    if (end < 0) return false;
    i += (size_t)end + 1;
  }
  return false;
}

bool mime_next(Str *rest, Str boundary, Str *part) {
  size_t from, to;
  bool last;
  if (!rest->p || !boundary.n || !find_boundary(*rest, boundary, &from, &to, &last) || last) {
    *rest = (Str){ 0 };
    return false;
  }
  *part = str_sub(*rest, to, rest->n);
  *rest = *part;
  if (find_boundary(*part, boundary, &from, &to, &last)) {
    *part = str_sub(*part, 0, from);
    *rest = str_sub(*rest, from, rest->n);
  } else {
    *rest = (Str){ 0 }; /* cut short: take what is there */
  }
  return true;
}

/* RFC 3676: a line that ends in a blank goes on in the next. */
static Str flowed(Arena *a, Str text, bool delete_blank) {
  Buf b = { 0 };
  Str line;
  while (next_line(&text, &line)) {
    if (str_starts(line, S(" "))) line = str_sub(line, 1, line.n); /* stuffed */
    bool soft = str_ends(line, S(" ")) && !str_eqc(line, "-- ") && !str_starts(line, S(">"));
    if (soft && delete_blank) line.n--;
    buf_str(&b, line);
    if (!soft) buf_byte(&b, '\n');
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

static bool find_text(Str *out, Arena *a, const MimePart *p, int depth, size_t *parts) {
  Str content = mime_header(p, "Content-Type"), type = mime_type(a, content), rest, part;
  if (str_starts(type, S("multipart/"))) {
    Str boundary = mime_parameter(a, content, "boundary");
    if (depth == MIME_DEPTH || !boundary.n || boundary.n > 200) return false;
    for (rest = p->body; mime_next(&rest, boundary, &part);) {
      MimePart inner;
      if (++*parts > MIME_PARTS) return false;
      mime_split(&inner, a, part);
      if (find_text(out, a, &inner, depth + 1, parts)) return true;
    }
    return false;
  }
  Str disposition = mime_type(a, mime_header(p, "Content-Disposition"));
  if ((type.n && !str_eqc(type, "text/plain")) || str_eqc(disposition, "attachment")) return false;
  charset_utf8(out, a, mime_body(p, a), mime_parameter(a, content, "charset"));
  if (str_eq_nocase(mime_parameter(a, content, "format"), S("flowed")))
    *out = flowed(a, *out, str_eq_nocase(mime_parameter(a, content, "delsp"), S("yes")));
  return true;
}

bool mime_text(Str *out, Arena *a, const MimePart *message) {
  size_t parts = 0;
  return find_text(out, a, message, 0, &parts);
}
