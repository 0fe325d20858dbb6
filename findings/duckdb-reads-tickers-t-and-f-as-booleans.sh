#!/usr/bin/env bash
# DuckDB 2.0.1: a CSV column with the tickers T and F alone is BOOLEAN.
#
# T (AT&T) and F (Ford) become true and false. A column of flags with C and P stays text. A join of
# their bars with another table by ticker finds nothing.
#
# Seen on 2026-12-01 with duckdb 2.0.1, CPython 3:
#   True BOOLEAN
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'duckdb==2.0.1'
cat > finding.py <<'P'
import duckdb
with open("bars.csv", "w") as file:
    file.write("ticker,close\nT,17.5\nF,12.25\n")
print(*duckdb.sql("select ticker, typeof(ticker) from 'bars.csv'").fetchall()[0])
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'True BOOLEAN' ] || { echo "changed"; exit 1; }
