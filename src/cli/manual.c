/* manual.c -- `publish manual DIR`: pages and completions, where programs look for them. */
#include "base/file.h"
#include "cli/completions.h"
#include "cli/manual_pages.h"
#include "cli/report.h"
#include "cli/table.h"

/* Empties the text for the next one. */
static bool write_file(Cli *c, Str path, Buf *text) {
  Str whole = arena_printf(&c->arena, "%.*s/%.*s", STR(c->options.args[0]), STR(path));
  if (!file_write(whole.p, buf_view(text), &c->diags)) return false;
  buf_clear(text);
  if (c->json) {
    json_open(&c->out, "file");
    json_text(&c->out, "path", whole);
    json_close(&c->out);
  } else if (!c->options.quiet) {
    buf_c(&c->out, "wrote ");
    show(&c->out, whole);
    buf_byte(&c->out, '\n');
  }
  return true;
}

static bool write_page(Cli *c, const Command *command, Buf *text) {
  Buf path = { 0 };
  buf_c(&path, "man/man1/");
  manual_name(&path, command);
  buf_c(&path, ".1");
  manual_page(text, command);
  bool ok = write_file(c, buf_view(&path), text);
  buf_free(&path);
  return ok;
}

bool command_manual(Cli *c) {
  if (!c->options.args[0].n) {
    usage_error(&c->diags, P_USAGE, "publish manual ~/.local/share", "the folder's name is empty");
    return false;
  }
  size_t count;
  const Command *commands = command_list(&count);
  Buf text = { 0 };
  bool ok = write_page(c, NULL, &text);
  for (size_t i = 0; ok && i < count; i++) ok = write_page(c, &commands[i], &text);
  for (Shell shell = 0; ok && shell < SHELLS; shell++) {
    completions(&text, shell);
    ok = write_file(c, str_c(completions_path(shell)), &text);
  }
  buf_free(&text);
  return ok;
}
