/* directives_check.c -- what is wrong with the directives of an article, and what is left of
 * those that nobody claims. */
#include "plugin/host_private.h"

#include "base/map.h"
#include "doc/directive.h"
#include "doc/edit.h"
#include <stdlib.h>

enum { TOLD_MOST = 20 };

/* A name that nobody claims, with the places where it stands. */
typedef struct {
  Str name;
  const Source *source;
  Range *at;
  size_t count, cap;
  bool address; /* claimed, but it stands for an address and gives none */
} Unknown;

typedef struct {
  const Host *host;
  const HostJob *job;
  const Source *source; /* of the article */
  Severity severity;    /* of what prints nothing or is shown as text */
  bool silent;          /* these are not told at all */
  bool ok;
  size_t count;
  Unknown *unknown; /* in the order of their first place */
  size_t unknown_count, unknown_cap;
  Map by_name; /* name -> place in `unknown`, from 1 */
} Telling;

static bool own_source(const Telling *t, const Node *n) {
  return n->source == t->source;
}

/* NULL: enough was said. */
static Diag *tell(Telling *t, Severity severity, Range at, const char *help, const char *message,
                  Str name, const char *rest) {
  t->ok = t->ok && severity != DIAG_ERROR;
  if (t->count++ >= TOLD_MOST) return NULL;
  return diag_at(t->job->diags, severity, P_DIRECTIVE, t->source, at, help, "%s%.*s%s", message,
                 STR(name), rest);
}

/* What was likely meant. */
static Str nearest(const Host *h, Arena *a, Str name) {
  size_t count = 2, n = 0;
  for (size_t i = 0; i < h->count; i++) count += h->plugins[i].directive_count;
  Str *names = ARENA_ARRAY(a, count, Str);
  names[n++] = S("figure"); /* the parser's own */
  names[n++] = S("image");
  for (size_t i = 0; i < h->count; i++)
    for (size_t k = 0; k < h->plugins[i].directive_count; k++)
      names[n++] = h->plugins[i].directives[k];
  return str_nearest(name, names, n);
}

static void note_unknown(Telling *t, Str name, Range at, bool address) {
  if (t->silent) return;
  Arena *a = t->job->arena;
  Str key = arena_printf(a, "%d%.*s", address, STR(name));
  uintptr_t place = (uintptr_t)map_get(&t->by_name, key);
  if (!place) {
    t->unknown = arena_grow(a, t->unknown, t->unknown_count, &t->unknown_cap, sizeof *t->unknown);
    t->unknown[t->unknown_count++] = (Unknown){ .name = name, .address = address };
    place = t->unknown_count;
    map_put(&t->by_name, key, (void *)place);
  }
  Unknown *u = &t->unknown[place - 1];
  u->at = arena_grow(a, u->at, u->count, &u->cap, sizeof *u->at);
  u->at[u->count++] = at;
}

static int by_offset(const void *a, const void *b) {
  size_t x = ((const Range *)a)->offset, y = ((const Range *)b)->offset;
  return (x > y) - (x < y);
}

/* One record for all places; diags_sort makes one of those of all articles. */
static void tell_unknown(Telling *t, Unknown *u) {
  qsort(u->at, u->count, sizeof *u->at, by_offset);
  Diags *d = t->job->diags;
  const Plugin *elsewhere = directive_claimer(t->host, NULL, u->name);
  t->ok = t->ok && t->severity != DIAG_ERROR;
  if (t->count++ >= TOLD_MOST) return;
  Diag *r;
  if (u->address) {
    r = diag_at(d, t->severity, P_DIRECTIVE_UNKNOWN, t->source, u->at[0],
                "ref, relref, link and post_url give one, with the plugin 'directives' in use",
                "the directive '%.*s' gives no address: the link is left out", STR(u->name));
  } else {
    Str near = elsewhere ? S("") : nearest(t->host, t->job->arena, u->name);
    r = diag_at(d, t->severity, P_DIRECTIVE_UNKNOWN, t->source, u->at[0],
                "a plugin claims one with P.render.directive; text that only shows one stands in "
                "`code`",
                "there is no directive '%.*s': it prints nothing", STR(u->name));
    if (elsewhere)
      diag_help(d, r,
                "the plugin '%.*s' claims it, but not for this article: see its only and except",
                STR(elsewhere->manifest->name));
    else if (near.n)
      diag_help(d, r, "did you mean '%.*s'?", STR(near));
  }
  for (size_t i = 1; i < u->count; i++) {
    uint32_t line, col;
    if (i > 4) { /* only the first are named */
      r->more += (uint32_t)(u->count - i);
      break;
    }
    source_position(t->source, u->at[i].offset, &line, &col);
    diag_also(d, r, t->source->path, line, col);
  }
}

