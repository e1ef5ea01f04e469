/* wp_shortcodes.c -- [caption], [gallery] and the others that WordPress or the usual plugins for
 * code bring. What is not known stays in the text as it was written. */
#include "import/wp_html.h"

#include "doc/html.h"

enum { ATTRIBUTES = 24, OPEN_MOST = 8192, NEAR = 20000 };

typedef struct {
  Str name, value; /* name "" = a value alone */
} Pair;

typedef struct {
  Str name;
  Pair pairs[ATTRIBUTES];
  size_t count;
  bool ends;  /* [name /] */
  size_t end; /* behind the ']' */
} Shortcode;

typedef struct {
  Arena *a;
  Buf *out;
  Str s;
  const WpHandlers *h;
  size_t budget; /* bytes that may be looked at in vain */
} Walk;

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool name_char(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (!first && ((c >= '0' && c <= '9') || c == '_' || c == '-'));
}

/* Editors make quotes typographic and write them as references, too. */
static size_t quote_at(Str s, size_t at) {
  static const char *const quotes[] = { "\"",           "'",           "&quot;",
                                        "&#8220;",      "&#8221;",     "&#8243;",
                                        "&ldquo;",      "&rdquo;",     "\xE2\x80\x9C",
                                        "\xE2\x80\x9D", "\xE2\x80\xB3" };
  for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
    if (str_starts(str_sub(s, at, s.n), str_c(quotes[i]))) return str_c(quotes[i]).n;
  return 0;
}

static size_t read_pair(Shortcode *c, Str s, size_t i) {
  Pair p = { S(""), S("") };
  size_t from = i, quote = quote_at(s, i);
  if (!quote) {
    while (i < s.n && (name_char(s.p[i], false) || s.p[i] == ':')) i++;
    if (i > from && i < s.n && s.p[i] == '=') {
      p.name = str_sub(s, from, i);
      from = ++i;
      quote = quote_at(s, i);
    } else {
      i = from;
    }
  }
  if (quote) {
    char kind = s.p[i];
    from = i = i + quote;
    size_t n;
    /* What opened with ' ends with ', all others with any of theirs. */
    while (i < s.n && !((n = quote_at(s, i)) && (s.p[i] == '\'') == (kind == '\''))) i++;
    p.value = str_sub(s, from, i);
    if (i < s.n) i += quote_at(s, i);
  } else {
    while (i < s.n && !is_space(s.p[i])) i++;
    p.value = str_sub(s, from, i);
  }
  if (c->count < ATTRIBUTES) c->pairs[c->count++] = p;
  return i;
}

/* [name ...] at `at`; false: a bracket like any other. */
static bool read_open(Shortcode *c, Str s, size_t at) {
  size_t i = at + 1;
  *c = (Shortcode){ 0 };
  while (i < s.n && name_char(s.p[i], i == at + 1)) i++;
  c->name = str_sub(s, at + 1, i);
  if (!c->name.n || c->name.n > 60 || i >= s.n) return false;
  if (s.p[i] != ']' && s.p[i] != '/' && s.p[i] != '=' && !is_space(s.p[i])) return false;
  size_t to = i;
  while (to < s.n && to < at + OPEN_MOST && s.p[to] != ']' && s.p[to] != '[') to++;
  if (to >= s.n || s.p[to] != ']') return false;
  c->end = to + 1;
  Str inside = str_sub(s, i, to);
  if (str_ends(inside, S("/"))) c->ends = true, inside.n--;
  if (inside.n && inside.p[0] == '=') inside = str_sub(inside, 1, inside.n); /* [youtube=URL] */
  for (size_t k = 0; k < inside.n;) {
    if (is_space(inside.p[k]))
      k++;
    else
      k = read_pair(c, inside, k);
  }
  return true;
}

static Str value_of(const Shortcode *c, const char *name) {
  for (size_t i = 0; i < c->count; i++)
    if (str_eq_nocase(c->pairs[i].name, str_c(name))) return c->pairs[i].value;
  return S("");
}

