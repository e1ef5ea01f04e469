/* version.c -- versions as the libraries tell them; for Snowball, which tells
 * none, a digest of what its stemmers do to a handful of words. */
#include "text/version.h"

#include "base/digest.h"
#include "text/tools.h"
#include <unicode/ulocdata.h>
#include <unicode/uversion.h>

static Str print_version(Arena *a, const UVersionInfo v) {
  return arena_printf(a, "%u.%u", (unsigned)v[0], (unsigned)v[1]);
}

static Str snowball(Arena *a) {
  static const char *const words[] = { "generalizations", "nationale", "bewegungen", "corriendo",
                                       "camminavamo",     "skating",   "бегущими",   "güzelliğin" };
  Digester d;
  digester_init(&d);
  for (const char **name = sb_stemmer_list(); *name; name++) {
    struct sb_stemmer *s = sb_stemmer_new(*name, NULL);
    digester_add(&d, str_c(*name));
    for (size_t i = 0; s && i < sizeof words / sizeof *words; i++) {
      const sb_symbol *stem =
          sb_stemmer_stem(s, (const sb_symbol *)words[i], (int)strlen(words[i]));
      if (stem) digester_add(&d, str_n((const char *)stem, (size_t)sb_stemmer_length(s)));
    }
    sb_stemmer_delete(s);
  }
  char hex[33];
  digest_hex(hex, digester_end(&d));
  return str_n(arena_dup(a, hex, 12), 12);
}

TextVersions text_versions(TextTools *t, Arena *a) {
  (void)t; /* says that ICU must have been opened */
  TextVersions v = { 0 };
  UVersionInfo info;
  UErrorCode status = U_ZERO_ERROR;
  u_getVersion(info);
  v.icu = print_version(a, info);
  u_getUnicodeVersion(info);
  v.unicode = print_version(a, info);
  ulocdata_getCLDRVersion(info, &status);
  v.cldr = U_SUCCESS(status) ? print_version(a, info) : S("unknown");
  status = U_ZERO_ERROR;
  const char *tz = ucal_getTZDataVersion(&status);
  v.tz = U_SUCCESS(status) && tz ? arena_str(a, str_c(tz)) : S("unknown");
  v.snowball = snowball(a);
  return v;
}
