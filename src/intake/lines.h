/* lines.h -- a file from outside, line by line, however large it is.
 *
 * Access logs and tables come as files of any size, plain or compressed with gzip
 * (found by their first bytes; several members follow each other as one text), or
 * from standard input ("-"). Memory does not depend on the size of the file, of a line,
 * or of what a small file unfolds to: a line has at most LINES_LONGEST bytes, and of
 * a longer one only its beginning is given.
 *
 * What was read before is known again. A mark is the length and the digest of a
 * beginning that some earlier run went through. While the text goes by, the
 * reader compares; lines_known() is the length of the longest beginning that has a
 * mark, so that of a log that has grown since then only what is new counts. At the end
 * lines_mark() gives the mark of the whole. Both are about the text, not the file:
 * compressing or renaming a log does not make it new.
 *
 * A handle with all its memory; views are good until the next call. Used by the
 * parent process. */
#ifndef PUBLISH_INTAKE_LINES_H
#define PUBLISH_INTAKE_LINES_H

#include "base/diag.h"
#include "base/digest.h"

enum { LINES_LONGEST = 65536 };

typedef struct Lines Lines;
typedef enum {
  LINES_LINE,  /* a line, without its line end (LF or CR LF) */
  LINES_CUT,   /* the beginning of a line that is too long */
  LINES_END,   /* there are no more */
  LINES_FAILED /* reported */
} LinesResult;

typedef struct {
  uint64_t length;
  Digest digest;
} LinesMark;

/* `path` is a file or "-"; `marks` in ascending order of length, and they must outlive
 * the handle. *out is NULL after a failure. A file that is not there is a wrong
 * use of the command line; any other trouble is the machine's. */
bool lines_open(Lines **out, const char *path, const LinesMark *marks, size_t count, Diags *d);
/* The same from a descriptor, which stays open; `name` is for messages. */
Lines *lines_from(int fd, Str name, const LinesMark *marks, size_t count);
void lines_close(Lines *l); /* NULL is fine */

LinesResult lines_next(Lines *l, Str *line, Diags *d);
/* The text in pieces as they come, whatever lines it has; in place of lines_next, with which it
 * is not mixed. An empty piece is the end. False = reported. */
bool lines_piece(Lines *l, Str *piece, Diags *d);
uint64_t lines_start(const Lines *l); /* where the line last given begins */
uint64_t lines_known(const Lines *l); /* may grow with every call of lines_next */
/* The mark of all that was read; after LINES_END. */
LinesMark lines_mark(const Lines *l);

#endif
