# cli_transport -- --push and --fetch over what networks have: http with logins, proxies, redirects and servers that
# break, https, ssh. The servers are real (git http-backend, sshd) but for what they are asked to do wrong.
import os
import pty
import select
import signal
import socket
import subprocess
import time

import cli_rig
import git_server
import lab
from cli_push import clone, hook, source_of
from cli_rig import edit, ends, site

LOGIN, READER = "user:geheim", "reader:lesen"


def remote():
    """A bare repository and its address. This is about traffic: the site is as small as it gets."""
    built_in = [name for name in sorted(os.listdir(os.path.join(lab.ROOT, "plugins"))) if name not in ("render", "examples")]
    small = lab.SETTINGS + "plugins:\n" + "".join("  - %s: false\n" % name for name in built_in)
    repo = site("remote", bare=True, **{"publish.yaml": small})
    return repo, "file://" + repo


def at(repo, *args, **how):
    return cli_rig.at(repo, *args, "-j1", **how)


class Web:
    """A repository behind a server of its own, and clones of it whose remote that is."""

    def __init__(self, **how):
        self.hub, self.url = remote()
        self.scheme = "https" if "tls" in how else "http"
        self.server = git_server.Server(os.path.dirname(self.hub), LOGIN, lab.ENV, reader=READER, **how)
        self.name = os.path.basename(self.hub)
        self.edits = 0

    def address(self, who="", below=""):
        return "%s://%s%s%s/%s" % (self.scheme, who + "@" if who else "", self.server.place, below, self.name)

    def job(self, who=LOGIN, url=None, how=(), **config):
        """Cloned by the file system; settings are `section__key=value`."""
        job = clone(self.url, *how)
        lab.git(job, "remote", "set-url", "origin", url or self.address(who))
        for key, value in config.items():
            lab.git(job, "config", key.replace("__", "."), value)
        return job

    def change(self):
        self.edits += 1
        return edit(self.hub, "articles/one.md", lab.article("One", "2024-01-03", "Changed %d.\n" % self.edits))


