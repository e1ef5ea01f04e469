/* filters.h -- the filters: their names, what they take and give, their code.
 *
 * The table is the only list of them: the checker, did-you-mean and the manual
 * read it. `takes` and `gives` are checked when compiling, as far as types are
 * known then. A filter is a C function called from compiled templates with its
 * input, its arguments, and its named arguments as pairs of name and value. */
#ifndef PUBLISH_TEMPLATE_FILTERS_H
#define PUBLISH_TEMPLATE_FILTERS_H

#include "template/engine_impl.h"

typedef struct {
  const char *name;
  const char *takes; /* t text, n number, d date, l list, h html, m map, j json; "" = anything */
  char gives;        /* T text, N number, J json, L list of text, S the same,
                        I an item of the input, D input or argument, H html, A anything */
  unsigned char min, max; /* arguments */
  bool named;
  lua_CFunction fn;
  const char *usage; /* "date(format)" */
  const char *doc;
} Filter;

const Filter *filter_find(Str name); /* NULL when there is none */
const Filter *filter_list(size_t *count);
Str filter_nearest(const Engine *e, Str name); /* lent ones too */
/* Push the table of all filters by name, lent ones included. */
void filters_push(Engine *e);

/* filters_list.c */
int filter_first(lua_State *L);
int filter_last(lua_State *L);
int filter_slice(lua_State *L);
int filter_reverse(lua_State *L);
int filter_sort(lua_State *L);
int filter_where(lua_State *L);
int filter_length(lua_State *L);
int filter_join(lua_State *L);
int filter_split(lua_State *L);

/* filters_text.c */
int filter_compact(lua_State *L);
int filter_date(lua_State *L);
int filter_number(lua_State *L);
int filter_digits(lua_State *L);
int filter_email(lua_State *L);
int filter_excerpt(lua_State *L);
int filter_default(lua_State *L);
int filter_url(lua_State *L);
int filter_absolute(lua_State *L);
int filter_json(lua_State *L);
int filter_language_name(lua_State *L);
int filter_upper(lua_State *L);
int filter_lower(lua_State *L);
int filter_t(lua_State *L);
int filter_plural(lua_State *L);
int filter_slug(lua_State *L);
int filter_strip(lua_State *L);
int filter_replace(lua_State *L);

/* The argument at `index` as text, or a template error naming the filter. */
Str filter_text(lua_State *L, int index, const char *filter);
long long filter_integer(lua_State *L, int index, const char *filter, long long otherwise);

#endif
