/* html_scan.h -- looking into HTML as text, for what needs no tree: where a tag ends, what one
 * of its attributes says.
 *
 * For text that is searched before or instead of being parsed; html_read.h makes a tree.
 * Pure; linear. */
#ifndef PUBLISH_DOC_HTML_SCAN_H
#define PUBLISH_DOC_HTML_SCAN_H

#include "base/str.h"

/* Behind the '>' of the tag whose '<' is at `at`: one in quotes does not end it. The text's
 * length when it does not end within `most` bytes. */
size_t html_tag_end(Str html, size_t at, size_t most);
/* The value of an attribute in a tag's text, references as they are; "" when absent. */
Str html_tag_attribute(Str tag, const char *name);

#endif
