#!/usr/bin/env bash
# pandas_market_calendars 5.5.0: its CBOE option calendars have sessions on 2001-09-11 to 14.
#
# The calendar NYSE of the same package has none. Option exchanges were closed as well; a check of a
# chain against CBOE_Index_Options reports four missing days, a day count is four too long.
#
# Seen on 2026-12-01 with pandas_market_calendars 5.5.0, pandas 2.3.3, CPython 3:
#   NYSE 2 CBOE_Index_Options 6 CBOE_Equity_Options 6 
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pandas_market_calendars==5.5.0' 'pandas==2.3.3'
cat > finding.py <<'P'
import pandas_market_calendars as calendars
for name in ["NYSE", "CBOE_Index_Options", "CBOE_Equity_Options"]:
    days = calendars.get_calendar(name).valid_days("2001-09-10", "2001-09-17")
    print(name, len(days), end=" ")
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'NYSE 2 CBOE_Index_Options 6 CBOE_Equity_Options 6 ' ] || { echo "changed"; exit 1; }
