#!/usr/bin/env bash
# QuantLib 1.44: a cash dividend on the evaluation date is deducted from the spot of that date.
#
# On the day a share trades without its dividend its price has already fallen. Priced with the close
# of that day, a dividend dated on it is deducted once more: a call at the money for a year loses
# 2.74 of 9.41 for a dividend of 5.00. Dividends must be left out of the vector on their own day.
#
# Seen on 2026-12-01 with QuantLib 1.44, CPython 3:
#   without 9.4134 yesterday 9.4134 today 6.6696 tomorrow 6.6698
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'QuantLib==1.44'
cat > finding.py <<'P'
import QuantLib as ql
today = ql.Date(15, 1, 2024)
ql.Settings.instance().evaluationDate = today
count, calendar = ql.Actual365Fixed(), ql.NullCalendar()
flat = lambda rate: ql.YieldTermStructureHandle(ql.FlatForward(today, rate, count))
vol = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, calendar, 0.2, count))
process = ql.BlackScholesMertonProcess(ql.QuoteHandle(ql.SimpleQuote(100.0)), flat(0.0), flat(0.03), vol)
def call(*days):
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, 100.0), ql.EuropeanExercise(today + 365))
    dividends = ql.DividendVector([today + day for day in days], [5.0] * len(days))
    option.setPricingEngine(ql.AnalyticDividendEuropeanEngine(process, dividends))
    return round(option.NPV(), 4)
print("without", call(), "yesterday", call(-1), "today", call(0), "tomorrow", call(1))
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'without 9.4134 yesterday 9.4134 today 6.6696 tomorrow 6.6698' ] || { echo "changed"; exit 1; }
