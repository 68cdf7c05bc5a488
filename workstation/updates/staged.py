"""Finding what an account of this computer has staged, and taking it over as an administrator.

The accounts are not trusted. What one of them staged is a repository like any other and verified
from the root up, against what this computer's administrator has seen before; the package is copied
into a private folder first and judged there, so nobody can exchange it between look and use.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.base.paths import UNIX_NAME, Folders
from workstation.domain.update_errors import UpdateRefused
from workstation.settings.windows_security import is_link
from workstation.updates.layout import package_name
from workstation.updates.repository_source import PIECE_BYTES, open_regular
from workstation.updates.staging import StagingFolder, is_package

if TYPE_CHECKING:
    from tuf.api.metadata import TargetFile

_UNIX_CACHE = f".cache/{UNIX_NAME}"
_PROFILES = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"


def staging_folders(profile: Path | None) -> list[StagingFolder]:
    """The staging folders of all accounts of this computer, or of one profile.

    On Windows none behind a link: a junction that an account laid could lead the system's account
    to a server of an attacker's, who is then shown the computer's credentials.
    """
    caches = [Folders.of_profile(profile).cache] if profile else _caches()
    folders = [StagingFolder(cache) for cache in dict.fromkeys(caches)]
    return [each for each in folders if _stands_here(each.staged)]


def take_over(folder: StagingFolder, target: "TargetFile", private: Path) -> Path:
    """Copy a package into a private folder and verify it there; returns where it lies.

    Raises ``UpdateRefused("tampered")`` and ``OSError``; no copy is left then.
    """
    name, place = package_name(target), private / target.path
    try:
        with open_regular(folder.staged / name) as source, place.open("xb") as copy:
            left = target.length + 1  # no more than can be right
            while piece := source.read(min(left, PIECE_BYTES)):
                copy.write(piece)
                left -= len(piece)
    except OSError:
        held_files.remove(place)
        raise
    if not is_package(place, target):
        held_files.remove(place)
        raise UpdateRefused("tampered", name)
    return place


def _caches() -> Iterator[Path]:
    yield Folders.of_user().cache
    homes = _windows_homes() if sys.platform == "win32" else _unix_homes()
    for home in homes:
        if sys.platform == "win32":
            local = {"LOCALAPPDATA": str(home / "AppData" / "Local")}
            yield Folders.of_user("win32", local).cache
        else:
            yield home / _UNIX_CACHE


def _unix_homes(parent: Path = Path("/home")) -> list[Path]:
    """The homes of all accounts that the system lists, and of those that have worked here.

    SSSD and winbind list none of a hospital's domain.
    """
    accounts = import_module("pwd").getpwall()
    listed = [Path(account.pw_dir) for account in accounts if account.pw_dir.startswith("/")]
    caches = [cache for home in ("*", "*/*") for cache in parent.glob(f"{home}/{_UNIX_CACHE}")]
    return [*listed, *(cache.parents[1] for cache in caches)]


def _windows_homes() -> Iterator[Path]:
    registry = import_module("winreg")
    with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, _PROFILES) as profiles:
        count, _, _ = registry.QueryInfoKey(profiles)
        for index in range(count):
            path = _profile_folder(registry, profiles, index)
            if isinstance(path, str):
                yield Path(os.path.expandvars(path))


def _profile_folder(registry: ModuleType, profiles: object, index: int) -> object:
    """An account's folder; something else where a profile was left half, as some PCs have it."""
    with (
        contextlib.suppress(OSError),
        registry.OpenKey(profiles, registry.EnumKey(profiles, index)) as one,
    ):
        return registry.QueryValueEx(one, "ProfileImagePath")[0]
    return None


def _stands_here(folder: Path, platform: str = sys.platform) -> bool:
    try:
        return not (platform == "win32" and _is_behind_link(folder)) and folder.is_dir()
    except OSError:
        return False


def _is_behind_link(folder: Path) -> bool:
    """Whether a folder lies behind a link.

    Asked from the top: to look at anything below a link is to go where it leads. Raises
    ``OSError``.
    """
    return any(map(is_link, (*reversed(folder.parents), folder)))
