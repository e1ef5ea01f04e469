/* views.c -- `publish views import`: from access logs to data/counts.yaml.
 *
 *   open -> catalog -> addresses -> counts and ledger as they are
 *        -> tally every file -> write both, together -> commit, if asked for
 *
 * The catalog is built as for publishing, in workers; the logs are read here, line
 * by line. On a work tree the files on disk are the input, so that several imports
 * may go before a commit. In a bare repository the input is the branch's tip, and when
 * somebody moves it meanwhile all is done again on top. */
#include "base/file.h"
#include "base/file_group.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "intake/tally.h"
#include "repo/edit.h"

#include <sys/stat.h>

enum { UNKNOWN_SHOWN = 10, KEYS_SHOWN = 20, TRIES = 8 };
static const Str COUNTS_PATH = { "data/counts.yaml", 16 };
static const Str IMPORTS_PATH = { "data/imports.yaml", 17 };

typedef struct {
  Cli *c;
  Site site;
  Arena arena;
  BuildRow *rows;
  size_t count;
  Str *ids;
  Addresses addresses;
  Counts counts;
  Ledger ledger;
  Tally tally;
  Source was_counts, was_imports; /* text "" = not there */
  Buf now_counts, now_imports;
  bool counts_changed, imports_changed, committed, unchanged_branch;
  Oid commit;
  int lock; /* -1: not held; the kernel takes it back at the end */
} Import;

static void import_free(Import *m) {
  tally_free(&m->tally);
  counts_free(&m->counts);
  ledger_free(&m->ledger);
  addresses_free(&m->addresses);
  buf_free(&m->now_counts);
  buf_free(&m->now_imports);
  site_close(&m->site);
  arena_free(&m->arena);
  *m = (Import){ .c = m->c, .lock = m->lock };
}

/* -- what there is -- */

static bool open_site(Import *m) {
  Diags *d = &m->c->diags;
  Repo *probe;
  if (!repo_open(&probe, ".", d)) return false;
  bool bare = repo_bare(probe);
  repo_close(probe);
  SiteHow how = site_how(m->c);
  how.worktree = !bare;
  return site_open(&m->site, &how, d) && site_settings(&m->site, d) &&
         site_build(&m->site, BUILD_PLAN, d);
}

/* Every address of every article, and every other page. */
static void list_addresses(Import *m) {
  const World *w = build_world(&m->site.result);
  BuildRow none;
  m->count = build_rows(&m->site.result, &none, 0);
  m->rows = ARENA_ARRAY(&m->arena, m->count, BuildRow);
  m->ids = ARENA_ARRAY(&m->arena, m->count, Str);
  build_rows(&m->site.result, m->rows, m->count);
  addresses_base(&m->addresses, value_strc(m->site.result.settings, "base"));
  for (size_t i = 0; i < m->count; i++) {
    const Value *row = m->rows[i].row;
    uint32_t number = (uint32_t)i + 1;
    m->ids[i] = value_strc(row, "id");
    addresses_add(&m->addresses, value_strc(row, "url"), number);
    addresses_name(&m->addresses, m->ids[i], number);
  }
  /* An address that is an article's now is that one's, whoever had it before. */
  for (size_t i = 0; i < m->count; i++) {
    const Value *aliases = value_getc(m->rows[i].row, "aliases");
    for (size_t k = 0; k < value_count(aliases); k++)
      addresses_add(&m->addresses, value_str(value_at(aliases, k), &m->arena), (uint32_t)i + 1);
    addresses_name(&m->addresses, m->rows[i].path, (uint32_t)i + 1);
  }
  const Value *pages = world_pages(w, NULL);
  for (size_t i = 0; i < value_count(pages); i++)
    addresses_add(&m->addresses, value_strc(value_at(pages, i), "url"), ADDRESS_OTHER);
}

