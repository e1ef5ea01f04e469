/* directive_notations.h -- the ways to write a directive. Private to src/doc.
 *
 *   Hugo    {{< name ... >}}, {{% name ... %}}, {{< /name >}}, {{< name ... />}}
 *   Liquid  {% name ... %}, {%- name ... -%}, {% endname %}
 *   fenced  :::name title, :::name[title]{key=value}, ::: {.name #id key=value}, :::
 *
 * Each function reads one at `at`, where its signs have been seen, and gives where it ends,
 * or 0: it is none. The mark gets what was written: kind, role, name, values, colons, and
 * places in the source; names are views of the text, values live in the arena. Linear in what
 * is before the end of the text or the next opening. */
#ifndef PUBLISH_DOC_DIRECTIVE_NOTATIONS_H
#define PUBLISH_DOC_DIRECTIVE_NOTATIONS_H

#include "doc/directive_marks.h"

typedef struct {
  Arena *arena;
  Str text;    /* from the beginning of the body to where a directive ends at the latest */
  size_t base; /* where the body begins in the source */
} Notation;

size_t notation_hugo(const Notation *x, size_t at, Mark *k);
size_t notation_liquid(const Notation *x, size_t at, Mark *k);
/* All of a line: the text ends with it. */
size_t notation_fenced(const Notation *x, size_t at, Mark *k);

#endif
