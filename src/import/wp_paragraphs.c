/* wp_paragraphs.c -- blank lines become paragraphs, line ends become breaks.
 *
 * After WordPress's wpautop, written as one pass over pieces instead of some thirty
 * replacements: tags of blocks end a paragraph, texts between them are cut at blank lines,
 * and what stands in <pre>, <script>, <style> and <textarea> is left alone. Inside a block that
 * holds text of its own (<div>, <td>, <li>, <blockquote> ...) WordPress makes paragraphs of
 * what has blank lines around it only; so does this. */
#include "import/wp_html.h"

static const char *const blocks[] = {
  "table",  "thead",    "tfoot",  "caption",    "col",     "colgroup",   "tbody",   "tr",
  "td",     "th",       "div",    "dl",         "dd",      "dt",         "ul",      "ol",
  "li",     "pre",      "form",   "map",        "area",    "blockquote", "address", "math",
  "style",  "p",        "h1",     "h2",         "h3",      "h4",         "h5",      "h6",
  "hr",     "fieldset", "legend", "section",    "article", "aside",      "hgroup",  "header",
  "footer", "nav",      "figure", "figcaption", "details", "menu",       "summary", "main",
  "script", "iframe",   "video",  "audio",      "object",  "textarea",   "select",  "option",
};
static const char *const verbatim[] = { "pre", "script", "style", "textarea", "svg" };

static bool among(Str name, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (str_eq_nocase(name, str_c(list[i]))) return true;
  return false;
}

/* The tag at `at`: its end and name; false when '<' is text there. What is looked at in vain
 * is taken off *budget, so that a text of nothing but half tags costs no more than linear time. */
static bool tag_at(Str s, size_t at, size_t *end, Str *name, bool *closing, size_t *budget) {
  size_t i = at + 1;
  *closing = i < s.n && s.p[i] == '/';
  if (*closing) i++;
  size_t from = i;
  while (i < s.n && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
                     (i > from && s.p[i] >= '0' && s.p[i] <= '9')))
    i++;
  *name = str_sub(s, from, i);
  if (str_starts(str_sub(s, at, s.n), S("<!--"))) {
    long to = str_find(str_sub(s, at, s.n), S("-->"));
    *end = to < 0 ? s.n : at + (size_t)to + 3;
    return true;
  }
  if (i == from) return false;
  char quote = '\0';
  for (; i < s.n; i++) {
    char c = s.p[i];
    if (quote)
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '>') {
      *end = i + 1;
      return true;
    } else if (c == '<') {
      return false;
    }
    if (i - at >= *budget) break;
  }
  *budget -= i - at < *budget ? i - at : *budget;
  return false;
}

/* Behind </name>, from `at`; s.n when there is none. */
static size_t closed(Str s, size_t at, Str name) {
  for (size_t i = at; i + 2 + name.n < s.n; i++) {
    if (s.p[i] != '<' || s.p[i + 1] != '/') continue;
    if (!str_eq_nocase(str_sub(s, i + 2, i + 2 + name.n), name)) continue;
    long to = str_chr(str_sub(s, i, s.n), '>');
    return to < 0 ? s.n : i + (size_t)to + 1;
  }
  return s.n;
}

typedef struct {
  Buf *out;
  size_t depth;   /* blocks that are open */
  size_t no_text; /* <p> and headings that are open: their text is one paragraph */
} Paragraphs;

static bool line_end(char c) {
  return c == '\n' || c == '\r';
}

/* The end of the line at `at`, and where the next begins. */
static size_t eol(Str s, size_t at, size_t *next) {
  while (at < s.n && !line_end(s.p[at])) at++;
  *next = at + (at < s.n) + (at + 1 < s.n && s.p[at] == '\r' && s.p[at + 1] == '\n');
  return at;
}

/* Lines of one paragraph: breaks between them. A <br> that is there already is enough. */
static void lines(Buf *out, Str s) {
  size_t at = 0, next;
  while (at < s.n) {
    size_t end = eol(s, at, &next);
    Str line = str_sub(s, at, end);
    buf_str(out, line);
    at = next;
    if (at >= s.n) break;
    Str trimmed = str_trim(line);
    bool has = str_ends(trimmed, S("<br>")) || str_ends(trimmed, S("<br />")) ||
               str_ends(trimmed, S("<br/>")) || str_ends(trimmed, S("-->"));
    buf_c(out, has ? "\n" : "<br>\n");
  }
}

static bool only_comments(Str s) {
  s = str_trim(s);
  while (s.n && str_starts(s, S("<!--"))) {
    long to = str_find(s, S("-->"));
    if (to < 0) return true;
    s = str_trim(str_sub(s, (size_t)to + 3, s.n));
  }
  return s.n == 0;
}

/* Text between two tags of blocks. */
static void text(Paragraphs *p, Str s) {
  if (!str_trim(s).n) return;
  if (p->no_text) {
    lines(p->out, s);
    return;
  }
  bool first = true;
  size_t at = 0;
  while (at < s.n) {
    /* A paragraph goes to the next line of blanks. */
    size_t end = at, next = at, from = at;
    while (at < s.n) {
      end = eol(s, at, &next);
      if (!str_trim(str_sub(s, at, end)).n) break;
      at = next;
    }
    Str part = str_trim(str_sub(s, from, at));
    bool last = !str_trim(str_sub(s, next, s.n)).n;
    if (part.n) {
      bool bare = (first && last && p->depth) || only_comments(part);
      buf_c(p->out, bare ? "" : "<p>");
      lines(p->out, part);
      buf_c(p->out, bare ? "" : "</p>\n");
      first = false;
    }
    at = next > at ? next : at;
    if (at == from) at++;
  }
}

static void open_close(Paragraphs *p, Str name, bool closing, bool empty) {
  bool plain =
      str_eq_nocase(name, S("p")) || (name.n == 2 && (name.p[0] == 'h' || name.p[0] == 'H') &&
                                      name.p[1] != 'r' && name.p[1] != 'R');
  if (empty || str_eq_nocase(name, S("hr")) || str_eq_nocase(name, S("col")) ||
      str_eq_nocase(name, S("area")))
    return;
  size_t *count = plain ? &p->no_text : &p->depth;
  if (!closing)
    ++*count;
  else if (*count)
    --*count;
}

Str wp_paragraphs(Arena *a, Str html) {
  Buf out = { 0 };
  Paragraphs p = { .out = &out };
  size_t i = 0, from = 0; /* from: where the text before i begins */
  size_t budget = 8 * html.n + 65536;
  while (i < html.n) {
    size_t end;
    Str name;
    bool closing;
    if (html.p[i] != '<' || !tag_at(html, i, &end, &name, &closing, &budget)) {
      i++;
      continue;
    }
    if (!among(name, blocks, sizeof blocks / sizeof blocks[0])) {
      i = !closing && among(name, verbatim, sizeof verbatim / sizeof verbatim[0])
              ? closed(html, end, name)
              : end;
      continue;
    }
    text(&p, str_sub(html, from, i));
    if (!closing && among(name, verbatim, sizeof verbatim / sizeof verbatim[0])) {
      end = closed(html, end, name);
    } else {
      bool empty = html.p[end - 2] == '/';
      open_close(&p, name, closing, empty);
    }
    buf_str(&out, str_sub(html, i, end));
    buf_byte(&out, '\n');
    i = from = end;
  }
  text(&p, str_sub(html, from, html.n));
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}
