/* report_ways.c -- errors by the setting that lets them pass. */
#include "cli/report_ways.h"

enum { FEW = 10 }; /* so many are mended by hand */

/* The rules of `checks:` that publish itself has, by the code of what they find. */
static const struct {
  Code code;
  const char *name;
} checks[] = {
  { P_LINK_MISSING, "links" },    { P_LINK_ANCHOR, "anchors" }, { P_LINK_IMAGE, "images" },
  { P_TEMPLATE_FILE, "layouts" }, { P_NO_TITLE, "titles" },
};
enum { CHECKS = sizeof checks / sizeof *checks };

/* The rule behind a record; CHECKS = none. A template that a template misses is no layout. */
static size_t check_of(const Diag *r) {
  if (r->code == P_TEMPLATE_FILE && (!r->file.n || str_starts(r->file, S("templates/"))))
    return CHECKS;
  size_t i = 0;
  while (i < CHECKS && r->code != checks[i].code) i++;
  return i;
}

/* Front matter, text, links of an article: what on_article_error is about. */
static bool of_article(const Diag *r) {
  return r->blame == EXIT_CONTENT && r->file.n && r->code >= 300 && r->code < 500;
}

void report_ways(Buf *out, const Diags *d) {
  size_t found[CHECKS + 1] = { 0 }, passing = 0, held = 0;
  if (d->errors <= FEW) return;
  for (size_t i = 0; i < d->count; i++) {
    const Diag *r = &d->items[i];
    if (r->code == P_HELD_MANY) held = d->errors; /* that was tried */
    if (r->severity != DIAG_ERROR) continue;
    size_t check = check_of(r);
    found[check]++;
    passing += check < CHECKS;
    if (check == CHECKS && !of_article(r)) return;
  }
  bool rest = passing < d->errors;
  if (rest && held) return;
  buf_c(out, "  to publish all the same and mend them later, say in publish.yaml:\n");
  for (size_t i = 0, told = 0; i < CHECKS; i++)
    if (found[i])
      buf_printf(out, "%s%s: warning", told++ ? ", " : "    checks: { ", checks[i].name);
  if (passing) buf_c(out, " }\n");
  if (rest)
    buf_printf(out, "    on_article_error: hold   # leaves out the article%s with %s\n",
               d->errors - passing == 1 ? "" : "s", passing ? "the other errors" : "errors");
}
