#!/usr/bin/env python3
"""Streams gigabytes of reports, made on the fly, through `brcheck batch`: time and the peak of memory on
one thread and on two, which must not depend on how much went through. Good, wrong and unreadable lines,
short and long ones; each must be answered for in the sum. Ends with 1 when one is not, or memory grows.

usage: batch_memory.py BRCHECK [GIGABYTES]     (of each run; 1 where none are given)
"""
import fcntl
import json
import random
import struct
import subprocess
import sys
import termios
import time

program = sys.argv[1]
gigabytes = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
settled_bytes = 4_000_000  # By then all buffers have been as large as they get.
allowed_growth_kib = 4096


def report(name, parts, is_wrong=False):
    figures = {f"part_{i}": f"{i % 90 + 10}.{i % 10} million yuan" for i in range(parts)}
    tenths = sum((i % 90 + 10) * 10 + i % 10 for i in range(parts)) + 7_000 * is_wrong
    figures["total"] = f"{tenths // 10}.{tenths % 10} million yuan"
    return json.dumps({"brcheck": 1, "id": name, "figures": figures,
                       "relations": {"sum": "sum(part_*) = total"}}).encode()


good = report("good", 6)
consistent = [good] * 4000 + [report("long", 400)] * 2 + [good + b"\r"] * 2
inconsistent = [report("wrong", 6, True)] * 4
incomplete = [b"oops", b'{"brcheck": 1, "figures": {"a\x00": "1"}}', b'{"id": "\xff\xfe"}', good[:-40],
              b'{"brcheck": 1, "figures": {"a": "' + b"9" * 20_000 + b'"}}']
lines = consistent + inconsistent + incomplete + [b"", b"  "]
random.Random(1).shuffle(lines)
block = b"\n".join(lines) + b"\n"


def peak_kib(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def wait_until_taken(pipe):
    while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0] > 0:
        time.sleep(0.01)


def run(jobs):
    blocks = max(1, round(gigabytes * 1e9 / len(block)))
    process = subprocess.Popen([program, "batch", "-q", "-j", str(jobs), "--results", "summary", "-"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    begin = time.perf_counter()
    early = None
    for i in range(blocks):
        process.stdin.write(block)
        if early is None and (i + 1) * len(block) >= min(settled_bytes, blocks * len(block) / 2):
            early = peak_kib(process)
    process.stdin.flush()
    wait_until_taken(process.stdin)
    peak = peak_kib(process)
    process.stdin.close()
    summary = json.loads(process.stdout.read())
    process.wait()
    seconds = time.perf_counter() - begin
    wanted = {"consistent": len(consistent) * blocks, "inconsistent": len(inconsistent) * blocks,
              "incomplete": len(incomplete) * blocks}
    if summary["verdicts"] != wanted or process.returncode != 2:
        sys.exit(f"lines were lost: {summary['verdicts']}, not {wanted}; exit {process.returncode}")
    size = blocks * len(block)
    print(f"{size / 1e9:8.3f} GB {jobs:8} {seconds:9.1f} {size / 1e6 / seconds:8.1f} "
          f"{early / 1024:9.1f} {peak / 1024:9.1f}", flush=True)
    return peak - early


print(f"{'size':>11} {'threads':>8} {'seconds':>9} {'MB/s':>8} {'early MiB':>9} {'peak MiB':>9}")
growth = [run(jobs) for jobs in (1, 2)]
if max(growth) > allowed_growth_kib:
    sys.exit("memory grows with the input")
