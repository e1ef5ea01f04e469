# parts -- groups that consist of parts: files of one folder that know nothing of each other, so two run
# at a time, each in a process and a folder of its own. The environment may name some of them.
import concurrent.futures
import importlib
import os
import re
import subprocess
import sys


def run(group, first):
    """Runs all of tests/GROUP/GROUP_PART.py, those of `first` first, or those that the variable GROUP (in capitals)
    names. A file without a function run() is no part."""
    variable = group.upper()
    folder = os.path.join(os.path.dirname(__file__), "..", group)
    found = []
    for name in sorted(os.listdir(folder)):
        part = re.fullmatch(group + r"_(\w+)\.py", name)
        if not part:
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            if re.search(r"(?m)^def run\(\)", f.read()):
                found.append(part[1])
    names = os.environ.get(variable, "").split() or first + [name for name in found if name not in first]
    sys.path.insert(0, folder)
    if len(names) == 1:
        import lab
        importlib.import_module("%s_%s" % (group, names[0])).run()
        lab.end()
    os.chmod(os.environ["WORK"], 0o755)  # some parts run programs as another user
    counts = [0, 0, 0]

    def apart(name):
        work = os.path.join(os.environ["WORK"], name)
        os.makedirs(work, exist_ok=True)
        return subprocess.run([sys.executable, os.path.abspath(sys.argv[0])], env={**os.environ, variable: name, "WORK": work},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode("utf-8", "backslashreplace")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, said in zip(names, pool.map(apart, names)):
            last = re.search(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", said, re.M)
            print(said[:last.start()] if last else said, end="")
            if not last:
                print("FAILED part %s ended without a count" % name)
            for i in range(3):
                counts[i] += int(last[i + 1]) if last else i == 1
    print("%d passed, %d failed, %d skipped" % tuple(counts))
    sys.exit(1 if counts[1] else 0)
