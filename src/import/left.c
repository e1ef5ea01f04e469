/* left.c -- findings by topic and name, as diagnostics and as a report. */
#include "import/left.h"

static LeftGroup *group(Left *left, Severity severity, Str topic, Str name) {
  Str parts[] = { topic, S("\n"), name };
  Arena a = { 0 };
  Str key = arena_concat(&a, parts, 3);
  size_t number = (size_t)map_get(&left->names, key);
  if (!number) {
    left->groups =
        arena_grow(&left->arena, left->groups, left->count, &left->cap, sizeof *left->groups);
    left->groups[left->count++] = (LeftGroup){ .severity = severity,
                                               .topic = arena_str(&left->arena, topic),
                                               .name = arena_str(&left->arena, name) };
    number = left->count;
    map_put(&left->names, arena_str(&left->arena, key), (void *)number);
  }
  arena_free(&a);
  return &left->groups[number - 1];
}

static Str line_around(Str text, size_t offset) {
  size_t from = offset < text.n ? offset : text.n, to = from;
  while (from && text.p[from - 1] != '\n') from--;
  while (to < text.n && text.p[to] != '\n') to++;
  return str_sub(text, from, to - from > 200 ? from + 200 : to);
}

void left_add(Left *left, Severity severity, const char *topic, Str name, const Source *source,
              size_t offset, const char *advice, ...) {
  LeftGroup *g = group(left, severity, str_c(topic), name);
  if (advice && !g->advice.n) {
    va_list args;
    va_start(args, advice);
    g->advice = arena_vprintf(&left->arena, advice, args);
    va_end(args);
  }
  if (!source) return;
  LeftPlace place = { .file = source->path };
  if (source->text.n) source_position(source, offset, &place.line, &place.col);
  bool same = g->count && str_eq(g->places[g->count - 1].file, place.file);
  place.file = same ? g->places[g->count - 1].file : arena_str(&left->arena, place.file);
  if (!same) g->files++;
  if (!g->count && source->text.n)
    g->excerpt = arena_str(&left->arena, line_around(source->text, offset));
  g->places = arena_grow(&left->arena, g->places, g->count, &g->cap, sizeof *g->places);
  g->places[g->count++] = place;
}

/* The topic as the name of a rule: "layouts-and-includes". */
static Str rule_of(Arena *a, Str topic) {
  char *p = arena_dup(a, topic.p, topic.n);
  for (size_t i = 0; i < topic.n; i++) {
    bool letter = (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z';
    p[i] = letter ? (char)(p[i] | 0x20) : '-';
  }
  return str_n(p, topic.n);
}

void left_tell(const Left *left, bool notes, Diags *d) {
  for (size_t i = 0; i < left->count; i++) {
    const LeftGroup *g = &left->groups[i];
    if (g->severity == DIAG_NOTE && !notes) continue;
    LeftPlace first = g->count ? g->places[0] : (LeftPlace){ .file = S("") };
    Str many = S("");
    if (g->count > 1 && g->files > 1)
      many = arena_printf(&d->arena, " (%zu times in %zu files)", g->count, g->files);
    else if (g->count > 1)
      many = arena_printf(&d->arena, " (%zu times)", g->count);
    Diag *r = diag_file(d, g->severity, P_IMPORT_LEFT, first.file, NULL, "%.*s: %.*s%.*s",
                        STR(g->topic), STR(g->name), STR(many));
    r->rule = rule_of(&d->arena, g->topic);
    r->line = first.line;
    r->col = first.col;
    if (g->excerpt.n && first.line) {
      r->excerpt = arena_str(&d->arena, g->excerpt);
      r->excerpt_col = 1;
      r->length = 1;
    }
    if (g->advice.n) diag_help(d, r, "%.*s", STR(g->advice));
  }
}

/* Text of the old site in the report: nothing in it is markup. */
static void code(Buf *out, Str s) {
  bool tick = str_chr(s, '`') >= 0;
  buf_c(out, tick ? "`` " : "`");
  for (size_t i = 0; i < s.n; i++) buf_byte(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
  buf_c(out, tick ? " ``" : "`");
}

static void places(Buf *out, const LeftGroup *g) {
  size_t shown = g->count < LEFT_SHOWN ? g->count : LEFT_SHOWN;
  for (size_t i = 0; i < shown; i++) {
    const LeftPlace *p = &g->places[i];
    buf_c(out, "  - ");
    Buf where = { 0 };
    buf_str(&where, p->file);
    if (p->line) buf_printf(&where, ":%u:%u", p->line, p->col);
    code(out, buf_view(&where));
    buf_free(&where);
    buf_byte(out, '\n');
  }
  if (g->count > shown) buf_printf(out, "  - and %zu more\n", g->count - shown);
}

void left_markdown(const Left *left, Buf *out) {
  for (size_t i = 0; i < left->count; i++) {
    bool first = true;
    for (size_t k = 0; first && k < i; k++)
      first = !str_eq(left->groups[k].topic, left->groups[i].topic);
    if (!first) continue;
    buf_printf(out, "\n## %.*s\n\n", STR(left->groups[i].topic));
    for (size_t k = i; k < left->count; k++) {
      const LeftGroup *g = &left->groups[k];
      if (!str_eq(g->topic, left->groups[i].topic)) continue;
      buf_c(out, "- ");
      code(out, g->name);
      if (g->count > 1) buf_printf(out, ", %zu times", g->count);
      if (g->files > 1) buf_printf(out, " in %zu files", g->files);
      if (g->advice.n) buf_printf(out, ": %.*s", STR(g->advice));
      buf_byte(out, '\n');
      places(out, g);
    }
  }
}

void left_free(Left *left) {
  map_free(&left->names);
  arena_free(&left->arena);
  *left = (Left){ 0 };
}
