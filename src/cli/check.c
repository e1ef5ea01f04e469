/* check.c -- `publish check`: all that publishing would find wrong, and nothing published.
 *
 *   build everything -> which findings are asked for (PATH) -> which are known (--baseline)
 *                    -> what is left, and a line for each rule
 *
 * The trees are made too, without writing them, because making them finds what no page
 * knows of, such as two files that are one on some systems. */
#include "base/diag_group.h"
#include "base/file.h"
#include "cli/baseline.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/finding.h"
#include "cli/report.h"
#include "cli/select.h"
#include "cli/site.h"
#include "cli/table.h"

enum { GONE_SHOWN = 10 };

typedef struct {
  Cli *c;
  Site site;
  Output *output;
  Select select;
  Baseline baseline;
  bool listed, whole;   /* the files are known; every page was rendered */
  size_t elsewhere;     /* findings outside PATH */
  size_t written, gone; /* entries of the file of known findings */
} Check;

static bool sensible(Cli *c) {
  const Options *o = &c->options;
  if (o->update && !o->baseline.n) {
    usage_error(&c->diags, P_USAGE, "add --baseline FILE", "--update needs a file to write to");
    return false;
  }
  if (o->update && o->arg_count) {
    usage_error(&c->diags, P_USAGE, "leave out PATH", "--update writes the findings of all files");
    return false;
  }
  if (o->worktree && o->source.n) {
    usage_error(&c->diags, P_USAGE, "leave one of them out",
                "--worktree and --source both say what to read");
    return false;
  }
  return true;
}

static bool build(Check *k) {
  Diags *d = &k->c->diags;
  const SiteHow how = site_how(k->c);
  Oid tree;
  k->listed = site_open(&k->site, &how, d) && site_settings(&k->site, d);
  bool ok = k->listed && site_build(&k->site, BUILD_ALL, d);
  k->whole = k->site.result.pages > 0;
  return ok && site_trees(&k->output, &tree, &k->site, OUTPUT_COUNT, d);
}

/* -- PATH -- */

/* What was asked for; and errors elsewhere than in articles, which stop every build. */
static bool is_wanted(Check *k, const Diag *r) {
  if (!k->c->options.arg_count || !r->file.n || r->blame != EXIT_CONTENT) return true;
  if (select_wants(&k->select, r->file)) return true;
  if (r->article.n && select_wants(&k->select, r->article)) return true;
  return r->severity == DIAG_ERROR && !site_is_article(&k->site, r->file) && !r->article.n;
}

static bool keep_wanted(Check *k) {
  Diags *d = &k->c->diags;
  if (!k->c->options.arg_count || !k->listed) return true;
  select_begin(&k->select, k->c, k->site.repo);
  size_t count, kept = 0;
  const InputEntry *entries = input_entries(k->site.input, &count);
  BuildRow *rows = ARENA_ARRAY(&k->c->arena, count, BuildRow);
  for (size_t i = 0; i < count; i++) {
    rows[i].path = entries[i].path;
    select_wants(&k->select, entries[i].path);
  }
  d->errors = d->warnings = 0;
  for (size_t i = 0; i < d->count; i++) {
    if (!is_wanted(k, &d->items[i])) {
      k->elsewhere++;
      continue;
    }
    d->errors += d->items[i].severity == DIAG_ERROR;
    d->warnings += d->items[i].severity == DIAG_WARNING;
    d->items[kept++] = d->items[i];
  }
  d->count = kept;
  return select_end(&k->select, rows, count);
}

/* -- known findings -- */

/* Entries that were not found, as far as that can be told: not when the checks ended early,
 * and not of a file whose errors kept it from being looked at to its end. */
