/* output_path.c -- may a file be published at this path? On every system that a
 * reader of the branch may check it out on: git itself, Linux, macOS, Windows. */
#include "base/utf8.h"
#include "model/permalink.h"
#include "repo/tree.h"
#include "text/normal.h"
#include "text/slug.h"

enum { PART_MOST = 200, PATH_MOST = 1000, PARTS_MOST = 32 };

static Str shown(Arena *a, Str s) {
  return arena_str(a, str_sub(s, 0, s.n > 60 ? 60 : s.n));
}

/* Code points that no one sees, or that turn text around (UAX #9, UTS #39). */
static bool invisible(uint32_t cp) {
  return cp == 0xAD || cp == 0x34F || cp == 0x61C || cp == 0x180E ||
         (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
         (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
         (cp >= 0xE0000 && cp <= 0xE0FFF) || (cp & 0xFFFE) == 0xFFFE ||
         (cp >= 0xFDD0 && cp <= 0xFDEF);
}

/* PROGRA~1: what Windows calls a long name for old programs. */
static bool short_name(Str part) {
  long tilde = str_chr(part, '~');
  return tilde > 0 && (size_t)tilde + 1 < part.n && part.p[tilde + 1] >= '0' &&
         part.p[tilde + 1] <= '9';
}

static const char *part_problem(Arena *a, Str part) {
  if (part.n == 0) return "a part of it is empty";
  if (str_eqc(part, ".") || str_eqc(part, "..")) return "'.' and '..' are no names";
  if (part.n > PART_MOST)
    return arena_printf(a, "a part of it is longer than %d bytes", PART_MOST).p;
  const char *git = tree_name_problem(part);
  if (git) return arena_printf(a, "'%.*s' %s", STR(shown(a, part)), git).p;
  if (str_eq_nocase(part, S(".gitattributes")) || str_eq_nocase(part, S(".gitmodules")) ||
      str_eq_nocase(part, S(".gitignore")) || str_eq_nocase(part, S(".mailmap")))
    return arena_printf(a, "'%.*s' means something to git", STR(part)).p;
  char last = part.p[part.n - 1];
  if (last == ' ' || last == '.' || part.p[0] == ' ')
    return "a part begins with a blank, or ends with a blank or a dot";
  if (slug_reserved(part))
    return arena_printf(a, "'%.*s' is a device name on Windows", STR(shown(a, part))).p;
  if (short_name(part))
    return arena_printf(a, "'%.*s' is a short name on Windows", STR(shown(a, part))).p;
  for (size_t i = 0; i < part.n;) {
    uint32_t cp = utf8_next(part, &i);
    if (cp < 0x20 || cp == 0x7F || (cp >= 0x80 && cp < 0xA0)) return "it has a control character";
    if (cp < 0x80 && strchr("\\:*?\"<>|", (int)cp))
      return arena_printf(a, "it has the character %c", (char)cp).p;
    if (invisible(cp)) return "it has an invisible character";
  }
  return NULL;
}

const char *output_path_problem(Arena *a, Str path) {
  if (path.n == 0) return "it is empty";
  if (path.n > PATH_MOST) return arena_printf(a, "it is longer than %d bytes", PATH_MOST).p;
  if (memchr(path.p, '\0', path.n)) return "it has a control character";
  if (utf8_check(path) != path.n) return "it is not UTF-8";
  if (path.p[0] == '/') return "it begins with '/'";
  if (!normal_is_nfc(path)) return "it is not in Unicode form NFC";
  Str rest = path, part;
  size_t parts = 0;
  while (str_split(&rest, '/', &part)) {
    const char *problem = part_problem(a, part);
    if (problem) return problem;
    if (++parts > PARTS_MOST) return arena_printf(a, "it has more than %d parts", PARTS_MOST).p;
  }
  return NULL;
}
