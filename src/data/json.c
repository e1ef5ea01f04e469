/* json.c -- writing Values as JSON. */
#include "data/json.h"

#include "base/utf8.h"
#include "data/date.h"
#include <math.h>

static void write_text(Buf *out, Str s, bool script_safe) {
  static const char hex[] = "0123456789abcdef";
  buf_byte(out, '"');
  size_t from = 0;
  for (size_t i = 0; i < s.n;) {
    unsigned char c = (unsigned char)s.p[i];
    size_t at = i;
    uint32_t cp = c;
    if (c < 0x80)
      i++;
    else
      cp = utf8_next(s, &i);
    bool plain = cp >= 0x20 && cp != '"' && cp != '\\' && cp != 0x7f && cp != UTF8_BAD;
    if (script_safe && (cp == '<' || cp == '>' || cp == '&' || cp == 0x2028 || cp == 0x2029))
      plain = false;
    if (plain) continue;
    buf_add(out, s.p + from, at - from);
    from = i;
    switch (cp) {
    case '"':
      buf_c(out, "\\\"");
      break;
    case '\\':
      buf_c(out, "\\\\");
      break;
    case '\n':
      buf_c(out, "\\n");
      break;
    case '\r':
      buf_c(out, "\\r");
      break;
    case '\t':
      buf_c(out, "\\t");
      break;
    case UTF8_BAD:
      buf_c(out, "\\ufffd");
      break;
    default: {
      char escape[6] = { '\\',        'u', hex[cp >> 12 & 15], hex[cp >> 8 & 15], hex[cp >> 4 & 15],
                         hex[cp & 15] };
      buf_add(out, escape, sizeof escape);
    }
    }
  }
  buf_add(out, s.p + from, s.n - from);
  buf_byte(out, '"');
}

void json_write(Buf *out, const Value *v, bool script_safe) {
  Arena scratch = { 0 };
  switch (v ? v->kind : VALUE_NULL) {
  case VALUE_NULL:
    buf_c(out, "null");
    break;
  case VALUE_BOOL:
    buf_c(out, v->boolean ? "true" : "false");
    break;
  case VALUE_INT:
    buf_printf(out, "%lld", (long long)v->integer);
    break;
  case VALUE_FLOAT: {
    if (!isfinite(v->number)) { /* JSON has none of these */
      buf_c(out, "null");
      break;
    }
    Value bare = { .kind = VALUE_FLOAT, .number = v->number };
    buf_str(out, value_str(&bare, &scratch));
    break;
  }
  case VALUE_STR:
    write_text(out, v->str, script_safe);
    break;
  case VALUE_DATE:
    write_text(out, date_text(&scratch, v->date), script_safe);
    break;
  case VALUE_LIST:
    buf_byte(out, '[');
    for (size_t i = 0; i < v->list.count; i++) {
      if (i) buf_byte(out, ',');
      json_write(out, v->list.items[i], script_safe);
    }
    buf_byte(out, ']');
    break;
  case VALUE_MAP:
    buf_byte(out, '{');
    for (size_t i = 0; i < v->map.count; i++) {
      if (i) buf_byte(out, ',');
      write_text(out, v->map.fields[i].key, script_safe);
      buf_byte(out, ':');
      json_write(out, v->map.fields[i].value, script_safe);
    }
    buf_byte(out, '}');
    break;
  }
  arena_free(&scratch);
}
