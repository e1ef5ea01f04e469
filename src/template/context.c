/* context.c -- a small HTML5 tokenizer for what authors of templates write.
 *
 * Follows the tokenizer of the HTML standard as far as values could be affected;
 * where the standard has corners that depend on the tree (CDATA in foreign
 * content) or on errors, it refuses the literal text instead of guessing. */
#include "template/context_walk.h"

static bool letter(char c) {
  c = context_lower(c);
  return c >= 'a' && c <= 'z';
}

bool context_word(const char *word, const char *const *words) {
  for (size_t i = 0; words[i]; i++)
    if (strcmp(word, words[i]) == 0) return true;
  return false;
}

void context_push(char *field, size_t size, char c) {
  size_t n = strlen(field);
  if (n + 1 < size) field[n] = c, field[n + 1] = 0;
}

Mode mode_of(Str name) {
  static const struct {
    const char *end;
    Mode mode;
  } ends[] = { { ".html", MODE_HTML },       { ".htm", MODE_HTML },  { ".xml", MODE_XML },
               { ".svg", MODE_XML },         { ".atom", MODE_XML },  { ".rss", MODE_XML },
               { ".xsl", MODE_XML },         { ".json", MODE_JSON }, { ".jsonld", MODE_JSON },
               { ".webmanifest", MODE_JSON } };
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
    if (str_ends(name, str_c(ends[i].end))) return ends[i].mode;
  return MODE_TEXT;
}

Context context_start(Mode mode) {
  return (Context){ .mode = (unsigned char)mode, .state = CTX_TEXT };
}

/* -- what an attribute is for -- */

static AttrKind attr_kind(const Context *c) {
  static const char *const url_names[] = {
    "href",     "src",      "action",   "formaction", "poster", "cite",    "background",
    "longdesc", "data",     "manifest", "ping",       "icon",   "profile", "usemap",
    "classid",  "codebase", "archive",  "dynsrc",     "lowsrc", "itemid",  NULL
  };
  static const char *const srcset_names[] = { "srcset", "imagesrcset", NULL };
  static const char *const code_elements[] = { "script", "object", "embed", "base",
                                               "applet", "frame",  NULL };
  static const char *const animations[] = { "set", "animate", "animatetransform", "animatemotion",
                                            NULL };
  static const char *const animated[] = { "attributename", "to", "from", "by", "values", NULL };
  static const char *const fixed[] = { "http-equiv",     "is", "sandbox", "nonce", "integrity",
                                       "shadowrootmode", NULL };
  const char *name = c->name;
  if (strncmp(name, "data-", 5) == 0) {
    /* Scripts copy data-src to src and the like: treat it as what it becomes. */
    name += 5;
    if (strncmp(name, "on", 2) == 0 || strcmp(name, "style") == 0) return ATTR_PLAIN;
    if (context_word(name, srcset_names)) return ATTR_SRCSET;
    return context_word(name, url_names) && strcmp(name, "icon") != 0 &&
                   strcmp(name, "action") != 0 && strcmp(name, "profile") != 0 &&
                   strcmp(name, "data") != 0
               ? ATTR_URL
               : ATTR_PLAIN;
  }
  const char *colon = strchr(name, ':');
  if (colon && strncmp(name, "xmlns", 5) == 0) return ATTR_FORBIDDEN;
  if (colon) name = colon + 1;
  if (strncmp(name, "on", 2) == 0) return ATTR_EVENT;
  if (strcmp(name, "style") == 0) return ATTR_STYLE;
  if (strcmp(name, "srcdoc") == 0) return ATTR_SRCDOC;
  if (context_word(c->element, animations) && context_word(name, animated)) return ATTR_FORBIDDEN;
  if (context_word(name, fixed)) return ATTR_FORBIDDEN;
  if (strcmp(c->element, "script") == 0 &&
      (strcmp(name, "type") == 0 || strcmp(name, "language") == 0))
    return ATTR_FORBIDDEN;
  if (strcmp(c->element, "meta") == 0 && strcmp(name, "content") == 0) return ATTR_META;
  if (context_word(name, srcset_names)) return ATTR_SRCSET;
  if (context_word(name, url_names))
    return context_word(c->element, code_elements) ? ATTR_CODE_URL : ATTR_URL;
  return ATTR_PLAIN;
}

/* -- tags -- */

static void tag_begin(Context *c, bool closing) {
  c->closing = closing;
  WIPE(c->element);
  c->json = c->typed = c->refresh = c->meta_value = c->dynamic = false;
  c->state = CTX_TAG_NAME;
}

