/* normal.h -- one spelling for what looks the same (Unicode normal forms).
 *
 * Pure functions. Results live in the arena, or are the argument itself when it
 * is in the wanted form already (so keep the argument as long as the result). */
#ifndef PUBLISH_TEXT_NORMAL_H
#define PUBLISH_TEXT_NORMAL_H

#include "base/arena.h"

/* Canonical composition: what every path and title of ours is in. */
Str normal_nfc(Arena *a, Str s);
bool normal_is_nfc(Str s); /* false also when s is not well-formed UTF-8 */
/* NFKC with full case folding and without invisible characters: "Ｇｏ", "GO"
 * and "go" become "go"; "Straße" becomes "strasse". For comparing, not showing. */
Str normal_fold(Arena *a, Str s);
/* Key of a tag or name: normal_fold, runs of white space become one space, none
 * at the ends. Two tags with one key are one tag. May be "". */
Str tag_key(Arena *a, Str tag);
/* Root-language lower and upper case, not folding: "ß" stays in lower case. */
Str normal_lower(Arena *a, Str s);
Str normal_upper(Arena *a, Str s);

#endif
