/* html_scan.c -- see html_scan.h. */
#include "doc/html_scan.h"

size_t html_tag_end(Str html, size_t at, size_t most) {
  char quote = '\0';
  for (size_t i = at + 1; i < html.n && i - at < most; i++) {
    char c = html.p[i];
    if (quote)
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '>')
      return i + 1;
  }
  return html.n;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Str html_tag_attribute(Str tag, const char *name) {
  Str wanted = str_c(name);
  size_t i = 1;
  while (i < tag.n && !is_space(tag.p[i]) && tag.p[i] != '>') i++;
  while (i < tag.n) {
    while (i < tag.n && (is_space(tag.p[i]) || tag.p[i] == '/')) i++;
    size_t from = i;
    while (i < tag.n && !is_space(tag.p[i]) && tag.p[i] != '=' && tag.p[i] != '>') i++;
    Str found = str_sub(tag, from, i), value = S("");
    while (i < tag.n && is_space(tag.p[i])) i++;
    if (i < tag.n && tag.p[i] == '=') {
      i++;
      while (i < tag.n && is_space(tag.p[i])) i++;
      char quote = i < tag.n && (tag.p[i] == '"' || tag.p[i] == '\'') ? tag.p[i] : '\0';
      if (quote) i++;
      size_t start = i;
      while (i < tag.n && (quote ? tag.p[i] != quote : !is_space(tag.p[i]) && tag.p[i] != '>')) i++;
      value = str_sub(tag, start, i);
      if (quote && i < tag.n) i++;
    }
    if (found.n && str_eq_nocase(found, wanted)) return value;
    if (i == from || (i < tag.n && tag.p[i] == '>')) break;
  }
  return S("");
}
