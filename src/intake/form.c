/* form.c -- what kind of file it is, and who reads it. */
#include "intake/form_private.h"

#include "base/utf8.h"
#include "text/charset.h"

#include <stdlib.h>

Form *form_next(Forms *forms, Arena *a, const char **problem) {
  if (forms->count == FORM_MOST) {
    *problem = "holds more than 10,000 comments";
    return NULL;
  }
  forms->items = arena_grow(a, forms->items, forms->count, &forms->cap, sizeof *forms->items);
  Form *f = &forms->items[forms->count++];
  *f = (Form){ 0 };
  return f;
}

Str form_text(Arena *a, Str value, Str charset) {
  Str s;
  charset_utf8(&s, a, value, charset);
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '\r') {
      if (i + 1 < s.n && s.p[i + 1] == '\n') continue;
      c = '\n';
    }
    if (c) out[n++] = c;
  }
  return str_n(out, n);
}

bool form_add(Form *f, Arena *a, Str name, Str value, Str charset, const char **problem) {
  if (f->count == FORM_FIELDS) {
    *problem = "has more than 200 fields";
    return false;
  }
  f->items = arena_grow(a, f->items, f->count, &f->cap, sizeof *f->items);
  f->items[f->count++] =
      (FormField){ str_trim(form_text(a, name, charset)), form_text(a, value, charset) };
  return true;
}

Str form_value(const Form *f, const char *name, bool *found) {
  for (size_t i = 0; i < f->count; i++) {
    if (!str_eqc(f->items[i].name, name)) continue;
    if (found) *found = true;
    return f->items[i].value;
  }
  if (found) *found = false;
  return S("");
}

/* -- what it is -- */

static Str first_line(Str s) {
  long end = str_chr(s, '\n');
  return str_trim(end < 0 ? s : str_sub(s, 0, (size_t)end));
}

static bool request_line(Str line) {
  long end = str_rchr(line, ' ');
  return (str_starts(line, S("POST ")) || str_starts(line, S("PUT "))) && end > 4 &&
         str_starts(str_sub(line, (size_t)end + 1, line.n), S("HTTP/"));
}

/* Headers that forms and mail come with; a form's field of lines is "name=value". */
static bool has_headers(const MimePart *p) {
  static const char *const known[] = { "Content-Type", "Content-Length", "Host",
                                       "From",         "Subject",        "Received",
                                       "Message-ID",   "Return-Path",    "MIME-Version" };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    for (size_t k = 0; k < p->count; k++)
      if (str_eq_nocase(p->items[k].name, str_c(known[i]))) return true;
  return false;
}

/* "--boundary" in the first line and a part's header in the second. */
static bool multipart(Str body, Str *boundary) {
  Str line = first_line(body);
  if (!str_starts(line, S("--")) || line.n < 3 || line.n > 202) return false;
  long end = str_chr(body, '\n');
  Str second = end < 0 ? S("") : first_line(str_sub(body, (size_t)end + 1, body.n));
  *boundary = str_sub(line, 2, line.n);
  return str_eq_nocase(str_sub(second, 0, 8), S("Content-"));
}

/* name=value&name=value: no blank, no line break, a name in front. */
static bool url_encoded(Str body) {
  body = str_trim(body);
  long equal = str_chr(body, '=');
  if (equal <= 0) return false;
  for (size_t i = 0; i < body.n; i++)
    if ((unsigned char)body.p[i] <= ' ' || (unsigned char)body.p[i] > '~') return false;
  for (long i = 0; i < equal; i++)
    if (strchr("<>{}\"\\^`|", body.p[i])) return false;
  return true;
}

static bool read_body(Forms *out, Arena *a, Str body, Str type, Str content, const char **problem) {
  Str charset = mime_parameter(a, content, "charset"), boundary;
  Str start = str_trim(body);
  if (str_eqc(type, "application/json") || (start.n && (start.p[0] == '{' || start.p[0] == '[')))
    return form_read_json(out, a, body, problem);
  Form *f = form_next(out, a, problem);
  if (!f) return false;
  if (str_eqc(type, "multipart/form-data"))
    boundary = mime_parameter(a, content, "boundary");
  else
    boundary = S("");
  if (boundary.n || multipart(body, &boundary))
    return form_read_multipart(f, a, body, boundary, problem);
  if (str_eqc(type, "application/x-www-form-urlencoded") || url_encoded(body))
    return form_read_url(f, a, str_trim(body), charset, problem);
  Str text = form_text(a, body, charset);
  if (form_read_lines(f, a, text)) return true;
  *problem = "is neither a form (url-encoded, multipart, JSON, name=value lines) nor a message";
  return false;
}

/* Transfer-Encoding: chunked, as a dump of the connection has it. */
static Str dechunked(Arena *a, Str s) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (Str rest = s; rest.n;) {
    char *end;
    Str line = first_line(rest);
    unsigned long size = strtoul(arena_cstr(a, str_sub(line, 0, 16)), &end, 16);
    long next = str_chr(rest, '\n');
    if (next < 0) break;
    rest = str_sub(rest, (size_t)next + 1, rest.n);
    if (size > rest.n) size = rest.n;
    if (!size) break;
    memcpy(out + n, rest.p, size);
    n += size;
    rest = str_sub(rest, size, rest.n);
    if (rest.n && rest.p[0] == '\r') rest = str_sub(rest, 1, rest.n);
    if (rest.n && rest.p[0] == '\n') rest = str_sub(rest, 1, rest.n);
  }
  return str_n(out, n);
}

static bool read_request(Forms *out, Arena *a, const MimePart *p, const char **problem) {
  Str content = mime_header(p, "Content-Type"), body = p->body;
  if (str_eq_nocase(mime_header(p, "Transfer-Encoding"), S("chunked"))) body = dechunked(a, body);
  size_t from = out->count;
  if (!read_body(out, a, body, mime_type(a, content), content, problem)) return false;
  for (size_t i = from; i < out->count; i++) out->items[i].date = mime_header(p, "Date");
  return true;
}

static bool form_type(Str type) {
  return str_eqc(type, "application/x-www-form-urlencoded") ||
         str_eqc(type, "multipart/form-data") || str_eqc(type, "application/json");
}

bool form_read(Forms *out, Arena *a, Str bytes, const char **problem) {
  *out = (Forms){ 0 };
  *problem = NULL;
  if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_sub(bytes, 3, bytes.n);
  if (bytes.n > FORM_BYTES) {
    *problem = "is larger than 16 MiB";
    return false;
  }
  if (!str_trim(bytes).n) {
    *problem = "is empty";
    return false;
  }
  Str line = first_line(bytes);
  bool request = request_line(line);
  if (request || str_starts(line, S("From "))) { /* the second: a mailbox with one message */
    long end = str_chr(bytes, '\n');
    bytes = end < 0 ? S("") : str_sub(bytes, (size_t)end + 1, bytes.n);
  }
  MimePart p;
  mime_split(&p, a, bytes);
  if (!request && !has_headers(&p)) return read_body(out, a, bytes, S(""), S(""), problem);
  if (request || form_type(mime_type(a, mime_header(&p, "Content-Type"))))
    return read_request(out, a, &p, problem);
  Form *f = form_next(out, a, problem);
  return f && form_read_mail(f, a, bytes, problem);
}
