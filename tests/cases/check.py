#!/usr/bin/env python3
"""Runs the cases of this folder against a native program and says which are right.

    python3 check.py PROGRAM [NAME...]

Prints a line for each case that is not right (what was expected, what was found) and last "N of M
cases right"; the exit status is 0 only if all are. A case is right if one of its `right` ways holds
in whole, and so does every check of `also`: runs on copies without the fault, which have to be read
without a warning. Messages may be worded freely; they have to name the matter, and names of files
and columns that they repeat do not count. Standard library only.
"""
import csv, datetime, json, math, re, shutil, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Wrong(Exception):
    """What was found in place of what was expected."""


# --- running -------------------------------------------------------------------------------------

def table_text(rows, spec):
    """A table of expected rows as a file, in the canonical layout and with columns put beside it."""
    kind, rows = rows["kind"], rows["rows"]
    head = ["date", "open", "high", "low", "close"] if kind == "bars" else \
        ["quote_date", "expiry", "strike", "type", "bid", "ask"]
    more = spec.get("add", {})
    closes = {r[0]: r[4] for r in spec["closes"]} if "closes" in spec else {}
    head = head + list(more) + (["underlying"] if closes else [])
    lines = [[*r[:len(head)], *more.values(), *([closes[r[0]]] if closes else [])] for r in rows]
    return "\n".join(",".join(map(str, line)) for line in [head, *lines]) + "\n"


def twin(text, spec):
    """A file with some lines left out or changed, by patterns."""
    head, *lines = text.splitlines()
    lines = [line for line in lines if not re.search(spec.get("drop", "(?!)"), line)]
    lines = [line for line in lines if re.search(spec.get("keep", ""), line)]
    lines = [head, *lines]
    for pattern, put in spec.get("sub", []):
        lines = [re.sub(pattern, put, line) for line in lines]

    def moved(match):
        if "days" in spec:
            day = datetime.date.fromisoformat(match[0]) + datetime.timedelta(spec["days"])
            return day.isoformat()
        return str(int(match[0]) + spec["plus"])
    if "days" in spec or "plus" in spec:
        lines = [re.sub(spec["at"], moved, line, count=1) for line in lines]
    return "\n".join(lines) + "\n"


class Case:
    def __init__(self, binary, name, case, tables):
        self.binary, self.name, self.case, self.tables = binary, name, case, tables
        self.folder = Path(tempfile.mkdtemp(prefix="case_"))
        self.done = {}

    def run(self, name):
        """Runs one of the commands of the case in a folder of its own, once."""
        if name in self.done:
            return self.done[name]
        todo = self.case["do"][name]
        todo = todo if isinstance(todo, dict) else {"args": todo}
        args = todo["args"]
        if "option" in todo:
            asked = re.search(todo["option"], self.run(todo["of"]).err)
            if not asked:
                raise Wrong(f"{self.run(todo['of'])}, which names no option for the columns")
            args = [asked[0] if arg == "{option}" else arg for arg in args]
        at = self.folder / name
        at.mkdir()
        for file in self.case["files"]:
            shutil.copy(HERE / file, at / file)
        for file, spec in todo.get("make", {}).items():
            if "table" in spec:
                spec = dict(spec)
                if "closes" in spec:
                    spec["closes"] = self.tables[spec["closes"]]["rows"]
                text = table_text(self.tables[spec["table"]], spec)
            else:
                source = (HERE / spec["of"]).read_bytes().decode("utf-8-sig")
                text = twin(source, spec)
            (at / file).write_bytes(text.encode("utf-8"))
        names = {*self.case["files"], *todo.get("make", {})}
        self.done[name] = Result(self.binary, args, at, names)
        return self.done[name]

    def holds(self, check):
        """Raises what is wrong with one of the commands."""
        result = self.run(check["of"])
        result.ended(check["exit"])
        if check["exit"] == 0:
            result.made()
        for key, look in LOOK.items():
            if key in check:
                look(self, result, check[key])

    def wrong(self):
        """`None` if the case is right, else what was found."""
        try:
            nearest = (-1, "nothing")
            for way in self.case["right"]:
                passed = 0
                try:
                    for check in way:
                        passed += self.run(check["of"]).code == check["exit"]
                        self.holds(check)
                        passed += 1
                    break
                except Wrong as found:
                    nearest = max(nearest, (passed, str(found)), key=lambda x: x[0])
            else:
                return nearest[1]
            for check in self.case.get("also", []):
                try:
                    self.holds(check)
                except Wrong as found:
                    return f"right, but {check['so']}: {found}"
            return None
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


