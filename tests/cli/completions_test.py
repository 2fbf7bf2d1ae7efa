#!/usr/bin/env python3
"""Completion scripts and the manual page: they know all that --help knows, the shells and mandoc
accept them, and bash, zsh and fish offer what they should. A shell that is not installed is left
out, and said so."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, Checks, brcheck, environment, format_names  # noqa: E402

checks = Checks()
folder = tempfile.mkdtemp()
commands = re.findall(r"^  ([a-z]+) ", brcheck("--help").out.split("Commands:\n")[1]
                      .split("Exit codes")[0], re.M)
option = re.compile(r"--[a-z][a-z-]+")
main_options = set(option.findall(brcheck("--help").out.split("Options:\n")[1].split("Commands:")[0]))
options_of = {command: set(option.findall(brcheck(command, "--help").out.split("Options:\n")[1]))
              for command in commands}
all_options = main_options.union(*options_of.values())
checks.expect(len(commands) >= 8 and len(all_options) >= 14, "--help lists commands and options")


def run(*command, **extra):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60,
                          env=environment(**extra))


def installed(tool):
    found = shutil.which(tool) is not None
    if not found:
        print(f"{tool} is not installed: its checks are skipped")
    return found


scripts = {}
for shell in ("bash", "zsh", "fish"):
    script = brcheck("completions", shell).out
    scripts[shell] = os.path.join(folder, "brcheck." + shell)
    pathlib.Path(scripts[shell]).write_text(script)
    for name in sorted(all_options):
        written = f"-l {name[2:]} " if shell == "fish" else name
        checks.expect(written in script, f"{shell}: {name} of --help is completed")
    for word in commands + format_names():
        checks.expect(re.search(rf"\b{word}\b", script), f"{shell}: {word} is completed")
    if installed(shell):
        outcome = run(shell, "-n", scripts[shell])
        checks.expect(outcome.returncode == 0 and not outcome.stderr, f"{shell} -n", outcome)
if installed("shellcheck"):
    outcome = run("shellcheck", "--shell=bash", scripts["bash"])
    checks.expect(outcome.returncode == 0, "shellcheck of the script for bash", outcome.stdout)

outcome = brcheck("completions", "tcsh")
checks.expect(outcome.code == 2 and "bash, zsh, fish" in outcome.err, "unknown shell", outcome)
checks.expect(brcheck("completions").code == 2, "no shell")
checks.expect(brcheck("-f", "json", "completions", "bash").code == 2, "completions are no JSON")

# What is offered, for each shell the same.
os.mkdir(os.path.join(folder, "work"))
for name in ("my report.json", "report.json"):
    pathlib.Path(folder, "work", name).write_text("{}")


def offered_by_bash(*words):
    """Completes the last of the words in a bash that has read the script."""
    cut = [part for word in words for part in re.split("(=)", word) if part or not word]
    driver = ('source "$1"; shift; COMP_WORDS=(brcheck "$@"); COMP_CWORD=$#; cd work; _brcheck; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    outcome = run("bash", "-uc", driver, "driver", scripts["bash"], *cut)
    checks.expect(outcome.stderr == "", f"bash says nothing at {words}", outcome.stderr)
    return {line for line in outcome.stdout.split("\n") if line}


def offered_by_fish(*words):
    line = " ".join(["brcheck", *words])
    outcome = run("fish", "--no-config", "-c", "source $argv[1]; cd work; complete -C $argv[2]",
                  scripts["fish"], line, HOME=folder)
    checks.expect(outcome.stderr == "", f"fish says nothing at {words}", outcome.stderr)
    # Of --fail-on=e fish offers the whole word.
    return {row.split("\t")[0].replace("--fail-on=", "") for row in outcome.stdout.split("\n") if row}


ZSH_DRIVER = r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1= PROMPT_EOL_MARK= ; unsetopt zle_bracketed_paste 2>/dev/null; cd work
autoload -Uz compinit; compinit -u -D; source '$1'
zstyle ":completion:*" list-grouped no; zstyle ":completion:*" verbose no; LISTMAX=1000
compadd() {
    [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]] && { builtin compadd "$@"; return }
    local -a found; builtin compadd -A found "$@"; local one
    for one in $found; do print -r -- "offered:$one" >> offered; done
    builtin compadd "$@"
}
complete-and-stop() { rm -f offered; : > offered; zle list-choices; print -r -- stop >> offered; exit }
zle -C list-choices list-choices _main_complete
zle -N complete-and-stop; bindkey "^X" complete-and-stop'
zpty -w -n shell "$2"$'\C-x'
while zpty -r shell line; do :; done
"""


