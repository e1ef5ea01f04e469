/* intake_rules.c -- who is a robot, what is a page, which page, and when a visit is new. */
#include "check.h"

#include "intake/addresses.h"
#include "intake/agents.h"
#include "intake/visits.h"

static void robots(void) {
  static const char *const yes[] = {
    "",
    " ",
    "Mozilla/5.0",
    "curl/8.4.0",
    "Wget/1.21",
    "python-requests/2.31.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 "
    "(compatible; Bytespider; spider-feedback@bytedance.com)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.0; "
    "+https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0 "
    "Safari/537.36",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Feedly/1.0",
    "WhatsApp/2.23",
    "Go-http-client/1.1",
    "Java/1.8.0_151",
    "NetNewsWire (RSS Reader; https://netnewswire.com/)"
  };
  static const char *const no[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36 Edg/120.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 MicroMessenger/8.0.43(0x18002b2d) NetType/WIFI Language/zh_CN",
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/119.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 13; zh-cn; 22041211AC) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/100.0 MQQBrowser/14.5 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
    "Opera/9.80 (Windows NT 6.1)",
    "Lynx/2.9.0dev.12 libwww-FM/2.14",
    "Mozilla/5.0 (Linux; Android 10) YaBrowser/21.3 SogouMobileBrowser/5"
  };
  for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
    if (!agent_is_robot(str_c(yes[i]))) check_fail(__FILE__, __LINE__, yes[i]);
  for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
    if (agent_is_robot(str_c(no[i]))) check_fail(__FILE__, __LINE__, no[i]);
}

static void pages(void) {
  CHECK(path_is_asset(S("/style.css")) && path_is_asset(S("/a/b.PNG")));
  CHECK(path_is_asset(S("/feed.xml")) && path_is_asset(S("/.env")));
  CHECK(path_is_asset(S("/robots.txt")) && path_is_asset(S("/x.woff2")));
  CHECK(!path_is_asset(S("/a/")) && !path_is_asset(S("/a")) && !path_is_asset(S("")));
  CHECK(!path_is_asset(S("/a.html")) && !path_is_asset(S("/a.HTM")));
  CHECK(!path_is_asset(S("/1.5")) && !path_is_asset(S("/a.b-c")) && !path_is_asset(S("/v2.")));
}

static void addresses(void) {
  Addresses t = { 0 };
  Arena a = { 0 };
  addresses_base(&t, S("/blog"));
  addresses_add(&t, S("/blog/2024/a%20b/"), 1);
  addresses_add(&t, S("/blog/\xE4\xBD\xA0.html"), 2);
  addresses_add(&t, S("/blog/"), ADDRESS_OTHER);
  addresses_add(&t, S("/blog/2024/a b"), 9); /* the first one stays */
  addresses_name(&t, S("articles/a.md"), 1);
  static const struct {
    const char *target;
    long want;
  } cases[] = { { "/blog/2024/a%20b/", 1 },
                { "/blog/2024/a%20b", 1 },
                { "/blog/2024/a%20b/index.html", 1 },
                { "/blog//2024/./a%20b/", -1 },
                { "//blog//2024//a%20b//", 1 },
                { "/blog/2024/a%20b/?utm_source=x#y", 1 },
                { "https://example.org/blog/2024/a%20b/", 1 },
                { "/2024/a%20b/", 1 }, /* the proxy took the base away */
                { "/blog/%e4%BD%a0.html", 2 },
                { "/blog/%e4%BD%a0", 2 },
                { "/blog/%e4%BD%a0/", 2 },
                { "/blog", 0 },
                { "/", 0 },
                { "/blog/index.html", 0 },
                { "/blog/2024/", -1 },
                { "/blog/2024/A%20B/", -1 },
                { "articles/a.md", -1 },
                { "*", -1 },
                { "", -1 },
                { "/%", -1 },
                { "/%0", -1 },
                { "/%00", -1 },
                { "/%2e%2e/%2e%2e/etc/passwd", -1 } };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    if (addresses_find(&t, &a, str_c(cases[i].target)) != cases[i].want)
      check_fail(__FILE__, __LINE__, cases[i].target);
  CHECK_INT(addresses_find_name(&t, &a, S(" articles/a.md ")), 1);
  CHECK_INT(addresses_find_name(&t, &a, S("2024/a b/")), 1);
  CHECK_INT(addresses_find_name(&t, &a, S("articles/b.md")), -1);
  addresses_free(&t);
  arena_free(&a);
}

static bool visit(Visits *v, const char *who, uint32_t page, int64_t time) {
  return visits_count(v, str_c(who), S("UA"), page, true, time);
}

static void visits(void) {
  Visits v = { 0 };
  CHECK(visit(&v, "a", 1, 1000));
  CHECK(!visit(&v, "a", 1, 1000));
  CHECK(visit(&v, "a", 2, 1001));
  CHECK(visit(&v, "b", 1, 1002));
  CHECK(!visit(&v, "a", 1, 990)); /* a little out of order */
  CHECK(!visit(&v, "a", 1, 1000 + 1799));
  CHECK(!visit(&v, "a", 1, 1000 + 1799 + 1799)); /* still the same session */
  CHECK(visit(&v, "a", 1, 1000 + 3598 + 1800));
  CHECK(visits_count(&v, S("a"), S("another browser"), 1, true, 1000));
  visits_free(&v);
  CHECK(visits_count(&v, S("a"), S("UA"), 1, false, 0));
  CHECK(!visits_count(&v, S("a"), S("UA"), 1, false, 0));
  visits_free(&v);
}

/* A million visitors in a row: the table forgets those before. */
static void many_visits(void) {
  Visits v = { 0 };
  char who[32];
  int wrong = 0;
  for (int i = 0; i < 1000000; i++) {
    snprintf(who, sizeof who, "%d", i);
    wrong += !visit(&v, who, 7, i);
    wrong += visit(&v, who, 7, i + 1);
  }
  CHECK_INT(wrong, 0);
  CHECK(v.size <= 16384);
  visits_free(&v);
}

CHECKS_MAIN({ "robots", robots }, { "pages", pages }, { "addresses", addresses },
            { "visits", visits }, { "many visits", many_visits })
