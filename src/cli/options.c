/* options.c -- the parser of the command line: the table of options says what there is. */
#include "cli/commands.h"
#include "cli/options_table.h"

#include <stddef.h>
#include <stdlib.h>

enum { JOBS_MAX = 256 };

typedef struct {
  Options *out;
  Diags *d;
  int argc, at;
  char **argv;
  const OptionSpec *specs;
  size_t count;
  bool given[OPTION_SPECS];
  Str unknown[64]; /* reported when the command is known */
  size_t unknown_count;
  int after_unknown; /* index in argv behind the last unknown option */
  bool maybe_value;  /* the first word may be that option's value */
} Parse;

Diag *usage_error(Diags *d, Code code, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str message = arena_vprintf(&d->arena, format, args);
  va_end(args);
  Diag *r = diag_file(d, DIAG_ERROR, code, S(""), help, "%.*s", STR(message));
  r->blame = EXIT_USAGE;
  return r;
}

static void set_choice(Parse *p, const OptionSpec *o, int *target, Str value) {
  Str names[8] = { { 0 } };
  size_t n = 0;
  for (; o->choices[n]; n++) {
    names[n] = str_c(o->choices[n]);
    if (str_eq(names[n], value)) {
      *target = (int)n;
      return;
    }
  }
  Str near = str_nearest(value, names, n);
  Buf text = { 0 };
  buf_printf(&text, "--%s must be ", o->name);
  for (size_t i = 0; i < n; i++)
    buf_printf(&text, "%s'%s'", i == 0 ? "" : i + 1 == n ? " or " : ", ", o->choices[i]);
  buf_printf(&text, ", found '%.*s'", STR(value));
  Diag *r = usage_error(p->d, P_USAGE_VALUE, NULL, "%.*s", STR(buf_view(&text)));
  buf_free(&text);
  if (near.n) diag_help(p->d, r, "did you mean '%.*s'?", STR(near));
}

static void set_count(Parse *p, const OptionSpec *o, unsigned *target, Str value) {
  unsigned n = 0;
  bool ok = value.n > 0 && value.n <= 4;
  for (size_t i = 0; ok && i < value.n; i++) {
    ok = value.p[i] >= '0' && value.p[i] <= '9';
    n = n * 10 + (unsigned)(value.p[i] - '0');
  }
  if (ok && n >= 1 && n <= JOBS_MAX)
    *target = n;
  else
    usage_error(p->d, P_USAGE_VALUE, NULL, "--%s must be a number from 1 to %d, found '%.*s'",
                o->name, JOBS_MAX, STR(value));
}

/* It goes into a trailer, one word of many. */
static bool plain_url(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F) return false;
  return true;
}

/* `value` has p NULL when none was attached with '=' or to the letter. */
static void take(Parse *p, size_t index, Str value) {
  const OptionSpec *o = &p->specs[index];
  void *member = (char *)p->out + o->member;
  p->given[index] = true;
  if (o->kind == OPTION_FLAG) {
    if (value.p)
      usage_error(p->d, P_USAGE_VALUE, NULL, "--%s takes no value, found '%.*s'", o->name,
                  STR(value));
    *(bool *)member = true;
    return;
  }
  if (o->kind == OPTION_MAYBE && !value.p) {
    *(Str *)member = S("");
    return;
  }
  if (!value.p && p->at < p->argc) value = str_c(p->argv[p->at++]);
  if (!value.p || !value.n) {
    Diag *r = usage_error(p->d, P_USAGE_VALUE, NULL, "--%s needs a value", o->name);
    diag_help(p->d, r, o->kind == OPTION_MAYBE ? "--%s=%s, or without '='" : "--%s %s", o->name,
              o->value);
  } else if (o->kind == OPTION_TEXT && o->member == offsetof(Options, base_url) &&
             !plain_url(value)) {
    usage_error(p->d, P_USAGE_VALUE, "write %20 for a blank", "--base-url holds a blank or worse");
  } else if (o->kind == OPTION_TEXT || o->kind == OPTION_MAYBE) {
    *(Str *)member = value;
  } else if (o->kind == OPTION_COUNT) {
    set_count(p, o, member, value);
  } else {
    set_choice(p, o, member, value);
  }
}

static void unknown(Parse *p, Str option) {
  p->after_unknown = p->at;
  if (p->unknown_count < sizeof p->unknown / sizeof p->unknown[0])
    p->unknown[p->unknown_count++] = option;
}

