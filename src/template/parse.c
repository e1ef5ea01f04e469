/* parse.c -- tags: what opens, what closes, and what stands between.
 *
 * A mistake inside a tag skips that tag and goes on, so that one run reports
 * everything; a tree with mistakes is thrown away at the end. */
#include "template/parse.h"

#include "base/utf8.h"
#include "template/parse_expr.h"

typedef struct {
  Template *template;
  size_t block_cap;
} Made;

static bool item_list(Parser *p, Made *made, ItemList *out, const Item *opener, const char *what,
                      const char *const *closers, Token *closer);

static const char *const tag_names[] = { "if",      "elif", "else",    "endif",  "for",
                                         "endfor",  "set",  "extends", "block",  "endblock",
                                         "include", "slot", "raw",     "endraw", NULL };

static Item *item_new(Parser *p, ItemKind kind, Range at) {
  Item *n = ARENA_NEW(p->arena, Item);
  n->kind = kind;
  n->at = n->end_at = at;
  return n;
}

static void item_add(Parser *p, ItemList *list, Item *n) {
  if (list->count == list->cap) {
    list->cap = list->cap ? list->cap * 2 : 8;
    Item **more = ARENA_ARRAY(p->arena, list->cap, Item *);
    if (list->count) memcpy(more, list->items, list->count * sizeof *more);
    list->items = more;
  }
  list->items[list->count++] = n;
}

static bool expected(Parser *p, const char *help, const char *what) {
  if (p->now.kind == TOKEN_ERROR || parser_unclosed(p)) return false;
  return parser_fail(p, P_TEMPLATE_SYNTAX, p->now.at, help, "expected %s, found %.*s", what,
                     STR(parser_found(p)));
}

/* The end of the tag; on a mistake everything up to it is skipped. */
static void tag_end(Parser *p, bool fine, Item *n, const char *help) {
  if (fine && p->now.kind != TOKEN_CLOSE) fine = expected(p, help, "the end of the tag");
  if (!fine)
    lex_skip(&p->lex);
  else if (n)
    n->at.length = p->now.at.offset + p->now.at.length - n->at.offset;
  parser_next(p);
}

static bool take_name(Parser *p, Str *name, Range *at, const char *what) {
  if (p->now.kind != TOKEN_NAME) return expected(p, NULL, what);
  *name = p->now.text;
  *at = p->now.at;
  parser_next(p);
  return true;
}

static bool take_file(Parser *p, Str *name, Range *at) {
  if (p->now.kind != TOKEN_STRING)
    return expected(p, "names of files are literal: \"card.html\"", "the name of a file in quotes");
  *name = p->now.text;
  *at = p->now.at;
  parser_next(p);
  Str rest = *name, part;
  bool fine = name->n > 0 && name->p[0] != '/' && str_chr(*name, '\\') < 0;
  while (fine && str_split(&rest, '/', &part))
    if (part.n == 0 || str_eqc(part, ".") || str_eqc(part, "..")) fine = false;
  if (!fine)
    return parser_fail(p, P_TEMPLATE_FILE, *at,
                       "name it from the templates folder: \"parts/card.html\"",
                       "\"%.*s\" is not a file of the templates folder", STR(*name));
  return true;
}

static void parse_print(Parser *p, ItemList *out) {
  Item *n = item_new(p, ITEM_PRINT, p->now.at);
  parser_next(p);
  if (p->now.kind == TOKEN_CLOSE) {
    parser_fail(p, P_TEMPLATE_SYNTAX, n->at, NULL, "nothing to print");
    parser_next(p);
    return;
  }
  n->expr = parse_expr(p);
  bool assigns = n->expr && parser_is(p, TOKEN_OP, "=");
  tag_end(p, n->expr != NULL, n, assigns ? "write {% set name = expression %}" : NULL);
  if (!n->expr) return;
  if (n->expr->kind == EXPR_CALL && str_eqc(n->expr->text, "super")) {
    n->kind = ITEM_SUPER;
    if (n->expr->arg_count || n->expr->named_count)
      parser_fail(p, P_TEMPLATE_BLOCK, n->expr->at, NULL, "super() takes no arguments");
  }
  item_add(p, out, n);
}

