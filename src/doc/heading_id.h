/* heading_id.h -- `## Words {#id}`: the id that an author gave a heading.
 *
 * Hugo, kramdown and Pandoc read it; old articles link to such ids. Classes behind the id
 * ({#id .wide}) are left out: themes have none for headings. Letters, digits, `_ - . :` and
 * characters beyond ASCII make an id; of two headings with one id the first has it. With a
 * backslash in front (\{#id}) it is text. Private to src/doc. */
#ifndef PUBLISH_DOC_HEADING_ID_H
#define PUBLISH_DOC_HEADING_ID_H

#include "doc/parse.h"

void heading_ids(Doc *doc);

#endif
