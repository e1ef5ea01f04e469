# cli_ci -- the recipes of the README, run as far as a machine without those services can: the blocks are
# taken from the text by the file name in their first lines, parsed, and their steps executed by a small
# runner. Actions are played (checkout is a clone of depth 1, artifacts are folders), and the
# step that installs the program is left out, because it is here; everything else runs as written.
import glob
import os
import re
import shutil
import subprocess

import yaml

import lab
from cli_push import clone, hook, remote, source_of
from cli_rig import at, edit, ends, site

README = os.environ.get("RECIPES") or os.path.join(lab.ROOT, "README.md")


def recipe(name):
    """The block whose first lines have this file name."""
    for block in re.findall(r"^```\w+\n(.*?)^```", open(README).read(), re.M | re.S):
        if ("# %s\n" % name) in block.split("\n", 2)[0] + "\n" + block.split("\n", 2)[1] + "\n":
            return block
    raise KeyError("%s has no recipe %s" % (README, name))


class Loader(yaml.SafeLoader):
    """YAML as CI systems read it: `on` is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}


class Stopped(Exception):
    pass


class Runner:
    """One job of a workflow in a fresh folder. `contexts` is what ${{ }} sees; `origin` maps a repository's
    name (or "") to its address here."""

    def __init__(self, origin, artifacts, contexts, ref="main"):
        self.origin, self.artifacts, self.ref = origin, artifacts, ref
        self.top = lab.folder("runner")
        self.work, self.temp, home, tools = [os.path.join(self.top, n) for n in ("work", "temp", "home", "tools")]
        for path in (self.work, self.temp, home, tools):
            os.makedirs(path)
        shutil.copy(os.path.join(lab.HOME, ".gitconfig"), home)
        os.symlink(lab.PUBLISH, os.path.join(tools, "publish"))
        self.tools, self.log, self.deployed, self.ran = tools, "", None, []
        self.env = {"PATH": tools + ":" + lab.ENV["PATH"], "HOME": home, "CI": "true", "GIT_CONFIG_NOSYSTEM": "1",
                    "GITHUB_ACTIONS": "true", "RUNNER_TEMP": self.temp, "LC_ALL": "C.UTF-8",
                    "GITHUB_BASE_REF": contexts.get("github.base_ref", ""), "GITHUB_REPOSITORY": "owner/site"}
        for name in ("PATH", "OUTPUT", "ENV", "STEP_SUMMARY"):
            self.env["GITHUB_" + name] = os.path.join(self.top, "file-" + name.lower())
            open(self.env["GITHUB_" + name], "w").close()
        self.contexts = {"runner.temp": self.temp, "github.token": "token-of-the-job", "github.repository": "owner/site", **contexts}

    def text(self, value):
        def look(found):
            if found[1] not in self.contexts:
                raise KeyError("${{ %s }} has no value here" % found[1])
            return str(self.contexts[found[1]])
        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", look, str(value))

    def action(self, name, given, step):
        given = {k: self.text(v) for k, v in given.items()}
        name, _, version = name.partition("@v")
        if name == "actions/checkout":
            self.checkout(self.origin[given.get("repository", "")], None if "repository" in given else self.ref)
        elif name == "actions/upload-artifact":
            self.upload(given, os.path.join(self.artifacts, given["name"]), True)
        elif name == "actions/download-artifact":
            shutil.copytree(os.path.join(self.artifacts, given["name"]), given["path"])
        elif name == "actions/configure-pages":
            self.contexts["steps.%s.outputs.base_url" % step["id"]] = "https://owner.example.org/site"
        elif name == "actions/upload-pages-artifact":
            self.deployed = os.path.join(self.top, "pages")
            self.upload(given, self.deployed, int(version) > 3)
        elif name != "actions/deploy-pages":
            raise KeyError("no action " + name)

    def checkout(self, url, ref):
        """What actions/checkout does, command by command: a branch is checked out as such, the merge of a pull
        request detached, with the settings that it leaves."""
        branch = (ref or "main").removeprefix("refs/")
        local = "refs/remotes/" + ("" if branch.startswith("pull/") else "origin/") + branch
        what = lab.git(self.top, "ls-remote", url, "refs/" + branch if branch.startswith("pull/") else "refs/heads/" + branch).split()[0]
        key = "http.https://git.example.org/.extraheader"
        for words in (["init", "-q", "-b", "main"], ["remote", "add", "origin", url], ["config", "--local", "gc.auto", "0"],
                      ["config", "--file", os.path.join(self.temp, "git-credentials.config"), key, "AUTHORIZATION: basic geheim"],
                      ["config", "--local", "includeIf.gitdir:%s/.git.path" % self.work, os.path.join(self.temp, "git-credentials.config")],
                      ["-c", "protocol.version=2", "fetch", "-q", "--no-tags", "--prune", "--no-recurse-submodules", "--depth=1", "origin",
                       "+%s:%s" % (what, local)],
                      ["sparse-checkout", "disable"], ["config", "--local", "--unset-all", "extensions.worktreeConfig"],
                      ["checkout", "-q", "--force", local] if branch.startswith("pull/") else ["checkout", "-q", "--force", "-B", branch, local]):
            lab.git(self.work, *words)

    def upload(self, given, into, drops_hidden):
        """Names that begin with a dot are left out unless they are asked for."""
        hidden = drops_hidden and given.get("include-hidden-files") not in ("true", "True")
        shutil.copytree(given["path"], into, ignore=shutil.ignore_patterns(".*") if hidden else None)

    def steps(self, steps, env=None):
        """True when all ended well."""
        for step in steps:
            if "uses" in step:
                self.action(step["uses"], step.get("with", {}), step)
                continue
            if step.get("name") == "Install publish":
                continue
            here = dict(self.env, **(env or {}), **{k: self.text(v) for k, v in step.get("env", {}).items()})
            if "${{" in step["run"]:
                raise Stopped("an expression inside a script: " + step["run"])
            done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=self.work, env=here, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
            self.log += done.stdout
            self.ran.append(step["run"])
            if done.returncode:
                self.log += "\nstatus %d: %s" % (done.returncode, step["run"])
                return False
        return True


def workflow(name):
    parsed = yaml.load(recipe(name), Loader)
    jobs = list(parsed["jobs"].values())
    lab.check("%s parses, and has one job" % name, len(jobs) == 1 and "on" in parsed, str(parsed))
    installs = [s for s in jobs[0]["steps"] if s.get("name") == "Install publish"]
    lab.check("%s: the installation is three lines that run" % name,
              all(subprocess.run(["sh", "-n", "-c", s["run"]]).returncode == 0 and "site/try" in s["run"] for s in installs), str(installs))
    return parsed, jobs[0]


def ran(name, runner, ok, *texts, nothing=()):
    missing = [t for t in texts if t not in runner.log] + ["(not) " + t for t in nothing if t in runner.log]
    return lab.check(name, ok and not missing, "ended well: %s, missing %s" % (ok, missing), runner.log)


def branches(name):
    """A workflow that publishes to the branch."""
    hub, url = remote()
    parsed, job = workflow(name)
    runner = Runner({"": url}, lab.folder("artifacts"), {})
    ran("%s publishes" % name, runner, runner.steps(job["steps"]), "published: ", "pushed to origin")
    edit(hub, "articles/new.md", lab.article("New"))
    runner = Runner({"": url}, lab.folder("artifacts"), {})
    ran("%s goes on from what is published" % name, runner, runner.steps(job["steps"]), "published: ", "pushed to origin")
    lab.check("%s: two commits, the newest source" % name, lab.git(hub, "rev-list", "--count", "pages") == "2" and
              source_of(hub) == lab.git(hub, "rev-parse", "main"), lab.git(hub, "log", "--format=%s", "pages"))
    runner = Runner({"": url}, lab.folder("artifacts"), {})
    ran("%s on schedule: nothing to do" % name, runner, runner.steps(job["steps"]), "nothing to do", nothing=["pushed"])
    edit(hub, "articles/new.md", "---\ntitle: New\ndate: 2024-02-30\n---\n\nText.\n")
    runner = Runner({"": url}, lab.folder("artifacts"), {})
    ran("%s fails with a broken article, and says where" % name, runner, not runner.steps(job["steps"]), "articles/new.md", "nothing was published",
        "::error file=articles/new.md,line=3,")
    hook(hub, "pre-receive", "echo 'GH013: Repository rule violations' >&2; exit 1\n")
    edit(hub, "articles/new.md", lab.article("New", body="Mended.\n"))
    runner = Runner({"": url}, lab.folder("artifacts"), {})
    ran("%s on a protected branch: the server's words, also in the annotation and the summary" % name, runner, not runner.steps(job["steps"]),
        "    | remote: GH013: Repository rule violations", "%0A| remote: GH013: Repository rule violations")
    lab.check("there", "GH013" in open(runner.env["GITHUB_STEP_SUMMARY"]).read(), open(runner.env["GITHUB_STEP_SUMMARY"]).read())
    return parsed


def github():
    parsed = branches(".github/workflows/publish.yml")
    lab.check("it may write contents, and nothing else", parsed["permissions"] == {"contents": "write"} and parsed["concurrency"],
              str(parsed["permissions"]))
    hub, url = remote()
    edit(hub, "static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    _, job = workflow(".github/workflows/pages.yml")
    runner = Runner({"": url}, lab.folder("artifacts"), {})
    ran("Pages by artifact", runner, runner.steps(job["steps"]), "written: ")
    page = open(os.path.join(runner.deployed, "2024/01/one/index.html")).read()
    lab.check("with the address that Pages has", 'href="https://owner.example.org/site/2024/01/one/"' in page, page[:600])
    lab.check("with files whose names begin with a dot", os.path.exists(os.path.join(runner.deployed, ".well-known/security.txt")),
              str(sorted(os.listdir(runner.deployed))))


def fork():
    """A stranger's pull request in two jobs."""
    hub, url = remote()
    edit(hub, "static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    lab.git(hub, "branch", "merge", "main")
    lab.commit(hub, {"articles/theirs.md": lab.article("Theirs"), "plugins/evil/init.lua": "error('it ran')\n",
                     "templates/article.html": "<script>evil</script>"}, "theirs", branch="merge")
    head = lab.git(hub, "rev-parse", "merge")
    lab.git(hub, "update-ref", "refs/pull/17/merge", head)
    lab.git(hub, "branch", "-q", "-D", "merge")
    first, job = workflow(".github/workflows/preview.yml")
    lab.check("the first job has no secret and may only read",
              first["permissions"] == {"contents": "read"} and "secrets" not in recipe(".github/workflows/preview.yml") and
              first["on"] == "pull_request", str(first))
    artifacts = lab.folder("artifacts")
    runner = Runner({"": url}, artifacts, {"github.base_ref": "main", "github.event.number": "17"}, ref="refs/pull/17/merge")
    ran("it builds the preview", runner, runner.steps(job["steps"]), "written: ", "plugins/evil", nothing=["it ran"])
    page = open(os.path.join(artifacts, "preview/site/2024/01/theirs/index.html")).read()
    lab.check("their article on our theme, with the preview's address", "evil" not in page and "https://OWNER.github.io/previews/17/" in page, page)

    second, job = workflow(".github/workflows/preview-deploy.yml")
    lab.check("the second job begins when the first has ended, and is of the same name",
              second["on"]["workflow_run"]["workflows"] == [first["name"]] and second["permissions"].get("contents") is None, str(second["on"]))
    checkouts = [s for s in job["steps"] if s.get("uses", "").startswith("actions/checkout")]
    lab.check("it checks out nothing of the pull request", [s["with"]["repository"] for s in checkouts] == ["OWNER/previews"], str(checkouts))
    previews = lab.repository("previews", {"README": "previews\n"})

    def deploy(number, sha):
        with open(os.path.join(artifacts, "preview/number"), "w") as f:
            f.write(number)
        runner = Runner({"OWNER/previews": "file://" + previews}, artifacts,
                        {"github.event.workflow_run.id": "1", "github.event.workflow_run.head_sha": sha, "secrets.PREVIEWS": "geheim"})
        with open(os.path.join(runner.tools, "gh"), "w") as f:
            f.write('#!/bin/sh\nif [ "$2" = view ]; then [ "$3" = 17 ] && echo %s; else echo "gh $*"; fi\n' % head)
        os.chmod(os.path.join(runner.tools, "gh"), 0o755)
        return runner, runner.steps(job["steps"])

    runner, ok = deploy("17\n", head)
    ran("it puts the preview in its place and says so", runner, ok, "gh pr comment 17 --body Preview: https://OWNER.github.io/previews/17/")
    files = lab.outputs(previews, "main")
    lab.check("under its number, beside what was there", "17/2024/01/theirs/index.html" in files and "README" in files, str(list(files)[:5]))
    lab.check("whole, and not for Jekyll to change", "17/.well-known/security.txt" in files and ".nojekyll" in files, str(sorted(files)[:9]))
    tip = lab.tip(previews, "main")
    runner, ok = deploy("17\n", head)
    ran("once more: nothing new, no comment", runner, ok, nothing=["gh pr comment"])
    for number in ("18\n", "../../x 18", "", "17\n17"):
        runner, ok = deploy(number, head)
        lab.check("a number that is not this pull request's: %r" % number, not ok and not re.search(r'^gh pr comment [^"]', runner.log, re.M),
                  runner.log)
    runner, ok = deploy("17", "0" * 40)
    lab.check("or a commit that is not its", not ok and lab.tip(previews, "main") == tip, runner.log)


def forgejo():
    branches(".forgejo/workflows/publish.yml")


def gitlab():
    """Jobs of .gitlab-ci.yml: variables, a detached clone, script lines in one shell."""
    parsed = yaml.load(recipe(".gitlab-ci.yml"), Loader)
    hub, url = remote()
    os.symlink(hub, hub + ".git")
    lab.check("the installation is of the same kind", any("site/try" in line for line in parsed["default"]["before_script"]), str(parsed["default"]))

    def run(name, **variables):
        work = os.path.join(lab.folder("gitlab"), "work")
        lab.git(lab.WORK, "clone", "-q", "--depth=20", "--single-branch", "--branch", variables.pop("ref", "main"), url, work)
        lab.git(work, "checkout", "-q", "--detach")
        # The job's own token may only read: nobody can push to origin.
        lab.git(work, "remote", "set-url", "--push", "origin", "file:///nowhere")
        tools = lab.folder("tools")
        os.symlink(lab.PUBLISH, os.path.join(tools, "publish"))
        env = dict(lab.ENV, PATH=tools + ":" + lab.ENV["PATH"], CI="true", GITLAB_CI="true", CI_PROJECT_URL="file://" + hub,
                   CI_PAGES_URL="https://owner.pages.example.org/site", PUBLISH_TOKEN="geheim", **variables)
        script = "set -eo pipefail\n" + "\n".join(parsed[name]["script"])
        done = lab.run(["bash", "-c", script], cwd=work, env=env, timeout=120)
        return work, done

    work, done = run("pages")
    ends("GitLab Pages", done, 0, "written: ")
    page = open(os.path.join(work, parsed["pages"]["artifacts"]["paths"][0], "2024/01/one/index.html")).read()
    lab.check("with the address that Pages has", 'href="https://owner.pages.example.org/site/2024/01/one/"' in page, page[:600])
    work, done = run("branch")
    ends("the branch on GitLab, by a token", done, 0, "published: ", "pushed to file://%s.git" % hub, nothing=["geheim"])
    lab.check("is there", lab.tip(hub) and lab.tip(hub) == lab.tip(work), "not")
    asked = lab.run(["git", "-C", work, "credential", "fill"], stdin=open(written("credential", "protocol=https\nhost=gitlab.example.org\n\n")),
                    env=dict(lab.ENV, PUBLISH_TOKEN="geheim", GIT_TERMINAL_PROMPT="0"))
    lab.check("the credential helper answers", "username=publish\npassword=geheim" in asked.out, str(asked))
    work, done = run("branch")
    ends("again: nothing to do", done, 0, "nothing to do")
    lab.git(hub, "branch", "topic", "main")
    lab.commit(hub, {"articles/theirs.md": lab.article("Theirs"), "plugins/evil/init.lua": "error('it ran')\n"}, "theirs", branch="topic")
    work, done = run("preview", ref="topic", CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    ends("a merge request's preview", done, 0, "written: ", nothing=["it ran"])
    lab.check("has the article", os.path.exists(os.path.join(work, "public/2024/01/theirs/index.html")), "not")


def written(name, text):
    path = os.path.join(lab.folder(name), "text")
    with open(path, "w") as f:
        f.write(text)
    return path


def server():
    """The hook, really installed in a bare repository, and pushed to."""
    hub = site("hub", bare=True)
    web = os.path.join(lab.folder("web"), "my-site")
    text = recipe("hooks/post-receive").replace("/var/www/my-site", web)
    lab.check("it is a script of sh", text.startswith("#!/bin/sh\n"), text[:40])
    hook(hub, "post-receive", text.split("\n", 1)[1])
    tools = lab.folder("tools")
    os.symlink(lab.PUBLISH, os.path.join(tools, "publish"))
    env = dict(lab.ENV, PATH=tools + ":" + lab.ENV["PATH"])
    job = clone("file://" + hub, "--no-single-branch")

    def push(path, content, *how):
        edit(job, path, content)
        return lab.run(["git", "-C", job, "push", *(how or ("origin", "main"))], env=env)

    done = push("articles/pushed.md", lab.article("Pushed"))
    ends("push an article, and the site is published", done, 0, "remote: published: ", "pages " + str(lab.tip(hub))[:12])
    lab.check("as a branch and as files", source_of(hub) == lab.git(job, "rev-parse", "main") and
              os.path.exists(os.path.join(web, "2024/01/pushed/index.html")), str(os.listdir(web) if os.path.exists(web) else None))
    tip = lab.tip(hub)
    done = push("articles/pushed.md", "---\ntitle: [\n---\n\nText.\n")
    ends("a mistake is told to whoever pushes", done, 0, "remote: articles/pushed.md:2:", "remote: publish: 1 error", "nothing was published")
    lab.check("and the site stays", lab.tip(hub) == tip, "moved")
    done = push("articles/pushed.md", lab.article("Pushed again"))
    ends("mended", done, 0, "remote: published: ")
    lab.check("in both", b"Pushed again" in lab.outputs(hub)["2024/01/pushed/index.html"] and
              "Pushed again" in open(os.path.join(web, "2024/01/pushed/index.html")).read(), "not")
    done = push("articles/side.md", lab.article("Side"), "origin", "main:topic")
    ends("another branch is none of its business", done, 0, nothing=["remote: published"])
    ends("nor is deleting one", lab.run(["git", "-C", job, "push", "origin", ":topic"], env=env), 0, nothing=["remote:"])
    hook(hub, "pre-receive", "publish --source $(cut -d' ' -f2) -n; exit 1\n")
    done = push("articles/early.md", lab.article("Early"))
    ends("in pre-receive what is pushed cannot be read yet, which is said", done, 1, "post-receive, not yet in pre-receive")
    os.remove(os.path.join(hub, "hooks/pre-receive"))
    mirror = lab.repository("mirror", {"x": "y"})
    lab.git(hub, "remote", "add", "mirror", mirror)
    hook(hub, "post-receive", "publish --source main --push=mirror\n")
    done = push("articles/early.md", lab.article("Early, again"))
    ends("a hook that pushes the site on", done, 0, "pushed to mirror")
    lab.check("it is there", lab.tip(mirror) == lab.tip(hub), "not")


def run():
    github()
    fork()
    gitlab()
    forgejo()
    server()
