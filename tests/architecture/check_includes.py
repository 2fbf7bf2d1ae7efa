#!/usr/bin/env python3
"""Every include points to the same layer or a lower one (layers.txt), and the libraries that a
public header must not show stay in the sources that are allowed to see them."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
rank = {}
lines = (pathlib.Path(__file__).parent / "layers.txt").read_text().splitlines()
rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
for level, row in enumerate(rows):
    for layer in row:
        rank[layer] = level

# Which files may include a library; public headers may include none.
library_users = {
    "nlohmann": re.compile(r"src/(input/json_\w+|render/(json\w*|gitlab|rdjson|sarif))\.(cpp|hpp)$"),
    "CLI": re.compile(r"src/cli/options\.cpp$"),
    "fmt": re.compile(r"src/.*\.cpp$"),
    "gmp.h": re.compile(r"src/number/(integer|number_memory)\.cpp$"),
}

problems = []
checked = 0
include = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
for path in sorted(list(root.glob("src/*/*.[ch]pp")) + list(root.glob("include/brcheck/*/*.hpp"))):
    name = path.relative_to(root).as_posix()
    layer = path.parent.name
    if layer not in rank:
        problems.append(f"{name}: layer {layer} is not in layers.txt")
        continue
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = include.match(line)
        if not match:
            continue
        checked += 1
        kind, target = match.groups()
        if kind == '"':
            other = target.removeprefix("brcheck/").split("/")[0]
            if other not in rank:
                problems.append(f"{name}:{number}: {target} belongs to no layer")
            elif other != layer and rank[other] >= rank[layer]:
                problems.append(f"{name}:{number}: {layer} must not include {other} ({target})")
            continue
        library = target.split("/")[0]
        allowed = library_users.get(library)
        if allowed and not allowed.search(name):
            problems.append(f"{name}:{number}: <{target}> must not be seen here")

for problem in problems:
    print(problem)
print(f"{checked} includes checked, {len(problems)} wrong")
sys.exit(1 if problems or checked < 100 else 0)
