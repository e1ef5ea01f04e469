/* markdown_inline.c -- texts, emphasis, links: what a paragraph is made of.
 *
 * A character is escaped when it would mean something where it stands. Emphasis is
 * written with signs where CommonMark (and our rule for wide characters) would read
 * them, and as tags where it would not: "<strong>Note:</strong>this". */
#include "doc/markdown_parts.h"

#include "base/utf8.h"
#include "doc/cjk.h"
#include "doc/html.h"
#include "doc/parse.h"

/* -- characters -- */

static bool is_blank(uint32_t c) {
  return !c || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x1680;
}

static bool is_alnum(uint32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Certainly a letter or digit to every reader of Markdown: what is doubtful gets tags. */
static bool is_word(uint32_t c) {
  if (c < 0x80) return is_alnum(c);
  if (c >= 0xC0 && c <= 0x24F) return c != 0xD7 && c != 0xF7;
  if ((c >= 0x370 && c <= 0x52F && c != 0x37E && c != 0x387) || (c >= 0x5D0 && c <= 0x5EA) ||
      (c >= 0x620 && c <= 0x64A))
    return true;
  return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
         (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

static uint32_t first_char(Str s) {
  size_t i = 0;
  return s.n ? utf8_next(s, &i) : 0;
}

static uint32_t last_char(Str s) {
  size_t i = s.n;
  return s.n ? utf8_prev(s, &i) : 0;
}

/* The next character that a reader of Markdown will see behind n: of the text there, a sign
 * for what begins with one, 0 for an end. */
static uint32_t char_behind(const Node *n) {
  for (; n; n = n->parent) {
    if (n->next) {
      const Node *next = n->next;
      if (next->type == NODE_TEXT) return first_char(next->literal);
      return next->type == NODE_LINEBREAK || next->type == NODE_SOFTBREAK ? ' ' : '*';
    }
    if (!n->parent || !node_is_block(n->parent)) return '*'; /* a closing sign */
    return 0;
  }
  return 0;
}

/* -- text -- */

static bool looks_like_entity(Str s, size_t at) {
  size_t i = at + 1;
  if (i < s.n && s.p[i] == '#') i++;
  size_t start = i;
  while (i < s.n && is_alnum((unsigned char)s.p[i]) && i - start < 40) i++;
  return i > start && i < s.n && s.p[i] == ';';
}

/* '_' between letters means nothing. */
static bool underscore_counts(Str s, size_t at) {
  size_t i = at, next = at + 1;
  uint32_t before = at ? utf8_prev(s, &i) : 0;
  uint32_t after = next < s.n ? utf8_next(s, &next) : 0;
  return !(is_word(before) && is_word(after));
}

static bool star_counts(Str s, size_t at) {
  bool blank_before = at && s.p[at - 1] == ' ', blank_after = at + 1 < s.n && s.p[at + 1] == ' ';
  return !(blank_before && blank_after);
}

static bool needs_escape(const MarkdownWriter *w, Str s, size_t at, InlinePlace place,
                         const Node *n) {
  char c = s.p[at], next = at + 1 < s.n ? s.p[at + 1] : '\0';
  switch (c) {
  case '\\':
    return true;
  case '`':
  case '[':
    return true;
  case ']':
    return place.in_link;
  case '*':
    return star_counts(s, at);
  case '_':
    return underscore_counts(s, at);
  case '~':
    return true;
  case '<':
    return (next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z') || next == '/' ||
           next == '!' || next == '?' || !next;
  case '&':
    return looks_like_entity(s, at) || (!next && n->next);
  case '!':
    return !next && n->next && (n->next->type == NODE_LINK || n->next->type == NODE_IMAGE);
  case '|':
    return place.in_table;
  case '{':
    return w->directives && (next == '{' || next == '%' || next == '<');
  default:
    return false;
  }
}

/* Where the address that is bare text at `at` ends, `at` itself when there is none. A
 * backslash at *mark keeps it from becoming a link. */
static size_t bare_address(Str s, size_t at, size_t *mark) {
  static const char *const begins[] = { "http://", "https://", "ftp://", "www." };
  for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
    Str head = str_c(begins[i]);
    if (!str_eq_nocase(str_sub(s, at, at + head.n), head)) continue;
    *mark = at + (i < 3 ? head.n - 3 : head.n - 1);
    for (at += head.n; at < s.n && !strchr(" \t\n\r<", s.p[at]);) at++;
    break;
  }
  return at;
}

/* Most addresses in texts may become links; with signs in them they would be cut short. */
static bool has_signs(const MarkdownWriter *w, Str s, size_t from, size_t to, InlinePlace place,
                      const Node *n) {
  for (size_t i = from; i < to; i++)
    if (needs_escape(w, s, i, place, n)) return true;
  if (to < s.n && s.p[to] == '<') return true; /* its backslash would be of the address */
  return place.in_link || (to == s.n && char_behind(n) && char_behind(n) != ' ');
}

static void text(const MarkdownWriter *w, Buf *out, const Node *n, InlinePlace place) {
  Str s = n->literal;
  size_t mark = s.n, bare = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (i >= bare && (c == 'h' || c == 'H' || c == 'f' || c == 'F' || c == 'w' || c == 'W')) {
      size_t at = s.n;
      bare = bare_address(s, i, &at);
      if (bare > i && has_signs(w, s, i, bare, place, n)) mark = at;
    }
    if (i == mark) buf_byte(out, '\\');
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    if (needs_escape(w, s, i, place, n)) buf_byte(out, '\\');
    buf_byte(out, c);
  }
}

/* -- code -- */

static void code(Buf *out, const Node *n, InlinePlace place) {
  Str s = n->literal;
  size_t longest = 0, run = 0;
  bool blank = s.n > 0;
  for (size_t i = 0; i < s.n; i++) {
    run = s.p[i] == '`' ? run + 1 : 0;
    if (run > longest) longest = run;
    if (s.p[i] != ' ') blank = false;
  }
  /* Signs beside each other would be one. */
  if (out->n && out->p[out->n - 1] == '`') buf_c(out, "<!-- -->");
  if (!s.n || blank) { /* no signs for nothing but blanks */
    buf_c(out, "<code>");
    html_escape(out, s);
    buf_c(out, "</code>");
    return;
  }
  bool pad = s.p[0] == '`' || s.p[s.n - 1] == '`' || (s.p[0] == ' ' && s.p[s.n - 1] == ' ');
  for (size_t i = 0; i <= longest; i++) buf_byte(out, '`');
  if (pad) buf_byte(out, ' ');
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '|' && place.in_table) buf_byte(out, '\\');
    buf_byte(out, s.p[i] == '\n' ? ' ' : s.p[i]);
  }
  if (pad) buf_byte(out, ' ');
  for (size_t i = 0; i <= longest; i++) buf_byte(out, '`');
}

