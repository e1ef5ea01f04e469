/* comments.c -- `publish comments import`: form posts and mail become files on the
 * moderation branch. */
#include "base/file.h"
#include "base/secret.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "intake/batch.h"
#include "model/world_data.h"
#include "repo/addition.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { TRIES = 3, FILES_MOST = 100000 };

typedef struct {
  Cli *c;
  Site site;
  Targets targets;
  Batch batch;
  Addition addition;
  Commit source;
  Str branch;
  int64_t now;
  size_t files;
  Oid commit;
} Import;

/* -- what articles there are -- */

static bool takes_none(const Value *comments) {
  if (!comments) return false;
  return !value_truthy(comments) || value_bool(value_getc(comments, "closed"), false);
}

static void open_targets(Import *im) {
  Arena *a = &im->c->arena;
  size_t count = build_rows(&im->site.result, NULL, 0);
  BuildRow *rows = ARENA_ARRAY(a, count, BuildRow);
  TargetArticle *items = ARENA_ARRAY(a, count, TargetArticle);
  bool *closed = ARENA_ARRAY(a, count, bool);
  build_rows(&im->site.result, rows, count);
  for (size_t i = 0; i < count; i++) {
    const Value *row = rows[i].row;
    items[i] = (TargetArticle){ .id = value_strc(row, "id"),
                                .path = rows[i].path,
                                .url = value_strc(row, "url"),
                                .slug = value_strc(row, "slug"),
                                .title = value_strc(row, "title"),
                                .aliases = value_getc(row, "aliases") };
    if (!items[i].id.n) items[i].id = items[i].path;
    closed[i] = takes_none(value_getc(row, "comments"));
  }
  targets_open(&im->targets, items, count);
  im->batch.targets = &im->targets;
  im->batch.closed = closed;
}

/* -- files -- */

