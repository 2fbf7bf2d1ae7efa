#!/usr/bin/env python3
"""cpack makes a .deb and a .tar.gz from the build: what is in them, that the packed program runs, and
that lintian finds nothing, where it is installed."""
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import DATA, PROJECT, Checks, brcheck, is_sanitized  # noqa: E402

checks = Checks()
folder = pathlib.Path(tempfile.mkdtemp())


def run(*command):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


build = os.path.abspath(os.environ["BRCHECK_BUILD"])
outcome = run("cpack", "--config", os.path.join(build, "CPackConfig.cmake"), "-B", str(folder))
checks.expect(outcome.returncode == 0, "cpack", outcome)
version = brcheck("--version").out.split()[1]
packages = sorted(folder.glob("*.deb")), sorted(folder.glob("*.tar.gz"))
checks.expect([len(found) for found in packages] == [1, 1], "one .deb and one .tar.gz", packages)
deb, archive = packages[0][0], packages[1][0]
checks.expect(deb.name.startswith(f"brcheck_{version}_"), "the .deb bears version and architecture", deb)

# What is in them, and where.
outcome = run("dpkg-deb", "-x", str(deb), "root")
checks.expect(outcome.returncode == 0, "dpkg-deb unpacks", outcome)
usr = folder / "root" / "usr"
files = sorted(str(path.relative_to(usr)) for path in usr.rglob("*") if path.is_file())
expected = ["bin/brcheck", "share/bash-completion/completions/brcheck",
            "share/doc/brcheck/changelog.gz", "share/doc/brcheck/copyright",
            "share/fish/vendor_completions.d/brcheck.fish", "share/man/man1/brcheck.1.gz",
            "share/zsh/vendor-completions/_brcheck"]
checks.expect(files == expected, "files of the .deb", files)
control = run("dpkg-deb", "-f", str(deb)).stdout
checks.expect("libgmp10" in control and "libc6" in control, "dependencies are found", control)
outcome = run("tar", "-xzf", str(archive))
top = folder / archive.name.removesuffix(".tar.gz")
files = sorted(str(path.relative_to(top)) for path in top.rglob("*") if path.is_file())
for name in ("bin/brcheck", "include/brcheck/brcheck.hpp", "share/man/man1/brcheck.1",
             "share/zsh/site-functions/_brcheck"):
    checks.expect(name in files, f"the .tar.gz has {name}", files)
for name in ("libbrcheck.a", "brcheck.pc", "brcheck-config.cmake"):
    checks.expect(any(file.endswith("/" + name) for file in files), f"the .tar.gz has {name}", files)

# Hardened as Debian asks of its own packages.
if is_sanitized() or not shutil.which("readelf"):
    print("how the program is hardened is not looked at: sanitizers, or no readelf")
else:
    elf = run("readelf", "-hldW", "--dyn-syms", str(usr / "bin" / "brcheck")).stdout
    for sign, what in (("DYN (Position-Independent", "any address"), ("BIND_NOW", "symbols bound at once"),
                       ("GNU_RELRO", "read-only relocations"), ("__stack_chk_fail", "stack protector"),
                       ("__memcpy_chk", "checked copies")):
        checks.expect(sign in elf, f"hardened: {what}", elf[:2000])
    checks.expect(re.search(r"GNU_STACK .* RW ", elf), "hardened: no code on the stack", elf[:2000])

# They work.
for program in (usr / "bin" / "brcheck", top / "bin" / "brcheck"):
    outcome = run(str(program), os.path.join(DATA, "report.json"))
    checks.expect(outcome.returncode == 0, f"{program} runs", outcome)

# One version and one date everywhere.
page = gzip.open(usr / "share/man/man1/brcheck.1.gz", "rt").read()
checks.expect(page == brcheck("--man").out, "the manual page is the program's")
changelog = pathlib.Path(PROJECT, "src/packaging/changelog").read_text()
checks.expect(changelog.startswith(f"brcheck ({version}) "), "the changelog begins with this version")
if shutil.which("dpkg-parsechangelog"):
    when = run("dpkg-parsechangelog", "-l", os.path.join(PROJECT, "src/packaging/changelog"),
               "-S", "Timestamp").stdout.strip()
    date = run("date", "-u", "-d", f"@{when}", "+%Y-%m-%d").stdout.strip()
    checks.expect(f".TH BRCHECK 1 {date} " in page, "changelog and manual page have one date", date)

if shutil.which("lintian"):
    outcome = run("lintian", "--no-cfg", "--allow-root", "--fail-on", "error,warning", str(deb))
    checks.expect(outcome.returncode == 0 and outcome.stdout == "", "lintian", outcome)
else:
    print("lintian is not installed: its check is skipped")
checks.finish()
