#!/usr/bin/env python3
"""run_case.py NAME: the report of a case in every output format, against its goldens.
The name says the exit code: ok_ 0, finding_ 1, error_ 2. A case with an expected.text.40 has its text
at other widths, in ASCII and in colour, too. UPDATE=1 rewrites the goldens."""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck, format_names  # noqa: E402

folder = pathlib.Path(__file__).resolve().parent / sys.argv[1]
expected_code = {"ok": 0, "finding": 1, "error": 2}[folder.name.split("_")[0]]
checks = Checks()
goldens = {name: ("-f", name) for name in format_names()}
if (folder / "expected.text.40").exists():
    goldens |= {"text.40": ("--width", "40"), "text.64": ("--width", "64"),
                "text.100": ("--width", "100"), "text.ascii": ("--ascii",),
                "text.color": ("--color", "always"), "text.quiet": ("-q",)}
for name, options in goldens.items():
    golden = folder / f"expected.{name}"
    outcome = brcheck(*options, "report.json", cwd=folder)
    checks.expect(outcome.code == expected_code, f"exit code with {options}", outcome)
    if os.environ.get("UPDATE"):
        golden.write_text(outcome.out)
    expected = golden.read_text() if golden.exists() else "(no golden: run with UPDATE=1)"
    checks.expect(outcome.out == expected, f"{options} differs from {golden.name}",
                  f"--- expected\n{expected}\n--- got\n{outcome.out}")
    again = brcheck(*options, "report.json", cwd=folder, LC_ALL="C", TZ="Asia/Shanghai")
    checks.expect(again.out == outcome.out, f"{options} depends on locale or time zone", again)
checks.finish()
