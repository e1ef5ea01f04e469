/* match.h -- conditions over an article: `when:`, `only:`, `except:`.
 *
 *   when: { path: "articles/opinion/", language: [en, de], not: { tag: satire } }
 *
 * A map whose every entry must hold. Keys are dotted fields of a catalog row
 * (source.name, date, sponsored); a field that rows do not have is looked for in
 * the front matter's own keys (extra). `tag`, `category`, `author` and `lang` mean the
 * row's tags, categories, authors and language. A value is
 *   true / false   the field is there and not empty / is not
 *   a scalar       equal as text; for a list in the row, any of its items
 *   a list         any of these
 * `path` takes globs ('*' within a folder, '**' across folders, '?'), tags and
 * categories compare by their key (case and width do not matter), a language
 * also covers its regions and scripts (zh holds for zh-Hans), a record compares
 * by its name or, failing that, its by, src or url, and by its id. `any:` and `all:` take a list of
 * such maps, `not:` takes one map. The empty map always holds.
 *
 * match_check() is what a schema's type `match` runs; match_compile() takes what
 * passed it and cannot fail. A Match lives in its arena and never changes. */
#ifndef PUBLISH_DATA_MATCH_H
#define PUBLISH_DATA_MATCH_H

#include "data/schema.h"

typedef struct Match Match;

/* Everything wrong with `v` as a match is reported; false then. */
bool match_check(const Value *v, Str name, const SchemaContext *c);
/* NULL (absent) compiles to a match that always holds. */
const Match *match_compile(Arena *a, const Value *v);

/* The names that conditions may begin with, shorthands first: for editors. */
Str match_field(size_t index); /* "" behind the last */

/* How a match reads a row: the value at a dotted field, NULL when absent. The
 * arena is for what comparing needs. */
typedef const Value *(*MatchRead)(void *context, Str field);
bool match_eval(const Match *m, Arena *scratch, MatchRead read, void *context);
/* The same over a plain row, with nothing recorded. */
bool match_row(const Match *m, Arena *scratch, const Value *row);

/* Why it holds or does not: the conditions that decided, in the order written, as a list
 * of maps
 *   field   "tags"
 *   test    "present", "absent", "is", or for paths "matches"
 *   wanted  texts, any of which would do; none for present and absent
 *   value   the row's texts, at most ten, the longer ones cut; none when it has no value
 *   not     true for one that must not hold
 * When it holds: every condition of the map, of `any` the first that holds. When it does
 * not: the first that fails. Everything is in the arena. */
const Value *match_explain(const Match *m, Arena *a, MatchRead read, void *context);

/* '*' any run without '/', '**' any run, "**" + "/" also nothing, '?' one
 * character but '/'. A pattern that ends in '/' stands for all below it. The
 * whole path must match. Linear memory, time at most pattern times path. */
bool glob_match(Str pattern, Str path);
/* What is wrong with a pattern, or NULL. */
const char *glob_problem(Str pattern);

#endif