/* -- addresses -- */

/* In addresses and titles references are resolved before backslashes are. */
static void address(Buf *out, Str url, InlinePlace place) {
  bool plain = url.n > 0 && url.p[0] != '<';
  long depth = 0;
  for (size_t i = 0; i < url.n && plain; i++) {
    unsigned char c = (unsigned char)url.p[i];
    if (c <= ' ' || c == 0x7F || c == '<' || c == '>') plain = false;
    if (c == '(') depth++;
    if (c == ')' && --depth < 0) plain = false;
  }
  if (depth != 0) plain = false;
  if (!plain) buf_byte(out, '<');
  for (size_t i = 0; i < url.n; i++) {
    char c = url.p[i];
    if (c == '\n' || c == '\r') {
      buf_c(out, c == '\n' ? "%0A" : "%0D");
      continue;
    }
    if (c == '&' && looks_like_entity(url, i)) {
      buf_c(out, "&amp;");
      continue;
    }
    if (c == '\\' || (!plain && (c == '<' || c == '>')) || (c == '|' && place.in_table))
      buf_byte(out, '\\');
    buf_byte(out, c);
  }
  if (!plain) buf_byte(out, '>');
}

static void title(Buf *out, Str s, InlinePlace place) {
  if (!s.n) return;
  buf_c(out, " \"");
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '\n' || c == '\r') c = ' ';
    if (c == '&' && looks_like_entity(s, i)) {
      buf_c(out, "&amp;");
      continue;
    }
    if (c == '"' || c == '\\' || (c == '|' && place.in_table) || c == '<' || c == '{')
      buf_byte(out, '\\');
    buf_byte(out, c);
  }
  buf_byte(out, '"');
}

/* <https://example.org>, where the text is the address. */
static bool bare(const Node *n) {
  const Node *t = n->first;
  if (!t || t->next || t->type != NODE_TEXT || !str_eq(t->literal, n->url) || n->title.n)
    return false;
  if (!str_starts(n->url, S("http://")) && !str_starts(n->url, S("https://"))) return false;
  for (size_t i = 0; i < n->url.n; i++) {
    unsigned char c = (unsigned char)n->url.p[i];
    if (c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '\\' || c == '|') return false;
  }
  return true;
}

