#!/usr/bin/env python3
"""The same report said in another way: verdict, findings, conflicts, repairs and implied intervals stay.

All samples and cases that can be read, and small reports drawn with a fixed seed, go through every
transformation of the table at the end. What each transformation may change stands beside it."""
import concurrent.futures
import json
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from property.restate import (PARTS, in_chinese, long_forms, multiplied, other_units, solved_sums,  # noqa: E402
                              spelt_out, swapped_sides)
from support.program import DATA, PROJECT, Checks, brcheck, is_sanitized  # noqa: E402

checks = Checks()


def without_comments(text):
    """Comments away, strings untouched."""
    return re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda m: m.group(1) or "", text, flags=re.S)


def read_samples():
    """Every report that comes with the project and can be read, as a dictionary."""
    paths = sorted(pathlib.Path(DATA).glob("*.json")) + sorted(
        pathlib.Path(PROJECT, "tests/cases").glob("*/report.json"))
    for path in paths:
        if path.parent.name.startswith("error_"):
            continue
        report = json.loads(without_comments(path.read_text()))
        report.pop("$schema", None)
        yield f"{path.parent.name}/{path.name}", report


# --- reports drawn with a fixed seed -------------------------------------------------------------------

SCALES = ["", "thousand ", "million ", "billion ", "trillion "]
UNITS = ["yuan", "tonnes", "USD", "km"]


def decimal(digits, places):
    text = str(abs(digits)).rjust(places + 1, "0")
    return ("-" if digits < 0 else "") + (text if places == 0 else text[:-places] + "." + text[-places:])


def draw_report(draw):
    """A small report of four kinds; in a half of them one printed digit is wrong."""
    end = " " + draw.choice(SCALES) + draw.choice(UNITS)
    qualifier = draw.choice(["", "", "", "", "about ", "over ", "nearly ", "at most "])
    places = draw.choice([1, 2, 3])
    a, b = draw.randrange(1000, 9999), draw.randrange(1000, 9999)
    kind = draw.choice(["sum", "share", "growth", "product"])
    if kind == "sum":
        c = draw.randrange(100, 9999)
        numbers = {"alpha": decimal(a, places) + end, "beta": decimal(b, places) + end,
                   "gamma": qualifier + decimal(c, places) + end, "whole": decimal(a + b + c, places) + end,
                   "pair": decimal(a + b, places) + end}
        relations = {"adds_up": "whole = pair + gamma", "pair_is": "pair = alpha + beta",
                     "order": "pair < whole"}
    elif kind == "share":
        whole = a + b
        numbers = {"alpha": decimal(a, places) + end, "beta": qualifier + decimal(b, places) + end,
                   "whole": decimal(whole, places) + end,
                   "quota": decimal(round(1000 * a / whole), 1) + draw.choice([" %", " percent"])}
        relations = {"quota_is": "quota = share(alpha, whole)", "adds_up": "whole = alpha + beta",
                     "bound": "quota > 5 %"}
    elif kind == "growth":
        numbers = {"recent": decimal(a, places) + end, "before": decimal(b, places) + end,
                   "rate": decimal(round(1000 * (a - b) / b), 1) + " percent",
                   "rise": decimal(a - b, places) + end}
        relations = {"rate_is": "rate = growth(recent, before)", "rise_is": "rise = recent - before"}
    else:
        numbers = {"price": decimal(a, 2) + " yuan", "amount": decimal(b, 2),
                   "revenue": qualifier + decimal(round(a * b / 1000), 1) + " yuan",
                   "fee": decimal(round(a * b / 10000), 1) + " yuan", "rate": "10.0 %"}
        relations = {"revenue_is": "revenue = price * amount", "fee_is": "fee = rate * revenue"}
    if draw.random() < 0.5:
        slip = draw.choice(sorted(numbers))
        at = draw.choice([m.start() for m in re.finditer(r"\d", numbers[slip])])
        numbers[slip] = (numbers[slip][:at] + str((int(numbers[slip][at]) + draw.randrange(1, 9)) % 10) +
                         numbers[slip][at + 1:])
    return {"brcheck": 1, "figures": numbers, "derived": {}, "relations": relations}


# --- transformations: report to (report, names old to new) ----------------------------------------------

def shuffled(mapping, draw):
    names = list(mapping)
    draw.shuffle(names)
    return {name: mapping[name] for name in names}


def other_key_order(report, draw):
    """Members of the report and of every long form in another order; ids stay in theirs."""
    out = shuffled(report, draw)
    for part in PARTS:
        out[part] = {name: shuffled(value, draw) if isinstance(value, dict) else value
                     for name, value in report.get(part, {}).items()}
    return out, {}


