// Checks JSON files against a schema with ajv 6.
//
// usage: validate.js [--expect-invalid] SCHEMA FILE...
//
// Prints the first file that is not valid, and why, and exits with 1; exits with 0 when all are.
// With --expect-invalid it is the other way round: the first file that is valid is the failure.
// Comments (// and /* */) are removed first, as the reader of report files allows them.
'use strict';

const fs = require('fs');
const Ajv = require('ajv');

function load(path) {
    const text = fs.readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const token = /"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[^]*?\*\//g;
    return JSON.parse(text.replace(token, (found) => (found[0] === '"' ? found : ' ')));
}

const expectInvalid = process.argv.includes('--expect-invalid');
const paths = process.argv.slice(2).filter((argument) => argument !== '--expect-invalid');
if (paths.length < 2) {
    console.log('usage: validate.js [--expect-invalid] SCHEMA FILE...');
    process.exit(1);
}
const ajv = new Ajv({allErrors: false, jsonPointers: true});
const validate = ajv.compile(load(paths[0]));
for (const path of paths.slice(1)) {
    const isValid = validate(load(path));
    if (isValid && expectInvalid) {
        console.log(`${path}: valid, but should not be`);
        process.exit(1);
    }
    if (!isValid && !expectInvalid) {
        console.log(`${path}: ${ajv.errorsText(validate.errors)}`);
        process.exit(1);
    }
}
