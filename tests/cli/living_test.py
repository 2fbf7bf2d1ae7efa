#!/usr/bin/env python3
"""Living with findings: which are told, at what level, which are known, and where that is said."""
import json
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import DATA, Checks, brcheck  # noqa: E402

checks = Checks()
report = os.path.join(DATA, "report.json")
slip = os.path.join(DATA, "slip_swapped_digits.json")
folder = tempfile.mkdtemp()
os.mkdir(os.path.join(folder, ".git"))


def expect(arguments, code, out="", err="", absent=None, **options):
    outcome = brcheck(*arguments, **options)
    checks.expect(outcome.code == code, f"{arguments}: exit {code}", outcome)
    checks.expect(out in outcome.out, f"{arguments}: standard output has {out!r}", outcome)
    checks.expect(err in outcome.err, f"{arguments}: standard error has {err!r}", outcome)
    if absent is not None:
        checks.expect(absent not in outcome.out, f"{arguments}: no {absent!r}", outcome)
    return outcome


# Levels and what is left out.
expect(["-q", "--ignore", "BR1,BR2", slip], 0, "inconsistent: 4 of 5", absent="BR101")
expect(["-q", "--ignore", "BR1", slip], 1, "error  share_2024_from_trade", absent="BR101")
expect(["-q", "--ignore", "BR1,BR2", slip], 0, "1 finding left out (1 ignored)")
expect(["-q", "--select", "weak-check", slip], 0, "BR904", absent="BR101")
expect(["-q", "--severity", "BR1=warning,BR2=warning", slip], 0, "! warning")
expect(["-q", "--strict", "--severity", "BR1=warning,BR2=warning", slip], 1, "the run fails: 1 warning")
expect(["-q", "--severity", "BR904=error", report], 1, "the run fails: 1 finding of level error")
expect(["-q", "--severity", "BR904=error", report], 1, "consistent: all 5")
expect(["-q", "--severity", "BR904=off,BR902=off", report], 0, "2 ignored", absent="BR90")
expect(["-q", "--show", "error", report], 0, "2 not to be shown", absent="BR904")
expect(["-q", "--show", "error", "--fail-on", "note", report], 1, "BR904")
expect(["--ignore", "BR9,,BR1", report], 2, err='no finding has the code ""')
expect(["--ignore", "week-check", report], 2, err='did you mean "weak-check"?')
expect(["--severity", "BR904", report], 2, err="CODE=LEVEL")
expect(["--severity", "BR904=loud", report], 2, err="off, note, warning or error")
expect(["--show", "all", report], 2, err="--show takes error, warning or note")
expect(["--ignore", "BR9", os.path.join(folder, "none.json")], 2, "BR001")
document = json.loads(expect(["-f", "json", "--ignore", "BR904", "--show", "error", report], 0).out)
checks.expect(document["summary"]["findings"] == {
    "error": 0, "warning": 0, "note": 0, "allowed": 0,
    "left_out": {"ignored": 1, "known": 0, "not_shown": 1, "over_max": 0}}, "the summary counts", document["summary"])
checks.expect(document["findings"] == [], "and nothing is listed", document["findings"])

# The most severe first, and only so many of them.
big = {"brcheck": 1, "figures": {}, "relations": {}}
for i in range(60):
    big["figures"] |= {f"a{i}": "1.0 kg", f"b{i}": "2.0 kg"}
    big["relations"][f"r{i}"] = {"holds": f"a{i} = b{i}", "severity": "warning" if i % 3 else "error"}
big["relations"]["r0"]["allow"] = [{"code": "BR101", "reason": "known", "by": "me"}]
big = json.dumps(big)
by_level = [f"r{i}" for i in range(3, 60, 3)] + [f"r{i}" for i in range(60) if i % 3]
for name in ("concise", "github", "gitlab", "rdjson", "sarif", "jsonl"):
    accepted = ["r0"] if name in ("sarif", "jsonl") else []
    for most in (0, 1, 19, 25, 59, 60, 1000):
        outcome = expect(["-f", name, "--max-findings", str(most), "-"], 1, stdin=big)
        shown = [re.search(r"\b(r\d+): ", line).group(1) for line in outcome.out.splitlines()
                 if re.search(r"\br\d+: ", line)]
        wanted = by_level[:most] if 0 < most < 60 else accepted + by_level
        if name == "github":  # The first ten of each kind stand before the rest.
            shown, wanted = sorted(shown), sorted(wanted)
        checks.expect(shown == wanted, f"{name}: the most severe {most}", shown)
        told = f"{60 - most} finding{'s' * (most < 59)} left out ({60 - most} over --max-findings)"
        checks.expect((told in outcome.err) == (0 < most < 60), f"{name}: standard error says so", outcome.err)
