/* api_all.h -- everything that a plugin can reach, as tables (lua/api.h). */
#ifndef PUBLISH_PLUGIN_API_ALL_H
#define PUBLISH_PLUGIN_API_ALL_H

#include "lua/api.h"

extern const ApiType API_PUBLISH;       /* lib_publish.c */
extern const ApiType API_ADD, API_NEXT; /* hooks_page.c: of P.pages and P.render */
extern const ApiType API_OUT;           /* hooks_page.c: `out` of P.files */
extern const ApiType API_EMIT;          /* hooks.c */
extern const ApiType API_PLUGIN;        /* api_all.c: P, with its hooks */

/* api_records.c: shapes of tables that functions take or give. */
extern const ApiType API_AUTHOR, API_SOURCE, API_PICTURE, API_PAGE_SPEC, API_HEADING, API_LIKENESS,
    API_TERM, API_PART_OF_LIST;

/* In the order of the reference. Parts of one library or type stand together. */
const ApiType *const *api_all(size_t *count);

#endif
