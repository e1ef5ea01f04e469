/* diag.h -- what went wrong, said once, where it happened.
 *
 * Every failure in the program is one Diag record put into a Diags list by the
 * function that noticed it; that function then returns false and its callers
 * only pass the false on, without a second message. `return false` therefore
 * means: somebody below already put exactly one message into the list.
 *
 * A record names a file, a line and a column (1-based; the column counts
 * Unicode characters), the offending run of characters, and carries the source
 * line itself, so it can be printed by a process that never saw the file.
 * Printed it looks like this, and json has the same fields:
 *
 *   articles/2024/hello.md:3:7: error: 'tags' must be a list, found a number [P0203]
 *     3 | tags: 42
 *       |       ^~ write it as [42] or "42"
 *
 * Each kind has a stable code from codes.def, explained by `publish help CODE`.
 * Messages: one line, lower case, name the thing, say what was expected; `help`
 * is the way out and stands behind the caret (or on a line of its own).
 *
 * Ownership: a Diags owns an arena with everything in it. It belongs to one
 * process; diags_write/diags_read carry it over a pipe or into the store. */
#ifndef PUBLISH_BASE_DIAG_H
#define PUBLISH_BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"

typedef enum { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR } Severity;

/* A file as diagnostics need it: its path in the repository and its bytes. */
typedef struct {
  Str path;
  Str text;
} Source;

typedef enum {
  P_NONE = 0,
#define CODE(name, number, title, text) name = number,
#include "base/codes.def"
#undef CODE
} Code;

/* What kind of trouble decides the exit status (design section 7). */
typedef enum {
  EXIT_DONE = 0,    /* published, or nothing to do */
  EXIT_CONTENT = 1, /* an article, template, setting or plugin is at fault */
  EXIT_USAGE = 2,   /* wrong use of the command line */
  EXIT_MACHINE = 3  /* repository or machine: conflict, lock, disk, permission */
} ExitStatus;

typedef struct {
  Severity severity;
  Code code;
  ExitStatus blame;   /* EXIT_CONTENT unless the reporter says otherwise */
  Str file;           /* "" when no file is to blame */
  uint32_t line, col; /* 1-based; 0 = whole file */
  uint32_t length;    /* characters under the caret, at least 1 */
  Str message;
  Str help;             /* may be "" */
  Str excerpt;          /* the source line, at most 240 bytes around the caret */
  uint32_t excerpt_col; /* col of the first character of `excerpt` (1 unless cut) */
  Str plugin;           /* which plugin said or caused it, or "" */
  Str rule;             /* the check of a plugin that found it (P_CHECK), or "" */
  Str hook;             /* and in which of its hooks: for JSON, and told by the trace; or "" */
  Str article;          /* which article was in hand, when not the same as file; for a page that is
                           no article its address, which begins with '/' */
  uint32_t more;        /* how many other articles, or other places, had the very same; see
                           diags_sort */
  Str places;           /* the first of those places, "file:line:col" each, with ", " between */
  Str trace;            /* Lua traceback, printed with -v */
  Str said;             /* what another program said about it, in lines; or "" */
} Diag;

typedef struct {
  Arena arena;
  Diag *items;
  size_t count, cap;
  size_t errors, warnings;
  /* While these are set, new records carry them. */
  Str plugin, article;
} Diags;

/* Where in a source: a byte range. {0, 0} is the start; use diag_file() for a
 * message about a file as a whole. */
typedef struct {
  size_t offset, length;
} Range;

/* Report at bytes [offset, offset+length) of `source`. Computes line, column
 * and excerpt. `help` may be NULL. The format makes the message. Returns the
 * record, so a caller may set more fields; valid until the next report. */
Diag *diag_at(Diags *d, Severity s, Code code, const Source *source, Range where, const char *help,
              const char *format, ...) __attribute__((format(printf, 7, 8)));
/* Report at a line and column (1-based) counted in characters; the excerpt is
 * looked up in source->text. Length is in characters. */
Diag *diag_line(Diags *d, Severity s, Code code, const Source *source, uint32_t line, uint32_t col,
                uint32_t length, const char *help, const char *format, ...)
    __attribute__((format(printf, 9, 10)));
/* Report about a file as a whole, or about nothing in particular (file ""). */
Diag *diag_file(Diags *d, Severity s, Code code, Str file, const char *help, const char *format,
                ...) __attribute__((format(printf, 6, 7)));
/* A failure of the repository or the machine: EXIT_MACHINE. */
Diag *diag_machine(Diags *d, Code code, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Add a formatted help line to a record just made. */
void diag_help(Diags *d, Diag *r, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Line and column (in characters) of a byte offset. */
void source_position(const Source *source, size_t offset, uint32_t *line, uint32_t *col);

void diags_append(Diags *to, const Diags *from);
/* Stable order for the end of a run: file, line, column, code, message. Exact
 * duplicates are dropped, and what happened at one place of a plugin, template or
 * notice for many articles is told once, for the first of them, with the number of
 * the others; of state kept and limits reached, whatever the words. A directive that
 * nobody knows is told once for the site, with the first of the other places. */
void diags_sort(Diags *d);
/* One more place of what `r` tells: counted, and named while few are. */
void diag_also(Diags *d, Diag *r, Str file, uint32_t line, uint32_t col);
void diags_write(const Diags *d, Buf *out);
bool diags_read(Diags *d, Reader *r);    /* appends; false when the bytes are bad */
ExitStatus diags_status(const Diags *d); /* the worst blame among the errors */
void diags_free(Diags *d);

/* Printing. Control bytes and bidirectional controls are shown as escapes,
 * never sent; `color` is for terminals; traces only with `verbose`. */
typedef enum { DIAG_TEXT, DIAG_JSON } DiagFormat;
void diags_print(const Diags *d, DiagFormat format, bool color, bool verbose, Buf *out);
/* For people: as text, where of more than ten findings of one rule the first few are told in full
 * and the others by one line (diag_group.h). Then errors come last, where a terminal stops. */
void diags_print_grouped(const Diags *d, bool color, Buf *out);
/* s with control bytes, bidirectional controls and CI commands made visible. */
void diag_visible(Buf *out, Str s);
/* Is the '[' at s.p[at] that of "##[" or "##name["? CI systems obey those wherever
 * they stand in a line, so whoever prints s escapes it. */
bool command_bracket(Str s, size_t at);
/* s as JSON string content without the quotes, which YAML and TOML read alike: control
 * bytes, bidirectional controls and CI commands are escaped, what is no UTF-8 is U+FFFD. */
void json_escape(Buf *out, Str s);

/* Explanation for `publish help P0123`. */
typedef struct {
  Code code;
  const char *name; /* "P_TAGS_TYPE" */
  const char *title;
  const char *text;
} CodeInfo;
const CodeInfo *code_info(unsigned number); /* NULL when unknown */
const CodeInfo *code_list(size_t *count);

#endif
