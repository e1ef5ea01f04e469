/* html_join.h -- the author's HTML in a Markdown document becomes nodes. Private to src/doc.
 *
 * CommonMark gives HTML in pieces: tags one by one in a line of text, blocks up to an empty
 * line. The pieces among the children of one node are put together again, with an empty
 * element for each Markdown node between them, and gumbo makes a tree of it; then the
 * Markdown nodes take the places of their elements. What is open at the end of a node
 * (a list item, a table cell ...) ends there.
 *
 * A piece may leave the parser in a state in which it would take the following ones for text,
 * such as <textarea> without an end. Then the pieces of that node are read one by one,
 * so no Markdown node is ever lost. */
#ifndef PUBLISH_DOC_HTML_JOIN_H
#define PUBLISH_DOC_HTML_JOIN_H

#include "doc/directive_marks.h"

bool html_join(Doc *doc, const MarkdownOptions *o, const Marks *marks, Diags *d);

/* The same once more, for values of directives that were read after it. */
bool html_join_values(Doc *doc, const MarkdownOptions *o, Diags *d);

/* Of parse.c, for html_read(): is it nested too deeply (one record)? Directives that belong
 * together become one node (false: one record). */
bool doc_deep(const Doc *doc, Diags *d);
bool pair_directives(Doc *doc, const MarkdownOptions *o, Diags *d);
/* Size and UTF-8 of a source; one record. */
bool doc_check(const Source *source, size_t body_offset, Diags *d);

#endif
