/* diag_print.c -- diagnostics as text with a caret, or as JSON.
 *
 * What comes from a repository is hostile here: control bytes, terminal escapes
 * and bidirectional overrides are shown as \xNN or \u{NNNN}, and nothing in a line
 * is a command to a CI system. "::error" is one at the start of a line, blanks of
 * any kind not counted: so no line begins with repository bytes, and a path that
 * does not start like a path is quoted. "##[error]" and "##vso[x]" are commands
 * anywhere in a line: their bracket is escaped. */
#include "base/diag.h"

#include "base/diag_group.h"
#include "base/utf8.h"
#include <stdio.h>

/* What a terminal has room for: of a line of text, and of the caret's line with the way out. */
enum { LINE_COLUMNS = 120, HELP_COLUMNS = 160, SLACK = 12 /* for so little nothing is cut */ };

/* Invisible or direction-changing code points (UAX #9, Trojan Source). */
static bool hidden(uint32_t cp) {
  return cp == 0x61C || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
         (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0x80 && cp < 0xA0) ||
         (cp >= 0xE0000 && cp <= 0xE0FFF);
}

bool command_bracket(Str s, size_t at) {
  while (at > 0 && (s.p[at - 1] | 0x20) >= 'a' && (s.p[at - 1] | 0x20) <= 'z') at--;
  return at >= 2 && s.p[at - 1] == '#' && s.p[at - 2] == '#';
}

/* Adds one character made visible; returns the columns it takes. */
static size_t visible(Buf *out, Str s, size_t *i) {
  size_t start = *i, before = out->n;
  uint32_t cp = utf8_next(s, i);
  if (cp == '[' && command_bracket(s, start))
    buf_c(out, "\\x5B");
  else if (cp == UTF8_BAD)
    buf_printf(out, "\\x%02X", (unsigned)(unsigned char)s.p[start]);
  else if (cp < 0x20 || cp == 0x7F)
    buf_printf(out, "\\x%02X", (unsigned)cp);
  else if (hidden(cp))
    buf_printf(out, "\\u{%X}", (unsigned)cp);
  else {
    buf_str(out, str_sub(s, start, *i));
    return utf8_wide(cp) ? 2 : 1;
  }
  return out->n - before;
}

static void plain(Buf *out, Str s) {
  for (size_t i = 0; i < s.n;) visible(out, s, &i);
}

void diag_visible(Buf *out, Str s) {
  plain(out, s);
}

/* The columns of a line that are shown, and the caret's in it. */
typedef struct {
  size_t from, to;      /* [from, to) of the excerpt */
  size_t before, under; /* up to the caret, and what it underlines */
} Window;

/* A tabulator is two blanks. Adds the character at *i; returns its columns. */
static size_t shown(Buf *out, Str s, size_t *i) {
  if (s.p[*i] != '\t') return visible(out, s, i);
  buf_c(out, "  ");
  ++*i;
  return 2;
}

/* Of a line that no terminal has room for: what stands around the caret. */
static Window window_of(const Diag *r) {
  Buf ignored = { 0 };
  Window w = { 0, 0, 0, 0 };
  size_t col = r->excerpt_col ? r->excerpt_col : 1;
  for (size_t i = 0; i < r->excerpt.n; col++) {
    size_t columns = shown(&ignored, r->excerpt, &i);
    w.to += columns;
    if (col < r->col)
      w.before += columns;
    else if (col < r->col + r->length)
      w.under += columns;
  }
  buf_free(&ignored);
  if (w.to <= LINE_COLUMNS + SLACK) return w;
  size_t all = w.to;
  w.from = w.before > LINE_COLUMNS / 3 ? w.before - LINE_COLUMNS / 3 : 0;
  if (all - w.from < LINE_COLUMNS) w.from = all - LINE_COLUMNS;
  w.to = w.from + LINE_COLUMNS;
  if (w.before + w.under > w.to) w.under = w.to > w.before ? w.to - w.before : 0;
  return w;
}

static void excerpt_line(const Diag *r, const Window *w, Buf *line) {
  bool cut = false;
  Buf one = { 0 };
  size_t at = 0;
  if (w->from || r->excerpt_col > 1) buf_c(line, "...");
  for (size_t i = 0; i < r->excerpt.n;) {
    buf_clear(&one);
    size_t columns = shown(&one, r->excerpt, &i);
    if (at + columns > w->to) cut = true;
    if (at >= w->from && !cut)
      buf_str(line, buf_view(&one));
    else if (at < w->from && at + columns > w->from)
      for (size_t k = w->from; k < at + columns; k++) buf_byte(line, ' '); /* half of a wide one */
    at += columns;
  }
  if (cut) buf_c(line, "...");
  buf_free(&one);
}

/* Does it begin as paths do, and not as what CI systems look for? */
static bool begins_well(Str path) {
  size_t i = 0;
  uint32_t cp = utf8_next(path, &i);
  if (cp < 0x80)
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
           cp == '.' || cp == '_' || cp == '/';
  /* Blanks that a CI system would skip. */
  return cp != 0xA0 && cp != 0x1680 && !(cp >= 0x2000 && cp <= 0x200A) && cp != 0x202F &&
         cp != 0x205F && cp != 0x3000;
}

