/* yaml_explain.c -- libyaml's complaints in words that an author can act on.
 *
 * Each of its fixed texts is known here; where a text stands for several
 * mistakes, the characters around the place decide. */
#include "data/yaml.h"
#include "data/yaml_private.h"

#include "base/utf8.h"

typedef struct {
  const yaml_parser_t *parser;
  const Source *source;
  size_t at, context, from, to;
  bool has_context;
  Diags *diags;
} Trouble;

static Str line_around(const Trouble *t, size_t at, size_t *start) {
  Str text = t->source->text;
  size_t from = at < t->to ? at : t->to, end = from;
  while (from > t->from && text.p[from - 1] != '\n' && text.p[from - 1] != '\r') from--;
  while (end < t->to && text.p[end] != '\n' && text.p[end] != '\r') end++;
  *start = from;
  return str_sub(text, from, end);
}

static char byte_at(const Trouble *t, size_t at) {
  return at < t->to ? t->source->text.p[at] : '\0';
}

static Diag *report(const Trouble *t, size_t at, const char *help, const char *message) {
  /* The end of the text is not a place: point at the last character instead. */
  Str text = t->source->text;
  while (at > t->from && (at >= t->to || text.p[at] == '\n' || text.p[at] == '\r')) at--;
  size_t next = at;
  if (next < text.n) utf8_next(text, &next);
  return diag_at(t->diags, DIAG_ERROR, P_YAML_SYNTAX, t->source, (Range){ at, next - at }, help,
                 "%s", message);
}

/* `title: A: B`: show how the line is written with quotes. */
static void colon(const Trouble *t) {
  size_t start = 0;
  Str line = line_around(t, t->at, &start);
  Str before = str_sub(line, 0, t->at - start);
  long first = str_find(before, S(": "));
  if (first < 0) {
    report(t, t->at, "keys of one map stand in the same column, below each other",
           "a key is not expected here");
    return;
  }
  Diag *r = report(t, t->at, NULL, "a ':' inside a text without quotes");
  Str name = str_sub(line, 0, (size_t)first),
      value = str_trim(str_sub(line, (size_t)first + 2, line.n));
  name = str_trim(name);
  if (value.n > 80 || name.n > 40) {
    diag_help(t->diags, r, "put the text behind '%.*s:' into quotes", STR(name));
    return;
  }
  Buf b = { 0 };
  for (size_t i = 0; i < value.n; i++) {
    if (value.p[i] == '"' || value.p[i] == '\\') buf_byte(&b, '\\');
    buf_byte(&b, value.p[i]);
  }
  diag_help(t->diags, r, "put the text into quotes: %.*s: \"%.*s\"", STR(name), STR(buf_view(&b)));
  buf_free(&b);
}

static void bad_start(const Trouble *t, size_t at) {
  char c = byte_at(t, at);
  if (c == '\t') {
    report(t, at, "indent with blanks", "a tab cannot indent YAML");
    return;
  }
  Diag *r = report(t, at, "put the text into quotes", "");
  r->message = arena_printf(&t->diags->arena, "a text without quotes cannot begin with '%c'", c);
}

/* Something behind a value that was complete: an apostrophe that closed a quote
 * (title: 'It's tea'), or text behind a closing quote or bracket. */
static void unexpected_text(const Trouble *t) {
  size_t start = 0;
  Str line = line_around(t, t->at, &start);
  size_t at = t->at - start;
  bool inside = at >= 1 && at < line.n;
  if (inside && line.p[at - 1] == '\'' && at >= 2 && line.p[at - 2] != ' ') {
    report(t, t->at - 1, "put the text into double quotes, or write '' for the apostrophe",
           "this apostrophe ends the text");
    return;
  }
  char before = '\0';
  for (size_t i = 0; i < at && i < line.n; i++)
    if (line.p[i] != ' ') before = line.p[i];
  if (inside && before && strchr("'\"]}", before)) {
    report(t, t->at, "quotes go around the whole text", "the value ended before this");
    return;
  }
  report(t, t->at, "keys of one map stand in the same column",
         "a key like 'name:' was expected here");
}

static bool says(const char *text, const char *what) {
  return text && strstr(text, what) != NULL;
}

