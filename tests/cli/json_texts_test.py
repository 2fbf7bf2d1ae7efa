#!/usr/bin/env python3
"""JSON as RFC 8259 has it: texts that are JSON, texts that are not, each with the place where it ceases
to be, and those on which the standard leaves the choice. The classes are those of the known public suite
(structure, numbers, strings, encodings, nesting); the texts are our own."""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from support.program import Checks, brcheck  # noqa: E402

checks = Checks()
folder = tempfile.mkdtemp()

# In a text that is refused § stands before the character of which the error tells.
VALID, REFUSED, CHOSEN = [], [], []

# --- structure
VALID += ["null", "true", "false", "0", '""', "[]", "{}", " null ", "\t[\r\n]\n", "[[]]", '{"":0}',
          '{"a":{}}', "[null]", "[true,false,null]", '{"a":[]}', '[{"a":1},{"a":2}]', "[[],[[]]]",
          '{"a":1,"b":2}', ' { "a" : [ 1 , 2 ] } ', '{"a b":1}', '{"\\u0061":1}', '["",""]', "[\n\n1\n]",
          '{"a":null,"A":null}', "[0,[1,[2,[3]]]]", "\n\n\ntrue", "[1,\n2]", '{"a"\n:\n1}']
REFUSED += ["§", " §", "\n§", "[§", "{§", "§]", "§}", "[]§]", "{}§}", "[1§", '{"a"§', '{"a":§', '{"a":1§',
            "[null§", "[true§", "[[[[[[[[§", "[[]§", "[{}§", "[[1]§",
            "[1§,]", "[§,1]", "[1,§,2]", "[§,]", '{"a":1§,}', "{§,}", '{"a":1,§,"b":2}', "[1 §2]", '["a" §"b"]',
            '{"a" §1}', '{"a"§,1}', '{"a":1 §"b":2}', '{"a":§}', "{§1:2}", "{§a:1}", "{§'a':1}", "[§'a']",
            '{"a":1} §x', "[]§[]", "null §null", "1 §2", "[1§;2]", '{"a"§=1}', "{§[]:1}", "{§null:1}",
            "{§{}:1}", "[§)", "§(1)", "§<1>", "[1§}", '{"a":1§]', "[[§}", '{"a":[§}', "§nul", "null§l",
            "§tru", "§TRUE", "§True", "§None", "§undefined", "[§a]", "[§tru", "§*", "[§*]", "[§:1]",
            '{"a":§:1}', "[§&]", "[1§:2]", '{"a":1§:2}', "§,", "§:", "[§\\n]", '[""§"]']

# --- numbers
VALID += ["0", "-0", "1", "-1", "10", "1234567890", "0.0", "0.5", "-0.5", "1.5", "1.50", "1e5", "1E5", "1e+5",
          "1e-5", "1E+05", "0e0", "0e+1", "0E-1", "-0e1", "1.5e3", "1.5E-3", "123456789012345678901234567890",
          "0.000000000000000000000000000001", "1e00005", "[1,-1,1.5,-1.5e5]", "1e400", "-1e400", "1e-400",
          "9007199254740993", "1.7976931348623157e309", "5e-324"]
# Of a numeral that is none all of it is told.
REFUSED += ["§" + text for text in (
    "+1", "-", "-a", "--1", "01", "00", "-01", ".5", "-.5", "1.", "1.e5", "1e", "1e+", "1e-", "1ea", "1.2.3",
    "1e5e5", "1e5.5", "0x10", "1_000", "Infinity", "-Infinity", "NaN", "nan", "1f", "1L", "１", "½", "- 1")]
REFUSED += ["1§,000", "1§%", "1 §000", "§1e 5", "1 §e5", "[§1a]", "[§+1]", "[§1-1]", "[§1+1]", "[§01]", "[§-01]",
            "[§1.]", "[§.1]", "[§1e]", "[§-]"]

