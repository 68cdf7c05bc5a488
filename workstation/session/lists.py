"""Assembles the two lists and the actions on their rows.

The platform's queue decides which rooms this doctor is in, whether it was read as a list or changed
by opening a consultation. An invitation only causes the list to be read again.
"""

import contextlib
import itertools
from collections.abc import Awaitable, Callable
from functools import partial

from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.commands import Command, SetRooms
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, TokenRejected
from workstation.domain.ids import ConsultationId
from workstation.media.cache import MediaCache
from workstation.media.library import MediaLibrary
from workstation.services.consultation_creation import ConsultationCreator
from workstation.services.consultation_refresh import ConsultationRefresh
from workstation.services.deletion import Deletion
from workstation.services.groups import Lists
from workstation.services.hidden_rows import HiddenRows
from workstation.services.last_seen import LastSeen
from workstation.services.lists import ListRefresh, ListState
from workstation.services.marking import Marking
from workstation.services.noting import Noting
from workstation.services.opening_draft import OpeningDraftStore
from workstation.services.patient_purge import PatientPurge
from workstation.services.retention import Retention
from workstation.session.context import SessionContext
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.vault.engine.last_use import note_use
from workstation.vault.lists import consultations
from workstation.vault.removal.aged_copies import erase_aged, erase_copies

QUEUE_SECONDS = 30.0
HISTORY_SECONDS = 300.0


def enter_rooms(store: SessionStore, post: Callable[[Command], None], now_ms: int) -> None:
    """Enter the rooms of the stored queue, and leave all others.

    The open conversation's first, then those of waiting patients, in the order of the queue.
    """
    ordered = itertools.chain(*store.worklist.queue_order.sections(now_ms).values())
    rooms = dict.fromkeys((*ordered, *store.worklist.consultation_ids()))
    if store.in_front in rooms:
        rooms = {store.in_front: None, **rooms}
    post(SetRooms(tuple(rooms)))


def make_lists(
    context: SessionContext,
    cache: MediaCache,
    library: MediaLibrary,
    post: Callable[[Command], None],
    on_token_rejected: Callable[[], None],
) -> Lists:
    """The group of one sign-in; ``on_token_rejected`` is called when the doctor must sign in."""
    vault, store, worklist = context.vault, context.store, context.store.worklist
    calls, on_changes, words = context.access.consultations, context.on_changes, context.words
    consequences = _Consequences(context, post, _make_retention(context, cache), on_token_rejected)
    refresh = ConsultationRefresh(calls.one, vault, consequences.on_listed, on_token_rejected)
    purge = _make_purge(context, library)
    history, queue = _make_history(context, consequences, purge), _make_queue(context, consequences)
    consequences.connect(history, refresh)
    hidden_rows = HiddenRows(vault, store, library, context.spawn, history.discard_in_flight)
    on_created = partial(_show_created, context, consequences, queue, refresh)
    opening = OpeningDraftStore(vault, words.opened, is_durable=store.is_durable)
    return Lists(
        queue=queue,
        history=history,
        states=consequences.states,
        refresh=refresh,
        creator=_make_creator(context, on_created, opening),
        opening_draft=opening,
        marking=Marking(vault, worklist, context.clock, on_changes),
        noting=Noting(vault, store.notes, on_changes, words.notes, words.long_notes),
        last_seen=LastSeen(vault, context.clock),
        hidden_rows=hidden_rows,
        deletion=Deletion(calls, hidden_rows, hidden_rows.refused.publish, context.audit.record),
        retention=consequences.retention,
        purge=purge,
    )


async def _show_created(
    context: SessionContext,
    consequences: "_Consequences",
    queue: ListRefresh,
    refresh: ConsultationRefresh,
    consultation: Consultation,
) -> None:
    """Show a new consultation at once; the next read of the queue updates it."""
    queue.discard_in_flight()
    with contextlib.suppress(StorageError):
        listed = Listed(consultation, Place.IN_PROCESS)
        consequences.on_listed(await context.vault.write(consultations.put, listed))
    queue.request()
    context.spawn(refresh.refresh(consultation.consultation_id))


def _make_creator(
    context: SessionContext,
    on_created: Callable[[Consultation], Awaitable[None]],
    stored: OpeningDraftStore,
) -> ConsultationCreator:
    calls, worklist = context.access.consultations, context.store.worklist
    left = context.words.opened

    def keep_attempt() -> None:
        context.spawn(_keep(stored))

    creator = ConsultationCreator(calls, worklist.consultation_ids, on_created, left, keep_attempt)
    worklist.feed.subscribe(
        lambda changed: creator.settle(filter(None, map(worklist.consultation, changed.added)))
    )
    return creator


