/* find_article.h -- the article that somebody at a keyboard means: its path, id or address, the
 * name of its file, or a part of its title. */
#ifndef PUBLISH_CLI_FIND_ARTICLE_H
#define PUBLISH_CLI_FIND_ARTICLE_H

#include "build/build.h"
#include "cli/commands.h"

/* *path in c->arena. False after one error: no article, or several. */
bool find_article(Str *path, Cli *c, const BuildRow *rows, size_t count, Str word);
/* Does any article answer to the word? */
bool find_article_any(Cli *c, const BuildRow *rows, size_t count, Str word);

#endif