static bool told(Telling *t) {
  for (size_t i = 0; i < t->unknown_count; i++) tell_unknown(t, &t->unknown[i]);
  if (t->count > TOLD_MOST)
    diag_file(t->job->diags, t->ok ? t->severity : DIAG_ERROR, P_DIRECTIVE, t->source->path, NULL,
              "%zu more directives like these", t->count - TOLD_MOST);
  map_free(&t->by_name);
  return t->ok;
}

/* -- values that a plugin declares -- */

static const DirectiveSpec *spec_of(const Plugin *p, Str name) {
  for (size_t i = 0; i < p->manifest->directive_count; i++)
    if (str_eq(p->manifest->directives[i].name, name)) return &p->manifest->directives[i];
  return NULL;
}

static Span span_of(Range at) {
  return (Span){ (uint32_t)at.offset, (uint32_t)at.length };
}

static const Value *placed(Arena *a, const Value *v, Range at) {
  Value *copy = ARENA_NEW(a, Value);
  *copy = *v;
  copy->span = span_of(at);
  return copy;
}

/* What is written is text: true and false are what a boolean needs, and a list has commas
 * between its items. */
static const Value *value_for(Arena *a, const Schema *s, const DirectiveValue *v) {
  bool yes = str_eqc(v->value, "true"), no = str_eqc(v->value, "false");
  if (s->type == SCHEMA_BOOLEAN && (yes || no)) return placed(a, value_of_bool(a, yes), v->at);
  if (s->type != SCHEMA_LIST) return placed(a, value_of_str(a, v->value), v->at);
  ListBuilder list = list_begin(a);
  Str rest = v->value, item;
  while (str_split(&rest, ',', &item))
    if (str_trim(item).n) list_add(&list, placed(a, value_of_str(a, str_trim(item)), v->at));
  return list_end(&list, span_of(v->at));
}

/* id and class are what any directive may have. */
static bool common(Str name) {
  return str_eqc(name, "id") || str_eqc(name, "class");
}

static void tell_surplus(Telling *t, const DirectiveSpec *spec, Str directive,
                         const DirectiveValue *v) {
  size_t count = spec->args ? spec->args->field_count : 0;
  Str *names = ARENA_ARRAY(t->job->arena, count, Str);
  Buf list = { 0 };
  for (size_t i = 0; i < count; i++) {
    names[i] = str_c(spec->args->fields[i].name);
    buf_printf(&list, "%s%s", i ? ", " : "", spec->args->fields[i].name);
  }
  Str near = v->name.n ? str_nearest(v->name, names, count) : S("");
  Str known = buf_dup(&list, &t->job->diags->arena);
  buf_free(&list);
  t->ok = t->ok && t->severity != DIAG_ERROR;
  if (t->silent || t->count++ >= TOLD_MOST) return;
  Diags *d = t->job->diags;
  Diag *r = v->name.n ? diag_at(d, t->severity, P_DIRECTIVE_ARGUMENT, t->source, v->whole, NULL,
                                "the directive '%.*s' has no %.*s", STR(directive), STR(v->name))
                      : diag_at(d, t->severity, P_DIRECTIVE_ARGUMENT, t->source, v->whole, NULL,
                                "the directive '%.*s' takes %s without a name", STR(directive),
                                spec->unnamed_count ? "no more values" : "no value");
  if (near.n)
    diag_help(d, r, "did you mean '%.*s'?", STR(near));
  else if (known.n)
    diag_help(d, r, "known here: %.*s", STR(known));
}

