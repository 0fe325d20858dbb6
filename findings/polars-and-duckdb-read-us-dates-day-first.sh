#!/usr/bin/env bash
# polars 2.1.0 and DuckDB 2.0.1 read 01/05/2024 as 1 May where pandas 3.1.1 reads 5 January.
#
# A file of US dates whose days are all up to 12, such as the first sessions of a month, becomes
# days of several months, without a warning. One row more (01/19/2024) and DuckDB reads all of them
# month first, and polars leaves all of them text. So the meaning of a row depends on the rows below.
#
# Seen on 2026-12-01 with polars 2.1.0, duckdb 2.0.1, pandas 3.1.1, CPython 3:
#   short 2024-05-01 2024-05-01 2024-01-05; long 01/05/2024 2024-01-05 2024-01-05; 
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'polars==2.1.0' 'duckdb==2.0.1' 'pandas==3.1.1'
cat > finding.py <<'P'
import duckdb, pandas, polars
short = "date,close\n01/05/2024,1.5\n01/08/2024,2.5\n"
for name, text in [("short", short), ("long", short + "01/19/2024,3.5\n")]:
    open("bars.csv", "w").write(text)
    print(name, polars.read_csv("bars.csv", try_parse_dates=True)["date"][0],
          duckdb.sql("select date from 'bars.csv'").fetchall()[0][0],
          pandas.read_csv("bars.csv", parse_dates=["date"]).date[0].date(), end="; ")
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'short 2024-05-01 2024-05-01 2024-01-05; long 01/05/2024 2024-01-05 2024-01-05; ' ] || { echo "changed"; exit 1; }
