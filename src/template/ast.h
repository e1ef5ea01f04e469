/* ast.h -- a template as a tree: what parse.c makes and compile.c reads.
 *
 * Everything is in the arena given to template_parse, views point into the
 * source. Every item knows its bytes in the source, for lines and carets. Depth
 * is bounded by the parser (PARSE_DEPTH), so recursion over a tree is safe. */
#ifndef PUBLISH_TEMPLATE_AST_H
#define PUBLISH_TEMPLATE_AST_H

#include "base/diag.h"

/* Lua's own parser has 200 levels; ours must stay well below. */
enum { PARSE_DEPTH = 40, PARSE_BLOCKS = 25, PARSE_SIZE = 4 << 20 };

typedef enum {
  EXPR_TEXT,   /* text */
  EXPR_NUMBER, /* number, integer; text as written */
  EXPR_BOOL,   /* integer is 0 or 1 */
  EXPR_NONE,
  EXPR_LIST,   /* args */
  EXPR_NAME,   /* text */
  EXPR_FIELD,  /* args[0] . text */
  EXPR_INDEX,  /* args[0] [ args[1] ] */
  EXPR_NOT,    /* args[0] */
  EXPR_MINUS,  /* args[0] */
  EXPR_BINARY, /* args[0] op args[1] */
  EXPR_AND,    /* args, two or more */
  EXPR_OR,     /* args, two or more */
  EXPR_CONCAT, /* args, two or more */
  EXPR_FILTER, /* args[0] | text(args[1..], named) */
  EXPR_CALL    /* text(args, named) */
} ExprKind;

typedef enum {
  OP_EQ,
  OP_NE,
  OP_LT,
  OP_LE,
  OP_GT,
  OP_GE,
  OP_ADD,
  OP_SUB,
  OP_MUL,
  OP_DIV,
  OP_MOD,
  OP_IN,
  OP_NOT_IN
} Op;

typedef struct Expr Expr;
typedef struct {
  Str name;
  Range at;
  Expr *value;
} NamedArg;

struct Expr {
  ExprKind kind;
  Op op;
  int depth;     /* of the tree below, this included */
  Range at;      /* the whole expression */
  Range name_at; /* of text: field, filter, function or operator */
  Str text;
  double number;
  long long integer;
  bool is_integer;
  Expr **args;
  size_t arg_count;
  NamedArg *named;
  size_t named_count;
};

typedef enum {
  ITEM_TEXT,
  ITEM_PRINT,
  ITEM_IF,
  ITEM_FOR,
  ITEM_SET,
  ITEM_BLOCK,
  ITEM_SUPER,
  ITEM_INCLUDE,
  ITEM_SLOT
} ItemKind;

typedef struct Item Item;
typedef struct {
  Item **items;
  size_t count, cap;
} ItemList;

typedef struct {
  Expr *condition; /* NULL: else */
  Range at;        /* of the tag */
  ItemList body;
} Branch;

struct Item {
  ItemKind kind;
  Range at;     /* the tag or the text; a block of items: its opening tag */
  Range end_at; /* of the closing tag, where there is one */
  Str text;     /* TEXT: bytes to print. name: SET, BLOCK, INCLUDE, SLOT, FOR */
  Range name_at;
  Str second; /* FOR k, v: the second name, else "" */
  Range second_at;
  Expr *expr;    /* PRINT, FOR, SET */
  ItemList body; /* FOR, BLOCK */
  ItemList otherwise;
  Branch *branches; /* IF */
  size_t branch_count;
  NamedArg *args; /* INCLUDE */
  size_t arg_count;
};

typedef struct {
  Source source;
  Str name;
  Str extends; /* "" = none */
  Range extends_at;
  ItemList body;
  Item **blocks; /* all of them, in order of appearance */
  size_t block_count;
  size_t mark_offset; /* for counting lines on from a known place */
  uint32_t mark_line;
} Template;

#endif
