"""The key of an audit log that lies in a file, where that cannot be read at the moment."""

import asyncio
import errno
import os
import threading
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.fakes.secrets import MemorySecrets
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.errors import StorageError
from workstation.domain.ids import MemberId
from workstation.services.audit import AuditTrail
from workstation.services.audit_check import check_audit
from workstation.services.audit_keys import FOLDER, FilePlace, entry_name

ME = MemberId(1001)


class Keyring(MemorySecrets):
    """One that lasts."""

    lasting = True


async def sign_in_to(trail, keys) -> None:
    running = asyncio.ensure_future(trail.run(keys))
    trail.sign_in(ME)
    await trail.close(running)


async def test_a_key_that_cannot_be_read_now_is_not_made_anew(tmp_path, monkeypatch, expect_log):
    """The lines of before could never be checked again."""
    folders, keys, really = Folders.of_profile(tmp_path), MemorySecrets(), Path.open
    await sign_in_to(AuditTrail(folders, SystemClock()), keys)

    def held(path, *how, **named):
        if path.name == "local.key":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(path, *how, **named)

    expect_log.append("could not be written")
    trail = AuditTrail(folders, SystemClock())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", held)
        await sign_in_to(trail, keys)
    await trail.flush()
    report = await check_audit(folders.data, keys)
    assert not report.findings
    assert [line.event for line in report.lines] == ["signed_in", "signed_in"]


async def test_why_it_cannot_be_read_is_not_looked_for_in_the_thread_of_the_window(
    tmp_path, monkeypatch
):
    """A link on the way may lead to a share that answers late, or never."""
    threads, really = set(), Path.is_symlink

    def look(path):
        threads.add(threading.current_thread())
        return really(path)

    (tmp_path / "local.key").mkdir()
    monkeypatch.setattr(Path, "is_symlink", look)
    with pytest.raises(StorageError):
        await FilePlace(tmp_path).read()
    assert threads
    assert threading.main_thread() not in threads


async def test_a_demo_or_another_profile_leaves_the_chain_of_the_doctor_whole(tmp_path):
    """One keyring serves all of them: with one entry the check called lines cut off."""
    keys = Keyring()
    own, demo = (Folders.of_profile(tmp_path / name) for name in ("own", "demo"))
    for folders in (own, demo, own):
        await sign_in_to(AuditTrail(folders, SystemClock()), keys)
    assert [len((await check_audit(each.data, keys)).lines) for each in (own, demo)] == [2, 1]
    reports = [
        await check_audit(tmp_path / name, keys) for name in ("own/data", "demo/data", "new")
    ]
    assert [report.findings for report in reports] == [()] * 3


async def test_a_home_that_is_moved_keeps_its_chain(tmp_path, monkeypatch):
    keys = Keyring()
    for name in ("before", "after"):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / name))
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / name))
        if name == "after":
            (tmp_path / "before").rename(tmp_path / "after")
        await sign_in_to(AuditTrail(Folders.of_user(), SystemClock()), keys)
    report = await check_audit(Folders.of_user().data, keys)
    assert (len(report.lines), report.findings) == (2, ())
    assert set(keys.secrets) == {"audit"}


async def test_a_profile_that_is_moved_keeps_its_chain(tmp_path):
    keys = Keyring()
    for name in ("before", "after"):
        if name == "after":
            (tmp_path / "before").rename(tmp_path / "after")
        await sign_in_to(AuditTrail(Folders.of_profile(tmp_path / name), SystemClock()), keys)
    report = await check_audit(tmp_path / "after" / "data", keys)
    assert (len(report.lines), report.findings) == (2, ())
    assert len(keys.secrets) == 1


def name_by_place(folder):
    """The entry as it was called for a while."""
    place = os.fsencode(os.path.normcase(os.path.realpath(folder)))
    return f"audit {blake2b(place, digest_size=8).hexdigest()}"


async def test_a_key_that_is_named_by_the_place_of_its_profile_is_taken_over(tmp_path):
    keys, folders = Keyring(), Folders.of_profile(tmp_path)
    await sign_in_to(AuditTrail(folders, SystemClock()), keys)
    folder = folders.data / FOLDER
    keys.secrets = {name_by_place(folder): keys.secrets[entry_name(folder)]}
    await sign_in_to(AuditTrail(folders, SystemClock()), keys)
    report = await check_audit(folders.data, keys)
    assert (len(report.lines), report.findings) == (2, ())
    assert set(keys.secrets) == {entry_name(folder)}
