#!/usr/bin/env python3
"""Every printed digit of small reports changed to every other, against brute force.

Each report has two free quantities x and y; all that it prints is a bound on a linear form of them. brcheck's
verdict on each mutant is compared with that of the corners of a polygon, in exact fractions. All mutants go
through one batch."""
import itertools
import json
import pathlib
import random
import re
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck, is_sanitized  # noqa: E402

checks = Checks()
X, Y = (1, 0), (0, 1)
# Far from all that is printed; it makes every polygon one with corners.
FAR = [(1, 0, Fraction(10**6), False), (-1, 0, Fraction(10**6), False),
       (0, 1, Fraction(10**6), False), (0, -1, Fraction(10**6), False)]


def true_values(text):
    """(low, is open), (high, is open) of a printed figure; None for an end that is none."""
    rule, number = re.fullmatch(r"(over |at least |truncated )?([\d.]+)", text).groups()
    value = Fraction(number)
    unit = Fraction(1, 10 ** len(number.partition(".")[2]))
    if rule == "over ":
        return (value, True), None
    if rule == "at least ":
        return (value, False), None
    if rule == "truncated ":  # toward zero: to either side of 0
        return ((value, False) if value else (-unit, True)), (value + unit, True)
    return (value - unit / 2, False), (value + unit / 2, False)


def between(form, ends):
    """Half-planes (p, q, r, is strict): p*x + q*y <= r, or < r."""
    low, high = ends
    p, q = form
    if low:
        yield -p, -q, -low[0], low[1]
    if high:
        yield p, q, high[0], high[1]


def ratio_between(above, below, ends):
    """above / below within ends, where below is positive."""
    for (end, is_open), sign in zip(ends, (-1, 1)):
        yield (sign * (above[0] - end * below[0]), sign * (above[1] - end * below[1]), Fraction(0), is_open)


def is_possible(planes):
    """The closed polygon's corners; their middle is inside of all that some point is inside of."""
    planes = [*planes, *FAR]
    corners = set()
    for (a, b, c, _), (d, e, f, _) in itertools.combinations(planes, 2):
        area = a * e - b * d
        if area == 0:
            continue
        x, y = (c * e - b * f) / Fraction(area), (a * f - c * d) / Fraction(area)
        if all(p * x + q * y <= r for p, q, r, _ in planes):
            corners.add((x, y))
    if not corners:
        return False
    x, y = (sum(corner[i] for corner in corners) / len(corners) for i in (0, 1))
    return all(p * x + q * y < r or (not strict and p * x + q * y == r) for p, q, r, strict in planes)


def plus(a, b, sign=1):
    return a[0] + sign * b[0], a[1] + sign * b[1]


SUM, DIFFERENCE = plus(X, Y), plus(X, Y, -1)
# Relations, and what each printed figure is: a form p*x + q*y, or a ratio of two forms in percent.
FAMILIES = {
    "sum": (["c = a + b"], {"a": X, "b": Y, "c": SUM}),
    "difference": (["c = a - b"], {"a": X, "b": Y, "c": DIFFERENCE}),
    "sum and difference": (["c = a + b", "d = a - b"], {"a": X, "b": Y, "c": SUM, "d": DIFFERENCE}),
    "share": (["c = share(a, b)"], {"a": X, "b": Y, "c": (X, Y)}),
    "share of a sum": (["c = a / (a + b)"], {"a": X, "b": Y, "c": (X, SUM)}),
    "sum and share": (["c = a + b", "d = share(a, c)"], {"a": X, "b": Y, "c": SUM, "d": (X, SUM)}),
    "growth": (["c = growth(a, b)"], {"a": X, "b": Y, "c": (DIFFERENCE, Y)}),
    "order": (["c = a + b", "b < a"], {"a": X, "b": Y, "c": SUM}),
}


def is_ratio(form):
    return isinstance(form[0], tuple)


def draw_base(draw, forms):
    """A true report: values of x and y, and all the rest printed from them."""
    x, y = Fraction(draw.randrange(200, 980), 100), Fraction(draw.randrange(100, 190), 100)
    printed = {}
    for name, form in forms.items():
        above, below = form if is_ratio(form) else (form, None)
        value = above[0] * x + above[1] * y
        if below:
            value = 100 * value / (below[0] * x + below[1] * y)
        places = draw.choice([1, 2]) if not below else draw.choice([0, 1])
        rule = draw.choice(["", "", "", "truncated "] if below else ["", "", "", "over ", "at least ", "truncated "])
        digits = int(value * 10**places) if rule else round(value * 10**places)
        text = str(digits).rjust(places + 1, "0")
        printed[name] = rule + (f"{text[:-places]}.{text[-places:]}" if places else text)
    return printed


def mutants(printed):
    """Each digit to each other; a zero never leads longer numbers."""
    for name, text in printed.items():
        for at, old in ((m.start(), m.group()) for m in re.finditer(r"\d", text)):
            for new in "0123456789":
                changed = text[:at] + new + text[at + 1:]
                if new != old and not re.search(r"(^| )0\d", changed):
                    yield {**printed, name: changed}


def report_of(printed, relations, forms):
    figures = {}
    for name, text in printed.items():
        unit = " %" if is_ratio(forms[name]) else " yuan"
        is_cut = text.startswith("truncated ")
        figures[name] = {"stated": text.removeprefix("truncated ") + unit,
                         "rounding": "truncated" if is_cut else "nearest"}
    return {"brcheck": 1, "figures": figures,
            "relations": {f"r{i}": relation for i, relation in enumerate(relations)}}


def planes_of(printed, relations, forms):
    for name, form in forms.items():
        ends = true_values(printed[name])
        if is_ratio(form):
            yield from ratio_between(*form, [(end / 100, is_open) for end, is_open in ends])
        else:
            yield from between(form, ends)
    if "b < a" in relations:
        yield -1, 1, Fraction(0), True


draw = random.Random(7)
expected, lines = [], []
for family, (relations, forms) in FAMILIES.items():
    for _ in range(4 if is_sanitized() else 7):
        base = draw_base(draw, forms)
        for printed in [base, *mutants(base)]:
            divisor_is_positive = all(true_values(printed[name])[0][0] > 0
                                      for name, form in forms.items() if form in (X, Y))
            if divisor_is_positive or not any(map(is_ratio, forms.values())):
                expected.append((family, printed, is_possible(planes_of(printed, relations, forms))))
                lines.append(json.dumps(report_of(printed, relations, forms)))

outcome = brcheck("batch", "-q", "-", stdin="\n".join(lines), timeout=300)
results = [json.loads(line) for line in outcome.out.splitlines()]
checks.expect(len(results) == len(lines), "a result for each mutant", outcome.err)
for family in FAMILIES:
    rows = [(printed, possible, line, result) for (name, printed, possible), line, result
            in zip(expected, lines, results) if name == family]
    for printed, possible, line, result in rows:
        verdict = "consistent" if possible else "inconsistent"
        checks.expect(result["verdict"] == verdict, f"{family}: {printed} is {verdict}", f"{line}\n{result}")
    possible = sum(row[1] for row in rows)
    print(f"{len(rows):5} {family}: {possible} possible, {len(rows) - possible} impossible")
    checks.expect(0 < possible < len(rows), f"{family}: both verdicts")
checks.expect(len(lines) >= (2000 if is_sanitized() else 4000), "as many as promised", len(lines))
checks.finish()
