"""A later version of the sources, different enough that nothing of it may be taken for the older.

Versions that differ in a number alone have their modules at the same places of the same archive: a
window of one could read its modules from the other, and an upgrade that breaks windows passes.
"""

import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.house.source import ROOT

VERSION = "9.0.0"
OLD_MODULE, NEW_MODULE = "workstation.ui.palette", "workstation.ui.finder"
OLD_ICON, NEW_ICON = "search", "magnifier"


def write_other_version(sources: Iterable[Path], tree: Path) -> None:
    """Write `sources` into `tree` under another version; modules and icons move and grow."""
    noise = random.Random(VERSION)  # noqa: S311 - padding, the same in every run
    for path in sources:
        target = tree / _moved(path.relative_to(ROOT).as_posix())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        if path.suffix == ".py" and target.is_relative_to(tree / "workstation"):
            padding = noise.randbytes(noise.randrange(10, 4000)).hex()
            text = _renamed(path.read_text(encoding="utf-8"))
            target.write_text(f"{text}\n_PADDING = {padding!r}\n", encoding="utf-8")
    _renumber(tree / "pyproject.toml", tree / "workstation/__init__.py")


def _moved(name: str) -> str:
    moved = name.replace(OLD_MODULE.replace(".", "/"), NEW_MODULE.replace(".", "/"))
    return moved.replace(f"icons/{OLD_ICON}.svg", f"icons/{NEW_ICON}.svg")


def _renamed(text: str) -> str:
    assert NEW_MODULE not in text
    return text.replace(OLD_MODULE, NEW_MODULE).replace(
        f'SEARCH = "{OLD_ICON}"', f'SEARCH = "{NEW_ICON}"'
    )


def _renumber(*files: Path) -> None:
    for file in files:
        text, count = re.subn(
            r'^((?:__version__|version) = )"[\d.]+"',
            rf'\1"{VERSION}"',
            file.read_text(),
            flags=re.MULTILINE,
        )
        assert count == 1, file
        file.write_text(text)