/* A line that begins with somebody's text. */
static void plain_line(Buf *out, Str s) {
  size_t i = 0;
  while (i < s.n && !begins_well(str_sub(s, i, s.n)) && s.p[i] != ':') utf8_next(s, &i);
  plain(out, str_sub(s, 0, i));
  if (i < s.n && s.p[i] == ':') {
    buf_c(out, "\\x3A");
    i++;
  }
  plain(out, str_sub(s, i, s.n));
}

static void caret_lines(const Diag *r, Buf *out) {
  Buf line = { 0 };
  Window w = window_of(r);
  excerpt_line(r, &w, &line);
  char number[16];
  int width = snprintf(number, sizeof number, "%u", (unsigned)r->line);
  size_t before = w.before - w.from + (w.from || r->excerpt_col > 1 ? 3 : 0);
  buf_printf(out, "  %s | %.*s\n  %*s | %*s^", number, STR(buf_view(&line)), width, "", (int)before,
             "");
  for (size_t i = 1; i < w.under; i++) buf_byte(out, '~');
  if (r->help.n) {
    buf_clear(&line);
    plain(&line, r->help);
    if (before + w.under + line.n <= HELP_COLUMNS) {
      buf_byte(out, ' ');
      buf_str(out, buf_view(&line));
    } else {
      buf_printf(out, "\n  %*s   ", width, "");
      plain_line(out, r->help);
    }
  }
  buf_byte(out, '\n');
  buf_free(&line);
}

static void path_text(Buf *out, Str path) {
  bool quote = !begins_well(path);
  if (quote) buf_byte(out, '"');
  plain(out, path);
  if (quote) buf_byte(out, '"');
}

static void quoted_lines(Str text, Buf *out) {
  Str part;
  while (text.n && str_split(&text, '\n', &part)) {
    buf_c(out, "    | ");
    plain(out, part);
    buf_byte(out, '\n');
  }
}

static void text_record(const Diag *r, bool color, bool verbose, Buf *out) {
  static const char *const words[] = { "note", "warning", "error" };
  static const char *const paints[] = { "\x1b[36m", "\x1b[33m", "\x1b[31m" };
  const char *bold = color ? "\x1b[1m" : "", *off = color ? "\x1b[0m" : "";
  if (r->file.n) {
    buf_c(out, bold);
    path_text(out, r->file);
    if (r->line) buf_printf(out, ":%u", (unsigned)r->line);
    if (r->line && r->col) buf_printf(out, ":%u", (unsigned)r->col);
    buf_printf(out, "%s: ", off);
  } else {
    buf_c(out, "publish: ");
  }
  buf_printf(out, "%s%s%s: ", color ? paints[r->severity] : "", words[r->severity], off);
  if (r->plugin.n) {
    buf_byte(out, '[');
    plain(out, r->plugin);
    buf_c(out, "] ");
  }
  plain(out, r->message);
  if (r->places.n) buf_printf(out, " (%u times)", (unsigned)r->more + 1);
  if (r->article.n && !str_eq(r->article, r->file)) {
    buf_c(out, " (in ");
    plain(out, r->article);
    if (r->more) buf_printf(out, " and %u more", (unsigned)r->more);
    buf_byte(out, ')');
  }
  if (r->code) buf_printf(out, " [P%04u]", (unsigned)r->code);
  buf_byte(out, '\n');
  if (r->line && r->excerpt.n) {
    caret_lines(r, out);
  } else if (r->help.n) {
    buf_c(out, "  ");
    plain_line(out, r->help);
    buf_byte(out, '\n');
  }
  if (r->places.n) {
    size_t named = 1;
    for (size_t i = 0; i + 1 < r->places.n; i++)
      named += r->places.p[i] == ',' && r->places.p[i + 1] == ' ';
    buf_c(out, "  also at ");
    plain(out, r->places);
    if (r->more > named) buf_printf(out, " and %u more", (unsigned)(r->more - named));
    buf_byte(out, '\n');
  }
  quoted_lines(r->said, out);
  if (verbose) quoted_lines(r->trace, out);
}

/* What JSON may hold as it is, but neither a terminal nor YAML: C1, directions, line ends of
 * other standards, the byte order mark and what is no character. */