async def _keep(stored: OpeningDraftStore) -> None:
    """Store the attempt while the answer is awaited: after a power failure it is looked for."""
    with contextlib.suppress(StorageError):  # the bar of the window says so
        await stored.save()


def _make_retention(context: SessionContext, cache: MediaCache) -> Retention:
    clock, days = context.clock, context.settings.retention_days

    def erase(before_ms: int) -> int:
        now_ms = clock.now_ms()  # the platform's: it was asked just now
        note_use(context.folders, now_ms)
        return erase_aged(context.folders, before_ms, now_ms)

    return Retention(context.vault, cache, clock, context.on_changes, erase, days=days)


def _make_purge(context: SessionContext, library: MediaLibrary) -> PatientPurge:
    erase = partial(erase_copies, context.folders)
    record, on_changes = context.audit.record, context.on_changes
    return PatientPurge(context.vault, library, record, on_changes, erase)


def _make_queue(context: SessionContext, consequences: "_Consequences") -> ListRefresh:
    return ListRefresh(
        Place.IN_PROCESS,
        partial(context.access.consultations.in_process, context.store.worklist.consultation),
        context.vault,
        context.clock,
        on_changes=consequences.on_queue_read,
        on_state=partial(consequences.on_state, Place.IN_PROCESS),
        seconds=QUEUE_SECONDS,
    )


def _make_history(
    context: SessionContext, consequences: "_Consequences", purge: PatientPurge
) -> ListRefresh:
    def is_retained(consultation: Consultation) -> bool:
        return consequences.retention.is_retained(consultation) and not purge.is_purged(
            consultation
        )

    return ListRefresh(
        Place.HISTORY,
        partial(context.access.consultations.history, context.store.history.get),
        context.vault,
        context.clock,
        on_changes=consequences.on_listed,
        on_state=partial(consequences.on_state, Place.HISTORY),
        is_retained=is_retained,
        seconds=HISTORY_SECONDS,
    )


class _Consequences:
    """Apply an answer of the platform; ``history_due`` requests a read of the history.

    ``left_queue`` publishes the open consultation when it leaves the queue.
    """

    def __init__(
        self,
        context: SessionContext,
        post: Callable[[Command], None],
        retention: Retention,
        on_token_rejected: Callable[[], None],
    ) -> None:
        self.states: Feed[tuple[Place, ListState]] = Feed()
        self.history_due: Feed[None] = Feed()
        self.left_queue: Feed[ConsultationId] = Feed()
        self.retention = retention
        self._context, self._post = context, post
        self._on_token_rejected = on_token_rejected
        self._failed: set[Place] = set()

    def connect(self, history: ListRefresh, refresh: ConsultationRefresh) -> None:
        """Read the history, and what left the queue, as soon as that is due from now on."""
        spawn = self._context.spawn
        self.left_queue.subscribe(lambda number: spawn(refresh.refresh(number)))
        self.history_due.subscribe(lambda _: history.request())

    def on_listed(self, changes: Changes) -> None:
        """Apply changes of a list, and enter its rooms; most readings change nothing."""
        if not changes:
            return
        self._context.store.apply(changes)
        enter_rooms(self._context.store, self._post, self._context.clock.now_ms())

    def on_queue_read(self, changes: Changes) -> None:
        """Look at once where the consultations are that have left the queue."""
        self.on_listed(changes)
        gone = {
            item.consultation.consultation_id for item in changes.listed if item.place is Place.GONE
        }
        if gone:
            self.history_due.publish(None)
        if (in_front := self._context.store.in_front) in gone and in_front is not None:
            self.left_queue.publish(in_front)

    def on_state(self, place: Place, state: ListState) -> None:
        self.states.publish((place, state))
        if isinstance(state.error, TokenRejected):
            self._on_token_rejected()
        elif place is Place.HISTORY and not state.busy and state.error is None:
            self._context.spawn(self.retention.apply())
        if not state.busy:
            self._on_read(place, failed=state.error is not None)

    def _on_read(self, place: Place, *, failed: bool) -> None:
        """Read a history that failed with the queue, as the platform is back."""
        if failed:
            self._failed.add(place)
        elif place in self._failed:
            self._failed.discard(place)
            if place is Place.IN_PROCESS and Place.HISTORY in self._failed:
                self.history_due.publish(None)