class Result:
    """What a command ended with, said and wrote."""

    def __init__(self, binary, args, at, names):
        try:
            ended = subprocess.run([binary, *args], cwd=at, capture_output=True, timeout=120,
                                   stdin=subprocess.DEVNULL)
            self.code = ended.returncode
            self.out, self.err = (t.decode("utf-8", "replace") for t in (ended.stdout, ended.stderr))
        except subprocess.TimeoutExpired:
            self.code, self.out, self.err = None, "", ""
        self.at, self.names, self.imports = at, names, args[0] == "import"

    def __str__(self):
        if self.code is None:
            return "no end after two minutes"
        said = [line for line in self.err.splitlines() if line.strip()] or self.out.splitlines() or [""]
        return f"exit {self.code}: {cut(said[-1] if self.code == 0 else said[0])}"

    def ended(self, code):
        if self.code != code:
            raise Wrong(str(self))
        if code == 2:
            lines = [line for line in self.err.splitlines() if line.strip()]
            if not lines or len(lines) > 20 or "panicked" in self.err:
                raise Wrong(f"exit 2 with {len(lines)} lines of words")

    def made(self):
        """That a command that ended well wrote what it was asked for."""
        self.table("cleaned.csv" if self.imports else "out/equity_curve.csv")

    def table(self, file):
        path = self.at / file
        if not path.is_file():
            raise Wrong(f"exit {self.code}, but no {file}")
        with open(path, encoding="utf-8-sig", newline="") as text:
            rows = list(csv.DictReader(text))
        if not rows:
            raise Wrong(f"exit {self.code}, but no row in {file}")
        return rows

    def words(self):
        """What is said, without the names of files and the columns that are repeated in it."""
        said = self.err
        if self.code == 0 and self.imports:
            said += "\n" + self.out
            if (self.at / "problems.csv").is_file():
                with open(self.at / "problems.csv", encoding="utf-8-sig", newline="") as text:
                    listed = {row.get("expected") or "" for row in csv.DictReader(text)}
                said += "\n" + "\n".join(sorted(listed))
        said = re.sub(r"(?m)^\s*(rotation: )?columns:.*$", "", said)
        said = re.sub(r"\bfound [^\n]*? cut by \w+", "found", said)
        for name in self.names:
            said = self.without_columns(said, name)
        stems = set()
        for name in self.names:
            while name:
                stems.add(name)
                name = name.rpartition(".")[0]
        for stem in sorted(stems, key=len, reverse=True):
            said = re.sub(rf"(?<![A-Za-z0-9]){re.escape(stem)}(?![A-Za-z0-9])", "it", said, flags=re.I)
        return said

    def without_columns(self, said, name):
        with open(self.at / name, "rb") as file:
            head = file.read(4096).decode("utf-8", "ignore").splitlines()
        for line in head[:4]:
            cells = {cell.strip(' "[]<>') for cell in re.split("[,;\t]", line)} - {""}
            if len(cells) < 4 or any(re.fullmatch(r"[\d.\-/: ]+", cell) for cell in cells):
                continue
            one = "(?:" + "|".join(map(re.escape, sorted(cells, key=len, reverse=True))) + r")\b[^,\n]{0,40}"
            said = re.sub(rf"(?i)(?:[\[\"']?{one},\s*){{3,}}[\[\"']?{one}", "", said)
        return said


