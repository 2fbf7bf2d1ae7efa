#!/usr/bin/env python3
"""Work, memory and depth are bounded: inputs made to be deep, long, wide or hard, each with its outcome and a
bound of CPU seconds and memory. The bounds are some ten times what was measured: a guard against work that
explodes, no benchmark. The table is printed at the end."""
import concurrent.futures
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import BRCHECK, Checks, environment, is_sanitized  # noqa: E402

checks = Checks()
UNKNOWN = {"unknown": True}
WHOLE = {"unknown": True, "whole": True}
MANY = 100_000


def report(figures, relations, derived=None):
    return json.dumps({"brcheck": 1, "figures": figures, "derived": derived or {},
                       "relations": relations if isinstance(relations, dict) else {"r": relations}})


def title(text):
    return '{"brcheck": 1, "title": "' + text + '", "figures": {"a": "1.0"}, "relations": {"r": "a = a"}}'


def chain(count, ends):
    """a0 = a1 = ... in relations of two: all unknown but for the ends, so that all are needed for a conflict."""
    figures = {f"a{i}": UNKNOWN for i in range(count)}
    figures["a0"], figures[f"a{count - 1}"] = ends
    return report(figures, {f"r{i}": f"a{i} = a{i + 1}" for i in range(count - 1)})


def parts(count, value="1.5 kg"):
    return {f"p{i}": value for i in range(count)}


def unknowns(count, kind=None):
    return {f"x{i}": kind or UNKNOWN for i in range(count)}


def shares(count):
    """Amounts of 14 digits, and shares of 12 places that hold."""
    draw = random.Random(11)
    amounts = [draw.randrange(10**13, 10**14) for _ in range(count)]
    figures = {f"p{i}": f"{value / 100:.2f} yuan" for i, value in enumerate(amounts)}
    figures |= {f"s{i}": f"{100 * value / sum(amounts):.12f} %" for i, value in enumerate(amounts)}
    figures["t"] = f"{sum(amounts) / 100:.2f} yuan"
    return report(figures, {**{f"r{i}": f"s{i} = share(p{i}, t)" for i in range(count)}, "t": "t = sum(p*)"})


def products(count, copies=1):
    """Equations that have no work to be decided with; copies have nothing in common."""
    figures, relations = {}, {}
    for k in range(copies):
        x = [f"x{k}_{i}" for i in range(count)]
        figures |= dict.fromkeys(x, UNKNOWN) | {f"c{k}_{i}": f"{5 + i}.3" for i in range(count)}
        relations |= {f"r{k}_{i}": f"c{k}_{i} = {x[i]} * {x[(i + 1) % count]} * {x[(i + 3) % count]} + "
                      f"{x[(i + 2) % count]}" for i in range(count)}
    return report(figures, relations)


def weighted(count, most, seed):
    """Its own draw: rows are written side by side, in any order."""
    draw = random.Random(seed)
    return " + ".join(f"{draw.randrange(1, most)} * x{i}" for i in range(count))


def sparse(count, equations, terms, most, more=()):
    """Each equation adds up some unknowns, drawn as their factors are: few are free, and all numbers grow long."""
    draw = random.Random(1)
    sums = [" + ".join(f"{draw.randint(1, most)} * x{x}" for x in draw.sample(range(count), terms))
            for _ in range(equations)]
    return report(unknowns(count) | {f"f{i}": "1.0" for i in range(equations)},
                  {f"r{i}": f"f{i} = {text}" for i, text in enumerate(sums)} | dict(more))


def wholes(count, equations):
    relations = {f"r{j}": f"{weighted(count, 100, j)} = {1_234_567 + 654_321 * j}" for j in range(equations)}
    return report(unknowns(count, WHOLE), relations | {f"p{i}": f"x{i} >= 0" for i in range(count)})


def pairs(count):
    return report({f"a{i}": f"{i}.0" for i in range(count)},
                  {f"r{i}_{j}": f"a{i} = a{j}" for i in range(count) for j in range(i)})