static bool add_file(Import *im, const char *path) {
  struct stat st;
  Str bytes;
  Arena a = { 0 };
  bool ok = file_read(&bytes, &a, path, FORM_BYTES, &im->c->diags);
  if (ok) {
    int64_t date = stat(path, &st) == 0 ? (int64_t)st.st_mtim.tv_sec : im->now;
    if (date > im->now) date = im->now;
    im->files++;
    /* What is kept are views into the bytes. */
    ok =
        batch_add(&im->batch, str_c(path), arena_str(&im->batch.arena, bytes), date, &im->c->diags);
  }
  arena_free(&a);
  return ok;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All files of a folder, in order of name; those that begin with a dot are not done yet. */
static bool add_folder(Import *im, const char *path) {
  DIR *dir = opendir(path);
  Arena a = { 0 };
  char **names = NULL;
  size_t count = 0, cap = 0;
  bool ok = dir != NULL;
  if (!ok)
    diag_machine(&im->c->diags, P_FILE_IO, NULL, "cannot read %s: %s", path, strerror(errno));
  for (struct dirent *e; ok && count < FILES_MOST && (e = readdir(dir));) {
    if (e->d_name[0] == '.') continue;
    names = arena_grow(&a, names, count, &cap, sizeof *names);
    names[count++] = arena_cstr(&a, arena_printf(&a, "%s/%s", path, e->d_name));
  }
  if (dir) closedir(dir);
  if (count) qsort(names, count, sizeof *names, by_name);
  for (size_t i = 0; i < count; i++) {
    struct stat st;
    if (lstat(names[i], &st) == 0 && S_ISREG(st.st_mode)) ok = add_file(im, names[i]) && ok;
  }
  arena_free(&a);
  return ok;
}

/* All of them, whatever is wrong with some. */
static void add_files(Import *im) {
  const Options *o = &im->c->options;
  for (size_t i = 0; i < o->arg_count; i++) {
    struct stat st;
    const char *path = o->args[i].p; /* argv is NUL-terminated */
    if (stat(path, &st) < 0)
      usage_error(&im->c->diags, P_INTAKE_FILE, NULL, "cannot read %s: %s", path, strerror(errno));
    else if (S_ISDIR(st.st_mode))
      add_folder(im, path);
    else
      add_file(im, path);
  }
}

/* -- the branch -- */

/* What the branch, the source and their histories know of these comments. */
static bool judge(Import *im) {
  Cli *c = im->c;
  const Oid tips[] = { im->source.id, im->addition.branch.tip };
  Map now = { 0 }, ever = { 0 };
  Str folder = S("data/comments");
  Repo *r = im->site.repo;
  bool ok = addition_names(&now, r, &im->addition.tree, folder, &c->arena, &c->diags) &&
            addition_names(&now, r, &im->source.tree, folder, &c->arena, &c->diags) &&
            addition_names_ever(&ever, r, tips, 2, folder, &c->arena, &c->diags);
  if (ok) batch_known(&im->batch, &now, &ever);
  if (ok) batch_settle(&im->batch);
  map_free(&now);
  map_free(&ever);
  return ok;
}

static bool commit(Import *im, bool *moved) {
  Cli *c = im->c;
  const Batch *b = &im->batch;
  bool configured;
  AddedFile *files = ARENA_ARRAY(&c->arena, b->count, AddedFile);
  size_t count = 0;
  for (size_t i = 0; i < b->count; i++)
    if (b->items[i].state == BATCH_NEW)
      files[count++] = (AddedFile){ b->items[i].path, b->items[i].yaml };
  OutputCommit how = { .message = batch_message(b, &c->arena),
                       .when = { .time = im->now, .offset = clock_zone(im->now), .known = true } };
  repo_identity(&how.name, &how.email, &configured, im->site.repo, &c->arena);
  return addition_commit(moved, &im->commit, im->site.repo, &im->addition, files, count, &how,
                         &c->diags);
}

static bool write_branch(Import *im) {
  Cli *c = im->c;
  for (int i = 0; i < TRIES; i++) {
    bool moved = false;
    if (!addition_begin(&im->addition, im->site.repo, im->branch, "moderation branch", &im->source,
                        &c->arena, &c->diags) ||
        !judge(im))
      return false;
    if (c->options.dry_run || !batch_count(&im->batch, BATCH_NEW)) return true;
    if (!commit(im, &moved)) return false;
    if (!moved) return true;
  }
  diag_machine(&c->diags, P_BRANCH_RACE, "run it again",
               "the moderation branch was moved by others %d times while importing", TRIES);
  return false;
}

static bool open_key(Import *im) {
  Cli *c = im->c;
  Str given = c->options.key;
  if (given.n) return secret_read(&im->batch.key, &c->arena, given.p, &c->diags);
  Str path =
      arena_printf(&c->arena, "%.*spublish/comments.key", STR(repo_commondir(im->site.repo)));
  /* A trial leaves nothing behind. */
  if (c->options.dry_run && !file_exists(path.p))
    return secret_random(&im->batch.key, &c->arena, &c->diags);
  return secret_make(&im->batch.key, &c->arena, path.p, &c->diags);
}

/* -- telling -- */

static void print_comments(const Import *im) {
  static const char *const states[] = { "new", "known", "rejected" };
  Buf *out = &im->c->out;
  for (size_t i = 0; i < im->batch.count; i++) {
    const BatchItem *item = &im->batch.items[i];
    if (im->c->json) {
      json_open(out, "comment");
      json_text(out, "state", str_c(states[item->state]));
      json_text(out, "id", item->id);
      json_text(out, "article", item->article->id);
      json_text(out, "path", item->path);
      json_text(out, "name", item->comment.name);
      buf_c(out, ",\"spam\":[");
      for (size_t k = 0; k < item->signs.count; k++) {
        buf_c(out, k ? ",\"" : "\"");
        json_escape(out, item->signs.items[k]);
        buf_byte(out, '"');
      }
      buf_byte(out, ']');
      json_close(out);
    } else if (!im->c->options.quiet && item->state == BATCH_NEW) {
      buf_c(out, item->signs.count ? "! " : "  ");
      show(out, item->path);
      buf_c(out, item->comment.name.n ? "  " : "");
      show(out, item->comment.name);
      for (size_t k = 0; k < item->signs.count; k++) {
        buf_c(out, k ? ", " : "  (");
        show(out, item->signs.items[k]);
      }
      buf_c(out, item->signs.count ? ")\n" : "\n");
    }
  }
}

static void print_summary(const Import *im) {
  const Batch *b = &im->batch;
  Cli *c = im->c;
  Buf *out = &c->out;
  size_t new = batch_count(b, BATCH_NEW), known = batch_count(b, BATCH_KNOWN);
  size_t rejected = batch_count(b, BATCH_REJECTED), marked = batch_marked(b);
  const char *result = !new ? "unchanged" : c->options.dry_run ? "dry-run" : "imported";
  char hex[41] = "";
  if (!oid_zero(&im->commit)) oid_hex(hex, &im->commit);
  if (c->json) {
    json_open(out, c->diags.errors ? "import" : "summary");
    json_text(out, "result", str_c(result));
    json_number(out, "status", diags_status(&c->diags));
    json_text(out, "branch", im->branch);
    if (*hex) json_text(out, "commit", str_c(hex));
    json_number(out, "files", im->files);
    json_number(out, "new", new);
    json_number(out, "marked", marked);
    json_number(out, "known", known);
    json_number(out, "rejected", rejected);
    json_number(out, "errors", c->diags.errors);
    json_close(out);
    return;
  }
  if (c->options.quiet) return;
  buf_c(out, !new ? "nothing new" : c->options.dry_run ? "would import: " : "imported: ");
  if (new) show_count(out, new, "comment");
  if (marked) buf_printf(out, " (%zu with signs of spam)", marked);
  if (known) buf_printf(out, ", %zu known", known);
  if (rejected) buf_printf(out, ", %zu rejected before", rejected);
  if (c->diags.errors) {
    buf_c(out, ", ");
    show_count(out, c->diags.errors, "error");
  }
  if (*hex) {
    buf_printf(out, ", %.12s on the branch ", hex);
    show(out, im->branch);
    buf_c(out, "\nto see them: git diff ");
    if (im->source.ref.n)
      show(out, str_sub(im->source.ref, 11, im->source.ref.n));
    else
      buf_c(out, "HEAD");
    buf_c(out, "...");
    show(out, im->branch);
    buf_c(out, "; to publish them: git merge ");
    show(out, im->branch);
  }
  buf_byte(out, '\n');
}

static bool import(Import *im) {
  Cli *c = im->c;
  SiteHow how = site_how(c);
  how.now = im->now;
  if (!site_open(&im->site, &how, &c->diags)) return false;
  im->source = im->site.source;
  /* The branch is judged first: a build is long, and what it says would hide this. */
  if (!addition_begin(&im->addition, im->site.repo, im->branch, "moderation branch", &im->source,
                      &c->arena, &c->diags) ||
      !site_settings(&im->site, &c->diags) || !site_build(&im->site, BUILD_PLAN, &c->diags) ||
      !open_key(im))
    return false;
  open_targets(im);
  add_files(im);
  batch_published(&im->batch, value_getc(build_world(&im->site.result)->data, "comments"));
  if (!write_branch(im)) return false;
  print_comments(im);
  print_summary(im);
  return c->diags.errors == 0;
}

bool command_comments_import(Cli *c) {
  Import im = { .c = c, .now = clock_now() };
  im.branch = c->options.branch.n ? c->options.branch : S("comments");
  if (str_starts(im.branch, S("refs/heads/"))) im.branch = str_sub(im.branch, 11, im.branch.n);
  im.batch.now = im.now;
  bool ok = import(&im);
  batch_free(&im.batch);
  targets_close(&im.targets);
  site_close(&im.site);
  return ok;
}
