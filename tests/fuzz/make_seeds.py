#!/usr/bin/env python3
"""make_seeds.py FOLDER: the inputs that fuzzing starts from, for each target a folder, taken from the
samples, the cases and the unit tests; and a dictionary for each, taken from the tables of data/.
With BRCHECK in the environment also results, for the certificates."""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

project = pathlib.Path(__file__).resolve().parents[2]
folder = pathlib.Path(sys.argv[1])
counts = {}


def keep(target, content):
    content = content if isinstance(content, bytes) else content.encode()
    place = folder / target
    place.mkdir(parents=True, exist_ok=True)
    (place / hashlib.sha1(content).hexdigest()[:16]).write_bytes(content)
    counts[target] = counts.get(target, 0) + 1


def literals(tests):
    """String literals of C++ tests, short ones."""
    for path in sorted(project.glob(f"tests/unit/{tests}")):
        for raw in re.findall(r'"((?:[^"\\\n]|\\.)*)"', path.read_text()):
            try:
                text = raw.encode().decode("unicode_escape").encode("latin-1")
            except UnicodeError:
                continue
            if 0 < len(text) <= 200:
                yield text


def rows(table):
    for line in (project / "data" / table).read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def words(table, *columns):
    for row in rows(table):
        for column in columns:
            if column < len(row):
                yield from (word for word in row[column].split("|") if word not in ("", "-"))


def dictionary(target, entries):
    (folder / f"{target}.dict").write_text("".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in word.strip().encode()) + '"\n'
        for word in sorted(set(entries)) if word.strip()))


for text in literals("figure/*_test.cpp"):
    keep("figure", b"\0" + text)
for text in literals("unit/*_test.cpp"):
    keep("unit", text)
for text in literals("expr/*_test.cpp"):
    keep("expression", b"\0" + text)
for text in literals("cli/settings_test.cpp"):
    keep("config", text)

reports = sorted([*project.glob("data/*.json"), *project.glob("tests/cases/*/report.json")])
for path in reports:
    text = path.read_bytes()
    if len(text) > 20_000:
        continue
    keep("json", text)
    keep("report", text)
    try:
        content = json.loads(text)
    except ValueError:
        continue
    if not isinstance(content, dict):
        continue
    line = json.dumps(content, ensure_ascii=False)
    keep("batch", f"{line}\n{line}\n")
    figures = content.get("figures")
    for figure in (figures.values() if isinstance(figures, dict) else ()):
        text = figure.get("stated") if isinstance(figure, dict) else figure
        if isinstance(text, str):
            keep("figure", "\0" + text)
    for part in ("relations", "derived"):
        members = content.get(part)
        for member in (members.values() if isinstance(members, dict) else ()):
            text = member.get("holds", member.get("is")) if isinstance(member, dict) else member
            if isinstance(text, str):
                keep("expression", "\0" + text)

help_text = (project / "README.md").read_text()
for command in re.findall(r"^(?:\$ )?brcheck (.*)$", help_text, re.M):
    keep("options", "\n".join(command.split()))
for config in ('{"fail_on": "warning"}', '{"ignore": ["BR904", "BR9"], "show": "note"}',
               '{"severity": {"BR101": "warning"}, "max_findings": 5, "baseline": "b.json"}'):
    keep("config", config)

if "BRCHECK" in os.environ:
    for name in ("good", "wrong"):
        path = pathlib.Path(__file__).parent / "reports" / f"{name}.json"
        document = subprocess.run([os.environ["BRCHECK"], "-f", "json", str(path)],
                                  capture_output=True, text=True, check=False).stdout
        keep("certificate", document)
        result = json.loads(document)
        keep("certificate", json.dumps(result))

keys = re.findall(r'"([a-z_]+)"', (project / "data/schema/report.schema.json").read_text())
units = list(words("units.tsv", 0, 1))
scales = list(words("scale_words.tsv", 1, 2))
qualifiers = list(words("qualifiers.tsv", 0))
functions = ["share(", "growth(", "change(", "points(", "ratio(", "per(", "index(", "cagr(", "sum(", "mean(",
             "min(", "max(", "abs(", "sqrt(", "weighted(", "<=", ">=", "==", "×", "÷", "≤", "≥", "−"]
dictionary("figure", units + scales + qualifiers + ["±", "–", "to", "%", "e6", "万", "亿"])
dictionary("unit", units + scales + ["per", "/", "^2", "²", "square", "cubic"])
dictionary("expression", functions + scales + [u for u in units if len(u) < 12] + ["part_*", "total", "rate"])
dictionary("report", [f'"{key}"' for key in keys] + functions + scales + qualifiers)
dictionary("batch", [f'"{key}"' for key in keys])
dictionary("json", ["\\u0041", "\\ud83d\\ude00", "1e5", "-0", "true", "null", "/*", "*/", "//"])
dictionary("config", [f'"{key}"' for key in
                      ("fail_on", "select", "ignore", "severity", "show", "max_findings", "baseline", "error",
                       "warning", "note", "off", "BR101", "BR9")])
dictionary("options", re.findall(r"--[a-z-]+", help_text) + ["-f", "-j", "-q", "batch", "why", "verify"])
certificate_keys = (project / "data/schema/result.schema.json").read_text()
dictionary("certificate", [f'"{key}"' for key in re.findall(r'"([a-z_]+)"', certificate_keys)])
print(", ".join(f"{count} {target}" for target, count in sorted(counts.items())))
