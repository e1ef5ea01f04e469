/* cases.h -- test cases of plugins, as they lie in folders.
 *
 * A case is a folder that holds what goes in
 *
 *   in.md          one article, or
 *   site/          a small repository: publish.yaml, articles/, data/, templates/ ...
 *   options.yaml   the options of the plugin, as under its name in publish.yaml
 *
 * and what must come out
 *
 *   expect.html    in.md: the body, then each filled slot behind a line
 *                  `<!-- slot NAME -->`
 *   expect.ast     in.md: the document after all plugins changed it
 *   expect.diag    all messages, as they are printed; without this file there are none
 *   expect.files   the paths of all files of the site, one a line
 *   expect/        files of the site, byte for byte
 *
 * and perhaps a README.md. Any other name is a slip and is told, with the name that was
 * meant. Nothing here touches the disk: the files come as a list, from a folder or from
 * the binary. */
#ifndef PUBLISH_CLI_CASES_H
#define PUBLISH_CLI_CASES_H

#include "repo/input.h"

/* A Str whose p is NULL: there is no such file. */
typedef struct {
  Str name;  /* of the folder */
  Str place; /* "plugins/tags/tests/first", for messages and for --update */
  Str in, options, html, ast, diag, files;
  const MemoryFile *site, *expect; /* paths from there */
  size_t site_count, expect_count;
  Str problem; /* why it is no case, as messages are printed; "" = it is one */
  bool bare;   /* it expects nothing, or something empty: `problem` says so */
} TestCase;

typedef struct {
  TestCase *cases; /* in order of name */
  size_t count;
  Str problem; /* about files that lie beside the cases, or "" */
} TestCases;

/* `files`: all that lie below the folder of cases, sorted ("first/in.md"); `place`: that
 * folder's name. `again` is the command that writes expectations. All in `a`. */
TestCases cases_read(Arena *a, const MemoryFile *files, size_t count, Str place, Str again);

#endif
