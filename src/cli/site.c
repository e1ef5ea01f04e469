/* site.c -- repository, source, settings, files: in this order. */
#include "cli/site.h"

#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/fetch_missing.h"
#include "cli/report.h"
#include "cli/untrusted.h"
#include "data/date.h"
#include "plugin/confine.h"
#include "text/zone.h"

#include <stdlib.h>

SiteHow site_how(const Cli *c) {
  const Options *o = &c->options;
  return (SiteHow){ .source = o->source,
                    .worktree = o->worktree,
                    .disk = (unsigned)o->command->bit & COMMANDS_DISK,
                    .verbose = o->verbose,
                    .drafts = o->drafts,
                    .strict = o->command->bit == COMMAND_CHECK,
                    .external = o->external,
                    .progress = c->err_terminal && !o->quiet,
                    .base_url = o->base_url,
                    .workers = o->jobs ? o->jobs : processor_count(),
                    .now = clock_now(),
                    .at = o->at,
                    .untrusted = o->untrusted,
                    .fetch = o->fetch || o->push.p,
                    .notes = true };
}

static bool open_base(Site *s, Diags *d) {
  if (!s->how.untrusted.n) return true;
  if (s->how.worktree) {
    usage_error(d, P_USAGE, "leave out --worktree, or commit first",
                "--untrusted says from which two commits to take the files");
    return false;
  }
  Diags quiet = { 0 };
  bool here = !s->how.fetch || repo_resolve(&s->base, s->repo, s->how.untrusted, &s->arena, &quiet);
  diags_free(&quiet);
  Str name = s->how.untrusted;
  return (here || fetch_commit(&name, s->repo, name, &s->arena, d)) &&
         untrusted_base(&s->base, s->repo, name, &s->arena, d);
}

bool site_open(Site *s, const SiteHow *how, Diags *d) {
  *s = (Site){ .how = *how };
  Str rev = how->source.n ? how->source : S("HEAD");
  Diags first = { 0 };
  bool ok = repo_open(&s->repo, ".", d);
  if (!ok) return false;
  if (how->disk && !how->source.n && !how->untrusted.n && !repo_bare(s->repo))
    s->how.worktree = true;
  s->has_source = repo_resolve(&s->source, s->repo, rev, &s->arena, &first);
  /* Files on disk can be built before the first commit. */
  ok = s->has_source || s->how.worktree;
  if (!ok && getenv("GIT_QUARANTINE_PATH") && first.count)
    diag_help(
        &first, &first.items[0],
        "what is pushed can be read in the hook post-receive, not yet in pre-receive or update");
  if (!ok) diags_append(d, &first);
  diags_free(&first);
  return ok && open_base(s, d);
}

bool site_open_commit(Site *s, Repo *repo, const Oid *commit, const SiteHow *how, Diags *d) {
  *s = (Site){ .how = *how, .repo = repo };
  s->has_source = repo_commit(&s->source, repo, commit, &s->arena, d);
  return s->has_source && open_base(s, d);
}

void site_close(Site *s) {
  build_free(&s->result);
  build_free(&s->settings);
  input_close(s->input);
  repo_close(s->repo);
  arena_free(&s->arena);
  *s = (Site){ 0 };
}

/* -- what the build asks for -- */

static bool read_entry(void *context, size_t index, Str *out, Arena *a, Diags *d) {
  Site *s = context;
  return input_read(out, s->input, index, a, d);
}

static bool entry_size(void *context, size_t index, uint64_t *out, Diags *d) {
  Site *s = context;
  return input_size(out, s->input, index, d);
}

static bool is_pointer(void *context, size_t index, bool *yes, Diags *d) {
  Site *s = context;
  uint64_t size;
  *yes = false;
  if (!input_size(&size, s->input, index, d)) return false;
  if (size > INPUT_POINTER_MAX) return true;
  Arena a = { 0 };
  Str bytes;
  bool ok = input_read(&bytes, s->input, index, &a, d);
  if (ok) *yes = input_lfs_pointer(bytes);
  arena_free(&a);
  return ok;
}

static bool read_history(void *context, const HistoryQuery *queries, size_t count, FileHistory *out,
                         Diags *d) {
  Site *s = context;
  if (!history_dates(out, s->repo, &s->source.id, queries, count, d)) return false;
  bool cut = false;
  for (size_t i = 0; i < count; i++) cut = cut || out[i].created_cut || out[i].updated_cut;
  if (!cut || !s->how.fetch) return true;
  memset(out, 0, count * sizeof *out);
  return fetch_history(s, d) && history_dates(out, s->repo, &s->source.id, queries, count, d);
}

