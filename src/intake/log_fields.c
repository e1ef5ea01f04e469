/* log_fields.c -- what logs call things, and what their values mean. */
#include "intake/hit.h"

#include "data/date.h"

typedef struct {
  HitField field;
  const char *names; /* the best known first, separated by blanks */
} FieldNames;

/* nginx and Apache (as people write their JSON formats), Caddy, Cloudflare Logpush,
 * Traefik, Google Cloud, W3C extended logs (CloudFront, IIS). */
static const FieldNames known[] = {
  { FIELD_METHOD, "method requestmethod request.method clientrequestmethod httpmethod csmethod "
                  "httprequest.requestmethod verb" },
  { FIELD_TARGET, "requesturi request.uri path uri url clientrequesturi clientrequestpath "
                  "requestpath csuristem httprequest.requesturl request.url requesturl page" },
  { FIELD_REQUEST, "request requestline httprequest" },
  { FIELD_STATUS, "status statuscode scstatus edgeresponsestatus downstreamstatus responsestatus "
                  "response.status httprequest.status originstatus" },
  { FIELD_AGENT, "useragent httpuseragent ua agent request.headers.useragent "
                 "clientrequestuseragent requestuseragent csuseragent httprequest.useragent "
                 "headers.useragent" },
  { FIELD_ADDRESS, "clientip remoteaddr ip remoteip request.clientip request.remoteip "
                   "request.remoteaddr clienthost cip httprequest.remoteip client remotehost" },
  { FIELD_TIME, "time timeiso8601 timestamp ts timelocal msec datetime date edgestarttimestamp "
                "starttimestamp startutc startlocal" },
  { FIELD_PURPOSE, "secpurpose purpose xpurpose xmoz request.headers.secpurpose "
                   "request.headers.purpose request.headers.xmoz request.headers.xpurpose "
                   "headers.secpurpose headers.purpose" },
};

HitField hit_field(Str name, uint8_t *rank) {
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    Str rest = str_c(known[i].names), one;
    for (uint8_t n = 1; str_split(&rest, ' ', &one); n++) {
      if (!str_eq(one, name)) continue;
      *rank = n;
      return known[i].field;
    }
  }
  return FIELD_NONE;
}

size_t hit_name(char *out, size_t room, Str name) {
  size_t n = 0;
  for (size_t i = 0; i < name.n && n < room; i++) {
    char c = name.p[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out[n++] = c;
  }
  return n;
}

void hit_put(Hit *h, HitField field, uint8_t rank, Str value) {
  if (field >= FIELDS || (h->had[field] && h->had[field] <= rank)) return;
  h->had[field] = rank;
  h->text[field] = value;
}

/* -- values -- */

static bool digits(Str s, size_t *at, int count, int64_t *out) {
  *out = 0;
  for (int i = 0; i < count; i++, (*at)++) {
    if (*at >= s.n || s.p[*at] < '0' || s.p[*at] > '9') return false;
    *out = *out * 10 + (s.p[*at] - '0');
  }
  return true;
}

static bool byte_at(Str s, size_t *at, char c) {
  return *at < s.n && s.p[(*at)++] == c;
}

static int month_named(Str s) {
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (int i = 0; i < 12; i++)
    if (str_eq_nocase(s, str_n(names + 3 * i, 3))) return i + 1;
  return 0;
}

/* "10/Oct/2000:13:55:36 -0700" */
static bool common_time(int64_t *out, Str s) {
  int64_t day, year, hour, minute, second;
  int32_t offset = 0;
  size_t i = 0;
  if (!digits(s, &i, 2, &day) || !byte_at(s, &i, '/')) return false;
  int month = month_named(str_sub(s, i, i + 3));
  i += 3;
  if (!month || !byte_at(s, &i, '/') || !digits(s, &i, 4, &year) || !byte_at(s, &i, ':') ||
      !digits(s, &i, 2, &hour) || !byte_at(s, &i, ':') || !digits(s, &i, 2, &minute) ||
      !byte_at(s, &i, ':') || !digits(s, &i, 2, &second))
    return false;
  if (second == 60) second = 59;
  Str zone = str_trim(str_sub(s, i, s.n));
  if (zone.n && !civil_offset(zone, &offset)) return false;
  const Civil c = { .year = year,
                    .month = month,
                    .day = (int)day,
                    .hour = (int)hour,
                    .minute = (int)minute,
                    .second = (int)second };
  if (!civil_valid(c.year, c.month, c.day, c.hour, c.minute, c.second)) return false;
  *out = civil_seconds(&c, offset);
  return true;
}

/* How fine a number of this size must be: seconds until the year 5138, then
 * milliseconds, microseconds, nanoseconds. */
static bool epoch_time(int64_t *out, Str s) {
  int64_t n = 0;
  size_t i = 0;
  for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
    if (i >= 19 || n > INT64_MAX / 10 - 9) return false;
    n = n * 10 + (s.p[i] - '0');
  }
  if (!i) return false;
  if (i < s.n && s.p[i] == '.') {
    for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9';) i++;
    /* 1.6e9 as some encoders write it. */
    if (i < s.n) return false;
  }
  if (i < s.n) return false;
  while (n >= 100000000000) n /= 1000;
  *out = n;
  return true;
}

bool hit_time(int64_t *out, Arena *a, Str text) {
  Str s = str_trim(text);
  if (str_starts(s, S("["))) s = str_trim(str_sub(s, 1, s.n - (str_ends(s, S("]")) ? 1 : 0)));
  if (s.n > 64 || s.n < 4) return false;
  if (s.p[2] == '/') return common_time(out, s);
  if (epoch_time(out, s)) return true;
  Date date;
  if (date_parse(&date, a, s, NULL)) return false;
  *out = date.seconds;
  return true;
}

/* "GET /a b HTTP/1.1": blanks may stand in what was asked for. */
static bool take_apart(Hit *h) {
  Str request = h->text[FIELD_REQUEST];
  long first = str_chr(request, ' ');
  if (first <= 0) return false;
  for (long i = 0; i < first; i++)
    if ((request.p[i] < 'A' || request.p[i] > 'Z') && request.p[i] != '_' && request.p[i] != '-')
      return false;
  Str target = str_sub(request, (size_t)first + 1, request.n);
  long last = str_rchr(target, ' ');
  if (last >= 0 && str_starts(str_sub(target, (size_t)last + 1, target.n), S("HTTP/")))
    target = str_sub(target, 0, (size_t)last);
  hit_put(h, FIELD_METHOD, 255, str_sub(request, 0, (size_t)first));
  hit_put(h, FIELD_TARGET, 255, target);
  return true;
}

bool hit_finish(Hit *h, Arena *a) {
  if (h->had[FIELD_REQUEST] && !take_apart(h) && !h->had[FIELD_TARGET]) return false;
  if (!h->had[FIELD_TARGET] || !h->text[FIELD_TARGET].n) return false;
  if (h->had[FIELD_STATUS]) {
    Str s = str_trim(h->text[FIELD_STATUS]);
    if (str_ends(s, S(".0"))) s.n -= 2;
    int64_t n;
    size_t i = 0;
    if (s.n != 3 || !digits(s, &i, 3, &n)) {
      /* CloudFront writes 000 or "-" when the visitor went away first. */
      h->status = 1;
    } else {
      h->status = n ? (int)n : 1;
    }
  }
  h->has_time = h->had[FIELD_TIME] && hit_time(&h->time, a, h->text[FIELD_TIME]);
  if (str_eqc(h->text[FIELD_AGENT], "-")) h->text[FIELD_AGENT] = S("");
  return true;
}
