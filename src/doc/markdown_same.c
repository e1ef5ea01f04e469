/* markdown_same.c -- two trees as one line of text each, in which what nobody sees is left
 * out; then the lines are compared. */
#include "doc/markdown_parts.h"

#include <stdio.h>

typedef struct {
  Buf out;
  bool blank; /* white space waits for a character */
} Flat;

/* A mark for structure. Texts cannot hold the byte, so nothing can imitate it. */
static void mark(Flat *f, const char *name) {
  f->blank = false;
  buf_byte(&f->out, '\1');
  buf_c(&f->out, name);
  buf_byte(&f->out, '\2');
}

static bool at_start(const Flat *f) {
  return !f->out.n || f->out.p[f->out.n - 1] == '\2';
}

static void words(Flat *f, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      f->blank = true;
      continue;
    }
    if (f->blank && !at_start(f)) buf_byte(&f->out, ' ');
    f->blank = false;
    buf_byte(&f->out, c >= 0 && c < 3 ? '?' : c);
  }
}

static void value(Flat *f, const char *name, Str s) {
  if (!s.n) return;
  buf_byte(&f->out, '\1');
  buf_c(&f->out, name);
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    buf_byte(&f->out, c == '\r' || c == '\n' || c == '\t' ? ' ' : c);
  }
  buf_byte(&f->out, '\2');
}

/* The address is the text, or the text with what an autolink adds. */
static bool shows_itself(const Node *n) {
  const Node *t = n->first;
  if (n->type != NODE_LINK || !t || t->next || t->type != NODE_TEXT || n->title.n) return false;
  Str shown = t->literal;
  if (!shown.n || !str_ends(n->url, shown)) return false;
  Str added = str_sub(n->url, 0, n->url.n - shown.n);
  return !added.n || str_eq(added, S("mailto:")) || str_eq(added, S("http://"));
}

/* A picture alone: what Markdown makes a figure of when there is a caption. */
static bool only_picture(const Node *n) {
  const Node *one = n->first;
  if (!one || one->next) return false;
  if (one->type == NODE_LINK) one = one->first && !one->first->next ? one->first : NULL;
  return one && one->type == NODE_IMAGE;
}

/* html_enter_other.c makes these. */
static bool read_card(const Node *n, Str *url, Str *title) {
  const Node *p = n->first, *link = p && !p->next ? p->first : NULL;
  if (!link || link->next || link->type != NODE_LINK || !link->url.n) return false;
  const Node *t = link->first;
  if (!t || t->next || t->type != NODE_TEXT) return false;
  *url = link->url;
  *title = t->literal;
  if (!str_ends(*url, *title)) return true;
  Str added = str_sub(*url, 0, url->n - title->n);
  if (!added.n || str_ends(added, S("://")) || str_ends(added, S("://www."))) *title = S("");
  return true;
}

bool markdown_card(const Node *n, Str *url, Str *title) {
  *url = *title = S("");
  if (n->type == NODE_DIV && str_eqc(n->classes, "embed")) return read_card(n, url, title);
  const DirectiveData *d = n->type == NODE_DIRECTIVE ? n->directive : NULL;
  if (!d || n->first || d->problem || !str_eqc(d->name, "embed")) return false;
  for (size_t i = 0; i < d->count; i++) {
    if (!d->values[i].name.n && !i)
      *url = d->values[i].value;
    else if (str_eqc(d->values[i].name, "title"))
      *title = d->values[i].value;
    else
      return false;
  }
  return url->n > 0;
}

static bool enter_card(Flat *f, const Node *n) {
  Str url, title;
  if (!markdown_card(n, &url, &title)) return false;
  mark(f, "card");
  value(f, "url ", url);
  value(f, "title ", title);
  return true;
}

