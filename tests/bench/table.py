#!/usr/bin/env python3
"""table.py BRCHECK BENCH: the whole program on 100,000 and on 1,000,000 figures, as a table in which each
stands in one row and one column sum, and as sums of nine parts that share nothing; one figure is wrong.
Prints figures; ends with 1 only when that is not found, or a figure is far outside what the project
promises: a noisy machine fails nothing."""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

program, bench = sys.argv[1:3]


def write_table(file, rows, columns):
    """A table with its totals, rows * columns figures in all. Returns what must be told."""
    rows, columns = rows - 1, columns - 1
    source = random.Random(rows)
    row_totals = [0] * rows
    column_totals = [0] * columns
    wrong_row, wrong_column = rows // 3, columns // 2
    figures, relations = [], []

    def add(name, tenths):
        figures.append(f'"{name}": "{tenths // 10}.{tenths % 10} million yuan"')

    for row in range(rows):
        for column in range(columns):
            tenths = source.randrange(100, 9999)
            row_totals[row] += tenths
            column_totals[column] += tenths
            is_wrong = (row, column) == (wrong_row, wrong_column)
            add(f"r{row}_c{column}", tenths + 50_000 * is_wrong)
    for row in range(rows):
        add(f"row_{row}", row_totals[row])
        relations.append(f'"r{row}": "sum(r{row}_*) = row_{row}"')
    for column in range(columns):
        add(f"column_{column}", column_totals[column])
        relations.append(f'"c{column}": "sum(*_c{column}) = column_{column}"')
    add("all", sum(row_totals))
    relations += ['"rows": "sum(row_*) = all"', '"columns": "sum(column_*) = all"']
    file.write('{"brcheck": 1, "figures": {' + ",\n".join(figures) + '},\n"relations": {'
               + ",\n".join(relations) + "}}\n")
    return f"fits if  r{wrong_row}_c{wrong_column} is"


def write_sums(file, count):
    """Sums of nine parts each, with figures of their own. Returns what must be told."""
    source = random.Random(count)
    figures, relations = [], []
    for i in range(count):
        parts = [source.randrange(100, 9999) for _ in range(9)]
        tenths = [*parts, sum(parts) + 50_000 * (i == count // 3)]
        names = [*(f"r{i}_p{k}" for k in range(9)), f"total_{i}"]
        figures += [f'"{name}": "{t // 10}.{t % 10} million yuan"' for name, t in zip(names, tenths)]
        relations.append(f'"sum_{i}": "{" + ".join(names[:9])} = total_{i}"')
    file.write('{"brcheck": 1, "figures": {' + ",\n".join(figures) + '},\n"relations": {'
               + ",\n".join(relations) + "}}\n")
    return f"error  sum_{count // 3} "


def measure(path, told):
    """Median seconds of a run and its peak memory in MB."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run([program, path], capture_output=True, text=True,
                              env={"COLUMNS": "80"})
        times.append(time.perf_counter() - start)
        if done.returncode != 1 or told not in done.stdout:
            sys.exit(f"{path}: '{told}' was not told")
    peak = subprocess.run([bench, "--peak", program, path], capture_output=True, check=True)
    return statistics.median(times), int(peak.stdout) * 1024 / 1e6


results = []
with tempfile.TemporaryDirectory() as folder:
    for rows, columns in ((250, 400), (1000, 1000)):
        path = os.path.join(folder, f"{rows}_{columns}.json")
        with open(path, "w") as file:
            told = write_table(file, rows, columns)
        seconds, megabytes = measure(path, told)
        results.append((seconds, megabytes))
        print(f"{rows * columns} figures in {rows + columns} sums, one wrong: {seconds:.2f} s, "
              f"{megabytes:.0f} MB, {megabytes * 1e6 / (rows * columns):.0f} bytes a figure"
              + (" (promised: 5 s, 1000 MB)" if rows == 1000 else ""))
    for count in (10_000, 100_000):
        path = os.path.join(folder, f"{count}.json")
        with open(path, "w") as file:
            told = write_sums(file, count)
        seconds, megabytes = measure(path, told)
        results.append((seconds, megabytes))
        print(f"{count * 10} figures in {count} sums that share none, one wrong: {seconds:.2f} s, "
              f"{megabytes:.0f} MB, {megabytes * 1e6 / (count * 10):.0f} bytes a figure")
ratios = [large[0] / small[0] for small, large in zip(results[::2], results[1::2])]
for what, ratio in zip(("table", "sums"), ratios):
    print(f"{what}: ten times the figures take {ratio:.1f} times as long (promised: at most 12)")
large = results[1::2]
sys.exit(1 if max(seconds for seconds, _ in large) > 15 or max(mb for _, mb in large) > 1000
         or max(ratios) > 24 else 0)
