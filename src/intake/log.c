/* log.c -- which format a line has; the W3C extended one, where columns have names. */
#include "intake/log.h"

LogLine log_parse(LogReader *r, Hit *out, Arena *a, Str line) {
  *out = (Hit){ 0 };
  Str s = str_trim(line);
  if (str_starts(s, S("\xEF\xBB\xBF"))) s = str_trim(str_sub(s, 3, s.n));
  if (!s.n) return LOG_NOTHING;
  if (s.p[0] == '#') {
    if (str_starts(s, S("#Fields:"))) log_w3c_fields(r, str_sub(s, 8, s.n));
    return LOG_NOTHING;
  }
  bool ok = s.p[0] == '{'    ? log_json(out, a, s)
            : r->columns > 0 ? log_w3c(r, out, a, line)
                             : log_common(out, a, s);
  return ok && hit_finish(out, a) ? LOG_HIT : LOG_BAD;
}

/* -- W3C extended -- */

/* The next run of bytes that are no blanks or tabs. */
static bool word(Str *rest, Str *out) {
  size_t i = 0;
  while (i < rest->n && (rest->p[i] == ' ' || rest->p[i] == '\t')) i++;
  size_t from = i;
  while (i < rest->n && rest->p[i] != ' ' && rest->p[i] != '\t') i++;
  *out = str_sub(*rest, from, i);
  *rest = str_sub(*rest, i, rest->n);
  return out->n > 0;
}

void log_w3c_fields(LogReader *r, Str names) {
  *r = (LogReader){ 0 };
  Str one;
  while (r->columns < LOG_COLUMNS && word(&names, &one)) {
    char name[64];
    Str plain = str_n(name, hit_name(name, sizeof name, one));
    size_t at = r->columns++;
    r->field[at] = FIELD_NONE;
    /* Date and time of day are two columns here. */
    if (str_eqc(plain, "date"))
      r->date = at + 1;
    else if (str_eqc(plain, "time"))
      r->clock = at + 1;
    else
      r->field[at] = (uint8_t)hit_field(plain, &r->rank[at]);
  }
}

bool log_w3c(const LogReader *r, Hit *out, Arena *a, Str line) {
  Str date = S(""), clock = S(""), one;
  size_t at = 0;
  for (; at < r->columns && word(&line, &one); at++) {
    if (at + 1 == r->date) date = one;
    if (at + 1 == r->clock) clock = one;
    /* "-" stands for nothing; an agent that is nothing is empty. */
    if (str_eqc(one, "-") && r->field[at] != FIELD_AGENT) continue;
    hit_put(out, (HitField)r->field[at], r->rank[at], one);
  }
  if (at < r->columns || word(&line, &one)) return false;
  if (date.n && clock.n && date.n + clock.n < 60)
    hit_put(out, FIELD_TIME, 1, arena_printf(a, "%.*sT%.*sZ", STR(date), STR(clock)));
  return true;
}
