#!/usr/bin/env python3
"""What `brcheck batch` costs: reports a second on one thread and on two, and the peak of memory for ten
times the input, which must not grow with it. Ratios within one run.

usage: batch.py BRCHECK BRCHECK_BENCH REPORT
"""
import json
import subprocess
import sys
import tempfile
import time

program, bench, report = sys.argv[1:]
line = json.dumps(json.load(open(report))).encode() + b"\n"


def run(lines, jobs):
    """Seconds and MiB."""
    with tempfile.TemporaryFile() as source:
        source.write(line * lines)
        source.seek(0)
        begin = time.perf_counter()
        # Started by a small program: a child of Python counts what Python holds.
        peak = subprocess.run([bench, "--peak", program, "batch", "-q", "-j", str(jobs), "-"],
                              stdin=source, capture_output=True, text=True, check=True).stdout
        return time.perf_counter() - begin, int(peak.splitlines()[-1]) / 1024


small_seconds, small_memory = run(500, 1)
one_seconds, one_memory = run(5_000, 1)
two_seconds, two_memory = run(5_000, 2)
print(f"batch of {len(line)} bytes a report: one thread {5_000 / one_seconds:.0f} a second, "
      f"two {one_seconds / two_seconds:.2f} times as many")
print(f"peak memory for 500 lines {small_memory:.1f} MiB, for 5,000 {one_memory:.1f} MiB, "
      f"on two threads {two_memory:.1f} MiB")
if one_memory > small_memory + 4:
    sys.exit("memory grows with the input")
