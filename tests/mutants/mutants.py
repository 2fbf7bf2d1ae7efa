#!/usr/bin/env python3
"""mutants.py [FOLDER...]: which changes of one sign, number, condition or statement in src/FOLDER (number,
figure and engine where none are given) the tests do not notice.

All mutants are compiled at once (mutant.hpp). Each test tells which of them it reaches; each mutant is then
tried with the tests that reach it, the quickest first. Leaves build/mutants/survivors.tsv and says how
many were tried: in hours, or of some with --sample. Needs python3-clang and rsync."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, "/usr/lib/python3/dist-packages")  # where another python3 comes first
from rewrite import Rewriter  # noqa: E402

work = root / "build" / "mutants"
tree = work / "tree"
build = tree / "build" / "mutants"
tests = build / "tests" / "brcheck_tests"
program = build / "src" / "brcheck"
oracle = build / "tests" / "brcheck_oracle_test"
targets = ["brcheck_cli", "brcheck_tests", "brcheck_oracle_test"]


def copy_tree(folders):
    """All but what is rewritten."""
    tree.mkdir(parents=True, exist_ok=True)
    for name in ("CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE"):
        shutil.copy2(root / name, tree / name)
    for name in ("src", "include", "data", "tests"):
        inside = "/brcheck/" if name == "include" else "/"
        left_out = [f"--exclude={inside}{folder}/" for folder in folders if name in ("src", "include")]
        subprocess.run(["rsync", "-rc", "--delete", "--exclude", "node_modules", *left_out,
                        f"{root / name}/", f"{tree / name}/"], check=True)


def write_if_changed(path, content):
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def rewrite(folders, refused):
    """Writes the changed sources into the tree; returns the mutants."""
    inside = [root / where / folder for folder in folders for where in ("src", "include/brcheck")]
    rewriter = Rewriter(root, inside, ["-xc++", "-std=c++20", f"-I{root}/include", f"-I{root}/src"],
                        refused)
    for folder in folders:
        for source in sorted((root / "src" / folder).glob("*.cpp")):
            rewriter.read(source)
    for folder in inside:
        copy = tree / folder.relative_to(root)
        copy.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*"):
            file = rewriter.files.get(path)
            write_if_changed(copy / path.name, file.rewritten() if file else path.read_bytes())
    return rewriter.mutants


def compile_all(folders):
    """Copies, rewrites and compiles until the compiler has nothing to say; returns the mutants."""
    header = pathlib.Path(__file__).with_name("mutant.hpp")
    copy_tree(folders)
    refused_file = work / "refused.json"
    refused = {tuple(pair) for pair in json.loads(refused_file.read_text())} if refused_file.exists() \
        else set()
    for _ in range(12):
        mutants = rewrite(folders, refused)
        subprocess.run(["cmake", "-S", tree, "-B", build, "-G", "Ninja",
                        "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DCMAKE_UNITY_BUILD=ON",
                        "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 -g1", "-DBRCHECK_WARNINGS_AS_ERRORS=OFF",
                        "-DBRCHECK_BUILD_TESTS=ON",
                        f"-DCMAKE_CXX_FLAGS=-std=c++20 -w -include {header}"],
                       check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(["ninja", "-C", build, "-k", "0", *targets], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode == 0:
            return mutants
        (work / "compile.log").write_text(done.stdout)
        places = re.findall(r"^(\S+?):(\d+):\d+: (?:error|note|  required)", done.stdout, re.M)
        more = {(str(pathlib.Path(path).relative_to(tree)), int(line)) for path, line in places
                if tree in pathlib.Path(path).parents}
        # A line may be told of what stands beside it.
        if not more - refused:
            more = {(path, line + d) for path, line in more for d in (-2, -1, 1, 2)}
        if not more - refused:
            sys.exit(f"does not compile: see {work / 'compile.log'}")
        refused |= more
        refused_file.write_text(json.dumps(sorted(refused)))
        print(f"{len(refused)} lines are left as they are", flush=True)
    sys.exit("does not compile")


class Test:
    """Something that ends with 0 where all is well."""

    def __init__(self, name, command, cwd=None):
        self.name, self.command, self.cwd = name, command, cwd
        self.seconds = 0.0
        self.reached = b""

    def passes(self, number, limit):
        environment = {**os.environ, "MUTANT": str(number)}
        try:
            return subprocess.run(self.command, cwd=self.cwd, env=environment, timeout=limit,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  preexec_fn=limit_memory).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def look(self, count):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "reached")
            start = time.perf_counter()
            done = subprocess.run(self.command, cwd=self.cwd, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL,
                                  env={**os.environ, "MUTANTS_REACHED": str(path)})
            self.seconds = time.perf_counter() - start
            self.reached = path.read_bytes()[:count] if path.exists() else bytes(count)
        return done.returncode == 0


def limit_memory():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def all_tests():
    listing = subprocess.run([tests, "--list-test-names-only"], capture_output=True, text=True).stdout
    found = []
    for name in listing.splitlines():
        if name.strip():
            escaped = re.sub(r'([\\,\["])', r"\\\1", name.strip())
            found.append(Test("unit: " + name, [tests, "-a", escaped]))
    wanted = work / "wanted"
    shutil.rmtree(wanted, ignore_errors=True)
    wanted.mkdir()
    same = pathlib.Path(__file__).with_name("same_output.sh")
    for case in sorted((tree / "tests" / "cases").glob("*/report.json")):
        golden = wanted / case.parent.name
        subprocess.run(["bash", same, program, golden], cwd=case.parent)
        found.append(Test("case: " + case.parent.name, ["bash", same, program, golden], case.parent))
    found.append(Test("oracle", [oracle, "--systems", "300"]))
    return found


def look_at(found, count):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        kept = [test for test, passes in zip(found, pool.map(lambda test: test.look(count), found))
                if passes or print("left out, fails as it is:", test.name)]
    return sorted(kept, key=lambda test: test.seconds)


noticed_by = collections.defaultdict(collections.Counter)  # of a file, by each test


def verdict(mutant, found, budget):
    """The test that notices it, None where none does; and how many reach it. First come those that
    noticed others in that file, then the quickest."""
    reaching = [test for test in found if test.reached[mutant.number]]
    before = noticed_by[mutant.path]
    reaching.sort(key=lambda test: (-before[test.name], test.seconds))
    spent = 0.0
    for test in reaching:
        if spent + test.seconds > budget:
            continue
        spent += test.seconds
        if not test.passes(mutant.number, 5 * test.seconds + 2):
            before[test.name] += 1
            return test.name, len(reaching)
    return None, len(reaching)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--budget", type=float, default=20, help="seconds of tests for each mutant")
    parser.add_argument("--sample", type=int, default=0, help="try so many, drawn alike each time")
    parser.add_argument("--only", default="", help="try those whose path contains this")
    parser.add_argument("--only-compile", action="store_true")
    chosen = parser.parse_args()
    folders = chosen.folders or ["number", "figure", "engine"]
    mutants = compile_all(folders)
    if chosen.only_compile:
        return
    found = look_at(all_tests(), max(mutant.number for mutant in mutants) + 1)
    print(f"{len(mutants)} mutants, {len(found)} tests of {sum(t.seconds for t in found):.0f} s", flush=True)
    tried = [mutant for mutant in mutants if chosen.only in mutant.path]
    if chosen.sample:
        tried = random.Random(1).sample(tried, min(chosen.sample, len(tried)))
    survivors, unreached = [], []
    with open(work / "survivors.tsv", "w") as out, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda mutant: verdict(mutant, found, chosen.budget), tried)
        for i, (mutant, (killer, reaching)) in enumerate(zip(tried, answers)):
            if i % 100 == 99:
                print(f"{i + 1} tried, {len(survivors)} survive, {len(unreached)} not reached", flush=True)
            if killer:
                continue
            (survivors if reaching else unreached).append(mutant)
            print(mutant.number, mutant.path, mutant.line, mutant.kind, reaching, mutant.text, sep="\t",
                  file=out, flush=True)
    for folder in folders:
        inside = f"/{folder}/"
        sizes = [sum(inside in mutant.path for mutant in group) for group in (tried, survivors, unreached)]
        print(f"  {folder}: {sizes[0]} tried, {sizes[1]} survive, {sizes[2]} not reached")
    print(f"{len(tried)} mutants tried: {len(tried) - len(survivors) - len(unreached)} noticed, "
          f"{len(survivors)} survive, {len(unreached)} not reached: {work / 'survivors.tsv'}")


main()
