/* article_split.c -- bytes of a source file: are they UTF-8 text, and where does
 * the front matter end? */
#include "model/article.h"

#include "base/utf8.h"
#include "data/json_find.h"
#include "data/json_read.h"
#include "data/toml.h"
#include "data/yaml.h"

static bool refuse(const Source *source, Diags *d, size_t at, size_t length, const char *message) {
  diag_at(d, DIAG_ERROR, P_ARTICLE_BYTES, source, (Range){ at, length },
          "save the file as UTF-8, or convert it with iconv", "%s", message);
  return false;
}

static bool check_encoding(const Source *source, Diags *d) {
  Str s = source->text;
  if (str_starts(s, S("\xFF\xFE")))
    return refuse(source, d, 0, 2, "the file is UTF-16 (little endian), not UTF-8");
  if (str_starts(s, S("\xFE\xFF")))
    return refuse(source, d, 0, 2, "the file is UTF-16 (big endian), not UTF-8");
  if (s.n >= 4 && s.p[0] == 0 && s.p[1] && s.p[2] == 0 && s.p[3])
    return refuse(source, d, 0, 1,
                  "the file looks like UTF-16 (big endian, without BOM), not UTF-8");
  if (s.n >= 4 && s.p[0] && s.p[1] == 0 && s.p[2] && s.p[3] == 0)
    return refuse(source, d, 0, 1,
                  "the file looks like UTF-16 (little endian, without BOM), not UTF-8");
  size_t bad = utf8_check(s);
  if (bad == s.n) return true;
  diag_at(d, DIAG_ERROR, P_ARTICLE_BYTES, source, (Range){ bad, 1 },
          "save the file as UTF-8, or convert it with iconv", "byte %zu (0x%02X) is not UTF-8", bad,
          (unsigned)(unsigned char)s.p[bad]);
  return false;
}

static bool is_fence(Str line, Str fence) {
  while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t')) line.n--;
  return str_eq(line, fence);
}

/* At least three dashes and nothing else. */
static bool dashes(Str line) {
  size_t n = 0;
  while (n < line.n && line.p[n] == '-') n++;
  return n >= 3 && str_empty(str_trim(str_sub(line, n, line.n)));
}

/* "name: value", and not a sentence with a colon in it. */
static bool key_line(Str line) {
  long colon = str_chr(line, ':');
  for (long k = 0; k < colon; k++)
    if (strchr(" \t*`[(", line.p[k])) return false;
  return colon > 0 && (line.n == (size_t)colon + 1 || line.p[colon + 1] == ' ');
}

/* Front matter that is not taken for one: behind blank lines or other front matter, or
 * between more than three dashes. */
static void near_miss(const Source *source, size_t at, bool first, Diags *d) {
  Str s = source->text;
  size_t i = at, from = at;
  Str line = str_line(s, &i);
  const char *help =
      first ? "remove the blank lines above it" : "put it into the front matter above";
  while (i < s.n && str_empty(str_trim(line))) {
    from = i;
    line = str_line(s, &i);
  }
  Str next = str_line(s, &i);
  bool toml = is_fence(line, S("+++")) && str_chr(next, '=') > 0;
  if (toml || (dashes(line) && key_line(next))) {
    if (!toml && !is_fence(line, S("---"))) help = "three dashes open front matter";
    diag_at(d, DIAG_WARNING, P_FRONT_PLACE, source, (Range){ from, line.n }, help,
            "this is text, not front matter, which begins in the first line");
  }
}

static bool split_json(ArticleParts *out, const Source *source, size_t start, Diags *d) {
  Str s = source->text;
  size_t end = json_end(s, start), i = end;
  *out = (ArticleParts){ .has_front = true, .format = FRONT_JSON, .front = start };
  if (!end) {
    diag_at(d, DIAG_ERROR, P_FRONT_OPEN, source, (Range){ start, 1 }, "close it with }",
            "front matter opens here and is never closed");
    return false;
  }
  out->front_length = end - start;
  Str rest = str_line(s, &i);
  out->body = i;
  if (str_empty(str_trim(rest))) return true;
  while (end < s.n && (s.p[end] == ' ' || s.p[end] == '\t')) end++;
  diag_at(d, DIAG_ERROR, P_FRONT_OPEN, source, (Range){ end, str_trim(rest).n },
          "begin the text in the next line",
          "front matter ends here, and there is more in its last line");
  return false;
}

bool article_split(ArticleParts *out, const Source *source, Diags *d) {
  Str s = source->text;
  *out = (ArticleParts){ 0 };
  if (!check_encoding(source, d)) return false;
  size_t start = str_starts(s, S("\xEF\xBB\xBF")) ? 3 : 0, i = start;
  out->body = start;
  if (json_opens(s, start)) return split_json(out, source, start, d);
  Str first = str_line(s, &i);
  bool toml = is_fence(first, S("+++"));
  if (!toml && !is_fence(first, S("---"))) {
    near_miss(source, start, true, d);
    return true;
  }
  out->has_front = true;
  out->format = toml ? FRONT_TOML : FRONT_YAML;
  out->front = i;
  while (i < s.n) {
    size_t from = i;
    Str line = str_line(s, &i);
    bool closes =
        toml ? is_fence(line, S("+++")) : is_fence(line, S("---")) || is_fence(line, S("..."));
    if (!closes) continue;
    out->front_length = from - out->front;
    out->body = i;
    near_miss(source, i, false, d);
    return true;
  }
  diag_at(d, DIAG_ERROR, P_FRONT_OPEN, source, (Range){ start, 3 },
          toml ? "close it with a line of three plus signs"
               : "close it with a line of three dashes",
          "front matter opens here and is never closed");
  return false;
}

bool article_front(const Value **out, Arena *a, const Source *source, const ArticleParts *parts,
                   Diags *d) {
  *out = value_null(a);
  if (!parts->has_front) return true;
  switch (parts->format) {
  case FRONT_TOML:
    return toml_parse(out, a, source, parts->front, parts->front_length, d);
  case FRONT_JSON:
    return json_parse(out, a, source, parts->front, parts->front_length, d);
  default:
    return yaml_parse(out, a, source, parts->front, parts->front_length, d);
  }
}
