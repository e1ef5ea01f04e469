/* plan.c -- the files of an import by step, and their commits. */
#include "import/plan.h"

#include <stdlib.h>

struct Plan {
  PlanHow how;
  Arena arena;
  Branch branch;
  Series *series;
  Input *base; /* files of the base commit, or NULL */
  PlanStep *steps;
  size_t step_count, step_cap;
  PlanFile *files;
  size_t file_count, file_cap;
  Map paths; /* of files, in lower case: number + 1 as a pointer */
};

static Str folded(Arena *a, Str path) {
  char *out = arena_dup(a, path.p ? path.p : "", path.n);
  for (size_t i = 0; i < path.n; i++)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] + 'a' - 'A');
  return str_n(out, path.n);
}

static PlanFile *file_at(const Plan *p, Str path) {
  Arena a = { 0 };
  size_t number = (size_t)map_get(&p->paths, folded(&a, path));
  arena_free(&a);
  return number ? &p->files[number - 1] : NULL;
}

/* -- begin and end -- */

static bool is_new(Plan *p, Diags *d) {
  static const Commit none = { .ref = { "", 0 } };
  const char *what = "branch of the import";
  if (!branch_place(&p->branch, p->how.repo, p->how.branch, what, p->how.base ? p->how.base : &none,
                    &p->arena, d))
    return false;
  if (p->branch.state == BRANCH_ABSENT) return true;
  Diag *e = diag_machine(d, P_IMPORT_BRANCH, NULL, "the branch '%.*s' is there already",
                         STR(p->how.branch));
  diag_help(d, e,
            "merge it or delete it (git branch -D %.*s), or import to another one with --branch",
            STR(p->how.branch));
  return false;
}

bool plan_open(Plan **out, const PlanHow *how, Diags *d) {
  Plan *p = mem_calloc(1, sizeof *p);
  p->how = *how;
  bool ok = is_new(p, d) &&
            series_open(&p->series, how->repo, how->base ? &how->base->id : NULL, how->trial, d);
  if (ok && how->base) ok = input_commit(&p->base, how->repo, &how->base->tree, NULL, d);
  *out = ok ? p : NULL;
  if (!ok) plan_close(p);
  return ok;
}

void plan_close(Plan *p) {
  if (!p) return;
  series_close(p->series);
  input_close(p->base);
  map_free(&p->paths);
  arena_free(&p->arena);
  free(p);
}

/* -- files -- */

size_t plan_step(Plan *p, Str message) {
  p->steps = arena_grow(&p->arena, p->steps, p->step_count, &p->step_cap, sizeof *p->steps);
  p->steps[p->step_count] = (PlanStep){ .message = arena_str(&p->arena, message) };
  return p->step_count++;
}

static long in_base(const Plan *p, Str path) {
  return p->base ? input_find(p->base, path) : -1;
}

bool plan_has(const Plan *p, Str path) {
  const PlanFile *file = file_at(p, path);
  return file ? file->mode != 0 : in_base(p, path) >= 0;
}

Str plan_free_path(Plan *p, Str path) {
  if (!plan_has(p, path)) return path;
  Str name = str_base(path);
  long dot = str_rchr(name, '.');
  size_t stem = dot > 0 ? path.n - name.n + (size_t)dot : path.n;
  for (unsigned i = 2;; i++) {
    Str other = arena_printf(&p->arena, "%.*s-%u%.*s", STR(str_sub(path, 0, stem)), i,
                             STR(str_sub(path, stem, path.n)));
    if (!plan_has(p, other)) return other;
  }
}

static bool put(Plan *p, PlanFile file, Diags *d) {
  PlanFile *old = file_at(p, file.path);
  if (old && !old->mode) {
    /* Taken away from there, and something else put in its place: one change. */
    if (str_eq(old->path, file.path)) {
      file.path = old->path;
      *old = file;
      p->steps[file.step].files++;
      p->steps[file.step].bytes += file.size;
      return true;
    }
    old = NULL;
  }
  if (old) {
    diag_file(d, DIAG_ERROR, P_IMPORT_PATH, file.path,
              "rename one of the two, or leave one out, and import again",
              "two files of the import would be %.*s", STR(file.path));
    return false;
  }
  long at = in_base(p, file.path);
  if (at >= 0 && !p->how.replace &&
      !oid_eq(&input_entries(p->base, &(size_t){ 0 })[at].id, &file.id)) {
    diag_file(d, DIAG_ERROR, P_IMPORT_PATH, file.path,
              "--force replaces it on the new branch, where 'git diff' shows it",
              "%.*s is in the repository already", STR(file.path));
    return false;
  }
  file.path = arena_str(&p->arena, file.path);
  p->files = arena_grow(&p->arena, p->files, p->file_count, &p->file_cap, sizeof *p->files);
  p->files[p->file_count++] = file;
  map_put(&p->paths, folded(&p->arena, file.path), (void *)p->file_count);
  p->steps[file.step].files++;
  p->steps[file.step].bytes += file.size;
  return true;
}

