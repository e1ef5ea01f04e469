/* plugin_new.c -- `publish plugin new NAME`: a plugin that works, with a test that passes. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/report.h"
#include "cli/table.h"
#include "embed/embed.h"
#include "repo/repo.h"

static const char from[] = "src/embed/skeleton/";
static const char *const kinds[] = { "page",  "scan",  "transform", "render",
                                     "pages", "files", "check" };
enum { KINDS = sizeof kinds / sizeof kinds[0], NAME_MOST = 40 };

static bool built_in(Str name) {
  Arena a = { 0 };
  Str path = arena_printf(&a, "plugins/%.*s/init.lua", STR(name));
  bool found = false;
  for (size_t i = 0; i < embed_count_files(); i++)
    found = found || str_eq(embed_file(i).path, path);
  arena_free(&a);
  return found;
}

/* What the name could be: lower case, with '-' for what is not allowed. */
static Str better(Arena *a, Str name) {
  Buf text = { 0 };
  for (size_t i = 0; i < name.n && text.n < NAME_MOST; i++) {
    char c = name.p[i];
    bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z');
    if (letter || (c >= '0' && c <= '9' && text.n))
      buf_byte(&text, (char)(upper ? c | 0x20 : c));
    else if (text.n && text.p[text.n - 1] != '-')
      buf_byte(&text, '-');
  }
  while (text.n && text.p[text.n - 1] == '-') text.n--;
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

static bool check_name(Cli *c, Str name) {
  Str good = better(&c->arena, name);
  if (!name.n || !str_eq(good, name)) {
    Diag *r = usage_error(&c->diags, P_PLUGIN_NEW, "such as word-count",
                          "a plugin's name has small letters, digits and '-', begins with a letter "
                          "and has at most %d characters: '%.*s' does not",
                          NAME_MOST, STR(name));
    if (good.n) diag_help(&c->diags, r, "'publish plugin new %.*s' would do", STR(good));
    return false;
  }
  if (built_in(name)) {
    usage_error(
        &c->diags, P_PLUGIN_NEW,
        "choose another name; to change a built-in plugin, copy its folder from the sources",
        "there is a built-in plugin '%.*s', which yours would replace", STR(name));
    return false;
  }
  return true;
}

static bool find_kind(Cli *c, Str *kind) {
  Str names[KINDS], hook = c->options.hook;
  *kind = S("page");
  for (size_t i = 0; i < KINDS; i++) {
    names[i] = str_c(kinds[i]);
    if (str_eq(hook, names[i])) *kind = names[i];
  }
  if (!hook.n || str_eq(*kind, hook)) return true;
  Diag *r = usage_error(&c->diags, P_USAGE_VALUE,
                        "there are page, scan, transform, render, pages, files and check",
                        "there is no skeleton for the hook '%.*s'", STR(hook));
  Str near = str_nearest(hook, names, KINDS);
  if (near.n) diag_help(&c->diags, r, "did you mean '%.*s'?", STR(near));
  return false;
}

/* NAME, wherever it stands, becomes the plugin's name. */
static Str named(Arena *a, Str text, Str name) {
  Buf out = { 0 };
  for (long at; (at = str_find(text, S("NAME"))) >= 0;) {
    buf_str(&out, str_sub(text, 0, (size_t)at));
    buf_str(&out, name);
    text = str_sub(text, (size_t)at + 4, text.n);
  }
  buf_str(&out, text);
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

typedef struct {
  Str root;   /* of the repository, with a slash at its end; "" = not in one */
  Str folder; /* of the plugin, from there */
} Place;

/* Outside of a repository the plugin gets a folder here: it may become one of its own. */
static bool find_place(Cli *c, Str name, Place *place) {
  Repo *repo = NULL;
  if (!repo_open_if_any(&repo, ".", &c->diags)) return false;
  bool found = repo != NULL;
  Str root = found ? arena_str(&c->arena, repo_workdir(repo)) : S("");
  repo_close(repo);
  *place = (Place){ root, root.n ? arena_printf(&c->arena, "plugins/%.*s", STR(name)) : name };
  if (found && !root.n) {
    diag_machine(&c->diags, P_REPO_BARE, "run in a clone with a work tree",
                 "a bare repository has no folder for a plugin");
    return false;
  }
  Str path = arena_printf(&c->arena, "%.*s%.*s", STR(root), STR(place->folder));
  if (!file_exists(path.p)) return true;
  usage_error(&c->diags, P_PLUGIN_NEW, "choose another name, or delete it",
              "%.*s is there already, and nothing is overwritten", STR(place->folder));
  return false;
}

static bool write_one(Cli *c, const Place *place, Str below, Str bytes) {
  Str path = arena_printf(&c->arena, "%.*s%.*s", STR(place->root), STR(below));
  if (!file_stays(place->root, below, &c->diags) || !file_write(path.p, bytes, &c->diags))
    return false;
  if (c->json) {
    json_open(&c->out, "file");
    json_text(&c->out, "path", below);
    json_close(&c->out);
  } else if (!c->options.quiet) {
    buf_c(&c->out, "wrote ");
    show(&c->out, below);
    buf_byte(&c->out, '\n');
  }
  return true;
}

static bool write_all(Cli *c, const Place *place, Str name, Str kind) {
  Arena *a = &c->arena;
  for (size_t i = 0; i < embed_count_files(); i++) {
    EmbedFile f = embed_file(i);
    if (!str_starts(f.path, str_c(from))) continue;
    Str rest = str_sub(f.path, sizeof from - 1, f.path.n);
    Str bytes = named(a, f.bytes, name), path;
    if (str_eqc(rest, "luarc.json")) {
      path = place->root.n ? S(".luarc.json") : arena_printf(a, "%.*s/.luarc.json", STR(name));
      if (file_exists(arena_printf(a, "%.*s%.*s", STR(place->root), STR(path)).p)) continue;
    } else if (str_eqc(rest, "README.md")) {
      path = arena_printf(a, "%.*s/README.md", STR(place->folder));
    } else if (str_starts(rest, kind) && rest.n > kind.n && rest.p[kind.n] == '/') {
      Str below = named(a, str_sub(rest, kind.n + 1, rest.n), name);
      path = arena_printf(a, "%.*s/%.*s", STR(place->folder), STR(below));
    } else {
      continue;
    }
    if (!write_one(c, place, path, bytes)) return false;
  }
  return true;
}

/* Three commands to go on with: the first that this program has. */
static void next_steps(Cli *c, const Place *place, Str name) {
  Arena *a = &c->arena;
  const struct {
    const char *command;
    Str line;
    const char *what;
  } steps[] = {
    { "plugin test",
      place->root.n ? arena_printf(a, "publish plugin test %.*s", STR(name))
                    : arena_printf(a, "cd %.*s && publish plugin test", STR(name)),
      "run its first test: it passes" },
    { "plugin test",
      place->root.n ? arena_printf(a, "publish plugin test %.*s --update", STR(name))
                    : S("publish plugin test --update"),
      "after a change: keep what comes out" },
    { place->root.n ? "plugin try" : "",
      arena_printf(a, "publish plugin try %.*s ARTICLE", STR(name)),
      "an article before and after it" },
    { place->root.n ? "plugin types" : "", S("publish plugin types"),
      "completion and help in the editor" },
    { place->root.n ? "plugin list" : "", S("publish plugin list"),
      "where it stands among the others" },
  };
  size_t left = 3;
  Buf *out = &c->out;
  buf_c(out, "\nNext:\n");
  for (size_t i = 0; i < sizeof steps / sizeof steps[0] && left; i++) {
    if (!command_named(str_c(steps[i].command))) continue;
    buf_printf(out, "  %.*s\n      %s\n", STR(steps[i].line), steps[i].what);
    left--;
  }
}

bool command_plugin_new(Cli *c) {
  Str name = c->options.args[0], kind;
  Place place;
  if (!check_name(c, name) || !find_kind(c, &kind) || !find_place(c, name, &place)) return false;
  if (!write_all(c, &place, name, kind)) {
    /* There was none before, and half a plugin is of no use. */
    buf_clear(&c->out);
    folder_remove(arena_printf(&c->arena, "%.*s%.*s", STR(place.root), STR(place.folder)));
    return false;
  }
  if (!c->json && !c->options.quiet) next_steps(c, &place, name);
  return true;
}
