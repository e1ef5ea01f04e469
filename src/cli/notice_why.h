/* notice_why.h -- who chose a notice, and why, as a sentence.
 *
 * Of a map in the list `chosen` of the facts of the plugin disclaimer: what the build went
 * by. Several commands tell it, in the same words. */
#ifndef PUBLISH_CLI_NOTICE_WHY_H
#define PUBLISH_CLI_NOTICE_WHY_H

#include "data/value.h"

/* "rule 2 'Opinions': categories is "opinion" (opinion, rivers)" */
Str notice_why(const Value *choice, Arena *a);

#endif
