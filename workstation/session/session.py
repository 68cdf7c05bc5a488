"""One doctor signed in: every part that lives until sign-out, and the tasks that drive them."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from workstation.clock import Clock
from workstation.config import Settings
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.commands import Command, SetRooms
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, TokenRejected, WorkstationError
from workstation.domain.events import ConnectionChanged, Invited, Typing
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.profile import Profile
from workstation.media.cache import MediaCache
from workstation.media.library import MediaLibrary
from workstation.media.origins import MediaOrigins
from workstation.paths import Folders
from workstation.services.access import Access
from workstation.services.attachments import MediaReader, Uploads
from workstation.services.closing import ClosingService
from workstation.services.consultation_creation import ConsultationCreator, PictureUploads
from workstation.services.conversations import Conversations
from workstation.services.deletion import Deletion
from workstation.services.drafting import Drafting
from workstation.services.hidden_rows import HiddenRows
from workstation.services.inbound import TransientEvent
from workstation.services.last_seen import LastSeen
from workstation.services.lists import ListRefresh, ListState
from workstation.services.marking import Marking
from workstation.services.photos import Photos
from workstation.services.profile import ProfileDraft, ProfileService
from workstation.services.quick_replies import QuickReplies
from workstation.services.retention import Retention
from workstation.services.slot_upload import SlotUploader
from workstation.services.typing_indicator import TypingIndicator
from workstation.session import im_preferences
from workstation.session.cached_state import load_cached_state
from workstation.session.errands import Errands
from workstation.session.exchange import Exchange
from workstation.session.link_factory import LinkFactory
from workstation.session.shutdown import run_shutdown_steps
from workstation.session.storage import Storage
from workstation.session.voices import make_voice_playlist
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.store.waiting import WaitingLimits
from workstation.store.worklist import RowsChanged
from workstation.vault import consultations, members
from workstation.vault.database import Vault

QUEUE_SECONDS = 30.0
HISTORY_SECONDS = 300.0
LEARN_SECONDS = 30.0
VAULT_SECONDS = 12.0


class UserSession:
    """Everything of one sign-in. ``start`` shows what is known, ``run`` keeps it true.

    ``list_states`` tells how fresh the two lists are, ``upload_progress`` which upload moved on,
    ``token_rejected`` that the doctor must sign in again, ``errors`` what else went wrong.
    """

    def __init__(  # noqa: PLR0913 - the parts of one sign-in, put together once
        self,
        settings: Settings,
        access: Access,
        storage: Storage,
        folders: Folders,
        clock: Clock,
        *,
        profile: Profile | None,
        member_id: MemberId,
        profile_draft: ProfileDraft | None = None,
    ) -> None:
        self.access, self.storage, self.clock = access, storage, clock
        self.profile_page, self.member_id = profile, member_id
        self.vault: Vault = storage.vault
        self.desk = SessionStore(is_durable=storage.memory_reason is None)
        self.list_states: Feed[tuple[Place, ListState]] = Feed()
        self.upload_progress: Feed[str] = Feed()
        self.token_rejected: Feed[None] = Feed()
        self.doctor_known: Feed[Profile] = Feed()
        self.errors: Feed[Exception] = Feed()
        self._settings, self._folders = settings, folders
        self._errands = Errands(self.errors.publish)
        self._stop = asyncio.Event()
        self._closing_notes: tuple[Callable[[], Coroutine[Any, Any, None]], ...] = ()
        self._build()
        self.profile = ProfileService(access.doctor, profile_draft)

    def _build(self) -> None:
        access, show = self.access, self.desk.apply
        self.messaging = LinkFactory(
            self._settings,
            access,
            self.clock,
            member_id=self.member_id,
            on_strengthened=lambda mechanism: self.spawn(
                im_preferences.save_strongest(self.vault, self.messaging.names.domain, mechanism)
            ),
        )
        cache = MediaCache(self._folders.cache / "media", self.storage.media_key)
        origins = MediaOrigins(access.base, frozenset(self._settings.media_origins))
        self.library = MediaLibrary(access.media, origins, cache)
        self.media = MediaReader(self.library, self.vault)
        self.listening = make_voice_playlist(self.vault, self.media, show, self.spawn)
        self.photos = Photos(self.vault, self.clock)
        self.queue = self._list(Place.IN_PROCESS, access.consultations.in_process, QUEUE_SECONDS)
        self.retention = Retention(
            self.vault, cache, self.clock, show, days=self._settings.retention_days
        )
        self.history = self._list(Place.HISTORY, access.consultations.history, HISTORY_SECONDS)
        self.shelf = HiddenRows(self.vault, self.desk, self.spawn, self.history.discard_in_flight)
        self.deletion = Deletion(access.consultations, self.shelf, self.shelf.refuse)
        self.drafting = Drafting(self.vault, self.clock, show)
        self.quick_replies = QuickReplies(self.vault)
        self.marking = Marking(self.vault, self.desk.worklist, self.clock, show)
        self.looking = LastSeen(self.vault, self.clock)
        self.closing = ClosingService(
            self.vault, self.clock, show, _new_id, is_durable=self.desk.is_durable
        )
        self.writers = TypingIndicator(self.desk, self.clock, self.member_id)

    async def start(self) -> None:
        """Show everything already known; needs no network. Raises ``StorageError``."""
        await self.vault.write(members.set_me, self.member_id, self._display_name())
        self.set_limits(self._settings)
        await self.drafting.start()
        await self.listening.start()
        await load_cached_state(self.vault, self.desk)
        await self.looking.load()
        preferences = await im_preferences.load_preferences(self.vault, self.messaging.names.domain)
        self.link = self.messaging.make_link(preferences, self._display_name)
        self._closing_notes = (self._keep_last_good, self.looking.save)
        self._build_messaging()
        self._enter_rooms()
        await self.outbox.start()

    async def run(self) -> None:
        """Drive all parts until ``close``; raises only on defects."""
        async with asyncio.TaskGroup() as group:
            self._errands.begin(group)
            tasks = [
                group.create_task(work)
                for work in (
                    self.queue.run(),
                    self.history.run(),
                    self.link.run(),
                    self.inbound.run(),
                    self.writers.run(),
                    self.marking.run(),
                    self._learn_doctor(),
                )
            ]
            await self._stop.wait()
            await run_shutdown_steps(self.link.close)
            for task in tasks:
                task.cancel()
            await run_shutdown_steps(self._errands.finish)

    async def close(self) -> None:
        """End in order: nothing held is deleted, everything written is durable."""
        self.deletion.cancel_all()
        self._stop.set()

    async def aclose(self, *, access: bool = True, vault: bool = True) -> None:
        """After ``run``, if that began: let go of network and disk, unless somebody goes on."""
        network = (self.access.aclose,) if access else ()
        await run_shutdown_steps(*self._closing_notes, self.library.aclose, *network)
        if vault:
            await run_shutdown_steps(
                lambda: asyncio.to_thread(self.vault.close), seconds=VAULT_SECONDS
            )

    async def _keep_last_good(self) -> None:
        await im_preferences.save_last_good(self.vault, self.link.last_good)

    def set_limits(self, settings: Settings) -> None:
        """From when on a patient waits too long."""
        limits = WaitingLimits.of_minutes(settings.waiting_minutes, settings.overdue_minutes)
        self.desk.worklist.limits = limits
        self.desk.worklist.feed.publish(RowsChanged())

    def post(self, command: Command) -> None:
        """Ask something of the IM session."""
        self.link.post(command)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work that ends with the session; dropped when it is over."""
        self._errands.spawn(work)

    def refresh(self) -> None:
        """Read both lists now, and try the IM session now if it waits."""
        self.queue.request_now()
        self.history.request_now()
        self.link.retry_now()

    def _build_messaging(self) -> None:
        show = self.desk.apply
        slots = SlotUploader(self.access.media, self.access.base, self.link.request_slot)
        self.uploads = Uploads(
            self.vault,
            slots,
            self.library,
            on_changes=show,
            on_progress=self.upload_progress.publish,
            retry_later=self._retry_upload_later,
        )
        self.picture_uploads = PictureUploads(slots)
        worklist = self.desk.worklist
        self.opening = ConsultationCreator(
            self.access.consultations, worklist.consultation_ids, self._on_opened
        )
        exchange = Exchange(
            self.link,
            self.vault,
            self.clock,
            on_changes=show,
            on_event=self._on_event,
            on_storage_error=self.errors.publish,
            spawn=self.spawn,
            upload=self.uploads.upload,
            new_id=_new_id,
            on_caught_up=self.desk.send_blockers.clear,
        )
        self.outbox, self.inbound = exchange.outbox, exchange.inbound
        self.catch_up, self.reading = exchange.catch_up, exchange.reading
        self.conversations = Conversations(self.vault, self.catch_up)

    def _list(self, place: Place, read: Callable[[], Any], seconds: float) -> ListRefresh:
        return ListRefresh(
            place,
            read,
            self.vault,
            self.clock,
            on_changes=self._on_queue_read if place is Place.IN_PROCESS else self._on_listed,
            on_state=lambda state: self._on_list_state(place, state),
            is_retained=self.retention.is_retained if place is Place.HISTORY else None,
            seconds=seconds,
        )

    def _on_queue_read(self, changes: Changes) -> None:
        """Look at once where the consultations are that have left the queue."""
        self._on_listed(changes)
        if any(item.place is Place.GONE for item in changes.listed):
            self.history.request()

    def _on_listed(self, changes: Changes) -> None:
        self.desk.apply(changes)
        self._enter_rooms()

    def _enter_rooms(self) -> None:
        """Be in the rooms of the list that is known, whoever told it."""
        self.post(SetRooms(frozenset(self.desk.worklist.consultation_ids())))

    async def _on_opened(self, opened: Consultation) -> None:
        """Show what was opened at once; the next reading of the queue tells how it stands."""
        item = Listed(opened, Place.IN_PROCESS)
        self.queue.discard_in_flight()
        with contextlib.suppress(StorageError):
            self._on_listed(await self.vault.write(consultations.put, item))
        self.queue.request()

    def _on_list_state(self, place: Place, state: ListState) -> None:
        self.list_states.publish((place, state))
        if isinstance(state.error, TokenRejected):
            self.token_rejected.publish(None)
        elif place is Place.HISTORY and not state.busy and state.error is None:
            self.spawn(self.retention.apply())

    def _on_event(self, event: TransientEvent) -> None:
        match event:
            case ConnectionChanged(connection):
                self.desk.set_connection(connection)
            case Invited():
                self.queue.request()
            case Typing():
                self.writers.on_typing(event)
            case _:
                self.desk.on_room_event(event, self.clock.monotonic())

    async def _learn_doctor(self) -> None:
        """A remembered doctor's name and title, as soon as the platform tells."""
        while self.profile_page is None:
            with contextlib.suppress(WorkstationError):
                self.profile_page = page = await self.profile.load()
                await self.vault.write(members.set_me, self.member_id, page.name)
                self.doctor_known.publish(page)
                return
            await asyncio.sleep(LEARN_SECONDS)

    def _retry_upload_later(self, consultation_id: ConsultationId, seconds: float) -> None:
        again = asyncio.get_running_loop().call_later
        again(seconds, lambda: self.spawn(self.outbox.pump(consultation_id)))

    def _display_name(self) -> str:
        return self.profile_page.name if self.profile_page is not None else ""


def _new_id() -> OriginId:
    return OriginId(str(uuid.uuid4()))
