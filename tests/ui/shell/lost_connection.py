"""A sign-in whose connection a test takes away, at a time that stands still."""

from types import SimpleNamespace

from tests.fakes.sign_in import OneGroup
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import WorkstationError
from workstation.store.session_store import SessionStore

NOW_MS = 1_790_000_000_000


class Held:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def monotonic(self) -> float:
        return self.seconds

    def now_ms(self) -> int:
        return NOW_MS + round((self.seconds - 1_000.0) * 1_000)


class Doctor(OneGroup):
    """What of a sign-in the bar needs."""

    def __init__(self) -> None:
        self.clock, self.store = Held(), SessionStore()
        self.connection = SimpleNamespace(heard_at=None)

    def refresh(self) -> None:
        """Nothing to read."""


def connect(
    doctor: Doctor,
    phase: Phase,
    error: WorkstationError | None = None,
    retry_at: float | None = None,
) -> None:
    """Say how the connection is from now on."""
    doctor.store.set_connection(Connection(phase, doctor.clock.seconds, retry_at, error))
