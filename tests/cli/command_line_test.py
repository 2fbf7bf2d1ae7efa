#!/usr/bin/env python3
"""The command line: commands, options, streams and exit codes, as a user meets them."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, DATA, PROJECT, Checks, brcheck, environment  # noqa: E402

checks = Checks()
report = os.path.join(DATA, "report.json")
slip = os.path.join(DATA, "slip_swapped_digits.json")
folder = tempfile.mkdtemp()


def expect(arguments, code, out="", err="", **options):
    outcome = brcheck(*arguments, **options)
    checks.expect(outcome.code == code, f"{arguments}: exit {code}", outcome)
    checks.expect(out in outcome.out, f"{arguments}: standard output has {out!r}", outcome)
    checks.expect(err in outcome.err, f"{arguments}: standard error has {err!r}", outcome)
    return outcome


# Help, version, wrong use.
outcome = expect(["--help"], 0, "Usage")
for command in ("why", "figure", "explain", "rules", "init", "schema"):
    checks.expect(command in outcome.out, f"--help names {command}", outcome)
    expect([command, "--help"], 0, "Usage")
with open(os.path.join(PROJECT, "CMakeLists.txt")) as file:
    version = re.search(r"VERSION (\d+\.\d+\.\d+)", file.read()).group(1)
outcome = expect(["--version"], 0)
checks.expect(outcome.out == f"brcheck {version}\n", "--version is CMake's", outcome)
outcome = expect(["--verbose", "--version"], 0)
materials = {line.split()[0]: line.split()[1] for line in outcome.out.splitlines()[4:-2]}
with open(os.path.join(PROJECT, "CMakeLists.txt")) as file:
    found_by_cmake = {name.lower() for name in re.findall(r"find_package\((\w+) \d", file.read())} | {"gmp"}
checks.expect({name.replace("/", "_").lower() for name in materials} ==
              found_by_cmake, "--version --verbose names each library that CMake looks for", outcome)
checks.expect(all(re.fullmatch(r"\d+(\.\d+)+", one) for one in materials.values()), "with its version", outcome)
expect(["--verbose", os.path.join(DATA, "report.json")], 2)
expect(["-V"], 0, version)
expect([], 2, err="no report")
expect(["--colour", "never", report], 2, err="--color")
expect(["--format"], 2, err="brcheck:")
expect(["-f", "jsn", report], 2, err='did you mean "json"?')
expect(["-f", "json", "-f", "text", report], 2, err="standard output holds one")
expect(["-f", "json=", report], 2, err="no file")
expect(["--fail-on", "never", report], 2, err="--fail-on")
expect(["--width", "wide", report], 2, err="--width")
expect(["--limit", "figurs=3", report], 2, err="figures")
expect(["explain"], 2, err="CODE")
expect(["explain", "BR999"], 2, err="BR999")
expect(["why", report, "partner_trad_2025"], 2, err="partner_trade_2025")
expect(["schema", "nosuch"], 2, err="report")

# The main job.
outcome = expect([report], 0)
checks.expect(outcome.err == "", "a good report says nothing on standard error", outcome)
expect([slip], 1)
expect([report, slip], 1)
expect([slip, "nosuch.json"], 2)
expect(["-"], 0, stdin=open(report).read())
expect(["--fail-on", "note", os.path.join(DATA, "rounding.json")], 1)
expect(["-q", report], 0)
expect(["--limit", "figures=3", report], 2, "BR012")

# Folders mean their *.brcheck.json, in the order of names; a file named like a command is ./NAME.
many = tempfile.mkdtemp()
for name in ("b.brcheck.json", "a.brcheck.json", "other.json"):
    with open(report) as source, open(os.path.join(many, name), "w") as target:
        target.write(source.read())
document = json.loads(expect(["-f", "json", many], 0).out)
checks.expect([os.path.basename(r["path"]) for r in document["reports"]] ==
              ["a.brcheck.json", "b.brcheck.json"], "a folder's reports", document["summary"])
with open(report) as source, open(os.path.join(many, "explain"), "w") as target:
    target.write(source.read())
expect(["./explain"], 0, cwd=many)

# Formats with paths: several in one run, each whole, nothing on standard output unless asked.
outcome = expect(["-f", "json=out.json", "-f", "text=out.txt", slip], 1, cwd=folder)
checks.expect(outcome.out == "", "nothing on standard output", outcome)
written = json.load(open(os.path.join(folder, "out.json")))
checks.expect(written["exit_code"] == 1 and written["verdict"] == "inconsistent", "JSON in a file",
              written["summary"])
checks.expect("inconsistent" in open(os.path.join(folder, "out.txt")).read(), "text in a file")
checks.expect(sorted(os.listdir(folder)) == ["out.json", "out.txt"], "no file is left beside",
              os.listdir(folder))
expect(["-f", "json=nosuch/out.json", report], 2, err="nosuch/out.json", cwd=folder)

# JSON on standard output is one whole document, also when the run ends with 2.
outcome = expect(["-f", "json", "nosuch.json"], 2, err="nosuch.json")
checks.expect(json.loads(outcome.out)["exit_code"] == 2, "JSON of a failed run", outcome)

# A closed pipe ends quietly; a full disk is exit 2.
piped = subprocess.run(["bash", "-c", '"$0" "$1" 2>err.txt | head -1; cat err.txt >&2', BRCHECK, report],
                       capture_output=True, text=True, cwd=folder, env=environment())
checks.expect(piped.stderr == "" and piped.stdout.count("\n") == 1, "brcheck | head -1", piped)
if os.path.exists("/dev/full"):
    with open("/dev/full", "w") as full:
        stuck = subprocess.run([BRCHECK, report], stdout=full, stderr=subprocess.PIPE, text=True,
                               env=environment())
    checks.expect(stuck.returncode == 2 and "space" in stuck.stderr, "standard output is full", stuck)
    expect(["-f", "json=/dev/full", report], 2, err="/dev/full")
    expect(["--version"], 0)

# Colour: asked for, forbidden, forced; the words are the same without it.
plain = brcheck(slip).out
checks.expect("\x1b" not in plain, "no colour into a pipe", plain)
colored = brcheck("--color", "always", slip).out
checks.expect(re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain, "colour adds no words", colored)
checks.expect("\x1b[32m" not in colored and "\x1b[92m" not in colored, "no green", colored)
checks.expect("\x1b[" in brcheck(slip, CLICOLOR_FORCE="1").out, "CLICOLOR_FORCE")
checks.expect("\x1b[" not in brcheck(slip, CLICOLOR_FORCE="1", NO_COLOR="1").out, "NO_COLOR wins")

# Width: every line fits, at any width, and no word of a number is lost; --ascii is ASCII.
import unicodedata


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


for path in sorted(pathlib.Path(DATA).glob("*.json")):
    for width in ("40", "48", "64", "100"):
        outcome = brcheck("--width", width, str(path.name), cwd=DATA)
        long = [line for line in outcome.out.splitlines() if columns(line) > int(width)]
        checks.expect(not long, f"{path.name} at {width} columns", "\n".join(long))
    if "zh" not in path.name:
        outcome = brcheck("--ascii", path.name, cwd=DATA)
        checks.expect(outcome.out.isascii(), f"{path.name} with --ascii", outcome)
checks.expect(brcheck(slip, COLUMNS="9").out == brcheck("--width", "40", slip).out,
              "a narrow terminal counts as 40 columns")

# figure
expect(["figure", "over 4,000 projects"], 0, "4000")
outcome = expect(["figure", "-f", "json", "over 4,000 projects"], 0)
figure = json.loads(outcome.out)
checks.expect((figure["low"], figure["low_open"], figure["high"], figure["unit"], figure["qualifier"])
              == ("4000", True, None, "projects", "over"), "figure as JSON", figure)
outcome = brcheck("figure", "-f", "json", "-", stdin="23.6 trillion yuan\nabout 5 %\n12 trilion\n")
lines = [json.loads(line) for line in outcome.out.splitlines()]
checks.expect(outcome.code == 2 and len(lines) == 3 and lines[0]["low"] == "23550000000000"
              and lines[2]["errors"][0]["code"] == "BR006", "figures, one a line", outcome)
outcome = brcheck("figure", "-", stdin="5 kg\n7 kg\n12 trilion yuan\n")
checks.expect("<stdin>:3:4: BR006" in outcome.err, "the line of a figure that is refused", outcome)
expect(["figure", "12 trilion yuan"], 2, err='did you mean "trillion"?')
expect(["figure", "1.234,5", "--decimal-mark", ","], 0, "1234.5")
expect(["figure", "4,000", "--rounded-to", "1000"], 0, "3500")
expect(["figure", "5", "--unit", "million yuan"], 0, "CNY")
expect(["figure", ""], 2)

# why, explain, rules, schema, init
expect(["why", report, "overall_trade_2025"], 0, "partner_trade_2025 / partner_share_2025")
expect(["why", report, "share_rose"], 0, "share_rose")
expect(["why", slip, "share_rose"], 0)
document = json.loads(expect(["why", "-f", "json", report, "overall_growth"], 0).out)
implied = document["quantity"]["implied"]
checks.expect(implied["low"] == "3.7" and implied["high"] == "3.9", "why as JSON", document)
expect(["explain", "BR202"], 0, "growth-mismatch")
expect(["explain", "growth-mismatch"], 0, "BR202")
expect(["explain", "br202"], 0, "BR202")
expect(["rules"], 0, "BR301")
checks.expect(any(r["code"] == "BR301" for r in json.loads(expect(["rules", "-f", "json"], 0).out)),
              "rules as JSON")
schema = json.loads(expect(["schema", "report"], 0).out)
checks.expect(schema["$schema"].startswith("http://json-schema.org/draft-07"), "the schema")
start = os.path.join(folder, "start.json")
expect(["init", start], 0, err=start)
expect([start], 0)
before = open(start).read()
expect(["init", start], 2, err="there already")
checks.expect(open(start).read() == before, "init overwrites nothing")
expect(["init", "-"], 0, '"brcheck": 1')

# verify: certificates put into the program's own documents, good ones and changed ones.
checks.expect(json.loads(expect(["schema", "result"], 0).out)["$id"] == "urn:brcheck:result:1",
              "the schema of the result")
apples = {"brcheck": 1, "figures": {"all": "10 apples", "red": "4 apples", "green": "5 apples"},
          "relations": {"total": "all = red + green"}}
apples_path = os.path.join(folder, "apples.json")
result_path = os.path.join(folder, "result.json")


def verify(report_data, certificates, *options):
    with open(apples_path, "w") as file:
        json.dump(report_data, file)
    brcheck("-f", f"json={result_path}", apples_path)
    with open(result_path) as file:
        result = json.load(file)
    result["reports"][0].update(certificates)
    with open(result_path, "w") as file:
        json.dump(result, file)
    return brcheck("verify", *options, apples_path, result_path)


outcome = verify(apples, {})
checks.expect(outcome.code == 0 and outcome.out == "conflict 1 (relation total): refutation of 1 "
              "step accepted\nverdict inconsistent: proved\n", "a refutation", outcome)
checks.expect(verify(apples, {}, "-q").out == "verdict inconsistent: proved\n", "verify -q")
outcome = verify(apples, {"conflicts": []})
checks.expect(outcome.code == 1 and "not proved" in outcome.out, "no refutation", outcome)
fitting = dict(apples, figures={"all": "9 apples", "red": "4 apples", "green": "5 apples"})
outcome = verify(fitting, {})
checks.expect(outcome.code == 0 and outcome.out ==
              "witness of 3 values accepted\nverdict consistent: proved\n", "a witness", outcome)
outcome = verify(fitting, {"witness": {"all": "9", "red": "4", "green": "11/2"}})
checks.expect(outcome.code == 1 and "witness of 3 values refused: the certificate was changed" in
              outcome.out, "a wrong witness", outcome)
with open(apples_path, "w") as file:
    json.dump(apples, file)
outcome = expect(["verify", apples_path, result_path], 2, err="belongs to another report")
checks.expect('"10 apples"' in outcome.err and not outcome.out, "the first difference", outcome)
expect(["verify", apples_path, os.path.join(folder, "none.json")], 2, err="none.json")
expect(["verify", apples_path, apples_path], 2, err='"reports" is missing')
expect(["verify", "-f", "json", apples_path, result_path], 2, err="text only")
expect(["verify", apples_path], 2)

# The order of figures and relations in the file changes no verdict and no interval.
import random


def without_comments(path):
    return json.loads(re.sub(r"^\s*//.*$", "", open(path).read(), flags=re.M))


rng = random.Random(7)
for path in sorted(pathlib.Path(DATA).glob("*.json")):
    original = without_comments(path)
    shuffled = dict(original)
    for part in ("figures", "derived", "relations"):
        items = list(original.get(part, {}).items())
        rng.shuffle(items)
        shuffled[part] = dict(items)
    results = [json.loads(brcheck("-f", "json", "-", stdin=json.dumps(r)).out)
               for r in (original, shuffled)]
    statuses = [{k: (v["status"], v["left"], v["right"]) for k, v in
                 r["reports"][0]["relations"].items()} for r in results]
    checks.expect(results[0]["verdict"] == results[1]["verdict"] and statuses[0] == statuses[1],
                  f"order in {path.name}", statuses)
checks.expect('did you mean "explain"?' in brcheck("explian", "BR202").out, "a misspelt command is no file")
checks.expect("Usage: brcheck why" in brcheck("why", "--help").out, "the usage of a command names the program")

checks.finish()
