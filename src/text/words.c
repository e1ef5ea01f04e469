/* words.c -- a scanner for scripts with spaces, dictionaries for the others.
 *
 * ICU's own iterator gives the same words for alphabets, but at several times
 * the cost: it walks a state table over every character of every text. Here it
 * sees only the runs that need its dictionaries. */
#include "text/words.h"

#include "base/utf8.h"
#include "text/tools.h"

typedef enum {
  C_OTHER,
  C_LETTER,
  C_DIGIT,
  C_JOIN,    /* '_' and its like: part of a word, no word by itself */
  C_MARK,    /* combining mark or format character: belongs to what is before */
  C_MID,     /* apostrophe, '.', middle dot: between two letters */
  C_MIDNUM,  /* ',' ';': between two digits */
  C_MIDBOTH, /* '.', apostrophe: between two letters or two digits */
  C_IDEO,    /* Han and kana */
  C_COMPLEX  /* Thai, Lao, Khmer, Burmese ...: no spaces, other dictionaries */
} Class;

static Class ascii_class(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return C_LETTER;
  if (c >= '0' && c <= '9') return C_DIGIT;
  if (c == '_') return C_JOIN;
  if (c == '.' || c == '\'') return C_MIDBOTH;
  if (c == ':') return C_OTHER;
  return c == ',' || c == ';' ? C_MIDNUM : C_OTHER;
}

static bool ideo(uint32_t c) {
  if (c >= 0x4E00 && c <= 0x9FFF) return true;
  if (c < 0x3005) return c >= 0x2E80 && c <= 0x2FDF; /* radicals */
  if (c <= 0x3007) return true;
  if (c >= 0x3041 && c <= 0x30FF) return c != 0x30A0 && c != 0x30FB && c != 0x309B && c != 0x309C;
  return (c >= 0x3021 && c <= 0x3029) || (c >= 0x3031 && c <= 0x3035) || c == 0x303B ||
         (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9F) ||
         (c >= 0x1B000 && c <= 0x1B16F) || (c >= 0x20000 && c <= 0x3FFFD);
}

