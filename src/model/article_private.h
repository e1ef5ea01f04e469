/* article_private.h -- what the files that read an article share. */
#ifndef PUBLISH_MODEL_ARTICLE_PRIVATE_H
#define PUBLISH_MODEL_ARTICLE_PRIVATE_H

#include "model/article.h"

/* Fill date, language, translation key and slug from the path, where the front
 * matter left them open. */
void article_name(Article *out, Arena *a, const Settings *s, const DateZone *zone);

#endif
