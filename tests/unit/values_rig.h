/* values_rig.h -- tests of readers of values (TOML, JSON): a text as what it is or as the first
 * mistake in it; and the program as one that answers documents from standard input, so that
 * tests/groups/formats can compare it with another reader. */
#ifndef PUBLISH_TESTS_VALUES_RIG_H
#define PUBLISH_TESTS_VALUES_RIG_H

#include "data/json.h"
#include <stdio.h>
#include <stdlib.h>

typedef bool ReadValues(const Value **out, Arena *a, const Source *source, size_t from,
                        size_t length, Diags *d);

static Arena arena;
static Diags diags;

/* As JSON, or the first error as LINE:COL: MESSAGE | HELP. From `arena`. */
static inline Str values_of(ReadValues *read, Str text) {
  diags_free(&diags);
  Source source = { S("t"), text };
  const Value *v = NULL;
  if (!read(&v, &arena, &source, 0, text.n, &diags)) {
    const Diag *r = &diags.items[0];
    if (diags.count != 1) return S("not one message");
    return arena_printf(&arena, "%u:%u: %.*s | %.*s", r->line, r->col, STR(r->message),
                        STR(r->help));
  }
  if (diags.count) return S("a message, and no failure");
  Buf b = { 0 };
  json_write(&b, v, false);
  Str out = buf_dup(&b, &arena);
  buf_free(&b);
  return out;
}

/* Documents from stdin, each behind a line with its length: a line of JSON for each. The
 * status of the program. */
static inline int values_from_stdin(ReadValues *read) {
  unsigned long length;
  while (scanf("%lu", &length) == 1 && getchar() == '\n') {
    char *text = malloc(length + 1);
    if (fread(text, 1, length, stdin) != length) return 1;
    Str out = values_of(read, str_n(text, length));
    printf("%.*s\n", STR(out));
    free(text);
    arena_reset(&arena);
  }
  return 0;
}

/* main() of such a test: with --json it answers, otherwise it runs its checks. */
static inline int values_main(ReadValues *read, int (*checks)(void), int count, char **words) {
  return count > 1 && strcmp(words[1], "--json") == 0 ? values_from_stdin(read) : checks();
}

#endif
