"""Runs brcheck as a user would; shared by the program tests."""
import os
import re
import subprocess

BRCHECK = os.environ.get("BRCHECK", "brcheck")
PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(PROJECT, "data")


def environment(**extra):
    """A fixed one, so that nobody's terminal or locale changes a result."""
    fixed = {"PATH": os.environ["PATH"], "COLUMNS": "80", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            fixed[name] = os.environ[name]
    fixed.update(extra)
    return fixed


class Outcome:
    def __init__(self, completed):
        self.code = completed.returncode
        self.out = completed.stdout
        self.err = completed.stderr

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def brcheck(*arguments, stdin="", cwd=None, binary=False, timeout=60, **extra):
    kind = {} if binary else {"encoding": "utf-8", "errors": "surrogateescape"}
    return Outcome(subprocess.run([BRCHECK, *arguments], input=stdin, capture_output=True, cwd=cwd,
                                  env=environment(**extra), timeout=timeout, **kind))


def format_names():
    """All formats, from the program itself, so that no test forgets one."""
    help_text = re.sub(r"\s+", " ", brcheck("--help").out)
    listed = re.search(r"how to write the result, and where: ([a-z, ]+);", help_text)
    return listed.group(1).split(", ")


def is_sanitized():
    """Sanitizers keep memory that was given back: what a program takes then says nothing."""
    with open(BRCHECK, "rb") as file:
        return b"__asan_init" in file.read()


class Checks:
    """Counts checks and failures; a script of checks must have made some."""

    def __init__(self):
        self.made = 0
        self.failed = 0

    def expect(self, condition, what, detail=""):
        self.made += 1
        if not condition:
            self.failed += 1
            print(f"FAILED: {what}\n{detail}\n")

    def finish(self):
        print(f"{self.made} checks, {self.failed} failed")
        raise SystemExit(1 if self.failed or not self.made else 0)
