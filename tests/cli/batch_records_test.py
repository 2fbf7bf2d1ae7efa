#!/usr/bin/env python3
"""Records with relations in common, in JSON and in CSV: each says what the same figures say as a report of
their own, at the places that people wrote."""
import json
import os
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck  # noqa: E402

checks = Checks()
scratch = tempfile.TemporaryDirectory()
folder = scratch.name
os.mkdir(os.path.join(folder, ".git"))


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


FILE = {"brcheck": 1, "title": "Accounts",
        "figures": {"turnover": {"unit": "EUR"}, "costs": {"unit": "EUR"},
                    "profit": {"unit": "EUR", "label": "Profit before tax"}, "margin": {"unit": "%"},
                    "tax": {"unit": "EUR"}, "rate": "19 %"},
        "relations": {"profit_is": "profit = turnover - costs",
                      "margin_is": {"holds": "margin = share(profit, turnover)"},
                      "tax_is": "tax = rate * profit"}}
write("relations.json", json.dumps(FILE, indent=2))
IDS = ["turnover", "costs", "profit", "margin", "tax"]

draw = random.Random(3)
records = []
for number in range(300):
    turnover, costs = draw.randrange(500, 9000) / 10, draw.randrange(100, 499) / 10
    profit = turnover - costs + draw.choice([0] * 8 + [0.1, 7])
    record = {"turnover": f"{turnover:.1f}", "costs": f"{costs:.1f}", "profit": f"{profit:.1f}",
              "margin": f"{profit / turnover * 100:.{draw.choice([0, 1, 2])}f}",
              "tax": f"{profit * 0.19:.{draw.choice([1, 2])}f}"}
    if draw.random() < 0.1:
        del record[draw.choice(IDS)]
    if draw.random() < 0.05:
        record["costs"] = draw.choice(["60.x", "about 50", "5 m", "1,234.5", "60 EUR"])
    records.append(record)


def as_report(number, record):
    figures = {}
    for name, value in FILE["figures"].items():
        value = {"stated": value} if isinstance(value, str) else dict(value)
        if name in record:
            value["stated"] = record[name]
        figures[name] = value
    return {**FILE, "id": f"r{number}", "figures": figures}


write("reports.ndjson", "".join(json.dumps(as_report(n, r)) + "\n" for n, r in enumerate(records)))
write("records.ndjson",
      "".join(json.dumps({"id": f"r{n}", "figures": r}) + "\n" for n, r in enumerate(records)))
table = [["id", *IDS, "remark"]] + [[f"r{n}", *(r.get(name, "") for name in IDS), "x"]
                                    for n, r in enumerate(records)]


def cell(text):
    return f'"{text}"' if "," in text or draw.random() < 0.02 else text


rows = [",".join(cell(text) for text in row) for row in table]
write("table.csv", "\r\n".join(rows) + "\r\n")
write("bare.csv", "\n".join(rows[1:]))
write("semicolons.csv", "\n".join(";".join(row) for row in table))


def told(outcome, shift=0):
    """Without places, and without what counts them."""
    lines = []
    for line in outcome.out.splitlines():
        result = json.loads(line)
        lines.append((result["line"] - shift, result["id"], result["verdict"], result["relations"],
                      [(f["code"], f["message"], f["relation"], f["figures"]) for f in result["findings"]
                       if f["code"] != "BR902"],
                      [(e["code"], e["message"]) for e in result["errors"]]))
    return lines


whole = brcheck("batch", "reports.ndjson", cwd=folder)
expected = told(whole)
checks.expect({line[2] for line in expected} == {"consistent", "inconsistent", "incomplete"},
              "records of all sorts", whole)
in_json = brcheck("batch", "--relations", "relations.json", "records.ndjson", cwd=folder)
in_csv = brcheck("batch", "--relations", "relations.json", "--columns", "header", "table.csv", cwd=folder)
bare = brcheck("batch", "--relations", "relations.json", "--columns", "id," + ",".join(IDS) + ",", "bare.csv",
               cwd=folder)
semicolons = brcheck("batch", "--relations", "relations.json", "--columns", "header", "--separator", ";",
                     "semicolons.csv", cwd=folder)
checks.expect(told(in_json) == expected, "records in JSON say what reports say", in_json)
checks.expect(told(in_csv, 1) == expected, "rows of a table say what reports say", in_csv)
checks.expect(told(bare) == expected, "so do rows without a header", bare)
checks.expect(told(semicolons, 1) == expected, "so do rows with another separator", semicolons)
checks.expect("not used, as no figure is named so: remark" in in_csv.err, "unused columns are told", in_csv)
checks.expect(whole.code == in_json.code == in_csv.code == 2, "the same exit code", in_csv)

