#!/usr/bin/env bash
# pandas 3.1.1: dayfirst=True reads the ISO date 2023-10-06 as 10 June 2023.
#
# The argument is meant for dates such as 13/09/2023, but it also turns a date with the year in front
# into year-day-month. An option chain with quote dates of a spreadsheet (13/09/2023) and ISO
# expiries, read with one dayfirst=True, has every expiry with a day up to 12 in another month.
#
# Seen on 2026-12-01 with pandas 3.1.1, CPython 3:
#   quoted 2023-09-13 expiry 2023-06-10
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pandas==3.1.1'
cat > finding.py <<'P'
import io
import pandas
rows = io.StringIO("quote_date,expiry\n13/09/2023,2023-10-06\n14/09/2023,2023-10-06\n")
read = pandas.read_csv(rows, parse_dates=["quote_date", "expiry"], dayfirst=True)
print("quoted", read.quote_date[0].date(), "expiry", read.expiry[0].date())
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'quoted 2023-09-13 expiry 2023-06-10' ] || { echo "changed"; exit 1; }
