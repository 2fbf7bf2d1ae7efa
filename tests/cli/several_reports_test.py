#!/usr/bin/env python3
"""One run over several reports: what they print of the same quantity has to agree (BR210)."""
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
checks.expect(outcome.code == 0 and not found and "later/absent.json#trade" in outcome.err,
              "what is not in the run is not compared, and that is said", outcome)
outcome, _, found = run({"trade": "23.6 trillion yuan"},
                        {"volume": {"stated": "1 yuan", "same_as": "../first.json#trad"}})
checks.expect(outcome.code == 2 and "first.json#trad" in outcome.err,
              "a figure that the other report has not is an error", outcome)
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