static bool read_data(Import *m) {
  const World *w = build_world(&m->site.result);
  const Value *data = world_data(w).v;
  Diags *d = &m->c->diags;
  m->was_counts.path = COUNTS_PATH;
  m->was_imports.path = IMPORTS_PATH;
  world_source(w, NULL, COUNTS_PATH, &m->was_counts);
  world_source(w, NULL, IMPORTS_PATH, &m->was_imports);
  if (value_count(value_getc(data, "counts")) && !m->was_counts.text.n) {
    diag_file(d, DIAG_ERROR, P_COUNTS, COUNTS_PATH, "move them into this file",
              "is where counts are written, but those there are stand in other files of data/");
    return false;
  }
  bool ok = counts_read(&m->counts, &m->arena, value_getc(data, "counts"), &m->was_counts, d);
  return ledger_read(&m->ledger, value_getc(data, "imports"), &m->was_imports, d) && ok;
}

/* Lines whose article is gone. */
static void check_keys(Import *m) {
  const World *w = build_world(&m->site.result);
  Map known = { 0 };
  size_t shown = 0, more = 0;
  for (size_t i = 0; i < m->count; i++) map_put(&known, m->ids[i], &m->ids[i]);
  const Value *withdrawn = world_withdrawn(w).v;
  for (size_t i = 0; i < value_count(withdrawn); i++)
    map_put(&known, value_strc(value_at(withdrawn, i), "id"), m);
  for (size_t i = 0; i < m->counts.by_id.count; i++) {
    const Count *c = m->counts.by_id.items[i].value;
    Str link = map_has(&known, c->id) ? c->id : world_link(w, NULL, c->id);
    /* Drafts, expired articles and those with errors are there. */
    if (map_has(&known, c->id) || str_starts(link, S("@"))) continue;
    if (shown++ >= KEYS_SHOWN) {
      more++;
      continue;
    }
    Str near = str_nearest(c->id, m->ids, m->count);
    Diag *r = diag_at(&m->c->diags, DIAG_WARNING, P_COUNT_KEY, &m->was_counts,
                      (Range){ c->span.offset, c->span.length }, NULL,
                      "no article has the id '%.*s'", STR(c->id));
    if (near.n)
      diag_help(&m->c->diags, r, "did you mean '%.*s'?", STR(near));
    else
      diag_help(&m->c->diags, r, "delete the line, or give its article 'id: %.*s'", STR(c->id));
  }
  if (more)
    diag_file(&m->c->diags, DIAG_WARNING, P_COUNT_KEY, COUNTS_PATH, NULL,
              "%zu more lines are of no article", more);
  map_free(&known);
}

/* -- what becomes of it -- */

static bool tally_all(Import *m) {
  const Options *o = &m->c->options;
  m->tally = (Tally){ .addresses = &m->addresses,
                      .ids = m->ids,
                      .articles = m->count,
                      .counts = &m->counts,
                      .ledger = &m->ledger,
                      .add = o->add };
  bool ok = true;
  for (size_t i = 0; i < o->arg_count; i++) {
    /* Arguments are NUL-terminated. */
    ok = tally_file(&m->tally, o->args[i].p, &m->c->diags) && ok;
  }
  return ok;
}

static void compose(Import *m) {
  bool had = m->was_counts.text.n || m->counts.by_id.count;
  if (had) counts_write(&m->now_counts, &m->counts, m->was_counts.text);
  m->counts_changed = m->tally.changed && !str_eq(buf_view(&m->now_counts), m->was_counts.text);
  if (m->ledger.count) ledger_write(&m->now_imports, &m->ledger, &m->arena);
  m->imports_changed = !str_eq(buf_view(&m->now_imports), m->was_imports.text);
}

static size_t changed_files(const Import *m, EditFile *out) {
  size_t n = 0;
  if (m->counts_changed) out[n++] = (EditFile){ COUNTS_PATH, buf_view(&m->now_counts) };
  if (m->imports_changed) out[n++] = (EditFile){ IMPORTS_PATH, buf_view(&m->now_imports) };
  return n;
}

/* Alone from here on in this work tree; what a killed import left is finished or
 * forgotten. A bare repository needs neither: there a commit is the one step. */
