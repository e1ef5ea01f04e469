/* context_walk.h -- what context.c and context_value.c share. */
#ifndef PUBLISH_TEMPLATE_CONTEXT_WALK_H
#define PUBLISH_TEMPLATE_CONTEXT_WALK_H

#include "template/context.h"

/* Whole, so that equal contexts have equal bytes. */
#define WIPE(field) memset((field), 0, sizeof(field))

static inline bool context_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
static inline char context_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}
/* `words` ends in NULL. */
bool context_word(const char *word, const char *const *words);
/* One more character, unless the field is full. */
void context_push(char *field, size_t size, char c);
/* The value of the attribute at hand is over: note what it decides. */
void context_value_end(Context *c);

#endif
