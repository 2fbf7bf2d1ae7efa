#!/usr/bin/env python3
"""run_case.py NAME: the report of a case in every output format, against its goldens.
The name says the exit code: ok_ 0, finding_ 1, error_ 2. A case with an expected.text.40 has its text
at other widths, in ASCII and in colour, too. UPDATE=1 rewrites the goldens."""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck, format_names  # noqa: E402

folder = pathlib.Path(__file__).resolve().parent / sys.argv[1]
expected_code = {"ok": 0, "finding": 1, "error": 2}[folder.name.split("_")[0]]
checks = Checks()
places = ({}, {"LC_ALL": "C", "TZ": "Asia/Shanghai"})


def compare(name, outputs):
    """The output in each of the places against the golden."""
    golden = folder / f"expected.{name}"
    if os.environ.get("UPDATE"):
        golden.write_text(outputs[0])
    expected = golden.read_text() if golden.exists() else "(no golden: run with UPDATE=1)"
    checks.expect(outputs[0] == expected, f"{name} differs from {golden.name}",
                  f"--- expected\n{expected}\n--- got\n{outputs[0]}")
    checks.expect(outputs[1] == outputs[0], f"{name} depends on locale or time zone", outputs[1])


def run(*options, **place):
    outcome = brcheck(*options, "report.json", cwd=folder, **place)
    checks.expect(outcome.code == expected_code, f"exit code with {options}", outcome)
    return outcome.out


# All formats in one run: a check may take long.
names = format_names()
written = {name: [] for name in names}
for place in places:
    with tempfile.TemporaryDirectory() as outputs:
        run(*(word for name in names for word in ("-f", f"{name}={outputs}/{name}")), **place)
        for name in names:
            written[name].append(pathlib.Path(outputs, name).read_text())
for name in names:
    compare(name, written[name])
if (folder / "expected.text.40").exists():
    looks = {"text.40": ("--width", "40"), "text.64": ("--width", "64"),
             "text.100": ("--width", "100"), "text.ascii": ("--ascii",),
             "text.color": ("--color", "always"), "text.quiet": ("-q",)}
    for name, options in looks.items():
        compare(name, [run(*options, **place) for place in places])
checks.finish()
