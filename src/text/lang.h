/* lang.h -- language tags (BCP 47): is it one, what is its base, which of the
 * languages at hand comes nearest.
 *
 * Tags are compared without regard to case. Nothing here fails: a malformed tag
 * has no base and matches nothing. lang_script and lang_name ask ICU (call
 * text_open first); the rest is plain bytes. */
#ifndef PUBLISH_TEXT_LANG_H
#define PUBLISH_TEXT_LANG_H

#include "base/arena.h"

/* Well-formed by RFC 5646: language[-script][-region][-variant...][-extensions].
 * "zh_CN" is not (the separator is '-'); "x-klingon" and "und" are. */
bool lang_valid(Str tag);
/* "zh" of "zh-Hans-CN": a view of the first part, in the case it was written. */
Str lang_base(Str tag);
/* Is the base language of `tag` this one? lang_is("zh-Hant", "zh") is true. */
bool lang_is(Str tag, const char *base);
/* Conventional case: zh-hans-cn becomes zh-Hans-CN. A malformed tag is copied. */
Str lang_canonical(Arena *a, Str tag);
/* Four letters: the tag's own script, else the usual one of language and region
 * (zh: Hans; zh-TW, zh-HK, zh-MO: Hant; en: Latn). "Zzzz" when unknown. */
Str lang_script(Arena *a, Str tag);
bool lang_rtl(Str tag); /* is it written from right to left? */
/* The language's name in itself ("Deutsch", "简体中文"); the tag when unknown. */
Str lang_name(Arena *a, Str tag);

/* Index of the tag in `available` that serves a reader of `wanted` best, or -1.
 * In order: the same tag; same base, script and region; same base and script
 * (a tag without a region before one with another region); same base. Script
 * defaults count: zh-TW takes zh-Hant before zh-CN. The first of equals wins. */
long lang_nearest(Str wanted, const Str *available, size_t count);

/* Can who reads `reader` read a text in `text`? Same base language and same script:
 * en-GB reads en, zh-TW reads zh-Hant, but not zh-Hans. */
bool lang_reads(Str reader, Str text);

#endif
