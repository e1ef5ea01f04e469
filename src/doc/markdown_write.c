/* markdown_write.c -- blocks: each on lines of its own, with a blank line between.
 *
 * A line's prefix ("> ", blanks of an item) is kept in one buffer that grows on the way
 * down; the first line of an item has its sign in place of the blanks. */
#include "doc/markdown_write.h"

#include "doc/html.h"
#include "doc/markdown_parts.h"
#include "doc/parse.h"

#include <stdio.h>

typedef struct {
  MarkdownWriter w;
  Buf prefix;
  Buf sign;     /* what the next line has behind the prefix it had before: "- " */
  size_t above; /* length of that prefix */
  bool begun;   /* something was written */
} Blocks;

static void blocks(Blocks *b, const Node *parent, size_t depth, bool tight);

/* -- lines -- */

/* One line with what stands in front of it. */
static void put_line(Blocks *b, Str text) {
  Buf *out = b->w.out;
  size_t start = out->n;
  if (b->sign.n) {
    buf_str(out, str_sub(buf_view(&b->prefix), 0, b->above));
    buf_str(out, buf_view(&b->sign));
    buf_clear(&b->sign);
  } else {
    buf_str(out, buf_view(&b->prefix));
  }
  buf_str(out, text);
  if (!text.n)
    while (out->n > start && out->p[out->n - 1] == ' ') out->n--;
  buf_byte(out, '\n');
  b->begun = true;
}

static void put_lines(Blocks *b, Str text) {
  Str rest = text, line;
  while (str_split(&rest, '\n', &line)) put_line(b, line);
}

/* -- leaves -- */

static void paragraph(Blocks *b, const Node *n) {
  Buf inlines = { 0 }, lines = { 0 };
  markdown_inlines(&b->w, &inlines, n, (InlinePlace){ 0 });
  markdown_paragraph(&b->w, &lines, str_trim(buf_view(&inlines)));
  put_lines(b, buf_view(&lines));
  buf_free(&inlines);
  buf_free(&lines);
}

static void heading(Blocks *b, const Node *n) {
  Buf inlines = { 0 }, line = { 0 };
  markdown_inlines(&b->w, &inlines, n, (InlinePlace){ .one_line = true });
  for (unsigned i = 0; i < n->level; i++) buf_byte(&line, '#');
  buf_byte(&line, ' ');
  Str text = str_trim(buf_view(&inlines));
  size_t end = text.n;
  while (end > 0 && text.p[end - 1] == '#') end--;
  /* {#...} at the end would be its id. */
  long brace = str_ends(text, S("}")) ? str_rchr(text, '{') : -1;
  if (brace >= 0 && (size_t)brace + 1 < text.n && text.p[brace + 1] == '#' &&
      !(brace > 0 && text.p[brace - 1] == '\\')) {
    buf_str(&line, str_sub(text, 0, (size_t)brace));
    buf_byte(&line, '\\');
    text = str_sub(text, (size_t)brace, text.n);
    end = text.n;
  }
  buf_str(&line, str_sub(text, 0, end));
  if (end < text.n) buf_byte(&line, '\\'); /* it would close the heading */
  buf_str(&line, str_sub(text, end, text.n));
  put_line(b, str_n(line.p, line.n));
  buf_free(&inlines);
  buf_free(&line);
}