# Each alone says what it says among others.
for number in range(0, 300, 23):
    write("one.csv", "\n" * number + rows[number + 1])
    alone = brcheck("batch", "-q", "--relations", "relations.json", "--columns", "id," + ",".join(IDS) + ",",
                    "one.csv", cwd=folder)
    among = bare.out.splitlines(True)[number].replace('"bare.csv"', '"one.csv"')
    checks.expect(alone.out == among, f"row {number}: alone as among others", (alone, among))

# Parts of a table: each reads the header, none checks it.
joined = ""
for part in range(1, 6):
    joined += brcheck("batch", "-q", "--relations", "relations.json", "--columns", "header", "--shard",
                      f"{part}/5", "table.csv", cwd=folder).out
checks.expect(joined == in_csv.out, "parts of a table add up to it", joined[:300])

# A row is read as a whole: bytes that are no UTF-8 are told wherever they stand.
with open(os.path.join(folder, "bytes.csv"), "wb") as file:
    file.write(b"id,turnover,costs,profit,remark\na,100.0,60.0,40.0,x\nb,100.0,60.0,40.0,\xff\n"
               b"c,100.0,60.0,40.0,\xc3\xa4\n")
verdicts = [json.loads(line)["verdict"] for line in
            brcheck("batch", "-j", "1", "--relations", "relations.json", "--columns", "header", "bytes.csv",
                    cwd=folder).out.splitlines()]
checks.expect(verdicts == ["consistent", "incomplete", "consistent"], "bytes that are no UTF-8", verdicts)

# Places.
write("places.csv", 'id,turnover,costs,profit,margin\nä,100.0,60.0,"50.0",40.0\nb,1,"2,3\nc,1,2\nd,1,6o,2,3\n')
placed = [json.loads(line) for line in brcheck("batch", "--relations", "relations.json", "--columns", "header",
                                               "places.csv", cwd=folder).out.splitlines()]
finding = next(f for f in placed[0]["findings"] if f["severity"] == "error")
related = {r["figure"]: (r["location"]["path"], r["location"]["line"], r["location"]["column"],
                         r["location"]["end_column"]) for r in finding["related"]}
checks.expect(finding["location"]["path"] == "places.csv" and finding["location"]["line"] == 2 and
              related["profit"] == ("places.csv", 2, 14, 20), "a finding stands in its row", finding)
checks.expect([(r["errors"][0]["code"], r["errors"][0]["location"]["line"],
                r["errors"][0]["location"]["column"]) for r in placed[1:]] ==
              [("BR003", 3, 5), ("BR003", 4, 1), ("BR008", 5, 6)], "an error stands in its row", placed[1:])

# What cannot be used is said before anything is checked.
for arguments, said in [
        (["--columns", "header", "table.csv"], "--columns needs --relations"),
        (["--relations", "relations.json", "--separator", ";", "table.csv"], "--separator needs --columns"),
        (["--relations", "relations.json", "--columns", "header", "--separator", "x", "table.csv"],
         "--separator takes"),
        (["--relations", "relations.json", "--columns", "id,turnofer", "table.csv"],
         'did you mean "turnover"?'),
        (["table.csv"], "--relations relations.json --columns header"),
        (["--relations", "relations.json", "table.csv"], "is a table"),
        (["--relations", "none.json", "records.ndjson"], "none.json"),
        (["--relations", "records.ndjson", "records.ndjson"], "records.ndjson:"),
        (["--relations", "relations.json", "--columns", "header", "--separator", ";", "table.csv"],
         "no column of the first row is named as a figure"),
        (["--relations", "relations.json", "--summary", "relations.json", "records.ndjson"],
         "is read in this run")]:
    outcome = brcheck("batch", *arguments, cwd=folder)
    checks.expect(outcome.code == 2 and outcome.out == "" and said in outcome.err, " ".join(arguments), outcome)

write("id.json", '{"brcheck": 1, "figures": {"id": "5", "costs": "5"}, "relations": {"r": "id = costs"}}')
outcome = brcheck("batch", "--relations", "id.json", "--columns", "header", "table.csv", cwd=folder)
checks.expect(outcome.code == 2 and 'a figure named "id"' in outcome.err, "a figure that no column can give",
              outcome)
write("twice.csv", "id,costs,costs\na,1,2\n")
outcome = brcheck("batch", "--relations", "relations.json", "--columns", "header", "twice.csv", cwd=folder)
checks.expect(outcome.code == 2 and 'two columns are named "costs"' in outcome.err, "a column twice", outcome)

checks.finish()
