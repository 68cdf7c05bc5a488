"""A disk that is really full: each place that writes says so, and what was there is whole."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.archive import ROOM
from tests.full_disk import SmallDisk, small_disk
from tests.vault.people import furnish
from workstation.audit.line import AuditLine
from workstation.audit.sealed_log import Head, SealedLog
from workstation.base import log
from workstation.base.atomic_write import write_atomically
from workstation.domain.errors import DiskFull
from workstation.domain.message import MessageKind
from workstation.evidence.package_writer import PackageWriter
from workstation.media.cache import MediaCache
from workstation.vault.database import Vault
from workstation.vault.unsent import drafts, outbox

KEY = bytes(range(32))
MEBIBYTE = bytes(1024 * 1024)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=8) as made:
        yield made


def write_file(folder: Path) -> None:
    write_atomically(folder / "settings.toml", MEBIBYTE)


def write_package(folder: Path) -> None:
    writer = PackageWriter(folder / "evidence.zip")
    try:
        writer.open()
        writer.add_original(MEBIBYTE, "jpg", "image/jpeg")
        writer.add_data(b"{}")
        writer.add_record(b"%PDF")
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def write_audit_log(folder: Path) -> None:
    line = AuditLine(0, 0, "signed_in", None, None, "x" * 65_536, "")
    SealedLog(folder / "audit.log", KEY).append([line] * 40, Head())


@pytest.mark.parametrize("write", [write_file, write_package, write_audit_log])
def test_what_is_refused_is_a_full_disk_and_leaves_what_was_there(
    disk: SmallDisk, write: Callable[[Path], None]
) -> None:
    write(disk.folder)
    before = {path.name: path.read_bytes() for path in disk.folder.iterdir()}
    disk.fill()
    with pytest.raises(DiskFull):
        write(disk.folder)
    disk.make_room()
    left = {path.name: path.read_bytes() for path in disk.folder.iterdir()}
    assert left.keys() == before.keys()
    assert all(left[name].startswith(content) for name, content in before.items())
    write(disk.folder)


@pytest.mark.parametrize("write", [write_file, write_package, write_audit_log])
def test_a_folder_that_takes_no_more_files_is_on_a_full_disk(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    with small_disk(tmp_path / "disk", files=0) as disk, pytest.raises(DiskFull):
        write(disk.folder)


@pytest.mark.parametrize("files", range(1, 7))
def test_no_database_is_made_where_no_more_files_are_taken(tmp_path: Path, files: int) -> None:
    """A share with a quota of files was called broken: "restart the program"."""
    with small_disk(tmp_path / "disk", files=files) as disk, pytest.raises(DiskFull):
        Vault.open(disk.folder / "vault.db", KEY)


def test_a_database_is_whole_where_no_more_files_are_taken(tmp_path: Path) -> None:
    """It is closed with no log, and opening it takes one."""
    with small_disk(tmp_path / "disk", files=9) as disk:
        Vault.open(disk.folder / "vault.db", KEY).close()
        others = [disk.folder / str(number) for number in range(9)]
        others = others[: 9 - len(list(disk.folder.iterdir()))]
        for other in others:
            other.touch()
        for other in others[:3]:
            with pytest.raises(DiskFull):
                Vault.open(disk.folder / "vault.db", KEY)
            other.unlink()
        for other in others[3:]:
            other.unlink()
        Vault.open(disk.folder / "vault.db", KEY).close()


async def test_a_database_takes_nothing_loses_nothing_and_goes_on(disk: SmallDisk) -> None:
    vault = Vault.open(disk.folder / "vault.db", KEY)
    await vault.write(furnish)
    await vault.write(drafts.write, ROOM, "先停药", 3, 0)
    disk.fill()
    long = "词" * 500_000
    with pytest.raises(DiskFull):
        await vault.write(drafts.write, ROOM, long, 3, 1)
    with pytest.raises(DiskFull):
        await vault.write(outbox.add, ROOM, "own", MessageKind.TEXT, long, 1)
    assert (await vault.read(drafts.get, ROOM)).text == "先停药"
    assert not await vault.read(outbox.entries)
    disk.make_room()
    await vault.write(outbox.send_draft, ROOM, {}, "own", "先停药", 2)
    vault.close()
    reopened = Vault.open(disk.folder / "vault.db", KEY)
    assert [entry.text for entry in await reopened.read(outbox.entries)] == ["先停药"]
    reopened.close()


async def test_a_picture_is_looked_at_though_it_cannot_be_kept(
    disk: SmallDisk, expect_log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a quota: the disk seems to have room for it."""
    expect_log.append("a medium is not kept on disk")
    monkeypatch.setattr("workstation.media.cache.FREE_BYTES", -2 * len(MEBIBYTE))
    cache = MediaCache(disk.folder / "media", KEY)
    disk.fill()
    await cache.put("https://clinic.example/1.jpg", MEBIBYTE)
    assert await cache.get("https://clinic.example/1.jpg") == MEBIBYTE
    disk.make_room()
    await cache.put("https://clinic.example/2.jpg", MEBIBYTE)
    again = MediaCache(disk.folder / "media", KEY)
    assert await again.get("https://clinic.example/2.jpg") == MEBIBYTE


def test_a_log_loses_lines_and_nothing_else(disk: SmallDisk) -> None:
    handler = log.start(disk.folder / "logs")
    try:
        disk.fill()
        for number in range(2_000):
            logging.getLogger("workstation.test").info("line %d", number)
        disk.make_room()
        logging.getLogger("workstation.test").info("line %d", -1)
    finally:
        log.stop(handler)
    assert "line -1" in (disk.folder / "logs" / log.FILE).read_text(encoding="utf-8")
