"""The results of the benches as a series: a file for each commit, and `docs/performance.md` of all.

`make bench KEEP=1` keeps what it measures. A figure belongs to a commit, so nothing is kept of a
tree that differs from it; what is measured later for the same commit takes the place of the former.
"""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from measurement import ROOT, Row, median

FOLDER = Path(__file__).resolve().parent / "series"
PAGE = ROOT / "docs" / "performance.md"
STEPS = "▁▂▃▄▅▆▇█"
SHOWN = 12
"""So many of the last commits have a step in a chart."""
WORSE = 1.25
"""So much more than the median of the commits before is said to be slower: busy machines differ
by less than this from themselves."""
HEAD = """# Performance

Made by `make bench KEEP=1` (`tests/bench/series.py`), which measures this commit and writes this
page anew; the figures of every commit are in `tests/bench/series`. Where the bare machine can do
the same without the program, its time of the same run is the floor, and the goal is a ratio to it.
The chart shows what the goal speaks of for the last {shown} commits measured, the newest at the
right: flat is good. A row that was not measured for the last commit is as it was before.

Last measured: {when}, commit `{commit}`, {machine}.

| bench | value | floor | ratio | goal | | chart | |
|---|---:|---:|---:|---:|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured of one commit; ``when`` is an ISO date and time in UTC."""

    commit: str
    when: str
    machine: str
    rows: dict[str, Row]


def commit_of_tree() -> str:
    """The commit that lies here unchanged. Raises ``SystemExit`` where something differs."""
    if _git("status", "--porcelain", "--untracked-files=no"):
        raise SystemExit("commit first: a figure belongs to a commit")
    return _git("rev-parse", "--short=12", "HEAD")


def keep(commit: str, rows: Sequence[Row]) -> None:
    """Add what was measured to the commit's file, and write the page.

    Raises ``SystemExit`` where two rows cannot be told from each other.
    """
    path = FOLDER / f"{commit}.json"
    known = _read(path).rows if path.exists() else {}
    measured = {row.key: row for row in rows}
    if len(measured) < len(rows):
        raise SystemExit(f"two rows of one name: {[row.key for row in rows]}")
    known |= measured
    content = {
        "commit": commit,
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": _machine(),
        "rows": [asdict(row) for row in known.values()],
    }
    FOLDER.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(points()), encoding="utf-8")


def points() -> list[Point]:
    """Everything kept, the oldest first."""
    return sorted(map(_read, FOLDER.glob("*.json")), key=lambda point: point.when)


def page(series: Sequence[Point]) -> str:
    """The page of that series, which has a point at least; each row as it was measured last."""
    last = series[-1]
    lines = [
        HEAD.format(shown=SHOWN, when=last.when, commit=last.commit, machine=last.machine).strip()
    ]
    keys = dict.fromkeys(key for point in reversed(series) for key in point.rows)
    lines += [_line([point.rows[key] for point in series if key in point.rows]) for key in keys]
    return "\n".join(lines) + "\n"


def steps(values: Sequence[float]) -> str:
    """One step for each value, from nothing to the largest of them."""
    top = max(values, default=0) or 1
    return "".join(STEPS[min(7, max(0, int(value / top * 8 - 0.001)))] for value in values)


def change(values: Sequence[float]) -> str:
    """What the last value is beside those before: nothing, ``slower`` or ``faster``."""
    before = median(values[:-1]) if len(values) > 1 else 0
    if not before:
        return ""
    ratio = values[-1] / before
    return "slower" if ratio > WORSE else "faster" if ratio < 1 / WORSE else ""


def _line(rows: Sequence[Row]) -> str:
    row, judged = rows[-1], [row.judged for row in rows]
    cells = (
        row.name.strip(),
        f"{row.value:.4g} {row.unit}".strip(),
        f"{row.floor:.4g}" if row.floor else "",
        f"{row.judged:.2f}" if row.floor else "",
        f"{row.most:g}" if row.most is not None else "",
        row.verdict,
        steps(judged[-SHOWN:]),
        change(judged),
    )
    return "| " + " | ".join(cells) + " |"


def _read(path: Path) -> Point:
    content = json.loads(path.read_text(encoding="utf-8"))
    rows = [Row(**row) for row in content.pop("rows")]
    return Point(**content, rows={row.key: row for row in rows})


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}{load}"


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], check=True, cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip()
