/* batch.h -- all comments of one import: each once, with the signs that only show when
 * many are seen together.
 *
 * Add forms, tell what is published already, then settle. Items stand in the order
 * in which they were added; of posts with one id the first counts. Problems are
 * records about the file, and the others go on.
 *
 * A handle: {0} with `targets` and `key` set is empty; what it points to must outlive
 * it. Parent process. */
#ifndef PUBLISH_INTAKE_BATCH_H
#define PUBLISH_INTAKE_BATCH_H

#include "base/diag.h"
#include "intake/target.h"

typedef enum { BATCH_NEW, BATCH_KNOWN, BATCH_REJECTED } BatchState;

typedef struct {
  Comment comment;
  const TargetArticle *article;
  bool closed;
  Str id, path; /* "data/comments/<article>/<id>.yaml" */
  Str email_hash, text_key;
  Str yaml; /* after batch_settle */
  CommentSigns signs;
  BatchState state;
} BatchItem;

typedef struct {
  const Targets *targets;
  const bool *closed; /* for each article: takes no comments; or NULL */
  Str key;            /* for digests of e-mail addresses */
  int64_t now;        /* a later date is not believed */
  Arena arena;
  BatchItem *items;
  size_t count, cap;
  Map ids;     /* id -> item's number + 1, as a pointer */
  Map texts;   /* text key -> how often */
  Map senders; /* e-mail hash -> how often */
} Batch;

/* The bytes of one file; `date` stands in where a post does not say when. False: at
 * least one record. */
bool batch_add(Batch *b, Str file, Str bytes, int64_t date, Diags *d);
/* What is published: site.data.comments. Only for repeats. */
void batch_published(Batch *b, const Value *comments);
/* Which ids are in the repository now, and which ever were (by file name). */
void batch_known(Batch *b, const Map *now, const Map *ever);
/* Signs and files of what is new. Once, at the end. */
void batch_settle(Batch *b);
void batch_free(Batch *b);

size_t batch_count(const Batch *b, BatchState state);
size_t batch_marked(const Batch *b); /* new ones with signs of spam */
/* The commit's message: a line of numbers, then every new comment below its article,
 * one a line, those with signs marked. */
Str batch_message(const Batch *b, Arena *a);

#endif
