/* jekyll.h -- a Jekyll site becomes an article repository.
 *
 * Posts, drafts and collections stay in their folders; pages go to pages/, files that Jekyll
 * copies go to static/, data to data/. _config.yml becomes publish.yaml. Layouts, includes,
 * style sheets in Sass, plugins and pages made by Liquid are reported. */
#ifndef PUBLISH_IMPORT_JEKYLL_H
#define PUBLISH_IMPORT_JEKYLL_H

#include "import/importer.h"

/* False: an error was reported, and nothing should be committed. */
bool jekyll_import(Importer *im);

#endif
