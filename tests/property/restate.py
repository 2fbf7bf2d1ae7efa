"""Ways to say a report again: other units, another language, other forms of the same relations. Each takes a
report and a random.Random and returns the report and its renamed ids, or (None, {}) where nothing applies."""
import re

PARTS = ("figures", "derived", "relations")
KEYS = {"figures": "stated", "derived": "is", "relations": "holds"}


def map_texts(report, part, change):
    """Each figure's or relation's text through change(id, text), in short and long form."""
    key = KEYS[part]
    out = {}
    for name, value in report.get(part, {}).items():
        if isinstance(value, str):
            value = change(name, value)
        elif isinstance(value, dict) and isinstance(value.get(key), str):
            value = {**value, key: change(name, value[key])}
        out[name] = value
    return {**report, part: out}


def if_changed(report, out):
    return (out if out != report else None), {}


def long_forms(report, _):
    out = dict(report)
    for part in PARTS:
        out[part] = {name: value if isinstance(value, dict) else {KEYS[part]: value}
                     for name, value in report.get(part, {}).items()}
    return if_changed(report, out)


# Exponents of scale words, and those that are read in two words or from India: one interval, another text.
EXPONENTS = {"": 0, "thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12}
SAME_SCALE = {"billion": "thousand million", "trillion": "million million"}
# A decimal point one place on, and a scale word one step down: the last digit keeps its place.
ONE_STEP_DOWN = {"million": "lakh", "billion": "hundred million", "trillion": "hundred billion"}
SYNONYMS = [(r"\bpercentage points\b", "pp"), (r"\bpercent\b", "%"), (r" %$", " per cent"), (r"\byuan\b", "CNY"),
            (r"\bUSD\b", "US dollars"), (r"\bU\.S\. dollars\b", "USD")]
# Of a thousand to one: the scale word takes it up.
LARGER_BY_THOUSAND = {"tonnes": "kg", "km": "m", "kg": "g"}
NUMBER = r"(\d[\d,]*)(\.\d+)?"


def one_place_on(text):
    """1.31 million: 13.1 lakh, with the last digit still in its place."""
    def change(match):
        whole, fraction, scale = match.group(1), match.group(2), match.group(3)
        return f"{whole}{fraction[1]}.{fraction[2:]} {ONE_STEP_DOWN[scale]}"
    return re.sub(r"\b(\d+)(\.\d{2,}) (million|billion|trillion)\b", change, text)


def smaller_unit(text):
    """12.5 thousand tonnes: 12.5 million kg."""
    def change(match):
        number, scale, unit = match.group(1), match.group(2) or "", match.group(3)
        up = {0: "thousand", 3: "million", 6: "billion", 9: "trillion"}.get(EXPONENTS[scale.strip()])
        return f"{number} {up} {LARGER_BY_THOUSAND[unit]}" if up else match.group()
    return re.sub(r"(\d[\d,]*\.\d+) (thousand |million |billion )?(tonnes|km|kg)$", change, text)


def other_units(report, _):
    def change(_, text):
        moved = one_place_on(smaller_unit(text))
        if moved == text:
            moved = re.sub(r"\b(billion|trillion)\b", lambda m: SAME_SCALE[m.group()], text)
        for pattern, replacement in SYNONYMS:
            again = re.sub(pattern, replacement, moved)
            if again != moved:
                return again
        return moved
    return if_changed(report, map_texts(report, "figures", change))


def multiplied(report, _):
    """All amounts of the one unit that the report has times 1,000, where no relation names an amount."""
    steps = {"": "thousand ", "thousand ": "million ", "million ": "billion ", "billion ": "trillion "}
    amounts = re.compile(r"(\d[\d,]*\.\d+) (|thousand |million |billion )(yuan|USD|tonnes|km)$")
    is_known = True

    def change(_, text):
        nonlocal is_known
        if re.search(r"(%|percent|points|pp)$", text):
            return text
        is_known = is_known and bool(amounts.search(text))
        return amounts.sub(lambda m: f"{m.group(1)} {steps[m.group(2)]}{m.group(3)}", text)

    out = map_texts(report, "figures", change)
    is_plain = all(isinstance(value, str) or isinstance(value, dict) and isinstance(value.get("stated"), str)
                   for value in report["figures"].values())
    units = {unit for unit in ("yuan", "USD", "tonnes", "km") if unit in str(report["figures"])}
    if not is_known or not is_plain or len(units) != 1 or re.search(r"yuan|kg|cagr|index", str(report["relations"])):
        return None, {}
    return if_changed(report, out)


CHINESE = [
    (r"^(over|more than|surpassed|exceeding) ", "超过"), (r"^about ", "约"), (r"^nearly ", "接近"),
    (r"^at most ", "不超过"), (r"^up ", "增长"), (r"^one ", "1 "),
    (r"(?<=\d),(?=\d{3})", ""),
    (r" ?billion ?", "十亿"), (r" ?trillion ?", "万亿"), (r" ?million ?", "百万"), (r" ?thousand ?", "千"),
    (r" ?yuan$", "元"), (r" ?(USD|U\.S\. dollars)$", "美元"), (r" ?(percent|%)$", "%"),
    (r" ?percentage points$", "个百分点"), (r" ?tonnes$", "吨"), (r" ?kg$", "千克"), (r" ?km$", "公里"),
    (r" ?countries$", "个国家"), (r" ?projects$", "个项目"),
]


def in_chinese(report, draw):
    """Each figure whose words are all known here; relations are the same in any language."""
    def change(_, text):
        out = text
        for pattern, replacement in CHINESE:
            out = re.sub(pattern, replacement, out)
        if re.search("[A-Za-z]", out):
            return text
        plain = re.fullmatch(r"(\d+\.\d+)%", out)
        return f"百分之{plain.group(1)}" if plain and draw.random() < 0.5 else out
    return if_changed(report, map_texts(report, "figures", change))


NAME = r"([A-Za-z_]\w*)"


def solved_sums(report, _):
    """a = b + c as a - b = c, and a = b - c as a + c = b. What is allowed is allowed by its code, which says sum
    or difference."""
    if "allow" in str(report["relations"]):
        return None, {}

    def change(_, text):
        text = re.sub(rf"^{NAME} = {NAME} \+ {NAME}$", r"\1 - \2 = \3", text)
        return re.sub(rf"^{NAME} = {NAME} - {NAME}$", r"\1 + \3 = \2", text)
    return if_changed(report, map_texts(report, "relations", change))


MIRRORED = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def swapped_sides(report, _):
    """Every chain read from the right."""
    def change(_, text):
        pieces = re.split(r" (<=|>=|<|>|=) ", text)
        return " ".join(MIRRORED.get(piece, piece) for piece in reversed(pieces))
    return if_changed(report, map_texts(report, "relations", change))


def spelt_out(report, _):
    """Functions of two as the divisions that they mean, with white space and parentheses more."""
    def change(_, text):
        for name, meaning in (("share", r"(\1 / \2)"), ("growth", r"(\1 / \2 - 1)"), ("change", r"(\1 - \2)"),
                              ("points", r"((\1) - (\2))"), ("per", r"\1/\2"), ("ratio", r"\1/\2")):
            text = re.sub(rf"\b{name}\({NAME}, {NAME}\)", meaning, text)
        return text
    return if_changed(report, map_texts(report, "relations", change))
