/* manual_pages.c -- publish(1) and publish-COMMAND(1), in man(7). */
#include "cli/manual_pages.h"

#include "base/utf8.h"

/* Words as they are to be read, never markup (groff_char(7)): ' and ` would become typographic
 * quotes, ^ and ~ accents, - a hyphen that no shell understands. */
static void put(Buf *out, Str s) {
  for (size_t i = 0; i < s.n;) {
    uint32_t c = utf8_next(s, &i);
    switch (c) {
    case '-':
      buf_c(out, "\\-");
      break;
    case '\\':
      buf_c(out, "\\(rs");
      break;
    case '\'':
      buf_c(out, "\\(aq");
      break;
    case '"':
      buf_c(out, "\\(dq");
      break;
    case '`':
      buf_c(out, "\\(ga");
      break;
    case '^':
      buf_c(out, "\\(ha");
      break;
    case '~':
      buf_c(out, "\\(ti");
      break;
    default:
      if (c < 0x80)
        buf_byte(out, (char)c);
      else
        buf_printf(out, "\\[u%04X]", (unsigned)(c == UTF8_BAD ? 0xFFFD : c));
    }
  }
}

/* The same as a line of its own, which must not look like a request. */
static void put_line(Buf *out, Str s) {
  if (str_starts(s, S("."))) buf_c(out, "\\&");
  put(out, s);
  buf_byte(out, '\n');
}

static void put_bold(Buf *out, const char *z) {
  buf_c(out, "\\fB");
  put(out, str_c(z));
  buf_c(out, "\\fR");
}

static bool in_name(char c) {
  return (c >= 'A' && c <= 'Z') || c == '-';
}

/* "[PATH...]": what stands for something else is italic. */
static void put_arguments(Buf *out, Str s) {
  for (size_t i = 0, end; i < s.n; i = end) {
    for (end = i; end < s.n && in_name(s.p[end]);) end++;
    bool name = end > i;
    if (!name) end++;
    if (name) buf_c(out, "\\fI");
    put(out, str_sub(s, i, end));
    if (name) buf_c(out, "\\fR");
  }
}

void manual_name(Buf *out, const Command *command) {
  buf_c(out, "publish");
  if (!command) return;
  buf_byte(out, '-');
  for (const char *p = command->name; *p; p++) buf_byte(out, *p == ' ' ? '-' : *p);
}

static void put_name(Buf *out, const Command *command) {
  Buf name = { 0 };
  manual_name(&name, command);
  put(out, buf_view(&name));
  buf_free(&name);
}

static void heading(Buf *out, const Command *command, const char *summary) {
  Buf name = { 0 };
  manual_name(&name, command);
  for (size_t i = 0; i < name.n; i++)
    if (name.p[i] >= 'a' && name.p[i] <= 'z') name.p[i] = (char)(name.p[i] - 'a' + 'A');
  buf_c(out, ".\\\" Made by 'publish manual' from the tables of commands and options.\n.TH ");
  put(out, buf_view(&name));
  buf_c(out, " 1 \"\" \"publish " PUBLISH_VERSION "\" \"Manual of publish\"\n.SH NAME\n");
  put_name(out, command);
  buf_c(out, " \\- ");
  put_line(out, str_c(summary));
  buf_free(&name);
}

/* Paragraphs; lines that begin with a blank are examples and stand as they are. */
static void paragraphs(Buf *out, Str text) {
  bool example = false, first = true;
  for (Str line; str_split(&text, '\n', &line); first = false) {
    bool now = str_starts(line, S(" "));
    if (example && !now) buf_c(out, ".EE\n.RE\n");
    if (!now && !first) buf_c(out, ".PP\n");
    if (now && !example) buf_c(out, ".PP\n.RS 4\n.EX\n");
    put_line(out, str_trim(line));
    example = now;
  }
  if (example) buf_c(out, ".EE\n.RE\n");
}

static void options(Buf *out, CommandBit bit) {
  OptionRow row;
  for (size_t i = 0; option_row(&row, i, bit); i++) {
    if (!row.name) continue;
    char letter[] = { '-', row.letter, 0 };
    Buf name = { 0 };
    buf_printf(&name, "--%s", row.name);
    buf_c(out, ".TP\n");
    if (row.letter) {
      put_bold(out, letter);
      if (row.value) {
        buf_byte(out, ' ');
        put_arguments(out, str_c(row.value));
      }
      buf_c(out, ", ");
    }
    put_bold(out, buf_z(&name));
    if (row.value) {
      buf_c(out, row.maybe ? "[=" : "=");
      put_arguments(out, str_c(row.value));
      if (row.maybe) buf_byte(out, ']');
    }
    buf_byte(out, '\n');
    put_line(out, str_c(row.help));
    buf_free(&name);
  }
}

