#!/usr/bin/env python3
"""What the system may do to a run: no memory, odd files, names that are no text, signals while it waits,
two runs that write one file, a kill while it writes. Each ends with the exit code of what it did, and no
file is left half written."""
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from support.program import BRCHECK, DATA, Checks, brcheck, environment, format_names, is_sanitized  # noqa: E402

checks = Checks()
folder = tempfile.mkdtemp()
good, slip = os.path.join(DATA, "report.json"), os.path.join(DATA, "slip_swapped_digits.json")


def path_of(name):
    return os.path.join(folder, name)


def run(arguments, stdin=subprocess.DEVNULL, **extra):
    return subprocess.run([BRCHECK, *arguments], stdin=stdin, capture_output=True, env=environment(),
                          timeout=120, check=False, **extra)


# --- memory that runs out, at many points: the right result, or exit 2 and a sentence; never a crash
many = path_of("many.json")
with open(many, "w") as file:
    figures = ",".join(f'"f{i}":"{i}.5 kg"' for i in range(4000))
    relations = ",".join(f'"r{i}":"f{i} + f{i + 1} = f{i + 2}"' for i in range(0, 3000, 3))
    file.write('{"brcheck":1,"figures":{' + figures + '},"relations":{' + relations + "}}")
lines = path_of("lines.ndjson")
with open(lines, "w") as file:
    for text in (good, slip, many):
        without_comments = re.sub(r"^\s*//.*$", "", pathlib.Path(text).read_text(), flags=re.M)
        file.write(json.dumps(json.loads(without_comments)) + "\n")
# GMP by itself ends the program where it gets no memory.
long_numbers = path_of("long_numbers.json")
with open(long_numbers, "w") as file:
    digits = "123456789" * 5000
    json.dump({"brcheck": 1, "figures": {"a": digits + " kg", "b": digits[::-1] + " kg"},
               "relations": {"r": "a * b > 7 kg^2"}}, file)
commands = [["-q", "--limit", "digits=50000", "--limit", "characters=50000", long_numbers], ["-q", good], ["-f", "json", slip], ["-f", "html", slip], ["-f", "sarif", many], ["-q", many],
            ["why", slip, "partner_share_2025"], ["batch", "-q", "-j", "2", lines], ["--help"],
            ["figure", "23.6 trillion yuan"], ["-f", f"json={folder}/out.json", many]]
if is_sanitized():
    print("sanitizers reserve all addresses: running out of memory is not tried")
    commands = []
# What threads make when they are first asked for it is made within a few pages.
few_lines = path_of("few_lines.ndjson")
with open(few_lines, "w") as file:
    file.write('{"brcheck":1,"figures":{"a":"1.0 kg","b":"1.0 kg"},"relations":{"r":"a = b"}}\n' * 200)
coarse = [mebibytes << 20 for mebibytes in (*range(12, 30), *range(30, 80, 4))]
fine = range(18 << 20, 22 << 20, 8 << 10)
runs = [(command, coarse) for command in commands]
if commands:
    runs.append((["batch", "-q", "-j", "2", few_lines], fine))