expect(["-q", "--max-findings", "2", "-"], 1, "58 findings\n  left out (58 over --max-findings)", stdin=big)
expect(["-q", "--max-findings", "2", "--show", "error", "-"], 1,
       "left out (40 not to be shown, 18 over --max-findings)", stdin=big)
expect(["-q", "--max-findings", "2", "--severity", "BR101=warning", "--strict", "-"], 1,
       "the run fails: 59 warnings", stdin=big)
expect(["-f", "concise", "--max-findings", "1", "-"], 1, err="59 over", stdin=big, BRCHECK_MAX_FINDINGS="9")
expect(["-f", "concise", "-"], 1, err="51 over", stdin=big, BRCHECK_MAX_FINDINGS="9")
for most in ("-1", "x", "1.5", ""):
    expect(["--max-findings", most, report], 2, err="--max-findings")
expect([report], 2, err='BRCHECK_MAX_FINDINGS takes a whole number, not "ten"', BRCHECK_MAX_FINDINGS="ten")
for most in (0, 2):
    document = json.loads(expect(["-f", "json", "--max-findings", str(most), "-"], 1, stdin=big).out)
    counts = document["summary"]["findings"]
    checks.expect((counts["error"], counts["warning"], counts["allowed"]) == (19, 40, 1)
                  and counts.get("left_out", {"over_max": 0})["over_max"] == (58 if most else 0)
                  and [f["relation"] for f in document["findings"][:2]] == (["r3", "r6"] if most else ["r0", "r3"])
                  and len(document["reports"][0]["relations"]) == 60, "counts of JSON stay", document["summary"])
    found = expect(["-f", "junit", "--max-findings", str(most), "-"], 1, stdin=big).out
    checks.expect('tests="60" failures="19" errors="0" skipped="1"' in found
                  and found.count("<failure ") == 19, "cases of JUnit stay", found[:300])
    line = big.replace("\n", " ") + "\n"
    outcome = expect(["batch", "--max-findings", str(most), "-"], 1, stdin=line * 2,
                     err="; 118 findings" + ("; 116 findings left out (116 over --max-findings)" if most else "\n"))
    for number, result in enumerate(map(json.loads, outcome.out.splitlines()), 1):
        checks.expect(result["line"] == number and len(result["findings"]) == (2 if most else 60)
                      and result.get("left_out", {"over_max": 0})["over_max"] == (58 if most else 0),
                      "batch: of each report", result)
    total = json.loads(expect(["batch", "-q", "--results", "summary", "--max-findings", str(most), "-"], 1,
                              stdin=line * 2).out)
    checks.expect(total["findings"]["error"] == 38
                  and total["findings"].get("left_out", {"over_max": 0})["over_max"] == (116 if most else 0),
                  "batch: of all", total)
several = expect(["-q", "--max-findings", "1", report, slip], 1, "1 over --max-findings").out
checks.expect(several.count("over --max-findings") == 2 or "over\n  --max-findings" in several, "of each report", several)


