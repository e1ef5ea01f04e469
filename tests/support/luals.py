# luals -- a small reader of the annotations of the Lua language server: enough to
# say of each line whether its types are well-formed and all names in them known.
import re

BUILT_IN = {"any", "nil", "boolean", "number", "integer", "string", "table", "function", "thread", "userdata", "self"}
TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_][\w.]*|[0-9]+|[()<>\[\]{}|:,?])')


class Bad(Exception):
    pass


class Reader:
    """Recursive descent over one type; collects the names that it uses."""

    def __init__(self, text):
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            m = TOKEN.match(text, at)
            if not m:
                raise Bad("cannot read '%s'" % text[at:])
            self.tokens.append(m[1])
            at = m.end()
        self.at, self.names = 0, set()

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, want=None):
        token = self.peek()
        if not token or (want and token != want):
            raise Bad("'%s' expected, found '%s'" % (want or "a type", token))
        self.at += 1
        return token

    def type(self):
        self.single()
        while self.peek() == "|":
            self.take()
            self.single()

    def single(self):
        token = self.take()
        if token == "(":
            self.type()
            self.take(")")
        elif token.startswith('"'):
            pass
        elif token == "fun":
            self.function()
        elif re.match(r"[A-Za-z_]", token):
            self.names.add(token)
            if self.peek() == "<":
                self.take()
                self.type()
                while self.peek() == ",":
                    self.take()
                    self.type()
                self.take(">")
        else:
            raise Bad("'%s' is no type" % token)
        while self.peek() in ("[", "?"):
            if self.take() == "[":
                self.take("]")

    def parameters(self):
        self.take("(")
        while self.peek() != ")":
            name = self.take()
            if not (name == "..." or re.match(r"[A-Za-z_]\w*$", name)):
                raise Bad("'%s' is no parameter" % name)
            if self.peek() == "?":
                self.take()
            self.take(":")
            self.type()
            if self.peek() == ",":
                self.take()
                if self.peek() == ")":
                    raise Bad("a parameter is missing")
        self.take(")")

    def results(self):
        if self.peek() == ":":
            self.take()
            self.type()
            while self.peek() == ",":
                self.take()
                self.type()

    def function(self):
        self.parameters()
        if self.peek() == ":":
            self.take()
            self.type()

    def end(self):
        if self.peek():
            raise Bad("'%s' is too much" % self.peek())


def read(text, how=Reader.type):
    reader = Reader(text)
    how(reader)
    reader.end()
    return reader.names


def problems(text):
    try:
        read(text)
        return []
    except Bad as e:
        return ["%s: %s" % (text, e)]


def signature_problems(text):
    def whole(reader):
        reader.parameters()
        reader.results()
    try:
        read(text, whole)
        return []
    except Bad as e:
        return ["%s: %s" % (text, e)]


ANNOTATION = [
    (r"---@meta [\w.]+$", None),
    (r"---@class ([\w.]+)$", "class"),
    (r"---@field \[(?:integer|string)\] (.+)$", "type"),
    (r"---@field [A-Za-z_]\w*\?? (.+?)(?: # .*)?$", "type"),
    (r"---@operator \w+(?:\((.+)\))?: (.+)$", "types"),
    (r"---@param (?:[A-Za-z_]\w*\??|\.\.\.) (.+)$", "type"),
    (r"---@return (.+)$", "type"),
]
OTHER = re.compile(r"--- ?[^@].*$|---$|-- .*$|$|local [A-Z]\w* = \{\}$|\w+ = \{\}$|"
                   r"function (?:\w+[.:])?\w+\((?:[A-Za-z_]\w*|\.\.\.)?(?:, (?:[A-Za-z_]\w*|\.\.\.))*\) end$")


def file_problems(texts):
    """Of files by name: what is wrong with their lines."""
    bad, classes, used = [], set(), []
    for name, text in texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            where = "%s:%d: " % (name, number)
            if not line.startswith("---@"):
                if not OTHER.match(line):
                    bad.append(where + "cannot read " + line)
                continue
            for pattern, what in ANNOTATION:
                m = re.match(pattern, line)
                if not m:
                    continue
                if what == "class":
                    if m[1] in classes:
                        bad.append(where + m[1] + " is there twice")
                    classes.add(m[1])
                for one in m.groups() if what in ("type", "types") else ():
                    try:
                        used += [(where, n) for n in read(one)] if one else []
                    except Bad as e:
                        bad.append("%s%s: %s" % (where, one, e))
                break
            else:
                bad.append(where + "cannot read " + line)
    known = classes | BUILT_IN
    return bad + [where + "there is no type " + n for where, n in used if n not in known]
