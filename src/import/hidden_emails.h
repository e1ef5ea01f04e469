/* hidden_emails.h -- e-mail addresses that Cloudflare hid in pages, and articles copied from such
 * pages: what is there of them comes back, what is lost is told.
 *
 * Cloudflare puts the address in hex digits beside the words "[email protected]"
 * (data-cfemail, /cdn-cgi/l/email-protection#...), from which it can be read. Where only those
 * words are left, nobody can know it. Pure but for the calls of `seen`; linear. */
#ifndef PUBLISH_IMPORT_HIDDEN_EMAILS_H
#define PUBLISH_IMPORT_HIDDEN_EMAILS_H

#include "base/arena.h"

typedef struct {
  bool markdown; /* code between backticks or fences keeps its bytes */
  /* Told of each address in order; `offset` is in the text. */
  void (*seen)(void *context, bool restored, size_t offset);
  void *context;
} HiddenEmails;

/* How reports call what is lost, and what to do about it. */
#define EMAILS_LOST     "E-mail addresses that the old site had destroyed"
#define EMAIL_LOST_NAME "[email protected]"

/* The text with the addresses that can be read, from `a`; `text` itself when there are none. */
Str hidden_emails(Arena *a, Str text, const HiddenEmails *how);

#endif
