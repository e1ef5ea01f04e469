/* wp_address.c -- addresses of the old site. */
#include "base/utf8.h"
#include "import/wp_site.h"

#include <string.h>

static int hex(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

Str wp_decode(Arena *a, Str s) {
  if (str_chr(s, '%') < 0) return s;
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
      out[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
      i += 2;
    } else {
      out[n++] = s.p[i];
    }
  }
  Str decoded = str_n(out, n);
  if (utf8_check(decoded) != n) return s;
  for (size_t i = 0; i < n; i++)
    if ((unsigned char)out[i] < ' ' || out[i] == 0x7F) return s;
  return decoded;
}

Str wp_without_scheme(Str url) {
  if (str_starts(url, S("https:")))
    url = str_sub(url, 6, url.n);
  else if (str_starts(url, S("http:")))
    url = str_sub(url, 5, url.n);
  return str_starts(url, S("//")) ? str_sub(url, 2, url.n) : S("");
}

/* "www.old.example" and "old.example" were one site. */
static Str without_www(Str host) {
  return str_eq_nocase(str_sub(host, 0, 4), S("www.")) ? str_sub(host, 4, host.n) : host;
}

void wp_split_host(Str rest, Str *host, Str *path) {
  size_t i = 0;
  while (i < rest.n && !strchr("/?#", rest.p[i])) i++;
  *host = str_sub(rest, 0, i);
  *path = str_sub(rest, i, rest.n);
}

Str wp_own_address(const WpSite *s, Arena *a, Str url, Str *tail) {
  Str none = { NULL, 0 }, host, path = url;
  *tail = S("");
  Str rest = wp_without_scheme(url);
  if (rest.n) {
    Str own;
    wp_split_host(rest, &host, &path);
    own = wp_without_scheme(s->origin);
    if (!own.n || !str_eq_nocase(without_www(host), without_www(own))) return none;
  } else if (!str_starts(url, S("/"))) {
    return none;
  }
  size_t end = 0;
  while (end < path.n && path.p[end] != '?' && path.p[end] != '#') end++;
  *tail = str_sub(path, end, path.n);
  path = str_sub(path, 0, end);
  if (!path.n) path = S("/");
  if (s->base.n) {
    if (!str_starts(path, s->base) || (path.n > s->base.n && path.p[s->base.n] != '/')) return none;
    path = str_sub(path, s->base.n, path.n);
    if (!path.n) path = S("/");
  }
  return wp_decode(a, path);
}

Str wp_id_in_query(Str tail) {
  static const char *const names[] = { "?p=", "?page_id=", "?attachment_id=" };
  for (size_t i = 0; i < 3; i++) {
    Str name = str_c(names[i]);
    if (!str_starts(tail, name)) continue;
    size_t end = name.n;
    while (end < tail.n && tail.p[end] >= '0' && tail.p[end] <= '9') end++;
    if (end == tail.n || tail.p[end] == '#' || tail.p[end] == '&')
      return str_sub(tail, name.n, end);
  }
  return S("");
}
