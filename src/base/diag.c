/* diag.c -- making, carrying and ordering diagnostics. Printing is diag_print.c. */
#include "base/diag.h"

#include "base/map.h"
#include "base/utf8.h"
#include <stdlib.h>

enum { EXCERPT_BYTES = 240 };

static Diag *add(Diags *d, Severity s, Code code) {
  if (d->count == d->cap) {
    d->cap = d->cap ? d->cap * 2 : 8;
    d->items = mem_realloc(d->items, d->cap * sizeof *d->items);
  }
  Diag *r = &d->items[d->count++];
  *r = (Diag){ .severity = s, .code = code, .blame = EXIT_CONTENT, .length = 1 };
  r->plugin = d->plugin.n ? arena_str(&d->arena, d->plugin) : S("");
  r->article = d->article.n ? arena_str(&d->arena, d->article) : S("");
  r->help = r->excerpt = r->trace = r->said = r->rule = r->hook = r->file = S("");
  if (s == DIAG_ERROR) d->errors++;
  if (s == DIAG_WARNING) d->warnings++;
  return r;
}

static Diag *say(Diags *d, Severity s, Code code, const char *help, const char *format,
                 va_list args) {
  Diag *r = add(d, s, code);
  r->message = arena_vprintf(&d->arena, format, args);
  if (help) r->help = arena_str(&d->arena, str_c(help));
  return r;
}

void source_position(const Source *source, size_t offset, uint32_t *line, uint32_t *col) {
  Str text = source->text;
  if (offset > text.n) offset = text.n;
  uint32_t n = 1;
  size_t start = 0;
  for (size_t i = 0; i < offset; i++) {
    /* CR LF, LF and a lone CR each end a line. */
    if (text.p[i] == '\n' || (text.p[i] == '\r' && !(i + 1 < text.n && text.p[i + 1] == '\n'))) {
      n++;
      start = i + 1;
    }
  }
  if (start == 0 && str_starts(text, S("\xEF\xBB\xBF")) && offset >= 3) start = 3;
  *line = n;
  *col = (uint32_t)utf8_count(str_sub(text, start, offset)) + 1;
}

/* The whole line that holds byte `offset`, without its end. */
static Str line_at(Str text, size_t offset, size_t *start_out) {
  size_t start = offset, end = offset;
  while (start > 0 && text.p[start - 1] != '\n' && text.p[start - 1] != '\r') start--;
  while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') end++;
  *start_out = start;
  return str_sub(text, start, end);
}

/* Copy at most EXCERPT_BYTES of the line around the caret, cut at characters. */
static void set_excerpt(Diags *d, Diag *r, Str line, size_t caret) {
  size_t from = 0;
  r->excerpt_col = 1;
  if (line.n > EXCERPT_BYTES && caret > EXCERPT_BYTES / 2) {
    from = caret - EXCERPT_BYTES / 2;
    while (from > 0 && ((unsigned char)line.p[from] & 0xC0) == 0x80) from--;
    r->excerpt_col = (uint32_t)utf8_count(str_sub(line, 0, from)) + 1;
  }
  size_t to = from + EXCERPT_BYTES < line.n ? from + EXCERPT_BYTES : line.n;
  while (to > from && to < line.n && ((unsigned char)line.p[to] & 0xC0) == 0x80) to--;
  r->excerpt = arena_str(&d->arena, str_sub(line, from, to));
}

Diag *diag_at(Diags *d, Severity s, Code code, const Source *source, Range where, const char *help,
              const char *format, ...) {
  va_list args;
  va_start(args, format);
  Diag *r = say(d, s, code, help, format, args);
  va_end(args);
  r->file = arena_str(&d->arena, source->path);
  size_t offset = where.offset < source->text.n ? where.offset : source->text.n;
  source_position(source, offset, &r->line, &r->col);
  size_t start = 0;
  Str line = line_at(source->text, offset, &start);
  if (start == 0 && str_starts(line, S("\xEF\xBB\xBF")) && offset >= 3) {
    start = 3;
    line = str_sub(line, 3, line.n);
  }
  size_t caret = offset - start;
  size_t stop = caret + where.length < line.n ? caret + where.length : line.n;
  size_t length = stop > caret ? utf8_count(str_sub(line, caret, stop)) : 1;
  r->length = length ? (uint32_t)length : 1;
  set_excerpt(d, r, line, caret);
  return r;
}

