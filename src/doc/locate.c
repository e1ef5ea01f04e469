/* locate.c -- a cursor through the source, in step with the tree. */
#include "doc/locate.h"

#include "doc/locate_match.h"

static bool line_end(char c) {
  return c == '\n' || c == '\r';
}

static size_t line_past(Str s, size_t at) { /* offset behind the line end at or after `at` */
  while (at < s.n && !line_end(s.p[at])) at++;
  if (at + 1 < s.n && s.p[at] == '\r' && s.p[at + 1] == '\n') return at + 2;
  return at < s.n ? at + 1 : at;
}

void locate_init(Locator *l, Arena *a, Str text, size_t body_offset) {
  *l = (Locator){ .text = text, .first_line = 1, .seen_line = SIZE_MAX };
  for (size_t i = 0; i < body_offset;) {
    i = line_past(text, i);
    if (i <= body_offset && i > 0 && line_end(text.p[i - 1])) l->first_line++;
  }
  size_t count = 1;
  for (size_t i = body_offset; i < text.n; count++) i = line_past(text, i);
  l->lines = ARENA_ARRAY(a, count + 1, size_t);
  size_t at = body_offset;
  if (str_starts(str_sub(text, at, text.n), S("\xEF\xBB\xBF"))) at += 3;
  while (l->line_count < count) {
    l->lines[l->line_count++] = at;
    at = line_past(text, at);
  }
  l->limit = text.n;
}

/* The line (0-based in the body) that holds offset. */
static size_t line_of(const Locator *l, size_t offset) {
  size_t low = 0, high = l->line_count;
  if (l->seen_line < l->line_count && l->lines[l->seen_line] <= offset) {
    low = l->seen_line;
    if (low + 1 < high && l->lines[low + 1] > offset) return low;
  }
  while (high - low > 1) {
    size_t mid = (low + high) / 2;
    if (l->lines[mid] <= offset)
      low = mid;
    else
      high = mid;
  }
  return low;
}

static void place(Locator *l, Node *n, size_t start, size_t end, bool exact) {
  size_t line = line_of(l, start), from = l->lines[line];
  uint32_t col = 1;
  if (line == l->seen_line && start >= l->seen_offset) {
    from = l->seen_offset;
    col = l->seen_col;
  }
  while (from < start) {
    if (((unsigned char)l->text.p[from] & 0xC0) != 0x80) col++;
    from++;
  }
  l->seen_line = line;
  l->seen_offset = start;
  l->seen_col = col;
  n->offset = start;
  n->length = end > start ? end - start : 0;
  n->line = l->first_line + (uint32_t)line;
  n->col = col;
  n->exact = exact;
}

void locate_at(Locator *l, Node *n, size_t offset, size_t length) {
  place(l, n, offset, offset + length, true);
  l->block = offset;
  l->block_line = n->line;
  l->block_col = n->col;
  l->cursor = offset + length;
  if (l->limit < l->cursor) l->limit = l->cursor;
}

void locate_within(Locator *l, Node *n, size_t offset, size_t length) {
  locate_at(l, n, offset, length);
  l->limit = l->cursor;
  l->cursor = offset;
}

void locate_line(const Locator *l, Node *n, uint32_t line) {
  size_t i = line > l->first_line ? line - l->first_line : 0;
  if (i >= l->line_count) i = l->line_count - 1;
  n->offset = l->lines[i];
  n->length = 0;
  n->line = l->first_line + (uint32_t)i;
  n->col = 1;
  n->exact = false;
}

static size_t skip_prefix(const Locator *l, size_t at) { /* blanks and '>' before content */
  while (at < l->limit && (l->text.p[at] == ' ' || l->text.p[at] == '\t' || l->text.p[at] == '>'))
    at++;
  return at;
}

void locate_block(Locator *l, Node *n, int line, int col, int end_line, int end_col) {
  size_t count = l->line_count;
  size_t first = line < 1 ? 0 : (size_t)line > count ? count - 1 : (size_t)line - 1;
  size_t last = end_line < line            ? first
                : (size_t)end_line > count ? count - 1
                                           : (size_t)end_line - 1;
  size_t start = l->lines[first] + (col > 0 ? (size_t)col - 1 : 0);
  size_t first_end = first + 1 < count ? l->lines[first + 1] : l->text.n;
  size_t last_end = last + 1 < count ? l->lines[last + 1] : l->text.n;
  bool exact = start < first_end && !line_end(l->text.p[start]);
  if (!exact) start = l->lines[first];
  size_t end = end_col > 0 ? l->lines[last] + (size_t)end_col : last_end;
  if (end > last_end) end = last_end;
  while (end > start && line_end(l->text.p[end - 1])) end--;
  place(l, n, start, end, exact);
  l->block = start;
  l->block_line = n->line;
  l->block_col = n->col;
  l->limit = last_end;
  l->cursor = start;
  switch (n->type) {
  case NODE_HEADING:
    while (l->cursor < l->limit && l->text.p[l->cursor] == '#') l->cursor++;
    l->cursor = skip_prefix(l, l->cursor);
    break;
  case NODE_PARAGRAPH:
    l->cursor = skip_prefix(l, l->cursor);
    /* "[x] " of a task has been taken off the paragraph */
    if (n->parent && n->parent->task && l->cursor + 3 < l->limit && l->text.p[l->cursor] == '[' &&
        l->text.p[l->cursor + 2] == ']')
      l->cursor = skip_prefix(l, l->cursor + 3);
    break;
  default:
    break;
  }
}