def other_order(report, draw):
    return {**report, **{part: shuffled(report.get(part, {}), draw) for part in PARTS}}, {}


def reversed_order(report, _):
    return {**report, **{part: dict(reversed(report.get(part, {}).items())) for part in PARTS}}, {}


def renamed(report, draw):
    """Every id another; one beginning for all keeps what a pattern like part_* takes."""
    has_pattern = "_*" in json.dumps(report)
    ids = [name for part in PARTS[:2] for name in report.get(part, {})]
    numbers = list(range(len(ids)))
    draw.shuffle(numbers)
    names = {name: f"zz_{name}" if has_pattern else f"q{number}_x" for name, number in zip(ids, numbers)}
    relation_names = {name: f"r_{name}" for name in report["relations"]}

    def text(expression):
        return re.sub(r"[A-Za-z_]\w*\*?", lambda m: names.get(m.group(), "zz_" + m.group()
                                                              if m.group().endswith("*") else m.group()),
                      expression)

    out = dict(report)
    for part, key in (("derived", "is"), ("relations", "holds")):
        out[part] = {}
        for name, value in report.get(part, {}).items():
            value = {**value, key: text(value[key])} if isinstance(value, dict) else text(value)
            out[part][(relation_names if part == "relations" else names)[name]] = value
    out["figures"] = {names[name]: value for name, value in report["figures"].items()}
    return out, {**names, **{("relation", name): new for name, new in relation_names.items()}}


def with_unrelated_figure(report, _):
    return {**report, "figures": {"apart_a": "12.3 kg", **report["figures"], "apart_b": "about 70 people"}}, {}


def with_unrelated_relation(report, _):
    return {**report, "figures": {"apart_a": "12.3 kg", **report["figures"], "apart_b": "4.5 kg",
                                  "apart_c": "16.8 kg"},
            "relations": {"apart": "apart_c = apart_a + apart_b", **report["relations"]}}, {}


def compact(report):
    return json.dumps(report, separators=(",", ":"), ensure_ascii=False)


def spread(report):
    return "\ufeff\r\n\t" + json.dumps(report, indent=3).replace("\n", "\r\n") + "\r\n \r\n"


def commented(report):
    return "// a comment\n" + json.dumps(report, indent="\t").replace(",\n", " /* , */ ,\n\n") + "\n// {"


# --- what is compared -------------------------------------------------------------------------------------

def judge(text):
    outcome = brcheck("-f", "json", "-", stdin=text, timeout=300)
    return outcome.code, json.loads(outcome.out), outcome


def signature(code, document, names):
    """What a result says, under the names of the first report."""
    back = {new: old for old, new in names.items() if not isinstance(old, tuple)}
    relations_back = {new: old[1] for old, new in names.items() if isinstance(old, tuple)}
    report = document["reports"][0] if document["reports"] else {}

    def figures(ids):
        return tuple(sorted(back.get(i, i) for i in ids if not i.startswith("apart_")))

    def is_apart(ids):
        return bool(ids) and not figures(ids)

    def relation(i):
        return relations_back.get(i, i)

    def told(conflicts):
        return tuple(sorted({relation(r) for c in conflicts for r in report["conflicts"][c]["relations"]}))

    repairs = {}
    for conflict in report.get("conflicts", []):
        repairs.setdefault(conflict["group"], (conflict["repairs_complete"], set()))[1].update(
            figures(change["figure"] for change in repair["change"]) for repair in conflict["repairs"])
    quantities = {**report.get("figures", {}), **report.get("derived", {})}
    return {
        "exit code": code,
        "verdict": document["verdict"],
        "errors": tuple(error["code"] for error in document["errors"]),
        "statuses": {relation(i): value["status"] for i, value in report.get("relations", {}).items()
                     if i != "apart"},
        # A finding stands for all conflicts that one change mends: told under the first of the file.
        "told": sorted((f["severity"], told(f["conflicts"]) if f.get("conflicts")
                        else (f["code"], relation(f["relation"]) or ""))
                       for f in document["findings"] if not is_apart(f["figures"])),
        "failing": {relation(i): value["status"] in ("fails", "undecided")
                    for i, value in report.get("relations", {}).items() if i != "apart"},
        "findings": sorted((f["severity"], f["code"], relation(f["relation"]) or "", figures(f["figures"]))
                           for f in document["findings"] if not is_apart(f["figures"])),
        "conflicts": {tuple(sorted(map(relation, c["relations"]))) for c in report.get("conflicts", [])},
        "grounds": {(tuple(sorted(map(relation, c["relations"]))), figures(c["figures"]))
                    for c in report.get("conflicts", [])},
        "repairs": {tuple(sorted(found)) for is_complete, found in repairs.values() if is_complete},
        "implied": {back.get(i, i): tuple((value.get("implied") or value)[end] for end in
                                          ("low", "high", "low_open", "high_open"))
                    for i, value in quantities.items() if not i.startswith("apart_")},
    }


