"""Testing every layer from the configuration to the sound card, one after the other.

A probe looks at one layer and returns findings; it never raises.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence

from workstation.base.clock import Clock
from workstation.domain.findings import Finding, Layer, Report, degraded

log = logging.getLogger(__name__)


Probe = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at a layer and says what it found."""


async def run(probes: Sequence[Probe], on_finding: Callable[[Finding], None]) -> Report:
    """Run the probes one after the other; ``on_finding`` hears of each at once.

    A probe that breaks in an unforeseen way counts as degraded and does not end the check.
    """
    findings: list[Finding] = []
    for probe in probes:
        for finding in await _guarded(probe):
            findings.append(finding)
            on_finding(finding)
    return Report(tuple(findings))


async def timed(clock: Clock, step: Awaitable[object]) -> int:
    """The whole milliseconds that a step takes; its errors pass through."""
    began = clock.monotonic()
    await step
    return round((clock.monotonic() - began) * 1000)


def time_left(left: dt.timedelta) -> dict[str, int]:
    """Whole days and, on the last one, the hours that have begun: “0 days” says too little."""
    if left.days:
        return {"days": left.days}
    return {"days": 0, "hours": max(1, -(-left // dt.timedelta(hours=1)))}


async def _guarded(probe: Probe) -> Sequence[Finding]:
    try:
        return await probe()
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("a probe broke")
        return [degraded(Layer.CONFIGURATION, "broken")]
