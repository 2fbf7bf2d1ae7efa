// The HTML format in a real browser: every case, every sample, hostile texts, several reports.
// page_test.js [--screenshots FOLDER]: also keeps a picture of each page at each size and look.
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawnSync } = require("child_process");

function skip(reason) {
  console.log(`skipped: ${reason}`);
  process.exit(77);
}

let playwright, HtmlValidate, axeSource;
try {
  playwright = require("playwright-core");
  ({ HtmlValidate } = require("html-validate"));
  axeSource = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
} catch (error) {
  skip("npm's packages are missing: run npm ci in tests/browser");
}
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(fs.existsSync);
if (!browserPath) skip("chromium is not installed");

const project = path.resolve(__dirname, "../..");
const program = process.env.BRCHECK || "brcheck";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "brcheck-page-"));
const at = process.argv.indexOf("--screenshots");
const pictures = at > 0 ? process.argv[at + 1] : null;

let made = 0;
let failed = 0;
function expect(condition, what, detail) {
  ++made;
  if (condition) return;
  ++failed;
  console.log(`FAILED: ${what}\n${JSON.stringify(detail ?? "", null, 1).slice(0, 3000)}\n`);
}

// Each of these would do something if it were not escaped, or break a narrow page.
const hostile = [
  `"quoted" 'text' & <b>bold</b>`,
  `<script>document.title = "run"</script>`,
  `]]> --> </style></svg></title><img src=x onerror="document.title='run'">`,
  `line one\nline two\r\n::error file=x::y`,
  `\u001b[31mred\u001b]0;title\u0007\u009b2J`,
  `\u202egnp.exe\u2066 \u200fright to left\u0000`,
  "word".repeat(2500),
  `javascript:alert(1) {{7*7}} \${7*7} %3Cscript%3E`,
];
function hostileReport() {
  const figures = {};
  const relations = {};
  hostile.forEach((text, i) => {
    figures[`a${i}`] = { stated: "1.0 kg", label: text, at: text, note: text };
    figures[`b${i}`] = { stated: "3.0 kg", label: text, basis: i === 0 ? text : "x" };
    relations[`r${i}`] = { holds: `a${i} = b${i}`, label: text };
  });
  relations.r0.allow = [{ code: "BR101", reason: hostile[1], by: hostile[2], until: "2999-01-01" }];
  figures[`very_${"long_".repeat(300)}name`] = { stated: "2 kg", label: hostile[6] };
  return JSON.stringify({
    brcheck: 1, title: hostile[1] + hostile[6],
    source: { publisher: hostile[2], date: hostile[3], url: "javascript:alert(1)" },
    figures, derived: { d: { is: "a1 + b1", label: hostile[1] } }, relations,
  });
}

function write(name, text) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

/** name -> the arguments of the run that writes the page. */
function pages() {
  const out = {};
  for (const name of fs.readdirSync(path.join(project, "tests/cases")).sort()) {
    const report = path.join(project, "tests/cases", name, "report.json");
    if (fs.existsSync(report)) out[name] = [path.relative(project, report)];
  }
  for (const name of fs.readdirSync(path.join(project, "data")).sort())
    if (name.endsWith(".json")) out[`data_${name.replace(".json", "")}`] = [path.join("data", name)];
  out.hostile = [write("hostile<i>&.json", hostileReport())];
  out.hostile_unreadable = [write("bad.json", `{"brcheck": 1, "figures": {"a": ${JSON.stringify("<script>x</script> ".repeat(3))}, "b": "${"9x".repeat(1500)}"}, "<b>": 1}`)];
  out.hostile_surrogate = [write("surrogate.json", '{"brcheck": 1, "title": "\\ud800 <script>"}')];
  out.hostile_line = [write("line.json", `{"brcheck": 1, "figures": {${"x".repeat(10000)}`)];
  out.several = [out.data_report[0], out.finding_joint[0], out.error_everywhere[0]];
  out.missing = [path.join(folder, "nosuch.json")];
  return out;
}

function render(arguments_) {
  const run = spawnSync(program, ["-f", "html", ...arguments_],
    { encoding: "utf8", cwd: project, maxBuffer: 1 << 28 });
  expect(run.status !== null && run.status <= 2, "the program ends", run.stderr);
  return run.stdout;
}