ALL = ("exit code", "verdict", "errors", "statuses", "told", "findings", "conflicts", "grounds", "repairs",
       "implied")


def all_but(*parts):
    return tuple(part for part in ALL if part not in parts)


# Of several conflicts that one change mends the first gives the finding its code and relation, and where an
# amount cancels, a proof may go by way of it or not ("grounds").
IN_ORDER = ("findings", "grounds")
# Whether the printed numbers alone agree depends on the side that is rounded, and so does a note on that;
# "failing" stays.
BY_FORM = ("findings", "statuses", "told")

TABLE = [  # name, transformation of the report, writer, what has to stay
    ("keys in another order", other_key_order, json.dumps, ALL),
    ("figures and relations in another order", other_order, json.dumps, all_but(*IN_ORDER)),
    ("figures and relations backwards", reversed_order, json.dumps, all_but(*IN_ORDER)),
    ("ids renamed", renamed, json.dumps, ALL),
    ("short forms written long", long_forms, json.dumps, ALL),
    ("other units and scale words", other_units, json.dumps, all_but("implied")),
    ("all money times 1,000", multiplied, json.dumps, all_but("implied")),
    ("in Chinese", in_chinese, json.dumps, all_but("implied")),
    ("sums solved for a part", solved_sums, json.dumps, ("failing", *all_but(*BY_FORM))),
    ("sides swapped", swapped_sides, json.dumps, ALL),
    ("functions spelt out", spelt_out, json.dumps, ALL),
    ("an unrelated figure", with_unrelated_figure, json.dumps, ALL),
    ("an unrelated relation", with_unrelated_relation, json.dumps, ALL),
    ("no white space", lambda report, _: (report, {}), compact, ALL),
    ("much white space, CRLF", lambda report, _: (report, {}), spread, ALL),
    ("comments", lambda report, _: (report, {}), commented, ALL),
]


def compare(job):
    """One report through one transformation: None where it does not apply, else what differs."""
    report, base, (name, transform, write, kept), seed = job
    changed, names = transform(report, random.Random(seed))
    if changed is None:
        return name, None, ""
    text = write(changed)
    code, document, outcome = judge(text)
    got = signature(code, document, names)
    differences = [f"{part}: was {base[part]}\n   now {got[part]}" for part in kept if base[part] != got[part]]
    return name, differences, f"{text}\n{outcome.err}" + "\n".join(differences)


def main():
    draw = random.Random(6)
    reports = list(read_samples())[::2 if is_sanitized() else 1]
    samples = len(reports)
    reports += [(f"drawn {i}", draw_report(draw)) for i in range(10 if is_sanitized() else 50)]
    counts = dict.fromkeys((row[0] for row in TABLE), 0)
    verdicts = {"consistent": 0, "inconsistent": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        bases = pool.map(lambda named: judge(json.dumps(named[1])), reports)
        for i, ((name, report), (code, document, outcome)) in enumerate(zip(reports, bases)):
            checks.expect(code in (0, 1), f"{name} can be read", outcome)
            if code in (0, 1):
                verdicts[document["verdict"]] += 1
                base = signature(code, document, {})
                jobs += [(name, (report, base, row, i)) for row in TABLE]
        for (name, _), (row, differences, detail) in zip(jobs, pool.map(lambda job: compare(job[1]), jobs)):
            if differences is not None:
                counts[row] += 1
                checks.expect(not differences, f"{name}: {row}", detail)
    print(f"{samples} samples and {len(reports) - samples} drawn reports: {verdicts}")
    for row, count in counts.items():
        print(f"{count:5} {row}")
        checks.expect(count >= (2 if is_sanitized() else 5), f"{row}: applies to some reports")
    print(f"{sum(counts.values()):5} comparisons")
    checks.expect(samples >= (12 if is_sanitized() else 25) and min(verdicts.values()) >= (5 if is_sanitized() else 10), "reports of both verdicts", verdicts)
    checks.finish()


if __name__ == "__main__":
    main()
