/* wp_blocks.c -- the block editor's comments.
 *
 * <!-- wp:paragraph --> ... <!-- /wp:paragraph --> hold HTML that is complete; the comments
 * go. <!-- wp:latest-posts {...} /--> holds nothing: the server fills it when the page is asked
 * for, so it is told; <!-- wp:block {"ref":12} /--> is the text of another entry. */
#include "import/wp_html.h"

bool wp_has_blocks(Str html) {
  return str_find(html, S("<!-- wp:")) >= 0;
}

static Str name_of(Str comment) {
  size_t i = 0;
  while (i < comment.n && comment.p[i] != ' ' && comment.p[i] != '{' && comment.p[i] != '/') i++;
  /* a plugin's own blocks are called namespace/name */
  if (i + 1 < comment.n && comment.p[i] == '/' && comment.p[i + 1] != '-') {
    i++;
    while (i < comment.n && comment.p[i] != ' ' && comment.p[i] != '{') i++;
  }
  return str_sub(comment, 0, i);
}

/* The digits behind "ref": in the block's attributes. */
static Str reference(Str comment) {
  long at = str_find(comment, S("\"ref\":"));
  if (at < 0) return S("");
  size_t from = (size_t)at + 6, to = from;
  while (to < comment.n && comment.p[to] >= '0' && comment.p[to] <= '9') to++;
  return str_sub(comment, from, to);
}

/* The address in <div class="wp-block-embed__wrapper">, which is bare text there. */
static size_t embedded(Buf *out, Str html, size_t at) {
  static const char opening[] = WP_EMBED "\">";
  if (!str_starts(str_sub(html, at, html.n), str_c(opening))) return 0;
  size_t from = at + sizeof opening - 1;
  long to = str_chr(str_sub(html, from, from + 2100), '<');
  Str url = to < 0 ? S("") : str_trim(str_sub(html, from, from + (size_t)to));
  if (!str_starts(url, S("http://")) && !str_starts(url, S("https://"))) return 0;
  /* References of the text are right in the attribute, too. */
  buf_printf(out, "%s<a href=\"%.*s\">%.*s</a>", opening, STR(url), STR(url));
  return from + (size_t)to;
}

/* A cell of a table: which side its text is on stands in a class of the theme's. Behind the tag. */
static size_t aligned(Buf *out, Str html, size_t at) {
  static const char *const sides[] = { "left", "center", "right" };
  static const char name[] = "has-text-align-";
  Str head = str_sub(html, at, at + 4);
  if (!str_eqc(head, "<td ") && !str_eqc(head, "<th ")) return 0;
  long to = str_chr(str_sub(html, at, at + 2000), '>');
  Str tag = to < 0 ? S("") : str_sub(html, at, at + (size_t)to);
  long found = str_find(tag, S("has-text-align-"));
  if (found < 0) return 0;
  Str side = str_sub(tag, (size_t)found + sizeof name - 1, tag.n);
  for (size_t i = 0; i < 3; i++) {
    if (!str_starts(side, str_c(sides[i]))) continue;
    buf_printf(out, "%.*salign=\"%s\" ", STR(head), sides[i]);
    buf_str(out, str_sub(tag, 4, tag.n));
    buf_byte(out, '>');
    return at + tag.n + 1;
  }
  return 0;
}

static void walk(Buf *out, Str html, const WpHandlers *h, int depth) {
  for (size_t i = 0; i < html.n;) {
    if (html.p[i] == 'w' || html.p[i] == '<') {
      size_t behind = html.p[i] == 'w' ? embedded(out, html, i) : aligned(out, html, i);
      if (behind) {
        i = behind;
        continue;
      }
    }
    Str rest = str_sub(html, i, html.n);
    bool opens = html.p[i] == '<' && str_starts(rest, S("<!-- wp:"));
    if (!opens && !(html.p[i] == '<' && str_starts(rest, S("<!-- /wp:")))) {
      buf_byte(out, html.p[i++]);
      continue;
    }
    long to = str_find(rest, S("-->"));
    size_t end = to < 0 ? html.n : i + (size_t)to + 3;
    Str comment = str_trim(str_sub(html, i + 8, to < 0 ? html.n : end - 3));
    if (opens && str_ends(comment, S("/"))) {
      Str name = name_of(comment);
      Str text = str_eqc(name, "block") && depth < 4 && h->reusable
                     ? h->reusable(h->ctx, reference(comment))
                     : S("");
      if (text.n)
        walk(out, text, h, depth + 1);
      else if (h->block && !str_eqc(name, "more") && !str_eqc(name, "spacer") &&
               !str_eqc(name, "footnotes"))
        h->block(h->ctx, name, i);
    }
    i = end;
  }
}

Str wp_blocks(Arena *a, Str html, const WpHandlers *h) {
  Buf out = { 0 };
  walk(&out, html, h, 0);
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}