static bool list_files(Site *s, InputFilter *filter, Diags *d) {
  const InputOptions options = { .filter = filter, .ctx = s };
  input_close(s->input);
  s->input = NULL;
  if (s->how.fetch && !s->how.worktree && !fetch_files(s, filter, d)) return false;
  s->alike_count = 0;
  bool ok;
  if (s->how.worktree)
    ok = input_worktree(&s->input, s->repo, &options, d);
  else if (!oid_zero(&s->base.id))
    ok = untrusted_input(&s->input, s, &options, d);
  else
    ok = input_commit(&s->input, s->repo, &s->source.tree, &options, d);
  if (!ok) return false;
  size_t count;
  const InputEntry *entries = input_entries(s->input, &count);
  s->entries = ARENA_ARRAY(&s->arena, count, BuildEntry);
  for (size_t i = 0; i < count; i++)
    s->entries[i] = (BuildEntry){ entries[i].path, entries[i].id, entries[i].mode };
  s->build = (BuildInput){ .entries = s->entries,
                           .count = count,
                           .read = read_entry,
                           .size = entry_size,
                           .pointer = is_pointer,
                           .history = s->has_source ? read_history : NULL,
                           .context = s,
                           .now = s->how.now,
                           .drafts = s->how.drafts,
                           .strict = s->how.strict,
                           .external = s->how.external,
                           .strangers = !oid_zero(&s->base.id),
                           .base_url = s->how.base_url,
                           .workers = s->how.workers,
                           .tried = s->how.tried,
                           .tried_on = s->how.tried_on,
                           .documents = s->how.documents,
                           .meter = s->how.meter,
                           .inspect = s->how.inspect,
                           .alike = s->alike,
                           .alike_count = s->alike_count,
                           .progress = s->how.progress ? report_progress : NULL };
  return true;
}

static void note_path(Site *s, Str path) {
  for (size_t i = 0; i < s->alike_count; i++)
    if (str_eq(s->alike[i], path)) return;
  if (s->alike_count < sizeof s->alike / sizeof *s->alike)
    s->alike[s->alike_count++] = arena_str(&s->arena, path);
}

/* Remember `path` when it is `name` but for upper and lower case. */
static void note_alike(Site *s, Str path, Str name) {
  if (str_eq(path, name) || !str_eq_nocase(path, name)) return;
  note_path(s, path);
}

static WalkChoice only_settings(void *ctx, Str path, uint32_t mode) {
  if (build_foreign(path)) note_path(ctx, path);
  if (mode != MODE_TREE) note_alike(ctx, path, S("publish.yaml"));
  return mode != MODE_TREE && str_eqc(path, "publish.yaml") ? WALK_ENTER : WALK_SKIP;
}

bool site_settings(Site *s, Diags *d) {
  if (!list_files(s, only_settings, d)) return false;
  s->build.progress = NULL;
  return build_run(&s->settings, &s->build, BUILD_SETTINGS, d);
}

static bool at_or_below(Str path, Str folder) {
  return !folder.n || (str_starts(path, folder) && (path.n == folder.n || path.p[folder.n] == '/'));
}

/* Does the way to one of these folders lead through `path`, or is it inside? */
static bool leads_to(const Value *folders, Str path) {
  for (size_t i = 0; i < value_count(folders); i++) {
    Str folder = value_at(folders, i)->str;
    if (at_or_below(path, folder) || at_or_below(folder, path)) return true;
  }
  return false;
}

WalkChoice site_filter(void *ctx, Str path, uint32_t mode) {
  static const Str fixed[] = {
    { "data", 4 }, { "notices", 7 }, { "templates", 9 }, { "plugins", 7 }
  };
  Site *s = ctx;
  if (mode != MODE_TREE) return build_reads(&s->settings, path) ? WALK_ENTER : WALK_SKIP;
  for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
    if (at_or_below(path, fixed[i])) return WALK_ENTER;
  const Value *v = s->settings.settings;
  static const char *const named[] = { "articles", "statics" };
  for (size_t k = 0; k < sizeof named / sizeof *named; k++) {
    const Value *folders = value_getc(v, named[k]);
    for (size_t i = 0; i < value_count(folders); i++)
      note_alike(s, path, value_at(folders, i)->str);
  }
  bool wanted =
      leads_to(value_getc(v, "articles"), path) || leads_to(value_getc(v, "statics"), path);
  if (!wanted && build_foreign(path)) note_path(s, path);
  return wanted ? WALK_ENTER : WALK_SKIP;
}

