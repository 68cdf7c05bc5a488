"""A doctor's PC without its window: the product's whole sign-in on an engine, disk included."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from tests.servers.engine import Engine
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.changes import Timeline
from workstation.domain.connection import Connection, Phase
from workstation.domain.message import Delivery, Message, MessageKind
from workstation.domain.profile import Profile
from workstation.services.access import open_access
from workstation.services.audit import AuditTrail
from workstation.services.server_address import read_address
from workstation.session.session import UserSession, prepare_session
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import files

ANSWER_SECONDS = 60
KEY = bytes(range(32))
MAX_MESSAGES = 5_000


class Workplace:
    """One doctor at work. ``conversation`` is what the window would show."""

    def __init__(self, session: UserSession) -> None:
        self.session = session
        self._changed = asyncio.Event()
        session.store.changes.subscribe(lambda _: self._changed.set())
        session.store.connections.subscribe(lambda _: self._changed.set())

    def watch_connection(self) -> list[Connection]:
        """The states of the connection from now on, added as they come."""
        states: list[Connection] = []
        self.session.store.connections.subscribe(states.append)
        return states

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something on the desk is so."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def phase(self, phase: Phase) -> None:
        """Wait until the connection is in this state. Raises ``TimeoutError``."""
        await self.until(lambda: self.session.store.connection.phase is phase)

    async def timeline(self, consultation_id: int) -> Timeline:
        """The end of a conversation as the vault has it."""
        return await self.session.vault.read(timelines.newest, consultation_id, MAX_MESSAGES)

    async def conversation(self, consultation_id: int) -> list[Message]:
        """Confirmed messages in order, then own unsent ones."""
        timeline = await self.timeline(consultation_id)
        return [*timeline.messages, *timeline.unsent]

    async def texts(self, consultation_id: int) -> list[str]:
        """The words of a conversation, in the order shown."""
        return [each.text for each in await self.conversation(consultation_id)]

    async def wait_for_rows(
        self, consultation_id: int, condition: Callable[[list[Message]], bool]
    ) -> list[Message]:
        """Wait until the conversation is as ``condition``; gives it."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while True:
                    self._changed.clear()
                    rows = await self.conversation(consultation_id)
                    if condition(rows):
                        return rows
                    await self._changed.wait()
        except TimeoutError:
            seen = [(each.text[:20], each.delivery.value) for each in rows]
            raise AssertionError(f"{self._state()}, {len(seen)} messages: {seen[-30:]}") from None

    def _state(self) -> str:
        """What a failed test wants to know."""
        session = self.session
        return (
            f"{session.store.connection}, "
            f"pages failed: {set(session.messaging.catch_up.failed)}, "
            f"open: {dict(session.messaging.catch_up.open_requests)}, "
            f"outbox: {vars(session.messaging.outbox)}"
        )

    async def message(self, consultation_id: int, text: str) -> Message:
        """Wait for the first message with this text."""
        rows = await self.wait_for_rows(
            consultation_id, lambda all_: any(each.text == text for each in all_)
        )
        return next(each for each in rows if each.text == text)

    async def say(self, consultation_id: int, text: str) -> None:
        """Type and press enter: returns when the text is durable, not when it is sent."""
        await self.session.messaging.outbox_writer.add_draft(consultation_id, (), text)
        self.session.spawn(self.session.messaging.outbox.pump(consultation_id))

    async def share(
        self, consultation_id: int, kind: MessageKind, content: bytes, media_type: str, name: str
    ) -> None:
        """Put a picture or recording into the conversation."""
        file_id = await self.session.vault.write(
            files.keep, content, media_type, name, width=8, height=8, duration_ms=2400
        )
        await self.session.messaging.outbox_writer.add_file(consultation_id, kind, file_id.file_id)
        await self.session.messaging.outbox.pump(consultation_id)

    async def all_sent(self, consultation_id: int) -> list[Message]:
        """Wait until no own message waits."""
        done = {Delivery.SENT, Delivery.READ, Delivery.RECEIVED}
        return await self.wait_for_rows(
            consultation_id, lambda all_: all(each.delivery in done for each in all_)
        )


@contextlib.asynccontextmanager
async def at_work(engine: Engine, member_id: int, folder: Path) -> AsyncIterator[Workplace]:
    """A doctor signed in on a PC whose disk is ``folder``; the same folder again is a restart."""
    clock, hospital = SystemClock(), engine.hospital
    settings = Settings(im_domain=engine.domain, ca_file=str(engine.certificates.authority))
    base = read_address(hospital.url, settings)
    folders = Folders.of_profile(folder)
    await asyncio.to_thread(folders.prepare)
    access = await open_access(settings, base, hospital.token(member_id), clock)
    vault = await asyncio.to_thread(Vault.open, folders.data / "vault.db", KEY)
    surroundings = Surroundings(settings, folders, clock, AuditTrail(folders, clock))
    who = SignedInDoctor(member_id, Profile(member_id=member_id, name=f"医生{member_id}"))
    session = await prepare_session(surroundings, access, Storage(vault, KEY), who)
    await session.start()
    running = asyncio.create_task(session.run())
    try:
        yield Workplace(session)
    finally:
        await session.close()
        await running
        await session.aclose()