static Str first_alone(const Shortcode *c) {
  for (size_t i = 0; i < c->count; i++)
    if (!c->pairs[i].name.n) return c->pairs[i].value;
  return S("");
}

/* -- what they become -- */

static void link(Buf *out, Str url, Str shown) {
  buf_c(out, "<a href=\"");
  html_escape(out, url);
  buf_c(out, "\">");
  html_escape(out, shown);
  buf_c(out, "</a>");
}

static void link_paragraph(Buf *out, Str url) {
  url = str_trim(url);
  if (!url.n) return;
  Str path = url, shown;
  long query = str_chr(path, '?');
  if (query >= 0) path = str_sub(path, 0, (size_t)query);
  shown = str_base(path);
  long dot = str_rchr(shown, '.');
  bool file = dot > 0 && shown.n - (size_t)dot <= 5 && str_chr(str_sub(path, 8, path.n), '/') >= 0;
  buf_c(out, "\n\n<p>");
  link(out, url, file ? shown : url);
  buf_c(out, "</p>\n\n");
}

/* Behind the picture (and the link around it) a caption's content is its text. */
static size_t picture_end(Str s) {
  long img = str_find(s, S("<img"));
  if (img < 0) return 0;
  long end = str_chr(str_sub(s, (size_t)img, s.n), '>');
  if (end < 0) return 0;
  size_t at = (size_t)(img + end) + 1;
  long a = str_find(str_sub(s, 0, (size_t)img), S("<a"));
  long close = a >= 0 ? str_find(str_sub(s, at, s.n), S("</a>")) : -1;
  return close >= 0 ? at + (size_t)close + 4 : at;
}

static bool caption(Walk *w, const Shortcode *c, Str content) {
  size_t end = picture_end(content);
  if (!end) return false;
  Str text = str_trim(str_sub(content, end, content.n)), given = value_of(c, "caption");
  buf_c(w->out, "\n\n<figure>");
  buf_str(w->out, str_trim(str_sub(content, 0, end)));
  if (!text.n) text = given;
  if (text.n) buf_printf(w->out, "<figcaption>%.*s</figcaption>", STR(text));
  buf_c(w->out, "</figure>\n\n");
  return true;
}

static bool gallery(Walk *w, const Shortcode *c, Str content) {
  (void)content;
  Str ids = value_of(c, "ids");
  if (!ids.n) ids = value_of(c, "include");
  Str html = w->h->gallery ? w->h->gallery(w->h->ctx, w->a, ids) : S("");
  if (!html.n) return false;
  buf_printf(w->out, "\n\n%.*s\n\n", STR(html));
  return true;
}

static bool playlist(Walk *w, const Shortcode *c, Str content) {
  (void)content;
  Str rest = value_of(c, "ids"), id;
  size_t before = w->out->n;
  while (rest.n && str_split(&rest, ',', &id)) {
    Str url = w->h->file ? w->h->file(w->h->ctx, str_trim(id)) : S("");
    link_paragraph(w->out, url);
  }
  return w->out->n > before;
}

static bool embed(Walk *w, const Shortcode *c, Str content) {
  Str url = str_trim(content);
  if (!url.n) url = value_of(c, "src");
  if (!url.n) url = first_alone(c);
  if (!url.n || str_chr(url, '<') >= 0) return false;
  buf_c(w->out, "\n\n<div class=\"" WP_EMBED "\">");
  link(w->out, url, url);
  buf_c(w->out, "</div>\n\n");
  return true;
}

static bool media(Walk *w, const Shortcode *c, Str content) {
  static const char *const sources[] = { "src", "mp3", "mp4", "m4a",  "m4v", "ogg", "ogv",
                                         "wav", "wma", "wmv", "webm", "flv", "flac" };
  Str url = S("");
  for (size_t i = 0; !url.n && i < sizeof sources / sizeof sources[0]; i++)
    url = value_of(c, sources[i]);
  if (!url.n) url = first_alone(c);
  if (!url.n) {
    /* an old way: the address is the content, perhaps as a link */
    long href = str_find(content, S("href=\""));
    url = href >= 0 ? str_sub(content, (size_t)href + 6, content.n) : str_trim(content);
    long quote = href >= 0 ? str_chr(url, '"') : -1;
    if (href >= 0) url = str_sub(url, 0, quote < 0 ? 0 : (size_t)quote);
  }
  if (!url.n || str_chr(url, '<') >= 0) return false;
  link_paragraph(w->out, url);
  return true;
}

