/* transfer.h -- bytes as forms and mail carry them: base64, quoted-printable, and
 * the percent signs of addresses.
 *
 * What arrives was often damaged on its way, and a reader of mail shows what can be
 * read: bytes that fit no rule are skipped (base64) or stand for themselves (the
 * others), so none of these can fail. Results are from the arena and never longer
 * than the input. base64 is nettle's. */
#ifndef PUBLISH_BASE_TRANSFER_H
#define PUBLISH_BASE_TRANSFER_H

#include "base/arena.h"

/* Ends at the first '='. */
Str transfer_base64(Arena *a, Str s);
/* RFC 2045; with `word` as in an encoded word of a header, where '_' is a blank. */
Str transfer_quoted(Arena *a, Str s, bool word);
/* %XX; with `form` '+' is a blank. */
Str transfer_percent(Arena *a, Str s, bool form);

#endif
