/* external_kept.c -- answers of the web that are kept from run to run. */
#include "cli/external_kept.h"

#include "data/json_read.h"

#include <stdlib.h>

static const char *const results[] = { "fine", "moved", "gone" };

bool kept_worthy(const Ask *ask) {
  return ask->result == ASK_FINE || ask->result == ASK_MOVED || ask->result == ASK_GONE;
}

static bool one(KeptAnswer *out, Arena *a, Str line) {
  const Value *v;
  const char *problem;
  Str rest = line;
  if (!json_read(&v, a, &rest, &problem) || rest.n || v->kind != VALUE_MAP) return false;
  int64_t status = value_int(value_getc(v, "status"), -1);
  Str result = value_strc(v, "result");
  *out = (KeptAnswer){ .at = value_int(value_getc(v, "at"), -1) };
  out->ask = (Ask){ .url = value_strc(v, "url"),
                    .status = (int)status,
                    .to = value_strc(v, "to"),
                    .problem = value_strc(v, "problem") };
  size_t i = 0;
  while (i < sizeof results / sizeof *results && !str_eqc(result, results[i])) i++;
  out->ask.result = (AskResult)i;
  return i < sizeof results / sizeof *results && out->ask.url.n && status >= 0 && status < 1000 &&
         (out->ask.result != ASK_MOVED || out->ask.to.n);
}

void kept_parse(Map *out, Arena *a, Str text, int64_t now, int64_t good) {
  Str line;
  while (str_split(&text, '\n', &line) && out->count < KEPT_MOST) {
    KeptAnswer *answer = ARENA_NEW(a, KeptAnswer);
    if (!line.n || !one(answer, a, line)) continue;
    int64_t keep = answer->ask.result == ASK_GONE ? KEPT_BAD_SECONDS : good;
    /* One from the future is of a clock that was wrong. */
    if (answer->at < 0 || answer->at > now || now - answer->at >= keep) continue;
    map_put(out, answer->ask.url, answer);
  }
}

static int by_url(const void *pa, const void *pb) {
  const KeptAnswer *const *a = pa, *const *b = pb;
  return str_cmp((*a)->ask.url, (*b)->ask.url);
}

static void text_field(Buf *out, const char *name, Str s) {
  buf_printf(out, "%s\"%s\":\"", *name == 'u' ? "{" : ",", name);
  json_escape(out, s);
  buf_byte(out, '"');
}

void kept_text(Buf *out, const Map *answers) {
  Arena a = { 0 };
  const KeptAnswer **order = ARENA_ARRAY(&a, answers->count, const KeptAnswer *);
  for (size_t i = 0; i < answers->count; i++) order[i] = answers->items[i].value;
  if (answers->count) qsort(order, answers->count, sizeof *order, by_url);
  for (size_t i = 0; i < answers->count; i++) {
    const Ask *ask = &order[i]->ask;
    size_t before = out->n;
    text_field(out, "url", ask->url);
    buf_printf(out, ",\"at\":%lld", (long long)order[i]->at);
    text_field(out, "result", str_c(results[ask->result]));
    buf_printf(out, ",\"status\":%d", ask->status);
    text_field(out, "to", ask->to);
    text_field(out, "problem", ask->problem);
    buf_c(out, "}\n");
    if (out->n <= KEPT_BYTES) continue;
    out->n = before;
    break;
  }
  arena_free(&a);
}
