/* directive_figure.c -- directives that are pictures, made into nodes while parsing. */
#include "doc/directive.h"

#include "base/utf8.h"
#include "doc/edit.h"
#include "doc/html_rules.h"
#include "doc/value_inline.h"

typedef struct {
  Doc *doc;
  Node *node; /* what becomes the picture; its text begins where the values' places count from */
  const Directive *directive;
  const HtmlRules *rules;
  Diags *diags;
} Expand;

static bool fail(const Expand *x, Range where, const char *help, const char *message, Str name) {
  where.offset += x->node->offset;
  diag_at(x->diags, DIAG_ERROR, P_DIRECTIVE, x->doc->source, where, help, "%s%.*s", message,
          STR(name));
  return false;
}

/* A node that stands where `at` is in the directive. Lines are counted from the
 * directive's, so that many of them take linear time. */
static Node *place(const Expand *x, NodeType type, Range at) {
  const Node *p = x->node;
  Node *n = node_new(x->doc->arena, type);
  n->source = x->doc->source;
  n->offset = p->offset + at.offset;
  n->length = at.length;
  n->exact = true;
  Str before = str_sub(x->doc->source->text, p->offset, n->offset);
  uint32_t lines = 0;
  size_t start = 0;
  for (size_t i = 0; i < before.n; i++)
    if (before.p[i] == '\n') lines++, start = i + 1;
  n->line = p->line + lines;
  n->col = (uint32_t)utf8_count(str_sub(before, start, before.n)) + (lines ? 1 : p->col);
  x->doc->nodes++;
  return n;
}

static Node *add_text(const Expand *x, Node *to, const DirectiveArg *arg) {
  Node *text = place(x, NODE_TEXT, arg->at);
  text->literal = arg->value;
  node_append(to, text);
  return to;
}

/* A value that may hold Markdown, in a tree of its own. */
static Node *apart(const Expand *x, const DirectiveArg *arg) {
  return add_text(x, place(x, NODE_SPAN, arg->at), arg)->first;
}

/* -- the values -- */

/* The names a picture's values may have: ours, then other generators' for the same. Those
 * marked as ignored say what the page does anyway, or how a script is to show it. */
enum {
  SRC,
  ALT,
  CAPTION,
  TITLE,
  CREDIT,
  LICENCE,
  SOURCE,
  LINK,
  CLASS,
  WIDTH,
  HEIGHT,
  IGNORED,
  FIELDS
};
static const struct {
  const char *name;
  int field;
} figure_names[] = { { "src", SRC },         { "alt", ALT },         { "caption", CAPTION },
                     { "credit", CREDIT },   { "licence", LICENCE }, { "source", SOURCE },
                     { "link", LINK },       { "class", CLASS },     { "width", WIDTH },
                     { "height", HEIGHT },   { "title", TITLE },     { "attr", CREDIT },
                     { "attrlink", SOURCE }, { "license", LICENCE }, { "id", IGNORED },
                     { "target", IGNORED },  { "rel", IGNORED },     { "loading", IGNORED },
                     { "decoding", IGNORED } };
enum { FIGURE_NAMES = sizeof figure_names / sizeof figure_names[0], OURS = WIDTH + 1 };

/* What the includes of Jekyll's themes call them. */
static const struct {
  const char *name, *ours;
} include_names[] = { { "image_path", "src" }, { "image", "src" },    { "url", "src" },
                      { "path", "src" },       { "file", "src" },     { "img", "src" },
                      { "href", "link" },      { "text", "caption" }, { "description", "alt" } };

static Str name_of(const DirectiveArg *arg, bool include) {
  for (size_t i = 0; include && i < sizeof include_names / sizeof include_names[0]; i++)
    if (str_eqc(arg->name, include_names[i].name)) return str_c(include_names[i].ours);
  return arg->name;
}

static bool take_named(const Expand *x, const DirectiveArg *arg, bool include,
                       const DirectiveArg **fields) {
  Str names[FIGURE_NAMES], name = name_of(arg, include);
  for (size_t i = 0; i < FIGURE_NAMES; i++) {
    names[i] = str_c(figure_names[i].name);
    if (!str_eq(names[i], name)) continue;
    const DirectiveArg **field = &fields[figure_names[i].field];
    if (*field && figure_names[i].field != IGNORED && !include)
      return fail(x, arg->whole, "keep one of the two", "it says twice: ", arg->name);
    *field = arg;
    return true;
  }
  if (include) return true; /* whatever that theme does with it */
  Str near = str_nearest(arg->name, names, OURS);
  const char *help = near.n ? arena_printf(&x->diags->arena, "did you mean '%.*s'?", STR(near)).p
                            : "known here: src, alt, caption, credit, licence, source, link, "
                              "class, width";
  return fail(x, arg->whole, help, "a figure has no ", arg->name);
}