static void parse_if(Parser *p, Made *made, ItemList *out, Item *n) {
  static const char *const inner[] = { "elif", "else", "endif", NULL };
  static const char *const last[] = { "endif", NULL };
  size_t cap = 0;
  bool is_else = false;
  Range at = n->at;
  for (;;) {
    Expr *condition = NULL;
    bool fine = true;
    if (!is_else) {
      condition = parse_expr(p);
      fine = condition != NULL;
    }
    bool assigns = fine && parser_is(p, TOKEN_OP, "=");
    Item tag = { .at = at };
    tag_end(p, fine, &tag, assigns ? "write == to compare" : NULL);
    if (n->branch_count == cap) {
      cap = cap ? cap * 2 : 2;
      Branch *more = ARENA_ARRAY(p->arena, cap, Branch);
      if (n->branch_count) memcpy(more, n->branches, n->branch_count * sizeof *more);
      n->branches = more;
    }
    Branch *b = &n->branches[n->branch_count++];
    *b = (Branch){ .condition = condition, .at = tag.at };
    if (n->branch_count == 1) n->at = tag.at;
    Token closer;
    if (!item_list(p, made, &b->body, n, "if", is_else ? last : inner, &closer)) return;
    at = closer.at;
    if (str_eqc(closer.text, "endif")) break;
    is_else = str_eqc(closer.text, "else");
  }
  Item tag = { .at = at };
  tag_end(p, true, &tag, NULL);
  n->end_at = tag.at;
  item_add(p, out, n);
}

static void parse_for(Parser *p, Made *made, ItemList *out, Item *n) {
  static const char *const inner[] = { "else", "endfor", NULL };
  static const char *const last[] = { "endfor", NULL };
  bool fine = take_name(p, &n->text, &n->name_at, "a name for the item");
  if (fine && parser_take(p, TOKEN_OP, ","))
    fine = take_name(p, &n->second, &n->second_at, "a name for the value");
  if (fine && !parser_take(p, TOKEN_NAME, "in"))
    fine = expected(p, "{% for item in list %}", "'in'");
  if (fine) {
    n->expr = parse_expr(p);
    fine = n->expr != NULL;
  }
  tag_end(p, fine, n, NULL);
  Token closer;
  if (!item_list(p, made, &n->body, n, "for", inner, &closer)) return;
  if (str_eqc(closer.text, "else")) {
    tag_end(p, true, NULL, NULL);
    if (!item_list(p, made, &n->otherwise, n, "for", last, &closer)) return;
  }
  Item tag = { .at = closer.at };
  tag_end(p, true, &tag, NULL);
  n->end_at = tag.at;
  item_add(p, out, n);
}

static void parse_block(Parser *p, Made *made, ItemList *out, Item *n) {
  static const char *const last[] = { "endblock", NULL };
  bool fine = take_name(p, &n->text, &n->name_at, "a block's name");
  tag_end(p, fine, n, NULL);
  Template *t = made->template;
  for (size_t i = 0; fine && i < t->block_count; i++)
    if (str_eq(t->blocks[i]->text, n->text)) {
      uint32_t line, col;
      source_position(p->source, t->blocks[i]->name_at.offset, &line, &col);
      parser_fail(p, P_TEMPLATE_BLOCK, n->name_at, "give it another name",
                  "there is a block '%.*s' already, at line %u", STR(n->text), line);
      fine = false;
    }
  if (fine) {
    if (t->block_count == made->block_cap) {
      made->block_cap = made->block_cap ? made->block_cap * 2 : 8;
      Item **more = ARENA_ARRAY(p->arena, made->block_cap, Item *);
      if (t->block_count) memcpy(more, t->blocks, t->block_count * sizeof *more);
      t->blocks = more;
    }
    t->blocks[t->block_count++] = n;
  }
  Token closer;
  if (!item_list(p, made, &n->body, n, "block", last, &closer)) return;
  /* {% endblock name %} is allowed, and must then be right. */
  if (p->now.kind == TOKEN_NAME) {
    if (!str_eq(p->now.text, n->text))
      parser_fail(p, P_TEMPLATE_BLOCK, p->now.at, NULL, "this closes block '%.*s', not '%.*s'",
                  STR(n->text), STR(p->now.text));
    parser_next(p);
  }
  Item tag = { .at = closer.at };
  tag_end(p, true, &tag, NULL);
  n->end_at = tag.at;
  item_add(p, out, n);
}

