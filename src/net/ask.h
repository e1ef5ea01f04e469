/* ask.h -- do these addresses of the web answer? Asked politely.
 *
 * One connection to a host at a time and a pause between two requests to it, a few hosts at
 * once. HEAD first; where a server does not like that, GET for the first byte. Redirects are
 * followed by hand, so that each step is a request like any other, with its host's turn and
 * pause. "Come back later" (429 and 503 with Retry-After) is obeyed when it is not long; a host
 * with too many requests (429) otherwise, or one that let ASK_SILENT requests in a row wait in
 * vain, is not asked any more, so that no host can keep a run for hours. No cookies, no
 * credentials, no proxy, http and https only, and certificates are verified.
 *
 * What strangers write must not make a machine of a company's network ask another: addresses of
 * this machine and of private networks are refused (address.h) at the moment a connection is
 * opened, so that neither a redirect nor a name that changes its mind gets around it; so are
 * ports below 1024 that are not the web's.
 *
 * Library: libcurl (its multi interface; no thread). Nothing here reads a clock or the
 * environment. Results are in the arena. */
#ifndef PUBLISH_NET_ASK_H
#define PUBLISH_NET_ASK_H

#include "base/diag.h"

typedef enum {
  ASK_FINE,    /* it answers */
  ASK_MOVED,   /* it answers at another address, for good: `to` */
  ASK_GONE,    /* 404, 410, no such host, or redirects that end nowhere */
  ASK_UNSURE,  /* it could not be found out now: refused, busy, failing, too slow */
  ASK_PRIVATE, /* an address that is not asked: `problem` says why */
} AskResult;

typedef struct {
  Str url; /* http or https, without fragment; in */
  AskResult result;
  int status;  /* of HTTP, 0 = none */
  Str to;      /* ASK_MOVED */
  Str problem; /* words for a message: "404", "no such host"; "" when fine */
} Ask;

typedef struct {
  Str agent;             /* User-Agent, with an address where its owner can be reached */
  double pause;          /* seconds between two requests to one host */
  double patience;       /* seconds that one request may take */
  double wait_most;      /* longest Retry-After that is waited for, in seconds */
  unsigned hosts;        /* how many are asked at once */
  bool private_too;      /* also this machine and private networks */
  unsigned private_port; /* or only this one of their ports; 0 = none (a test's own server) */
  double (*now)(void);   /* seconds; only differences count */
  void (*progress)(size_t done, size_t all); /* may be NULL */
} AskHow;

/* An address has ASK_URL_MAX bytes at the most, one that is redirected to, too. */
enum { ASK_HOPS = 10, ASK_TRIES = 3, ASK_SILENT = 3, ASK_URL_MAX = 4096 };

/* Asks all of them. False: the machine refused (memory, no TLS), with a record. */
bool ask_all(Ask *asks, size_t count, const AskHow *how, Arena *a, Diags *d);
/* "7.88.1" */
const char *ask_version(Arena *a);

#endif
