/* settings_schema.c -- every key of publish.yaml with type, default and a line for
 * the manual. plugins:, checks: and fields: have shapes of their own and are
 * taken apart in settings.c. */
#include "model/settings_private.h"

#define LIST_OF(array)  .fields = array, .field_count = sizeof array / sizeof *array
#define AT_LEAST(n)     .has_min = true, .min = (n)
#define AT_MOST(n)      .has_max = true, .max = (n)
#define BETWEEN(lo, hi) AT_LEAST(lo), AT_MOST(hi)

static const char *const subtitle_names[] = { "tagline", "description", NULL };
static const char *const language_names[] = { "lang", "languageCode", "defaultContentLanguage",
                                              NULL };
static const char *const url_names[] = { "baseURL", "baseurl", "base_url", NULL };
static const char *const timezone_names[] = { "timeZone", "time_zone", NULL };
static const char *const permalink_names[] = { "permalinks", NULL };
static const char *const title_names[] = { "name", "label", "text", NULL };
static const char *const href_names[] = { "href", "link", "path", NULL };

static const char *const updated_choices[] = { "written", "history", NULL };
static const char *const language_choices[] = { "site", "article", NULL };
static const char *const interface_choices[] = { "declared", "site", "article", NULL };
static const char *const fail_choices[] = { "stop", "hold", NULL };
static const char *const ended_choices[] = { "error", "warning", "withdraw", NULL };
static const char *const licence_names[] = { "license", NULL };

static const Schema string_item = { .name = "", .type = SCHEMA_STRING };
static const Schema path_item = { .name = "", .type = SCHEMA_PATH };

static const Schema person_fields[] = {
  { .name = "name", .type = SCHEMA_STRING, .doc = "as readers see it" },
  { .name = "url", .type = SCHEMA_URL, .relative = true, .doc = "a page about them" },
  { .name = "email", .type = SCHEMA_EMAIL, .doc = "published as it is" },
  { .name = "role", .type = SCHEMA_STRING, .doc = "such as translator or photographs" },
};

static const Schema page_size_fields[] = {
  { .name = "home",
    .type = SCHEMA_INTEGER,
    .preset = "10",
    BETWEEN(1, 1000),
    .doc = "articles on the home page and its older pages" },
  { .name = "tag",
    .type = SCHEMA_INTEGER,
    .preset = "20",
    BETWEEN(1, 1000),
    .doc = "articles on a page of a tag" },
  { .name = "list",
    .type = SCHEMA_INTEGER,
    .preset = "20",
    BETWEEN(1, 1000),
    .doc = "articles on pages of other lists" },
};

static const Schema output_fields[] = {
  { .name = "branch",
    .type = SCHEMA_STRING,
    .preset = "pages",
    AT_LEAST(1),
    .doc = "where the finished site is committed" },
  { .name = "message", .type = SCHEMA_STRING, .doc = "first line of the commits" },
};

static const char *const directive_kinds[] = { "hugo", "liquid", "fenced", NULL };
static const char *const slug_choices[] = { "unicode", "ascii", NULL };
static const Schema web_fields[] = {
  { .name = "exclude",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .preset = "[]",
    .doc = "addresses that are not asked: how they begin, or with * for anything" },
  { .name = "pause",
    .type = SCHEMA_NUMBER,
    .preset = "1",
    BETWEEN(0, 60),
    .doc = "seconds between two questions to one host" },
  { .name = "timeout",
    .type = SCHEMA_NUMBER,
    .preset = "20",
    BETWEEN(1, 300),
    .doc = "seconds that one answer may take" },
  { .name = "keep",
    .type = SCHEMA_INTEGER,
    .preset = "7",
    BETWEEN(0, 365),
    .doc = "days until a link that was fine is asked again" },
};
static const Schema new_fields[] = {
  { .name = "path",
    .type = SCHEMA_PATH,
    .doc = "where a new article goes: articles/:year/:slug.md, also with :month, :day and "
           ":language; default as most articles are" },
  { .name = "slug",
    .type = SCHEMA_ENUM,
    .choices = slug_choices,
    .preset = "unicode",
    .doc = "letters of its name: as in the title, or transliterated to `ascii` (Chinese: pinyin)" },
  { .name = "template",
    .type = SCHEMA_PATH,
    .doc = "a file that it begins as, with {{ title }}, {{ date }}, {{ language }}, {{ author }}, "
           "{{ slug }}" },
};

static const Schema directive_kind = { .name = "",
                                       .type = SCHEMA_ENUM,
                                       .choices = directive_kinds };

static const char *const html_modes[] = { "safe", "off", "raw", NULL };
static const Schema html_name = { .name = "", .type = SCHEMA_STRING, .required = true };

