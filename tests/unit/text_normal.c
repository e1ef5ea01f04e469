/* Normal forms, tag keys, language tags. */
#include "check.h"
#include "text/lang.h"
#include "text/normal.h"
#include "text/text.h"

static Arena a;

static void forms(void) {
  CHECK(normal_is_nfc(S("plain")));
  CHECK(normal_is_nfc(S("\xC3\xA9 中文")));
  CHECK(!normal_is_nfc(S("e\xCC\x81")));
  CHECK(!normal_is_nfc(S("\xFF")));
  CHECK_STR(normal_nfc(&a, S("e\xCC\x81")), "\xC3\xA9");
  CHECK_STR(normal_nfc(&a, S("a\xFFz")), "a\xEF\xBF\xBDz");
  Str same = S("unchanged");
  CHECK(normal_nfc(&a, same).p == same.p);
  CHECK_STR(normal_fold(&a, S("Ｇｏ STRAßE ﬁ")), "go strasse fi");
  CHECK_STR(normal_lower(&a, S("STRAßE İ")), "straße i\xCC\x87");
  CHECK_STR(normal_upper(&a, S("straße abc")), "STRASSE ABC");
}

static void tag_keys(void) {
  CHECK_STR(tag_key(&a, S("  Open\t Source ")), "open source");
  CHECK_STR(tag_key(&a, S("ＡＩ　技术")), "ai 技术");
  CHECK_STR(tag_key(&a, S("zero\xE2\x80\x8Bwidth")), "zerowidth");
  CHECK_STR(tag_key(&a, S("C++")), "c++");
  CHECK_STR(tag_key(&a, S(" \t ")), "");
}

static void tags_valid(void) {
  static const char *const good[] = {
    "en",        "zh-Hans-CN", "zh-yue", "de-1996",         "sl-rozaj-biske", "th-u-ca-buddhist",
    "x-klingon", "es-419",     "und",    "en-a-bbb-x-a-ccc"
  };
  static const char *const bad[] = { "",
                                     "e",
                                     "zh_CN",
                                     "en-",
                                     "-en",
                                     "en--us",
                                     "zh-Hans-CN-!",
                                     "toolonglanguage",
                                     "en-u",
                                     "english language",
                                     "english",
                                     "en-US-GB" };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) CHECK(lang_valid(str_c(good[i])));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!lang_valid(str_c(bad[i])));
}

static void parts(void) {
  CHECK_STR(lang_base(S("zh-Hans-CN")), "zh");
  CHECK(lang_is(S("ZH-tw"), "zh"));
  CHECK_STR(lang_canonical(&a, S("ZH-hANS-cn")), "zh-Hans-CN");
  CHECK_STR(lang_canonical(&a, S("EN-us-X-TW")), "en-US-x-tw");
  CHECK_STR(lang_script(&a, S("zh")), "Hans");
  CHECK_STR(lang_script(&a, S("zh-TW")), "Hant");
  CHECK_STR(lang_script(&a, S("zh-hant-CN")), "Hant");
  CHECK_STR(lang_script(&a, S("ru")), "Cyrl");
  CHECK_STR(lang_script(&a, S("no such tag")), "Zzzz");
  CHECK(lang_rtl(S("ar")) && lang_rtl(S("he-IL")) && !lang_rtl(S("en")));
  CHECK_STR(lang_name(&a, S("de")), "Deutsch");
  CHECK_STR(lang_name(&a, S("zh-Hans")), "简体中文");
}

static void nearest(void) {
  const Str have[] = { S("en"), S("zh-CN"), S("zh-Hant"), S("pt-BR") };
  CHECK_INT(lang_nearest(S("en-GB"), have, 4), 0);
  CHECK_INT(lang_nearest(S("zh"), have, 4), 1);
  CHECK_INT(lang_nearest(S("zh-Hans"), have, 4), 1);
  CHECK_INT(lang_nearest(S("zh-TW"), have, 4), 2);
  CHECK_INT(lang_nearest(S("pt"), have, 4), 3);
  CHECK_INT(lang_nearest(S("PT-pt"), have, 4), 3);
  CHECK_INT(lang_nearest(S("fr"), have, 4), -1);
  CHECK_INT(lang_nearest(S(""), have, 4), -1);
}

static TextTools *tools;
static void begin(void) {
  Diags d = { 0 };
  tools = text_open(&d);
  CHECK(tools != NULL);
}
static void finish(void) {
  text_close(tools);
  arena_free(&a);
}

CHECKS_MAIN({ "begin", begin }, { "normal forms", forms }, { "tag keys", tag_keys },
            { "valid language tags", tags_valid }, { "parts of a tag", parts },
            { "nearest language", nearest }, { "finish", finish })
