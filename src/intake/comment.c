/* comment.c -- names of fields, cleaning, identity, and the file. */
#include "intake/comment.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "doc/links.h"
#include "intake/when.h"
#include "text/civil.h"
#include "text/lang.h"
#include "text/normal.h"

#include <stdlib.h>

enum { NAME_MOST = 100, URL_MOST = 500, EMAIL_MOST = 254, REPLY_MOST = 64, FOLDER_NAME_MOST = 255 };

CommentKey comment_key(Str name) {
  static const struct {
    const char *name;
    CommentKey key;
  } known[] = {
    { "comment", COMMENT_TEXT },
    { "message", COMMENT_TEXT },
    { "text", COMMENT_TEXT },
    { "body", COMMENT_TEXT },
    { "content", COMMENT_TEXT },
    { "正文", COMMENT_TEXT },
    { "评论", COMMENT_TEXT },
    { "评论内容", COMMENT_TEXT },
    { "留言", COMMENT_TEXT },
    { "内容", COMMENT_TEXT },
    { "內容", COMMENT_TEXT },
    { "本文", COMMENT_TEXT },
    { "コメント", COMMENT_TEXT },
    { "name", COMMENT_NAME },
    { "author", COMMENT_NAME },
    { "username", COMMENT_NAME },
    { "nickname", COMMENT_NAME },
    { "full_name", COMMENT_NAME },
    { "your_name", COMMENT_NAME },
    { "姓名", COMMENT_NAME },
    { "名字", COMMENT_NAME },
    { "昵称", COMMENT_NAME },
    { "お名前", COMMENT_NAME },
    { "名前", COMMENT_NAME },
    { "email", COMMENT_EMAIL },
    { "e_mail", COMMENT_EMAIL },
    { "mail", COMMENT_EMAIL },
    { "your_email", COMMENT_EMAIL },
    { "邮箱", COMMENT_EMAIL },
    { "电子邮箱", COMMENT_EMAIL },
    { "電子郵件", COMMENT_EMAIL },
    { "メール", COMMENT_EMAIL },
    { "メールアドレス", COMMENT_EMAIL },
    { "url", COMMENT_URL },
    { "website", COMMENT_URL },
    { "web", COMMENT_URL },
    { "site", COMMENT_URL },
    { "homepage", COMMENT_URL },
    { "网址", COMMENT_URL },
    { "網址", COMMENT_URL },
    { "article", COMMENT_ARTICLE },
    { "slug", COMMENT_ARTICLE },
    { "post", COMMENT_ARTICLE },
    { "article_id", COMMENT_ARTICLE },
    { "文章", COMMENT_ARTICLE },
    { "page", COMMENT_PAGE },
    { "page_url", COMMENT_PAGE },
    { "permalink", COMMENT_PAGE },
    { "referrer", COMMENT_PAGE },
    { "referer", COMMENT_PAGE },
    { "reply_to", COMMENT_REPLY_TO },
    { "in_reply_to", COMMENT_REPLY_TO },
    { "replying_to", COMMENT_REPLY_TO },
    { "parent", COMMENT_REPLY_TO },
    { "date", COMMENT_DATE },
    { "time", COMMENT_DATE },
    { "timestamp", COMMENT_DATE },
    { "created_at", COMMENT_DATE },
    { "submitted_at", COMMENT_DATE },
    { "language", COMMENT_LANGUAGE },
    { "lang", COMMENT_LANGUAGE },
    { "topic", COMMENT_TRAP },
    { "honeypot", COMMENT_TRAP },
    { "_gotcha", COMMENT_TRAP },
    { "bot_field", COMMENT_TRAP },
    { "started", COMMENT_STARTED },
    { "start", COMMENT_STARTED },
    { "elapsed", COMMENT_ELAPSED },
    { "elapsed_seconds", COMMENT_ELAPSED },
  };
  char plain[64];
  long open = str_rchr(name, '[');
  if (open > 0 && str_ends(name, S("]"))) name = str_sub(name, (size_t)open + 1, name.n - 1);
  if (!name.n || name.n > sizeof plain) return COMMENT_UNKNOWN;
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    plain[i] = c == '-' || c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (str_eqc(str_n(plain, name.n), known[i].name)) return known[i].key;
  return COMMENT_UNKNOWN;
}