static void long_option(Parse *p, Str argument) {
  Str name = str_sub(argument, 2, argument.n), value = { 0 };
  long equals = str_chr(name, '=');
  if (equals >= 0) {
    value = str_sub(name, (size_t)equals + 1, name.n);
    name = str_sub(name, 0, (size_t)equals);
  }
  for (size_t i = 0; i < p->count; i++) {
    if (!str_eqc(name, p->specs[i].name)) continue;
    take(p, i, value);
    return;
  }
  unknown(p, str_sub(argument, 0, name.n + 2));
}

static void short_options(Parse *p, Str argument) {
  for (size_t k = 1; k < argument.n; k++) {
    size_t i = 0;
    while (i < p->count && (!p->specs[i].letter || p->specs[i].letter != argument.p[k])) i++;
    if (i == p->count) {
      char *letter = arena_dup(&p->d->arena, "-?", 2);
      letter[1] = argument.p[k];
      unknown(p, k == 1 ? argument : str_n(letter, 2));
      return;
    }
    if (p->specs[i].kind == OPTION_FLAG) {
      take(p, i, (Str){ 0 });
      continue;
    }
    Str rest = str_sub(argument, k + 1, argument.n);
    if (str_starts(rest, S("="))) rest = str_sub(rest, 1, rest.n);
    take(p, i, k + 1 < argument.n ? rest : (Str){ 0 });
    return;
  }
}

static void report_unknown(Parse *p) {
  const Command *command = p->out->command;
  Str names[OPTION_SPECS];
  size_t n = 0;
  for (size_t i = 0; i < p->count; i++)
    if (p->specs[i].commands & command->bit) names[n++] = str_c(p->specs[i].name);
  for (size_t i = 0; i < p->unknown_count; i++) {
    Str given = p->unknown[i];
    Str word = given;
    while (str_starts(word, S("-"))) word = str_sub(word, 1, word.n);
    Diag *r = usage_error(p->d, P_USAGE_OPTION, NULL, "there is no option '%.*s'", STR(given));
    Str near = str_starts(given, S("--")) ? str_nearest(word, names, n) : S("");
    if (near.n)
      diag_help(p->d, r, "did you mean --%.*s?", STR(near));
    else
      diag_help(p->d, r, "'publish help %s' lists the options", command->name);
  }
}

/* Options that exist, but not for this command. */
static void report_misplaced(Parse *p) {
  const Command *command = p->out->command;
  size_t count;
  const Command *commands = command_list(&count);
  for (size_t i = 0; i < p->count; i++) {
    if (!p->given[i] || (p->specs[i].commands & command->bit)) continue;
    Buf owners = { 0 };
    for (size_t k = 0; k < count; k++)
      if (p->specs[i].commands & commands[k].bit)
        buf_printf(&owners, "%s'%s'", owners.n ? ", " : "", commands[k].name);
    usage_error(p->d, P_USAGE_OPTION, NULL, "--%s is no option of '%s', but of %.*s",
                p->specs[i].name, command->name, STR(buf_view(&owners)));
    buf_free(&owners);
  }
}

static void check_format(Parse *p) {
  const Options *o = p->out;
  if (!option_format_fits(o->format, o->command->bit))
    usage_error(p->d, P_USAGE_OPTION, NULL,
                "--format=%s is for 'plugin test' and 'plugin conformance'; '%s' has text, json, "
                "github and sarif",
                o->format == FORMAT_TAP ? "tap" : "junit", o->command->name);
}

/* Of names such as "plugin list" keeps the second words of those that begin with `first`. */
static size_t second_words(Str *names, size_t count, Str first) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++)
    if (str_starts(names[i], first) && names[i].n > first.n && names[i].p[first.n] == ' ')
      names[n++] = str_sub(names[i], first.n + 1, names[i].n);
  return n;
}

