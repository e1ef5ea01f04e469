/* completions.c -- what the scripts of all shells need of the tables of commands and options. */
#include "cli/completions_private.h"

static const char *const paths[SHELLS] = { "bash-completion/completions/publish",
                                           "zsh/site-functions/_publish",
                                           "fish/vendor_completions.d/publish.fish" };

const char completions_notice[] =
    "# Made by 'publish manual' from the tables of commands and options.\n";

const char *completions_path(Shell shell) {
  return paths[shell];
}

/* What the arguments of a command are, by their names in help. */
OptionTakes completions_argument(const Command *c) {
  Str s = str_c(c->arguments);
  if (!c->most) return TAKES_NOTHING;
  if (str_find(s, S("FILE")) >= 0 || str_find(s, S("PATH")) >= 0 || str_find(s, S("ARTICLE")) >= 0)
    return TAKES_FILE;
  if (str_find(s, S("DIR")) >= 0 || str_find(s, S("SOURCE")) >= 0) return TAKES_FOLDER;
  return TAKES_WORD;
}

/* -- families: commands of two words -- */

const char *completions_second(const Command *c) {
  const char *blank = strchr(c->name, ' ');
  return blank ? blank + 1 : NULL;
}

Str completions_first(const Command *c) {
  return str_n(c->name, strcspn(c->name, " "));
}

/* Is `i` the first command with this first word? */
bool completions_opens_family(const Command *all, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (str_eq(completions_first(&all[k]), completions_first(&all[i]))) return false;
  return true;
}

/* First words, or (family) those alone that need a second one, joined by `between`. */
void completions_first_words(Buf *out, bool family, const char *between) {
  size_t count, n = 0;
  const Command *all = command_list(&count);
  for (size_t i = 0; i < count; i++) {
    if (!completions_opens_family(all, i) || (family && !completions_second(&all[i]))) continue;
    if (n++) buf_c(out, between);
    buf_str(out, completions_first(&all[i]));
  }
}

void completions_second_words(Buf *out, Str first, const char *between) {
  size_t count, n = 0;
  const Command *all = command_list(&count);
  for (size_t i = 0; i < count; i++) {
    if (!completions_second(&all[i]) || !str_eq(completions_first(&all[i]), first)) continue;
    if (n++) buf_c(out, between);
    buf_c(out, completions_second(&all[i]));
  }
}

/* -- options -- */

/* "-C|--directory|-j|--jobs": every option whose value may be the next word. */
void completions_with_values(Buf *out, const char *between) {
  OptionRow row;
  size_t n = 0;
  for (size_t i = 0; option_row(&row, i, COMMAND_ANY); i++) {
    if (!row.name || row.takes == TAKES_NOTHING || row.maybe) continue;
    if (row.letter) buf_printf(out, "%s-%c", n++ ? between : "", row.letter);
    buf_printf(out, "%s--%s", n++ ? between : "", row.name);
  }
}

void completions_choices(Buf *out, const OptionRow *row, CommandBit bit) {
  for (size_t i = 0, n = 0; row->choices[i]; i++)
    if (option_choice(row, row->choices[i], bit))
      buf_printf(out, "%s%s", n++ ? " " : "", row->choices[i]);
}

/* The help of an option without what stands in brackets. */
Str completions_brief(const OptionRow *row) {
  Str s = str_c(row->help);
  long at = str_find(s, S(" ("));
  return at > 0 ? str_sub(s, 0, (size_t)at) : s;
}

/* -- text -- */

/* Between single quotes; '\\' goes before what `special` names. */
void completions_quoted(Buf *out, Str s, const char *special, const char *quote) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '\'') {
      buf_c(out, quote);
      continue;
    }
    if (s.p[i] == '\\' || strchr(special, s.p[i])) buf_byte(out, '\\');
    buf_byte(out, s.p[i]);
  }
}

void completions(Buf *out, Shell shell) {
  void (*const scripts[SHELLS])(Buf *) = { completions_bash, completions_zsh, completions_fish };
  scripts[shell](out);
}
