/* edit.c -- blobs, a tree from the parent's, a commit, and the branch moved. */
#include "repo/edit.h"

#include "repo/private.h"

#include <sys/stat.h>

static bool git_failed(Diags *d, const char *what, Str ref) {
  diag_machine(d, P_REPO_WRITE, "the branch is unchanged", "cannot %s for %.*s: %s", what, STR(ref),
               git_why());
  return false;
}

bool edit_current(Commit *out, Repo *r, Arena *a, Diags *d) {
  if (!repo_resolve(out, r, S("HEAD"), a, d)) return false;
  if (out->ref.n) return true;
  Diag *e = diag_machine(d, P_BRANCH_NAME, "git switch to a branch, or leave --commit out",
                         "HEAD is on no branch, so there is none to commit to");
  e->blame = EXIT_USAGE;
  return false;
}

static bool names_fit(const EditFile *files, size_t count, Diags *d) {
  for (size_t i = 0; i < count; i++) {
    Str rest = files[i].path, part;
    while (str_split(&rest, '/', &part)) {
      const char *problem = tree_name_problem(part);
      if (!problem) continue;
      diag_file(d, DIAG_ERROR, P_OUTPUT_NAME, files[i].path, NULL, "cannot be committed: '%.*s' %s",
                STR(part), problem);
      return false;
    }
  }
  return true;
}

static bool make_tree(git_oid *tree, git_oid *blobs, Repo *r, git_tree *base, Str ref,
                      const EditFile *files, size_t count, Arena *a, Diags *d) {
  git_tree_update *updates = ARENA_ARRAY(a, count, git_tree_update);
  for (size_t i = 0; i < count; i++) {
    Str bytes = files[i].bytes;
    if (git_blob_create_from_buffer(&blobs[i], r->git, bytes.p ? bytes.p : "", bytes.n) < 0)
      return git_failed(d, "write a file", ref);
    updates[i] = (git_tree_update){ .action = GIT_TREE_UPDATE_UPSERT,
                                    .id = blobs[i],
                                    .filemode = GIT_FILEMODE_BLOB,
                                    .path = arena_cstr(a, files[i].path) };
  }
  return git_tree_create_updated(tree, r->git, base, count, updates) == 0 ||
         git_failed(d, "make a tree", ref);
}

/* The index of a work tree learns of the files, and of what they are on disk.
 * Best effort: a locked index costs a "modified" in git status, nothing else. */
static void tell_index(Repo *r, Str ref, const git_oid *blobs, const EditFile *files, size_t count,
                       Arena *a) {
  Commit head;
  git_index *index = NULL;
  Diags quiet = { 0 };
  bool here =
      !repo_bare(r) && repo_resolve(&head, r, S("HEAD"), a, &quiet) && str_eq(head.ref, ref);
  diags_free(&quiet);
  if (!here || git_repository_index(&index, r->git) < 0) return;
  for (size_t i = 0; i < count; i++) {
    git_index_entry e = { .mode = GIT_FILEMODE_BLOB,
                          .id = blobs[i],
                          .path = arena_cstr(a, files[i].path) };
    struct stat st;
    Str path = arena_printf(a, "%.*s%.*s", STR(repo_workdir(r)), STR(files[i].path));
    if (lstat(path.p, &st) == 0 && (uint64_t)st.st_size == files[i].bytes.n) {
      index_stat(&e, &st);
    }
    git_index_add(index, &e);
  }
  git_index_write(index);
  git_index_free(index);
}

/* GIT_EMODIFIED: somebody else moved it. */
static bool move(EditResult *result, Repo *r, Str ref, const git_oid *commit, const Oid *parent,
                 bool create, const char *why, Diags *d) {
  git_reference *moved = NULL;
  int code = create ? git_reference_create(&moved, r->git, ref.p, commit, 0, why)
                    : git_reference_create_matching(&moved, r->git, ref.p, commit, 1,
                                                    oid_git(parent), why);
  git_reference_free(moved);
  *result = code == 0 ? EDIT_COMMITTED : EDIT_MOVED;
  if (code == 0 || code == GIT_EMODIFIED || (create && code == GIT_EEXISTS)) return true;
  if (code == GIT_ELOCKED) {
    ref_locked(r, ref, d);
    return false;
  }
  return git_failed(d, "move the branch", ref);
}

bool edit_commit(EditResult *result, Oid *commit, Repo *r, Str ref, const Oid *parent, bool create,
                 const EditFile *files, size_t count, const OutputCommit *how, Diags *d) {
  Arena a = { 0 };
  git_commit *on = NULL;
  git_tree *base = NULL, *tree = NULL;
  git_signature *who = NULL;
  git_oid tree_id, commit_id;
  bool ok = false;
  if (!names_fit(files, count, d)) return false;
  ref = arena_str(&a, ref);
  git_oid *blobs = ARENA_ARRAY(&a, count, git_oid);
  if (git_commit_lookup(&on, r->git, oid_git(parent)) < 0 || git_commit_tree(&base, on) < 0) {
    git_failed(d, "read the last commit", ref);
    goto done;
  }
  if (!make_tree(&tree_id, blobs, r, base, ref, files, count, &a, d)) goto done;
  if (git_oid_equal(&tree_id, git_commit_tree_id(on))) {
    *result = EDIT_UNCHANGED;
    *commit = *parent;
    ok = true;
    goto done;
  }
  const git_commit *parents[] = { on };
  if (git_tree_lookup(&tree, r->git, &tree_id) < 0 ||
      git_signature_new(&who, arena_cstr(&a, how->name), arena_cstr(&a, how->email), how->when.time,
                        how->when.offset) < 0 ||
      git_commit_create(&commit_id, r->git, NULL, who, who, NULL, arena_cstr(&a, how->message),
                        tree, 1, parents) < 0) {
    git_failed(d, "make a commit", ref);
    goto done;
  }
  *commit = oid_from(&commit_id);
  Str first = how->message, line = S("");
  str_split(&first, '\n', &line);
  ok = move(result, r, ref, &commit_id, parent, create,
            arena_printf(&a, "commit: %.*s", STR(line)).p, d);
  if (ok && *result == EDIT_COMMITTED) tell_index(r, ref, blobs, files, count, &a);
done:
  git_signature_free(who);
  git_tree_free(tree);
  git_tree_free(base);
  git_commit_free(on);
  arena_free(&a);
  return ok;
}