static bool tell_missing(Telling *t, const DirectiveSpec *spec, const DirectiveData *x,
                         const Value *given) {
  bool missing = false;
  for (size_t i = 0; i < spec->args->field_count; i++) {
    const Schema *field = &spec->args->fields[i];
    if (!field->required || value_getc(given, field->name)) continue;
    Diag *r = diag_at(t->job->diags, DIAG_ERROR, P_DIRECTIVE_ARGUMENT, t->source, x->name_at, NULL,
                      "the directive '%.*s' needs '%s'", STR(x->name), field->name);
    if (field->doc) diag_help(t->job->diags, r, "%s: %s", field->name, field->doc);
    missing = true;
  }
  return missing;
}

/* The values by the names that the plugin declared, checked and with defaults. Of one with
 * mistakes only the content stays. */
static void check_args(Telling *t, const Plugin *p, const DirectiveSpec *spec, Node *n) {
  const DirectiveData *x = n->directive;
  Arena *a = t->job->arena;
  MapBuilder given = map_begin(a), kept = map_begin(a);
  size_t next = 0, surplus = 0;
  for (size_t i = 0; i < x->count; i++) {
    const DirectiveValue *v = &x->values[i];
    Str name = v->name.n ? v->name : next < spec->unnamed_count ? spec->unnamed[next++] : S("");
    const Schema *field = name.n ? schema_field(spec->args, name) : NULL;
    if (field) {
      mapb_put(&given, name, value_for(a, field, v));
    } else if (name.n && (common(name) || spec->open)) {
      mapb_put(&kept, name, value_of_str(a, v->value));
    } else if (!spec->open) {
      if (surplus++ == 0) tell_surplus(t, spec, x->name, v);
    }
  }
  const Value *all_given = map_end(&given, span_of(x->name_at));
  bool ok = !tell_missing(t, spec, x, all_given);
  Diags found = { .article = t->job->diags->article, .plugin = p->manifest->name };
  const SchemaContext c = { .arena = a,
                            .diags = &found,
                            .source = t->source,
                            .code = P_DIRECTIVE_ARGUMENT,
                            .unknown = P_DIRECTIVE_ARGUMENT };
  const Value *checked = NULL;
  ok = ok && schema_check(&checked, spec->args, all_given, x->name, &c);
  diags_append(t->job->diags, &found);
  diags_free(&found);
  if (!ok) {
    n->type = n->type == NODE_DIRECTIVE ? NODE_DIV : NODE_SPAN;
    n->directive = NULL;
    t->ok = false;
    return;
  }
  MapBuilder all = map_from(a, checked);
  const Value *others = map_end(&kept, (Span){ 0 });
  for (size_t i = 0; i < value_count(others); i++) mapb_field(&all, others->map.fields[i]);
  DirectiveData *data = ARENA_NEW(a, DirectiveData);
  *data = *x;
  data->args = map_end(&all, (Span){ 0 });
  n->directive = data;
}

/* -- as it was written -- */

static void tell_unclosed(Telling *t, const Node *n) {
  const DirectiveData *x = n->directive;
  if (t->silent || x->single || x->close.n || x->problem) return;
  Diag *r = tell(t, t->severity, (Range){ n->offset, n->length }, NULL, "'", x->name,
                 "' is never closed");
  if (r)
    diag_help(t->job->diags, r, "write %.*s behind its text, both on lines of their own",
              STR(directive_closing(t->job->arena, x)));
}

static void tell_half(Telling *t, const HalfDirective *half) {
  const DirectiveData *x = &half->data;
  if (!half->closing) {
    Diag *r = tell(t, t->severity, x->name_at, NULL, "'", x->name,
                   "' is never closed: it is shown as text");
    if (r)
      diag_help(t->job->diags, r, "write %.*s on a line of its own behind its text",
                STR(directive_closing(t->job->arena, x)));
    return;
  }
  tell(t, t->severity, half->at,
       "an opening and its closing stand in the same quote, item or paragraph, best each on a line "
       "of its own",
       x->name.n ? "this closes '" : "this closes nothing", x->name,
       x->name.n ? "', which is not open here: it is shown as text" : ": it is shown as text");
}

static void written(Telling *t, Node *n, Map *ids) {
  const DirectiveData *x = n->directive;
  const Plugin *p = directive_claimer(t->host, t->job, x->name);
  if (n->id.n && !t->silent && !map_put(ids, n->id, n))
    tell(t, t->severity, x->name_at, "links to it lead to the first", "the id '", n->id,
         "' is there already");
  if (!p) return; /* host_directives tells */
  if (x->problem) {
    tell(t, DIAG_ERROR, x->problem_at, NULL, x->problem, S(""), "");
    return;
  }
  const DirectiveSpec *spec = spec_of(p, x->name);
  if (!spec) return;
  if (spec->pair) tell_unclosed(t, n);
  if (spec->args) check_args(t, p, spec, n);
}

