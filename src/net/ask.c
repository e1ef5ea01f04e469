/* ask.c -- requests to the web, a few at a time and each host in its turn. */
#include "net/ask.h"

#include "base/map.h"
#include "net/address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

typedef struct Request Request;
typedef struct {
  Request *first, *last; /* waiting, in order */
  bool busy;
  double free_at; /* not before */
} HostQueue;

/* What is being found out about one address. */
struct Request {
  Ask *ask;
  Str url; /* of this step */
  HostQueue *host;
  Request *next;
  CURL *curl;
  unsigned hops, tries;
  bool get;         /* HEAD was not liked */
  bool for_a_while; /* a redirect that is not permanent was among the steps */
  bool closed;      /* no connection was opened, because of where it would lead */
};

typedef struct {
  const AskHow *how;
  Arena *arena;
  Diags *d;
  CURLM *multi;
  Map hosts; /* "example.org:443" -> HostQueue */
  size_t running, done, count;
} Asking;

/* -- what is not asked -- */

static bool may_connect(const AskHow *how, const struct sockaddr *to) {
  unsigned port;
  bool open;
  if (to->sa_family == AF_INET) {
    struct sockaddr_in in;
    memcpy(&in, to, sizeof in);
    port = ntohs(in.sin_port);
    open = address_public4((const uint8_t *)&in.sin_addr);
  } else if (to->sa_family == AF_INET6) {
    struct sockaddr_in6 in;
    memcpy(&in, to, sizeof in);
    port = ntohs(in.sin6_port);
    open = address_public6(in.sin6_addr.s6_addr);
  } else {
    return false;
  }
  return how->private_too || (open && (port == 80 || port == 443 || port >= 1024));
}

typedef struct {
  Request *request;
  const AskHow *how;
} Opening;

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
  const Opening *o = context;
  (void)purpose;
  if (!may_connect(o->how, &to->addr)) {
    o->request->closed = true;
    return CURL_SOCKET_BAD;
  }
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* A body is not wanted. */
static size_t no_body(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)size, (void)count, (void)context;
  return 0;
}

/* -- queues -- */

static void finish(Asking *k, Request *r, AskResult result, Str problem) {
  r->ask->result = result;
  r->ask->problem = arena_str(k->arena, problem);
  k->done++;
  if (k->how->progress) k->how->progress(k->done, k->count);
}

/* In line at its host; false when it is no address to be asked. */
static bool line_up(Asking *k, Request *r) {
  CURLU *u = curl_url();
  char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
  bool ok = u && curl_url_set(u, CURLUPART_URL, arena_cstr(k->arena, r->url),
                              CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  bool plain = ok && curl_url_get(u, CURLUPART_USER, &user, 0) != CURLUE_OK;
  ok = ok && curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
       curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
       curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
       (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
  if (!ok) {
    finish(k, r, r->hops ? ASK_GONE : ASK_PRIVATE,
           r->hops ? S("it leads to what is no address of the web") : S("it is no address"));
  } else if (!plain) {
    finish(k, r, ASK_PRIVATE, S("it holds a user name"));
    ok = false;
  } else {
    Str key = arena_printf(k->arena, "%s:%s", host, port);
    HostQueue *q = map_get(&k->hosts, key);
    if (!q) map_put(&k->hosts, key, q = ARENA_NEW(k->arena, HostQueue));
    r->host = q;
    r->next = NULL;
    if (q->last)
      q->last->next = r;
    else
      q->first = r;
    q->last = r;
  }
  curl_free(scheme);
  curl_free(host);
  curl_free(port);
  curl_free(user);
  curl_url_cleanup(u);
  return ok;
}

#define SET(option, value) ok = ok && curl_easy_setopt(r->curl, option, value) == CURLE_OK

static bool begin(Asking *k, Request *r) {
  const AskHow *how = k->how;
  r->curl = curl_easy_init();
  if (!r->curl) return false;
  Opening *opening = ARENA_NEW(k->arena, Opening);
  *opening = (Opening){ r, how };
  bool ok = true;
  SET(CURLOPT_URL, arena_cstr(k->arena, r->url));
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_PRIVATE, r);
  SET(CURLOPT_USERAGENT, arena_cstr(k->arena, how->agent));
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, opening);
  SET(CURLOPT_WRITEFUNCTION, no_body);
  SET(CURLOPT_PROXY, "");
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(how->patience * 500));
  SET(CURLOPT_TIMEOUT_MS, (long)(how->patience * 1000));
  SET(CURLOPT_FORBID_REUSE, 1L);
  if (r->get)
    SET(CURLOPT_RANGE, "0-0");
  else
    SET(CURLOPT_NOBODY, 1L);
  ok = ok && curl_multi_add_handle(k->multi, r->curl) == CURLM_OK;
  if (!ok) curl_easy_cleanup(r->curl);
  return ok;
}

/* Starts what may start; *soonest: when the next one may, or 0. */
static bool start(Asking *k, double *soonest) {
  double now = k->how->now();
  *soonest = 0;
  for (size_t i = 0; i < k->hosts.count; i++) {
    HostQueue *q = k->hosts.items[i].value;
    if (q->busy || !q->first) continue;
    if (k->running >= k->how->hosts) break;
    if (q->free_at > now) {
      if (*soonest <= 0 || q->free_at < *soonest) *soonest = q->free_at;
      continue;
    }
    Request *r = q->first;
    q->first = r->next;
    if (!q->first) q->last = NULL;
    if (!begin(k, r)) return false;
    q->busy = true;
    k->running++;
  }
  return true;
}

