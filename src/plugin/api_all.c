/* api_all.c -- the list of all that is documented, and the hooks of a plugin. */
#include "plugin/api_all.h"

#include "lua/api_types.h"
#include "plugin/header.h"

static const ApiField plugin_fields[] = {
#include "plugin/api/plugin_fields.def"
  { 0 }
};
/* In the order of the Hook bits of manifest.h. */
static const ApiFunction hooks[] = {
#include "plugin/api/hooks.def"
  { 0 }
};

const ApiType API_PLUGIN = {
  .name = "Plugin",
  .kind = API_HOOKS,
  .in = "hooks",
  .doc = "What publish.plugin gives. The file ends with `return P`, and the functions that were "
         "put into it are called when their time has come.",
  .fields = plugin_fields,
  .functions = hooks,
};

const ApiType *const *api_all(size_t *count) {
  static const ApiType *const all[] = {
    &API_PLUGIN,       &API_HEADER,   &API_PUBLISH,        &API_TEXTS,
    &API_CONSTRUCTORS, &API_OPTION,   &API_DIRECTIVE_SPEC, &API_INDEX_SPEC,
    &API_ARTICLE,      &API_FACTS,    &API_AUTHOR,         &API_SOURCE,
    &API_PICTURE,      &API_FILE,     &API_PAGE,           &API_PAGE_SPEC,
    &API_HEADING,      &API_SITE,     &API_QUERY,          &API_INDEXES,
    &API_INDEX,        &API_ROWS,     &API_LIKENESS,       &API_STATS,
    &API_STAT,         &API_NOTICES,  &API_NOTICE,         &API_RULES,
    &API_NODE,         &API_AST_EDIT, &API_AST_MAKE,       &API_HTML,
    &API_HTML_VOID,    &API_HTML_QR,  &API_HTML_VALUE,     &API_TEXT,
    &API_TEXT_TERMS,   &API_TERM,     &API_DATES,          &API_DATE,
    &API_LOG,          &API_ADD,      &API_NEXT,           &API_EMIT,
    &API_OUT,          &API_GLOBALS,  &API_STRING,         &API_TABLE,
    &API_MATH,         &API_UTF8,     &API_COROUTINE,      &API_PART_OF_LIST,
  };
  *count = sizeof all / sizeof all[0];
  return all;
}