def cut(text, size=150):
    text = " ".join(text.split())
    return text if len(text) <= size else text[:size - 3] + "..."


# --- looking at what was said and written --------------------------------------------------------

def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def near(a, b, least=1e-9):
    return a is not None and b is not None and abs(a - b) <= least * max(1.0, abs(b))


def says(case, result, patterns):
    words = result.words()
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        if not re.search(pattern, words, re.I):
            silent = "nothing is said of it" if result.code == 0 else "the words do not name the matter"
            raise Wrong(f"{silent} ({result})")


def hush(case, result, pattern):
    found = re.search(pattern, result.words(), re.I)
    if found:
        raise Wrong(f"\"{cut(found[0], 60)}\" is said where nothing is wrong")


def never(case, result, pattern):
    found = re.search(pattern, result.err + result.out, re.I)
    if found:
        raise Wrong(f"exit {result.code} with the advice \"{cut(found[0], 80)}\" ({result})")


def rows(case, result, name):
    """The cleaned file has exactly the rows of a table, whatever other columns."""
    want = case.tables[name]
    {"bars": bars, "chain": quotes, "trades": trades, "series": series, "events": events}[want["kind"]](
        result.table("cleaned.csv"), want)


def pick(row, *names):
    for name in names:
        if row.get(name) not in (None, ""):
            return row[name]
    return None


def keyed(found, wanted, what):
    """Both sides by their keys; raises what is missing or too many."""
    missing = [key for key in wanted if key not in found]
    extra = [key for key in found if key not in wanted]
    if missing or extra:
        show = f", without {' '.join(map(str, missing[0]))}" if missing else ""
        show += f", with {' '.join(map(str, extra[0]))}" if extra else ""
        raise Wrong(f"exit 0, {len(found)} {what} for {len(wanted)}{show}")


def bars(got, want):
    names = ["open", "high", "low", "close"]
    found = {(row.get("date"),): row for row in got}
    if len(found) != len(got):
        raise Wrong("exit 0, several bars of one day")
    wanted = {(row[0],): row[1:] for row in want["rows"]}
    keyed(found, wanted, "bars")
    if [row["date"] for row in got] != sorted(row["date"] for row in got):
        raise Wrong("exit 0, days out of order")
    for key, values in wanted.items():
        for name, value in zip(names, values):
            cell = found[key].get(name) or ""
            some = value if isinstance(value, list) else [value]
            if not any(cell == "" if one == "" else near(number(cell), one) for one in some):
                raise Wrong(f"exit 0, {key[0]} {name} {cell or 'empty'} for {some[0]}")


def contract(row):
    strike = number(row.get("strike"))
    kind = (row.get("type") or "?")[0].upper()
    day, expiry = pick(row, "quote_date", "date"), pick(row, "expiry", "expiration")
    return day, expiry, round(strike, 6) if strike is not None else None, kind


def of_table(row):
    return row[0], row[1], round(float(row[2]), 6), row[3]


def quotes(got, want):
    found, wanted = {}, {}
    for row in got:
        bid, ask, iv = (number(row.get(name)) for name in ("bid", "ask", "iv"))
        found.setdefault(contract(row), []).append((bid or 0.0, ask or 0.0, iv))
    for row in want["rows"]:
        wanted.setdefault(of_table(row), []).append(tuple(map(float, row[4:])))
    keyed(found, wanted, "quotes")
    for key, several in wanted.items():
        if len(found[key]) != len(several):
            raise Wrong(f"exit 0, {len(found[key])} quotes of {' '.join(map(str, key))} for {len(several)}")
        for have, should in zip(sorted(found[key], key=lambda x: x[:2]), sorted(several)):
            for name, a, b in zip(("bid", "ask", "iv"), have, should):
                if not near(a, b):
                    raise Wrong(f"exit 0, {' '.join(map(str, key))} {name} {a} for {b}")