/* -- answers -- */

static bool redirects(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void follow(Asking *k, Request *r, long status) {
  char *to = NULL;
  curl_easy_getinfo(r->curl, CURLINFO_REDIRECT_URL, &to);
  if (!to || ++r->hops > ASK_HOPS) {
    finish(k, r, ASK_GONE, to ? S("its redirects do not end") : S("it redirects to nowhere"));
    return;
  }
  if (status != 301 && status != 308) r->for_a_while = true;
  /* A '#' in a Location is for browsers. */
  Str url = str_c(to);
  long hash = str_chr(url, '#');
  if (hash >= 0) url.n = (size_t)hash;
  r->url = arena_str(k->arena, url);
  r->get = false;
  r->tries = 0;
  line_up(k, r);
}

/* Is it worth to ask again, and when? */
static bool again(Asking *k, Request *r, long status) {
  curl_off_t wait = 0;
  curl_easy_getinfo(r->curl, CURLINFO_RETRY_AFTER, &wait);
  if ((status != 429 && status != 503) || (double)wait > k->how->wait_most) return false;
  if (++r->tries >= ASK_TRIES) return false;
  if (!wait) wait = 1;
  r->host->free_at = k->how->now() + (double)wait;
  line_up(k, r);
  return true;
}

static void answered(Asking *k, Request *r, long status) {
  Str words = arena_printf(k->arena, "it answers %ld", status);
  r->ask->status = (int)status;
  if (redirects(status))
    follow(k, r, status);
  else if ((status >= 200 && status < 400) || (r->get && status == 416)) {
    if (r->hops && !r->for_a_while) r->ask->to = r->url;
    finish(k, r, r->hops && !r->for_a_while ? ASK_MOVED : ASK_FINE, S(""));
  } else if (again(k, r, status)) {
    return;
  } else if (!r->get && status != 429 && status != 503 && status != 410) {
    r->get = true; /* many servers know only how to answer GET */
    line_up(k, r);
  } else {
    finish(k, r, status == 404 || status == 410 ? ASK_GONE : ASK_UNSURE, words);
  }
}

static void failed(Asking *k, Request *r, CURLcode code) {
  if (r->closed) {
    finish(k, r, ASK_PRIVATE, S("it leads to this machine or into a private network"));
  } else if (code == CURLE_COULDNT_RESOLVE_HOST) {
    finish(k, r, ASK_GONE, S("there is no such host"));
  } else if (!r->get && code == CURLE_GOT_NOTHING) {
    r->get = true;
    line_up(k, r);
  } else if (code == CURLE_OPERATION_TIMEDOUT) {
    finish(k, r, ASK_UNSURE, S("it does not answer in time"));
  } else if (code == CURLE_COULDNT_CONNECT) {
    finish(k, r, ASK_UNSURE, S("no connection is possible"));
  } else if (code == CURLE_PEER_FAILED_VERIFICATION) {
    finish(k, r, ASK_UNSURE, S("its certificate is not valid"));
  } else {
    finish(k, r, ASK_UNSURE, str_c(curl_easy_strerror(code)));
  }
}

static void collect(Asking *k) {
  int left;
  for (CURLMsg *m; (m = curl_multi_info_read(k->multi, &left));) {
    if (m->msg != CURLMSG_DONE) continue;
    Request *r = NULL;
    long status = 0;
    CURL *curl = m->easy_handle;
    CURLcode code = m->data.result;
    curl_easy_getinfo(curl, CURLINFO_PRIVATE, &r);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(k->multi, curl);
    k->running--;
    r->host->busy = false;
    r->host->free_at = k->how->now() + k->how->pause;
    /* The body was refused: by then there is an answer. */
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status))
      answered(k, r, status);
    else
      failed(k, r, code);
    curl_easy_cleanup(curl);
  }
}

static bool run(Asking *k) {
  while (k->done < k->count) {
    double soonest;
    int running;
    if (!start(k, &soonest)) return false;
    if (curl_multi_perform(k->multi, &running) != CURLM_OK) return false;
    collect(k);
    if (k->done == k->count) break;
    double wait = soonest > 0 ? soonest - k->how->now() : 0.5;
    int ms = wait <= 0 ? 10 : wait > 0.5 ? 500 : (int)(wait * 1000) + 1;
    if (curl_multi_poll(k->multi, NULL, 0, ms, NULL) != CURLM_OK) return false;
  }
  return true;
}

bool ask_all(Ask *asks, size_t count, const AskHow *how, Arena *a, Diags *d) {
  if (!count) return true;
  Asking k = { .how = how, .arena = a, .d = d, .count = count };
  bool ok = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK && (k.multi = curl_multi_init());
  for (size_t i = 0; i < count && ok; i++) {
    Request *r = ARENA_NEW(a, Request);
    *r = (Request){ .ask = &asks[i], .url = asks[i].url };
    asks[i].problem = asks[i].to = S("");
    line_up(&k, r);
  }
  ok = ok && run(&k);
  if (!ok) diag_machine(d, P_MACHINE, NULL, "cannot ask the web: libcurl refuses to work");
  if (k.multi) curl_multi_cleanup(k.multi);
  map_free(&k.hosts);
  curl_global_cleanup();
  return ok;
}

const char *ask_version(Arena *a) {
  return arena_cstr(a, str_c(curl_version_info(CURLVERSION_NOW)->version));
}
