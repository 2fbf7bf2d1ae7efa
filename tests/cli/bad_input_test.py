#!/usr/bin/env python3
"""Bad input is normal: each kind gets a clear error with its place, or a defined answer; never a
crash, never a hang, never a wrong green."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, DATA, Checks, brcheck, environment  # noqa: E402

checks = Checks()
folder = tempfile.mkdtemp()


def report(figures='"a": "1 kg"', derived="", relations='"r": "a = a"'):
    return ('{"brcheck": 1, "figures": {' + figures + '}, "derived": {' + derived +
            '}, "relations": {' + relations + "}}")


def refuse(what, content, code, place=None, text=""):
    """The report is refused with exit 2, this code, and (line, column) if given."""
    path = os.path.join(folder, "report.json")
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    for form in ("text", "json"):
        outcome = brcheck("-f", form, path, timeout=20)
        shown = str(outcome)[:3000]
        checks.expect(outcome.code == 2, f"{what}: exit 2 (-f {form})", shown)
        checks.expect(code in outcome.out, f"{what}: {code} (-f {form})", shown)
        checks.expect("Sanitizer" not in outcome.err, f"{what}: no crash", shown)
        if form == "json":
            error = next((e for e in json.loads(outcome.out)["errors"] if e["code"] == code), None)
            checks.expect(error is not None, f"{what}: an error object", shown)
            if error:
                checks.expect(text.lower() in (error["message"] + (error["hint"] or "")).lower(),
                              f"{what}: message says {text!r}", error)
                at = (error["location"]["line"], error["location"]["column"])
                checks.expect(place is None or at == place, f"{what}: at {place}", error)
        else:
            checks.expect(re.search(r"report\.json(:\d+:\d+)?: ", outcome.out),
                          f"{what}: names file and place", shown)


refuse("empty file", "", "BR002", (1, 1))
refuse("blank file", " \n\n", "BR002")
refuse("not JSON", "trade was 23.6 trillion", "BR002", (1, 1))
refuse("truncated", '{"brcheck": 1,\n "figures": {"a": "1', "BR002")
refuse("trailing comma", '{"brcheck": 1,\n "figures": {"a": 1},}', "BR002", (2, 21), "comma")
refuse("trailing text", report() + " x", "BR002")
refuse("NaN", report('"a": NaN'), "BR002")
refuse("Infinity", report('"a": -Infinity'), "BR002")
refuse("an array", "[]", "BR003")
refuse("wrong types", '{"brcheck": 1, "figures": [], "relations": 5}', "BR003", (1, 27))
refuse("figure of wrong type", report('"a": true'), "BR003")
refuse("unknown key", report('"a": {"stated": "1 kg", "lable": "x"}'), "BR003", None, "label")
refuse("no version", '{"figures": {"a": 1}}', "BR010")
refuse("another version", '{"brcheck": 2, "figures": {"a": 1}}', "BR010")
refuse("invalid UTF-8", b'{"brcheck": 1, "figures": {"a\xff": 1}}', "BR002", (1, 30))
refuse("UTF-16", report().encode("utf-16"), "BR002")
refuse("deep nesting", '{"brcheck": 1, "figures": ' + "[" * 100_000, "BR012")
refuse("duplicate key", report('"a": 1, "a": 2'), "BR004", None, '"a"')
refuse("one name space", report('"a": 1', '"a": "2 * a"'), "BR004")
refuse("10 MB string", report('"a": "' + "9" * 10_000_000 + '"'), "BR012")
refuse("a million digits", report('"a": ' + "9" * 1_000_000), "BR012")
refuse("exponent beyond limits", report('"a": 1e999999999999999999999'), "BR012")
refuse("exponent in an expression", report(relations='"r": "a = 1e5000"'), "BR012")
refuse("a figure that is no number", report('"a": "NaN"'), "BR006")
refuse("misspelt scale", report('"a": "12 trilion yuan"'), "BR006", None, "trillion")
refuse("unknown name", report(relations='"r": "a = b"'), "BR005")
refuse("near name", report('"partner_trade": 1', relations='"r": "partner_trad = 1"'), "BR005",
       None, "partner_trade")
refuse("a function's name", report('"share": "1 kg"'), "BR003", None, "share")
refuse("cycle", report('"a": 1', '"x": "y + a", "y": "x - a"'), "BR013", None, "x")
refuse("itself", report('"a": 1', '"x": "x + a"'), "BR013")
refuse("clash of units", report('"a": "1 kg", "b": "2 yuan"', relations='"r": "a = b"'), "BR008",
       None, "kg")
refuse("points as a factor", report('"a": "6 percentage points", "b": "2 yuan"',
                                    relations='"r": "b > b * (1 + a)"'), "BR008")
refuse("empty relations", report(relations=""), "BR009", None, "relation")
refuse("no relations", '{"brcheck": 1, "figures": {"a": 1}}', "BR009")
refuse("only an unknown is defined",
       report('"a": "1 kg", "u": {"unit": "kg"}', relations='"r": "u = a"'), "BR009")
refuse("deep expression", report(relations='"r": "' + "(" * 3000 + "a" + ")" * 3000 + ' = a"'),
       "BR012")
refuse("signs without end", report(relations='"r": "a = ' + "-" * 4000 + 'a"'), "BR012")
refuse("long expression", report(relations='"r": "a = ' + "a + " * 3000 + 'a"'), "BR012")

# A byte-order mark is skipped, CRLF counts as one line end, columns are code points.
refuse("mark and CRLF", ("\ufeff" + report().replace("{", "{\r\n", 1).replace('"a = a"', '"é = a"')),
       "BR007")
refuse("column in code points", report('"é": 1'), "BR003", (1, 28))

# Every error of a file in one run, in the order of place.
path = os.path.join(folder, "many.json")
with open(path, "w") as file:
    file.write(report('"a": "12 trilion yuan",\n"b": {"stated": "1", "unknwn": 1},\n"c": "--5"',
                      '"d": "a +"', '"r": "nobody = 1",\n"s": {"holds": 5}'))
outcome = brcheck("-f", "json", path)
found = [(e["code"], e["location"]["line"]) for e in json.loads(outcome.out)["errors"]]
checks.expect(found == sorted(found, key=lambda f: f[1]) and len(found) >= 6,
              "all errors of a file in one run", found)

# Division by an interval that contains zero: an answer without bounds, and no alarm.
path = os.path.join(folder, "zero.json")
with open(path, "w") as file:
    file.write(report('"a": "5.0", "z": "0.0"', '"q": "a / z"', '"r": "a > 0"'))
outcome = brcheck("-f", "json", path)
quotient = json.loads(outcome.out)["reports"][0]["derived"]["q"]
checks.expect(outcome.code == 0 and quotient["low"] is None and quotient["high"] is None,
              "a divisor that may be zero bounds nothing", outcome)
# A divisor that can only be zero has no quotient: a finding, not a crash.
with open(path, "w") as file:
    file.write(report('"a": "5.0"', '"z": "a - a", "q": "1 / 0"', '"r": "a > 0"'))
outcome = brcheck(path)
checks.expect(outcome.code == 1, "a divisor that can only be zero", outcome)

# Files that are none.
for what, arguments, text in (
        ("a missing file", ("nosuch.json",), "nosuch.json"),
        ("an empty folder", (tempfile.mkdtemp(),), "no report"),
        ("a name that is a folder below a file", (os.path.join(DATA, "report.json", "x"),), "x")):
    outcome = brcheck(*arguments)
    checks.expect(outcome.code == 2 and "BR001" in outcome.out and text in outcome.out, what, outcome)
# No permission: root may read anything, so that the program runs as nobody where the tests are root.
path = os.path.join(folder, "secret.json")
with open(path, "w") as file:
    file.write(report())
os.chmod(path, 0)
os.chmod(folder, 0o755)
program = os.path.join(folder, "brcheck")
shutil.copy(BRCHECK, program)
os.chmod(program, 0o755)
as_nobody = {"user": 65534} if os.getuid() == 0 else {}
denied = subprocess.run([program, path], capture_output=True, text=True, env=environment(), **as_nobody)
checks.expect(denied.returncode == 2 and "BR001" in denied.stdout and "ermission" in denied.stdout,
              "no permission", denied)

# Terminal control characters of the report never reach the terminal.
path = os.path.join(folder, "evil.json")
evil = "\\u001b[31mred\\u001b]0;title\\u0007\\u009b2J\\u202egnp\\u2066"
with open(path, "w") as file:
    file.write('{"brcheck": 1, "title": "' + evil + '", "figures": {"a": {"stated": "1 kg", "label": "'
               + evil + '", "note": "' + evil + '"}, "b": {"stated": "3 kg", "at": "' + evil
               + '"}}, "derived": {"c": {"is": "a + b", "label": "' + evil
               + '"}}, "relations": {"r": {"holds": "a = b", "label": "' + evil + '"}}}')
for arguments in (("--color", "never", path), ("--color", "never", "why", path, "r"),
                  ("--color", "never", "why", path, "c"), ("-f", "json", path)):
    outcome = brcheck(*arguments)
    bad = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", outcome.out + outcome.err)
    allowed = {"\x7f"} if "json" in arguments else set()
    if "json" in arguments:  # there JSON's own escapes do it
        bad = re.findall("[\x00-\x09\x0b-\x1f]", outcome.out)
    checks.expect(not set(bad) - allowed, f"control characters in {arguments}", repr(bad))
for arguments in (("figure", "5 \x1b[31m"), ("explain", "\x1b[31m"), ("\x1b[31m.json",),
                  ("why", path, "\x1b[31m"), ("--\x1b[31m",)):
    outcome = brcheck(*arguments)
    checks.expect(outcome.code == 2 and "\x1b" not in outcome.out + outcome.err,
                  f"control characters given as {arguments}", repr(str(outcome)))
checks.finish()
