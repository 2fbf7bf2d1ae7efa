// Validators from npm. usage: validate.js schema SCHEMA FILE... | validate.js jsonl SCHEMA FILE... |
// validate.js github FILE...
//
// schema: JSON files against a schema of draft 04 or 07, with ajv 8 and its formats.
// jsonl: lines of type finding and error against these definitions of the schema.
// github: annotations are read as GitHub's runner reads them, written again by GitHub's own
// @actions/core, and must come out as they were.
// Prints each error and exits with 1 when there was one.
'use strict';

const fs = require('fs');

let errors = 0;
function complain(file, text) {
    errors += 1;
    console.log(`${file}: error: ${text}`);
}

function compile(path, reference) {
    const schema = JSON.parse(fs.readFileSync(path, 'utf8'));
    const draft04 = schema.$schema.includes('draft-04');
    const Ajv = require(draft04 ? 'ajv-draft-04' : 'ajv').default ?? require('ajv');
    const ajv = new Ajv({strict: false, allErrors: true});
    require('ajv-formats')(ajv);
    if (reference === undefined) return [ajv, ajv.compile(schema)];
    ajv.addSchema(schema, 'it');
    return [ajv, ajv.compile({$ref: `it#/definitions/${reference}`})];
}

function validateSchema(schema, files) {
    const [ajv, validate] = compile(schema);
    for (const file of files)
        if (!validate(JSON.parse(fs.readFileSync(file, 'utf8'))))
            complain(file, ajv.errorsText(validate.errors));
}

function validateLines(schema, files) {
    const kinds = {finding: compile(schema, 'finding'), error: compile(schema, 'error')};
    for (const file of files) {
        const lines = fs.readFileSync(file, 'utf8').split('\n');
        if (lines.pop() !== '') complain(file, 'the last line has no end');
        lines.forEach((line, index) => {
            const object = JSON.parse(line);
            const last = index + 1 === lines.length;
            if (last !== (object.type === 'summary')) complain(file, `line ${index + 1}: ${object.type}`);
            if (object.type in kinds) {
                const [ajv, validate] = kinds[object.type];
                if (!validate(object)) complain(file, ajv.errorsText(validate.errors));
            } else if (object.type !== 'summary') {
                complain(file, `type ${object.type}`);
            }
        });
    }
}

function unescapeData(text) {
    return text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
}

function unescapeProperty(text) {
    return unescapeData(text.replace(/%3A/g, ':').replace(/%2C/g, ','));
}

function validateGithub(files) {
    const {issueCommand} = require('@actions/core/lib/command');
    const known = ['error', 'warning', 'notice', 'group', 'endgroup'];
    for (const file of files) {
        const counts = {};
        let inGroup = false;
        for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
            if (!line.trimStart().startsWith('::')) {
                if (line.includes('##[')) complain(file, `a command of the old kind: ${line}`);
                if (line !== '' && !inGroup) complain(file, `text outside of the group: ${line}`);
                continue;
            }
            const end = line.indexOf('::', 2);
            const [name, ...rest] = line.slice(2, end).split(' ');
            if (!known.includes(name)) complain(file, `unknown command: ${line}`);
            if (inGroup && name !== 'endgroup') complain(file, `a command in the group: ${line}`);
            if (name === 'group') inGroup = true;
            if (name === 'endgroup') inGroup = false;
            counts[name] = (counts[name] ?? 0) + 1;
            const properties = {};
            for (const pair of rest.join(' ').split(',').filter((text) => text !== '')) {
                const equals = pair.indexOf('=');
                properties[pair.slice(0, equals)] = unescapeProperty(pair.slice(equals + 1));
            }
            let written = '';
            const write = process.stdout.write;
            process.stdout.write = (text) => { written += text; return true; };
            issueCommand(name, properties, unescapeData(line.slice(end + 2)));
            process.stdout.write = write;
            if (written !== line + '\n') complain(file, `@actions/core writes ${written}not ${line}`);
        }
        if (inGroup) complain(file, 'the group has no end');
        for (const name of ['error', 'warning', 'notice'])
            if ((counts[name] ?? 0) > 10) complain(file, `${counts[name]} of ${name}`);
    }
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'schema') validateSchema(rest[0], rest.slice(1));
if (command === 'jsonl') validateLines(rest[0], rest.slice(1));
if (command === 'github') validateGithub(rest);
process.exit(errors > 0 ? 1 : 0);
