#!/bin/sh
# Puts the values of a file such as values.example.env into etcd.env, patroni.yml and haproxy.cfg.
#
#     sh render.sh VALUES FOLDER
#
# Exits with 1, and leaves no file of that name, when a value is missing. What it writes holds passwords: mode 0600.
set -eu

if [ "$#" -ne 2 ]; then
    echo "use: sh render.sh VALUES FOLDER" >&2
    exit 2
fi
values=$1
folder=$2
templates=$(dirname "$0")
umask 077
mkdir -p "$folder"

for name in etcd.env patroni.yml haproxy.cfg; do
    if ! awk '
        NR == FNR {
            if ($0 !~ /^[ \t]*(#|$)/) {
                at = index($0, "=")
                value[substr($0, 1, at - 1)] = substr($0, at + 1)
            }
            next
        }
        {
            line = $0
            out = ""
            while (match(line, /\$\{[A-Z0-9_]+\}/)) {
                key = substr(line, RSTART + 2, RLENGTH - 3)
                if (!(key in value)) {
                    printf "%s: no value for %s\n", FILENAME, key > "/dev/stderr"
                    exit 1
                }
                out = out substr(line, 1, RSTART - 1) value[key]
                line = substr(line, RSTART + RLENGTH)
            }
            print out line
        }' "$values" "$templates/$name" >"$folder/$name.partial"; then
        rm -f "$folder/$name.partial"
        exit 1
    fi
    mv "$folder/$name.partial" "$folder/$name"
done