static void value_begin(Context *c, char quote) {
  c->state = quote ? CTX_VALUE : CTX_UNQUOTED;
  c->quote = (unsigned char)quote;
  c->attribute = (unsigned char)attr_kind(c);
  WIPE(c->prefix);
  c->dynamic = false;
}

static bool json_type(const char *type) {
  char low[40];
  size_t n = 0;
  for (; type[n] && type[n] != ';' && n + 1 < sizeof low; n++) low[n] = context_lower(type[n]);
  while (n && context_space(low[n - 1])) n--;
  low[n] = 0;
  const char *t = low;
  while (context_space(*t)) t++;
  size_t len = strlen(t);
  return strcmp(t, "application/json") == 0 || (len > 5 && strcmp(t + len - 5, "+json") == 0);
}

void context_value_end(Context *c) {
  if (strcmp(c->element, "script") == 0 && strcmp(c->name, "type") == 0) {
    c->json = json_type(c->prefix);
    c->typed = !c->json;
  }
  if (strcmp(c->element, "meta") == 0 && strcmp(c->name, "http-equiv") == 0) {
    const char *want = "refresh";
    size_t i = 0;
    while (want[i] && context_lower(c->prefix[i]) == want[i]) i++;
    if (!want[i]) c->refresh = true;
  }
  WIPE(c->name);
  WIPE(c->prefix);
  c->attribute = ATTR_PLAIN;
  c->quote = 0;
  c->dynamic = false;
}

static bool tag_end(Context *c, const char **why) {
  static const char *const rcdata[] = { "title", "textarea", NULL };
  static const char *const raw[] = {
    "script", "style", "xmp", "iframe", "noembed", "noframes", NULL
  };
  WIPE(c->name);
  WIPE(c->prefix);
  c->attribute = ATTR_PLAIN;
  c->quote = 0;
  if (c->refresh && c->meta_value) {
    *why = "a value stands in the content of a refresh; write content=\"0; url={{ ... }}\"";
    return false;
  }
  c->refresh = c->meta_value = false;
  bool html = c->mode == MODE_HTML;
  bool script = strcmp(c->element, "script") == 0 || strcmp(c->element, "style") == 0;
  bool empty = !html && c->state == CTX_SLASH; /* <style/> */
  c->state = CTX_TEXT;
  if (!c->closing && html && context_word(c->element, rcdata))
    c->state = CTX_RCDATA;
  else if (!c->closing && html && context_word(c->element, raw))
    c->state = CTX_RAWTEXT;
  else if (!c->closing && html && strcmp(c->element, "plaintext") == 0)
    c->state = CTX_PLAINTEXT;
  else if (!c->closing && !html && script && !empty)
    c->state = CTX_RAWTEXT;
  c->typed = false;
  c->in_string = c->escaped = false;
  c->closing = false;
  if (c->state != CTX_RAWTEXT) c->json = false;
  if (c->state == CTX_TEXT) WIPE(c->element);
  return true;
}

/* Does s begin, at i, with "</element" and something that ends a tag's name? */
static bool end_tag_at(Str s, size_t i, const char *element, bool *cut) {
  size_t n = strlen(element);
  *cut = false;
  for (size_t k = 0; k < n; k++) {
    if (i + k >= s.n) {
      *cut = k > 0;
      return false;
    }
    if (context_lower(s.p[i + k]) != element[k]) return false;
  }
  if (i + n >= s.n) {
    *cut = true;
    return false;
  }
  char after = s.p[i + n];
  return context_space(after) || after == '/' || after == '>';
}

/* -- the walk -- */

#define REFUSE(text)                                                                               \
  do {                                                                                             \
    *at = i;                                                                                       \
    *why = (text);                                                                                 \
    return false;                                                                                  \
  } while (0)

/* Text of <title>, <script> and the like: only its end tag ends it. */
static bool walk_raw(Context *c, Str s, size_t *pos, size_t *at, const char **why) {
  size_t i = *pos;
  while (i < s.n) {
    char ch = s.p[i];
    if (c->json && ch == '"' && !c->escaped) c->in_string = !c->in_string;
    c->escaped = c->json && c->in_string && ch == '\\' && !c->escaped;
    if (ch != '<') {
      i++;
      continue;
    }
    if (i + 1 >= s.n) REFUSE("'<' right before a value or a tag of the template");
    if (c->state == CTX_RAWTEXT && s.n - i >= 4 && memcmp(s.p + i, "<!--", 4) == 0 &&
        strcmp(c->element, "script") == 0)
      REFUSE("'<!--' in a script changes where the script ends");
    if (s.p[i + 1] == '/') {
      bool cut;
      if (end_tag_at(s, i + 2, c->element, &cut)) {
        *pos = i + 2;
        tag_begin(c, true);
        return true;
      }
      if (cut || i + 2 >= s.n) REFUSE("an end tag is cut by a value or a tag of the template");
    }
    i++;
  }
  *pos = i;
  return true;
}

