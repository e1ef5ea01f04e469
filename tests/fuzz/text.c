/* text.c -- any bytes as text: words, terms, excerpts, slugs, folding. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/collate.h"
#include "text/graphemes.h"
#include "text/normal.h"
#include "text/slug.h"
#include "text/termvec.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const languages[] = { "en", "de", "zh", "ja", "tr", "x-y", "" };
  static TextTools *text;
  Diags d = { 0 };
  if (!text) text = text_open(&d);
  if (size == 0) return 0;
  Arena a = { 0 };
  Str s = fuzz_str(data + 1, size - 1), language = str_c(languages[data[0] % 7]);
  bool good = utf8_check(s) == s.n;
  Word *words;
  size_t n = words_split(text, &a, s, &words);
  for (size_t i = 0; i < n; i++) MUST(words[i].offset + words[i].text.n <= s.n);
  text_count(text, s);
  TermBuilder *b = termvec_begin(text, &a);
  termvec_add(b, s, language, 3);
  Str vector = termvec_end(b);
  MUST(termvec_check(vector));
  size_t width = data[0];
  Str cut = excerpt(&a, s, width, S("\xE2\x80\xA6"));
  if (good) MUST(text_width(cut) <= width + 2 && utf8_check(cut) == cut.n);
  Str slug = slug_of(&a, s);
  MUST(slug.n <= SLUG_MAX && str_chr(slug, '/') < 0 && str_eq(slug_of(&a, slug), slug));
  anchor_of(&a, s);
  Str folded = fold_path(&a, s);
  MUST(str_eq(fold_path(&a, folded), folded));
  Str nfc = normal_nfc(&a, s);
  if (good) MUST(normal_is_nfc(nfc));
  normal_fold(&a, s);
  tag_key(&a, s);
  normal_lower(&a, s);
  normal_upper(&a, s);
  collate_key(text, &a, language, s);
  grapheme_cut(s, width);
  Str rest = s, cluster;
  size_t sum = 0;
  while (grapheme_next(&rest, &cluster)) sum += cluster.n;
  MUST(sum == s.n);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