static const Schema markdown_fields[] = {
  { .name = "html",
    .type = SCHEMA_ENUM,
    .choices = html_modes,
    .preset = "safe",
    .doc = "HTML in articles: `safe` keeps the elements, attributes and addresses of an allow "
           "list and the text of all others; `off` leaves HTML in Markdown out; `raw` keeps "
           "everything, scripts included" },
  { .name = "embeds",
    .type = SCHEMA_LIST,
    .item = &html_name,
    .doc = "hosts whose frames (`<iframe>`) are shown, such as `youtube-nocookie.com`; readers' "
           "browsers then send requests there. Frames of others become links" },
  { .name = "classes",
    .type = SCHEMA_LIST,
    .item = &html_name,
    .doc = "class names that HTML in articles may use, such as `caps` or `my-*`; others are left "
           "out, because a class could make text look like a part of the page" },
  { .name = "directives",
    .type = SCHEMA_LIST,
    .item = &directive_kind,
    .doc = "which directives articles may have: hugo `{{< name >}}`, liquid `{% name %}`, fenced "
           "`:::name`; all of them unless given, `[]` for none" },
  { .name = "smart",
    .type = SCHEMA_BOOLEAN,
    .preset = "false",
    .doc = "typographic quotes, dashes and ellipses" },
  { .name = "figures",
    .type = SCHEMA_BOOLEAN,
    .preset = "true",
    .doc = "an image alone in its paragraph becomes a figure with its title as caption" },
};

static const Schema limit_fields[] = {
  { .name = "seconds",
    .type = SCHEMA_NUMBER,
    .preset = "2",
    BETWEEN(0.1, 3600),
    .doc = "processor time for one article or page" },
  { .name = "memory",
    .type = SCHEMA_INTEGER,
    .preset = "512",
    BETWEEN(16, 65536),
    .doc = "MiB that a worker may use" },
  { .name = "bytes",
    .type = SCHEMA_INTEGER,
    .preset = "8388608",
    BETWEEN(1024, 67108864),
    .doc = "size of one source file" },
};

static const Schema menu_entry_fields[] = {
  { .name = "title", .type = SCHEMA_STRING, .aliases = title_names, .required = true },
  { .name = "url", .type = SCHEMA_URL, .relative = true, .aliases = href_names, .required = true },
  { .name = "language",
    .type = SCHEMA_STRING,
    .aliases = language_names,
    .doc = "of the title, when it is not the site's" },
};
static const Schema menu_entry = { .name = "", .type = SCHEMA_RECORD, LIST_OF(menu_entry_fields) };
static const Schema menu = { .name = "", .type = SCHEMA_LIST, .item = &menu_entry };

static const Schema footer_fields[] = {
  { .name = "text", .type = SCHEMA_STRING, .doc = "a line at the end of every page" },
  { .name = "links", .type = SCHEMA_LIST, .item = &menu_entry, .doc = "list of {title, url}" },
  { .name = "icp",
    .type = SCHEMA_STRING,
    .doc = "ICP filing number of a site in mainland China, such as 京ICP备12345678号-1" },
  { .name = "public_security",
    .type = SCHEMA_STRING,
    .doc = "its public-security filing number, such as 京公网安备11010502030001号" },
};

static const char *const folder_names[] = { "folder", "contentDir", NULL };
static const char *const own_names[] = { "name", "languageName", "label", NULL };
static const Schema language_fields[] = {
  { .name = "title", .type = SCHEMA_STRING, .doc = "the site's name in this language" },
  { .name = "subtitle", .type = SCHEMA_STRING, .aliases = subtitle_names },
  { .name = "articles",
    .type = SCHEMA_LIST,
    .item = &path_item,
    .single = true,
    .aliases = folder_names,
    .doc = "folders of its articles" },
  { .name = "path",
    .type = SCHEMA_PATH,
    .doc = "what the addresses of its pages begin with; default the tag, and nothing for the "
           "site's own language" },
  { .name = "name", .type = SCHEMA_STRING, .aliases = own_names, .doc = "as readers call it" },
  { .name = "menus",
    .type = SCHEMA_MAP,
    .item = &menu,
    .doc = "on its pages, in place of the site's menus of the same names" },
  { .name = "footer",
    .type = SCHEMA_RECORD,
    .scalar = "text",
    LIST_OF(footer_fields),
    .doc = "on its pages, in place of what the site's footer says" },
  { .name = "contact",
    .type = SCHEMA_RECORD,
    .scalar = "email",
    .open = true,
    LIST_OF(person_fields),
    .doc = "of its readers, in place of the site's" },
};
static const Schema language = {
  .name = "", .type = SCHEMA_RECORD, .scalar = "title", LIST_OF(language_fields)
};

