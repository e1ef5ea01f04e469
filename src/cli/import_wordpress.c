/* import_wordpress.c -- `publish import wordpress`. */
#include "base/file.h"
#include "base/secret.h"
#include "cli/commands.h"
#include "cli/import_run.h"
#include "cli/report.h"
#include "cli/table.h"
#include "import/wordpress.h"

static void old_address(void *ctx, Str url, Str path, const char *mark) {
  import_address(ctx, url, path, mark);
}

static void progress(void *ctx, const char *stage, size_t items) {
  const ImportRun *run = ctx;
  if (run->c->err_terminal && !run->c->options.quiet) report_progress(stage, items);
}

/* The key of `publish comments import`, so that one reader has one digest. */
static bool open_key(Str *key, ImportRun *run) {
  Cli *c = run->c;
  if (c->options.key.n) return secret_read(key, &c->arena, c->options.key.p, &c->diags);
  Str path = arena_printf(&c->arena, "%.*spublish/comments.key", STR(repo_commondir(run->repo)));
  if (c->options.dry_run && !file_exists(path.p)) return secret_random(key, &c->arena, &c->diags);
  return secret_make(key, &c->arena, path.p, &c->diags);
}

static void tell(const ImportRun *run, const WordPressDone *done) {
  Buf *out = &run->c->out;
  if (run->c->json) {
    json_open(out, "wordpress");
    json_number(out, "articles", done->articles);
    json_number(out, "pages", done->pages);
    json_number(out, "others", done->others);
    json_number(out, "drafts", done->drafts);
    json_number(out, "html", done->as_html);
    json_number(out, "comments", done->comments);
    json_number(out, "comments_left", done->comments_left);
    json_number(out, "attachments", done->attachments);
    json_number(out, "copied", done->copied);
    json_number(out, "addresses_restored", done->restored);
    json_number(out, "lost", done->lost);
    json_close(out);
    return;
  }
  if (run->c->options.quiet) return;
  size_t all = done->articles + done->pages + done->others + done->drafts;
  buf_printf(out, "%zu as Markdown, %zu as HTML; ", all - done->as_html, done->as_html);
  show_count(out, done->pages, "page");
  if (done->others) buf_printf(out, ", %zu of other types", done->others);
  buf_c(out, ", ");
  show_count(out, done->comments, "comment");
  if (done->comments_left) buf_printf(out, " (%zu left out)", done->comments_left);
  buf_c(out, ", ");
  show_count(out, done->attachments, "attachment");
  if (done->copied) buf_printf(out, ", %zu files copied", done->copied);
  if (done->restored) buf_printf(out, ", %zu hidden e-mail addresses restored", done->restored);
  buf_byte(out, '\n');
}

static bool import(ImportRun *run) {
  Cli *c = run->c;
  const Options *o = &c->options;
  WordPressDone done;
  WordPressHow how = { .files = o->args,
                       .file_count = o->arg_count,
                       .media = o->media,
                       .plan = run->plan,
                       .left = &run->left,
                       .address = old_address,
                       .ctx = run,
                       .progress = progress };
  if (!open_key(&how.key, run) || !wordpress_import(&done, &how, &c->diags)) return false;
  run->articles = done.articles + done.pages + done.others;
  run->drafts = done.drafts;
  run->statics = done.files + done.comments + done.copied;
  tell(run, &done);
  return import_end(run) && c->diags.errors == 0;
}

bool command_import_wordpress(Cli *c) {
  ImportRun run = { 0 };
  bool ok = import_begin(&run, c, "wordpress") && import(&run);
  import_free(&run);
  return ok;
}
