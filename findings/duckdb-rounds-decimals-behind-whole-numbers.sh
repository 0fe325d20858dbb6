#!/usr/bin/env bash
# DuckDB 2.0.1: a decimal behind 20,480 whole numbers of a CSV column is rounded to a whole number.
#
# The type of a column comes from a sample of the first rows. Whole numbers make it BIGINT, and a
# later 1.25 becomes 1 without an error or a warning; a word in the same place is an error. A P&L
# column of a long backtest that starts with zeros loses its cents, and its sum is wrong. Decimals
# written as 0.0, or sample_size=-1, avoid it.
#
# Seen on 2026-12-01 with duckdb 2.0.1, CPython 3:
#   sum of 1.25 and 7.5: BIGINT 9 with sample_size=-1: DOUBLE 8.75
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'duckdb==2.0.1'
cat > finding.py <<'P'
import duckdb
with open("pnl.csv", "w") as file:
    file.write("day,pnl\n" + "1,0\n" * 30000 + "2,1.25\n3,7.5\n")
def total(options=""):
    return duckdb.sql(f"select typeof(any_value(pnl)), sum(pnl) from read_csv('pnl.csv'{options})").fetchall()[0]
print("sum of 1.25 and 7.5:", *total(), "with sample_size=-1:", *total(", sample_size=-1"))
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'sum of 1.25 and 7.5: BIGINT 9 with sample_size=-1: DOUBLE 8.75' ] || { echo "changed"; exit 1; }
