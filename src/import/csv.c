/* csv.c -- a walk over cells. */
#include "import/csv.h"

#include "base/utf8.h"
#include "import/importer.h"

typedef struct {
  Str s;
  size_t i;
  char separator;
  Arena *a;
} Csv;

/* One cell; *last says whether the line ends behind it. False: a quote is open. */
static bool cell(Csv *c, Str *out, bool *last) {
  Buf b = { 0 };
  bool closed = true;
  if (c->i < c->s.n && c->s.p[c->i] == '"') {
    closed = false;
    c->i++;
    while (c->i < c->s.n && !closed) {
      char ch = c->s.p[c->i++];
      if (ch != '"')
        buf_byte(&b, ch);
      else if (c->i < c->s.n && c->s.p[c->i] == '"')
        buf_byte(&b, c->s.p[c->i++]);
      else
        closed = true;
    }
  }
  while (c->i < c->s.n && c->s.p[c->i] != c->separator && c->s.p[c->i] != '\n')
    buf_byte(&b, c->s.p[c->i++]);
  *last = c->i >= c->s.n || c->s.p[c->i] == '\n';
  if (*last && b.n && b.p[b.n - 1] == '\r') b.n--;
  c->i++;
  *out = buf_dup(&b, c->a);
  buf_free(&b);
  return closed;
}

static bool bad(const Source *source, size_t at, Diags *d, const char *what) {
  diag_at(d, DIAG_ERROR, P_IMPORT_CONFIG, source, (Range){ at, 1 }, NULL, "%s", what);
  return false;
}

/* Offset of a byte that no text holds (YAML would refuse it), or s.n. */
static size_t control(Str s) {
  size_t i = 0;
  for (; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) break;
    if (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0) break; /* U+0080 to U+009F */
  }
  return i;
}

bool csv_read(const Value **out, Arena *a, const Source *source, char separator, Diags *d) {
  Csv c = { .s = source->text, .separator = separator, .a = a };
  ListBuilder rows = list_begin(a);
  Str *names = NULL, text;
  size_t columns = 0, cap = 0, cells = 0, wrong = utf8_check(c.s);
  if (wrong < c.s.n) return bad(source, wrong, d, "the table is not UTF-8");
  wrong = control(c.s);
  if (wrong < c.s.n) return bad(source, wrong, d, "the table holds control characters");
  if (str_starts(c.s, S("\xEF\xBB\xBF"))) c.i = 3;
  for (bool last = c.i >= c.s.n; !last && columns < CSV_COLUMNS;) {
    if (!cell(&c, &text, &last)) return bad(source, 0, d, "a quote is opened and never closed");
    names = arena_grow(a, names, columns, &cap, sizeof *names);
    names[columns++] = str_trim(text);
  }
  while (c.i < c.s.n) {
    MapBuilder row = map_begin(a);
    size_t from = c.i, k = 0;
    bool last = false, any = false;
    while (!last) {
      if (!cell(&c, &text, &last))
        return bad(source, from, d, "a quote is opened and never closed");
      if (++cells > CSV_CELLS) return bad(source, from, d, "a table with too many cells");
      any = any || text.n;
      if (k < columns && names[k].n) mapb_put(&row, names[k], value_of_str(a, text));
      k++;
    }
    if (any || k > 1) list_add(&rows, map_end(&row, (Span){ 0, 0 }));
  }
  *out = list_end(&rows, (Span){ 0, 0 });
  return true;
}

bool csv_as_yaml(Str *out, Arena *a, const Source *source, char separator, Diags *d) {
  const Value *v = NULL;
  if (!csv_read(&v, a, source, separator, d)) return false;
  Buf b = { 0 };
  yaml_write(&b, v, 0);
  Str text = buf_view(&b);
  if (text.n && (text.p[0] == '\n' || text.p[0] == ' ')) text = str_sub(text, 1, text.n);
  *out = arena_str(a, text);
  buf_free(&b);
  return true;
}
