/* terms.h -- the terms by which texts are indexed, compared and tagged.
 *
 * A word becomes a term like this: folded (NFKC, full case folding); dropped if
 * it is a number, a stop word of the language, a single letter, or a short
 * function word (two letters, or three in a language without a list of its own,
 * unless written in capitals or with a digit: "AI", "k8s"); stemmed by Snowball
 * for the language (English for Latin words inside Chinese or Japanese).
 * Chinese and Japanese: dictionary words of two or more characters that are not
 * stop words; where the dictionary gives two to four single characters in a row
 * (a name, a new word), the whole run; for longer words and runs also their
 * overlapping pairs, which are never shown. Lone single characters and short
 * hiragana words are dropped. */
#ifndef PUBLISH_TEXT_TERMS_H
#define PUBLISH_TEXT_TERMS_H

#include "text/words.h"

/* Is there a Snowball stemmer for this language? */
bool terms_stems(TextTools *t, Str language);
/* Is this folded word a stop word of the language (own small lists: en, zh, ja;
 * languages written in Latin letters without a list have none)? */
bool terms_stop(Str folded, Str language);
/* The term of one alphabetic word, or "" when it is dropped. */
Str terms_word(TextTools *t, Arena *a, Str word, Str language);

/* One occurrence of something that may be a term. */
typedef struct {
  Str text;   /* a view into the text */
  bool ideo;  /* Han or kana: `text` is used folded, without stemming */
  bool shown; /* false: a pair that serves comparison only */
} Candidate;
/* All candidates of a text, in order; alphabetic words are not judged yet (so
 * that each spelling needs judging only once, with terms_word). */
size_t terms_candidates(TextTools *t, Arena *a, Str text, Candidate **out);

#endif
