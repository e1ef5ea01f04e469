/* api_signature.h -- taking the signatures of documented functions apart.
 *
 *   (text: string|Node, most?: integer, ...: any): string, boolean
 *
 * All views point into the signature. */
#ifndef PUBLISH_LUA_API_SIGNATURE_H
#define PUBLISH_LUA_API_SIGNATURE_H

#include "base/buf.h"
#include "lua/api.h"

typedef struct {
  Str name, type; /* the name "..." stands for any number */
  bool optional;
} ApiParameter;

/* Parameter `number`, from 1; false behind the last. "..." is every one from its place. */
bool api_parameter(ApiParameter *out, Str signature, size_t number);
/* The type of result `number`, from 1; false behind the last. */
bool api_result(Str *type, Str signature, size_t number);

/* "text.excerpt", "node:text", "P.page", "pairs" */
void api_called(Buf *out, const ApiType *type, const ApiFunction *f);
/* The name of the documented function at `index` of the stack: "node:text"; false when it is
 * none. */
bool api_name_of(lua_State *L, int index, Buf *out);
/* The same with the parameters' names: "text.excerpt(text, width?, ellipsis?)". */
void api_usage(Buf *out, const ApiType *type, const ApiFunction *f);

#endif