/* -- cleaning -- */

/* What no reader sees and no YAML holds, and what turns the order of text around. */
static bool dropped(uint32_t cp) {
  return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp <= 0x9F) ||
         (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF ||
         (cp >= 0xFFFE && cp <= 0xFFFF) || cp == UTF8_BAD;
}

static Str cleaned(Arena *a, Str s, bool lines) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0, line = 0; /* where the line begins */
  for (size_t i = 0; i < s.n;) {
    uint32_t cp = utf8_next(s, &i);
    if (cp == 0x2028 || cp == 0x2029 || cp == 0x85) cp = '\n';
    if (!lines && (cp == '\n' || cp == '\t' || cp == '\r')) cp = ' ';
    if (!lines && cp == ' ' && n && out[n - 1] == ' ') continue;
    if (cp == '\n' && !str_trim(str_n(out + line, n - line)).n) n = line; /* blanks only */
    if (!dropped(cp)) n += utf8_put(out + n, cp);
    if (cp == '\n') line = n;
  }
  return str_trim(str_n(out, n));
}

static Str shortened(Str s, size_t characters) {
  size_t i = 0;
  while (i < s.n && characters--) utf8_next(s, &i);
  return str_trim(str_sub(s, 0, i));
}

/* An address that may become a link: http or https, and nothing odd in it. */
static Str web_address(Arena *a, Str s, bool *odd) {
  s = cleaned(a, s, false);
  if (!s.n) return s;
  if (!url_scheme(s).n && str_chr(s, '.') > 0 && str_chr(s, ' ') < 0)
    s = arena_printf(a, "https://%.*s", STR(s));
  bool web = str_eq_nocase(str_sub(s, 0, 7), S("http://")) ||
             str_eq_nocase(str_sub(s, 0, 8), S("https://"));
  bool plain =
      str_chr(s, ' ') < 0 && str_chr(s, '"') < 0 && str_chr(s, '<') < 0 && str_chr(s, '\\') < 0;
  if (web && plain && s.n <= URL_MOST) return s;
  *odd = true;
  return S("");
}

static Str mail_address(Arena *a, Str s) {
  s = cleaned(a, s, false);
  long at = str_rchr(s, '@');
  if (at <= 0 || (size_t)at + 1 == s.n || s.n > EMAIL_MOST || str_chr(s, ' ') >= 0) return S("");
  char *out = arena_dup(a, s.p, s.n);
  for (size_t i = 0; i < s.n; i++)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] + 32);
  return str_n(out, s.n);
}

static Str comment_reference(Str s) {
  s = str_trim(s);
  if (str_starts(s, S("#"))) s = str_sub(s, 1, s.n);
  if (str_starts(s, S("comment-"))) s = str_sub(s, 8, s.n);
  if (s.n > REPLY_MOST) return S("");
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_';
    if (!ok) return S("");
  }
  return s;
}

/* -- from a form -- */

static Str field(const Form *f, CommentKey key) {
  Str empty = S("");
  for (size_t i = 0; i < f->count; i++)
    if (comment_key(f->items[i].name) == key && str_trim(f->items[i].value).n)
      return f->items[i].value;
  return empty;
}

static Str either(Str a, Str b) {
  return str_trim(a).n ? a : b;
}

static void read_times(Comment *c, Arena *a, const Form *f) {
  int64_t ms, started;
  double elapsed = strtod(arena_cstr(a, str_sub(field(f, COMMENT_ELAPSED), 0, 30)), NULL);
  c->has_date = when_read(&ms, a, field(f, COMMENT_DATE)) || when_read(&ms, a, f->date);
  if (c->has_date) c->date = ms / 1000;
  if (elapsed > 0 && elapsed < 1e9) {
    c->has_elapsed = true;
    c->elapsed = (int64_t)(elapsed * 1000);
  } else if (c->has_date && when_read(&started, a, field(f, COMMENT_STARTED)) && started <= ms) {
    c->has_elapsed = true;
    c->elapsed = ms - started;
  }
}

