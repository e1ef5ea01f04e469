/* import_run.c -- beginning, checking, committing and telling an import. */
#include "cli/import_run.h"

#include "cli/clock.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "import/front.h"
#include "model/world_data.h"

enum { MISSING_SHOWN = 20, STEPS_LINE = 56, FILES_SHOWN = 40 };

bool import_begin(ImportRun *run, Cli *c, const char *kind) {
  const Options *o = &c->options;
  *run = (ImportRun){ .c = c, .kind = kind };
  Diags first = { 0 };
  bool configured, unborn = false;
  if (!repo_open(&run->repo, ".", &c->diags)) return false;
  Str rev = o->source.n ? o->source : S("HEAD");
  run->has_base = repo_resolve(&run->base, run->repo, rev, &c->arena, &first);
  if (!run->has_base) unborn = !o->source.n && first.count && first.items[0].code == P_REPO_UNBORN;
  if (!run->has_base && !unborn) diags_append(&c->diags, &first);
  diags_free(&first);
  if (!run->has_base && !unborn) return false;
  int64_t now = clock_now();
  PlanHow how = { .repo = run->repo,
                  .branch = o->branch.n ? o->branch : arena_printf(&c->arena, "import/%s", kind),
                  .base = run->has_base ? &run->base : NULL,
                  .trial = o->dry_run,
                  .replace = o->force,
                  .when = { .time = now, .offset = clock_zone(now), .known = true } };
  if (str_starts(how.branch, S("refs/heads/"))) how.branch = str_sub(how.branch, 11, how.branch.n);
  repo_identity(&how.name, &how.email, &configured, run->repo, &c->arena);
  return plan_open(&run->plan, &how, &c->diags);
}

void import_address(ImportRun *run, Str url, Str path, const char *mark) {
  Arena *a = &run->c->arena;
  run->addresses =
      arena_grow(a, run->addresses, run->address_count, &run->address_cap, sizeof *run->addresses);
  run->addresses[run->address_count++] =
      (OldAddress){ arena_str(a, url), arena_str(a, path), mark };
}

void import_free(ImportRun *run) {
  plan_close(run->plan);
  repo_close(run->repo);
  left_free(&run->left);
  *run = (ImportRun){ 0 };
}

/* -- are the old addresses there? -- */

typedef struct {
  Site site;
  Map pages; /* source path -> file of its page, as Str* */
  Map files; /* of pages and static files */
  Map redirects;
} Look;

static Str *keep(Arena *a, Str s) {
  Str *out = ARENA_NEW(a, Str);
  *out = s;
  return out;
}

/* The file behind an address, or "". */
static Str file_of(Arena *a, Str url) {
  PagePath page;
  return page_path(&page, a, url) ? S("") : page.file;
}

static void list_places(Look *look) {
  Arena *a = &look->site.arena;
  size_t count = build_rows(&look->site.result, NULL, 0);
  BuildRow *rows = ARENA_ARRAY(a, count, BuildRow);
  Str base = value_strc(look->site.result.settings, "base");
  build_rows(&look->site.result, rows, count);
  for (size_t i = 0; i < count; i++) {
    Str file = file_of(a, value_strc(rows[i].row, "url"));
    map_put(&look->pages, rows[i].path, keep(a, file));
    map_put(&look->files, file, look);
    const Value *aliases = value_getc(rows[i].row, "aliases");
    for (size_t k = 0; k < value_count(aliases); k++)
      map_put(&look->redirects, file_of(a, value_str(value_at(aliases, k), a)), look);
  }
  const Map *links = &build_world(&look->site.result)->links;
  for (size_t i = 0; i < links->count; i++) {
    Str url = links->items[i].key;
    if (base.n && str_starts(url, base)) url = str_sub(url, base.n, url.n);
    if (url.n && url.p[0] == '/') map_put(&look->files, file_of(a, url), look);
  }
}

static void look_end(Look *look) {
  look->site.repo = NULL; /* the run's */
  site_close(&look->site);
  map_free(&look->pages);
  map_free(&look->files);
  map_free(&look->redirects);
}

/* Builds what the branch will be, as far as the list of its pages. Errors become findings. */
static bool look_at(Look *look, bool *built, ImportRun *run, bool tell) {
  Cli *c = run->c;
  Oid commit;
  Diags d = { 0 };
  *look = (Look){ 0 };
  *built = false;
  if (!plan_preview(&commit, run->plan, &c->diags)) return false;
  SiteHow how = { .workers = c->options.jobs ? c->options.jobs : processor_count(),
                  .progress = c->err_terminal && !c->options.quiet,
                  .now = clock_now() };
  *built = site_open_commit(&look->site, run->repo, &commit, &how, &d) &&
           site_settings(&look->site, &d) && site_build(&look->site, BUILD_PLAN, &d);
  if (*built) list_places(look);
  for (size_t i = 0; tell && i < d.count; i++) {
    const Diag *r = &d.items[i];
    if (r->severity != DIAG_ERROR) continue;
    Source where = { .path = r->file };
    left_add(&run->left, DIAG_WARNING, "Mistakes that stop a publication", r->message, &where, 0,
             r->help.n ? "%.*s" : NULL, STR(r->help));
    LeftGroup *g = &run->left.groups[run->left.count - 1];
    if (g->count == 1) g->places[0].line = r->line, g->places[0].col = r->col;
  }
  diags_free(&d);
  return true;
}

