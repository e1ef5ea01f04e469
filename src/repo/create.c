/* create.c -- `publish init`: files, a repository around them, one commit. */
#include "repo/create.h"

#include "base/file.h"
#include "repo/private.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

static bool empty_folder(const char *dir, Diags *d) {
  DIR *open = opendir(dir);
  if (!open) {
    if (errno == ENOENT) return file_mkdirs(dir, d);
    diag_machine(d, P_CREATE_PLACE, "name a folder that is missing or empty",
                 "cannot make a repository in %s: %s", dir, strerror(errno));
    return false;
  }
  bool empty = true;
  for (struct dirent *e; (e = readdir(open));)
    if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) empty = false;
  closedir(open);
  if (empty) return true;
  Diag *e = diag_machine(d, P_CREATE_PLACE, "name a folder that is missing or empty",
                         "the folder %s is not empty", dir);
  e->blame = EXIT_USAGE;
  return false;
}

static bool git_failed(Diags *d, const char *what) {
  diag_machine(d, P_REPO_WRITE, NULL, "cannot %s: %s", what, git_why());
  return false;
}

/* Bytes as they are: no attribute or setting may change them on the way in. */
static bool add_file(git_repository *repo, git_index *index, const MemoryFile *f, Arena *a,
                     Diags *d) {
  git_index_entry e = { .mode = GIT_FILEMODE_BLOB, .path = arena_cstr(a, f->path) };
  if (git_blob_create_from_buffer(&e.id, repo, f->bytes.p ? f->bytes.p : "", f->bytes.n) < 0 ||
      git_index_add(index, &e) < 0)
    return git_failed(d, "add a file to the new repository");
  return true;
}

/* Let the index know the files on disk, so that git status need not read them. */
static void touch_index(git_index *index, const char *dir, Arena *a) {
  for (size_t i = 0; i < git_index_entrycount(index); i++) {
    git_index_entry e = *git_index_get_byindex(index, i);
    struct stat st;
    if (lstat(arena_printf(a, "%s/%s", dir, e.path).p, &st) < 0) continue;
    index_stat(&e, &st);
    e.path = arena_cstr(a, str_c(e.path));
    git_index_add(index, &e);
  }
}

static bool make_repository(git_repository **out, const char *dir, Diags *d) {
  git_repository_init_options o;
  git_repository_init_options_init(&o, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
  o.flags = GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_NO_REINIT;
  o.initial_head = "main";
  return git_repository_init_ext(out, dir, &o) == 0 || git_failed(d, "make the repository");
}

static bool commit_all(Oid *commit, Repo *r, const char *dir, const MemoryFile *files, size_t count,
                       Str message, CommitTime when, Arena *a, Diags *d) {
  git_index *index = NULL;
  git_tree *tree = NULL;
  git_signature *who = NULL;
  git_oid tree_id, id;
  Str name, email;
  bool configured, ok = false;
  repo_identity(&name, &email, &configured, r, a);
  if (git_repository_index(&index, r->git) < 0) {
    git_failed(d, "open the index");
    goto done;
  }
  for (size_t i = 0; i < count; i++)
    if (!add_file(r->git, index, &files[i], a, d)) goto done;
  touch_index(index, dir, a);
  if (git_index_write(index) < 0 || git_index_write_tree(&tree_id, index) < 0 ||
      git_tree_lookup(&tree, r->git, &tree_id) < 0 ||
      git_signature_new(&who, arena_cstr(a, name), arena_cstr(a, email), when.time, when.offset) <
          0 ||
      git_commit_create(&id, r->git, "HEAD", who, who, NULL, arena_cstr(a, message), tree, 0,
                        NULL) < 0) {
    git_failed(d, "make the first commit");
    goto done;
  }
  if (commit) *commit = oid_from(&id);
  ok = true;
done:
  git_signature_free(who);
  git_tree_free(tree);
  git_index_free(index);
  return ok;
}

bool create_repository(Oid *commit, const char *dir, const MemoryFile *files, size_t count,
                       Str message, CommitTime when, Diags *d) {
  Input *checked; /* only for its judgement of the names */
  if (!input_memory(&checked, files, count, NULL, d)) return false;
  input_close(checked);
  if (!empty_folder(dir, d)) return false;
  git_libgit2_init();
  Arena a = { 0 };
  git_repository *made = NULL;
  Repo *r = NULL;
  bool ok = make_repository(&made, dir, d);
  for (size_t i = 0; ok && i < count; i++)
    ok = file_write(arena_printf(&a, "%s/%.*s", dir, STR(files[i].path)).p, files[i].bytes, d);
  ok =
      ok && repo_open(&r, dir, d) && commit_all(commit, r, dir, files, count, message, when, &a, d);
  repo_close(r);
  git_repository_free(made);
  arena_free(&a);
  git_libgit2_shutdown();
  return ok;
}