static void link(MarkdownWriter *w, Buf *out, const Node *n, InlinePlace place) {
  if (n->id.n || n->classes.n || n->attributes) {
    InlinePlace in = place;
    in.in_link = true;
    in.depth++;
    markdown_tag(out, S("a"), n);
    markdown_inlines(w, out, n, in);
    buf_c(out, "</a>");
    return;
  }
  if (bare(n)) {
    buf_printf(out, "<%.*s>", STR(n->url));
    return;
  }
  InlinePlace inside = place;
  inside.in_link = true;
  inside.depth++;
  buf_byte(out, '[');
  markdown_inlines(w, out, n, inside);
  buf_c(out, "](");
  address(out, n->url, place);
  title(out, n->title, place);
  buf_byte(out, ')');
}

static void image(MarkdownWriter *w, Buf *out, const Node *n, InlinePlace place) {
  InlinePlace inside = place;
  inside.in_link = true;
  inside.depth++;
  buf_c(out, "![");
  markdown_inlines(w, out, n, inside);
  buf_c(out, "](");
  address(out, n->url, place);
  title(out, n->title, place);
  buf_byte(out, ')');
}

/* -- emphasis -- */

/* Would signs around `inner` be read? `c` is '*' or '_' or '~'. */
static bool signs_work(Str before, Str inner, const Node *n, char c) {
  uint32_t out_left = last_char(before), out_right = char_behind(n);
  uint32_t in_left = first_char(inner), in_right = last_char(inner);
  if (is_blank(in_left) || is_blank(in_right) || (char)in_left == c || (char)in_right == c)
    return false;
  if (out_left == (uint32_t)c || out_right == (uint32_t)c) return false;
  bool left_free =
      !is_word(out_left) && (is_blank(out_left) || out_left < 0x80 || cjk_char(out_left));
  bool right_free =
      !is_word(out_right) && (is_blank(out_right) || out_right < 0x80 || cjk_char(out_right));
  if (c == '_') return left_free && right_free;
  bool left = is_word(in_left) || cjk_char(in_left) || left_free;
  bool right = is_word(in_right) || cjk_char(in_right) || right_free;
  return left && right;
}

static void tagged(Buf *out, const char *name, const Node *n, Str inner) {
  markdown_tag(out, str_c(name), n);
  buf_str(out, inner);
  buf_printf(out, "</%s>", name);
}

static void emphasis(MarkdownWriter *w, Buf *out, const Node *n, InlinePlace place) {
  static const char *const tags[] = { "em", "strong", "del" };
  int kind = n->type == NODE_EMPH ? 0 : n->type == NODE_STRONG ? 1 : 2;
  Buf inner = { 0 };
  InlinePlace inside = place;
  inside.depth++;
  markdown_inlines(w, &inner, n, inside);
  Str in = buf_view(&inner);
  char c = kind == 2 ? '~' : '*';
  bool works = !n->id.n && !n->classes.n && !n->attributes && signs_work(buf_view(out), in, n, c);
  if (!works && kind < 2 && !n->id.n && !n->classes.n && !n->attributes)
    works = signs_work(buf_view(out), in, n, c = '_');
  if (works) {
    buf_byte(out, c);
    if (kind) buf_byte(out, c);
    buf_str(out, in);
    buf_byte(out, c);
    if (kind) buf_byte(out, c);
  } else if (in.n) {
    tagged(out, tags[kind], n, in);
  }
  buf_free(&inner);
}

/* -- all of them -- */

static void linebreak(Buf *out, InlinePlace place) {
  while (out->n && out->p[out->n - 1] == ' ') out->n--;
  buf_c(out, place.in_table || place.one_line ? "<br>" : "\\\n");
}

static void one(MarkdownWriter *w, Buf *out, const Node *n, InlinePlace place) {
  Buf inner = { 0 };
  InlinePlace inside = place;
  inside.depth++;
  switch (n->type) {
  case NODE_TEXT:
    text(w, out, n, place);
    break;
  case NODE_SOFTBREAK:
    buf_byte(out, ' ');
    break;
  case NODE_LINEBREAK:
    linebreak(out, place);
    break;
  case NODE_CODE:
    code(out, n, place);
    break;
  case NODE_EMPH:
  case NODE_STRONG:
  case NODE_STRIKETHROUGH:
    emphasis(w, out, n, place);
    break;
  case NODE_LINK:
    link(w, out, n, place);
    break;
  case NODE_IMAGE:
    image(w, out, n, place);
    break;
  case NODE_FOOTNOTE_REFERENCE:
    buf_printf(out, "[^%.*s]", STR(n->literal));
    break;
  case NODE_HTML:
  case NODE_HTML_INLINE:
    buf_str(out, n->literal);
    break;
  case NODE_DIRECTIVE_INLINE:
    if (n->directive) buf_str(out, n->directive->open);
    if (n->literal.n && !n->first)
      buf_str(out, n->literal);
    else
      markdown_inlines(w, out, n, inside);
    if (n->directive) buf_str(out, n->directive->close);
    break;
  case NODE_ELEMENT_INLINE:
    markdown_tag(out, n->tag, n);
    if (markdown_no_end(n)) break;
    markdown_inlines(w, out, n, inside);
    buf_printf(out, "</%.*s>", STR(n->tag));
    break;
  case NODE_SPAN:
    markdown_inlines(w, &inner, n, inside);
    tagged(out, "span", n, buf_view(&inner));
    break;
  default:
    markdown_inlines(w, out, n, inside);
    break;
  }
  buf_free(&inner);
}

