"""Run the benches named on the command line, or all of them; print one table.

``--keep`` before them keeps the results with the commit (`series.py`).

Each bench runs in a process of its own. Exit status 1 if one broke; a goal that was missed is
said in the table and does not fail, since a busy machine can miss it.
"""

import compileall
import importlib
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import series
from measurement import ROOT, Row

FOLDER = Path(__file__).resolve().parent
NOT_BENCHES = {"run", "measurement", "desk", "series"}
SECONDS = 600
COLUMNS = "{:<58} {:>10} {:>8} {:>10} {:>7} {:>7}  {}"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        return _one(arguments[1])
    commit = series.commit_of_tree() if arguments[:1] == ["--keep"] else ""
    arguments = arguments[1:] if commit else arguments
    known = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in NOT_BENCHES)
    if unknown := set(arguments) - set(known):
        print(f"no bench {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
        return 2
    compile_program()
    print(COLUMNS.format("bench", "value", "unit", "floor", "ratio", "goal", ""))
    broken = [name for name in arguments or known if not _print_bench(name, commit)]
    for name in broken:
        print(f"BROKEN: {name}")
    return 1 if broken else 0


def compile_program() -> None:
    """Have every module compiled, as an installed program has them.

    Where Python is told not to write what it compiles (``PYTHONDONTWRITEBYTECODE``), each start
    would compile again whatever was changed since.
    """
    for folder in (ROOT / "workstation", FOLDER):
        compileall.compile_dir(folder, quiet=1)


def _one(name: str) -> int:
    under = ""
    for row in importlib.import_module(name).rows():
        if not row.name.startswith(" "):
            under = row.name
        elif not row.under:
            row = replace(row, under=under)  # noqa: PLW2901 - the same row, with its place
        print("ROW " + json.dumps(asdict(row)), flush=True)
    return 0


def _print_bench(name: str, commit: str) -> bool:
    """Print the rows of one bench, and keep them with the commit if any; whether it ended well."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(FOLDER / "run.py"), "--one", name]
    try:
        done = subprocess.run(
            command,
            check=False,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False
    lines = done.stdout.splitlines()
    rows = [Row(**json.loads(line[4:])) for line in lines if line.startswith("ROW ")]
    for row in rows:
        _print(row)
    if commit:
        series.keep(commit, rows)
    return done.returncode == 0


def _print(row: Row) -> None:
    floor = f"{row.floor:.4g}" if row.floor else ""
    ratio = f"{row.judged:.2f}" if row.floor else ""
    most = f"{row.most:g}" if row.most is not None else ""
    value = f"{row.value:.4g}"
    print(COLUMNS.format(row.name, value, row.unit, floor, ratio, most, row.verdict), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