static bool unsafe(uint32_t cp) {
  return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x61C || (cp >= 0x2028 && cp <= 0x202E) ||
         (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF || cp == 0xFFFE || cp == 0xFFFF;
}

void json_escape(Buf *out, Str s) {
  for (size_t i = 0; i < s.n;) {
    size_t start = i;
    uint32_t cp = utf8_next(s, &i);
    if (cp == UTF8_BAD)
      buf_c(out, "\xEF\xBF\xBD");
    else if (cp == '"' || cp == '\\')
      buf_byte(out, '\\'), buf_byte(out, (char)cp);
    else if (cp == '\n')
      buf_c(out, "\\n");
    else if (cp == '\t')
      buf_c(out, "\\t");
    else if (cp == '\r')
      buf_c(out, "\\r");
    else if (unsafe(cp) || (cp == '[' && command_bracket(s, start)))
      buf_printf(out, "\\u%04x", (unsigned)cp);
    else
      buf_str(out, str_sub(s, start, i));
  }
}

static void json_field(Buf *out, const char *name, Str s) {
  buf_printf(out, ",\"%s\":\"", name);
  json_escape(out, s);
  buf_byte(out, '"');
}

static void json_record(const Diag *r, Buf *out) {
  static const char *const words[] = { "note", "warning", "error" };
  buf_printf(out, "{\"severity\":\"%s\",\"code\":\"P%04u\"", words[r->severity], (unsigned)r->code);
  json_field(out, "file", r->file);
  buf_printf(out, ",\"line\":%u,\"column\":%u,\"length\":%u", (unsigned)r->line, (unsigned)r->col,
             (unsigned)r->length);
  json_field(out, "message", r->message);
  if (r->help.n) json_field(out, "help", r->help);
  if (r->plugin.n) json_field(out, "plugin", r->plugin);
  if (r->rule.n) json_field(out, "rule", r->rule);
  if (r->hook.n) json_field(out, "hook", r->hook);
  if (r->article.n)
    json_field(out, str_starts(r->article, S("/")) ? "page" : "article", r->article);
  if (r->more) buf_printf(out, ",\"more\":%u", (unsigned)r->more);
  if (r->places.n) json_field(out, "places", r->places);
  if (r->excerpt.n) json_field(out, "excerpt", r->excerpt);
  if (r->trace.n) json_field(out, "trace", r->trace);
  if (r->said.n) json_field(out, "said", r->said);
  buf_c(out, "}\n");
}

void diags_print(const Diags *d, DiagFormat format, bool color, bool verbose, Buf *out) {
  for (size_t i = 0; i < d->count; i++) {
    if (format == DIAG_JSON)
      json_record(&d->items[i], out);
    else
      text_record(&d->items[i], color, verbose, out);
  }
}

/* -- grouped -- */

/* What is not told of a group: "publish: and 334 more [P0405] in 120 files: ...". */
static void rest_line(const DiagGroups *all, const DiagGroup *g, const Diags *d, Buf *out) {
  static const char *const words[] = { "note", "warning", "error" };
  const CodeInfo *info = code_info(g->code);
  size_t rest = g->count - g->shown;
  buf_printf(out, "publish: and %zu more %s%s", rest, words[g->severity], rest == 1 ? "" : "s");
  if (g->code) buf_printf(out, " [P%04u]", (unsigned)g->code);
  if (g->plugin.n) {
    buf_c(out, " of [");
    plain(out, g->plugin);
    buf_byte(out, ']');
  }
  if (g->rule.n) {
    buf_c(out, " (");
    plain(out, g->rule);
    buf_byte(out, ')');
  }
  if (g->rest_files)
    buf_printf(out, " in %zu file%s", g->rest_files, g->rest_files == 1 ? "" : "s");
  if (info && !g->plugin.n) buf_printf(out, ": %s", info->title);
  buf_c(out, "; -v shows all\n");
  if (g->severity != DIAG_ERROR) return;
  /* Each of these has to be mended: at least where they are. */
  enum { PLACES = 10 };
  Str last = S("");
  size_t told = 0;
  for (size_t i = 0; i < d->count; i++) {
    const Diag *r = &d->items[i];
    if (&all->items[all->of[i]] != g || all->shown[i] || !r->file.n) continue;
    if (told && str_eq(last, r->file)) continue;
    last = r->file;
    if (++told > PLACES) break;
    buf_c(out, "  ");
    path_text(out, r->file);
    if (r->line) buf_printf(out, ":%u", (unsigned)r->line);
    buf_byte(out, '\n');
  }
  if (told > PLACES) buf_c(out, "  ...\n");
}

void diags_print_grouped(const Diags *d, bool color, Buf *out) {
  Arena a = { 0 };
  DiagGroups all;
  diags_group(&all, d, &a);
  bool folded = false;
  for (size_t i = 0; i < all.count; i++) folded = folded || all.items[i].shown < all.items[i].count;
  if (!folded) {
    diags_print(d, DIAG_TEXT, color, false, out);
  } else {
    for (int errors = 0; errors <= 1; errors++) {
      for (size_t i = 0; i < d->count; i++)
        if ((d->items[i].severity == DIAG_ERROR) == (errors == 1) && all.shown[i])
          text_record(&d->items[i], color, false, out);
      /* The least severe first, as the errors are to be the last. */
      for (size_t i = all.count; i-- > 0;) {
        const DiagGroup *g = &all.items[i];
        if ((g->severity == DIAG_ERROR) == (errors == 1) && g->shown < g->count)
          rest_line(&all, g, d, out);
      }
    }
  }
  arena_free(&a);
}
