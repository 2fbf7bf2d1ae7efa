#!/usr/bin/env python3
"""Where other people's tools start brcheck: the hook of pre-commit, the action and the problem matcher
of GitHub. A tool that is not installed is left out, and said so."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, DATA, PROJECT, Checks, brcheck, environment  # noqa: E402

checks = Checks()
folder = pathlib.Path(tempfile.mkdtemp())
action_folder = pathlib.Path(PROJECT, ".github/actions/brcheck")
program_folder = folder / "bin"
program_folder.mkdir()
os.symlink(os.path.abspath(BRCHECK), program_folder / "brcheck")


def run(*command, cwd=folder, **extra):
    extra = {"PATH": f"{program_folder}:{os.environ['PATH']}", "HOME": str(folder), **extra}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120,
                          env=environment(**extra))


# --- problem matcher: over the real output for every golden, all that is not accepted is matched
matchers = json.loads((action_folder / "problem-matcher.json").read_text())["problemMatcher"]
reports = sorted(pathlib.Path(PROJECT, "tests/cases").glob("*/report.json"))
lines = 0
for report in [*reports, *sorted(pathlib.Path(DATA).glob("*.json"))]:
    concise = brcheck("-f", "concise", str(report)).out.split("\n")
    found = [json.loads(line) for line in brcheck("-f", "jsonl", str(report)).out.split("\n") if line]
    wanted = [(one["severity"] if one["type"] == "finding" else "error", one["code"],
               one["location"]["line"], one["location"]["column"]) for one in found
              if one["type"] in ("finding", "error") and not one.get("allowed")]
    matched = []
    for line in concise:
        for matcher in matchers:
            pattern = matcher["pattern"][0]
            match = re.search(pattern["regexp"], line)
            if not match:
                continue
            level = match[pattern["severity"]] if "severity" in pattern else "note"
            matched.append((level, match[pattern["code"]], int(match[pattern["line"]]),
                            int(match[pattern["column"]])))
            checks.expect(match[pattern["file"]] == str(report), "the file", line)
            checks.expect(match[pattern["message"]] != "", "a message", line)
    lines += len(matched)
    checks.expect(sorted(matched) == sorted(wanted), f"{report}: each line once", (matched, wanted))
checks.expect(lines > 40, "lines were matched", lines)
checks.expect(matchers[1]["severity"] == "notice", "GitHub's word for a note is notice")

# --- action
action = action_folder / "action.yml"
validator = pathlib.Path(PROJECT, "tests/validators/node_modules/@action-validator/cli/cli.mjs")
if validator.exists() and shutil.which("node"):
    outcome = run("node", str(validator), str(action))
    checks.expect(outcome.returncode == 0, "action-validator", outcome)
    broken = folder / "action.yml"
    broken.write_text(action.read_text().replace("using: composite", "using: nothing"))
    checks.expect(run("node", str(validator), str(broken)).returncode != 0,
                  "action-validator refuses a broken one")
else:
    print("action-validator (npm ci in tests/validators) is missing: its check is skipped")
try:
    import yaml
except ImportError:
    yaml = None
    print("python3-yaml is missing: the steps of the action are not run")
if yaml:
    steps = yaml.safe_load(action.read_text())["runs"]["steps"]
    scripts = {step["name"]: step["run"] for step in steps if "run" in step}
    if shutil.which("shellcheck"):
        for name, script in scripts.items():
            outcome = subprocess.run(
                ["shellcheck", "--shell=bash", "-"], input=script, capture_output=True, text=True)
            checks.expect(outcome.returncode == 0, f"shellcheck of {name}", outcome.stdout)
    (folder / "temp" / "brcheck").mkdir(parents=True)
    os.symlink(program_folder, folder / "temp" / "brcheck" / "bin")
    runner = {"RUNNER_TEMP": str(folder / "temp"), "RUNNER_ARCH": "X64",
              "GITHUB_ACTION_PATH": str(action_folder), "GITHUB_OUTPUT": str(folder / "output"),
              "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    strict = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
    outcome = run(*strict, scripts["Find out what brcheck is built from"], **runner)
    checks.expect(outcome.returncode == 0, "the key is found", outcome)
    checks.expect(re.fullmatch(r"key=brcheck-linux-X64-[0-9a-f]{32}\n",
                               (folder / "output").read_text()), "the key of the cache")
    files = f"{DATA}/report.json\n\n{DATA}/slip_swapped_digits.json\n"
    outcome = run(*strict, scripts["Check reports"], REPORTS=files, FAIL_ON="error", **runner)
    checks.expect(outcome.returncode == 1 and "::error " in outcome.stdout, "a slip is annotated", outcome)
    checks.expect((folder / "summary.md").exists(), "the step has a summary")
    outcome = run(*strict, scripts["Check reports"], REPORTS=f"{DATA}/report.json", FAIL_ON="error",
                  **runner)
    checks.expect(outcome.returncode == 0, "a good report passes", outcome)

# --- recipes of the README: they can be read, and their commands run
readme = pathlib.Path(PROJECT, "README.md").read_text().split("## In CI\n")[1].split("\n## ")[0]
blocks = re.findall(r"```(yaml|groovy)\n(.*?)```", readme, re.S)
checks.expect([kind for kind, _ in blocks].count("yaml") >= 3, "the README has recipes", blocks)
reports_folder = folder / "reports"
reports_folder.mkdir()
shutil.copy(os.path.join(DATA, "slip_swapped_digits.json"), reports_folder / "a.brcheck.json")
commands = re.findall(r"^.*?\b(brcheck -[^'\n]*)", "".join(text for _, text in blocks), re.M)
checks.expect(len(commands) >= 2, "the recipes start brcheck", commands)
for command in commands:
    outcome = run("bash", "-c", command)
    checks.expect(outcome.returncode == 1, f"{command} finds the slip", outcome)
for kind, text in blocks:
    if kind != "yaml":
        continue
    if yaml:
        checks.expect(isinstance(yaml.safe_load(text), dict), "a recipe is YAML", text)
    if "runs-on" in text and validator.exists() and shutil.which("node"):
        workflow = folder / ".github/workflows/brcheck.yml"
        workflow.parent.mkdir(parents=True, exist_ok=True)
        workflow.write_text(text)
        outcome = run("node", str(validator), str(workflow))
        checks.expect(outcome.returncode == 0, "action-validator of a recipe", outcome)

# --- pre-commit
if shutil.which("pre-commit") and shutil.which("git"):
    hook, user = folder / "hook", folder / "user"
    for repository in (hook, user):
        repository.mkdir()
        run("git", "init", "-q", cwd=repository)
    shutil.copy(os.path.join(PROJECT, ".pre-commit-hooks.yaml"), hook)
    shutil.copy(os.path.join(DATA, "report.json"), user / "good.brcheck.json")
    shutil.copy(os.path.join(DATA, "slip_swapped_digits.json"), user / "other.json")
    who = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
    for repository in (hook, user):
        run("git", "add", "-A", cwd=repository)
        run("git", *who, "commit", "-qm", "first", cwd=repository)
    outcome = run("pre-commit", "try-repo", str(hook), "brcheck", "--all-files", cwd=user)
    checks.expect(outcome.returncode == 0 and "Passed" in outcome.stdout, "the hook passes", outcome)
    (user / "other.json").rename(user / "slip.brcheck.json")
    run("git", "add", "-A", cwd=user)
    outcome = run("pre-commit", "try-repo", str(hook), "brcheck", "--all-files", cwd=user)
    checks.expect(outcome.returncode == 1 and "BR101" in outcome.stdout, "the hook fails", outcome)
else:
    print("pre-commit is not installed: its checks are skipped")
checks.finish()
