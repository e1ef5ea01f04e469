/* directive_marks.h -- finding directives before CommonMark sees them. Private to src/doc.
 *
 * CommonMark would take the insides of {{< name "a*b" >}} for markup. So every
 * directive is taken out of the text before the parse, and a token stands in its place:
 * two noncharacters with a number between them. Alone on its line it stands in an HTML
 * comment, which ends a paragraph before it and starts none, so that
 *
 *   :::note
 *   - text
 *   :::
 *
 * needs no empty lines. Where a token comes out in code, in HTML or in an address, the
 * text that it stands for is put back; anywhere else it becomes a node.
 *
 * The content of {% highlight %} and {% comment %} is no Markdown and is taken out as a
 * whole; between {% raw %} and {% endraw %} nothing is a directive. What {{</ * shows
 * (directive_shown.c) and what stands between fences is left alone. Reading is linear: no directive
 * goes over an empty line, and one that meets another before its end is none. */
#ifndef PUBLISH_DOC_DIRECTIVE_MARKS_H
#define PUBLISH_DOC_DIRECTIVE_MARKS_H

#include "doc/parse.h"

typedef enum { MARK_OPEN, MARK_CLOSE } MarkRole;

typedef struct {
  DirectiveData data; /* of a closing one: its name; open is its text */
  MarkRole role;
  unsigned kind; /* one of DIRECTIVES_* */
  size_t colons; /* of a fenced one */
  size_t offset; /* in the source */
  size_t length; /* with the content, if that was taken out too */
  bool taken;    /* content was taken out */
  Str content;
  size_t lines; /* ends of lines in it */
} Mark;

typedef struct {
  Mark *items;
  size_t count, cap;
} Marks;

/* A token is these with a number between them. */
#define MARK_TOKEN_OPEN  "\xEF\xB7\x90"
#define MARK_TOKEN_CLOSE "\xEF\xB7\x91"

/* ---- directive_marks.c ---- */

/* *out is the body with tokens for directives. False: there is none, and *out is body.
 * `base`: where the body begins in the source. Marks live in `a`. */
bool marks_take(Marks *m, Arena *a, Str body, size_t base, unsigned kinds, Str *out);

/* ---- directive_tokens.c ---- */

/* The first token at or behind *at in s: *from and *to are its bytes. NULL: there is none. */
const Mark *marks_next(const Marks *m, Str s, size_t at, size_t *from, size_t *to);
/* Is all of s, an HTML block, one token? */
const Mark *marks_block(const Marks *m, Str html);
/* The same for a token on a line of its own within an HTML block that ends at an empty line,
 * as <div> does and <pre> does not. *from and *to are that line. */
const Mark *marks_html_line(const Marks *m, Str html, size_t at, size_t *from, size_t *to);
/* s with the text that tokens stand for. */
Str marks_restore(const Marks *m, Arena *a, Str s);

/* ---- directive_raw.c ---- */

/* Code without {% raw %} and {% endraw %}, where one follows the other; one alone on its line
 * goes with the line. s itself when there are none. Linear. */
Str marks_drop_raw(Arena *a, Str s);

/* ---- directive_shown.c ---- */

/* s without the comment signs of Hugo's {{</ * name * />}}, which stand for {{< name >}}; s itself
 * when there are none. Linear. */
Str marks_show(Arena *a, Str s);
/* The same for all text and code of a document. */
void marks_show_all(Doc *doc);

/* ---- directive_pairs.c ---- */

/* Marks that became nodes, in document order. Openings and closings of one parent that belong
 * together become one node with what is between them; closings without an opening and
 * fences without an end become text, and are in doc->halves. Linear. */
typedef struct {
  Node *node;
  const Mark *mark;
} MarkNode;
/* n, of one of the two types, is the directive of this mark. */
void directive_node(Node *n, const Mark *k);
/* And which mark that was. */
const Mark *mark_of(const Node *directive);
void marks_pair(Doc *doc, MarkNode *nodes, size_t count);

#endif
