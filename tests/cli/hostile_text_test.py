#!/usr/bin/env python3
"""Whatever a report says in its labels, reasons and file name, each format stays well-formed: parsed
back by a real parser of the format, it says the same text and nothing more."""
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import PROJECT, Checks, brcheck, format_names  # noqa: E402

checks = Checks()
folder = tempfile.mkdtemp()
UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"

with open(os.path.join(PROJECT, "tests/cases/finding_hostile_text/report.json")) as file:
    report = json.load(file)
report["figures"] |= {"long_a": "1.0 kg", "long_b": "2.0 kg"}
report["relations"]["long"] = {"holds": "long_a = long_b", "label": "w" * 10_000}
for name, label in (("azure", "##vso[task.complete]done"), ("line", "x\n  ::add-mask::e")):
    report["figures"] |= {f"{name}_a": "1.0 kg", f"{name}_b": "2.0 kg"}
    report["relations"][name] = {"holds": f"{name}_a = {name}_b", "label": label}
labels = [relation["label"] for relation in report["relations"].values() if "label" in relation]
NAME = "a b,c:d%20\"<x>&'`##[error]亿𐐀.json"
path = os.path.join(folder, NAME)
with open(path, "w") as file:
    json.dump(report, file)


def visible(text, keep=""):
    """Characters that a terminal would obey, as brcheck shows them."""
    return re.sub(UNSAFE, lambda m: m[0] if m[0] in keep else f"\\u{{{ord(m[0]):04X}}}", text)


def without_commands(text):
    return re.sub(r"##(?=(vso)?\[)", r"\\u{0023}#", text)


# Each parser gives the messages of the findings and the paths that they name.
def parse_concise(out):
    place = visible(without_commands(NAME))
    lines = out.splitlines()
    pattern = re.escape(place) + r":(\d+):(\d+): (error|warning|note): (.*) \[(BR\d{3})\]"
    found = [re.fullmatch(pattern, line) for line in lines]
    checks.expect(all(found), "concise: each line is of the form", out[:2000])
    return [match[4] for match in found if match], {NAME}


def parse_json(out):
    findings = json.loads(out)["findings"]
    return [f["message"] for f in findings], {f["location"]["path"] for f in findings}


def parse_jsonl(out):
    findings = [json.loads(line) for line in out.splitlines()]
    findings = [f for f in findings if f["type"] == "finding"]
    return [f["message"] for f in findings], {f["location"]["path"] for f in findings}


