/* image_svg.c -- the first tag of an SVG: its size. */
#include "media/image_parts.h"

enum { PROLOG_MOST = 64 * 1024 }; /* before <svg: declaration, doctype, licence texts */

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static Str skip_blanks(Str s) {
  size_t i = 0;
  while (i < s.n && blank(s.p[i])) i++;
  return str_sub(s, i, s.n);
}

/* Behind the first `end`, or nothing. */
static Str behind(Str s, const char *end) {
  long at = str_find(s, str_c(end));
  return at < 0 ? S("") : str_sub(s, (size_t)at + strlen(end), s.n);
}

/* What stands between "<svg" and '>' or the end; false when the first element is
 * another one. */
static bool root_tag(Str s, Str *tag) {
  s = str_sub(s, 0, PROLOG_MOST);
  if (str_starts(s, S("\xEF\xBB\xBF"))) s = str_sub(s, 3, s.n);
  for (;;) {
    s = skip_blanks(s);
    if (str_starts(s, S("<?")))
      s = behind(s, "?>");
    else if (str_starts(s, S("<!--")))
      s = behind(s, "-->");
    else if (str_starts(s, S("<!"))) {
      /* A doctype, maybe with declarations in brackets. */
      long open = str_chr(s, '['), close = str_chr(s, '>');
      s = open >= 0 && (close < 0 || open < close) ? behind(behind(s, "]"), ">") : behind(s, ">");
    } else {
      break;
    }
  }
  size_t name = str_starts(s, S("<svg:svg")) ? 8 : str_starts(s, S("<svg")) ? 4 : 0;
  if (!name || name >= s.n || !(blank(s.p[name]) || s.p[name] == '>' || s.p[name] == '/'))
    return false;
  *tag = str_sub(s, name, s.n);
  return true;
}

bool image_is_svg(Str s) {
  Str tag;
  return root_tag(s, &tag);
}

/* The next attribute of a tag; *rest moves behind it. */
static bool next_attribute(Str *rest, Str *name, Str *value) {
  Str s = skip_blanks(*rest);
  size_t end = 0;
  while (end < s.n && !blank(s.p[end]) && !strchr("=>/\"'", s.p[end])) end++;
  if (!end) return false;
  *name = str_sub(s, 0, end);
  s = skip_blanks(str_sub(s, end, s.n));
  if (!s.n || s.p[0] != '=') return false;
  s = skip_blanks(str_sub(s, 1, s.n));
  if (!s.n || (s.p[0] != '"' && s.p[0] != '\'')) return false;
  long close = str_chr(str_sub(s, 1, s.n), s.p[0]);
  if (close < 0) return false;
  *value = str_sub(s, 1, (size_t)close + 1);
  *rest = str_sub(s, (size_t)close + 2, s.n);
  return true;
}

/* A number at the front of *s, in thousandths; 0 when there is none, or it is no
 * size (negative, or larger than any). */
static uint64_t thousandths(Str *s) {
  uint64_t v = 0, scale = 1000;
  size_t i = 0;
  if (i < s->n && s->p[i] == '+') i++;
  for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
    if (v <= (uint64_t)IMAGE_SIDE_MAX * 1000) v = v * 10 + (uint64_t)(s->p[i] - '0') * 1000;
  if (i < s->n && s->p[i] == '.')
    for (i++; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
      scale /= 10;
      v += (uint64_t)(s->p[i] - '0') * scale;
    }
  if (i < s->n && s->p[i] == '-') v = 0;
  *s = str_sub(*s, i, s->n);
  return v <= (uint64_t)IMAGE_SIDE_MAX * 1000 ? v : 0;
}

/* A length with one of the units that have a size of their own. */
static uint64_t length_of(Str value) {
  /* In CSS an inch is 96 pixels. */
  static const struct {
    const char *unit;
    uint64_t times, by;
  } units[] = { { "", 1, 1 },       { "px", 1, 1 },      { "pt", 4, 3 },  { "pc", 16, 1 },
                { "mm", 960, 254 }, { "cm", 9600, 254 }, { "in", 96, 1 }, { "Q", 240, 254 } };
  Str rest = str_trim(value);
  uint64_t v = thousandths(&rest);
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (str_eq_nocase(rest, str_c(units[i].unit))) return v * units[i].times / units[i].by;
  return 0;
}

/* min-x min-y width height */
static void view_box(Str value, uint64_t *width, uint64_t *height) {
  for (int i = 0; i < 4; i++) {
    while (value.n && (blank(value.p[0]) || value.p[0] == ',')) value = str_sub(value, 1, value.n);
    if (i < 2 && value.n && value.p[0] == '-') value = str_sub(value, 1, value.n);
    Str before = value;
    uint64_t v = thousandths(&value);
    if (value.n == before.n) return;
    if (i == 2) *width = v;
    if (i == 3) *height = v;
  }
}

void image_svg(ImageFacts *f, Str s) {
  Str tag, name, value;
  if (!root_tag(s, &tag)) return;
  uint64_t width = 0, height = 0, box_width = 0, box_height = 0;
  while (next_attribute(&tag, &name, &value)) {
    if (str_eqc(name, "width")) width = length_of(value);
    if (str_eqc(name, "height")) height = length_of(value);
    if (str_eqc(name, "viewBox")) view_box(value, &box_width, &box_height);
  }
  bool box = box_width && box_height;
  /* One side alone goes with the proportions of the box. */
  if (box && !width && !height) width = box_width, height = box_height;
  if (box && !width) width = height * box_width / box_height;
  if (box && !height) height = width * box_height / box_width;
  if (width && height) set_size(f, (width + 500) / 1000, (height + 500) / 1000);
}
