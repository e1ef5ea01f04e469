/* options.c -- the table of options, and the parser that reads it. */
#include "cli/options.h"

#include "cli/commands.h"
#include "cli/table.h"

#include <stddef.h>
#include <stdlib.h>

/* OPTION_MAYBE: a text that may be left out; it stands behind '=' only. */
typedef enum { OPTION_FLAG, OPTION_TEXT, OPTION_MAYBE, OPTION_COUNT, OPTION_CHOICE } OptionKind;
enum { JOBS_MAX = 256 };

#define ROWS    (COMMAND_LIST | COMMAND_NOTICES)
#define SCHEMAS (COMMAND_SCHEMA | COMMAND_PLUGIN_DOC)
#define SITE                                                                                       \
  (COMMAND_BUILD | COMMAND_CHECK | ROWS | COMMAND_EXPLAIN | COMMAND_PLUGIN_LIST |                  \
   COMMAND_PLUGIN_TYPES | COMMAND_PLUGIN_TRY | SCHEMAS)
#define AUTHORS (COMMAND_NEXT | COMMAND_DIFF | COMMAND_URLS)
#define TESTS   (COMMAND_PLUGIN_TEST | COMMAND_PLUGIN_CONFORMANCE)
#define IMPORTS (COMMAND_IMPORT_JEKYLL | COMMAND_IMPORT_HUGO | COMMAND_IMPORT_WORDPRESS)
#define BUILDS  (SITE | COMMAND_VERIFY | COMMAND_VIEWS_IMPORT)

typedef struct {
  char letter;              /* 0 = none */
  const char *name, *value; /* value: its name in help, NULL for a flag */
  OptionKind kind;
  size_t member; /* in Options */
  unsigned commands;
  const char *help;
  const char *const *choices;
} OptionSpec;

static const char *const formats[] = { "auto",  "text",   "json",  "tap",
                                       "junit", "github", "sarif", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };

