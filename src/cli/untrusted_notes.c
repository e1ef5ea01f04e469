/* untrusted_notes.c -- what of an untrusted commit was not taken, so that a reviewer knows
 * what the preview does not show.
 *
 * The two trees are compared as a whole, whatever the build reads: a changed workflow or a
 * README is worth a line, too. Equal folders are not opened, and a tree made to
 * unfold without end stops at a limit; then the rest is not told, and nothing else depends
 * on it. */
#include "base/map.h"
#include "cli/untrusted.h"

#include <stdlib.h>

enum { LINES = 20, NAMES = 3, TREES = 20000, FILES = 200000 };

typedef struct {
  Repo *repo;
  const TreeDiff *diff;
  size_t trees;
} Reading;

static bool read_tree(void *ctx, Str *out, const Oid *id, Str path, Arena *a, Diags *d) {
  Reading *r = ctx;
  if (++r->trees > TREES || r->diff->count > FILES) {
    diag_file(d, DIAG_ERROR, P_INPUT_LIMIT, path, NULL, "more than %d files differ", (int)FILES);
    return false;
  }
  return repo_object(out, r->repo, id, OBJECT_TREE, path, a, d);
}

typedef struct {
  Str key; /* the folder, or the file itself */
  size_t counts[3];
  Str names[NAMES]; /* below the folder */
  size_t total;
  uint32_t mode; /* of the one file that is the key itself */
  bool folder;
} Group;

/* plugins/NAME, the first folder otherwise; a file of the root stands for itself. */
static Str group_of(Str path) {
  long slash = str_chr(path, '/');
  if (slash < 0) return path;
  Str first = str_sub(path, 0, (size_t)slash);
  if (!str_eqc(first, "plugins")) return first;
  long second = str_chr(str_sub(path, (size_t)slash + 1, path.n), '/');
  return second < 0 ? path : str_sub(path, 0, (size_t)(slash + 1 + second));
}

static void add(Map *groups, const TreeDifference *t, Arena *a) {
  Str key = group_of(t->path);
  Group *g = map_get(groups, key);
  if (!g) {
    g = ARENA_NEW(a, Group);
    g->key = key;
    map_put(groups, key, g);
  }
  g->counts[t->what]++;
  if (t->path.n > key.n) {
    g->folder = true;
    if (g->total < NAMES) g->names[g->total] = str_sub(t->path, key.n + 1, t->path.n);
    g->total++;
  } else {
    g->mode = t->what == TREE_REMOVED ? MODE_FILE : t->mode;
  }
}

static Str counted(const Group *g, Arena *a) {
  static const char *const words[] = { "added", "changed", "removed" };
  Buf out = { 0 };
  for (size_t i = 0; i < 3; i++)
    if (g->counts[i]) buf_printf(&out, "%s%zu %s", out.n ? ", " : "", g->counts[i], words[i]);
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static void tell_group(const Group *g, Arena *a, Diags *d) {
  static const char *const words[] = { "added", "changed", "removed" };
  if (!g->folder) {
    const char *what = words[g->counts[TREE_ADDED] ? 0 : g->counts[TREE_CHANGED] ? 1 : 2];
    if (g->mode == MODE_SYMLINK) what = "a symbolic link, never followed";
    if (g->mode == MODE_SUBMODULE) what = "a submodule, never entered";
    diag_file(d, DIAG_NOTE, P_UNTRUSTED, g->key, NULL, "%s: not taken from the untrusted commit",
              what);
    return;
  }
  Buf names = { 0 };
  for (size_t i = 0; i < g->total && i < NAMES; i++) {
    if (i) buf_c(&names, ", ");
    buf_str(&names, g->names[i]);
  }
  if (g->total > NAMES) buf_printf(&names, " and %zu more", g->total - NAMES);
  diag_file(d, DIAG_NOTE, P_UNTRUSTED, g->key, NULL,
            "%.*s: not taken from the untrusted commit (%.*s)", STR(counted(g, a)),
            STR(buf_view(&names)));
  buf_free(&names);
}

static const InputRefusal *refusal_of(const Site *s, Str path) {
  size_t count;
  const InputRefusal *items = input_refusals(s->input, &count);
  for (size_t low = 0, high = count; low < high;) {
    size_t mid = low + (high - low) / 2;
    int c = str_cmp(items[mid].path, path);
    if (c == 0) return &items[mid];
    if (c < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

static void tell_files(Site *s, Arena *a, Diags *d) {
  Map groups = { 0 };
  size_t lines = 0, files = 0;
  for (size_t i = 0; i < s->from_base.count; i++) {
    const TreeDifference *t = &s->from_base.items[i];
    bool theirs = build_source_kind(&s->settings, t->path) != SOURCE_OTHER;
    const InputRefusal *no = theirs && t->what != TREE_REMOVED ? refusal_of(s, t->path) : NULL;
    if (theirs && !no) continue;
    s->left_out++;
    if (!s->how.notes) continue;
    if (no && lines < LINES) {
      lines++;
      diag_file(d, DIAG_NOTE, P_UNTRUSTED, t->path, NULL, "%s: not taken from the untrusted commit",
                no->why);
    } else {
      add(&groups, t, a);
    }
  }
  for (size_t i = 0; i < groups.count; i++) {
    const Group *g = groups.items[i].value;
    if (lines < LINES)
      tell_group(g, a, d);
    else
      files += g->counts[0] + g->counts[1] + g->counts[2];
    lines++;
  }
  if (files)
    diag_file(d, DIAG_NOTE, P_UNTRUSTED, S(""), NULL,
              "%zu more files, in %zu other folders: not taken from the untrusted commit", files,
              lines - LINES);
  map_free(&groups);
}

/* A preview of a commit that BASE has left behind shows what no merge would give. */
static bool tell_relation(Site *s, Diags *d) {
  bool ahead, behind;
  if (!repo_descends(&ahead, s->repo, &s->source.id, &s->base.id, d)) return false;
  if (ahead) return true;
  if (!repo_descends(&behind, s->repo, &s->base.id, &s->source.id, d)) return false;
  if (behind)
    diag_file(d, DIAG_NOTE, P_UNTRUSTED_RELATION, S(""), NULL,
              "BASE contains the commit already: its articles are shown as the commit has them");
  else if (!repo_shallow(s->repo))
    diag_file(d, DIAG_NOTE, P_UNTRUSTED_RELATION, S(""),
              "build the merge of both; GitHub has it as refs/pull/NUMBER/merge",
              "the commit does not contain BASE: what is new on BASE since is not in its articles");
  return true;
}

bool untrusted_tell(Site *s, Diags *d) {
  if (oid_zero(&s->base.id)) return true;
  Diags quiet = { 0 };
  Reading reading = { .repo = s->repo, .diff = &s->from_base };
  s->left_out = 0;
  if (tree_diff(&s->from_base, &s->base.tree, &s->source.tree, read_tree, &reading, &s->arena,
                &quiet)) {
    tell_files(s, &s->arena, d);
  } else {
    s->from_base = (TreeDiff){ 0 };
    if (s->how.notes)
      diag_file(d, DIAG_NOTE, P_UNTRUSTED, S(""), NULL,
                "what was not taken from the untrusted commit cannot be listed: %.*s",
                STR(quiet.items[0].message));
  }
  diags_free(&quiet);
  return !s->how.notes || tell_relation(s, d);
}
