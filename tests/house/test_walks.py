"""The walks on the map are true: each module on them is there, and their number is the one said."""

import re
from pathlib import Path

import pytest

from tests.house.source import PRODUCT

MAP = PRODUCT / "README.md"
FIRST = 16
"""The column in which a line of a walk begins to name its modules, behind their room."""
SHORT = ("…", "conversation/timeline")
WALKS = {
    "## In: frame to pixel": r"through (\d+) modules",
    "## Out: click to socket": r"without pictures: (\d+) modules",
    "## A picture: row to pixels": r"does not hold yet: (\d+) modules",
}


def section(heading: str) -> str:
    text = MAP.read_text(encoding="utf-8")
    return text[text.index(heading) :].split("\n## ")[0]


def module(rooms: list[str], name: str) -> Path | None:
    """The one file of a name in one of the rooms, or of a name that brings its own."""
    name = name.replace(*SHORT)
    places = [PRODUCT.glob(f"{room}/**/{name}.py") for room in rooms]
    files = {path for place in (*places, PRODUCT.glob(f"{name}.py")) for path in place}
    return min(files, key=lambda path: len(path.parts)) if files else None


def steps(heading: str) -> list[tuple[str, Path | None]]:
    """What is named on a walk, with its file; what stands in brackets is only asked."""
    named = []
    for line in section(heading).split("```")[1].splitlines():
        rooms = [room.strip() for room in line[:FIRST].split(",") if room.strip()]
        names = re.split(r":|\s{2,}", line[FIRST:])[0]
        if rooms:
            named += [(name.strip(), module(rooms, name.strip())) for name in names.split("›")]
    return named


@pytest.mark.parametrize("heading", WALKS)
def test_every_module_of_a_walk_is_there(heading: str) -> None:
    assert not [name for name, path in steps(heading) if path is None]


@pytest.mark.parametrize("heading", WALKS)
def test_a_walk_has_as_many_modules_as_it_says(heading: str) -> None:
    count = re.search(WALKS[heading], " ".join(section(heading).split()))
    assert count is not None
    assert len({path for _, path in steps(heading)}) == int(count[1])


def test_a_module_that_is_gone_is_missed() -> None:
    assert module(["link"], "link") == PRODUCT / "link/link.py"
    assert module(["link"], "switchboard") is None
