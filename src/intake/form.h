/* form.h -- what a form sent, from whatever its collector saved.
 *
 * A file may be the body of a request (url-encoded, multipart/form-data, JSON, or the
 * name=value lines that a mailto: form writes), the same with the request's headers
 * in front, or a message of e-mail. Which of them it is follows from its first bytes;
 * nothing has to be said. JSON may be one object, a list of them, or one a line.
 *
 * A Form is its fields in order, names and values as UTF-8 with LF line ends, and of
 * a message who wrote it, when, about what, and its text. Values that are files are
 * left out. Nested JSON gives the names of its leaves.
 *
 * Pure: bytes in, fields or a problem out; everything from the arena. Bounds: 16 MiB,
 * 200 fields a form, 10,000 forms a file, parts in parts 8 deep. */
#ifndef PUBLISH_INTAKE_FORM_H
#define PUBLISH_INTAKE_FORM_H

#include "base/arena.h"

enum { FORM_BYTES = 16 << 20, FORM_FIELDS = 200, FORM_MOST = 10000 };

typedef struct {
  Str name, value;
} FormField;

typedef struct {
  FormField *items;
  size_t count, cap;
  bool mail, automatic; /* a message of e-mail; one that no person sent */
  Str date;             /* of the headers, as written, or "" */
  Str from_name, from_email, subject;
  Str text; /* of a message without fields */
} Form;

typedef struct {
  Form *items;
  size_t count, cap;
} Forms;

/* False: *problem is half a sentence about the file ("is not JSON: expected ':'"). */
bool form_read(Forms *out, Arena *a, Str bytes, const char **problem);

/* The value of the first field with this name, or "" (*found may be NULL). */
Str form_value(const Form *f, const char *name, bool *found);

#endif
