/* order.c -- repeated choice of the first plugin that waits for nobody. */
#include "plugin/order.h"

#include <stdlib.h>

static bool lists(const Str *names, size_t count, Str name) {
  for (size_t i = 0; i < count; i++)
    if (str_eq(names[i], name)) return true;
  return false;
}

bool plugin_is_after(const Manifest *plugin, Str other) {
  return lists(plugin->after, plugin->after_count, other);
}

bool plugin_must_follow(const Manifest *a, const Manifest *b) {
  return plugin_is_after(a, b->name) || lists(b->before, b->before_count, a->name);
}

static void report_circle(const Manifest *plugins, size_t count, const bool *placed, Diags *d) {
  Buf names = { 0 };
  const Manifest *first = NULL;
  for (size_t i = 0; i < count; i++) {
    if (placed[i]) continue;
    if (first)
      buf_c(&names, ", ");
    else
      first = &plugins[i];
    buf_str(&names, plugins[i].name);
  }
  if (first)
    diag_file(d, DIAG_ERROR, P_PLUGIN_ORDER, first->source.path,
              "take one name out of `after` or `before`", "these plugins wait for each other: %.*s",
              STR(buf_view(&names)));
  buf_free(&names);
}

bool plugins_order(Manifest *plugins, size_t count, Diags *d) {
  bool *placed = mem_calloc(count, sizeof *placed);
  Manifest *ordered = mem_calloc(count, sizeof *ordered);
  size_t done = 0;
  while (done < count) {
    size_t next = count;
    for (size_t i = 0; i < count && next == count; i++) {
      bool free_now = !placed[i];
      for (size_t j = 0; free_now && j < count; j++)
        if (j != i && !placed[j] && plugin_must_follow(&plugins[i], &plugins[j])) free_now = false;
      if (free_now) next = i;
    }
    if (next == count) break;
    placed[next] = true;
    ordered[done++] = plugins[next];
  }
  bool ok = done == count;
  if (ok && count)
    memcpy(plugins, ordered, count * sizeof *plugins);
  else if (!ok)
    report_circle(plugins, count, placed, d);
  free(placed);
  free(ordered);
  return ok;
}