#define AT(field) offsetof(Options, field)
static const OptionSpec specs[] = {
  { 'C', "directory", "DIR", OPTION_TEXT, AT(dir), COMMAND_ANY,
    "work as if started in DIR; other paths are relative to it", NULL },
  { 'j', "jobs", "N", OPTION_COUNT, AT(jobs),
    BUILDS | COMMAND_NEW | AUTHORS | COMMAND_COMMENTS_IMPORT,
    "worker processes (default: one for each processor)", NULL },
  { 0, "source", "REV", OPTION_TEXT, AT(source),
    SITE | COMMAND_NEXT | COMMAND_URLS | COMMAND_COMMENTS_IMPORT | IMPORTS,
    "the commit, branch or tag to read (default: HEAD; of plugin commands and schema: the files on "
    "disk)",
    NULL },
  { 0, "untrusted", "BASE", OPTION_TEXT, AT(untrusted), SITE,
    "take only articles and their pictures from the commit, all else from the commit BASE: for "
    "what strangers propose (build: with --to, --dry-run or another --branch)",
    NULL },
  { 0, "branch", "NAME", OPTION_TEXT, AT(branch),
    COMMAND_BUILD | COMMAND_VERIFY | COMMAND_DIFF | COMMAND_COMMENTS_IMPORT | IMPORTS,
    "the output branch (default: output.branch of publish.yaml, or pages); comments import: the "
    "moderation branch (default: comments); import: the new branch (default: import/NAME)",
    NULL },
  { 0, "media", "DIR", OPTION_TEXT, AT(media), COMMAND_IMPORT_WORDPRESS,
    "a copy of wp-content/uploads: files that articles refer to are copied into static/", NULL },
  { 0, "key", "FILE", OPTION_TEXT, AT(key), COMMAND_COMMENTS_IMPORT | COMMAND_IMPORT_WORDPRESS,
    "the key for digests of e-mail addresses (default: publish/comments.key in the git folder)",
    NULL },
  { 'n', "dry-run", NULL, OPTION_FLAG, AT(dry_run),
    COMMAND_BUILD | COMMAND_NEW | COMMAND_VIEWS_IMPORT | COMMAND_COMMENTS_IMPORT | IMPORTS,
    "do everything but write or commit; say what would change", NULL },
  { 0, "worktree", NULL, OPTION_FLAG, AT(worktree), SITE | COMMAND_NEXT | COMMAND_URLS,
    "read the files on disk, committed or not (build: only with --dry-run or --to)", NULL },
  { 0, "to", "DIR", OPTION_TEXT, AT(to), COMMAND_BUILD | COMMAND_PLUGIN_UPDATE,
    "write the site as files into DIR instead of committing it; plugin update: the revision to "
    "go to (default: the one recorded)",
    NULL },
  { 0, "name", "NAME", OPTION_TEXT, AT(name), COMMAND_PLUGIN_ADD | COMMAND_NEW,
    "which plugin, where the source holds several; new: the file's name, in place of one made from "
    "the title",
    NULL },
  { 0, "lang", "TAG", OPTION_TEXT, AT(lang), COMMAND_NEW,
    "the language of the article, such as zh-Hans (default: the site's)", NULL },
  { 0, "apply", NULL, OPTION_FLAG, AT(apply), COMMAND_PLUGIN_UPDATE,
    "write the new version; without it the changes are only shown", NULL },
  { 0, "at", "TIME", OPTION_TEXT, AT(at),
    COMMAND_BUILD | COMMAND_CHECK | ROWS | COMMAND_EXPLAIN | AUTHORS,
    "build as of this time: 2024-01-03 or 2024-01-03T10:00:00Z; without a zone, in the site's "
    "(default: now)",
    NULL },
  { 0, "drafts", NULL, OPTION_FLAG, AT(drafts),
    COMMAND_BUILD | COMMAND_CHECK | ROWS | COMMAND_EXPLAIN | AUTHORS,
    "with drafts and articles dated in the future", NULL },
  { 0, "base-url", "URL", OPTION_TEXT, AT(base_url),
    COMMAND_BUILD | COMMAND_CHECK | ROWS | COMMAND_EXPLAIN | AUTHORS,
    "in place of url in publish.yaml", NULL },
  { 0, "as-of", "WHEN", OPTION_TEXT, AT(as_of), COMMAND_NOTICES,
    "answer for the past: a commit as of its own date, or a date (a day is its end) with the last "
    "commit made by then",
    NULL },
  { 0, "missing", NULL, OPTION_FLAG, AT(missing), COMMAND_NOTICES,
    "only articles without a notice, or without what one requires", NULL },
  { 0, "reads", NULL, OPTION_FLAG, AT(reads), COMMAND_EXPLAIN,
    "everything that the page was made from, not only how much", NULL },
  { 0, "against", "FILE", OPTION_TEXT, AT(against), COMMAND_URLS,
    "the addresses of the old site: its sitemap.xml, or a list, one a line; - is standard input",
    NULL },
  { 0, "rendered", NULL, OPTION_FLAG, AT(rendered), COMMAND_DIFF,
    "show what readers see line by line; pages that change alike once", NULL },
  { 0, "exit-code", NULL, OPTION_FLAG, AT(exit_code), COMMAND_DIFF,
    "exit status 1 when a page differs", NULL },
  { 0, "adopt", NULL, OPTION_FLAG, AT(adopt), COMMAND_BUILD,
    "take over an output branch that publish did not make; its history is kept", NULL },
  { 0, "force", NULL, OPTION_FLAG, AT(force), COMMAND_BUILD | COMMAND_PLUGIN_UPDATE | IMPORTS,
    "go back: publish a commit older than the published one; plugin update: replace local "
    "changes that are committed; import: replace files that are there, on the new branch",
    NULL },
  { 0, "push", "REMOTE", OPTION_MAYBE, AT(push), COMMAND_BUILD,
    "fetch as with --fetch, go on from the output branch of the remote and push to it (default: "
    "the "
    "remote that the current branch follows, or origin, or the only one)",
    NULL },
  { 0, "fetch", NULL, OPTION_FLAG, AT(fetch),
    COMMAND_BUILD | COMMAND_CHECK | ROWS | COMMAND_EXPLAIN,
    "fetch first what the remote has and this clone lacks: its output branch (build), BASE of "
    "--untrusted, files of a partial clone, the history if dates come from it",
    NULL },
  { 0, "add", NULL, OPTION_FLAG, AT(add), COMMAND_VIEWS_IMPORT,
    "numbers of a table are to be added to those there are; without it they are totals", NULL },
  { 0, "commit", NULL, OPTION_FLAG, AT(commit), COMMAND_VIEWS_IMPORT,
    "commit the data files to the current branch (a bare repository: always)", NULL },
  { 0, "demo", NULL, OPTION_FLAG, AT(demo), COMMAND_INIT,
    "the whole starter site instead of three short articles", NULL },
  { 0, "external", NULL, OPTION_FLAG, AT(external), COMMAND_CHECK,
    "ask other sites whether links to them work; answers are kept in the git folder", NULL },
  { 0, "private", NULL, OPTION_FLAG, AT(private_too), COMMAND_CHECK,
    "with --external: ask addresses of this machine and of private networks too", NULL },
  { 0, "baseline", "FILE", OPTION_TEXT, AT(baseline), COMMAND_CHECK,
    "findings that are known: only others are shown and fail", NULL },
  { 0, "update", NULL, OPTION_FLAG, AT(update), TESTS | COMMAND_CHECK,
    "keep what comes out as the new expectation, and say what changed; check: write what is found "
    "to the file of --baseline",
    NULL },
  { 0, "once", NULL, OPTION_FLAG, AT(once), TESTS,
    "build each case once and compare: without the checks that build it again", NULL },
  { 0, "case", "GLOB", OPTION_TEXT, AT(test_case), TESTS,
    "only the cases whose name matches, such as 'list-*'", NULL },
  { 0, "hook", "NAME", OPTION_TEXT, AT(hook), COMMAND_PLUGIN_NEW,
    "what the skeleton does: scan, pages, transform, render, page, files or check (default: "
    "page)",
    NULL },
  { 0, "yaml", NULL, OPTION_FLAG, AT(yaml), SCHEMAS,
    "YAML to begin with: every option at its default, commented out", NULL },
  { 0, "write", NULL, OPTION_FLAG, AT(write), COMMAND_SCHEMA,
    "write all schemas to .publish/schema/ and say how editors find them", NULL },
  { 0, "format", "FORMAT", OPTION_CHOICE, AT(format), COMMAND_ANY,
    "text; json, one record a line; github: text, annotations and a job summary; or sarif 2.1.0 "
    "(default: text, under GitHub Actions github; list, notices: json unless on a terminal); "
    "plugin test, plugin conformance: also tap or junit",
    formats },
  { 0, "color", "WHEN", OPTION_CHOICE, AT(color), COMMAND_ANY, "auto, always or never", colors },
  { 'q', "quiet", NULL, OPTION_FLAG, AT(quiet), COMMAND_ANY,
    "errors only; list, notices: one line an article", NULL },
  { 'v', "verbose", NULL, OPTION_FLAG, AT(verbose), COMMAND_ANY,
    "say more: Lua tracebacks, what was left out", NULL },
  { 'h', "help", NULL, OPTION_FLAG, AT(help), COMMAND_ANY, "help about the command", NULL },
  { 0, "version", NULL, OPTION_FLAG, AT(version), COMMAND_ANY,
    "versions of the program and its libraries, and the engine id", NULL },
};
enum { SPECS = sizeof specs / sizeof specs[0] };

