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
  double free_at;  /* not before */
  unsigned silent; /* answers in a row that did not come in time */
  Str given_up;    /* why it is not asked any more; p NULL while it is */
} HostQueue;

/* What is being found out about one address. */
struct Request {
  Ask *ask;
  const AskHow *how;
  Buf url; /* of this step */
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
  Map hosts;     /* "example.org:443" -> HostQueue */
  Arena scratch; /* of one call */
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
  if (how->private_too || (how->private_port && port == how->private_port)) return true;
  return open && (port == 80 || port == 443 || port >= 1024);
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
  Request *r = context;
  (void)purpose;
  if (!may_connect(r->how, &to->addr)) {
    r->closed = true;
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
  buf_free(&r->url);
  k->done++;
  if (k->how->progress) k->how->progress(k->done, k->count);
}

/* Those who wait for this host do so no longer. */
static void give_up(Asking *k, HostQueue *q, Str why) {
  q->given_up = why;
  for (Request *r; (r = q->first);) {
    q->first = r->next;
    finish(k, r, ASK_UNSURE, why);
  }
  q->last = NULL;
}

/* In line at its host, if it is an address to be asked. */
static void line_up(Asking *k, Request *r) {
  CURLU *u = curl_url();
  char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
  arena_reset(&k->scratch);
  bool fits = r->url.n <= ASK_URL_MAX;
  bool ok = u && fits &&
            curl_url_set(u, CURLUPART_URL, arena_cstr(&k->scratch, buf_view(&r->url)),
                         CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  bool plain = ok && curl_url_get(u, CURLUPART_USER, &user, 0) != CURLUE_OK;
  ok = ok && curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
       curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
       curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
       (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
  if (!fits) {
    finish(k, r, r->hops ? ASK_GONE : ASK_PRIVATE,
           r->hops ? S("it leads to an address that is too long") : S("it is too long"));
  } else if (!ok) {
    finish(k, r, r->hops ? ASK_GONE : ASK_PRIVATE,
           r->hops ? S("it leads to what is no address of the web") : S("it is no address"));
  } else if (!plain) {
    finish(k, r, ASK_PRIVATE, S("it holds a user name"));
  } else {
    Str key = arena_printf(&k->scratch, "%s:%s", host, port);
    HostQueue *q = map_get(&k->hosts, key);
    if (!q) map_put(&k->hosts, arena_str(k->arena, key), q = ARENA_NEW(k->arena, HostQueue));
    r->host = q;
    r->next = NULL;
    if (q->given_up.p)
      finish(k, r, ASK_UNSURE, q->given_up);
    else if (q->last)
      q->last->next = r;
    else
      q->first = r;
    if (!q->given_up.p) q->last = r;
  }
  curl_free(scheme);
  curl_free(host);
  curl_free(port);
  curl_free(user);
  curl_url_cleanup(u);
}

#define SET(option, value) ok = ok && curl_easy_setopt(r->curl, option, value) == CURLE_OK

static bool begin(Asking *k, Request *r) {
  const AskHow *how = k->how;
  r->curl = curl_easy_init();
  if (!r->curl) return false;
  bool ok = true;
  r->closed = false;
  arena_reset(&k->scratch);
  SET(CURLOPT_URL, arena_cstr(&k->scratch, buf_view(&r->url)));
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_PRIVATE, r);
  SET(CURLOPT_USERAGENT, arena_cstr(&k->scratch, how->agent));
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, r);
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
  buf_clear(&r->url);
  buf_str(&r->url, url);
  r->get = false;
  r->tries = 0;
  line_up(k, r);
}

/* Is it worth to ask again, and when? "Too many requests" that cannot be waited for are so for
 * whatever else its host would be asked. */
static bool again(Asking *k, Request *r, long status) {
  curl_off_t after = 0;
  curl_easy_getinfo(r->curl, CURLINFO_RETRY_AFTER, &after);
  if (status != 429 && status != 503) return false;
  double wait = after > 0 ? (double)after : 1;
  if (wait > k->how->wait_most || ++r->tries >= ASK_TRIES) {
    if (status == 429) give_up(k, r->host, S("its host wants to be left alone (429)"));
    return false;
  }
  if (wait < k->how->pause) wait = k->how->pause;
  r->host->free_at = k->how->now() + wait;
  line_up(k, r);
  return true;
}

static void answered(Asking *k, Request *r, long status) {
  Str words = arena_printf(k->arena, "it answers %ld", status);
  r->ask->status = (int)status;
  if (redirects(status))
    follow(k, r, status);
  else if ((status >= 200 && status < 400) || (r->get && status == 416)) {
    if (r->hops && !r->for_a_while) r->ask->to = arena_str(k->arena, buf_view(&r->url));
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
    if (++r->host->silent >= ASK_SILENT)
      give_up(k, r->host, S("its host did not answer in time before"));
  } else if (code == CURLE_COULDNT_CONNECT) {
    finish(k, r, ASK_UNSURE, S("no connection is possible"));
  } else if (code == CURLE_OUT_OF_MEMORY) {
    finish(k, r, ASK_UNSURE, S("its headers are too long")); /* as libcurl says it */
  } else if (code == CURLE_PEER_FAILED_VERIFICATION) {
    finish(k, r, ASK_UNSURE, S("its certificate is not valid"));
  } else {
    finish(k, r, ASK_UNSURE, str_c(curl_easy_strerror(code)));
  }
}

/* Did any end? */
static bool collect(Asking *k) {
  int left;
  bool any = false;
  for (CURLMsg *m; (m = curl_multi_info_read(k->multi, &left));) {
    if (m->msg != CURLMSG_DONE) continue;
    any = true;
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
    if (code != CURLE_OPERATION_TIMEDOUT) r->host->silent = 0;
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status))
      answered(k, r, status);
    else
      failed(k, r, code);
    curl_easy_cleanup(curl);
  }
  return any;
}

static bool run(Asking *k) {
  while (k->done < k->count) {
    double soonest;
    int running;
    if (!start(k, &soonest)) return false;
    if (curl_multi_perform(k->multi, &running) != CURLM_OK) return false;
    if (collect(k)) continue; /* others may start now */
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
    *r = (Request){ .ask = &asks[i], .how = how };
    buf_str(&r->url, asks[i].url);
    asks[i].problem = asks[i].to = S("");
    line_up(&k, r);
  }
  ok = ok && run(&k);
  if (!ok) diag_machine(d, P_MACHINE, NULL, "cannot ask the web: libcurl refuses to work");
  if (k.multi) curl_multi_cleanup(k.multi);
  map_free(&k.hosts);
  arena_free(&k.scratch);
  curl_global_cleanup();
  return ok;
}

const char *ask_version(Arena *a) {
  return arena_cstr(a, str_c(curl_version_info(CURLVERSION_NOW)->version));
}