def on_a_terminal(argv, env, seconds=20):
    """Runs argv with a terminal of its own, at which nobody answers: (status, None: it waits), what it says."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(argv[0], argv, env)
    said, began, status = b"", time.monotonic(), None
    while status is None and time.monotonic() - began < seconds:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                said += os.read(terminal, 4096)
            except OSError:
                pass
        done, how = os.waitpid(pid, os.WNOHANG)
        status = os.waitstatus_to_exitcode(how) if done else None
    if status is None:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
    os.close(terminal)
    return status, said.decode("utf-8", "replace")


def logins(web):
    ran = at(web.job(who=""), "--push", timeout=30)
    ends("a server that wants a login: no question, but the way out", ran, 3, "cannot fetch from 'origin'", "it wants a login",
         "terminal prompts disabled", "[P0134]")
    status, said = on_a_terminal([lab.PUBLISH, "-C", web.job(who=""), "--push"], lab.ENV)
    lab.check("at a terminal as well", status == 3 and "it wants a login" in said, "%s\n%s" % (status, said))
    ran = at(web.job(who="user:falsch"), "--push", timeout=30)
    ends("a wrong password: an end at once, without the password", ran, 3, "Authentication failed", "it wants a login", "[P0134]",
         nothing=["falsch"])
    header = {"http.http://%s/.extraheader" % web.server.place: "AUTHORIZATION: " + git_server.basic(LOGIN)}
    ends("the header that actions/checkout leaves is enough", at(web.job(who="", **header), "--push"), 0, "published: ", "pushed to origin\n")
    lab.check("it is there", lab.tip(web.hub) and source_of(web.hub) == lab.git(web.hub, "rev-parse", "main"), str(lab.tip(web.hub)))
    # Since its version 6 in a file of its own, for this git folder.
    new = web.change()
    job = web.job(who="")
    apart = os.path.join(lab.folder("apart"), "git-credentials.config")
    for key, value in header.items():
        lab.git(job, "config", "-f", apart, key, value)
    lab.git(job, "config", "includeIf.gitdir:%s/.git.path" % job, apart)
    ends("or a file of it that is included for this folder", at(job, "--push"), 0, "pushed to origin\n")
    lab.check("published", source_of(web.hub) == new, source_of(web.hub))
    new = web.change()
    helped = dict(lab.ENV, SECRET="geheim")
    job = web.job(who="", credential__helper="!f() { echo username=user; echo password=$SECRET; }; f")
    ends("a credential helper that takes its secret from the environment", at(job, "--push", env=helped), 0, "pushed to origin")
    script = os.path.join(lab.folder("askpass"), "answer")
    with open(script, "w") as f:
        f.write('#!/bin/sh\ncase "$1" in Username*) echo user ;; *) echo geheim ;; esac\n')
    os.chmod(script, 0o755)
    ends("a program that answers: GIT_ASKPASS", at(web.job(who=""), "--push", env=dict(lab.ENV, GIT_ASKPASS=script)), 0, "nothing to do")
    lab.check("published", source_of(web.hub) == new, source_of(web.hub))
    web.change()
    tip = lab.tip(web.hub)
    ran = at(web.job(), "--push=" + web.address(READER))
    ends("a login that may only read: the way out, without the password", ran, 3, "'%s' refused the push to 'pages'" % web.address(),
         "error: 403", "permissions: { contents: write }", "[P0135]", nothing=["lesen"])
    lab.check("nothing moved", lab.tip(web.hub) == tip, "it did")
    ran = at(web.job(), "--push=%s-gone" % web.address(LOGIN))
    ends("no repository there: the way out, without the password", ran, 3, "cannot fetch from '%s-gone'" % web.address(), "not found",
         "a login that may not see it", nothing=["geheim"])
    hook(web.hub, "pre-receive", "echo 'GH006: Protected branch update failed.' >&2\nexit 1\n")
    ends("a hook's words come through", at(web.job(), "--push"), 3, "pre-receive hook declined", "    | remote: GH006: Protected branch", "--branch",
         "[P0135]")
    os.remove(os.path.join(web.hub, "hooks/pre-receive"))


def ways(web):
    """A proxy, a redirect, clones without all."""
    new = web.change()
    env = dict(lab.ENV, http_proxy="http://" + web.server.place)
    ends("a proxy, by http_proxy", at(web.job(url="http://%s@git.invalid/%s" % (LOGIN, web.name)), "--push", env=env), 0, "pushed to origin")
    lab.check("all went that way", web.server.saw("git-receive-pack", "proxied") and source_of(web.hub) == new, str(web.server.seen[-3:]))
    ran = at(web.job(url="http://git.invalid/x"), "--push", env=dict(lab.ENV, http_proxy="http://127.0.0.1:9"), timeout=30)
    ends("a proxy that is not there", ran, 3, "cannot fetch from 'origin'", "no way to the server", "http_proxy", "[P0134]")
    new = web.change()
    ends("a repository that has moved", at(web.job(url=web.address(LOGIN, "/moved")), "--push"), 0, "pushed to origin")
    lab.check("its new place was asked", web.server.saw("GET /moved/") and not web.server.saw("POST /moved/") and source_of(web.hub) == new,
              str(web.server.seen[-3:]))
    # As a job makes them: clones over http, not from the disk.
    lab.git(web.hub, "config", "uploadpack.allowFilter", "true")
    edit(web.hub, "articles/undated.md", "---\ntitle: Undated\n---\n\nText.\n", when=1704189600)
    for i in range(3):
        last = edit(web.hub, "articles/undated.md", "---\ntitle: Undated\n---\n\nText %d.\n" % i, when=1704289600 + i)
    whole = clone(web.address(LOGIN), "--no-single-branch")
    ends("a clone over http", at(whole, "--fetch"), 0, "published: ")
    job = clone(web.address(LOGIN), "--depth=1", "--filter=blob:none", "--no-checkout")
    asked = len(web.server.seen)
    ends("a partial clone of depth 1: --push gets files and history", at(job, "--push"), 0, "published: ", "pushed to origin")
    lab.check("the site is that of the whole clone", lab.tree(web.hub) == lab.tree(whole) and lab.fsck(web.hub) is None, "differs")
    lab.check("in few requests", sum("POST" in line for line in web.server.seen[asked:]) <= 10, "\n".join(web.server.seen[asked:]))
    old = clone(web.address(LOGIN), "--depth=1")
    newer = edit(web.hub, "articles/two.md", lab.article("Two", "2024-01-05", "New.\n"), when=1704389600)
    ends("a job", at(clone(web.address(LOGIN), "--depth=1"), "--push"), 0, "pushed to origin")
    ends("an older one that ends late, of depth 1", at(old, "--push"), 0, "superseded by " + newer[:12], nothing=["note:"])
    lab.check("nothing of the older one", source_of(web.hub) == newer != last, source_of(web.hub))
    # Larger than git sends in one piece (http.postBuffer): in chunks then.
    edit(web.hub, "static/large.bin", os.urandom(1500000))
    ends("a push of more than 1 MiB", at(web.job(), "--push"), 0, "pushed to origin")
    lab.check("is whole", len(lab.outputs(web.hub)["large.bin"]) == 1500000 and lab.fsck(web.hub) is None, lab.fsck(web.hub))


def faults(web):
    """A server that breaks, or is silent."""
    def of(service, times, act):
        left = [times]

        def fault(handler, body):
            if service not in handler.path or handler.command != "POST" or not left[0]:
                return False
            left[0] -= 1
            act(handler)
            return True
        web.server.fault = fault
        return left

    def hang_up(handler):
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/x-git-upload-pack-result")
        handler.send_header("Content-Length", "10000")
        handler.end_headers()
        handler.wfile.write(b"0010acknowl")
        handler.close_connection = True

    new = web.change()
    job = web.job()
    of("upload-pack", -1, half)
    ends("half an answer", at(job, "--push"), 3, "cannot fetch from 'origin'", "the server broke off", "[P0134]", "nothing was published")
    of("receive-pack", -1, hang_up)
    ran = at(job, "--push")
    ends("a connection that breaks while pushing is not called a refusal", ran, 3, "cannot push to 'origin'", "the server broke off", "[P0139]",
         nothing=["refused", "--branch"])
    lab.check("nothing of it here", lab.tip(job) is None, "there is")
    left = of("receive-pack", 1, hang_up)
    ends("once is no matter: it is tried again", at(job, "--push"), 0, "published: ", "pushed to origin")
    lab.check("published", source_of(web.hub) == new and left == [0], source_of(web.hub))
    new = web.change()
    # The push has come through, only the answer has not.
    def done_but(handler):
        lab.git(web.hub, "fetch", "-q", done, "+refs/heads/pages:refs/heads/pages")
        hang_up(handler)
    done = web.job()
    ends("the same site, made beforehand", at(done, "--fetch"), 0, "published: ")
    of("receive-pack", 1, done_but)
    ends("only the answer was lost: that is a success", at(web.job(), "--push"), 0, "published: ", "pushed to origin")
    web.change()
    of("receive-pack", -1, lambda h: h.answer(413, [], b"too large"))
    asked = len(web.server.seen)
    ends("more than a web server takes", at(web.job(), "--push"), 3, "cannot push to 'origin'", "no push of this size", "413", "[P0139]")
    lab.check("is not tried again", sum("POST" in s and "receive" in s for s in web.server.seen[asked:]) == 1, str(web.server.seen[asked:]))
    web.server.fault = lambda handler, body: handler.answer(503, [("Content-Type", "text/plain")], b"Down for maintenance") or True
    ends("a server that is ill, in its words", at(web.job(), "--push"), 3, "remote: Down for maintenance", "the server broke off", "[P0134]")

    freed = []
    web.server.fault = lambda handler, body: [time.sleep(0.05) for _ in range(400) if not freed] and True
    ran = at(web.job(http__lowSpeedLimit="1", http__lowSpeedTime="1"), "--push", timeout=15)
    ends("a server that is silent for longer than git is told to wait", ran, 3, "Operation too slow", "lowSpeedTime", "[P0134]")
    freed.append(True)
    web.server.fault = None


def silence():
    """git waits 5 minutes for a silent server, where nobody says otherwise."""
    job = clone(remote()[1])
    where = lab.folder("shown")
    with open(os.path.join(where, "git"), "w") as f:
        f.write('#!/bin/sh\nenv | grep LOW_SPEED | sort >%s/said\nexit 1\n' % where)
    os.chmod(os.path.join(where, "git"), 0o755)
    env = dict(lab.ENV, PATH=where + ":" + lab.ENV["PATH"])

    def told(name, wanted, env, **config):
        for key, value in config.items():
            lab.git(job, "config", key, value)
        at(job, "--push", env=env)
        said = open(os.path.join(where, "said")).read().split()
        lab.check(name, said == wanted, str(said))
        for key in config:
            lab.git(job, "config", "--unset", key)

    told("silence is bounded", ["GIT_HTTP_LOW_SPEED_LIMIT=1", "GIT_HTTP_LOW_SPEED_TIME=300"], env)
    told("but by the configuration, if it says how", [], env, **{"http.lowSpeedTime": "9"})
    told("also for one address", [], env, **{"http.https://git.example.org/.lowSpeedLimit": "9"})
    told("or by the environment", ["GIT_HTTP_LOW_SPEED_TIME=7"], dict(env, GIT_HTTP_LOW_SPEED_TIME="7"))
    told("in whatever way", [], dict(env, GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="http.lowSpeedTime", GIT_CONFIG_VALUE_0="9"))


def https():
    where = lab.folder("tls")
    both, known = os.path.join(where, "both.pem"), os.path.join(where, "known.pem")
    made = lab.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2", "-keyout", both, "-out", known])
    if made.status:
        lab.check("openssl makes a certificate", False, str(made))
        return
    with open(both, "a") as f:
        f.write(open(known).read())
    web = Web(tls=both)
    ran = at(web.job(), "--push")
    ends("a certificate that nobody has signed: the way out", ran, 3, "cannot fetch from 'origin'", "does not trust the server's certificate",
         "http.sslCAInfo", "[P0134]", nothing=["geheim"])
    ends("known by http.sslCAInfo", at(web.job(http__sslCAInfo=known), "--push"), 0, "published: ", "pushed to origin")
    web.server.http.shutdown()


class Shell:
    """sshd for the current user, with a key of its own and one that may come in."""

    def __init__(self):
        self.where = lab.folder("ssh")
        for name in ("host", "mine", "other"):
            lab.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(name)])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with open(self.path("conf"), "w") as f:
            f.write("Port %d\nListenAddress 127.0.0.1\nHostKey %s\nPidFile none\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\n"
                    "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n"
                    % (self.port, self.path("host"), self.path("allowed")))
        with open(self.path("allowed"), "w") as f:
            # What runs there sees nothing of this user's home.
            f.write('command="HOME=%s GIT_CONFIG_NOSYSTEM=1 PATH=\'%s\' sh -c \\"$SSH_ORIGINAL_COMMAND\\"" %s'
                    % (lab.HOME, lab.ENV["PATH"], open(self.path("mine.pub")).read()))
        self.log = open(self.path("log"), "w")
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)  # Debian's sshd wants it, and its service would make it
        self.daemon = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", self.path("conf")], stdout=self.log, stderr=self.log)
        for _ in range(200):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            time.sleep(0.02)
        with open(self.path("known"), "w") as f:
            f.write("[127.0.0.1]:%d %s" % (self.port, open(self.path("host.pub")).read()))

    def path(self, name):
        return os.path.join(self.where, name)

    def command(self, *more):
        """ssh with nothing of this user's settings; `more` are further words."""
        return " ".join(["ssh", "-F", "/dev/null", "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=" + self.path("known"), *more])

    def end(self):
        self.daemon.terminate()
        self.daemon.wait(10)
        self.log.close()


