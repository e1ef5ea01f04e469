/* pattern.h -- Lua patterns (manual, 6.4.1), matched in counted steps.
 *
 * Lua's own matcher cannot be interrupted and recurses; this one counts. It
 * parses a pattern into items once, and goes over the text with them. A pattern has
 * no alternatives, so its items are a line: each item that may repeat has at most one
 * choice open, and going back means taking the next length of the nearest one
 * before. So there is no recursion, memory is linear in the pattern, and no
 * pattern is "too complex"; what is exponential spends its steps, the same
 * number on every machine.
 *
 * Results and messages are those of Lua 5.4, also that a mistake in a pattern is
 * only found when matching gets there. Classes are ASCII, whatever the locale.
 *
 * No Lua in here: the caller gives memory and steps, and raises what is wrong.
 * Parsing cannot fail. Views live as long as the text and pattern they come from;
 * a Pattern may be used by any number of runs. */
#ifndef PUBLISH_LUA_PATTERN_H
#define PUBLISH_LUA_PATTERN_H

#include "base/str.h"
#include <stdint.h>

enum { PATTERN_CAPTURES = 32 };

typedef struct {
  uint8_t repeat; /* PatternRepeat: for items that match one byte */
  uint8_t kind;   /* PatternKind */
  uint8_t a, b;   /* byte; class and whether it is negated; %b's pair; capture */
  uint32_t set;   /* index of its set, or of its choice; see pattern_parse.c */
  uint32_t choice;
  uint32_t before; /* the last item before this one that may repeat, or PATTERN_NONE */
} PatternItem;

enum { PATTERN_NONE = UINT32_MAX };

typedef struct {
  uint8_t bits[32];
} PatternSet;

typedef struct {
  PatternItem *items;
  PatternSet *sets;
  const char *broken; /* what is wrong at the item PATTERN_BROKEN, or NULL */
  uint32_t choices;   /* items that may repeat */
  uint32_t captures;
  uint32_t start; /* the item that any match begins with, or PATTERN_NONE if it may be empty */
  bool anchored;  /* began with ^ */
} Pattern;

/* No magic characters: find may look for the bytes themselves. */
bool pattern_is_plain(Str text);
/* Bytes that pattern_parse() needs for this text. */
size_t pattern_memory(Str text);
/* `memory` is aligned for a pointer and lives as long as p. A leading ^ anchors, unless
 * `literal` (gmatch). */
void pattern_parse(Pattern *p, Str text, bool literal, void *memory);

typedef struct {
  const char *p;
  ptrdiff_t n; /* or one of: */
} PatternCapture;
enum { PATTERN_OPEN = -1, PATTERN_POSITION = -2 };

typedef struct { /* where a repeating item stands */
  const char *at, *low;
} PatternChoice;

typedef enum { PATTERN_NO, PATTERN_YES, PATTERN_WRONG, PATTERN_SPENT } PatternResult;

typedef struct {
  const Pattern *pattern;
  Str text;
  PatternChoice *choices; /* room for pattern->choices */
  uint64_t left;          /* steps; what remains after a match */
  const char *start, *end;
  PatternCapture captures[PATTERN_CAPTURES]; /* pattern->captures of them */
  char message[64];                          /* after PATTERN_WRONG */
} PatternRun;

/* Match at exactly this place of the text. */
PatternResult pattern_match_at(PatternRun *r, const char *at);
/* The first match at or behind this place; only there when anchored. */
PatternResult pattern_search(PatternRun *r, const char *at);

/* For pattern.c: kinds and repeats of items. */
typedef enum {
  PATTERN_BYTE,
  PATTERN_ANY,
  PATTERN_CLASS,
  PATTERN_SET, /* up to here: one byte */
  PATTERN_BEGIN,
  PATTERN_HERE, /* () */
  PATTERN_CLOSE,
  PATTERN_BACK, /* %1 */
  PATTERN_BALANCE,
  PATTERN_FRONTIER,
  PATTERN_LAST, /* $ */
  PATTERN_FINISH,
  PATTERN_BROKEN
} PatternKind;
typedef enum { PATTERN_ONCE, PATTERN_MAYBE, PATTERN_MANY, PATTERN_SOME, PATTERN_FEW } PatternRepeat;

/* Is byte c in the class with these bits? */
bool pattern_in_class(unsigned char c, uint8_t bits);

#endif