def trades(got, want):
    """Options with a price of a trade: in whatever column, or as bid and ask."""
    found = {contract(row): row for row in got}
    wanted = {of_table(row): row[4] for row in want["rows"]}
    keyed(found, wanted, "contracts")
    for key, price in wanted.items():
        others = [number(cell) for name, cell in found[key].items() if name != "strike"]
        if not any(near(cell, price) for cell in others):
            raise Wrong(f"exit 0, {' '.join(map(str, key))} without its price {price}")


def series(got, want):
    found = {(row.get("date"),): row for row in got}
    wanted = {(row[0],): row[1:] for row in want["rows"]}
    keyed(found, wanted, "days")
    for key, values in wanted.items():
        for name, value in zip(want["columns"], values):
            if not near(number(found[key].get(name)), value):
                raise Wrong(f"exit 0, {key[0]} {name} {found[key].get(name)} for {value}")


def events(got, want):
    found = {(pick(row, "date"),): " ".join(str(cell) for cell in row.values()) for row in got}
    wanted = {(row[0],): row[1] for row in want["rows"]}
    keyed(found, wanted, "events")
    for key, word in wanted.items():
        if word not in found[key]:
            raise Wrong(f"exit 0, {key[0]} without {word}")


def lacks(case, result, name):
    """A column is not in the cleaned file, or empty; the days are."""
    got = result.table("cleaned.csv")
    if any(row.get(name) not in (None, "") for row in got):
        raise Wrong(f"exit 0, the values stand in the column {name} ({result})")
    if len(got) < 70:
        raise Wrong(f"exit 0, {len(got)} rows")


def tells(case, result, pattern):
    """Some column of the cleaned file tells contracts apart."""
    if not any(re.search(pattern, name or "", re.I) for name in result.table("cleaned.csv")[0]):
        raise Wrong("exit 0, no column tells the contracts apart")


def instrument(case, result, pattern):
    found = traded(result)
    if not re.fullmatch(pattern, str(found)):
        raise Wrong(f"exit 0, the instrument is {found}")


