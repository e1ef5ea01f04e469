/* lost.c -- names of files. */
#include "plugin/lost.h"

int lost_rank(Str path) {
  static const char *const usual[] = { "main.lua", "index.lua", "plugin.lua", "init.luau" };
  if (str_eq_nocase(path, S("init.lua"))) return 3;
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
    if (str_eq_nocase(path, str_c(usual[i]))) return 2;
  return str_ends(path, S(".lua")) && !str_starts(path, S("tests/"));
}