static bool walk_text(Context *c, Str s, size_t *pos, size_t *at, const char **why) {
  size_t i = *pos;
  const char *open = memchr(s.p + i, '<', s.n - i);
  if (!open) {
    *pos = s.n;
    return true;
  }
  i = (size_t)(open - s.p);
  if (i + 1 >= s.n) {
    c->state = CTX_TAG_OPEN;
    *pos = s.n;
    return true;
  }
  char next = s.p[i + 1];
  Str rest = str_sub(s, i, s.n);
  if (letter(next) || (c->mode == MODE_XML && (next == '_' || (unsigned char)next >= 0x80))) {
    tag_begin(c, false);
    *pos = i + 1;
  } else if (next == '/') {
    if (i + 2 >= s.n) {
      c->state = CTX_END_OPEN;
      *pos = s.n;
    } else if (letter(s.p[i + 2])) {
      tag_begin(c, true);
      *pos = i + 2;
    } else {
      REFUSE("'</' without a name");
    }
  } else if (str_starts(rest, S("<!--"))) {
    c->state = CTX_COMMENT;
    c->dashes = 0;
    *pos = i + 4;
    if (c->mode == MODE_HTML && (str_starts(rest, S("<!-->")) || str_starts(rest, S("<!--->"))))
      REFUSE("a comment that ends where it begins");
  } else if (str_starts(rest, S("<![CDATA["))) {
    if (c->mode == MODE_HTML) REFUSE("CDATA has no place in HTML; write the text itself");
    c->state = CTX_CDATA;
    c->dashes = 0;
    *pos = i + 9;
  } else if (next == '!') {
    c->state = CTX_MARKUP;
    *pos = i + 2;
    if (s.n - i < 4) REFUSE("'<!' is cut by a value or a tag of the template");
  } else if (next == '?') {
    if (c->mode == MODE_HTML) REFUSE("'<?' has no place in HTML");
    c->state = CTX_PI;
    c->dashes = 0;
    *pos = i + 2;
  } else {
    *pos = i + 1; /* a lone "<" is text */
  }
  return true;
}

/* One character inside of a tag. */
static bool walk_tag(Context *c, char ch, const char **why) {
  switch ((CtxState)c->state) {
  case CTX_TAG_NAME:
    if (context_space(ch))
      c->state = CTX_BEFORE_NAME;
    else if (ch == '/')
      c->state = CTX_SLASH;
    else if (ch == '>')
      return tag_end(c, why);
    else
      context_push(c->element, sizeof c->element, context_lower(ch));
    return true;
  case CTX_TAG_JOIN:
    if (context_space(ch))
      c->state = CTX_BEFORE_NAME;
    else if (ch == '>')
      return tag_end(c, why);
    else if (ch == '/')
      c->state = CTX_SLASH;
    else {
      *why = "put a blank behind the branch: it may end in an attribute";
      return false;
    }
    WIPE(c->name);
    return true;
  case CTX_SLASH:
  case CTX_AFTER_VALUE:
  case CTX_BEFORE_NAME:
    if (context_space(ch)) {
      c->state = CTX_BEFORE_NAME;
    } else if (ch == '/') {
      c->state = CTX_SLASH;
    } else if (ch == '>') {
      return tag_end(c, why);
    } else if (ch == '"' || ch == '\'' || ch == '<' || ch == '=') {
      *why = "this is no name of an attribute; is a quote or a '>' missing?";
      return false;
    } else {
      WIPE(c->name);
      context_push(c->name, sizeof c->name, context_lower(ch));
      c->state = CTX_NAME;
    }
    return true;
  case CTX_NAME:
    if (context_space(ch))
      c->state = CTX_AFTER_NAME;
    else if (ch == '/')
      c->state = CTX_SLASH;
    else if (ch == '>')
      return tag_end(c, why);
    else if (ch == '=')
      c->state = CTX_BEFORE_VALUE;
    else if (ch == '"' || ch == '\'' || ch == '<') {
      *why = "this is no name of an attribute; is a quote or a '>' missing?";
      return false;
    } else
      context_push(c->name, sizeof c->name, context_lower(ch));
    return true;
  case CTX_AFTER_NAME:
    if (context_space(ch)) return true;
    if (ch == '=')
      c->state = CTX_BEFORE_VALUE;
    else {
      c->state = CTX_BEFORE_NAME;
      return walk_tag(c, ch, why);
    }
    return true;
  case CTX_BEFORE_VALUE:
    if (context_space(ch)) return true;
    if (ch == '>') {
      *why = "the value of the attribute is missing";
      return false;
    }
    if (ch == '"' || ch == '\'')
      value_begin(c, ch);
    else {
      value_begin(c, 0);
      context_push(c->prefix, sizeof c->prefix, ch);
    }
    return true;
  case CTX_UNQUOTED:
    if (context_space(ch) || ch == '>') {
      context_value_end(c);
      c->state = CTX_BEFORE_NAME;
      return ch == '>' ? tag_end(c, why) : true;
    }
    context_push(c->prefix, sizeof c->prefix, ch);
    return true;
  default:
    return true;
  }
}

