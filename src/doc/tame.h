/* tame.h -- Markdown of strangers: comments, letters, anything not edited here.
 *
 * What they wrote stays readable and becomes harmless: HTML is shown as the text it
 * is, pictures become their alternative text with a link to the picture, headings
 * become paragraphs in bold, and every link says rel="nofollow ugc noopener".
 * Footnotes are switched off in the parse, so that no id can occur twice on a page. */
#ifndef PUBLISH_DOC_TAME_H
#define PUBLISH_DOC_TAME_H

#include "doc/parse.h"

/* Parse `text` (called `name` in messages) and tame it. False: too large, too deep or
 * not UTF-8, with one record. Workers only. */
bool doc_parse_tame(Doc *out, Arena *a, Str name, Str text, Diags *d);

#endif
