/* repo.h -- one git repository, opened with suspicion.
 *
 * Which repository: the one that holds the folder given, found upwards as git
 * does: a `.git` folder, a `.git` file (linked worktree, submodule), or a bare
 * repository. The environment is not asked: GIT_DIR, GIT_WORK_TREE,
 * GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY and GIT_NAMESPACE have no effect, so two
 * repositories can never be mixed; -C says where. (In a server-side hook the
 * current folder already is the repository.) HOME matters for two things only:
 * the user's name for the output commit and safe.directory, both from the
 * user's git configuration.
 *
 * What is not obeyed: core.worktree (the work tree is the folder that holds
 * `.git`, nothing else), hooks, filters, fsmonitor, pagers, signing programs:
 * libgit2 runs no command of a configuration, and nothing here runs one either.
 * Replace refs and grafts are ignored, so that a commit id means the same bytes
 * everywhere. Alternates are honoured as git honours them (a missing one is
 * ignored); whatever comes from there is checked against its object id.
 *
 * What is refused, by name: SHA-256 repositories, reftable and every other
 * format extension we do not know, format versions above 1, a configuration
 * that cannot be parsed (with its line), and a repository that belongs to
 * another user unless safe.directory in the user's configuration lists it.
 *
 * Every object read is checked against its id (strict hash verification). Measured on
 * 2,551 articles of 10 KB: 82 us each with it, 58 us without. It is the only thing
 * that notices a file that was swapped or has rotted on disk: a page made of the
 * wrong bytes would otherwise be published under a trailer that names its source.
 *
 * A Repo is a handle used by the parent process only; a worker never opens one.
 * Failures are one record, blamed on the machine (exit 3). */
#ifndef PUBLISH_REPO_REPO_H
#define PUBLISH_REPO_REPO_H

#include "base/diag.h"
#include "repo/object.h"
#include "repo/oid.h"

typedef struct Repo Repo;

/* Find and open the repository that holds the folder `dir` ("." for here).
 * *out is NULL after a failure. */
bool repo_open(Repo **out, const char *dir, Diags *d);
/* The same where a repository is not needed: *out is NULL when there is none around `dir`.
 * One that cannot be opened is an error all the same. */
bool repo_open_if_any(Repo **out, const char *dir, Diags *d);
void repo_close(Repo *r); /* NULL is fine */

/* All views live as long as the Repo. Folders end in '/'. */
Str repo_prefix(const Repo *r);    /* "articles/2024/" when opened from there, else "" */
Str repo_gitdir(const Repo *r);    /* of this worktree */
Str repo_commondir(const Repo *r); /* where objects and refs are */
Str repo_workdir(const Repo *r);   /* the folder that holds .git; "" when bare */
bool repo_bare(const Repo *r);     /* no work tree */
bool repo_shallow(const Repo *r);  /* history is cut off somewhere */
/* A partial clone: objects may be missing on purpose. */
bool repo_partial(const Repo *r);

typedef struct {
  int64_t time; /* seconds since 1970, any value a commit may hold */
  int offset;   /* minutes east of UTC; 0 when the commit's is nonsense */
  bool known;   /* false: the commit's time is not a number that fits */
} CommitTime;

/* A commit, as far as we need it. Strings are raw bytes from the commit: not
 * necessarily UTF-8, never printed unescaped. */
typedef struct {
  Oid id, tree;
  Oid *parents;
  size_t parent_count;
  Str author_name, author_email;
  CommitTime author, committer;
  Str message;
  Str ref; /* the branch it was resolved from ("refs/heads/main"), or "" */
} Commit;

/* The commit that `rev` names (anything `git rev-parse` takes; tags are
 * followed to their commit, at most 100 deep). "HEAD" is the usual one. Errors:
 * HEAD without a commit, an unknown name (did you mean ...), not a commit,
 * missing or malformed. Strings are from `a`. */
bool repo_resolve(Commit *out, Repo *r, Str rev, Arena *a, Diags *d);
/* The commit with this id. A missing or malformed one is an error that names it. */
bool repo_commit(Commit *out, Repo *r, const Oid *id, Arena *a, Diags *d);
/* Is `ancestor` reachable from `from`, or the same? Commits cut off by a shallow
 * clone count as having no parents. False = an error was reported. */
bool repo_descends(bool *out, Repo *r, const Oid *from, const Oid *ancestor, Diags *d);

/* Is the object here? No message, no network. */
bool repo_has(Repo *r, const Oid *id);
/* An object's size without reading it, when it is of the type expected. `path` is
 * what the message is about: a file, a folder ("" = none). */
bool repo_size(uint64_t *size, Repo *r, const Oid *id, ObjectType type, Str path, Diags *d);
/* A whole object, checked against its id and type. */
bool repo_object(Str *out, Repo *r, const Oid *id, ObjectType type, Str path, Arena *a, Diags *d);

/* Who makes the output commits: user.name and user.email of the git
 * configuration, each replaced by "publish" and "publish@localhost" when
 * missing. *configured says whether both were there. Angle brackets and control
 * bytes are dropped, as git does. */
void repo_identity(Str *name, Str *email, bool *configured, Repo *r, Arena *a);

#endif
