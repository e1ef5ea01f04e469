/* toml_private.h -- what the two files of the TOML reader share. */
#ifndef PUBLISH_DATA_TOML_PRIVATE_H
#define PUBLISH_DATA_TOML_PRIVATE_H

#include "data/toml.h"

enum { TOML_DEPTH = 64, TOML_NODES = 2000000, TOML_BYTES = 16 << 20 };

typedef struct {
  Arena *arena;
  const Source *source;
  Diags *diags;
  Str s;     /* the source's text up to the end of the TOML */
  size_t at; /* the byte to be read */
  size_t nodes;
} Toml;

/* The byte `ahead` of the next one, NUL at the end. */
static inline char toml_peek(const Toml *t, size_t ahead) {
  return t->at + ahead < t->s.n ? t->s.p[t->at + ahead] : '\0';
}
static inline Span toml_span(size_t from, size_t to) {
  return (Span){ (uint32_t)from, (uint32_t)(to > from ? to - from : 0) };
}
/* Reports at bytes [from, to) and returns false. */
bool toml_fail(Toml *t, size_t from, size_t to, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool toml_count(Toml *t, size_t depth); /* one more value; false: too many or too deep */

void toml_blanks(Toml *t);   /* over blanks and tabs */
bool toml_line_end(Toml *t); /* over one line end; false: there is none here */
/* Over blanks, comments and line ends. */
void toml_gap(Toml *t);

/* A quoted text at t->at; `many`: three quotes may open one of several lines. */
bool toml_text(Toml *t, Str *out, bool many);
/* Numbers, dates, booleans. `key` is for messages. */
bool toml_scalar(Toml *t, const Value **out, Str key);

#endif
