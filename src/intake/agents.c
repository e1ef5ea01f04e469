/* agents.c -- the table of robots, and what is a page. */
#include "intake/agents.h"

#include "base/arena.h"

enum { AGENT_MOST = 512 };

/* Found anywhere in the agent in lower case; '$' at the end: no letter may follow, and
 * '^' at the start: the agent begins so. */
static const char *const robots[] = {
  /* What most of them say of themselves. */
  "bot$",
  "bots$",
  "bot_",
  "crawl",
  "spider",
  "slurp",
  "scrap",
  "archiver",
  "harvest",
  "preview",
  "fetch",
  "monitor",
  "checker",
  "validator",
  "scan",
  "indexer",
  "collector",
  "analyzer",
  "+http",
  /* Libraries and tools. */
  "curl/",
  "wget",
  "libwww",
  "python",
  "aiohttp",
  "urllib",
  "httpx",
  "go-http-client",
  "go-resty",
  "java/",
  "httpclient",
  "http_request",
  "http-client",
  "httpunit",
  "okhttp",
  "jersey",
  "axios",
  "node-fetch",
  "undici",
  "node.js",
  "^got ",
  "superagent",
  "guzzle",
  "php/",
  "perl/",
  "ruby",
  "mechanize",
  "reqwest",
  "hyper/",
  "dart:io",
  "winhttp",
  "powershell",
  "postman",
  "insomnia",
  "httpie",
  "apachebench",
  "siege",
  "^k6/",
  "jmeter",
  "wkhtml",
  "httrack",
  "webcopier",
  "teleport",
  /* Browsers without a reader in front of them. */
  "headless",
  "phantomjs",
  "puppeteer",
  "playwright",
  "selenium",
  "webdriver",
  "prerender",
  "lighthouse",
  "pagespeed",
  "gtmetrix",
  "ptst/",
  "pingdom",
  "uptime",
  "statuscake",
  "site24x7",
  "newrelic",
  "datadog",
  "zabbix",
  "nagios",
  "check_http",
  "catchpoint",
  /* Those that fetch pages for others: cards, feeds, translations, before a reader wants them. */
  "facebookexternalhit",
  "facebookcatalog",
  "meta-external",
  "^whatsapp/",
  "embedly",
  "iframely",
  "vkshare",
  "w3c_",
  "^w3c",
  "feedly",
  "feedburner",
  "feedbin",
  "inoreader",
  "newsblur",
  "miniflux",
  "freshrss",
  "netnewswire",
  "rss",
  "simplepie",
  "mediapartners-google",
  "apis-google",
  "google-read-aloud",
  "google-inspectiontool",
  "google web preview",
  "googleother",
  "google-extended",
  "prefetch",
  "wordpress/",
  "drupal",
  "ia_archiver",
  /* Search engines, models and others whose names hold none of these words. */
  "yandeximages",
  "yandexmetrika",
  "yandexmedia",
  "yandexblogs",
  "yandexfavicons",
  "yandexwebmaster",
  "sogou web",
  "sogou inst",
  "yisou",
  "daum/",
  "yeti/",
  "qwantify",
  "mail.ru_",
  "chatgpt-user",
  "oai-search",
  "claude-",
  "anthropic",
  "perplexity",
  "cohere",
  "semrush",
  "ahrefs",
  "mj12",
  "dataforseo",
  "serpstat",
  "seokicks",
  "megaindex",
  "netcraft",
  "censys",
  "expanse",
  "zgrab",
  "nmap",
  "nikto",
  "sqlmap",
  "nuclei",
  "internet-measurement",
  "internetmeasurement",
  "dataprovider",
  "turnitin",
  "trendiction",
  "brandwatch",
  "meltwater",
};

/* Browsers whose names hold such a word, and agents that are too bare for a browser. */
static const char *const browsers[] = { "cubot", "libwww-fm" };
static const char *const bare[] = { "mozilla/4.0", "mozilla/5.0", "mozilla",  "chrome",
                                    "firefox",     "safari",      "opera",    "user-agent",
                                    "test",        "null",        "undefined" };

static bool letter(char c) {
  return c >= 'a' && c <= 'z';
}

static bool says(Str agent, const char *word) {
  Str needle = str_c(word), rest = agent;
  bool begins = str_starts(needle, S("^")), ends = str_ends(needle, S("$"));
  needle = str_sub(needle, begins, needle.n - ends);
  if (begins) return str_starts(agent, needle);
  for (;;) {
    long at = str_find(rest, needle);
    if (at < 0) return false;
    rest = str_sub(rest, (size_t)at + needle.n, rest.n);
    if (!ends || !rest.n || !letter(rest.p[0])) return true;
  }
}

bool agent_is_robot(Str agent) {
  char lower[AGENT_MOST];
  Str given = str_trim(agent);
  size_t n = given.n < AGENT_MOST ? given.n : AGENT_MOST;
  for (size_t i = 0; i < n; i++) {
    char c = given.p[i];
    lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  Str s = str_n(lower, n);
  if (!n) return true;
  for (size_t i = 0; i < sizeof bare / sizeof bare[0]; i++)
    if (str_eqc(s, bare[i])) return true;
  for (size_t i = 0; i < sizeof browsers / sizeof browsers[0]; i++) {
    long at = str_find(s, str_c(browsers[i]));
    if (at >= 0) memset(lower + at, '.', strlen(browsers[i]));
  }
  for (size_t i = 0; i < sizeof robots / sizeof robots[0]; i++)
    if (says(s, robots[i])) return true;
  return false;
}

bool path_is_asset(Str path) {
  static const char *const pages[] = { ".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp" };
  Str name = str_base(path);
  long dot = str_rchr(name, '.');
  if (dot <= 0) return dot == 0;
  Str ending = str_sub(name, (size_t)dot, name.n);
  if (ending.n < 2 || ending.n > 12) return false;
  for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
    if (str_eq_nocase(ending, str_c(pages[i]))) return false;
  /* "/2024/1.5-degrees": an ending is letters and digits, and not digits alone. */
  bool letters = false;
  for (size_t i = 1; i < ending.n; i++) {
    char c = (char)(ending.p[i] | 32);
    if (letter(c))
      letters = true;
    else if (ending.p[i] < '0' || ending.p[i] > '9')
      return false;
  }
  return letters;
}