bool comment_of_form(Comment *out, Arena *a, const Form *f, const char **problem) {
  *out = (Comment){ .automatic = f->automatic };
  out->text = cleaned(a, either(field(f, COMMENT_TEXT), f->text), true);
  if (!out->text.n) {
    *problem = "has no text";
    return false;
  }
  if (utf8_count(out->text) > COMMENT_CHARACTERS) {
    *problem = "is longer than 20,000 characters";
    return false;
  }
  out->name = shortened(cleaned(a, either(field(f, COMMENT_NAME), f->from_name), false), NAME_MOST);
  out->email = mail_address(a, either(field(f, COMMENT_EMAIL), f->from_email));
  out->url = web_address(a, field(f, COMMENT_URL), &out->odd_address);
  out->reply_to = comment_reference(field(f, COMMENT_REPLY_TO));
  out->language = str_trim(field(f, COMMENT_LANGUAGE));
  if (!lang_valid(out->language) || out->language.n > 35) out->language = S("");
  out->article = cleaned(a, field(f, COMMENT_ARTICLE), false);
  out->page = cleaned(a, field(f, COMMENT_PAGE), false);
  out->subject = cleaned(a, f->subject, false);
  out->trapped = str_trim(field(f, COMMENT_TRAP)).n > 0;
  read_times(out, a, f);
  return true;
}

/* -- identity -- */

Str comment_id(Arena *a, const Comment *c, Str article) {
  Digester d;
  char hex[33];
  digester_init(&d);
  digester_add(&d, S("comment 1"));
  digester_add(&d, article);
  digester_add(&d, c->name);
  digester_add(&d, c->url);
  digester_add(&d, c->reply_to);
  digester_add(&d, c->text);
  digest_hex(hex, digester_end(&d));
  return arena_str(a, str_n(hex, 16));
}

static bool kept(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

Str comment_folder(Arena *a, Str id) {
  Buf b = { 0 };
  size_t name = 0, longest = 0;
  for (size_t i = 0; i < id.n; i++) {
    char c = id.p[i];
    bool begins = i == 0 || id.p[i - 1] == '/';
    if (c == '/' && !begins && i + 1 < id.n) {
      buf_byte(&b, '/');
      name = b.n;
    } else if (kept(c) && !(begins && c == '.')) {
      buf_byte(&b, c);
    } else {
      buf_printf(&b, "%%%02X", (unsigned)(unsigned char)c);
    }
    if (b.n - name > longest) longest = b.n - name;
  }
  Str out = longest <= FOLDER_NAME_MOST && b.n < 3000 ? buf_dup(&b, a) : S("");
  buf_free(&b);
  return out;
}

/* -- the file -- */

static void quoted(Buf *out, const char *key, Str s) {
  if (key) {
    if (!s.n) return;
    buf_printf(out, "%s: ", key);
  }
  buf_byte(out, '"');
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '"' || s.p[i] == '\\') buf_byte(out, '\\');
    buf_byte(out, s.p[i]);
  }
  buf_c(out, "\"\n");
}

Str comment_yaml(Arena *a, const Comment *c, Str email_hash, const CommentSigns *signs) {
  Buf b = { 0 };
  if (signs->count) buf_c(&b, "spam:\n");
  for (size_t i = 0; i < signs->count; i++) {
    buf_c(&b, "  - ");
    quoted(&b, NULL, signs->items[i]);
  }
  quoted(&b, "name", c->name);
  quoted(&b, "url", c->url);
  if (c->has_date) quoted(&b, "date", civil_rfc3339(a, c->date, 0, true));
  buf_c(&b, "text: |-\n");
  Str rest = c->text, line;
  while (str_split(&rest, '\n', &line)) {
    /* Lines of blanks only would count as indentation before the first word. */
    if (str_trim(line).n) {
      buf_c(&b, "  ");
      buf_str(&b, line);
    }
    buf_byte(&b, '\n');
  }
  quoted(&b, "reply_to", c->reply_to);
  quoted(&b, "language", c->language);
  quoted(&b, "email_hash", email_hash);
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}
