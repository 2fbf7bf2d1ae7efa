#!/usr/bin/env python3
"""Several outputs of one run: each is complete or not there at all, and one that cannot be written
costs exit code 2 and nothing else."""
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, PROJECT, Checks, Outcome, brcheck, environment, format_names  # noqa: E402

checks = Checks()
folder = tempfile.mkdtemp()
os.chmod(folder, 0o755)
case = os.path.join(PROJECT, "tests", "cases", "finding_sum")
formats = format_names()
report = os.path.join(folder, "report.json")
shutil.copy(os.path.join(case, "report.json"), report)
golden = {name: pathlib.Path(case, f"expected.{name}").read_text() for name in formats}


def read(name):
    path = pathlib.Path(folder, name)
    return path.read_text() if path.exists() else None


def leftovers():
    return [name for name in os.listdir(folder) if ".tmp" in name]


# Every format at once, one of them on standard output.
targets = [text for name in formats[1:] for text in ("-f", f"{name}=out.{name}")]
outcome = brcheck("-f", "text", *targets, "report.json", cwd=folder)
checks.expect(outcome.code == 1 and outcome.out == golden["text"], "all formats in one run", outcome)
for name in formats[1:]:
    checks.expect(read(f"out.{name}") == golden[name], f"{name} in a file", read(f"out.{name}"))
checks.expect(not leftovers(), "nothing is left beside the outputs", leftovers())

# One cannot be opened, one is full: the others are complete, and both are told.
before = read("out.sarif")
outcome = brcheck("-f", "json", "-f", f"junit={folder}/none/out.xml", "-f", "gitlab=/dev/full",
                  "-f", "sarif=out.sarif", "report.json", cwd=folder)
checks.expect(outcome.code == 2, "exit code of outputs that fail", outcome)
checks.expect("none/out.xml" in outcome.err and "/dev/full" in outcome.err, "both are told", outcome)
checks.expect(json.loads(outcome.out)["verdict"] == "inconsistent", "standard output is complete", outcome)
checks.expect(read("out.sarif") == before, "the other file is complete")
checks.expect(not os.path.exists(os.path.join(folder, "none")), "no folder is made up")

# A folder that nobody may write to.
closed = os.path.join(folder, "closed")
os.mkdir(closed, 0o555)
program = os.path.join(folder, "brcheck")
shutil.copy(BRCHECK, program)
os.chmod(program, 0o755)
as_nobody = {"user": 65534} if os.getuid() == 0 else {}
done = Outcome(subprocess.run([program, "-f", "concise", "-f", "json=closed/out.json", "report.json"],
                              cwd=folder, capture_output=True, text=True, env=environment(), **as_nobody))
checks.expect(done.code == 2 and done.out == golden["concise"] and "ermission" in done.err,
              "a folder without permission", done)
checks.expect(not os.listdir(closed), "nothing stands in it")

# A disk that fills up in the middle: here a limit on the size of files. The old file stays.
def limit_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))


many = {"brcheck": 1, "figures": {}, "relations": {}}
for i in range(400):
    many["figures"] |= {f"a{i}": "1.0 kg", f"b{i}": "2.0 kg"}
    many["relations"][f"r{i}"] = f"a{i} = b{i}"
with open(os.path.join(folder, "many.json"), "w") as file:
    json.dump(many, file)
with open(os.path.join(folder, "out.rdjson"), "w") as file:
    file.write("old")
done = Outcome(subprocess.run(
    [BRCHECK, "-f", "rdjson=out.rdjson", "-f", "concise=out.concise", "many.json"], cwd=folder,
    capture_output=True, text=True, env=environment(),
    preexec_fn=limit_files))
checks.expect(done.code == 2 and "out.rdjson" in done.err, "a full disk", done)
checks.expect(read("out.rdjson") == "old", "the old file stays", read("out.rdjson")[:200])
checks.expect(read("out.concise").count("\n") == 400, "the one that fits is complete")
checks.expect(not leftovers(), "no half of a file is left", leftovers())

# Standard output is full.
with open("/dev/full", "w") as full:
    done = Outcome(subprocess.run([BRCHECK, "-f", "concise", "-f", "jsonl=out.jsonl", "report.json"],
                                  cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True,
                                  env=environment()))
checks.expect(done.code == 2 and "<stdout>" in done.err, "standard output is full", done)
checks.expect(read("out.jsonl") == golden["jsonl"], "the file beside it is complete")

# In a step of GitHub Actions the annotations come with a summary, added to what is there.
summary = os.path.join(folder, "summary.md")
with open(summary, "w") as file:
    file.write("# Before\n")
outcome = brcheck("-f", "github", "report.json", cwd=folder, GITHUB_STEP_SUMMARY=summary)
checks.expect(outcome.out == golden["github"], "annotations beside a summary", outcome)
checks.expect(read("summary.md") == "# Before\n" + golden["markdown"], "the summary", read("summary.md"))
brcheck("-f", "concise", "report.json", cwd=folder, GITHUB_STEP_SUMMARY=summary)
checks.expect(read("summary.md").count("inconsistent") == golden["markdown"].count("inconsistent"),
              "no summary without -f github")
outcome = brcheck("-f", "github", "report.json", cwd=folder, GITHUB_STEP_SUMMARY=f"{folder}/none/s.md")
checks.expect(outcome.code == 2 and outcome.out == golden["github"] and "none/s.md" in outcome.err,
              "a summary that cannot be written", outcome)

# Several reports, some of which cannot be read, are one document.
outcome = brcheck("-f", "jsonl", "report.json", "none.json", "many.json", cwd=folder)
last = json.loads(outcome.out.splitlines()[-1])
checks.expect(outcome.code == 2 and last["summary"]["reports"] == 3 and last["exit_code"] == 2,
              "one summary of three reports", last)
shutil.rmtree(folder)
checks.finish()