bool site_is_article(const Site *s, Str path) {
  const Value *folders = value_getc(s->settings.settings, "articles");
  if (!str_ends(path, S(".md")) && !str_ends(path, S(".markdown")) && !str_ends(path, S(".html")))
    return false;
  for (size_t i = 0; i < value_count(folders); i++)
    if (at_or_below(path, value_at(folders, i)->str)) return true;
  return false;
}

/* -- time -- */

typedef struct {
  TextTools *tools;
  Str zone;
} Zone;

static int64_t zone_of_site(void *context, const Civil *local, int32_t *offset) {
  const Zone *zone = context;
  return zone_instant(zone->tools, zone->zone, local, offset);
}

bool site_date(Site *s, Str text, Date *date, const char **problem, Diags *d) {
  Zone zone = { text_open(d), value_strc(s->settings.settings, "timezone") };
  if (!zone.tools) return false;
  const DateZone reader = { zone_of_site, &zone };
  *problem = date_parse(date, &s->arena, text, &reader);
  text_close(zone.tools);
  return true;
}

static bool settle_at(Site *s, Diags *d) {
  Str at = s->how.at;
  if (!at.n) return true;
  Date date;
  const char *problem;
  if (!site_date(s, at, &date, &problem, d)) return false;
  if (problem) {
    Diag *r = diag_file(d, DIAG_ERROR, P_USAGE_VALUE, S(""), date_help(&d->arena, at),
                        "--at %.*s: %s", STR(at), problem);
    r->blame = EXIT_USAGE;
  } else {
    s->build.now = date.seconds;
    s->build.exact_at = true;
  }
  return !problem;
}

/* For those who want to know: what the kernel does not do for us here. */
static void tell_confinement(Site *s, Diags *d) {
  Str note = confine_note(&s->arena, confine_available());
  if (note.n)
    diag_file(d, DIAG_NOTE, P_CONFINEMENT, S(""), "for plugins of strangers use a newer kernel",
              "%.*s", STR(note));
}

bool site_build(Site *s, BuildDepth depth, Diags *d) {
  if (s->how.verbose) tell_confinement(s, d);
  if (!list_files(s, site_filter, d) || !untrusted_tell(s, d) || !settle_at(s, d)) return false;
  return build_run(&s->result, &s->build, depth, d) && untrusted_judge(s, d);
}

bool site_trees(Output **out, Oid *tree, const Site *s, OutputMode mode, Diags *d) {
  const BuildResult *b = &s->result;
  *out = output_new(s->repo, mode);
  for (size_t i = 0; i < b->output_count; i++) {
    const BuildOutput *f = &b->outputs[i];
    bool ok = f->made ? output_object(*out, f->path, f->mode, &f->object, f->maker, d)
                      : output_existing(*out, f->path, f->mode, &f->id, f->maker, d);
    if (!ok) return false;
  }
  return output_build(tree, *out, d);
}

Str site_branch(const Site *s, Str wanted) {
  if (wanted.n) return wanted;
  return s->settings.branch.n ? s->settings.branch : S("pages");
}

/* -- the flags in a trailer -- */

/* "drafts=no base-url=https://example.org digest=0123456789abcdef0123456789abcdef", with
 * "untrusted=" and the trusted commit's id in front of the digest when there is one */
Str site_flags(const Site *s, Arena *a) {
  Str flags = arena_printf(a, "drafts=%s base-url=%.*s", s->how.drafts ? "yes" : "no",
                           STR(s->how.base_url));
  if (!oid_zero(&s->base.id)) {
    char base[41];
    oid_hex(base, &s->base.id);
    flags = arena_printf(a, "%.*s untrusted=%s", STR(flags), base);
  }
  char hex[33];
  digest_hex(hex, digest_of(flags));
  return arena_printf(a, "%.*s digest=%s", STR(flags), hex);
}

bool site_flags_read(SiteHow *how, Str text) {
  Str rest = text, drafts, base, next;
  Site like = { 0 };
  if (!str_split(&rest, ' ', &drafts) || !str_split(&rest, ' ', &base) ||
      !str_split(&rest, ' ', &next))
    return false;
  if (!str_starts(base, S("base-url="))) return false;
  how->drafts = str_eqc(drafts, "drafts=yes");
  how->base_url = str_sub(base, 9, base.n);
  how->untrusted = S("");
  if (str_starts(next, S("untrusted="))) {
    how->untrusted = str_sub(next, 10, next.n);
    if (!oid_read(&like.base.id, how->untrusted) || !str_split(&rest, ' ', &next)) return false;
  }
  if (rest.p) return false;
  like.how = *how;
  Arena a = { 0 };
  bool same = str_eq(site_flags(&like, &a), text);
  arena_free(&a);
  return same;
}
