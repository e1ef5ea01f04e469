/* article.c -- any bytes as an article: split, read, placed, made a row. */
#include "fuzz.h"

#include "model/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Arena kept;
  static Settings settings;
  Diags d = { 0 };
  if (!kept.top) {
    static const Source yaml = { { "publish.yaml", 12 }, { "", 0 } };
    MUST(settings_read(&settings, &kept, &yaml, &(SettingsOverride){ 0 }, NULL, NULL, &d));
  }
  Arena a = { 0 };
  Source source = { S("articles/2024/hello.de.md"), fuzz_str(data, size) };
  Article article;
  bool ok = article_read(&article, &a, &source, S("2024/hello.de.md"), &settings, NULL, &d);
  MUST(ok == (d.errors == 0));
  if (ok) {
    MUST(article.parts.body <= size);
    MUST(article.parts.front + article.parts.front_length <= size);
    PagePath place = { S(""), S("") };
    Date date = { 0 };
    if (article_place(&place, &a, &article, &settings, &date, S("A title"), &d))
      MUST(output_path_problem(&a, place.file) == NULL);
    else
      MUST(d.errors);
    ArticleRest rest = { .url = place.url, .title = S("A title") };
    Buf out = { 0 };
    value_encode(&out, article_row(&a, &article, &rest));
    Reader in = { buf_view(&out), false };
    MUST(value_decode(&a, &in) && !in.bad);
    buf_free(&out);
  }
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
