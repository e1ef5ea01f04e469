/* output_path.c -- may a file be published at this path?
 *
 * Output lives in a git tree that is checked out on Linux, macOS and Windows and
 * served by whatever is there. What any of them would read as something else (a
 * parent folder, .git, a device, a stream, a short name) is refused here, for
 * articles, images and plugins alike. */
#include "model/permalink.h"

#include "base/utf8.h"
#include "text/normal.h"
#include "text/slug.h"

enum { PART_BYTES = 200, PATH_BYTES = 1000, PATH_PARTS = 32 };

typedef struct {
  uint32_t from, to;
} Span32;

/* Default-ignorable and layout-control characters: they make two names look
 * alike, and HFS+ drops some of them before it compares with ".git". */
static const Span32 invisible[] = {
  { 0x00AD, 0x00AD }, { 0x034F, 0x034F },   { 0x061C, 0x061C },   { 0x115F, 0x1160 },
  { 0x17B4, 0x17B5 }, { 0x180B, 0x180F },   { 0x200B, 0x200F },   { 0x2028, 0x202E },
  { 0x2060, 0x206F }, { 0x3164, 0x3164 },   { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 },
  { 0xFFF0, 0xFFFB }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
};

static bool is_invisible(uint32_t cp) {
  for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
    if (cp >= invisible[i].from && cp <= invisible[i].to) return true;
  return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

/* "PROGRA~1", "git~1", "a~12.txt": what NTFS may take for another file. */
static bool short_name(Str part) {
  long tilde = str_chr(part, '~');
  if (tilde <= 0 || tilde > 7) return false;
  size_t i = (size_t)tilde + 1, digits = 0;
  while (i < part.n && part.p[i] >= '0' && part.p[i] <= '9') i++, digits++;
  return digits > 0 && (i == part.n || part.p[i] == '.');
}

static const char *part_problem(Arena *a, Str part) {
  if (str_empty(part)) return "has an empty part between two '/'";
  if (str_eq(part, S(".")) || str_eq(part, S(".."))) return "has a part '.' or '..'";
  if (part.n > PART_BYTES)
    return arena_printf(a, "has a part of %zu bytes; %d are the most", part.n, PART_BYTES).p;
  if (part.n >= 4 && str_eq_nocase(str_sub(part, 0, 4), S(".git")))
    return "has a part that git or another system takes for .git or one of git's own files";
  char last = part.p[part.n - 1];
  if (last == '.' || last == ' ')
    return arena_printf(a, "has a part that ends in a %s, which Windows drops",
                        last == '.' ? "dot" : "blank")
        .p;
  if (part.p[0] == ' ') return "has a part that begins with a blank";
  if (short_name(part))
    return arena_printf(a, "has the part '%.*s', which is a short name on Windows", STR(part)).p;
  if (slug_reserved(part))
    return arena_printf(a, "has the part '%.*s', which is a device on Windows", STR(part)).p;
  return NULL;
}

static const char *characters_problem(Arena *a, Str path) {
  if (utf8_check(path) < path.n) return "is not valid UTF-8";
  for (size_t i = 0; i < path.n;) {
    uint32_t cp = utf8_next(path, &i);
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
      return arena_printf(a, "holds the control character U+%04X", cp).p;
    if (is_invisible(cp)) return arena_printf(a, "holds the invisible character U+%04X", cp).p;
    if (cp == '\\') return "holds a '\\'; folders are separated by '/'";
    if (cp < 0x80 && strchr(":*?\"<>|", (int)cp))
      return arena_printf(a, "holds a '%c', which Windows does not allow", (int)cp).p;
  }
  return normal_is_nfc(path) ? NULL : "is not in Unicode normal form NFC";
}

const char *output_path_problem(Arena *a, Str path) {
  if (str_empty(path)) return "is empty";
  if (path.n > PATH_BYTES)
    return arena_printf(a, "has %zu bytes; %d are the most", path.n, PATH_BYTES).p;
  if (path.p[0] == '/') return "must be relative, without a leading '/'";
  const char *problem = characters_problem(a, path);
  if (problem) return problem;
  size_t parts = 0;
  Str rest = path, part;
  while (str_split(&rest, '/', &part)) {
    if ((problem = part_problem(a, part))) return problem;
    if (++parts > PATH_PARTS) return "has more than 32 parts";
  }
  if (path.p[path.n - 1] == '/') return "ends in '/': it needs a file name";
  return NULL;
}
