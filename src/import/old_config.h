/* old_config.h -- a settings file of an old site as a Value.
 *
 * An import ends when its settings cannot be understood, as everything else follows from them.
 * But old generators take control characters (an ESC in the name of a menu entry), which no file
 * of publish may hold: each becomes blanks of the same length, and is told. */
#ifndef PUBLISH_IMPORT_OLD_CONFIG_H
#define PUBLISH_IMPORT_OLD_CONFIG_H

#include "import/importer.h"

/* TOML by its ending, else YAML, which JSON is, too. `source` gets the path and the text, which
 * lives as long as the import. */
bool old_config_read(const Value **out, Importer *im, size_t index, Source *source);

#endif
