# git_server -- repositories below a folder over http or https, with logins, by git's own backend. It also plays
# a proxy (a request with a whole address is answered as if it were that server's), a server that has moved
# (/moved/NAME leads to /NAME), and, by `fault`, one that breaks.
import base64
import http.server
import os
import ssl
import subprocess
import threading


def available():
    where = subprocess.run(["git", "--exec-path"], capture_output=True, text=True).stdout.strip()
    return os.path.exists(os.path.join(where, "git-http-backend"))


def basic(login):
    """What a request of user:password has after 'Authorization:'."""
    return "basic " + base64.b64encode(login.encode()).decode()


class Server:
    """`login` (user:password) may write, `reader` may only read; without a login everybody may. `tls` is a
    certificate and its key, in one file. `fault`, when set, is called with each request's handler and body, and
    says whether it has answered. `seen` has a line for each request: what, by whom ('-': nobody), and whether
    it came as to a proxy."""

    def __init__(self, root, login, env, reader=None, tls=None):
        server = self
        self.fault, self.seen = None, []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def content(self):
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def serve(self):
                body = self.content()
                given = self.headers.get_all("Authorization") or ["-"]
                who = given[0].split(" ")
                who = " ".join([who[0].lower(), *who[1:]])
                path, _, query = self.path.partition("?")
                proxied = path.startswith("http://")
                if proxied:
                    path = "/" + path.split("/", 3)[3]
                name = next((l.split(":")[0] for l in (login, reader) if l and who == basic(l)), "-" if who == "-" else "?")
                server.seen.append("%s %s %s%s" % (self.command, self.path, name, " proxied" if proxied else ""))
                if len(given) > 1:
                    return self.answer(400, [], b"Duplicate header: \"Authorization\"")
                if server.fault and server.fault(self, body):
                    return None
                if path.startswith("/moved/"):
                    return self.answer(301, [("Location", self.path.replace("/moved/", "/", 1))], b"")
                if login and name in "-?":
                    return self.answer(401, [("WWW-Authenticate", 'Basic realm="here"')], b"")
                cgi = dict(env, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                           REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""),
                           HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""), GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
                # git lets write whoever has a name, unless http.receivepack says otherwise.
                if login and who == basic(login):
                    cgi["REMOTE_USER"] = name
                out = subprocess.run(["git", "http-backend"], input=body, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=cgi).stdout
                head, _, rest = out.partition(b"\r\n\r\n")
                fields = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n")]
                status = next((int(v.split()[0]) for k, v in fields if k == "Status"), 200)
                self.answer(status, [f for f in fields if f[0] != "Status"], rest)

            do_GET = do_POST = serve

            def log_message(self, *args):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *args):
                pass  # a client that does not like the certificate hangs up
        self.http = Quiet(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.place = "127.0.0.1:%d" % self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def saw(self, *words):
        """Was there a request with all of these in its line?"""
        return any(all(w in line for w in words) for line in self.seen)