def production(years):
    """Output by capital and labour, its growth and its sum. The second year's output is wrong."""
    draw = random.Random(5)
    figures, relations, outputs = {"A": "1.20"}, {}, []
    for i in range(years):
        capital, labour = round(draw.uniform(200, 300), 1), round(draw.uniform(100, 150), 1)
        outputs.append(round(1.2 * capital**0.333 * labour**0.667 * (1.09 if i == 1 else 1), 1))
        figures |= {f"k{i}": f"{capital} million", f"l{i}": f"{labour} million", f"y{i}": f"{outputs[i]} million"}
        relations[f"y{i}"] = f"y{i} = A * k{i} ^ 0.333 * l{i} ^ 0.667"
        if i > 0:
            figures[f"g{i}"] = f"{100 * outputs[i] / outputs[i - 1] - 100:.1f} %"
            relations[f"g{i}"] = f"g{i} = y{i} / y{i - 1} - 1"
    figures["y"] = f"{sum(outputs):.1f} million"
    return report(figures, relations | {"y": "y = " + " + ".join(f"y{i}" for i in range(years))})


def regions(count):
    """A correct table of regions: value, share, people, value per head, and both sums."""
    draw = random.Random(3)
    values = [draw.randint(1000, 9999) for _ in range(count)]
    figures, relations = {"total": f"{sum(values) / 10:.1f} million EUR"}, {}
    for i, value in enumerate(values):
        people = draw.randint(2000, 50_000)
        figures |= {f"v{i}": f"{value / 10:.1f} million EUR", f"s{i}": f"{100 * value / sum(values):.2f} %",
                    f"q{i}": f"{people} people", f"p{i}": f"{value * 10**5 / people:.0f} EUR/person"}
        relations |= {f"sh{i}": f"s{i} = share(v{i}, total)", f"pc{i}": f"p{i} = per(v{i}, q{i})"}
    return report(figures, relations | {"sum": "total = sum(v*)", "hundred": "sum(s*) = 100 %"})