# --- strings
VALID += ['"a"', '"\\""', '"\\\\"', '"\\/"', '"/"', '"\\b\\f\\n\\r\\t"', '"\\u0000"', '"\\u0041"', '"\\u00e9"',
          '"\\u20AC"', '"\\uD83D\\uDE00"', '"\\ud83d\\ude00"', '"é"', '"€"', '"😀"', '"\u007f"', '"\u0080"',
          '"\u2028"', '"\u2029"', '"\ufeff"', '"\ufffe"', '"\uffff"', '"\U0010ffff"', '"\u00a0"', '"\u200b"', '"\'"',
          '"a\\u0000b"', '"\\u000a"', '"\\uFFFF"', '"\\uDBFF\\uDFFF"', '"\\ud800\\udc00"', '"中文"', '"\\\\u0041"',
          '"//"', '"/*"', '"#"', '" "', '"[1,2]"', '"{\\"a\\":1}"', '"\\u0022"', '"\\u005c"']
REFUSED += ['§"', '§"a', "§'a'", '§"\\', '"a"§"', '"§\\x41"', '"§\\a"', '"§\\0"', '"§\\\'"', '"§\\ "', '"§\\U0041"',
            '"§\\u"', '"§\\u0"', '"§\\u00"', '"§\\u000"', '"§\\u000g"', '"§\\uZZZZ"', '"§\\u{41}"', '"§\\u+041"',
            '"§\\u 041"', '"§\\ud800"', '"§\\udc00"', '"§\\ud800a"', '"§\\ud800\\u0041"', '"§\\udc00\\ud800"',
            '"§\\ud800\\ud800"', '"§\\é"', '"ab§\\q"', '["a§\\v"]', '{"a§\\z":1}', '[§"a]', '{§"a:1}', "§`a`",
            "§“a”"]
# Control characters have to be escaped.
REFUSED += [f'"a§{chr(code)}b"' for code in range(1, 0x20) if chr(code) not in "\n\r"]
VALID += [f'"a\\u{code:04x}b"' for code in range(0x20)]

# --- what stands between the parts
VALID += [f"{blank}[{blank}1{blank},{blank}2{blank}]{blank}" for blank in (" ", "\t", "\n", "\r", "\r\n", "  \n ")]
REFUSED += [f"[§{blank}1]" for blank in ("\v", "\f", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\u200b",
                                         "\x01", "\x7f", "\ufeff", "\u0000")]

# --- comments are read though the standard has none; nothing else is
CHOSEN += ["// c\n1", "/* c */ 1", "[1, // c\n2]", "[1 /* c */, 2]", "1 // c", "/**/1", "[/* ] */1]",
           '{"a": /* x */ 1}', "1\n// c\n", "/* // */1"]
REFUSED += ["1§# c", "[1, §# c\n2]", "[§1-- c\n]", "§/ 1", "[1§/]"]

# --- nesting
for open_, close in ("[", "]"), ('{"a":', "}"):
    inner = "1" if close == "}" else ""
    for levels in 1, 2, 10, 63, 64:
        VALID.append(open_ * levels + inner + close * levels)
    REFUSED += [open_ * 10 + inner + close * 9 + "§", open_ * 10 + inner + close * 10 + "§" + close]

# --- a byte-order mark is skipped, one inside is not
CHOSEN += ["\ufeff[]", "\ufeff {}", "\ufeff1"]
REFUSED += ["\ufeff§", "[]§\ufeff", "\ufeff§\ufeff[]"]


def split(marked):
    """The text, and line and column of the mark."""
    before, after = marked.split("§")
    lines = before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return before + after, len(lines), len(lines[-1]) + 1


