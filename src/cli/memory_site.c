/* memory_site.c -- paths and bytes as a BuildInput. */
#include "cli/memory_site.h"

static bool read_entry(void *context, size_t index, Str *out, Arena *a, Diags *d) {
  const MemorySite *s = context;
  return input_read(out, s->input, index, a, d);
}

/* Everything was committed at once. */
static bool read_history(void *context, const HistoryQuery *queries, size_t count, FileHistory *out,
                         Diags *d) {
  (void)context, (void)d;
  const CommitTime when = { .time = MEMORY_COMMITTED, .known = true };
  for (size_t i = 0; i < count; i++) {
    out[i] = (FileHistory){ .created = when, .updated = when };
    out[i].has_created = (queries[i].want & HISTORY_CREATED) != 0;
    out[i].has_updated = (queries[i].want & HISTORY_UPDATED) != 0;
  }
  return true;
}

bool memory_site_open(MemorySite *s, const MemoryFile *files, size_t count, Diags *d) {
  *s = (MemorySite){ 0 };
  if (!input_memory(&s->input, files, count, NULL, d)) return false;
  size_t n;
  const InputEntry *entries = input_entries(s->input, &n);
  s->entries = ARENA_ARRAY(&s->arena, n, BuildEntry);
  for (size_t i = 0; i < n; i++)
    s->entries[i] = (BuildEntry){ entries[i].path, entries[i].id, entries[i].mode };
  s->build = (BuildInput){ .entries = s->entries,
                           .count = n,
                           .read = read_entry,
                           .history = read_history,
                           .context = s,
                           .now = MEMORY_NOW,
                           .exact_at = true,
                           .workers = 2 };
  return true;
}

bool memory_site_build(MemorySite *s, BuildDepth depth, Diags *d) {
  build_free(&s->result);
  return build_run(&s->result, &s->build, depth, d);
}

bool memory_site_bytes(Str *out, const MemorySite *s, const BuildOutput *file, Arena *a, Diags *d) {
  if (file->made) {
    if (object_content(out, &file->object, a)) return true;
    diag_machine(d, P_INTERNAL, NULL, "the made file '%.*s' cannot be unpacked", STR(file->path));
    return false;
  }
  for (size_t i = 0; i < s->build.count; i++)
    if (oid_eq(&s->entries[i].id, &file->id)) return input_read(out, s->input, i, a, d);
  diag_machine(d, P_INTERNAL, NULL, "the file '%.*s' has no source", STR(file->path));
  return false;
}

void memory_site_close(MemorySite *s) {
  build_free(&s->result);
  input_close(s->input);
  arena_free(&s->arena);
  *s = (MemorySite){ 0 };
}
