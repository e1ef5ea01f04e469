/* directive.c -- reading directives, and the table of those there are. */
#include "doc/directive.h"

#include "base/utf8.h"
#include "doc/edit.h"

/* -- reading -- */

typedef struct {
  Str s;
  size_t at;
  Arena *arena;
  Directive *out;
  const char *const *ends; /* what closes it, NULL at the end */
} Reading;

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(Reading *r) {
  while (r->at < r->s.n && blank(r->s.p[r->at])) r->at++;
}

static bool follows(const Reading *r, const char *what) {
  return str_starts(str_sub(r->s, r->at, r->s.n), str_c(what));
}

static bool at_end(const Reading *r) {
  if (r->at >= r->s.n) return true;
  for (const char *const *end = r->ends; *end; end++)
    if (follows(r, *end)) return true;
  return false;
}

static bool wrong(Reading *r, size_t from, size_t length, const char *problem) {
  if (!r->out->problem) {
    r->out->problem = problem;
    r->out->problem_at = (Range){ from, length };
  }
  return false;
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

static Str read_name(Reading *r) {
  size_t from = r->at;
  while (r->at < r->s.n && name_byte(r->s.p[r->at])) r->at++;
  return str_sub(r->s, from, r->at);
}

static bool escape_at(const Reading *r, size_t i) {
  return r->s.p[i] == '\\' && i + 1 < r->s.n && (r->s.p[i + 1] == '"' || r->s.p[i + 1] == '\\');
}

/* What stands between two quotes; in double ones a backslash takes a quote or a
 * backslash as it is. */
static bool read_quoted(Reading *r, Str *value, Range *where) {
  char quote = r->s.p[r->at];
  size_t open = r->at, end = open + 1, n = 0;
  while (end < r->s.n && r->s.p[end] != quote) end += quote == '"' && escape_at(r, end) ? 2 : 1;
  if (end >= r->s.n) return wrong(r, open, 1, "this quote is not closed");
  char *out = arena_alloc(r->arena, end - open);
  for (size_t i = open + 1; i < end; i++) {
    if (quote == '"' && escape_at(r, i)) i++;
    out[n++] = r->s.p[i] == '\n' || r->s.p[i] == '\r' ? ' ' : r->s.p[i];
  }
  *where = (Range){ open + 1, end - open - 1 };
  *value = str_n(out, n);
  r->at = end + 1;
  return true;
}

static bool read_value(Reading *r, Str *value, Range *where) {
  if (r->at < r->s.n && strchr("\"'`", r->s.p[r->at])) return read_quoted(r, value, where);
  static const char *const curly[] = { "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98",
                                       "\xE2\x80\x99", "\xE3\x80\x8C" };
  for (size_t i = 0; i < sizeof curly / sizeof curly[0]; i++)
    if (follows(r, curly[i])) return wrong(r, r->at, 3, "values stand in straight quotes: \"...\"");
  size_t from = r->at;
  while (!at_end(r) && !blank(r->s.p[r->at])) r->at++;
  *where = (Range){ from, r->at - from };
  *value = str_sub(r->s, from, r->at);
  return value->n > 0 || wrong(r, from, 1, "a value is missing");
}

static bool read_arg(Reading *r) {
  if (r->out->count == DIRECTIVE_ARGS) return wrong(r, r->at, 1, "too many values");
  DirectiveArg *arg = &r->out->args[r->out->count];
  *arg = (DirectiveArg){ .name = { "", 0 } };
  size_t from = r->at;
  Str name = read_name(r);
  size_t behind = r->at;
  skip_blanks(r);
  if (name.n && r->at < r->s.n && r->s.p[r->at] == '=') {
    r->at++;
    skip_blanks(r);
    arg->name = name;
  } else {
    r->at = from; /* a value alone */
    if (at_end(r)) r->at = behind;
  }
  if (!read_value(r, &arg->value, &arg->at)) return false;
  arg->whole = (Range){ from, r->at - from };
  r->out->count++;
  return true;
}

size_t directive_read_args(Directive *out, Arena *a, Str text, size_t from,
                           const char *const *ends) {
  Reading r = { text, from, a, out, ends };
  for (skip_blanks(&r); !at_end(&r); skip_blanks(&r)) {
    if (r.s.p[r.at] == ',') {
      r.at++;
    } else if (r.s.p[r.at] == '{') {
      wrong(&r, r.at, 1, "a value that begins with '{' stands in quotes");
      break;
    } else if (!read_arg(&r)) {
      break;
    }
  }
  return r.at;
}

bool directive_read(Directive *out, Arena *a, Str text) {
  static const char *const ends[] = { ">}}", "/>}}", NULL };
  Reading r = { text, 0, a, out, ends };
  out->name = S("");
  out->count = 0;
  out->problem = out->help = NULL;
  skip_blanks(&r);
  if (!follows(&r, "{{<") || follows(&r, "{{</*")) return false;
  r.at += 3;
  skip_blanks(&r);
  size_t from = r.at;
  out->name = read_name(&r);
  out->name_at = (Range){ from, out->name.n };
  if (!out->name.n) return false;
  for (skip_blanks(&r); !at_end(&r); skip_blanks(&r))
    if (!read_arg(&r)) return true;
  if (r.at >= text.n) {
    out->help =
        "in Markdown a line that begins with '>' is a quote: write >}} behind the last value";
    wrong(&r, from, out->name.n, "it is not closed: \">}}\" is missing at its end");
    return true;
  }
  if (follows(&r, "/")) r.at++;
  r.at += 3;
  skip_blanks(&r);
  /* With text behind it, it is part of that text. */
  return r.at == text.n;
}

/* -- expanding -- */

typedef struct {
  Doc *doc;
  Node *paragraph;
  const Directive *directive;
  Diags *diags;
} Expand;

static bool fail(const Expand *x, Range where, const char *help, const char *message, Str name) {
  where.offset += x->paragraph->offset;
  diag_at(x->diags, DIAG_ERROR, P_DIRECTIVE, x->doc->source, where, help, "%s%.*s", message,
          STR(name));
  return false;
}

/* A node that stands where `at` is in the directive. Lines are counted from the
 * paragraph's, so that many directives take linear time. */
static Node *place(const Expand *x, NodeType type, Range at) {
  const Node *p = x->paragraph;
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

/* The names a figure's values may have: ours, then Hugo's for the same. Those in the
 * last line say what the page does anyway. */
enum { SRC, ALT, CAPTION, CREDIT, LICENCE, SOURCE, LINK, CLASS, WIDTH, HEIGHT, IGNORED, FIELDS };
static const struct {
  const char *name;
  int field;
} figure_names[] = { { "src", SRC },         { "alt", ALT },         { "caption", CAPTION },
                     { "credit", CREDIT },   { "licence", LICENCE }, { "source", SOURCE },
                     { "link", LINK },       { "class", CLASS },     { "width", WIDTH },
                     { "height", HEIGHT },   { "title", CAPTION },   { "attr", CREDIT },
                     { "attrlink", SOURCE }, { "license", LICENCE }, { "target", IGNORED },
                     { "rel", IGNORED },     { "loading", IGNORED } };
enum { FIGURE_NAMES = sizeof figure_names / sizeof figure_names[0], OURS = WIDTH + 1 };

static bool take_field(const Expand *x, const DirectiveArg *arg, const DirectiveArg **fields) {
  Str names[FIGURE_NAMES];
  for (size_t i = 0; i < FIGURE_NAMES; i++) {
    names[i] = str_c(figure_names[i].name);
    if (!str_eq(names[i], arg->name)) continue;
    const DirectiveArg **field = &fields[figure_names[i].field];
    /* Hugo's title is a second line above its caption: the caption says more. */
    if (*field && (str_eqc(arg->name, "title") || str_eqc((*field)->name, "title"))) {
      if (str_eqc((*field)->name, "title")) *field = arg;
      return true;
    }
    if (*field && figure_names[i].field != IGNORED)
      return fail(x, arg->whole, "keep one of the two", "it says twice: ", arg->name);
    *field = arg;
    return true;
  }
  if (!arg->name.n && !fields[SRC] && arg == &x->directive->args[0]) {
    fields[SRC] = arg; /* {{< figure photo.jpg >}} */
    return true;
  }
  if (!arg->name.n)
    return fail(x, arg->whole, "write name=\"value\"; a value with blanks needs quotes",
                "a value without a name: ", arg->value);
  Str near = str_nearest(arg->name, names, OURS);
  const char *help = near.n ? arena_printf(&x->diags->arena, "did you mean '%.*s'?", STR(near)).p
                            : "known here: src, alt, caption, credit, licence, source, link, "
                              "class, width";
  return fail(x, arg->whole, help, "a figure has no ", arg->name);
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

static bool figure(const Expand *x) {
  const DirectiveArg *fields[FIELDS] = { NULL };
  for (size_t i = 0; i < x->directive->count; i++)
    if (!take_field(x, &x->directive->args[i], fields)) return false;
  if (!fields[SRC] || !fields[SRC]->value.n)
    return fail(x, x->directive->name_at, "such as {{< figure src=\"photo.jpg\" alt=\"...\" >}}",
                "a figure needs its image: src", S(""));
  Node *image = place(x, NODE_IMAGE, fields[SRC]->at), *shown = image, *n = x->paragraph;
  image->url = fields[SRC]->value;
  if (!pixels(x, fields[WIDTH], &image->width) || !pixels(x, fields[HEIGHT], &image->height))
    return false;
  if (fields[ALT]) {
    if (fields[ALT]->value.n) add_text(x, image, fields[ALT]);
    image->decorative = !fields[ALT]->value.n;
  }
  if (fields[LINK] && fields[LINK]->value.n) {
    shown = place(x, NODE_LINK, fields[LINK]->at);
    shown->url = fields[LINK]->value;
    node_append(shown, image);
  }
  if (fields[CREDIT] || fields[LICENCE] || fields[SOURCE]) {
    Rights *rights = ARENA_NEW(x->doc->arena, Rights);
    *rights =
        (Rights){ value_of(fields[CREDIT]), value_of(fields[LICENCE]), value_of(fields[SOURCE]) };
    n->rights = rights;
  }
  n->type = NODE_FIGURE;
  n->classes = value_of(fields[CLASS]);
  n->first = n->last = NULL;
  node_append(n, shown);
  if (fields[CAPTION] && fields[CAPTION]->value.n)
    node_append(n, add_text(x, place(x, NODE_CAPTION, fields[CAPTION]->at), fields[CAPTION]));
  return true;
}

static const struct {
  const char *name;
  bool (*expand)(const Expand *x);
} directives[] = { { "figure", figure } };

bool directive_expand(Doc *doc, Node *n, bool *changed, Diags *d) {
  *changed = false;
  Str text = str_sub(doc->source->text, n->offset, n->offset + n->length);
  if (!n->exact || !str_starts(str_trim(text), S("{{<"))) return true;
  Directive *directive = ARENA_NEW(doc->arena, Directive);
  if (!directive_read(directive, doc->arena, text)) return true;
  for (size_t i = 0; i < sizeof directives / sizeof directives[0]; i++) {
    if (!str_eqc(directive->name, directives[i].name)) continue;
    const Expand x = { doc, n, directive, d };
    *changed = true;
    if (directive->problem)
      return fail(&x, directive->problem_at, directive->help, directive->problem, S(""));
    return directives[i].expand(&x);
  }
  /* Another generator's stays text; a slip of the pen is told. */
  Str names[sizeof directives / sizeof directives[0]];
  for (size_t i = 0; i < sizeof directives / sizeof directives[0]; i++)
    names[i] = str_c(directives[i].name);
  Str near = str_nearest(directive->name, names, sizeof directives / sizeof directives[0]);
  if (near.n) {
    Range where = directive->name_at;
    where.offset += n->offset;
    Diag *r = diag_at(d, DIAG_WARNING, P_DIRECTIVE, doc->source, where, NULL,
                      "there is no directive '%.*s': it is shown as text", STR(directive->name));
    diag_help(d, r, "did you mean '%.*s'?", STR(near));
  }
  return true;
}
