/* help.c -- help and version: everything here is printed from the tables of
 * commands, options and codes. */
#include "build/build.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/table.h"

/* The commands, or those whose first word is `family`; how many there were. */
static size_t list_commands(Buf *out, Str family) {
  size_t count, width = 0, listed = 0;
  const Command *commands = command_list(&count);
  for (size_t i = 0; i < count; i++)
    if (strlen(commands[i].name) > width) width = strlen(commands[i].name);
  for (size_t i = 0; i < count; i++) {
    Str rest = str_c(commands[i].name), first;
    str_split(&rest, ' ', &first);
    if (family.n && (!rest.p || !str_eq(first, family))) continue;
    buf_printf(out, "  %-*s  %s\n", (int)width, commands[i].name, commands[i].summary);
    listed++;
  }
  return listed;
}

static void overview(Buf *out) {
  show_wrapped(out, S(PROGRAM_TEXT), 0);
  buf_c(out, "\n"
             "  publish init my-site        a new article repository, ready to publish\n"
             "  cd my-site && publish       build it, commit the site to the branch 'pages'\n\n"
             "Commands:\n");
  list_commands(out, S(""));
  buf_c(out, "\nOptions of all commands:\n");
  options_help(out, COMMAND_HELP);
  Buf text = { 0 };
  buf_c(&text, "'publish help COMMAND' tells more about a command, 'publish help P0123' explains "
               "a message's code. Exit status: ");
  size_t count;
  const ExitMeaning *meanings = exit_meanings(&count);
  for (size_t i = 0; i < count; i++)
    buf_printf(&text, "%s%d %s", i ? "; " : "", (int)meanings[i].status, meanings[i].meaning);
  buf_c(&text, ".\n");
  buf_byte(out, '\n');
  show_wrapped(out, str_trim(buf_view(&text)), 0);
  buf_free(&text);
}

static void about_command(Buf *out, const Command *command) {
  buf_printf(out, "publish %s%s%s -- %s\n\n", command->name, *command->arguments ? " " : "",
             command->arguments, command->summary);
  Str rest = str_c(command->text), paragraph;
  while (str_split(&rest, '\n', &paragraph)) {
    show_wrapped(out, paragraph, 0);
    buf_byte(out, '\n');
  }
  buf_c(out, "Options:\n");
  options_help(out, command->bit);
}

static void about_code(Cli *c, const CodeInfo *info) {
  Buf *out = &c->out;
  if (c->options.format == FORMAT_JSON) {
    Str number = arena_printf(&c->arena, "P%04u", (unsigned)info->code);
    json_open(out, "code");
    json_text(out, "code", number);
    json_text(out, "title", str_c(info->title));
    json_text(out, "text", str_c(info->text));
    json_close(out);
    return;
  }
  buf_printf(out, "P%04u: %s\n\n", (unsigned)info->code, info->title);
  show_wrapped(out, str_c(info->text), 0);
}

static void all_codes(Cli *c) {
  size_t count;
  const CodeInfo *codes = code_list(&count);
  for (size_t i = 0; i < count; i++) {
    if (c->options.format == FORMAT_JSON)
      about_code(c, &codes[i]);
    else
      buf_printf(&c->out, "P%04u  %s\n", (unsigned)codes[i].code, codes[i].title);
  }
}

/* "P0123", "p123", "0123": a code's number, or 0. */
static unsigned code_number(Str s) {
  unsigned n = 0;
  if (s.n && (s.p[0] == 'P' || s.p[0] == 'p')) s = str_sub(s, 1, s.n);
  if (!s.n || s.n > 6) return 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return 0;
    n = n * 10 + (unsigned)(s.p[i] - '0');
  }
  return n;
}

bool command_help(Cli *c) {
  const Options *o = &c->options;
  if (!o->arg_count) {
    overview(&c->out);
    return true;
  }
  Str topic = o->args[0];
  if (o->arg_count == 2)
    topic = arena_printf(&c->arena, "%.*s %.*s", STR(o->args[0]), STR(o->args[1]));
  if (str_eqc(topic, "codes")) {
    all_codes(c);
    return true;
  }
  if (list_commands(&c->out, topic)) {
    buf_c(&c->out, "\n'publish help COMMAND' tells more about one of them.\n");
    return true;
  }
  const Command *command = command_named(topic);
  unsigned number = code_number(topic);
  const CodeInfo *info = number ? code_info(number) : NULL;
  if (command)
    about_command(&c->out, command);
  else if (info)
    about_code(c, info);
  if (command || info) return true;
  if (number) {
    usage_error(&c->diags, P_USAGE, "'publish help codes' lists them", "there is no code P%04u",
                number);
    return false;
  }
  Str names[64], near;
  size_t count, n = 0;
  const Command *commands = command_list(&count);
  for (size_t i = 0; i < count && n < 63; i++) names[n++] = str_c(commands[i].name);
  names[n++] = S("codes");
  near = str_nearest(topic, names, n);
  Diag *r =
      usage_error(&c->diags, P_USAGE_COMMAND, NULL, "there is no help about '%.*s'", STR(topic));
  if (near.n)
    diag_help(&c->diags, r, "did you mean 'publish help %.*s'?", STR(near));
  else
    diag_help(&c->diags, r, "'publish help' lists the commands");
  return false;
}

bool command_version(Cli *c) {
  Str id = engine_id(&c->arena), libraries = engine_versions(&c->arena), line;
  Buf *out = &c->out;
  if (c->options.format != FORMAT_JSON) {
    buf_printf(out, "publish %s\n", PUBLISH_VERSION);
    buf_str(out, libraries);
    if (libraries.n && libraries.p[libraries.n - 1] != '\n') buf_byte(out, '\n');
    buf_printf(out, "engine %.*s\n", STR(id));
    return true;
  }
  json_open(out, "version");
  json_text(out, "publish", S(PUBLISH_VERSION));
  json_text(out, "engine", id);
  buf_c(out, ",\"libraries\":[");
  for (bool first = true; str_split(&libraries, '\n', &line);) {
    if (!line.n) continue;
    buf_c(out, first ? "\"" : ",\"");
    json_escape(out, line);
    buf_byte(out, '"');
    first = false;
  }
  buf_c(out, "]");
  json_close(out);
  return true;
}
