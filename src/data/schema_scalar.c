/* schema_scalar.c -- the scalar types: what their texts must look like. */
#include "data/schema_private.h"

#include "base/utf8.h"
#include "data/yaml_private.h"
#include <math.h>

static bool wrong(const Schema *s, const Value *v, Str name, const SchemaContext *c,
                  const char *help) {
  Arena *a = &c->diags->arena;
  schema_report(c, DIAG_ERROR, c->code, v, help, "%.*s must be %.*s, found %.*s",
                STR(schema_called(a, name)), STR(schema_wants(a, s)), STR(schema_found(a, v)));
  return false;
}

static const Value *keep(Value *made, const Value *v, Str text) {
  made->span = v->span;
  made->text = text;
  return made;
}

/* One line: ends trimmed, line breaks and the blanks around them one blank. */
static Str one_line(Arena *a, Str s) {
  s = str_trim(s);
  if (str_chr(s, '\n') == STR_NPOS && str_chr(s, '\r') == STR_NPOS) return s;
  Buf b = { 0 };
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] != '\n' && s.p[i] != '\r') {
      buf_byte(&b, s.p[i]);
      continue;
    }
    while (b.n && (b.p[b.n - 1] == ' ' || b.p[b.n - 1] == '\t')) b.n--;
    while (i + 1 < s.n && strchr(" \t\r\n", s.p[i + 1])) i++;
    buf_byte(&b, ' ');
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

static bool check_text(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                       const SchemaContext *c) {
  Str t = s->type == SCHEMA_TEXT ? text : one_line(c->arena, text);
  if ((s->has_min || s->has_max) &&
      !schema_bounds(s, v, (double)utf8_count(t), "characters", name, c))
    return false;
  *out = keep((Value *)value_of_str(c->arena, t), v, text);
  return true;
}

static bool check_number(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                         const SchemaContext *c) {
  Value n = { .kind = VALUE_STR };
  if (v->kind == VALUE_STR)
    yaml_scalar(&n, str_trim(text)); /* "42" in quotes is fine */
  else
    n = *v;
  bool whole = n.kind == VALUE_INT;
  if (!whole && (s->type == SCHEMA_INTEGER || n.kind != VALUE_FLOAT || !isfinite(n.number)))
    return wrong(s, v, name, c, NULL);
  if (!schema_bounds(s, v, whole ? (double)n.integer : n.number, "", name, c)) return false;
  *out = keep(
      (Value *)(whole ? value_of_int(c->arena, n.integer) : value_of_float(c->arena, n.number)), v,
      text);
  return true;
}

static bool check_boolean(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                          const SchemaContext *c) {
  if (v->kind == VALUE_BOOL) {
    *out = v;
    return true;
  }
  static const char *const yes[] = { "yes", "on", "y", "1", "true" };
  static const char *const no[] = { "no", "off", "n", "0", "false" };
  const char *help = NULL;
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
    if (str_eq_nocase(text, str_c(yes[i]))) help = "write true, without quotes";
    if (str_eq_nocase(text, str_c(no[i]))) help = "write false, without quotes";
  }
  return wrong(s, v, name, c, help);
}

static bool check_enum(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                       const SchemaContext *c) {
  Str known[64];
  size_t count = 0;
  for (; s->choices && s->choices[count] && count < 64; count++)
    known[count] = str_c(s->choices[count]);
  for (size_t i = 0; i < count; i++) {
    if (!str_eq(known[i], text)) continue;
    *out = keep((Value *)value_of_str(c->arena, known[i]), v, text);
    return true;
  }
  Str near = str_nearest(text, known, count);
  wrong(s, v, name, c,
        near.n ? arena_printf(c->arena, "did you mean \"%.*s\"?", STR(near)).p : NULL);
  return false;
}

static bool has_control(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F) return true;
  return false;
}

static bool check_path(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                       const SchemaContext *c) {
  Str path = str_trim(text);
  if (str_starts(path, S("./"))) path = str_sub(path, 2, path.n);
  while (str_ends(path, S("/")) && path.n > 1) path.n--;
  if (str_eq(path, S(".")))
    path = S("");
  else if (str_empty(path))
    return wrong(s, v, name, c, NULL);
  const char *help = NULL;
  Str rest = path, part;
  if (str_starts(path, S("/")))
    help = "write it without the leading '/'";
  else if (str_chr(path, '\\') != STR_NPOS)
    help = "folders are separated by '/'";
  else if (has_control(path))
    help = "remove the control character";
  while (!help && str_split(&rest, '/', &part)) {
    if (str_eq(part, S("..")) || str_eq(part, S(".")))
      help = "a path cannot leave its folder: no '..'";
    else if (str_empty(part) && path.n)
      help = "remove the empty part between two '/'";
  }
  if (help) return wrong(s, v, name, c, help);
  *out = keep((Value *)value_of_str(c->arena, path), v, text);
  return true;
}

static bool blank_in(Str s) {
  return str_chr(s, ' ') != STR_NPOS || str_chr(s, '<') != STR_NPOS ||
         str_chr(s, '>') != STR_NPOS || str_chr(s, '"') != STR_NPOS || has_control(s);
}

