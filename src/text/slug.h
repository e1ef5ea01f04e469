/* slug.h -- names for the address bar: slugs, heading anchors, collision keys.
 *
 * Pure functions of their text (NFC, root-language lower case). */
#ifndef PUBLISH_TEXT_SLUG_H
#define PUBLISH_TEXT_SLUG_H

#include "base/arena.h"
#include "base/map.h"

enum { SLUG_MAX = 100 };

/* A path segment made from a title.
 * Letters, digits and marks of every script are kept (Chinese stays Chinese),
 * lower-cased, in NFC; everything else separates and becomes one '-', none at
 * the ends. Apostrophes inside a word vanish: "don't" gives dont. Invisible
 * characters (zero-width, bidi, tags, variation selectors, private use) vanish
 * without separating. "++" behind a letter or digit is spelled out, and so is
 * '#' behind a single letter: "C++ or C#" gives c-plus-plus-or-c-sharp.
 * At most SLUG_MAX bytes, cut at a grapheme (at a '-' if there is one in the
 * last third). A name that Windows reserves (con, nul, com1 ...) gets a '-' at
 * its end. Empty only when nothing is left; the caller decides what then. */
Str slug_of(Arena *a, Str text);
/* Is this path segment a reserved device name, with or without an extension? */
bool slug_reserved(Str segment);

/* Anchor of a heading as GitHub makes it: lower case, white space to '-',
 * letters, digits, marks, '-' and '_' kept, all else dropped; "section" when
 * nothing is left. Not unique yet: */
Str anchor_of(Arena *a, Str heading);
/* The anchor itself, or with -1, -2 ... behind it when `seen` has it already;
 * the result is added to `seen` (one Map per document, {0} at first; keys live
 * in the arena, map_free when done). Linear even when all headings are alike. */
Str anchor_unique(Map *seen, Arena *a, Str anchor);

/* Two paths with one key cannot lie side by side on every file system: NFC of
 * the full case folding. Only for comparing. */
Str fold_path(Arena *a, Str path);

#endif
