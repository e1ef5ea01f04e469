/* path.c -- any bytes as an address, a permalink pattern, an output path, a glob:
 * whatever gets through can be published. */
#include "fuzz.h"

#include "data/match.h"
#include "model/permalink.h"
#include "repo/tree.h"

static void publishable(Arena *a, Str file) {
  MUST(output_path_problem(a, file) == NULL);
  Str rest = file, part;
  while (str_split(&rest, '/', &part)) MUST(!tree_name_problem(part));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str s = fuzz_str(data, size);
  PagePath place = { S(""), S("") };
  if (!page_path(&place, &a, s)) {
    publishable(&a, place.file);
    PagePath again;
    MUST(!page_path(&again, &a, place.url));
    MUST(str_eq(again.file, place.file));
  }
  if (!output_path_problem(&a, s)) {
    publishable(&a, s);
    page_url(&a, s);
  }
  Source source = { S("publish.yaml"), s };
  for (int own = 0; own < 2; own++) {
    const Permalink *p;
    bool ok = own ? permalink_compile_own(&p, &a, s, &source, (Range){ 0, size }, &d)
                  : permalink_compile(&p, &a, s, &source, (Range){ 0, size }, &d);
    if (!ok) {
      MUST(d.errors);
      continue;
    }
    PermalinkFacts facts = { .has_date = true,
                             .slug = S("a-slug"),
                             .title = s,
                             .author = s,
                             .id = s,
                             .language = S("de"),
                             .path = S("2024/x.md") };
    if (permalink_make(&place, &a, p, &facts, &source, &d)) publishable(&a, place.file);
  }
  url_path(&a, s);
  url_ascii(&a, s);
  if (!glob_problem(s)) {
    glob_match(s, S("articles/2024/a-long-name-of-a-file.md"));
    glob_match(s, s);
  }
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
