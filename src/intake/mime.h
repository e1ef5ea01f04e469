/* mime.h -- headers and bodies of requests and messages (RFC 5322, 2045 to 2047, 2231).
 *
 * A small reader of our own. GMime, the well-kept library, brings GLib and a mail
 * toolkit for the four things needed here: unfold headers, decode words, find one
 * text part, undo two encodings. base64 is nettle's and character sets are ICU's;
 * what is left is this file and is fuzzed.
 *
 * Pure and lenient: mail is read as far as it can be read. Views into the input
 * where nothing had to be decoded. */
#ifndef PUBLISH_INTAKE_MIME_H
#define PUBLISH_INTAKE_MIME_H

#include "base/arena.h"

enum { MIME_DEPTH = 8, MIME_PARTS = 200, MIME_HEADERS = 500 };

typedef struct {
  Str name, value; /* value unfolded, not decoded */
} MimeHeader;
typedef struct {
  MimeHeader *items;
  size_t count;
  Str body; /* what follows the empty line */
} MimePart;

/* Headers up to an empty line, then the body. A line that is no header ends them. */
void mime_split(MimePart *out, Arena *a, Str bytes);
/* The value of the first header with this name (any case), trimmed, or "". */
Str mime_header(const MimePart *p, const char *name);
/* "text/plain" of "text/plain; charset=x", in lower case. */
Str mime_type(Arena *a, Str value);
/* A parameter of such a value: quotes, RFC 2231 encoding and continuations undone. */
Str mime_parameter(Arena *a, Str value, const char *name);
/* Encoded words of a header decoded, white space made blanks. */
Str mime_words(Arena *a, Str value);
/* "Name <address>", "address (Name)", "address": the first of a list. */
void mime_address(Arena *a, Str value, Str *name, Str *address);
/* The body with its Content-Transfer-Encoding undone. */
Str mime_body(const MimePart *p, Arena *a);
/* The parts between the lines of a boundary: one after the other from *rest. */
bool mime_next(Str *rest, Str boundary, Str *part);
/* The text of the first text/plain part that is no attachment, as UTF-8, flowed lines
 * joined; false when there is none. */
bool mime_text(Str *out, Arena *a, const MimePart *message);

#endif