bool plan_add(Plan *p, size_t step, Str path, Str bytes, Diags *d) {
  PlanFile file = { .path = path, .step = step, .mode = MODE_FILE, .size = bytes.n };
  return series_blob(&file.id, p->series, bytes, d) && put(p, file, d);
}

bool plan_place(Plan *p, size_t step, Str path, uint32_t mode, const Oid *id, Diags *d) {
  return put(p, (PlanFile){ .path = path, .step = step, .mode = mode, .id = *id }, d);
}

void plan_remove(Plan *p, size_t step, Str path) {
  if (in_base(p, path) < 0 || file_at(p, path)) return;
  PlanFile file = { .path = arena_str(&p->arena, path), .step = step };
  p->files = arena_grow(&p->arena, p->files, p->file_count, &p->file_cap, sizeof *p->files);
  p->files[p->file_count++] = file;
  map_put(&p->paths, folded(&p->arena, file.path), (void *)p->file_count);
  p->steps[step].files++;
}

bool plan_edit(Plan *p, size_t step, Str path, Str bytes, Diags *d) {
  PlanFile *file = file_at(p, path);
  Oid id;
  if (!series_blob(&id, p->series, bytes, d)) return false;
  if (file && file->mode) {
    p->steps[file->step].bytes += bytes.n - file->size;
    file->id = id;
    file->size = bytes.n;
    return true;
  }
  bool replace = p->how.replace;
  p->how.replace = true;
  bool ok = put(
      p, (PlanFile){ .path = path, .step = step, .mode = MODE_FILE, .id = id, .size = bytes.n }, d);
  p->how.replace = replace;
  return ok;
}

bool plan_read(Str *out, bool *found, Plan *p, Str path, Arena *a, Diags *d) {
  const PlanFile *file = file_at(p, path);
  long at = file ? -1 : in_base(p, path);
  size_t count;
  *found = file ? file->mode != 0 : at >= 0;
  if (!*found) return true;
  Oid id = file ? file->id : input_entries(p->base, &count)[at].id;
  return series_flush(p->series, d) && repo_object(out, p->how.repo, &id, OBJECT_BLOB, path, a, d);
}

/* -- commits -- */

static size_t changes_of(SeriesChange *out, const Plan *p, size_t step) {
  size_t n = 0;
  for (size_t i = 0; i < p->file_count; i++)
    if (step == SIZE_MAX || p->files[i].step == step)
      out[n++] = (SeriesChange){ p->files[i].path, p->files[i].mode, p->files[i].id };
  return n;
}

static OutputCommit commit_how(const Plan *p, Str message) {
  return (OutputCommit){
    .message = message, .name = p->how.name, .email = p->how.email, .when = p->how.when
  };
}

bool plan_preview(Oid *commit, Plan *p, Diags *d) {
  Series *s = NULL;
  Arena a = { 0 };
  SeriesChange *changes = ARENA_ARRAY(&a, p->file_count, SeriesChange);
  size_t count = changes_of(changes, p, SIZE_MAX);
  OutputCommit how = commit_how(p, S("Preview of an import\n"));
  bool made;
  /* The blobs first: they are in the plan's own series. */
  bool ok = series_flush(p->series, d) &&
            series_open(&s, p->how.repo, p->how.base ? &p->how.base->id : NULL, false, d) &&
            series_commit(&made, commit, s, changes, count, &how, d);
  series_close(s);
  arena_free(&a);
  return ok;
}

bool plan_finish(Oid *commit, Plan *p, Diags *d) {
  Arena a = { 0 };
  bool ok = true, exists = false, any = false;
  SeriesChange *changes = ARENA_ARRAY(&a, p->file_count, SeriesChange);
  for (size_t i = 0; ok && !p->how.trial && i < p->step_count; i++) {
    size_t count = changes_of(changes, p, i);
    Str message = p->steps[i].message;
    OutputCommit how = commit_how(
        p, str_ends(message, S("\n")) ? message : arena_printf(&a, "%.*s\n", STR(message)));
    bool made = false;
    if (!count) continue;
    ok = series_commit(&made, commit, p->series, changes, count, &how, d);
    if (made) p->steps[i].commit = *commit;
    any = any || made;
  }
  if (ok && any) ok = series_publish(&exists, p->series, p->branch.ref, d);
  if (ok && exists) {
    diag_machine(d, P_BRANCH_RACE, "import again", "the branch '%.*s' was made by others meanwhile",
                 STR(p->how.branch));
    ok = false;
  }
  arena_free(&a);
  return ok;
}

const PlanStep *plan_steps(const Plan *p, size_t *count) {
  *count = p->step_count;
  return p->steps;
}

const PlanFile *plan_files(const Plan *p, size_t *count) {
  *count = p->file_count;
  return p->files;
}

Arena *plan_arena(Plan *p) {
  return &p->arena;
}

Str plan_branch(const Plan *p) {
  return p->how.branch;
}
