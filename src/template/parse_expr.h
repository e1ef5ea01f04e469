/* parse_expr.h -- the parser's state, and expressions; for parse.c only. */
#ifndef PUBLISH_TEMPLATE_PARSE_EXPR_H
#define PUBLISH_TEMPLATE_PARSE_EXPR_H

#include "template/ast.h"
#include "template/lex.h"

typedef struct {
  Lex lex;
  Token now;  /* the token at hand */
  size_t end; /* of the one before it */
  Arena *arena;
  Diags *diags;
  const Source *source;
  int depth;  /* of expressions */
  int blocks; /* of tags */
  size_t errors;
} Parser;

void parser_next(Parser *p);
/* One record at `at`; always false. Counts errors. */
bool parser_fail(Parser *p, Code code, Range at, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool parser_is(const Parser *p, TokenKind kind, const char *text); /* text NULL: any */
bool parser_take(Parser *p, TokenKind kind, const char *text);     /* and move on */
/* What stands there, for messages: "'x'", "the end of the tag". */
Str parser_found(Parser *p);

/* Has the tag at hand no end of its own? Then one record says so; true. */
bool parser_unclosed(Parser *p);

Expr *parse_expr(Parser *p); /* NULL after one record */
/* name = expr {, name = expr}; a name alone stands for name = name. */
bool parse_named(Parser *p, NamedArg **out, size_t *count);

#endif
