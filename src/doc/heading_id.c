/* heading_id.c -- one walk over the headings. */
#include "doc/heading_id.h"

#include "base/map.h"
#include "doc/edit.h"

static bool id_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (unsigned char)c >= 0x80 || (c && strchr("_-.:", c));
}

/* "id" or "id .class .class", all of it. */
static bool read_id(Str inside, Str *id) {
  size_t n = 0;
  while (n < inside.n && id_byte(inside.p[n])) n++;
  *id = str_sub(inside, 0, n);
  while (n < inside.n) {
    while (n < inside.n && inside.p[n] == ' ') n++;
    if (n >= inside.n || inside.p[n++] != '.') return false;
    while (n < inside.n && id_byte(inside.p[n])) n++;
  }
  return id->n > 0;
}

/* As CommonMark has taken backslashes away, only the source knows. */
static bool is_escaped(const Node *heading, Str braces) {
  Str s = str_sub(heading->source->text, heading->offset, heading->offset + heading->length);
  long at = str_find(s, braces);
  return at < 0 || (at > 0 && s.p[at - 1] == '\\');
}

static void one(Doc *doc, Node *heading, Map *seen) {
  Node *last = heading->last;
  if (!last || last->type != NODE_TEXT || !str_ends(last->literal, S("}"))) return;
  Str text = last->literal, id;
  size_t open = text.n;
  while (open > 0 && text.p[open - 1] != '{') open--;
  if (open == 0 || open >= text.n || text.p[open] != '#') return;
  size_t before = open - 1;
  if (!read_id(str_sub(text, open + 1, text.n - 1), &id)) return;
  if (before ? text.p[before - 1] != ' ' : !last->prev) return;
  if (is_escaped(heading, str_sub(text, before, text.n))) return;
  while (before && text.p[before - 1] == ' ') before--;
  last->literal = str_sub(text, 0, before);
  last->exact = false;
  if (!before) node_unlink(last);
  if (map_has(seen, id)) return;
  map_put(seen, id, doc);
  heading->id = id;
}

void heading_ids(Doc *doc) {
  Map seen = { 0 };
  for (Node *n = doc->root; n; n = node_next(n, doc->root))
    if (n->id.n) map_put(&seen, n->id, doc);
  for (Node *n = doc->root; n; n = node_next(n, doc->root))
    if (n->type == NODE_HEADING && n->source && !n->id.n) one(doc, n, &seen);
  map_free(&seen);
}