static bool take_turn(Import *m) {
  Diags *d = &m->c->diags;
  Repo *repo;
  bool taken = false;
  if (m->c->options.dry_run || m->lock >= 0) return true;
  if (!repo_open(&repo, ".", d)) return false;
  bool bare = repo_bare(repo), ok = true;
  Arena a = { 0 };
  if (!bare) {
    Str root = repo_workdir(repo);
    ok = file_lock(&m->lock, &taken,
                   arena_printf(&a, "%.*spublish/import.lock", STR(repo_commondir(repo))).p, d);
    const Str paths[] = { arena_printf(&a, "%.*s%.*s", STR(root), STR(COUNTS_PATH)),
                          arena_printf(&a, "%.*s%.*s", STR(root), STR(IMPORTS_PATH)) };
    if (ok && !taken) ok = file_group_recover(paths, 2, d);
  }
  if (ok && taken) {
    diag_machine(d, P_IMPORT_RUNNING, "import again when it has ended",
                 "another import is running in this repository");
    ok = false;
  }
  arena_free(&a);
  repo_close(repo);
  return ok;
}

static bool write_files(Import *m) {
  EditFile changed[2];
  FileWrite files[2];
  size_t n = changed_files(m, changed);
  Str root = repo_workdir(m->site.repo);
  struct stat st;
  Str folder = arena_printf(&m->arena, "%.*sdata", STR(root));
  if (n && lstat(folder.p, &st) == 0 && !S_ISDIR(st.st_mode)) {
    diag_machine(&m->c->diags, P_FILE_IO, "make it a folder", "%s is not a folder", folder.p);
    return false;
  }
  for (size_t i = 0; i < n; i++)
    files[i] = (FileWrite){ arena_printf(&m->arena, "%.*s%.*s", STR(root), STR(changed[i].path)),
                            changed[i].bytes };
  return !n || file_group_write(files, n, &m->c->diags);
}

static OutputCommit describe(Import *m, int64_t now) {
  OutputCommit how = { .when = { .time = now, .offset = clock_zone(now), .known = true } };
  bool configured;
  repo_identity(&how.name, &how.email, &configured, m->site.repo, &m->arena);
  how.message =
      arena_printf(&m->arena, "Import counts of %llu article%s\n",
                   (unsigned long long)m->tally.changed, m->tally.changed == 1 ? "" : "s");
  return how;
}

/* On a work tree all of the two files is committed, as 'git commit FILES' does. */
static bool commit_files(Import *m, bool *moved) {
  EditFile files[2] = { { COUNTS_PATH, buf_view(&m->now_counts) },
                        { IMPORTS_PATH, buf_view(&m->now_imports) } };
  size_t n = 0;
  bool bare = repo_bare(m->site.repo);
  Commit head;
  EditResult result;
  *moved = false;
  if (!edit_current(&head, m->site.repo, &m->arena, &m->c->diags)) return false;
  if (bare && !oid_eq(&head.id, &m->site.source.id)) {
    *moved = true;
    return true;
  }
  if (m->now_counts.n) {
    if (!bare && !m->counts_changed) files[0].bytes = m->was_counts.text;
    files[n++] = files[0];
  }
  if (m->now_imports.n) files[n++] = files[1];
  OutputCommit how = describe(m, clock_now());
  if (!n || (bare && !m->counts_changed && !m->imports_changed)) return true;
  if (!edit_commit(&result, &m->commit, m->site.repo, head.ref, &head.id, false, files, n, &how,
                   &m->c->diags))
    return false;
  m->committed = result == EDIT_COMMITTED;
  *moved = result == EDIT_MOVED;
  return true;
}

/* -- what is said -- */

static void print_json(Import *m, const char *result, const UnknownPath *unknown, size_t count) {
  Buf *out = &m->c->out;
  for (size_t i = 0; i < count; i++) {
    json_open(out, "unknown");
    json_text(out, "path", unknown[i].path);
    json_number(out, "lines", unknown[i].n);
    json_close(out);
  }
  json_open(out, "summary");
  json_text(out, "result", str_c(result));
  json_number(out, "status", EXIT_DONE);
  json_number(out, "files", m->tally.files);
  json_number(out, "lines", m->tally.lines);
  json_number(out, "counted", m->tally.counted);
  json_number(out, "articles", m->tally.changed);
  buf_c(out, ",\"left_out\":{");
  for (int i = 0; i < LEFT_REASONS; i++)
    buf_printf(out, "%s\"%s\":%llu", i ? "," : "", left_names[i],
               (unsigned long long)m->tally.left[i]);
  buf_byte(out, '}');
  if (m->committed) {
    char hex[41];
    oid_hex(hex, &m->commit);
    json_text(out, "commit", str_c(hex));
  }
  json_close(out);
}