static void exit_list(Buf *out) {
  size_t count;
  const ExitMeaning *meanings = exit_meanings(&count);
  for (size_t i = 0; i < count; i++) {
    buf_printf(out, ".TP\n.B %d\n", (int)meanings[i].status);
    put_line(out, str_c(meanings[i].meaning));
  }
}

/* Does the text name the command, as 'publish verify' or 'plugin add'? */
static bool names(Str text, const char *command) {
  Buf quoted = { 0 };
  buf_printf(&quoted, "'%s'", command);
  bool found = str_find(text, buf_view(&quoted)) >= 0;
  buf_clear(&quoted);
  buf_printf(&quoted, "'publish %s", command);
  found = found || str_find(text, buf_view(&quoted)) >= 0;
  buf_free(&quoted);
  return found;
}

static bool same_family(const char *a, const char *b) {
  size_t n = strcspn(a, " ");
  return a[n] && strncmp(a, b, n + 1) == 0;
}

/* All pages (command NULL), or those of the family and of commands that the text names. */
static void see_also(Buf *out, const Command *command) {
  size_t count;
  const Command *all = command_list(&count);
  Buf list = { 0 };
  if (command) buf_c(&list, ".BR publish (1)");
  for (size_t i = 0; i < count; i++) {
    if (command == &all[i]) continue;
    if (command && !same_family(command->name, all[i].name) &&
        !names(str_c(command->text), all[i].name))
      continue;
    buf_c(&list, list.n ? ",\n.BR " : ".BR ");
    put_name(&list, &all[i]);
    buf_c(&list, " (1)");
  }
  if (!command) buf_c(&list, ",\n.BR git (1)");
  buf_c(out, ".SH SEE ALSO\n");
  buf_str(out, buf_view(&list));
  buf_byte(out, '\n');
  buf_free(&list);
}

static void page_of_program(Buf *out) {
  size_t count;
  const Command *all = command_list(&count);
  heading(out, NULL, "make a static site from the articles of a git repository");
  buf_c(out, ".SH SYNOPSIS\n.B publish\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] "
             "[\\fIARGUMENT\\fR...]\n.SH DESCRIPTION\n");
  paragraphs(out, S(PROGRAM_TEXT));
  buf_c(out, ".PP\n");
  paragraphs(out, S("  publish init my-site\n  cd my-site && publish\n"
                    "makes a new article repository, builds it and commits the site to the branch "
                    "'pages'. Without COMMAND, 'build' is meant.\n"
                    "Options may stand before or behind the command and its arguments; -- ends "
                    "them."));
  buf_c(out, ".SH COMMANDS\n");
  for (size_t i = 0; i < count; i++) {
    buf_c(out, ".TP\n");
    put_bold(out, all[i].name);
    if (*all[i].arguments) buf_byte(out, ' ');
    put_arguments(out, str_c(all[i].arguments));
    buf_byte(out, '\n');
    put_line(out, str_c(all[i].summary));
  }
  buf_c(out, ".SH OPTIONS\nThese are options of all commands. The page of each command has those "
             "it takes besides.\n");
  options(out, COMMAND_HELP);
  buf_c(out, ".SH EXIT STATUS\n");
  exit_list(out);
  see_also(out, NULL);
}

void manual_page(Buf *out, const Command *command) {
  if (!command) {
    page_of_program(out);
    return;
  }
  const Str mark = S("Exit status: ");
  Str text = str_c(command->text), status = S("");
  long at = str_find(text, mark);
  if (at >= 0) {
    status = str_sub(text, (size_t)at + mark.n, text.n);
    text = str_trim(str_sub(text, 0, (size_t)at));
  }
  heading(out, command, command->summary);
  buf_c(out, ".SH SYNOPSIS\n.B publish ");
  put(out, str_c(command->name));
  buf_c(out, "\n[\\fIOPTION\\fR...]");
  if (*command->arguments) buf_byte(out, ' ');
  put_arguments(out, str_c(command->arguments));
  buf_c(out, "\n.SH DESCRIPTION\n");
  paragraphs(out, text);
  buf_c(out, ".SH OPTIONS\n");
  options(out, command->bit);
  buf_c(out, ".SH EXIT STATUS\n");
  if (status.n) {
    paragraphs(out, status);
    buf_c(out, ".PP\nOtherwise:\n");
  }
  exit_list(out);
  see_also(out, command);
}
