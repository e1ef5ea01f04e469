/* diag_group.c -- findings by rule. */
#include "base/diag_group.h"

#include "base/map.h"

#include <stdlib.h>

Str diag_wording(const Diag *r, Arena *a) {
  long colon = str_find(r->message, S(": "));
  Str s = colon > 0 ? str_sub(r->message, 0, (size_t)colon) : r->message;
  char *text = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    bool digit = s.p[i] >= '0' && s.p[i] <= '9';
    if (!digit)
      text[n++] = s.p[i];
    else if (!n || text[n - 1] != '#')
      text[n++] = '#';
  }
  return str_n(text, n);
}

/* Files of a plugin are named by its code already; what a plugin says is a rule of its own. */
static Str speaker(const Diag *r) {
  return r->code == P_PLUGIN_SAYS || r->code == P_CHECK ? r->plugin : S("");
}

static int compare(const void *pa, const void *pb) {
  const DiagGroup *a = *(DiagGroup *const *)pa, *b = *(DiagGroup *const *)pb;
  if (a->severity != b->severity) return a->severity > b->severity ? -1 : 1;
  if (a->code != b->code) return a->code < b->code ? -1 : 1;
  int c = str_cmp(a->plugin, b->plugin);
  return c ? c : str_cmp(a->rule, b->rule);
}

typedef struct {
  Arena *arena;
  Map seen; /* "<group> <what>": is it the first? */
} Seen;

static bool first(Seen *s, size_t group, const char *kind, Str what) {
  return map_put(&s->seen, arena_printf(s->arena, "%zu %s %.*s", group, kind, STR(what)), s);
}

/* Which of each group to tell, now that their sizes are known. */
static void choose(DiagGroups *out, const Diags *d, Arena *a) {
  Seen s = { a, { 0 } };
  for (size_t i = 0; i < d->count; i++) {
    DiagGroup *g = &out->items[out->of[i]];
    if (g->count <= GROUP_WHOLE) {
      out->shown[i] = true;
    } else if (g->shown < GROUP_WHOLE) {
      bool news = first(&s, out->of[i], "words", diag_wording(&d->items[i], a));
      out->shown[i] = news || g->shown < GROUP_FIRST;
    }
    if (out->shown[i])
      g->shown++;
    else if (d->items[i].file.n && first(&s, out->of[i], "file", d->items[i].file))
      g->rest_files++;
  }
  map_free(&s.seen);
}

void diags_group(DiagGroups *out, const Diags *d, Arena *a) {
  Map groups = { 0 };
  Seen files = { a, { 0 } };
  *out = (DiagGroups){ .items = ARENA_ARRAY(a, d->count, DiagGroup),
                       .of = ARENA_ARRAY(a, d->count, size_t),
                       .shown = ARENA_ARRAY(a, d->count, bool) };
  DiagGroup *found = ARENA_ARRAY(a, d->count, DiagGroup);
  for (size_t i = 0; i < d->count; i++) {
    const Diag *r = &d->items[i];
    Str plugin = speaker(r);
    Str key = arena_printf(a, "%d %u %.*s/%.*s", (int)r->severity, (unsigned)r->code, STR(plugin),
                           STR(r->rule));
    DiagGroup *g = map_get(&groups, key);
    if (!g) {
      g = &found[out->count++];
      *g = (DiagGroup){
        .severity = r->severity, .code = r->code, .plugin = plugin, .rule = r->rule
      };
      map_put(&groups, key, g);
    }
    out->of[i] = (size_t)(g - found);
    g->count++;
    if (r->file.n) g->files += first(&files, out->of[i], "", r->file);
  }
  map_free(&groups);
  map_free(&files.seen);
  DiagGroup **order = ARENA_ARRAY(a, out->count, DiagGroup *);
  size_t *place = ARENA_ARRAY(a, out->count, size_t);
  for (size_t i = 0; i < out->count; i++) order[i] = &found[i];
  if (out->count) qsort(order, out->count, sizeof *order, compare);
  for (size_t i = 0; i < out->count; i++) {
    out->items[i] = *order[i];
    place[order[i] - found] = i;
  }
  for (size_t i = 0; i < d->count; i++) out->of[i] = place[out->of[i]];
  choose(out, d, a);
}
