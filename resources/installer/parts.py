"""What wheels carry inside that has a name, a version and holes of its own, such as FFmpeg.

A scanner finds a hole by name and version, and a wheel's own version says nothing of what was
linked into it. So each part's version is read from the very files of the bundle: from words that
its makers put into the binary, from the file's name, by asking the library, or, where none of these
tells it, from the bill of materials that the wheel brings. A part whose file is there and whose
version cannot be read stops the build, and so does a library that no part claims.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from part import Part
from part_table import INDISPENSABLE, PARTS


class UnknownPartError(Exception):
    """A part without a version, or a carried library that is no known part."""


@dataclass(frozen=True)
class Carried:
    """A part as it was found: its version, and the files of the bundle that hold it."""

    part: Part
    version: str
    files: tuple[str, ...]

    @property
    def reference(self) -> str:
        """Unlike the purl it tells two wheels that carry the same library from one another."""
        return f"{self.part.wheel}#{self.part.name}"

    @property
    def purl(self) -> str:
        return f"pkg:generic/{re.sub(r'[^a-z0-9-]+', '-', self.part.name.lower())}@{self.version}"

    @property
    def cpe(self) -> str:
        return f"cpe:2.3:a:{self.part.cpe}:{self.version}:*:*:*:*:*:*:*"


def carried(bundle: Path) -> list[Carried]:
    """Every part in `bundle`. Raises UnknownPartError."""
    files = [path for path in sorted(bundle.rglob("*")) if path.is_file()]
    own = [path for path in files if not path.is_symlink()]
    entries = [entry for part in PARTS if (entry := _carried(part, bundle, own))]
    if missing := INDISPENSABLE - {entry.part.name for entry in entries}:
        raise UnknownPartError(f"not in the bundle: {', '.join(sorted(missing))}")
    claimed = {file for entry in entries for file in entry.files}
    brought = {path.relative_to(bundle).as_posix() for path in own if path.parent.suffix == ".libs"}
    if unclaimed := brought - claimed:
        raise UnknownPartError(f"no part claims {', '.join(sorted(unclaimed))}")
    return entries


def _carried(part: Part, bundle: Path, files: list[Path]) -> Carried | None:
    holding = list(_holding(part, bundle, files))
    if not holding:
        return None
    versions = {version for file in holding if (version := part.version(file))}
    if len(versions) != 1:
        raise UnknownPartError(f"{part.name}: {sorted(versions) or 'no version'} in {holding}")
    return Carried(
        part, versions.pop(), tuple(file.relative_to(bundle).as_posix() for file in holding)
    )


def _holding(part: Part, bundle: Path, files: list[Path]) -> Iterator[Path]:
    """The files whose path ends as one of the part's patterns says.

    Windows knows ``shapely.libs`` by its name in the wheel's list, ``Shapely.libs``.
    """
    for file in files:
        parts = file.relative_to(bundle).parts
        for pattern in part.files:
            depth = pattern.count("/") + 1
            if fnmatchcase("/".join(parts[-depth:]).lower(), pattern.lower()):
                yield file
                break
