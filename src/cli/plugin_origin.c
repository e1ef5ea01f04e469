/* plugin_origin.c -- see plugin_origin.h. */
#include "cli/plugin_origin.h"

static void field(Buf *out, const char *name, Str value) {
  if (value.n) buf_printf(out, "%s: \"%.*s\"\n", name, STR(value));
}

Str origin_text(Arena *a, const PluginOrigin *origin) {
  Buf out = { 0 };
  buf_c(&out, "# Written by 'publish plugin add'. 'publish plugin update' compares with it.\n");
  field(&out, "source", origin->source);
  field(&out, "revision", origin->revision);
  field(&out, "commit", origin->commit);
  field(&out, "digest", origin->digest);
  buf_printf(&out, "api: %lld\n", (long long)origin->api);
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

bool origin_writable(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F || s.p[i] == '"' || s.p[i] == '\\')
      return false;
  return true;
}

static bool full_hex(Str s, size_t n) {
  for (size_t i = 0; i < s.n; i++)
    if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'))) return false;
  return s.n == n;
}

bool origin_read(PluginOrigin *out, Str text) {
  *out = (PluginOrigin){ 0 };
  const struct {
    Str name;
    Str *value;
  } fields[] = { { S("source: \""), &out->source },
                 { S("revision: \""), &out->revision },
                 { S("commit: \""), &out->commit },
                 { S("digest: \""), &out->digest } };
  Str rest = text, line;
  while (str_split(&rest, '\n', &line)) {
    line = str_trim(line);
    if (str_eqc(line, "api: 1")) out->api = 1;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
      Str name = fields[i].name;
      if (!str_starts(line, name) || line.n <= name.n || line.p[line.n - 1] != '"') continue;
      Str value = str_sub(line, name.n, line.n - 1);
      if (origin_writable(value)) *fields[i].value = value;
    }
  }
  if (!full_hex(out->commit, 40)) out->commit = S("");
  return out->source.n && full_hex(out->digest, 32);
}

Str origin_digest(Arena *a, const MemoryFile *files, size_t count) {
  Digester d;
  digester_init(&d);
  for (size_t i = 0; i < count; i++) {
    digester_add(&d, files[i].path);
    digester_add(&d, files[i].bytes);
  }
  char hex[33];
  digest_hex(hex, digester_end(&d));
  return arena_str(a, str_c(hex));
}

/* Is a part of the path hidden, or an editor's own? Such files are never copied. */
static bool left_out(Str path) {
  Str rest = path, part;
  while (str_split(&rest, '/', &part))
    if (str_starts(part, S(".")) || str_ends(part, S("~"))) return true;
  return false;
}

static WalkChoice all_of_it(void *ctx, Str path, uint32_t mode) {
  const Str *folder = ctx;
  (void)mode;
  bool on_the_way = str_eqc(path, "plugins") || str_eq(path, *folder);
  bool inside = str_starts(path, *folder) && path.n > folder->n && path.p[folder->n] == '/';
  return on_the_way || inside ? WALK_ENTER : WALK_SKIP;
}

bool origin_of(PluginOrigin *out, bool *there, bool *modified, Site *s, Str name, Arena *a,
               Diags *d) {
  Str folder = arena_printf(a, "plugins/%.*s", STR(name));
  const InputOptions options = { .filter = all_of_it, .ctx = &folder };
  Input *in = NULL;
  *there = *modified = false;
  const Oid *tree = oid_zero(&s->base.id) ? &s->source.tree : &s->base.tree;
  if (!(s->how.worktree ? input_worktree(&in, s->repo, &options, d)
                        : input_commit(&in, s->repo, tree, &options, d)))
    return false;
  size_t count, n = 0;
  const InputEntry *entries = input_entries(in, &count);
  MemoryFile *files = ARENA_ARRAY(a, count, MemoryFile);
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) {
    Str path = str_sub(entries[i].path, folder.n + 1, entries[i].path.n), bytes;
    if (entries[i].mode != MODE_FILE && entries[i].mode != MODE_EXEC) continue;
    bool origin = str_eqc(path, ORIGIN_FILE);
    if (!origin && left_out(path)) continue;
    ok = input_read(&bytes, in, i, a, d);
    if (ok && origin) *there = origin_read(out, bytes);
    if (ok && !origin) files[n++] = (MemoryFile){ arena_str(a, path), bytes };
  }
  if (ok && *there) *modified = !str_eq(origin_digest(a, files, n), out->digest);
  input_close(in);
  return ok;
}
