#!/usr/bin/env python3
"""Parts of a batch that end early, are killed, run again or hold nothing: what they leave, and what merge
makes of it."""
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, DATA, Checks, brcheck, environment  # noqa: E402

checks = Checks()
scratch = tempfile.TemporaryDirectory()
folder = pathlib.Path(scratch.name)
(folder / ".git").mkdir()


def one_line(name):
    token = r'"(?:[^"\\\n]|\\.)*"|//[^\r\n]*|\s+'
    text = pathlib.Path(DATA, name).read_text()
    return re.sub(token, lambda m: m[0] if m[0][0] == '"' else " ", text).strip() + "\n"


def batch(*arguments):
    return brcheck("batch", "-q", *arguments, cwd=folder)


def merge(*names):
    return brcheck("merge", *names, cwd=folder)


def read(name):
    return json.loads((folder / name).read_text())


def without_parts(summary):
    return {key: value for key, value in summary.items() if key != "parts"}


good, wrong = one_line("tutorial.json"), one_line("tutorial_draft.json")
(folder / "many.ndjson").write_text((good + wrong) * 150)
whole = batch("--summary", "whole.json", "many.ndjson")
total = without_parts(read("whole.json"))
checks.expect(whole.code == 1 and len(whole.out) > 200_000, "results that no pipe holds", whole)


def start_and_hold(*arguments):
    """A run in the middle of its work: nobody takes its results."""
    run = subprocess.Popen([BRCHECK, "batch", "-j", "2", *arguments], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, cwd=folder, env=environment())
    first = os.read(run.stdout.fileno(), 1)
    return run, first


def end(run, first, with_signal):
    run.send_signal(with_signal)
    out, err = run.communicate(timeout=60)
    return (first + out).decode(), err.decode(), run.returncode


# --- a killed run leaves no summary, also none of a run before it
(folder / "killed.json").write_text((folder / "whole.json").read_text())
out, err, code = end(*start_and_hold("--summary", "killed.json", "many.ndjson"), signal.SIGKILL)
checks.expect(code == -signal.SIGKILL and not (folder / "killed.json").exists(), "no old summary stays")
(folder / "kept.json").write_text("{}")
for refused in (["--shard", "0/3"], ["--results", "most"]):
    checks.expect(batch("--summary", "kept.json", *refused, "many.ndjson").code == 2
                  and (folder / "kept.json").read_text() == "{}", "a command that is refused touches nothing")
device = batch("--summary", "/dev/stderr", "many.ndjson")
checks.expect(device.err.count("batch_summary") == 1 and os.path.exists("/dev/stderr"), "what is no file stays")
blocked = folder / "folder.json"
blocked.mkdir()
checks.expect(batch("--summary", "folder.json", "many.ndjson").code == 2 and blocked.is_dir(), "nor a folder")

fixed = batch("--summary", "/proc/version", "many.ndjson")
checks.expect(fixed.code == 2 and fixed.out == "" and "cannot replace /proc/version" in fixed.err,
              "what cannot be replaced is told before the work", fixed)

# What a killed run leaves beside it does not stop the next one, which may have its process id, as it
# always has in a container.
script = 'touch again.json.$$.tmp again.json.$$.0.tmp; exec "$0" batch -q --summary again.json many.ndjson'
run = subprocess.run(["sh", "-c", script, BRCHECK], capture_output=True, text=True, cwd=folder,
                     env=environment())
checks.expect(run.returncode == 1 and run.stderr == "" and without_parts(read("again.json")) == total,
              "a file beside the summary is in nobody's way", run)

# --- an interrupted run and the one that goes on are one run
out, err, code = end(*start_and_hold("--summary", "first.json", "many.ndjson"), signal.SIGINT)
first = read("first.json")
checks.expect((code, first["exit_code"], first.get("exit_code_so_far")) == (130, 130, 1), "interrupted", first)
place = first["parts"][0]["end"]
rest = batch("--summary", "second.json", "--resume", str(place), "many.ndjson")
checks.expect(out + rest.out == whole.out, "the results are those of one run")
merged = merge("first.json", "second.json")
checks.expect(merged.code == 1 and merged.err == "" and without_parts(json.loads(merged.out)) == total,
              "and so is the summary", merged)
alone = merge("first.json")
checks.expect(alone.code == 2 and f"bytes {place} to" in alone.err and json.loads(alone.out)["exit_code"] == 2,
              "without the rest it is not finished", alone)
