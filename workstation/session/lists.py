"""Putting together the two lists and what is done with their rows.

What the platform tells of the queue decides which rooms this doctor is in, whoever told it: the
reading of the list, an invitation that made us read it, or an opening of our own.
"""

import contextlib
from collections.abc import Callable

from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.commands import Command, SetRooms
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, TokenRejected
from workstation.media.cache import MediaCache
from workstation.services.consultation_creation import ConsultationCreator
from workstation.services.deletion import Deletion
from workstation.services.groups import Lists
from workstation.services.hidden_rows import HiddenRows
from workstation.services.last_seen import LastSeen
from workstation.services.lists import ListRefresh, ListState
from workstation.services.marking import Marking
from workstation.services.retention import Retention
from workstation.session.context import SessionContext
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.vault import consultations

QUEUE_SECONDS = 30.0
HISTORY_SECONDS = 300.0


def enter_rooms(store: SessionStore, post: Callable[[Command], None]) -> None:
    """Be in the rooms of the queue that is known, and in no other."""
    post(SetRooms(frozenset(store.worklist.consultation_ids())))


def make_lists(
    context: SessionContext,
    cache: MediaCache,
    post: Callable[[Command], None],
    on_token_rejected: Callable[[], None],
) -> Lists:
    """The group of one sign-in; ``on_token_rejected`` is called when the doctor must sign in."""
    vault, clock, store = context.vault, context.clock, context.store
    calls = context.access.consultations
    states: Feed[tuple[Place, ListState]] = Feed()
    retention = Retention(
        vault, cache, clock, context.on_changes, days=context.settings.retention_days
    )

    def on_listed(changes: Changes) -> None:
        store.apply(changes)
        enter_rooms(store, post)

    def on_queue_read(changes: Changes) -> None:
        """Look at once where the consultations are that have left the queue."""
        on_listed(changes)
        if any(item.place is Place.GONE for item in changes.listed):
            history.request()

    def on_state(place: Place, state: ListState) -> None:
        states.publish((place, state))
        if isinstance(state.error, TokenRejected):
            on_token_rejected()
        elif place is Place.HISTORY and not state.busy and state.error is None:
            context.spawn(retention.apply())

    async def on_opened(opened: Consultation) -> None:
        """Show what was opened at once; the next reading of the queue tells how it stands."""
        queue.discard_in_flight()
        with contextlib.suppress(StorageError):
            on_listed(await vault.write(consultations.put, Listed(opened, Place.IN_PROCESS)))
        queue.request()

    queue = ListRefresh(
        Place.IN_PROCESS,
        calls.in_process,
        vault,
        clock,
        on_changes=on_queue_read,
        on_state=lambda state: on_state(Place.IN_PROCESS, state),
        seconds=QUEUE_SECONDS,
    )
    history = ListRefresh(
        Place.HISTORY,
        calls.history,
        vault,
        clock,
        on_changes=on_listed,
        on_state=lambda state: on_state(Place.HISTORY, state),
        is_retained=retention.is_retained,
        seconds=HISTORY_SECONDS,
    )
    hidden_rows = HiddenRows(vault, store, context.spawn, history.discard_in_flight)
    return Lists(
        queue=queue,
        history=history,
        states=states,
        creator=ConsultationCreator(calls, store.worklist.consultation_ids, on_opened),
        marking=Marking(vault, store.worklist, clock, context.on_changes),
        last_seen=LastSeen(vault, clock),
        hidden_rows=hidden_rows,
        deletion=Deletion(calls, hidden_rows, hidden_rows.refuse),
        retention=retention,
    )
