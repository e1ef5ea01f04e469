/* parse_expr.c -- expressions by recursive descent, one function a precedence:
 *
 *   or < and < not < comparison, in < ~ < + - < * / % < unary - < | filter . []
 *
 * A filter binds tightest, so `a ~ b | upper` is `a ~ (b | upper)`. */
#include "template/parse_expr.h"

#include <stdarg.h>

void parser_next(Parser *p) {
  p->end = p->now.at.offset + p->now.at.length;
  p->now = lex_next(&p->lex);
  if (p->now.kind == TOKEN_ERROR) p->errors++;
}

bool parser_fail(Parser *p, Code code, Range at, const char *help, const char *format, ...) {
  p->errors++;
  va_list args;
  va_start(args, format);
  Str message = arena_vprintf(p->arena, format, args);
  va_end(args);
  diag_at(p->diags, DIAG_ERROR, code, p->source, at, help, "%.*s", STR(message));
  return false;
}

bool parser_is(const Parser *p, TokenKind kind, const char *text) {
  return p->now.kind == kind && (!text || str_eqc(p->now.text, text));
}

bool parser_take(Parser *p, TokenKind kind, const char *text) {
  if (!parser_is(p, kind, text)) return false;
  parser_next(p);
  return true;
}

Str parser_found(Parser *p) {
  if (p->now.kind == TOKEN_CLOSE || p->now.kind == TOKEN_END) return S("the end of the tag");
  return arena_printf(
      p->arena, "'%.*s'",
      STR(str_sub(p->source->text, p->now.at.offset, p->now.at.offset + p->now.at.length)));
}

bool parser_unclosed(Parser *p) {
  char closer[2] = { p->lex.closer, '}' };
  if (!closer[0]) return false;
  Str rest = str_sub(p->source->text, p->now.at.offset, p->source->text.n);
  long end = str_find(rest, str_n(closer, 2));
  long print = str_find(rest, S("{{")), tag = str_find(rest, S("{%"));
  if (end >= 0 && (print < 0 || end < print) && (tag < 0 || end < tag)) return false;
  parser_fail(p, P_TEMPLATE_SYNTAX, (Range){ p->lex.opened, 2 },
              closer[0] == '}' ? "close it with }}" : "close it with %}", "the tag is not closed");
  return true;
}

static Expr *fail(Parser *p, const char *help, const char *expected) {
  if (p->now.kind == TOKEN_ERROR || parser_unclosed(p)) return NULL; /* said already */
  parser_fail(p, P_TEMPLATE_SYNTAX, p->now.at, help, "expected %s, found %.*s", expected,
              STR(parser_found(p)));
  return NULL;
}

static Expr *expr_new(Parser *p, ExprKind kind, Range at) {
  Expr *e = ARENA_NEW(p->arena, Expr);
  e->kind = kind;
  e->at = e->name_at = at;
  e->depth = 1;
  return e;
}

static void add_arg(Parser *p, Expr *e, Expr *arg) {
  /* Doubling by powers of two, without a capacity to keep. */
  size_t n = e->arg_count;
  if ((n & (n - 1)) == 0) {
    Expr **more = ARENA_ARRAY(p->arena, n ? n * 2 : 1, Expr *);
    if (n) memcpy(more, e->args, n * sizeof *more);
    e->args = more;
  }
  e->args[e->arg_count++] = arg;
  if (arg->depth >= e->depth) e->depth = arg->depth + 1;
}

static Range span(Range from, Range to) {
  return (Range){ from.offset, to.offset + to.length - from.offset };
}

static Expr *join(Parser *p, ExprKind kind, Op op, Range op_at, Expr *left, Expr *right) {
  Expr *e = expr_new(p, kind, span(left->at, right->at));
  e->op = op;
  e->name_at = op_at;
  add_arg(p, e, left);
  add_arg(p, e, right);
  return e;
}

static bool keyword(const Parser *p, const char *word) {
  return parser_is(p, TOKEN_NAME, word);
}

static bool reserved(Str s) {
  static const char *const words[] = { "and", "or", "not", "in", "true", "false", "none", NULL };
  for (size_t i = 0; words[i]; i++)
    if (str_eqc(s, words[i])) return true;
  return false;
}

