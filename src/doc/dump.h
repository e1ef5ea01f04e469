/* dump.h -- a document as text: one node a line, for people, tests and diffs.
 *
 *   document
 *     heading level=2 id="a-title"  3:1
 *       text "A title"  3:4
 *     div class="note" @disclaimer
 *       paragraph @disclaimer
 *         text "Said by the plugin" @disclaimer
 *
 * Two blanks for each level. A line is the type as plugins know it, then flags and
 * `key=value` of the fields that are set (texts in quotes), extra attributes as
 * `[name="value"]`, the literal, `@plugin` when a plugin made the node, and with
 * `places` two blanks and line:col, before which the path stands when it is not the
 * root's. The names of fields are those that a plugin reads of a node, and their order
 * is fixed. Text within quotes has \" \\ \n \r \t and \u{...} for everything that a
 * terminal or an editor would not show as it is (control and format characters,
 * ill-formed bytes as \x..), so one node is one line, and equal texts are equal trees.
 *
 * Linear, no recursion, cannot fail. */
#ifndef PUBLISH_DOC_DUMP_H
#define PUBLISH_DOC_DUMP_H

#include "base/buf.h"
#include "doc/node.h"

typedef struct {
  bool places;  /* line:col behind each node that knows its place */
  bool origins; /* @plugin */
} DumpOptions;

/* Write the tree of `root` behind what `out` holds; it ends in a line feed. */
void doc_dump(Buf *out, const Node *root, const DumpOptions *options);
/* One text in quotes, as above. */
void dump_text(Buf *out, Str s);

#endif
