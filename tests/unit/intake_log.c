/* intake_log.c -- lines as servers write them, and lines as nobody should. */
#include "check.h"

#include "base/buf.h"
#include "intake/log.h"

/* "METHOD TARGET STATUS TIME ADDRESS AGENT", or what else the line is. */
static Str told(Arena *a, LogReader *r, Str line) {
  Hit h;
  LogLine kind = log_parse(r, &h, a, line);
  if (kind == LOG_BAD) return S("bad");
  if (kind == LOG_NOTHING) return S("nothing");
  Str time = h.has_time ? arena_printf(a, "%lld", (long long)h.time) : S("-");
  return arena_printf(a, "%.*s %.*s %d %.*s %.*s %s%.*s", STR(h.text[FIELD_METHOD]),
                      STR(h.text[FIELD_TARGET]), h.status, STR(time), STR(h.text[FIELD_ADDRESS]),
                      h.had[FIELD_AGENT] ? "+" : "-", STR(h.text[FIELD_AGENT]));
}

typedef struct {
  const char *line, *want;
} Case;

static void run_cases(const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    Arena a = { 0 };
    LogReader r = { 0 };
    CHECK_STR(told(&a, &r, str_c(cases[i].line)), cases[i].want);
    arena_free(&a);
  }
}
#define RUN(cases) run_cases(cases, sizeof(cases) / sizeof((cases)[0]))

static void common(void) {
  static const Case cases[] = {
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] \"GET /a/?b=1 HTTP/1.0\" 200 2326",
      "GET /a/?b=1 200 971211336 1.2.3.4 -" },
    { "1.2.3.4 - ann [10/Oct/2000:13:55:36 +0000] \"GET /a/ HTTP/2.0\" 304 0 \"-\" \"Mozilla\"",
      "GET /a/ 304 971186136 1.2.3.4 +Mozilla" },
    { "example.org:443 ::1 - - [10/Oct/2000:13:55:36 +0000] \"HEAD / HTTP/1.1\" 200 - \"-\" \"-\"",
      "HEAD / 200 971186136 ::1 +" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] \"GET /a b HTTP/1.1\" 200 5 \"-\" \"A \\\"B\\\" "
      "C\" rt=1",
      "GET /a b 200 971186136 1.2.3.4 +A \"B\" C" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] \"GET /\\xE4\\xBD\\xA0/ HTTP/1.1\" 200 5",
      "GET /\xE4\xBD\xA0/ 200 971186136 1.2.3.4 -" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] \"GET /old\" 200 5",
      "GET /old 200 971186136 1.2.3.4 -" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] \"\\x16\\x03\\x01\" 400 5", "bad" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] \"-\" 408 0", "bad" },
    { "1.2.3.4 - - [31/Feb/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5", "bad" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1", "bad" },
    { "1.2.3.4 - - [10/Oct/2000:13:55:36", "bad" },
    { "1.2.3.4 - - \"GET / HTTP/1.1\" 200 5", "bad" },
    { "hello", "bad" },
    { "", "nothing" },
    { " \t\r", "nothing" },
  };
  RUN(cases);
}

static void json(void) {
  static const Case cases[] = {
    /* nginx */
    { "{\"time_iso8601\":\"2024-01-03T10:00:00+08:00\",\"remote_addr\":\"1.2.3.4\",\"request\":"
      "\"GET "
      "/a/ HTTP/1.1\",\"status\":\"200\",\"http_user_agent\":\"UA\"}",
      "GET /a/ 200 1704247200 1.2.3.4 +UA" },
    { "{\"uri\":\"/index.html\",\"request_uri\":\"/\",\"status\":200}", " / 200 -  -" },
    /* Caddy */
    { "{\"level\":\"info\",\"ts\":1704247200.5,\"request\":{\"remote_ip\":\"10.0.0.1\",\"client_"
      "ip\":"
      "\"1.2.3.4\",\"method\":\"GET\",\"host\":\"x\",\"uri\":\"/a/\",\"headers\":{\"User-Agent\":["
      "\"UA\",\"other\"],\"Sec-Purpose\":[\"prefetch\"]}},\"status\":200}",
      "GET /a/ 200 1704247200 1.2.3.4 +UA" },
    /* Cloudflare: nanoseconds */
    { "{\"ClientIP\":\"1.2.3.4\",\"ClientRequestMethod\":\"GET\",\"ClientRequestURI\":\"/a/"
      "\",\"EdgeResponseStatus\":200,\"EdgeStartTimestamp\":1704247200000000000,"
      "\"ClientRequestUserAgent\":\"UA\"}",
      "GET /a/ 200 1704247200 1.2.3.4 +UA" },
    /* Traefik */
    { "{\"ClientHost\":\"1.2.3.4\",\"RequestMethod\":\"GET\",\"RequestPath\":\"/a/"
      "\",\"DownstreamStatus\":200,\"StartUTC\":\"2024-01-03T02:00:00.123Z\",\"request_User-"
      "Agent\":"
      "\"UA\"}",
      "GET /a/ 200 1704247200 1.2.3.4 +UA" },
    /* as people write them */
    { "{\"path\":\"/a/\",\"ua\":\"UA\",\"ip\":\"::1\",\"time\":1704247200000}",
      " /a/ 0 1704247200 ::1 +UA" },
    { " { \"url\" : \"https:\\/\\/x\\/\\u4f60\\ud83d\\ude00\" , \"a\" : [ 1 , { } , [ ] , null ] } "
      ",",
      " https://x/\xE4\xBD\xA0\xF0\x9F\x98\x80 0 -  -" },
    { "{\"path\":\"/\\ud83d/\\udc00\\xe4\"}", " /\xEF\xBF\xBD/\xEF\xBF\xBD\xE4 0 -  -" },
    { "{\"user_agent\":\"\",\"path\":\"/\"}", " / 0 -  +" },
    { "{\"user_agent\":null,\"path\":\"/\",\"status\":true}", " / 0 -  -" },
    { "{}", "bad" },
    { "{\"path\":12}", " 12 0 -  -" },
    { "{\"path\":\"/a\"", "bad" },
    { "{\"path\":\"/a}", "bad" },
    { "{\"path\":\"/a\",}", "bad" },
    { "{\"path\":\"/a\"} x", "bad" },
    { "{\"path\" \"/a\"}", "bad" },
    { "{path:\"/a\"}", "bad" },
    { "{\"path\":\"\\u12\"}", "bad" },
    { "{\"path\":\"\\q\"}", "bad" },
    { "{\"path\":\"\\", "bad" },
    { "{\"path\":nonsense}", "bad" },
  };
  RUN(cases);
}

