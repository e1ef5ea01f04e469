/* proxy.h -- what Lua code reads, as objects that record every read.
 *
 * A proxy stands for a place in a Value tree (model/world.h: Ref). Indexing it
 * records and gives a scalar, another proxy, or nil; #, pairs, ipairs and ==
 * are reads as well. Nothing can be assigned. Three shapes:
 *
 *   list    p[1] .. p[#p]; ipairs, pairs; order as written; of rules with a
 *           match: rules:first_match(article), rules:all_matches(article)
 *   map     p.name, p["name"]; pairs in order of key; an absent name is nil
 *   record  a map whose names are known (article, page, site): an absent value
 *           is nil, but a name that the record never has is an error with
 *           did-you-mean. Records may have methods: article:error(field, message)
 *
 * Proxies belong to the hook that got them (epoch), except permanent ones
 * (P.options). Reads go to sb->reads of the sandbox as it is at that moment.
 * Templates use the same objects. Pushing charges a little and cannot fail. */
#ifndef PUBLISH_LUA_PROXY_H
#define PUBLISH_LUA_PROXY_H

#include "lua/api_types.h"
#include "lua/sandbox.h"

void proxy_open(Sandbox *sb); /* once per state; libs_open does it */

/* The value at a place: nil, a scalar, or a proxy. Rows (ref.article != 0) come as
 * article records. */
void proxy_push(lua_State *L, Ref at);
/* The same, valid as long as the state: for P.options only. */
void proxy_push_permanent(lua_State *L, Ref at);
/* As a record (API_ARTICLE, API_PAGE), also when the place is absent (every field is nil
 * then). */
void proxy_push_record(lua_State *L, Ref at, const ApiType *record);
/* Article row `number` of the catalog; nil for 0. */
void proxy_push_row(lua_State *L, uint32_t number);
/* Article rows by number, as a list that knows its length: page.rows. The caller
 * has recorded how the numbers came about (a slice); the array is copied. */
void proxy_push_rows(lua_State *L, const uint32_t *numbers, size_t count);
/* Facts about an article (place of READ_FACT, or covered): a plugin's own facts
 * by name, other plugins' under the plugin's name, if visible (libs.h). */
void proxy_push_facts(lua_State *L, Ref at);
/* article.files: a new table of file records; file.url, which publishes the file. Both
 * may raise. */
void proxy_push_files(lua_State *L, Ref article);
void proxy_push_file_url(lua_State *L, Ref file);
/* Pop a value and make it the field `name` of the record at `index`: page.article,
 * page.rows, article.content. It wins over the Value's own field. */
void proxy_set(lua_State *L, int index, const char *name);

/* Is the value at `index` a proxy of this hook, and of which place? Never raises. */
bool proxy_get(lua_State *L, int index, Ref *out);
/* Raise unless the argument is an article (row of the catalog, or the article in
 * hand before there is a catalog). */
Ref proxy_check_article(lua_State *L, int arg);

/* One error record at `v` in the file at `path`, or about the file. For methods of
 * proxies. `help` may be "". */
void proxy_record_report(lua_State *L, Str path, const Value *v, Str message, Str help);

#endif