/* Values without a name, in the order in which each directive has them. */
static const struct {
  const char *name;
  int fields[4];
  size_t count;
} positions[] = {
  { "figure", { SRC }, 1 },
  { "image", { SRC, ALT }, 2 },
  { "image_with_class", { SRC, CLASS, ALT }, 3 },
};

static bool take_position(const Expand *x, const DirectiveArg *arg, size_t *next,
                          const DirectiveArg **fields) {
  size_t i = 0;
  while (!str_eqc(x->directive->name, positions[i].name)) i++;
  while (*next < positions[i].count && fields[positions[i].fields[*next]]) ++*next;
  if (*next < positions[i].count) {
    fields[positions[i].fields[(*next)++]] = arg;
    return true;
  }
  const char *help = "write name=\"value\"; a value with blanks needs quotes";
  if (str_eqc(x->directive->name, "figure"))
    return fail(x, arg->whole, help, "a value without a name: ", arg->value);
  /* Old articles have quotes within quotes: the picture stays. */
  help = "write name=\"value\"; a text with \" in it stands in '...'";
  if ((*next)++ == positions[i].count)
    diag_at(x->diags, DIAG_WARNING, P_DIRECTIVE_ARGUMENT, x->doc->source,
            (Range){ arg->whole.offset + x->node->offset, arg->whole.length }, help,
            "a value without a name: %.*s", STR(arg->value));
  return true;
}

static bool digits(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n > 0;
}

/* Octopress: {% img [class] src [width] [height] ['title' ['alt']] %} */
static bool take_img(const Expand *x, const DirectiveArg **fields) {
  enum { CLASS_OR_SRC, SIZE, TEXTS } at = CLASS_OR_SRC;
  for (size_t i = 0; i < x->directive->count; i++) {
    const DirectiveArg *arg = &x->directive->args[i];
    if (arg->name.n) {
      if (!take_named(x, arg, true, fields)) return false;
    } else if (at == CLASS_OR_SRC) {
      bool src = str_chr(arg->value, '/') >= 0 || str_chr(arg->value, '.') >= 0;
      fields[src ? SRC : CLASS] = arg;
      if (src) at = SIZE;
    } else if (at == SIZE && digits(arg->value) && !fields[HEIGHT]) {
      fields[fields[WIDTH] ? HEIGHT : WIDTH] = arg;
    } else {
      fields[at == TEXTS ? ALT : CAPTION] = arg;
      at = TEXTS;
    }
  }
  if (!fields[ALT]) { /* its title is what others call alt */
    fields[ALT] = fields[CAPTION];
    fields[CAPTION] = NULL;
  }
  return true;
}

static bool pixels(const Expand *x, const DirectiveArg *arg, uint32_t *out) {
  if (!arg) return true;
  Str s = str_ends(arg->value, S("px")) ? str_sub(arg->value, 0, arg->value.n - 2) : arg->value;
  if (str_ends(s, S("%")) || str_eqc(s, "auto")) return true; /* the theme decides */
  uint32_t v = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9' || v > 99999)
      return fail(x, arg->at, "in pixels, such as width=600", "no number of pixels: ", arg->value);
    v = v * 10 + (uint32_t)(s.p[i] - '0');
  }
  *out = v;
  return true;
}

static Str value_of(const DirectiveArg *arg) {
  return arg ? arg->value : S("");
}

/* Where a picture stands, as other generators name it. */
static bool is_layout(Str name) {
  static const char *const names[] = { "left",        "right",        "center", "align-left",
                                       "align-right", "align-center", "wide" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eqc(name, names[i])) return true;
  return false;
}

/* These names of a class, and those that HTML may have as well; the others are told. */
static Str classes_of(const Expand *x, const DirectiveArg *arg) {
  Buf kept = { 0 }, lost = { 0 };
  Str rest = value_of(arg), name;
  while (str_split(&rest, ' ', &name)) {
    if (!name.n) continue;
    Buf *to = is_layout(name) || rules_class(x->rules, name) ? &kept : &lost;
    buf_printf(to, "%s%.*s", to->n ? " " : "", STR(name));
  }
  if (lost.n)
    diag_at(x->diags, DIAG_WARNING, P_HTML_ATTRIBUTE, x->doc->source,
            (Range){ arg->at.offset + x->node->offset, arg->at.length },
            "name it in publish.yaml: markdown: { classes: [...] }", "the class '%s' was left out",
            buf_z(&lost));
  Str text = buf_dup(&kept, x->doc->arena);
  buf_free(&kept);
  buf_free(&lost);
  return text;
}

/* {{ site.baseurl }}/a.png, which every second Jekyll site has, is /a.png. False: it holds
 * another expression, which nobody here can evaluate. */