Diag *diag_line(Diags *d, Severity s, Code code, const Source *source, uint32_t line, uint32_t col,
                uint32_t length, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Diag *r = say(d, s, code, help, format, args);
  va_end(args);
  r->file = arena_str(&d->arena, source->path);
  r->line = line, r->col = col, r->length = length ? length : 1;
  Str text = source->text;
  size_t at = 0;
  for (uint32_t n = 1; n < line && at < text.n; at++)
    if (text.p[at] == '\n' || (text.p[at] == '\r' && !(at + 1 < text.n && text.p[at + 1] == '\n')))
      n++;
  size_t start = 0, caret = 0;
  Str whole = line_at(text, at < text.n ? at : text.n, &start);
  for (uint32_t c = 1; c < col && caret < whole.n; c++) utf8_next(whole, &caret);
  set_excerpt(d, r, whole, caret);
  return r;
}

Diag *diag_file(Diags *d, Severity s, Code code, Str file, const char *help, const char *format,
                ...) {
  va_list args;
  va_start(args, format);
  Diag *r = say(d, s, code, help, format, args);
  va_end(args);
  r->file = arena_str(&d->arena, file);
  return r;
}

Diag *diag_machine(Diags *d, Code code, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Diag *r = say(d, DIAG_ERROR, code, help, format, args);
  va_end(args);
  r->blame = EXIT_MACHINE;
  return r;
}

void diag_help(Diags *d, Diag *r, const char *format, ...) {
  va_list args;
  va_start(args, format);
  r->help = arena_vprintf(&d->arena, format, args);
  va_end(args);
}

/* Every field that is a Str, in wire order. */
static Str *text_field(Diag *r, size_t i) {
  Str *fields[] = { &r->file, &r->message, &r->help,  &r->excerpt, &r->plugin, &r->rule,
                    &r->hook, &r->article, &r->trace, &r->places,  &r->said };
  return i < sizeof fields / sizeof fields[0] ? fields[i] : NULL;
}

void diags_append(Diags *to, const Diags *from) {
  for (size_t i = 0; i < from->count; i++) {
    Diag copy = from->items[i];
    Diag *r = add(to, copy.severity, copy.code);
    for (size_t k = 0; text_field(&copy, k); k++)
      *text_field(&copy, k) = arena_str(&to->arena, *text_field(&copy, k));
    *r = copy;
  }
}

/* Pages that are no articles, which go by their address, behind those that are. */
static int compare_article(Str a, Str b) {
  bool x = str_starts(a, S("/")), y = str_starts(b, S("/"));
  return x != y ? x - y : str_cmp(a, b);
}

static int compare(const void *pa, const void *pb) {
  const Diag *a = pa, *b = pb;
  int c = str_cmp(a->file, b->file);
  if (c) return c;
  if (a->line != b->line) return a->line < b->line ? -1 : 1;
  if (a->col != b->col) return a->col < b->col ? -1 : 1;
  if (a->severity != b->severity) return a->severity > b->severity ? -1 : 1;
  if (a->code != b->code) return a->code < b->code ? -1 : 1;
  c = str_cmp(a->message, b->message);
  if (c) return c;
  c = str_cmp(a->plugin, b->plugin);
  return c ? c : compare_article(a->article, b->article);
}

/* What breaks a limit or keeps state does so with other values for each article: they are in
 * the words, and the mistake is one. */
static bool same_words(const Diag *a, const Diag *b) {
  return a->code == P_PLUGIN_STATE || a->code == P_PLUGIN_BUDGET || a->code == P_PLUGIN_MEMORY ||
         str_eq(a->message, b->message);
}

/* The same words at the same place, which is not in the article itself. */
static bool same_but_article(const Diag *a, const Diag *b) {
  return a->article.n && b->article.n && !str_eq(a->article, a->file) && str_eq(a->file, b->file) &&
         a->line == b->line && a->col == b->col && a->severity == b->severity &&
         a->code == b->code && same_words(a, b) && str_eq(a->plugin, b->plugin);
}

/* A plugin is told once that it reads the whole site, whichever of its lines do. */
static bool told_once(Diags *d, size_t kept, const Diag *item) {
  if (item->code != P_WHOLE_SITE) return false;
  for (size_t i = 0; i < kept; i++) {
    if (d->items[i].code != item->code || !str_eq(d->items[i].plugin, item->plugin)) continue;
    d->items[i].more += 1 + item->more;
    return true;
  }
  return false;
}

enum { PLACES_MOST = 4 }; /* beside the first */

static void add_place(Diags *d, Diag *r, Str place) {
  size_t count = r->places.n ? 1 : 0;
  for (size_t i = 0; i + 1 < r->places.n; i++)
    count += r->places.p[i] == ',' && r->places.p[i + 1] == ' ';
  if (count >= PLACES_MOST) return;
  const Str parts[] = { r->places, count ? S(", ") : S(""), place };
  r->places = arena_concat(&d->arena, parts, 3);
}