/* Without touching what place() remembers: that would make it start again. */
static void unknown(const Locator *l, Node *n) {
  n->offset = l->block;
  n->length = 0;
  n->line = l->block_line;
  n->col = l->block_col;
  n->exact = false;
}

static void locate_text(Locator *l, Node *n) {
  size_t start, end;
  if (!n->literal.n || !match_find(l, n->literal, &start, &end)) {
    unknown(l, n);
    return;
  }
  place(l, n, start, end, true);
  l->cursor = end;
}

static void locate_break(Locator *l, Node *n) {
  size_t at = l->cursor;
  size_t stop = at + LOCATE_WINDOW < l->limit ? at + LOCATE_WINDOW : l->limit;
  while (at < stop && !line_end(l->text.p[at])) at++;
  if (at == stop) {
    unknown(l, n);
    return;
  }
  size_t past = line_past(l->text, at);
  place(l, n, at, past, true);
  l->cursor = skip_prefix(l, past);
}

static void locate_code(Locator *l, Node *n) {
  Str s = l->text;
  size_t stop = l->cursor + LOCATE_WINDOW < l->limit ? l->cursor + LOCATE_WINDOW : l->limit;
  size_t start = l->cursor;
  while (start < stop && s.p[start] != '`') start++;
  size_t open = start;
  while (open < l->limit && s.p[open] == '`') open++;
  size_t ticks = open - start;
  size_t far = n->literal.n * 2 + LOCATE_WINDOW;
  size_t reach = far < l->limit - open ? open + far : l->limit;
  for (size_t at = open; ticks && at < reach; at++) {
    if (s.p[at] != '`') continue;
    size_t run = at;
    while (run < l->limit && s.p[run] == '`') run++;
    if (run - at != ticks) {
      at = run - 1;
      continue;
    }
    if (!match_loosely(str_sub(s, open, at), n->literal)) break;
    place(l, n, start, run, true);
    l->cursor = run;
    return;
  }
  unknown(l, n);
}

static void locate_html(Locator *l, Node *n) {
  Str s = l->text;
  size_t start = l->cursor;
  size_t stop = start + LOCATE_WINDOW < l->limit ? start + LOCATE_WINDOW : l->limit;
  while (start < stop && s.p[start] != '<') start++;
  size_t end = start;
  if (n->literal.n <= l->limit - start && str_starts(str_sub(s, start, s.n), n->literal)) {
    end = start + n->literal.n;
  } else { /* over several lines: the n-th '>' of both */
    size_t closing = 0;
    for (size_t i = 0; i < n->literal.n; i++) closing += n->literal.p[i] == '>';
    size_t far = start + n->literal.n * 2 + LOCATE_WINDOW;
    size_t at = start;
    for (; at < l->limit && at < far; at++) {
      if (s.p[at] == '>' && --closing == 0) break;
      if (!closing) break;
    }
    if (at < l->limit && at < far && match_loosely(str_sub(s, start, at + 1), n->literal))
      end = at + 1;
  }
  if (end == start) {
    unknown(l, n);
    return;
  }
  place(l, n, start, end, true);
  l->cursor = end;
}

static bool at_cursor(const Locator *l, Str s) {
  return str_starts(str_sub(l->text, l->cursor, l->limit), s);
}

