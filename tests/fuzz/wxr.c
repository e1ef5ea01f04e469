/* wxr.c -- any bytes as an export of WordPress, and as the text of one of its articles: bounded,
 * well-formed UTF-8, and whatever is damaged is told. */
#include "fuzz.h"

#include "base/utf8.h"
#include "doc/parse.h"
#include "import/wp_text.h"

typedef struct {
  Str rest;
  size_t step;
} Bytes;

/* In small pieces of odd lengths: what stands on an edge must be read as in the middle. */
static bool read_piece(void *ctx, char *p, size_t room, size_t *got, Diags *d) {
  Bytes *b = ctx;
  (void)d;
  *got = b->rest.n < b->step ? b->rest.n : b->step;
  if (*got > room) *got = room;
  if (*got) memcpy(p, b->rest.p, *got);
  b->rest = str_sub(b->rest, *got, b->rest.n);
  return true;
}

static void good(Str s) {
  MUST(utf8_check(s) == s.n);
}

typedef struct {
  WpSite site;
  size_t items;
} Seen;

static bool on_item(void *ctx, const WxrItem *item) {
  Seen *seen = ctx;
  seen->items++;
  good(item->title);
  good(item->content);
  MUST(item->comment_count <= WXR_COMMENTS_MOST);
  for (size_t i = 0; i < item->comment_count; i++) good(item->comments[i].content);
  return wp_survey.item(&seen->site, item);
}

static bool on_site(void *ctx, const WxrSite *site) {
  return wp_survey.site(&((Seen *)ctx)->site, site);
}

static void body(Seen *seen, Str text) {
  Left left = { 0 };
  Arena a = { 0 };
  WpBody out;
  WpText t = { .site = &seen->site, .left = &left, .place = { .path = S("x.xml") } };
  long notes = str_find(text, S("\n["));
  if (notes >= 0) t.footnotes = str_trim(str_sub(text, (size_t)notes, text.n));
  long notes = str_find(text, S("\n["));
  if (notes >= 0) t.footnotes = str_trim(str_sub(text, (size_t)notes, text.n));
  wp_body(&out, &a, &t, text);
  good(out.text);
  good(wp_comment_text(&a, &t, text));
  good(wp_plain(&a, text));
  left_free(&left);
  arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) return 0;
  doc_init();
  Str all = fuzz_str(data + 1, size - 1);
  Seen seen = { 0 };
  Diags d = { 0 };
  Bytes bytes = { all, 1 + data[0] };
  WxrCounts counts;
  const WxrSink sink = { &seen, on_site, NULL, NULL, on_item };
  XmlText *text = xml_text_open((XmlSource){ read_piece, &bytes });
  if (wxr_read(&counts, S("x.xml"), text, &sink, false, &d)) {
    MUST(counts.wxr && counts.items == seen.items);
    wp_site_settle(&seen.site);
  } else {
    MUST(d.errors > 0);
  }
  xml_text_close(text);
  if (utf8_check(all) == all.n) body(&seen, all);
  fuzz_show(&d);
  wp_site_free(&seen.site);
  diags_free(&d);
  return 0;
}