void diag_also(Diags *d, Diag *r, Str file, uint32_t line, uint32_t col) {
  r->more++;
  add_place(d, r, arena_printf(&d->arena, "%.*s:%u:%u", STR(file), (unsigned)line, (unsigned)col));
}

/* A directive that nobody knows is one mistake, wherever it stands. */
static bool told_before(Diags *d, Map *told, size_t kept, const Diag *item) {
  if (item->code != P_DIRECTIVE_UNKNOWN) return false;
  Str key = arena_printf(&d->arena, "%d%.*s", (int)item->severity, STR(item->message));
  uintptr_t at = (uintptr_t)map_get(told, key);
  if (!at) {
    map_put(told, key, (void *)(uintptr_t)(kept + 1)); /* where it is kept, from 1 */
    return false;
  }
  Diag *first = &d->items[at - 1];
  diag_also(d, first, item->file, item->line, item->col);
  first->more += item->more;
  Str rest = item->places, place;
  while (str_split(&rest, ' ', &place))
    if (place.n)
      add_place(d, first, str_ends(place, S(",")) ? str_sub(place, 0, place.n - 1) : place);
  return true;
}

void diags_sort(Diags *d) {
  if (d->count < 2) return;
  Map told = { 0 };
  qsort(d->items, d->count, sizeof *d->items, compare);
  size_t kept = 1;
  told_before(d, &told, 0, &d->items[0]);
  d->errors = d->warnings = 0;
  for (size_t i = 1; i < d->count; i++) {
    Diag *last = &d->items[kept - 1];
    if (compare(last, &d->items[i]) == 0) continue;
    if (told_once(d, kept, &d->items[i]) || told_before(d, &told, kept, &d->items[i])) continue;
    if (same_but_article(last, &d->items[i]))
      last->more += 1 + d->items[i].more;
    else
      d->items[kept++] = d->items[i];
  }
  d->count = kept;
  map_free(&told);
  for (size_t i = 0; i < kept; i++) {
    d->errors += d->items[i].severity == DIAG_ERROR;
    d->warnings += d->items[i].severity == DIAG_WARNING;
  }
}

void diags_write(const Diags *d, Buf *out) {
  buf_uint(out, d->count);
  for (size_t i = 0; i < d->count; i++) {
    Diag r = d->items[i];
    const uint64_t numbers[] = { r.severity, r.code,   r.blame,       r.line,
                                 r.col,      r.length, r.excerpt_col, r.more };
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) buf_uint(out, numbers[k]);
    for (size_t k = 0; text_field(&r, k); k++) buf_bytes(out, *text_field(&r, k));
  }
}

bool diags_read(Diags *d, Reader *in) {
  uint64_t count = read_uint(in);
  for (uint64_t i = 0; i < count && !in->bad; i++) {
    uint64_t n[8];
    for (size_t k = 0; k < 8; k++) n[k] = read_uint(in);
    Diag copy = { .severity = n[0] > DIAG_ERROR ? DIAG_ERROR : (Severity)n[0],
                  .code = (Code)(n[1] & 0xFFFF),
                  .blame = (ExitStatus)(n[2] & 3),
                  .line = (uint32_t)n[3],
                  .col = (uint32_t)n[4],
                  .length = (uint32_t)n[5],
                  .excerpt_col = (uint32_t)n[6],
                  .more = (uint32_t)n[7] };
    for (size_t k = 0; text_field(&copy, k); k++)
      *text_field(&copy, k) = arena_str(&d->arena, read_bytes(in));
    if (in->bad) return false;
    *add(d, copy.severity, copy.code) = copy;
  }
  return !in->bad;
}

ExitStatus diags_status(const Diags *d) {
  ExitStatus worst = EXIT_DONE;
  for (size_t i = 0; i < d->count; i++)
    if (d->items[i].severity == DIAG_ERROR && d->items[i].blame > worst) worst = d->items[i].blame;
  return worst;
}

void diags_free(Diags *d) {
  free(d->items);
  arena_free(&d->arena);
  *d = (Diags){ 0 };
}

const CodeInfo *code_list(size_t *count) {
  static const CodeInfo codes[] = {
#define CODE(name, number, title, text) { name, #name, title, text },
#include "base/codes.def"
#undef CODE
  };
  *count = sizeof codes / sizeof codes[0];
  return codes;
}

const CodeInfo *code_info(unsigned number) {
  size_t count;
  const CodeInfo *codes = code_list(&count);
  for (size_t i = 0; i < count; i++)
    if ((unsigned)codes[i].code == number) return &codes[i];
  return NULL;
}
