/* options_table.h -- the rows of the table of options, for the parser. Private to options*.c. */
#ifndef PUBLISH_CLI_OPTIONS_TABLE_H
#define PUBLISH_CLI_OPTIONS_TABLE_H

#include "cli/options.h"

/* OPTION_MAYBE: a text that may be left out; it stands behind '=' only. */
typedef enum { OPTION_FLAG, OPTION_TEXT, OPTION_MAYBE, OPTION_COUNT, OPTION_CHOICE } OptionKind;
typedef struct {
  char letter;              /* 0 = none */
  const char *name, *value; /* value: its name in help, NULL for a flag */
  OptionKind kind;
  size_t member; /* in Options */
  unsigned commands;
  const char *help;
  const char *const *choices;
} OptionSpec;

enum { OPTION_SPECS = 64 }; /* there are not more */

const OptionSpec *option_specs(size_t *count);
/* Has the command this --format? "tap" and "junit" are for tests alone. */
bool option_format_fits(int format, CommandBit command);

#endif
