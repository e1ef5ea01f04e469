/* completions_zsh.c -- the frame of the script for zsh, filled from the tables. */
#include "cli/completions_private.h"

static const char zsh_words[] =
    "#compdef publish\n%s\n"
    "_publish() {\n"
    "  local word first= name= ended= i\n"
    "  local -a rest found\n"
    "  # The command: the first words that are neither options nor their values.\n"
    "  for (( i = 2; i < CURRENT; i++ )); do\n"
    "    word=${words[i]}\n"
    "    if [[ -z $ended ]]; then\n"
    "      case $word in\n"
    "        (--) ended=1; continue ;;\n"
    "        (%s) (( i++ )); continue ;;\n"
    "        (-*) continue ;;\n"
    "      esac\n"
    "    fi\n"
    "    if [[ -n $name ]]; then rest+=(\"$word\")\n"
    "    elif [[ -n $first ]]; then name=\"$first $word\"\n"
    "    else\n"
    "      case $word in\n"
    "        (%s) first=$word ;;\n"
    "        (*) name=$word ;;\n"
    "      esac\n"
    "    fi\n"
    "  done\n";

static void zsh_words_of(Buf *out, Str first) {
  size_t count;
  const Command *all = command_list(&count);
  buf_c(out, "found=(\n");
  for (size_t i = 0; i < count; i++) {
    const char *second = completions_second(&all[i]);
    if (first.n ? !second || !str_eq(completions_first(&all[i]), first)
                : !completions_opens_family(all, i))
      continue;
    buf_c(out, "      '");
    if (first.n)
      buf_c(out, second);
    else
      buf_str(out, completions_first(&all[i]));
    buf_byte(out, ':');
    if (!first.n && second)
      completions_second_words(out, completions_first(&all[i]), ", ");
    else
      completions_quoted(out, str_c(all[i].summary), ":", "'\\''");
    buf_c(out, "'\n");
  }
  buf_c(out, "    )");
}

static void zsh_option(Buf *out, const OptionRow *row, CommandBit bit) {
  const char *sign = row->takes == TAKES_NOTHING ? "" : row->maybe ? "=-" : "=";
  buf_c(out, "      '");
  if (row->letter)
    buf_printf(out, "(-%c --%s)'{-%c%s,--%s%s}'", row->letter, row->name, row->letter,
               *sign ? "+" : "", row->name, sign);
  else
    buf_printf(out, "--%s%s", row->name, sign);
  buf_byte(out, '[');
  completions_quoted(out, completions_brief(row), "[]", "'\\''");
  buf_byte(out, ']');
  if (row->value) buf_printf(out, "%s%s:", row->maybe ? "::" : ":", row->value);
  if (row->takes == TAKES_FILE) buf_c(out, "_files");
  if (row->takes == TAKES_FOLDER) buf_c(out, "_files -/");
  if (row->takes == TAKES_WORD) buf_byte(out, ' ');
  if (row->takes == TAKES_CHOICE) {
    buf_byte(out, '(');
    completions_choices(out, row, bit);
    buf_byte(out, ')');
  }
  buf_c(out, "' \\\n");
}

/* _arguments with the options; `words`: what else there is, as an action of it. */
static void zsh_arguments(Buf *out, CommandBit bit, const char *words) {
  OptionRow row;
  buf_c(out, "    _arguments -s -S \\\n");
  for (size_t i = 0; option_row(&row, i, bit); i++)
    if (row.name) zsh_option(out, &row, bit);
  buf_printf(out, "      '*:%s' ;;\n", words);
}

static const char *zsh_argument(const Command *c) {
  switch (completions_argument(c)) {
  case TAKES_NOTHING:
    return "no more arguments: ";
  case TAKES_FILE:
    return "file:_files";
  case TAKES_FOLDER:
    return "folder:_files -/";
  default:
    return "argument: ";
  }
}

static const char zsh_found[] = "command:{_describe -t commands command found}";

void completions_zsh(Buf *out) {
  size_t count;
  const Command *all = command_list(&count);
  Buf values = { 0 }, families = { 0 };
  completions_with_values(&values, "|");
  completions_first_words(&families, true, "|");
  buf_printf(out, zsh_words, completions_notice, buf_z(&values), buf_z(&families));
  /* What may follow: of `help` the words of a command. */
  buf_c(out, "  case ${${name:+${rest[1]}}:-$first} in\n    ('') ");
  zsh_words_of(out, S(""));
  buf_c(out, " ;;\n");
  for (size_t i = 0; i < count; i++) {
    if (!completions_second(&all[i]) || !completions_opens_family(all, i)) continue;
    buf_printf(out, "    (%.*s) ", STR(completions_first(&all[i])));
    zsh_words_of(out, completions_first(&all[i]));
    buf_c(out, " ;;\n");
  }
  buf_c(out, "  esac\n  case ${name:-$first} in\n    ('')\n");
  zsh_arguments(out, COMMAND_BUILD, zsh_found);
  buf_printf(out, "    (%s)\n", buf_z(&families));
  zsh_arguments(out, COMMAND_HELP, zsh_found);
  for (size_t i = 0; i < count; i++) {
    buf_printf(out, "    ('%s')\n", all[i].name);
    zsh_arguments(out, all[i].bit, all[i].bit == COMMAND_HELP ? zsh_found : zsh_argument(&all[i]));
  }
  buf_c(out, "  esac\n}\n\n_publish \"$@\"\n");
  buf_free(&values);
  buf_free(&families);
}