tried, ran_out = 0, 0
for command, limits in runs:
    right = run(command)
    for limit in limits:
        outcome = run(command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        if outcome.returncode == 127:  # not even its libraries fit
            continue
        tried += 1
        told = b"the memory ran out" in outcome.stderr
        ran_out += told
        checks.expect(outcome.returncode == 2 and told or
                      (outcome.returncode, outcome.stdout) == (right.returncode, right.stdout),
                      f"{command} with {limit >> 10} KiB", outcome)
        checks.expect(not any(name.startswith("out.json.") for name in os.listdir(folder)),
                      "nothing is left beside an output", os.listdir(folder))
checks.expect(not commands or ran_out > 10, "memory ran out at many points", (ran_out, tried))
print(f"{tried} runs with little memory, {ran_out} without enough")

# --- each request for memory refused in its turn, on the way through a batch of one report
one_line = path_of("one_line.ndjson")
with open(one_line, "w") as file:
    file.write('{"brcheck":1,"figures":{"a":"1.0 kg","b":"1.0 kg"},"relations":{"r":"a = b"}}\n')
if commands:
    command = ["batch", "-q", "-j", "1", one_line]
    right = run(command)
    preload = os.path.join(os.environ["BRCHECK_BUILD"], "tests", "libbrcheck_fail_one_allocation.so")
    checks.expect(os.path.exists(preload), "what refuses memory is built", preload)

    def refuse(number):
        return subprocess.run([BRCHECK, *command], stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                              check=False, env={**environment(), "LD_PRELOAD": preload, "FAIL_AT": str(number)})

    refused, in_a_row, number = 0, 0, 0
    while in_a_row < 60:  # right that often: there are no more requests
        number += 1
        outcome = refuse(number)
        told = outcome.returncode == 2 and b"the memory ran out" in outcome.stderr
        refused += told
        in_a_row = 0 if told else in_a_row + 1
        checks.expect(told or (outcome.returncode, outcome.stdout) == (right.returncode, right.stdout),
                      f"request {number} for memory is refused", outcome)
    checks.expect(refused > 500, "requests were refused", refused)
    print(f"{refused} requests for memory refused, one a run")

# --- files that are no plain files
os.symlink("loop_b", path_of("loop_a"))
os.symlink("loop_a", path_of("loop_b"))
os.symlink("nowhere", path_of("dangling"))
os.symlink(good, path_of("link.json"))
for name, code, text in (("loop_a", "BR001", "symbolic links"), ("dangling", "BR001", "No such file"),
                         ("/dev/null", "BR002", "empty"), ("/dev/zero", "BR012", "larger than"),
                         ("/proc/self/mem", "BR001", "cannot read")):
    outcome = brcheck("--limit", "bytes=1000000", os.path.join(folder, name))
    checks.expect(outcome.code == 2 and code in outcome.out and text in " ".join(outcome.out.split()), name,
                  outcome)
checks.expect(brcheck(path_of("link.json")).code == 0, "a link is followed")
os.mkfifo(path_of("pipe.json"))
for text, code in ((pathlib.Path(slip).read_bytes(), 1), (pathlib.Path(slip).read_bytes()[:300], 2)):
    def feed(content=text):
        with open(path_of("pipe.json"), "wb") as pipe:
            pipe.write(content)
    feeder = threading.Thread(target=feed)
    feeder.start()
    outcome = brcheck(path_of("pipe.json"))
    feeder.join()
    checks.expect(outcome.code == code, f"a named pipe with {len(text)} bytes", outcome)

# --- what a report names is never opened: a pipe that nobody writes to would hold the run for ever
os.mkfifo(path_of("secret"))
with open(path_of("names_files.json"), "w") as file:
    json.dump({"$schema": path_of("secret"), "brcheck": 1, "title": path_of("secret"),
               "source": {"publisher": "x", "url": "file://" + path_of("secret"), "text": "../" * 9 + path_of("secret")},
               "figures": {"a": {"stated": "5 kg", "at": path_of("secret")}, "b": "5 kg"},
               "relations": {"r": "a = b"}}, file)
for form in format_names():
    outcome = brcheck("-f", form, path_of("names_files.json"))
    checks.expect(outcome.code == 0, f"-f {form} opens nothing that a report names", outcome)

# --- names that are no text, or no line: told as text, in every format and in every place
names = [b"no\xffutf8.json", b"two\nlines.json", b"esc\x1b[31m.json", "\u202etxt.json".encode(), b"  .json", b"-x.json",
         b"a'b\"c.json", b"%s%n.json", b"<b>.json", b"::error::x.json", b"bad\xc3\nagain\xed\xa0\x80.json"]
for name in names:
    path = os.path.join(folder.encode(), name)
    with open(path, "wb") as file:
        file.write(pathlib.Path(slip).read_bytes())
    for form in format_names()[::4 if is_sanitized() else 1]:
        outcome = run(["-f", form, path])
        shown = outcome.stdout.decode("utf-8", "replace")
        checks.expect(outcome.returncode == 1, f"{name}: exit code of -f {form}", outcome)
        checks.expect(not any(ord(c) < 32 and c not in "\n\t" or c == "\u202e" for c in shown),
                      f"{name}: nothing that a terminal obeys in -f {form}", shown[:500])
        try:
            outcome.stdout.decode("utf-8")
        except UnicodeError as error:
            checks.expect(False, f"{name}: -f {form} is UTF-8", error)
        if form in ("json", "sarif", "gitlab"):
            json.loads(outcome.stdout)
    missing = path + b".none"
    for command in ([missing], ["batch", missing], ["why", missing, "x"], ["merge", missing], ["verify", good, missing],
                    ["--config", missing, good], ["--baseline", missing, good], ["-f", b"json=" + missing + b"/x", good],
                    ["--write-baseline", missing + b"/x", good], ["why", good, name], ["explain", name],
                    ["figure", name], ["-f", name, good], ["--select", name, good], ["--limit", name, good],
                    ["figure", "--unit", name, "5"], ["batch", "-j", name, "-"], ["init", missing + b"/x"],
                    ["schema", name], ["completions", name], ["--" + name.decode("latin-1"), good],
                    ["batch", "--columns", name, "--relations", missing, "-"]):
        outcome = run(command)
        told = outcome.stdout + outcome.stderr
        checks.expect(outcome.returncode == 2 and told, f"refused: {command}", outcome)
        checks.expect(not any(byte < 32 and byte != 10 for byte in told), f"told safely: {command}", outcome)
        try:
            told.decode("utf-8")
        except UnicodeError as error:
            checks.expect(False, f"told as UTF-8: {command}", (error, outcome))

# --- stopped and continued while it waits for input: nothing is lost
reading, writing = os.pipe()
process = subprocess.Popen([BRCHECK, "batch", "-q", "-"], stdin=reading, stdout=subprocess.PIPE, env=environment())
os.close(reading)
text = pathlib.Path(lines).read_bytes()
for part in range(0, len(text), 20_000):
    os.write(writing, text[part:part + 20_000])
    for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGWINCH):
        process.send_signal(number)