static void find_gone(Check *k) {
  Cli *c = k->c;
  if (!k->whole) return;
  Map broken = { 0 };
  const Diags *lists[] = { &c->diags, &c->known };
  for (size_t i = 0; i < 2; i++)
    for (size_t n = 0; n < lists[i]->count; n++)
      if (lists[i]->items[n].severity == DIAG_ERROR) map_put(&broken, lists[i]->items[n].file, k);
  for (size_t i = 0; i < k->baseline.entries.count; i++) {
    Str key = k->baseline.entries.items[i].key, rest = key, file, rule;
    const BaselineEntry *e = k->baseline.entries.items[i].value;
    str_split(&rest, '\t', &file);
    str_split(&rest, '\t', &rule);
    if (e->found >= e->known || map_has(&broken, file)) continue;
    if (c->options.arg_count && !select_wants(&k->select, file)) continue;
    k->gone += e->known - e->found;
    if (c->json) {
      json_open(&c->out, "gone");
      json_text(&c->out, "file", file);
      json_text(&c->out, "rule", rule);
      json_text(&c->out, "message", rest);
      json_number(&c->out, "count", e->known - e->found);
      json_close(&c->out);
    } else if (!c->options.quiet && (k->gone <= GONE_SHOWN || c->options.verbose)) {
      buf_c(&c->out, "gone: ");
      show(&c->out, file);
      buf_c(&c->out, ": ");
      show(&c->out, rest);
      buf_c(&c->out, " [");
      show(&c->out, rule);
      buf_c(&c->out, "]\n");
    }
  }
  map_free(&broken);
}

static bool update(Check *k) {
  Cli *c = k->c;
  if (!k->whole) {
    diag_file(&c->diags, DIAG_NOTE, P_BASELINE, c->options.baseline,
              "mend the errors, then write it",
              "not written: the checks ended before every page was looked at");
    return true;
  }
  Buf text = { 0 };
  baseline_text(&text, &c->diags, &k->written);
  bool ok = file_write(c->options.baseline.p, buf_view(&text), &c->diags);
  buf_free(&text);
  return ok;
}

static bool use_baseline(Check *k) {
  Cli *c = k->c;
  if (!c->options.baseline.n) return true;
  if (!baseline_read(&k->baseline, c->options.baseline.p, c->options.update, &c->diags))
    return false;
  if (c->options.update && !update(k)) return false;
  if (k->whole && c->options.update) {
    /* From now on these are known. */
    Buf text = { 0 };
    size_t count;
    Baseline now = { 0 };
    baseline_text(&text, &c->diags, &count);
    baseline_parse(&now, c->options.baseline, buf_view(&text), &c->diags);
    Diags before = { 0 }, all = { 0 };
    diags_append(&all, &c->diags);
    baseline_split(&k->baseline, &all, &before);
    find_gone(k);
    baseline_split(&now, &c->diags, &c->known);
    diags_free(&before);
    diags_free(&all);
    baseline_free(&now);
    buf_free(&text);
  } else {
    baseline_split(&k->baseline, &c->diags, &c->known);
    find_gone(k);
  }
  c->baseline = true;
  return true;
}

/* -- telling -- */

static const char *const levels[] = { "note", "warning", "error" };

static Str rule_name(const DiagGroup *g, Arena *a) {
  const Diag like = { .code = g->code, .plugin = g->plugin, .rule = g->rule };
  return finding_rule(&like, a);
}

static void rules_json(Check *k, const DiagGroups *all) {
  Cli *c = k->c;
  for (size_t i = 0; i < all->count; i++) {
    const DiagGroup *g = &all->items[i];
    const CodeInfo *info = code_info(g->code);
    json_open(&c->out, "rule");
    json_text(&c->out, "rule", rule_name(g, &c->arena));
    json_text(&c->out, "severity", str_c(levels[g->severity]));
    if (g->plugin.n) json_text(&c->out, "plugin", g->plugin);
    if (info) json_text(&c->out, "title", str_c(info->title));
    json_number(&c->out, "count", g->count);
    json_number(&c->out, "files", g->files);
    json_close(&c->out);
  }
}