typedef struct {
  Options *out;
  Diags *d;
  int argc, at;
  char **argv;
  bool given[SPECS];
  Str unknown[64]; /* reported when the command is known */
  size_t unknown_count;
  int after_unknown; /* index in argv behind the last unknown option */
  bool maybe_value;  /* the first word may be that option's value */
} Parse;

Diag *usage_error(Diags *d, Code code, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str message = arena_vprintf(&d->arena, format, args);
  va_end(args);
  Diag *r = diag_file(d, DIAG_ERROR, code, S(""), help, "%.*s", STR(message));
  r->blame = EXIT_USAGE;
  return r;
}

static void set_choice(Parse *p, const OptionSpec *o, int *target, Str value) {
  Str names[8] = { { 0 } };
  size_t n = 0;
  for (; o->choices[n]; n++) {
    names[n] = str_c(o->choices[n]);
    if (str_eq(names[n], value)) {
      *target = (int)n;
      return;
    }
  }
  Str near = str_nearest(value, names, n);
  Buf text = { 0 };
  buf_printf(&text, "--%s must be ", o->name);
  for (size_t i = 0; i < n; i++)
    buf_printf(&text, "%s'%s'", i == 0 ? "" : i + 1 == n ? " or " : ", ", o->choices[i]);
  buf_printf(&text, ", found '%.*s'", STR(value));
  Diag *r = usage_error(p->d, P_USAGE_VALUE, NULL, "%.*s", STR(buf_view(&text)));
  buf_free(&text);
  if (near.n) diag_help(p->d, r, "did you mean '%.*s'?", STR(near));
}