void locate_enter(Locator *l, Node *n) {
  if (l->cursor > l->limit) l->cursor = l->limit;
  switch (n->type) {
  case NODE_TEXT:
    locate_text(l, n);
    break;
  case NODE_SOFTBREAK:
  case NODE_LINEBREAK:
    locate_break(l, n);
    break;
  case NODE_CODE:
    locate_code(l, n);
    break;
  case NODE_HTML_INLINE:
    locate_html(l, n);
    break;
  case NODE_FOOTNOTE_REFERENCE: {
    size_t start = l->cursor;
    size_t stop = start + LOCATE_WINDOW < l->limit ? start + LOCATE_WINDOW : l->limit;
    while (start + 1 < stop && !(l->text.p[start] == '[' && l->text.p[start + 1] == '^')) start++;
    size_t end = start;
    while (end < stop && l->text.p[end] != ']') end++;
    if (start + 1 >= stop || end == stop) {
      unknown(l, n);
    } else {
      place(l, n, start, end + 1, true);
      l->cursor = end + 1;
    }
    break;
  }
  default: { /* a container: exact when its opening mark stands at the cursor */
    while (l->cursor < l->limit && (l->text.p[l->cursor] == ' ' || l->text.p[l->cursor] == '\t' ||
                                    l->text.p[l->cursor] == '|'))
      l->cursor++;
    char c = l->cursor < l->limit ? l->text.p[l->cursor] : '\0';
    size_t mark = 0;
    if (n->type == NODE_EMPH || n->type == NODE_STRONG)
      mark = c != '*' && c != '_' ? 0 : n->type == NODE_STRONG ? 2 : 1;
    else if (n->type == NODE_STRIKETHROUGH)
      mark = c != '~' ? 0 : at_cursor(l, S("~~")) ? 2 : 1;
    else if (n->type == NODE_IMAGE)
      mark = at_cursor(l, S("![")) ? 2 : 0;
    else if (n->type == NODE_LINK)
      mark = c == '[' || c == '<' ? 1 : 0;
    if (mark > l->limit - l->cursor) mark = 0; /* not in step */
    if (!mark && (n->type == NODE_LINK || n->type == NODE_IMAGE)) {
      /* not in step: the next bracket is a guess, locate_leave() tests it */
      size_t at = l->cursor;
      size_t stop = at + LOCATE_WINDOW < l->limit ? at + LOCATE_WINDOW : l->limit;
      while (at < stop && l->text.p[at] != '[') at++;
      if (n->autolinked || at == stop) {
        place(l, n, l->cursor, l->cursor, n->autolinked);
        break;
      }
      if (n->type == NODE_IMAGE && at > l->cursor) at--;
      place(l, n, at, at, false);
      l->cursor = at + (n->type == NODE_IMAGE ? 2 : 1);
      break;
    }
    place(l, n, l->cursor, l->cursor + mark, mark > 0);
    l->cursor += mark;
    break;
  }
  }
}

/* Behind ']' : the rest of an inline link, "(address "title")", or of a
 * reference, "[label]". */
static size_t link_tail(const Locator *l, size_t at) {
  Str s = l->text;
  size_t limit = at + LOCATE_WINDOW * 4 < l->limit ? at + LOCATE_WINDOW * 4 : l->limit;
  if (at >= limit) return at;
  if (s.p[at] == '[') {
    size_t end = at + 1;
    while (end < limit && s.p[end] != ']') end += s.p[end] == '\\' ? 2 : 1;
    return end < limit ? end + 1 : at;
  }
  if (s.p[at] != '(') return at;
  int depth = 0;
  for (size_t i = at; i < limit; i++) {
    char c = s.p[i];
    if (c == '\\') {
      i++;
    } else if (c == '<' && depth == 1 && i == at + 1) {
      while (i < limit && s.p[i] != '>') i++;
    } else if ((c == '"' || c == '\'') && i > 0 && (s.p[i - 1] == ' ' || line_end(s.p[i - 1]))) {
      size_t q = i + 1;
      while (q < limit && s.p[q] != c) q += s.p[q] == '\\' ? 2 : 1;
      if (q < limit) i = q;
    } else if (c == '(') {
      depth++;
    } else if (c == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return at;
}

void locate_leave(Locator *l, Node *n) {
  if (node_is_block(n) || !node_holds_children(n->type)) return;
  Str s = l->text;
  bool link = n->type == NODE_LINK || n->type == NODE_IMAGE;
  bool found = false;
  size_t end = l->cursor;
  if (link && n->offset < s.n && s.p[n->offset] == '<') {
    found = end < l->limit && s.p[end] == '>';
    end += found;
  } else if (link && n->autolinked && (n->offset >= s.n || s.p[n->offset] != '[')) {
    /* www.example.org: begins where its text begins */
    found = n->first && n->first->exact;
    if (found) {
      n->offset = n->first->offset;
      n->line = n->first->line;
      n->col = n->first->col;
      n->length = end - n->offset;
      n->exact = true;
    }
    return;
  } else if (link) {
    found = end < l->limit && s.p[end] == ']' && n->offset < end;
    if (found) end = link_tail(l, end + 1);
  } else if (n->exact) {
    size_t mark = n->length;
    found =
        end <= l->limit && mark <= l->limit - end && memcmp(s.p + end, s.p + n->offset, mark) == 0;
    if (found) end += mark;
  }
  if (found && (n->exact || (n->first && n->first->exact))) {
    n->length = end - n->offset;
    n->exact = true;
    l->cursor = end;
  } else if (!n->exact) {
    unknown(l, n);
  } else {
    n->length = n->length ? n->length : 1;
  }
}
