#!/usr/bin/env python3
"""Many reports, one a line: a result a line in order, whatever a line holds, for any number of threads;
parts of a file add up to the whole; and a report says in a batch what it says alone."""
import glob
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, DATA, PROJECT, Checks, brcheck, environment  # noqa: E402

checks = Checks()
scratch = tempfile.TemporaryDirectory()
folder = scratch.name
os.mkdir(os.path.join(folder, ".git"))


def one_line(text):
    """Without comments and line ends; strings stay."""
    token = r'"(?:[^"\\\n]|\\.)*"|//[^\r\n]*|/\*.*?\*/|\s+'
    return re.sub(token, lambda m: m.group(0) if m.group(0)[0] == '"' else " ", text, flags=re.S)


def write(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape"))
    return path


def results(outcome):
    return [json.loads(line) for line in outcome.out.splitlines()]


def with_id(name, text):
    return '{"id": ' + json.dumps(name) + "," + one_line(text).strip()[1:]


good = with_id("good", open(os.path.join(DATA, "tutorial.json")).read())
wrong = with_id("wrong", open(os.path.join(DATA, "tutorial_draft.json")).read())

# Any line, in order.
mixed = b"\n".join([good.encode(), b"oops", b"", wrong.encode() + b"\r",
                    b'{"brcheck":1,"id":"bad","figures":{"a":"12 trilion yuan"}}', b'"\xff\x00"', b"[1]",
                    b'{"brcheck":1,"figures":{"a":"5 %"}}', good.encode()])
write("mixed.ndjson", mixed)
outcome = brcheck("batch", "mixed.ndjson", cwd=folder)
found = results(outcome)
checks.expect(outcome.code == 2, "a line that cannot be checked: exit 2", outcome)
checks.expect([(r["line"], r["id"], r["verdict"], r["exit_code"]) for r in found] == [
    (1, "good", "consistent", 0), (2, None, "incomplete", 2), (4, "wrong", "inconsistent", 1),
    (5, "bad", "incomplete", 2), (6, None, "incomplete", 2), (7, None, "incomplete", 2),
    (8, None, "incomplete", 2), (9, "good", "consistent", 0)], "a result a line, in order", found)
checks.expect([e["code"] for r in found for e in r["errors"]] ==
              ["BR002", "BR006", "BR002", "BR003", "BR009"], "each error by its code", found)
error = found[3]["errors"][0]
checks.expect((error["location"]["path"], error["location"]["line"]) == ("mixed.ndjson", 5)
              and error["location"]["column"] > 10, "at its line and column in the file", error)
checks.expect("8 reports: 2 consistent, 1 inconsistent, 5 could not be checked" in outcome.err,
              "the summary", outcome)
checks.expect("\r" not in outcome.err and "\x1b" not in outcome.err, "no progress without a terminal", outcome)
piped = brcheck("batch", "-", stdin=mixed.decode("utf-8", "surrogateescape"), cwd=folder)
checks.expect(piped.out.replace("<stdin>", "mixed.ndjson") == outcome.out, "the same from a pipe", piped)
several = brcheck("batch", "-q", "mixed.ndjson", "none.ndjson", "mixed.ndjson", cwd=folder)
checks.expect(several.code == 2 and several.out == outcome.out * 2 and "none.ndjson" in several.err,
              "a file that is missing stops no other", several)

failing = results(brcheck("batch", "--results", "failing", "mixed.ndjson", cwd=folder))
checks.expect([r["line"] for r in failing] == [2, 4, 5, 6, 7, 8], "failing only", failing)
summary = results(brcheck("batch", "--results", "summary", "mixed.ndjson", cwd=folder))
checks.expect(len(summary) == 1 and summary[0]["type"] == "batch_summary" and summary[0]["reports"] == 8
              and summary[0]["verdicts"] == {"consistent": 2, "inconsistent": 1, "incomplete": 5},
              "summary only", summary)
lone = write("lone.ndjson", good + "\n")
checks.expect(brcheck("batch", lone).code == 0, "all well: exit 0")
checks.expect(brcheck("batch", write("w.ndjson", wrong)).code == 1, "a finding: exit 1, no last line end")
checks.expect(brcheck("batch", "--ignore", "BR1,BR2", write("w.ndjson", wrong)).code == 0, "flags hold")
write("brcheck.json", '{"severity": {"BR1": "note", "BR2": "note"}}')
checks.expect(brcheck("batch", "w.ndjson", cwd=folder).code == 0, "and the config file")
os.remove(os.path.join(folder, "brcheck.json"))
for empty in ("", "\n \n"):
    outcome = brcheck("batch", write("empty.ndjson", empty))
    checks.expect(outcome.code == 2 and "BR009" in outcome.err, "nothing checked is never green", outcome)

# A line as long as it likes costs no memory beyond the limit, and no other line.
write("long.ndjson", good + "\n" + '{"id":"long' + "x" * 3_000_000 + "\n" + good + "\n")
found = results(brcheck("batch", "--limit", "bytes=1000000", "long.ndjson", cwd=folder))
checks.expect([r["verdict"] for r in found] == ["consistent", "incomplete", "consistent"]
              and found[1]["errors"][0]["code"] == "BR012", "too long a line", found)

# Threads, parts, going on.
many = write("many.ndjson", b"\n".join([mixed] * 40) + b"\n")
whole = brcheck("batch", "-q", "-j", "1", "many.ndjson", "--summary", "whole.json", cwd=folder)
for jobs in ("2", "3", "7"):
    checks.expect(brcheck("batch", "-q", "-j", jobs, "many.ndjson", cwd=folder).out == whole.out,
                  f"{jobs} threads say the same")
parts = [brcheck("batch", "-q", "--shard", f"{k}/5", "--summary", f"part{k}.json", "many.ndjson", cwd=folder)
         for k in range(1, 6)]
checks.expect("".join(part.out for part in parts) == whole.out, "shards are the whole")
merged = brcheck("merge", *[f"part{k}.json" for k in (3, 1, 2, 5, 4)], cwd=folder)
total = json.load(open(os.path.join(folder, "whole.json")))
joined = json.loads(merged.out)
checks.expect(merged.code == 2 and all(joined[key] == total[key] for key in total if key != "parts"),
              "and so are their summaries", (joined, total))
repeated = brcheck("merge", *[f"part{k}.json" for k in (1, 2, 2, 3, 4, 5)], cwd=folder)
checks.expect(repeated.out == merged.out and "count once" in repeated.err, "nothing counts twice", repeated)
gap = brcheck("merge", "part1.json", "part3.json", "part4.json", "part5.json", cwd=folder)
checks.expect(gap.code == 2 and "are in no summary" in gap.err, "a gap is told", gap)
overlap = brcheck("merge", "whole.json", "part3.json", cwd=folder)
checks.expect(overlap.code == 2 and "are in two summaries" in overlap.err, "an overlap is told", overlap)
checks.expect("is no summary" in brcheck("merge", lone).err, "what is no summary is told")
checks.expect("BR002" in brcheck("merge", write("x.json", "{")).err, "and what is no JSON")

outcome = brcheck("batch", "-q", "--resume", str(len(mixed) + 1), "many.ndjson", cwd=folder)
checks.expect(outcome.out == whole.out[whole.out.index('{"line": 10,'):], "resume at a line", outcome)
outcome = brcheck("batch", "--resume", "5", "many.ndjson", cwd=folder)
checks.expect(outcome.code == 2 and "no line of many.ndjson begins at byte 5" in outcome.err, "not in one",
              outcome)
for bad in (["--shard", "0/3"], ["--shard", "4/3"], ["--shard", "x"], ["--results", "al"], ["-j", "many"]):
    outcome = brcheck("batch", *bad, lone)
    checks.expect(outcome.code == 2 and bad[1] in outcome.err, f"{bad} is refused", outcome)
checks.expect("--shard and --resume need one" in brcheck("batch", "--shard", "1/2", "-", stdin=good).err,
              "a pipe has no parts")

# Results and summaries are what the schema says.
schema = json.loads(brcheck("schema", "result").out)
cut = brcheck("batch", "-q", "--max-findings", "1", "-", stdin=one_line(open(os.path.join(
    DATA, "slip_swapped_digits.json")).read()))
checks.expect('"left_out": {"ignored": 0, "known": 0, "not_shown": 0, "over_max": 2}' in cut.out,
              "what is left out of one report", cut)
for kind, lines in (("batch_result", whole.out.splitlines()[:8] + cut.out.splitlines()),
                    ("batch_summary", [merged.out, json.dumps(total), gap.out])):
    shared = {"properties": {k: schema["properties"][k] for k in ("summary", "schema_version", "tool")}}
    root = {"$schema": schema["$schema"], "definitions": schema["definitions"] | {"_": shared},
            "allOf": [{"$ref": f"#/definitions/{kind}"}]}
    text = json.dumps(root).replace("#/properties/", "#/definitions/_/properties/")
    files = [write(f"{kind}{i}.json", line) for i, line in enumerate(lines)]
    # Debian's interpreter, because Debian's jsonschema belongs to it.
    valid = subprocess.run(["/usr/bin/python3", os.path.join(PROJECT, "tests/schema/validate.py"),
                            write(f"{kind}.schema.json", text), *files], capture_output=True, text=True)
    checks.expect(valid.returncode == 0, f"each {kind} is as the schema says", valid)
    broken = write("broken.json", lines[0].replace('"exit_code"', '"exit_kode"'))
    valid = subprocess.run(["/usr/bin/python3", os.path.join(PROJECT, "tests/schema/validate.py"),
                            os.path.join(folder, f"{kind}.schema.json"), broken], capture_output=True)
    checks.expect(valid.returncode == 1, f"and nothing else is a {kind}", valid)

# Interrupts and outputs that end early.
endless = subprocess.Popen([BRCHECK, "batch", "-j", "2", "-"], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), bufsize=0)
endless.stdin.write((good + "\n").encode() * 40 + b'{"half": ')
endless.stdin.flush()
first = endless.stdout.readline()
endless.send_signal(signal.SIGINT)
# Its input stays open: an end of it could be seen before the interrupt.
rest, err = endless.stdout.read(), endless.stderr.read()
endless.wait(timeout=60)
endless.stdin.close()
lines = (first + rest).decode().splitlines()
checks.expect(endless.returncode == 130, "an interrupt: exit 130", endless.returncode)
checks.expect(all(json.loads(line)["verdict"] == "consistent" for line in lines), "whole lines only", lines[-1:])
checks.expect(f"{len(lines)} reports" in err.decode(), "and what is done is summed up", err)
# Who waits for each answer before asking on gets it.
asker = subprocess.Popen([BRCHECK, "batch", "-q", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         env=environment(), bufsize=0)
for name in ("first", "second"):
    asker.stdin.write(with_id(name, open(os.path.join(DATA, "tutorial.json")).read()).encode() + b"\n")
    checks.expect(json.loads(asker.stdout.readline())["id"] == name, f"{name} is answered at once")
asker.stdin.close()
checks.expect(asker.wait(timeout=60) == 0, "and the end is seen")
same = brcheck("batch", "--summary", "lone.ndjson", "lone.ndjson", cwd=folder)
checks.expect(same.code == 2 and "is read in this run" in same.err and open(lone).read() == good + "\n",
              "the summary does not replace the reports", same)
reader = subprocess.run(["bash", "-c", f'set -o pipefail; "{BRCHECK}" batch many.ndjson | head -1'],
                        cwd=folder, capture_output=True, text=True, env=environment())
checks.expect(reader.stderr == "" and reader.stdout == whole.out.splitlines(True)[0],
              "a reader that goes away is no error", reader)
full = subprocess.run(["bash", "-c", f'"{BRCHECK}" batch many.ndjson > /dev/full'], cwd=folder,
                      capture_output=True, text=True, env=environment())
checks.expect(full.returncode == 2 and "No space left" in full.stderr and "--resume 0" in full.stderr,
              "a full disk: exit 2, and where to go on", full)

# Every test case says in a batch what it says alone, at the same places.
for case in sorted(glob.glob(os.path.join(PROJECT, "tests/cases/*/report.json"))):
    text = one_line(open(case, encoding="utf-8", errors="surrogateescape").read())
    name = os.path.basename(os.path.dirname(case)) + ".json"
    write(name, text)
    alone = [json.loads(line) for line in brcheck("-f", "jsonl", name, cwd=folder).out.splitlines()]
    result = json.loads(brcheck("batch", "-q", name, cwd=folder).out)
    for kind in ("finding", "error"):
        said = [{k: v for k, v in line.items() if k != "type"} for line in alone if line["type"] == kind]
        checks.expect(result[kind + "s"] == said, f"{name}: the same {kind}s", (result, said))
    checks.expect(result["verdict"] == alone[-1]["verdict"], f"{name}: the same verdict", result)
    # The second of two lines may be known by the first.
    write(name, text + "\n" + text)
    for wanted in ("all", "failing", "summary"):
        twice = brcheck("batch", "--results", wanted, name, cwd=folder)
        once = [brcheck("batch", "--results", wanted, "--shard", f"{k}/2", name, cwd=folder) for k in (1, 2)]
        if wanted != "summary":
            checks.expect(twice.out == once[0].out + once[1].out, f"{name}: the same {wanted} twice",
                          (twice, once))
        checks.expect(twice.code == once[0].code, f"{name}: the same exit code twice", twice)

# Lines of one kind say what each says alone, whichever came before.
draw = random.Random(5)
lines = []
for number in range(60):
    exports, imports = draw.randrange(1500, 4000) / 100, draw.randrange(1000, 3000) / 100
    up = draw.choice([6.1, 2.0, 0.4])
    trade = exports + imports
    growth = (trade / (exports / (1 + up / 100) + imports / 1.005) - 1) * 100
    figures = {"exports": f"{exports:.2f} trillion yuan", "imports": f"{imports:.2f} trillion yuan",
               "trade": f"{trade + draw.choice([0, 0, 0, 0.01, 1]):.2f} trillion yuan",
               "export_growth": f"rose {up} percent", "import_growth": "0.5 percent",
               "trade_growth": f"up {growth:.1f} percent",
               "export_share": f"{exports / trade * 100:.{draw.choice([0, 1])}f} percent"}
    if number % 3 == 0:  # a note on a figure that nothing checks, which tells its place
        figures = {"staff": f"{draw.randrange(10, 99)} people", **figures,
                   "offices": f"{draw.randrange(1, 2000)} offices"}
    lines.append(json.dumps({**json.loads(good), "id": f"r{number}", "figures": figures}, ensure_ascii=False))
write("kind.ndjson", "\n".join(lines))
together = brcheck("batch", "kind.ndjson", cwd=folder)
alone = ""
for number, line in enumerate(lines):
    # Blank lines keep the number of the line, and so the places.
    write("kind.ndjson", "\n" * number + line)
    alone += brcheck("batch", "-q", "kind.ndjson", cwd=folder).out
checks.expect(together.out == alone, "lines of one kind: each as alone", together)
verdicts = {json.loads(line)["verdict"] for line in alone.splitlines()}
noted = sum("BR901" in line for line in alone.splitlines())
checks.expect(verdicts == {"consistent", "inconsistent"} and noted > 0, "lines of one kind: of all sorts",
              (verdicts, noted))

checks.finish()
