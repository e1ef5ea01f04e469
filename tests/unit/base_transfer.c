/* base_transfer.c -- base64, quoted-printable and percent signs, damaged ones too. */
#include "check.h"

#include "base/transfer.h"

static void base64(void) {
  Arena a = { 0 };
  CHECK_STR(transfer_base64(&a, S("SGVsbG8=")), "Hello");
  CHECK_STR(transfer_base64(&a, S("SGVs\r\nbG8h\r\n")), "Hello!");
  CHECK_STR(transfer_base64(&a, S("S!G*V~s-bG8=trailing")), "Hello");
  CHECK_STR(transfer_base64(&a, S("")), "");
  CHECK_STR(transfer_base64(&a, S("=")), "");
  arena_free(&a);
}

static void quoted(void) {
  Arena a = { 0 };
  CHECK_STR(transfer_quoted(&a, S("=E4=BD=A0=e5=A5=BD"), false), "你好");
  CHECK_STR(transfer_quoted(&a, S("one =\r\ntwo=  \nthree"), false), "one twothree");
  CHECK_STR(transfer_quoted(&a, S("a=zz b= c="), false), "a=zz b= c=");
  CHECK_STR(transfer_quoted(&a, S("a_b=5F"), true), "a b_");
  CHECK_STR(transfer_quoted(&a, S("a_b"), false), "a_b");
  arena_free(&a);
}

static void percent(void) {
  Arena a = { 0 };
  CHECK_STR(transfer_percent(&a, S("a+b%20c%2"), true), "a b c%2");
  CHECK_STR(transfer_percent(&a, S("a+b%zz%E4%BD%A0"), false), "a+b%zz你");
  arena_free(&a);
}

CHECKS_MAIN({ "base64", base64 }, { "quoted-printable", quoted }, { "percent", percent })
