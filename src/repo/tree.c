/* tree.c -- the bytes of a git tree, parsed and judged.
 *
 * A tree is "MODE NAME\0" and 20 bytes of id, repeated, sorted by name where a
 * folder's name counts as if it ended in '/'. */
#include "repo/tree.h"

#include "base/utf8.h"

/* Names that Windows opens as ".git": any case, the short name git~1, and either
 * followed by blanks and dots, a colon (a stream) or a backslash. */
static bool ntfs_dotgit(Str name) {
  size_t n;
  if (name.n >= 4 && str_eq_nocase(str_sub(name, 0, 4), S(".git")))
    n = 4;
  else if (name.n >= 5 && str_eq_nocase(str_sub(name, 0, 5), S("git~1")))
    n = 5;
  else
    return false;
  for (; n < name.n; n++) {
    char c = name.p[n];
    if (c == '\\' || c == ':') return true;
    if (c != ' ' && c != '.') return false;
  }
  return true;
}

/* Names that HFS+ opens as ".git": it ignores certain invisible characters. */
static bool hfs_dotgit(Str name) {
  static const char want[] = ".git";
  size_t matched = 0;
  for (size_t i = 0; i < name.n;) {
    uint32_t c = utf8_next(name, &i);
    if ((c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
        (c >= 0x206A && c <= 0x206F) || c == 0xFEFF)
      continue;
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (matched >= 4 || c != (uint32_t)want[matched]) return false;
    matched++;
  }
  return matched == 4;
}

const char *tree_name_problem(Str name) {
  if (name.n == 0) return "is empty";
  if (name.n > TREE_NAME_MAX) return "is longer than 255 bytes";
  if (memchr(name.p, '\0', name.n)) return "holds a NUL byte";
  if (memchr(name.p, '/', name.n)) return "holds a slash";
  if (str_eq(name, S("."))) return "means the folder itself";
  if (str_eq(name, S(".."))) return "means the folder above";
  if (str_eq(name, S(".git"))) return "is git's own folder";
  if (ntfs_dotgit(name)) return "means '.git' on Windows";
  if (hfs_dotgit(name)) return "means '.git' on macOS";
  return NULL;
}

/* git's order: as if every folder's name ended in '/'. */
int tree_order(const TreeEntry *a, const TreeEntry *b) {
  size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
  int c = n ? memcmp(a->name.p, b->name.p, n) : 0;
  if (c) return c;
  int x = a->name.n > n ? (unsigned char)a->name.p[n] : a->mode == MODE_TREE ? '/' : 0;
  int y = b->name.n > n ? (unsigned char)b->name.p[n] : b->mode == MODE_TREE ? '/' : 0;
  return x - y;
}

static bool fail(Diags *d, Str path, Str name, const Oid *id, const char *problem) {
  char hex[41];
  oid_hex(hex, id);
  diag_file(d, DIAG_ERROR, P_TREE_ENTRY, path,
            "such a tree was not made by git; 'git fsck' shows it",
            "the entry '%.*s' %s (in tree %s)", STR(name), problem, hex);
  return false;
}

/* Is there a file of this folder's name? They need not be neighbours: "a",
 * "a.b", "a/". */
static bool has_file_twin(const TreeEntry *items, size_t count, Str name) {
  TreeEntry twin = { .name = name, .mode = MODE_FILE };
  size_t low = 0, high = count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int c = tree_order(&items[mid], &twin);
    if (c == 0) return true;
    if (c < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return false;
}

bool tree_parse(TreeEntry **out, size_t *count, Str bytes, Str path, const Oid *id, Arena *a,
                Diags *d) {
  /* The shortest entry: five digits, blank, one byte, NUL, id. An attacker's empty
   * name is one less. */
  size_t room = bytes.n / (SHA1_SIZE + 7) + 1, n = 0;
  TreeEntry *items = ARENA_ARRAY(a, room, TreeEntry);
  const char *p = bytes.p, *end = bytes.p ? bytes.p + bytes.n : NULL;
  while (p < end) {
    uint32_t mode = 0;
    const char *from = p;
    for (; p < end && *p >= '0' && *p <= '7' && p - from < 7; p++)
      mode = mode * 8 + (uint32_t)(*p - '0');
    const char *name = p + 1;
    const char *nul = p < end && *p == ' ' ? memchr(name, '\0', (size_t)(end - name)) : NULL;
    if (!nul || p == from || end - nul - 1 < SHA1_SIZE || n == room)
      return fail(d, path, S(""), id, "is cut off or not an entry");
    TreeEntry *e = &items[n];
    e->name = str_n(name, (size_t)(nul - name));
    e->mode = mode == 0100664 ? (uint32_t)MODE_FILE : mode;
    memcpy(e->id.b, nul + 1, SHA1_SIZE);
    p = nul + 1 + SHA1_SIZE;
    const char *problem = tree_name_problem(e->name);
    if (problem) return fail(d, path, e->name, id, problem);
    if (e->mode != MODE_TREE && e->mode != MODE_FILE && e->mode != MODE_EXEC &&
        e->mode != MODE_SYMLINK && e->mode != MODE_SUBMODULE)
      return fail(d, path, e->name, id, "has a bad mode");
    if (n) {
      if (str_eq(items[n - 1].name, e->name)) return fail(d, path, e->name, id, "occurs twice");
      if (tree_order(&items[n - 1], e) >= 0) return fail(d, path, e->name, id, "is out of order");
    }
    if (e->mode == MODE_TREE && has_file_twin(items, n, e->name))
      return fail(d, path, e->name, id, "occurs twice");
    n++;
  }
  *out = items;
  *count = n;
  return true;
}