/* The command named by the first one or two words; moves past them. */
static void find_command(Parse *p, Str *words, size_t count) {
  Options *o = p->out;
  size_t commands, used = 0;
  const Command *list = command_list(&commands);
  const Command *found = count ? NULL : command_named(S("build"));
  for (size_t i = 0; count && i < commands; i++) {
    Str name = str_c(list[i].name), second = { 0 }, first;
    str_split(&name, ' ', &first);
    second = name.p ? name : (Str){ 0 };
    if (!str_eq(first, words[0])) continue;
    if (second.p && (count < 2 || !str_eq(second, words[1]))) continue;
    found = &list[i];
    used = second.p ? 2 : 1;
    break;
  }
  if (!found && p->maybe_value) {
    found = command_named(S("build"));
    used = count;
  } else if (!found) {
    Str names[64], near;
    size_t n = 0;
    bool family = false;
    for (size_t i = 0; i < commands && n < 64; i++) {
      Str name = str_c(list[i].name), first;
      names[n++] = name;
      str_split(&name, ' ', &first);
      family = family || (name.p && str_eq(first, words[0]));
    }
    Diag *r;
    if (family && count < 2) {
      r = usage_error(p->d, P_USAGE_COMMAND, NULL, "'%.*s' needs a second word", STR(words[0]));
      near = S("");
      for (size_t i = 0; i < n && !near.n; i++)
        if (str_starts(names[i], words[0]) && names[i].n > words[0].n &&
            names[i].p[words[0].n] == ' ')
          near = names[i];
    } else {
      Str both = words[0];
      if (family) both = arena_printf(&p->d->arena, "%.*s %.*s", STR(words[0]), STR(words[1]));
      r = usage_error(p->d, P_USAGE_COMMAND, NULL, "there is no command '%.*s'", STR(both));
      if (family) n = second_words(names, n, words[0]);
      near = str_nearest(family ? words[1] : both, names, n);
      if (family && near.n)
        near = arena_printf(&p->d->arena, "%.*s %.*s", STR(words[0]), STR(near));
    }
    if (near.n)
      diag_help(p->d, r, "did you mean 'publish %.*s'?", STR(near));
    else
      diag_help(p->d, r, "'publish help' lists the commands");
    found = command_named(S("help"));
    used = count;
    p->unknown_count = 0;
    memset(p->given, 0, sizeof p->given);
  }
  o->command = found;
  o->args = words + used;
  o->arg_count = count - used;
}

static void check_arguments(Parse *p) {
  const Options *o = p->out;
  const Command *command = o->command;
  if (o->arg_count > command->most) {
    Diag *r = usage_error(p->d, P_USAGE, NULL, "'%s' does not take the argument '%.*s'",
                          command->name, STR(o->args[command->most]));
    diag_help(p->d, r, "publish %s%s%s", command->name, *command->arguments ? " " : "",
              command->arguments);
  } else if (o->arg_count < command->least) {
    Diag *r = usage_error(p->d, P_USAGE, NULL, "'%s' needs an argument", command->name);
    diag_help(p->d, r, "publish %s %s", command->name, command->arguments);
  }
}

bool options_parse(Options *out, Arena *a, int argc, char **argv, Diags *d) {
  *out = (Options){ .command = command_named(S("build")) };
  Parse p = { .out = out, .d = d, .argc = argc, .at = argc ? 1 : 0, .argv = argv };
  p.specs = option_specs(&p.count);
  Str *words = ARENA_ARRAY(a, (size_t)(argc > 0 ? argc : 1), Str);
  size_t count = 0, errors = d->errors;
  bool ended = false;
  while (p.at < argc) {
    Str argument = str_c(argv[p.at++]);
    if (ended || argument.n < 2 || argument.p[0] != '-') {
      if (!count) p.maybe_value = p.unknown_count && p.after_unknown == p.at - 1;
      words[count++] = argument;
    } else if (str_eqc(argument, "--"))
      ended = true;
    else if (argument.p[1] == '-')
      long_option(&p, argument);
    else
      short_options(&p, argument);
  }
  if (out->version) {
    out->command = command_named(S("version"));
    return d->errors == errors;
  }
  find_command(&p, words, count);
  if (out->help) {
    /* `publish build --help` is `publish help build`. */
    Str *topic = ARENA_NEW(a, Str);
    *topic = str_c(out->command->name);
    if (out->command->bit != COMMAND_HELP || !out->arg_count) {
      out->args = topic;
      out->arg_count = count ? 1 : 0;
    }
    out->command = command_named(S("help"));
    return d->errors == errors;
  }
  report_unknown(&p);
  report_misplaced(&p);
  check_format(&p);
  if (d->errors == errors) check_arguments(&p);
  return d->errors == errors;
}
