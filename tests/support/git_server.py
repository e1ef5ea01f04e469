# git_server -- repositories below a folder over http, with a login, by git's own backend.
import base64
import http.server
import os
import subprocess
import threading


def available():
    where = subprocess.run(["git", "--exec-path"], capture_output=True, text=True).stdout.strip()
    return os.path.exists(os.path.join(where, "git-http-backend"))


class Server:
    def __init__(self, root, login, env):
        wanted = ["basic", base64.b64encode(login.encode()).decode()]

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
                given = self.headers.get("Authorization", "").split(" ")
                if [given[0].lower(), *given[1:]] != wanted:
                    return self.answer(401, [("WWW-Authenticate", 'Basic realm="here"')], b"")
                path, _, query = self.path.partition("?")
                cgi = dict(env, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                           REQUEST_METHOD=self.command, REMOTE_USER="user", CONTENT_TYPE=self.headers.get("Content-Type", ""),
                           HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""), GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
                out = subprocess.run(["git", "http-backend"], input=body, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=cgi).stdout
                head, _, rest = out.partition(b"\r\n\r\n")
                fields = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n")]
                status = next((int(v.split()[0]) for k, v in fields if k == "Status"), 200)
                self.answer(status, [f for f in fields if f[0] != "Status"], rest)

            do_GET = do_POST = serve

            def log_message(self, *args):
                pass
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = "127.0.0.1:%d" % self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
