"""Everything behind the socket that touches a frame: core, translation, inbound, vault."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from tests.fakes.alone import catch_up_alone, outbox_alone
from tests.fakes.inbound import ignore, make_inbound
from tests.xmpp.dialogue import DOMAIN, ROOM, in_room
from workstation.base.clock import SystemClock
from workstation.domain.commands import Command
from workstation.domain.errors import RemoteProtocolError
from workstation.link.inbox import Batch
from workstation.link.names import Names
from workstation.link.session_driver import SessionDriver
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.archive import pages
from workstation.vault.conversation import members
from workstation.vault.database import Vault

ME = 1001
VOUCHED = frozenset({None, ME, 2001})
MAX_ROWS = 2_000
NUMBER = 7


class Pipeline:
    """Takes frames one by one; ``counts`` says what became of them.

    A stream that ended is followed by a new session in the room. The vault stays.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.vault = Vault.in_memory(threads=False)
        finish(self.vault.write(members.set_me, ME, ""))
        self._begin()

    def give(self, frame: str | bytes) -> None:
        """One frame; raises whatever is neither an event nor a protocol error."""
        self.counts["frames"] += 1
        try:
            result = self.session.receive(frame)
        except RemoteProtocolError:
            self.counts["protocol errors"] += 1
            self._begin()
            return
        events = [each for event in result for each in self._wire.translator.translate(event)]
        if events:
            finish(self._inbound.process(Batch(tuple(events), self.session.mark)))
            self.counts["events"] += len(events)
        self.session.data_to_send()
        if not self.session.online or ROOM not in self.session.rooms.joined:
            self.counts["sessions"] += 1
            self._begin()

    def ask_once(self) -> str:
        """The id of the archive query under way."""
        return next(iter(self._wire._queries._open), "")

    def rows(self) -> list[tuple[int | None, str]]:
        """Who says what, in the vault."""
        return finish(self.vault.read(_rows))

    def sweep(self) -> None:
        """Check what is stored, and let it not grow without bound."""
        result = self.rows()
        assert {member for member, _ in result} <= VOUCHED, result
        self.counts["rows"] += len(result)
        if len(result) > MAX_ROWS:
            self.vault.close()
            self.vault = Vault.in_memory(threads=False)
            finish(self.vault.write(members.set_me, ME, ""))
            self._begin()

    def commit(self, mark: int) -> None:
        self.session.commit(mark)

    def post(self, command: Command) -> None:
        self._wire.post(command)

    def visit(self, number: int) -> int | None:
        return self._wire.visit(number)

    def __aiter__(self) -> Any:
        raise AssertionError("batches are given, not taken")

    def _begin(self) -> None:
        self.session = in_room().session
        clock = SystemClock()
        self._wire = SessionDriver(self.session, Names(DOMAIN), clock, ME, lambda: "")
        outbox = outbox_alone(RetryingVault(self.vault, ignore, ignore), self, _no_upload)
        self._catch_up = catch_up_alone(self.post, _ignore, clock)
        self._inbound, _ = make_inbound(self, self.vault, self._catch_up, outbox, _at_once)
        self._begin_catch_up()

    def _begin_catch_up(self) -> None:
        self._catch_up.begin(finish(self.vault.read(pages.first_request, NUMBER)))
        self.session.data_to_send()


def finish(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end what waits for nothing but its turn."""
    try:
        while True:
            work.send(None)
    except StopIteration as done:
        return done.value


def _at_once(work: Coroutine[Any, Any, Any], *, optional: bool = False) -> None:  # noqa: ARG001
    """Run what waits for nothing; for what waits for a time, none passes here."""
    try:
        finish(work)
    except RuntimeError as error:
        if str(error) != "no running event loop":
            raise


def _rows(connection: Any) -> list[tuple[int | None, str]]:
    return list(connection.execute("SELECT member_id, text FROM message"))


def _ignore(_: object) -> None:
    pass


async def _no_upload(_: object) -> None:
    await asyncio.sleep(0)
