"""A full disk that writes nothing in place refuses; it does not end the program."""

import asyncio
import contextlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from tests.full_disk import limit, small_btrfs
from workstation.domain.errors import DiskFull
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.engine import disk_room
from workstation.vault.engine.disk_room import MIN_FREE_BYTES, DiskRoom
from workstation.vault.engine.job import Job

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its file systems")

KEY = bytes(32)
MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
55 27 0:46 /home {home} rw,relatime shared:3 - btrfs /dev/loop0 rw,subvol=/home
56 27 0:47 / {home}/ext rw - ext4 /dev/sda1 rw
57 27 0:48 / {home}/with\\040blank rw - btrfs /dev/sdb1 rw
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on a file system of that kind, and others in it."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(home=tmp_path), encoding="utf-8")
    monkeypatch.setattr(disk_room, "MOUNTS", mounts)
    return tmp_path


def leave(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


@pytest.mark.parametrize(
    ("place", "asked"), [("a/b", True), ("ext/a", False), ("with blank", True)]
)
def test_only_where_nothing_is_written_in_place_room_is_asked_for(
    home: Path, monkeypatch: pytest.MonkeyPatch, place: str, asked: bool
) -> None:
    leave(monkeypatch, 0)
    room = DiskRoom(home / place / "vault.db")
    if asked:
        with pytest.raises(DiskFull):
            room.require()
    else:
        room.require()


def test_who_does_not_say_where_it_lies_is_given_the_benefit_of_the_doubt(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_room.MOUNTS.write_text("nonsense\n1 2 - btrfs", encoding="utf-8")
    leave(monkeypatch, 0)
    DiskRoom(home / "vault.db").require()


async def test_a_write_is_refused_before_it_begins_and_a_read_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.open(home / "vault.db", KEY)
    await vault.write(preferences.put, "kept", 1)
    leave(monkeypatch, MIN_FREE_BYTES - 1)
    with pytest.raises(DiskFull):
        await vault.write(preferences.put, "kept", 2)
    assert await vault.read_in_turn(preferences.get, "kept", 0) == 1
    leave(monkeypatch, MIN_FREE_BYTES)
    await vault.write(preferences.put, "kept", 3)
    leave(monkeypatch, 0)
    vault.close()
    assert (home / "vault.db-wal").exists(), "what would be written at the end stays in the log"
    with pytest.raises(DiskFull):
        Vault.open(home / "vault.db", KEY)
    leave(monkeypatch, MIN_FREE_BYTES)
    vault = Vault.open(home / "vault.db", KEY)
    assert await vault.read(preferences.get, "kept", 0) == 3
    vault.close()


def test_a_disk_that_fails_after_a_write_does_not_end_the_writer(home: Path) -> None:
    with contextlib.closing(apsw.Connection(":memory:")) as connection:
        connection.set_authorizer(lambda *_: apsw.SQLITE_DENY)
        DiskRoom(home / "vault.db").settle(connection)


@pytest.mark.parametrize("quota", [None, 24])
def test_on_a_real_one_the_program_goes_on_and_nothing_is_lost(
    tmp_path: Path, quota: int | None
) -> None:
    with small_btrfs(tmp_path / "disk") as disk:
        if quota:
            limit(disk, quota)
        command = [sys.executable, "-m", "tests.vault.filled_btrfs", str(disk.folder)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        assert (done.returncode, done.stderr) == (0, "")
        assert "refused" in done.stdout


async def test_what_is_asked_together_with_a_write_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.open(home / "vault.db", KEY)
    await vault.write(preferences.put, "kept", 1)
    leave(monkeypatch, MIN_FREE_BYTES - 1)
    together = [
        Job(lambda connection: preferences.put(connection, "kept", 2), writes=True, durable=True),
        Job(lambda connection: preferences.get(connection, "kept"), writes=False, durable=False),
    ]
    worker = vault._writer._worker
    await asyncio.to_thread(worker._run, together)
    assert together[1].future.result() == 1
    with pytest.raises(DiskFull):
        together[0].future.result()
    leave(monkeypatch, MIN_FREE_BYTES)
    vault.close()
