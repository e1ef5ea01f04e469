/* finding.c -- the name of a finding that outlives edits of its file. */
#include "cli/finding.h"

#include "base/utf8.h"

Str finding_rule(const Diag *r, Arena *a) {
  Str more = r->rule.n ? r->rule : r->code == P_PLUGIN_SAYS ? r->plugin : S("");
  if (!r->code) return S("");
  if (!more.n) return arena_printf(a, "P%04u", (unsigned)r->code);
  return arena_printf(a, "P%04u/%.*s", (unsigned)r->code, STR(more));
}

static void line_safe(Buf *out, Str s) {
  for (size_t i = 0; i < s.n;) {
    size_t start = i;
    uint32_t cp = utf8_next(s, &i);
    if (cp == UTF8_BAD || cp < 0x20 || cp == 0x7F || cp == '\\' || (cp == '#' && !out->n))
      buf_printf(out, "\\x%02X", (unsigned)(unsigned char)s.p[start]);
    else
      buf_str(out, str_sub(s, start, i));
  }
}

/* "line 12" and "a.md:12" as "line #" and "a.md:#". */
static Str without_lines(Str s, Arena *a) {
  char *text = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    bool digit = s.p[i] >= '0' && s.p[i] <= '9';
    Str before = str_n(text, n);
    bool line = str_ends(before, S(":")) || str_ends(before, S("line ")) ||
                str_ends(before, S("lines ")) || str_ends(before, S("#"));
    if (!digit || !line)
      text[n++] = s.p[i];
    else if (text[n - 1] != '#')
      text[n++] = '#';
  }
  return str_n(text, n);
}

Str finding_key(const Diag *r, Arena *a) {
  Buf key = { 0 };
  line_safe(&key, r->file);
  buf_byte(&key, '\t');
  line_safe(&key, finding_rule(r, a));
  buf_byte(&key, '\t');
  line_safe(&key, without_lines(r->message, a));
  Str s = buf_dup(&key, a);
  buf_free(&key);
  return s;
}
