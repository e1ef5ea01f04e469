/* comment_signs.c -- what makes a moderator look twice. Few rules, each said in words:
 * what decides is the moderator's eye, not a score. */
#include "intake/comment.h"

#include "base/utf8.h"
#include "text/normal.h"

enum { LINKS_MANY = 3, CAPITALS_LEAST = 20 };

void comment_sign(CommentSigns *s, Str sign) {
  if (s->count < COMMENT_SIGNS) s->items[s->count++] = sign;
}

Str comment_text_key(Arena *a, Str text) {
  return tag_key(a, text);
}

static size_t count_of(Str s, const char *what) {
  Str needle = str_c(what);
  size_t n = 0;
  for (long at; (at = str_find(s, needle)) >= 0; n++) s = str_sub(s, (size_t)at + needle.n, s.n);
  return n;
}

static size_t links_in(Str folded) {
  size_t n = count_of(folded, "http://") + count_of(folded, "https://");
  return n ? n : count_of(folded, "www.") + count_of(folded, "[url=");
}

static bool shouts(Str s) {
  size_t upper = 0, lower = 0;
  for (size_t i = 0; i < s.n; i++) {
    upper += s.p[i] >= 'A' && s.p[i] <= 'Z';
    lower += s.p[i] >= 'a' && s.p[i] <= 'z';
  }
  return upper >= CAPITALS_LEAST && lower * 5 < upper;
}

static void known_words(CommentSigns *out, Arena *a, Str folded) {
  static const char *const words[] = { "<a href",  "[url=",  "[link=",      "viagra",
                                       "cialis",   "casino", "payday loan", "seo service",
                                       "backlink", "porn",   "博彩",        "代开发票",
                                       "加微信",   "加qq",   "出会い系" };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (str_find(folded, str_c(words[i])) >= 0)
      comment_sign(out, arena_printf(a, "word: %s", words[i]));
}

void comment_signs(CommentSigns *out, Arena *a, const Comment *c) {
  Str parts[] = { c->name, S("\n"), c->text };
  Str whole = arena_concat(a, parts, 3), folded = normal_fold(a, whole);
  size_t links = links_in(folded);
  if (c->trapped) comment_sign(out, S("honeypot: a field that people do not see was filled in"));
  if (c->has_elapsed && c->elapsed < COMMENT_FAST_MS)
    comment_sign(out, arena_printf(a, "speed: sent %d.%d seconds after the page was opened",
                                   (int)(c->elapsed / 1000), (int)(c->elapsed / 100 % 10)));
  if (c->automatic) comment_sign(out, S("automatic: the message was not sent by a person"));
  if (links >= LINKS_MANY) comment_sign(out, arena_printf(a, "links: %zu", links));
  if (links_in(normal_fold(a, c->name))) comment_sign(out, S("links: one in the name"));
  if (c->odd_address) comment_sign(out, S("address: the web address is none"));
  if (shouts(c->text)) comment_sign(out, S("capitals: hardly anything else"));
  known_words(out, a, folded);
}
