/* html_input.h -- what gumbo reads, and what all HTML of one document shares. Private to
 * src/doc.
 *
 * HtmlInput is HTML of the source, and "holes", elements that stand for nodes which the
 * Markdown parser made. A hole is known by its offset, so nobody can forge one; every byte
 * knows where in the source it came from.
 *
 * gumbo reads no noncharacters, so tokens of directives (directive_marks.h) have private-use
 * characters there: input_tokens() puts them in, in place, tokens_back() gives the tokens
 * that directive_marks.h knows, tokens_restored() what the author wrote. */
#ifndef PUBLISH_DOC_HTML_INPUT_H
#define PUBLISH_DOC_HTML_INPUT_H

#include "base/map.h"
#include "doc/directive_marks.h"
#include "doc/places.h"

typedef struct {
  Doc *doc;
  const MarkdownOptions *options;
  const Marks *marks;   /* tokens of directives in the HTML; NULL = none */
  const Marks *restore; /* or NULL: they become text again */
  Diags *diags;
  Arena scratch;
  Places places;
  Map ids;    /* in use */
  Map losses; /* kind and name -> 1 + index into doc->losses */
  size_t loss_cap, dropped_cap;
  bool too_large, failed;
} HtmlWork;

/* Bytes of the input from `at` on are the source's from `source` on. */
typedef struct {
  size_t at, source;
  bool exact; /* they were compared */
} HtmlLine;
typedef struct {
  size_t at, end; /* its tags in the input */
  Node *node;
} HtmlHole;
typedef struct {
  Buf bytes;
  HtmlLine *lines;
  size_t line_count, line_cap;
  HtmlHole *holes;
  size_t hole_count, hole_cap;
} HtmlInput;

/* What follows comes from `source` on. */
void input_line(HtmlWork *w, HtmlInput *in, size_t source, bool exact);
/* One of cmark-gfm's pieces of HTML; a node of it; a body, with tokens, that begins at `base`. */
void input_html(HtmlWork *w, HtmlInput *in, const Node *n);
void input_hole(HtmlWork *w, HtmlInput *in, Node *n);
void input_body(HtmlWork *w, HtmlInput *in, Str body, size_t base);

/* Where p of the input came from. */
size_t input_source(const HtmlInput *in, const char *p, bool *exact);
/* The node whose hole begins at p, or NULL. */
Node *input_node(const HtmlInput *in, const char *p);

#define HTML_TOKEN_OPEN "\xEF\xA3\xB0" /* the closing one is the next character */
void input_tokens(HtmlInput *in);
Str tokens_back(const HtmlWork *w, Str s);
Str tokens_restored(const HtmlWork *w, Str s);

#endif
