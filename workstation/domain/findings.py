"""What a check of the program's layers finds, and how bad it is.

The words for a finding are the caller's: ``layer`` and ``code`` are keys of the catalogue.
"""

import enum
from collections.abc import Mapping
from dataclasses import field

from workstation.domain.errors import WorkstationError
from workstation.domain.value import Value


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
    AUDIT = "audit"
    FONTS = "fonts"
    AUDIO = "audio"
    INPUT = "input"
    PAINTING = "painting"
    UPDATES = "updates"


class Verdict(enum.IntEnum):
    """How bad it is; ``SKIPPED`` was not tested because of something above it."""

    SKIPPED = -1
    FINE = 0
    DEGRADED = 1
    UNUSABLE = 2


class Finding(Value):
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


class Report(Value):
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
    """A finding that all is well."""
    return Finding(layer, Verdict.FINE, code, values)


def degraded(layer: Layer, code: str, **values: str | int) -> Finding:
    """A finding that something works, but not as it should."""
    return Finding(layer, Verdict.DEGRADED, code, values)


def unusable(layer: Layer, code: str, **values: str | int) -> Finding:
    """A finding that the program cannot do its work."""
    return Finding(layer, Verdict.UNUSABLE, code, values)


def skipped(*layers: Layer, code: str) -> list[Finding]:
    """Findings of layers that were not tested; ``code`` says why."""
    return [Finding(layer, Verdict.SKIPPED, code) for layer in layers]


def failed(layer: Layer, error: WorkstationError, verdict: Verdict = Verdict.UNUSABLE) -> Finding:
    """A finding of an error of the tree in this layer."""
    return Finding(layer, verdict, "failed", {}, error)