static bool address(Str *url) {
  if (str_starts(*url, S("{{"))) {
    long end = str_find(*url, S("}}"));
    Str inner = end < 0 ? S("") : str_trim(str_sub(*url, 2, (size_t)end));
    if (!str_eqc(inner, "site.baseurl") && !str_eqc(inner, "site.url")) return false;
    *url = str_sub(*url, (size_t)end + 2, url->n);
  }
  return str_find(*url, S("{{")) < 0;
}

/* -- the nodes -- */

typedef enum { AS_FIGURE, AS_IMAGE } Shape;

/* What stands between the directive and its end is the caption, if it is one paragraph;
 * anything else goes behind the picture. */
static void place_content(const Expand *x, Node *n, Node *holder) {
  Node *content = holder->first;
  if (content->next || content->type != NODE_PARAGRAPH) {
    for (Node *at = n; holder->first; at = content) {
      content = holder->first;
      node_unlink(content);
      node_after(at, content);
    }
    return;
  }
  Node *caption = node_new(x->doc->arena, NODE_CAPTION);
  caption->source = content->source;
  caption->line = content->line, caption->col = content->col;
  caption->offset = content->offset, caption->length = content->length;
  node_adopt(caption, content);
  node_append(n, caption);
}

/* Hugo shows the title of a figure above its caption; an include's is what a mouse shows. */
static Node *caption_of(const Expand *x, const DirectiveArg *title, const DirectiveArg *caption,
                        bool markdown) {
  Node *n = place(x, NODE_CAPTION, caption->at);
  bool both = title && title != caption && str_eqc(x->directive->name, "figure") &&
              !str_eq(title->value, caption->value);
  if (both) {
    node_append(n, add_text(x, place(x, NODE_STRONG, title->at), title));
    node_append(n, node_new(x->doc->arena, NODE_LINEBREAK));
    x->doc->nodes++;
  }
  add_text(x, n, caption);
  if (markdown) value_later(x->doc, n->last, NULL, NULL);
  return n;
}

static bool make(const Expand *x, const DirectiveArg **fields, Shape shape, bool link_itself) {
  Node *n = x->node;
  bool inside = n->type == NODE_DIRECTIVE_INLINE;
  Node *image = inside ? n : place(x, NODE_IMAGE, fields[SRC]->at), *shown = image;
  Str url = fields[SRC]->value;
  address(&url);
  uint32_t width = 0, height = 0;
  if (!pixels(x, fields[WIDTH], &width) || !pixels(x, fields[HEIGHT], &height)) return false;
  const DirectiveArg *caption = fields[CAPTION], *title = fields[TITLE];
  if (caption && !caption->value.n) caption = NULL;
  if (title && !title->value.n) title = NULL;
  /* Generators show titles as they are written. */
  bool markdown = caption && !str_eqc(x->directive->name, "img");
  if (!caption) caption = title;
  n->directive = NULL;
  n->literal = S("");
  image->type = NODE_IMAGE;
  image->url = url;
  image->width = width, image->height = height;
  if (fields[ALT]) {
    if (fields[ALT]->value.n) add_text(x, image, fields[ALT]);
    image->decorative = !fields[ALT]->value.n;
  }
  if (inside) { /* in a line there is no place for more than the picture */
    image->title = value_of(caption);
    if (markdown) value_later(x->doc, apart(x, caption), image, NULL);
    image->classes = classes_of(x, fields[CLASS]);
    return true;
  }
  Node *content = node_new(x->doc->arena, NODE_DIV);
  node_adopt(content, n);
  const DirectiveArg *link = link_itself ? fields[SRC] : fields[LINK];
  if (link && link->value.n) {
    shown = place(x, NODE_LINK, link->at);
    shown->url = link_itself ? url : link->value;
    node_append(shown, image);
  }
  bool rights = fields[CREDIT] || fields[LICENCE] || fields[SOURCE];
  if (rights) {
    Rights *r = ARENA_NEW(x->doc->arena, Rights);
    *r = (Rights){ value_of(fields[CREDIT]), value_of(fields[LICENCE]), value_of(fields[SOURCE]) };
    n->rights = r;
    if (fields[CREDIT]) value_later(x->doc, apart(x, fields[CREDIT]), NULL, r);
  }
  bool figure = shape == AS_FIGURE || caption || rights || content->first;
  n->type = figure ? NODE_FIGURE : NODE_PARAGRAPH;
  if (figure)
    n->classes = classes_of(x, fields[CLASS]);
  else
    image->classes = classes_of(x, fields[CLASS]);
  node_append(n, shown);
  if (content->first)
    place_content(x, n, content);
  else if (caption)
    node_append(n, caption_of(x, title, caption, markdown));
  return true;
}

