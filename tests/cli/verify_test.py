#!/usr/bin/env python3
"""Every certificate that the program writes is accepted by "brcheck verify", and no digit of it, nor
of what the report prints, can be changed unnoticed."""
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import DATA, PROJECT, Checks, brcheck, is_sanitized  # noqa: E402

checks = Checks()
most_of_each_report = 4 if is_sanitized() else 24
number = re.compile(r"(?<![A-Za-z_0-9])[0-9]+(?![A-Za-z_0-9])")


def digests(text):
    """Pairs of a certificate's text and the digest that stands beside it."""
    for kind in ("refutation", "witness"):
        for match in re.finditer(rf'"{kind}": ({{.*?}}),\s+"{kind}_digest": "(.*?)"', text):
            yield match.groups()


def fnv1a(text):
    mark = 0xcbf29ce484222325
    for byte in text.encode():
        mark = (mark ^ byte) * 0x100000001b3 % 2 ** 64
    return f"{mark:016x}"


def digits_of(value, path=()):
    """Where digits of numbers stand in a JSON value; names are none."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from digits_of(member, path + (key,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from digits_of(item, path + (index,))
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        for match in number.finditer(str(value)):
            for at in range(*match.span()):
                yield path, at


def with_digit(text, at):
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1:]


def changed(document, path, at):
    copy = json.loads(json.dumps(document))
    place = copy
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    new = with_digit(str(old), at)
    place[path[-1]] = int(new) if isinstance(old, int) else new
    return copy


def printed_digits(text, entry):
    """Where digits of stated figures and of relations stand in the file."""
    found = set()
    for id, figure in entry["figures"].items():
        if figure["stated"] is None:
            continue
        pattern = (rf'"{id}"\s*:\s*(?:\{{[^{{}}]*?"stated"\s*:\s*)?'
                   rf'("?{re.escape(figure["stated"])}"?)(?![0-9.])')
        found.update(match.span(1) for match in re.finditer(pattern, text))
    for relation in entry["relations"].values():
        start = 0
        quoted = json.dumps(relation["holds"], ensure_ascii=False)
        while (start := text.find(quoted, start)) >= 0:
            found.add((start, start + len(quoted)))
            start += 1
    for begin, end in sorted(found):
        yield from (begin + match.start() for match in re.finditer("[0-9]", text[begin:end]))


def some(items):
    """A fixed choice from all parts of a list."""
    items = list(items)
    return items[::max(1, -(-len(items) // most_of_each_report))]


def verify(report, document):
    # Under its own name: the program finds a report in the document by its path.
    result = folder / "result.json"
    result.write_text(document if isinstance(document, str) else json.dumps(document))
    return brcheck("verify", str(report), str(result))


paths = sorted(pathlib.Path(DATA).glob("*.json")) + sorted(
    pathlib.Path(PROJECT, "tests", "cases").glob("*/report.json"))
refutations = witnesses = 0
with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary)
    for path in paths:
        name = str(path.relative_to(PROJECT))
        run = brcheck("-f", "json", str(path))
        if run.code == 2:
            checks.expect(verify(path, run.out).code == 2, f"{name}: nothing to prove")
            continue
        outcome = verify(path, run.out)
        checks.expect(outcome.code == 0, f"{name}: certificates are accepted", outcome)

        document = json.loads(run.out)
        entry = document["reports"][0]
        certificates = [("conflicts", i, "refutation") for i in range(len(entry["conflicts"]))]
        refutations += len(certificates)
        if entry["witness"] is not None:
            certificates.append(("witness",))
            witnesses += 1
        checks.expect(certificates, f"{name}: there is something to prove", run)
        written = list(digests(run.out))
        checks.expect(len(written) == len(certificates) and
                      all(fnv1a(text) == digest for text, digest in written),
                      f"{name}: digests are those of the certificates", written)

        def value_at(place):
            value = entry
            for key in place:
                value = value[key]
            return value

        everywhere = [(("reports", 0) + place + inner, at) for place in certificates
                      for inner, at in digits_of(value_at(place))]
        for place, at in some(everywhere):
            outcome = verify(path, changed(document, place, at))
            checks.expect(outcome.code in (1, 2), f"{name}: digit {at} of {place} changed", outcome)
        place = certificates[-1]
        digest = list(value_at(place[:-1] + (place[-1] + "_digest",)))
        digest[0] = "0" if digest[0] != "0" else "1"
        other = json.loads(json.dumps(document))
        parent = other["reports"][0]
        for key in place[:-1]:
            parent = parent[key]
        parent[place[-1] + "_digest"] = "".join(digest)
        outcome = verify(path, other)
        checks.expect(outcome.code == 1 and "changed after it was written" in outcome.out,
                      f"{name}: another digest", outcome)

        for relation in list(entry["relations"]):
            if entry["relations"][relation]["status"] != "holds":
                continue
            other = json.loads(json.dumps(document))
            other["reports"][0]["relations"][relation]["status"] = "fails"
            outcome = verify(path, other)
            checks.expect(outcome.code == 1, f"{name}: {relation} is said to fail", outcome)

        text = path.read_text(encoding="utf-8")
        digits = list(printed_digits(text, entry))
        checks.expect(digits, f"{name}: digits in figures and relations")
        for at in some(digits):
            report = folder / "report.json"
            report.write_text(with_digit(text, at), encoding="utf-8")
            outcome = verify(report, run.out)
            checks.expect(outcome.code in (1, 2),
                          f"{name}: character {at} changed: {text[at - 20:at + 20]!r}", outcome)
checks.expect(refutations >= 10 and witnesses >= 5, "both kinds of certificates",
              f"{refutations} refutations, {witnesses} witnesses")
checks.finish()
