/* terms.h -- the terms by which texts are indexed, compared and tagged.
 *
 * A word becomes a term like this: folded (NFKC, full case folding); dropped if
 * it is a number, a stop word of the language, a single letter, or a short
 * function word (two letters, or three in a language without a list of its own,
 * unless written in capitals or with a digit: "AI", "k8s"); stemmed by Snowball
 * for the language (English for Latin words inside Chinese or Japanese).
 * Chinese and Japanese: dictionary words of two or more characters that are not
 * stop words; where the dictionary gives single characters in a row (a name or a
 * new word), their overlapping pairs; lone single characters and short hiragana
 * words are dropped. */
#ifndef PUBLISH_TEXT_TERMS_H
#define PUBLISH_TEXT_TERMS_H

#include "text/words.h"

/* Is there a Snowball stemmer for this language? */
bool terms_stems(Str language);
/* Is this folded word a stop word of the language (own small lists: en, zh)? */
bool terms_stop(Str folded, Str language);
/* The term of one alphabetic word, or "" when it is dropped. */
Str terms_one(TextTools *t, Arena *a, Str word, Str language);

#endif
