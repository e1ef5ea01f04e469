/* plugin_order.c -- see plugin_order.h. */
#include "cli/plugin_order.h"

static bool among(const Str *names, size_t count, Str name) {
  for (size_t i = 0; i < count; i++)
    if (str_eq(names[i], name)) return true;
  return false;
}

/* Where publish.yaml names it, from 1; 0 = it does not. */
static size_t position(const Value *settings, Str name) {
  const Value *uses = value_getc(settings, "plugins");
  for (size_t i = 0; i < value_count(uses); i++)
    if (str_eq(value_strc(value_at(uses, i), "name"), name)) return i + 1;
  return 0;
}

size_t plugin_why(Str *out, Arena *a, const Manifest *all, size_t count, size_t index,
                  const Value *settings) {
  const Manifest *m = &all[index];
  size_t n = 0, place = position(settings, m->name);
  out[n++] = place ? arena_printf(a, "position %zu in publish.yaml", place)
                   : S("not in publish.yaml: by name, behind those that are");
  for (size_t i = 0; i < count && n + 2 < WHY_MOST; i++) {
    const Manifest *o = &all[i];
    if (o == m) continue;
    if (among(m->after, m->after_count, o->name))
      out[n++] = arena_printf(a, "after %.*s: its header says so", STR(o->name));
    else if (among(o->before, o->before_count, m->name))
      out[n++] = arena_printf(a, "after %.*s: %.*s says before", STR(o->name), STR(o->name));
    if (among(m->before, m->before_count, o->name))
      out[n++] = arena_printf(a, "before %.*s: its header says so", STR(o->name));
    else if (among(o->after, o->after_count, m->name))
      out[n++] = arena_printf(a, "before %.*s: %.*s says after", STR(o->name), STR(o->name));
  }
  return n;
}