bool parse_named(Parser *p, NamedArg **out, size_t *count) {
  NamedArg *args = NULL;
  size_t n = 0, cap = 0;
  do {
    if (p->now.kind != TOKEN_NAME || reserved(p->now.text)) {
      fail(p, NULL, "a name");
      return false;
    }
    if (n == cap) {
      cap = cap ? cap * 2 : 4;
      NamedArg *more = ARENA_ARRAY(p->arena, cap, NamedArg);
      if (n) memcpy(more, args, n * sizeof *more);
      args = more;
    }
    NamedArg *arg = &args[n];
    *arg = (NamedArg){ .name = p->now.text, .at = p->now.at };
    for (size_t i = 0; i < n; i++)
      if (str_eq(args[i].name, arg->name))
        return parser_fail(p, P_TEMPLATE_SYNTAX, arg->at, NULL, "'%.*s' is given twice",
                           STR(arg->name));
    if (n >= 32)
      return parser_fail(p, P_TEMPLATE_LIMIT, arg->at, NULL, "more than 32 values are given");
    n++;
    parser_next(p);
    if (parser_take(p, TOKEN_OP, "=")) {
      arg->value = parse_expr(p);
      if (!arg->value) return false;
    } else {
      arg->value = expr_new(p, EXPR_NAME, arg->at);
      arg->value->text = arg->name;
    }
  } while (parser_take(p, TOKEN_OP, ","));
  *out = args;
  *count = n;
  return true;
}

/* "(" is taken: positional arguments, then named ones, then ")". */
static bool arguments(Parser *p, Expr *e) {
  if (parser_take(p, TOKEN_OP, ")")) return true;
  for (;;) {
    if (p->now.kind == TOKEN_NAME && !reserved(p->now.text)) {
      Lex mark = p->lex;
      Token word = p->now;
      size_t errors = p->errors, said = p->diags->count;
      parser_next(p);
      bool named = parser_is(p, TOKEN_OP, "=");
      if (p->errors != errors || p->diags->count != said) return false;
      p->lex = mark;
      p->now = word;
      if (named) {
        if (!parse_named(p, &e->named, &e->named_count)) return false;
        for (size_t i = 0; i < e->named_count; i++)
          if (e->named[i].value->depth >= e->depth) e->depth = e->named[i].value->depth + 1;
        break;
      }
    }
    Expr *arg = parse_expr(p);
    if (!arg) return false;
    if (e->arg_count >= 32)
      return parser_fail(p, P_TEMPLATE_LIMIT, arg->at, NULL, "more than 32 values are given");
    add_arg(p, e, arg);
    if (!parser_take(p, TOKEN_OP, ",")) break;
  }
  if (parser_is(p, TOKEN_OP, "=")) {
    parser_fail(p, P_TEMPLATE_SYNTAX, p->now.at, "write == to compare",
                "there is no assignment in an expression");
    return false;
  }
  if (parser_take(p, TOKEN_OP, ")")) return true;
  fail(p, NULL, "',' or ')'");
  return false;
}

static Expr *primary(Parser *p) {
  Token t = p->now;
  if (t.kind == TOKEN_STRING) {
    Expr *e = expr_new(p, EXPR_TEXT, t.at);
    e->text = t.text;
    parser_next(p);
    return e;
  }
  if (t.kind == TOKEN_NUMBER) {
    Expr *e = expr_new(p, EXPR_NUMBER, t.at);
    e->text = t.text;
    e->number = t.number, e->integer = t.integer, e->is_integer = t.is_integer;
    parser_next(p);
    return e;
  }
  if (parser_take(p, TOKEN_OP, "(")) {
    Expr *e = parse_expr(p);
    if (!e) return NULL;
    Range close = p->now.at;
    if (!parser_take(p, TOKEN_OP, ")")) return fail(p, NULL, "')'");
    e->at = span(t.at, close);
    return e;
  }
  if (parser_take(p, TOKEN_OP, "[")) {
    Expr *e = expr_new(p, EXPR_LIST, t.at);
    while (!parser_is(p, TOKEN_OP, "]")) {
      Expr *item = parse_expr(p);
      if (!item) return NULL;
      if (e->arg_count >= 100) {
        parser_fail(p, P_TEMPLATE_LIMIT, item->at, NULL, "a list of more than 100 items");
        return NULL;
      }
      add_arg(p, e, item);
      if (!parser_take(p, TOKEN_OP, ",")) break;
    }
    e->at = span(t.at, p->now.at);
    if (!parser_take(p, TOKEN_OP, "]")) return fail(p, NULL, "',' or ']'");
    return e;
  }
  if (t.kind != TOKEN_NAME) return fail(p, NULL, "a value");
  if (str_eqc(t.text, "nil") || str_eqc(t.text, "null"))
    return fail(p, "the value that is absent is called 'none'", "a value");
  bool is_true = str_eqc(t.text, "true");
  if (is_true || str_eqc(t.text, "false") || str_eqc(t.text, "none")) {
    Expr *e = expr_new(p, str_eqc(t.text, "none") ? EXPR_NONE : EXPR_BOOL, t.at);
    e->integer = is_true;
    parser_next(p);
    return e;
  }
  if (reserved(t.text)) return fail(p, NULL, "a value");
  parser_next(p);
  Expr *e = expr_new(p, EXPR_NAME, t.at);
  e->text = t.text;
  if (parser_take(p, TOKEN_OP, "(")) {
    e->kind = EXPR_CALL;
    if (!arguments(p, e)) return NULL;
    e->at.length = p->end - e->at.offset;
  }
  return e;
}

