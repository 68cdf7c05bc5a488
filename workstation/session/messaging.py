"""Assembles what sends and receives: outbox, inbound, catch-up, read markers, uploads.

They depend on each other at run time, though not by imports. A room that has caught up lets the
outbox send, since what its archive lacks was never delivered; a message that came lets its read
marker be sent again; an upload that failed lets the outbox try the room again later.
``tests/simulation`` runs all of them together through days of faults.
"""

from collections.abc import Callable, Collection
from dataclasses import field

from workstation.base.clock import Clock
from workstation.base.task_scope import Spawn
from workstation.domain.changes import Changes
from workstation.domain.documents import ALL_DOCUMENTS, DocumentRules
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.unsaved import UnsavedWords
from workstation.domain.value import Value
from workstation.link.link import Link
from workstation.media.library import MediaLibrary
from workstation.services.amendments import AmendmentService
from workstation.services.catch_up import CatchUp
from workstation.services.catch_up_starter import CatchUpStarter
from workstation.services.drafting import Drafting
from workstation.services.event_dispatcher import EventDispatcher, TransientEvent
from workstation.services.groups import Messaging
from workstation.services.history_reader import HistoryReader
from workstation.services.inbound import InboundProcessor
from workstation.services.inbound_storage import InboundStorage
from workstation.services.outbox import GRACE_SECONDS, Outbox
from workstation.services.outbox_writer import OutboxWriter
from workstation.services.quick_replies import QuickReplies
from workstation.services.read_markers import ReadMarkers
from workstation.services.retrying_vault import RetryingVault
from workstation.services.slot_upload import SlotUploader
from workstation.services.upload_retries import UploadRetries
from workstation.services.uploads import Uploads
from workstation.session.context import SessionContext, new_id
from workstation.store.feed import Feed
from workstation.store.queries import ConversationQueries
from workstation.vault.conversation import days
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.search import filtered_search, search


class Hooks(Value):
    """Callbacks, and the sources of ids, tasks and texts that are not on the disk.

    ``on_event`` gets events that are not stored, ``on_caught_up`` each room that has caught up;
    ``grace`` is ``Outbox``'s, in seconds.
    """

    on_changes: Callable[[Changes], None]
    on_event: Callable[[TransientEvent], None]
    on_storage_error: Callable[[StorageError], None]
    spawn: Spawn
    make_id: Callable[[], OriginId]
    on_caught_up: Callable[[ConsultationId], None] = lambda _: None
    document_rules: DocumentRules = ALL_DOCUMENTS
    words: UnsavedWords = field(default_factory=UnsavedWords)
    grace: float = GRACE_SECONDS


def make_messaging(
    context: SessionContext,
    link: Link,
    slots: SlotUploader,
    library: MediaLibrary,
    on_event: Callable[[TransientEvent], None],
) -> Messaging:
    """The group of one sign-in; ``on_event`` gets events that are not stored."""
    hooks = Hooks(
        on_changes=context.on_changes,
        on_event=on_event,
        on_storage_error=context.errors.publish,
        spawn=context.spawn,
        make_id=new_id,
        on_caught_up=context.store.on_caught_up,
        document_rules=context.document_rules,
        words=context.words,
    )
    return connect_messaging(link, context.vault, context.clock, slots, library, hooks)


def connect_messaging(  # noqa: PLR0913, PLR0917 - the parts of one machine, put together once
    link: Link,
    vault: Vault,
    clock: Clock,
    slots: SlotUploader,
    library: MediaLibrary,
    hooks: Hooks,
) -> Messaging:
    """Put messaging together over any link, so that simulated days run what doctors run."""
    upload_progress, words = Feed[str](), hooks.words
    retrying_vault = RetryingVault(vault, hooks.on_changes, hooks.on_storage_error)
    uploads = Uploads(
        retrying_vault,
        slots,
        library,
        on_progress=upload_progress.publish,
        # The outbox is made below, and uploads by these.
        retry_later=UploadRetries(hooks.spawn, lambda room: outbox.pump(room)).ask,  # noqa: PLW0108
    )
    # The catch-ups are made below; each of the two asks what the other has under way.
    outbox = _make_outbox(link, retrying_vault, uploads, hooks, lambda: catch_up)
    read_markers = ReadMarkers(vault, link.post, hooks.on_changes)
    catch_up = _make_catch_up(link, clock, outbox, read_markers, hooks)
    return Messaging(
        link=link,
        outbox=outbox,
        outbox_writer=OutboxWriter(retrying_vault, clock, hooks.make_id),
        amendments=_make_amendments(retrying_vault, outbox, clock, uploads, hooks),
        inbound=_make_inbound(link, retrying_vault, catch_up, outbox, read_markers, hooks),
        catch_up=catch_up,
        history=HistoryReader(vault, clock, catch_up.read_page, hooks.on_changes),
        read_markers=read_markers,
        conversations=make_queries(vault),
        drafting=Drafting(vault, clock, hooks.on_changes, hooks.document_rules, words.drafts),
        quick_replies=QuickReplies(vault, words.replies, words.sections),
        uploads=uploads,
        upload_progress=upload_progress,
    )


