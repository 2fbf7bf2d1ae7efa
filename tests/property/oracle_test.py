#!/usr/bin/env python3
"""brcheck against an independent oracle: Python's exact fractions and intervals written anew.

1. Each relation alone: for random sums, differences, shares, growth rates, products and orders, many
   of them touching at an end, the verdict and both sides must be the oracle's.
2. True values: reports printed from true values by any rule of rounding are never called
   inconsistent, and no implied interval excludes a true value.
Seeds are fixed; BRCHECK_ORACLE_ROUNDS multiplies the work."""
import json
import os
import pathlib
import random
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import Checks, brcheck, is_sanitized  # noqa: E402

checks = Checks()
ROUNDS = int(os.environ.get("BRCHECK_ORACLE_ROUNDS", "1"))
INFINITY = float("inf")


class Range:
    """Ends as fractions or infinities, with flags that say that the end is left out."""

    def __init__(self, low, low_open, high, high_open):
        self.low, self.low_open, self.high, self.high_open = low, low_open, high, high_open

    def empty(self):
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def combine(a, b, operation):
    """The hull of operation over two bounded ranges, for operations monotone in each operand on the
    ranges used here: the extremes lie at corners, and a corner is attained where both ends are."""
    corners = [(operation(x, y), xo or yo)
               for x, xo in ((a.low, a.low_open), (a.high, a.high_open))
               for y, yo in ((b.low, b.low_open), (b.high, b.high_open))]
    low = min(value for value, _ in corners)
    high = max(value for value, _ in corners)
    return Range(low, all(o for value, o in corners if value == low),
                 high, all(o for value, o in corners if value == high))


def written_range(digits, places, rounding):
    """What a printed number stands for. digits / 10^places, by rule of rounding."""
    unit = Fraction(1, 10 ** places)
    value = digits * unit
    half = unit / 2
    sign = (digits > 0) - (digits < 0)
    if rounding == "nearest":
        return Range(value - half, False, value + half, False)
    if rounding == "half-up":
        return Range(value - half, sign <= 0, value + half, sign >= 0)
    if rounding == "half-even":
        return Range(value - half, digits % 2 != 0, value + half, digits % 2 != 0)
    if rounding == "truncated":
        low, high = (value - unit if sign <= 0 else value), (value + unit if sign >= 0 else value)
        return Range(low, sign <= 0, high, sign >= 0)
    if rounding == "floor":
        return Range(value, False, value + unit, True)
    if rounding == "ceiling":
        return Range(value - unit, True, value, False)
    if rounding == "exact":
        return Range(value, False, value, False)
    raise ValueError(rounding)


RULES = ["nearest", "half-up", "half-even", "truncated", "floor", "ceiling", "exact"]


def text_of(digits, places):
    sign = "-" if digits < 0 else ""
    body = str(abs(digits)).rjust(places + 1, "0")
    return sign + (body if places == 0 else body[:-places] + "." + body[-places:])


def number(text):
    return Fraction(text)


def same_end(text, is_open, value, value_open):
    """An end in the output: exact, or rounded outward to 15 digits where it has no short form."""
    if text is None:
        return abs(value) == INFINITY
    if abs(value) == INFINITY:
        return False
    got = number(text)
    return is_open == value_open and abs(got - value) <= abs(value) / 10 ** 13


def relations_alone(seed):
    rng = random.Random(seed)
    figures, relations, expected = {}, {}, {}

    def figure(name, digits, places, rounding=None):
        rounding = rounding or rng.choice(RULES)
        figures[name] = {"stated": text_of(digits, places), "rounding": rounding}
        return written_range(digits, places, rounding)

    for i in range(250):
        kind = rng.choice(["sum", "difference", "share", "growth", "product", "order"])
        places = rng.randint(0, 2)
        a_digits, b_digits = rng.randint(10, 9999), rng.randint(10, 9999)
        a = figure(f"a{i}", a_digits, places)
        b = figure(f"b{i}", b_digits, rng.choice([places, 1]))
        b_places = len(figures[f"b{i}"]["stated"].partition(".")[2])
        if b.low <= 0:
            b = figure(f"b{i}", 50, b_places, "nearest")
        middle_a = Fraction(a_digits, 10 ** places)
        middle_b = number(figures[f"b{i}"]["stated"])
        if kind == "order":
            sign = rng.choice(["<", "<=", ">", ">="])
            if rng.random() < 0.5:  # meet at an end
                b = figure(f"b{i}", a_digits + rng.choice([-1, 0, 1]), places)
            relations[f"r{i}"] = f"a{i} {sign} b{i}"
            low, high = (a, b) if sign.startswith("<") else (b, a)
            strict = len(sign) == 1 or low.low_open or high.high_open
            ok = low.low < high.high or (low.low == high.high and not strict)
            left, right = a, b
        else:
            operation = {"sum": lambda x, y: x + y, "difference": lambda x, y: x - y,
                         "share": lambda x, y: x / y, "growth": lambda x, y: x / y - 1,
                         "product": lambda x, y: x * y}[kind]
            right = combine(a, b, operation)
            exact = operation(middle_a, middle_b)
            c_places = rng.randint(0, 3)
            c_digits = round(exact * 10 ** c_places) + rng.choice([-3, -2, -1, 0, 0, 1, 2, 3])
            if rng.random() < 0.3:  # a printed number whose interval ends where the other begins
                c_digits = int(right.high * 10 ** c_places) + rng.choice([0, 1])
            left = figure(f"c{i}", c_digits, c_places)
            term = {"sum": "a{0} + b{0}", "difference": "a{0} - b{0}", "share": "share(a{0}, b{0})",
                    "growth": "growth(a{0}, b{0})", "product": "a{0} * b{0}"}[kind].format(i)
            relations[f"r{i}"] = f"c{i} = {term}"
            low, high = max(left.low, right.low), min(left.high, right.high)
            ok = not Range(low,
                           (left.low == low and left.low_open) or (right.low == low and right.low_open),
                           high,
                           (left.high == high and left.high_open)
                           or (right.high == high and right.high_open)).empty()
        expected[f"r{i}"] = (ok, left, right)

    # With the sanitizers a large system takes minutes on a busy machine.
    outcome = brcheck("-f", "json", "-", timeout=900, stdin=json.dumps(
        {"brcheck": 1, "figures": figures, "relations": relations}))
    result = json.loads(outcome.out)["reports"][0]["relations"]
    for name, (ok, left, right) in expected.items():
        got = result[name]
        used = {k: figures[k] for k in figures if k[1:] == name[1:]}
        checks.expect((got["status"] != "fails") == ok, f"verdict on {relations[name]}",
                      f"{used}\ngot {got}")
        for side, value in (("left", left), ("right", right)):
            # Sides are shown in percent where the relation is about a rate of bare numbers.
            factor = 100 if got["unit"] == "%" else 1
            end = got[side]
            checks.expect(
                same_end(end["low"], end["low_open"], value.low * factor, value.low_open)
                and same_end(end["high"], end["high_open"], value.high * factor, value.high_open),
                f"{side} side of {relations[name]}",
                f"{used}\ngot {end}\nexpected {value.low * factor} {value.low_open} "
                f"{value.high * factor} {value.high_open}")


