"""Reads every CSV of a folder with pandas, polars and DuckDB as their users do: by its path alone.

`columns.json` has what each column of each file holds: "whole", "decimal", "date" or "text". A
column of numbers must be one of numbers for all three, with the values that are written. What is
wrong is printed, a line each, and the exit code is then 1.
"""

import csv
import json
import math
import pathlib
import sys

import duckdb
import pandas
import polars

NUMBERS = {"whole", "decimal"}
POLARS_LOOKS_AT = 100


def wrong(path, kinds):
    """What is wrong with a file, in lines."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for order, at in {"as it is": path, "last rows first": reversed_copy(path, rows)}.items():
        rows_read = rows if at == path else rows[::-1]
        written = {name: [row[name] for row in rows_read] for name in kinds}
        for program, read in {"pandas": by_pandas, "polars": by_polars, "DuckDB": by_duckdb}.items():
            try:
                columns = read(at, kinds, written)
            except Exception as error:  # whatever a reader raises is what its user sees
                yield f"{path.name} {order}: {program} cannot read it: {first_line(error)}"
                continue
            if set(columns) != set(kinds):
                yield f"{path.name} {order}: {program} has the columns {list(columns)}"
                continue
            for name, kind in kinds.items():
                numeric, values = columns[name]
                if kind not in NUMBERS:
                    continue
                if not numeric:
                    yield f"{path.name} {order}: {program} has no numbers in {name}"
                elif not same(values, written[name]):
                    yield f"{path.name} {order}: {program} has other numbers in {name}"


def reversed_copy(path, rows):
    """The file with its rows from last to first, so that others are those a program looks at."""
    at = path.with_name("reversed") / path.name
    at.parent.mkdir(exist_ok=True)
    with open(at, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[::-1])
    return at


def by_pandas(path, kinds, written):
    frame = pandas.read_csv(path)
    numeric = pandas.api.types.is_numeric_dtype
    return {name: (numeric(frame[name].dtype), frame[name].tolist()) for name in frame.columns}


def by_polars(path, kinds, written):
    """By default polars looks at the first rows alone: that must neither fail nor take numbers for
    words, but where these rows have none. With all rows looked at there is no exception."""
    frame = polars.read_csv(path)
    for name, kind in kinds.items():
        first = written[name][:POLARS_LOOKS_AT]
        if kind in NUMBERS and any(first) and not frame.schema[name].is_numeric():
            raise ValueError(f"{name} is {frame.schema[name]} by default")
    frame = polars.read_csv(path, infer_schema_length=None)
    return {name: (frame.schema[name].is_numeric(), frame[name].to_list()) for name in frame.columns}


def by_duckdb(path, kinds, written):
    table = duckdb.sql(f"from read_csv('{path}')")
    numeric = {
        name: str(kind) in {"BIGINT", "DOUBLE"} for name, kind in zip(table.columns, table.types)
    }
    rows = table.fetchall()
    return {
        name: (numeric[name], [row[at] for row in rows]) for at, name in enumerate(table.columns)
    }


def same(values, written):
    """Whether numbers are those that are written, absent ones absent."""
    return len(values) == len(written) and all(
        (value is None or math.isnan(value)) if text == "" else value == float(text)
        for value, text in zip(values, written)
    )


def first_line(error):
    return (str(error).splitlines() or [repr(error)])[0]


def main(folder):
    columns = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    problems = [line for name, kinds in columns.items() for line in wrong(folder / name, kinds)]
    print("\n".join(problems) or f"{len(columns)} files are read by pandas, polars and DuckDB")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
