/* select.c -- from arguments to articles. */
#include "cli/select.h"

#include "data/match.h"

/* "../b/./c" counted from the folder "a/": "b/c". */
Str select_path(Arena *a, Str folder, Str given) {
  Str parts[128], rest = given, part;
  size_t n = 0, limit = sizeof parts / sizeof parts[0];
  bool absolute = str_starts(given, S("/"));
  Str start = absolute ? S("") : folder;
  for (int side = 0; side < 2; side++) {
    rest = side ? given : start;
    while (rest.n && str_split(&rest, '/', &part)) {
      if (!part.n || str_eqc(part, ".")) continue;
      if (str_eqc(part, ".."))
        n -= n > 0;
      else if (n < limit)
        parts[n++] = part;
    }
  }
  Buf out = { 0 };
  for (size_t i = 0; i < n; i++) {
    if (i) buf_byte(&out, '/');
    buf_str(&out, parts[i]);
  }
  Str path = buf_dup(&out, a);
  buf_free(&out);
  return path;
}

static bool covers(Str pattern, Str path) {
  if (!pattern.n) return true;
  if (str_starts(path, pattern) && (path.n == pattern.n || path.p[pattern.n] == '/')) return true;
  return !glob_problem(pattern) && glob_match(pattern, path);
}

bool select_wants(Select *s, Str path) {
  const Options *o = &s->c->options;
  bool found = o->arg_count == 0;
  for (size_t i = 0; i < o->arg_count; i++) {
    Str plain = o->args[i];
    if (str_starts(plain, S("./"))) plain = str_sub(plain, 2, plain.n);
    if (!covers(s->paths[i], path) && !(plain.n && covers(plain, path))) continue;
    s->matched[i] = found = true;
  }
  return found;
}

bool select_end(Select *s, const BuildRow *rows, size_t count) {
  const Options *o = &s->c->options;
  bool ok = true;
  for (size_t i = 0; i < o->arg_count; i++) {
    if (s->matched[i]) continue;
    Str *names = ARENA_ARRAY(&s->c->arena, count, Str);
    for (size_t k = 0; k < count; k++) names[k] = rows[k].path;
    Str near = str_nearest(s->paths[i], names, count);
    Diag *r =
        usage_error(&s->c->diags, P_USAGE_PATH, NULL, "no article matches '%.*s'", STR(o->args[i]));
    if (near.n) diag_help(&s->c->diags, r, "did you mean '%.*s'?", STR(near));
    ok = false;
  }
  return ok;
}

void select_begin(Select *s, Cli *c, const Repo *repo) {
  const Options *o = &c->options;
  *s = (Select){ .c = c };
  s->paths = ARENA_ARRAY(&c->arena, o->arg_count, Str);
  s->matched = ARENA_ARRAY(&c->arena, o->arg_count, bool);
  for (size_t i = 0; i < o->arg_count; i++)
    s->paths[i] = select_path(&c->arena, repo_prefix(repo), o->args[i]);
}