static void rules_text(Check *k, const DiagGroups *all) {
  Cli *c = k->c;
  Arena *a = &c->arena;
  size_t width = 0;
  for (size_t i = 0; i < all->count; i++) {
    size_t columns = show_columns(rule_name(&all->items[i], a));
    if (columns > width) width = columns;
  }
  for (size_t i = 0; i < all->count; i++) {
    const DiagGroup *g = &all->items[i];
    const CodeInfo *info = code_info(g->code);
    buf_printf(&c->out, "%-8s ", levels[g->severity]);
    show_cell(&c->out, rule_name(g, a), width);
    buf_printf(&c->out, " %6zu", g->count);
    buf_printf(&c->out, " in %zu file%s", g->files, g->files == 1 ? "" : "s");
    if (info && !g->plugin.n) buf_printf(&c->out, ": %s", info->title);
    buf_byte(&c->out, '\n');
  }
}

static void tell_text(Check *k, const DiagGroups *all) {
  Cli *c = k->c;
  const Options *o = &c->options;
  Buf *out = &c->out;
  if (o->quiet) return;
  rules_text(k, all);
  if (k->gone) {
    if (k->gone > GONE_SHOWN && !o->verbose)
      buf_printf(out, "gone: and %zu more; -v shows all\n", k->gone - GONE_SHOWN);
    show(out, o->baseline);
    buf_c(out, ": ");
    show_count(out, k->gone, "finding");
    buf_printf(out, " of it %s gone%s\n", k->gone == 1 ? "is" : "are",
               o->update ? "" : "; --update takes them out");
  }
  if (o->update && k->whole) {
    show(out, o->baseline);
    buf_c(out, ": ");
    show_count(out, k->written, "finding");
    buf_c(out, " written\n");
  }
  if (k->elsewhere) {
    show_count(out, k->elsewhere, "finding");
    buf_c(out, " in other files not shown\n");
  }
  buf_c(out, k->whole ? "checked " : "ended early: ");
  show_count(out, k->site.result.articles, "article");
  buf_c(out, ", ");
  show_count(out, k->site.result.pages, "page");
  buf_c(out, ": ");
  show_count(out, c->diags.errors, "error");
  buf_c(out, ", ");
  show_count(out, c->diags.warnings, "warning");
  if (c->known.count) buf_printf(out, "; %zu known", c->known.count);
  if (c->known.errors)
    buf_printf(out, ", of which %zu stop%s a build", c->known.errors,
               c->known.errors == 1 ? "s" : "");
  buf_printf(out, ", %.2f s\n", clock_seconds() - c->started);
}

static void tell_json(Check *k, const DiagGroups *all) {
  Cli *c = k->c;
  Buf *out = &c->out;
  rules_json(k, all);
  if (c->diags.errors) return; /* report_end() writes the summary of a failed run */
  json_open(out, "summary");
  json_text(out, "result", S("checked"));
  json_number(out, "status", EXIT_DONE);
  json_number(out, "articles", k->site.result.articles);
  json_number(out, "pages", k->site.result.pages);
  json_number(out, "errors", 0);
  json_number(out, "warnings", c->diags.warnings);
  json_number(out, "known", c->known.count);
  json_number(out, "gone", k->gone);
  json_number(out, "elsewhere", k->elsewhere);
  buf_printf(out, ",\"seconds\":%.3f", clock_seconds() - c->started);
  json_close(out);
}

static bool run(Check *k) {
  Cli *c = k->c;
  if (!sensible(c)) return false;
  build(k);
  if (diags_status(&c->diags) > EXIT_CONTENT) return false;
  /* As they will be told; a baseline counts them in this order. */
  diags_sort(&c->diags);
  if (!keep_wanted(k) || !use_baseline(k)) return false;
  DiagGroups all;
  diags_group(&all, &c->diags, &c->arena);
  if (c->json)
    tell_json(k, &all);
  else
    tell_text(k, &all);
  return !c->diags.errors;
}

bool command_check(Cli *c) {
  Check k = { .c = c };
  bool ok = run(&k);
  baseline_free(&k.baseline);
  output_close(k.output);
  site_close(&k.site);
  return ok;
}