const looks = [];
for (const width of [360, 1280])
  for (const scheme of ["light", "dark"])
    looks.push({ name: `${width}-${scheme}`, width, scheme, media: "screen" });
for (const scheme of ["light", "dark"])
  looks.push({ name: `print-${scheme}`, width: 720, scheme, media: "print" });

async function look_at(browser, name, html) {
  const file = write(`${name}.html`, html);
  for (const mobile of [true, false]) {
    const context = await browser.newContext({ isMobile: mobile, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    const complaints = [];
    const requests = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto("file://" + file);
    await page.evaluate(axeSource);
    for (const look of looks.filter((l) => (l.width < 500) === mobile)) {
      await page.setViewportSize({ width: look.width, height: 800 });
      await page.emulateMedia({ media: look.media, colorScheme: look.scheme });
      await check(page, name, look);
    }
    expect(complaints.length === 0, `${name}: the browser has no complaint`, complaints);
    expect(requests.length === 1, `${name}: nothing but the file is asked for`, requests);
    await context.close();
  }
}

async function check(page, name, look) {
  const what = `${name} at ${look.name}`;
  const facts = await page.evaluate(() => ({
    title: document.title,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    styled: getComputedStyle(document.querySelector("main")).fontVariantNumeric,
    ink: getComputedStyle(document.body).color,
    active: document.querySelectorAll("script, img, iframe, object, b, i, [onerror], [style]").length,
    links: [...document.querySelectorAll("a")].map((a) => a.protocol),
    headings: [...document.querySelectorAll("h1")].length,
    silent: [...document.querySelectorAll("main svg[role=img]")].filter((s) => !s.getAttribute("aria-label")).length,
    unmarked: [...document.querySelectorAll(".mark")].filter((m) => !/[a-z]/.test(m.textContent)).length,
  }));
  expect(facts.wide <= 0, `${what}: no horizontal scrolling`, facts.wide);
  expect(facts.styled.includes("tabular-nums"), `${what}: the policy lets the style sheet in`, facts);
  expect(facts.title === "Figures checked by brcheck" && facts.headings === 1, `${what}: title`, facts);
  expect(facts.active === 0, `${what}: nothing of the report became an element`, facts);
  expect(facts.links.every((l) => ["http:", "https:", "file:"].includes(l)), `${what}: links`, facts.links);
  expect(facts.silent === 0 && facts.unmarked === 0, `${what}: drawings and marks have words`, facts);
  const dark = /rgb\(2\d\d, 2\d\d, 2\d\d\)/.test(facts.ink);
  expect(dark === (look.scheme === "dark" && look.media === "screen"), `${what}: follows the colour scheme`, facts.ink);
  const found = await page.evaluate(async () => (await axe.run()).violations
    .map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html + " " + n.failureSummary)]));
  expect(found.length === 0, `${what}: axe finds nothing`, found);
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}-${look.name}.png`), fullPage: true });
  if (look.name === "360-light" && name === "hostile") {
    const shown = await page.evaluate(() => document.body.innerText.replace(/\s+/g, " "));
    for (const text of [hostile[0], hostile[1], hostile[2], hostile[6], "line one\\u{000A}line two",
                        "\\u{001B}[31mred", "\\u{202E}gnp.exe", "\\u{0000}"])
      expect(shown.includes(text), `hostile text is shown: ${text.slice(0, 40)}`, shown.slice(0, 500));
  }
}

(async () => {
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: {
    // Drawings close their elements as XML does, and quotation marks are always escaped.
    "void-style": "off", "no-raw-characters": "off", "long-title": "off",
  } });
  const browser = await playwright.chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  try {
    const only = process.env.PAGES ? process.env.PAGES.split(",") : null;
    for (const [name, arguments_] of Object.entries(pages())) {
      if (only && !only.includes(name)) continue;
      const html = render(arguments_);
      const verdict = await validator.validateString(html);
      expect(verdict.valid && verdict.warningCount === 0, `${name}: html-validate`,
        verdict.results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`)).slice(0, 10));
      await look_at(browser, name, html);
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true });
  }
  console.log(`${made} checks, ${failed} failed`);
  process.exit(failed || !made ? 1 : 0);
})();
