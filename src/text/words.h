/* words.h -- where words begin and end, in any language.
 *
 * Alphabetic scripts follow the word rules of UAX #29 with our own scanner
 * (fast; apostrophes, dots between letters and combining marks stay inside a
 * word; "C++", "g++" and "C#" are words); Chinese, Japanese, Thai, Lao, Khmer
 * and Burmese runs go through ICU's dictionaries. White space, punctuation,
 * symbols and emoji are no words. Every byte of a word is a view into the
 * text. Cost is linear in the text. */
#ifndef PUBLISH_TEXT_WORDS_H
#define PUBLISH_TEXT_WORDS_H

#include "text/text.h"

typedef enum {
  WORD_ALPHA, /* a word of an alphabet, abjad or syllabary with spaces: Latin, Hangul, Thai ... */
  WORD_IDEO,  /* Han and kana, by dictionary; may be a single character */
  WORD_NUMBER /* digits with their separators: 2024, 1,234.5 */
} WordKind;
typedef struct {
  Str text;
  size_t offset; /* of text.p in the text given */
  WordKind kind;
} Word;

/* All words in order, into *out (arena); returns how many. */
size_t words_split(TextTools *t, Arena *a, Str text, Word **out);

/* How many words a reader would say this is: every Han or kana character counts
 * one, every other word and every number counts one. Reading time builds on it. */
size_t text_count(TextTools *t, Str text);

#endif
