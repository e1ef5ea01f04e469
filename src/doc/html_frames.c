/* html_frames.c -- pages of others in the page: a link to what they show.
 *
 * A frame makes a reader's browser talk to somebody else before the reader has asked for
 * it. So a frame becomes a link, for the known video sites one to the page with the video;
 * only hosts that the site names in markdown.embeds stay frames, over https, without the
 * right to navigate the page around them. */
#include "doc/edit.h"
#include "doc/html_rules.h"
#include "doc/links.h"

/* //host/path and http(s)://host/path; false when it is no address of another site. */
static bool split(Str url, Str *host, Str *path) {
  long at = str_find(url, S("//"));
  if (at < 0 || at > 6) return false;
  Str scheme = str_sub(url, 0, (size_t)at);
  if (scheme.n && !str_eq_nocase(scheme, S("https:")) && !str_eq_nocase(scheme, S("http:")))
    return false;
  Str rest = str_sub(url, (size_t)at + 2, url.n);
  size_t end = 0;
  while (end < rest.n && !strchr("/?#", rest.p[end])) end++;
  *host = str_sub(rest, 0, end);
  *path = str_sub(rest, end, rest.n);
  return end > 0 && str_chr(*host, '@') < 0;
}

static bool host_is(Str host, Str wanted) {
  if (host.n == wanted.n) return str_eq_nocase(host, wanted);
  if (host.n < wanted.n + 2 || host.p[host.n - wanted.n - 1] != '.') return false;
  return str_eq_nocase(str_sub(host, host.n - wanted.n, host.n), wanted);
}

/* Nothing that a browser reads as the end of the host ('\\' is a '/' to it), or not at all. */
static bool plain_host(Str host) {
  for (size_t i = 0; i < host.n; i++) {
    unsigned char c = (unsigned char)host.p[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '.' && c != '-' && c != '_' && c < 0x80) return false;
  }
  return host.n > 0;
}

bool rules_host(const HtmlRules *rules, Str host) {
  if (!plain_host(host)) return false;
  for (size_t i = 0; i < rules->embed_count; i++)
    if (host_is(host, rules->embeds[i])) return true;
  return false;
}

/* The letters, digits, '-' and '_' at the start of s. */
static Str word(Str s) {
  size_t n = 0;
  while (n < s.n && (s.p[n] == '-' || s.p[n] == '_' || (s.p[n] >= '0' && s.p[n] <= '9') ||
                     (s.p[n] >= 'A' && s.p[n] <= 'Z') || (s.p[n] >= 'a' && s.p[n] <= 'z')))
    n++;
  return str_sub(s, 0, n);
}

static Str argument(Str path, const char *name) { /* of ?name=value&name=value */
  long at = str_chr(path, '?');
  Str rest = at < 0 ? S("") : str_sub(path, (size_t)at + 1, path.n), part;
  while (str_split(&rest, '&', &part)) {
    if (str_starts(part, S("amp;"))) part = str_sub(part, 4, part.n);
    if (str_starts(part, str_c(name))) return word(str_sub(part, strlen(name), part.n));
  }
  return S("");
}

/* Where people watch what the player at `host` shows. */
static Str watched_at(Arena *a, Str host, Str path) {
  static const struct {
    const char *host, *path, *to;
  } known[] = {
    { "youtube.com", "/embed/", "https://www.youtube.com/watch?v=" },
    { "youtube.com", "/v/", "https://www.youtube.com/watch?v=" },
    { "youtube-nocookie.com", "/embed/", "https://www.youtube.com/watch?v=" },
    { "player.vimeo.com", "/video/", "https://vimeo.com/" },
    { "dailymotion.com", "/embed/video/", "https://www.dailymotion.com/video/" },
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    Str head = str_c(known[i].path);
    if (!host_is(host, str_c(known[i].host)) || !str_starts(path, head)) continue;
    Str id = word(str_sub(path, head.n, path.n));
    Str parts[] = { str_c(known[i].to), id };
    if (id.n && !str_eqc(id, "videoseries")) return arena_concat(a, parts, 2);
  }
  if (host_is(host, S("player.bilibili.com"))) {
    Str video = argument(path, "bvid="), number = argument(path, "aid=");
    if (video.n) return arena_printf(a, "https://www.bilibili.com/video/%.*s/", STR(video));
    if (number.n) return arena_printf(a, "https://www.bilibili.com/video/av%.*s/", STR(number));
  }
  return S("");
}