static void set_count(Parse *p, const OptionSpec *o, unsigned *target, Str value) {
  unsigned n = 0;
  bool ok = value.n > 0 && value.n <= 4;
  for (size_t i = 0; ok && i < value.n; i++) {
    ok = value.p[i] >= '0' && value.p[i] <= '9';
    n = n * 10 + (unsigned)(value.p[i] - '0');
  }
  if (ok && n >= 1 && n <= JOBS_MAX)
    *target = n;
  else
    usage_error(p->d, P_USAGE_VALUE, NULL, "--%s must be a number from 1 to %d, found '%.*s'",
                o->name, JOBS_MAX, STR(value));
}

/* It goes into a trailer, one word of many. */
static bool plain_url(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F) return false;
  return true;
}

/* `value` has p NULL when none was attached with '=' or to the letter. */
static void take(Parse *p, size_t index, Str value) {
  const OptionSpec *o = &specs[index];
  void *member = (char *)p->out + o->member;
  p->given[index] = true;
  if (o->kind == OPTION_FLAG) {
    if (value.p)
      usage_error(p->d, P_USAGE_VALUE, NULL, "--%s takes no value, found '%.*s'", o->name,
                  STR(value));
    *(bool *)member = true;
    return;
  }
  if (o->kind == OPTION_MAYBE && !value.p) {
    *(Str *)member = S("");
    return;
  }
  if (!value.p && p->at < p->argc) value = str_c(p->argv[p->at++]);
  if (!value.p || !value.n) {
    Diag *r = usage_error(p->d, P_USAGE_VALUE, NULL, "--%s needs a value", o->name);
    diag_help(p->d, r, o->kind == OPTION_MAYBE ? "--%s=%s, or without '='" : "--%s %s", o->name,
              o->value);
  } else if (o->kind == OPTION_TEXT && o->member == AT(base_url) && !plain_url(value)) {
    usage_error(p->d, P_USAGE_VALUE, "write %20 for a blank", "--base-url holds a blank or worse");
  } else if (o->kind == OPTION_TEXT || o->kind == OPTION_MAYBE) {
    *(Str *)member = value;
  } else if (o->kind == OPTION_COUNT) {
    set_count(p, o, member, value);
  } else {
    set_choice(p, o, member, value);
  }
}

static void unknown(Parse *p, Str option) {
  p->after_unknown = p->at;
  if (p->unknown_count < sizeof p->unknown / sizeof p->unknown[0])
    p->unknown[p->unknown_count++] = option;
}

static void long_option(Parse *p, Str argument) {
  Str name = str_sub(argument, 2, argument.n), value = { 0 };
  long equals = str_chr(name, '=');
  if (equals >= 0) {
    value = str_sub(name, (size_t)equals + 1, name.n);
    name = str_sub(name, 0, (size_t)equals);
  }
  for (size_t i = 0; i < SPECS; i++) {
    if (!str_eqc(name, specs[i].name)) continue;
    take(p, i, value);
    return;
  }
  unknown(p, str_sub(argument, 0, name.n + 2));
}

static void short_options(Parse *p, Str argument) {
  for (size_t k = 1; k < argument.n; k++) {
    size_t i = 0;
    while (i < SPECS && (!specs[i].letter || specs[i].letter != argument.p[k])) i++;
    if (i == SPECS) {
      char *letter = arena_dup(&p->d->arena, "-?", 2);
      letter[1] = argument.p[k];
      unknown(p, k == 1 ? argument : str_n(letter, 2));
      return;
    }
    if (specs[i].kind == OPTION_FLAG) {
      take(p, i, (Str){ 0 });
      continue;
    }
    Str rest = str_sub(argument, k + 1, argument.n);
    if (str_starts(rest, S("="))) rest = str_sub(rest, 1, rest.n);
    take(p, i, k + 1 < argument.n ? rest : (Str){ 0 });
    return;
  }
}

static void report_unknown(Parse *p) {
  const Command *command = p->out->command;
  Str names[SPECS];
  size_t n = 0;
  for (size_t i = 0; i < SPECS; i++)
    if (specs[i].commands & command->bit) names[n++] = str_c(specs[i].name);
  for (size_t i = 0; i < p->unknown_count; i++) {
    Str given = p->unknown[i];
    Str word = given;
    while (str_starts(word, S("-"))) word = str_sub(word, 1, word.n);
    Diag *r = usage_error(p->d, P_USAGE_OPTION, NULL, "there is no option '%.*s'", STR(given));
    Str near = str_starts(given, S("--")) ? str_nearest(word, names, n) : S("");
    if (near.n)
      diag_help(p->d, r, "did you mean --%.*s?", STR(near));
    else
      diag_help(p->d, r, "'publish help %s' lists the options", command->name);
  }
}

