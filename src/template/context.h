/* context.h -- where in an HTML or XML document are we?
 *
 * Escaping depends on the place, and the place follows from the literal parts of
 * a template alone, if values can never leave the place they are printed in. A
 * Context is the state of a small HTML5 tokenizer that is fed the literals in
 * order. At a value, context_print says how it must be escaped there, or why no
 * value may stand there. Branches are walked separately and joined.
 *
 * A Context is a plain value without pointers into memory of its own: copy it to
 * branch, compare it to join. Nothing can fail but by saying why (a static or
 * arena text, never a record: the caller knows the position). */
#ifndef PUBLISH_TEMPLATE_CONTEXT_H
#define PUBLISH_TEMPLATE_CONTEXT_H

#include "base/arena.h"
#include "base/str.h"

/* What the file name asks for. */
typedef enum { MODE_HTML, MODE_XML, MODE_JSON, MODE_TEXT } Mode;
Mode mode_of(Str name);

typedef enum {
  CTX_TEXT,      /* between tags */
  CTX_RCDATA,    /* in <title> or <textarea> */
  CTX_RAWTEXT,   /* in <script>, <style>, <xmp> ... : see `element` */
  CTX_PLAINTEXT, /* after <plaintext> */
  CTX_TAG_OPEN,  /* after "<" */
  CTX_END_OPEN,  /* after "</" */
  CTX_TAG_NAME,
  CTX_BEFORE_NAME, /* in a tag, an attribute may begin */
  CTX_NAME,        /* in an attribute's name */
  CTX_AFTER_NAME,
  CTX_BEFORE_VALUE, /* after "=" */
  CTX_VALUE,        /* in a quoted value: see `quote`, `attribute` */
  CTX_UNQUOTED,
  CTX_AFTER_VALUE, /* right behind the closing quote */
  CTX_TAG_JOIN,    /* behind a branch that may have ended in a name */
  CTX_SLASH,       /* after "/" in a tag */
  CTX_MARKUP,      /* "<!" doctype and other declarations */
  CTX_COMMENT,
  CTX_CDATA, /* XML only */
  CTX_PI     /* "<?" */
} CtxState;

typedef enum {
  ATTR_PLAIN,
  ATTR_URL,
  ATTR_SRCSET,
  ATTR_CODE_URL, /* an address that decides which code runs: script src ... */
  ATTR_EVENT,
  ATTR_STYLE,
  ATTR_SRCDOC,
  ATTR_META,     /* content of <meta>: may hold a refresh address */
  ATTR_FORBIDDEN /* script type, animation targets: decides what others mean */
} AttrKind;

typedef struct {
  unsigned char mode, state, attribute, quote;
  bool closing;    /* the tag at hand is an end tag */
  bool json;       /* <script type="application/ld+json"> */
  bool typed;      /* a script tag with a type that is not JSON */
  bool in_string;  /* inside "..." of JSON */
  bool escaped;    /* after a backslash in such a string */
  bool refresh;    /* <meta http-equiv=refresh> */
  bool meta_value; /* a value stands in content of this <meta> */
  bool dynamic;    /* a value stands in the attribute at hand */
  unsigned char dashes;
  char element[24]; /* the tag at hand, or whose text we are in; lower case */
  char name[24];    /* the attribute's name; lower case, cut */
  char prefix[40];  /* the literal beginning of the attribute's value, cut */
} Context;

Context context_start(Mode mode);
/* Walk over literal bytes. False: `why` says what is wrong, at byte *at. */
bool context_literal(Context *c, Str text, size_t *at, const char **why);

/* How a value must be written. */
typedef enum {
  PRINT_TEXT,   /* HTML text: html unescaped, all else escaped */
  PRINT_RCDATA, /* escaped, html too */
  PRINT_ATTR,   /* quoted attribute */
  PRINT_URL,    /* address in a quoted attribute: escape.h has the rules */
  PRINT_SRCSET,
  PRINT_REFRESH,  /* address behind "url=" in <meta content> */
  PRINT_CODE_URL, /* only what is known when compiling */
  PRINT_JSON,     /* only a value of `| json` */
  PRINT_XML,      /* XML text or attribute */
  PRINT_XML_URL,  /* href and src in XML */
  PRINT_PLAIN,
  PRINT_FORBIDDEN
} PrintKind;
/* The kind for a value here; PRINT_FORBIDDEN sets *why and *help. Updates c. */
PrintKind context_print(Context *c, const char **why, const char **help);

/* May a block, include, slot or html value stand here: between tags? */
bool context_is_text(const Context *c);
bool context_eq(const Context *a, const Context *b);
/* The context behind branches that ended in a and b; false when there is none. */
bool context_join(Context *out, const Context *a, const Context *b);
/* "in the value of attribute 'href'", "inside <script>" ... for messages. */
Str context_name(const Context *c, Arena *a);

#endif
