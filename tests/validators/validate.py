#!/usr/bin/env python3
"""validate.py NAME: the goldens of a format, and the output for a run over several reports with paths
that need care, through a validator that others wrote. Prints validator, version, cases, errors and
warnings. Ends with 77 (skipped) where the validator or the schema is missing; a file that is broken
on purpose must be refused, so that a validator that looks at nothing is found out."""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import PROJECT, brcheck  # noqa: E402

here = pathlib.Path(__file__).resolve().parent
modules = here / "node_modules"
shared = pathlib.Path(PROJECT).parent / "shared" / "schemas"
name = sys.argv[1]
format_name = name.split("-")[0]


def need(path, what):
    if path is None or not pathlib.Path(path).exists():
        print(f"skipped: {what} is missing" + (f" ({path})" if path else ""))
        sys.exit(77)
    return str(path)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def version_of(package):
    return json.loads((modules / package / "package.json").read_text())["version"]


def from_npm(package):
    need(modules / package, f"{package} (npm ci in tests/validators)")
    return f"{package} {version_of(package)}"


def errors_of(outcome):
    """Errors of a validator that prints each on a line of its own and exits with another code than 0."""
    lines = [line for line in (outcome.stdout + outcome.stderr).splitlines()
             if "error" in line and not line.endswith(" validates")]
    return max(len(lines), int(outcome.returncode != 0)), 0, "\n".join(lines)


def with_ajv(schema, *command):
    package = "ajv-draft-04" if "draft-04" in pathlib.Path(schema).read_text()[:200] else "ajv"
    validator = from_npm(package)
    node = need(shutil.which("node"), "node")
    return validator, lambda files: errors_of(
        run(node, str(here / "validate.js"), *command, schema, *files))


def with_multitool():
    validator = from_npm("@microsoft/sarif-multitool-linux")
    program = modules / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
    program.chmod(program.stat().st_mode | 0o100)

    def validate(files):
        log = os.path.join(folder, "multitool.log")
        outcome = run(str(program), "validate", *files, "--rule-kind", "Sarif;Ghas", "--level",
                      "Error;Warning;Note", "--log", "ForceOverwrite", "-o", log)
        results = [r for one in json.load(open(log))["runs"] for r in one["results"]]
        levels = collections.Counter(r.get("level", "warning") for r in results)
        # It passes over what it cannot read in silence; each file that it did read has this note.
        read = sum(r["ruleId"] == "SARIF2003" for r in results)
        wrong = "\n".join(line for line in outcome.stdout.splitlines() if ": note " not in line)
        return levels["error"] + len(files) - read, levels["warning"], wrong

    return validator, validate


def with_xmllint():
    program = need(shutil.which("xmllint"), "xmllint (libxml2-utils)")
    schema = need(shared / "junit-10.xsd", "the schema")
    version = re.search(r"version (\d+)", run(program, "--version").stderr)[1]
    return f"xmllint {version}", lambda files: errors_of(
        run(program, "--noout", "--schema", schema, *files))


def with_actions_core():
    validator = from_npm("@actions/core")
    node = need(shutil.which("node"), "node")
    return validator, lambda files: errors_of(
        run(node, str(here / "validate.js"), "github", *files))


def spoil(text):
    """The same document with something that the validator must not accept."""
    if format_name == "github":
        return text.replace("::error ", "::eror ", 1)
    if format_name == "junit":
        return text.replace("<testcase name=", "<testcase nom=", 1)
    return text.replace('"runs"', '"ruins"').replace('"message":', '"mess":').replace(
        '"description"', '"described"').replace('"ERROR"', '"EROR"')


validators = {
    "sarif-schema": lambda: with_ajv(need(shared / "sarif-schema-2.1.0.json", "the schema"), "schema"),
    "sarif-multitool": with_multitool,
    "junit": with_xmllint,
    "rdjson": lambda: with_ajv(
        need(shared / "rdjson-DiagnosticResult.schema.json", "the schema"), "schema"),
    "gitlab": lambda: with_ajv(str(here / "gitlab.schema.json"), "schema"),
    "jsonl": lambda: with_ajv(os.path.join(PROJECT, "data/schema/result.schema.json"), "jsonl"),
    "github": with_actions_core,
}

with tempfile.TemporaryDirectory() as folder:
    validator, validate = validators[name]()
    cases = pathlib.Path(PROJECT) / "tests" / "cases"
    suffix = {"sarif": "sarif", "junit": "xml"}.get(format_name, "json")
    files = []

    def add(case, text):
        files.append(os.path.join(folder, f"{len(files):02}_{case}.{suffix}"))
        with open(files[-1], "w", encoding="utf-8") as file:
            file.write(text)

    for golden in sorted(cases.glob(f"*/expected.{format_name}")):
        add(golden.parent.name, golden.read_text(encoding="utf-8"))
    many = os.path.join(folder, "100% of a,b:c <d> 亿.json")
    shutil.copy(cases / "finding_hostile_text" / "report.json", many)
    add("many", brcheck("-f", format_name, f"./{os.path.basename(many)}", os.path.basename(many),
                        f".//{os.path.basename(many)}", "none.json", many, cwd=folder).out)
    add("no_report", brcheck("-f", format_name, "none.json").out)

    errors, warnings, text = validate(files)
    print(f"| {name} | {validator} | {len(files)} cases | {errors} errors | {warnings} warnings |")
    if errors or warnings:
        print(text)
    spoiled = os.path.join(folder, f"spoiled.{suffix}")
    with open(spoiled, "w", encoding="utf-8") as file:
        file.write(spoil((cases / "finding_sum" / f"expected.{format_name}").read_text()))
    refused = validate([spoiled])[0] > 0
    if not refused:
        print("a document that is broken on purpose was accepted")
    sys.exit(1 if errors or warnings or not refused or len(files) < 10 else 0)
