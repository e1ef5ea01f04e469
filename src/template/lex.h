/* lex.h -- template source to tokens, one at a time.
 *
 * Outside of delimiters everything is one TOKEN_TEXT, cut only by {{ }}, {% %},
 * {# #} and {% raw %}; white-space control ({%- and -%}) is already applied to
 * it. Inside come names, literals and operators until TOKEN_CLOSE. Lex belongs
 * to one parse; decoded strings are in its arena, all else points into the
 * source. A mistake gives one record and TOKEN_ERROR; lex_skip goes on behind
 * the tag it was in. */
#ifndef PUBLISH_TEMPLATE_LEX_H
#define PUBLISH_TEMPLATE_LEX_H

#include "base/diag.h"

typedef enum {
  TOKEN_END,
  TOKEN_ERROR,
  TOKEN_TEXT,
  TOKEN_PRINT, /* {{ */
  TOKEN_TAG,   /* {% */
  TOKEN_CLOSE, /* }} or %} */
  TOKEN_NAME,
  TOKEN_STRING,
  TOKEN_NUMBER,
  TOKEN_OP /* text is the operator */
} TokenKind;

typedef struct {
  TokenKind kind;
  Range at;
  Str text; /* TEXT: bytes to print; NAME, OP: the word; STRING: decoded */
  double number;
  long long integer;
  bool is_integer;
} Token;

typedef struct {
  const Source *source;
  Arena *arena;
  Diags *diags;
  size_t pos;
  char closer;   /* '}' or '%' inside a tag, 0 outside */
  size_t opened; /* where the tag at hand begins */
  bool trim;     /* the tag before ended in "-" */
} Lex;

Token lex_next(Lex *x);
/* Move behind the end of the tag at hand. */
void lex_skip(Lex *x);

#endif
