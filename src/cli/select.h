/* select.h -- the PATH arguments of a command: which articles it is about.
 *
 * A path is an article's file, a folder, or a pattern (data/match.h: glob_match); it
 * counts from the current folder or from the root of the repository. None means all.
 * An argument that matches nothing is a wrong use of the command line. Memory is the
 * Cli's. */
#ifndef PUBLISH_CLI_SELECT_H
#define PUBLISH_CLI_SELECT_H

#include "build/build.h"
#include "cli/cli.h"
#include "repo/repo.h"

typedef struct {
  Cli *c;
  Str *paths; /* arguments from the repository's root */
  bool *matched;
} Select;

/* What was written in `folder`, from the repository's root. */
Str select_path(Arena *a, Str folder, Str given);

void select_begin(Select *s, Cli *c, const Repo *repo);
bool select_wants(Select *s, Str path);
/* After all rows were asked for: one error for each argument without an article. */
bool select_end(Select *s, const BuildRow *rows, size_t count);

#endif