def round_by(value, places, rounding, rng):
    scaled = value * 10 ** places
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    if rounding == "floor" or rest == 0:
        return floor
    if rounding == "ceiling":
        return floor + 1
    if rounding == "truncated":
        return floor if value >= 0 else floor + 1
    if rest == Fraction(1, 2):
        if rounding == "half-up":
            return floor + (value > 0)
        if rounding == "half-even":
            return floor + floor % 2
        return floor + rng.randint(0, 1)
    return floor + (rest > Fraction(1, 2))


def true_values(seed):
    """A little economy with exact values, printed coarsely; every relation is true."""
    rng = random.Random(seed)
    figures, relations, derived, truth = {}, {}, {}, {}

    def state(name, value, places, unit=""):
        rounding = rng.choice(["nearest", "half-up", "half-even", "truncated", "floor", "ceiling"])
        factor = 100 if unit == "%" else 1
        digits = round_by(value * factor, places, rounding, rng)
        figures[name] = {"stated": text_of(digits, places) + unit, "rounding": rounding}
        truth[name] = value

    for g in range(25):
        parts = [Fraction(rng.randint(100, 99999), rng.choice([1, 2, 7, 10, 64, 100]))
                 for _ in range(rng.randint(2, 5))]
        total = sum(parts)
        old = total / (1 + Fraction(rng.randint(-300, 900), 1000))
        places = rng.randint(0, 2)
        for p, part in enumerate(parts):
            state(f"part{g}_{p}", part, places)
            state(f"share{g}_{p}", part / total, rng.randint(0, 2), "%")
            relations[f"share{g}_{p}"] = f"share{g}_{p} = part{g}_{p} / total{g}"
        state(f"total{g}", total, places)
        state(f"old{g}", old, places)
        state(f"growth{g}", total / old - 1, 1, "%")
        state(f"mean{g}", total / len(parts), 2)
        relations[f"sum{g}"] = f"total{g} = sum(part{g}_*)"
        relations[f"shares{g}"] = f"sum(share{g}_*) = 100 %"
        relations[f"growth{g}"] = f"growth{g} = growth(total{g}, old{g})"
        relations[f"mean{g}"] = f"mean{g} = mean(part{g}_*)"
        relations[f"order{g}"] = f"part{g}_0 < total{g}"
        derived[f"grown{g}"] = f"old{g} * (1 + growth{g})"
        truth[f"grown{g}"] = total
        relations[f"grown{g}"] = f"grown{g} = total{g}"
    # With the sanitizers a large system takes minutes on a busy machine.
    outcome = brcheck("-f", "json", "-", timeout=900, stdin=json.dumps(
        {"brcheck": 1, "figures": figures, "derived": derived, "relations": relations}))
    document = json.loads(outcome.out)
    checks.expect(outcome.code == 0 and document["verdict"] == "consistent",
                  f"true values alarm (seed {seed})",
                  json.dumps(document["findings"][:2], indent=1))
    report = document["reports"][0]
    for name, value in truth.items():
        figure = report["figures"].get(name)
        implied = figure["implied"] if figure else report["derived"][name]
        unit = figure["unit"] if figure else report["derived"][name]["unit"]
        shown = value * (100 if unit == "%" else 1)
        low, high = implied["low"], implied["high"]
        checks.expect((low is None or number(low) <= shown) and (high is None or shown <= number(high)),
                      f"implied interval of {name} excludes its true value (seed {seed})",
                      f"{implied} {float(shown)}")


for round_number in range(ROUNDS):
    for seed in range(3 if is_sanitized() else 8):
        relations_alone(round_number * 1000 + seed)
    for seed in range(4 if is_sanitized() else 12):
        true_values(round_number * 1000 + seed)
checks.finish()
