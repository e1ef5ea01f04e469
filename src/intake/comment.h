/* comment.h -- one comment: out of a form's fields, into a file of the repository.
 *
 * Fields are known by the names that forms give them, in any case, also inside
 * brackets ("fields[message]"): comment, message, text, body, 正文 ... What has no
 * name here is dropped: addresses of machines, browsers, everything else that a
 * collector notes about people.
 *
 * The id is a digest of what was said: article, name, web address, text and what it
 * answers. The same post therefore has the same id however often and from whatever
 * file it comes. The e-mail address has no part in it, because everything else is
 * public and the address could be guessed from the id.
 *
 * Signs of spam are words for a moderator; they stand in the file under `spam:`,
 * decide nothing, and are never published.
 *
 * Pure functions; everything from the arena. */
#ifndef PUBLISH_INTAKE_COMMENT_H
#define PUBLISH_INTAKE_COMMENT_H

#include "intake/form.h"

#include <stdint.h>

typedef enum {
  COMMENT_UNKNOWN,
  COMMENT_TEXT,
  COMMENT_NAME,
  COMMENT_EMAIL,
  COMMENT_URL,
  COMMENT_ARTICLE,
  COMMENT_PAGE,
  COMMENT_REPLY_TO,
  COMMENT_DATE,
  COMMENT_LANGUAGE,
  COMMENT_TRAP,    /* a field that people do not see */
  COMMENT_STARTED, /* when the page was opened */
  COMMENT_ELAPSED, /* seconds since then */
  COMMENT_KEYS
} CommentKey;
/* What a field's name means. */
CommentKey comment_key(Str name);

enum { COMMENT_CHARACTERS = 20000, COMMENT_SIGNS = 12, COMMENT_FAST_MS = 3000 };

typedef struct {
  Str name, email, url, text, reply_to, language; /* cleaned; "" = not given */
  Str article, page, subject;                     /* what says which article it is about */
  bool has_date, has_elapsed;
  int64_t date;    /* seconds since 1970 */
  int64_t elapsed; /* milliseconds */
  bool trapped, automatic, odd_address;
} Comment;

/* False: *problem is half a sentence ("has no text"). */
bool comment_of_form(Comment *out, Arena *a, const Form *f, const char **problem);

typedef struct {
  Str items[COMMENT_SIGNS];
  size_t count;
} CommentSigns;
void comment_sign(CommentSigns *s, Str sign); /* beyond COMMENT_SIGNS they are dropped */
/* The signs that a comment carries in itself. */
void comment_signs(CommentSigns *out, Arena *a, const Comment *c);
/* Two texts with one key are the same to a reader. */
Str comment_text_key(Arena *a, Str text);

/* 16 hex digits. */
Str comment_id(Arena *a, const Comment *c, Str article);
/* The folder of an article's comments below data/comments, "" when its id cannot be
 * the name of one. */
Str comment_folder(Arena *a, Str article);
/* The file. `email_hash` may be "". */
Str comment_yaml(Arena *a, const Comment *c, Str email_hash, const CommentSigns *signs);

#endif
