/* placeholders.h -- filling {{ name }} in a parsed document.
 *
 * For notices, parsed with MarkdownOptions.placeholders: the text is parsed as Markdown first, then
 * the names are filled in, so a value can never become markup. Filled are text (also inside
 * emphasis, links and image texts), titles, and addresses of links and images;
 * code stays as it is. A name is letters, digits, '_', '-' and '.', with or
 * without blanks inside the braces. "\{{" in the Markdown source stays "{{".
 *
 * In an address the value is percent-encoded, unless the placeholder is the
 * whole address: then it is the address, and its scheme is checked; one that is
 * not allowed leaves the link without address and is reported. A link in whose address
 * every placeholder is empty becomes its text: what is not known cannot be linked.
 *
 * A placeholder stands on one line. Autolinks are made before the values are
 * known: a value that is an address stays text. */
#ifndef PUBLISH_DOC_PLACEHOLDERS_H
#define PUBLISH_DOC_PLACEHOLDERS_H

#include "doc/node.h"

/* The value of `name`: true and *out (copied before the next call), or false
 * when there is no such name. A known name without a value gives true and "". */
typedef bool (*PlaceholderValue)(void *ctx, Str name, Str *out);

/* Fill every placeholder below root. New strings go into `a`. `names` is for
 * did-you-mean. Returns false when there were unknown names or addresses that
 * are not allowed: one record each, at its place in its own source; the rest is
 * filled nevertheless. */
bool placeholders_fill(Node *root, Arena *a, PlaceholderValue value, void *ctx, const Str *names,
                       size_t name_count, Diags *d);

/* For parse.h. Before the parse, "{{ name }}" is put between two control
 * characters (U+0091, U+0092) with as many bytes, so that no markup can tear it
 * and `[text]({{ url }})` is a link; false when there is none. After it, code
 * and HTML get their braces back, in place. */
bool placeholders_mark(Arena *a, Str text, Str *marked);
void placeholders_restore(char *p, size_t n);

#endif
