/* options.h -- what the command line says.
 *
 * One table describes every option: letter, name, value, the commands that take
 * it, and its help. Parsing, did-you-mean, `publish help`, manual pages and the
 * completions of shells all read that table, so they cannot drift apart.
 *
 * Options may stand before or behind the command and its arguments; "--" ends
 * them. A value is --name=value, --name value, -C value or -Cvalue; one that may be left out
 * ("[=REMOTE]" in help) is --name=value only. Letters
 * without values may be joined (-qv). Of an option given twice the last one
 * counts. Texts are views of argv. */
#ifndef PUBLISH_CLI_OPTIONS_H
#define PUBLISH_CLI_OPTIONS_H

#include "base/diag.h"

/* TAP and JUnit: of the commands that run tests. */
typedef enum {
  FORMAT_AUTO,
  FORMAT_TEXT,
  FORMAT_JSON,
  FORMAT_TAP,
  FORMAT_JUNIT,
  FORMAT_GITHUB,
  FORMAT_SARIF
} Format;
typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorChoice;

/* Bits: which commands take an option. */
typedef enum {
  COMMAND_BUILD = 1 << 0,
  COMMAND_INIT = 1 << 1,
  COMMAND_LIST = 1 << 2,
  COMMAND_VERIFY = 1 << 3,
  COMMAND_PLUGIN_LIST = 1 << 4,
  COMMAND_HELP = 1 << 5,
  COMMAND_VERSION = 1 << 6,
  COMMAND_NOTICES = 1 << 7,
  COMMAND_VIEWS_IMPORT = 1 << 8,
  COMMAND_COMMENTS_IMPORT = 1 << 9,
  COMMAND_PLUGIN_TEST = 1 << 10,
  COMMAND_PLUGIN_NEW = 1 << 11,
  COMMAND_PLUGIN_CONFORMANCE = 1 << 12,
  COMMAND_CHECK = 1 << 13,
  COMMAND_NEW = 1 << 14,
  COMMAND_NEXT = 1 << 15,
  COMMAND_DIFF = 1 << 16,
  COMMAND_URLS = 1 << 17,
  COMMAND_PLUGIN_ADD = 1 << 22,
  COMMAND_PLUGIN_UPDATE = 1 << 23,
  COMMAND_PLUGIN_TYPES = 1 << 19,
  COMMAND_PLUGIN_REFERENCE = 1 << 18,
  COMMAND_SCHEMA = 1 << 20,
  COMMAND_PLUGIN_DOC = 1 << 21,
  COMMAND_PLUGIN_TRY = 1 << 24,
  COMMAND_EXPLAIN = 1 << 25,
  COMMAND_IMPORT_JEKYLL = 1 << 26,
  COMMAND_IMPORT_HUGO = 1 << 27,
  COMMAND_IMPORT_WORDPRESS = 1 << 28,
  COMMAND_MANUAL = 1 << 29,
  COMMAND_ANY = (1 << 30) - 1
} CommandBit;

typedef struct {
  Str dir, source, branch, to, at, base_url, as_of, key, media, test_case,
      hook; /* "" = not given */
  Str untrusted, name, lang, against, baseline;
  Str push;          /* p NULL = not given, "" = the usual remote */
  unsigned jobs;     /* 0 = not given */
  int format, color; /* Format, ColorChoice */
  bool dry_run, worktree, fetch, drafts, adopt, force, demo, missing, commit, add, update, apply,
      once;
  bool yaml, write;           /* forms of a schema, and where to */
  bool reads;                 /* explain: each of them */
  bool rendered, exit_code;   /* diff: what readers see, line by line */
  bool external, private_too; /* check */
  bool quiet, verbose, help, version;
  const struct Command *command; /* never NULL after parsing */
  const Str *args;               /* behind the command */
  size_t arg_count;
} Options;

/* False: one or more records in d, all blamed on the command line; *out then
 * still has what was understood, so that errors come in the format asked for. */
bool options_parse(Options *out, Arena *a, int argc, char **argv, Diags *d);
/* One row of the table, for what is made from it (help, manual pages, completions). */
typedef enum { TAKES_NOTHING, TAKES_WORD, TAKES_FILE, TAKES_FOLDER, TAKES_CHOICE } OptionTakes;
typedef struct {
  char letter;              /* 0 = none */
  const char *name, *value; /* value: its name in help, NULL for a flag */
  OptionTakes takes;
  bool maybe; /* the value may be left out, and stands behind '=' only */
  const char *help;
  const char *const *choices; /* ends in NULL; NULL but for TAKES_CHOICE */
} OptionRow;
/* Rows are numbered from 0; false: there is no row `index`. *out is filled when the option is
 * one of `command`, and else its name is NULL. */
bool option_row(OptionRow *out, size_t index, CommandBit command);
/* Has `command` this choice of the row? "tap" and "junit" of --format are for tests alone. */
bool option_choice(const OptionRow *row, const char *choice, CommandBit command);

/* The lines of help about the options of a command. */
void options_help(Buf *out, CommandBit command);
/* Report a wrong use of the command line (exit 2). `help` may be NULL. */
Diag *usage_error(Diags *d, Code code, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