def parse_sarif(out):
    (run,) = json.loads(out)["runs"]
    paths = {urllib.parse.unquote(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
             for r in run["results"]}
    return [r["message"]["text"] for r in run["results"]], paths


def parse_gitlab(out):
    issues = json.loads(out)
    checks.expect(len({i["fingerprint"] for i in issues}) == len(issues), "gitlab: fingerprints")
    return [i["description"] for i in issues], {i["location"]["path"] for i in issues}


def parse_rdjson(out):
    found = json.loads(out)["diagnostics"]
    return [d["message"] for d in found], {d["location"]["path"] for d in found}


def parse_junit(out):
    root = xml.etree.ElementTree.fromstring(out)
    checks.expect({e.tag for e in root.iter()} <= {"testsuites", "testsuite", "testcase", "failure",
                                                   "skipped", "system-out"}, "junit: no other tag")
    failures = [e.get("message") for e in root.iter("failure")]
    return failures, {e.get("name") for e in root.iter("testsuite")}


def parse_github(out):
    """As GitHub's runner reads it: a line that begins with :: is a command, all else is text."""
    texts, paths = [], set()
    for line in out.splitlines():
        checks.expect(line.lstrip().startswith("::") or "##[" not in line, "github: old commands", line)
        if not line.lstrip().startswith("::"):
            texts.append(line)
            continue
        head, data = line[2:].split("::", 1)
        name, _, rest = head.partition(" ")
        checks.expect(name in ("error", "notice", "group", "endgroup"), "github: commands", line)
        if name != "error":
            continue
        properties = dict(pair.split("=", 1) for pair in rest.split(","))
        for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            properties = {k: v.replace(code, character) for k, v in properties.items()}
        for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            data = data.replace(code, character)
        texts.append(data)
        paths.add(properties["file"])
    return texts, paths


# How a format shows a label: JSON keeps every character, XML has no control characters, and what
# goes to a log has neither these nor line ends.
def as_is(text):
    return text


def in_xml(text):
    text = visible(text, "\t\n\r")
    return text.replace("\ufffe", "\\u{FFFE}").replace("\uffff", "\\u{FFFF}")


parsers = {
    "concise": (parse_concise, lambda text: without_commands(visible(text))),
    "json": (parse_json, as_is), "jsonl": (parse_jsonl, as_is), "sarif": (parse_sarif, as_is),
    "gitlab": (parse_gitlab, as_is), "rdjson": (parse_rdjson, as_is),
    "junit": (parse_junit, in_xml), "github": (parse_github, visible),
}
for name in format_names():
    outcome = brcheck("-f", name, NAME, cwd=folder, COLUMNS="100")
    checks.expect(outcome.code == 1, f"{name}: exit code", outcome)
    bad = set(re.findall(UNSAFE, outcome.out)) - {"\n"}
    checks.expect(not bad, f"{name}: nothing that a terminal obeys", bad)
    if name not in parsers:
        continue
    parse, shown = parsers[name]
    messages, paths = parse(outcome.out)
    checks.expect(paths == {NAME}, f"{name}: the path", paths)
    for label in labels:
        # In the group of a log the commands of the old kind are broken, too.
        wanted = {f"({shown(label)})", f"({without_commands(shown(label))})"}
        checks.expect(any(w in m for w in wanted for m in messages), f"{name}: {label[:60]!r}",
                      messages[:20])
# GitHub's runner obeys "##[name]" anywhere in a line and "::name::" at its beginning, Azure's "##vso[name]".
COMMAND = re.compile(r"##(vso)?\[|^\s*::(?!(error|notice|group|endgroup)\b)", re.M)
for name in format_names():
    for width in ("40", "100"):
        out = brcheck("-f", name, NAME, cwd=folder, COLUMNS=width).out
        # A line that is a command is no other one, whatever it says.
        out = re.sub(r"^::(error|notice)[^\n]*", "", out, flags=re.M) if name == "github" else out
        checks.expect(not COMMAND.search(out), f"{name}: no commands", COMMAND.search(out))
for words in (("why", NAME, "r4"), ("why", "-f", "json", NAME, "r4"), ("batch", NAME)):
    with open(path) as file:
        stdin = json.dumps(json.load(file))
    words = ("batch", "-") if words[0] == "batch" else words
    out = brcheck(*words, stdin=stdin, cwd=folder).out
    checks.expect(out and not COMMAND.search(out), f"{words}: no commands", COMMAND.search(out))

# A lone surrogate stands for no character: the report is refused, and each format says so.
with open(path, "w") as file:
    file.write('{"brcheck": 1, "figures": {"a": {"stated": "1 kg", "label": "\\ud800<x>"}}}')
readers = {"json": lambda out: json.loads(out)["errors"],
           "jsonl": lambda out: [e for e in map(json.loads, out.splitlines()) if e["type"] == "error"],
           "sarif": lambda out: json.loads(out)["runs"][0]["invocations"][0][
               "toolExecutionNotifications"],
           "gitlab": json.loads, "rdjson": lambda out: json.loads(out)["diagnostics"],
           "junit": lambda out: list(xml.etree.ElementTree.fromstring(out).iter("error")),
           "concise": str.splitlines, "github": str.splitlines}
for name in format_names():
    outcome = brcheck("-f", name, NAME, cwd=folder)
    checks.expect(outcome.code == 2 and "half of a pair" in outcome.out.replace("\n ", ""), f"{name}: a lone surrogate", outcome)
    checks.expect("##[" not in outcome.err, f"{name}: no commands in errors", outcome)
    if name in readers:
        checks.expect(len(readers[name](outcome.out)) == 1, f"{name}: one error", outcome)

# File names that are no text are shown with the replacement character.
strange = os.path.join(os.fsencode(folder), b"\xff\xfe.json")
shutil.copy(os.path.join(PROJECT, "data", "report.json"), strange)
for name in format_names():
    outcome = brcheck("-f", name, strange, binary=True)
    try:
        outcome.out.decode()
    except UnicodeDecodeError as error:
        checks.expect(False, f"{name}: a file name that is no UTF-8", error)
shutil.rmtree(folder)
checks.finish()
