/* completions_fish.c -- the frame of the script for fish, filled from the tables. */
#include "cli/completions_private.h"

static const char fish_frame[] =
    "%s\n"
    "# The words before the cursor that are neither options nor their values.\n"
    "function __publish_words\n"
    "    set -l skip\n"
    "    set -l ended\n"
    "    for word in (commandline -opc)[2..-1]\n"
    "        if test -n \"$skip\"\n"
    "            set skip\n"
    "            continue\n"
    "        end\n"
    "        if test -z \"$ended\"\n"
    "            switch $word\n"
    "                case --\n"
    "                    set ended 1\n"
    "                    continue\n"
    "                case %s\n"
    "                    set skip 1\n"
    "                    continue\n"
    "                case '-*'\n"
    "                    continue\n"
    "            end\n"
    "        end\n"
    "        echo -- $word\n"
    "    end\n"
    "end\n\n"
    "# Is one of the arguments the command so far? '' is none.\n"
    "function __publish_in\n"
    "    set -l words (__publish_words)\n"
    "    set -l name \"$words[1]\"\n"
    "    switch $name\n"
    "        case %s\n"
    "            test (count $words) -gt 1; and set name \"$words[1] $words[2]\"\n"
    "    end\n"
    "    contains -- $name $argv\n"
    "end\n\n"
    "# Does 'help' still need the word behind these?\n"
    "function __publish_help\n"
    "    set -l words (__publish_words)\n"
    "    test \"$words[1..-1]\" = \"help$argv\"\n"
    "end\n\n"
    "complete -c publish -f\n";

static void fish_words(Buf *out) {
  size_t count;
  const Command *all = command_list(&count);
  for (size_t i = 0; i < count; i++) {
    Str first = completions_first(&all[i]);
    const char *second = completions_second(&all[i]);
    if (completions_opens_family(all, i)) {
      for (int help = 0; help < 2; help++) {
        buf_printf(out, "complete -c publish -n \"__publish_%s\" -a %.*s -d '",
                   help ? "help ''" : "in ''", STR(first));
        if (second)
          completions_second_words(out, first, ", ");
        else
          completions_quoted(out, str_c(all[i].summary), "", "\\'");
        buf_c(out, "'\n");
      }
    }
    for (int help = 0; second && help < 2; help++) {
      if (help)
        buf_printf(out, "complete -c publish -n \"__publish_help ' %.*s'\"", STR(first));
      else
        buf_printf(out, "complete -c publish -n \"__publish_in %.*s\"", STR(first));
      buf_printf(out, " -a %s -d '", second);
      completions_quoted(out, str_c(all[i].summary), "", "\\'");
      buf_c(out, "'\n");
    }
  }
  buf_c(out, "complete -c publish -n \"__publish_help ''\" -a codes -d 'list all codes'\n");
}

/* Those of no command yet are those of build. */
static void fish_option(Buf *out, const OptionRow *row, const Command *c) {
  buf_printf(out, "complete -c publish -n \"__publish_in%s '%s'\" -l %s",
             c->bit == COMMAND_BUILD ? " ''" : "", c->name, row->name);
  if (row->letter) buf_printf(out, " -s %c", row->letter);
  if (row->takes == TAKES_FILE) buf_c(out, " -r -F");
  if (row->takes == TAKES_FOLDER) buf_c(out, " -x -a '(__fish_complete_directories)'");
  if (row->takes == TAKES_WORD && !row->maybe) buf_c(out, " -x");
  if (row->takes == TAKES_CHOICE) {
    buf_c(out, " -x -a '");
    completions_choices(out, row, c->bit);
    buf_c(out, "'");
  }
  buf_c(out, " -d '");
  completions_quoted(out, completions_brief(row), "", "\\'");
  buf_c(out, "'\n");
}

void completions_fish(Buf *out) {
  size_t count;
  const Command *all = command_list(&count);
  Buf values = { 0 }, families = { 0 };
  completions_with_values(&values, " ");
  completions_first_words(&families, true, " ");
  buf_printf(out, fish_frame, completions_notice, buf_z(&values), buf_z(&families));
  fish_words(out);
  for (size_t i = 0; i < count; i++) {
    OptionRow row;
    OptionTakes takes = completions_argument(&all[i]);
    for (size_t k = 0; option_row(&row, k, all[i].bit); k++)
      if (row.name) fish_option(out, &row, &all[i]);
    if (takes == TAKES_FILE)
      buf_printf(out, "complete -c publish -n \"__publish_in '%s'\" -F\n", all[i].name);
    if (takes == TAKES_FOLDER)
      buf_printf(
          out, "complete -c publish -n \"__publish_in '%s'\" -a '(__fish_complete_directories)'\n",
          all[i].name);
  }
  buf_free(&values);
  buf_free(&families);
}
