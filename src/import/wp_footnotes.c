/* wp_footnotes.c -- footnotes of the block editor.
 *
 * The text has <sup data-fn="ID" class="fn"><a href="#ID" id="ID-link">1</a></sup>; what the notes
 * say is JSON in the post's meta `footnotes`: [{"content": "<em>HTML</em>", "id": "ID"}]. Both
 * become the footnotes that Markdown has, numbered by first reference.
 *
 * Exports exist in which a careless import had taken the backslashes out of that JSON, or which
 * are cut: then the texts are taken by their frame, {"content":"...","id":"..."}, which
 * WordPress always writes alike, and that is told. */
#include "import/wp_text.h"

#include "base/map.h"
#include "data/json_read.h"
#include "doc/edit.h"

enum { NOTES_MOST = 5000 };

typedef struct {
  Str id, html;
  Node *definition; /* once something refers to it */
  bool empty;       /* it was looked at, and says nothing */
} Note;

typedef struct {
  Arena *a;
  WpText *t;
  Note *notes;
  size_t count, cap;
  Map ids; /* id -> number + 1 */
  uint32_t referred;
  bool damaged, unknown;
} Notes;

bool wp_is_footnotes(Str meta) {
  return str_starts(str_trim(meta), S("["));
}

/* -- the texts -- */

static void add(Notes *all, Str id, Str html) {
  if (!str_trim(html).n && !id.n) return;
  if (all->count == NOTES_MOST || (id.n && map_has(&all->ids, id))) {
    all->damaged = true;
    return;
  }
  all->notes = arena_grow(all->a, all->notes, all->count, &all->cap, sizeof *all->notes);
  all->notes[all->count++] = (Note){ .id = id, .html = html };
  if (id.n) map_put(&all->ids, id, (void *)(uintptr_t)all->count);
}

static Str text_of(const Value *v, const char *name) {
  const Value *field = v->kind == VALUE_MAP ? value_getc(v, name) : NULL;
  return field && field->kind == VALUE_STR ? field->str : S("");
}

/* \" \\ \/ and \n; any other backslash stays. */
static Str without_escapes(Arena *a, Str s) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    char next = s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : '\0';
    bool known = next && strchr("\"\\/n", next);
    out[n++] = !known ? s.p[i] : next == 'n' ? '\n' : next;
    i += known;
  }
  return str_n(out, n);
}

/* What is no JSON: everything between the words that frame each text. */
static void rescue(Notes *all, Str s) {
  static const char opening[] = "\"content\":\"", middle[] = "\",\"id\":\"";
  long at;
  all->damaged = true;
  while ((at = str_find(s, str_c(opening))) >= 0) {
    s = str_sub(s, (size_t)at + sizeof opening - 1, s.n);
    long to = str_find(s, str_c(middle));
    Str html = to < 0 ? s : str_sub(s, 0, (size_t)to), id = S("");
    if (to >= 0) {
      s = str_sub(s, (size_t)to + sizeof middle - 1, s.n);
      long end = str_chr(s, '"');
      if (end > 0) id = str_sub(s, 0, (size_t)end);
    }
    add(all, id, without_escapes(all->a, html));
    if (to < 0) return;
  }
}

static void read_texts(Notes *all, Str meta) {
  Str rest = str_trim(meta);
  if (!str_starts(rest, S("["))) return;
  rest = str_trim(str_sub(rest, 1, rest.n));
  if (str_eqc(rest, "]")) return;
  for (;;) {
    const Value *v;
    const char *problem;
    Str here = rest;
    if (!json_read(&v, all->a, &rest, &problem)) {
      rescue(all, here);
      return;
    }
    if (!text_of(v, "id").n || !text_of(v, "content").n) all->damaged = true;
    add(all, text_of(v, "id"), text_of(v, "content"));
    if (!str_starts(rest, S(","))) break;
    rest = str_trim(str_sub(rest, 1, rest.n));
  }
  if (!str_eqc(rest, "]")) rescue(all, rest);
}

/* -- into the tree -- */

/* The blocks of a note as children of `to`. False: it says nothing. */
static bool put_blocks(Notes *all, const Note *note, Node *to) {
  Doc tree;
  Str html = arena_printf(all->a, "<p>%.*s</p>", STR(note->html));
  if (!str_trim(note->html).n) return false;
  if (wp_tree(&tree, all->a, all->t, html)) {
    node_adopt(to, tree.root);
  } else {
    Node *p = node_new(all->a, NODE_PARAGRAPH);
    node_append(p, node_text(all->a, note->html));
    node_append(to, p);
  }
  return to->first != NULL;
}

