"""Checks JSON files against a schema with python3-jsonschema.

usage: validate.py [--expect-invalid] SCHEMA FILE...

Prints the first file that is not valid, and why, and exits with 1; exits with 0 when all are.
With --expect-invalid it is the other way round: the first file that is valid is the failure.
Comments (// and /* */) are removed first, as the reader of report files allows them.
"""
import json
import re
import sys

import jsonschema

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\r\n]*|/\*.*?\*/', re.DOTALL)


def load(path):
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    return json.loads(TOKEN.sub(lambda m: m[0] if m[0].startswith('"') else " ", text))


def main(arguments):
    expect_invalid = "--expect-invalid" in arguments
    paths = [a for a in arguments if a != "--expect-invalid"]
    if len(paths) < 2:
        print(__doc__)
        return 1
    schema = load(paths[0])
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)
    for path in paths[1:]:
        error = jsonschema.exceptions.best_match(validator.iter_errors(load(path)))
        if error is None and expect_invalid:
            print(f"{path}: valid, but should not be")
            return 1
        if error is not None and not expect_invalid:
            place = "/".join(str(step) for step in error.absolute_path)
            print(f"{path}: /{place}: {error.message}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
