/* input.c -- what the three inputs share: the list, look-ups, reading.
 * The lists themselves are made in input_commit.c, input_worktree.c and below
 * (memory). */
#include "repo/input_private.h"

#include <stdlib.h>

static const char LFS_HEAD[] = "version https://git-lfs.github.com/spec/v1\n";

Input *input_new(InputKind kind, Repo *r, const InputOptions *options) {
  Input *in = mem_calloc(1, sizeof *in);
  in->kind = kind;
  in->repo = r;
  if (options) in->options = *options;
  if (!in->options.max_files) in->options.max_files = 1000000;
  if (!in->options.max_depth) in->options.max_depth = TREE_DEPTH_MAX;
  if (!in->options.max_blob) in->options.max_blob = (uint64_t)64 << 20;
  return in;
}

void input_close(Input *in) {
  if (!in) return;
  free(in->items);
  arena_free(&in->arena);
  free(in);
}

bool input_count_one(Input *in, Str path, Diags *d) {
  if (in->seen++ < in->options.max_files) return true;
  diag_file(d, DIAG_ERROR, P_INPUT_LIMIT, path, "leave folders out with 'exclude' in publish.yaml",
            "more than %zu files and folders", in->options.max_files);
  return false;
}

bool input_check_depth(Input *in, Str path, size_t depth, Diags *d) {
  if (depth <= in->options.max_depth) return true;
  diag_file(d, DIAG_ERROR, P_INPUT_LIMIT, str_sub(path, 0, 200), NULL, "more than %zu folders deep",
            in->options.max_depth);
  return false;
}

bool input_join(Str *out, Input *in, Str folder, Str name, Diags *d) {
  if (folder.n + name.n + 1 > TREE_PATH_MAX) {
    diag_file(d, DIAG_ERROR, P_INPUT_LIMIT, str_sub(folder, 0, 200), NULL,
              "the path of '%.*s' is longer than %d bytes", STR(name), TREE_PATH_MAX);
    return false;
  }
  char *p = arena_alloc(&in->arena, folder.n + name.n + 2);
  size_t n = 0;
  if (folder.n) {
    memcpy(p, folder.p, folder.n);
    p[folder.n] = '/';
    n = folder.n + 1;
  }
  if (name.n) memcpy(p + n, name.p, name.n);
  *out = str_n(p, n + name.n);
  return true;
}

WalkChoice input_ask(Input *in, Str path, uint32_t mode) {
  return in->options.filter ? in->options.filter(in->options.ctx, path, mode) : WALK_ENTER;
}

InputEntry *input_add(Input *in, Str path, uint32_t mode, const Oid *id, uint64_t size) {
  if (in->count == in->cap) {
    in->cap = in->cap ? in->cap * 2 : 256;
    in->items = mem_realloc(in->items, in->cap * sizeof *in->items);
  }
  InputEntry *e = &in->items[in->count++];
  *e = (InputEntry){ .path = path, .mode = mode, .size = size };
  if (id) e->id = *id;
  return e;
}

const InputEntry *input_entries(const Input *in, size_t *count) {
  *count = in->count;
  return in->items;
}

