"""Updates that IT controls: versions, what a repository offers, and what a computer should have."""

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from workstation.domain.update_errors import UpdateRefused
from workstation.domain.value import Value

VERSION_PATTERN = r"(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){2}"
RING_PATTERN = r"[a-z0-9][a-z0-9-]{0,31}"
EVERY_RING = "all"
"""The ring in which every computer is; what is approved for it is approved for all others."""


class UpdateMode(enum.Enum):
    """How far this computer goes by itself; it never installs."""

    OFF = "off"
    NOTIFY = "notify"
    STAGE = "stage"


class PackageKind(enum.Enum):
    """What installs the program, by the ending of its file's name."""

    DEBIAN = "deb"
    NSIS = "exe"
    MSI = "msi"


@dataclass(frozen=True, slots=True, order=True)
class ProgramVersion:
    """Three numbers, compared one after the other."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "ProgramVersion":
        """Read ``1.4.0``. Raises ``ValueError``."""
        if not re.fullmatch(VERSION_PATTERN, text):
            raise ValueError
        return cls(*map(int, text.split(".")))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


class Release(Value):
    """One package in a repository: its size in bytes, and the rings that it is approved for."""

    version: ProgramVersion
    kind: PackageKind
    file_name: str
    size: int
    rings: frozenset[str]

    def is_for(self, kind: PackageKind, ring: str) -> bool:
        """Whether a computer with such packages, in that ring, may have it."""
        return self.kind is kind and not self.rings.isdisjoint({ring, EVERY_RING})


class UpdateWish(Value):
    """What the policy wants for this computer; without a target the newest approved version."""

    ring: str
    target: ProgramVersion | None = None
    allow_back: bool = False


class UpdateState(Value):
    """What a doctor may know: which version is approved, and whether it lies here verified."""

    version: ProgramVersion
    staged: bool = False
    newer: bool = True


def approved_release(
    releases: Iterable[Release], kind: PackageKind, installed: ProgramVersion, wish: UpdateWish
) -> Release | None:
    """The release that this computer should be brought to; None where it has it or a newer one.

    Going back happens by name only: the policy has to name the older version and to allow it.
    Raises ``UpdateRefused`` (``no_version``, ``going_back``) where the named one cannot be had.
    """
    if wish.target == installed:
        return None
    offered = [release for release in releases if release.is_for(kind, wish.ring)]
    if wish.target is None:
        newest = max(offered, key=lambda release: release.version, default=None)
        return newest if newest is not None and newest.version > installed else None
    named = next((release for release in offered if release.version == wish.target), None)
    if named is None:
        raise UpdateRefused("no_version", str(wish.target))
    if named.version < installed and not wish.allow_back:
        raise UpdateRefused("going_back", str(wish.target))
    return named
