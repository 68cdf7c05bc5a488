"""A file system of its own, small enough to be full: a real one, not an error that is raised."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


class SmallDisk:
    """Filled to the last byte by ``fill``; ``make_room`` takes that away again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    @property
    def is_full(self) -> bool:
        """Whether ``fill`` was called, by whatever process, and no room made since."""
        return self._ballast.exists()

    def fill(self, leave: int = 0) -> None:
        """Leave no room for anything, or for so many bytes."""
        for _ in range(2):  # what is on the disk at last may leave a little room
            with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
            os.sync()
        if leave:
            os.truncate(self._ballast, self._ballast.stat().st_size - leave)
            os.sync()

    def make_room(self) -> None:
        """As somebody does who deletes old videos."""
        self._ballast.unlink()
        os.sync()


def unmount_left(temporary: Path) -> None:
    """Take away what runs of pytest that were killed have mounted below their folders there.

    Else pytest cannot remove these folders, and the run that tries to is red for it.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        place = Path(line.split()[4].replace("\\040", " "))
        if not place.is_relative_to(temporary) or place == temporary:
            continue
        user, run, *_ = *place.relative_to(temporary).parts, ""
        if user.startswith("pytest-of-") and not _is_running(temporary / user / run):
            command = [shutil.which("umount") or "umount", "--lazy", str(place)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603


def _is_running(run: Path) -> bool:
    """Whether the process that has a folder of pytest's is there: its lock says which it is."""
    try:
        return Path("/proc", (run / ".lock").read_text(encoding="ascii")).exists()
    except OSError:
        return False


@contextlib.contextmanager
def small_btrfs(folder: Path, megabytes: int = 128) -> Iterator[SmallDisk]:
    """One that writes nothing in place; skipped where none can be made or mounted."""
    make, mount, umount = map(shutil.which, ("mkfs.btrfs", "mount", "umount"))
    folder.mkdir(exist_ok=True)
    image = folder.with_suffix(".image")
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    commands = [make or "", "-q", str(image)], [mount or "", "-o", "loop", str(image), str(folder)]
    for command in commands:
        if not command[0] or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603
            pytest.skip("no btrfs may be mounted here")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run([umount or "umount", "--lazy", str(folder)], check=True)  # noqa: S603


def limit(disk: SmallDisk, megabytes: int) -> None:
    """Give out so much of a small btrfs, as a quota does; ``df`` says nothing of it."""
    btrfs, folder = shutil.which("btrfs") or "btrfs", str(disk.folder)
    for command in (["quota", "enable"], ["qgroup", "limit", f"{megabytes}m"]):
        subprocess.run([btrfs, *command, folder], check=True, capture_output=True)  # noqa: S603


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int = 48, files: int | None = None) -> Iterator[SmallDisk]:
    """Mounted at ``folder``, for so many ``files`` at most; skipped where that is not allowed."""
    folder.mkdir(exist_ok=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    numbers = 0 if files is None else files + 1  # the folder has one; 0 is no limit
    room = f"size={megabytes}m,nr_inodes={numbers}"
    command = [mount or "mount", "-t", "tmpfs", "-o", room, "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("no file system may be mounted here")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run([umount or "umount", "--lazy", str(folder)], check=True)  # noqa: S603
