/* pattern.c -- going over a text with the items of a pattern, and back. */
#include "lua/pattern.h"

#include <stdio.h>

/* Bytes that one step passes: in a row that one item takes, and in a block that
 * the C library compares or searches. */
enum { ROW = 8, BLOCK = 32 };

static inline bool fits(const Pattern *p, const PatternItem *it, unsigned char c) {
  switch (it->kind) {
  case PATTERN_BYTE:
    return c == it->a;
  case PATTERN_ANY:
    return true;
  case PATTERN_CLASS:
    return pattern_in_class(c, it->a) != it->b;
  default:
    return p->sets[it->set].bits[c >> 3] >> (c & 7) & 1;
  }
}

/* The first place at which a byte does not fit. */
static const char *skip(const Pattern *p, const PatternItem *it, const char *s, const char *end) {
  if (it->kind == PATTERN_ANY) return end;
  if (it->kind == PATTERN_SET) {
    const uint8_t *bits = p->sets[it->set].bits;
    for (; s < end; s++) {
      unsigned char c = (unsigned char)*s;
      if (!(bits[c >> 3] >> (c & 7) & 1)) break;
    }
    return s;
  }
  while (s < end && fits(p, it, (unsigned char)*s)) s++;
  return s;
}

/* The first place at which a byte fits. */
static const char *seek(const Pattern *p, const PatternItem *it, const char *s, const char *end) {
  if (it->kind == PATTERN_BYTE) {
    const char *found = s < end ? memchr(s, it->a, (size_t)(end - s)) : NULL;
    return found ? found : end;
  }
  while (s < end && !fits(p, it, (unsigned char)*s)) s++;
  return s;
}

/* Behind the bracket that closes the one at s; NULL when there is none. */
static const char *balance(const PatternItem *it, const char *s, const char *end) {
  char open = (char)it->a, close = (char)it->b;
  size_t depth = 1;
  if (s == end || *s != open) return NULL;
  while (++s < end) {
    if (*s == close) {
      if (--depth == 0) return s + 1;
    } else if (*s == open) {
      depth++;
    }
  }
  return NULL;
}

static bool frontier(const PatternRun *r, const PatternItem *it, const char *s) {
  const char *end = r->text.p + r->text.n;
  unsigned char left = s == r->text.p ? 0 : (unsigned char)s[-1];
  unsigned char right = s == end ? 0 : (unsigned char)*s;
  const uint8_t *bits = r->pattern->sets[it->set].bits;
  return !(bits[left >> 3] >> (left & 7) & 1) && (bits[right >> 3] >> (right & 7) & 1);
}

static PatternResult wrong(PatternRun *r, const PatternItem *it) {
  if (it->a)
    snprintf(r->message, sizeof r->message, "%s %%%c", r->pattern->broken, it->a);
  else
    snprintf(r->message, sizeof r->message, "%s", r->pattern->broken);
  return PATTERN_WRONG;
}

/* Spend `steps` of r->left, or give up. */
#define SPEND(steps)                                                                               \
  do {                                                                                             \
    uint64_t steps_ = (steps);                                                                     \
    if (left <= steps_) {                                                                          \
      r->left = 0;                                                                                 \
      return PATTERN_SPENT;                                                                        \
    }                                                                                              \
    left -= steps_;                                                                                \
  } while (0)

PatternResult pattern_match_at(PatternRun *r, const char *at) {
  const Pattern *p = r->pattern;
  const PatternItem *it = p->items;
  const char *s = at, *end = r->text.p + r->text.n, *to;
  PatternChoice *choice;
  uint64_t left = r->left;
  for (;;) {
    SPEND(1);
    switch (it->kind) {
    case PATTERN_BEGIN:
      r->captures[it->a] = (PatternCapture){ s, PATTERN_OPEN };
      it++;
      continue;
    case PATTERN_HERE:
      r->captures[it->a] = (PatternCapture){ s, PATTERN_POSITION };
      it++;
      continue;
    case PATTERN_CLOSE:
      r->captures[it->a].n = s - r->captures[it->a].p;
      it++;
      continue;
    case PATTERN_BACK: {
      const PatternCapture *c = &r->captures[it->a];
      size_t n = (size_t)c->n; /* of a position it is larger than any text */
      if ((size_t)(end - s) < n) break;
      SPEND(n / BLOCK);
      if (n && memcmp(c->p, s, n) != 0) break;
      s += n;
      it++;
      continue;
    }
    case PATTERN_BALANCE:
      to = balance(it, s, end);
      SPEND((size_t)((to ? to : end) - s) / ROW);
      if (!to) break;
      s = to;
      it++;
      continue;
    case PATTERN_FRONTIER:
      if (!frontier(r, it, s)) break;
      it++;
      continue;
    case PATTERN_LAST:
      if (s != end) break;
      it++;
      continue;
    case PATTERN_FINISH:
      r->start = at;
      r->end = s;
      r->left = left;
      return PATTERN_YES;
    case PATTERN_BROKEN:
      r->left = left;
      return wrong(r, it);
    default:
      if (it->repeat == PATTERN_ONCE) {
        if (s == end || !fits(p, it, (unsigned char)*s)) break;
        s++;
        it++;
        continue;
      }
      choice = &r->choices[it->choice];
      choice->low = choice->at = s;
      if (it->repeat != PATTERN_FEW) {
        if (it->repeat == PATTERN_MAYBE)
          to = s < end && fits(p, it, (unsigned char)*s) ? s + 1 : s;
        else
          to = skip(p, it, s, end);
        SPEND((size_t)(to - s) / ROW);
        if (it->repeat == PATTERN_SOME) {
          if (to == s) break;
          choice->low = s + 1;
        }
        choice->at = s = to;
      }
      it++;
      continue;
    }
    /* It does not fit: the nearest repeating item before takes its next length. */
    for (uint32_t back = it->before;; back = it->before) {
      if (back == PATTERN_NONE) {
        r->left = left;
        return PATTERN_NO;
      }
      SPEND(1);
      it = &p->items[back];
      choice = &r->choices[it->choice];
      if (it->repeat == PATTERN_FEW) {
        if (choice->at == end || !fits(p, it, (unsigned char)*choice->at)) continue;
        s = ++choice->at;
        break;
      }
      if (choice->at == choice->low) continue;
      s = --choice->at;
      break;
    }
    it++;
  }
}

PatternResult pattern_search(PatternRun *r, const char *at) {
  const Pattern *p = r->pattern;
  if (p->anchored) return pattern_match_at(r, at);
  const char *end = r->text.p + r->text.n;
  const PatternItem *first = p->start == PATTERN_NONE ? NULL : &p->items[p->start];
  for (;; at++) {
    if (first) {
      const char *from = at;
      uint64_t left = r->left;
      at = seek(p, first, at, end);
      SPEND((size_t)(at - from) / (first->kind == PATTERN_BYTE ? BLOCK : ROW));
      r->left = left;
      if (at == end) return PATTERN_NO;
    }
    PatternResult result = pattern_match_at(r, at);
    if (result != PATTERN_NO || at == end) return result;
  }
}
