/* hold.h -- `on_article_error: hold`: an article with errors is left out, the others are published.
 *
 * A build is a function from a tree, so it cannot know the page that an article had
 * before: a held article is nowhere in the site, as if its file were missing, but that links to
 * it are no errors of those who link (they lose the link, keep its text, and are warned).
 *
 * What is wrong with articles before the catalog is made (front matter, Markdown, scan hooks)
 * is set aside at once. What comes later (links, page hooks, two articles at one
 * address) has been seen by other pages by then, so the build begins again without these
 * articles; that may show more, hence rounds. Each round leaves out at least one more article,
 * and there are HOLD_ROUNDS at the most.
 *
 * Only errors that belong to one article are set aside. Others (settings, templates, generated
 * pages, the machine) stop the build, and so do errors in so many articles that these are not
 * what is at fault. The errors are kept here; when the build succeeds they are told as
 * warnings, with one more for each article that says that it is held. */
#ifndef PUBLISH_BUILD_HOLD_H
#define PUBLISH_BUILD_HOLD_H

#include "base/diag.h"
#include "base/map.h"

enum { HOLD_ROUNDS = 8, HOLD_FREE = 10, HOLD_PART = 4 };

struct Built;

typedef struct {
  Str *urls; /* its address and its aliases; none when they are not known */
  size_t count;
} HeldPlaces;

typedef struct Hold {
  Arena arena;
  Map articles; /* path -> HeldPlaces* */
  Diags said;   /* their errors */
  unsigned rounds;
} Hold;

bool hold_has(const struct Built *b, Str path);
/* Sets aside all errors that there are, if each belongs to an article: then there are none in
 * the build's diagnostics, and the articles are held. False: nothing was changed, or nothing
 * is to be held; a note says why when there were too many. */
bool hold_errors(struct Built *b);
/* At barrier 2: what links to held articles find. */
void hold_links(struct Built *b);
/* After a build that succeeded, or failed for good. */
void hold_tell(Hold *h, struct Built *b, bool published);
void hold_free(Hold *h);

#endif
