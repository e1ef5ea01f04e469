/* links.c -- schemes, and the list of links and images. */
#include "doc/links.h"

#include <stdlib.h>

/* Browsers drop control bytes and blanks at the start, and tabs and line ends
 * everywhere, before they look for the scheme. */
static bool ignored(char c, bool leading) {
  unsigned char u = (unsigned char)c;
  return u == '\t' || u == '\n' || u == '\r' || (leading && u <= ' ');
}

static bool scheme_byte(char c, bool first) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return !first && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
}

/* Does the address start with "name:", read as a browser reads it? Moves *at
 * behind the colon. */
static bool has_scheme(Str url, const char *name, size_t *at) {
  size_t i = 0;
  while (i < url.n && ignored(url.p[i], true)) i++;
  for (size_t j = 0;; i++) {
    if (i >= url.n) return false;
    if (ignored(url.p[i], false)) continue;
    char c = url.p[i];
    if (!name[j]) {
      *at = i + 1;
      return c == ':';
    }
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    if (c != name[j]) return false;
    j++;
  }
}

/* Is there a colon before any of / ? #, that is: could it be a scheme at all? */
static bool colon_first(Str url) {
  for (size_t i = 0; i < url.n; i++) {
    char c = url.p[i];
    if (c == ':') return true;
    if (c == '/' || c == '?' || c == '#') return false;
  }
  return false;
}

bool url_allowed(Str url, bool image) {
  static const char *const schemes[] = { "http", "https", "mailto", "tel", "ftp", "xmpp" };
  static const char *const pictures[] = { "image/png", "image/gif", "image/jpeg", "image/webp" };
  size_t at;
  if (!colon_first(url)) return true;
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
    if (has_scheme(url, schemes[i], &at)) return true;
  if (!image || !has_scheme(url, "data", &at)) return false;
  for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
    size_t n = strlen(pictures[i]);
    if (url.n - at <= n || !str_eq_nocase(str_sub(url, at, at + n), str_c(pictures[i]))) continue;
    char c = url.p[at + n];
    if (c == ';' || c == ',') return true;
  }
  return false;
}

Str url_scheme(Str url) {
  if (!url.n || !scheme_byte(url.p[0], true)) return S("");
  for (size_t i = 1; i < url.n; i++) {
    if (url.p[i] == ':') return str_sub(url, 0, i);
    if (!scheme_byte(url.p[i], false)) break;
  }
  return S("");
}

bool url_is_local(Str url) {
  size_t i = 0;
  while (i < url.n && ignored(url.p[i], true)) i++;
  Str rest = str_sub(url, i, url.n);
  if (rest.n >= 2 && (rest.p[0] == '/' || rest.p[0] == '\\') &&
      (rest.p[1] == '/' || rest.p[1] == '\\'))
    return false;
  return !colon_first(rest) || (!url_scheme(rest).n && url_allowed(rest, false));
}

void url_split(Str url, Str *path, Str *tail) {
  size_t i = 0;
  while (i < url.n && url.p[i] != '?' && url.p[i] != '#') i++;
  *path = str_sub(url, 0, i);
  *tail = str_sub(url, i, url.n);
}

void links_list(Links *out, Arena *a, Node *root) {
  size_t count = 0;
  for (const Node *n = root; n; n = node_next(n, root))
    count += n->type == NODE_LINK || n->type == NODE_IMAGE;
  *out = (Links){ .items = ARENA_ARRAY(a, count, Link) };
  for (Node *n = root; n; n = node_next(n, root))
    if (n->type == NODE_LINK || n->type == NODE_IMAGE)
      out->items[out->count++] = (Link){ n, n->url, n->type == NODE_IMAGE };
}

void links_rewrite(Node *root, Str (*map)(void *ctx, const Node *n, Str url), void *ctx) {
  for (Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_LINK && n->type != NODE_IMAGE) continue;
    Str url = map(ctx, n, n->url);
    if (url.p) n->url = url;
  }
}
