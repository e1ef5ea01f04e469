/* form_body.c -- the bodies that forms send, into fields. */
#include "intake/form_private.h"

#include "base/buf.h"
#include "base/transfer.h"
#include "data/json_read.h"
#include "intake/comment.h"

/* -- application/x-www-form-urlencoded -- */

bool form_read_url(Form *out, Arena *a, Str body, Str charset, const char **problem) {
  Str rest = body, pair;
  for (bool more = body.n > 0; more && str_split(&rest, '&', &pair);) {
    if (!pair.n) continue;
    long equal = str_chr(pair, '=');
    Str name = equal < 0 ? pair : str_sub(pair, 0, (size_t)equal);
    Str value = equal < 0 ? S("") : str_sub(pair, (size_t)equal + 1, pair.n);
    name = transfer_percent(a, name, true);
    value = transfer_percent(a, value, true);
    if (!form_add(out, a, name, value, charset, problem)) return false;
  }
  if (!out->count) *problem = "has no fields";
  return out->count > 0;
}

/* -- multipart/form-data (RFC 7578) -- */

bool form_read_multipart(Form *out, Arena *a, Str body, Str boundary, const char **problem) {
  Str rest = body, part;
  for (size_t count = 0; mime_next(&rest, boundary, &part);) {
    if (++count > FORM_FIELDS) {
      *problem = "has more than 200 fields";
      return false;
    }
    MimePart p;
    mime_split(&p, a, part);
    Str disposition = mime_header(&p, "Content-Disposition");
    Str name = mime_parameter(a, disposition, "name");
    if (!name.n || mime_parameter(a, disposition, "filename").n) continue;
    Str charset = mime_parameter(a, mime_header(&p, "Content-Type"), "charset");
    if (!form_add(out, a, transfer_percent(a, name, false), mime_body(&p, a), charset, problem))
      return false;
  }
  if (!out->count) *problem = "has no fields between its boundaries";
  return out->count > 0;
}

/* -- JSON -- */

/* Names of leaves: services wrap what the form sent in {"data": {...}}. */
static bool add_leaves(Form *out, Arena *a, const Value *map, int depth, const char **problem) {
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < value_count(map); i++) {
      const Field *f = &map->map.fields[i];
      bool inner = f->value->kind == VALUE_MAP;
      if (inner != (pass == 1) || f->value->kind == VALUE_LIST || f->value->kind == VALUE_NULL)
        continue;
      bool ok = inner ? depth == 8 || add_leaves(out, a, f->value, depth + 1, problem)
                      : form_add(out, a, f->key, value_str(f->value, a), S(""), problem);
      if (!ok) return false;
    }
  return true;
}

static bool add_object(Forms *out, Arena *a, const Value *v, const char **problem) {
  if (v->kind != VALUE_MAP) {
    *problem = "must hold JSON objects: {\"comment\": ...}";
    return false;
  }
  Form *f = form_next(out, a, problem);
  return f && add_leaves(f, a, v, 0, problem);
}

bool form_read_json(Forms *out, Arena *a, Str body, const char **problem) {
  const char *wrong;
  do { /* one value, or one a line */
    const Value *v;
    if (!json_read(&v, a, &body, &wrong)) {
      *problem = arena_printf(a, "is not JSON: %s", wrong).p;
      return false;
    }
    if (v->kind != VALUE_LIST) {
      if (!add_object(out, a, v, problem)) return false;
      continue;
    }
    for (size_t i = 0; i < value_count(v); i++)
      if (!add_object(out, a, value_at(v, i), problem)) return false;
  } while (body.n);
  if (!out->count) *problem = "holds no comment";
  return out->count > 0;
}

/* -- text/plain -- */

/* Does a line begin a field that we know? The comment itself may hold such lines. */
static CommentKey line_key(Str line, Str *name, Str *value) {
  long equal = str_chr(line, '=');
  if (equal <= 0 || equal > 60) return COMMENT_UNKNOWN;
  *name = str_trim(str_sub(line, 0, (size_t)equal));
  *value = str_sub(line, (size_t)equal + 1, line.n);
  return comment_key(*name);
}

bool form_read_lines(Form *out, Arena *a, Str body) {
  /* The format does not quote line breaks, so a line of the comment can look like a
   * field. The comment is the first of its name, every other field the last. */
  size_t last[COMMENT_KEYS] = { 0 }, number = 0;
  bool have[COMMENT_KEYS] = { false };
  Str rest = body, line, name, value;
  const char *problem = NULL;
  for (; str_split(&rest, '\n', &line); number++) {
    CommentKey key = line_key(line, &name, &value);
    if (key == COMMENT_UNKNOWN || (key == COMMENT_TEXT && have[key])) continue;
    last[key] = number;
    have[key] = true;
  }
  if (!have[COMMENT_TEXT]) return false;
  Buf text = { 0 };
  Str open = S("");
  bool ok = true;
  number = 0;
  for (rest = body; ok && str_split(&rest, '\n', &line); number++) {
    CommentKey key = line_key(line, &name, &value);
    bool field = key != COMMENT_UNKNOWN && last[key] == number;
    if (!field) {
      buf_byte(&text, '\n');
      buf_str(&text, line);
      continue;
    }
    if (open.n) ok = form_add(out, a, open, buf_view(&text), S(""), &problem);
    buf_clear(&text);
    buf_str(&text, value);
    open = name;
  }
  if (ok && open.n) ok = form_add(out, a, open, buf_view(&text), S(""), &problem);
  buf_free(&text);
  for (size_t i = 0; i < out->count; i++) out->items[i].value = str_trim(out->items[i].value);
  return ok;
}