static size_t lower_bound(const Input *in, Str path) {
  size_t low = 0, high = in->count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (str_cmp(in->items[mid].path, path) < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

long input_find(const Input *in, Str path) {
  size_t i = lower_bound(in, path);
  return i < in->count && str_eq(in->items[i].path, path) ? (long)i : -1;
}

/* Is `path` the folder or below it? */
static bool below(Str path, Str folder) {
  return str_starts(path, folder) && (path.n == folder.n || path.p[folder.n] == '/');
}

void input_under(const Input *in, Str folder, size_t *from, size_t *to) {
  if (folder.n && folder.p[folder.n - 1] == '/') folder.n--;
  *from = 0;
  *to = in->count;
  if (!folder.n) return;
  /* Neighbours such as "a-b" sort between "a" (a whole folder) and "a/x". */
  Arena a = { 0 };
  Str slash = arena_printf(&a, "%.*s/", STR(folder));
  size_t i = lower_bound(in, slash);
  long whole = input_find(in, folder);
  *from = whole >= 0 ? (size_t)whole : i;
  *to = whole >= 0 ? (size_t)whole + 1 : i;
  while (whole < 0 && *to < in->count && below(in->items[*to].path, folder)) ++*to;
  arena_free(&a);
}

static bool fail_kind(const InputEntry *e, Diags *d) {
  const char *what = e->mode == MODE_SYMLINK     ? "a symbolic link (never followed)"
                     : e->mode == MODE_SUBMODULE ? "a submodule (never entered)"
                                                 : "a folder";
  diag_file(d, DIAG_ERROR, P_INPUT_FILE, e->path, NULL, "cannot be read as a file: it is %s", what);
  return false;
}

bool input_size(uint64_t *out, Input *in, size_t index, Diags *d) {
  const InputEntry *e = &in->items[index];
  if (e->mode != MODE_FILE && e->mode != MODE_EXEC) return fail_kind(e, d);
  if (e->size == INPUT_SIZE_UNKNOWN &&
      !repo_size(&in->items[index].size, in->repo, &e->id, OBJECT_BLOB, e->path, d))
    return false;
  *out = e->size;
  return true;
}

bool input_read(Str *out, Input *in, size_t index, Arena *a, Diags *d) {
  const InputEntry *e = &in->items[index];
  uint64_t size;
  if (!input_size(&size, in, index, d)) return false;
  if (size > in->options.max_blob) {
    diag_file(d, DIAG_ERROR, P_INPUT_LIMIT, e->path, NULL,
              "the file has %llu bytes, the limit is %llu", (unsigned long long)size,
              (unsigned long long)in->options.max_blob);
    return false;
  }
  switch (in->kind) {
  case INPUT_COMMIT:
    return repo_object(out, in->repo, &e->id, OBJECT_BLOB, e->path, a, d);
  case INPUT_WORKTREE:
    return worktree_read(out, in, e, a, d);
  case INPUT_MEMORY:
    *out = in->bytes[index];
    return true;
  }
  return false;
}

bool input_expand(InputEntry **out, size_t *count, Input *in, size_t index, Arena *a, Diags *d) {
  const InputEntry *e = &in->items[index];
  Input *sub = input_new(INPUT_COMMIT, in->repo, NULL);
  bool ok = commit_walk(sub, &e->id, e->path, 1, d);
  *count = ok ? sub->count : 0;
  *out = ARENA_ARRAY(a, *count, InputEntry);
  for (size_t i = 0; i < *count; i++) {
    (*out)[i] = sub->items[i];
    (*out)[i].path = arena_str(a, sub->items[i].path);
  }
  input_close(sub);
  return ok;
}

const InputRefusal *input_refusals(const Input *in, size_t *count) {
  *count = in->refusal_count;
  return in->refusals;
}

bool input_is_disk(const Input *in) {
  return in->kind != INPUT_COMMIT;
}

bool input_lfs_pointer(Str bytes) {
  return bytes.n <= INPUT_POINTER_MAX && str_starts(bytes, str_n(LFS_HEAD, sizeof LFS_HEAD - 1));
}

/* -- memory -- */

typedef struct {
  Str path, bytes;
} Pair;

static int by_path(const void *a, const void *b) {
  return str_cmp(((const Pair *)a)->path, ((const Pair *)b)->path);
}

/* Ask the filter about each folder above, then about the file itself. */
static bool wanted(Input *in, Str path) {
  for (size_t i = 0; i < path.n; i++)
    if (path.p[i] == '/' && input_ask(in, str_sub(path, 0, i), MODE_TREE) == WALK_SKIP)
      return false;
  return input_ask(in, path, MODE_FILE) != WALK_SKIP;
}

bool input_memory(Input **out, const MemoryFile *files, size_t count, const InputOptions *options,
                  Diags *d) {
  Input *in = input_new(INPUT_MEMORY, NULL, options);
  bool ok = true;
  *out = NULL;
  Pair *sorted = mem_calloc(count ? count : 1, sizeof *sorted);
  for (size_t i = 0; i < count; i++) sorted[i] = (Pair){ files[i].path, files[i].bytes };
  if (count) qsort(sorted, count, sizeof *sorted, by_path);
  in->bytes = ARENA_ARRAY(&in->arena, count, Str);
  for (size_t i = 0; ok && i < count; i++) {
    Str path = arena_str(&in->arena, sorted[i].path), rest = path, name;
    const char *problem = path.n > TREE_PATH_MAX ? "is longer than 4096 bytes" : NULL;
    size_t depth = 0;
    while (!problem && str_split(&rest, '/', &name)) problem = tree_name_problem(name), depth++;
    if (!problem && i && str_eq(path, sorted[i - 1].path)) problem = "occurs twice";
    if (problem) {
      diag_file(d, DIAG_ERROR, P_TREE_ENTRY, path, NULL, "the path %s", problem);
      ok = false;
    }
    ok =
        ok && input_check_depth(in, path, depth ? depth - 1 : 0, d) && input_count_one(in, path, d);
    if (!ok || !wanted(in, path)) continue;
    Oid id = object_id(OBJECT_BLOB, sorted[i].bytes);
    in->bytes[in->count] = sorted[i].bytes;
    input_add(in, path, MODE_FILE, &id, sorted[i].bytes.n);
  }
  free(sorted);
  if (ok)
    *out = in;
  else
    input_close(in);
  return ok;
}
