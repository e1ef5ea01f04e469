/* plugin_update.c -- `publish plugin update [NAME] [--to=REV] [--apply]`.
 *
 * Shows first, writes on request. What was changed here since the plugin came is
 * compared with its digest, and stays. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/diff.h"
#include "cli/plugin_about.h"
#include "cli/plugin_origin.h"
#include "cli/plugin_place.h"
#include "cli/report.h"
#include "cli/table.h"

#include <dirent.h>
#include <stdlib.h>

typedef struct {
  Cli *c;
  PluginPlace *place;
  Str name;
  PluginOrigin origin;
  MemoryFile *files; /* that are here */
  size_t count;
  bool modified;
  PluginSource fresh;
  PluginAbout about;
} Update;

static bool read_here(Update *u, bool *there) {
  Cli *c = u->c;
  Str folder = plugin_place_folder(u->place, u->name), text;
  Str path = arena_printf(&c->arena, "%.*s/" ORIGIN_FILE, STR(folder));
  *there = false;
  if (!file_exists(path.p)) return true;
  if (!file_stays(u->place->root,
                  arena_printf(&c->arena, "plugins/%.*s/" ORIGIN_FILE, STR(u->name)), &c->diags))
    return false;
  if (!file_read(&text, &c->arena, path.p, 1 << 16, &c->diags)) return false;
  if (!origin_read(&u->origin, text)) {
    diag_file(&c->diags, DIAG_ERROR, P_PLUGIN_SOURCE,
              arena_printf(&c->arena, "plugins/%.*s/" ORIGIN_FILE, STR(u->name)),
              "take it from history again, or delete the folder and add the plugin anew",
              "does not say where the plugin came from");
    return false;
  }
  if (!folder_read_whole(&u->files, &u->count, &c->arena, folder, &c->diags)) return false;
  u->modified = !str_eq(origin_digest(&c->arena, u->files, u->count), u->origin.digest);
  *there = true;
  return true;
}

/* The origin is a file like any other: it is judged as the command line is. */
static bool fetch(Update *u) {
  Cli *c = u->c;
  Arena *a = &c->arena;
  Str revision = c->options.to.n ? c->options.to : u->origin.revision;
  Str place = plugin_is_address(u->origin.source)
                  ? u->origin.source
                  : plugin_place_absolute(u->place, u->origin.source);
  Str text = revision.n ? arena_printf(a, "%.*s@%.*s", STR(place), STR(revision)) : place;
  PluginSpec spec;
  return plugin_spec(&spec, text, a, &c->diags) &&
         plugin_source(&u->fresh, &spec, u->name, a, &c->diags) &&
         plugin_about(&u->about, &u->fresh, a, &c->diags);
}

/* Appends the difference of all files; false when there is none. */
static bool difference(Update *u, Buf *out) {
  size_t i = 0, k = 0, before = out->n;
  Arena *a = &u->c->arena;
  while (i < u->count || k < u->fresh.count) {
    const MemoryFile *old = i < u->count ? &u->files[i] : NULL;
    const MemoryFile *new = k < u->fresh.count ? &u->fresh.files[k] : NULL;
    int order = !old ? 1 : !new ? -1 : str_cmp(old->path, new->path);
    Str path = order <= 0 ? old->path : new->path;
    Str name = arena_printf(a, "plugins/%.*s/%.*s", STR(u->name), STR(path));
    diff_unified(out, order <= 0 ? arena_printf(a, "a/%.*s", STR(name)) : S("/dev/null"),
                 order >= 0 ? arena_printf(a, "b/%.*s", STR(name)) : S("/dev/null"),
                 order <= 0 ? old->bytes : S(""), order >= 0 ? new->bytes : S(""));
    if ((order < 0 && !old->bytes.n) || (order > 0 && !new->bytes.n))
      buf_printf(out, "%s empty file %.*s\n", order < 0 ? "removed" : "new", STR(name));
    i += order <= 0;
    k += order >= 0;
  }
  return out->n > before;
}

static Str version_text(Update *u, Str revision, Str commit) {
  if (!commit.n) return S("the folder");
  return arena_printf(&u->c->arena, "%.*s, commit %.12s", STR(revision), commit.p);
}

/* May it be replaced? Names what was changed here. */
static bool may_replace(Update *u, bool *yes) {
  Cli *c = u->c;
  bool committed = false;
  *yes = true;
  if (!u->modified) return true;
  if (!plugin_place_committed(&committed, u->place, u->name, u->files, u->count, &c->diags))
    return false;
  *yes = c->options.force && committed;
  if (*yes || !c->options.apply) return true;
  Diag *r = diag_file(&c->diags, DIAG_ERROR, P_PLUGIN_LOCAL,
                      arena_printf(&c->arena, "plugins/%.*s", STR(u->name)), NULL,
                      "was changed here since it was added: not replaced");
  diag_help(&c->diags, r, "%s",
            committed ? "the changes are committed: --force replaces them, and history keeps them"
                      : "commit the changes and add --force: then history keeps them");
  return true;
}