static void parse_set(Parser *p, ItemList *out, Item *n) {
  bool fine = take_name(p, &n->text, &n->name_at, "a name");
  if (fine && !parser_take(p, TOKEN_OP, "="))
    fine = expected(p, "{% set name = expression %}", "'='");
  if (fine) {
    n->expr = parse_expr(p);
    fine = n->expr != NULL;
  }
  tag_end(p, fine, n, NULL);
  if (fine) item_add(p, out, n);
}

static void parse_include(Parser *p, ItemList *out, Item *n) {
  bool fine = take_file(p, &n->text, &n->name_at);
  if (fine && parser_take(p, TOKEN_NAME, "with")) fine = parse_named(p, &n->args, &n->arg_count);
  tag_end(p, fine, n, "{% include \"card.html\" with article = a %}");
  if (fine) item_add(p, out, n);
}

static void parse_slot(Parser *p, ItemList *out, Item *n) {
  bool fine = p->now.kind == TOKEN_STRING;
  if (!fine) {
    expected(p, "{% slot \"aside\" %}", "a slot's name in quotes");
  } else {
    n->text = p->now.text;
    n->name_at = p->now.at;
    parser_next(p);
  }
  tag_end(p, fine, n, NULL);
  if (fine) item_add(p, out, n);
}

static void parse_extends(Parser *p, Made *made, const ItemList *out, const Item *n) {
  Template *t = made->template;
  bool fine = true, first = p->blocks == 1;
  for (size_t i = 0; first && i < out->count; i++)
    if (out->items[i]->kind != ITEM_TEXT || str_trim(out->items[i]->text).n) first = false;
  if (t->extends.n) {
    fine = parser_fail(p, P_TEMPLATE_BLOCK, n->at, NULL, "a template extends one other only");
  } else if (!first) {
    fine = parser_fail(p, P_TEMPLATE_BLOCK, n->at, "move it to the first line",
                       "'extends' must come before everything else");
  } else {
    fine = take_file(p, &t->extends, &t->extends_at);
  }
  tag_end(p, fine, NULL, NULL);
}

static void unknown_tag(Parser *p, Token word, const Item *opener, const char *what) {
  Str names[16];
  size_t count = 0;
  for (; tag_names[count]; count++) names[count] = str_c(tag_names[count]);
  bool known = false;
  for (size_t i = 0; i < count; i++) known = known || str_eq(names[i], word.text);
  Str near = str_nearest(word.text, names, count);
  if (known && opener) {
    uint32_t line, col;
    source_position(p->source, opener->at.offset, &line, &col);
    parser_fail(p, P_TEMPLATE_SYNTAX, word.at, NULL, "'%.*s' stands inside of '%s' of line %u",
                STR(word.text), what, line);
  } else if (known) {
    parser_fail(p, P_TEMPLATE_SYNTAX, word.at, NULL, "there is nothing open for '%.*s' to close",
                STR(word.text));
  } else {
    const char *help =
        near.n ? arena_cstr(p->arena, arena_printf(p->arena, "did you mean '%.*s'?", STR(near)))
               : "there are if, for, set, extends, block, include, slot, raw";
    parser_fail(p, P_TEMPLATE_SYNTAX, word.at, help, "unknown tag '%.*s'", STR(word.text));
  }
  tag_end(p, false, NULL, NULL);
}

static bool one_of(Str word, const char *const *words) {
  for (size_t i = 0; words && words[i]; i++)
    if (str_eqc(word, words[i])) return true;
  return false;
}

static void parse_tag(Parser *p, Made *made, ItemList *out, Token word, Range open,
                      const Item *opener, const char *what) {
  Item *n = item_new(p, ITEM_IF, open);
  Str name = word.text;
  if (str_eqc(name, "if")) {
    parse_if(p, made, out, n);
  } else if (str_eqc(name, "for")) {
    n->kind = ITEM_FOR;
    parse_for(p, made, out, n);
  } else if (str_eqc(name, "block")) {
    n->kind = ITEM_BLOCK;
    parse_block(p, made, out, n);
  } else if (str_eqc(name, "set")) {
    n->kind = ITEM_SET;
    parse_set(p, out, n);
  } else if (str_eqc(name, "include")) {
    n->kind = ITEM_INCLUDE;
    parse_include(p, out, n);
  } else if (str_eqc(name, "slot")) {
    n->kind = ITEM_SLOT;
    parse_slot(p, out, n);
  } else if (str_eqc(name, "extends")) {
    parse_extends(p, made, out, n);
  } else {
    unknown_tag(p, word, opener, what);
  }
}