typedef struct {
  Str path, bytes;
} Edit;

/* Articles that are published elsewhere than they were say so themselves. */
static bool keep_addresses(size_t *changed, ImportRun *run, Look *look, size_t step) {
  Arena a = { 0 };
  Edit *edits = ARENA_ARRAY(&a, run->address_count, Edit);
  bool ok = true, found;
  *changed = 0;
  for (size_t i = 0; ok && i < run->address_count; i++) {
    const OldAddress *old = &run->addresses[i];
    const Str *now = old->path.n ? map_get(&look->pages, old->path) : NULL;
    if (!now || str_eq(*now, file_of(&a, old->url))) continue;
    Str bytes;
    ok = plan_read(&bytes, &found, run->plan, old->path, &a, &run->c->diags);
    if (ok && found)
      edits[(*changed)++] =
          (Edit){ old->path, front_set(&a, bytes, "permalink", front_quote(&a, old->url)) };
  }
  for (size_t i = 0; ok && i < *changed; i++)
    ok = plan_edit(run->plan, step, edits[i].path, edits[i].bytes, &run->c->diags);
  arena_free(&a);
  return ok;
}

static void count_addresses(ImportRun *run, Look *look) {
  Arena a = { 0 };
  run->looked = true;
  for (size_t i = 0; i < run->address_count; i++) {
    const OldAddress *old = &run->addresses[i];
    Str file = file_of(&a, old->url);
    const Str *now = old->path.n ? map_get(&look->pages, old->path) : NULL;
    bool page = now ? str_eq(*now, file) : map_has(&look->files, file);
    if (page)
      run->pages++;
    else if (map_has(&look->redirects, file))
      run->redirects++;
    else {
      run->missing++;
      left_add(&run->left, DIAG_WARNING, "Addresses that are missing", old->url,
               old->path.n ? &(Source){ .path = old->path } : NULL, 0,
               "readers who followed a link to it find nothing");
    }
    arena_reset(&a);
  }
  arena_free(&a);
}

static bool check_addresses(ImportRun *run) {
  Look look;
  bool built;
  size_t changed = 0;
  if (run->c->options.dry_run || !run->address_count) return true;
  bool ok = look_at(&look, &built, run, true);
  if (ok && built) {
    size_t step = plan_step(run->plan, S("Keep the addresses of articles"));
    ok = keep_addresses(&changed, run, &look, step);
    if (ok && changed) {
      look_end(&look);
      ok = look_at(&look, &built, run, true);
    }
    if (ok && built) count_addresses(run, &look);
  }
  look_end(&look);
  return ok;
}

/* -- the report on the branch -- */

static void address_line(Buf *out, const ImportRun *run) {
  buf_printf(out, "%zu of %zu old addresses are pages", run->pages, run->address_count);
  if (run->redirects) buf_printf(out, ", %zu are redirects", run->redirects);
  if (run->missing) buf_printf(out, ", %zu are missing", run->missing);
}

static bool write_report(ImportRun *run) {
  Buf out = { 0 };
  buf_printf(&out,
             "# What became of the old site\n\nWritten by `publish import %s`; nothing reads this "
             "file, so delete it when it has served.\n\n",
             run->kind);
  buf_printf(&out, "%zu articles, %zu drafts, %zu other files.", run->articles, run->drafts,
             run->statics);
  if (run->looked) {
    buf_c(&out, " ");
    address_line(&out, run);
    buf_c(&out, ".");
  }
  buf_byte(&out, '\n');
  if (run->left.count)
    left_markdown(&run->left, &out);
  else
    buf_c(&out, "\nEverything was carried over.\n");
  size_t step = plan_step(run->plan, S("Report of the import"));
  bool ok = plan_edit(run->plan, step, S("IMPORT.md"), buf_view(&out), &run->c->diags);
  buf_free(&out);
  return ok;
}

/* -- telling -- */

static Str short_ref(const Commit *c) {
  return c->ref.n ? str_sub(c->ref, 11, c->ref.n) : S("HEAD");
}