def make_queries(vault: Vault) -> ConversationQueries:
    """The vault's functions that answer what the window asks."""
    return ConversationQueries(
        newest=vault.bind_read(timelines.newest),
        older=vault.bind_read(timelines.older),
        newer=vault.bind_read(timelines.newer),
        around=vault.bind_read(timelines.around),
        first_unread=vault.bind_read(timelines.first_unread),
        unread_places=vault.bind_read(timelines.unread_places),
        first_since=vault.bind_read(days.first_since),
        spoken_at=vault.bind_read(days.spoken_at),
        answered_since=vault.bind_read(days.answered_since),
        find=vault.bind_read(search.search_conversation),
        find_everywhere=vault.bind_read(search.search_all),
        find_filtered=vault.bind_read(filtered_search.search_filtered),
    )


def _make_outbox(
    link: Link,
    vault: RetryingVault,
    uploads: Uploads,
    hooks: Hooks,
    get_catch_up: Callable[[], CatchUp],
) -> Outbox:
    def on_line_freed() -> None:
        _send_waiting(outbox, hooks.spawn)
        get_catch_up().go_on()

    outbox = Outbox(
        vault,
        link,
        uploads.upload,
        hooks.grace,
        pages=lambda: get_catch_up().under_way,
        on_line_freed=on_line_freed,
    )
    return outbox


def _send_waiting(outbox: Outbox, spawn: Spawn) -> None:
    """Send what waited for less to be under way."""
    if outbox.take_waits_for_line():
        spawn(outbox.pump_all())


def _make_amendments(
    vault: RetryingVault, outbox: Outbox, clock: Clock, uploads: Uploads, hooks: Hooks
) -> AmendmentService:
    return AmendmentService(
        vault,
        outbox,
        clock,
        new_id=hooks.make_id,
        cancel_upload=uploads.cancel,
        edits=hooks.words.edits,
    )


def _make_catch_up(
    link: Link, clock: Clock, outbox: Outbox, read_markers: ReadMarkers, hooks: Hooks
) -> CatchUp:
    spawn = hooks.spawn

    def on_caught_up(consultation_ids: Collection[ConsultationId]) -> None:
        """Send what the archives of these rooms lack."""
        for consultation_id in consultation_ids:
            hooks.on_caught_up(consultation_id)
        unproven = catch_up.lost.take_unproven(consultation_ids)
        spawn(outbox.on_caught_up(consultation_ids, unproven))
        spawn(read_markers.resend(consultation_ids))

    catch_up = CatchUp(
        link.post,
        on_caught_up,
        clock,
        messages=lambda: outbox.under_way,
        on_line_freed=lambda: _send_waiting(outbox, spawn),
    )
    return catch_up


def _make_inbound(  # noqa: PLR0913, PLR0917 - the parts of one machine, put together once
    link: Link,
    vault: RetryingVault,
    catch_up: CatchUp,
    outbox: Outbox,
    read_markers: ReadMarkers,
    hooks: Hooks,
) -> InboundProcessor:
    catch_ups = CatchUpStarter(vault, catch_up, hooks.on_event, hooks.spawn)
    dispatcher = EventDispatcher(catch_ups, outbox, read_markers, hooks.on_event, hooks.spawn)
    storage = InboundStorage(vault, catch_up, read_markers)
    return InboundProcessor(link, storage, dispatcher, hooks.on_storage_error)
