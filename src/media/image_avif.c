/* image_avif.c -- AVIF: boxes in boxes (ISO/IEC 14496-12, 23008-12).
 *
 * meta says which item is the picture (pitm), iprp/ipco lists properties and
 * iprp/ipma says which of them belong to which item: its size (ispe) and how it is
 * turned (irot). */
#include "media/image_parts.h"

enum { PROPERTIES_MOST = 64, BRANDS_MOST = 32 };

typedef struct {
  Str kind, content;
} Box;

/* The box at the front of *rest, which moves on. False at the end, or where the
 * bytes make no sense. */
static bool next_box(Str *rest, Box *box) {
  if (rest->n < 8) return false;
  uint64_t length = big(*rest, 0, 4), head = 8;
  if (length == 1) {
    length = big(*rest, 8, 8);
    head = 16;
  } else if (length == 0) {
    length = rest->n; /* up to the end */
  }
  if (length < head || head > rest->n) return false;
  *box = (Box){ part(*rest, 4, 4), part(*rest, head, length - head) };
  *rest = length < rest->n ? str_sub(*rest, (size_t)length, rest->n) : S("");
  return true;
}

static bool find_box(Str s, const char *kind, Str *content) {
  Box box;
  while (next_box(&s, &box)) {
    if (!str_eqc(box.kind, kind)) continue;
    *content = box.content;
    return true;
  }
  return false;
}

bool image_is_avif(Str s) {
  Box box;
  if (!next_box(&s, &box) || !str_eqc(box.kind, "ftyp")) return false;
  Str brands = box.content;
  for (size_t i = 0; i < BRANDS_MOST && i + 4 <= brands.n; i += 4)
    if (i != 4 && (tagged(brands, i, "avif") || tagged(brands, i, "avis"))) return true;
  return false;
}

typedef struct {
  Box items[PROPERTIES_MOST];
  size_t count;
} Properties;

static void take_property(ImageFacts *f, const Properties *p, uint64_t index, bool *turned) {
  if (index == 0 || index > p->count) return;
  const Box *b = &p->items[index - 1];
  if (str_eqc(b->kind, "ispe")) set_size(f, big(b->content, 4, 4), big(b->content, 8, 4));
  if (str_eqc(b->kind, "irot") && big(b->content, 0, 1) & 1) *turned = !*turned;
}

/* Properties of item `id` by the associations of one ipma box. */
static void associate(ImageFacts *f, const Properties *p, Str ipma, uint64_t id, bool *turned) {
  bool wide_ids = big(ipma, 0, 1) >= 1, wide = big(ipma, 3, 1) & 1;
  uint64_t entries = big(ipma, 4, 4);
  size_t at = 8;
  for (uint64_t i = 0; i < entries && at < ipma.n; i++) {
    uint64_t item = big(ipma, at, wide_ids ? 4 : 2);
    at += wide_ids ? 4 : 2;
    uint64_t count = big(ipma, at++, 1);
    for (uint64_t k = 0; k < count && at < ipma.n; k++) {
      uint64_t index = wide ? big(ipma, at, 2) & 0x7FFF : big(ipma, at, 1) & 0x7F;
      at += wide ? 2 : 1;
      if (item == id) take_property(f, p, index, turned);
    }
  }
}

void image_avif(ImageFacts *f, Str s) {
  Str meta, pitm, iprp, ipco;
  f->gps = image_exif_somewhere(s);
  if (!find_box(s, "meta", &meta)) return;
  meta = str_sub(meta, 4, meta.n); /* version and flags */
  if (!find_box(meta, "iprp", &iprp) || !find_box(iprp, "ipco", &ipco)) return;
  Properties p = { .count = 0 };
  while (p.count < PROPERTIES_MOST && next_box(&ipco, &p.items[p.count])) p.count++;
  bool turned = false;
  if (find_box(meta, "pitm", &pitm)) {
    uint64_t id = big(pitm, 0, 1) ? big(pitm, 4, 4) : big(pitm, 4, 2);
    Box box;
    while (next_box(&iprp, &box))
      if (str_eqc(box.kind, "ipma")) associate(f, &p, box.content, id, &turned);
  }
  /* Without associations: the first size there is. */
  for (size_t i = 1; i <= p.count && !f->width; i++)
    if (str_eqc(p.items[i - 1].kind, "ispe")) take_property(f, &p, i, &turned);
  if (turned) swap_size(f);
}
