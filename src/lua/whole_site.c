/* whole_site.c -- which rows a hook has had in its hands: a bit for each. */
#include "lua/whole_site.h"

#include "lua/libs.h"
#include <stdlib.h>

enum { WHOLE_LEAST = 1000 };

void whole_site_begin(Sandbox *sb) {
  if (sb->taken.count) memset(sb->taken.bits, 0, sb->taken.size);
  sb->taken.count = 0;
}

void whole_site_free(Sandbox *sb) {
  free(sb->taken.bits);
  sb->taken.bits = NULL;
}

static void tell(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  Str file = S("");
  uint32_t line = 0;
  static const char help[] = "ask for what the page shows: site:articles { tag = ..., count = 10 "
                             "}, or an index; as it is, "
                             "each change of an article makes every page again";
  bool found = sandbox_where(L, &file, &line);
  const Source *source = found ? sandbox_source(sb, file) : NULL;
  Diag *d;
  if (source && line)
    d = diag_line(sb->diags, DIAG_WARNING, P_WHOLE_SITE, source, line, 1, 0, help,
                  "%.*s reads most of the site's articles for the page of one", STR(sb->site.hook));
  else
    d = diag_file(sb->diags, DIAG_WARNING, P_WHOLE_SITE, file, help,
                  "%.*s reads most of the site's articles for the page of one", STR(sb->site.hook));
  libs_sign(sb, d);
}

void whole_site_note(lua_State *L, uint32_t number) {
  Sandbox *sb = sandbox_of(L);
  size_t rows = sb->world ? world_rows(sb->world) : 0;
  if (!sb->site.row || !sb->plugin.n || rows < WHOLE_LEAST || number == 0 || number > rows) return;
  if (!sb->taken.bits) {
    sb->taken.size = rows / 8 + 1;
    sb->taken.bits = mem_calloc(sb->taken.size, 1);
  }
  unsigned char *at = &sb->taken.bits[number / 8], bit = (unsigned char)(1u << number % 8);
  if (number / 8 >= sb->taken.size || (*at & bit)) return;
  *at = (unsigned char)(*at | bit);
  size_t count = ++sb->taken.count;
  size_t enough = (rows + 1) / 2 > WHOLE_LEAST ? (rows + 1) / 2 : WHOLE_LEAST;
  if (count == enough) tell(L);
}
