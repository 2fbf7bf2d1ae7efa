#!/usr/bin/env python3
"""What was not checked, or is not known to be right, never ends in green: each report or folder is one
that did."""
import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck  # noqa: E402

checks = Checks()
folder = pathlib.Path(tempfile.mkdtemp())
RIGHT = {"brcheck": 1, "figures": {"a": "1.0", "b": "1.0"}, "relations": {"r": "a = b"}}
WRONG = {"brcheck": 1, "figures": {"a": "1.0", "b": "2.0"}, "relations": {"r": "a = b"}}


def write(name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def expect_code(code, what, *arguments, **options):
    done = brcheck(*arguments, **options)
    checks.expect(done.code == code, f"{what}: exit code {code}", str(done))
    return done


def check(report, *arguments):
    return brcheck(write("report.json", report), *arguments)


def proved(report):
    """What verify says of the verdict."""
    path = write("report.json", report)
    result = write("result.json", brcheck(path, "-f", "json").out)
    return brcheck("verify", path, result).out.splitlines()[-1]


# Nothing is consistent without true values for it.
OPEN = {"brcheck": 1, "figures": {"a": "33.3", "b": "1.0", "c": "7.0", "d": "18.0", "x": {"unknown": True}},
        "relations": {"impossible": "b / (a - a) > 1", "q": "x + b = d",
                      "p": {"holds": "x + b = c", "allow": [{"code": "BR301", "reason": "known"}]}}}
done = check(OPEN, "--strict")
checks.expect(done.code == 1 and "BR903" in done.out and "incomplete" in done.out,
              "an allowed conflict hides no undecided relation", str(done))
POWERS = {"brcheck": 1, "figures": {"a": {"unknown": True}, "b": "5"},
          "relations": {"w": {"holds": "a^1.5 < 100", "severity": "warning"}, "r": "cagr(a, b, a) = b"}}
done = check(POWERS)
checks.expect("consistent:" not in done.out, "nor does one that is a warning", str(done))

# Nothing checked.
for name, relation in (("undecided", "b / (a - a) > 1"), ("of numbers alone", "1/2 = 0.5")):
    done = check({"brcheck": 1, "figures": {"a": "1.0", "b": "2.0"}, "relations": {"r": relation}})
    checks.expect(done.code == 2 and "BR009" in done.err + done.out and "✓" not in done.out,
                  f"one relation, {name}", str(done))
write("empty.ndjson", "")
for shard in ("1/2", "2/2"):
    brcheck("batch", "--shard", shard, "--summary", f"part{shard[0]}.json", "empty.ndjson", cwd=folder)
done = expect_code(2, "parts without a report", "merge", "part1.json", "part2.json", cwd=folder)
checks.expect("BR009" in done.err, "which is said", str(done))

# Definitions that have no value, whether or not a relation needs them.
for name, figures, derived, named in (
        ("a quotient", {"a": "1", "b": "0"}, {"d": "a / b"}, ["d"]),
        ("a root", {"a": "-1"}, {"d": "sqrt(a)"}, ["d"]),
        ("two", {"a": "1", "b": "0", "c": "0"}, {"d": "a / b", "e": "a / c", "f": "e + 1"}, ["d", "e"])):
    report = {"brcheck": 1, "figures": figures, "derived": derived, "relations": {"r": "a = a"}}
    done = check(report)
    checks.expect(done.code == 1 and all(f"{d} has no value" in done.out for d in named) and
                  "f has no value" not in done.out and "a is 1 (printed 1" not in done.out,
                  f"{name} without a value is told", str(done))
    checks.expect(proved(report) == "verdict inconsistent: proved", f"{name}: proved", proved(report))
done = check({"brcheck": 1, "figures": {"a": "1", "b": "0"}, "derived": {"d": "a / b"}, "relations": {}})
checks.expect(done.code == 1 and "d has no value" in done.out, "without a relation, too", str(done))

# What divides by a quantity says that it is not 0: that belongs to the conflict.
DIVIDES = {"brcheck": 1, "figures": {"d": {"unknown": True}, "c": "2", "e": "5"},
           "relations": {"r": "d = d * c", "s": {"holds": "e > c / d", "severity": "note"}}}
done = check(DIVIDES)
checks.expect(done.code == 0 and "r and s" in done.out, "r holds where d is 0, s is a note", str(done))
checks.expect(proved(DIVIDES) == "verdict consistent: proved", "proved", proved(DIVIDES))
DIVIDES["relations"]["s"] = "e > c / d"
checks.expect(proved(DIVIDES) == "verdict inconsistent: proved", "both together are not", proved(DIVIDES))

# Words that stand before a command, and files called like one.
write("named/a.brcheck.json", WRONG)
write("named/batch", "")
write("named/z.ndjson", json.dumps(RIGHT))
done = expect_code(2, "a file called batch", "a.brcheck.json", "batch", "z.ndjson", cwd=folder / "named")
checks.expect("./batch" in done.err, "with what to write", str(done))
expect_code(2, "a file before merge", "a.brcheck.json", "merge", "part1.json", cwd=folder / "named")

# What nobody named has to be a file, and nothing is waited for.
write("settings/a.json", RIGHT)
for name, make in (("a link that leads nowhere", lambda p: p.symlink_to("missing.json")),
                   ("a folder", lambda p: p.mkdir()), ("a pipe", os.mkfifo),
                   ("a device", lambda p: p.symlink_to("/dev/stdin"))):
    place = folder / "settings" / "brcheck.json"
    make(place)
    expect_code(2, f"settings that are {name}", str(folder / "settings" / "a.json"))
    place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
write("baseline/a.json", RIGHT)
(folder / "baseline" / "pipe").parent.mkdir(exist_ok=True)
os.mkfifo(folder / "baseline" / "pipe")
write("baseline/brcheck.json", {"baseline": "pipe"})
expect_code(2, "a baseline that is a pipe", str(folder / "baseline" / "a.json"))
write("baseline/secret", "SECRET=s3cr3t\n")
write("baseline/brcheck.json", {"baseline": "secret"})
done = expect_code(2, "a baseline that is none", str(folder / "baseline" / "a.json"))
checks.expect("s3cr3t" not in done.out + done.err, "and is not shown", str(done))
write("links/a.brcheck.json", RIGHT)
for name, target in (("out of the folder", "../baseline/secret"), ("to a device", "/dev/null"), ("nowhere", "x")):
    (folder / "links" / "b.brcheck.json").symlink_to(target)
    done = expect_code(2, f"a report in a folder that is a link {name}", str(folder / "links"))
    checks.expect("s3cr3t" not in done.out + done.err, "and is not shown", str(done))
    (folder / "links" / "b.brcheck.json").unlink()
(folder / "links" / "b.brcheck.json").symlink_to("a.brcheck.json")
expect_code(0, "a link inside of the folder", str(folder / "links"))

# One report by two names; one that is not there; one of its own.
write("x/a.json", {"brcheck": 1, "figures": {"a": "2.0", "b": "1.0"}, "relations": {"r": "b = 1"}})
other = {"brcheck": 1, "figures": {"a": {"stated": "1.0", "same_as": "../x/a.json#a"}, "b": "1.0"},
         "relations": {"r": "b = 1"}}
write("y/b.json", other)
done = expect_code(1, "same_as from the folder of the other", "a.json", "../y/b.json", cwd=folder / "x")
checks.expect("BR210" in done.out, "is compared", str(done))
for name, same_as in (("is not there", "missing.json#a"), ("is itself", "c.json#b")):
    other["figures"]["a"]["same_as"] = same_as
    path = write("y/c.json", other)
    for more in ([], [write("x/other.json", RIGHT)]):
        done = expect_code(2, f"same_as a report that {name}", path, *more)
        checks.expect("BR005" in done.out + done.err and done.out.rstrip().splitlines()[-1].find("✓") < 0 and
                      "✓" not in done.out.split("c.json")[-1].split("other.json")[0],
                      "is no green", str(done))
    counted = json.loads(brcheck(path, "-f", "json").out)
    checks.expect(len(counted["reports"]) == 1, "and one report", str(counted["summary"]))

# Outputs that would be one file, or what is read.
report = write("out/r.json", WRONG)
known = write("out/known.json", brcheck(report, "--write-baseline", str(folder / "out" / "known.json")).out)
brcheck(report, "--write-baseline", known)
before = pathlib.Path(known).read_text()
expect_code(2, "a baseline and a result in one file", "-q", "--write-baseline", known, "-f", f"json={known}", report)
(folder / "out" / "here").symlink_to(".")
expect_code(2, "two results in one file", "-f", f"json={folder}/out/a", "-f", f"html={folder}/out/here/a", report)
checks.expect(pathlib.Path(known).read_text() == before, "nothing was written")

# A result that says one thing at its head and proves another.
result = json.loads(brcheck(report, "-f", "json").out)


def verdict_of(**changes):
    changed = json.loads(json.dumps(result))
    changed.update({key: value for key, value in changes.items() if key != "status"})
    if "status" in changes:
        changed["reports"][0]["relations"]["r"]["status"] = changes["status"]
    return brcheck("verify", report, write("out/changed.json", changed)).code


checks.expect(verdict_of() == 0, "the result as it is")
checks.expect(verdict_of(verdict="consistent") == 1, "a green head is refused")
checks.expect(verdict_of(status="holds") == 1, "so is a relation that is said to hold")
checks.expect(verdict_of(reports=result["reports"] * 2) == 2, "and a report that stands twice")

checks.finish()
