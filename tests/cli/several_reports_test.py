#!/usr/bin/env python3
"""One run over several reports: what they print of the same quantity has to agree (BR210)."""
import itertools
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck  # noqa: E402

checks = Checks()


def report(figures):
    return json.dumps({"brcheck": 1, "figures": figures | {"a": "1.0 kg", "b": "2.0 kg"},
                       "relations": {"r": "b = 2 * a"}})


def trade(text, **more):
    return {"trade": {"stated": text, "period": "2025"} | more}


def run(first, second, *options):
    """Two reports, the second in a folder of its own; the outcome and its findings BR210."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "later").mkdir()
        (root / "first.json").write_text(report(first))
        (root / "later" / "second.json").write_text(report(second))
        outcome = brcheck("-f", "json", *options, "first.json", "later/second.json", cwd=root)
    document = json.loads(outcome.out)
    return outcome, document, [f for f in document["findings"] if f["code"] == "BR210"]


outcome, document, found = run(trade("23.6 trillion yuan"), trade("23.9 trillion yuan"))
checks.expect(outcome.code == 1 and len(found) == 1, "a figure that differs is an error", outcome)
checks.expect(found[0]["location"]["path"] == "later/second.json" and
              found[0]["elsewhere"]["location"]["path"] == "first.json", "both places", outcome)
checks.expect("23.6 trillion yuan" in found[0]["message"] and "200 billion CNY apart"
              in found[0]["message"], "both values and the distance", outcome)
checks.expect([r["verdict"] for r in document["reports"]] == ["consistent", "inconsistent"],
              "the later report is the one that differs", outcome)

for first, second, why in [
    (trade("23.6 trillion yuan"), trade("23.62 trillion yuan"), "the same, rounded elsewhere"),
    (trade("23.6 trillion yuan"), {"trade": "23.9 trillion yuan"}, "no period, so not the same"),
    (trade("23.6 trillion yuan"), trade("23.9 trillion yuan") | {"trade": {
        "stated": "23.9 trillion yuan", "period": "2024"}}, "another period"),
    (trade("23.6 trillion yuan", vintage="first"), trade("23.9 trillion yuan", vintage="revised"),
     "another release"),
    (trade("23.6 trillion yuan"), trade("23.9 %"), "another dimension"),
]:
    outcome, _, found = run(first, second)
    checks.expect(outcome.code == 0 and not found, why, outcome)

same = {"volume": {"stated": "23.9 trillion yuan", "same_as": "../first.json#trade"}}
_, _, found = run({"trade": "23.6 trillion yuan"}, same)
checks.expect(len(found) == 1 and found[0]["elsewhere"]["figure"] == "trade", "same_as", found)
_, _, found = run({"trade": {"stated": "23.6 trillion yuan", "same_as": "later/second.json#volume"}},
                  {"volume": "23.9 trillion yuan"})
checks.expect(len(found) == 1 and found[0]["elsewhere"]["figure"] == "trade",
              "same_as of a report that comes later", found)
outcome, _, found = run({"trade": "23.6 trillion yuan"},
                        {"volume": {"stated": "1 yuan", "same_as": "absent.json#trade"}})
checks.expect(outcome.code == 2 and not found and "there is no such file" in outcome.out,
              "a file that is not there is an error", outcome)
outcome, _, found = run({"trade": "23.6 trillion yuan"},
                        {"volume": {"stated": "1 yuan", "same_as": "../first.json#trad"}})
checks.expect(outcome.code == 2 and "first.json#trad" in outcome.err,
              "a figure that the other report has not is an error", outcome)
checks.expect(any(e["code"] == "BR005" and e["location"]["path"] == "later/second.json"
                  for e in json.loads(outcome.out)["errors"]), "in the document, too", outcome)
outcome, document, _ = run({"trade": "23.6 trillion yuan"},
                           {"volume": {"stated": "23.6 %", "same_as": "../first.json#trade"}})
checks.expect(outcome.code == 2 and document["errors"][0]["code"] == "BR008"
              and "CNY" in document["errors"][0]["message"], "the same quantity in another unit", outcome)

# Every pair is compared, in whatever order the reports come.
with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder)
    (root / "base.json").write_text(report({"all": "over 20 trillion yuan"}))
    for name, text in ("p", "26.99 trillion yuan"), ("q", "25.11 trillion yuan"):
        (root / f"{name}.json").write_text(
            report({name: {"stated": text, "same_as": "base.json#all"}}))
    for name, text in ("1", "over 20 trillion yuan"), ("2", "26.99 trillion yuan"), ("3", "25.11 trillion yuan"):
        (root / f"{name}.json").write_text(report(trade(text)))
    for names in (["base", "p", "q"], ["1", "2", "3"]):
        for order in itertools.permutations(names):
            outcome = brcheck("-f", "concise", *[f"{name}.json" for name in order], cwd=root)
            checks.expect(outcome.code == 1 and outcome.out.count("BR210") == 1
                          and "26.9" in outcome.out and "25.1" in outcome.out, f"{order}", outcome)
    outcome = brcheck("p.json", "q.json", cwd=root)
    checks.expect(outcome.code == 1 and "base.json#all: that report is not in this run" in outcome.err,
                  "what is there and not in the run is said", outcome)
    checks.expect(brcheck("--write-baseline", "known.json", "2.json", "3.json", cwd=root).code == 0,
                  "a difference can be known")
    for order in (["2.json", "3.json"], ["3.json", "2.json"]):
        outcome = brcheck("--baseline", "known.json", *order, cwd=root)
        checks.expect(outcome.code == 0, "whichever report comes first", outcome)
    (root / "4.json").write_text(report(trade("24.00 trillion yuan")))
    outcome = brcheck("--baseline", "known.json", "2.json", "4.json", cwd=root)
    checks.expect(outcome.code == 1, "another difference is not known", outcome)
    outcome = brcheck("-f", "concise", "2.json", "./2.json", "2.json", cwd=root)
    checks.expect(outcome.code == 0, "a report named twice is one report", outcome)

for wrong in ("trade", "#trade", "first.json#", "a#b#c", ""):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "report.json")
        path.write_text(report({"x": {"stated": "1 kg", "same_as": wrong}}))
        outcome = brcheck("report.json", cwd=folder)
    checks.expect(outcome.code == 2 and "other.json#id" in outcome.err + outcome.out,
                  f"same_as {wrong!r} is refused with an example", outcome)
outcome, document, _ = run(trade("23.6 trillion yuan"), trade("23.6 trillion yuan"))
checks.expect(document["reports"][1]["figures"] and not any(
    "trade" in f["figures"] for f in document["findings"] if f["code"] == "BR902" and
    f["location"]["path"] == "later/second.json"), "what was compared is not unchecked", outcome)

for name in ("text", "concise", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown",
             "html"):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "first.json").write_text(report(trade("23.6 trillion yuan")))
        (root / "second.json").write_text(report(trade("23.9 trillion yuan")))
        outcome = brcheck("-f", name, "first.json", "second.json", cwd=root)
    checks.expect(outcome.code == 1 and "first.json" in outcome.out and
                  ("BR210" in outcome.out or "same-quantity-differs" in outcome.out),
                  f"{name} tells of both reports", outcome)
checks.finish()
