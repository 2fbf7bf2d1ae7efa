#!/usr/bin/env python3
"""What `brcheck batch` costs, beside what JSON libraries alone need for the same lines: reports of one
kind, reports of kinds of their own, wrong ones, rows of a table; one thread and two; the peak of memory for
ten times the input, which must not grow with it, and how often memory is asked for. Medians of five; ratios within one run.

usage: batch.py BRCHECK BRCHECK_BENCH [BRCHECK_PARSE_BENCH]
"""
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

program, bench = sys.argv[1:3]
parse_bench = sys.argv[3] if len(sys.argv) > 3 and os.path.exists(sys.argv[3]) else None
counter = os.path.join(os.path.dirname(os.path.abspath(bench)), "libbrcheck_count_allocations.so")
scratch = tempfile.TemporaryDirectory()
draw = random.Random(11)


def report(number, is_wrong=False, is_own_kind=False, has_note=False):
    """Some 1.7 KB, with 10 figures, two derived ones and 6 relations; consistent unless wrong. The note
    is on a figure that nothing checks (BR902)."""
    exports, imports = draw.randrange(1500, 4000) / 100, draw.randrange(1000, 3000) / 100
    up, up_too = draw.randrange(5, 90) / 10, draw.randrange(5, 90) / 10
    trade = exports + imports
    before = exports / (1 + up / 100) + imports / (1 + up_too / 100)
    partners = draw.randrange(500, 1200) / 100
    people = draw.randrange(100, 900)
    tail = f"_{number}" if is_own_kind else ""

    def figure(text, label):
        return {"stated": text, "label": label, "period": "2025", "at": "paragraph 3"}

    figures = {
        "exports" + tail: figure(f"{exports:.2f} trillion yuan", "Exports of goods"),
        "imports" + tail: figure(f"{imports:.2f} trillion yuan", "Imports of goods"),
        "trade" + tail: figure(f"{trade + (1 if is_wrong else 0):.2f} trillion yuan", "Exports and imports"),
        "surplus" + tail: figure(f"{exports - imports:.2f} trillion yuan", "What was exported more"),
        "export_growth" + tail: figure(f"rose {up:.1f} percent", "Growth of exports over the year"),
        "import_growth" + tail: figure(f"{up_too:.1f} percent", "Growth of imports over the year"),
        "trade_growth" + tail: figure(f"up {(trade / before - 1) * 100:.1f} percent", "Growth of both"),
        "export_share" + tail: figure(f"{exports / trade * 100:.1f} percent", "Exports as a share"),
        "partners" + tail: figure(f"{partners:.2f} trillion yuan", "Trade with partner countries"),
        "partner_share" + tail: figure(f"{partners / trade * 100:.1f} percent", "Partners as a share")}
    if has_note:
        figures["staff" + tail] = figure(f"{people} people", "People who counted all this")
    if exports <= imports:
        return report(number, is_wrong, is_own_kind, has_note)
    names = {name.removesuffix(tail): name for name in figures}
    derived = {"exports_before": "{exports} / (1 + {export_growth})",
               "imports_before": "{imports} / (1 + {import_growth})"}
    relations = {"total": "{trade} = {exports} + {imports}", "balance": "{surplus} = {exports} - {imports}",
                 "growth": "{trade_growth} = growth({trade}, exports_before + imports_before)",
                 "share": "{export_share} = share({exports}, {trade})",
                 "partners_part": "{partner_share} = share({partners}, {trade})",
                 "order": "{imports} < {trade}"}
    return json.dumps({"brcheck": 1, "id": f"r{number}", "title": f"Trade of region {number} in 2025",
                       "source": {"publisher": "An office of statistics", "date": "2026"},
                       "figures": figures,
                       "derived": {k: v.format(**names) for k, v in derived.items()},
                       "relations": {k: v.format(**names) for k, v in relations.items()}})


def write(name, lines):
    path = os.path.join(scratch.name, name)
    with open(path, "w") as file:
        file.writelines(line + "\n" for line in lines)
    return path


