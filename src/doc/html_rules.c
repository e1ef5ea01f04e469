/* html_rules.c -- attributes, their values, and addresses. */
#include "doc/html_rules.h"

#include "doc/edit.h"
#include "doc/links.h"
#include "doc/outline.h"

static Range place_of(const Build *b, const char *p, size_t length) {
  bool exact;
  size_t at = input_source(b->in, p, &exact);
  return (Range){ at, exact ? length : 1 };
}

void html_loss(HtmlWork *w, LossKind kind, Str name, Range at) {
  enum { KINDS_MOST = 200 }; /* different ones in one article */
  Doc *doc = w->doc;
  Str key = arena_printf(&w->scratch, "%d%.*s", kind, STR(name));
  uintptr_t seen = (uintptr_t)map_get(&w->losses, key);
  if (!seen) {
    if (doc->loss_count == KINDS_MOST) return;
    doc->losses =
        arena_grow(doc->arena, doc->losses, doc->loss_count, &w->loss_cap, sizeof *doc->losses);
    seen = ++doc->loss_count;
    doc->losses[seen - 1] = (HtmlLoss){ kind, arena_str(doc->arena, name), 0, at };
    map_put(&w->losses, key, (void *)seen);
  }
  HtmlLoss *loss = &doc->losses[seen - 1];
  loss->count++;
  if (at.offset < loss->at.offset) loss->at = at; /* inner nodes are read after outer ones */
}

/* ---- values ---- */

static Str own(Build *b, const char *value) {
  return tokens_restored(b->work, arena_str(build_arena(b), str_c(value)));
}

Str rules_value(Build *b, const GumboElement *e, const char *name) {
  const GumboAttribute *a = gumbo_get_attribute(&e->attributes, name);
  return a ? own(b, a->value) : (Str){ 0 };
}

bool rules_address(Build *b, Node *n, const GumboElement *e, const char *name) {
  const GumboAttribute *a = gumbo_get_attribute(&e->attributes, name);
  Str url = a ? tokens_back(b->work, str_trim(str_c(a->value))) : S("");
  const Marks *marks = b->work->marks;
  size_t start, end;
  const Mark *k = marks ? marks_next(marks, url, 0, &start, &end) : NULL;
  if (!url.n) return false;
  n->url = str_trim(own(b, a->value));
  if (k && !start && k->role == MARK_OPEN && !k->taken &&
      (end == url.n || url.p[end] == '#' || url.p[end] == '?'))
    n->directive = &k->data;
  return true;
}

static bool number(Str s, long most) {
  long n = 0;
  if (!s.n || s.n > 9) return false;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    n = n * 10 + (s.p[i] - '0');
  }
  return n <= most;
}

static bool in_list(Str s, const char *list) { /* "a b c" */
  Str rest = str_c(list), word;
  while (str_split(&rest, ' ', &word))
    if (word.n && str_eq_nocase(word, s)) return true;
  return false;
}

static bool made_of(Str s, const char *more) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && !strchr(more, c)) return false;
  }
  return s.n > 0;
}

/* Which attributes stay as attributes: on which elements, with which values. */
static const struct {
  const char *name, *tags; /* tags NULL: on all */
  char check;              /* t text, n number, l language, d time, w one of `words`, f flag */
  const char *words;
} kept[] = {
  { "lang", NULL, 'l', 0 },
  { "dir", NULL, 'w', "ltr rtl auto" },
  { "title", NULL, 't', 0 },
  { "datetime", "time del ins", 'd', 0 },
  { "value", "li", 'n', 0 },
  { "value", "data", 't', 0 },
  { "reversed", "ol", 'f', 0 },
  { "type", "ol", 'w', "1 a i" },
  { "colspan", "td th", 'n', 0 },
  { "rowspan", "td th", 'n', 0 },
  { "scope", "th", 'w', "row col rowgroup colgroup" },
  { "abbr", "th", 't', 0 },
  { "open", "details", 'f', 0 },
  { "hreflang", "a", 'l', 0 },
  { "download", "a", 't', 0 },
};

static bool value_fits(char check, const char *words, Str v) {
  switch (check) {
  case 'n':
    return number(v, 1000);
  case 'l':
    return made_of(v, "-") && v.n <= 35;
  case 'd':
    return made_of(v, "-:+.,; ") && v.n <= 40;
  case 'w':
    return in_list(v, words);
  default:
    return true;
  }
}

/* Told by the node's own fields, or said by the parser. */
static bool is_field(const char *name, const Node *n) {
  static const char *const always[] = { "id", "class", "style", "align", "name" };
  static const char *const own[] = { "href", "src", "alt", "title", "width", "height" };
  for (size_t i = 0; i < sizeof always / sizeof *always; i++)
    if (!strcmp(name, always[i])) return true;
  if (n->type != NODE_LINK && n->type != NODE_IMAGE)
    return n->type == NODE_LIST && !strcmp(name, "start");
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (!strcmp(name, own[i])) return true;
  return false;
}

static bool keeps(const char *name, Str tag, Str value) {
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    if (!strcmp(name, kept[i].name) && (!kept[i].tags || in_list(tag, kept[i].tags)))
      return value_fits(kept[i].check, kept[i].words, value);
  return false;
}

static void add(Build *b, Node *n, const char *name, Str value) {
  Attribute **at = &n->attributes;
  while (*at) at = &(*at)->next;
  *at = ARENA_NEW(build_arena(b), Attribute);
  **at = (Attribute){ .name = arena_str(build_arena(b), str_c(name)), .value = value };
}

static bool writable(const char *name) { /* may it stand in a tag as it is? */
  return made_of(str_c(name), "-_:.@") && strlen(name) < 100;
}

