"""The audit trail: nothing waits for it, nothing fails with it, and it keeps the order."""

import asyncio
import socket

import pytest

from tests.fakes.scanner import Scanner
from tests.fakes.secrets import MemorySecrets
from workstation.audit.sealed_log import SealedLog
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.audit import AuditEvent, AuditFault, plain_detail
from workstation.domain.errors import DiskFull, KeyringUnavailable
from workstation.services.audit import AuditTrail
from workstation.services.audit_check import check_audit
from workstation.services.audit_keys import FOLDER, entry_name

DAY_MS = 86_400_000
ME = 1001


class Keyring(MemorySecrets):
    """One that lasts."""

    lasting = True


class Calendar(SystemClock):
    """A clock that is set."""

    def __init__(self) -> None:
        self.ms = 1_790_000_000_000

    def now_ms(self) -> int:
        return self.ms


class Running:
    """An audit trail at work."""

    def __init__(self, folders: Folders, keys, clock=None, settings=Settings) -> None:
        self.trail = AuditTrail(folders, clock or SystemClock(), settings)
        self.keys = keys

    async def __aenter__(self) -> AuditTrail:
        self.running = asyncio.ensure_future(self.trail.run(self.keys))
        await asyncio.sleep(0)
        return self.trail

    async def __aexit__(self, *_: object) -> None:
        await self.trail.close(self.running)


@pytest.fixture
def folders(tmp_path):
    return Folders.of_profile(tmp_path)


@pytest.fixture
def keys():
    return Keyring()


async def words(folders, keys) -> list[str]:
    report = await check_audit(folders.data, keys)
    assert not report.findings
    return [line.event for line in report.lines]


async def test_a_day_is_there_in_order_after_the_program_ended(folders, keys):
    async with Running(folders, keys) as trail:
        trail.record(AuditEvent.PROGRAM_STARTED, detail="0123456789ab")
        trail.sign_in(ME)
        for number in range(50):
            trail.record(AuditEvent.CONSULTATION_OPENED, number)
        trail.sign_out("closed")
    report = await check_audit(folders.data, keys)
    assert not report.findings
    assert [line.event for line in report.lines[:2]] == ["program_started", "signed_in"]
    assert [line.consultation_id for line in report.lines[2:52]] == list(range(50))
    assert {line.member_id for line in report.lines[1:]} == {ME}
    assert report.lines[0].member_id is None
    assert report.lines[-1].detail == "closed"


async def test_what_is_recorded_while_the_last_lines_are_written_is_not_lost(folders, keys):
    async with Running(folders, keys) as trail:
        write = trail._write

        async def write_and_record(*waiting):
            trail._write = write
            trail.record(AuditEvent.KEY_DESTROYED)
            trail._closing.set()
            return await write(*waiting)

        trail._write = write_and_record
        trail.record_of(ME, AuditEvent.UNLOCK_FAILED, "3")
        await asyncio.wait([asyncio.ensure_future(trail._closing.wait())])
    assert await words(folders, keys) == ["unlock_failed", "key_destroyed"]


async def test_a_second_run_goes_on_in_the_same_chain(folders, keys):
    for _ in range(3):
        async with Running(folders, keys) as trail:
            trail.sign_in(ME)
    report = await check_audit(folders.data, keys)
    assert [line.number for line in report.lines] == [1, 2, 3]
    assert not report.findings


async def test_it_is_read_while_it_is_written(folders, keys):
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
        trail.record(AuditEvent.RECORD_PRINTED, 7)
        assert [line.event for line in (await trail.check()).lines] == [
            "signed_in",
            "record_printed",
        ]


async def test_without_a_credential_manager_there_is_a_log_all_the_same(folders):
    keys = MemorySecrets()
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
    assert await words(folders, keys) == ["signed_in"]
    assert (folders.data / FOLDER / "local.log").exists()


async def test_a_credential_manager_that_comes_later_has_a_log_of_its_own(folders):
    keys = MemorySecrets()
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
    keys.lasting = True
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
        trail.sign_out("asked")
    assert await words(folders, keys) == ["signed_in", "signed_in", "signed_out"]


async def test_a_credential_manager_that_refuses_takes_no_line_away(folders, keys, expect_log):
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
        await trail.flush()

        async def refuse(*_: object) -> None:
            raise KeyringUnavailable("refused")

        write, keys.write = keys.write, refuse
        expect_log.append("length of the audit log")
        trail.record(AuditEvent.RECORD_PRINTED, 7)
        await trail.flush()
        keys.write = write
    assert await words(folders, keys) == ["signed_in", "record_printed"]


async def test_lines_wait_for_a_full_disk_in_order(folders, keys, monkeypatch, expect_log):
    def full(*_: object) -> None:
        raise DiskFull("full")

    async with Running(folders, keys) as trail:
        with monkeypatch.context() as patched:
            patched.setattr(SealedLog, "append", full)
            expect_log.append("could not be written")
            trail.sign_in(ME)
            await trail.flush()
            trail.record(AuditEvent.RECORD_PRINTED, 7)
        await trail.flush()
    assert await words(folders, keys) == ["signed_in", "record_printed"]


