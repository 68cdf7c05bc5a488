"""What the audit log is refused again and again is in the program's log once."""

import asyncio

import pytest

from tests.fakes.secrets import MemorySecrets
from workstation.audit.sealed_log import SealedLog
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId, MemberId
from workstation.services.audit import AuditTrail
from workstation.services.audit_check import check_audit
from workstation.services.audit_keys import KeyringPlace


class Keyring(MemorySecrets):
    """One that lasts."""

    lasting = True


@pytest.mark.parametrize(
    ("refusing", "words"),
    [
        ((SealedLog, "append"), "audit log could not be written"),
        ((KeyringPlace, "write"), "length of the audit log could not be kept"),
    ],
    ids=["disk", "keyring"],
)
async def test_it_is_logged_once_until_it_is_taken(tmp_path, monkeypatch, caplog, refusing, words):
    def refuse(*_: object) -> None:
        raise StorageError("no")

    folders, keys = Folders.of_profile(tmp_path), Keyring()
    trail = AuditTrail(folders, SystemClock())
    running = asyncio.ensure_future(trail.run(keys))
    await asyncio.sleep(0)
    trail.sign_in(MemberId(1001))
    await trail.flush()
    for _ in range(2):
        with monkeypatch.context() as patched:
            patched.setattr(*refusing, refuse)
            for number in range(3):
                trail.record(AuditEvent.CONSULTATION_OPENED, ConsultationId(number))
                await trail.flush()
        trail.record(AuditEvent.RECORD_PRINTED)
        await trail.flush()
    await trail.close(running)
    assert caplog.text.count(words) == 2
    report = await check_audit(folders.data, keys)
    assert (len(report.lines), report.findings) == (9, ())