static Str tag_name(const GumboElement *e) {
  return str_c(gumbo_normalized_tagname(e->tag));
}

/* ---- id, class, alignment ---- */

static void set_id(Build *b, Node *n, Str id, const GumboAttribute *a) {
  for (size_t i = 0; i < id.n; i++)
    if ((unsigned char)id.p[i] <= ' ') id.n = 0;
  if (!id.n) return;
  if (anchor_is_page(id) || id.n > 200 || map_has(&b->work->ids, id)) {
    html_loss(b->work, LOST_ATTRIBUTE, S("id"),
              place_of(b, a->original_name.data, a->original_name.length));
    return;
  }
  map_put(&b->work->ids, id, n);
  n->id = id;
}

bool rules_class(const HtmlRules *rules, Str name) {
  if (rules->mode == HTML_RAW) return true;
  for (size_t i = 0; i < rules->class_count; i++) {
    Str c = rules->classes[i];
    if (str_ends(c, S("*")) ? str_starts(name, str_sub(c, 0, c.n - 1)) : str_eq(name, c))
      return true;
  }
  return false;
}

static void add_class(Build *b, Node *n, Str name) {
  Str parts[] = { n->classes, n->classes.n ? S(" ") : S(""), name };
  n->classes = arena_concat(build_arena(b), parts, 3);
}

/* False: some names were left out. */
static bool set_classes(Build *b, Node *n, Str all) {
  const HtmlRules *rules = &b->work->options->html;
  bool whole = true;
  Buf out = { 0 };
  if (rules->mode == HTML_RAW) {
    n->classes = all;
    return true;
  }
  for (size_t i = 0; i < all.n;) {
    size_t end = i;
    while (end < all.n && (unsigned char)all.p[end] > ' ') end++;
    Str name = str_sub(all, i, end);
    if (name.n && rules_class(rules, name))
      buf_printf(&out, "%s%.*s", out.n ? " " : "", STR(name));
    else if (name.n)
      whole = false;
    i = end + 1;
  }
  if (out.n) add_class(b, n, buf_dup(&out, build_arena(b)));
  buf_free(&out);
  return whole;
}

/* The value of text-align in a style, and whether that is all there is in it. */
static Str text_align(Str style, bool *all) {
  Str found = S(""), rest = style, part;
  *all = true;
  while (str_split(&rest, ';', &part)) {
    part = str_trim(part);
    long colon = str_chr(part, ':');
    if (!part.n) continue;
    if (colon > 0 && str_eq_nocase(str_trim(str_sub(part, 0, (size_t)colon)), S("text-align")))
      found = str_trim(str_sub(part, (size_t)colon + 1, part.n));
    else
      *all = false;
  }
  return found;
}

static bool takes_align(const Node *n, Str tag) {
  return n->type == NODE_PARAGRAPH || n->type == NODE_HEADING || n->type == NODE_DIV ||
         in_list(tag, "td th p div center h1 h2 h3 h4 h5 h6");
}

static void set_align(Build *b, Node *n, Str tag, Str value) {
  static const char *const names[] = { "", "left", "center", "right" };
  for (uint8_t k = 1; k < 4; k++) {
    if (!str_eq_nocase(value, str_c(names[k]))) continue;
    if (in_list(tag, "td th")) {
      n->align = ARENA_ARRAY(build_arena(b), 1, uint8_t);
      n->align[0] = k;
    } else if (k > ALIGN_LEFT) {
      add_class(b, n, k == ALIGN_CENTER ? S("align-center") : S("align-right"));
    }
  }
}

/* ---- all of an element's ---- */

static void one(Build *b, Node *n, const GumboAttribute *a, Str tag) {
  const HtmlRules *rules = &b->work->options->html;
  Str value = own(b, a->value);
  const char *name = a->name;
  bool left = false, whole;
  if (!strcmp(name, "id") || (!strcmp(name, "name") && str_eqc(tag, "a"))) {
    if (!n->id.n) set_id(b, n, value, a);
  } else if (!strcmp(name, "class")) {
    bool code = str_starts(value, S("language-")) && in_list(tag, "pre code");
    left = !set_classes(b, n, value) && !code;
  } else if (rules->mode == HTML_RAW) {
    if (writable(name) && (!is_field(name, n) || !strcmp(name, "style") || !strcmp(name, "align") ||
                           !strcmp(name, "name")))
      add(b, n, name, value);
  } else if (!strcmp(name, "align") && takes_align(n, tag)) {
    set_align(b, n, tag, value);
  } else if (!strcmp(name, "style")) {
    Str align = text_align(value, &whole);
    bool takes = takes_align(n, tag);
    if (align.n && takes) set_align(b, n, tag, align);
    left = !whole || (align.n && !takes);
  } else if (is_field(name, n) && strcmp(name, "align") && strcmp(name, "name")) {
    return;
  } else if (keeps(name, tag, value)) {
    add(b, n, name, value);
  } else {
    left = true;
  }
  if (!left) return;
  bool handler = (name[0] == 'o' || name[0] == 'O') && (name[1] == 'n' || name[1] == 'N');
  html_loss(b->work, handler ? LOST_HANDLER : LOST_ATTRIBUTE, str_c(name),
            place_of(b, a->original_name.data, a->original_name.length));
}

void rules_attributes(Build *b, Node *n, const GumboElement *e) {
  Str tag = tag_name(e);
  for (unsigned i = 0; i < e->attributes.length; i++) one(b, n, e->attributes.data[i], tag);
  if (e->tag == GUMBO_TAG_CENTER) add_class(b, n, S("align-center"));
}
