/* report_sarif.c -- findings as one SARIF document. */
#include "cli/report_sarif.h"

#include "base/digest.h"
#include "base/map.h"
#include "cli/finding.h"

typedef struct {
  Buf *out;
  Arena arena;
  Map rules; /* id -> its place in the list + 1 */
  Map seen;  /* key of a finding -> how many there were */
  bool suppress;
  size_t count; /* results so far */
} Sarif;

static const char *const levels[] = { "note", "warning", "error" };

static void text(Buf *out, const char *name, Str s) {
  buf_printf(out, "\"%s\":\"", name);
  json_escape(out, s);
  buf_byte(out, '"');
}

/* A message is plain text, but "[x](y)" in it is a link and "{0}" takes an argument. */
static void message(Sarif *s, Str words) {
  Buf plain = { 0 };
  for (size_t i = 0; i < words.n; i++) {
    char c = words.p[i], next = i + 1 < words.n ? words.p[i + 1] : '\0';
    if (c == ']' && next == '(') buf_byte(&plain, '\\');
    if (c == '{' && next >= '0' && next <= '9') buf_byte(&plain, '{');
    buf_byte(&plain, c);
  }
  buf_c(s->out, "\"message\":{");
  text(s->out, "text", buf_view(&plain));
  buf_byte(s->out, '}');
  buf_free(&plain);
}

/* -- rules -- */

static void collect_rules(Sarif *s, const Diags *d) {
  for (size_t i = 0; d && i < d->count; i++) {
    Str id = finding_rule(&d->items[i], &s->arena);
    if (id.n && !map_has(&s->rules, id)) map_put(&s->rules, id, &d->items[i]);
  }
}

static void rules(Sarif *s) {
  Buf *out = s->out;
  buf_c(out, "\"rules\":[");
  for (size_t i = 0; i < s->rules.count; i++) {
    const Diag *r = s->rules.items[i].value;
    const CodeInfo *info = code_info(r->code);
    Str title = info ? str_c(info->title) : S(""), help = info ? str_c(info->text) : S("");
    buf_c(out, i ? ",\n{" : "\n{");
    text(out, "id", s->rules.items[i].key);
    if (info) {
      buf_byte(out, ',');
      text(out, "name", str_c(info->name));
      buf_c(out, ",\"shortDescription\":{");
      text(out, "text", title);
      buf_c(out, "},\"fullDescription\":{");
      text(out, "text", help);
      buf_c(out, "},\"help\":{");
      text(out, "text", help);
      buf_byte(out, ',');
      text(out, "markdown", help);
      buf_byte(out, '}');
    }
    buf_printf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"}}", levels[r->severity]);
  }
  buf_byte(out, ']');
  for (size_t i = 0; i < s->rules.count; i++) s->rules.items[i].value = (void *)(uintptr_t)(i + 1);
}

/* -- results -- */

static void uri(Buf *out, Str path) {
  for (size_t i = 0; i < path.n; i++) {
    unsigned char c = (unsigned char)path.p[i];
    bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                 c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (plain)
      buf_byte(out, (char)c);
    else
      buf_printf(out, "%%%02X", c);
  }
}

static void place(Buf *out, const Diag *r) {
  buf_c(out, "\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"");
  if (str_starts(r->file, S("/"))) buf_c(out, "file://");
  uri(out, r->file);
  buf_byte(out, '"');
  if (!str_starts(r->file, S("/"))) buf_c(out, ",\"uriBaseId\":\"SRCROOT\"");
  buf_byte(out, '}');
  if (r->line) {
    buf_printf(out, ",\"region\":{\"startLine\":%u", (unsigned)r->line);
    if (r->col)
      buf_printf(out, ",\"startColumn\":%u,\"endColumn\":%u", (unsigned)r->col,
                 (unsigned)(r->col + r->length));
    buf_byte(out, '}');
    /* The whole line, or what is known of it. */
    if (r->excerpt.n) {
      buf_printf(out, ",\"contextRegion\":{\"startLine\":%u,\"snippet\":{", (unsigned)r->line);
      text(out, "text", r->excerpt);
      buf_c(out, "}}");
    }
  }
  buf_c(out, "}}]");
}

static void properties(Buf *out, const Diag *r) {
  const struct {
    const char *name;
    Str value;
  } all[] = {
    { "help", r->help }, { "plugin", r->plugin }, { "hook", r->hook }, { "article", r->article }
  };
  bool any = false;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (!all[i].value.n) continue;
    buf_c(out, any ? "," : ",\"properties\":{");
    text(out, all[i].name, all[i].value);
    any = true;
  }
  if (any && r->more) buf_printf(out, ",\"more\":%u", (unsigned)r->more);
  if (any) buf_byte(out, '}');
}