def seconds_of(*arguments):
    """Median of five runs; what is found in wrong reports is no failure here."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        done = subprocess.run([program, "batch", "-q", *arguments], stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
        if done.returncode not in (0, 1):
            sys.exit(f"{arguments}: exit code {done.returncode}")
    return statistics.median(times)


def peak_of(path, jobs):
    """MiB. Started by a small program: a child of Python counts what Python holds."""
    peak = subprocess.run([bench, "--peak", program, "batch", "-q", "-j", str(jobs), path], capture_output=True,
                          text=True, check=True).stdout
    return int(peak.splitlines()[-1]) / 1024


def allocations_of(path):
    counted = subprocess.run([program, "batch", "-q", "-j", "1", path], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True, check=True, env={**os.environ, "LD_PRELOAD": counter})
    return int(counted.stderr.split()[-1])


kind = [report(number) for number in range(60_000)]
print(f"reports of {len(kind[0])} bytes, 10 figures, 6 relations; a second, medians of 5")
path = write("kind.ndjson", kind)
one = len(kind) / seconds_of("-j", "1", path)
print(f"  of one kind, one thread:      {one:9.0f}   ({one * len(kind[0]) / 1e6:.0f} MB/s)")
if parse_bench:
    small = write("small.ndjson", kind[:5_000])
    tree, quick = map(float, subprocess.run([parse_bench, small], capture_output=True, text=True,
                                            check=True).stdout.split())
    print(f"  nlohmann_json alone, a tree:  {tree:9.0f}   brcheck is {one / tree:.1f} times that (asked: 4)")
    print(f"  simdjson alone, a tree:       {quick:9.0f}   brcheck is {one / quick:.2f} of that (asked: 0.2)")
two = len(kind) / seconds_of("-j", "2", path)
print(f"  two threads:                  {two:9.0f}   {two / one:.2f} times one (asked: 1.8)")
noted = write("noted.ndjson", [report(number, has_note=True) for number in range(6_000)])
print(f"  with a note each (BR902):     {6_000 / seconds_of('-j', '1', noted):9.0f}")
own = write("own.ndjson", [report(number, is_own_kind=True) for number in range(6_000)])
own_rate = 6_000 / seconds_of("-j", "1", own)
print(f"  each of a kind of its own:    {own_rate:9.0f}" +
      (f"   {own_rate / tree:.2f} of nlohmann_json alone" if parse_bench else ""))
wrong = write("wrong.ndjson", [report(number, is_wrong=True) for number in range(1_000)])
print(f"  wrong ones, with repairs:     {1_000 / seconds_of('-j', '1', wrong):9.0f}   (asked: 2,000)")

relations = write("relations.json", [json.dumps({
    "brcheck": 1, "figures": {name: {"unit": "EUR"} for name in "abcdefghijk"},
    "relations": {"r1": "c = a + b", "r2": "f = d + e", "r3": "g = c - f", "r4": "j = g + h + i",
                  "r5": "k = j - h"}})])
rows = []
for number in range(200_000):
    a, b, d, e, h, i = (draw.randrange(100, 99_999) / 10 for _ in range(6))
    g = a + b - d - e
    cells = [a, b, a + b, d, e, d + e, g, h, i, g + h + i, g + i]
    rows.append(f"r{number}," + ",".join(f"{abs(cell):.1f}" for cell in cells))
    if g <= 0.05:
        rows.pop()
table = write("table.csv", ["id," + ",".join("abcdefghijk")] + rows)
seconds = seconds_of("-j", "1", "--relations", relations, "--columns", "header", table)
print(f"rows of a table, 11 columns, 5 linear relations: {len(rows) / seconds:.0f} a second (asked: 300,000)")
if shutil.which("Rscript"):
    subprocess.run(["Rscript", os.path.join(os.path.dirname(os.path.abspath(__file__)), "validate.R"), table], check=True)
else:
    print("  R is not installed, so nothing stands beside it")

for rate, what in ((one, "reports of one kind"), (len(rows) / seconds, "rows of a table")):
    if rate < 3 * own_rate:
        sys.exit(f"{what} are not known at sight")

few, many = write("few.ndjson", kind[:6_000]), path
print(f"peak memory for {6_000} lines {peak_of(few, 1):.1f} MiB, for {len(kind)} {peak_of(many, 1):.1f} MiB, "
      f"on two threads {peak_of(many, 2):.1f} MiB")
a_report = (allocations_of(many) - allocations_of(few)) / (len(kind) - 6_000)
print(f"allocations a report, steady state: {a_report:.2f} (asked: near zero; the line itself is one)")
if a_report > 2:
    sys.exit("a report known at sight is taken apart anew")
if peak_of(many, 1) > peak_of(few, 1) + 4:
    sys.exit("memory grows with the input")