/* Editors that show HTML store code with references, others as it is. */
static bool code(Walk *w, const Shortcode *c, Str content) {
  static const char *const generic[] = { "code", "sourcecode", "source", "highlight", "crayon" };
  Str language = value_of(c, "lang");
  if (!language.n) language = value_of(c, "language");
  bool named = true;
  for (size_t i = 0; i < sizeof generic / sizeof generic[0]; i++)
    if (str_eq_nocase(c->name, str_c(generic[i]))) named = false;
  if (!language.n && named) language = c->name;
  if (!language.n) language = first_alone(c);
  bool escaped = str_find(content, S("&lt;")) >= 0 || str_find(content, S("&gt;")) >= 0 ||
                 str_find(content, S("&amp;")) >= 0;
  buf_c(w->out, "\n\n<pre><code");
  if (language.n) {
    buf_c(w->out, " class=\"language-");
    for (size_t i = 0; i < language.n && i < 30; i++)
      if (name_char(language.p[i], false) || language.p[i] == '+' || language.p[i] == '#')
        buf_byte(w->out, language.p[i]);
    buf_c(w->out, "\">");
  } else {
    buf_byte(w->out, '>');
  }
  while (content.n && (content.p[0] == '\n' || content.p[0] == '\r'))
    content = str_sub(content, 1, content.n);
  for (size_t i = 0; i < content.n; i++) {
    char ch = content.p[i];
    if (ch == '<')
      buf_c(w->out, "&lt;");
    else if (ch == '>')
      buf_c(w->out, "&gt;");
    else if (ch == '&' && !escaped)
      buf_c(w->out, "&amp;");
    else
      buf_byte(w->out, ch);
  }
  buf_c(w->out, "</code></pre>\n\n");
  return true;
}

enum { ALONE, AROUND, EITHER }; /* has it a closing? */
static const struct {
  const char *name;
  int content;
  bool (*make)(Walk *w, const Shortcode *c, Str content);
} known[] = {
  { "caption", AROUND, caption }, { "wp_caption", AROUND, caption },
  { "gallery", ALONE, gallery },  { "playlist", ALONE, playlist },
  { "embed", EITHER, embed },     { "youtube", EITHER, embed },
  { "audio", EITHER, media },     { "video", EITHER, media },
  { "wp_audio", EITHER, media },  { "wp_video", EITHER, media },
  { "code", AROUND, code },       { "sourcecode", AROUND, code },
  { "source", AROUND, code },     { "highlight", AROUND, code },
  { "crayon", AROUND, code },     { "php", AROUND, code },
  { "python", AROUND, code },     { "py", AROUND, code },
  { "js", AROUND, code },         { "javascript", AROUND, code },
  { "css", AROUND, code },        { "html", AROUND, code },
  { "xml", AROUND, code },        { "java", AROUND, code },
  { "c", AROUND, code },          { "cpp", AROUND, code },
  { "csharp", AROUND, code },     { "ruby", AROUND, code },
  { "sql", AROUND, code },        { "bash", AROUND, code },
  { "shell", AROUND, code },      { "perl", AROUND, code },
};
enum { KNOWN = sizeof known / sizeof known[0] };

/* -- finding them -- */

/* Where [/name] begins behind `at`; -1 = nowhere. */
static long closing(Str s, size_t at, Str name, size_t *end) {
  for (size_t i = at; i + name.n + 2 < s.n; i++) {
    if (s.p[i] != '[' || s.p[i + 1] != '/') continue;
    size_t to = i + 2 + name.n;
    if (to < s.n && s.p[to] == ']' && str_eq_nocase(str_sub(s, i + 2, to), name)) {
      *end = to + 1;
      return (long)i;
    }
  }
  return -1;
}