/* Options that exist, but not for this command. */
static void report_misplaced(Parse *p) {
  const Command *command = p->out->command;
  size_t count;
  const Command *commands = command_list(&count);
  for (size_t i = 0; i < SPECS; i++) {
    if (!p->given[i] || (specs[i].commands & command->bit)) continue;
    Buf owners = { 0 };
    for (size_t k = 0; k < count; k++)
      if (specs[i].commands & commands[k].bit)
        buf_printf(&owners, "%s'%s'", owners.n ? ", " : "", commands[k].name);
    usage_error(p->d, P_USAGE_OPTION, NULL, "--%s is no option of '%s', but of %.*s", specs[i].name,
                command->name, STR(buf_view(&owners)));
    buf_free(&owners);
  }
}

static bool format_fits(int format, CommandBit command) {
  return (format != FORMAT_TAP && format != FORMAT_JUNIT) || (command & TESTS);
}

static void check_format(Parse *p) {
  const Options *o = p->out;
  if (!format_fits(o->format, o->command->bit))
    usage_error(p->d, P_USAGE_OPTION, NULL,
                "--format=%s is for 'plugin test' and 'plugin conformance'; '%s' has text, json, "
                "github and sarif",
                formats[o->format], o->command->name);
}

/* Of names such as "plugin list" keeps the second words of those that begin with `first`. */
static size_t second_words(Str *names, size_t count, Str first) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++)
    if (str_starts(names[i], first) && names[i].n > first.n && names[i].p[first.n] == ' ')
      names[n++] = str_sub(names[i], first.n + 1, names[i].n);
  return n;
}

/* The command named by the first one or two words; moves past them. */
static void find_command(Parse *p, Str *words, size_t count) {
  Options *o = p->out;
  size_t commands, used = 0;
  const Command *list = command_list(&commands);
  const Command *found = count ? NULL : command_named(S("build"));
  for (size_t i = 0; count && i < commands; i++) {
    Str name = str_c(list[i].name), second = { 0 }, first;
    str_split(&name, ' ', &first);
    second = name.p ? name : (Str){ 0 };
    if (!str_eq(first, words[0])) continue;
    if (second.p && (count < 2 || !str_eq(second, words[1]))) continue;
    found = &list[i];
    used = second.p ? 2 : 1;
    break;
  }
  if (!found && p->maybe_value) {
    found = command_named(S("build"));
    used = count;
  } else if (!found) {
    Str names[64], near;
    size_t n = 0;
    bool family = false;
    for (size_t i = 0; i < commands && n < 64; i++) {
      Str name = str_c(list[i].name), first;
      names[n++] = name;
      str_split(&name, ' ', &first);
      family = family || (name.p && str_eq(first, words[0]));
    }
    Diag *r;
    if (family && count < 2) {
      r = usage_error(p->d, P_USAGE_COMMAND, NULL, "'%.*s' needs a second word", STR(words[0]));
      near = S("");
      for (size_t i = 0; i < n && !near.n; i++)
        if (str_starts(names[i], words[0]) && names[i].n > words[0].n &&
            names[i].p[words[0].n] == ' ')
          near = names[i];
    } else {
      Str both = words[0];
      if (family) both = arena_printf(&p->d->arena, "%.*s %.*s", STR(words[0]), STR(words[1]));
      r = usage_error(p->d, P_USAGE_COMMAND, NULL, "there is no command '%.*s'", STR(both));
      if (family) n = second_words(names, n, words[0]);
      near = str_nearest(family ? words[1] : both, names, n);
      if (family && near.n)
        near = arena_printf(&p->d->arena, "%.*s %.*s", STR(words[0]), STR(near));
    }
    if (near.n)
      diag_help(p->d, r, "did you mean 'publish %.*s'?", STR(near));
    else
      diag_help(p->d, r, "'publish help' lists the commands");
    found = command_named(S("help"));
    used = count;
    p->unknown_count = 0;
    memset(p->given, 0, sizeof p->given);
  }
  o->command = found;
  o->args = words + used;
  o->arg_count = count - used;
}

