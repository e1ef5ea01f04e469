/* finding.h -- the name of a finding that outlives edits of its file.
 *
 * A line number changes whenever somebody writes a line above, so a finding is known by its
 * rule, its file and its words (numbers of lines in them not counted), and where these are
 * the same by how many of that kind stand before it. The key is one line of text:
 *
 *   articles/2024/hello.md<tab>P0450<tab>the link leads nowhere: ../x.md
 *
 * The middle is the code, for what a plugin says with its name and check: P0690/plugin,
 * P0701/image_alt. Bytes below blank, backslashes and bytes that are not UTF-8 are written
 * \xNN, and a '#' at the start too, so that a key is a line and no comment. */
#ifndef PUBLISH_CLI_FINDING_H
#define PUBLISH_CLI_FINDING_H

#include "base/diag.h"

Str finding_key(const Diag *r, Arena *a);
/* The code with what belongs to it: "P0450", "P0701/image_alt", "P0690/plugin"; "" = none. */
Str finding_rule(const Diag *r, Arena *a);

#endif