/* Brackets with words in them are no shortcodes: [sic], [1], [see below]. */
static bool looks_like_one(Walk *w, const Shortcode *c) {
  size_t end;
  if (c->ends) return true;
  for (size_t i = 0; i < c->count; i++)
    if (c->pairs[i].name.n) return true;
  if (c->count == 0 && str_chr(c->name, '_') > 0) return true;
  if (w->budget < NEAR) return false;
  w->budget -= NEAR;
  return closing(str_sub(w->s, 0, c->end + NEAR), c->end, c->name, &end) >= 0;
}

/* A tag, or code: nothing in it is a shortcode. Behind it, or `at`. */
static size_t skip_tag(Walk *w, size_t at) {
  Str s = w->s;
  static const char *const whole[] = { "<pre", "<code", "<script", "<style", "<!--" };
  static const char *const ends[] = { "</pre>", "</code>", "</script>", "</style>", "-->" };
  for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
    Str head = str_c(whole[i]);
    if (!str_eq_nocase(str_sub(s, at, at + head.n), head)) continue;
    long to = str_find(str_sub(s, at, s.n), str_c(ends[i]));
    return to < 0 ? s.n : at + (size_t)to + str_c(ends[i]).n;
  }
  char quote = '\0';
  size_t i = at + 1;
  if (i < s.n && !name_char(s.p[i], true) && s.p[i] != '/') return at;
  for (; i < s.n && i - at < w->budget; i++) {
    char c = s.p[i];
    if (quote)
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '>')
      return i + 1;
    else if (c == '<')
      break;
  }
  w->budget -= i - at < w->budget ? i - at : w->budget;
  return at;
}

/* The shortcode at `at`, made into HTML. Behind it, or `at` when it stays as it is. */
static size_t one(Walk *w, size_t at, bool *unclosed) {
  Shortcode c;
  Str s = w->s;
  if (!read_open(&c, s, at)) return at;
  if (str_eqc(c.name, "email") && c.count == 1 && str_eqc(c.pairs[0].value, "protected")) return at;
  for (size_t k = 0; k < KNOWN; k++) {
    if (!str_eq_nocase(c.name, str_c(known[k].name))) continue;
    size_t end = c.end;
    Str content = S("");
    if (known[k].content != ALONE && !c.ends && !unclosed[k]) {
      size_t behind = 0;
      long close = closing(s, c.end, c.name, &behind);
      unclosed[k] = close < 0;
      if (close >= 0) content = str_sub(s, c.end, (size_t)close), end = behind;
    }
    if (known[k].content == AROUND && end == c.end) break; /* [c] alone is a word */
    size_t before = w->out->n;
    if (known[k].make(w, &c, content)) return end;
    w->out->n = before;
    break;
  }
  if (w->h->shortcode && looks_like_one(w, &c)) w->h->shortcode(w->h->ctx, c.name, at);
  return at;
}

Str wp_shortcodes(Arena *a, Str html, const WpHandlers *h) {
  if (str_chr(html, '[') < 0) return html;
  Buf out = { 0 };
  bool unclosed[KNOWN] = { false };
  Walk w = { a, &out, html, h, 8 * html.n + 2000000 };
  for (size_t i = 0; i < html.n;) {
    size_t behind = i;
    if (html.p[i] == '<') {
      behind = skip_tag(&w, i);
      buf_str(&out, str_sub(html, i, behind));
    } else if (html.p[i] == '[' && i + 1 < html.n && html.p[i + 1] == '[') {
      /* [[name]] shows [name] */
      Shortcode c;
      if (read_open(&c, html, i + 1) && c.end < html.n && html.p[c.end] == ']') {
        buf_str(&out, str_sub(html, i + 1, c.end));
        behind = c.end + 1;
      }
    } else if (html.p[i] == '[') {
      behind = one(&w, i, unclosed);
    }
    if (behind == i)
      buf_byte(&out, html.p[i++]);
    else
      i = behind;
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}
