/* addresses.c -- one key for all ways of asking for a page. */
#include "intake/addresses.h"

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* "https://example.org/a" is "/a"; "//example.org/a" too. */
static Str without_host(Str s) {
  long at = str_find(s, S("//"));
  bool scheme = at > 0 && s.p[at - 1] == ':' && at <= 12;
  if (!scheme) return s;
  Str rest = str_sub(s, (size_t)at + 2, s.n);
  long slash = str_chr(rest, '/');
  return slash < 0 ? S("/") : str_sub(rest, (size_t)slash, rest.n);
}

static Str without_tail(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] == '?' || s.p[i] == '#') return str_sub(s, 0, i);
  return s;
}

static Str without_index(Str key) {
  static const char *const names[] = { "/index.html", "/index.htm", "/index.php" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (str_ends(key, str_c(names[i]))) return str_sub(key, 0, key.n - strlen(names[i]) + 1);
  return key;
}

Str address_key(Arena *a, Str target) {
  Str s = without_tail(without_host(target));
  if (!s.n || s.p[0] != '/') return S("");
  char *out = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
      c = (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2]));
      i += 2;
    }
    if (c == '/' && n && out[n - 1] == '/') continue;
    out[n++] = c;
  }
  Str key = without_index(str_n(out, n));
  while (key.n > 1 && key.p[key.n - 1] == '/') key.n--;
  return key;
}

/* Servers that leave endings out serve "/a.html" as "/a". */
static Str without_html(Str key) {
  return str_ends(key, S(".html")) && key.n > 6 ? str_sub(key, 0, key.n - 5) : key;
}

static void *number_value(uint32_t number) {
  return (void *)((uintptr_t)number + 1);
}

static long value_number(const void *value) {
  return value ? (long)((uintptr_t)value - 1) : ADDRESS_UNKNOWN;
}

static void put(Map *m, Str key, uint32_t number) {
  if (key.n && !map_has(m, key)) map_put(m, key, number_value(number));
}

void addresses_base(Addresses *t, Str base) {
  Str key = address_key(&t->arena, base);
  t->base = key.n > 1 ? key : S("");
}

void addresses_add(Addresses *t, Str url, uint32_t number) {
  Str key = address_key(&t->arena, url);
  put(&t->exact, key, number);
  put(&t->loose, without_html(key), number);
}

void addresses_name(Addresses *t, Str name, uint32_t number) {
  put(&t->names, arena_str(&t->arena, name), number);
}

static long find_key(const Addresses *t, Str key) {
  long found = value_number(map_get(&t->exact, key));
  return found != ADDRESS_UNKNOWN ? found : value_number(map_get(&t->loose, without_html(key)));
}

long addresses_find(const Addresses *t, Arena *scratch, Str target) {
  Str key = address_key(scratch, target);
  if (!key.n) return ADDRESS_UNKNOWN;
  long found = find_key(t, key);
  if (found != ADDRESS_UNKNOWN || !t->base.n) return found;
  const Str parts[] = { t->base, key.n > 1 ? key : S("") };
  return find_key(t, arena_concat(scratch, parts, 2));
}

long addresses_find_name(const Addresses *t, Arena *scratch, Str target) {
  Str name = str_trim(target);
  long found = value_number(map_get(&t->names, name));
  if (found != ADDRESS_UNKNOWN) return found;
  found = addresses_find(t, scratch, name);
  if (found != ADDRESS_UNKNOWN || !name.n || name.p[0] == '/') return found;
  /* "2024/a/", as some exports leave the first slash out. */
  const Str parts[] = { S("/"), name };
  return addresses_find(t, scratch, arena_concat(scratch, parts, 2));
}

void addresses_free(Addresses *t) {
  map_free(&t->exact);
  map_free(&t->loose);
  map_free(&t->names);
  arena_free(&t->arena);
  *t = (Addresses){ 0 };
}