os.close(writing)
out, _ = process.communicate(timeout=60)
checks.expect(out.count(b"\n") == 3 and process.returncode == 1, "signals lose no line", (process.returncode, out))

# --- many runs write one file: it is the whole of one of them
whole = {run(["-f", "json", report]).stdout for report in (good, slip)}
target = path_of("shared.json")
processes = [subprocess.Popen([BRCHECK, "-f", f"json={target}", report], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, env=environment())
             for report in (good, slip) * 8]
for process in processes:
    process.wait(timeout=120)
checks.expect(pathlib.Path(target).read_bytes() in whole, "one of the two documents, whole")
checks.expect(sorted(n for n in os.listdir(folder) if n.startswith("shared.json")) == ["shared.json"],
              "nothing is left beside it", os.listdir(folder))

tries = 6 if is_sanitized() else 30
# --- killed while it writes: the old file or the new one, whole. Killed when the new one appears beside it.
for arguments, name in ((["-f", f"json={path_of('kept.json')}"], "kept.json"),
                        (["--write-baseline", path_of("base.json")], "base.json")):
    run([*arguments, many])
    new = path_of(name)
    checks.expect(os.path.exists(new), f"{name} is written")
    run([*arguments, slip])
    old_text = pathlib.Path(new).read_bytes()
    kills = 0
    for _ in range(tries):
        before = set(os.listdir(folder))
        process = subprocess.Popen([BRCHECK, *arguments, many], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=environment())
        while process.poll() is None and set(os.listdir(folder)) == before:
            pass
        process.kill()
        kills += process.wait(timeout=60) == -signal.SIGKILL
        json.loads(pathlib.Path(new).read_bytes())
        if pathlib.Path(new).read_bytes() != old_text:  # it came to its end before it was killed
            run([*arguments, slip])
        for left in set(os.listdir(folder)) - before:
            os.remove(path_of(left))
    print(f"{kills} of {tries} runs killed while they wrote {name}")
    checks.expect(kills > 0, "some were killed", kills)

checks.finish()
