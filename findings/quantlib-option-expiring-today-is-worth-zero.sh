#!/usr/bin/env bash
# QuantLib 1.44: a call that expires on the evaluation date is worth 0, however far in the money.
#
# includeReferenceDateEvents is false unless it is set, so that the option counts as expired on its
# last day, before its settlement. A book marked at the close of the day before it settles a call of
# 100 - 90 loses 10 per share for a day. Delta and theta are 0 as well; no error is raised.
#
# Seen on 2026-12-01 with QuantLib 1.44, CPython 3:
#   value 0.0 delta 0.0 with reference date events 10.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'QuantLib==1.44'
cat > finding.py <<'P'
import QuantLib as ql
today = ql.Date(19, 1, 2024)
ql.Settings.instance().evaluationDate = today
count, calendar = ql.Actual365Fixed(), ql.NullCalendar()
rate = ql.YieldTermStructureHandle(ql.FlatForward(today, 0.0, count))
vol = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, calendar, 0.2, count))
process = ql.BlackScholesMertonProcess(ql.QuoteHandle(ql.SimpleQuote(100.0)), rate, rate, vol)
def call():
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, 90.0), ql.EuropeanExercise(today))
    option.setPricingEngine(ql.AnalyticEuropeanEngine(process))
    return option
first = call()
print("value", first.NPV(), "delta", first.delta(), end=" ")
ql.Settings.instance().includeReferenceDateEvents = True
print("with reference date events", call().NPV())
P
seen=$(venv/bin/python finding.py 2> errors.txt) || { cat errors.txt; exit 1; }
echo "$seen"
[ "$seen" = 'value 0.0 delta 0.0 with reference date events 10.0' ] || { echo "changed"; exit 1; }
