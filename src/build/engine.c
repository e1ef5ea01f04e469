/* engine.c -- what this program is: its sources and every library's version.
 *
 * Two programs with one engine id give the same output for the same input; with
 * different ids they may not, and `verify` says so instead of crying tampering. */
#include "build/build.h"

#include "data/version.h"
#include "doc/version.h"
#include "engine_sources.h"
#include "lua/version.h"
#include "media/version.h"
#include "plugin/confine.h"
#include "repo/version.h"
#include "text/version.h"

Str engine_versions(Arena *a) {
  Diags none = { 0 };
  TextTools *tools = text_open(&none);
  TextVersions text = { 0 };
  MediaVersions media = media_versions(a);
  char nettle[16], seccomp[24];
  if (tools) text = text_versions(tools, a);
  Str s =
      arena_printf(a,
                   "lua %s\nlibgit2 %s\nlibdeflate %s\ncmark-gfm %s\nlibyaml %s\nicu %.*s\n"
                   "unicode %.*s\ncldr %.*s\ntzdata %.*s\nsnowball %.*s\nnettle %s\nlibseccomp %s\n"
                   "libqrencode %s\nlibpng %s\npng-packing %.*s\ngumbo %s\n",
                   lua_version_text(), repo_git_version(a), repo_deflate_version(), doc_version(),
                   yaml_version(), STR(text.icu), STR(text.unicode), STR(text.cldr), STR(text.tz),
                   STR(text.snowball), digest_library(nettle), confine_library(seccomp),
                   media.qrencode, media.png, STR(media.packing), doc_html_version());
  text_close(tools);
  diags_free(&none);
  return s;
}

Str engine_id(Arena *a) {
  Arena scratch = { 0 };
  Digester d;
  digester_init(&d);
  digester_add(&d, S(ENGINE_SOURCES));
  digester_add(&d, engine_versions(&scratch));
  char hex[33];
  digest_hex(hex, digester_end(&d));
  arena_free(&scratch);
  return arena_str(a, str_c(hex));
}