static const Schema fields[] = {
  { .name = "title",
    .type = SCHEMA_STRING,
    .preset = "Untitled site",
    AT_LEAST(1),
    .doc = "the site's name" },
  { .name = "subtitle",
    .type = SCHEMA_STRING,
    .aliases = subtitle_names,
    .doc = "a line below the title; also the description for machines" },
  { .name = "url",
    .type = SCHEMA_URL,
    .relative = true,
    .aliases = url_names,
    .doc = "where the site will be, such as https://example.org/blog" },
  { .name = "language",
    .type = SCHEMA_STRING,
    .preset = "en",
    .aliases = language_names,
    .doc = "of articles that name none, and of the site's own texts" },
  { .name = "timezone",
    .type = SCHEMA_STRING,
    .preset = "UTC",
    .aliases = timezone_names,
    .doc = "of dates that name none: Asia/Shanghai, or +08:00" },
  { .name = "author",
    .type = SCHEMA_RECORD,
    .scalar = "name",
    .open = true,
    LIST_OF(person_fields),
    .doc = "of articles that name none" },
  { .name = "contact",
    .type = SCHEMA_RECORD,
    .scalar = "email",
    .open = true,
    LIST_OF(person_fields),
    .doc = "for questions about rights and corrections" },
  { .name = "articles",
    .type = SCHEMA_LIST,
    .item = &path_item,
    .single = true,
    .doc = "folders of articles; default articles" },
  { .name = "exclude",
    .type = SCHEMA_LIST,
    .item = &string_item,
    .single = true,
    .preset = "[]",
    .doc = "globs of source files that are left out" },
  { .name = "static",
    .type = SCHEMA_LIST,
    .item = &path_item,
    .single = true,
    .doc = "folders published as they are; default static" },
  { .name = "languages",
    .type = SCHEMA_ANY,
    .doc = "tags, or tag: {title, subtitle, articles, path, name, menus, footer, contact}; their "
           "addresses begin with /tag/" },
  { .name = "permalink",
    .type = SCHEMA_ANY,
    .preset = "/:year/:month/:slug/",
    .aliases = permalink_names,
    .doc = "pattern of articles' addresses, or a map: folder: pattern, default: pattern" },
  { .name = "pagination",
    .type = SCHEMA_RECORD,
    LIST_OF(page_size_fields),
    .doc = "articles on one page of a list" },
  { .name = "date_format",
    .type = SCHEMA_STRING,
    .preset = "long",
    .doc = "short, medium, long, full, a CLDR pattern, or strftime with %" },
  { .name = "updated",
    .type = SCHEMA_ENUM,
    .choices = updated_choices,
    .preset = "written",
    .doc = "dates of change: as `written` in articles, or of the last commit (`history`)" },
  { .name = "notice_language",
    .type = SCHEMA_ENUM,
    .choices = language_choices,
    .preset = "site",
    .doc = "notices are in the language of the `site`, or of each `article`" },
  { .name = "interface_language",
    .type = SCHEMA_ENUM,
    .choices = interface_choices,
    .preset = "declared",
    .doc = "the words around an article are in its language if that is `declared` in languages, "
           "in that of the `site`, or always in that of the `article`" },
  { .name = "licence",
    .type = SCHEMA_STRING,
    .aliases = licence_names,
    .doc = "of articles that name no source: such as CC BY 4.0" },
  { .name = "permission_ended",
    .type = SCHEMA_ENUM,
    .choices = ended_choices,
    .preset = "error",
    .doc = "what an article is whose source gave permission until a day that has passed" },
  { .name = "on_article_error",
    .type = SCHEMA_ENUM,
    .choices = fail_choices,
    .preset = "stop",
    .doc = "an article with errors: nothing is published (`stop`), or all but it (`hold`)" },
  { .name = "plugins",
    .type = SCHEMA_ANY,
    .doc = "plugins with their options; `name: false` turns one off" },
  { .name = "output", .type = SCHEMA_RECORD, LIST_OF(output_fields), .doc = "where the site goes" },
  { .name = "markdown",
    .type = SCHEMA_RECORD,
    LIST_OF(markdown_fields),
    .doc = "how articles are read" },
  { .name = "checks", .type = SCHEMA_ANY, .doc = "rule: error, warning or off" },
  { .name = "external_links",
    .type = SCHEMA_RECORD,
    LIST_OF(web_fields),
    .doc = "how `publish check --external` asks other sites" },
  { .name = "fields", .type = SCHEMA_ANY, .doc = "the site's own front-matter fields: name: type" },
  { .name = "new", .type = SCHEMA_RECORD, LIST_OF(new_fields), .doc = "what `publish new` makes" },
  { .name = "menus",
    .type = SCHEMA_MAP,
    .item = &menu,
    .preset = "{}",
    .doc = "name: list of {title, url}" },
  { .name = "footer",
    .type = SCHEMA_RECORD,
    .scalar = "text",
    LIST_OF(footer_fields),
    .doc = "what stands at the end of every page" },
  { .name = "limits",
    .type = SCHEMA_RECORD,
    LIST_OF(limit_fields),
    .doc = "what one article may cost" },
};
static const Schema root = { .name = "", .type = SCHEMA_RECORD, LIST_OF(fields) };

const Schema *settings_schema(void) {
  return &root;
}

const Schema *settings_language_schema(void) {
  return &language;
}