static void attribute(Build *b, Node *n, const char *name, Str value) {
  Attribute **at = &n->attributes;
  while (*at) at = &(*at)->next;
  *at = ARENA_NEW(build_arena(b), Attribute);
  **at = (Attribute){ .name = str_c(name), .value = value };
}

static Str size_of(Str s) { /* "560", "560px": digits only; "" of others */
  size_t n = 0;
  while (n < s.n && n < 5 && s.p[n] >= '0' && s.p[n] <= '9') n++;
  Str rest = str_sub(s, n, s.n);
  return !rest.n || str_eqc(rest, "px") ? str_sub(s, 0, n) : S("");
}

static Node *frame(Build *b, const GumboElement *e, Str host, Str path, Str title) {
  static const char *const sizes[] = { "width", "height" };
  Arena *a = build_arena(b);
  Node *n = build_new(b, NODE_ELEMENT_INLINE);
  n->tag = S("iframe");
  n->url = arena_printf(a, "https://%.*s%.*s", STR(host), STR(path));
  for (size_t i = 0; i < 2; i++) {
    Str size = size_of(rules_value(b, e, sizes[i]));
    if (size.n) attribute(b, n, sizes[i], size);
  }
  attribute(b, n, "title", title.n ? title : host);
  attribute(b, n, "loading", S("lazy"));
  attribute(b, n, "referrerpolicy", S("strict-origin-when-cross-origin"));
  attribute(b, n, "sandbox", S("allow-scripts allow-same-origin allow-popups allow-presentation"));
  attribute(b, n, "allowfullscreen", S(""));
  return n;
}

Node *rules_frame(Build *b, const GumboElement *e, const Tag *tag) {
  Arena *a = build_arena(b);
  Str url = str_trim(rules_value(b, e, "src")), title = str_trim(rules_value(b, e, "title"));
  Str host, path;
  bool exact;
  Range at = { input_source(b->in, e->original_tag.data, &exact), 1 };
  if (exact) at.length = e->original_tag.length;
  if (!url.n || !url_allowed(url, false)) {
    html_loss(b->work, LOST_CONTENT, str_c(tag->name), at);
    return NULL;
  }
  bool theirs = split(url, &host, &path);
  if (theirs && rules_host(&b->work->options->html, host) && !strcmp(tag->name, "iframe")) {
    Node *n = frame(b, e, host, path, title);
    build_place(b, n, e->original_tag.data, e->original_tag.length);
    return n;
  }
  html_loss(b->work, LOST_FRAME, theirs ? host : str_c(tag->name), at);
  if (build_wrapped_in(b, NODE_LINK)) return NULL;
  Node *link = build_new(b, NODE_LINK), *text = build_new(b, NODE_TEXT);
  Str watched = theirs ? watched_at(a, host, path) : S("");
  Str whole[] = { S("https:"), url };
  link->url = watched.n ? watched : theirs && url.p[0] == '/' ? arena_concat(a, whole, 2) : url;
  text->literal = title;
  if (!title.n && split(link->url, &host, &path)) {
    Str shown[] = { host, path.n > 1 ? path : S("") };
    text->literal = arena_concat(a, shown, 2);
  } else if (!title.n) {
    text->literal = link->url;
  }
  build_place(b, link, e->original_tag.data, e->original_tag.length);
  build_place(b, text, e->original_tag.data, 0);
  text->exact = false;
  node_append(link, text);
  return link;
}
