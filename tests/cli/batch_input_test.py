#!/usr/bin/env python3
"""Bad input of a batch, and outputs that end, wait or go away: each line has its answer, whatever stands
around it and on however many threads; nothing is lost, and memory has a bound."""
import fcntl
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, Checks, brcheck, environment, is_sanitized  # noqa: E402

checks = Checks()
scratch = tempfile.TemporaryDirectory()
folder = scratch.name
os.mkdir(os.path.join(folder, ".git"))


def report(name, total="3.0 kg"):
    return ('{"brcheck": 1, "id": "%s", "figures": {"a": "1.0 kg", "b": "2.0 kg", "all": "%s"}, '
            '"relations": {"sum": "a + b = all"}}' % (name, total)).encode()


def write(name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    return name


def start(*arguments, **streams):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen([BRCHECK, "batch", *arguments], cwd=folder, env=environment(), bufsize=0, **pipes)


def peak_mib(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


good = report("good")
wrong = report("wrong", "4.0 kg")
kinds = [  # what stands on the line; its id, verdict, and codes of errors
    (good, "good", "consistent", []),
    (wrong, "wrong", "inconsistent", []),
    (good, "good", "consistent", []),  # An id that was there before is no error.
    (b"\xef\xbb\xbf" + good, "good", "consistent", []),
    (good.replace(b", ", b",\r"), "good", "consistent", []),
    (good.replace(b", ", b",\t"), "good", "consistent", []),
    (b"\x00", None, "incomplete", ["BR002"]),
    (good.replace(b", ", b",\x00", 1), None, "incomplete", ["BR002"]),
    (good.replace(b"1.0 kg", b"1.0\x00kg"), None, "incomplete", ["BR002"]),
    (good + b"\x00", None, "incomplete", ["BR002"]),
    (good.replace(b"good", b"go\xffod"), None, "incomplete", ["BR002"]),
    (good.replace(b'"b"', b'"\xed\xa0\x80"'), None, "incomplete", ["BR002"]),
    (good[:-2] + "é".encode()[:1], None, "incomplete", ["BR002"]),
    (good.decode().encode("utf-16-le"), None, "incomplete", ["BR002"]),
    (good[:-30], None, "incomplete", ["BR002"]),
    (good + good, None, "incomplete", ["BR002"]),
    (good.replace(b"1.0 kg", b"12 trilion kg"), "good", "incomplete", ["BR006"]),
    (good.replace(b"a + b", b"a + c"), "good", "incomplete", ["BR005"]),
    (good.replace(b'"b": "2.0 kg"', b'"a": "2.0 kg"'), "good", "incomplete", ["BR004", "BR005"]),
    (b"{}", None, "incomplete", ["BR010", "BR003"]),
    (b"null", None, "incomplete", ["BR003"]),
    (b"[" * 1000, None, "incomplete", ["BR012"]),
    (b'{"id": 5, "brcheck": 1, "figures": {}}', None, "incomplete", None),
    (wrong.replace(b"wrong", b"\\u0007\\n\\ud83d\\ude00"), "\x07\n\U0001f600", "inconsistent", []),
]
lines = [line for line, *_ in kinds]


def as_lines(data):
    """Results, each a line of valid UTF-8 and JSON."""
    text = data.decode("utf-8")
    checks.expect(text == "" or text.endswith("\n"), "the last line is whole", text[-200:])
    return [json.loads(line) for line in text.split("\n")[:-1]]


# Each kind of line, however lines end.
blank = [b"", b"  \t", b"\xef\xbb\xbf"]
whole = {}
for end in (b"\n", b"\r\n"):
    for last in (end, b""):
        for jobs in (1, 2, 3, 8):
            name = write("kinds.ndjson", end.join(blank + lines) + last)
            done = subprocess.run([BRCHECK, "batch", "-j", str(jobs), name], cwd=folder, capture_output=True,
                                  env=environment())
            found = as_lines(done.stdout)
            checks.expect([(r["line"], r["id"], r["verdict"]) for r in found] ==
                          [(i, name, verdict) for i, (_, name, verdict, _) in enumerate(kinds, 4)],
                          f"a result for each line that ends in {end}, on {jobs} threads", found)
            for result, (line, _, verdict, codes) in zip(found, kinds):
                said = [error["code"] for error in result["errors"]]
                checks.expect(said == codes if codes is not None else said, f"{line[:80]}: {codes}", result)
                checks.expect(all(error["location"]["line"] == result["line"] for error in result["errors"]),
                              f"{line[:80]}: at its line", result)
                checks.expect(result["exit_code"] == ["consistent", "inconsistent", "incomplete"].index(verdict),
                              f"{line[:80]}: its exit code", result)
            checks.expect(done.returncode == 2 and f"{len(kinds)} reports" in done.stderr.decode(),
                          "and all are summed up", done)
            checks.expect(whole.setdefault("kinds", done.stdout) == done.stdout,
                          f"the same bytes for {end} {last} on {jobs} threads")
nul = as_lines(whole["kinds"])[7]["errors"][0]
checks.expect(nul["location"]["column"] == good.index(b", ") + 2, "a NUL is told at its column", nul)
broken = as_lines(whole["kinds"])[10]["errors"][0]
checks.expect(broken["location"]["column"] == good.index(b"good") + 3, "and so is what is no UTF-8", broken)
for empty in (b"", b"\n", b"\r\n\r\n", b" ", b"\xef\xbb\xbf"):
    done = subprocess.run([BRCHECK, "batch", write("empty.ndjson", empty)], cwd=folder, capture_output=True,
                          env=environment())
    checks.expect(done.returncode == 2 and done.stdout == b"" and b"BR009" in done.stderr,
                  f"{empty}: nothing was checked", done)

# A line without end, made on the fly: memory has a bound, and the lines around it have their results.
for limit, size, bound_mib in ((["--limit", "bytes=1000000"], 1_000_000_000, 4), ([], 200_000_000, 220))[is_sanitized():]:
    for jobs in ("1", "2"):
        process = start("-q", "-j", jobs, *limit, "-")
        process.stdin.write(good + b"\n")
        first = process.stdout.readline()
        before = peak_mib(process)
        process.stdin.write(b'{"id": "')
        part = b"x" * 1_000_000
        for _ in range(size // len(part)):
            rest = memoryview(part)
            while rest:
                rest = rest[process.stdin.write(rest):]
        process.stdin.write(b'"}\n' + wrong + b"\n")
        answers = [process.stdout.readline() for _ in range(2)]
        growth = peak_mib(process) - before
        process.stdin.close()
        found = as_lines(first + b"".join(answers) + process.stdout.read())
        checks.expect([r["line"] for r in found] == [1, 2, 3]
                      and [r["verdict"] for r in found] == ["consistent", "incomplete", "inconsistent"]
                      and found[1]["errors"][0]["code"] == "BR012"
                      and found[1]["errors"][0]["location"]["line"] == 2, f"a line of {size} bytes", found)
        checks.expect(process.wait(timeout=60) == 2, "and the run ends")
        if not is_sanitized():
            checks.expect(growth < bound_mib, f"a line of {size} bytes, {limit}, {jobs} threads: memory", growth)

copies = 200 if is_sanitized() else 600
# More results than any buffer takes.
many = write("many.ndjson", b"\n".join([good, wrong, b"oops", b"", b'{"x\xff"', good] * copies) + b"\n")
whole = subprocess.run([BRCHECK, "batch", "-j", "1", many, "--summary", "whole.json"], cwd=folder,
                       capture_output=True, env=environment())
total = json.load(open(os.path.join(folder, "whole.json")))
checks.expect(len(as_lines(whole.stdout)) == total["reports"] == 5 * copies and len(whole.stdout) > 300_000,
              "there are many", total)
for jobs in ("2", "3", "8"):
    again = subprocess.run([BRCHECK, "batch", "-j", jobs, many], cwd=folder, capture_output=True,
                           env=environment())
    checks.expect((again.stdout, again.stderr) == (whole.stdout, whole.stderr), f"the same on {jobs} threads")

pairs = 5_000 if is_sanitized() else 20_000
# A reader that pauses: the rest waits, in memory that has a bound, and nothing is lost.
for jobs in ("1", "2", "8"):
    process = start("-q", "-j", jobs, "-")
    data = b"\n".join([good, wrong] * pairs) + b"\n"
    written = []

    def feed():
        rest = memoryview(data)
        while rest:
            rest = rest[process.stdin.write(rest):]
            written.append(len(data) - len(rest))
        process.stdin.close()

    writer = threading.Thread(target=feed)
    writer.start()
    taken = process.stdout.read(1000)
    time.sleep(0.3)
    checks.expect(written == [] or written[-1] < len(data), "the writer waits for the reader", written)
    paused = peak_mib(process)
    while part := process.stdout.read(50_000):
        taken += part
    writer.join()
    found = as_lines(taken)
    checks.expect([r["line"] for r in found] == list(range(1, 2 * pairs + 1)), f"{jobs} threads: nothing is lost")
    checks.expect(process.wait(timeout=60) == 1, "and the run ends")
    checks.expect(is_sanitized() or paused < 40, f"{jobs} threads: memory has a bound", paused)

# A pipe that its other user has made one that does not wait.
reading, writing = os.pipe()
os.set_blocking(writing, False)
process = start("-j", "2", many, stdin=subprocess.DEVNULL, stdout=writing)
os.close(writing)
taken = b""
while part := os.read(reading, 30_000):
    taken += part
    time.sleep(0.001)
os.close(reading)
err = process.communicate(timeout=60)[1]
checks.expect((taken, err) == (whole.stdout, whole.stderr) and process.returncode == 2, "a full pipe is waited for",
              err)

# A reader that goes away: quietly, whoever writes.
for jobs in ("1", "3"):
    process = start("-j", jobs, many, stdin=subprocess.DEVNULL)
    checks.expect(json.loads(process.stdout.readline())["line"] == 1, "the first result")
    process.stdout.close()
    checks.expect(process.stderr.read() == b"" and process.wait(timeout=60) >= 0, "a reader that goes away", process)

# Outputs that are closed or full: told, exit 2, and no file gets what was not meant for it.
for redirection, said in ((">&-", "cannot write <stdout>: Bad file descriptor"),
                          ("> /dev/full", "cannot write <stdout>: No space left on device")):
    for jobs in ("1", "2"):
        done = subprocess.run(["bash", "-c", f'"{BRCHECK}" batch -j {jobs} --summary sum.json {many} {redirection}'],
                              cwd=folder, capture_output=True, text=True, env=environment())
        checks.expect(done.returncode == 2 and said in done.stderr and done.stdout == ""
                      and "0 reports" in done.stderr and "go on with --resume 0" in done.stderr,
                      f"batch {redirection}", done)
        part = json.load(open(os.path.join(folder, "sum.json")))
        checks.expect(part["exit_code"] == 2 and part["parts"][0]["end"] == 0, "the summary says how far", part)
done = subprocess.run(["bash", "-c", f'"{BRCHECK}" batch - <&-'], cwd=folder, capture_output=True, text=True,
                      env=environment())
checks.expect(done.returncode == 2 and "cannot read <stdin>: Bad file descriptor" in done.stderr, "no input", done)
done = subprocess.run(["bash", "-c", f'"{BRCHECK}" batch --summary sum.json {many} 2>&-'], cwd=folder,
                      capture_output=True, env=environment())
checks.expect(done.stdout == whole.stdout and json.load(open(os.path.join(folder, "sum.json"))) == total,
              "standard error is closed", done.returncode)
write("one.json", wrong)
for closed in (">&-", ">&- 2>&-", "2>&-", "<&- >&- 2>&-"):
    done = subprocess.run(["bash", "-c", f'"{BRCHECK}" -f text -f json=out.json -f jsonl=out.jsonl one.json {closed}'],
                          cwd=folder, capture_output=True, text=True, env=environment())
    out = pathlib.Path(folder, "out.json").read_text()
    checks.expect(done.returncode == (1 if closed == "2>&-" else 2) and json.loads(out)["verdict"] == "inconsistent"
                  and '"type": "summary"' in pathlib.Path(folder, "out.jsonl").read_text().splitlines()[-1],
                  f"files beside a stream that is closed: {closed}", (done, out[:300]))

# An interrupt: whole lines, and going on gives exactly the rest.
for jobs in ("1", "2", "8"):
    process = start("-j", jobs, "--summary", "part1.json", many, stdin=subprocess.DEVNULL)
    taken = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=60)
    taken += rest
    place = re.search(r"many\.ndjson is done up to byte (\d+); go on with --resume \1\n", err.decode())
    checks.expect(process.returncode == 130 and place and 0 < len(as_lines(taken)) < 3000,
                  f"{jobs} threads: interrupted", err)
    if not place:
        continue
    done = subprocess.run([BRCHECK, "batch", "-j", jobs, "--resume", place.group(1), "--summary", "part2.json", many],
                          cwd=folder, capture_output=True, env=environment())
    checks.expect(done.returncode == 2 and taken + done.stdout == whole.stdout, f"{jobs} threads: exactly the rest",
                  (place, done.stdout[:300]))
    joined = json.loads(brcheck("merge", "part1.json", "part2.json", cwd=folder).out)
    checks.expect(all(joined[key] == total[key] for key in total if key not in ("parts", "exit_code")),
                  "and both are the whole", joined)

# One while the place to go on at is looked for is no wrong place.
with open(os.path.join(folder, "huge.ndjson"), "wb") as huge:
    huge.write(good + b"\n")
    huge.truncate(20_000_000_000)
process = start("--resume", "10000000000", "huge.ndjson", stdin=subprocess.DEVNULL)


def bytes_read():
    with open(f"/proc/{process.pid}/io") as counts:
        return int(re.search(r"rchar: (\d+)", counts.read()).group(1))


while process.poll() is None and bytes_read() < 5_000_000:
    time.sleep(0.01)
process.send_signal(signal.SIGINT)
out, err = process.communicate(timeout=60)
checks.expect(process.returncode == 130 and out == b"" and b"no line" not in err, "interrupted on the way there", err)

checks.finish()
