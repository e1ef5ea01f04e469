/* sitemap.c -- any bytes as a sitemap or list: addresses, or an error that says why. */
#include "fuzz.h"

#include "import/sitemap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  OldAddresses list = { 0 };
  Diags d = { 0 };
  bool ok = old_addresses_parse(&list, S("sitemap.xml"), fuzz_str(data, size), &d);
  MUST(ok == (d.errors == 0));
  MUST(list.count <= size);
  for (size_t i = 0; i < list.count; i++) {
    Str s = list.items[i].address;
    MUST(s.n && s.n <= SITEMAP_LONGEST && (s.p[0] == '/' || str_starts(s, S("http"))));
    for (size_t k = 0; k < s.n; k++) MUST((unsigned char)s.p[k] > ' ');
  }
  fuzz_show(&d);
  diags_free(&d);
  old_addresses_free(&list);
  return 0;
}
