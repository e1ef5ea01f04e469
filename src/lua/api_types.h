/* api_types.h -- the types of this layer, each defined beside its functions. */
#ifndef PUBLISH_LUA_API_TYPES_H
#define PUBLISH_LUA_API_TYPES_H

#include "lua/api.h"

extern const ApiType API_GLOBALS, API_STRING, API_UTF8, API_TABLE, API_MATH, API_COROUTINE;
extern const ApiType API_TEXT, API_TEXT_TERMS, API_HTML, API_HTML_QR, API_HTML_VOID, API_LOG,
    API_DATES, API_TEXTS;
extern const ApiType API_AST_EDIT, API_AST_MAKE;
extern const ApiType API_NODE, API_DATE, API_HTML_VALUE;
extern const ApiType API_ARTICLE, API_FILE, API_QUERY, API_PAGE, API_FACTS, API_RULES, API_ROWS;
extern const ApiType API_SITE, API_INDEXES, API_INDEX, API_STATS, API_STAT, API_NOTICES, API_NOTICE;

#endif