static void print_text(Import *m, const char *result, const UnknownPath *unknown, size_t count) {
  Buf *out = &m->c->out;
  const Tally *t = &m->tally;
  if (m->c->options.quiet) return;
  show_count(out, t->lines, "line");
  buf_printf(out, ", %llu counted, for ", (unsigned long long)t->counted);
  show_count(out, t->changed, "article");
  buf_byte(out, '\n');
  for (int i = 0; i < LEFT_REASONS; i++)
    if (t->left[i]) buf_printf(out, "%10llu %s\n", (unsigned long long)t->left[i], left_texts[i]);
  if (count) buf_c(out, "asked for most, of what the site does not have:\n");
  for (size_t i = 0; i < count; i++) {
    buf_printf(out, "%10llu ", (unsigned long long)unknown[i].n);
    show(out, unknown[i].path);
    buf_byte(out, '\n');
  }
  if (m->committed) {
    char hex[41];
    oid_hex(hex, &m->commit);
    buf_printf(out, "committed %.12s\n", hex);
  } else if (strcmp(result, "unchanged") == 0) {
    buf_c(out, "nothing new\n");
  } else if (strcmp(result, "dry-run") == 0) {
    buf_c(out, "nothing was written (--dry-run)\n");
  } else {
    EditFile files[2];
    size_t n = changed_files(m, files);
    buf_c(out, "written; now: git add");
    for (size_t i = 0; i < n; i++) buf_printf(out, " %.*s", STR(files[i].path));
    buf_c(out, " && git commit -m \"Import counts\"\n");
  }
}

static void print_summary(Import *m) {
  bool changed = m->counts_changed || m->imports_changed;
  const char *result = m->committed            ? "committed"
                       : !changed              ? "unchanged"
                       : m->c->options.dry_run ? "dry-run"
                                               : "written";
  size_t count;
  const UnknownPath *unknown = tally_unknown(&m->tally, UNKNOWN_SHOWN, &count);
  if (m->c->json)
    print_json(m, result, unknown, count);
  else
    print_text(m, result, unknown, count);
}

static bool import_once(Import *m, bool *again) {
  const Options *o = &m->c->options;
  *again = false;
  if (!take_turn(m) || !open_site(m)) return false;
  list_addresses(m);
  /* All that is wrong is told in one run. */
  bool ok = read_data(m);
  if (ok) check_keys(m);
  if (!tally_all(m) || !ok) return false;
  compose(m);
  bool bare = repo_bare(m->site.repo);
  if (!o->dry_run) {
    if (!bare && !write_files(m)) return false;
    for (int i = 0; (bare || o->commit) && (i == 0 || *again) && i < TRIES; i++) {
      if (!commit_files(m, again)) return false;
      /* What was counted stands on other ground now. */
      if (bare) break;
    }
  }
  if (!*again) print_summary(m);
  return true;
}

static bool sensible(Cli *c) {
  const Options *o = &c->options;
  size_t inputs = 0;
  for (size_t i = 0; i < o->arg_count; i++) inputs += str_eqc(o->args[i], "-");
  if (inputs <= 1) return true;
  usage_error(&c->diags, P_USAGE, NULL, "'-' is given twice, but standard input can be read once");
  return false;
}

bool command_views_import(Cli *c) {
  Import m = { .c = c, .lock = -1 };
  bool again = true, ok = sensible(c);
  for (int i = 0; ok && again && i < TRIES; i++) {
    for (size_t k = 0; i && ok && k < c->options.arg_count; k++) {
      if (!str_eqc(c->options.args[k], "-")) continue;
      diag_machine(&c->diags, P_BRANCH_RACE, "import it again",
                   "the branch moved meanwhile, and standard input can be read once");
      ok = false;
    }
    if (ok) ok = import_once(&m, &again);
    import_free(&m);
  }
  if (ok && again) {
    diag_machine(&c->diags, P_BRANCH_RACE, "try again", "the branch keeps moving");
    ok = false;
  }
  return ok;
}
