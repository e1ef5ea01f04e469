/* pattern_parse.c -- the text of a pattern as a line of items.
 *
 * What is wrong in a pattern becomes the item PATTERN_BROKEN, the last one: Lua
 * raises when matching gets there, and so do we. Which captures are open at an
 * item, and so which one a ')' closes and whether %1 may be used, does not depend on
 * the text and is settled here. */
#include "lua/pattern.h"

/* Bits of classes: zero, digit, lower, space, upper, control, punctuation, hex. */
enum { ZE = 1, DI = 2, LO = 4, SP = 8, UP = 16, CO = 32, PU = 64, HE = 128, AL = LO | UP };

static const uint8_t classes[128] = {
  33,  32, 32,  32,  32,  32,  32,  32,  32,  40,  40,  40,  40,  40,  32,  32,  32,  32,  32,
  32,  32, 32,  32,  32,  32,  32,  32,  32,  32,  32,  32,  32,  8,   64,  64,  64,  64,  64,
  64,  64, 64,  64,  64,  64,  64,  64,  64,  64,  130, 130, 130, 130, 130, 130, 130, 130, 130,
  130, 64, 64,  64,  64,  64,  64,  64,  144, 144, 144, 144, 144, 144, 16,  16,  16,  16,  16,
  16,  16, 16,  16,  16,  16,  16,  16,  16,  16,  16,  16,  16,  16,  16,  64,  64,  64,  64,
  64,  64, 132, 132, 132, 132, 132, 132, 4,   4,   4,   4,   4,   4,   4,   4,   4,   4,   4,
  4,   4,  4,   4,   4,   4,   4,   4,   4,   64,  64,  64,  64,  32
};

bool pattern_in_class(unsigned char c, uint8_t bits) {
  return c < 128 && (classes[c] & bits) != 0;
}

/* The bits of the class named by a letter; 0 when it names none. */
static uint8_t class_bits(unsigned char letter, bool *negated) {
  *negated = letter >= 'A' && letter <= 'Z';
  switch (*negated ? letter + 32 : letter) {
  case 'a':
    return AL;
  case 'c':
    return CO;
  case 'd':
    return DI;
  case 'g':
    return AL | DI | PU;
  case 'l':
    return LO;
  case 'p':
    return PU;
  case 's':
    return SP;
  case 'u':
    return UP;
  case 'w':
    return AL | DI;
  case 'x':
    return HE;
  case 'z': /* of Lua 5.1, and still there */
    return ZE;
  default:
    return 0;
  }
}

bool pattern_is_plain(Str text) {
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] && strchr("^$*+?.([%-", text.p[i])) return false;
  return true;
}

size_t pattern_memory(Str text) {
  size_t sets = 0;
  for (size_t i = 0; i < text.n; i++) sets += text.p[i] == '[';
  return (text.n + 1) * sizeof(PatternItem) + sets * sizeof(PatternSet);
}

typedef struct {
  Pattern *p;
  const char *at, *end;
  uint32_t items, sets, last; /* last: the last item that may repeat */
  bool open[PATTERN_CAPTURES];
} Parse;

static unsigned char byte_at(const Parse *x, size_t offset) {
  return offset < (size_t)(x->end - x->at) ? (unsigned char)x->at[offset] : 0;
}

static PatternItem *add(Parse *x, PatternKind kind) {
  PatternItem *it = &x->p->items[x->items++];
  *it = (PatternItem){ .kind = (uint8_t)kind, .before = x->last };
  return it;
}

static void broken(Parse *x, const char *message) {
  x->p->broken = message;
  add(x, PATTERN_BROKEN);
}

static void put(PatternSet *set, unsigned char c) {
  set->bits[c >> 3] |= (uint8_t)(1U << (c & 7));
}

/* A member that begins with % in a set. */
static void put_escaped(PatternSet *set, unsigned char c) {
  bool negated;
  uint8_t bits = class_bits(c, &negated);
  if (!bits) {
    put(set, c);
    return;
  }
  for (unsigned i = 0; i < 256; i++)
    if (pattern_in_class((unsigned char)i, bits) != negated) put(set, (unsigned char)i);
}

/* Reads [...] at x->at, which stands behind the '['. False: no ']'. */
static bool read_set(Parse *x, PatternItem *it) {
  const char *p = x->at, *close = p;
  bool negated = p < x->end && *p == '^';
  if (negated) close = ++p;
  do { /* the first byte is a member, also when it is ']' */
    if (close == x->end) return false;
    if (*close++ == '%' && close < x->end) close++;
  } while (close == x->end || *close != ']');
  PatternSet *set = &x->p->sets[x->sets];
  *set = (PatternSet){ 0 };
  for (; p < close; p++) {
    if (*p == '%') {
      p++;
      put_escaped(set, (unsigned char)*p);
    } else if (p + 2 < close && p[1] == '-') {
      for (unsigned c = (unsigned char)*p; c <= (unsigned char)p[2]; c++)
        put(set, (unsigned char)c);
      p += 2;
    } else {
      put(set, (unsigned char)*p);
    }
  }
  for (size_t i = 0; negated && i < sizeof set->bits; i++) set->bits[i] = (uint8_t)~set->bits[i];
  it->set = x->sets++;
  x->at = close + 1;
  return true;
}