static void code_block(Blocks *b, const Node *n) {
  Str s = n->literal;
  size_t longest = 2, run = 0;
  for (size_t i = 0; i < s.n; i++) {
    run = s.p[i] == '`' ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  Buf fence = { 0 };
  for (size_t i = 0; i <= longest; i++) buf_byte(&fence, '`');
  size_t bare = fence.n;
  for (size_t i = 0; i < n->info.n; i++) {
    char c = n->info.p[i];
    if (c == '\\') buf_byte(&fence, c);
    if (c == '&') {
      buf_c(&fence, "&amp;");
      continue;
    }
    buf_byte(&fence, c == '`' || c == '\n' ? ' ' : c);
  }
  put_line(b, buf_view(&fence));
  if (s.n && s.p[s.n - 1] == '\n') s.n--;
  if (n->literal.n) put_lines(b, s);
  put_line(b, str_n(fence.p, bare));
  buf_free(&fence);
}

/* A caption that is plain text fits into the picture's title. */
static bool plain_caption(const Node *figure) {
  const Node *caption = figure->last;
  if (!caption || caption->type != NODE_CAPTION || figure->rights || figure->classes.n)
    return false;
  const Node *shown = figure->first;
  if (!shown || shown->next != caption) return false;
  const Node *image = shown->type == NODE_LINK ? shown->first : shown;
  if (!image || image->type != NODE_IMAGE || image->next != (shown == image ? caption : NULL) ||
      image->title.n)
    return false;
  for (const Node *t = caption->first; t; t = t->next)
    if (t->type != NODE_TEXT && t->type != NODE_SOFTBREAK) return false;
  return caption->first != NULL;
}

static Str caption_text(Buf *out, const Node *caption) {
  for (const Node *t = caption->first; t; t = t->next)
    if (t->type == NODE_TEXT)
      buf_str(out, t->literal);
    else
      buf_byte(out, ' ');
  return str_trim(buf_view(out));
}

/* The picture with the caption as its title. */
static void captioned(Blocks *b, const Node *n) {
  Buf text = { 0 };
  Node whole = *n, shown = *n->first, inner;
  Node *image = &shown;
  if (shown.type == NODE_LINK) {
    inner = *shown.first;
    inner.parent = &shown;
    shown.first = shown.last = &inner;
    image = &inner;
  }
  image->title = caption_text(&text, n->last);
  shown.next = NULL;
  shown.parent = &whole;
  whole.first = whole.last = &shown;
  paragraph(b, &whole);
  buf_free(&text);
}

/* As HTML on lines of its own, for what Markdown cannot say. */
static void as_html(Blocks *b, const Node *n) {
  Buf html = { 0 };
  Diags d = { 0 };
  if (html_write(&html, n, &(HtmlOptions){ .exact = true }, &d))
    put_lines(b, str_trim(buf_view(&html)));
  buf_free(&html);
  diags_free(&d);
}

/* Has it what signs have no place for? */
static bool is_marked(const Node *n) {
  return n->id.n || n->classes.n || n->attributes;
}

static void figure(Blocks *b, const Node *n) {
  if (plain_caption(n))
    captioned(b, n);
  else
    as_html(b, n);
}

/* -- tables -- */

static void cell(Blocks *b, Buf *line, const Node *n) {
  Buf inlines = { 0 };
  if (n) markdown_inlines(&b->w, &inlines, n, (InlinePlace){ .in_table = true, .one_line = true });
  buf_byte(line, ' ');
  buf_str(line, str_trim(buf_view(&inlines)));
  buf_c(line, inlines.n ? " |" : "|");
  buf_free(&inlines);
}

static void row(Blocks *b, const Node *n, uint32_t columns) {
  Buf line = { 0 };
  buf_byte(&line, '|');
  const Node *c = n ? n->first : NULL;
  for (uint32_t i = 0; i < columns; i++) {
    cell(b, &line, c);
    if (c) c = c->next;
  }
  put_line(b, buf_view(&line));
  buf_free(&line);
}

static void table(Blocks *b, const Node *n) {
  static const char *const rules[] = { " --- |", " :-- |", " :-: |", " --: |" };
  const Node *first = n->first;
  bool headed = first && first->header;
  row(b, headed ? first : NULL, n->columns);
  Buf line = { 0 };
  buf_byte(&line, '|');
  for (uint32_t i = 0; i < n->columns; i++) buf_c(&line, rules[n->align ? n->align[i] & 3 : 0]);
  put_line(b, buf_view(&line));
  for (const Node *r = headed ? first->next : first; r; r = r->next) row(b, r, n->columns);
  buf_free(&line);
}

/* -- containers -- */

/* Children one level down: `sign` in front of the first line, `blanks` of the others. */
static void inside(Blocks *b, const Node *n, Str sign, Str others, size_t depth, bool tight) {
  size_t length = b->prefix.n;
  if (!b->sign.n) b->above = length;
  buf_str(&b->sign, sign);
  buf_str(&b->prefix, others);
  if (n->first)
    blocks(b, n, depth, tight);
  else
    put_line(b, S(""));
  if (b->sign.n) put_line(b, S("")); /* its children wrote nothing */
  b->prefix.n = length;
}

/* How many lists of this kind stand right before: their signs must differ. */
static bool other_sign(const Node *list) {
  size_t same = 0;
  for (const Node *p = list->prev; p && p->type == NODE_LIST && p->ordered == list->ordered;
       p = p->prev)
    same++;
  return same % 2;
}

static void list(Blocks *b, const Node *n, size_t depth) {
  bool other = other_sign(n);
  uint32_t number = n->start;
  for (const Node *item = n->first; item; item = item->next) {
    char sign[24] = "- ", blanks[24];
    if (n->ordered)
      snprintf(sign, sizeof sign, "%u%c ", number++, other ? ')' : '.');
    else if (other)
      sign[0] = '*';
    size_t width = strlen(sign);
    memset(blanks, ' ', width);
    blanks[width] = '\0';
    if (item->task) strcat(sign, item->task == TASK_DONE ? "[x] " : "[ ] ");
    if (item != n->first && !n->tight) put_line(b, S(""));
    inside(b, item, str_c(sign), str_c(blanks), depth + 1, n->tight);
  }
}

static void tagged(Blocks *b, Str name, const Node *n, size_t depth) {
  Buf line = { 0 };
  markdown_tag(&line, name, n);
  put_line(b, buf_view(&line));
  put_line(b, S(""));
  if (n->first) {
    blocks(b, n, depth + 1, false);
    put_line(b, S(""));
  }
  buf_clear(&line);
  buf_printf(&line, "</%.*s>", STR(name));
  put_line(b, buf_view(&line));
  buf_free(&line);
}

/* Text without a paragraph of its own has no form in Markdown, and neither have cells. */
static bool only_html(const Node *n) {
  static const char *const names[] = { "table", "dl", "pre", "video", "audio", "ul", "ol" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (str_eqc(n->tag, names[i])) return true;
  for (const Node *c = n->first; c; c = c->next)
    if (c->bare || !node_is_block(c)) return true;
  return false;
}

static void element(Blocks *b, const Node *n, size_t depth) {
  if (only_html(n))
    as_html(b, n);
  else
    tagged(b, n->tag, n, depth);
}

static void quoted(Buf *line, Str s) {
  buf_byte(line, '"');
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '"' || c == '\\') buf_byte(line, '\\');
    buf_byte(line, c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
  }
  buf_byte(line, '"');
}

/* A film of another site: readers get the card, authors a line that they can edit. */
static bool card(Blocks *b, const Node *n) {
  Str url, title;
  if (!markdown_card(n, &url, &title)) return false;
  Buf line = { 0 };
  buf_c(&line, "{{< embed ");
  quoted(&line, url);
  if (title.n) buf_c(&line, " title="), quoted(&line, title);
  buf_c(&line, " >}}");
  put_line(b, buf_view(&line));
  buf_free(&line);
  return true;
}

static void directive(Blocks *b, const Node *n, size_t depth) {
  if (n->directive) put_lines(b, n->directive->open);
  if (n->literal.n && !n->first)
    put_lines(b, str_ends(n->literal, S("\n")) ? str_sub(n->literal, 0, n->literal.n - 1)
                                               : n->literal);
  else if (n->first) {
    put_line(b, S(""));
    blocks(b, n, depth + 1, false);
    put_line(b, S(""));
  }
  if (n->directive && n->directive->close.n) put_lines(b, n->directive->close);
}

static void footnote(Blocks *b, const Node *n, size_t depth) {
  Buf sign = { 0 };
  buf_printf(&sign, "[^%.*s]: ", STR(n->literal));
  inside(b, n, buf_view(&sign), S("    "), depth + 1, false);
  buf_free(&sign);
}

static void block(Blocks *b, const Node *n, size_t depth) {
  if (is_marked(n) && !node_is_element(n) && n->type != NODE_DIV && n->type != NODE_FIGURE &&
      n->type != NODE_FOOTNOTE_DEFINITION && !node_is_directive(n)) {
    as_html(b, n);
    return;
  }
  switch (n->type) {
  case NODE_PARAGRAPH:
  case NODE_CAPTION:
    paragraph(b, n);
    break;
  case NODE_HEADING:
    heading(b, n);
    break;
  case NODE_LIST:
    list(b, n, depth);
    break;
  case NODE_BLOCK_QUOTE:
    inside(b, n, S("> "), S("> "), depth + 1, false);
    break;
  case NODE_CODE_BLOCK:
    code_block(b, n);
    break;
  case NODE_THEMATIC_BREAK:
    put_line(b, S("---"));
    break;
  case NODE_TABLE:
    table(b, n);
    break;
  case NODE_FOOTNOTE_DEFINITION:
    footnote(b, n, depth);
    break;
  case NODE_ELEMENT:
    element(b, n, depth);
    break;
  case NODE_DIV:
    if (!card(b, n)) tagged(b, S("div"), n, depth);
    break;
  case NODE_FIGURE:
    figure(b, n);
    break;
  case NODE_DIRECTIVE:
    directive(b, n, depth);
    break;
  case NODE_HTML_BLOCK:
  case NODE_HTML:
    put_lines(b, str_trim(n->literal));
    break;
  default:
    blocks(b, n, depth + 1, false);
    break;
  }
}

/* Would the two become one without something between them? */
static bool run_together(const Node *one, const Node *two) {
  return one->type == NODE_BLOCK_QUOTE && two->type == NODE_BLOCK_QUOTE;
}

static void blocks(Blocks *b, const Node *parent, size_t depth, bool tight) {
  if (depth > DOC_DEPTH_MAX) b->w.deep = true;
  if (b->w.deep) return;
  for (const Node *n = parent->first; n; n = n->next) {
    if (n != parent->first) {
      if (!tight || (n->type == NODE_PARAGRAPH && n->prev->type == NODE_PARAGRAPH))
        put_line(b, S(""));
      if (run_together(n->prev, n)) {
        put_line(b, S("<!-- -->"));
        put_line(b, S(""));
      }
    }
    block(b, n, depth);
  }
}

bool markdown_write(Buf *out, const Node *root, const MarkdownWriteOptions *options) {
  Blocks b = { .w = { .out = out, .directives = options ? options->directives : DIRECTIVES_ALL } };
  if (node_holds_inlines(root->type))
    block(&b, root, 0);
  else
    blocks(&b, root, 0, false);
  buf_free(&b.prefix);
  buf_free(&b.sign);
  return !b.w.deep;
}
