"""Testing every layer from the configuration to the sound card: what is found, and how bad it is.

A probe looks at one layer and returns findings; it never raises. The words for a finding are the
caller's: ``layer`` and ``code`` are keys of the catalogue.
"""

import asyncio
import enum
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workstation.clock import Clock
from workstation.domain.errors import WorkstationError

log = logging.getLogger(__name__)


class Layer(enum.Enum):
    """The layers in the order in which they stand on each other."""

    CONFIGURATION = "configuration"
    PROXY = "proxy"
    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    TOKEN = "token"  # noqa: S105  the layer's name
    CALLS = "calls"
    IM_SERVERS = "im_servers"
    IM_SESSION = "im_session"
    CLOCK = "clock"
    DISK = "disk"
    DATABASE = "database"
    KEYRING = "keyring"
    FONTS = "fonts"
    AUDIO = "audio"
    INPUT = "input"
    PAINTING = "painting"


class Verdict(enum.IntEnum):
    """How bad it is; ``SKIPPED`` was not tested because of something above it."""

    SKIPPED = -1
    FINE = 0
    DEGRADED = 1
    UNUSABLE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What one layer showed.

    ``values`` are numbers and technical names for the sentence (hosts, certificate names), never
    tokens or patients. ``error`` brings its own sentence and then ``code`` is ``failed``.
    """

    layer: Layer
    verdict: Verdict
    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    error: WorkstationError | None = None
    milliseconds: int | None = None


Probe = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at a layer and says what it found."""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, in order."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of all."""
        return max((finding.verdict for finding in self.findings), default=Verdict.FINE)

    @property
    def exit_status(self) -> int:
        """0 fine, 1 degraded, 2 unusable."""
        return max(0, int(self.verdict))


def fine(layer: Layer, code: str, **values: str | int) -> Finding:
    """All is well."""
    return Finding(layer, Verdict.FINE, code, values)


def degraded(layer: Layer, code: str, **values: str | int) -> Finding:
    """It works, but not as it should."""
    return Finding(layer, Verdict.DEGRADED, code, values)


def unusable(layer: Layer, code: str, **values: str | int) -> Finding:
    """The program cannot do its work."""
    return Finding(layer, Verdict.UNUSABLE, code, values)


def skipped(*layers: Layer, code: str) -> list[Finding]:
    """These were not tested; ``code`` says why."""
    return [Finding(layer, Verdict.SKIPPED, code) for layer in layers]


def failed(layer: Layer, error: WorkstationError, verdict: Verdict = Verdict.UNUSABLE) -> Finding:
    """An error of the tree in this layer."""
    return Finding(layer, verdict, "failed", {}, error)


async def run(probes: Sequence[Probe], told: Callable[[Finding], None]) -> Report:
    """Run the probes one after the other; ``told`` hears of each finding at once.

    A probe that breaks in an unforeseen way counts as degraded and does not end the check.
    """
    findings: list[Finding] = []
    for probe in probes:
        for finding in await _guarded(probe):
            findings.append(finding)
            told(finding)
    return Report(tuple(findings))


async def timed(clock: Clock, step: Awaitable[object]) -> int:
    """The whole milliseconds that a step takes; its errors pass through."""
    began = clock.monotonic()
    await step
    return round((clock.monotonic() - began) * 1000)


async def _guarded(probe: Probe) -> Sequence[Finding]:
    try:
        return await probe()
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("a probe broke")
        return [degraded(Layer.CONFIGURATION, "broken")]
