#!/usr/bin/env python3
"""process.py BRCHECK BENCH REPORT: the whole program beside /bin/true, alternately in one run, and
how time and memory grow from 10,000 to 100,000 figures. Prints figures; ends with 1 only when one
is far outside what the project promises, so that a noisy machine fails nothing."""
import os
import statistics
import subprocess
import sys
import tempfile
import time

program, bench, report = sys.argv[1:4]
null = open(os.devnull, "w")


def run(*command):
    """Seconds of one process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=null, stderr=null, env={"COLUMNS": "80"})
    return time.perf_counter() - start


def peak(*command):
    """Peak memory of one process in KiB."""
    return int(subprocess.run([bench, "--peak", *command], capture_output=True, check=True).stdout)


def median(values):
    return statistics.median(values) * 1000


mine, base = [], []
for _ in range(300):
    base.append(run("/bin/true"))
    mine.append(run(program, report))
memory = peak(program, report)
difference = median(mine) - median(base)
print(f"start to end: brcheck {median(mine):.2f} ms, /bin/true {median(base):.2f} ms, "
      f"difference {difference:.2f} ms (promised: 3); "
      f"peak memory {memory / 1024:.1f} MiB (promised: 8)")

rows = []
for sums in (1_000, 10_000):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        subprocess.run([bench, "--write", str(sums)], stdout=file, check=True)
        seconds = statistics.median(run(program, file.name) for _ in range(7))
        rows.append((seconds, peak(program, file.name)))
    print(f"{sums * 10} figures in {sums} sums: {rows[-1][0]:.3f} s, "
          f"{rows[-1][1] / 1024:.0f} MiB, {rows[-1][1] * 1024 / (sums * 10):.0f} bytes a figure")
growth = rows[1][0] / rows[0][0]
print(f"ten times the figures take {growth:.1f} times as long (promised: at most 12)")
# What a process costs differs from machine to machine, and what brcheck costs with it.
sys.exit(1 if difference > max(9, 6 * median(base)) or memory > 16 * 1024 or growth > 24 else 0)
