/* commands.h -- the table of commands, one file each.
 *
 * A command reads cli->options, writes to cli->out and cli->diags, and returns.
 * It says false exactly when it put an error into the diagnostics; the exit
 * status follows from their blame. */
#ifndef PUBLISH_CLI_COMMANDS_H
#define PUBLISH_CLI_COMMANDS_H

#include "cli/cli.h"

typedef struct Command {
  const char *name;      /* "build", "plugin list" */
  const char *arguments; /* "[PATH...]", for help */
  CommandBit bit;
  size_t least, most; /* how many arguments */
  const char *summary;
  const char *text; /* paragraphs for `publish help NAME` */
  bool (*run)(Cli *c);
} Command;

/* Those for people who write a plugin: they look at the files on disk. */
#define COMMANDS_DISK                                                                              \
  (COMMAND_PLUGIN_LIST | COMMAND_PLUGIN_DOC | COMMAND_PLUGIN_TYPES | COMMAND_PLUGIN_TRY |          \
   COMMAND_SCHEMA | COMMAND_NEW)

/* What the program is, in one sentence. */
#define PROGRAM_TEXT                                                                               \
  "publish makes a site from the articles of a git repository and commits it to a branch of the "  \
  "same repository."

/* What an exit status means where a command's text says nothing else. */
typedef struct {
  ExitStatus status;
  const char *meaning;
} ExitMeaning;
const ExitMeaning *exit_meanings(size_t *count);

const Command *command_list(size_t *count);
const Command *command_named(Str name); /* NULL when there is none */

bool command_build(Cli *c);              /* publish.c */
bool command_check(Cli *c);              /* check.c */
bool command_init(Cli *c);               /* init.c */
bool command_new(Cli *c);                /* new.c */
bool command_next(Cli *c);               /* next.c */
bool command_urls(Cli *c);               /* urls.c */
bool command_diff(Cli *c);               /* site_diff.c */
bool command_list_articles(Cli *c);      /* list.c */
bool command_notices(Cli *c);            /* notices.c */
bool command_explain(Cli *c);            /* explain.c */
bool command_verify(Cli *c);             /* verify.c */
bool command_comments_import(Cli *c);    /* comments.c */
bool command_import_wordpress(Cli *c);   /* import_wordpress.c */
bool command_import_jekyll(Cli *c);      /* import_site.c */
bool command_import_hugo(Cli *c);        /* import_site.c */
bool command_plugin_types(Cli *c);       /* plugin_types.c */
bool command_plugin_reference(Cli *c);   /* plugin_types.c */
bool command_plugin_add(Cli *c);         /* plugin_add.c */
bool command_plugin_update(Cli *c);      /* plugin_update.c */
bool command_plugin_try(Cli *c);         /* plugin_try.c */
bool command_plugin_list(Cli *c);        /* plugins.c */
bool command_plugin_test(Cli *c);        /* plugin_test.c */
bool command_plugin_conformance(Cli *c); /* plugin_conformance.c */
bool command_plugin_new(Cli *c);         /* plugin_new.c */
bool command_plugin_doc(Cli *c);         /* plugin_doc.c */
bool command_schema(Cli *c);             /* schema.c */
bool command_views_import(Cli *c);       /* views.c */
bool command_manual(Cli *c);             /* manual.c */
bool command_help(Cli *c);               /* help.c */
bool command_version(Cli *c);            /* help.c */

#endif
