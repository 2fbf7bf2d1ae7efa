#!/usr/bin/env python3
"""The formats that people read, HTML and Markdown: whatever a report holds is shown as text, and
nothing of it becomes a tag, a link, a mention or a table cell. tests/browser looks at the page."""
import base64
import hashlib
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import DATA, Checks, brcheck  # noqa: E402

checks = Checks()
folder = pathlib.Path(tempfile.mkdtemp())
cases = pathlib.Path(__file__).resolve().parents[1] / "cases"

HOSTILE = [
    "\"quoted\" 'text' & <b>bold</b> &amp; &lt;",
    "<script>alert(1)</script>",
    "]]> --> <!-- </title></style></svg><img src=x onerror=alert(1)>",
    "line one\nline two\r\n::error file=x::y\n# heading\n- item\n\n| a | b |",
    "\u001b[31mred\u001b]0;title\u0007\u009b2J",
    "\u202egnp.exe\u2066 \u200fright to left",
    "word" * 2500,
    "@octocat and @org/team, #123, org/repo#4, GH-5, :smile:, https://evil.example/x, www.evil.example, a@b.example",
    "[link](https://evil.example) ![image](x) `code` ``two`` *em* _em_ ~~gone~~ a | b \\ $x$ <https://evil.example>",
    "`",
    "$700 billion and $800 billion",
]


def hostile_report(count=1):
    figures, relations = {}, {}
    for i, text in enumerate(HOSTILE * count):
        figures[f"a{i}"] = {"stated": "1.0 kg", "label": text, "at": text}
        figures[f"b{i}"] = {"stated": "3.0 kg", "label": text}
        relations[f"r{i}"] = {"holds": f"a{i} = b{i}", "label": text}
    relations["r1"]["allow"] = [{"code": "BR101", "reason": HOSTILE[7], "by": HOSTILE[8]}]
    derived = {f"d{i}": {"is": f"a{i} + 1 kg", "label": text} for i, text in enumerate(HOSTILE)}
    return {"brcheck": 1, "title": HOSTILE[8] + HOSTILE[7], "figures": figures, "derived": derived,
            "source": {"publisher": HOSTILE[2], "url": "javascript:alert(1)"}, "relations": relations}


