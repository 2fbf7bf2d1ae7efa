#!/usr/bin/env python3
"""table.py BRCHECK BENCH: the whole program on a table of 100,000 and of 1,000,000 figures, each in
one row and one column sum, one of them wrong. Prints figures; ends with 1 only when that is not
found, or a figure is far outside what the project promises: a noisy machine fails nothing."""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

program, bench = sys.argv[1:3]


def write_table(file, rows, columns):
    """A table with its totals, rows * columns figures in all. Returns the wrong one's id."""
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
    return f"r{wrong_row}_c{wrong_column}"


def measure(path, wrong):
    """Median seconds of a run and its peak memory in MB."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run([program, path], capture_output=True, text=True,
                              env={"COLUMNS": "80"})
        times.append(time.perf_counter() - start)
        if done.returncode != 1 or f"fits if  {wrong} is" not in done.stdout:
            sys.exit(f"{path}: the wrong figure {wrong} was not found")
    peak = subprocess.run([bench, "--peak", program, path], capture_output=True, check=True)
    return statistics.median(times), int(peak.stdout) * 1024 / 1e6


results = []
with tempfile.TemporaryDirectory() as folder:
    for rows, columns in ((250, 400), (1000, 1000)):
        path = os.path.join(folder, f"{rows}_{columns}.json")
        with open(path, "w") as file:
            wrong = write_table(file, rows, columns)
        seconds, megabytes = measure(path, wrong)
        results.append((seconds, megabytes))
        print(f"{rows * columns} figures in {rows + columns} sums, one wrong: {seconds:.2f} s, "
              f"{megabytes:.0f} MB, {megabytes * 1e6 / (rows * columns):.0f} bytes a figure"
              + (" (promised: 5 s, 1000 MB)" if rows == 1000 else ""))
ratio = results[1][0] / results[0][0]
print(f"ten times the figures take {ratio:.1f} times as long (promised: at most 12)")
sys.exit(1 if results[1][0] > 15 or results[1][1] > 1000 or ratio > 24 else 0)