def long_numbers(digits):
    return report({"a": "0." + "1234567890" * (digits // 10), "b": "0." + "9876543210" * (digits // 10),
                   "c": "0.5"}, {"r": "c = a * b", "s": "b = a"})


LONG = ("--limit", "digits=200000", "--limit", "characters=400000")
WIDE = ("--limit", "characters=10000000")

# Class, size, text, options, outcome (exit code and a code that has to be there; None: any of 0 and 1),
# CPU seconds, MiB.
TABLE = [
    ("JSON: arrays", "32 Mi deep", lambda: '{"brcheck": 1, "figures": ' + "[" * (32 << 20), (), (2, "BR012"), 4, 400),
    ("JSON: objects", "5 M deep", lambda: '{"a":' * 5_000_000, (), (2, "BR012"), 4, 400),
    ("JSON: nesting=10 M", "1 M deep", lambda: '{"brcheck": 1, "figures": ' + "[" * 10**6 + "]" * 10**6 + "}",
     ("--limit", "nesting=10000000"), (2, "BR003"), 8, 800),
    ("string", "30 MB", lambda: title("x" * 30_000_000), (), (0, ""), 10, 1500),
    ("file", "68 MB", lambda: title("x" * 68_000_000), (), (2, "BR012"), 5, 600),
    ("escapes", "24 MB", lambda: title("\\u0041" * 4_000_000), (), (0, ""), 20, 2000),
    ("comments", "30 MB", lambda: "/* */" * 6_000_000, (), (2, "BR002"), 10, 1500),
    ("id", "1 MB", lambda: report({"a" * 10**6: "1.0"}, "1 = 1"), (), (2, "BR012"), 3, 200),
    ("same id", "100,000 times", lambda: '{"brcheck": 1, "figures": {' + ",".join(['"a": 1'] * MANY) +
     '}, "relations": {"r": "a = a"}}', (), (2, "BR004"), 60, 2000),
    ("unreadable figures", "20,000", lambda: report(parts(20_000, "1 trilion yuan"), "p1 = p2"), (), (2,
     "BR006"), 30, 1000),
    ("unknown names", "20,000 of 20,000", lambda: report({f"figure_{i}": "1.0" for i in range(20_000)},
     {f"r{i}": f"figur_{i} = 1" for i in range(20_000)}), (), (2, "BR005"), 40, 500),
    ("parentheses", "100,000 deep", lambda: report({"a": "1.0"}, "a = " + "(" * MANY + "a" + ")" * MANY), WIDE,
     (2, "BR012"), 2, 200),
    ("signs", "1 M deep", lambda: report({"a": "1.0"}, "a = " + "-" * 10**6 + "a"), WIDE, (2, "BR012"), 3, 200),
    ("sum in one text", "300,000 terms", lambda: report({"a": "1.0"}, "a = " + "a + " * 300_000 + "a"), WIDE,
     (1, "BR102"), 30, 1500),
    ("equalities in one text", "1,000", lambda: report({"a": "1.0"}, " = ".join(["a"] * 1000)), (), (0, ""), 8, 300),
    ("sum by pattern", "100,000 terms", lambda: report({**parts(MANY), "t": "170000.0 kg"}, "t = sum(p*)"), (),
     (1, "BR102"), 90, 2000),
    ("largest by pattern", "10,000 terms", lambda: report({**parts(10_000), "t": "1.5 kg"}, "t = max(p*)"), (),
     (0, ""), 10, 500),
    ("pattern of all, often", "500 x 1,000", lambda: report({**parts(1000), "t": "1500.0 kg"},
     "t < " + "+".join(["sum(p*)"] * 500)), (), (0, ""), 30, 2000),
    ("pattern of all, in each", "1,000 x 1,000", lambda: report({**parts(1000), "t": "1500.0 kg"},
     {f"r{i}": "t = sum(p*)" for i in range(1000)}), (), (0, ""), 40, 3000),
    ("pattern of all, in each", "20,000 x 2,000", lambda: report({**parts(2000), "t": "3000.0 kg"},
     {f"r{i}": "t = sum(p*)" for i in range(20_000)}), (), (2, "BR012"), 30, 2000),
    ("digits", "100,000", lambda: report({"a": "1" * MANY}, "a = a"), (), (2, "BR012"), 2, 200),
    ("digits allowed", "100,000", lambda: long_numbers(MANY), LONG, (1, "BR104"), 60, 1000),
    ("digits, quotients", "25 x 1,000", lambda: report(
        {f"a{i}": "1." + "37" * 490 for i in range(25)} | {"c": "4.0"},
        {f"r{i}": f"c > a{i} / a{(i + 1) % 25} + a{(i + 7) % 25} / a{(i + 3) % 25}" for i in range(25)}), (),
     (0, ""), 40, 1000),
    ("exponent in a relation", "10^9", lambda: report({"a": "1.0"}, "a = 1e1000000000"), (), (2, "BR012"), 2, 200),
    ("exponent in a figure", "10^9", lambda: title("").replace('"1.0"', "1e1000000000"), (), (2, "BR012"), 2, 200),
    ("exponent allowed", "10^9", lambda: title("").replace('"1.0"', "1e1000000000"), ("--limit",
     "exponent=1000000000"), (2, "BR012"), 2, 200),
    ("power", "2^(10^9)", lambda: report({"a": "1.0"}, "a < 2^1000000000"), (), (None, ""), 2, 200),
    ("powers of powers", "1000^4", lambda: report({"a": "1.1"}, "a < (((a^1000)^1000)^1000)^1000"), (), (None,
     ""), 3, 200),
    ("tower", "4 high", lambda: report({"a": "9.1", "b": "2.0"}, "b < a^a^a^a^a"), (), (None, ""), 5, 300),
    ("root", "of order 10^9", lambda: report({"a": "9.1", "b": "2.0"}, {"r": "b < a^(1/999999937)",
     "s": "b = a^0.123456789123456789"}), (), (1, ""), 5, 300),
    ("years", "10^9", lambda: report({"a": "9.1", "b": "2.0", "g": "3.0 %"}, "g = cagr(a, b, 1000000000)"), (),
     (1, "BR205"), 15, 300),
    ("doubled, derived", "1,000 times", lambda: report({"a": "1.1", "z": "7.0"}, "z > d999", {
        "d0": "a", **{f"d{i}": f"d{i - 1} + d{i - 1}" for i in range(1, 1000)}}), (), (1, "BR105"), 10, 300),
    ("squared, derived", "20 times", lambda: report({"a": "1.1", "z": "7.0"}, "z > d20", {
        "d0": "a", **{f"d{i}": f"d{i - 1} * d{i - 1}" for i in range(1, 21)}}), (), (1, "BR105"), 20, 300),
    ("quotients, derived", "3,000", lambda: report({"a": "1.1", "z": "7.0"}, "z > d2999", {
        "d0": "a", **{f"d{i}": f"1 / (1 + d{i - 1}) * a" for i in range(1, 3000)}}), (), (2, "BR903"), 30, 500),
    ("product of long numbers", "50 x 980", lambda: report({f"a{i}": "1." + "37" * 490 for i in range(50)} |
     {"z": "4.0"}, "z > " + "*".join(f"a{i}" for i in range(50))), (), (1, "BR105"), 20, 300),
    ("sums, derived", "100,000", lambda: report({"a": "1.1", "z": "7.0"}, "z > d99999", {
        "d0": "a", **{f"d{i}": f"d{i - 1} + a" for i in range(1, MANY)}}), (), (1, "BR105"), 30, 1000),
    ("squared, derived", "60 times", lambda: report({"a": "1.1", "z": "7.0"}, "z > d60", {
        "d0": "a", **{f"d{i}": f"d{i - 1} * d{i - 1}" for i in range(1, 61)}}), (), (1, "BR105"), 20, 300),
    ("derived in a circle", "100,000", lambda: report({"a": "1.1"}, "a > d0", {
        f"d{i}": f"d{(i - 1) % MANY} + a" for i in range(MANY)}), (), (2, "BR013"), 10, 1000),
    ("chain that holds", "100,000 relations", lambda: report(parts(MANY),
     {f"r{i}": f"p{i} = p{i + 1}" for i in range(MANY - 1)}), (), (0, ""), 30, 2500),
    ("chain in one conflict", "100,000 relations", lambda: chain(MANY, ("1.0", "5.0")), (), (1, "BR301"), 100, 1500),
    ("growth in a circle", "2,000 steps", lambda: report(parts(2000, "1.0"),
     {f"r{i}": f"p{(i + 1) % 2000} = p{i} * 1.01" for i in range(2000)}), (), (1, "BR301"), 30, 500),
    ("order in a circle", "100,000 relations", lambda: report({f"a{i}": UNKNOWN for i in range(1, MANY)} |
      {"a0": "2.0"},
     {f"r{i}": f"a{i} < a{(i + 1) % MANY}" for i in range(MANY)}), (), (2, "BR903"), 30, 2500),
    ("conflicts of one figure", "10,000", lambda: report({"a": "1.0"} | parts(10_000, "2.0"),
     {f"r{i}": f"a = p{i}" for i in range(10_000)}), (), (1, "BR101"), 20, 1000),
    ("conflicts of pairs", "19,900", lambda: pairs(200), (), (1, "BR101"), 20, 1000),
    ("one sum in many ways", "300 x 3,000", lambda: report({**parts(3000), "t": "4500.0 kg"},
     {f"r{i}": f"t + {i * 100} kg = sum(p*)" for i in range(300)}), (), (1, "BR102"), 40, 1000),
    ("conflicts apart", "100,000", lambda: report(parts(MANY, "1.0") | {f"q{i}": "2.0" for i in range(MANY)},
     {f"r{i}": f"p{i} = q{i}" for i in range(MANY)}), (), (1, "BR101"), 150, 2000),
    ("table of shares and values per head", "50 rows", lambda: regions(50), (), (0, ""), 10, 200),
    ("table of shares and values per head", "200 rows", lambda: regions(200), (), (0, ""), 10, 300),
    ("relations", "100,000", lambda: report({"a": "1.0", "b": "2.0"}, {f"r{i}": "a < b" for i in range(MANY)}),
     (), (0, ""), 40, 3000),
    ("figures", "1,000,001", lambda: report(dict.fromkeys((f"a{i}" for i in range(1_000_001)), "1.0"),
     "a1 = a2"), (), (2, "BR012"), 30, 3000),
    ("sums expanded", "3^200", lambda: report({"a": "1.1", "b": "1.2", "c": "1.3", "z": "3.0"},
     "z = (a - b + c)^200"), (), (None, ""), 10, 500),
    ("products of unknowns", "8", lambda: products(8), (), (2, "BR903"), 120, 1000),
    ("products of unknowns", "200 x 8", lambda: products(8, 200), (), (2, "BR903"), 40, 1000),
    ("shares of 14 digits", "12", lambda: shares(12), (), (0, ""), 60, 1000),
    ("whole numbers", "6, 3 equations", lambda: wholes(6, 3), (), (None, ""), 60, 1000),
    ("distances", "12 in a circle", lambda: report({f"x{i}": {"range": {"low": "-5",
     "high": "9"}} for i in range(12)},
     {f"r{i}": f"abs(x{i}) = max(x{(i + 1) % 12}, x{(i + 7) % 12}) + 0.01" for i in range(12)}), (), (None,
     ""), 120, 1000),
    ("nested roots", "60 deep", lambda: report({"a": "2.00"}, "a < " + "sqrt(2 + " * 60 + "a" + ")" * 60), (),
     (None, ""), 20, 300),
    ("dense equations", "20 x 20", lambda: report(unknowns(20, {"range": {"low": "1", "high": "9"}}),
     {f"r{j}": f"{weighted(20, 100, j)} > {4000 + j}" for j in range(20)}), (), (None, ""), 60, 1000),
    ("sums of unknowns", "185 x 8 of 190", lambda: sparse(190, 185, 8, 1), (), (2, "BR009"), 20, 500),
    ("a product among sums", "150 x 3 of 200", lambda: sparse(200, 150, 3, 99, {"p": "x0 * x1 < x2 * x3 + 1000000"}),
     (), (2, "BR009"), 100, 1000),
    ("powers of powers", "200^4", lambda: report({"d": "4.1 ± 2.1", "g": "5.0 ± 1", "h": {"unknown": True}},
     {"r": "g = h * ((((2 * d) ^ 200) ^ 200) ^ 200) ^ 200", "s": "h * d = g * h"}), (), (2, "BR903"), 20, 1000),
    ("powers, three decimals", "12 years, 1 wrong", lambda: production(12), (), (1, "BR104"), 60, 500),
    ("allowances", "100,000", lambda: report({"a": "1.0", "b": "2.0"}, {"r": {"holds": "a = b",
     "allow": [{"code": "BR101", "reason": "x"}] * MANY}}), (), (None, ""), 20, 1000),
]


# A process of its own, small: what a program took is at least what the one that started it had. The system
# ends what takes much longer, or much more memory.
LAUNCHER = """
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
with open(sys.argv[3], "wb") as out:
    code = subprocess.call(sys.argv[4:], stdout=out, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def run(row, folder):
    """Exit code, codes found, CPU seconds and MiB of one run."""
    name, size, text, options, _, seconds, mebibytes = row
    path = os.path.join(folder, f"{name} {size}.json".replace("/", " "))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text())

    bounds = [str(seconds + 5), str((mebibytes + 2000) << 20)]
    measured = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, *bounds, path + ".out",
                               BRCHECK, *options, "-f", "json", path],
                              capture_output=True, text=True, env=environment(), check=True)
    code, seconds, kibibytes = json.loads(measured.stdout)
    with open(path + ".out", encoding="utf-8") as file:
        found = file.read()
    codes = set()
    if code in (0, 1, 2):
        document = json.loads(found)
        codes = {item["code"] for item in document["errors"] + document["findings"]}
    os.remove(path)
    os.remove(path + ".out")
    return code, codes, seconds, kibibytes / 1024


def main():
    if is_sanitized():  # which takes memory of its own, and time
        print("bounds say nothing of a sanitized program")
        checks.expect(True, "skipped")
        checks.finish()
    wanted = [row for row in TABLE if not sys.argv[1:] or any(word in row[0] for word in sys.argv[1:])]
    lines = []
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for row, (code, codes, seconds, mebibytes) in zip(wanted, pool.map(lambda row: run(row, folder), wanted)):
            name, size, _, _, (expected_code, expected), most_seconds, most_mebibytes = row
            outcome = f"{code} {' '.join(sorted(codes))}"
            lines.append(f"{name:26} {size:18} {seconds:7.2f} s {mebibytes:6.0f} MiB  {outcome}")
            checks.expect(code in ((0, 1) if expected_code is None else (expected_code,)) and
                          (not expected or expected in codes), f"{name}, {size}: outcome", lines[-1])
            checks.expect(seconds <= most_seconds, f"{name}, {size}: under {most_seconds} s", lines[-1])
            checks.expect(mebibytes <= most_mebibytes, f"{name}, {size}: under {most_mebibytes} MiB", lines[-1])
    print("\n".join(lines))
    checks.finish()


if __name__ == "__main__":
    main()
