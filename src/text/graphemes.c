/* graphemes.c -- the extended grapheme clusters of UAX #29 as a small state
 * machine over ICU's property: no iterator to open, no state to carry, linear. */
#include "text/graphemes.h"

#include "base/utf8.h"
#include <unicode/uchar.h>

static int kind_of(uint32_t c) {
  if (c >= 0x20 && c < 0x7F) return U_GCB_OTHER;
  if (c == UTF8_BAD) return U_GCB_OTHER;
  return u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

static bool pictographic(uint32_t c) {
  return c >= 0xA9 && c != UTF8_BAD && u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

static bool control(int kind) {
  return kind == U_GCB_CR || kind == U_GCB_LF || kind == U_GCB_CONTROL;
}

/* The scripts whose consonants join through a virama (GB9c): Devanagari, Bengali,
 * Gujarati, Oriya, Telugu, Malayalam. */
static bool conjoining(uint32_t c, int category) {
  uint32_t block = c >> 7;
  if (c < 0x900 || c > 0xD7F) return false;
  if (block != 0x12 && block != 0x13 && block != 0x15 && block != 0x16 && block != 0x18 &&
      block != 0x1A)
    return false;
  return u_getIntPropertyValue((UChar32)c, UCHAR_INDIC_SYLLABIC_CATEGORY) == category;
}

/* What has been seen of the cluster so far. */
typedef struct {
  int last;     /* property of the last code point */
  bool picture; /* Extended_Pictographic Extend* so far (GB11) */
  bool joined;  /* ... and then a ZWJ */
  bool linked;  /* consonant, then a virama, nothing but marks between (GB9c) */
  bool consonant;
  bool odd; /* an odd number of regional indicators (GB12) */
} Cluster;

/* May `c` follow inside the cluster? The rules GB3 to GB13 in order. */
static bool joins(const Cluster *k, int kind, uint32_t c) {
  if (k->last == U_GCB_CR && kind == U_GCB_LF) return true;
  if (control(k->last) || control(kind)) return false;
  if (k->last == U_GCB_L &&
      (kind == U_GCB_L || kind == U_GCB_V || kind == U_GCB_LV || kind == U_GCB_LVT))
    return true;
  if ((k->last == U_GCB_LV || k->last == U_GCB_V) && (kind == U_GCB_V || kind == U_GCB_T))
    return true;
  if ((k->last == U_GCB_LVT || k->last == U_GCB_T) && kind == U_GCB_T) return true;
  if (kind == U_GCB_EXTEND || kind == U_GCB_ZWJ || kind == U_GCB_SPACING_MARK) return true;
  if (k->last == U_GCB_PREPEND) return true;
  if (k->linked && conjoining(c, U_INSC_CONSONANT)) return true;
  if (k->joined && pictographic(c)) return true;
  return k->last == U_GCB_REGIONAL_INDICATOR && kind == U_GCB_REGIONAL_INDICATOR && k->odd;
}

static void take(Cluster *k, int kind, uint32_t c) {
  bool mark = kind == U_GCB_ZWJ || (kind == U_GCB_EXTEND && u_getCombiningClass((UChar32)c));
  k->linked = (k->consonant || k->linked) && (conjoining(c, U_INSC_VIRAMA) || (k->linked && mark));
  k->consonant = conjoining(c, U_INSC_CONSONANT) || (k->consonant && mark);
  k->joined = k->picture && kind == U_GCB_ZWJ;
  if (kind != U_GCB_EXTEND && kind != U_GCB_ZWJ) k->picture = pictographic(c);
  if (k->joined) k->picture = false;
  k->odd = kind == U_GCB_REGIONAL_INDICATOR && !(k->last == kind && k->odd);
  k->last = kind;
}

bool grapheme_next(Str *rest, Str *cluster) {
  if (!rest->n) return false;
  size_t i = 0;
  uint32_t c = utf8_next(*rest, &i);
  Cluster k = { 0 };
  take(&k, kind_of(c), c);
  while (i < rest->n) {
    size_t next = i;
    c = utf8_next(*rest, &next);
    int kind = kind_of(c);
    if (!joins(&k, kind, c)) break;
    take(&k, kind, c);
    i = next;
  }
  *cluster = str_n(rest->p, i);
  *rest = str_n(rest->p + i, rest->n - i);
  return true;
}

size_t grapheme_count(Str s) {
  Str cluster;
  size_t n = 0;
  while (grapheme_next(&s, &cluster)) n++;
  return n;
}

Str grapheme_cut(Str s, size_t bytes) {
  if (s.n <= bytes) return s;
  Str rest = s, cluster;
  size_t fits = 0;
  while (grapheme_next(&rest, &cluster) && fits + cluster.n <= bytes) fits += cluster.n;
  return str_sub(s, 0, fits);
}

size_t grapheme_width(Str cluster) {
  size_t i = 0, indicators = 0;
  bool seen = false;
  while (i < cluster.n) {
    uint32_t c = utf8_next(cluster, &i);
    if (utf8_wide(c) || c == 0xFE0F) return 2; /* FE0F asks for the emoji picture */
    if (c >= 0x1F1E6 && c <= 0x1F1FF && ++indicators == 2) return 2;
    if (c == UTF8_BAD)
      seen = true;
    else if (!seen)
      seen = !(U_GET_GC_MASK((UChar32)c) &
               (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_MN_MASK | U_GC_ME_MASK));
  }
  return seen;
}

size_t text_width(Str s) {
  Str cluster;
  size_t width = 0;
  while (grapheme_next(&s, &cluster)) width += grapheme_width(cluster);
  return width;
}
