#!/usr/bin/env bash
# same_output.sh PROGRAM FILE: what the program says of report.json is what FILE holds, which is
# written where it is not there.
said=$("$1" --format text --width 80 report.json 2>&1; echo $?; "$1" --format json report.json 2>&1; echo $?)
[ -f "$2" ] || printf '%s' "$said" > "$2"
[ "$said" = "$(cat "$2")" ]