static void print_json(const ImportRun *run) {
  Buf *out = &run->c->out;
  Cli *c = run->c;
  for (size_t i = 0; i < run->left.count; i++) {
    const LeftGroup *g = &run->left.groups[i];
    json_open(out, "left");
    json_text(out, "topic", g->topic);
    json_text(out, "name", g->name);
    json_text(out, "advice", g->advice);
    json_number(out, "count", g->count);
    buf_c(out, ",\"places\":[");
    for (size_t k = 0; k < g->count; k++) {
      buf_c(out, k ? ",{\"file\":\"" : "{\"file\":\"");
      json_escape(out, g->places[k].file);
      buf_printf(out, "\",\"line\":%u,\"col\":%u}", g->places[k].line, g->places[k].col);
    }
    buf_byte(out, ']');
    json_close(out);
  }
  size_t count;
  const PlanStep *steps = plan_steps(run->plan, &count);
  for (size_t i = 0; i < count; i++) {
    if (!steps[i].files) continue;
    char hex[41] = "";
    if (!oid_zero(&steps[i].commit)) oid_hex(hex, &steps[i].commit);
    Str rest = steps[i].message, line = S("");
    str_split(&rest, '\n', &line);
    json_open(out, "step");
    json_text(out, "message", line);
    json_text(out, "commit", str_c(hex));
    json_number(out, "files", steps[i].files);
    json_close(out);
  }
  char hex[41] = "";
  if (!oid_zero(&run->commit)) oid_hex(hex, &run->commit);
  json_open(out, c->diags.errors ? "import" : "summary");
  json_text(out, "result", c->options.dry_run ? S("dry-run") : S("imported"));
  json_number(out, "status", diags_status(&c->diags));
  json_text(out, "branch", plan_branch(run->plan));
  json_text(out, "commit", str_c(hex));
  json_number(out, "articles", run->articles);
  json_number(out, "drafts", run->drafts);
  json_number(out, "files", run->statics);
  json_number(out, "addresses", run->address_count);
  json_number(out, "pages", run->pages);
  json_number(out, "redirects", run->redirects);
  json_number(out, "missing", run->missing);
  json_number(out, "left", run->left.count);
  json_close(out);
}

static void print_files(const ImportRun *run, size_t step, Buf *out) {
  size_t count, shown = 0, all = 0;
  const PlanFile *files = plan_files(run->plan, &count);
  for (size_t i = 0; i < count; i++) all += files[i].step == step;
  for (size_t i = 0; i < count; i++) {
    if (files[i].step != step) continue;
    if (shown == FILES_SHOWN && !run->c->options.verbose) {
      buf_printf(out, "    and %zu more (-v lists all)\n", all - shown);
      break;
    }
    buf_c(out, files[i].mode ? "    " : "    - ");
    show(out, files[i].path);
    buf_byte(out, '\n');
    shown++;
  }
}

static void print_steps(const ImportRun *run, Buf *out) {
  size_t count;
  const PlanStep *steps = plan_steps(run->plan, &count);
  for (size_t i = 0; i < count; i++) {
    bool dry = run->c->options.dry_run;
    if (!steps[i].files || (!dry && oid_zero(&steps[i].commit))) continue;
    char hex[41] = "";
    if (!dry) oid_hex(hex, &steps[i].commit);
    Str rest = steps[i].message, line = S("");
    str_split(&rest, '\n', &line);
    buf_printf(out, "  %.10s%s", hex, dry ? "" : "  ");
    show_cell(out, line, STEPS_LINE);
    buf_c(out, "  ");
    show_count(out, steps[i].files, "file");
    buf_byte(out, '\n');
    if (dry) print_files(run, i, out);
  }
}

static void print_next(const ImportRun *run, Buf *out) {
  Str branch = plan_branch(run->plan);
  buf_c(out, "\nnext:\n");
  if (run->has_base)
    buf_printf(out, "  git diff --stat %.*s...%.*s\n", STR(short_ref(&run->base)), STR(branch));
  else
    buf_printf(out, "  git show --stat %.*s\n", STR(branch));
  buf_printf(out,
             "  publish --source %.*s --dry-run        what is wrong with it, if anything\n"
             "  publish --source %.*s --to ../preview  look at it\n"
             "  git merge %.*s                         take it\n",
             STR(branch), STR(branch), STR(branch));
}

static void print_text(const ImportRun *run) {
  Buf *out = &run->c->out;
  bool dry = run->c->options.dry_run;
  if (run->c->options.quiet) return;
  buf_c(out, dry ? "would import: " : "imported: ");
  show_count(out, run->articles, "article");
  buf_c(out, ", ");
  show_count(out, run->drafts, "draft");
  buf_c(out, ", ");
  show_count(out, run->statics, "other file");
  buf_c(out, dry ? "; the branch would be " : "; the branch is ");
  show(out, plan_branch(run->plan));
  buf_byte(out, '\n');
  print_steps(run, out);
  if (run->looked) {
    address_line(out, run);
    buf_byte(out, '\n');
  }
  if (run->left.count) {
    show_count(out, run->left.count, "kind");
    buf_c(out, dry ? " of thing cannot be carried over as it is\n"
                   : " of thing could not be carried over as it is: IMPORT.md on the branch\n");
  }
  if (!dry) print_next(run, out);
}

bool import_end(ImportRun *run) {
  Cli *c = run->c;
  if (!check_addresses(run)) return false;
  if (!c->options.dry_run && !write_report(run)) return false;
  if (!plan_finish(&run->commit, run->plan, &c->diags)) return false;
  left_tell(&run->left, c->options.verbose, &c->diags);
  if (c->json)
    print_json(run);
  else
    print_text(run);
  return true;
}
