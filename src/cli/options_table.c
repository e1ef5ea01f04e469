/* options_table.c -- the table of options, and what is printed of it. */
#include "cli/options_table.h"

#include "cli/table.h"

#include <stddef.h>

#define ROWS    (COMMAND_LIST | COMMAND_NOTICES)
#define SCHEMAS (COMMAND_SCHEMA | COMMAND_PLUGIN_DOC)
#define SITE                                                                                       \
  (COMMAND_BUILD | COMMAND_CHECK | ROWS | COMMAND_EXPLAIN | COMMAND_PLUGIN_LIST |                  \
   COMMAND_PLUGIN_TYPES | COMMAND_PLUGIN_TRY | SCHEMAS)
#define AUTHORS (COMMAND_NEXT | COMMAND_DIFF | COMMAND_URLS)
#define TESTS   (COMMAND_PLUGIN_TEST | COMMAND_PLUGIN_CONFORMANCE)
#define IMPORTS (COMMAND_IMPORT_JEKYLL | COMMAND_IMPORT_HUGO | COMMAND_IMPORT_WORDPRESS)
#define BUILDS  (SITE | COMMAND_VERIFY | COMMAND_VIEWS_IMPORT)

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
_Static_assert(sizeof specs <= OPTION_SPECS * sizeof specs[0],
               "a table that is too large for options_table.h");

const OptionSpec *option_specs(size_t *count) {
  *count = SPECS;
  return specs;
}

bool option_format_fits(int format, CommandBit command) {
  return (format != FORMAT_TAP && format != FORMAT_JUNIT) || (command & TESTS);
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
      return row->choices != formats || option_format_fits(i, command);
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
