/* completions_bash.c -- the frame of the script for bash, filled from the tables. */
#include "cli/completions_private.h"

static const char bash_frame[] =
    "_publish() {\n"
    "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
    "  local first= name= ended= lead= i word values= options= takes=\n"
    "  local -a rest=()\n"
    "  COMPREPLY=()\n"
    "  # '=' is a word of its own, unless COMP_WORDBREAKS was changed.\n"
    "  if [[ $cur == '=' ]]; then\n"
    "    cur=\n"
    "  elif [[ $prev == '=' ]]; then\n"
    "    prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "  elif [[ $cur == --*=* ]]; then\n"
    "    prev=${cur%%=*} cur=${cur#*=} lead=$prev=\n"
    "  fi\n";

static const char bash_words[] =
    "  # The command: the first words that are neither options nor their values.\n"
    "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "    word=${COMP_WORDS[i]}\n"
    "    if [[ ! $ended ]]; then\n"
    "      case $word in\n"
    "      --) ended=1; continue ;;\n"
    "      %s)\n"
    "        [[ ${COMP_WORDS[i+1]} == '=' ]] && ((i++))\n"
    "        ((i++)); continue ;;\n"
    "      =) ((i++)); continue ;;\n"
    "      -*) continue ;;\n"
    "      esac\n"
    "    fi\n"
    "    if [[ $name ]]; then rest+=(\"$word\")\n"
    "    elif [[ $first ]]; then name=\"$first $word\"\n"
    "    else\n"
    "      case $word in\n"
    "      %s) first=$word ;;\n"
    "      *) name=$word ;;\n"
    "      esac\n"
    "    fi\n"
    "  done\n";

static const char bash_end[] =
    "  if [[ ! $ended ]]; then\n"
    "    case $prev in\n"
    "%s"
    "    %s) return ;;\n"
    "    esac\n"
    "    if [[ $lead ]]; then return; fi\n"
    "    if [[ $cur == -* ]]; then\n"
    "      mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\"); return\n"
    "    fi\n"
    "  fi\n"
    "  case $takes in\n"
    "  files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") "
    ";;\n"
    "  folders) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") "
    ";;\n"
    "  ?*) mapfile -t COMPREPLY < <(compgen -W \"$takes\" -- \"$cur\") ;;\n"
    "  esac\n"
    "}\n"
    "complete -F _publish publish\n";

static void bash_options(Buf *out, CommandBit bit) {
  OptionRow row;
  buf_c(out, " options='");
  for (size_t i = 0, n = 0; option_row(&row, i, bit); i++) {
    if (!row.name) continue;
    if (row.letter) buf_printf(out, "%s-%c", n++ ? " " : "", row.letter);
    buf_printf(out, "%s--%s", n++ ? " " : "", row.name);
  }
  buf_c(out, "'");
  for (size_t i = 0; option_row(&row, i, bit); i++) {
    if (!row.name || row.takes != TAKES_CHOICE || strcmp(row.name, "format") != 0) continue;
    buf_c(out, " values='");
    completions_choices(out, &row, bit);
    buf_c(out, "'");
  }
}

static void bash_takes(Buf *out, const Command *c) {
  OptionTakes takes = completions_argument(c);
  if (takes == TAKES_FILE) buf_c(out, " takes=files");
  if (takes == TAKES_FOLDER) buf_c(out, " takes=folders");
}

static void bash_values(Buf *out) {
  OptionRow row;
  for (size_t i = 0; option_row(&row, i, COMMAND_ANY); i++) {
    if (!row.name || row.maybe) continue;
    if (row.takes != TAKES_FILE && row.takes != TAKES_FOLDER && row.takes != TAKES_CHOICE) continue;
    buf_c(out, "    ");
    if (row.letter) buf_printf(out, "-%c|", row.letter);
    buf_printf(out, "--%s)\n", row.name);
    if (row.takes != TAKES_CHOICE) {
      buf_printf(
          out,
          "      compopt -o filenames 2>/dev/null\n"
          "      mapfile -t COMPREPLY < <(compgen -%c -P \"$lead\" -- \"$cur\"); return ;;\n",
          row.takes == TAKES_FILE ? 'f' : 'd');
      continue;
    }
    buf_c(out, "      mapfile -t COMPREPLY < <(compgen -P \"$lead\" -W ");
    if (strcmp(row.name, "format") == 0) {
      buf_c(out, "\"$values\"");
    } else {
      buf_byte(out, '\'');
      completions_choices(out, &row, COMMAND_ANY);
      buf_byte(out, '\'');
    }
    buf_c(out, " -- \"$cur\"); return ;;\n");
  }
}

void completions_bash(Buf *out) {
  size_t count;
  const Command *all = command_list(&count);
  Buf values = { 0 }, families = { 0 }, files = { 0 };
  completions_with_values(&values, "|");
  completions_first_words(&families, true, "|");
  buf_c(out, completions_notice);
  buf_c(out, bash_frame);
  buf_printf(out, bash_words, buf_z(&values), buf_z(&families));
  buf_c(out, "  case ${name:-$first} in\n  '')");
  bash_options(out, COMMAND_BUILD);
  buf_c(out, " takes='");
  completions_first_words(out, false, " ");
  buf_c(out, "' ;;\n");
  for (size_t i = 0; i < count; i++) {
    if (completions_second(&all[i]) && completions_opens_family(all, i)) {
      buf_printf(out, "  %.*s)", STR(completions_first(&all[i])));
      bash_options(out, COMMAND_HELP);
      buf_c(out, " takes='");
      completions_second_words(out, completions_first(&all[i]), " ");
      buf_c(out, "' ;;\n");
    }
    buf_printf(out, "  '%s')", all[i].name);
    bash_options(out, all[i].bit);
    bash_takes(out, &all[i]);
    if (all[i].bit == COMMAND_HELP) {
      buf_c(out, "\n    case ${#rest[@]}${rest[0]} in\n    0) takes='");
      completions_first_words(out, false, " ");
      buf_c(out, " codes' ;;\n");
      for (size_t k = 0; k < count; k++) {
        if (!completions_second(&all[k]) || !completions_opens_family(all, k)) continue;
        buf_printf(out, "    1%.*s) takes='", STR(completions_first(&all[k])));
        completions_second_words(out, completions_first(&all[k]), " ");
        buf_c(out, "' ;;\n");
      }
      buf_c(out, "    esac");
    }
    buf_c(out, " ;;\n");
  }
  buf_c(out, "  esac\n");
  bash_values(&files);
  buf_printf(out, bash_end, buf_z(&files), buf_z(&values));
  buf_free(&values);
  buf_free(&families);
  buf_free(&files);
}