static void deep(void) {
  Buf b = { 0 };
  Arena a = { 0 };
  LogReader r = { 0 };
  buf_c(&b, "{\"path\":\"/a\",\"x\":");
  for (int i = 0; i < 20000; i++) buf_byte(&b, '[');
  CHECK_STR(told(&a, &r, buf_view(&b)), "bad");
  buf_clear(&b);
  buf_c(&b, "{\"");
  for (int i = 0; i < 20000; i++) buf_byte(&b, 'p');
  buf_c(&b, "\":{\"path\":\"/no\"},\"path\":\"/a\"}");
  CHECK_STR(told(&a, &r, buf_view(&b)), " /a 0 -  -");
  buf_free(&b);
  arena_free(&a);
}

static void w3c(void) {
  Arena a = { 0 };
  LogReader r = { 0 };
  static const char cloudfront[] = "2024-01-03\t02:00:00\tFRA1\t512\t1.2.3.4\tGET\tx.cloudfront.net"
                                   "\t/a/\t200\t-\tMozilla/5.0%20(X11)\ta=b";
  CHECK_STR(told(&a, &r, str_c(cloudfront)), "bad"); /* no columns yet */
  CHECK_STR(told(&a, &r, S("#Version: 1.0")), "nothing");
  CHECK_STR(
      told(&a, &r,
           S("#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem "
             "sc-status cs(Referer) cs(User-Agent) cs-uri-query")),
      "nothing");
  CHECK_STR(told(&a, &r, str_c(cloudfront)), "GET /a/ 200 1704247200 1.2.3.4 +Mozilla/5.0%20(X11)");
  CHECK_STR(told(&a, &r, S("2024-01-03\t02:00:00\tFRA1\t512")), "bad");
  CHECK_STR(told(&a, &r, arena_printf(&a, "%s\tmore", cloudfront)), "bad");
  CHECK_STR(told(&a, &r, S("2024-01-03\t02:00:00\tF\t5\t::1\tGET\tx\t/a/\t000\t-\t-\t-")),
            "GET /a/ 1 1704247200 ::1 +");
  CHECK_STR(told(&a, &r, S("#Fields: cs-uri-stem sc-status")), "nothing");
  CHECK_STR(told(&a, &r, S("/b/ 200")), " /b/ 200 -  -");
  Buf many = { 0 };
  buf_c(&many, "#Fields:");
  for (int i = 0; i < 5000; i++) buf_c(&many, " x");
  CHECK_STR(told(&a, &r, buf_view(&many)), "nothing");
  CHECK_INT(r.columns, LOG_COLUMNS);
  buf_free(&many);
  arena_free(&a);
}

static void times(void) {
  static const struct {
    const char *text;
    long long want; /* -1 = none */
  } cases[] = { { "10/Oct/2000:13:55:36 -0700", 971211336 },
                { "[10/Oct/2000:13:55:36 -0700]", 971211336 },
                { "10/oct/2000:13:55:60 +0000", 971186159 },
                { "1704247200", 1704247200 },
                { "1704247200.123", 1704247200 },
                { "1704247200123", 1704247200 },
                { "1704247200123456", 1704247200 },
                { "2024-01-03T02:00:00.5Z", 1704247200 },
                { "2024-01-03 02:00:00", 1704247200 },
                { "99999999999999999999", -1 },
                { "-5", -1 },
                { "10/Oct/2000", -1 },
                { "99/Oct/2000:13:55:36 +0000", -1 },
                { "10/Oct/2000:13:55:36 +9900", -1 },
                { "", -1 },
                { "now", -1 } };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    int64_t out = -1;
    bool ok = hit_time(&out, &a, str_c(cases[i].text));
    CHECK_INT(ok ? out : -1, cases[i].want);
    arena_free(&a);
  }
}

/* A line costs what it is long, however it is made. */
static void linear(void) {
  Buf b = { 0 };
  buf_c(&b, "{\"path\":\"/a\"");
  for (int i = 0; b.n < 60000; i++) buf_printf(&b, ",\"k%d\":\"\\n\"", i);
  buf_byte(&b, '}');
  Arena a = { 0 };
  LogReader r = { 0 };
  CHECK_STR(told(&a, &r, buf_view(&b)), " /a 0 -  -");
  CHECK(a.used < 4 * b.n);
  buf_free(&b);
  arena_free(&a);
}

CHECKS_MAIN({ "common and combined", common }, { "JSON lines", json }, { "deep and long", deep },
            { "W3C extended", w3c }, { "times", times }, { "memory of a line", linear })
