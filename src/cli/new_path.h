/* new_path.h -- where a new article goes: a pattern, taken from publish.yaml or read off
 * the articles that are there.
 *
 * A pattern is a path with the tokens :year :month :day :slug :language, such as
 * "articles/:year/:slug.md" or "_posts/:year-:month-:day-:slug.md". Pure. */
#ifndef PUBLISH_CLI_NEW_PATH_H
#define PUBLISH_CLI_NEW_PATH_H

#include "base/arena.h"
#include "text/civil.h"

typedef struct {
  Civil day;
  Str slug, language;
} NewPathFacts;

/* How most of these files are named: years, months and days become tokens, and so does a
 * first folder that is one of the two languages; another folder stays if more than half of
 * all lie in it. Without files (or a habit) FOLDER/:year/:slug.md, and for Jekyll's
 * _posts what Jekyll wants. `paths` are repository paths of Markdown files, those that
 * do not lie in `folder` are left out. */
Str new_path_guess(Arena *a, Str folder, const Str *paths, size_t count, Str language,
                   Str site_language);

/* NULL when fine, else what is wrong with the pattern, in `a`. */
const char *new_path_fill(Str *out, Arena *a, Str pattern, const NewPathFacts *facts);

#endif
