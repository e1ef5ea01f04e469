/* record.h -- what the files world*.c share: making records, and the digests
 * behind them. Hooks use world.h.
 *
 * Keys of the kinds that are not trees join their parts with \x1f. Each accessor
 * computes its digest by the same function that world_digest() calls with the
 * parts taken from the key again, so the two cannot drift apart. */
#ifndef PUBLISH_MODEL_RECORD_H
#define PUBLISH_MODEL_RECORD_H

#include "model/world_data.h"

/* The parts with \x1f between them, in the arena; at most four. */
Str record_key(Arena *a, const Str *parts, size_t count);
/* Record with a key of several parts. The key is built in the Reads' arena. */
#define RECORD(r, kind, digest, ...)                                                               \
  do {                                                                                             \
    if (r) {                                                                                       \
      const Str parts_[] = { __VA_ARGS__ };                                                        \
      reads_add((r), (kind), record_key(&(r)->arena, parts_, sizeof parts_ / sizeof parts_[0]),    \
                (digest));                                                                         \
    }                                                                                              \
  } while (0)

/* A number as a part of a key, and back. */
Str number_text(char buffer[24], uint64_t n);
bool text_number(Str s, uint64_t *n);

/* The row of a number, or NULL; the number of a path, or 0. */
const Row *row_at(const World *w, uint32_t number);
uint32_t row_number(const World *w, Str path);

/* What each accessor answered, as a digest: called by the accessor itself and,
 * with the parts of the record's key, by world_digest(). */
Digest article_digest(const World *w, Str path, Str projection);
Digest fact_digest(const World *w, Str key);
Digest option_digest(const World *w, Str key);
Digest stats_digest(const World *w, Str index, Str rest);
Digest keys_digest(const World *w, Str index);
Digest slice_record_digest(const World *w, Str index, Str rest);
Digest near_record_digest(const World *w, Str index, Str rest);
Digest query_record_digest(const World *w, Str key);
Digest similar_record_digest(const World *w, Str index, Str rest);
Digest file_digest(const Map *files, Str name);
Digest notice_digest(const World *w, Str id, Str language);
Digest notice_ids_digest(const World *w);
const Value *find_text(const World *w, Str language, Str key);
Str find_link(const World *w, Str path);

#endif