void markdown_inlines(MarkdownWriter *w, Buf *out, const Node *parent, InlinePlace place) {
  if (place.depth > DOC_DEPTH_MAX) {
    w->deep = true;
    return;
  }
  for (const Node *n = parent->first; n; n = n->next) one(w, out, n, place);
}

/* -- the beginnings of lines -- */

static size_t run_of(Str line, char c) {
  size_t i = 0;
  while (i < line.n && line.p[i] == c) i++;
  return i;
}

static bool ends_word(Str line, size_t at) {
  return at >= line.n || line.p[at] == ' ';
}

/* All of the line is these characters and blanks: a break, an underline. */
static bool only(Str line, char c) {
  for (size_t i = 0; i < line.n; i++)
    if (line.p[i] != c && line.p[i] != ' ') return false;
  return line.n > 0;
}

/* Where a backslash keeps the line from beginning something; line.n: nowhere. */
static size_t escape_at(const MarkdownWriter *w, Str line) {
  if (!line.n) return line.n;
  char c = line.p[0];
  if (c == '#' && run_of(line, '#') <= 6 && ends_word(line, run_of(line, '#'))) return 0;
  if (c == '>') return 0;
  if ((c == '-' || c == '+') && (ends_word(line, 1) || only(line, c))) return 0;
  if (c == '*' && ends_word(line, 1)) return 0;
  if (c == '=' && only(line, c)) return 0;
  if (c == ':' && (w->directives & DIRECTIVES_FENCED) && run_of(line, ':') >= 3) return 0;
  /* A line of '|', '-' and ':' below another could make a table of both. */
  size_t i = 0;
  bool dash = false;
  for (; i < line.n && line.p[i] && strchr("|-: ", line.p[i]); i++) dash = dash || line.p[i] == '-';
  if (i == line.n && dash) return 0;
  i = 0;
  while (i < line.n && i < 10 && line.p[i] >= '0' && line.p[i] <= '9') i++;
  if (i && i < 10 && i < line.n && (line.p[i] == '.' || line.p[i] == ')') && ends_word(line, i + 1))
    return i;
  return line.n;
}

void markdown_paragraph(const MarkdownWriter *w, Buf *out, Str inlines) {
  Str rest = inlines, line;
  bool first = true;
  while (str_split(&rest, '\n', &line)) {
    /* ASCII blanks at either end mean nothing, or four of them code. */
    size_t from = 0, to = line.n;
    while (from < to && (line.p[from] == ' ' || line.p[from] == '\t')) from++;
    bool hard = to > from && line.p[to - 1] == '\\' && rest.p;
    while (!hard && to > from && (line.p[to - 1] == ' ' || line.p[to - 1] == '\t')) to--;
    line = str_sub(line, from, to);
    if (!first) buf_byte(out, '\n');
    first = false;
    size_t at = escape_at(w, line);
    buf_str(out, str_sub(line, 0, at));
    if (at < line.n) buf_byte(out, '\\');
    buf_str(out, str_sub(line, at, line.n));
  }
}

bool markdown_no_end(const Node *n) {
  static const char *const names[] = { "wbr", "input", "source", "track", "br", "hr", "img" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (str_eqc(n->tag, names[i])) return true;
  return false;
}

void markdown_tag(Buf *out, Str name, const Node *n) {
  buf_printf(out, "<%.*s", STR(name));
  if ((node_is_element(n) || n->type == NODE_LINK) && n->url.n) {
    buf_c(out, n->type == NODE_LINK ? " href=\"" : " src=\"");
    html_escape_url(out, n->url);
    buf_byte(out, '"');
  }
  if (n->id.n) {
    buf_c(out, " id=\"");
    html_escape(out, n->id);
    buf_byte(out, '"');
  }
  if (n->classes.n) {
    buf_c(out, " class=\"");
    html_escape(out, n->classes);
    buf_byte(out, '"');
  }
  for (const Attribute *a = n->attributes; a; a = a->next) {
    buf_printf(out, " %.*s=\"", STR(a->name));
    html_escape(out, a->value);
    buf_byte(out, '"');
  }
  buf_byte(out, '>');
}
