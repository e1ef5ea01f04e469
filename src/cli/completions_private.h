/* completions_private.h -- what the scripts of all shells have in common: words of commands,
 * options and their values. Private to completions*.c. */
#ifndef PUBLISH_CLI_COMPLETIONS_PRIVATE_H
#define PUBLISH_CLI_COMPLETIONS_PRIVATE_H

#include "cli/completions.h"

/* The first line of each script: where it comes from. */
extern const char completions_notice[];

/* What the arguments of a command are, by their names in help. */
OptionTakes completions_argument(const Command *c);

/* "plugin" and "list" of "plugin list"; the second is NULL where there is none. */
Str completions_first(const Command *c);
const char *completions_second(const Command *c);
/* Is all[i] the first command with this first word? */
bool completions_opens_family(const Command *all, size_t i);
/* First words, or (family) those alone that need a second one, joined by `between`; the
 * second words of one family. */
void completions_first_words(Buf *out, bool family, const char *between);
void completions_second_words(Buf *out, Str first, const char *between);

/* "-C|--directory|-j|--jobs": every option whose value may be the next word. */
void completions_with_values(Buf *out, const char *between);
/* The choices of an option that a command has, with blanks between them. */
void completions_choices(Buf *out, const OptionRow *row, CommandBit bit);
/* The help of an option without what stands in brackets. */
Str completions_brief(const OptionRow *row);
/* For single quotes: '\\' goes before what `special` names, `quote` stands for a quote. */
void completions_quoted(Buf *out, Str s, const char *special, const char *quote);

void completions_bash(Buf *out);
void completions_zsh(Buf *out);
void completions_fish(Buf *out);

#endif
