"""The demo is one account, however often it is started and whatever port its clinic gets."""

import asyncio
import datetime as dt
import json
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.fakes.hospital_policy import OF_A_HOSPITAL
from tests.fakes.secrets import SafeKeys
from tests.fakes.update_repository import Administrator
from tests.journeys.conftest import Work, until
from tests.journeys.keys import profile_of
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.clinic import process
from workstation.clinic.process import start_clinic
from workstation.program import demo as demo_entry
from workstation.program.program import Program
from workstation.services.audit_check import check_audit
from workstation.services.audit_keys import entry_name
from workstation.settings.resolve import load
from workstation.ui.kit.theme import theme
from workstation.ui.shell.window import ShellWindow

DRAFT = "明天复诊时带上"
DOCTOR = 1001
FEW = ["--no-patients", "--seed-in-process", "3", "--seed-history", "0"]


class Demo:
    """One doctor's PC on which the demo is started more than once."""

    def __init__(self, folders: Folders) -> None:
        self.folders, self.keys = folders, SafeKeys()

    @asynccontextmanager
    async def open(self):
        window = ShellWindow()
        window.show()
        clinic = self.folders.data / "clinic"
        program = Program(
            window, self.folders, load(self.folders), demo_clinic=clinic, keys=self.keys
        )
        running = asyncio.ensure_future(program.run())
        work = Work(program, window, None)
        try:
            with suppress(TimeoutError):  # the second half of the time is for a loaded machine
                await until(lambda: program.main_window is not None or running.done())
            await until(lambda: len(work.session.store.worklist) > 0, "the queue is read")
            yield work
        finally:
            window.closing.emit()
            try:
                await running
            finally:
                window.deleteLater()


@pytest.fixture
def demo(tmp_path, monkeypatch, qloop, qapp) -> Demo:  # noqa: ARG001
    """Two clinics of the same data at different ports stand for one that was started twice."""
    qapp.setQuitOnLastWindowClosed(False)
    theme.install(qapp)
    running = [start_clinic(tmp_path / name, arguments=FEW) for name in ("one", "two")]
    left = iter(running)

    async def next_clinic(_folder, *, arguments):
        assert arguments == ["--same-port"]
        clinic = next(left)
        return SimpleNamespace(address=clinic.address, token=clinic.token, stop=lambda: None)

    monkeypatch.setattr(process, "open_clinic", next_clinic)
    yield Demo(Folders.of_profile(tmp_path))
    for clinic in running:
        clinic.stop()
    qapp.setQuitOnLastWindowClosed(True)


async def test_a_draft_of_the_demo_is_there_at_the_next_start(demo):
    async with demo.open() as work:
        number = work.session.store.worklist.consultation_ids()[0]
        address = work.session.access.base
        await work.open_consultation(number)
        await until(work.active.composer.editor.isEnabled)
        work.write(DRAFT)
    async with demo.open() as work:
        assert work.session.access.base != address
        await work.open_consultation(number)
        await until(lambda: work.active.composer.editor.toPlainText() == DRAFT, "the draft")
    assert len(list((demo.folders.data / "accounts").iterdir())) == 1
    audit = entry_name(demo.folders.data / "audit")
    assert set(demo.keys.secrets) == {
        f"database {demo_entry.SERVER} {DOCTOR} {profile_of(demo)}",
        audit,
    }


@pytest.mark.parametrize("tried", [False, True], ids=["set", "tried"])
async def test_what_is_done_in_the_demo_goes_to_no_collector_unless_that_is_tried(
    demo, policy, monkeypatch, tmp_path, tried
):
    """Its doctor and patients are invented, and a collector could not tell."""
    sent, collector = [], {"audit.forward": "udp://127.0.0.1:514"}
    monkeypatch.setattr(
        "workstation.services.audit.forward", lambda _target, lines: sent.extend(lines)
    )
    if tried:
        file = tmp_path / "tried.json"
        file.write_text(json.dumps(collector))
        demo.folders = replace(demo.folders, trial_policy=file)
    else:
        policy.update(collector)
    async with demo.open():
        pass
    assert bool(sent) is tried
    report = await check_audit(demo.folders.data, demo.keys)
    assert [line.event for line in report.lines][-1] == "signed_out"


async def test_the_demo_tells_of_a_newer_version_and_fetches_none(demo, policy, tmp_path):
    """What it fetched would be a second copy, which ``--install-staged`` does not look for."""
    now = dt.datetime.fromtimestamp(SystemClock().now_ms() // 1000, dt.UTC)
    it = Administrator.of(tmp_path, now=now)
    it.add("99.4.0", ending="msi" if sys.platform == "win32" else "deb")
    it.approve("99.4.0", "all")
    place = {"update.repository": str(it.folder), "update.root": it.root}
    policy.update({"update.mode": "stage", **place})
    async with demo.open() as work:
        await work.program.parts.updates.check()
        state = work.program.parts.updates.state
    assert (str(state.version), state.staged) == ("99.4.0", False)
    assert not list(demo.folders.cache.rglob("targets/*"))


async def test_the_demo_is_online_whatever_a_policy_says_of_the_hospital_s_platform(demo, policy):
    """It is where doctors are trained, on PCs that have such a policy."""
    policy.update(OF_A_HOSPITAL)
    policy.update({"media.origins": ["https://media.hospital.example"], "data.retention_days": 90})
    async with demo.open() as work:
        await work.online()
        assert work.program.parts.resolution.settings.retention_days == 90
