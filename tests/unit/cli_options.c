/* cli_options.c -- the command line, word by word. */
#include "check.h"
#include "cli/commands.h"

static Arena arena;
static Diags diags;

/* Up to eight words behind the program's name. */
static bool parse(Options *o, const char *const *words) {
  char *argv[10] = { arena_dup(&arena, "publish", 7) };
  int argc = 1;
  diags_free(&diags);
  for (; words[argc - 1]; argc++)
    argv[argc] = arena_dup(&arena, words[argc - 1], strlen(words[argc - 1]));
  return options_parse(o, &arena, argc, argv, &diags);
}
#define PARSE(o, ...) parse(o, (const char *const[]){ __VA_ARGS__, NULL })

static void no_words_mean_build(void) {
  Options o;
  CHECK(parse(&o, (const char *const[]){ NULL }));
  CHECK(o.command->bit == COMMAND_BUILD);
  CHECK(options_parse(&o, &arena, 0, NULL, &diags)); /* even without a program's name */
}

static void values_in_every_spelling(void) {
  Options o;
  CHECK(PARSE(&o, "--branch=a", "-j4", "-C", "x", "--to", "y"));
  CHECK_STR(o.branch, "a");
  CHECK(o.jobs == 4);
  CHECK_STR(o.dir, "x");
  CHECK_STR(o.to, "y");
  CHECK(PARSE(&o, "-j=3", "-Cdir"));
  CHECK(o.jobs == 3);
  CHECK_STR(o.dir, "dir");
  CHECK(PARSE(&o, "--branch", "--odd")); /* a value may begin with a dash */
  CHECK_STR(o.branch, "--odd");
}

static void letters_can_be_joined_and_the_last_of_equals_counts(void) {
  Options o;
  CHECK(PARSE(&o, "-qvnj2"));
  CHECK(o.quiet && o.verbose && o.dry_run && o.jobs == 2);
  CHECK(PARSE(&o, "--format=json", "--format", "text"));
  CHECK(o.format == FORMAT_TEXT);
}

static void options_stand_anywhere_until_two_dashes(void) {
  Options o;
  CHECK(PARSE(&o, "-q", "list", "a", "--drafts", "b", "--", "--c"));
  CHECK(o.command->bit == COMMAND_LIST && o.quiet && o.drafts);
  CHECK(o.arg_count == 3);
  CHECK_STR(o.args[2], "--c");
}

static void two_words_can_be_one_command(void) {
  Options o;
  CHECK(PARSE(&o, "plugin", "list"));
  CHECK(o.command->bit == COMMAND_PLUGIN_LIST && o.arg_count == 0);
  CHECK(!PARSE(&o, "plugin"));
  CHECK(!PARSE(&o, "plugin list")); /* one word is not two */
}

static void help_and_version_win(void) {
  Options o;
  CHECK(PARSE(&o, "list", "--help"));
  CHECK(o.command->bit == COMMAND_HELP && o.arg_count == 1);
  CHECK_STR(o.args[0], "list");
  CHECK(PARSE(&o, "anything", "--version"));
  CHECK(o.command->bit == COMMAND_VERSION);
}

static void every_mistake_is_told_and_blamed_on_the_command_line(void) {
  Options o;
  CHECK(!PARSE(&o, "--forse", "--nonsense", "-j", "x", "--drafts=1"));
  CHECK(diags.count == 4 && diags_status(&diags) == EXIT_USAGE);
  CHECK(!PARSE(&o, "--branch"));
  CHECK_STR(diags.items[0].message, "--branch needs a value");
  CHECK(!PARSE(&o, "init", "--adopt", "x"));
  CHECK_STR(diags.items[0].message, "--adopt is no option of 'init', but of 'build'");
  CHECK(!PARSE(&o, "biuld"));
  CHECK_STR(diags.items[0].help, "did you mean 'publish build'?");
  diags_free(&diags);
  arena_free(&arena);
}

static void every_command_has_help_of_its_own(void) {
  size_t count;
  const Command *commands = command_list(&count);
  for (size_t i = 0; i < count; i++) {
    Buf help = { 0 };
    options_help(&help, commands[i].bit);
    CHECK(str_find(buf_view(&help), S("--format FORMAT")) >= 0);
    CHECK(strlen(commands[i].text) > 40 && commands[i].run);
    CHECK(command_named(str_c(commands[i].name)) == &commands[i]);
    buf_free(&help);
  }
}

CHECKS_MAIN({ "no words mean build", no_words_mean_build },
            { "values in every spelling", values_in_every_spelling },
            { "letters can be joined and the last of equals counts",
              letters_can_be_joined_and_the_last_of_equals_counts },
            { "options stand anywhere until two dashes", options_stand_anywhere_until_two_dashes },
            { "two words can be one command", two_words_can_be_one_command },
            { "help and version win", help_and_version_win },
            { "every mistake is told and blamed on the command line",
              every_mistake_is_told_and_blamed_on_the_command_line },
            { "every command has help of its own", every_command_has_help_of_its_own })