def offered_by_zsh(*words):
    line = " ".join(["brcheck", *words])
    pathlib.Path(folder, "driver.zsh").write_text(ZSH_DRIVER)
    record = pathlib.Path(folder, "work", "offered")
    outcome = run("zsh", "-f", "driver.zsh", scripts["zsh"], line, HOME=folder)
    checks.expect(record.exists(), "zsh completes", outcome)
    text = record.read_text() if record.exists() else ""
    record.unlink(missing_ok=True)
    return set(re.findall(r"^offered:(.*)$", text, re.M))


offered = {"bash": offered_by_bash, "zsh": offered_by_zsh, "fish": offered_by_fish}
for shell in ("bash", "zsh", "fish"):
    if not shutil.which(shell):
        continue

    def expect(words, wanted, unwanted=()):
        found = offered[shell](*words)
        checks.expect(set(wanted) <= found, f"{shell}: {words} offers {sorted(wanted)}", sorted(found))
        checks.expect(not set(unwanted) & found, f"{shell}: {words} does not offer {unwanted}", found)

    expect(["--fail-on", ""], ["error", "warning", "note"], ["always", "report.json"])
    expect(["--fail-on", "w"], ["warning"])
    expect(["--color", "a"], ["auto", "always"], ["never"])
    expect(["-f", ""], format_names(), ["why"])
    expect(["--format", "s"], ["sarif"])
    expect(["-q", "e"], ["explain"])
    expect([""], commands)
    expect(["r"], ["rules", "report.json"])
    expect(["report.json", "r"], ["report.json"], ["rules"])
    expect(["why", "r"], ["report.json"], ["rules"])
    expect(["explain", "BR20"], ["BR201", "BR202"], ["BR101", "report.json"])
    expect(["schema", ""], ["report", "result"], ["report.json"])
    expect(["completions", ""], ["bash", "zsh", "fish"], ["report.json"])
    expect(["figure", "--ro"], ["--rounding", "--rounded-to"])
    expect(["figure", "--rounding", "half"], ["half-up", "half-down", "half-even"])
    expect(["--q"], ["--quiet"], ["--rounding"])

checks.expect(offered_by_bash("--fail-on=e") == {"error"}, "bash: --fail-on=e")
checks.expect(offered_by_bash("--fail-on=") == {"error", "warning", "note"}, "bash: --fail-on=")
checks.expect(offered_by_bash("-f", "json=re") == {"report.json"}, "bash: -f json=re")
checks.expect(offered_by_bash("-f", "json=x.json", "ru") == {"rules"}, "bash: a command after a path")
checks.expect(offered_by_bash("my") == {"my report.json"}, "bash: a name with a space")
checks.expect("report.json" not in offered_by_bash("figure", ""), "bash: a figure is no file")

# The manual page.
page = brcheck("--man").out
checks.expect(page.isascii(), "the manual page is ASCII")
for name in sorted(all_options):
    checks.expect(name.replace("-", "\\-") in page, f"{name} of --help is in the manual page")
for command in commands:
    checks.expect(f".B brcheck {command}\n" in page, f"{command} of --help is in the manual page")
checks.expect("--man" not in brcheck("--help").out, "--man is for packagers only")
path = os.path.join(folder, "brcheck.1")
pathlib.Path(path).write_text(page)
if installed("mandoc"):
    outcome = run("mandoc", "-Tlint", path)
    checks.expect(outcome.stdout + outcome.stderr == "", "mandoc -Tlint", outcome.stdout)
    text = re.sub(".\b", "", run("mandoc", "-Tascii", path).stdout)
    shown = re.sub(r"-\s*\n\s*", "-", text)
    for name in sorted(all_options):
        checks.expect(name in shown, f"{name} can be read in the manual page", text)
checks.finish()
