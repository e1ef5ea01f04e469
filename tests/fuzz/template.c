/* template.c -- any bytes as a template: compiled and rendered with sample data. */
#include "fuzz.h"

#include "data/yaml.h"
#include "model/world_data.h"
#include "template/engine.h"

static const char sample[] =
    "site: {title: A & B, url: 'https://example.org', base: /b, language: en, timezone: UTC}\n"
    "page: {url: /b/, kind: article, title: '<T>', number: 1}\n"
    "x: [1, two, {three: 3}, '</script>', \"'\\\"\"]\n";

static void template(World *w, Arena *a, Str name, Str text) {
  SourceFile *f = ARENA_NEW(a, SourceFile);
  f->source = (Source){ name, text };
  f->digest = digest_of(text);
  map_put(&w->templates, name, f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Str names[] = { { "a.html", 6 }, { "a.xml", 5 }, { "a.json", 6 }, { "a.txt", 5 } };
  static TextTools *text;
  Diags d = { 0 };
  if (!text) text = text_open(&d);
  if (size == 0) return 0;
  Arena a = { 0 };
  World w = { .language = S("en") };
  const Value *v = NULL;
  Source yaml = { S("sample"), str_c(sample) };
  MUST(yaml_parse(&v, &a, &yaml, 0, yaml.text.n, &d));
  w.settings = value_getc(v, "site");
  template(&w, &a, names[data[0] & 3], fuzz_str(data + 1, size - 1));
  template(&w, &a, S("base.html"), S("<p>{% block b %}x{% endblock %}</p>"));
  template(&w, &a, S("part.html"), S("{{ x }}"));
  EngineOptions options = { .text = text, .steps = 200000, .output = 1 << 20 };
  Engine *e = engine_new(&w, &options, &d);
  EngineVar vars[] = {
    { S("site"), S("site"), { .kind = ENGINE_REF, .ref = world_settings(&w) } },
    { S("page"), S("page"), { .kind = ENGINE_REF, .ref = ref_covered(value_getc(v, "page")) } },
    { S("article"), S("article"), { 0 } },
    { S("x"), S(""), { .kind = ENGINE_REF, .ref = ref_covered(value_getc(v, "x")) } },
    { S("h"), S(""), { .kind = ENGINE_HTML, .html = S("<b>h</b>") } },
  };
  EngineJob job = { .vars = vars, .var_count = 5, .language = S("en") };
  Buf out = { 0 };
  bool ok = engine_render(e, names[data[0] & 3], &job, NULL, &out, &d);
  MUST(ok == (d.errors == 0));
  if (!ok) MUST(out.n == 0);
  engine_check_all(e, &d);
  engine_free(e);
  fuzz_show(&d);
  buf_free(&out);
  map_free(&w.templates);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
