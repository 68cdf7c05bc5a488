"""The key of an audit log that lies in a file, where that cannot be read at the moment."""

import asyncio
import errno
from pathlib import Path

from tests.fakes.secrets import MemorySecrets
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.ids import MemberId
from workstation.services.audit import AuditTrail, check_audit

ME = MemberId(1001)


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
