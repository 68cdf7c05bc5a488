"""How the probes of a check are run: one layer after the other, some resting on another.

A probe looks at one layer and returns findings; it never raises.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence

from workstation.base.clock import Clock
from workstation.domain.findings import Finding, Layer, Report, Verdict, degraded, skipped

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


class Foundation:
    """Probes that others rest on: once one of them finds a fault, those others are left out.

    Each of them would only wait for the same silence again, and a check took a minute to say once
    more what its first line had said (``test_a_server_that_cannot_be_reached_is_waited_for_once``).
    """

    def __init__(self) -> None:
        self._broken = False

    def bearing(self, probe: Probe) -> Probe:
        """The probe, as one that others rest on."""

        async def noted() -> Sequence[Finding]:
            findings = await probe()
            self._broken |= any(each.verdict is Verdict.UNUSABLE for each in findings)
            return findings

        return noted

    def resting(self, probe: Probe, *layers: Layer) -> Probe:
        """The probe, left out where what bears it is broken; ``layers`` are what it looks at."""

        async def unless_broken() -> Sequence[Finding]:
            return skipped(*layers, code="above") if self._broken else await probe()

        return unless_broken


def side_by_side(*probes: Probe) -> Probe:
    """Probes of one server, begun together: where it is silent it is waited for once."""

    async def probe() -> Sequence[Finding]:
        async with asyncio.TaskGroup() as asking:
            begun = [asking.create_task(_guarded(each)) for each in probes]
        return [finding for task in begun for finding in task.result()]

    return probe


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
