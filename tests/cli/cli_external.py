# publish check --external: links to other sites, asked of a server of our own
import http.server
import json
import os
import re
import threading
import time

import lab
from cli_rig import at, edit, ends, records

NOW = ("--at", "2024-02-01")


class Site(http.server.ThreadingHTTPServer):
    """A web server that remembers who asked what, when, and how many at once."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.seen, self.times, self.headers = [], [], []
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.url = "http://127.0.0.1:%d" % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass


def dripping(_):
    """One header that never ends, slowly."""
    yield b"X: "
    for _ in range(50):
        yield b"x"
        time.sleep(0.1)


# What a server of bad intent sends after the first line; the argument: was it GET?
FLOODS = {
    "/headers": lambda _: (b"X-%d: %s\r\n" % (i, b"x" * 8000) for i in range(1300)),
    "/header": lambda _: (b"X" * 65536 for i in range(160)),
    "/lines": lambda _: (b"\r\n" if i == 0 else b"X" * 65536 for i in range(1600)),
    "/between": lambda _: (b"\r\nHTTP/1.1 100 Go on\r\n" for i in range(200000)),
    "/drip": dripping,
}


class Page(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.answer(False)

    def do_GET(self):
        self.answer(True)

    def answer(self, body):
        site = self.server
        with site.lock:
            site.now += 1
            site.most = max(site.most, site.now)
            site.seen.append(self.command + " " + self.path)
            site.times.append(time.monotonic())
            site.headers.append(dict(self.headers))
            asked = site.seen.count(self.command + " " + self.path)
        status, more = {
            "/ok": (200, {}), "/ok?a=b": (200, {}), "/gone": (404, {}), "/no-more": (410, {}), "/shy": (405 if not body else 200, {}),
            "/liar": (404 if not body else 200, {}), "/moved": (301, {"Location": "/ok"}), "/moved8": (308, {"Location": site.url + "/moved"}),
            "/away": (302, {"Location": "/ok"}), "/mixed": (301, {"Location": "/away"}), "/lost": (301, {"Location": "/gone"}),
            "/loop": (301, {"Location": "/loop"}), "/mail": (302, {"Location": "mailto:a@example.org"}),
            "/file": (301, {"Location": "file:///etc/passwd"}), "/secret": (403, {}), "/broken": (500, {}),
            "/busy": (429 if asked == 1 else 200, {"Retry-After": "1"}), "/later": (503, {"Retry-After": "3600"}),
            "/cookie": (302, {"Set-Cookie": "a=b; Path=/", "Location": "/ok"}), "/zipped": (200, {"Content-Encoding": "gzip"}),
            "/year": (429, {"Retry-After": "31536000"}), "/past": (503, {"Retry-After": "-5"}), "/bytes": (301, {"Location": "/ok?\x1b[1m\x07"}),
            "/latin": (301, {"Location": "/ok?\xe9"}), "/ok?%E9": (200, {}), "/ok?%e9": (200, {}), "/evil": (301, {"Location": "/ok?::error::x%0A"}), "/ok?::error::x%0A": (200, {}),
        }.get(self.path, (404, {}))
        if self.path.startswith("/slow"):
            with site.lock:
                site.now -= 1  # who asks goes away before this one is awake
            time.sleep(2.5)
            return
        if self.path in FLOODS:
            try:
                self.wfile.write(b"HTTP/1.1 %d X\r\n" % (100 if self.path == "/between" else 200))
                for piece in FLOODS[self.path](body):
                    self.wfile.write(piece)
            except OSError:
                pass
            with site.lock:
                site.now -= 1
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        with site.lock:
            site.now -= 1
        try:
            if body:
                self.wfile.write(b"x" * 100000)
        except OSError:
            pass


def articles(site, names):
    text = "".join("[%s](%s/%s#part)\n\n" % (n, site.url, n) for n in names)
    return lab.article("Links", "2024-01-03", text)


def settings(more="", checks=""):
    return lab.SETTINGS + "external_links: { pause: 0.05, timeout: 1.5%s }\n%s" % (more, checks)


def asked(repo, *args):
    return at(repo, "check", "--external", "--private", *NOW, *args)


WORDS = {"gone": "is dead: it answers 404 [P0715]", "no-more": "is dead: it answers 410 [P0715]", "lost": "is dead: it answers 404 [P0715]",
         "loop": "is dead: its redirects do not end [P0715]", "mail": "is dead: it leads to what is no address of the web [P0715]",
         "file": "is dead: it leads to what is no address of the web [P0715]", "moved": "has moved to %s/ok [P0716]", "moved8": "has moved to %s/ok [P0716]",
         "secret": "could not be checked: it answers 403 [P0717]", "broken": "could not be checked: it answers 500 [P0717]",
         "later": "could not be checked: it answers 503 [P0717]", "slow": "could not be checked: it does not answer in time [P0717]"}
FINE = ["ok", "shy", "liar", "away", "mixed", "busy"]


def answers(site):
    names = sorted(WORDS) + FINE
    repo = lab.repository("web", {"publish.yaml": settings(), "articles/a.md": articles(site, names),
                                  "articles/b.md": articles(site, ["gone", "ok"])}, bare=False)
    ran = asked(repo, "-v")
    for name, words in WORDS.items():
        line = 6 + 2 * names.index(name)
        want = "articles/a.md:%d:1: %s: %s/%s %s" % (line, "note" if "P0717" in words else "warning", site.url, name,
                                                  words % site.url if "%s" in words else words)
        lab.check("told: " + name, want in ran.err, want, ran.err)
    told = [n for n in FINE if re.search("%s/%s (is|has|could|was) " % (re.escape(site.url), n), ran.err)]
    lab.check("not told: what is fine", not told and ran.status == 0, str(told), ran.err)
    lab.check("told at each place", "articles/b.md:6:1: warning: %s/gone is dead" % site.url in ran.err, "not", ran.err)
    ends("and counted", ran, 0, "20 links to other sites: 18 addresses, 18 asked, 0 known from before")
    lab.check("one at a time, with a pause", site.most == 1 and min(b - a for a, b in zip(site.times, site.times[1:])) > 0.04,
              "%d at once" % site.most)
    lab.check("HEAD first, GET where that is not liked", site.seen.count("HEAD /ok") >= 1 and "GET /ok" not in site.seen and
              "GET /shy" in site.seen and "GET /liar" in site.seen and "GET /no-more" not in site.seen, str(site.seen))
    ranges = {h.get("Range") for h, s in zip(site.headers, site.seen) if s.startswith("GET")}
    agents = {h.get("User-Agent") for h in site.headers}
    lab.check("GET for one byte, by name, without credentials", ranges == {"bytes=0-0"} and len(agents) == 1 and
              all(a.startswith("publish/") and "(checks links; +https://example.org)" in a for a in agents) and
              not any(n in h for h in site.headers for n in ("Cookie", "Authorization", "Referer")), str(ranges) + str(agents))
    lab.check("asked to come back, it waits", site.seen.count("HEAD /busy") == 2 and
              site.times[len(site.seen) - 1 - site.seen[::-1].index("HEAD /busy")] - site.times[site.seen.index("HEAD /busy")] > 0.9 and
              site.seen.count("HEAD /later") == 1, str(site.seen))
    lab.check("a loop ends", site.seen.count("HEAD /loop") == 11, str(site.seen.count("HEAD /loop")))
    ends("without --external nobody is asked", at(repo, "check", *NOW), 0, nothing=("other sites", "P071"))
    return repo


def hostile(site):
    """Servers that want to keep a run busy, fill its memory or make it talk."""
    names = sorted(FLOODS) + ["cookie", "ok", "zipped", "past", "bytes", "latin"]
    text = "".join("[x](%s/%s)\n\n" % (site.url, n.strip("/")) for n in names)
    repo = lab.repository("hostile", {"publish.yaml": settings(), "articles/a.md": lab.article("A", "2024-01-03", text)}, bare=False)
    count = len(site.seen)
    ran = asked(repo, "-v")
    told = {n: next((m.split(n + " ", 1)[1] for m in ran.err.split("\n") if "%s%s " % (site.url, n) in m), "") for n in FLOODS}
    lab.check("floods end, and nothing is said of what was not seen", ran.status == 0 and not ran.hung and
              all(told[n].startswith("could not be checked: ") for n in ("/headers", "/header", "/between", "/drip")), str(told), ran.err)
    cookies = [h for h in site.headers[count:] if "Cookie" in h or "Accept-Encoding" in h]
    lab.check("no cookie is taken along, nothing packed is asked for", not cookies, str(cookies))
    ends("a packed body is not unpacked", ran, 0, nothing=("/zipped ", "/cookie "))
    ends("bytes of a server are no text of ours", ran, 0, "/bytes is dead: it leads to what is no address of the web", "/latin has moved to %s/ok?%%" % site.url,
         nothing=("\x1b", "\x07"))
    # A host that does not want to be asked, and one that lets wait: told for all, asked no more.
    for name, paths, most, words in (("year", ["year"] + ["y%d" % i for i in range(5)], 2, "its host wants to be left alone (429)"),
                                     ("slow", ["slow?%d" % i for i in range(6)], 3, "its host did not answer in time before")):
        other = Site()
        repo = lab.repository("left", {"publish.yaml": settings(), "articles/a.md": lab.article(
            "A", "2024-01-03", "".join("[x](%s/%s)\n\n" % (other.url, p) for p in paths) + "[x](%s/ok)\n" % site.url)}, bare=False)
        ran = asked(repo, "-v")
        lab.check("a host is left alone: " + name, ran.status == 0 and len(other.seen) <= most and ran.err.count(words) == len(paths) - most + (name == "year"),
                  str(other.seen), ran.err)
        other.shutdown()


def kept(site, repo):
    file = os.path.join(repo, ".git/publish/links.json")
    with open(file, encoding="utf-8") as f:
        lines = f.read().split("\n")[:-1]
    found = {json.loads(n)["url"]: json.loads(n) for n in lines}
    lab.check("kept: what could be judged", sorted(found) == sorted("%s/%s" % (site.url, n) for n in list(WORDS) + FINE
                                                                       if "P0717" not in WORDS.get(n, "")) and lines == sorted(lines), str(sorted(found)))
    edit(repo, "articles/a.md", articles(site, ["gone", "moved", "ok", "mixed"]))
    count = len(site.seen)
    ran = asked(repo)
    ends("kept: told again, asked of nobody", ran, 0, "6 links to other sites: 4 addresses, 0 asked, 4 known from before",
         "%s/gone is dead: it answers 404" % site.url, "%s/moved has moved to %s/ok" % (site.url, site.url))
    lab.check("kept: indeed", len(site.seen) == count, str(site.seen[count:]))

    def rewrite(change):
        with open(file, "wb") as f:
            f.write(b"".join(change(json.loads(n)) for n in lines))

    def dated(seconds):
        return lambda r: json.dumps(dict(r, at=r["at"] + seconds)).encode() + b"\n"
    day = 24 * 3600
    for name, change, number in (("fine ones last a week, dead ones a day", dated(-2 * day), 1), ("older than a week", dated(-8 * day), 4),
                                 ("of the future", dated(day), 4), ("damaged", lambda r: b"{\"url\":\xff\x00\n", 4), ("empty", lambda r: b"", 4),
                                 ("of other shapes", lambda r: b"[]\n{\"url\":3}\n{}\n", 4)):
        rewrite(change)
        ends("kept: " + name, asked(repo), 0, "4 addresses, %d asked, %d known from before" % (number, 4 - number))
    os.remove(file)
    os.mkdir(file)
    ends("kept: no file can be written", asked(repo), 0, "4 addresses, 4 asked", "warning: ")
    os.rmdir(file)
    # Whatever is in its place: not followed, not waited for, replaced.
    elsewhere = os.path.join(lab.folder("elsewhere"), "file")
    for name, make in (("a link", lambda: os.symlink(elsewhere, file)), ("a pipe", lambda: os.mkfifo(file))):
        for full in (False, True)[:2 if name == "a link" else 1]:
            if full:
                with open(elsewhere, "w", encoding="utf-8") as f:
                    f.write("".join(n + "\n" for n in lines))
            make()
            ends("kept: %s in its place" % name, asked(repo), 0, "4 addresses, 4 asked", nothing=("warning: cannot",))
            with open(file, encoding="utf-8") as f:
                found = [json.loads(n)["url"] for n in f]
            lab.check("kept: %s is replaced" % name, not os.path.islink(file) and len(found) == 4 and os.path.exists(elsewhere) == (full or name == "a pipe"), str(found))
            os.remove(file)
    folder = os.path.dirname(file)
    os.rmdir(folder)
    with open(folder, "wb"):
        pass
    ends("kept: a file where its folder would be", asked(repo), 0, "4 addresses, 4 asked", "warning: ")
    os.remove(folder)


def levels(site, repo):
    edit(repo, "publish.yaml", settings(checks="checks: { external_links: error }\n"))
    ends("level error", asked(repo), 1, "articles/a.md:6:1: error: %s/gone is dead" % site.url, "warning: %s/moved" % site.url)
    ends("no error of a build", at(repo, "--dry-run", *NOW), 0, nothing=("dead",))
    ends("PATH", asked(repo, "articles/b.md"), 1, "2 links to other sites", "articles/b.md:6:1: error", nothing=("articles/a.md:",))
    data = records(asked(repo, "--format=json"))
    lab.check("JSON", [(r["file"], r["line"], r["code"]) for r in data if r.get("code") == "P0715"] ==
              [("articles/a.md", 6, "P0715"), ("articles/b.md", 6, "P0715")], str(data))
    edit(repo, "publish.yaml", settings(checks="checks: { external_links: { level: off, when: { title: Links } } }\n"))
    edit(repo, "articles/b.md", articles(site, ["gone"]).replace("Links", "Other"))
    ends("off for some", asked(repo), 0, "1 link to other sites", "articles/b.md:6:1: warning", nothing=("articles/a.md:",))
    edit(repo, "publish.yaml", settings(", exclude: [ '%s/g', '**/mov*' ]" % site.url))
    ends("excluded: by beginning and by pattern", asked(repo), 0, "2 addresses", "3 excluded", nothing=("dead", "moved to"))
    edit(repo, "publish.yaml", settings(", pause: 99"))
    ends("a setting out of bounds", asked(repo), 1, "pause")
    edit(repo, "publish.yaml", settings())
    edit(repo, "articles/c.md", lab.article("C", "2024-01-04", "[x](%s/evil)\n" % site.url))
    ran = at(repo, "check", "--external", "--private", "--format=github", "articles/c.md", *NOW)
    ends("what a server says is no command", ran, 0, "has moved to %s/ok?::error::x%%0A [P0716]" % site.url, "%250A")


def private(site):
    """Not asked: this machine and private networks, however their address is written."""
    port = site.url.rsplit(":", 1)[1]
    urls = [site.url + "/ok", "http://localhost:%s/ok" % port, "http://127.1:%s/ok" % port, "http://2130706433:%s/ok" % port,
            "http://0x7f.0.0.1:%s/ok" % port, "http://[::1]:%s/ok" % port, "http://[::ffff:127.0.0.1]:%s/ok" % port, "http://0.0.0.0:%s/ok" % port,
            "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/"]
    names = ["http://user:word@127.0.0.1:%s/ok" % port]
    text = "".join("[x](%s)\n\n" % u for u in urls + names)
    repo = lab.repository("private", {"publish.yaml": settings(), "articles/a.md": lab.article("A", "2024-01-03", text)}, bare=False)
    count = len(site.seen)
    ran = at(repo, "check", "--external", "-v", *NOW)
    for url in urls:
        # Where there is no IPv6 the connection fails for that reason, which is as good.
        said = [n for n in ran.err.split("\n") if ": %s " % url in n]
        lab.check("private: " + url, said and ("leads to this machine or into a private network [P0718]" in said[0] or "::" in url), str(said), ran.err)
    lab.check("private: a user name", "was not asked: it holds a user name [P0718]" in ran.err and ran.status == 0, "not told", ran.err)
    lab.check("private: nobody was asked", len(site.seen) == count, str(site.seen[count:]))
    ends("private: not with --untrusted", at(repo, "check", "--external", "--private", "--untrusted", "HEAD"), 2, "must not ask private addresses")
    ends("private: only with --external", at(repo, "check", "--private"), 2, "add --external")
    dead = lab.repository("offline", {"publish.yaml": settings(), "articles/a.md": lab.article("A", "2024-01-03", "".join(
        "<http://%s.invalid/>\n\n" % n for n in "abcde"))})
    keep = [json.dumps({"url": "http://%s.invalid/" % n, "at": int(time.time()) - 60, "result": "gone", "status": s, "to": "", "problem": "it was told"},
                       separators=(",", ":")) + "\n" for n, s in (("a", 0), ("b", 404))]
    os.makedirs(os.path.join(dead, "publish"), exist_ok=True)
    file = os.path.join(dead, "publish/links.json")
    for name, known in (("", keep[:0]), (", with what is known", keep)):
        with open(file, "w", encoding="utf-8") as f:
            f.write("".join(known))
        ends("no network: said once" + name, at(dead, "check", "--external", *NOW), 0, "none of %d addresses of other sites could be reached" % (5 - len(known)),
             *["http://%s.invalid/ is dead: it was told" % n for n in "ab"[:len(known)]], nothing=("there is no such host",))
        with open(file, encoding="utf-8") as f:
            lab.check("no network: nothing is learned" + name, f.read() == "".join(known), "changed")


def run():
    site = Site()
    repo = answers(site)
    kept(site, repo)
    hostile(site)
    levels(site, repo)
    private(site)
    site.shutdown()