static bool check_url(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                      const SchemaContext *c) {
  Str url = str_trim(text);
  const char *help = NULL;
  long colon = str_chr(url, ':');
  long stop = -1;
  for (size_t i = 0; i < url.n && stop < 0; i++)
    if (strchr("/?#", url.p[i])) stop = (long)i;
  bool scheme = colon >= 0 && (stop < 0 || colon < stop);
  if (str_empty(url) || has_control(url)) return wrong(s, v, name, c, help);
  if (!scheme) {
    if (!s->relative) return wrong(s, v, name, c, "begin it with https://");
    if (str_starts(url, S("//"))) return wrong(s, v, name, c, "begin it with https:// or one '/'");
  } else {
    Str head = str_sub(url, 0, (size_t)colon);
    bool web = str_eq_nocase(head, S("http")) || str_eq_nocase(head, S("https"));
    if (!web && !str_eq_nocase(head, S("mailto")))
      return wrong(s, v, name, c, "only http, https and mailto addresses are allowed");
    Str rest = str_sub(url, (size_t)colon + 1, url.n);
    if (web && (!str_starts(rest, S("//")) || rest.n < 3 || rest.p[2] == '/'))
      return wrong(s, v, name, c, "a host name was expected: https://example.org/");
    if (blank_in(url)) return wrong(s, v, name, c, "write blanks as %20");
  }
  *out = keep((Value *)value_of_str(c->arena, url), v, text);
  return true;
}

static bool check_email(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                        const SchemaContext *c) {
  Str mail = str_trim(text);
  long at = str_chr(mail, '@');
  if (at <= 0 || (size_t)at + 1 >= mail.n || str_rchr(mail, '@') != at || blank_in(mail))
    return wrong(s, v, name, c, NULL);
  *out = keep((Value *)value_of_str(c->arena, mail), v, text);
  return true;
}

static bool check_date(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                       const SchemaContext *c) {
  (void)s;
  if (v->kind == VALUE_DATE) {
    *out = v;
    return true;
  }
  Date date = { 0 };
  const char *problem = date_parse(&date, &c->diags->arena, text, c->zone);
  if (problem) {
    schema_report(c, DIAG_ERROR, c->code, v, date_help(&c->diags->arena, text), "%.*s: %s",
                  STR(schema_called(&c->diags->arena, name)), problem);
    return false;
  }
  *out = keep((Value *)value_of_date(c->arena, date), v, text);
  return true;
}

bool schema_duration(Str text, double *seconds) {
  static const struct {
    const char *unit;
    double seconds;
  } units[] = { { "ms", 0.001 }, { "s", 1 },     { "m", 60 },     { "min", 60 },
                { "h", 3600 },   { "d", 86400 }, { "w", 604800 }, { "", 1 } };
  text = str_trim(text);
  size_t i = 0;
  while (i < text.n && ((text.p[i] >= '0' && text.p[i] <= '9') || text.p[i] == '.')) i++;
  Value n = { .kind = VALUE_STR };
  yaml_scalar(&n, str_sub(text, 0, i));
  if (n.kind != VALUE_INT && n.kind != VALUE_FLOAT) return false;
  Str unit = str_trim(str_sub(text, i, text.n));
  for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
    if (!str_eqc(unit, units[k].unit)) continue;
    *seconds = (n.kind == VALUE_INT ? (double)n.integer : n.number) * units[k].seconds;
    return true;
  }
  return false;
}

static bool check_duration(const Value **out, const Schema *s, const Value *v, Str text, Str name,
                           const SchemaContext *c) {
  double seconds = 0;
  if (!schema_duration(text, &seconds))
    return wrong(s, v, name, c, "units are ms, s, m, h, d and w");
  if (!schema_bounds(s, v, seconds, "", name, c)) return false;
  bool whole = floor(seconds) == seconds && seconds < 1e15;
  *out = keep((Value *)(whole ? value_of_int(c->arena, (int64_t)seconds)
                              : value_of_float(c->arena, seconds)),
              v, text);
  return true;
}

bool schema_scalar(const Value **out, const Schema *s, const Value *v, Str name,
                   const SchemaContext *c) {
  Str text = value_str(v, c->arena);
  switch (s->type) {
  case SCHEMA_STRING:
  case SCHEMA_TEXT:
    return check_text(out, s, v, text, name, c);
  case SCHEMA_INTEGER:
  case SCHEMA_NUMBER:
    return check_number(out, s, v, text, name, c);
  case SCHEMA_BOOLEAN:
    return check_boolean(out, s, v, text, name, c);
  case SCHEMA_ENUM:
    return check_enum(out, s, v, text, name, c);
  case SCHEMA_PATH:
    return check_path(out, s, v, text, name, c);
  case SCHEMA_URL:
    return check_url(out, s, v, text, name, c);
  case SCHEMA_EMAIL:
    return check_email(out, s, v, text, name, c);
  case SCHEMA_DATE:
    return check_date(out, s, v, text, name, c);
  case SCHEMA_DURATION:
    return check_duration(out, s, v, text, name, c);
  default:
    *out = v;
    return true;
  }
}
