/* A server on a port of this machine that is asked all the same, so that what lies behind it
 * is not: it redirects to where it likes. */
#include "check.h"
#include "net/ask.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A port of 127.0.0.1 that listens. */
static int listen_at(unsigned *port) {
  struct sockaddr_in at = { .sin_family = AF_INET };
  socklen_t size = sizeof at;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 64) == 0);
  CHECK(getsockname(fd, (struct sockaddr *)&at, &size) == 0);
  *port = ntohs(at.sin_port);
  return fd;
}

static void say(int fd, const char *text) {
  ssize_t n = write(fd, text, strlen(text));
  if (n < 0) close(fd);
}

/* Whoever asks for /ADDRESS is sent to ADDRESS. */
static void serve(int listening) {
  for (;;) {
    char text[16384] = "";
    int fd = accept(listening, NULL, NULL);
    if (fd < 0) _exit(1);
    size_t n = 0;
    while (n < sizeof text - 1 && !strstr(text, "\r\n\r\n")) {
      ssize_t got = read(fd, text + n, sizeof text - 1 - n);
      if (got <= 0) break;
      n += (size_t)got;
      text[n] = '\0';
    }
    char *to = strstr(text, " /"), *end = to ? strchr(to + 2, ' ') : NULL;
    if (end) {
      *end = '\0';
      if (strcmp(to + 2, "long") == 0) {
        say(fd, "HTTP/1.1 301 Moved\r\nLocation: /");
        for (int i = 0; i < 500; i++) say(fd, "0123456789");
      } else if (strcmp(to + 2, "moved") == 0) {
        say(fd, "HTTP/1.1 308 Moved\r\nLocation: fine#part");
      } else if (strcmp(to + 2, "fine") == 0) {
        say(fd, "HTTP/1.1 200 OK");
      } else {
        say(fd, "HTTP/1.1 301 Moved\r\nLocation: ");
        say(fd, to + 2);
      }
      say(fd, "\r\n\r\n");
    }
    close(fd);
  }
}

typedef struct {
  Arena arena;
  Diags d;
  unsigned open, closed; /* ports */
  int watched;
  pid_t server;
} Rig;

static void begin(Rig *r) {
  *r = (Rig){ 0 };
  signal(SIGPIPE, SIG_IGN);
  int listening = listen_at(&r->open);
  r->watched = listen_at(&r->closed);
  fflush(stdout);
  r->server = fork();
  if (r->server == 0) serve(listening);
  close(listening);
}

static void end(Rig *r) {
  struct timespec none = { 0 };
  fd_set set;
  FD_ZERO(&set);
  FD_SET(r->watched, &set);
  CHECK_INT(pselect(r->watched + 1, &set, NULL, NULL, &none, NULL), 0); /* nobody came */
  kill(r->server, SIGKILL);
  waitpid(r->server, NULL, 0);
  close(r->watched);
  CHECK_INT(r->d.count, 0);
  diags_free(&r->d);
  arena_free(&r->arena);
}

static Ask ask(Rig *r, const char *path) {
  Ask one = { .url = arena_printf(&r->arena, "http://127.0.0.1:%u/%s", r->open, path) };
  const AskHow how = {
    .agent = S("test"), .patience = 20, .hosts = 1, .now = seconds, .private_port = r->open
  };
  CHECK(ask_all(&one, 1, &how, &r->arena, &r->d));
  return one;
}

static void redirects_do_not_lead_inside(void) {
  static const char *const hosts[] = {
    "127.0.0.1",  "localhost",  "127.1",   "2130706433",
    "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]"
  };
  Rig r;
  begin(&r);
  CHECK_INT(ask(&r, "fine").result, ASK_FINE);
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
    Ask got = ask(&r, arena_printf(&r.arena, "http://%s:%u/fine", hosts[i], r.closed).p);
    bool v6 = hosts[i][0] == '['; /* where there is no IPv6, there is no connection either */
    CHECK(got.result == ASK_PRIVATE || (v6 && got.result == ASK_UNSURE));
    if (!v6) CHECK_STR(got.problem, "it leads to this machine or into a private network");
  }
  /* By the way of another redirect, and with the scheme left out. */
  const char *twice =
      arena_printf(&r.arena, "http://127.0.0.1:%u/http://127.0.0.1:%u/", r.open, r.closed).p;
  CHECK_INT(ask(&r, twice).result, ASK_PRIVATE);
  CHECK_INT(ask(&r, arena_printf(&r.arena, "//127.0.0.1:%u/", r.closed).p).result, ASK_PRIVATE);
  CHECK_INT(ask(&r, "http://10.0.0.1/").result, ASK_PRIVATE);
  CHECK_INT(ask(&r, "http://169.254.169.254/latest/").result, ASK_PRIVATE);
  end(&r);
}

static void redirects_stay_in_the_web(void) {
  static const char *const away[] = { "file:///etc/passwd",
                                      "gopher://127.0.0.1:%u/x",
                                      "ftp://127.0.0.1:%u/x",
                                      "dict://127.0.0.1:%u/x",
                                      "ldap://127.0.0.1:%u/x",
                                      "ws://127.0.0.1:%u/x",
                                      "javascript:alert(1)",
                                      "data:,x",
                                      "http://" };
  Rig r;
  begin(&r);
  for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
    Buf to = { 0 };
    const char *port = strstr(away[i], "%u");
    buf_add(&to, away[i], port ? (size_t)(port - away[i]) : strlen(away[i]));
    if (port) buf_printf(&to, "%u%s", r.closed, port + 2);
    Ask got = ask(&r, buf_dup(&to, &r.arena).p);
    CHECK_INT(got.result, ASK_GONE);
    buf_free(&to);
  }
  Ask named = ask(&r, arena_printf(&r.arena, "http://a:b@127.0.0.1:%u/fine", r.open).p);
  CHECK_STR(named.problem, "it holds a user name");
  CHECK_STR(ask(&r, "long").problem, "it leads to an address that is too long");
  end(&r);
}

static void moved_is_told(void) {
  Rig r;
  begin(&r);
  Ask got = ask(&r, "moved");
  CHECK_INT(got.result, ASK_MOVED);
  CHECK_STR(got.to, arena_printf(&r.arena, "http://127.0.0.1:%u/fine", r.open).p);
  end(&r);
}

CHECKS_MAIN({ "a redirect does not lead to private addresses", redirects_do_not_lead_inside },
            { "a redirect leads to http and https only", redirects_stay_in_the_web },
            { "a permanent redirect is told", moved_is_told })