static Expr *postfix(Parser *p) {
  Expr *e = primary(p);
  int links = 0;
  while (e) {
    if (++links > PARSE_DEPTH) {
      parser_fail(p, P_TEMPLATE_LIMIT, p->now.at, "use {% set %} for a part of it",
                  "the expression is nested too deeply");
      return NULL;
    }
    if (parser_take(p, TOKEN_OP, ".")) {
      if (p->now.kind != TOKEN_NAME)
        return fail(p, "write a[\"b\"] for other keys", "a field's name");
      Expr *get = expr_new(p, EXPR_FIELD, span(e->at, p->now.at));
      get->text = p->now.text;
      get->name_at = p->now.at;
      add_arg(p, get, e);
      e = get;
      parser_next(p);
    } else if (parser_take(p, TOKEN_OP, "[")) {
      Expr *key = parse_expr(p);
      if (!key) return NULL;
      Expr *get = expr_new(p, EXPR_INDEX, span(e->at, p->now.at));
      get->name_at = key->at;
      if (!parser_take(p, TOKEN_OP, "]")) return fail(p, NULL, "']'");
      add_arg(p, get, e);
      add_arg(p, get, key);
      e = get;
    } else if (parser_take(p, TOKEN_OP, "|")) {
      if (p->now.kind != TOKEN_NAME) return fail(p, NULL, "a filter's name");
      Expr *f = expr_new(p, EXPR_FILTER, span(e->at, p->now.at));
      f->text = p->now.text;
      f->name_at = p->now.at;
      add_arg(p, f, e);
      e = f;
      parser_next(p);
      if (parser_take(p, TOKEN_OP, "(") && !arguments(p, f)) return NULL;
      f->at.length = p->end - f->at.offset;
    } else {
      return e;
    }
  }
  return NULL;
}

static Expr *unary(Parser *p) {
  Token t = p->now;
  if (!parser_take(p, TOKEN_OP, "-")) return postfix(p);
  if (++p->depth > PARSE_DEPTH) {
    parser_fail(p, P_TEMPLATE_LIMIT, t.at, NULL, "the expression is nested too deeply");
    return NULL;
  }
  Expr *operand = unary(p);
  p->depth--;
  if (!operand) return NULL;
  Expr *e = expr_new(p, EXPR_MINUS, span(t.at, operand->at));
  e->name_at = t.at;
  add_arg(p, e, operand);
  return e;
}

/* A chain of left-associative operators is as deep as it is long. */
static bool chain(Parser *p, int *links) {
  if (++*links <= PARSE_DEPTH) return true;
  return parser_fail(p, P_TEMPLATE_LIMIT, p->now.at, "use {% set %} for a part of it",
                     "the expression is nested too deeply");
}

static Expr *product(Parser *p) {
  Expr *e = unary(p);
  int links = 0;
  while (e && p->now.kind == TOKEN_OP) {
    Range at = p->now.at;
    Op op;
    if (parser_is(p, TOKEN_OP, "*"))
      op = OP_MUL;
    else if (parser_is(p, TOKEN_OP, "/"))
      op = OP_DIV;
    else if (parser_is(p, TOKEN_OP, "%"))
      op = OP_MOD;
    else
      break;
    if (!chain(p, &links)) return NULL;
    parser_next(p);
    Expr *right = unary(p);
    e = right ? join(p, EXPR_BINARY, op, at, e, right) : NULL;
  }
  return e;
}

