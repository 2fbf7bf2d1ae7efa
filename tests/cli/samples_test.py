#!/usr/bin/env python3
"""The samples say what they are meant to say: the real report exactly, each slip caught and placed."""
import json
import os
import pathlib
import re
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import DATA, Checks, brcheck  # noqa: E402

checks = Checks()


def run(name):
    outcome = brcheck("-f", "json", name, cwd=DATA)
    return outcome, json.loads(outcome.out)


def near(text, exact):
    """An end printed exactly, or rounded outward to 15 digits."""
    return text is not None and abs(Fraction(text) - exact) <= abs(exact) / 10 ** 13


F = Fraction
outcome, document = run("report.json")
checks.expect(outcome.code == 0 and document["verdict"] == "consistent", "the report is consistent",
              outcome)
checks.expect(document["summary"]["findings"]["error"] == 0, "no finding", document["summary"])
derived = document["reports"][0]["derived"]
trillion = 10 ** 12
expected = {
    "overall_growth": ("%", F("3.7"), F("3.9")),
    "overall_trade_2025": ("CNY", F("23.55") / F("0.5195") * trillion, F("23.65") / F("0.5185") * trillion),
    "partner_trade_2024": ("CNY", F("23.55") / F("1.0635") * trillion, F("23.65") / F("1.0625") * trillion),
    "share_2024": ("%", 100 * F("0.5185") * (1 - F("0.0255") / F("1.0625")),
                   100 * F("0.5195") * (1 - F("0.0245") / F("1.0635"))),
}
for name, (unit, low, high) in expected.items():
    got = derived[name]
    checks.expect(got["unit"] == unit and near(got["low"], low) and near(got["high"], high)
                  and not got["low_open"] and not got["high_open"], name, got)
project = derived["investment_per_project"]
checks.expect(Fraction(project["low"]) == 0 and project["low_open"] and project["high"] is None,
              "two lower bounds give no quotient", project)
text = brcheck("report.json", cwd=DATA).out
for words in ("3.7 to 3.9 %", "45.332 to 45.6124 trillion CNY", "22.1438 to 22.2589 trillion CNY",
              "50.6056 to 50.7533 %"):
    checks.expect(words in text, f"the text says {words}", text)
checks.expect(re.search(r"investment_per_project.*\n?.*no upper bound", text),
              "the text says that investment per project has no bound", text)

# Each slip: exit 1, at the relation where a reader would look, naming the wrong figure.
for name, relation, code, figure in (
        ("slip_swapped_digits.json", "share_2024_agrees", "BR101", "partner_share_2025"),
        ("slip_scale_word.json", "share_2025", "BR201", "partner_trade_2025"),
        ("slip_stale_year.json", "share_2025", "BR201", "partner_trade_2025"),
        ("slip_percent_for_points.json", "lead", "BR204", "growth_lead"),
        ("grim.json", "mean_of_answers", "BR208", "mean_score")):
    outcome, document = run(name)
    checks.expect(outcome.code == 1 and document["verdict"] == "inconsistent", name, outcome)
    found = [f for f in document["findings"] if f["relation"] == relation and f["severity"] == "error"]
    checks.expect(len(found) == 1 and found[0]["code"] == code and figure in found[0]["figures"],
                  f"{name}: {code} at {relation}", document["findings"])
    if found:
        line = found[0]["location"]["line"]
        source = open(os.path.join(DATA, name)).read().splitlines()
        checks.expect(f'"{relation}"' in source[line - 1], f"{name}: the line of {relation}", found)

outcome, document = run("report.zh.json")
checks.expect(outcome.code == 0, "the Chinese report is consistent", outcome)
chinese = document["reports"][0]["derived"]
for name in ("overall_growth", "overall_trade_2025", "share_2024"):
    checks.expect({k: chinese[name][k] for k in ("low", "high")} ==
                  {k: derived[name][k] for k in ("low", "high")},
                  f"{name} is the same in both languages", chinese[name])
outcome, document = run("rounding.json")
checks.expect(outcome.code == 0 and document["summary"]["relations"]["holds_by_rounding"] >= 1,
              "sums that hold only by rounding", document["summary"])
checks.expect(any(f["code"] == "BR901" for f in document["findings"]), "BR901 says so", outcome)
for path in sorted(pathlib.Path(DATA).glob("*.json")):
    outcome = brcheck(str(path))
    checks.expect(outcome.code in (0, 1) and outcome.err == "", f"{path.name} can be read", outcome)

# One digit changed in the real report is caught.
original = open(os.path.join(DATA, "report.json")).read()
for old, new in (("2.5 percentage", "5.2 percentage"), ("51.9 percent", "41.9 percent"),
                 ("51.9 percent", "50.9 percent"), ("up 6.3 percent", "up 6.3 percentage points")):
    outcome = brcheck("-", stdin=original.replace(old, new))
    checks.expect(outcome.code in (1, 2), f"{old} changed to {new}", outcome)
checks.finish()
