/* old_config.c -- settings are parsed; where a control character is in the way, again without. */
#include "import/old_config.h"

#include "data/toml.h"
#include "data/yaml.h"

enum { REPAIRS_MOST = 100, REPAIR_BYTES = 1 << 20 };

static bool parse(const Value **out, Importer *im, const Source *source, Diags *d) {
  bool toml = str_eqc(path_extension(source->path), "toml");
  return (toml ? toml_parse : yaml_parse)(out, im->arena, source, 0, source->text.n, d);
}

static bool control(uint32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

/* How many bytes at p are a control character or an escape that makes one ("\u001b", "\x1b",
 * "\e"), and which; 0 = none. */
static size_t control_at(Str s, uint32_t *which) {
  static const char letters[] = "0abevf";
  static const unsigned char codes[] = { 0, 7, 8, 27, 11, 12 };
  *which = (unsigned char)s.p[0];
  if (control(*which)) return 1;
  if (s.n < 2 || s.p[0] != '\\') return 0;
  const char *letter = s.p[1] ? strchr(letters, s.p[1]) : NULL;
  if (letter) {
    *which = codes[letter - letters];
    return 2;
  }
  size_t digits = s.p[1] == 'x' ? 2 : s.p[1] == 'u' ? 4 : s.p[1] == 'U' ? 8 : 0;
  if (!digits || s.n < 2 + digits) return 0;
  *which = 0;
  for (size_t i = 2; i < 2 + digits; i++) {
    char c = s.p[i];
    int v = c >= '0' && c <= '9'                 ? c - '0'
            : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 87
                                                 : -1;
    if (v < 0) return 0;
    *which = *which * 16 + (uint32_t)v;
  }
  return control(*which) ? 2 + digits : 0;
}

/* The first control character in the line that the parser complains of, at its place or
 * behind: it becomes blanks. False: that is not what is wrong. */
static bool repair(Importer *im, Source *source, const Diag *complaint) {
  Str s = source->text;
  size_t at = 0;
  for (uint32_t line = 1; line < complaint->line && at < s.n; line++) str_line(s, &at);
  /* Columns count characters, which are never more than bytes. */
  if (complaint->col) at += complaint->col - 1;
  while (at < s.n && s.p[at] != '\n') {
    uint32_t which;
    size_t n = control_at(str_sub(s, at, s.n), &which);
    if (n) {
      char *text = arena_dup(im->arena, s.p, s.n);
      memset(text + at, ' ', n);
      left_add(im->left, DIAG_WARNING, "Control characters in settings",
               arena_printf(im->arena, "U+%04X", which), source, at, "blanks stand there now");
      source->text = str_n(text, s.n);
      return true;
    }
    at += s.p[at] == '\\' ? 2 : 1;
  }
  return false;
}

bool old_config_read(const Value **out, Importer *im, size_t index, Source *source) {
  size_t count;
  source->path = old_path(im->old, old_files(im->old, &count)[index].path, im->arena);
  if (!old_read(&source->text, im->old, index, im->arena, im->d)) return false;
  for (int i = 0;; i++) {
    Diags d = { 0 };
    if (parse(out, im, source, &d)) {
      diags_append(im->d, &d);
      diags_free(&d);
      return true;
    }
    bool again = i < REPAIRS_MOST && source->text.n <= REPAIR_BYTES && d.count &&
                 repair(im, source, &d.items[0]);
    if (!again) diags_append(im->d, &d);
    diags_free(&d);
    if (!again) return false;
  }
}
