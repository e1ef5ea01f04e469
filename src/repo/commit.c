/* commit.c -- objects and commits read from a repository.
 *
 * A commit is parsed here and not by libgit2, because a malformed one must end
 * in a message that names it, and strange names and times must survive. */
#include "base/map.h"
#include "repo/private.h"

#include <limits.h>
#include <stdlib.h>

bool repo_has(Repo *r, const Oid *id) {
  return git_odb_exists_ext(r->odb, oid_git(id), GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

static const char *type_word(git_object_t type) {
  const char *s = git_object_type2string(type);
  return s && *s ? s : "unknown object";
}

static bool fail_object(Repo *r, int code, const Oid *id, ObjectType type, Str path, Diags *d) {
  char hex[41];
  oid_hex(hex, id);
  const char *what = type_word((git_object_t)type);
  if (code == GIT_ENOTFOUND) {
    repo_fail(d, P_REPO_OBJECT, path,
              repo_partial(r) ? "this is a partial clone: --fetch gets what is missing, "
                                "'git fetch --refetch --no-filter' gets everything"
                              : "'git fsck' lists what is missing; restore it from another clone",
              "%s %s is missing from the repository", what, hex);
  } else if (code == GIT_EMISMATCH) {
    repo_fail(d, P_REPO_OBJECT, path, "'git fsck' lists the damage; restore it from another clone",
              "the content of %s %s is not what its id says: the repository is damaged", what, hex);
  } else {
    Str why = arena_str(&d->arena, str_c(git_why()));
    repo_fail(d, P_REPO_OBJECT, path, "'git fsck' lists the damage; restore it from another clone",
              "cannot read %s %s: %.*s", what, hex, STR(why));
  }
  return false;
}

static bool fail_type(const Oid *id, ObjectType want, git_object_t found, Str path, Diags *d) {
  char hex[41];
  oid_hex(hex, id);
  repo_fail(d, P_REPO_OBJECT, path, NULL, "object %s must be a %s, found a %s", hex,
            type_word((git_object_t)want), type_word(found));
  return false;
}

bool repo_size(uint64_t *size, Repo *r, const Oid *id, ObjectType type, Str path, Diags *d) {
  size_t n = 0;
  git_object_t found;
  int code = git_odb_read_header(&n, &found, r->odb, oid_git(id));
  if (code < 0) return fail_object(r, code, id, type, path, d);
  if ((int)found != (int)type) return fail_type(id, type, found, path, d);
  *size = n;
  return true;
}

bool repo_object(Str *out, Repo *r, const Oid *id, ObjectType type, Str path, Arena *a, Diags *d) {
  git_odb_object *o = NULL;
  int code = git_odb_read(&o, r->odb, oid_git(id));
  if (code < 0) return fail_object(r, code, id, type, path, d);
  git_object_t found = git_odb_object_type(o);
  bool ok = (int)found == (int)type;
  if (ok) {
    size_t n = git_odb_object_size(o);
    *out = str_n(arena_dup(a, git_odb_object_data(o), n), n);
  } else {
    fail_type(id, type, found, path, d);
  }
  git_odb_object_free(o);
  return ok;
}

bool repo_read_tree(void *ctx, Str *out, const Oid *id, Str path, Arena *a, Diags *d) {
  return repo_object(out, ctx, id, OBJECT_TREE, path, a, d);
}

/* "Name <mail> 1700000000 +0100". Names may hold anything, so read from the end. */
static bool parse_person(Str line, Str *name, Str *email, CommitTime *when) {
  long close = str_rchr(line, '>');
  if (close < 0) return false;
  long open = str_rchr(str_sub(line, 0, (size_t)close), '<');
  if (open < 0) return false;
  if (name) *name = str_trim(str_sub(line, 0, (size_t)open));
  if (email) *email = str_sub(line, (size_t)open + 1, (size_t)close);
  Str rest = str_trim(str_sub(line, (size_t)close + 1, line.n)), digits;
  *when = (CommitTime){ 0 };
  if (!str_split(&rest, ' ', &digits)) return true;
  size_t i = 0;
  bool minus = digits.n && digits.p[0] == '-';
  int64_t value = 0;
  for (i = minus; i < digits.n; i++) {
    int c = digits.p[i] - '0';
    if (c < 0 || c > 9 || value > (INT64_MAX - c) / 10) return true;
    value = value * 10 + c;
  }
  if (digits.n == (size_t)minus) return true;
  when->time = minus ? -value : value;
  when->known = true;
  Str zone = rest.p ? str_trim(rest) : S("");
  if (zone.n != 5 || (zone.p[0] != '+' && zone.p[0] != '-')) return true;
  int n[4];
  for (i = 0; i < 4; i++) {
    n[i] = zone.p[i + 1] - '0';
    if (n[i] < 0 || n[i] > 9) return true;
  }
  int minutes = (n[0] * 10 + n[1]) * 60 + n[2] * 10 + n[3];
  if (minutes <= 14 * 60 && n[2] < 6) when->offset = zone.p[0] == '-' ? -minutes : minutes;
  return true;
}

static bool take_line(Str *rest, Str key, Str *value) {
  if (!str_starts(*rest, key)) return false;
  Str line;
  if (!str_split(rest, '\n', &line)) return false;
  *value = str_sub(line, key.n, line.n);
  return true;
}

bool commit_parse(Commit *out, Str bytes, const Oid *id, Arena *a, Diags *d) {
  *out = (Commit){ .id = *id };
  const char *problem = NULL;
  Str rest = bytes, value;
  if (!take_line(&rest, S("tree "), &value) || !oid_read(&out->tree, value)) problem = "tree";
  /* One pass to count, so that parents are one array. */
  size_t count = 0;
  Str ahead = rest;
  while (!problem && take_line(&ahead, S("parent "), &value)) count++;
  out->parents = ARENA_ARRAY(a, count, Oid);
  while (!problem && take_line(&rest, S("parent "), &value))
    if (!oid_read(&out->parents[out->parent_count++], value)) problem = "parent";
  if (!problem && (!take_line(&rest, S("author "), &value) ||
                   !parse_person(value, &out->author_name, &out->author_email, &out->author)))
    problem = "author";
  if (!problem && (!take_line(&rest, S("committer "), &value) ||
                   !parse_person(value, NULL, NULL, &out->committer)))
    problem = "committer";
  if (problem) {
    char hex[41];
    oid_hex(hex, id);
    diag_machine(d, P_REPO_COMMIT, "'git fsck' shows what is wrong with it",
                 "commit %s is malformed: it has no valid '%s' line", hex, problem);
    return false;
  }
  long blank = rest.n && rest.p[0] == '\n' ? -1 : str_find(rest, S("\n\n"));
  if (blank == STR_NPOS && rest.n && rest.p[0] == '\n')
    out->message = str_sub(rest, 1, rest.n);
  else if (blank >= 0)
    out->message = str_sub(rest, (size_t)blank + 2, rest.n);
  out->ref = S("");
  return true;
}

bool repo_commit(Commit *out, Repo *r, const Oid *id, Arena *a, Diags *d) {
  Str bytes;
  return repo_object(&bytes, r, id, OBJECT_COMMIT, S(""), a, d) &&
         commit_parse(out, bytes, id, a, d);
}

/* From whatever `id` is to a commit: tags are followed, but a chain of thousands
 * is an attack. */
static bool peel(Oid *id, Repo *r, Str rev, Diags *d) {
  for (int depth = 0; depth < 100; depth++) {
    git_odb_object *o = NULL;
    int code = git_odb_read(&o, r->odb, oid_git(id));
    if (code < 0) return fail_object(r, code, id, OBJECT_COMMIT, S(""), d);
    git_object_t type = git_odb_object_type(o);
    Str rest = { git_odb_object_data(o), git_odb_object_size(o) }, value;
    bool tag =
        type == GIT_OBJECT_TAG && take_line(&rest, S("object "), &value) && oid_read(id, value);
    git_odb_object_free(o);
    if (type == GIT_OBJECT_COMMIT) return true;
    if (!tag) {
      diag_machine(d, P_REPO_REVISION, NULL, "'%.*s' is a %s, not a commit", STR(rev),
                   type_word(type));
      return false;
    }
  }
  diag_machine(d, P_REPO_REVISION, NULL, "'%.*s' is a chain of more than 100 tags", STR(rev));
  return false;
}

static Str short_name(const char *ref) {
  static const Str heads[] = { { "refs/heads/", 11 },
                               { "refs/tags/", 10 },
                               { "refs/remotes/", 13 } };
  Str s = str_c(ref);
  for (size_t i = 0; i < 3; i++)
    if (str_starts(s, heads[i])) return str_sub(s, heads[i].n, s.n);
  return s;
}

static void fail_unknown(Repo *r, Str rev, Arena *a, Diags *d) {
  git_strarray refs = { 0 };
  Str near = { 0 };
  if (git_reference_list(&refs, r->git) == 0) {
    Str *names = ARENA_ARRAY(a, refs.count, Str);
    for (size_t i = 0; i < refs.count; i++) names[i] = arena_str(a, short_name(refs.strings[i]));
    near = str_nearest(rev, names, refs.count);
  }
  git_strarray_dispose(&refs);
  Diag *e = diag_machine(d, P_REPO_REVISION, NULL, "there is no revision '%.*s'", STR(rev));
  if (near.n)
    diag_help(d, e, "did you mean '%.*s'?", STR(near));
  else if (repo_shallow(r))
    diag_help(d, e, "this is a shallow clone: it may only be missing here");
}

static bool resolve_head(Oid *id, Str *ref, Repo *r, Arena *a, Diags *d) {
  git_reference *head = NULL, *target = NULL;
  bool ok = false;
  int code = git_reference_lookup(&head, r->git, "HEAD");
  if (code == 0) code = git_reference_resolve(&target, head);
  if (code == GIT_ENOTFOUND && head && git_reference_type(head) == GIT_REFERENCE_SYMBOLIC) {
    Str name = short_name(git_reference_symbolic_target(head));
    diag_machine(d, P_REPO_UNBORN, "commit the articles first, or name another with --source",
                 "there is no commit on branch '%.*s' yet", STR(name));
  } else if (code < 0) {
    diag_machine(d, P_REPO_OPEN, NULL, "cannot read HEAD: %s", git_why());
  } else {
    *id = oid_from(git_reference_target(target));
    Str name = str_c(git_reference_name(target));
    *ref = str_starts(name, S("refs/heads/")) ? arena_str(a, name) : S("");
    ok = true;
  }
  git_reference_free(target);
  git_reference_free(head);
  return ok;
}

static bool resolve_name(Oid *id, Str *ref, Repo *r, Str rev, Arena *a, Diags *d) {
  const char *z = arena_cstr(a, rev);
  *ref = S("");
  if (oid_read(id, rev)) return true;
  git_reference *named = NULL, *target = NULL;
  git_object *object = NULL;
  bool ok = false;
  if (!memchr(rev.p ? rev.p : "", '\0', rev.n) && git_reference_dwim(&named, r->git, z) == 0) {
    if (git_reference_resolve(&target, named) == 0) {
      *id = oid_from(git_reference_target(target));
      Str name = str_c(git_reference_name(target));
      if (str_starts(name, S("refs/heads/"))) *ref = arena_str(a, name);
      ok = true;
    } else {
      diag_machine(d, P_REPO_REVISION, NULL, "'%.*s' leads nowhere: %s", STR(rev), git_why());
    }
  } else {
    int code = git_revparse_single(&object, r->git, z);
    if (code == 0) {
      *id = oid_from(git_object_id(object));
      ok = true;
    } else if (code == GIT_EAMBIGUOUS && rev.n >= 4) { /* less is no id for git (gitrevisions(7)) */
      diag_machine(d, P_REPO_REVISION, "give more digits", "'%.*s' is ambiguous", STR(rev));
    } else {
      fail_unknown(r, rev, a, d);
    }
  }
  git_object_free(object);
  git_reference_free(target);
  git_reference_free(named);
  return ok;
}

bool repo_resolve(Commit *out, Repo *r, Str rev, Arena *a, Diags *d) {
  Oid id;
  Str ref;
  bool found = str_eq(rev, S("HEAD")) ? resolve_head(&id, &ref, r, a, d)
                                      : resolve_name(&id, &ref, r, rev, a, d);
  if (!found || !peel(&id, r, rev, d) || !repo_commit(out, r, &id, a, d)) return false;
  out->ref = ref;
  return true;
}

bool repo_descends(bool *out, Repo *r, const Oid *from, const Oid *ancestor, Diags *d) {
  Arena ids = { 0 }, scratch = { 0 };
  Map seen = { 0 };
  bool ok = true;
  *out = oid_eq(from, ancestor);
  /* Breadth first: the usual answer is a few commits away. The map's order of
   * insertion is the queue. */
  Oid *first = ARENA_NEW(&ids, Oid);
  *first = *from;
  map_put(&seen, oid_key(first), first);
  for (size_t i = 0; ok && !*out && i < seen.count; i++) {
    const Oid *id = seen.items[i].value;
    if (repo_at_edge(r, id)) continue;
    Commit c;
    arena_reset(&scratch);
    ok = repo_commit(&c, r, id, &scratch, d);
    for (size_t k = 0; ok && k < c.parent_count; k++) {
      if (map_has(&seen, oid_key(&c.parents[k]))) continue;
      Oid *parent = ARENA_NEW(&ids, Oid);
      *parent = c.parents[k];
      map_put(&seen, oid_key(parent), parent);
      if (oid_eq(parent, ancestor)) *out = true;
    }
  }
  map_free(&seen);
  arena_free(&scratch);
  arena_free(&ids);
  return ok;
}