static void print(Update *u, const char *result, Str diff) {
  Cli *c = u->c;
  Buf *out = &c->out;
  Str revision = c->options.to.n ? c->options.to : u->origin.revision;
  Str was = version_text(u, u->origin.revision, u->origin.commit);
  Str is = version_text(u, revision, u->fresh.commit);
  if (c->json) {
    json_open(out, "plugin");
    json_text(out, "result", str_c(result));
    plugin_about_json(c, &u->about, &u->fresh);
    buf_printf(out, ",\"modified\":%s", u->modified ? "true" : "false");
    json_text(out, "was", was);
    json_text(out, "is", is);
    json_text(out, "diff", diff);
    json_close(out);
    return;
  }
  if (c->options.quiet) return;
  buf_str(out, diff);
  show(out, u->name);
  if (str_eqc(str_c(result), "current")) {
    buf_c(out, ": up to date (");
    show(out, is);
    buf_printf(out, ")%s\n", u->modified ? ", with changes of your own" : "");
    return;
  }
  buf_c(out, ": ");
  show(out, was);
  buf_c(out, " -> ");
  show(out, is);
  buf_printf(out, ": %s\n", result);
  if (!str_eqc(str_c(result), "shown")) return;
  buf_printf(out, "  publish plugin update %.*s%s", STR(u->name), c->options.to.n ? " --to " : "");
  show(out, c->options.to);
  buf_c(out, " --apply\n");
}

static bool update_one(Update *u) {
  Cli *c = u->c;
  Buf diff = { 0 };
  bool yes = false;
  if (!fetch(u)) return false;
  bool differs = difference(u, &diff);
  Str digest = origin_digest(&c->arena, u->fresh.files, u->fresh.count);
  /* With changes of one's own only, there is nothing to bring. */
  bool moved = !str_eq(digest, u->origin.digest) || c->options.force;
  bool write = differs && moved && c->options.apply;
  if (u->modified)
    diag_file(&c->diags, DIAG_NOTE, P_PLUGIN_LOCAL,
              arena_printf(&c->arena, "plugins/%.*s", STR(u->name)), NULL,
              "is not as it was added: the difference holds local changes, too");
  bool ok = !write || may_replace(u, &yes);
  const char *result = !differs || !moved ? "current" : write && yes ? "updated" : "shown";
  if (ok && write && yes) {
    PluginOrigin origin = u->origin;
    origin.revision = c->options.to.n ? c->options.to : origin.revision;
    origin.commit = u->fresh.commit;
    origin.digest = digest;
    origin.api = 1;
    ok = plugin_place_write(u->place, u->name, u->fresh.files, u->fresh.count,
                            origin_text(&c->arena, &origin), true, &c->diags);
  }
  if (ok && differs && moved) plugin_about_print(c, &u->about, &u->fresh);
  if (ok) print(u, result, differs && (moved || u->modified) ? buf_view(&diff) : S(""));
  buf_free(&diff);
  return ok;
}

static int by_text(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

static size_t names_here(Update *u, Str **names) {
  Arena *a = &u->c->arena;
  size_t count = 0, cap = 0;
  DIR *dir = opendir(arena_printf(a, "%.*splugins", STR(u->place->root)).p);
  *names = NULL;
  for (struct dirent *e; dir && (e = readdir(dir));) {
    Str name = arena_str(a, str_c(e->d_name));
    if (!plugin_name_fits(name)) continue;
    *names = arena_grow(a, *names, count, &cap, sizeof **names);
    (*names)[count++] = name;
  }
  if (dir) closedir(dir);
  if (count) qsort(*names, count, sizeof **names, by_text);
  return count;
}

static bool not_added(Cli *c, Str name) {
  usage_error(&c->diags, P_PLUGIN_SOURCE, "'publish plugin list' shows where each one comes from",
              "plugins/%.*s was not added with 'publish plugin add'", STR(name));
  return false;
}

static bool run(Cli *c, PluginPlace *place) {
  const Options *o = &c->options;
  if (!o->arg_count && o->to.n) {
    usage_error(&c->diags, P_USAGE, "publish plugin update NAME --to REV",
                "--to needs the name of a plugin");
    return false;
  }
  if (o->arg_count && !plugin_name_fits(o->args[0])) return not_added(c, o->args[0]);
  if (!plugin_place_open(place, &c->diags)) return false;
  Update first = { .c = c, .place = place };
  Str *names = NULL;
  size_t count = o->arg_count ? 1 : names_here(&first, &names), done = 0;
  bool ok = true;
  for (size_t i = 0; i < count; i++) {
    Update u = { .c = c, .place = place, .name = o->arg_count ? o->args[0] : names[i] };
    bool there;
    if (!read_here(&u, &there)) {
      ok = false;
    } else if (there) {
      ok = update_one(&u) && ok;
      done++;
    } else if (o->arg_count) {
      return not_added(c, u.name);
    }
  }
  if (ok && !done && !c->json && !o->quiet)
    buf_c(&c->out, "no plugin here was added with 'publish plugin add'\n");
  return ok;
}

bool command_plugin_update(Cli *c) {
  PluginPlace place = { 0 };
  bool ok = run(c, &place);
  plugin_place_close(&place);
  return ok;
}
