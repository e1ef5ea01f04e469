/* front.h -- front matter of an old site, changed line by line.
 *
 * Articles stay the bytes they were but for the field that must change: nothing is parsed and
 * written anew, so comments, order and quotes of all other fields survive, and the
 * difference that people review is a line. YAML between `---`, TOML between `+++`, and a JSON
 * object at the very beginning are told apart as publish, Jekyll and Hugo do. Line ends
 * are those of the file. Pure functions; results are from the arena, or the text itself. */
#ifndef PUBLISH_IMPORT_FRONT_H
#define PUBLISH_IMPORT_FRONT_H

#include "base/arena.h"

typedef enum { FRONT_NONE, FRONT_YAML, FRONT_TOML, FRONT_JSON } FrontKind;

typedef struct {
  FrontKind kind;
  size_t from, to; /* what stands between the fences; of JSON: the object */
  size_t body;     /* where the text begins */
  const char *eol; /* "\n" or "\r\n" */
} Front;

/* Of front matter that is not closed: FRONT_NONE. */
Front front_find(Str text);
/* The text with the top-level field `name` set to `value`, which is written in a way that
 * YAML, TOML and JSON all understand (front_quote, a number, true, ["a", "b"]). A field
 * that is there is replaced where it stands; a new one goes to the end. Without front
 * matter, YAML is put in front. */
Str front_set(Arena *a, Str text, const char *name, Str value);
/* The text without the field. */
Str front_remove(Arena *a, Str text, const char *name);
/* The field has another name from now on; its value stays as written. */
Str front_rename(Arena *a, Str text, const char *name, const char *to);
bool front_has(Str text, const char *name);
/* In double quotes, with the escapes that all three share. */
Str front_quote(Arena *a, Str value);

#endif
