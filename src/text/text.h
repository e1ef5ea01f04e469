/* text.h -- the handle through which human language is understood.
 *
 * This folder is the only one that knows ICU and Snowball. What needs opening
 * (break iterators, collators, date formats, plural rules, stemmers) hangs on
 * one TextTools, opened once in the parent before the fork and inherited by
 * every worker; whatever has not been opened before is opened when first asked
 * for, from data that is linked into the process: no file is ever touched, so
 * it works in a locked-down worker too.
 *
 * text_open() also pins down what ICU would otherwise take from its
 * surroundings: no data files, no ICU_DATA, default locale "en", default time
 * zone UTC. Two machines with the same ICU give the same bytes.
 *
 * A handle with _close. Not for two threads at once; a forked copy is a handle
 * of its own. All texts are UTF-8 views; an ill-formed byte counts as U+FFFD
 * and never ends a function early. Languages are BCP 47 tags (lang.h); an
 * unknown or empty one behaves like English, never like an error. */
#ifndef PUBLISH_TEXT_TEXT_H
#define PUBLISH_TEXT_TEXT_H

#include "base/diag.h"

typedef struct TextTools TextTools;

/* NULL and one EXIT_MACHINE record when ICU's data cannot be used. */
TextTools *text_open(Diags *d);
void text_close(TextTools *t); /* NULL is fine */

/* Open now what `language` will need later (collator, plural rules, numbers,
 * the four date styles, stemmer), so that forked workers share it. Optional. */
void text_prepare(TextTools *t, Str language);

#endif
