"""What is known at this moment of the way to the servers; nothing is tried to find it out."""

import asyncio
import contextlib
from collections.abc import Callable

from workstation.base.clock import Clock, offset_of
from workstation.domain.address import Origin
from workstation.domain.connection_report import (
    ConnectionReport,
    Hop,
    ListReading,
    RoomCounts,
    UnsentCounts,
)
from workstation.domain.errors import StorageError
from workstation.link.trace import ConnectionTrace
from workstation.services.lists import ListRefresh
from workstation.store.session_store import SessionStore
from workstation.vault.conversation import outbox_counts
from workstation.vault.database import Vault

DISK_SECONDS = 0.5
"""A disk that hangs must not delay the report, which is published once a second."""


class ConnectionReporter:
    """Collects the state of link, lists, store and outbox."""

    def __init__(  # noqa: PLR0913, PLR0917 - everybody who knows a part of it
        self,
        platform: Origin,
        trace: ConnectionTrace,
        room_counts: Callable[[], RoomCounts],
        queue: ListRefresh,
        store: SessionStore,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._platform, self._trace, self._room_counts = platform, trace, room_counts
        self._queue, self._store, self._vault, self._clock = queue, store, vault, clock

    @property
    def heard_at(self) -> float | None:
        """When something was last received from a message server, in monotonic seconds."""
        return self._trace.heard_at

    async def report(self) -> ConnectionReport:
        """The state of everything; never raises for a disk that does not answer."""
        unsent = await self._count_unsent()
        trace, listed, store = self._trace, self._queue.state, self._store
        ahead = offset_of(self._clock)
        return ConnectionReport(
            now=self._clock.monotonic(),
            now_ms=self._clock.now_ms(),
            platform=str(self._platform),
            connection=store.connection,
            heard_at=trace.heard_at,
            queue=ListReading(listed.read_ms, listed.error, self._queue.due_at),
            server_list=trace.calls.get(Hop.SERVER_LIST),
            password=trace.calls.get(Hop.PASSWORD),
            attempts=trace.attempts,
            rooms=self._room_counts(),
            blocked=store.send_blockers.counts(),
            unsent=unsent,
            clock_ahead_ms=None if ahead is None else -ahead.best_ms,
        )

    async def _count_unsent(self) -> UnsentCounts | None:
        with contextlib.suppress(StorageError, TimeoutError):
            async with asyncio.timeout(DISK_SECONDS):
                unsent, failed = await self._vault.read(outbox_counts.count_all_unsent)
            return UnsentCounts(unsent - failed, failed)
        return None
