/* match_private.h -- what match.c and match_explain.c share. */
#ifndef PUBLISH_DATA_MATCH_PRIVATE_H
#define PUBLISH_DATA_MATCH_PRIVATE_H

#include "data/match.h"

typedef enum { OP_ALL, OP_ANY, OP_NOT, OP_PRESENT, OP_ABSENT, OP_IN } Op;
typedef enum { AS_TEXT, AS_PATH, AS_KEY, AS_LANGUAGE } Compare;

struct Match {
  Op op;
  Compare compare;
  Str field;
  Str *values; /* OP_IN: any of these; tag keys already folded */
  size_t count;
  const Match **parts; /* OP_ALL, OP_ANY, OP_NOT */
};

/* The text that stands for a value: a record's name, by, src, url or title. */
Str match_text(const Value *v, Arena *scratch);

#endif