static void check_arguments(Parse *p) {
  const Options *o = p->out;
  const Command *command = o->command;
  if (o->arg_count > command->most) {
    Diag *r = usage_error(p->d, P_USAGE, NULL, "'%s' does not take the argument '%.*s'",
                          command->name, STR(o->args[command->most]));
    diag_help(p->d, r, "publish %s%s%s", command->name, *command->arguments ? " " : "",
              command->arguments);
  } else if (o->arg_count < command->least) {
    Diag *r = usage_error(p->d, P_USAGE, NULL, "'%s' needs an argument", command->name);
    diag_help(p->d, r, "publish %s %s", command->name, command->arguments);
  }
}

bool options_parse(Options *out, Arena *a, int argc, char **argv, Diags *d) {
  *out = (Options){ .command = command_named(S("build")) };
  Parse p = { .out = out, .d = d, .argc = argc, .at = argc ? 1 : 0, .argv = argv };
  Str *words = ARENA_ARRAY(a, (size_t)(argc > 0 ? argc : 1), Str);
  size_t count = 0, errors = d->errors;
  bool ended = false;
  while (p.at < argc) {
    Str argument = str_c(argv[p.at++]);
    if (ended || argument.n < 2 || argument.p[0] != '-') {
      if (!count) p.maybe_value = p.unknown_count && p.after_unknown == p.at - 1;
      words[count++] = argument;
    } else if (str_eqc(argument, "--"))
      ended = true;
    else if (argument.p[1] == '-')
      long_option(&p, argument);
    else
      short_options(&p, argument);
  }
  if (out->version) {
    out->command = command_named(S("version"));
    return d->errors == errors;
  }
  find_command(&p, words, count);
  if (out->help) {
    /* `publish build --help` is `publish help build`. */
    Str *topic = ARENA_NEW(a, Str);
    *topic = str_c(out->command->name);
    if (out->command->bit != COMMAND_HELP || !out->arg_count) {
      out->args = topic;
      out->arg_count = count ? 1 : 0;
    }
    out->command = command_named(S("help"));
    return d->errors == errors;
  }
  report_unknown(&p);
  report_misplaced(&p);
  check_format(&p);
  if (d->errors == errors) check_arguments(&p);
  return d->errors == errors;
}

bool option_row(OptionRow *out, size_t index, CommandBit command) {
  *out = (OptionRow){ 0 };
  if (index >= SPECS) return false;
  const OptionSpec *o = &specs[index];
  if (!(o->commands & command)) return true;
  *out = (OptionRow){ .letter = o->letter,
                      .name = o->name,
                      .value = o->value,
                      .takes = TAKES_WORD,
                      .maybe = o->kind == OPTION_MAYBE,
                      .help = o->help,
                      .choices = o->choices };
  if (o->kind == OPTION_FLAG)
    out->takes = TAKES_NOTHING;
  else if (o->kind == OPTION_CHOICE)
    out->takes = TAKES_CHOICE;
  else if (o->kind == OPTION_TEXT && strcmp(o->value, "FILE") == 0)
    out->takes = TAKES_FILE;
  else if (o->kind == OPTION_TEXT && strcmp(o->value, "DIR") == 0)
    out->takes = TAKES_FOLDER;
  return true;
}

bool option_choice(const OptionRow *row, const char *choice, CommandBit command) {
  for (int i = 0; row->choices && row->choices[i]; i++)
    if (strcmp(row->choices[i], choice) == 0)
      return row->choices != formats || format_fits(i, command);
  return false;
}

void options_help(Buf *out, CommandBit command) {
  enum { NAMES = 22 };
  for (size_t i = 0; i < SPECS; i++) {
    const OptionSpec *o = &specs[i];
    if (!(o->commands & command)) continue;
    Buf left = { 0 };
    if (o->letter)
      buf_printf(&left, "-%c, ", o->letter);
    else
      buf_c(&left, "    ");
    buf_printf(&left, o->kind == OPTION_MAYBE ? "--%s[=%s]" : "--%s %s", o->name,
               o->value ? o->value : "");
    while (left.p[left.n - 1] == ' ') left.n--;
    Buf right = { 0 };
    show_wrapped(&right, str_c(o->help), NAMES + 4);
    buf_printf(out, "  %.*s", STR(buf_view(&left)));
    if (left.n + 3 > NAMES + 2) {
      buf_byte(out, '\n');
      buf_str(out, buf_view(&right));
    } else {
      for (size_t k = left.n + 2; k < NAMES + 4; k++) buf_byte(out, ' ');
      buf_str(out, str_sub(buf_view(&right), NAMES + 4, right.n));
    }
    buf_free(&left);
    buf_free(&right);
  }
}