static Class class_of(uint32_t c) {
  if (c < 0x80) return ascii_class((unsigned char)c);
  if (c == UTF8_BAD) return C_OTHER;
  if (ideo(c)) return C_IDEO;
  if (c >= 0x3000 && c <= 0x3004) return C_OTHER;
  switch (u_getIntPropertyValue((UChar32)c, UCHAR_WORD_BREAK)) {
  case U_WB_ALETTER:
  case U_WB_HEBREW_LETTER:
  case U_WB_KATAKANA:
    return C_LETTER;
  case U_WB_NUMERIC:
    return C_DIGIT;
  case U_WB_EXTENDNUMLET:
    return c == 0x202F ? C_OTHER : C_JOIN;
  case U_WB_EXTEND:
  case U_WB_FORMAT:
  case U_WB_ZWJ:
    return u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT ? C_COMPLEX
                                                                                       : C_MARK;
  case U_WB_MIDLETTER:
    return c == 0xB7 || c == 0x5F4 || c == 0x2027 ? C_MID : C_OTHER;
  case U_WB_MIDNUM:
    return C_MIDNUM;
  case U_WB_MIDNUMLET:
  case U_WB_SINGLE_QUOTE:
    return C_MIDBOTH;
  default:
    break;
  }
  if (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return C_COMPLEX;
  return u_isalpha((UChar32)c) ? C_LETTER : C_OTHER;
}

/* Code point and class at i, and where the next one begins. */
typedef struct {
  Class class;
  size_t next;
} Look;

static Look look(Str s, size_t i) {
  if (i >= s.n) return (Look){ C_OTHER, i };
  unsigned char b = (unsigned char)s.p[i];
  if (b < 0x80) return (Look){ ascii_class(b), i + 1 };
  Look l = { C_OTHER, i };
  l.class = class_of(utf8_next(s, &l.next));
  return l;
}

/* "C++", "g++", "C#", "F#": signs that belong to the word before them. */
static size_t signs(Str s, size_t start, size_t end) {
  if (end + 2 <= s.n && s.p[end] == '+' && s.p[end + 1] == '+') {
    Class after = look(s, end + 2).class;
    if (after != C_LETTER && after != C_DIGIT && !(end + 2 < s.n && s.p[end + 2] == '+'))
      return end + 2;
  }
  if (end < s.n && s.p[end] == '#' && end - start == 1) {
    Class after = look(s, end + 1).class;
    if (after != C_LETTER && after != C_DIGIT) return end + 1;
  }
  return end;
}

/* The word that begins at `start` with a letter, digit or joiner. WORD_NUMBER
 * when there is no letter in it; *real is false for "___". */
static size_t scan_word(Str s, size_t start, WordKind *kind, bool *real) {
  Class last = C_OTHER; /* letter, digit or joiner before i, marks passed over */
  bool letters = false, digits = false;
  size_t i = start;
  for (;;) {
    Look l = look(s, i);
    if (l.class == C_MARK) {
      i = l.next;
      continue;
    }
    if (l.class == C_LETTER || l.class == C_DIGIT || l.class == C_JOIN) {
      letters |= l.class == C_LETTER;
      digits |= l.class == C_DIGIT;
      last = l.class;
      i = l.next;
      continue;
    }
    bool mid = (last == C_LETTER && (l.class == C_MID || l.class == C_MIDBOTH)) ||
               (last == C_DIGIT && (l.class == C_MIDNUM || l.class == C_MIDBOTH));
    if (!mid || look(s, l.next).class != last) break;
    i = l.next;
  }
  *kind = letters ? WORD_ALPHA : WORD_NUMBER;
  *real = letters || digits;
  return letters ? signs(s, start, i) : i;
}

/* The end of a run of one class, combining marks included. */
static size_t scan_run(Str s, size_t i, Class class) {
  for (;;) {
    Look l = look(s, i);
    if (i >= s.n || (l.class != class && l.class != C_MARK)) return i;
    i = l.next;
  }
}

typedef struct {
  Arena *arena;
  Word *items;
  size_t count, cap;
  Str text;
} List;

static void push(List *l, size_t from, size_t to, WordKind kind) {
  l->items = arena_grow(l->arena, l->items, l->count, &l->cap, sizeof *l->items);
  l->items[l->count++] = (Word){ str_sub(l->text, from, to), from, kind };
}

/* ICU is given at most this much at a time: its dictionary code takes memory in
 * proportion. A longer run without any punctuation is no prose. */
enum { PIECE = 4096 };

static size_t piece_end(Str s, size_t from, size_t to) {
  if (to - from <= PIECE) return to;
  size_t end = from + PIECE;
  while (((unsigned char)s.p[end] & 0xC0) == 0x80) end--;
  return end;
}

static void split_piece(TextTools *t, List *l, size_t from, size_t to, WordKind kind) {
  UChar wide[PIECE + 1];
  uint16_t offset[PIECE + 1]; /* bytes from `from`, per UTF-16 unit */
  int32_t n = 0;
  Str run = str_sub(l->text, from, to);
  for (size_t i = 0; i < run.n;) {
    uint16_t at = (uint16_t)i;
    uint32_t c = utf8_next(run, &i);
    offset[n] = at;
    if (c < 0x10000) {
      wide[n++] = (UChar)c;
    } else {
      wide[n++] = (UChar)U16_LEAD(c);
      offset[n] = at;
      wide[n++] = (UChar)U16_TRAIL(c);
    }
  }
  offset[n] = (uint16_t)run.n;
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(t->words, wide, n, &status);
  if (U_FAILURE(status)) {
    push(l, from, to, kind);
    return;
  }
  int32_t start = ubrk_first(t->words);
  for (int32_t end = ubrk_next(t->words); end != UBRK_DONE; start = end, end = ubrk_next(t->words))
    push(l, from + offset[start], from + offset[end], kind);
}

static void split_run(TextTools *t, List *l, size_t from, size_t to, WordKind kind) {
  Look first = look(l->text, from);
  if (first.next == to) { /* a lone character is a word */
    push(l, from, to, kind);
    return;
  }
  while (from < to) {
    size_t end = piece_end(l->text, from, to);
    split_piece(t, l, from, end, kind);
    from = end;
  }
}

size_t words_split(TextTools *t, Arena *a, Str text, Word **out) {
  List l = { .arena = a, .text = text };
  for (size_t i = 0; i < text.n;) {
    Look at = look(text, i);
    size_t end = at.next;
    if (at.class == C_LETTER || at.class == C_DIGIT || at.class == C_JOIN) {
      WordKind kind;
      bool real;
      end = scan_word(text, i, &kind, &real);
      if (real) push(&l, i, end, kind);
    } else if (at.class == C_IDEO || at.class == C_COMPLEX) {
      end = scan_run(text, i, at.class);
      split_run(t, &l, i, end, at.class == C_IDEO ? WORD_IDEO : WORD_ALPHA);
    }
    i = end;
  }
  *out = l.items;
  return l.count;
}

size_t text_count(TextTools *t, Str text) {
  Arena scratch = { 0 };
  size_t n = 0;
  for (size_t i = 0; i < text.n;) {
    Look at = look(text, i);
    size_t end = at.next;
    if (at.class == C_IDEO) {
      n++;
    } else if (at.class == C_LETTER || at.class == C_DIGIT || at.class == C_JOIN) {
      WordKind kind;
      bool real;
      end = scan_word(text, i, &kind, &real);
      n += real;
    } else if (at.class == C_COMPLEX) {
      List l = { .arena = &scratch, .text = text };
      end = scan_run(text, i, C_COMPLEX);
      split_run(t, &l, i, end, WORD_ALPHA);
      n += l.count;
    }
    i = end;
  }
  arena_free(&scratch);
  return n;
}