(folder / "alone.json").write_text(alone.out)
checks.expect(merge("alone.json", "second.json").out == merged.out, "merged before the rest was there")

# Of what can tell its end only by coming to it, nobody knows what is missing.
pipe = subprocess.Popen([BRCHECK, "batch", "-q", "--summary", "pipe.json", "-"], stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE, cwd=folder, env=environment(), bufsize=0)
pipe.stdin.write(good.encode())
pipe.stdout.readline()
pipe.send_signal(signal.SIGINT)
pipe.stdout.read()  # while its input stays open: the end of that must not come first
pipe.wait(timeout=60)
pipe.stdin.close()
checks.expect("exit_code_so_far" not in read("pipe.json") and pipe.returncode == merge("pipe.json").code == 130,
              "an interrupted pipe stays so", read("pipe.json"))
(folder / "more.ndjson").write_text(good)
end(*start_and_hold("--summary", "two.json", "many.ndjson", "more.ndjson"), signal.SIGINT)
checks.expect("exit_code_so_far" not in read("two.json"), "so does a run that did not come to its second file")

checks.expect(f"go on with --resume {place}\n" in err, "it says how to go on", err)
told = end(*start_and_hold("--shard", "2/2", "many.ndjson"), signal.SIGINT)[1]
checks.expect(re.search(r"go on with --resume \d+ --shard 2/2\n", told), "within its part", told)

# --- a full disk
with open("/dev/full", "w") as device:
    nothing = subprocess.run([BRCHECK, "batch", "many.ndjson"], stdout=device, stderr=subprocess.PIPE, text=True,
                             cwd=folder, env=environment())
checks.expect(nothing.returncode == 2 and "BR009" not in nothing.stderr, "the input is not empty", nothing)
with open(folder / "full.ndjson", "wb") as file:
    full = subprocess.run([BRCHECK, "batch", "-q", "--summary", "full.json", "many.ndjson"], stdout=file,
                          stderr=subprocess.PIPE, cwd=folder, env=environment(),
                          preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                                              resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))))
summary = read("full.json")
checks.expect(full.returncode == 2 and summary["exit_code"] == 2 and summary.get("exit_code_so_far") in (0, 1),
              "the summary has the exit code of the run", (full, summary))
batch("--summary", "rest.json", "--resume", str(summary["parts"][0]["end"]), "many.ndjson")
joined = merge("full.json", "rest.json")
checks.expect(without_parts(json.loads(joined.out)) == total, "and can be gone on from", joined)

# --- summaries of summaries
for part in range(1, 6):
    batch("--shard", f"{part}/5", "--summary", f"part{part}.json", "many.ndjson")
for name, parts in (("left.json", (1, 2)), ("right.json", (3, 4, 5))):
    half = merge(*(f"part{part}.json" for part in parts))
    checks.expect(half.code == 2 and json.loads(half.out).get("exit_code_so_far") == 1, "a half", half)
    (folder / name).write_text(half.out)
both = merge("left.json", "right.json")
checks.expect(both.code == 1 and both.err == "" and without_parts(json.loads(both.out)) == total,
              "halves joined are the whole", both)
twice = merge("left.json", "right.json", "part1.json")
checks.expect(twice.code == 2 and "are in two summaries" in twice.err
              and "exit_code_so_far" not in json.loads(twice.out), "what was counted twice cannot be mended", twice)
unread = merge("part1.json", "none.json")
checks.expect("exit_code_so_far" not in json.loads(unread.out), "nor what was not read", unread)

# --- parts without a line are no repetition
(folder / "few.ndjson").write_text(good * 2)
for part in range(1, 17):
    batch("--shard", f"{part}/16", "--summary", f"few{part}.json", "few.ndjson")
few = merge(*(f"few{part}.json" for part in range(1, 17)))
checks.expect((few.code, few.err) == (0, "") and json.loads(few.out)["reports"] == 2, "more parts than lines", few)

# --- a file that has grown
batch("--resume", str(len(good) * 2), "--summary", "before.json", "few.ndjson")
(folder / "few.ndjson").write_text(good * 4)
batch("--shard", "1/2", "--summary", "after.json", "few.ndjson")
grown = merge("before.json", "after.json")
checks.expect(grown.code == 2 and f"bytes {len(good) * 2} to {len(good) * 4} of" in grown.err,
              "the largest size counts", grown)
checks.finish()