# The baseline.
def write(name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    return path


with open(slip) as file:
    wrong = file.read()
target = write("reports/slip.json", wrong)
known = os.path.join(folder, "known.json")
expect(["--write-baseline", known, target], 0, "3 known", err="6 known findings written")
entries = json.load(open(known))["findings"]
checks.expect([e["code"] for e in entries] == ["BR101", "BR105", "BR106", "BR201", "BR902", "BR904"], "sorted", entries)
checks.expect(entries[0]["report"] == "reports/slip.json", "paths from its folder", entries)
expect(["--baseline", known, target], 0, "inconsistent", absent="BR101")
expect(["--baseline", "known.json", "reports/slip.json"], 0, "3 known", cwd=folder)
expect(["--baseline", "../known.json", "slip.json"], 0, "3 known", cwd=os.path.join(folder, "reports"))
write("reports/slip.json", "// moved\n" + wrong.replace("15.9 percent", "14.9 percent"))
expect(["-f", "concise", "--baseline", known, target], 1,
       "the gap grew, the baseline has 34.4174 pp; also broken: share_2024_from_trade (BR201)", absent="BR904")
write("reports/slip.json", wrong.replace("15.9 percent", "51.9 percent"))
expect(["--baseline", known, target], 0, "2 known", err="4 entries of")
expect(["--baseline", known, "--ignore", "BR1", target], 0, absent="BR904")
before = open(known).read()
expect(["--write-baseline", known, target, "nosuch.json"], 2, err="is not written")
checks.expect(open(known).read() == before, "an incomplete run leaves the baseline alone")
expect(["--baseline", os.path.join(folder, "none.json"), target], 2,
       "--baseline names it as the baseline")
expect(["--baseline", target, target], 2, "BR003")
expect(["--write-baseline", os.path.join(folder, "no", "where.json"), target], 2, err="BR001")
expect(["schema", "baseline"], 0, "urn:brcheck:baseline:1")

# What is read is not written.
for arguments in (["-f", "html=reports/slip.json", "reports/slip.json"],
                  ["--write-baseline", "reports/slip.json", "reports/slip.json"],
                  ["--write-baseline", "link.json", "reports/slip.json"],
                  ["--baseline", "known.json", "-f", "json=known.json", "reports/slip.json"],
                  ["why", "-f", "json=reports/slip.json", "reports/slip.json", "share_rose"]):
    if not os.path.lexists(os.path.join(folder, "link.json")):
        os.symlink("reports/slip.json", os.path.join(folder, "link.json"))
    before = open(os.path.join(folder, "reports/slip.json")).read(), open(known).read()
    expect(arguments, 2, err="is read in this run, so nothing is written to it", cwd=folder)
    checks.expect(before == (open(os.path.join(folder, "reports/slip.json")).read(), open(known).read()),
                  f"{arguments} leaves all as it was")
expect(["-f", "json=x.json", "-f", "html=./x.json", target], 2, err="is to be written twice", cwd=folder)

# A finding that tells several conflicts goes by each of them.
several = write("several.json", """{"brcheck": 1, "figures": {"all": "3.5 tonnes", "one": "1.0 tonnes",
    "two": "2.0 tonnes", "before": "2.0 tonnes", "rate": "50 %"},
    "relations": {"total": {"holds": "all = one + two", "severity": "warning"},
                  "rose": "rate = growth(all, before)"}}""")
expect(["-f", "concise", several], 1, "also broken: rose (BR202)")
expect(["-f", "concise", "--ignore", "BR102", several], 1, "[BR202]", absent="BR102]\n")
expect(["-f", "concise", "--select", "BR202", several], 1, "error: rose")
expect(["-f", "concise", "--ignore", "BR102,BR202", several], 0, err="1 finding left out", absent="total")
expect(["-f", "concise", "--severity", "BR202=off", several], 0, "warning: total")

# Its code is the one that is shown, also where a reading has changed it.
points = os.path.join(DATA, "slip_percent_for_points.json")
expect(["-f", "concise", points], 1, "[BR204]")
expect(["-f", "concise", "--ignore", "BR204", points], 0, absent="error")
expect(["-f", "concise", "--select", "BR204", points], 1, "[BR204]")
expect(["--write-baseline", os.path.join(folder, "points.json"), points], 0, "known")
checks.expect("BR204" in open(os.path.join(folder, "points.json")).read(), "also in a baseline")

# Folders are searched to the bottom.
write("tree/a.brcheck.json", open(report).read())
write("tree/below/b.brcheck.json", wrong)
write("tree/.hidden/c.brcheck.json", "{")
expect(["-q", "--no-config", "tree"], 1, "2 reports", cwd=folder)
write("tree/one.json", '{"brcheck": 1, "figures": {"a": "5 %"}, "relations": {"r": "1 < 2"}}')
expect(["tree/one.json"], 2, "no relation is about a figure", cwd=folder)

# The config file: nearest above a report, never from outside the repository; flags over variables over it.
config = write("brcheck.json", """{
  // what this folder wants
  "$schema": "brcheck schema config",
  "fail_on": "note",
  "ignore": ["BR904"],
  "severity": {"BR1": "warning", "BR2": "warning"},
  "baseline": "reports/known.json"
}""")
write("reports/slip.json", wrong)
write("reports/deep/below/other.json", open(report).read())
expect(["--write-baseline", os.path.join(folder, "reports/known.json"), target], 0, "2 known")
expect(["reports/slip.json"], 0, "(1 ignored", cwd=folder)
expect(["slip.json"], 0, "(1 ignored", cwd=os.path.join(folder, "reports"))
expect(["-q", "deep/below/other.json"], 1, "1 note at or above the level note",
       cwd=os.path.join(folder, "reports"), absent="BR904")
expect(["--fail-on", "error", "reports/deep/below/other.json"], 0, cwd=folder)
expect(["reports/deep/below/other.json"], 0, cwd=folder, BRCHECK_FAIL_ON="error")
expect(["--fail-on", "note", "reports/deep/below/other.json"], 1, cwd=folder, BRCHECK_FAIL_ON="error")
expect(["--strict", "reports/deep/below/other.json"], 1, cwd=folder, BRCHECK_FAIL_ON="note")
expect(["--strict", "reports/deep/below/other.json"], 0, cwd=folder, BRCHECK_FAIL_ON="error")
expect(["--no-config", "-q", "reports/deep/below/other.json"], 0, "BR904", cwd=folder)
expect(["-q", "reports/deep/below/other.json"], 0, "BR904", cwd=folder,
       BRCHECK_CONFIG=write("elsewhere/calm.json", "{}"))
expect(["-q", "--config", "elsewhere/calm.json", "reports/deep/below/other.json"], 0, "BR904", cwd=folder)
expect(["-q", "--config", "nosuch.json", "reports/slip.json"], 2, "BR001", cwd=folder)
expect(["--config", "a", "--no-config", "reports/slip.json"], 2, err="--no-config", cwd=folder)
expect([report], 0, "BR904", cwd=folder)
expect(["-q", "-"], 1, "! warning", cwd=folder, stdin=wrong, BRCHECK_FAIL_ON="warning")

shown = expect(["config", "reports/slip.json", "--show", "warning"], 0, cwd=folder, BRCHECK_IGNORE="BR9").out
checks.expect(shown == """settings of reports/slip.json: config file brcheck.json
  fail_on       note                     brcheck.json:4:14
  select        all                      default
  ignore        BR9                      BRCHECK_IGNORE
  severity      BR1=warning,BR2=warning  brcheck.json:6:23
  show          warning                  --show
  max_findings  0                        default
  baseline      reports/known.json       brcheck.json:7:15
""", "config shows each value and where it comes from", shown)
shown = json.loads(expect(["config", "-f", "json", "reports/slip.json"], 0, cwd=folder).out)
checks.expect(shown["settings"]["ignore"] == {"values": ["BR904"], "from": "brcheck.json:5:14"},
              "config in JSON", shown)
expect(["config", report], 0, "no config file", cwd=folder)
expect(["schema", "config"], 0, "urn:brcheck:config:1")

for text, said in [
        ('{"fail_on": "never"}', 'brcheck.json:1:13: BR005: "fail_on" takes error, warning or note'),
        ('{"ignore": ["BR904",\n "BR5"]}', "brcheck.json:2:2: BR005"),
        ('{"ignore": "BR904"}', "BR003"), ('{"ignore": [904]}', "this must be a code, a string"),
        ('{"severity": {"week-check": "off"}}', 'did you mean "weak-check"?'),
        ('{"severity": {"BR904": 3}}', "this must be a level, a string"),
        ('{"ingore": []}', 'did you mean "ignore"?'), ('{"show": "note", "show": "error"}', "BR004"),
        ('{"max_findings": "5"}', "BR003"),
        ('{"max_findings": -1}', '1:18: BR005: "max_findings" takes a whole number, not "-1"'),
        ("[]", "is no JSON object"), ("", "BR002"), (wrong, "give the report another name"),
        ('{"baseline": "none.json"}', "brcheck.json:1:14 names it as the baseline")]:
    write("brcheck.json", text)
    expect(["-f", "text", "reports/slip.json", "reports/deep/below/other.json"], 2, said, cwd=folder)
    expect(["-f", "text", "reports/slip.json", "reports/deep/below/other.json"], 2,
           "not checked: its", cwd=folder)
    if "baseline" not in text:
        expect(["config", "reports/slip.json"], 2, err="BR00", cwd=folder)
expect(["--config", report, "reports/slip.json"], 2, "this is a report, not settings", cwd=folder)
write("brcheck.json", '{"show": "warning"}')
expect(["brcheck.json"], 2, "this is no report, but settings", cwd=folder)
expect(["--no-config", "known.json"], 2, "--baseline FILE reads a baseline", cwd=folder)
expect([report], 2, err="BRCHECK_SHOW takes error, warning or note", BRCHECK_SHOW="all")

checks.finish()
