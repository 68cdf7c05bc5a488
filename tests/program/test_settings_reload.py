"""What is picked holds at once, is saved behind the window, and goes back if that fails."""

import asyncio
import json
import threading

import pytest

from workstation.base import atomic_write
from workstation.base.paths import Folders
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import ConfigurationError, DiskFull, InputError
from workstation.program import settings_reload
from workstation.program.settings_reload import SettingsReload
from workstation.settings import resolve, save
from workstation.settings.resolve import USER_FILE, load
from workstation.settings.sources import SettingsLayer, SettingsSource


class Disk:
    """One that takes a file when it is let, in another thread than the window's."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.free = threading.Event()
        self.free.set()
        self.asked, self.threads = threading.Event(), set()
        self.writes, self.errors = 0, []
        patch.setattr(save, "write_atomically", self._write)

    def _write(self, path, content) -> None:
        self.writes += 1
        self.threads.add(threading.current_thread())
        self.asked.set()
        assert self.free.wait(20)
        if self.errors:
            raise self.errors.pop()
        atomic_write.write_atomically(path, content)

    async def is_asked(self) -> None:
        """Wait until a file is to be written."""
        assert await asyncio.to_thread(self.asked.wait, 20)
        self.asked.clear()


class Trial:
    """The settings of a folder, with what was told of them."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.audited: list[tuple[AuditEvent, str]] = []
        self.changes: list[bool] = []
        self.reload = SettingsReload(folders, load(folders), self.changes.append, self._record)

    def _record(self, event, _consultation=None, *, detail="") -> None:
        self.audited.append((event, detail))

    @property
    def stored(self) -> dict:
        """The user's file."""
        return json.loads((self.folders.config / USER_FILE).read_text())


@pytest.fixture
def trial(tmp_path, monkeypatch) -> Trial:
    monkeypatch.setattr(settings_reload, "apply_settings", lambda _settings: None)
    monkeypatch.setattr(resolve, "_policy_file", lambda: SettingsLayer(SettingsSource.POLICY_FILE))
    folders = Folders.of_profile(tmp_path)
    folders.prepare()
    return Trial(folders)


@pytest.fixture
def disk(monkeypatch):
    disk = Disk(monkeypatch)
    yield disk
    disk.free.set()


async def test_what_is_picked_holds_before_the_disk_has_it(trial, disk):
    disk.free.clear()
    saved = trial.reload.pick("ui.text_size", 130)
    assert trial.reload.current().text_size == 130
    assert trial.changes == [False]
    await disk.is_asked()
    assert not saved.done()
    assert not trial.audited
    disk.free.set()
    await saved
    assert trial.stored == {"ui.text_size": 130}
    assert trial.audited == [(AuditEvent.SETTINGS_CHANGED, "ui.text_size")]
    assert trial.changes == [False]
    assert threading.main_thread() not in disk.threads


async def test_what_is_picked_while_the_disk_is_busy_is_saved_together_afterwards(trial, disk):
    disk.free.clear()
    saved = [trial.reload.pick("ui.text_size", 115)]
    await disk.is_asked()
    saved += [trial.reload.pick("ui.text_size", size) for size in (130, 150, 175)]
    saved.append(trial.reload.pick("ui.theme", "dark"))
    disk.free.set()
    await asyncio.gather(*saved)
    assert trial.stored == {"ui.text_size": 175, "ui.theme": "dark"}
    assert (trial.reload.current().text_size, disk.writes) == (175, 2)


async def test_the_end_waits_for_what_was_picked_last(trial, disk):
    disk.free.clear()
    trial.reload.pick("ui.theme", "dark")
    await disk.is_asked()
    trial.reload.pick("ui.text_size", 150)
    closing = asyncio.ensure_future(trial.reload.close())
    await asyncio.sleep(0)
    assert not closing.done()
    disk.free.set()
    await closing
    assert trial.stored == {"ui.theme": "dark", "ui.text_size": 150}


async def test_the_end_waits_no_longer_than_its_bound(trial, disk, monkeypatch, expect_log):
    expect_log.append("did not take")
    monkeypatch.setattr(settings_reload, "MAX_SAVE_SECONDS", 0.0)
    disk.free.clear()
    trial.reload.pick("ui.theme", "dark")
    await disk.is_asked()
    await trial.reload.close()


async def test_what_the_disk_refuses_goes_back_and_what_it_has_stays(trial, disk, expect_log):
    expect_log.append("not saved")
    await trial.reload.pick("ui.theme", "dark")
    disk.errors = [DiskFull("no room")]
    refused = trial.reload.pick("ui.text_size", 150)
    assert trial.reload.current().text_size == 150
    with pytest.raises(DiskFull):
        await refused
    now = trial.reload.current()
    assert (now.text_size, now.theme) == (100, "dark")
    assert trial.stored == {"ui.theme": "dark"}
    assert trial.audited == [(AuditEvent.SETTINGS_CHANGED, "ui.theme")]


async def test_a_refusal_leaves_what_was_picked_after_it(trial, disk, expect_log):
    expect_log.append("not saved")
    disk.free.clear()
    disk.errors = [DiskFull("no room")]
    refused = trial.reload.pick("ui.theme", "dark")
    await disk.is_asked()
    later = trial.reload.pick("ui.text_size", 150)
    disk.free.set()
    with pytest.raises(DiskFull):
        await refused
    assert trial.reload.current().text_size == 150
    assert trial.reload.current().theme != "dark"
    await later
    assert trial.stored == {"ui.text_size": 150}


async def test_what_cannot_be_picked_is_refused_without_the_disk(trial, disk):
    before = trial.reload.resolution
    with pytest.raises(InputError):
        await trial.reload.pick("waiting.amber", 0)
    trial.reload.resolution = resolve.resolve(
        [SettingsLayer(SettingsSource.POLICY_FILE, {"ui.theme": "light"})]
    )
    with pytest.raises(ConfigurationError):
        await trial.reload.pick("ui.theme", "dark")
    trial.reload.resolution = before
    assert disk.writes == 0


async def test_reading_again_takes_nothing_back_that_is_not_saved_yet(trial, disk):
    disk.free.clear()
    saved = trial.reload.pick("ui.theme", "dark")
    await disk.is_asked()
    await trial.reload._reload()
    assert trial.reload.current().theme == "dark"
    assert not trial.audited
    disk.free.set()
    await saved
    assert trial.audited == [(AuditEvent.SETTINGS_CHANGED, "ui.theme")]


async def test_what_is_read_while_something_is_being_saved_counts_for_nothing(trial, disk):
    """It may be half of what is saved, and would stand in the audit log as a policy's change."""
    disk.free.clear()
    saved = trial.reload.pick("ui.theme", "dark")
    await disk.is_asked()
    (trial.folders.config / USER_FILE).write_text(json.dumps({"ui.text_size": 150}))
    await trial.reload._reload()
    assert (trial.reload.current().theme, trial.reload.current().text_size) == ("dark", 100)
    assert not trial.audited
    disk.free.set()
    await saved


async def test_who_waits_no_longer_stops_no_saving(trial, disk):
    disk.free.clear()
    saved = trial.reload.pick("ui.theme", "dark")
    await disk.is_asked()
    saved.cancel()
    disk.free.set()
    await trial.reload.close()
    assert trial.stored == {"ui.theme": "dark"}