async def test_what_never_ends_to_wait_is_bounded(folders, keys, monkeypatch, expect_log):
    monkeypatch.setattr("workstation.services.audit.MAX_WAITING", 3)
    trail = AuditTrail(folders, SystemClock())
    expect_log.append("an audit line is lost")
    for number in range(5):
        trail.record(AuditEvent.CONSULTATION_OPENED, number)
    running = asyncio.ensure_future(trail.run(keys))
    await asyncio.sleep(0)
    await trail.close(running)
    report = await check_audit(folders.data, keys)
    assert [line.consultation_id for line in report.lines] == [0, 1, 2]


@pytest.mark.parametrize("waits", [0, 2], ids=["free", "held by a scanner"])
async def test_a_log_whose_key_is_gone_is_kept_and_named(folders, keys, monkeypatch, waits):
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
    await keys.remove(entry_name(folders.data / FOLDER))
    Scanner(waits).install(monkeypatch)
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
    report = await check_audit(folders.data, keys)
    assert [finding.fault for finding in report.findings] == [AuditFault.NO_KEY]
    assert len(report.lines) == 1
    assert len(list((folders.data / FOLDER).glob("keyring-*.lost"))) == 1


@pytest.mark.parametrize("text", ["", "x", "QUJD 1 aa", "!! 1 aa", "QUJD x aa"])
async def test_a_key_that_is_none_is_made_anew(folders, keys, text):
    await keys.write(entry_name(folders.data / FOLDER), text)
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
    assert await words(folders, keys) == ["signed_in"]


async def test_a_tail_that_was_cut_is_noticed_by_what_the_credential_manager_has(folders, keys):
    async with Running(folders, keys) as trail:
        trail.sign_in(ME)
        trail.record(AuditEvent.CONSULTATION_DELETED, 7)
    file = folders.data / FOLDER / "keyring.log"
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    report = await check_audit(folders.data, keys)
    assert [(each.fault, each.number) for each in report.findings] == [(AuditFault.CUT, 2)]


async def test_what_is_older_than_the_policy_says_goes(folders, keys):
    clock = Calendar()
    for _ in range(3):
        async with Running(folders, keys, clock) as trail:
            trail.sign_in(ME)
        clock.ms += 100 * DAY_MS
    async with Running(folders, keys, clock, lambda: Settings(audit_keep_days=150)) as trail:
        trail.sign_in(ME)
    report = await check_audit(folders.data, keys)
    assert not report.findings
    assert [line.number for line in report.lines] == [3, 4]


async def test_each_line_goes_on_to_a_collector_too(folders, keys):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(60)
        target = f"udp://127.0.0.1:{collector.getsockname()[1]}"
        async with Running(folders, keys, settings=lambda: Settings(audit_forward=target)) as trail:
            trail.sign_in(ME)
            trail.sign_out("asked")
        received = [await asyncio.to_thread(collector.recv, 4096) for _ in range(2)]
    assert b" signed_in - {" in received[0]
    assert b" signed_out - {" in received[1]


async def test_a_collector_that_is_away_is_tried_again_with_all_of_it(
    folders, keys, monkeypatch, expect_log
):
    sent = []

    def away(*_: object) -> None:
        raise OSError("away")

    monkeypatch.setattr("workstation.services.audit.forward", away)
    expect_log.append("could not be sent on")
    async with Running(
        folders, keys, settings=lambda: Settings(audit_forward="tcp://127.0.0.1:1")
    ) as trail:
        trail.sign_in(ME)
        await trail.flush()
        monkeypatch.setattr(
            "workstation.services.audit.forward", lambda _target, lines: sent.extend(lines)
        )
        trail.sign_out("asked")
    assert [line.event for line in sent] == ["signed_in", "signed_out"]
    assert await words(folders, keys) == ["signed_in", "signed_out"]


async def test_a_collector_that_is_away_is_a_line_in_the_log_and_one_when_it_is_back(
    folders, keys, monkeypatch, caplog, expect_log
):
    """It is tried each minute, and may be away for a week."""
    caplog.set_level("INFO", "workstation.services.audit")
    expect_log.append("could not be sent on")

    def away(*_: object) -> None:
        raise OSError("away")

    target = Settings(audit_forward="tcp://127.0.0.1:1")
    async with Running(folders, keys, settings=lambda: target) as trail:
        trail.sign_in(ME)
        for answer in (away, away, lambda *_: None, away):
            monkeypatch.setattr("workstation.services.audit.forward", answer)
            trail.record(AuditEvent.CONSULTATION_OPENED, 7)
            await trail.flush()
    levels = [each.levelname for each in caplog.records if "sent on" in each.message]
    assert levels == ["WARNING", "INFO", "WARNING"]


@pytest.mark.parametrize(
    ("detail", "expected"),
    [("", ""), ("api.base", "api.base"), ("王小明", "-"), ("a b", "-"), ("a" * 201, "-")],
)
def test_nobodys_words_are_taken_down(detail, expected):
    assert plain_detail(detail) == expected