/* One byte, and how often. False: broken. */
static bool read_single(Parse *x) {
  unsigned char c = (unsigned char)*x->at++;
  PatternItem *it = add(x, PATTERN_BYTE);
  it->a = c;
  if (c == '.') {
    it->kind = PATTERN_ANY;
  } else if (c == '[') {
    it->kind = PATTERN_SET;
    if (!read_set(x, it)) {
      x->items--;
      broken(x, "malformed pattern (missing ']')");
      return false;
    }
  } else if (c == '%') {
    if (x->at == x->end) {
      x->items--;
      broken(x, "malformed pattern (ends with '%')");
      return false;
    }
    bool negated;
    it->a = (uint8_t)*x->at++;
    uint8_t bits = class_bits(it->a, &negated);
    if (bits) {
      it->kind = PATTERN_CLASS;
      it->a = bits;
      it->b = negated;
    }
  }
  switch (byte_at(x, 0)) {
  case '?':
    it->repeat = PATTERN_MAYBE;
    break;
  case '*':
    it->repeat = PATTERN_MANY;
    break;
  case '+':
    it->repeat = PATTERN_SOME;
    break;
  case '-':
    it->repeat = PATTERN_FEW;
    break;
  default:
    return true;
  }
  x->at++;
  it->choice = x->p->choices++;
  x->last = x->items - 1;
  return true;
}

/* ( () or ): false: broken. */
static bool read_capture(Parse *x) {
  Pattern *p = x->p;
  if (*x->at++ == '(') {
    bool here = byte_at(x, 0) == ')';
    if (p->captures == PATTERN_CAPTURES) {
      broken(x, "too many captures");
      return false;
    }
    if (here) x->at++;
    x->open[p->captures] = !here;
    add(x, here ? PATTERN_HERE : PATTERN_BEGIN)->a = (uint8_t)p->captures++;
    return true;
  }
  for (uint32_t i = p->captures; i-- > 0;)
    if (x->open[i]) {
      x->open[i] = false;
      add(x, PATTERN_CLOSE)->a = (uint8_t)i;
      return true;
    }
  broken(x, "invalid pattern capture");
  return false;
}

/* %b %f %1, with x->at behind the '%'. False: broken. */
static bool read_special(Parse *x) {
  unsigned char c = (unsigned char)*x->at++;
  PatternItem *it;
  if (c == 'b') {
    if (x->end - x->at < 2) {
      broken(x, "malformed pattern (missing arguments to '%b')");
      return false;
    }
    it = add(x, PATTERN_BALANCE);
    it->a = (uint8_t)x->at[0];
    it->b = (uint8_t)x->at[1];
    x->at += 2;
  } else if (c == 'f') {
    if (byte_at(x, 0) != '[') {
      broken(x, "missing '[' after '%f' in pattern");
      return false;
    }
    x->at++;
    it = add(x, PATTERN_FRONTIER);
    if (!read_set(x, it)) {
      x->items--;
      broken(x, "malformed pattern (missing ']')");
      return false;
    }
  } else {
    uint32_t capture = (uint32_t)(c - '1'); /* %0 becomes too large */
    if (capture >= x->p->captures || x->open[capture]) {
      broken(x, "invalid capture index");
      x->p->items[x->items - 1].a = (uint8_t)c;
      return false;
    }
    add(x, PATTERN_BACK)->a = (uint8_t)capture;
  }
  return true;
}

void pattern_parse(Pattern *p, Str text, bool literal, void *memory) {
  *p = (Pattern){ .items = memory, .start = PATTERN_NONE };
  p->sets = (PatternSet *)(void *)(p->items + text.n + 1);
  Parse x = { .p = p, .at = text.p, .end = text.p + text.n, .last = PATTERN_NONE };
  if (!literal && byte_at(&x, 0) == '^') {
    p->anchored = true;
    x.at++;
  }
  bool whole = true;
  while (whole && x.at < x.end) {
    unsigned char c = (unsigned char)*x.at, next = byte_at(&x, 1);
    if (c == '(' || c == ')') {
      whole = read_capture(&x);
    } else if (c == '$' && x.end - x.at == 1) {
      x.at++;
      add(&x, PATTERN_LAST);
    } else if (c == '%' && (next == 'b' || next == 'f' || (next >= '0' && next <= '9'))) {
      x.at++;
      whole = read_special(&x);
    } else {
      whole = read_single(&x);
    }
  }
  if (whole) add(&x, PATTERN_FINISH);
  uint32_t first = 0;
  while (p->items[first].kind == PATTERN_BEGIN || p->items[first].kind == PATTERN_HERE) first++;
  const PatternItem *it = &p->items[first];
  if (it->kind <= PATTERN_SET && (it->repeat == PATTERN_ONCE || it->repeat == PATTERN_SOME))
    p->start = first;
}
