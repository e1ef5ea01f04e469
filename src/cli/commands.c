/* commands.c -- the table of commands, in the order help shows them. */
#include "cli/commands.h"

enum { MANY = 1 << 20 };

static const Command commands[] = {
  { "build", "", COMMAND_BUILD, 0, 0, "publish a commit to the output branch",
    "Builds the site from a commit (HEAD unless --source names another) and commits it to the "
    "output "
    "branch, without touching any work tree. 'publish' alone means the same.\n"
    "The same commit, options and engine always give the same site. When the site is the one "
    "already "
    "published, no commit is made. Every published commit says in its message what it was made "
    "from; "
    "'publish verify' proves it.\n"
    "When the output branch already holds the site of a newer commit, nothing happens and the "
    "newer commit is named.\n"
    "With --push the output branch of a remote is fetched first, gone on from, and pushed; when "
    "another publisher was first, that is done again. A clone of depth 1 is enough. The program "
    "'git' does the traffic, with its credentials and proxies, and never asks for a password. The "
    "output branch here moves when the push has arrived, not before.",
    command_build },
  { "check", "[PATH...]", COMMAND_CHECK, 0, MANY, "do all checks without publishing",
    "Builds the whole site as 'publish' would, commits nothing, and says what is wrong: everything "
    "that 'publish' would report, and how many findings there are of each rule. With PATH (as for "
    "'list') only what is found in these articles counts; errors elsewhere than in articles stop "
    "every build and are always told.\n"
    "--baseline FILE names a list of findings that are known. Only others are shown and make the "
    "exit status 1. --update writes the list: one line for each finding, in order, to be "
    "committed. A finding is known again after its line has moved. Entries that are no longer "
    "found are named.\n"
    "--external also asks other sites whether links to them work: politely, at most once in "
    "external_links.keep days for each address. Dead links are told at the level of `checks: "
    "external_links:`, by default as warnings.\n"
    "More than ten findings of one rule are shown as the first few and a count; -v shows all, and "
    "--format=json, github and sarif have all.\n"
    "Exit status: 0 no errors (or none but known ones); 1 errors.",
    command_check },
  { "init", "DIR", COMMAND_INIT, 1, 1, "make a new article repository",
    "Makes a git repository in DIR, which must be missing or empty, with three short articles "
    "(with "
    "--demo: the whole starter site) and a first commit. It can be published at once.",
    command_init },
  { "new", "TITLE", COMMAND_NEW, 1, 1, "begin an article",
    "Writes the file of a new article into the work tree and prints its path and nothing else, so "
    "that\n"
    "  $EDITOR \"$(publish new 'Rain on the moor')\"\n"
    "opens it. Its front matter has the title, the date (now, in the site's time zone), the "
    "language if it is not the site's (--lang), the author if data/authors has git's user by "
    "e-mail "
    "address or name, and lines to fill in for fields that publish.yaml requires. Nothing says "
    "draft: what is not committed is not published.\n"
    "The file is named by the title: with the letters of its script, or with 'new: {slug: ascii}' "
    "in publish.yaml transliterated (Chinese to pinyin). It goes where most articles of the first "
    "folder of 'articles:' go (by year, dated as in Jekyll's _posts, index.md in a folder of its "
    "own), or where 'new: {path: articles/:year/:slug.md}' says; 'new: {template: FILE}' names "
    "what "
    "it begins as. Nothing is ever overwritten.",
    command_new },
  { "next", "", COMMAND_NEXT, 0, 0, "when the site will change by itself",
    "Prints the next instant at which publishing the same commit would give another site, because "
    "an article's date comes, it expires or is withdrawn, a source's permission ends, or another "
    "version of a notice begins to hold; and which articles that concerns. Publishing once at that "
    "instant is enough: until then nothing changes.\n"
    "With -q only the instant, for a timer; systemd wants it in its own form:\n"
    "  at=$(publish next -q) && [ -n \"$at\" ] &&\n"
    "  at=$(date -u -d \"$at\" '+%F %T UTC') &&\n"
    "  systemd-run --user --on-calendar=\"$at\" publish -C \"$PWD\"\n"
    "Where nothing is due it says so (-q: prints nothing), and the exit status is 0 as well.",
    command_next },
  { "diff", "[A [B]]", COMMAND_DIFF, 0, 2, "which pages differ between two revisions, and why",
    "Builds the site of two commits (branches, tags, or A..B) and lists the pages that are added, "
    "changed, removed, or lead elsewhere now, as readers will see them: an article changes its own "
    "page, and may change the related lists, neighbours, tag pages and notices of others. Without "
    "B: "
    "HEAD; without A as well: what is published against HEAD. Nothing is committed; a bare "
    "repository will do.\n"
    "Both are built as of the same time, now or --at, so that time makes no difference; what is "
    "published is built as of its own. More than ten pages that change for the same reasons are "
    "one "
    "line (-v: all of them).\n"
    "--rendered shows what changes on them line by line, as text; pages that change alike are "
    "shown "
    "once.\n"
    "Exit status: 0; with --exit-code, 1 when a page differs.",
    command_diff },
  { "urls", "", COMMAND_URLS, 0, 0, "list all addresses, or compare them with an old site's",
    "Lists every address of the site with its kind: page, redirect (and where it leads), feed or "
    "file. Nothing is committed.\n"
    "--against FILE asks what becomes of the addresses of an old site. FILE is its sitemap (an "
    "index of sitemaps is read with those that lie beside it), or a text with one address a line; "
    "each may be compressed with gzip. Each address is answered as a static host would answer: "
    "with a page, a redirect, a file, or not at all. For what is missing the nearest page is "
    "named, with lines to put into its article's front matter. Addresses of one other host are "
    "compared as if that host were to serve this site.\n"
    "With -q only what is missing is listed. Exit status: 0 every address is served; 1 some are "
    "missing.",
    command_urls },
  { "list", "[PATH...]", COMMAND_LIST, 0, MANY, "list the articles and what is known about them",
    "Shows every article that would be published: date, language, words, title, path, URL, tags "
    "(those found in the text with their score), related articles with their score, and notices. "
    "Nothing is committed.\n"
    "PATH is an article's file, a folder, or a pattern such as 'articles/2024/*'; it counts from "
    "the "
    "current folder or from the root of the repository.\n"
    "Not on a terminal, or with --format=json, each article is one line of JSON.",
    command_list_articles },
  { "notices", "[PATH...]", COMMAND_NOTICES, 0, MANY, "say which notice each article has, and why",
    "Shows for every article which notices it gets, in which version and language, from which "
    "file, "
    "who chose it (the article, its source, or which rule) and which conditions with which values "
    "made the rule hold; and what a rule or notice requires that the article lacks.\n"
    "--as-of answers for the past from git alone, so that it can be shown later what readers were "
    "told then. PATH is as for 'list'.\n"
    "Not on a terminal, or with --format=json, each article is one line of JSON.",
    command_notices },
  { "explain", "URL|PATH", COMMAND_EXPLAIN, 1, 1, "say how one page came about",
    "Renders one page of the site and says where each part of it came from: the blocks of its "
    "body with the article's line or the plugin that made them, the plugin and line behind each "
    "slot, which notice it has and why, its related articles with the terms they share and what "
    "each adds to the score, and how much the page was made from (--reads: what).\n"
    "The page is named by its address (https://..., or from the root of the site, with or "
    "without its base), or by the file of its article; an article's file name, its id or a part of "
    "its title "
    "will do too. Nothing is committed.",
    command_explain },
  { "verify", "[OUTPUT-COMMIT]", COMMAND_VERIFY, 0, 1, "build a published commit again and compare",
    "Reads from the commit's message what it was made from, builds that again, and compares. "
    "Without "
    "an argument: the tip of the output branch.\n"
    "Exit status: 0 it is the same; 1 it differs (the first differing paths are listed); 3 it was "
    "made by another engine, so nothing can be said.",
    command_verify },
  { "plugin list", "", COMMAND_PLUGIN_LIST, 0, 0, "list the plugins in use, in their order",
    "Shows for each plugin its version, where it comes from, why it runs where it does, its "
    "hooks, indexes, outputs and capabilities.",
    command_plugin_list },
  { "plugin doc", "[NAME]", COMMAND_PLUGIN_DOC, 0, 1, "the manual page of a plugin",
    "Shows what the plugin does, its version and place in the order, hooks, indexes, outputs, "
    "capabilities, texts, and every option with its type, bounds and default. Without NAME: one "
    "line for each plugin, in use or built in.\n"
    "--yaml prints the options for publish.yaml, commented out at their defaults; "
    "--format=json their JSON Schema.",
    command_plugin_doc },
  { "plugin add", "SOURCE", COMMAND_PLUGIN_ADD, 1, 1, "copy a plugin into this repository",
    "SOURCE is a folder, or a repository and what to take from it: URL@REV, where REV is a tag, a "
    "branch or a commit (https, ssh, git and file addresses; DIR@REV for a repository on disk). "
    "The "
    "plugin is the folder or repository itself when it holds init.lua, or one in its folder "
    "plugins/; "
    "where there are several, --name chooses.\n"
    "Its files are copied to plugins/NAME of the work tree, as a whole or not at all, but for "
    "names "
    "that begin with '.'. plugins/NAME/.origin.yaml records where they came from: source, "
    "revision, "
    "commit and a digest. Nothing of the plugin is run but its header; what it can do is shown, so "
    "that it can be judged before it is committed.",
    command_plugin_add },
  { "plugin update", "[NAME]", COMMAND_PLUGIN_UPDATE, 0, 1, "bring added plugins up to date",
    "Fetches the plugin NAME, or every plugin that 'plugin add' brought, again from where it came, "
    "at "
    "the revision recorded or at --to REV, and shows the difference line by line. Nothing is "
    "written "
    "without --apply.\n"
    "Local changes are named and never lost: a plugin with files that differ from what was added "
    "is "
    "not replaced, unless --force is given and the changes are committed.",
    command_plugin_update },
  { "plugin try", "NAME ARTICLE", COMMAND_PLUGIN_TRY, 2, 2, "show what a plugin does to an article",
    "Builds the site without the plugin and with it, publishes nothing, and shows what differs: "
    "the "
    "article's document and its page, as diffs; what the plugin says, the facts it gives, and how "
    "much of its budget it took. A plugin that publish.yaml turns off is tried as well.\n"
    "ARTICLE is a path, a file name, an id, an address or a part of the title. The files are those "
    "on disk, or with --source those of a commit.",
    command_plugin_try },
  { "plugin new", "NAME", COMMAND_PLUGIN_NEW, 1, 1, "make a new plugin with a first test",
    "Writes plugins/NAME/ with a small working plugin, its texts in English and Chinese, a first "
    "test case that passes, and a README; and settings for editors with the Lua language server. "
    "Nothing is overwritten. In a folder that is no repository, the plugin is written to NAME/.",
    command_plugin_new },
  { "plugin test", "[NAME...]", COMMAND_PLUGIN_TEST, 0, MANY, "run the test cases of plugins",
    "Runs the cases in plugins/NAME/tests/ of the work tree, of all plugins or of those named; in "
    "a folder that holds init.lua, those of that plugin, repository or not. Nothing is committed.\n"
    "A case is a folder with in.md (one article) or site/ (a small repository), perhaps "
    "options.yaml, and what must come out: expect.html (body and slots), expect.ast, expect.diag "
    "(all messages), expect.files (paths) or files in expect/. --update writes these from what "
    "came out.\n"
    "Without being asked, each case is built again: a second time, in another order, with one "
    "worker and with many, and with results kept from a slightly different site. The result must "
    "not change. What the hooks take of their budget is told.\n"
    "Exit status: 0 everything passed; 1 something failed.",
    command_plugin_test },
  { "plugin types", "[DIR]", COMMAND_PLUGIN_TYPES, 0, 1,
    "write definitions for editors: functions, hooks, options",
    "Writes publish.lua (every function, hook and object that a plugin can use) and options.lua (a "
    "class for the options of each plugin in use) into DIR, .publish/types unless given, for the "
    "Lua language server. They are made from the tables that register the functions.\n"
    "In an editor 'function P.page(page, site)' then knows what page and site are; options are "
    "typed by '---@type options.NAME' above 'local options = P.options'.",
    command_plugin_types },
  { "plugin reference", "[CHAPTER]", COMMAND_PLUGIN_REFERENCE, 0, 1,
    "print the reference of everything that a plugin can use",
    "Prints every hook, function and field with its parameters, results, errors and an example, "
    "in Markdown; with --format=json one line each. CHAPTER is plugin, libraries or lua. No "
    "repository is needed.",
    command_plugin_reference },
  { "plugin conformance", "[DIR]", COMMAND_PLUGIN_CONFORMANCE, 0, 1,
    "check that this program keeps the plugin API's promises",
    "Runs the conformance suite of the plugin API from the program itself: no repository is "
    "needed, "
    "nothing is read or written. Each case pins what plugins with `api = 1` may rely on; their "
    "names read as a specification. With DIR, the suite is read from there.",
    command_plugin_conformance },
  { "schema", "[FILE...]", COMMAND_SCHEMA, 0, MANY,
    "JSON Schemas, so that editors complete and check",
    "Prints the JSON Schema (draft-07) of publish.yaml, with the options of all plugins in use or "
    "built in; of front-matter, with the site's own fields; or of a data file whose shape is "
    "known: data/authors, data/sources, data/images, data/counts, data/comments/NAME.\n"
    "--write puts all of them into .publish/schema/ of the work tree and says which line makes "
    "editors use them. The build never reads that folder.",
    command_schema },
  { "views import", "FILE...", COMMAND_VIEWS_IMPORT, 1, MANY,
    "count the readers of each article from access logs or a table",
    "Reads access logs and tables of counts and merges what they say into data/counts.yaml, by "
    "article id. FILE may be compressed with gzip; '-' is standard input. The same log twice, or "
    "one that has grown since, counts only what is new: data/imports.yaml remembers digests of "
    "what was read. No address, user agent or name of a visitor is stored anywhere.\n"
    "Formats, told by their lines:\n"
    "  1.2.3.4 - - [10/Oct/2024:13:55:36 +0000] \"GET /a/ HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 "
    "...\"\n"
    "common or combined, of Apache and nginx, also with a virtual host in front;\n"
    "  {\"time\":\"2024-10-10T13:55:36Z\",\"method\":\"GET\",\"uri\":\"/a/\",\"status\":200}\n"
    "JSON lines of nginx, Caddy, Cloudflare, Traefik and others: path, uri, request_uri or url; "
    "status, method, user_agent or ua, ip or remote_addr, time or ts;\n"
    "  #Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)\n"
    "W3C extended logs, as CloudFront and IIS write them;\n"
    "  /a/,1234\n"
    "a table, whose first line may name its columns: path (or url, id), views (or count), likes, "
    "comments, favourites. Its numbers are totals and replace those there are, so that it can be "
    "given again; with --add they are added, once.\n"
    "A line of a log counts when all of this holds: it is a GET; it was answered with 200 or 304; "
    "it was not asked for in advance (prefetch); its user agent is not empty and not in the list "
    "of "
    "robots; it asks for an article, by any of its addresses, former ones too; and the same "
    "visitor "
    "(address and user agent, held in memory only) has not read the same article within half an "
    "hour. The summary says how many lines were left out for which reason.\n"
    "Where there is a work tree the two data files are written there, and --commit commits them; a "
    "bare repository gets the commit. A file that cannot be read to its end, and a table with a "
    "wrong line, is not imported, and then nothing is written at all.",
    command_views_import },
  { "comments import", "FILE...", COMMAND_COMMENTS_IMPORT, 1, MANY,
    "put readers' comments on a branch for moderation",
    "Reads comments from form posts saved as files (url-encoded, multipart/form-data, JSON, "
    "name=value lines, with or without the headers of the request) and from messages of e-mail "
    "(.eml), and commits each as a file data/comments/<article>/<id>.yaml to the moderation "
    "branch. "
    "Merging that branch publishes them; a comment whose file was removed on it does not come "
    "back. "
    "A folder stands for the files in it.\n"
    "Signs of spam (links, repeats, a filled honeypot, speed) are marked in the files and in the "
    "commit's message. E-mail addresses are kept as keyed digests only; the key is made at first "
    "use "
    "in the repository's git folder (publish/comments.key).\n"
    "Importing a file twice changes nothing. Files with mistakes are all reported, good ones are "
    "imported, and the exit status is 1. Nothing is checked out.",
    command_comments_import },
  { "import jekyll", "[PATH]", COMMAND_IMPORT_JEKYLL, 0, 1,
    "make an article repository of a Jekyll site",
    "Reads _config.yml, posts, drafts, collections, pages and data of the Jekyll site in PATH (a "
    "folder, or a repository as its HEAD has it), and commits what publish needs to the new branch "
    "import/jekyll: publish.yaml, the articles with what must change in them, pages in pages/, "
    "files in static/ and data/. Without PATH the old site is this repository: then files that "
    "need "
    "no change stay where they are. No work tree is touched.\n"
    "The site is then built once, and an article whose address would not be the old one gets a "
    "`permalink`. What cannot be carried over (layouts, includes, Liquid in articles, plugins) is "
    "told once for each kind, and listed in IMPORT.md on the branch; --format=json has every "
    "place.\n"
    "Nothing is published: look at the branch, and merge it when it is right.",
    command_import_jekyll },
  { "import wordpress", "FILE...", COMMAND_IMPORT_WORDPRESS, 1, MANY,
    "bring an export of WordPress over, as commits on a new branch",
    "Reads the files that WordPress saves under Tools, Export (WXR; several parts, any size, "
    "perhaps gzip) and commits what they hold, in steps that can be reviewed, to the new branch "
    "import/wordpress: publish.yaml, data/authors.yaml and data/taxonomies.yaml, articles by year "
    "in articles/, pages in pages/, approved comments in data/comments/. Nothing is checked out.\n"
    "Texts become Markdown; each is read again and compared with what it was made from, and where "
    "the two differ the article stays HTML (.html). Shortcodes of WordPress itself and the block "
    "editor's comments are resolved; what plugins filled is named and stays readable. Addresses of "
    "articles stay as they were, old slugs become aliases. Drafts, and what had a password or was "
    "private, are drafts.\n"
    "Pictures keep their old addresses (import/attachments.txt lists them); with --media DIR, a "
    "copy "
    "of wp-content/uploads, they are copied into static/. E-mail addresses of readers are kept as "
    "keyed digests only, those of authors not at all; those that Cloudflare hid come back.\n"
    "IMPORT.md on the branch says what could not be carried over. An export that is damaged or cut "
    "short is imported as far as it goes, with exit status 1.",
    command_import_wordpress },
  { "import hugo", "[PATH]", COMMAND_IMPORT_HUGO, 0, 1, "make an article repository of a Hugo site",
    "Reads the configuration (hugo.toml, config.yaml, config/_default ...) and content of the Hugo "
    "site "
    "in PATH (a folder, or a repository as its HEAD has it), and commits what publish needs to the "
    "new "
    "branch import/hugo: publish.yaml with languages, permalinks and menus, the articles with what "
    "must "
    "change in them, bundles, static/ and data/. Without PATH the old site is this repository: "
    "then "
    "files that need no change stay where they are. No work tree is touched.\n"
    "The site is then built once, and an article whose address would not be the old one gets a "
    "`permalink`. What cannot be carried over (layouts, themes, assets, shortcodes that no plugin "
    "claims) is told once for each kind, and listed in IMPORT.md on the branch; --format=json has "
    "every "
    "place.\n"
    "Nothing is published: look at the branch, and merge it when it is right.",
    command_import_hugo },
  { "manual", "DIR", COMMAND_MANUAL, 1, 1, "write manual pages and completions for shells",
    "Writes publish(1) and a page for each command into DIR/man/man1, and completions for bash, "
    "zsh and fish where these look for them below a folder such as /usr/local/share or "
    "~/.local/share. Packages and 'cmake --install' bring them; this is for a program that was "
    "copied. No repository is needed.\n"
    "For one user:\n"
    "  publish manual ~/.local/share\n"
    "bash and fish find their file there by themselves, and man its pages when ~/.local/bin is in "
    "PATH; zsh needs the folder zsh/site-functions in fpath.",
    command_manual },
  { "help", "[COMMAND|CODE]", COMMAND_HELP, 0, 2, "explain a command or a message's code",
    "'publish help build' explains a command, 'publish help P0123' the code in brackets behind a "
    "message, and 'publish help codes' lists all codes.",
    command_help },
  { "version", "", COMMAND_VERSION, 0, 0, "versions and the engine id",
    "The version of this program and of every library, and the engine id: a digest of all that can "
    "change what is published.",
    command_version },
};

static const ExitMeaning meanings[] = {
  { EXIT_DONE, "published or nothing to do" },
  { EXIT_CONTENT, "an article, template, setting or plugin is at fault" },
  { EXIT_USAGE, "wrong use of the command line" },
  { EXIT_MACHINE, "the repository or machine is at fault" },
};

const ExitMeaning *exit_meanings(size_t *count) {
  *count = sizeof meanings / sizeof meanings[0];
  return meanings;
}

const Command *command_list(size_t *count) {
  *count = sizeof commands / sizeof commands[0];
  return commands;
}

const Command *command_named(Str name) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (str_eqc(name, commands[i].name)) return &commands[i];
  return NULL;
}
