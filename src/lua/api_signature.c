/* api_signature.c -- commas and brackets of signatures. */
#include "lua/api_signature.h"

/* Item `number` of a list divided by commas outside of brackets, from byte `at` on; stops
 * at a closing bracket of no opening one. *end: behind the item. */
static bool item(Str *out, Str s, size_t at, size_t number, bool last_repeats, size_t *end) {
  size_t depth = 0, from = at, count = 1;
  for (size_t i = at; i <= s.n; i++) {
    char c = i < s.n ? s.p[i] : ')';
    bool closes = c == ')' && depth == 0;
    if (closes || (c == ',' && depth == 0)) {
      Str one = str_trim(str_sub(s, from, i));
      bool repeats = last_repeats && str_starts(one, S("..."));
      if (one.n && (count == number || (repeats && count <= number))) {
        *out = one;
        return true;
      }
      *end = i;
      if (closes) return false;
      from = i + 1;
      count++;
    } else if (c == '(' || c == '<' || c == '{' || c == '[') {
      depth++;
    } else if (c == ')' || c == '>' || c == '}' || c == ']') {
      depth--;
    }
  }
  return false;
}

bool api_parameter(ApiParameter *out, Str signature, size_t number) {
  Str one;
  size_t end;
  if (!item(&one, signature, 1, number, true, &end)) return false;
  long colon = str_chr(one, ':');
  out->name = colon < 0 ? one : str_trim(str_sub(one, 0, (size_t)colon));
  out->type = colon < 0 ? S("any") : str_trim(str_sub(one, (size_t)colon + 1, one.n));
  out->optional = str_ends(out->name, S("?"));
  if (out->optional) out->name.n--;
  return true;
}

bool api_result(Str *type, Str signature, size_t number) {
  size_t end = 0;
  item(type, signature, 1, (size_t)-1, false, &end);
  Str rest = str_sub(signature, end + 1, signature.n);
  if (!str_starts(rest, S(":"))) return false;
  return item(type, rest, 1, number, false, &end);
}

void api_called(Buf *out, const ApiType *type, const ApiFunction *f) {
  if (type->kind == API_LIBRARY && *type->name) {
    buf_printf(out, "%s.", type->name);
  } else if (type->kind == API_HOOKS) {
    buf_c(out, "P.");
  } else if (type->kind == API_OBJECT) {
    char small = type->name[0];
    if (small >= 'A' && small <= 'Z') small = (char)(small - 'A' + 'a');
    buf_printf(out, "%c%s:", small, type->name + 1);
  }
  buf_c(out, f->name);
}

void api_usage(Buf *out, const ApiType *type, const ApiFunction *f) {
  ApiParameter p;
  api_called(out, type, f);
  buf_byte(out, '(');
  for (size_t i = 1; i < 20 && api_parameter(&p, str_c(f->signature), i); i++) {
    if (i > 1) buf_c(out, ", ");
    buf_str(out, p.name);
    if (p.optional) buf_byte(out, '?');
    if (str_starts(p.name, S("..."))) break;
  }
  buf_byte(out, ')');
}
