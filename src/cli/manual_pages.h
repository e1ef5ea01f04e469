/* manual_pages.h -- manual pages in roff, made from the tables of commands and options.
 *
 * The language is man(7) as groff and mandoc read it, in ASCII: what these take for markup
 * is escaped, every '-' is one that can be copied into a shell, and what is not ASCII is
 * written as \[uXXXX]. No page has a date: the version stands in its heading, so the same
 * program always writes the same pages. */
#ifndef PUBLISH_CLI_MANUAL_PAGES_H
#define PUBLISH_CLI_MANUAL_PAGES_H

#include "cli/commands.h"

/* "publish-plugin-list"; of NULL, the program itself, "publish". All are in section 1. */
void manual_name(Buf *out, const Command *command);
/* The page of a command; of NULL, that of the program. */
void manual_page(Buf *out, const Command *command);

#endif
