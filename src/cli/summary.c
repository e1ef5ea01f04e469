/* summary.c -- the last lines of a build. */
#include "cli/summary.h"

#include "cli/clock.h"
#include "cli/report.h"
#include "cli/table.h"
#include "repo/uncommitted.h"

enum { CHANGES_SHOWN = 50 };

bool summary_uncommitted(Summary *s, Site *site, Diags *d) {
  Uncommitted *list;
  size_t count;
  Commit head;
  Diags none = { 0 };
  /* Only when the files on disk are meant to be this commit's. */
  bool here = repo_resolve(&head, site->repo, S("HEAD"), &site->arena, &none) &&
              oid_eq(&head.id, &site->source.id);
  diags_free(&none);
  if (site->how.worktree || site->how.untrusted.n || !here) return true;
  if (!uncommitted_list(&list, &count, site->repo, &site->source.tree, site_filter, site,
                        &site->arena, d))
    return false;
  for (size_t i = 0; i < count; i++) {
    if (site_is_article(site, list[i].path))
      s->changed_articles++;
    else
      s->changed_others++;
  }
  return true;
}

void summary_changes(Cli *c, const TreeDiff *diff) {
  static const char *const words[] = { "added", "changed", "removed" };
  for (size_t i = 0; i < diff->count; i++) {
    const TreeDifference *t = &diff->items[i];
    if (c->json) {
      json_open(&c->out, "change");
      json_text(&c->out, "change", str_c(words[t->what]));
      json_text(&c->out, "path", t->path);
      json_close(&c->out);
    } else if (i < CHANGES_SHOWN && !c->options.quiet) {
      buf_printf(&c->out, "%-8s ", words[t->what]);
      show(&c->out, t->path);
      buf_byte(&c->out, '\n');
    }
  }
  if (!c->json && !c->options.quiet && diff->count > CHANGES_SHOWN)
    buf_printf(&c->out, "... and %zu more\n", diff->count - CHANGES_SHOWN);
}

static void json_id(Buf *out, const char *name, const Oid *id) {
  char hex[41];
  if (oid_zero(id)) return;
  oid_hex(hex, id);
  json_text(out, name, str_c(hex));
}

static void print_json(Cli *c, const Summary *s, const Site *site) {
  const BuildResult *r = &site->result;
  Buf *out = &c->out;
  json_open(out, "summary");
  json_text(out, "result", str_c(s->result));
  json_number(out, "status", EXIT_DONE);
  if (s->branch.n) json_text(out, "branch", s->branch);
  if (s->target.n) json_text(out, "directory", s->target);
  json_id(out, "commit", &s->commit);
  json_id(out, "tree", &s->tree);
  if (s->remote.n) {
    json_text(out, "remote", s->remote);
    buf_printf(out, ",\"pushed\":%s", s->pushed ? "true" : "false");
    json_number(out, "moved_by_others", s->moved);
  }
  if (site->has_source) json_id(out, "source", &site->source.id);
  json_id(out, "trusted", &site->base.id);
  if (!oid_zero(&site->base.id)) json_number(out, "left_out", site->left_out);
  json_number(out, "articles", r->articles);
  json_number(out, "pages", r->pages);
  json_number(out, "files", s->files);
  json_number(out, "added", s->added);
  json_number(out, "changed", s->changed);
  json_number(out, "removed", s->removed);
  json_number(out, "bytes_added", s->bytes);
  json_number(out, "drafts", r->hidden_draft);
  json_number(out, "future", r->hidden_future);
  json_number(out, "expired", r->hidden_expired);
  json_number(out, "withdrawn", r->withdrawn);
  json_number(out, "untranslated", r->untranslated);
  json_number(out, "uncommitted", s->changed_articles + s->changed_others);
  json_number(out, "warnings", c->diags.warnings);
  buf_printf(out, ",\"seconds\":%.3f", clock_seconds() - c->started);
  json_close(out);
}

static void hidden(Buf *out, const BuildResult *r) {
  const struct {
    size_t n;
    const char *word;
  } kinds[] = { { r->hidden_draft, "draft" },
                { r->hidden_future, "future" },
                { r->hidden_expired, "expired" },
                { r->withdrawn, "withdrawn" },
                { r->untranslated, "untranslated" } };
  bool any = false;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    if (!kinds[i].n) continue;
    buf_printf(out, "%s%zu %s", any ? ", " : "left out: ", kinds[i].n, kinds[i].word);
    any = true;
  }
  if (any) buf_byte(out, '\n');
}

static void not_committed(Buf *out, const Summary *s) {
  size_t articles = s->changed_articles, others = s->changed_others;
  if (!articles && !others) return;
  if (articles) show_count(out, articles, "article");
  if (articles && others)
    buf_printf(out, " and %zu other file%s", others, others == 1 ? "" : "s");
  else if (others)
    show_count(out, others, "file");
  buf_c(out, " changed but not committed: not in this build\n");
}

static void from_base(Buf *out, const Site *site) {
  char base[41];
  if (oid_zero(&site->base.id)) return;
  oid_hex(base, &site->base.id);
  buf_printf(out, "articles and pictures of the commit, all else of %.12s; ", base);
  show_count(out, site->left_out, "file");
  buf_printf(out, " of the commit %s not taken\n", site->left_out == 1 ? "was" : "were");
}

static void numbers(Buf *out, const Summary *s, const Site *site) {
  show_count(out, site->result.pages, "page");
  buf_c(out, " (");
  show_count(out, s->files, "file");
  buf_printf(out, "): %zu written, %zu changed, %zu removed, ", s->added, s->changed, s->removed);
  show_bytes(out, s->bytes);
  buf_c(out, " added");
}

static void print_text(Cli *c, const Summary *s, const Site *site) {
  Buf *out = &c->out;
  char tip[41] = "";
  if (!oid_zero(&s->commit)) oid_hex(tip, &s->commit);
  tip[12] = '\0';
  if (!c->options.quiet) {
    if (c->options.verbose || site->result.hidden_future) hidden(out, &site->result);
    if (str_eqc(str_c(s->result), "superseded")) {
      buf_printf(out, "superseded by %s", tip);
    } else if (str_eqc(str_c(s->result), "unchanged")) {
      buf_c(out, "nothing to do: ");
      show_count(out, site->result.pages, "page");
      buf_c(out, " already published");
    } else if (str_eqc(str_c(s->result), "pushed")) {
      buf_c(out, "pushed: ");
      show_count(out, site->result.pages, "page");
      buf_c(out, " published here before");
    } else {
      buf_printf(out, "%s: ", s->result);
      numbers(out, s, site);
    }
    buf_printf(out, ", %.2f s", clock_seconds() - c->started);
    if (s->target.n) {
      buf_c(out, ", in ");
      show(out, s->target);
    } else if (str_eqc(str_c(s->result), "dry-run")) {
      buf_c(out, ", nothing was committed");
    } else {
      buf_c(out, ", ");
      show(out, s->branch);
      buf_printf(out, " %s", tip);
      if (s->pushed) {
        buf_c(out, ", pushed to ");
        show(out, s->remote);
      }
      if (s->moved)
        buf_printf(out, " (%zu other%s came first)", s->moved, s->moved == 1 ? "" : "s");
    }
    buf_byte(out, '\n');
    from_base(out, site);
    not_committed(out, s);
  }
}

void summary_print(Cli *c, const Summary *s, const Site *site) {
  if (c->json)
    print_json(c, s, site);
  else
    print_text(c, s, site);
}