def traded(result):
    path = result.at / "out/report.json"
    if not path.is_file():
        raise Wrong(f"exit {result.code}, but no out/report.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    return report.get("scenario", {}).get("instrument")


def equity_as(case, result, other):
    """Day by day the equity of another run."""
    other = case.run(other)
    if other.code != 0:
        raise Wrong(f"the same without the fault: {other}")
    mine, its = ({row["date"]: number(row["total_equity"]) for row in one.table("out/equity_curve.csv")}
                 for one in (result, other))
    for day, value in its.items():
        if not near(mine.get(day), value, 1e-7):
            raise Wrong(f"exit 0, equity of {day} {mine.get(day)} for {value}")
    if len(mine) != len(its):
        raise Wrong(f"exit 0, {len(mine)} days for {len(its)}")


def figures(case, result, spec):
    """The figures of a run against the true closes and quotes, which it has to have traded at."""
    true = {row[0]: row[4] for row in case.tables[spec["bars"]]["rows"]}
    opens = {row[0]: row[1] for row in case.tables[spec["bars"]]["rows"]}
    split, by = spec.get("split", ["0000-00-00", 1])
    days = result.table("out/daily_results.csv")
    seen, may_miss = [], set(spec.get("may_miss", []))
    for row in days:
        day, spot = row["date"], number(row["spot"])
        if day not in true:
            raise Wrong(f"exit 0, a bar on {day}")
        if not near(spot, true[day], 1e-4) and not (day < split and near(spot, true[day] * by, 1e-4)):
            raise Wrong(f"exit 0, the underlying at {spot} on {day} for {true[day]}")
        seen.append(day)
        change = number(row["daily_return"]) or 0.0
        if abs(change) > 0.1:
            raise Wrong(f"exit 0, a return of {change:.3f} on {day}")
        volatility = number(row.get("rv20"))
        if len(seen) > 20:
            logs = [math.log(true[b] / true[a]) for a, b in zip(seen[-21:], seen[-20:])]
            mean = sum(logs) / 20
            truth = math.sqrt(sum((x - mean) ** 2 for x in logs) / 19 * 252)
            if not near(volatility, truth, 5e-3):
                raise Wrong(f"exit 0, rv20 {volatility} on {day} for {truth:.4f}")
    left = [day for day in true if day not in seen and day not in may_miss]
    if left:
        raise Wrong(f"exit 0, no day {left[0]}")
    quoted = {}
    if "quotes" in spec:
        for row in case.tables[spec["quotes"]]["rows"]:
            quoted.setdefault(of_table(row), []).append((row[4] + row[5]) / 2)
    scale = 0.1 if traded(result) == "mini_index" else 1.0
    count = {"quoted": 0, "settlement": 0}
    halves = {False: 0, True: 0}
    for fill in result.table("out/fills.csv"):
        day, strike, kind = fill["fill_date"], number(fill["strike"]), fill["type"]
        price, mid = number(fill["price"]), number(fill["mid"])
        if day < split and strike > spec.get("old", math.inf):
            strike, price, mid = strike / by, price / by, mid / by
        elif strike > spec.get("old", math.inf):
            raise Wrong(f"exit 0, strike {strike:g} on {day}, after the split")
        what = f"{fill['expiry']} {strike:g} {kind} on {day}"
        if fill["provenance"] == "quoted" and quoted:
            key = (day, fill["expiry"], round(strike, 6), kind)
            if not any(near(mid, one, 2e-4) for one in quoted.get(key, [])):
                raise Wrong(f"exit 0, {what} traded around {mid}, which is not its quote")
            count["quoted"] += 1
            halves[day >= split] += 1
        if fill["provenance"] == "settlement" and day == fill["expiry"]:
            # Index options of a third Friday may settle in the morning.
            worths = [level[day] * scale - strike for level in (true, opens)]
            worths = [max(0.0, worth if kind == "C" else -worth) for worth in worths]
            worth = worths[0]
            morning = 15 <= int(day[8:]) <= 21 and near(price, worths[1], 0.02)
            if not near(price, worth, 0.02) and not (scale != 1.0 and morning):
                raise Wrong(f"exit 0, {what} settled at {price} for {worth:.4f}")
            count["settlement"] += 1
    if quoted and (count["quoted"] < 10 or ("split" in spec and min(halves.values()) < 2)):
        raise Wrong(f"exit 0, only {count['quoted']} fills at quotes")
    if count["settlement"] < 3:
        raise Wrong(f"exit 0, only {count['settlement']} settlements")


LOOK = {"never": never, "rows": rows, "lacks": lacks, "tells": tells, "instrument": instrument,
        "figures": figures, "equity_as": equity_as, "says": says, "hush": hush}


def main():
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_file():
        sys.exit("usage: check.py PATH_TO_ROTATION_BINARY [NAME...]")
    binary = str(Path(sys.argv[1]).resolve())
    expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    cases = expected["cases"]
    names = sys.argv[2:] or sorted(cases)
    unknown = [name for name in names if name not in cases]
    if unknown:
        sys.exit(f"no case {unknown[0]}; the cases are those of expected.json")
    right = 0
    for name in names:
        try:
            found = Case(binary, name, cases[name], expected["tables"]).wrong()
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, csv.Error,
                OSError) as error:
            found = f"tables that cannot be read ({type(error).__name__}: {cut(str(error), 80)})"
        if found is None:
            right += 1
        else:
            print(f"{name}: expected {cases[name]['wanted']}; found {found}", flush=True)
    print(f"{right} of {len(names)} cases right")
    sys.exit(0 if right == len(names) else 1)


if __name__ == "__main__":
    main()
