/* completions.h -- what bash, zsh and fish complete, made from the tables of commands and options.
 *
 * Each is a script of that shell which needs neither the program nor anything of a
 * distribution when it runs: commands of one and two words, the options that each command
 * takes, the values of those that have few, files or folders where these are meant. */
#ifndef PUBLISH_CLI_COMPLETIONS_H
#define PUBLISH_CLI_COMPLETIONS_H

#include "cli/commands.h"

typedef enum { SHELL_BASH, SHELL_ZSH, SHELL_FISH, SHELLS } Shell;

/* Where the shell looks for it, from a folder such as /usr/share. */
const char *completions_path(Shell shell);
void completions(Buf *out, Shell shell);

#endif