/* Everything up to one of `closers` (NULL: the end of the file). The closer's
 * word goes to *closer, with the place of its tag; the tag's rest is at hand. */
static bool item_list(Parser *p, Made *made, ItemList *out, const Item *opener, const char *what,
                      const char *const *closers, Token *closer) {
  if (++p->blocks > PARSE_BLOCKS) {
    parser_fail(p, P_TEMPLATE_LIMIT, opener->at, "move the inner part into a file and include it",
                "tags are nested more than %d deep", PARSE_BLOCKS);
    p->lex.pos = p->source->text.n;
    p->lex.closer = 0;
    p->now = (Token){ .kind = TOKEN_END };
    p->blocks--;
    return false;
  }
  bool found = false;
  while (p->now.kind != TOKEN_END && !found && p->errors < 20) {
    if (p->now.kind == TOKEN_TEXT) {
      Item *n = item_new(p, ITEM_TEXT, p->now.at);
      n->text = p->now.text;
      if (n->text.n) item_add(p, out, n);
      parser_next(p);
    } else if (p->now.kind == TOKEN_PRINT) {
      parse_print(p, out);
    } else if (p->now.kind == TOKEN_TAG) {
      Range open = p->now.at;
      parser_next(p);
      Token word = p->now;
      if (word.kind != TOKEN_NAME) {
        expected(p, NULL, "a tag's name");
        tag_end(p, false, NULL, NULL);
        continue;
      }
      parser_next(p);
      if (one_of(word.text, closers)) {
        *closer = word;
        closer->at = open;
        found = true;
      } else {
        parse_tag(p, made, out, word, open, opener, what);
      }
    } else {
      lex_skip(&p->lex);
      parser_next(p);
    }
  }
  p->blocks--;
  if (found || !closers) return true;
  /* One message for the innermost tag that is open; the outer ones follow from it. */
  if (p->errors == 0 && p->now.kind == TOKEN_END) {
    const char *help =
        arena_cstr(p->arena, arena_printf(p->arena, "close it with {%% end%s %%}", what));
    parser_fail(p, P_TEMPLATE_SYNTAX, opener->at, help, "'%s' is not closed", what);
  }
  return false;
}

/* Bytes that no template may hold. */
static bool check_bytes(const Source *source, Diags *d) {
  if (source->text.n > PARSE_SIZE) {
    diag_file(d, DIAG_ERROR, P_TEMPLATE_LIMIT, source->path, NULL,
              "the template has %zu bytes, more than %d", source->text.n, (int)PARSE_SIZE);
    return false;
  }
  long nul = str_chr(source->text, 0);
  if (nul >= 0) {
    diag_at(d, DIAG_ERROR, P_TEMPLATE_BYTES, source, (Range){ (size_t)nul, 1 }, "remove it",
            "a NUL byte in a template");
    return false;
  }
  size_t bad = utf8_check(source->text);
  if (bad < source->text.n) {
    diag_at(d, DIAG_ERROR, P_TEMPLATE_BYTES, source, (Range){ bad, 1 },
            "templates are UTF-8; save the file in that encoding",
            "the template is not UTF-8 here");
    return false;
  }
  return true;
}

Template *template_parse(const Source *source, Str name, Arena *a, Diags *d) {
  if (!check_bytes(source, d)) return NULL;
  Template *t = ARENA_NEW(a, Template);
  t->source = *source;
  t->name = name;
  t->mark_line = 1;
  Parser p = { .arena = a, .diags = d, .source = &t->source };
  p.lex = (Lex){ .source = &t->source, .arena = a, .diags = d };
  if (str_starts(source->text, S("\xEF\xBB\xBF"))) p.lex.pos = 3;
  Made made = { .template = t };
  parser_next(&p);
  item_list(&p, &made, &t->body, NULL, "", NULL, NULL);
  return p.errors ? NULL : t;
}
