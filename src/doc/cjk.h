/* cjk.h -- Chinese, Japanese and Korean in Markdown. Private to src/doc.
 *
 * CommonMark decides whether a run of '*' opens or closes emphasis by the white
 * space and punctuation around it. Languages written without blanks lose: in
 * `这是**重点。**后文` the closing run stands between punctuation and a letter and
 * closes nothing. The rule that works counts wide punctuation as letters there,
 * and lets ASCII punctuation be next to a run whose other side is a wide letter.
 *
 * cmark-gfm is not changed for that. Before parsing, characters beside a run of
 * '*' or '~' are replaced by others of the same length: punctuation by an unused
 * private-use code point (a letter to cmark-gfm), a wide letter that has ASCII
 * punctuation on the run's other side by unused rare punctuation. Afterwards
 * cjk_unmask() puts them back everywhere. Code points that the text uses itself
 * are never chosen. '_' is left alone: inside words it makes no emphasis in any
 * script. When the substitutes run out (about 85 different letters, 256 marks)
 * the remaining runs get CommonMark's rule.
 *
 * A bare address ends at white space; nobody writes any in `见https://a.b，后文`.
 * The first wide punctuation in such an address becomes a tab and an unused letter of
 * two bytes. */
#ifndef PUBLISH_DOC_CJK_H
#define PUBLISH_DOC_CJK_H

#include "base/arena.h"
#include <stdint.h>

enum { MASK_MARKS = 256, MASK_LETTERS = 96, MASK_ENDS = 128 };
typedef struct {
  /* Pairs of (substitute, original). */
  uint32_t marks[MASK_MARKS][2], letters[MASK_LETTERS][2];
  size_t mark_count, letter_count;
  /* Behind addresses: the i-th stands as a tab and U+0710 + i. */
  uint32_t ends[MASK_ENDS];
  size_t end_count;
} Mask;

/* Replace in `text` (changed in place when the result is true; `a` gives the
 * copy). False: nothing to do, *masked is untouched. */
bool cjk_mask(Mask *m, Arena *a, Str text, Str *masked);
/* Put the originals back, in place. */
void cjk_unmask(const Mask *m, char *p, size_t n);

/* No blank for a line end between these two characters: both are Chinese or
 * Japanese, or one is and the other a quotation mark, dash or ellipsis. */
bool cjk_joins(uint32_t before, uint32_t after);
/* Wide, and neither an emoji nor a symbol: ideographs, kana, Hangul, their
 * punctuation and full-width forms. */
bool cjk_char(uint32_t cp);

#endif
