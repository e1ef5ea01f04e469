/* api_luals.c -- one class for each type, one function for each row.
 *
 * The libraries have the class names that the language server itself gives them
 * (stringlib), so that ("x"):upper() finds its way. */
#include "plugin/api_luals.h"

#include "lua/api_signature.h"
#include "plugin/api_all.h"
#include <stdio.h>

static void comment(Buf *out, const char *text) {
  Str rest = str_c(text), line;
  while (str_split(&rest, '\n', &line)) buf_printf(out, "---%.*s\n", STR(line));
}

/* A type that may be nil has its '?' at the name. */
static void field(Buf *out, Str name, Str type, const char *doc) {
  bool optional = str_ends(type, S("?"));
  if (optional) type.n--;
  buf_printf(out, "---@field %.*s%s %.*s", STR(name), optional ? "?" : "", STR(type));
  if (*doc) buf_printf(out, " # %s", doc);
  buf_byte(out, '\n');
}

static void example(Buf *out, const char *code) {
  if (!*code) return;
  buf_c(out, "---\n---```lua\n");
  comment(out, code);
  buf_c(out, "---```\n");
}

static void about(Buf *out, const ApiFunction *f) {
  comment(out, f->doc);
  if (f->errors[0] && strcmp(f->errors, "none") != 0)
    buf_printf(out, "---\n---Errors: %s\n", f->errors);
  example(out, f->example);
}

/* The documented function as `function PREFIXname(parameters) end`. */
static void function(Buf *out, const char *prefix, const char *name, const ApiFunction *f) {
  Str signature = str_c(f->signature), type;
  ApiParameter p;
  about(out, f);
  for (size_t i = 1; i < 20 && api_parameter(&p, signature, i); i++) {
    buf_printf(out, "---@param %.*s%s %.*s\n", STR(p.name), p.optional ? "?" : "", STR(p.type));
    if (str_starts(p.name, S("..."))) break;
  }
  for (size_t i = 1; i < 20 && api_result(&type, signature, i); i++)
    buf_printf(out, "---@return %.*s\n", STR(type));
  buf_printf(out, "function %s%s(", prefix, name);
  for (size_t i = 1; i < 20 && api_parameter(&p, signature, i); i++) {
    buf_printf(out, "%s%.*s", i > 1 ? ", " : "", STR(p.name));
    if (str_starts(p.name, S("..."))) break;
  }
  buf_c(out, ") end\n\n");
}

static void class_lines(Buf *out, const ApiType *t) {
  for (const ApiField *f = t->fields; f && f->name; f++)
    field(out, str_c(f->name), str_c(f->type), f->doc);
  if (t->items) buf_printf(out, "---@field %s\n", t->items);
  Str rest = str_c(t->operators ? t->operators : ""), line;
  while (rest.n && str_split(&rest, '\n', &line)) buf_printf(out, "---@operator %.*s\n", STR(line));
}

/* Hooks are fields, so that `function P.page(page, site)` knows its parameters. */
static void hook_fields(Buf *out, const ApiType *t) {
  for (const ApiFunction *f = t->functions; f->name; f++) {
    const char *s = f->signature;
    if (strcmp(f->name, "render") == 0)
      buf_printf(out, "---@field render? table<string, fun%s> # %s\n", s, f->doc);
    else if (strcmp(f->name, "pages") == 0)
      buf_printf(out, "---@field pages? fun%s|table<string, fun%s> # %s\n", s, s, f->doc);
    else
      buf_printf(out, "---@field %s? fun%s # %s\n", f->name, s, f->doc);
  }
}

static void library(Buf *out, const ApiType *t, bool first) {
  char prefix[40] = "";
  if (*t->name) snprintf(prefix, sizeof prefix, "%s.", t->name);
  if (first && *t->name) {
    comment(out, t->doc);
    buf_printf(out, "---@class %slib\n", t->name);
    class_lines(out, t);
    buf_printf(out, "%s = {}\n\n", t->name);
  }
  for (const ApiFunction *f = t->functions; f && f->name; f++) function(out, prefix, f->name, f);
  for (const char *const *n = t->family ? t->family->names : NULL; n && *n; n++)
    function(out, prefix, *n, &t->family->function);
}

static void object(Buf *out, const ApiType *t) {
  comment(out, t->doc);
  buf_printf(out, "---@class %s\n", t->name);
  class_lines(out, t);
  if (t->kind == API_HOOKS) hook_fields(out, t);
  bool methods = t->kind == API_OBJECT && t->functions;
  if (!methods) {
    buf_byte(out, '\n');
    return;
  }
  char prefix[40];
  snprintf(prefix, sizeof prefix, "%s:", t->name);
  buf_printf(out, "local %s = {}\n\n", t->name);
  for (const ApiFunction *f = t->functions; f->name; f++) function(out, prefix, f->name, f);
}

void api_luals(Buf *out) {
  size_t count;
  const ApiType *const *types = api_all(&count);
  buf_c(out,
        "---@meta publish\n"
        "-- What plugins can reach. Made by `publish plugin types`, which writes it anew.\n\n");
  for (size_t i = 0; i < count; i++) {
    const ApiType *t = types[i];
    bool first = true;
    for (size_t k = 0; k < i; k++) first = first && strcmp(types[k]->name, t->name) != 0;
    if (t->kind == API_LIBRARY)
      library(out, t, first);
    else if (t->kind != API_CALLBACKS)
      object(out, t);
  }
}
