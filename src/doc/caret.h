/* caret.h -- keeping cmark-gfm from two mistakes with "[^". Private to src/doc.
 *
 * cmark-gfm (0.29.0.gfm.6) takes the length of a footnote's name from columns. Where
 * the brackets stand on different lines that is the length of something else, and
 * text is lost; where the caret is an entity ("[&#94;name]") it reads behind the one
 * byte that the entity became, and memory lands on the page. Neither can be a
 * footnote. So before the parse the caret of the first, and the bracket of the
 * second, become control bytes that the text does not contain, and afterwards what
 * they were. No byte changes its place. */
#ifndef PUBLISH_DOC_CARET_H
#define PUBLISH_DOC_CARET_H

#include "base/arena.h"

typedef struct {
  char caret, bracket; /* 0: nothing was masked */
} CaretMask;

/* *masked: the text for the parse, in the arena where it differs. False when it
 * cannot be made safe (no control byte is free): then parse without footnotes. */
bool caret_mask(CaretMask *out, Arena *a, Str text, Str *masked);
void caret_unmask(const CaretMask *m, char *p, size_t n);

#endif
