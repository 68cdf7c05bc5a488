"""A collector of audit lines whose name or connection is waited for: the program's end is not."""

import asyncio
import threading

from tests.fakes.secrets import MemorySecrets
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.services import audit

TOO_LONG = 10.0
"""Seconds after which the system gives up: a test that waits for that has failed."""


def test_the_program_ends_while_a_collector_does_not_answer(tmp_path, monkeypatch):
    asked, given_up = threading.Event(), threading.Event()

    def silent(*_what):
        asked.set()
        given_up.wait(TOO_LONG)
        given_up.set()

    monkeypatch.setattr(audit, "forward", silent)
    monkeypatch.setattr(audit, "CLOSE_SECONDS", 0.01)
    settings = Settings(audit_forward="udp://collector.hospital.example:514")

    async def a_run():
        folders = Folders.of_profile(tmp_path)
        trail = audit.AuditTrail(folders, SystemClock(), lambda: settings)
        running = asyncio.ensure_future(trail.run(MemorySecrets()))
        trail.sign_in(1001)
        await asyncio.to_thread(asked.wait)
        await trail.close(running)

    asyncio.run(a_run())
    assert not given_up.is_set()
    given_up.set()
