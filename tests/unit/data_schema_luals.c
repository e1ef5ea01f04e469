/* Options as classes of the Lua language server. */
#include "check.h"

#include "data/schema_print.h"

static const char *const sides[] = { "top", "bottom", NULL };
static const Schema number = { .type = SCHEMA_INTEGER };
static const Schema when[] = { { .name = "when", .type = SCHEMA_MATCH },
                               { .name = "notice", .type = SCHEMA_STRING, .required = true } };
static const Schema rule = { .type = SCHEMA_RECORD, .fields = when, .field_count = 2 };
static const Schema choice = { .type = SCHEMA_ENUM, .choices = sides };
static const Schema person_fields[] = { { .name = "name", .type = SCHEMA_STRING } };
static const Schema person = { .type = SCHEMA_RECORD, .fields = person_fields, .field_count = 1 };

static void print(Buf *out, const Schema *fields, size_t count) {
  const Schema record = { .type = SCHEMA_RECORD, .fields = fields, .field_count = count };
  schema_print_luals(out, &record, S("options.x"));
}

static void scalars(void) {
  const Schema fields[] = {
    { .name = "title", .type = SCHEMA_STRING, .doc = "what stands above\nand more" },
    { .name = "most", .type = SCHEMA_INTEGER, .preset = "3" },
    { .name = "every", .type = SCHEMA_DURATION, .required = true },
    { .name = "since", .type = SCHEMA_DATE },
    { .name = "side", .type = SCHEMA_ENUM, .choices = sides, .preset = "top" }
  };
  Buf out = { 0 };
  print(&out, fields, 5);
  CHECK_STR(buf_view(&out), "---@class options.x\n"
                            "---@field title? string # what stands above\n"
                            "---@field most integer\n"
                            "---@field every number\n"
                            "---@field since? Date\n"
                            "---@field side \"top\"|\"bottom\"\n");
  buf_free(&out);
}

static void choices_are_quoted(void) {
  static const char *const odd[] = { "a\nb", "c\"d", NULL };
  const Schema fields[] = { { .name = "side", .type = SCHEMA_ENUM, .choices = odd } };
  Buf out = { 0 };
  print(&out, fields, 1);
  CHECK_STR(buf_view(&out), "---@class options.x\n"
                            "---@field side? \"a\\nb\"|\"c\\\"d\"\n");
  buf_free(&out);
}

static void containers(void) {
  const Schema fields[] = { { .name = "numbers", .type = SCHEMA_MAP, .item = &number },
                            { .name = "sides", .type = SCHEMA_LIST, .item = &choice },
                            { .name = "anything", .type = SCHEMA_LIST },
                            { .name = "rules", .type = SCHEMA_LIST, .item = &rule },
                            { .name = "people", .type = SCHEMA_MAP, .item = &person } };
  Buf out = { 0 };
  print(&out, fields, 5);
  CHECK_STR(buf_view(&out), "---@class options.x\n"
                            "---@field numbers table<string, integer>\n"
                            "---@field sides (\"top\"|\"bottom\")[]\n"
                            "---@field anything any[]\n"
                            "---@field rules Rules\n"
                            "---@field people table<string, options.x.people>\n"
                            "\n---@class options.x.rules\n"
                            "---@field when? table\n"
                            "---@field notice string\n"
                            "\n---@class options.x.people\n"
                            "---@field name? string\n");
  buf_free(&out);
}

CHECKS_MAIN({ "scalars", scalars }, { "choices are quoted", choices_are_quoted },
            { "lists, maps and records", containers })