static void unclosed(const Trouble *t) {
  char open = byte_at(t, t->context);
  char message[96];
  snprintf(message, sizeof message, "this '%c' is not closed, or a ',' is missing behind it", open);
  uint32_t line = 0, col = 0;
  source_position(t->source, t->at < t->to ? t->at : t->to, &line, &col);
  Diag *r = report(t, t->context, NULL, message);
  diag_help(t->diags, r, "close it with '%c'; noticed in line %u", open == '[' ? ']' : '}', line);
}

const char *yaml_map_help(const Value *v, const char *otherwise) {
  if (v->kind != VALUE_STR) return otherwise;
  long wide = str_find(v->str, S("\xEF\xBC\x9A")), colon = str_chr(v->str, ':');
  if (wide >= 0 && (colon < 0 || wide < colon))
    return "the colon is a wide one (U+FF1A): write ':' and a blank";
  return colon >= 0 ? "a blank is missing behind ':'" : otherwise;
}

void yaml_explain(const yaml_parser_t *parser, YamlPlaces *places, Diags *d) {
  Trouble t = {
    .parser = parser, .source = places->source, .from = places->from, .to = places->to, .diags = d
  };
  const char *problem = parser->problem ? parser->problem : "it cannot be understood";
  if (parser->error == YAML_MEMORY_ERROR) {
    diag_machine(d, P_MACHINE, NULL, "no memory for the YAML parser");
    return;
  }
  t.at = yaml_place(places, &parser->problem_mark);
  t.has_context = parser->context != NULL;
  t.context = t.has_context ? yaml_place(places, &parser->context_mark) : t.at;
  char first = byte_at(&t, t.context);
  if (says(problem, "mapping values are not allowed")) {
    colon(&t);
  } else if (says(problem, "could not find expected ':'")) {
    size_t start = 0;
    Str line = line_around(&t, t.context, &start);
    bool item = first == '-' && line.n > 1;
    bool wide = str_find(line, S("\xEF\xBC\x9A")) >= 0;
    report(&t, t.context,
           item   ? "items of a list begin with '-' and a blank"
           : wide ? "its colon is a wide one (U+FF1A): write ':' and a blank"
                  : "write name: value; further lines of a text are indented deeper than its key",
           item ? "a blank is missing behind this '-'" : "a ':' is missing behind this key");
  } else if (says(problem, "',' or ']'") || says(problem, "',' or '}'")) {
    unclosed(&t);
  } else if (says(problem, "cannot start any token")) {
    bad_start(&t, t.at);
  } else if (says(problem, "tab character")) {
    report(&t, t.at, "indent with blanks", "a tab cannot indent YAML");
  } else if (says(parser->context, "anchor") || says(parser->context, "alias") ||
             says(parser->context, "tag")) {
    bad_start(&t, first == '&' || first == '*' || first == '!' ? t.context : t.at);
  } else if (says(problem, "undefined tag handle")) {
    bad_start(&t, t.at);
  } else if (says(parser->context, "quoted scalar") && says(problem, "unexpected")) {
    report(&t, t.context, first == '\'' ? "close it with '" : "close it with \"",
           "the quote that opens here is never closed");
  } else if (says(parser->context, "quoted scalar")) {
    report(&t, t.at, "write \\\\ for a backslash, or put the text into single quotes",
           says(problem, "unknown escape") ? "an unknown escape in a text in double quotes"
                                           : "an escape that names no character");
  } else if (says(problem, "block sequence entries are not allowed")) {
    report(&t, t.at, "begin the list in the next line, or write [a, b]",
           "a list cannot begin with '-' in the line of its key");
  } else if (says(problem, "did not find expected key")) {
    unexpected_text(&t);
  } else if (says(problem, "'-' indicator")) {
    report(&t, t.at, "items of one list begin with '-' in the same column",
           "a list item like '- text' was expected here");
  } else if (says(problem, "<document start>") || says(problem, "node content")) {
    report(&t, t.at, "check brackets, quotes and the indentation above",
           "this is not expected here");
  } else if (says(parser->context, "directive")) {
    report(&t, t.at, "put the text into quotes", "a line cannot begin with '%'");
  } else {
    Diag *r = report(&t, t.at, NULL, "");
    r->message = arena_printf(&d->arena, "malformed YAML: %s", problem);
  }
}
