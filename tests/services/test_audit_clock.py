"""What goes from the audit log by its age goes by no clock that nobody vouches for."""

import asyncio
import os
from contextlib import asynccontextmanager

import pytest

from tests.fakes.clock import SetClock
from tests.fakes.secrets import SafeKeys
from workstation.base.clock import ServerClock
from workstation.base.paths import Folders
from workstation.domain.audit import AuditEvent
from workstation.services.audit import AuditTrail
from workstation.services.audit_check import check_audit
from workstation.services.audit_keys import FOLDER

DAY_MS = 86_400_000
TRUE_MS = 1_790_000_000_000
ME = 1001


@asynccontextmanager
async def signed_in(folders, keys, clock):
    """An audit trail at work for a doctor."""
    trail = AuditTrail(folders, clock)
    running = asyncio.ensure_future(trail.run(keys))
    trail.sign_in(ME)
    yield trail
    await trail.close(running)


async def numbers(folders, keys) -> set[int]:
    return {line.number for line in (await check_audit(folders.data, keys)).lines}


async def test_a_clock_that_runs_ahead_takes_nothing_before_the_platform_says_the_time(tmp_path):
    """As of a computer whose clock was set ten years ahead, started while the platform is away."""
    folders, keys = Folders.of_profile(tmp_path), SafeKeys()
    async with signed_in(folders, keys, SetClock(TRUE_MS)):
        pass
    clock = ServerClock(SetClock(TRUE_MS + 3650 * DAY_MS), lambda: 0.0)
    async with signed_in(folders, keys, clock):
        pass
    clock.observe(TRUE_MS + 10 * DAY_MS, 0)
    async with signed_in(folders, keys, clock):
        pass
    assert await numbers(folders, keys) == {1, 2, 3}
    clock.observe(TRUE_MS + 200 * DAY_MS, 0)
    async with signed_in(folders, keys, clock) as trail:
        trail.record(AuditEvent.SIGNED_OUT)
    assert await numbers(folders, keys) == {4, 5}, "the line that was ahead is as old as the next"


@pytest.mark.parametrize("ahead_days", [0, 3650])
async def test_a_log_whose_key_was_lost_goes_with_its_age_whatever_the_clock_said(
    tmp_path, ahead_days
):
    folders, keys, clock = Folders.of_profile(tmp_path), SafeKeys(), SetClock(TRUE_MS)
    lost = folders.data / FOLDER / "keyring-1.lost"
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"x")
    os.utime(lost, (TRUE_MS // 1000 + ahead_days * 86_400,) * 2)
    async with signed_in(folders, keys, clock):
        pass
    assert lost.exists()
    clock = SetClock(TRUE_MS + 200 * DAY_MS)
    async with signed_in(folders, keys, clock):
        pass
    assert not lost.exists()
