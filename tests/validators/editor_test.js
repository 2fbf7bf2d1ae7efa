// What an editor makes of the published schemas: VS Code's own language service completes, explains and
// checks reports and settings with them. usage: editor_test.js BRCHECK
// A cursor is written as |. Exits with 77 where the service is not installed.
'use strict';

const {execFileSync} = require('child_process');

let service;
try {
    service = require('vscode-json-languageservice');
} catch {
    console.log('skipped: vscode-json-languageservice is not installed (npm ci in tests/validators)');
    process.exit(77);
}

const program = process.argv[2];
const languages = service.getLanguageService({});
languages.configure({
    allowComments: true,
    schemas: ['report', 'config', 'baseline'].map((name) => ({
        uri: `brcheck://${name}`,
        fileMatch: [name === 'report' ? '*.brcheck.json' : `${name}.json`],
        schema: JSON.parse(execFileSync(program, ['schema', name], {encoding: 'utf8'})),
    })),
});

let checks = 0;
let failures = 0;
function expect(condition, what, detail) {
    checks += 1;
    if (condition) return;
    failures += 1;
    console.log(`FAILED: ${what}\n${JSON.stringify(detail, null, 1)}`);
}

function open(file, text) {
    const offset = text.indexOf('|');
    const document =
        service.TextDocument.create(`file:///${file}`, 'jsonc', 1, text.replace('|', ''));
    return [document, document.positionAt(offset), languages.parseJSONDocument(document)];
}

const report = 'a.brcheck.json';
const text = (value) => (typeof value === 'string' ? value : value?.value ?? '');

async function completions(file, source) {
    const list = await languages.doComplete(...open(file, source));
    return list.items;
}

async function expectCompletions(file, source, wanted, explained = true) {
    const items = await completions(file, source);
    const labels = items.map((item) => item.label.replace(/^"|"$/g, ''));
    for (const label of wanted) expect(labels.includes(label), `${source} offers ${label}`, labels);
    if (explained)
        for (const item of items)
            expect(text(item.documentation) !== '', `${source}: ${item.label} is explained`, item);
}

async function expectHover(file, source, wanted) {
    const hover = await languages.doHover(...open(file, source));
    const said = (hover === null ? [] : [].concat(hover.contents)).map(text).join(' ');
    expect(said.includes(wanted), `${source} explains "${wanted}"`, said);
}

async function expectProblems(file, source, wanted) {
    const [document, , tree] = open(file, `${source}|`);
    const problems = await languages.doValidation(document, tree, {comments: 'ignore'});
    const said = problems.map((problem) => problem.message);
    if (wanted === '') return expect(said.length === 0, `${source} is right`, said);
    expect(said.some((line) => line.includes(wanted)), `${source}: "${wanted}"`, said);
}

async function run() {
    await expectCompletions(report, '{|}', ['brcheck', 'title', 'source', 'figures', 'derived', 'relations']);
    await expectCompletions(report, '{"brcheck": 1, "figures": {"a": {|}}}',
        ['stated', 'unit', 'label', 'period', 'rounding', 'same_as', 'whole', 'fixed']);
    await expectCompletions(report, '{"brcheck": 1, "figures": {"a": {"stated": "5 %", "rounding": |}}}',
        ['nearest', 'truncated', 'exact'], false);
    await expectCompletions(report, '{"brcheck": 1, "relations": {"r": {|}}}',
        ['holds', 'severity', 'strength', 'tolerance', 'allow']);
    await expectCompletions(report, '{"brcheck": 1, "relations": {"r": {"holds": "a = b", "severity": |}}}',
        ['error', 'warning', 'note'], false);
    await expectCompletions(report, '{"brcheck": 1, "relations": {"r": {"holds": "a = b", "allow": [{|}]}}}',
        ['code', 'reason', 'until', 'by']);
    await expectHover(report, '{"brcheck": 1, "fig|ures": {"a": "5 %"}}', 'figures that the report states');
    await expectProblems(report, '{"brcheck": 1, /* so */ "figures": {"a": "5 %"}}', '');
    await expectProblems(report, '{"brcheck": 1, "figures": {"a": "5 %"}, "relation": {}}', 'relation');
    await expectProblems(report, '{"brcheck": 1, "figures": {"a": {"stated": "5 %", "rounding": "up-ish"}}}',
        'nearest');

    await expectCompletions('config.json', '{|}',
        ['fail_on', 'select', 'ignore', 'severity', 'show', 'baseline']);
    await expectCompletions('config.json', '{"fail_on": |}', ['error', 'warning', 'note'], false);
    await expectCompletions('config.json', '{"severity": {"BR904": |}}', ['off', 'note'], false);
    await expectHover('config.json', '{"igno|re": ["BR904"]}', 'Report all findings but these');
    await expectProblems('config.json', '{"ignore": ["BR904", "BR9", "weak-check", "904"]}', '');
    await expectProblems('config.json', '{"ingore": []}', 'ingore');
    await expectProblems('baseline.json', '{"baseline": 1, "findings": []}', '');
    await expectProblems('baseline.json', '{"baseline": 1}', 'findings');
    console.log(`${checks} checks, ${failures} failed`);
    process.exit(failures === 0 && checks > 20 ? 0 : 1);
}

run();
