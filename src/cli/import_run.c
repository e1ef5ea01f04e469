/* import_run.c -- beginning, checking, committing and telling an import. */
#include "cli/import_run.h"

#include "cli/clock.h"
#include "cli/report.h"
#include "cli/table.h"

enum { STEPS_LINE = 56, FILES_SHOWN = 40 };

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
  show_count(&out, run->articles, "article");
  buf_c(&out, ", ");
  show_count(&out, run->drafts, "draft");
  buf_c(&out, ", ");
  show_count(&out, run->statics, "other file");
  buf_c(&out, ".");
  if (run->left_out) {
    buf_c(&out, " Left out because of mistakes: ");
    show_count(&out, run->left_out, "article");
    buf_c(&out, ".");
  }
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
    buf_c(out, dry ? " of thing cannot be carried over unchanged\n"
                   : " of thing could not be carried over unchanged: IMPORT.md on the branch\n");
  }
  if (!dry) print_next(run, out);
}

bool import_end(ImportRun *run) {
  Cli *c = run->c;
  if (!import_look(run)) return false;
  if (!c->options.dry_run && !write_report(run)) return false;
  if (!plan_finish(&run->commit, run->plan, &c->diags)) return false;
  left_tell(&run->left, c->options.verbose, &c->diags);
  if (c->json)
    print_json(run);
  else
    print_text(run);
  return true;
}
