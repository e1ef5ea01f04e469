/* page_path.c -- addresses written by hand, their files, and percent-encoding. */
#include "model/permalink.h"

#include "base/utf8.h"
#include "text/normal.h"

static const char hex[] = "0123456789ABCDEF";

static void add_escaped(Buf *b, unsigned char c) {
  char e[3] = { '%', hex[c >> 4], hex[c & 15] };
  buf_add(b, e, 3);
}

Str url_path(Arena *a, Str path) {
  Buf b = { 0 };
  for (size_t i = 0; i < path.n; i++) {
    unsigned char c = (unsigned char)path.p[i];
    if (c <= 0x20 || c == 0x7F || strchr("\"#%<>?[\\]^`{|}", c))
      add_escaped(&b, c);
    else
      buf_byte(&b, (char)c);
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

Str url_ascii(Arena *a, Str iri) {
  Buf b = { 0 };
  for (size_t i = 0; i < iri.n; i++) {
    unsigned char c = (unsigned char)iri.p[i];
    if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c))
      add_escaped(&b, c);
    else
      buf_byte(&b, (char)c);
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

static int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* A '%' without two digits behind it stands for itself. */
static Str decoded(Arena *a, Str s) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    int high = s.p[i] == '%' && i + 2 < s.n ? nibble(s.p[i + 1]) : -1;
    int low = high >= 0 ? nibble(s.p[i + 2]) : -1;
    if (low >= 0) {
      out[n++] = (char)(high << 4 | low);
      i += 2;
    } else {
      out[n++] = s.p[i];
    }
  }
  return str_n(out, n);
}

/* ".html", ".xml", ".woff2", but not the ".0" of "v1.0". */
static bool has_extension(Str name) {
  long dot = str_rchr(name, '.');
  if (dot <= 0 || (size_t)dot + 1 >= name.n || name.n - (size_t)dot > 9) return false;
  bool letter = false;
  for (size_t i = (size_t)dot + 1; i < name.n; i++) {
    char c = name.p[i];
    bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!alpha && !(c >= '0' && c <= '9')) return false;
    if (alpha) letter = true;
  }
  return letter;
}

Str page_url(Arena *a, Str file) {
  if (str_eq(file, S("index.html"))) return S("/");
  if (str_ends(file, S("/index.html"))) file.n -= sizeof "index.html" - 1;
  return arena_printf(a, "/%.*s", STR(url_path(a, file)));
}

const char *page_path(PagePath *out, Arena *a, Str url) {
  url = str_trim(url);
  if (str_starts(url, S("//")) || str_find(url, S("://")) != STR_NPOS)
    return "must be a path of this site, without a host";
  if (str_chr(url, '?') != STR_NPOS || str_chr(url, '#') != STR_NPOS)
    return "holds a '?' or '#': a file has neither (write %3F or %23 if it is meant)";
  if (str_starts(url, S("/"))) url = str_sub(url, 1, url.n);
  Str path = decoded(a, url);
  if (utf8_check(path) < path.n) return "is not valid UTF-8";
  path = normal_nfc(a, path);
  Str file = path;
  if (str_empty(path) || str_ends(path, S("/")))
    file = arena_printf(a, "%.*sindex.html", STR(path));
  else if (!has_extension(str_base(path)))
    file = arena_printf(a, "%.*s/index.html", STR(path));
  /* arena_printf stops at a NUL: look at what was written, not at what was made. */
  if (memchr(path.p ? path.p : "", 0, path.n)) return "holds the control character U+0000";
  const char *problem = output_path_problem(a, file);
  if (problem) return problem;
  *out = (PagePath){ .url = page_url(a, file), .file = file };
  return NULL;
}