/* The link in a <sup> that is a reference, or NULL. *id is the note's. */
static Node *reference(const Notes *all, const Node *n, Str *id) {
  Node *link = n->type == NODE_ELEMENT_INLINE && str_eqc(n->tag, "sup") ? n->first : NULL;
  if (!link || link->next || link->type != NODE_LINK || !str_starts(link->url, S("#"))) return NULL;
  *id = wp_decode(all->a, str_sub(link->url, 1, link->url.n));
  if (!id->n) return NULL;
  bool named =
      link->id.n == id->n + 5 && str_starts(link->id, *id) && str_ends(link->id, S("-link"));
  return named || map_has(&all->ids, *id) ? link : NULL;
}

static Node *define(Notes *all, Note *note) {
  if (note->definition || note->empty) return note->definition;
  Node *n = node_new(all->a, NODE_FOOTNOTE_DEFINITION);
  note->empty = !put_blocks(all, note, n);
  if (note->empty) return NULL;
  n->number = ++all->referred;
  n->literal = arena_printf(all->a, "%u", n->number);
  n->id = note->id; /* for wp_footnotes_html */
  return note->definition = n;
}

/* Puts references in place of the <sup>; what has no text stays a number, without its link. */
static void refer(Notes *all, Node *root, Node **definitions) {
  for (Node *n = root->first; n;) {
    Str id;
    Node *link = reference(all, n, &id);
    if (!link) {
      n = node_next(n, root);
      continue;
    }
    size_t number = (size_t)(uintptr_t)map_get(&all->ids, id);
    uint32_t before = all->referred;
    Node *to = number ? define(all, &all->notes[number - 1]) : NULL;
    Node *next = node_skip(n, root);
    if (!to) {
      all->unknown = true;
      node_adopt(n, link);
      node_unlink(link);
    } else {
      if (all->referred > before) definitions[before] = to;
      Node *mark = node_new(all->a, NODE_FOOTNOTE_REFERENCE);
      mark->literal = to->literal;
      mark->number = to->number;
      mark->uses = ++to->uses;
      node_replace(n, &mark, 1);
    }
    n = next;
  }
}

/* Notes that nothing refers to, as a list: the block at the end showed them, too. */
static size_t put_others(Notes *all, Node *root, bool shown) {
  Node *list = node_new(all->a, NODE_LIST);
  size_t count = 0;
  list->tight = true;
  for (size_t i = 0; i < all->count; i++) {
    const Note *note = &all->notes[i];
    if (note->definition || note->empty || !str_trim(note->html).n) continue;
    count++;
    if (!shown) continue;
    Node *item = node_new(all->a, NODE_ITEM);
    if (!put_blocks(all, note, item)) continue;
    if (item->first->next) list->tight = false;
    node_append(list, item);
  }
  if (list->first) node_append(root, list);
  return count;
}

/* [^1] as <sup><a href="#ID" id="ID-link">1</a></sup>, which it was. */
static Node *link_to(Arena *a, Node *mark, const Node *definition) {
  Node *sup = node_new(a, NODE_ELEMENT_INLINE), *link = node_new(a, NODE_LINK);
  sup->tag = S("sup");
  link->url = arena_printf(a, "#%.*s", STR(definition->id));
  if (mark->uses == 1) link->id = arena_printf(a, "%.*s-link", STR(definition->id));
  node_append(link, node_text(a, mark->literal));
  node_append(sup, link);
  node_replace(mark, &sup, 1);
  return sup;
}

void wp_footnotes_html(Arena *a, Node *root) {
  Map definitions = { 0 };
  Node *list = node_new(a, NODE_LIST);
  list->ordered = true;
  list->start = 1;
  while (root->last && root->last->type == NODE_FOOTNOTE_DEFINITION) {
    Node *n = root->last;
    node_unlink(n);
    map_put(&definitions, n->literal, n);
    Node *item = node_new(a, NODE_ITEM);
    item->id = n->id;
    node_adopt(item, n);
    node_prepend(list, item);
  }
  for (Node *n = root->first; n && list->first; n = node_next(n, root)) {
    Node *to = n->type == NODE_FOOTNOTE_REFERENCE ? map_get(&definitions, n->literal) : NULL;
    if (to) n = link_to(a, n, to);
  }
  if (list->first) node_append(root, list);
  map_free(&definitions);
}

void wp_footnotes(Arena *a, WpText *t, Node *root, Str meta, bool shown) {
  Notes all = { .a = a, .t = t };
  read_texts(&all, meta);
  Node **definitions = ARENA_ARRAY(a, all.count + 1, Node *);
  refer(&all, root, definitions);
  if (put_others(&all, root, shown))
    wp_left(t, DIAG_WARNING, "Footnotes that no text refers to", t->label,
            shown ? "they are a list at the end of the article"
                  : "the old page did not show them: left out");
  for (uint32_t i = 0; i < all.referred; i++) node_append(root, definitions[i]);
  if (all.damaged)
    wp_left(t, DIAG_WARNING, "Footnotes that are damaged in the export", t->label,
            "what could be read of them is there: compare it with the old page");
  if (all.unknown)
    wp_left(t, DIAG_WARNING, "Footnotes whose text the export does not have", t->label,
            "their numbers stay in the text");
  map_free(&all.ids);
}