def errors_of(texts):
    """By text, the codes and places that the program tells of it."""
    names = []
    for number, text in enumerate(texts):
        names.append(os.path.join(folder, f"{number}.json"))
        with open(names[-1], "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    told = {name: [] for name in names}
    for begin in range(0, len(names), 100):
        outcome = brcheck("-f", "jsonl", *names[begin:begin + 100])
        checks.expect(outcome.code == 2, "no JSON text of these is a report", outcome.code)
        for line in outcome.out.splitlines():
            entry = json.loads(line)
            if entry["type"] == "error":
                place = entry["location"]
                told[place["path"]].append((entry["code"], place["line"], place["column"], entry["message"]))
    return [told[name] for name in names]


def is_json(text):
    def refuse(word):
        raise ValueError(word)
    try:
        json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        return False
    return True


for text, errors in zip(VALID + CHOSEN, errors_of(VALID + CHOSEN)):
    checks.expect(not any(code == "BR002" for code, *_ in errors), f"is JSON: {text!r}", errors)
for text in VALID:
    checks.expect(is_json(text), f"Python's reader agrees that it is JSON: {text!r}")
refused = [split(marked) for marked in REFUSED]
for (text, line, column), errors in zip(refused, errors_of([text for text, *_ in refused])):
    checks.expect([error[:3] for error in errors] == [("BR002", line, column)],
                  f"no JSON, at {line}:{column}: {text!r}", errors)
    # Which leaves halves of pairs to whoever reads on.
    checks.expect(not is_json(text) or "\\u" in text, f"Python's reader agrees: no JSON: {text!r}")

# --- encodings: bytes that are no UTF-8, in a string, with their place
good = b'["\xc3\xa9", "'
bad = [b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xc3", b"\xc3\x28", b"\xe0\x80\x80", b"\xe0\x9f\xbf",
       b"\xe2\x82", b"\xe2\x28\xa1", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf0\x80\x80\x80", b"\xf0\x8f\xbf\xbf",
       b"\xf0\x9f\x98", b"\xf0\x28\x8c\xbc", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80\x80",
       b"\xfc\x84\x80\x80\x80\x80", b"\xfe", b"\xff", b"\xfe\xff", b"\xff\xfe"]
for text, errors in zip(bad, errors_of([good + text + b'"]' for text in bad])):
    checks.expect([error[:3] for error in errors] == [("BR002", 1, 8)], f"no UTF-8: {text!r}", errors)
outside = [b"\xff[]", b"[]\xff", b"[\xff]", b'{"a\xff":1}', "[1]".encode("utf-16"), "[1]".encode("utf-16-le"),
           "[1]".encode("utf-32"), "{}".encode("utf-16-be"), b"\x00", b"[]\x00", b"\x00[]", b'"a\x00b"',
           b"\xef\xbb[]", b"\xef\xbb\xbf", b"\xef"]
for text, errors in zip(outside, errors_of(outside)):
    checks.expect([code for code, *_ in errors] == ["BR002"], f"no UTF-8, or no JSON: {text!r}", errors)

# --- strings mean what Python reads in them
strings = [text for text in VALID if text.startswith('"')]
names = []
for number, text in enumerate(strings):
    names.append(os.path.join(folder, f"title{number}.json"))
    with open(names[-1], "w", encoding="utf-8") as file:
        file.write('{"brcheck":1,"title":' + text + ',"figures":{"a":"1 kg"},"relations":{"r":"a = a"}}')
reports = json.loads(brcheck("-f", "json", *names).out)["reports"]
checks.expect(len(reports) == len(strings), "each is a report", len(reports))
for text, report in zip(strings, reports):
    checks.expect(report["title"] == json.loads(text), f"decoded: {text!r}", report["title"])

# --- deeper than the limit: refused at the bracket that is too much
for open_ in "[", '{"a":':
    for levels in 65, 100, 100_000:
        (errors,) = errors_of([open_ * levels])
        checks.expect([error[:3] for error in errors] == [("BR012", 1, 64 * len(open_) + 1)],
                      f"{levels} levels of {open_}", errors)

print(f"{len(VALID)} valid, {len(refused) + len(bad) + len(outside)} refused, {len(CHOSEN)} chosen")
checks.finish()
