/* context_value.c -- what a value must look like in a context, and which contexts
 * go together behind branches. */
#include "template/context_walk.h"

static PrintKind forbid(const char **why, const char **help, const char *w, const char *h) {
  *why = w;
  *help = h;
  return PRINT_FORBIDDEN;
}

/* "0; url=" and the like: what follows is an address. */
static bool refresh_prefix(const char *p) {
  while (context_space(*p)) p++;
  if (*p < '0' || *p > '9') return false;
  while ((*p >= '0' && *p <= '9') || *p == '.') p++;
  while (context_space(*p)) p++;
  if (*p != ';' && *p != ',') return false;
  p++;
  while (context_space(*p)) p++;
  const char *want = "url";
  for (; *want; want++, p++)
    if (context_lower(*p) != *want) return false;
  while (context_space(*p)) p++;
  if (*p++ != '=') return false;
  while (context_space(*p)) p++;
  return *p != '"' && *p != '\'';
}

static PrintKind print_value(Context *c, const char **why, const char **help) {
  static const char *const safe[] = { "http:", "https:", "mailto:", "tel:", "ftp:", "xmpp:", NULL };
  bool first = !c->dynamic;
  c->dynamic = true;
  switch ((AttrKind)c->attribute) {
  case ATTR_EVENT:
    return forbid(why, help, "a value in an event handler would be run as a script",
                  "put it into a data attribute and let the script read it");
  case ATTR_STYLE:
    return forbid(why, help, "no escaping makes a value safe in a style attribute",
                  "choose a class instead: class=\"{{ ... }}\"");
  case ATTR_SRCDOC:
    return forbid(why, help, "the value of srcdoc is a document of its own", NULL);
  case ATTR_FORBIDDEN:
    return forbid(why, help, "this attribute decides what other parts of the tag mean",
                  "choose between literal values with {% if %}");
  case ATTR_META:
    if (refresh_prefix(c->prefix)) return PRINT_REFRESH;
    c->meta_value = true;
    return c->mode == MODE_XML ? PRINT_XML : PRINT_ATTR;
  case ATTR_CODE_URL:
    return PRINT_CODE_URL;
  case ATTR_SRCSET:
    return PRINT_SRCSET;
  case ATTR_URL:
    if (first) {
      const char *p = c->prefix, *colon;
      while (*p && (unsigned char)*p <= ' ') p++;
      colon = strpbrk(p, ":/?#");
      if (colon && *colon == ':') {
        char scheme[sizeof c->prefix] = "";
        for (; p <= colon; p++) context_push(scheme, sizeof scheme, context_lower(*p));
        if (!context_word(scheme, safe))
          return forbid(why, help, "a value in an address with a scheme that is not allowed",
                        "http, https, mailto, tel, ftp and xmpp are allowed");
      }
    }
    return c->mode == MODE_XML ? PRINT_XML_URL : PRINT_URL;
  case ATTR_PLAIN:
    break;
  }
  return c->mode == MODE_XML ? PRINT_XML : PRINT_ATTR;
}

PrintKind context_print(Context *c, const char **why, const char **help) {
  *why = *help = NULL;
  if (c->mode == MODE_TEXT) return PRINT_PLAIN;
  if (c->mode == MODE_JSON || (c->state == CTX_RAWTEXT && c->json)) {
    if (c->in_string)
      return forbid(why, help, "'json' prints the quotes itself",
                    "leave out the quotes around {{ ... }}");
    return PRINT_JSON;
  }
  switch ((CtxState)c->state) {
  case CTX_TEXT:
    return c->mode == MODE_XML ? PRINT_XML : PRINT_TEXT;
  case CTX_RCDATA:
    return PRINT_RCDATA;
  case CTX_VALUE:
    return print_value(c, why, help);
  case CTX_RAWTEXT:
    if (strcmp(c->element, "script") == 0)
      return forbid(why, help, "no escaping makes a value safe in a script",
                    "use <script type=\"application/json\">{{ ... | json }}</script>, or a data "
                    "attribute");
    if (strcmp(c->element, "style") == 0)
      return forbid(why, help, "no escaping makes a value safe in a style sheet",
                    "choose a class instead: class=\"{{ ... }}\"");
    return forbid(why, help, "text in this element cannot be escaped", NULL);
  case CTX_PLAINTEXT:
    return forbid(why, help, "text behind <plaintext> cannot be escaped", NULL);
  case CTX_TAG_OPEN:
  case CTX_END_OPEN:
  case CTX_TAG_NAME:
    return forbid(why, help, "a value cannot be a tag's name",
                  "choose between literal tags with {% if %}");
  case CTX_BEFORE_NAME:
  case CTX_NAME:
  case CTX_AFTER_NAME:
  case CTX_AFTER_VALUE:
  case CTX_TAG_JOIN:
  case CTX_SLASH:
    return forbid(why, help, "a value cannot be an attribute's name",
                  "put whole attributes into {% if %}");
  case CTX_BEFORE_VALUE:
  case CTX_UNQUOTED:
    return forbid(why, help, "a value in an attribute without quotes could add attributes",
                  "put quotes around it");
  case CTX_COMMENT:
    return forbid(why, help, "a value could end the comment", "use {# #} for notes of your own");
  case CTX_CDATA:
    return forbid(why, help, "a value could end the CDATA section",
                  "leave CDATA out: values are escaped");
  case CTX_PI:
  case CTX_MARKUP:
    return forbid(why, help, "a value cannot be a part of a declaration", NULL);
  }
  return PRINT_FORBIDDEN;
}