static bool picture(const Expand *x, Shape shape) {
  const DirectiveArg *fields[FIELDS] = { NULL };
  bool img = str_eqc(x->directive->name, "img");
  size_t next = 0;
  if (img && !take_img(x, fields)) return false;
  for (size_t i = 0; !img && i < x->directive->count; i++) {
    const DirectiveArg *arg = &x->directive->args[i];
    if (!(arg->name.n ? take_named(x, arg, false, fields) : take_position(x, arg, &next, fields)))
      return false;
  }
  Str url = value_of(fields[SRC]);
  if (!url.n)
    return fail(x, x->directive->name_at,
                shape == AS_FIGURE ? "such as {{< figure src=\"photo.jpg\" alt=\"...\" >}}"
                                   : "such as {% image \"photo.jpg\" \"what it shows\" %}",
                shape == AS_FIGURE ? "a figure needs its image: src"
                                   : "an image needs its file: src",
                S(""));
  if (!address(&url))
    return fail(x, fields[SRC]->at, "write the path of the file",
                "an expression is no address: ", fields[SRC]->value);
  return make(x, fields, shape, false);
}

/* {% include figure.html image_path="..." %}: what themes of Jekyll have for pictures. What
 * has no picture in it, or one that only a template knows, is none of them. */
static bool include(const Expand *x, bool *changed) {
  static const struct {
    const char *name;
    Shape shape;
    bool link;
  } files[] = { { "figure", AS_FIGURE, false },
                { "image", AS_IMAGE, false },
                { "img", AS_IMAGE, false },
                { "picture", AS_IMAGE, false },
                { "linked-figure", AS_FIGURE, true } };
  const Directive *d = x->directive;
  const DirectiveArg *fields[FIELDS] = { NULL };
  *changed = false;
  if (!d->count || d->args[0].name.n || d->problem) return true;
  Str name = str_base(d->args[0].value);
  if (str_ends(name, S(".html"))) name.n -= 5;
  for (size_t i = 1; i < d->count; i++)
    if (d->args[i].name.n && !take_named(x, &d->args[i], true, fields)) return false;
  Str url = value_of(fields[SRC]);
  if (!url.n || !address(&url)) return true;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    if (!str_eqc(name, files[i].name)) continue;
    *changed = true;
    return make(x, fields, files[i].shape, files[i].link);
  }
  return true;
}

/* -- which there are -- */

static bool expand(const Expand *x, bool *changed) {
  static const struct {
    const char *name;
    Shape shape;
  } pictures[] = { { "figure", AS_FIGURE },
                   { "image", AS_IMAGE },
                   { "img", AS_IMAGE },
                   { "image_with_class", AS_IMAGE } };
  const Directive *d = x->directive;
  *changed = true;
  if (str_eqc(d->name, "include")) return include(x, changed);
  for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
    if (!str_eqc(d->name, pictures[i].name)) continue;
    if (d->problem) return fail(x, d->problem_at, d->help, d->problem, S(""));
    return picture(x, pictures[i].shape);
  }
  *changed = false;
  return true;
}

bool directive_expand(Doc *doc, Node *n, const HtmlRules *rules, bool *changed, Diags *d) {
  *changed = false;
  Str text = str_sub(doc->source->text, n->offset, n->offset + n->length);
  if (!n->exact || !str_starts(str_trim(text), S("{{<"))) return true;
  Directive *directive = ARENA_NEW(doc->arena, Directive);
  if (!directive_read(directive, doc->arena, text)) return true;
  if (!str_eqc(directive->name, "figure")) return true;
  n->first = n->last = NULL; /* what CommonMark made of the signs in it */
  return expand(&(Expand){ doc, n, directive, rules, d }, changed);
}

bool directive_picture(Doc *doc, Node *n, const HtmlRules *rules, bool *changed, Diags *d) {
  const DirectiveData *data = n->directive;
  *changed = false;
  if (!data || !directive_is_picture(data->name) || data->count > DIRECTIVE_ARGS) return true;
  /* Places count from the node's. */
  Directive *x = ARENA_NEW(doc->arena, Directive);
  x->name = data->name;
  x->name_at = (Range){ data->name_at.offset - n->offset, data->name_at.length };
  x->problem = data->problem;
  x->problem_at = (Range){ data->problem_at.offset - n->offset, data->problem_at.length };
  x->count = data->count;
  for (size_t i = 0; i < data->count; i++) {
    const DirectiveValue *v = &data->values[i];
    x->args[i] = (DirectiveArg){ v->name,
                                 v->value,
                                 { v->at.offset - n->offset, v->at.length },
                                 { v->whole.offset - n->offset, v->whole.length } };
  }
  return expand(&(Expand){ doc, n, x, rules, d }, changed);
}

bool directive_is_picture(Str name) {
  static const char *const names[] = { "figure", "image", "img", "image_with_class", "include" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (str_eqc(name, names[i])) return true;
  return false;
}