static void fingerprint(Sarif *s, const Diag *r) {
  Str key = finding_key(r, &s->arena);
  uintptr_t before = (uintptr_t)map_get(&s->seen, key);
  map_put(&s->seen, key, (void *)(before + 1));
  Digester d;
  char hex[33];
  digester_init(&d);
  digester_add(&d, key);
  digester_uint(&d, before);
  digest_hex(hex, digester_end(&d));
  buf_printf(s->out, ",\"partialFingerprints\":{\"publishFinding/v1\":\"%s\"}", hex);
}

static void rule_of(Sarif *s, const Diag *r) {
  Str id = finding_rule(r, &s->arena);
  if (!id.n) return;
  text(s->out, "ruleId", id);
  buf_printf(s->out, ",\"ruleIndex\":%zu,", (size_t)(uintptr_t)map_get(&s->rules, id) - 1);
}

static void results(Sarif *s, const Diags *d, bool known) {
  Buf *out = s->out;
  for (size_t i = 0; d && i < d->count; i++) {
    const Diag *r = &d->items[i];
    if (!r->file.n) continue;
    buf_c(out, s->count++ ? ",\n{" : "\n{");
    rule_of(s, r);
    buf_printf(out, "\"level\":\"%s\",", levels[r->severity]);
    message(s, r->message);
    buf_byte(out, ',');
    place(out, r);
    fingerprint(s, r);
    if (known)
      buf_c(out, ",\"suppressions\":[{\"kind\":\"external\",\"status\":\"accepted\","
                 "\"justification\":\"known: it stands in the baseline\"}]");
    else if (s->suppress)
      buf_c(out, ",\"suppressions\":[]");
    properties(out, r);
    buf_byte(out, '}');
  }
}

/* What is about no file: about the run. */
static void notifications(Sarif *s, const Diags *d) {
  Buf *out = s->out;
  size_t n = 0;
  buf_c(out, "\"toolExecutionNotifications\":[");
  for (size_t i = 0; i < d->count; i++) {
    const Diag *r = &d->items[i];
    if (r->file.n) continue;
    Str id = finding_rule(r, &s->arena);
    buf_printf(out, "%s{\"level\":\"%s\",", n++ ? "," : "", levels[r->severity]);
    if (id.n) {
      buf_c(out, "\"descriptor\":{");
      text(out, "id", id);
      buf_printf(out, ",\"index\":%zu},", (size_t)(uintptr_t)map_get(&s->rules, id) - 1);
    }
    message(s, r->message);
    properties(out, r);
    buf_byte(out, '}');
  }
  buf_byte(out, ']');
}

void sarif_print(Buf *out, const Diags *d, const Diags *known, ExitStatus status) {
  Sarif s = { .out = out, .suppress = known != NULL };
  collect_rules(&s, d);
  collect_rules(&s, known);
  buf_c(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
             "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"publish\",\"version\":\"" PUBLISH_VERSION
             "\",");
  rules(&s);
  buf_c(out, "}},\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{\"SRCROOT\":"
             "{\"description\":{\"text\":\"the root of the article repository\"}}},\n");
  buf_printf(out, "\"invocations\":[{\"executionSuccessful\":%s,\"exitCode\":%d,",
             status <= EXIT_CONTENT ? "true" : "false", (int)status);
  notifications(&s, d);
  buf_c(out, "}],\n\"results\":[");
  /* Known ones are the first of their kind, so they are counted first. */
  results(&s, known, true);
  results(&s, d, false);
  buf_c(out, "]}]}\n");
  map_free(&s.rules);
  map_free(&s.seen);
  arena_free(&s.arena);
}
