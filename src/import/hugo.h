/* hugo.h -- a Hugo site becomes an article repository.
 *
 * Articles, their bundles, static/ and data/ stay in their folders; hugo.toml, config/ and the like
 * become publish.yaml. Layouts, themes, archetypes, assets, i18n and shortcodes that nothing claims
 * are reported. */
#ifndef PUBLISH_IMPORT_HUGO_H
#define PUBLISH_IMPORT_HUGO_H

#include "import/importer.h"

/* False: an error was reported, and nothing should be committed. */
bool hugo_import(Importer *im);

#endif
