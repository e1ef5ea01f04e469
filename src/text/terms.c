/* terms.c -- from words to terms: judge, fold, stem; pair up Han characters. */
#include "text/terms.h"

#include "base/utf8.h"
#include "text/lang.h"
#include "text/normal.h"
#include "text/tools.h"
#include <uchar.h>

/* Longer "words" are hashes, base64, key mashing. Runs of single Han characters
 * up to four are taken for a name. */
enum { LONGEST_TERM = 80, NAME_RUN = 4 };

static bool cjk(Str language) {
  return lang_is(language, "zh") || lang_is(language, "ja") || lang_is(language, "ko");
}

/* Latin words in a Chinese article are English most of the time. */
static Str stem_language(Str language) {
  return cjk(language) || !language.n ? S("en") : language;
}

bool terms_stems(TextTools *t, Str language) {
  return tools_stemmer(t, language) != NULL;
}

/* "l'article", "d'une", "dell'arte": what is before the apostrophe is no part
 * of the word in these languages. */
static Str without_elision(Str word, Str language) {
  if (!lang_is(language, "fr") && !lang_is(language, "it") && !lang_is(language, "ca")) return word;
  long at = str_chr(word, '\'');
  return at > 0 && at <= 5 && (size_t)at + 2 < word.n ? str_sub(word, (size_t)at + 1, word.n)
                                                      : word;
}

/* Typographic apostrophes as typed ones, because stemmers know only those. */
static Str plain_apostrophes(Arena *a, Str s) {
  if (str_find(s, S("\xE2\x80\x99")) < 0) return s;
  char *out = arena_alloc(a, s.n), *at = out;
  for (size_t i = 0; i < s.n; i++) {
    if (s.n - i >= 3 && memcmp(s.p + i, "\xE2\x80\x99", 3) == 0) {
      *at++ = '\'';
      i += 2;
    } else {
      *at++ = s.p[i];
    }
  }
  return str_n(out, (size_t)(at - out));
}

/* Written in capitals, or with a digit or sign in it: "AI", "k8s", "C#". */
static bool deliberate(Str word) {
  bool small = false;
  for (size_t i = 0; i < word.n; i++) {
    char c = word.p[i];
    if ((c >= '0' && c <= '9') || c == '#' || c == '+') return true;
    if (!(c >= 'A' && c <= 'Z')) small = true;
  }
  return !small;
}

static bool too_short(Str folded, Str word, Str language) {
  size_t n = utf8_count(folded);
  if (n < 2) return true;
  bool listed = lang_is(language, "en") || cjk(language) || !language.n;
  unsigned char first = (unsigned char)folded.p[0];
  if (first >= 0xE0) return false; /* Thai, Hangul, Devanagari ...: two characters are a word */
  return n <= (listed ? 2u : 3u) && !deliberate(word);
}

Str terms_word(TextTools *t, Arena *a, Str word, Str language) {
  if (word.n > LONGEST_TERM) return S("");
  Str folded = plain_apostrophes(a, normal_fold(a, word));
  folded = without_elision(folded, language);
  if (too_short(folded, word, language) || terms_stop(folded, language)) return S("");
  struct sb_stemmer *stemmer = tools_stemmer(t, stem_language(language));
  if (!stemmer || !folded.n) return folded;
  const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)folded.p, (int)folded.n);
  if (!stem) return folded;
  return arena_str(a, str_n((const char *)stem, (size_t)sb_stemmer_length(stemmer)));
}

typedef struct {
  Arena *arena;
  Candidate *items;
  size_t count, cap;
} List;

static void push(List *l, Str text, bool ideo, bool shown) {
  l->items = arena_grow(l->arena, l->items, l->count, &l->cap, sizeof *l->items);
  l->items[l->count++] = (Candidate){ text, ideo, shown };
}

static void push_pairs(List *l, Str run) {
  size_t first = 0, second = 0;
  utf8_next(run, &second);
  while (second < run.n) {
    size_t end = second;
    utf8_next(run, &end);
    push(l, str_sub(run, first, end), true, false);
    first = second;
    second = end;
  }
}

static bool hiragana(Str s) {
  for (size_t i = 0; i < s.n;) {
    uint32_t c = utf8_next(s, &i);
    if ((c < 0x3041 || c > 0x309F) && c != 0x30FC) return false;
  }
  return true;
}

/* Characters that are words of grammar by themselves: they end a run. Sorted. */
static bool particle(Str s) {
  static const char32_t set[] =
      U"一七万三上下不与且两並个中为之九也了二于五些亿从他以们会但你使來個們做億內兩八六"
      U"其内再几则到則前十千即去又及只可各后向吗吧呢和啊嗎四在外她如它对對就年并幾很後從您"
      U"想我或所才把於日时是時更最會月有来每沒没為用由百的种種第等給给而能與若萬被裡要說"
      U"讓让说还这這還那都里";
  size_t i = 0, low = 0, high = sizeof set / sizeof *set - 1;
  char32_t c = utf8_next(s, &i);
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (set[mid] == c) return true;
    if (set[mid] < c)
      low = mid + 1;
    else
      high = mid;
  }
  return hiragana(s);
}

/* A run of single characters that the dictionary could not join. */
static void end_run(List *l, Str run) {
  size_t n = utf8_count(run);
  if (n < 2) return;
  if (n <= NAME_RUN) push(l, run, true, true);
  if (n > 2) push_pairs(l, run);
}

static void push_ideo(List *l, Str word, size_t n) {
  if (hiragana(word) && n <= 3) return;
  push(l, word, true, true);
  if (n >= 4 && (unsigned char)word.p[0] >= 0xE4) push_pairs(l, word);
}

size_t terms_candidates(TextTools *t, Arena *a, Str text, Candidate **out) {
  List l = { .arena = a };
  Word *words = NULL;
  size_t count = words_split(t, a, text, &words);
  Str run = { 0 };
  for (size_t i = 0; i < count; i++) {
    Str w = words[i].text;
    size_t n = words[i].kind == WORD_IDEO ? utf8_count(w) : 0;
    bool single = n == 1 && !particle(w);
    if (single && run.n && run.p + run.n == w.p) {
      run.n += w.n;
      continue;
    }
    end_run(&l, run);
    run = single ? w : (Str){ 0 };
    if (n >= 2)
      push_ideo(&l, w, n);
    else if (words[i].kind == WORD_ALPHA)
      push(&l, w, false, true);
  }
  end_run(&l, run);
  *out = l.items;
  return l.count;
}
