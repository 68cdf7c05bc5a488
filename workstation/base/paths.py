"""Where files lie: the program's own, from a source tree or a bundle, and the user's."""

import contextlib
import errno
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PureWindowsPath

from workstation.domain.errors import DiskFull, FolderNotWritable, StorageError
from workstation.domain.ids import MemberId
from workstation.domain.value import Value

NAME = "DoctorWorkstation"
UNIX_NAME = "doctor-workstation"
PRIVATE, INHERITED = 0o700, 0o777
NO_HOME = Path("/nonexistent")
"""The home of users who have none, as Debian calls it."""
FULL = {errno.ENOSPC, errno.EDQUOT}
"""No room on the disk, or none left for this user."""
WINDOWS_FULL = {39, 112, 1295}
"""The same of Windows: ERROR_HANDLE_DISK_FULL, DISK_FULL, DISK_QUOTA_EXCEEDED of winerror.h."""


@cache
def resources() -> Path:
    """The folder of icons, tokens, fonts and translations."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"


def resource(name: str) -> Path:
    """The path of one resource, such as ``"icons/search.svg"``; it need not exist."""
    return resources() / name


class Folders(Value):
    """Where this program keeps what it writes; nothing exists until ``prepare``.

    ``config`` holds the user's settings, ``data`` the encrypted database of each account,
    ``cache`` what can be fetched again, ``logs`` the rotating log. ``trial_policy`` is a policy
    file that an administrator tries in the demo; it is only read.
    """

    config: Path
    data: Path
    cache: Path
    logs: Path
    trial_policy: Path | None = None

    @classmethod
    def of_profile(cls, folder: Path) -> "Folders":
        """All folders below one, as ``--profile`` asks for."""
        return cls(folder / "config", folder / "data", folder / "cache", folder / "logs")

    @classmethod
    def of_user(
        cls, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
    ) -> "Folders":
        """The folders where the platform expects them; on Windows local, never roaming."""
        home = _home()
        if platform == "win32":
            local = environment.get("LOCALAPPDATA", "")
            # Without a root it would lie wherever the program was started from.
            rooted = bool(PureWindowsPath(local).root)
            base = Path(local) if rooted else home / "AppData" / "Local"
            return cls.of_profile(base / NAME)
        if platform == "darwin":
            support = home / "Library" / "Application Support" / NAME
            caches, logs = home / "Library" / "Caches" / NAME, home / "Library" / "Logs" / NAME
            return cls(support / "config", support / "data", caches, logs)
        return cls(
            _xdg(environment, "XDG_CONFIG_HOME", home / ".config"),
            _xdg(environment, "XDG_DATA_HOME", home / ".local" / "share"),
            _xdg(environment, "XDG_CACHE_HOME", home / ".cache"),
            _xdg(environment, "XDG_STATE_HOME", home / ".local" / "state") / "logs",
        )

    def account(self, server: str, member_id: MemberId) -> "Folders":
        """The folders of one doctor at one server: nobody else's data is in them.

        Their name tells neither the server nor the doctor.
        """
        import hashlib

        name = hashlib.sha256(f"{server}\n{member_id}".encode()).hexdigest()[:24]
        return Folders(
            self.config, self.accounts_data / name, self.accounts_cache / name, self.logs
        )

    @property
    def accounts_data(self) -> Path:
        """Where the encrypted databases of all accounts lie."""
        return self.data / "accounts"

    @property
    def accounts_cache(self) -> Path:
        """Where the sealed pictures and voices of all accounts lie."""
        return self.cache / "accounts"

    def prepare(self) -> None:
        """Make them, readable by this user alone. Raises ``StorageError``."""
        for folder in (self.config, self.data, self.cache, self.logs):
            try:
                make_folder(folder)
                folder.chmod(PRIVATE)
            except OSError as error:
                raise storage_error(error, folder) from None


def make_folder(folder: Path, platform: str = sys.platform) -> None:
    """Make a folder for this user alone, unless it is there. Raises ``OSError``.

    On Windows Python gives it a list that names its owner, the administrators and the system. What
    an elevated process makes is owned by the administrators: an IT person's ``--check`` would leave
    a folder that the doctor's own start may not even look into (gh-157876). So there it has the
    list of the folder above, which in a user's profile is that user's.
    """
    mode = INHERITED if platform == "win32" and _is_elevated() else PRIVATE
    folder.mkdir(mode=mode, parents=True, exist_ok=True)


def _is_elevated() -> bool:
    from workstation.base.windows_folders import is_elevated

    return is_elevated()


def is_full(error: OSError) -> bool:
    """Whether there was no room. Python has an errno for one of Windows' own numbers alone."""
    return error.errno in FULL or (getattr(error, "winerror", 0) or 0) in WINDOWS_FULL


def storage_error(error: OSError, folder: Path) -> StorageError:
    """The error of the tree for one of the system, met while writing in ``folder``. Blocks."""
    if is_full(error):
        return DiskFull(f"{folder}: {error.strerror}")
    if dead := _dead_link(folder):
        return FolderNotWritable(f"{dead}: {os.strerror(errno.ENOENT)}")
    return FolderNotWritable(f"{folder}: {error.strerror}")


def refuse_dead_link(folder: Path) -> None:
    """Raise ``StorageError`` where a link on the way leads to what is not there; blocking."""
    if _dead_link(folder):
        raise storage_error(FileNotFoundError(), folder)


def _dead_link(folder: Path) -> str:
    """The link on the way whose target is not there, as on a share that is not mounted; with it.

    The system says that what cannot be made exists, or that what is there does not.
    """
    for place in (folder, *folder.parents):
        with contextlib.suppress(OSError):
            if place.is_symlink() and not place.exists():
                return f"{place} -> {place.readlink()}"
    return ""


def exists(path: Path) -> bool:
    """Whether something is there; not where a folder on the way lets this user not look.

    A profile that was once used by an administrator (``sudo``) has such folders, as has the runtime
    folder of whoever started a terminal for somebody else. ``Path.exists`` raises there.
    """
    try:
        return path.exists()
    except OSError:
        return False


def policy_file(platform: str = sys.platform) -> Path:
    """Where an administrator puts the machine's policy; no environment variable has a say.

    Raises ``OSError`` where Windows does not tell.
    """
    if platform == "win32":
        from workstation.base.windows_folders import program_data

        return program_data() / NAME / "policy.json"
    if platform == "darwin":
        return Path("/Library/Application Support") / NAME / "policy.json"
    return Path("/etc") / UNIX_NAME / "policy.json"


def machine_folder(platform: str = sys.platform) -> Path:
    """What belongs to this computer and to no account; only administrators write there.

    Raises ``OSError`` where Windows does not tell.
    """
    if platform == "win32":
        from workstation.base.windows_folders import program_data

        return program_data() / NAME
    if platform == "darwin":
        return Path("/Library/Application Support") / NAME
    return Path("/var/lib") / UNIX_NAME


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # no HOME, and no entry of this user: no folder can be made, which is said
        return NO_HOME


def _xdg(environment: Mapping[str, str], variable: str, default: Path) -> Path:
    # The XDG base directory specification: a relative path is to be ignored.
    folder = Path(environment.get(variable, ""))
    return (folder if folder.is_absolute() else default) / UNIX_NAME
