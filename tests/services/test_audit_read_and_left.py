"""Who reads the audit log may leave while it is written; what is written is written once."""

import asyncio
import threading

from tests.fakes.secrets import MemorySecrets
from workstation.audit.sealed_log import SealedLog
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import DiskFull
from workstation.services.audit import AuditTrail
from workstation.services.audit_check import check_audit


class Disk:
    """The log's disk: full at first, then slow."""

    def __init__(self) -> None:
        self._loop, self._append = asyncio.get_running_loop(), SealedLog.append
        self.refused, self.begun, self.may_end = asyncio.Event(), asyncio.Event(), threading.Event()
        self.is_full = True

    def append(self, log: SealedLog, *args):
        if self.is_full:
            self._loop.call_soon_threadsafe(self.refused.set)
            raise DiskFull("full")
        self._loop.call_soon_threadsafe(self.begun.set)
        self.may_end.wait(10)
        return self._append(log, *args)


async def test_a_look_that_is_left_while_lines_are_written_writes_none_twice(
    tmp_path, monkeypatch, expect_log
):
    folders, keys, disk = Folders.of_profile(tmp_path), MemorySecrets(), Disk()

    def append(log: SealedLog, *args):
        return disk.append(log, *args)

    monkeypatch.setattr(SealedLog, "append", append)
    trail = AuditTrail(folders, SystemClock())
    running = asyncio.ensure_future(trail.run(keys))
    expect_log.append("could not be written")
    trail.sign_in(1001)
    await disk.refused.wait()
    await trail.flush()
    disk.is_full = False
    looking = asyncio.ensure_future(trail.check())
    await disk.begun.wait()
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    disk.may_end.set()
    trail.record(AuditEvent.RECORD_PRINTED, 7)
    await trail.close(running)
    report = await check_audit(folders.data, keys)
    assert not report.findings
    assert [line.event for line in report.lines] == ["signed_in", "record_printed"]