static Expr *sum(Parser *p) {
  Expr *e = product(p);
  int links = 0;
  while (e && (parser_is(p, TOKEN_OP, "+") || parser_is(p, TOKEN_OP, "-"))) {
    Range at = p->now.at;
    Op op = parser_is(p, TOKEN_OP, "+") ? OP_ADD : OP_SUB;
    if (!chain(p, &links)) return NULL;
    parser_next(p);
    Expr *right = product(p);
    e = right ? join(p, EXPR_BINARY, op, at, e, right) : NULL;
  }
  return e;
}

/* Flat lists for `~`, `and`, `or`: long chains stay shallow. */
static Expr *flat(Parser *p, ExprKind kind, TokenKind token, const char *word,
                  Expr *(*operand)(Parser *)) {
  Expr *e = operand(p);
  if (!e || !parser_is(p, token, word)) return e;
  Expr *all = expr_new(p, kind, e->at);
  all->name_at = p->now.at;
  add_arg(p, all, e);
  while (parser_take(p, token, word)) {
    e = operand(p);
    if (!e) return NULL;
    add_arg(p, all, e);
    if (all->arg_count > 60) {
      parser_fail(p, P_TEMPLATE_LIMIT, e->at, "use {% set %} for a part of it",
                  "more than 60 operands of '%s'", word);
      return NULL;
    }
    all->at = span(all->at, e->at);
  }
  return all;
}

static Expr *concat(Parser *p) {
  return flat(p, EXPR_CONCAT, TOKEN_OP, "~", sum);
}

static bool comparison_op(Parser *p, Op *op) {
  static const struct {
    const char *text;
    Op op;
  } ops[] = { { "==", OP_EQ }, { "!=", OP_NE }, { "<", OP_LT },
              { "<=", OP_LE }, { ">", OP_GT },  { ">=", OP_GE } };
  if (p->now.kind == TOKEN_OP) {
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++)
      if (str_eqc(p->now.text, ops[i].text)) {
        *op = ops[i].op;
        return true;
      }
  }
  if (keyword(p, "in")) {
    *op = OP_IN;
    return true;
  }
  return false;
}

static Expr *comparison(Parser *p) {
  Expr *e = concat(p);
  if (!e) return NULL;
  Range at = p->now.at;
  Op op;
  if (comparison_op(p, &op)) {
    parser_next(p);
  } else if (parser_take(p, TOKEN_NAME, "not")) {
    if (!parser_take(p, TOKEN_NAME, "in")) return fail(p, NULL, "'in' after 'not'");
    op = OP_NOT_IN;
  } else {
    return e;
  }
  Expr *right = concat(p);
  if (!right) return NULL;
  if (comparison_op(p, &op)) {
    parser_fail(p, P_TEMPLATE_SYNTAX, p->now.at, "join two comparisons with 'and'",
                "comparisons cannot be chained");
    return NULL;
  }
  return join(p, EXPR_BINARY, op, at, e, right);
}

static Expr *negation(Parser *p) {
  Token t = p->now;
  if (!parser_take(p, TOKEN_NAME, "not")) return comparison(p);
  if (++p->depth > PARSE_DEPTH) {
    parser_fail(p, P_TEMPLATE_LIMIT, t.at, NULL, "the expression is nested too deeply");
    return NULL;
  }
  Expr *operand = negation(p);
  p->depth--;
  if (!operand) return NULL;
  Expr *e = expr_new(p, EXPR_NOT, span(t.at, operand->at));
  e->name_at = t.at;
  add_arg(p, e, operand);
  return e;
}

static Expr *conjunction(Parser *p) {
  return flat(p, EXPR_AND, TOKEN_NAME, "and", negation);
}

Expr *parse_expr(Parser *p) {
  if (++p->depth > PARSE_DEPTH) {
    parser_fail(p, P_TEMPLATE_LIMIT, p->now.at, "use {% set %} for a part of it",
                "the expression is nested too deeply");
    return NULL;
  }
  Expr *e = flat(p, EXPR_OR, TOKEN_NAME, "or", conjunction);
  p->depth--;
  if (e && e->depth > PARSE_DEPTH) {
    parser_fail(p, P_TEMPLATE_LIMIT, e->at, "use {% set %} for a part of it",
                "the expression is nested too deeply");
    return NULL;
  }
  return e;
}
