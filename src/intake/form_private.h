/* form_private.h -- what the files form*.c and mime.c share. */
#ifndef PUBLISH_INTAKE_FORM_PRIVATE_H
#define PUBLISH_INTAKE_FORM_PRIVATE_H

#include "intake/form.h"
#include "intake/mime.h"

/* Each reads a body into fields; `charset` is what the headers say, or "". */
bool form_read_url(Form *out, Arena *a, Str body, Str charset, const char **problem);
bool form_read_multipart(Form *out, Arena *a, Str body, Str boundary, const char **problem);
bool form_read_json(Forms *out, Arena *a, Str body, const char **problem);
/* Lines name=value; what follows a line that is none belongs to it. False, without a
 * problem, when there is no field for a comment. */
bool form_read_lines(Form *out, Arena *a, Str body);
bool form_read_mail(Form *out, Arena *a, Str bytes, const char **problem);

/* The next form of the list, empty; NULL with a problem when there are too many. */
Form *form_next(Forms *forms, Arena *a, const char **problem);
/* Add a field: UTF-8 made sure of, CR LF and CR become LF, NUL goes. */
bool form_add(Form *f, Arena *a, Str name, Str value, Str charset, const char **problem);
Str form_text(Arena *a, Str value, Str charset);

#endif
