"""One signed-in doctor: the parts that live until sign-out, and the tasks that drive them.

Read it as a table of contents: each group is assembled in the module of its name. A session is
complete once it is made: no part exists only after ``start``. What the link needs from earlier runs
(``ImPreferences``) is therefore read before (``prepare_session``).

``start`` may fail at any of its awaits, and ``aclose`` must release the network and the vault even
then; ``tests/session/test_every_await.py`` fails each of them once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from workstation.base.task_scope import TaskScope
from workstation.config import Settings
from workstation.domain.commands import PreferRoom
from workstation.domain.ids import ConsultationId
from workstation.media.cache import MediaCache
from workstation.services.access import Access
from workstation.services.connection_report import ConnectionReporter
from workstation.services.im_servers import names_of
from workstation.services.slot_upload import SlotUploader
from workstation.services.typing_indicator import TypingIndicator
from workstation.services.unlock_code import UnlockCode
from workstation.session.account import learn_doctor, make_account, recall_own_name, save_own_name
from workstation.session.after_window import AfterWindow
from workstation.session.cached_state import load_cached_state, load_remaining
from workstation.session.context import SessionContext
from workstation.session.im_preferences import ImMemory, ImPreferences, load_preferences
from workstation.session.link_factory import LinkFactory
from workstation.session.link_run import LinkRun
from workstation.session.lists import enter_rooms, make_lists
from workstation.session.media import make_library, make_media
from workstation.session.messaging import make_messaging
from workstation.session.profile_drafts import load_draft, save_draft
from workstation.session.shutdown import run_shutdown_steps
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage, media_key_of
from workstation.session.transient_events import apply_transient
from workstation.session.unsent_count import UnsentCount
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.store.waiting import WaitingRules

VAULT_SECONDS = 12.0
FINISH_SECONDS = 1.0
"""How long work may still go on once the session is over: a write ends, an upload does not."""


class UserSession:
    """All parts of one sign-in. ``start`` loads the stored state, ``run`` keeps it up to date.

    ``token_rejected`` is published when the doctor must sign in again, ``errors`` for other
    failures. ``unlock_code`` is set once the session is opened, for the key of its vault.
    """

    unlock_code: UnlockCode
    is_suspended = False
    """Whether the database is closed for a while, and its key forgotten."""

    _unkept_summaries = 0
    _final_saves: tuple[Callable[[], Awaitable[None]], ...] = ()

    def __init__(
        self,
        surroundings: Surroundings,
        access: Access,
        storage: Storage,
        doctor: SignedInDoctor,
        preferences: ImPreferences,
    ) -> None:
        settings, clock = surroundings.settings, surroundings.clock
        folders, member_id = surroundings.folders, doctor.member_id
        self.access, self.storage, self.clock, self.vault = access, storage, clock, storage.vault
        self.store = SessionStore(is_durable=storage.memory_reason is None)
        self.token_rejected: Feed[None] = Feed()
        self.errors: Feed[Exception] = Feed()
        self._tasks, self._stop = TaskScope(self.errors.publish), asyncio.Event()
        words, audit = doctor.words, surroundings.audit
        parts = settings, access, storage.vault, folders, clock, audit, member_id, words
        self._context = context = SessionContext(*parts, self.store, self.errors, self.spawn)
        self._unsent_count = UnsentCount(context)
        self._draft_turn = asyncio.Lock()
        self.account = make_account(context, doctor.profile, doctor.profile_draft)
        self.link_factory = LinkFactory(settings, access, clock, member_id=member_id)
        self._im_memory = memory = ImMemory(context, self.link_factory.names.domain)
        link = self.link_factory.make_link(
            preferences, memory, lambda: self.account.profile.display_name
        )
        self._link_run, self.after_window = LinkRun(link), AfterWindow(self.store.worklist)
        slots = SlotUploader(access.media, access.base, link.request_slot)
        cache = MediaCache(folders.cache / "media", storage.media_key)
        library = make_library(context, cache)
        self.media = make_media(context, library, slots)
        on_rejected = partial(self.token_rejected.publish, None)
        self.lists = make_lists(context, cache, library, link.post, on_rejected)
        self.typing_indicator = TypingIndicator(self.store, clock, member_id)
        on_event = partial(apply_transient, context, self.lists, self.typing_indicator)
        self.messaging = make_messaging(context, link, slots, library, on_event)

    @cached_property
    def connection(self) -> ConnectionReporter:
        """How the way to the servers stands."""
        return ConnectionReporter(
            self.access.base.origin,
            self.link_factory.trace,
            lambda: self.messaging.link.room_counts,
            self.lists.queue,
            self.store,
            self.vault,
            self.clock,
        )

    async def start(self) -> None:
        """Show what is known while the link connects, without waiting for it.

        Queue and drafts are in the store when it returns. Raises ``StorageError``.
        """
        self._link_run.begin()
        await save_own_name(self._context, self.account)
        await recall_own_name(self._context, self.account)
        self.set_limits(self._context.settings)
        self.store.notes.allowed = self._context.settings.patient_notes
        await self.messaging.drafting.start()
        await self.media.voices.start()
        self._unkept_summaries = await load_cached_state(self.vault, self.store)
        await self.lists.purge.start()
        await self.lists.last_seen.load()
        mine, is_durable = self._context.member_id, self.store.is_durable
        await load_draft(self.vault, self.account.profile.draft, mine, is_durable=is_durable)
        await self.lists.opening_draft.load()
        self._final_saves = (  # only what was loaded may be written over
            self._save_last_good,
            self.lists.last_seen.save,
            self.save_profile_draft,
            self.lists.opening_draft.save,
            self._unsent_count.save,
        )
        await asyncio.to_thread(self._unsent_count.remove)
        self.spawn(self.after_window.run(self._enter_known_rooms), optional=True)
        self.store.fronted.subscribe(self._on_fronted)
        await self.messaging.outbox.start()

    async def _enter_known_rooms(self) -> None:
        enter_rooms(self.store, self.messaging.post, self.clock.now_ms())

    async def run(self) -> None:
        """Drive all parts until ``close``; raises only on defects."""
        draft = self.account.profile.draft
        unsubscribe = draft.forgotten.subscribe(lambda _: self.spawn(self.save_profile_draft()))
        try:
            async with asyncio.TaskGroup() as group:
                await self._drive(group)
        finally:
            unsubscribe()
            await self._tasks.join()

    async def _drive(self, group: asyncio.TaskGroup) -> None:
        remaining = partial(load_remaining, self.vault, self.store, self._unkept_summaries)
        self.spawn(self.after_window.run(remaining), optional=True)
        tasks = [
            group.create_task(work)
            for work in (
                self.after_window.run(self.lists.queue.run),
                self.after_window.run(self.lists.history.run),
                self._link_run.follow(),
                self.messaging.inbound.run(),
                self.typing_indicator.run(),
                self.lists.marking.run(),
                learn_doctor(self._context, self.account),
            )
        ]
        try:
            await self._stop.wait()
            await run_shutdown_steps(self.messaging.link.close)
            for task in tasks:
                task.cancel()
            # What waits for a database that is closed would wait in vain.
            seconds = 0.0 if self.is_suspended else FINISH_SECONDS
            await run_shutdown_steps(lambda: self._tasks.finish(seconds))
        finally:
            self._tasks.close()  # a defect of one part, too: nothing begins while all others end

    async def close(self) -> None:
        """End in order: nothing held is deleted, everything written is durable.

        ``run`` ends by it, after a goodbye of two seconds at most. May be called again.
        """
        self.lists.deletion.cancel_all()
        self._stop.set()

    async def aclose(self, *, access: bool = True, vault: bool = True) -> None:
        """Release network and disk, after ``run`` if that began; ``False`` keeps one open."""
        self._tasks.close()
        network = (self.access.aclose,) if access else ()
        final_saves = () if self.is_suspended else self._final_saves
        finish = self._link_run.end, self._tasks.join
        await run_shutdown_steps(*finish, *final_saves, self.media.library.aclose, *network)
        if vault:
            await run_shutdown_steps(
                lambda: asyncio.to_thread(self.vault.close), seconds=VAULT_SECONDS
            )

    async def save_profile_draft(self) -> None:
        """Seal what is unsaved on the doctor's page, or delete it. Raises ``StorageError``."""
        async with self._draft_turn:  # a deletion must see what an earlier turn is writing
            draft, is_durable = self.account.profile.draft, self.store.is_durable
            await save_draft(self.vault, draft, is_durable=is_durable)

    def suspend(self) -> None:
        """Close the database, and forget every key, as the window is locked. Blocks.

        Accesses to the database wait; what comes from the server stays unacknowledged.
        """
        self.media.library.shut()
        self.storage = replace(self.storage, media_key=None)
        self._unsent_count.save_now()
        self.vault.suspend()
        self.is_suspended = True

    def resume(self, key: bytes) -> None:
        """Go on after an unlock. Blocks; raises ``StorageError``, and then it stays locked."""
        self.vault.resume(key)
        self._unsent_count.remove()
        self.is_suspended = False
        self.media.library.reopen(media_key_of(key))

    def set_limits(self, settings: Settings) -> None:
        """Apply the settings of waiting times and of the time limit for amendments to all rows."""
        self.messaging.amendments.minutes = settings.amend_minutes
        rules = WaitingRules.of_settings(
            settings.waiting_minutes,
            settings.overdue_minutes,
            settings.first_answer_minutes,
            settings.courtesies,
        )
        self.store.worklist.set_rules(rules)

    def spawn(self, work: Coroutine[Any, Any, object], *, optional: bool = False) -> None:
        """Run work that ends with the session (``TaskScope``); dropped when it is over."""
        self._tasks.spawn(work, optional=optional)

    def refresh(self) -> None:
        """Read both lists now, and try the IM session now if it waits."""
        self.lists.queue.request_now()
        self.lists.history.request_now()
        self.messaging.link.retry_now()

    def _on_fronted(self, consultation_id: ConsultationId) -> None:
        """Enter and catch up with what the doctor looks at before all others."""
        self.messaging.catch_up.prefer(consultation_id)
        self.messaging.post(PreferRoom(consultation_id))

    async def forget_token(self) -> None:
        """Delete the token of the IM session at a sign-out. Raises ``StorageError``.

        A database that is locked keeps it, sealed; the next sign-in forgets it.
        """
        if not self.is_suspended:
            await self._im_memory.forget_token()

    async def _save_last_good(self) -> None:
        await self._im_memory.save_last_good(self.messaging.link.last_good)


async def prepare_session(
    surroundings: Surroundings, access: Access, storage: Storage, doctor: SignedInDoctor
) -> UserSession:
    """Prepare a session, not started yet. Raises ``StorageError``; nothing is to be closed then."""
    domain = names_of(surroundings.settings, access.base).domain
    is_new = doctor.profile is not None
    preferences = await load_preferences(storage.vault, domain, is_new_sign_in=is_new)
    return UserSession(surroundings, access, storage, doctor, preferences)
