"""What the doctor says and what comes in, over one link: the parts that put it in order of time."""

from collections.abc import Callable, Coroutine
from typing import Any

from workstation.clock import Clock
from workstation.domain.changes import Changes
from workstation.domain.connection import Phase
from workstation.domain.errors import StorageError
from workstation.domain.events import ConnectionChanged
from workstation.domain.ids import ConsultationId, OriginId
from workstation.link.link import Link
from workstation.services.catch_up import CatchUp
from workstation.services.inbound import InboundProcessor, TransientEvent
from workstation.services.outbox import GRACE_SECONDS, Outbox, Upload
from workstation.services.read_markers import ReadMarkers
from workstation.vault.database import Vault


class Exchange:
    """Outbox, inbound, catch-up and read markers of one session; the arguments are ``Inbound``'s.

    ``upload``, ``new_id`` and ``grace`` are the outbox's; ``whole`` is told of each room that has
    caught up.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        link: Link,
        vault: Vault,
        clock: Clock,
        *,
        on_changes: Callable[[Changes], None],
        on_event: Callable[[TransientEvent], None],
        on_storage_error: Callable[[StorageError], None],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        upload: Upload,
        new_id: Callable[[], OriginId],
        on_caught_up: Callable[[ConsultationId], None] = lambda _: None,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self._caught_up = on_caught_up
        self._show, self._tell, self._spawn = on_changes, on_event, spawn
        self.reading = ReadMarkers(vault, link.post, on_changes)
        self.outbox = Outbox(
            vault,
            link,
            clock,
            on_changes=on_changes,
            upload=upload,
            new_id=new_id,
            on_storage_error=on_storage_error,
            grace=grace,
        )
        self.catch_up = CatchUp(link.post, self._whole)
        self.inbound = InboundProcessor(
            link,
            vault,
            catch_up=self.catch_up,
            outbox=self.outbox,
            on_changes=self._shown,
            on_event=self._told,
            on_storage_error=on_storage_error,
            spawn=spawn,
        )

    def _shown(self, changes: Changes) -> None:
        self.reading.on_changes(changes)
        self._show(changes)

    def _whole(self, room: ConsultationId) -> None:
        """What a room's archive lacks was never said there: say it."""
        self._caught_up(room)
        self._spawn(self.outbox.on_caught_up(room))
        self._spawn(self.reading.resend(room))

    def _told(self, event: TransientEvent) -> None:
        self._tell(event)
        if isinstance(event, ConnectionChanged) and event.connection.phase is Phase.ONLINE:
            self._spawn(self.reading.resend())