def ssh():
    # tests/setup does not install it, because Debian starts it at once.
    if not os.path.exists("/usr/sbin/sshd"):
        lab.skip("ssh", "openssh-server is missing", 12)
        return
    shell = Shell()
    try:
        over_ssh(shell)
    finally:
        shell.end()


def over_ssh(shell):
    hub, url = remote()

    def job(**config):
        job = clone(url)
        lab.git(job, "remote", "set-url", "origin", "ssh://%s@127.0.0.1:%d%s" % (os.environ.get("USER") or "root", shell.port, hub))
        for key, value in config.items():
            lab.git(job, "config", key.replace("__", "."), value)
        return job

    def change(text):
        return edit(hub, "articles/one.md", lab.article("One", "2024-01-03", text + "\n"))

    with_key = shell.command("-i", shell.path("mine"))
    stranger = dict(lab.ENV, GIT_SSH_COMMAND=with_key.replace("/known", "/nobody"))
    ends("a server that ssh does not know", at(job(), "--push", env=stranger), 3, "cannot fetch from 'origin'", "Host key verification failed",
         "ssh-keyscan", "[P0134]")
    status, said = on_a_terminal([lab.PUBLISH, "-C", job(), "--push"], stranger)
    lab.check("at a terminal as well: ssh does not ask", status == 3 and "ssh-keyscan" in said and "yes/no" not in said, "%s\n%s" % (status, said))
    status, said = on_a_terminal([lab.PUBLISH, "-C", job(), "--push"], dict(stranger, GIT_TERMINAL_PROMPT="1"), seconds=1)
    lab.check("but with GIT_TERMINAL_PROMPT=1 it does", status is None and "yes/no" in said, "%s\n%s" % (status, said))
    lab.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "words", "-f", shell.path("other")])
    locked = dict(lab.ENV, GIT_SSH_COMMAND=shell.command("-i", shell.path("other")))
    status, said = on_a_terminal([lab.PUBLISH, "-C", job(), "--push"], locked)
    lab.check("a key with a passphrase: no question, either", status == 3 and "Permission denied" in said and "it wants a login" in said and
              "Enter passphrase" not in said, "%s\n%s" % (status, said))
    ends("GIT_SSH_COMMAND", at(job(), "--push", env=dict(lab.ENV, GIT_SSH_COMMAND=with_key)), 0, "published: ", "pushed to origin\n")
    new = change("By setting.")
    ends("core.sshCommand, as actions/checkout leaves it with ssh-key", at(job(core__sshCommand=with_key.replace(shell.where, "$WHERE")), "--push",
                                                                            env=dict(lab.ENV, WHERE=shell.where)), 0, "pushed to origin\n")
    lab.check("published", source_of(hub) == new, source_of(hub))
    change("By agent.")
    agent = dict(line.split(";")[0].split("=", 1) for line in lab.run(["ssh-agent", "-s"]).out.split("\n") if "=" in line)
    try:
        env = dict(lab.ENV, SSH_AUTH_SOCK=agent["SSH_AUTH_SOCK"], GIT_SSH_COMMAND=shell.command().replace("IdentitiesOnly=yes", "IdentityFile=none"))
        ends("an agent without the key", at(job(), "--push", env=env), 3, "Permission denied (publickey)", "an ssh key", "[P0134]")
        lab.run(["ssh-add", "-q", shell.path("mine")], env=env)
        ends("a key in ssh-agent", at(job(), "--push", env=env), 0, "pushed to origin\n")
    finally:
        os.kill(int(agent["SSH_AGENT_PID"]), signal.SIGTERM)
    change("Refused.")
    hook(hub, "pre-receive", "echo 'Not on a Sunday' >&2\nexit 1\n")
    by_key = dict(lab.ENV, GIT_SSH_COMMAND=with_key)
    ends("a hook's words come through", at(job(), "--push", env=by_key), 3, "pre-receive hook declined", "    | remote: Not on a Sunday", "[P0135]")
    # A server that does not come back, and somebody who has enough of it.
    hook(hub, "pre-receive", "echo $$ >%s/waits.new\nmv %s/waits.new %s/waits\nexec sleep 1000\n" % ((shell.where,) * 3))
    child = subprocess.Popen([lab.PUBLISH, "-C", job(), "--push"], env=by_key, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(1000):
        if os.path.exists(shell.path("waits")):
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGTERM)
    status = child.wait(20)
    left = [1]
    for _ in range(100):
        left = subprocess.run(["pgrep", "-f", "-x", "ssh .*-p %d .*" % shell.port], capture_output=True, text=True).stdout.split()
        if not left:
            break
        time.sleep(0.02)
    os.kill(int(open(shell.path("waits")).read()), signal.SIGKILL)
    lab.check("SIGTERM ends git and its ssh", status == -signal.SIGTERM and not left, "%s, still there: %s" % (status, left))


def run():
    if git_server.available():
        web = Web()
        logins(web)
        ways(web)
        faults(web)
        web.server.http.shutdown()
        https()
    else:
        lab.skip("servers over http", "git-http-backend is missing", 47)
    silence()
    ssh()
