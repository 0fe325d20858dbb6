#!/usr/bin/env bash
# QuantStats 0.0.86: returns without a loss of which one is above 100 % are taken for prices.
#
# Before a ratio is computed, a series that is never negative and somewhere above 1 is turned into
# the changes from one value to the next. Returns of long options look like this: 10 %, 0 %, 150 %,
# 20 %, 0 % are a gain of 230 %, and the yearly rate becomes -100 %. comp() does not do it, so that
# two figures of one report contradict each other.
#
# Seen on 2026-12-01 with quantstats 0.0.86, pandas 2.3.3, CPython 3:
#   total 2.30 best day -0.8667 yearly -1.00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'quantstats==0.0.86' 'pandas==2.3.3'
cat > finding.py <<'P'
import pandas
import quantstats
days = pandas.bdate_range("2024-01-01", periods=5)
returns = pandas.Series([0.1, 0.0, 1.5, 0.2, 0.0], days)
stats = quantstats.stats
print(f"total {stats.comp(returns):.2f} best day {stats.best(returns):.4f} yearly {stats.cagr(returns):.2f}")
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'total 2.30 best day -0.8667 yearly -1.00' ] || { echo "changed"; exit 1; }