bool context_is_text(const Context *c) {
  return c->mode == MODE_TEXT || (c->mode != MODE_JSON && c->state == CTX_TEXT);
}

bool context_eq(const Context *a, const Context *b) {
  /* What the attribute begins with, and whether a value stood in it, may differ:
   * the address functions look at what was really printed. */
  bool same_tag = a->mode == b->mode && a->state == b->state && a->closing == b->closing &&
                  a->json == b->json && strcmp(a->element, b->element) == 0;
  if (!same_tag) return false;
  if (a->in_string != b->in_string || a->escaped != b->escaped) return false;
  if (a->state == CTX_TEXT) return true;
  if (a->state == CTX_VALUE || a->state == CTX_UNQUOTED || a->state == CTX_BEFORE_VALUE ||
      a->state == CTX_NAME || a->state == CTX_AFTER_NAME)
    return a->attribute == b->attribute && a->quote == b->quote && strcmp(a->name, b->name) == 0;
  return a->dashes == b->dashes;
}

/* Inside a tag, outside of any attribute's value, or in one that ends by itself. */
static bool between(const Context *c) {
  return c->state == CTX_BEFORE_NAME || c->state == CTX_AFTER_VALUE || c->state == CTX_NAME ||
         c->state == CTX_AFTER_NAME || c->state == CTX_UNQUOTED || c->state == CTX_TAG_JOIN ||
         c->state == CTX_SLASH || (c->state == CTX_TAG_NAME && c->element[0]);
}

bool context_join(Context *out, const Context *a, const Context *b) {
  Context x = *a, y = *b;
  bool equal = context_eq(&x, &y);
  if (!equal) {
    if (x.mode != y.mode || x.closing != y.closing || strcmp(x.element, y.element) != 0 ||
        !between(&x) || !between(&y))
      return false;
    /* One may have ended in a name, the other before one: what follows must not
     * be able to continue it. */
    bool json = x.json || y.json;
    if (x.state == CTX_UNQUOTED) context_value_end(&x);
    if (y.state == CTX_UNQUOTED) context_value_end(&y);
    bool script = strcmp(x.element, "script") == 0;
    if (script && (json || x.typed != y.typed || x.json != y.json)) return false;
    x.state = CTX_TAG_JOIN;
    WIPE(x.name);
  }
  x.refresh = a->refresh || b->refresh;
  x.meta_value = a->meta_value || b->meta_value;
  x.dynamic = a->dynamic || b->dynamic;
  x.typed = a->typed || b->typed;
  if (strcmp(a->prefix, b->prefix) != 0) {
    /* Only what both begin with is certain; script types must be. */
    if (x.state == CTX_VALUE && strcmp(x.element, "script") == 0 && strcmp(x.name, "type") == 0)
      return false;
    if (x.state == CTX_VALUE && x.attribute == ATTR_META) {
      if (refresh_prefix(a->prefix) != refresh_prefix(b->prefix)) return false;
    } else {
      x.dynamic = true;
    }
    if (x.state == CTX_VALUE && x.attribute == ATTR_FORBIDDEN) return false;
  }
  *out = x;
  return true;
}

Str context_name(const Context *c, Arena *a) {
  switch ((CtxState)c->state) {
  case CTX_TEXT:
    return S("in text");
  case CTX_RCDATA:
  case CTX_RAWTEXT:
  case CTX_PLAINTEXT:
    return arena_printf(a, "inside of <%s>", c->element);
  case CTX_VALUE:
  case CTX_UNQUOTED:
    return arena_printf(a, "in the value of attribute '%s'", c->name);
  case CTX_BEFORE_VALUE:
    return arena_printf(a, "before the value of attribute '%s'", c->name);
  case CTX_COMMENT:
    return S("in a comment");
  case CTX_CDATA:
    return S("in a CDATA section");
  case CTX_PI:
  case CTX_MARKUP:
    return S("in a declaration");
  case CTX_TAG_OPEN:
  case CTX_END_OPEN:
    return S("right behind '<'");
  default:
    return c->element[0] ? arena_printf(a, "in the tag <%s%s>", c->closing ? "/" : "", c->element)
                         : S("in a tag");
  }
}
