#!/usr/bin/env python3
"""The README shows what the program does: every "$ brcheck ..." block is run from the project's
folder and its output compared, and its lists of options and commands are those of --help. UPDATE=1
writes the real output into the README."""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, DATA, PROJECT, Checks, brcheck, environment  # noqa: E402

checks = Checks()
readme = pathlib.Path(PROJECT, "README.md").read_text()
bin_folder = tempfile.mkdtemp()
os.symlink(os.path.abspath(BRCHECK), os.path.join(bin_folder, "brcheck"))



def output_of(command):
    run = subprocess.run(["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True,
                         env=environment(PATH=bin_folder + ":" + os.environ["PATH"]))
    return (run.stdout + run.stderr).rstrip()


def check_block(block):
    """Checks the commands of a block and returns it with their real output."""
    shown = []
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.group(1), re.M):
        output = output_of(command)
        if not os.environ.get("UPDATE"):
            checks.expect(output == expected.rstrip(), f"$ {command}",
                          f"--- README\n{expected}\n--- program\n{output}")
        shown.append(f"$ {command}\n{output}\n")
    return "```console\n" + "\n".join(shown) + "```"


blocks = re.findall(r"```console\n", readme)
updated = re.sub(r"```console\n(.*?)```", check_block, readme, flags=re.S)
if os.environ.get("UPDATE"):
    pathlib.Path(PROJECT, "README.md").write_text(updated)

# Commands that are shown without their output run where there is something to check.
shown = [line for kind, block in re.findall(r"^```(\w*)\n(.*?)^```$", readme, re.S | re.M) if kind == ""
         for line in block.splitlines() if re.match(r"(brcheck|parallel) ", line)]
shown += re.findall(r"^    - (brcheck .*)$|sh '(brcheck [^']*)'|`(brcheck -f [^`]*)`", readme, re.M)
shown = [line if isinstance(line, str) else "".join(line) for line in shown]
shown = [line for line in shown if not line.endswith("-f concise")]
with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "reports"))
    os.symlink(DATA, os.path.join(folder, "data"))
    for name in ("report", "tutorial"):
        text = pathlib.Path(DATA, f"{name}.json").read_text()
        pathlib.Path(folder, "reports", f"{name}.brcheck.json").write_text(text)
        lines = re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|\s+', lambda m: m.group(1) or " ", text)
        with open(os.path.join(folder, "reports.ndjson"), "a") as file:
            file.write(lines + "\n")
    for command in shown:
        if command.startswith("parallel") and shutil.which("parallel") is None:
            print("skipped: GNU parallel is not installed")
            continue
        run = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True,
                             env=environment(PATH=bin_folder + ":" + os.environ["PATH"], HOME=folder))
        checks.expect(run.returncode == 0, f"{command} runs", run)
    def expect_all_parts(tool):
        parts = sorted(pathlib.Path(folder).glob("part*.json"))
        merged = brcheck("merge", *map(str, parts))
        checks.expect(len(parts) == 16 and merged.code == 0 and json.loads(merged.out)["reports"] == 2,
                      f"all parts were checked: {tool}", merged)
        for part in parts:
            part.unlink()

    if shutil.which("parallel"):
        expect_all_parts("parallel")

    # What Kubernetes and Spark would start, without them.
    def start(*command, stdin="", **extra):
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, input=stdin,
                              env=environment(PATH=bin_folder + ":" + os.environ["PATH"], **extra))

    job = next(block for block in re.findall(r"```yaml\n(.*?)```", readme, re.S) if "kind: Job" in block)
    script = textwrap.dedent(re.search(r"args:\n +- \|\n(.*?) +volumeMounts:", job, re.S)[1])
    for index in range(int(re.search(r"completions: (\d+)", job)[1])):
        run = start("bash", "-c", script, JOB_COMPLETION_INDEX=str(index))
        checks.expect(run.returncode == 0, "a part on Kubernetes", run)
    expect_all_parts("Kubernetes")
    command = shlex.split(re.search(r'\.pipe\("(.*)", checkCode', readme)[1])
    reports = pathlib.Path(folder, "reports.ndjson").read_text()
    for stdin, count in ((reports, 2), ("", 0), ("oops\n", 1)):
        run = start(*command, stdin=stdin)
        checks.expect(run.returncode == 0 and run.stdout.count("\n") == count, "a partition of Spark", run)
    killed = pathlib.Path(bin_folder, "brcheck")
    killed.unlink()
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    killed.chmod(0o755)
    for run in (start("bash", "-c", script, JOB_COMPLETION_INDEX="0"), start(*command, stdin=reports)):
        checks.expect(run.returncode == 1, "one that was killed fails", run)
checks.expect(len(shown) >= 6, "the README shows commands to copy", shown)

tutorial = pathlib.Path(DATA, "tutorial.json").read_text()
checks.expect(f"```json\n{tutorial}```" in readme, "the tutorial shows data/tutorial.json")
with tempfile.TemporaryDirectory() as folder:
    config = re.search(r"### Settings.*?```json\n(.*?)```", readme, re.S).group(1)
    pathlib.Path(folder, "brcheck.json").write_text(config)
    checks.expect(brcheck("config", "a.json", cwd=folder).code == 0, "the README's settings are read")

help_text = brcheck("--help").out
for option in sorted(set(re.findall(r"--[a-z-]+", help_text))):
    checks.expect(f"`{option}" in readme, f"{option} of --help is in the README")
for option in sorted(set(re.findall(r"`(--[a-z-]+)", readme))):
    known = help_text + brcheck("figure", "--help").out + brcheck("batch", "--help").out
    checks.expect(option in known, f"{option} of the README is in --help")
checks.expect(len(blocks) >= 4, "the README shows the program at work")
checks.finish()
