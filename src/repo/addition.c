/* addition.c -- what a moderation branch stands on, and the commit on top of it. */
#include "repo/addition.h"

#include "repo/private.h"

/* -- what to add to -- */

/* The two merged. False, without a record, when they conflict or cannot be merged. */
static bool merged_tree(Oid *tree, Repo *r, const Oid *ours, const Oid *theirs) {
  git_commit *a = NULL, *b = NULL;
  git_index *index = NULL;
  git_oid id;
  git_merge_options options;
  bool ok = git_merge_options_init(&options, GIT_MERGE_OPTIONS_VERSION) == 0 &&
            git_commit_lookup(&a, r->git, oid_git(ours)) == 0 &&
            git_commit_lookup(&b, r->git, oid_git(theirs)) == 0 &&
            git_merge_commits(&index, r->git, a, b, &options) == 0 &&
            !git_index_has_conflicts(index) && git_index_write_tree_to(&id, index, r->git) == 0;
  if (ok) *tree = oid_from(&id);
  git_index_free(index);
  git_commit_free(a);
  git_commit_free(b);
  return ok;
}

static bool based_on(Addition *out, const Oid *commit, const Oid *tree) {
  out->parents[0] = *commit;
  out->parent_count = 1;
  out->tree = *tree;
  return true;
}

bool addition_begin(Addition *out, Repo *r, Str name, const char *what, const Commit *source,
                    Arena *a, Diags *d) {
  bool arrived, ahead;
  *out = (Addition){ 0 };
  if (!branch_place(&out->branch, r, name, what, source, a, d)) return false;
  const Branch *b = &out->branch;
  if (b->state == BRANCH_ABSENT) return based_on(out, &source->id, &source->tree);
  if (!repo_descends(&arrived, r, &source->id, &b->tip, d)) return false;
  if (arrived) return based_on(out, &source->id, &source->tree);
  if (!repo_descends(&ahead, r, &b->tip, &source->id, d)) return false;
  if (ahead) return based_on(out, &b->tip, &b->tree);
  if (merged_tree(&out->tree, r, &b->tip, &source->id)) {
    out->parents[0] = b->tip;
    out->parents[1] = source->id;
    out->parent_count = 2;
    return true;
  }
  Diag *e = diag_file(d, DIAG_WARNING, P_BRANCH_DIVERGED, S(""), NULL,
                      "the %s '%.*s' and the source cannot be merged by themselves", what,
                      STR(str_sub(b->ref, 11, b->ref.n)));
  diag_help(d, e, "merge them by hand when you moderate; the new files go on top of the branch");
  return based_on(out, &b->tip, &b->tree);
}

/* -- the commit -- */

bool addition_commit(bool *moved, Oid *commit, Repo *r, const Addition *at, const AddedFile *files,
                     size_t count, const OutputCommit *how, Diags *d) {
  Output *o = output_new(r, OUTPUT_WRITE);
  Deflater z = { 0 };
  Arena a = { 0 };
  Oid root;
  OutputResult result = OUTPUT_PUBLISHED;
  OutputCommit mine = *how;
  mine.parents = at->parents;
  mine.parent_count = at->parent_count;
  bool ok = output_tree(o, &at->tree, S("the branch"), d);
  for (size_t i = 0; ok && i < count; i++) {
    Object object;
    object_make(&object, OBJECT_BLOB, files[i].bytes, &z, &a);
    ok = output_object(o, files[i].path, MODE_FILE, &object, files[i].path, d);
    arena_reset(&a);
  }
  ok = ok && output_build(&root, o, d) && output_publish(&result, commit, o, &at->branch, &mine, d);
  *moved = result == OUTPUT_MOVED;
  deflater_free(&z);
  arena_free(&a);
  output_close(o);
  return ok;
}

/* -- names -- */

typedef struct {
  Repo *repo;
  Map *names;
  Map trees, roots, commits; /* seen */
  Arena *a;
  Diags *d;
} Walk;

/* Is the id new to this map? Keys are kept in the arena. */
static bool first_time(Walk *w, Map *seen, const Oid *id) {
  if (map_has(seen, oid_key(id))) return false;
  Oid *kept = ARENA_NEW(w->a, Oid);
  *kept = *id;
  map_put(seen, oid_key(kept), kept);
  return true;
}

static bool read_entries(Walk *w, TreeEntry **entries, size_t *n, const Oid *tree, Str path,
                         Arena *a) {
  Str bytes;
  return repo_object(&bytes, w->repo, tree, OBJECT_TREE, path, a, w->d) &&
         tree_parse(entries, n, bytes, path, tree, a, w->d);
}

static bool walk_tree(Walk *w, const Oid *tree, Str path, int depth) {
  if (depth > TREE_DEPTH_MAX || !first_time(w, &w->trees, tree)) return true;
  Arena a = { 0 };
  TreeEntry *entries;
  size_t n = 0;
  bool ok = read_entries(w, &entries, &n, tree, path, &a);
  for (size_t i = 0; ok && i < n; i++) {
    if (entries[i].mode == MODE_TREE)
      ok = walk_tree(w, &entries[i].id, entries[i].name, depth + 1);
    else if (!map_has(w->names, entries[i].name))
      map_put(w->names, arena_str(w->a, entries[i].name), w);
  }
  arena_free(&a);
  return ok;
}

/* From a root down to the folder; a folder that is not there has no names. */
static bool walk_root(Walk *w, const Oid *root, Str folder) {
  Oid at = *root;
  Str name;
  bool ok = true;
  while (ok && str_split(&folder, '/', &name)) {
    Arena a = { 0 };
    TreeEntry *entries;
    size_t n = 0, i = 0;
    ok = read_entries(w, &entries, &n, &at, name, &a);
    while (ok && i < n && !(entries[i].mode == MODE_TREE && str_eq(entries[i].name, name))) i++;
    bool found = ok && i < n;
    if (found) at = entries[i].id;
    arena_free(&a);
    if (!found) return ok;
  }
  return ok && walk_tree(w, &at, S(""), 0);
}

static void walk_end(Walk *w) {
  map_free(&w->trees);
  map_free(&w->roots);
  map_free(&w->commits);
}

bool addition_names(Map *names, Repo *r, const Oid *tree, Str folder, Arena *a, Diags *d) {
  Walk w = { .repo = r, .names = names, .a = a, .d = d };
  bool ok = walk_root(&w, tree, folder);
  walk_end(&w);
  return ok;
}

bool addition_names_ever(Map *names, Repo *r, const Oid *commits, size_t count, Str folder,
                         Arena *a, Diags *d) {
  Walk w = { .repo = r, .names = names, .a = a, .d = d };
  bool ok = true;
  for (size_t i = 0; i < count; i++)
    if (!oid_zero(&commits[i])) first_time(&w, &w.commits, &commits[i]);
  /* The map grows while it is walked: its order of insertion is the queue. */
  for (size_t i = 0; ok && i < w.commits.count; i++) {
    const Oid *id = w.commits.items[i].value;
    Arena scratch = { 0 };
    Commit c;
    ok = repo_commit(&c, r, id, &scratch, d);
    if (ok && first_time(&w, &w.roots, &c.tree)) ok = walk_root(&w, &c.tree, folder);
    bool edge = repo_at_edge(r, id); /* of a shallow clone: what was before is not here */
    for (size_t k = 0; ok && !edge && k < c.parent_count; k++)
      first_time(&w, &w.commits, &c.parents[k]);
    arena_free(&scratch);
  }
  walk_end(&w);
  return ok;
}