static bool walk_value(Context *c, Str s, size_t *pos) {
  size_t i = *pos;
  for (; i < s.n; i++) {
    if (s.p[i] == (char)c->quote) {
      context_value_end(c);
      c->state = CTX_AFTER_VALUE;
      *pos = i + 1;
      return true;
    }
    if (!c->dynamic) context_push(c->prefix, sizeof c->prefix, s.p[i]);
  }
  *pos = i;
  return true;
}

/* Comments, CDATA and processing instructions end in "-->", "]]>", "?>". */
static void walk_until(Context *c, Str s, size_t *pos) {
  char mark = c->state == CTX_COMMENT ? '-' : c->state == CTX_CDATA ? ']' : '?';
  unsigned need = c->state == CTX_PI ? 1 : 2;
  size_t i = *pos;
  for (; i < s.n; i++) {
    char ch = s.p[i];
    if (ch == mark) {
      if (c->dashes < 2) c->dashes++;
    } else if (ch == '>' && c->dashes >= need) {
      c->state = CTX_TEXT;
      c->dashes = 0;
      i++;
      break;
    } else if (ch == '!' && c->state == CTX_COMMENT && c->dashes >= 2 && i + 1 < s.n &&
               s.p[i + 1] == '>') {
      /* "--!>" ends a comment as well */
    } else {
      c->dashes = 0;
    }
  }
  *pos = i;
}

static bool walk_json(Context *c, Str s, size_t *at, const char **why) {
  (void)at, (void)why;
  for (size_t i = 0; i < s.n; i++) {
    char ch = s.p[i];
    if (ch == '"' && !c->escaped) c->in_string = !c->in_string;
    c->escaped = c->in_string && ch == '\\' && !c->escaped;
  }
  return true;
}

static bool walk(Context *c, Str s, size_t *at, const char **why);

bool context_literal(Context *c, Str s, size_t *at, const char **why) {
  if (!walk(c, s, at, why)) return false;
  if (c->mode != MODE_JSON && c->state == CTX_TEXT) *c = context_start((Mode)c->mode);
  return true;
}

static bool walk(Context *c, Str s, size_t *at, const char **why) {
  *at = 0;
  *why = NULL;
  if (c->mode == MODE_TEXT) return true;
  if (c->mode == MODE_JSON) return walk_json(c, s, at, why);
  size_t i = 0;
  while (i < s.n) {
    *at = i;
    switch ((CtxState)c->state) {
    case CTX_TEXT:
      if (!walk_text(c, s, &i, at, why)) return false;
      break;
    case CTX_RCDATA:
    case CTX_RAWTEXT:
      if (!walk_raw(c, s, &i, at, why)) return false;
      break;
    case CTX_PLAINTEXT:
      return true;
    case CTX_TAG_OPEN:
    case CTX_END_OPEN:
      /* "<" or "</" stood right before a branch or a tag of the template. */
      REFUSE("'<' stands right before a tag of the template");
    case CTX_VALUE:
      walk_value(c, s, &i);
      break;
    case CTX_COMMENT:
    case CTX_CDATA:
    case CTX_PI:
      walk_until(c, s, &i);
      break;
    case CTX_MARKUP:
      if (s.p[i] == '>') c->state = CTX_TEXT;
      i++;
      break;
    default:
      if (!walk_tag(c, s.p[i], why)) return false;
      i++;
    }
  }
  return true;
}