def write(name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


class Elements(html.parser.HTMLParser):
    """Which elements and attributes there are, that they nest, and the text between them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.names, self.attributes, self.values, self.pieces, self.open = set(), set(), [], [], []
        self.nested = True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.values += [value or "" for _, value in attributes]
        if tag not in ("meta", "br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in ("meta", "br", "hr", "img"):
            self.open.pop()

    def handle_endtag(self, tag):
        self.nested &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        self.pieces.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.pieces))


def visible(text):
    """As brcheck shows text that a terminal would obey, blanks made single."""
    unsafe = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
    return re.sub(r"\s+", " ", re.sub(unsafe, lambda m: f"\\u{{{ord(m.group()):04X}}}", text))


hostile = write("hostile <i>|`.json", hostile_report())
runs = {case.parent.name: [str(case)] for case in sorted(cases.glob("*/report.json"))}
runs |= {"hostile": [hostile], "unreadable": [write("bad.json", '{"brcheck": 1, "<b>@x": "' + "`" * 9)],
         "several": [os.path.join(DATA, "report.json"), hostile, write("empty.json", "")],
         "missing": [str(folder / "nosuch.json")]}

PAGE = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "article", "section",
        "h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "code",
        "strong", "bdi", "pre", "mark", "figure", "figcaption", "svg", "g", "line", "circle", "path", "a"}
for name, files in runs.items():
    page = brcheck("-f", "html", *files)
    elements = Elements(page.out)
    checks.expect(elements.names <= PAGE, f"{name}: only our elements", elements.names - PAGE)
    checks.expect(elements.nested and not elements.open, f"{name}: elements nest", elements.open)
    checks.expect(not any(a.startswith("on") or a in ("style", "src") for a in elements.attributes),
                  f"{name}: no handler, no inline style, no source", elements.attributes)
    checks.expect(not any(v.startswith("javascript:") for v in elements.values), f"{name}: no such link")
    checks.expect("\x1b" not in page.out and "\u202e" not in page.out, f"{name}: no control characters")
    styles = re.findall(r"<style>(.*?)</style>", page.out, re.S)
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    policy = next((v for v in elements.values if v.startswith("default-src")), "")
    checks.expect(len(styles) == 1 and policy == f"default-src 'none'; style-src 'sha256-{digest}'; "
                  "base-uri 'none'; form-action 'none'",
                  f"{name}: the policy lets in this style sheet and nothing else (sha256-{digest})", policy)
    if name == "hostile":
        for text in HOSTILE:
            checks.expect(visible(text) in elements.text, f"html shows {text[:30]!r}", elements.text[:2000])

# Markdown, read by GitHub's own parser. What it makes alive only later (mentions, issues, emoji) is
# looked for in the text outside of code.
cmark = shutil.which("cmark-gfm")
if not cmark:
    print("skipped: cmark-gfm is not installed, so Markdown is only measured")
KNOWN = {"h2", "h3", "p", "code", "pre", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
runs["very many"] = [write("many.json", hostile_report(300))]
runs["many reports"] = [os.path.join(DATA, "report.json")] * 400
for name, files in runs.items():
    comment = brcheck("-f", "markdown", *files)
    checks.expect(0 < len(comment.out) < 65536, f"{name}: fits into a comment", len(comment.out))
    checks.expect(comment.out.startswith("## "), f"{name}: verdict first", comment.out[:200])
    checks.expect("\x1b" not in comment.out and "\u202e" not in comment.out, f"{name}: no control characters")
    if not cmark:
        continue
    extensions = [e for x in ("table", "autolink", "strikethrough", "tasklist") for e in ("-e", x)]
    read = subprocess.run([cmark, "--unsafe", *extensions], input=comment.out, capture_output=True,
                          encoding="utf-8", check=True).stdout
    elements = Elements(read)
    checks.expect(elements.names <= KNOWN, f"{name}: nothing is alive in Markdown",
                  [line for line in read.splitlines()
                   if any(f"<{tag}" in line for tag in elements.names - KNOWN)][:3])
    outside = re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", read, flags=re.S)
    outside = html.unescape(re.sub(r"<[^>]*>", "", outside))
    checks.expect(not re.search(r"@\w|#\d|:[a-z_]+:|://|\bwww\.", outside), f"{name}: no mention, issue, emoji",
                  re.findall(r".{20}(?:@\w|#\d|:[a-z_]+:|://|\bwww\.).{20}", outside)[:5])
    for row in re.findall(r"<tr>.*?</tr>", read, re.S):
        checks.expect(len(re.findall("<t[hd]>", row)) == 2, f"{name}: two cells a row", row[:300])
    if name == "hostile":
        shown = elements.text.replace("\u200b", "")
        for text in HOSTILE:
            text = visible(text)
            checks.expect((text if len(text) < 400 else text[:200]) in shown, f"markdown shows {text[:30]!r}",
                          shown[:3000])

# What is left out is counted, and what is worse is kept.
many = {"brcheck": 1, "figures": {}, "relations": {}}
for i in range(2000):
    many["figures"][f"a{i}"] = f"{i + 1}.0 kg"
    many["figures"][f"b{i}"] = f"{i + 5}.0 kg"
    many["relations"][f"r{i}"] = {"holds": f"a{i} = b{i}", "severity": "error" if i >= 1990 else "warning"}
comment = brcheck("-f", "markdown", write("ranks.json", many)).out
shown = {word: len(re.findall(rf"^### . {word}\b", comment, re.M)) for word in ("error", "warning")}
left_out = re.search(r"\*\*Left out, since a comment has no room for them:\*\* (\d+) warnings", comment)
checks.expect(shown["error"] == 10, "all errors are kept", shown)
checks.expect(left_out and shown["warning"] + int(left_out.group(1)) == 1990, "what is left out is counted",
              comment[-300:])
shutil.rmtree(folder)
checks.finish()
