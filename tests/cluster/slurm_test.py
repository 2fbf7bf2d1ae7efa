#!/usr/bin/env python3
"""The README's recipe for Slurm, on a real one: an array job over the parts of a file, of which two are
killed in the middle and run again. What comes out is what one run over the whole file says, and nothing
is counted twice."""
import contextlib
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from cluster.slurm import Slurm, missing_programs, wait_until  # noqa: E402
from support.program import BRCHECK, DATA, PROJECT, Checks, brcheck  # noqa: E402

if missing_programs():
    print(f"skipped: {', '.join(missing_programs())} of Slurm (Debian: slurm-wlm) not found")
    raise SystemExit(77)

PARTS = 16
KILLED, CANCELLED = 7, 11
LINES_OF_A_PART = 120

checks = Checks()
cleanup = contextlib.ExitStack()
folder, slurm_folder = (pathlib.Path(cleanup.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
(folder / ".git").mkdir()
(folder / "bin").mkdir()
(folder / "bin/brcheck").symlink_to(os.path.abspath(BRCHECK))


def one_line(name):
    token = r'"(?:[^"\\\n]|\\.)*"|//[^\r\n]*|\s+'
    text = pathlib.Path(DATA, name).read_text()
    return re.sub(token, lambda m: m[0] if m[0][0] == '"' else " ", text).strip()


# As long as each other, so that it is known what is in which part.
good, wrong, broken = (line.ljust(600) for line in (
    one_line("tutorial.json"), one_line("tutorial_draft.json"), "oops"))
lines = []
for part in range(1, PARTS + 1):
    kinds = [good] if part <= 3 else [good, good, wrong] if part <= 12 else [good, wrong, broken]
    lines += [kinds[i % len(kinds)] for i in range(LINES_OF_A_PART)]
(folder / "reports.ndjson").write_text("\n".join(lines))

whole = brcheck("batch", "-q", "--summary", "whole.json", "reports.ndjson", cwd=folder)
total = json.loads((folder / "whole.json").read_text())
checks.expect(whole.code == 2 and total["reports"] == len(lines), "the whole file in one run", whole.err)

readme = pathlib.Path(PROJECT, "README.md").read_text()
recipe = next(block for block in re.findall(r"```bash\n(.*?)```", readme, re.S) if "#SBATCH" in block)
(folder / "check.sh").write_text(recipe)


def results(part):
    return folder / f"part{part}.ndjson"


def summary(part):
    return folder / f"part{part}.json"


def merge(*names):
    return brcheck("merge", *map(str, names), cwd=folder)


class HeldUp:
    """A part that does not get on, as a small pipe stands where its results go."""

    def __init__(self, part):
        self.part = part
        os.mkfifo(results(part))
        self.pipe = os.open(results(part), os.O_RDONLY | os.O_NONBLOCK)
        fcntl.fcntl(self.pipe, fcntl.F_SETPIPE_SZ, 4096)
        self.bytes = b""

    def is_read(self):
        """Is there more? Keeps it."""
        with contextlib.suppress(BlockingIOError):
            more = os.read(self.pipe, 1)
            self.bytes += more
            return more != b""

    def process(self, slurm):
        """The id of its program, in the middle of the work."""
        wait_until(self.is_read, f"part {self.part} has a result")
        return slurm.processes(lambda words: words[0] == "brcheck" and f"{self.part}/{PARTS}" in words)[0]

    def leave_file(self):
        """What would be there without the pipe. REQUIRES: its program has ended."""
        while self.is_read():
            pass
        os.close(self.pipe)
        results(self.part).unlink()
        results(self.part).write_bytes(self.bytes)


def expected_end(part):
    """What Slurm says of a task, by the results that it wrote."""
    codes = [json.loads(line)["exit_code"] for line in results(part).read_text().splitlines()]
    return ("FAILED" if max(codes) else "COMPLETED", f"{max(codes)}:0")


with cleanup, Slurm(str(slurm_folder), cpus=4, PATH=str(folder / "bin"), HOME=str(folder)) as slurm:
    held_up = [HeldUp(part) for part in (KILLED, CANCELLED)]
    job = slurm.submit("check.sh", cwd=folder)
    os.kill(held_up[0].process(slurm), signal.SIGKILL)
    held_up[1].process(slurm)
    slurm.run("scancel", "--full", f"{job}_{CANCELLED}")
    tasks = slurm.wait(job)
    for part in held_up:
        part.leave_file()
    others = [part for part in range(1, PARTS + 1) if part not in (KILLED, CANCELLED)]

    checks.expect(sorted(tasks) == list(range(1, PARTS + 1)), "a task a part", tasks)
    checks.expect(tasks[KILLED] == ("FAILED", "137:0"), "the killed one", tasks)
    checks.expect(tasks[CANCELLED][0] == "CANCELLED", "the cancelled one", tasks)
    for part in others:
        checks.expect(tasks[part] == expected_end(part), f"part {part} ends as documented", tasks[part])
    checks.expect({tasks[part][1] for part in others} == {"0:0", "1:0", "2:0"}, "each exit code is there", tasks)

    # What is not finished has no summary, and is missed.
    for part in (KILLED, CANCELLED):
        checks.expect(not summary(part).exists(), f"part {part} has no summary")
        left = results(part).read_text()
        checks.expect(0 < left.count("\n") < LINES_OF_A_PART and left in whole.out, f"part {part} is half done")
    half = merge(*(summary(part) for part in others))
    checks.expect(half.code == 2 and half.err.count("are in no summary") == 2, "both are missed", half)

    # Run again, they replace what they left.
    again = slurm.submit("check.sh", f"--array={KILLED},{CANCELLED}", cwd=folder)
    ends = slurm.wait(again)
    checks.expect(ends == {part: expected_end(part) for part in (KILLED, CANCELLED)}, "the two alone", ends)

    joined = "".join(results(part).read_text() for part in range(1, PARTS + 1))
    checks.expect(joined == whole.out, "the results are those of one run")
    merged = merge(*sorted(folder.glob("part*.json")))
    counts = json.loads(merged.out)
    checks.expect(merged.code == whole.code and merged.err == "", "nothing is missing or double", merged)
    checks.expect({**counts, "parts": total["parts"]} == total, "the summary is that of one run", (counts, total))
    ends_of_parts = [(part["begin"], part["end"]) for part in counts["parts"]]
    checks.expect(len(ends_of_parts) == PARTS and all(
        before[1] == after[0] for before, after in zip(ends_of_parts, ends_of_parts[1:])), "no byte is in two",
        ends_of_parts)
    print(merged.out)

    # A part whose task ran once more, by itself, under another name.
    shutil.copy(summary(3), folder / "again.json")
    twice = merge(*sorted(folder.glob("part*.json")), "again.json")
    checks.expect(twice.out == merged.out and twice.code == merged.code and "count once" in twice.err,
                  "a part that ran twice counts once", twice)
    both = merge("whole.json", summary(3))
    checks.expect(both.code == 2 and "are in two summaries" in both.err, "a part beside the whole is told", both)
    summary(3).write_text(summary(3).read_text()[:100])
    broken = merge(*sorted(folder.glob("part*.json")))
    checks.expect(broken.code == 2 and "part3.json" in broken.err and "are in no summary" in broken.err,
                  "half a summary is told, and its part is missed", broken)
checks.finish()
