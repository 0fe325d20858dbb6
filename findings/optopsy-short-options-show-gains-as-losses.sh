#!/usr/bin/env bash
# optopsy 2.2.0: pct_change of a short single option is its price change: a gain is negative.
#
# A put sold at 1.00 and bought back at 0.025 shows -97.5 %. Strategies of several legs show the
# change of the account: a put spread sold for the same credit shows a positive figure. Tables of
# both side by side rank short puts the wrong way round.
#
# Seen on 2026-12-01 with optopsy 2.2.0, pandas 2.3.3, CPython 3:
#   short put -0.975 short put spread [1.0]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'optopsy==2.2.0' 'pandas==2.3.3'
cat > finding.py <<'P'
import optopsy
import pandas
rows = []
for quoted, spot, worth in [("2024-01-02", 100, {95: 1.0, 90: 0.5}), ("2024-01-19", 105, {95: 0.025, 90: 0.025})]:
    for strike, mid in worth.items():
        rows.append(("X", spot, "put", "2024-01-19", quoted, strike, mid - 0.025, mid + 0.025, -0.3))
names = "underlying_symbol underlying_price option_type expiration quote_date strike bid ask delta"
quotes = pandas.DataFrame(rows, columns=names.split())
for column in ["expiration", "quote_date"]:
    quotes[column] = pandas.to_datetime(quotes[column])
short = optopsy.short_puts(quotes, raw=True)
spread = optopsy.short_put_spread(quotes, raw=True)
print("short put", float(short[short.strike == 95]["pct_change"].iloc[0]), "short put spread", spread["pct_change"].round(3).tolist())
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'short put -0.975 short put spread [1.0]' ] || { echo "changed"; exit 1; }