static void enter(Flat *f, const Node *n) {
  char number[32];
  switch (n->type) {
  case NODE_DOCUMENT:
  case NODE_SPAN:
    return;
  case NODE_TEXT:
    words(f, n->literal);
    return;
  case NODE_SOFTBREAK:
    f->blank = true;
    return;
  case NODE_LINK:
    if (shows_itself(n)) return;
    break;
  case NODE_PARAGRAPH:
    if (only_picture(n)) {
      mark(f, "figure");
      return;
    }
    break;
  default:
    break;
  }
  Str name = node_type_name(n->type);
  f->blank = f->blank && !node_is_block(n);
  if (f->blank && !at_start(f)) buf_byte(&f->out, ' ');
  f->blank = false;
  buf_byte(&f->out, '\1');
  buf_str(&f->out, name);
  if (n->type == NODE_HEADING || n->type == NODE_LIST || n->type == NODE_TABLE) {
    snprintf(number, sizeof number, " %u %u %u %u", n->level, n->ordered, n->ordered ? n->start : 0,
             n->columns);
    buf_c(&f->out, number);
  }
  if (n->type == NODE_ITEM && n->task) buf_byte(&f->out, n->task == TASK_DONE ? 'x' : 'o');
  buf_byte(&f->out, '\2');
  if (n->type == NODE_FOOTNOTE_REFERENCE || n->type == NODE_FOOTNOTE_DEFINITION)
    value(f, "note ", n->literal);
  value(f, "tag ", n->tag);
  value(f, "url ", n->url);
  value(f, "title ", n->title);
  value(f, "info ", n->info);
  value(f, "class ", n->classes);
  for (const Attribute *a = n->attributes; a; a = a->next) {
    value(f, "name ", a->name);
    value(f, "value ", a->value);
  }
  if (n->type == NODE_CODE_BLOCK || n->type == NODE_CODE || n->type == NODE_HTML ||
      n->type == NODE_HTML_BLOCK || n->type == NODE_HTML_INLINE) {
    Str s = n->literal;
    if (n->type == NODE_CODE_BLOCK && str_ends(s, S("\n"))) s.n--;
    if (n->type == NODE_CODE)
      words(f, s);
    else
      buf_str(&f->out, s);
  }
}

static void leave(Flat *f, const Node *n) {
  if (n->type == NODE_DOCUMENT || n->type == NODE_SPAN || n->type == NODE_TEXT ||
      n->type == NODE_SOFTBREAK || shows_itself(n))
    return;
  if (node_is_block(n)) f->blank = false;
  buf_c(&f->out, "\1/\2");
}

/* A paragraph without anything in it is no paragraph. */
static bool empty(const Node *n) {
  if (n->type != NODE_PARAGRAPH) return false;
  for (const Node *c = n->first; c; c = c->next)
    if (c->type != NODE_SOFTBREAK && (c->type != NODE_TEXT || str_trim(c->literal).n)) return false;
  return true;
}

static void flatten(Flat *f, const Node *root) {
  const Node *n = root;
  while (n) {
    bool skip = empty(n) || enter_card(f, n);
    if (!skip) enter(f, n);
    if (n->first && !skip) {
      n = n->first;
      continue;
    }
    if (!skip) leave(f, n);
    while (n != root && !n->next) {
      n = n->parent;
      leave(f, n);
    }
    if (n == root) break;
    n = n->next;
  }
}

static Str near_text(Arena *a, Str s, size_t at) {
  size_t from = at > 30 ? at - 30 : 0, to = at + 30 < s.n ? at + 30 : s.n;
  while (from > 0 && ((unsigned char)s.p[from] & 0xC0) == 0x80) from--;
  while (to < s.n && ((unsigned char)s.p[to] & 0xC0) == 0x80) to++;
  char *p = arena_dup(a, s.p + from, to - from);
  for (size_t i = 0; i < to - from; i++)
    p[i] = p[i] == '\1' ? '<' : p[i] == '\2' ? '>' : (unsigned char)p[i] < ' ' ? ' ' : p[i];
  return str_n(p, to - from);
}

bool markdown_same(const Node *one, const Node *two, Arena *a, Str *where) {
  Flat f = { 0 }, g = { 0 };
  flatten(&f, one);
  flatten(&g, two);
  Str s = buf_view(&f.out), t = buf_view(&g.out);
  bool same = str_eq(s, t);
  if (!same && a) {
    size_t at = 0;
    while (at < s.n && at < t.n && s.p[at] == t.p[at]) at++;
    *where = at < s.n ? near_text(a, s, at) : near_text(a, t, at);
  }
  buf_free(&f.out);
  buf_free(&g.out);
  return same;
}
