/* import.c -- any bytes as an article or table of an old site; what is written is read again as the
 * same. */
#include "fuzz.h"

#include "data/csv.h"
#include "data/date.h"
#include "data/yaml.h"
#include "import/front.h"
#include "import/hidden_emails.h"
#include "import/importer.h"
#include "import/liquid.h"

static Str nowhere(void *context, bool post, Str name, Arena *a) {
  (void)context;
  return name.n % 2 ? S("") : arena_printf(a, "%s%zu.md", post ? "p" : "f", name.n);
}

/* One field changes; the text below stays, and so does the kind of front matter. */
static void front(Arena *a, Str text) {
  Front f = front_find(text);
  MUST(f.from <= f.to && f.to <= text.n && f.body <= text.n);
  Str body = str_sub(text, f.body, text.n), set = front_set(a, text, "title", S("\"new\""));
  Front g = front_find(set);
  MUST(g.kind == (f.kind == FRONT_NONE ? FRONT_YAML : f.kind));
  MUST(str_ends(set, body));
  if (f.kind != FRONT_JSON) MUST(front_has(set, "title"));
  if (f.kind == FRONT_YAML || f.kind == FRONT_TOML) {
    Str without = front_remove(a, text, "title");
    MUST(without.n <= text.n && str_ends(without, body));
    MUST(str_ends(front_rename(a, text, "title", "other"), body));
  }
}

static void seen(void *context, bool restored, size_t offset) {
  size_t *places = context; /* the end of the text, and the place before, which is smaller */
  (void)restored;
  MUST(offset < places[0] && (!places[1] || offset + 1 > places[1]));
  places[1] = offset + 1;
}

/* Places come in order, and what came back is bounded. */
static void emails(Arena *a, Str text) {
  for (int markdown = 0; markdown < 2; markdown++) {
    size_t places[2] = { text.n, 0 };
    const HiddenEmails how = { markdown, seen, places };
    MUST(hidden_emails(a, text, &how).n <= 20 * text.n + 100);
  }
}

/* Values as YAML are the same values. */
static void yaml(Arena *a, const Value *v) {
  Buf out = { 0 };
  Diags d = { 0 };
  const Value *again = NULL;
  yaml_write(&out, v, 0);
  Source source = { S("x.yaml"), buf_view(&out) };
  if (!yaml_parse(&again, a, &source, 0, source.text.n, &d)) {
    fuzz_show(&d);
    MUST(!"what was written can be read");
  }
  MUST(value_eq(v, again));
  diags_free(&d);
  buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Left left = { 0 };
  Source source = { S("_posts/x.md"), fuzz_str(data, size) };
  const Value *v = NULL;
  front(&a, source.text);
  emails(&a, source.text);
  if (csv_read(&v, &a, &source, ',', &d)) yaml(&a, v);
  if (yaml_parse(&v, &a, &source, 0, size, &d)) yaml(&a, v);
  for (int kramdown = 0; kramdown < 2; kramdown++) {
    const LiquidHow how = { .site = v,
                            .page = v,
                            .url = S("https://x.example"),
                            .base = S("/b"),
                            .target = nowhere,
                            .left = &left,
                            .kramdown = kramdown };
    Str out;
    if (liquid_convert(&out, &a, &source, front_find(source.text).body, &how))
      MUST(out.n < 20 * size + 100);
  }
  Str date = date_meant(&a, str_sub(source.text, 0, 40));
  Date read;
  if (date.n) MUST(!date_parse(&read, &a, date, NULL));
  Buf report = { 0 };
  left_markdown(&left, &report);
  left_tell(&left, true, &d);
  fuzz_show(&d);
  buf_free(&report);
  left_free(&left);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
