/* intake_form.c -- every shape in which a collector may save what a form sent. */
#include "check.h"

#include "base/buf.h"
#include "intake/form.h"

#include <time.h>

/* "name=value|name=value", forms separated by "||"; a problem as "! ...". */
static Str fields(Arena *a, Str bytes) {
  Forms forms;
  const char *problem;
  if (!form_read(&forms, a, bytes, &problem)) return arena_printf(a, "! %s", problem);
  Buf b = { 0 };
  for (size_t i = 0; i < forms.count; i++) {
    const Form *f = &forms.items[i];
    buf_c(&b, i ? "||" : "");
    for (size_t k = 0; k < f->count; k++)
      buf_printf(&b, "%s%.*s=%.*s", k ? "|" : "", STR(f->items[k].name), STR(f->items[k].value));
    if (f->mail)
      buf_printf(&b, "mail %.*s <%.*s> %.*s: %.*s", STR(f->from_name), STR(f->from_email),
                 STR(f->subject), STR(f->text));
    if (f->date.n) buf_printf(&b, " at %.*s", STR(f->date));
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

#define READS(bytes, want)                                                                         \
  do {                                                                                             \
    Arena a_ = { 0 };                                                                              \
    CHECK_STR(fields(&a_, S(bytes)), want);                                                        \
    arena_free(&a_);                                                                               \
  } while (0)

static void url_encoded(void) {
  READS("comment=Hi+there%21%0D%0Atwo&name=%E9%99%88&empty=&flag\n",
        "comment=Hi there!\ntwo|name=陈|empty=|flag=");
  READS("a=1&&a=2", "a=1|a=2");
  READS("comment=a%00b%FF", "comment=ab\xEF\xBF\xBD");
}

static void multipart(void) {
  READS("--X\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\none\r\n\r\ntwo\r\n--X\r\n"
        "Content-Disposition: form-data; name=\"up\"; filename=\"a.exe\"\r\n\r\nMZ\r\n--X\r\n"
        "Content-Disposition: form-data; name=\"a \\\"b\\\"\"\r\nContent-Type: text/plain; "
        "charset=gb2312\r\n\r\n\xC4\xE3\r\n--X--\r\nepilogue",
        "comment=one\n\ntwo|a \"b\"=你");
  READS("--X\nContent-Disposition: form-data; name=\"comment\"\n\ncut short", "comment=cut short");
  READS("--X\r\nContent-Type: text/plain\r\n\r\nno name\r\n--X--\r\n",
        "! has no fields between its boundaries");
}

static void json(void) {
  READS("{\"data\":{\"message\":\"Hi\",\"tags\":[1]},\"id\":7,\"ok\":true,\"x\":null}",
        "id=7|ok=true|message=Hi");
  READS("[{\"comment\":\"a\"},{\"comment\":\"b\"}]", "comment=a||comment=b");
  READS("{\"comment\":\"a\"}\n{\"comment\":\"b\"}\n", "comment=a||comment=b");
  READS("{\"comment\":", "! is not JSON: expected a value");
  READS("[1]", "! must hold JSON objects: {\"comment\": ...}");
  READS("[]", "! holds no comment");
}

static void requests(void) {
  READS("POST /c HTTP/1.1\r\nHost: x\r\nDate: Wed, 03 Jan 2024 10:00:00 GMT\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\ncomment=Hi",
        "comment=Hi at Wed, 03 Jan 2024 10:00:00 GMT");
  READS("Content-Type: multipart/form-data; boundary=\"a b\"\r\n\r\n--a b\r\nContent-Disposition: "
        "form-data; name*=utf-8''comment\r\n\r\nHi\r\n--a b--\r\n",
        "comment=Hi");
  READS("POST / HTTP/1.1\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n"
        "5\r\n{\"com\r\nC\r\nment\":\"Hi\"}\n\r\n0\r\n\r\n",
        "comment=Hi");
  READS("POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded; charset=gbk\r\n\r\n"
        "comment=%C4%E3%BA%C3",
        "comment=你好");
}

/* A mailto: form quotes no line breaks: the comment is the first of its name, every
 * other field the last, and lines between belong to what stands above them. */
static void lines(void) {
  READS("comment=One\r\nname=not yet\r\nThree\r\nname=Bo\r\nemail=b@x.org\r\narticle=a.md\r\n",
        "comment=One\nname=not yet\nThree|name=Bo|email=b@x.org|article=a.md");
  READS("comment=a\nb = c", "comment=a\nb = c");
  READS("just a text\n", "! is neither a form (url-encoded, multipart, JSON, name=value lines) nor "
                         "a message");
}

static void mail(void) {
  READS("From: =?utf-8?B?6ZmI?= <chen@example.org>\r\nSubject: =?gb2312?Q?=C4=E3?=\r\n"
        " =?gb2312?Q?=BA=C3?=\r\nDate: x\r\n\r\nHi\r\n\r\n> quoted\r\n\r\nlast\r\n\r\nOn Monday "
        "Ann wrote:\r\n> old\r\n> older\r\n",
        "mail 陈 <chen@example.org> 你好: Hi\n\n> quoted\n\nlast at x");
  READS("From: a@example.org (Ann)\nSubject: Re: Tea\nContent-Type: text/plain; format=flowed; "
        "delsp=yes\n\ncomment=One \ntwo\nname=Bo\n-- \nsig\n",
        "comment=Onetwo|name=Bomail Ann <a@example.org> Re: Tea: ");
  READS("From: a@b.c\nContent-Type: multipart/mixed; boundary=o\n\npreamble\n--o\nContent-Type: "
        "multipart/alternative; boundary=i\n\n--i\nContent-Type: text/html\n\n<b>\n--i\nContent-"
        "Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n5L2g5aW9\n--i--\n"
        "--o\nContent-Type: text/plain\nContent-Disposition: attachment\n\nno\n--o--\n",
        "mail  <a@b.c> : 你好");
  READS("From: a@b.c\nContent-Type: text/html\n\n<b>x</b>", "! is a message without a text/plain "
                                                            "part");
  READS("From mailbox Mon\nFrom: \"B, \\\"Q\\\"\" <a@b.c>, c@d.e\nSubject: x\n\nHi\n-- \nsig",
        "mail B, \"Q\" <a@b.c> x: Hi");
}

static void bounds(void) {
  Arena a = { 0 };
  READS("", "! is empty");
  READS(" \n", "! is empty");
  Buf b = { 0 };
  for (int i = 0; i < 300; i++) buf_c(&b, "a=1&");
  CHECK_STR(fields(&a, buf_view(&b)), "! has more than 200 fields");
  buf_clear(&b);
  for (int i = 0; i < 10001; i++) buf_c(&b, "{\"comment\":1}\n");
  CHECK_STR(fields(&a, buf_view(&b)), "! holds more than 10,000 comments");
  buf_free(&b);
  arena_free(&a);
}

/* Parts within parts, words within words, boundaries that never end: linear time. */
static void hostile(void) {
  static const struct {
    const char *head, *again;
  } cases[] = {
    { "From: x\nContent-Type: multipart/mixed; boundary=a\n\n", "--a\n\n" },
    { "From: x\nSubject: ", "=?a?q?" },
    { "From: x\nSubject: ", "=?" },
    { "From: x\n", "Content-Type: multipart/mixed; boundary=a\n\n--a\n" },
    { "From: x\nContent-Type: a", "; b=\"" },
    { "--a\nContent-Disposition: form-data; name=b\n\n", "--a" },
    { "comment=", "\n>" },
    { "comment=x", "\nname=y" },
    { "From: x\n\n", "\n> :" },
    { "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n", "1\n" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    double seconds[2];
    for (int k = 0; k < 2; k++) {
      Arena a = { 0 };
      Buf b = { 0 };
      Forms forms;
      const char *problem;
      buf_c(&b, cases[i].head);
      while (b.n < (k ? 2000000u : 250000u)) buf_c(&b, cases[i].again);
      clock_t start = clock();
      form_read(&forms, &a, buf_view(&b), &problem);
      seconds[k] = (double)(clock() - start) / CLOCKS_PER_SEC;
      buf_free(&b);
      arena_free(&a);
    }
    if (seconds[1] > 40 * seconds[0] + 0.5)
      printf("  case %zu: %.3f %.3f\n", i, seconds[0], seconds[1]);
    CHECK(seconds[1] <= 40 * seconds[0] + 0.5);
  }
}

CHECKS_MAIN({ "url-encoded", url_encoded }, { "multipart", multipart }, { "JSON", json },
            { "requests", requests }, { "name=value lines", lines }, { "mail", mail },
            { "bounds", bounds }, { "hostile input takes linear time", hostile })
