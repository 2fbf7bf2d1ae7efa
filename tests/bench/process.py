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
    """Seconds and peak memory in KiB of one process."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=null, stderr=null, env={"COLUMNS": "80"})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    return time.perf_counter() - start, usage.ru_maxrss


def median(values):
    return statistics.median(values) * 1000


mine, base, memory = [], [], []
for _ in range(300):
    base.append(run("/bin/true")[0])
    seconds, peak = run(program, report)
    mine.append(seconds)
    memory.append(peak)
difference = median(mine) - median(base)
print(f"start to end: brcheck {median(mine):.2f} ms, /bin/true {median(base):.2f} ms, "
      f"difference {difference:.2f} ms (promised: 3); peak memory {max(memory) / 1024:.1f} MiB "
      "(promised: 8)")

rows = []
for sums in (1_000, 10_000):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        subprocess.run([bench, "--write", str(sums)], stdout=file, check=True)
        runs = [run(program, file.name) for _ in range(5)]
    rows.append((statistics.median(r[0] for r in runs), max(r[1] for r in runs)))
    print(f"{sums * 10} figures in {sums} sums: {rows[-1][0]:.3f} s, "
          f"{rows[-1][1] / 1024:.0f} MiB, {rows[-1][1] * 1024 / (sums * 10):.0f} bytes a figure")
growth = rows[1][0] / rows[0][0]
print(f"ten times the figures take {growth:.1f} times as long (promised: at most 12)")
sys.exit(1 if difference > 9 or max(memory) > 16 * 1024 or growth > 24 else 0)