static bool half_known(const Host *h, const HostJob *job, Str name) {
  return !name.n || directive_is_picture(name) || directive_claimer(h, job, name);
}

bool host_directives_written(Host *h, const HostJob *job, Doc *doc, Severity severity,
                             bool silent) {
  Telling t = {
    .host = h, .job = job, .source = doc->source, .severity = severity, .silent = silent, .ok = true
  };
  Map ids = { 0 };
  for (Node *n = doc->root; n; n = node_next(n, doc->root))
    if (n->directive && node_is_directive(n) && own_source(&t, n)) written(&t, n, &ids);
  for (size_t i = 0; i < doc->half_count; i++) {
    const HalfDirective *half = &doc->halves[i];
    Str name = half->data.name;
    if (!silent && half_known(h, job, name)) tell_half(&t, half);
  }
  map_free(&ids);
  return told(&t);
}

/* -- what is left -- */

/* In a line: nobody sees anything of it. */
static bool prints_nothing(const Node *n) {
  if (n->type == NODE_TEXT) return !str_trim(n->literal).n;
  return n->type == NODE_SOFTBREAK ||
         (n->type == NODE_DIRECTIVE_INLINE && !n->first && !node_literal(n).n);
}

static bool empty_paragraph(const Node *n) {
  if (n->type != NODE_PARAGRAPH || !n->parent) return false;
  for (const Node *c = n->first; c; c = c->next)
    if (!prints_nothing(c)) return false;
  return true;
}

void host_halves(const Host *h, Reads *reads, Doc *doc) {
  if (!doc->half_count) return;
  for (size_t i = 0; i < h->count; i++)
    world_use_plugin(h->world, reads, h->plugins[i].manifest->name);
  for (size_t i = 0; i < doc->half_count; i++) {
    Str name = doc->halves[i].data.name;
    Node *n = doc->halves[i].node, *parent = n->parent;
    if (!parent || half_known(h, NULL, name)) continue;
    node_unlink(n);
    if (empty_paragraph(parent)) node_unlink(parent);
  }
}

static bool claimed_within(const Host *h, const HostJob *job, const Node *paragraph) {
  for (const Node *c = paragraph->first; c; c = c->next)
    if (c->directive && directive_claimer(h, job, c->directive->name)) return true;
  return false;
}

bool host_directives(Host *h, const HostJob *job, Doc *doc, Severity severity, bool silent) {
  Node **holders = NULL; /* of those in a line that print nothing */
  size_t holder_count = 0, holder_cap = 0;
  Telling t = {
    .host = h, .job = job, .source = doc->source, .severity = severity, .silent = silent, .ok = true
  };
  for (Node *n = doc->root; n; n = node_next(n, doc->root)) {
    const DirectiveData *x = n->directive;
    if (!x) continue;
    bool address = !node_is_directive(n), known = directive_claimer(h, job, x->name) != NULL;
    if (!known) n->id = S(""); /* what prints nothing has none */
    if (!known && n->type == NODE_DIRECTIVE_INLINE && n->parent) {
      holders = arena_grow(job->arena, holders, holder_count, &holder_cap, sizeof(Node *));
      holders[holder_count++] = n->parent;
    }
    if ((!known || address) && own_source(&t, n)) note_unknown(&t, x->name, x->name_at, known);
    if (!address) continue;
    /* [text]({{< ref "x" >}}) that nobody replaced: the text. */
    n->type = NODE_SPAN;
    n->directive = NULL;
    n->url = n->title = S("");
  }
  for (size_t i = 0; i < doc->half_count; i++) { /* host_halves has left them out */
    const HalfDirective *half = &doc->halves[i];
    if (!half_known(h, job, half->data.name))
      note_unknown(&t, half->data.name, half->data.name_at, false);
  }
  for (size_t i = 0; i < holder_count; i++)
    if (empty_paragraph(holders[i]) && !claimed_within(h, job, holders[i])) node_unlink(holders[i]);
  return told(&t);
}
