"""What takes events in, put together as in the program, over whatever a test has in its place."""

from collections.abc import Callable
from typing import Any, NamedTuple

from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.services.catch_up import CatchUp
from workstation.services.catch_up_starter import CatchUpStarter
from workstation.services.event_dispatcher import EventDispatcher
from workstation.services.inbound import InboundProcessor
from workstation.services.inbound_storage import InboundStorage
from workstation.services.read_markers import ReadMarkers
from workstation.services.retrying_vault import RetryingVault


def ignore(_: object) -> None:
    """For callbacks of which a test wants to know nothing."""


class InboundParts(NamedTuple):
    """The processor, and what begins its catch-ups."""

    processor: InboundProcessor
    catch_ups: CatchUpStarter


def make_inbound(  # noqa: PLR0913 - what a test may have of its own
    source: Any,
    vault: Any,
    catch_up: CatchUp,
    outbox: Any,
    spawn: Any,
    *,
    read_markers: ReadMarkers | None = None,
    on_changes: Callable[[Changes], None] = ignore,
    on_event: Callable[[Any], None] = ignore,
    on_storage_error: Callable[[StorageError], None] = ignore,
) -> InboundParts:
    """``source`` gives the events and takes commands."""
    retrying = RetryingVault(vault, on_changes, on_storage_error)
    read_markers = read_markers or ReadMarkers(vault, source.post, ignore)
    catch_ups = CatchUpStarter(retrying, catch_up, on_event, spawn)
    dispatcher = EventDispatcher(catch_ups, outbox, read_markers, on_event, spawn)
    storage = InboundStorage(retrying, catch_up, read_markers)
    return InboundParts(InboundProcessor(source, storage, dispatcher, on_storage_error), catch_ups)
