"""A doctor at two computers: the whole program on both, each with its own database and line.

Whoever answers at one is read at the other, and what is read at one is read at both. On some days
both have one name, as after a database was copied: then each takes the session from the other, and
gives it back when the doctor returns. What was said at one is changed at either. All but the
chances of the day is as on a plain one.

What an archive lost, one of them may show and the other may never have seen.

What it leaves out: live copies that are lost.
"""

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.simulation import evening, losses
from tests.simulation.archive import MY_ADDRESS
from tests.simulation.interleaving import Order
from tests.simulation.network import Connection
from tests.simulation.people import DOMAIN, ME
from tests.simulation.server import STREAM_ERROR, Server
from tests.simulation.server_session import ServerSession
from tests.simulation.weather import Weather
from tests.simulation.world import World
from workstation.domain.changes import Summary
from workstation.domain.connection import Phase
from workstation.vault.conversation import summaries

DESK, HOME = "desk", "home"
CUTS = (0.02, 0.04, 0.1)
ONE_NAME = 0.3
"""The part of the days on which both computers have one name."""
TAKES = 0.02
"""How soon the doctor takes the session back, by step at the computer that waits for that."""
AGREED = "is_unanswered", "answered", "patient_ms", "doctor_ms", "doctor_id", "mine"
"""What a room's row in the work queue is made of, at either; what waits at one is its own there."""
TIMES = "patient_ms", "doctor_ms"
"""Heard live, a message has the time at which it came, which its archive's copy corrects."""


class SharedServer(Server):
    """Has sessions of one account at several computers; with ``one_name`` only the latest."""

    one_name = False

    def begin(self, connection: Connection) -> ServerSession:
        """A new session, in place of those before it of the same name."""
        theirs = [each for each in self.sessions.values() if each.computer != connection.computer]
        for each in theirs:
            if self.one_name:
                each.put(STREAM_ERROR.format("conflict"))
                self._end(each)
            else:
                del self.sessions[each.name]
        session = super().begin(connection)
        session.computer = connection.computer
        if not self.one_name:
            self.sessions |= {each.name: each for each in theirs}
        return session


class TwoComputers(World):
    """Of one doctor; ``other`` is the second, on the same day and with the same server.

    ``change`` makes the weather another than the seed draws.
    """

    other: "TwoComputers"

    def __init__(
        self,
        seed: int,
        cuts: int,
        order: Order | None = None,
        change: Callable[[Weather], Weather] = lambda weather: weather,
    ) -> None:
        chance = random.Random(f"two computers {seed}")  # noqa: S311 - to repeat a run
        self.one_name = chance.random() < ONE_NAME
        super().__init__(seed, cuts, change(_weather(chance)), order)
        self.other = copy.copy(self)
        self.other.other = self
        self.other.record = self.record.of_another_computer()
        self.other.furnish("h", DESK if self.one_name else HOME)
        here, there = self.history.words, self.other.history.words
        there.quoted, there.elsewhere, here.elsewhere = here.quoted, here, there

    def make_server(self, rooms: list[str], *chances: random.Random) -> Server:
        """The IM server, of which the account has a session at each of them."""
        server = SharedServer(rooms, self.weather.whims, *chances)
        server.one_name = self.one_name
        return server

    @property
    def computers(self) -> Sequence["TwoComputers"]:
        """Those at which the doctor is signed in."""
        return self, self.other

    async def step(self) -> None:
        """The doctor is at one of them for a moment; the other goes on by itself."""
        await World.step(self.chance.choice(self.computers))

    async def pass_time(self) -> None:
        """The session stays where it was taken to, until the doctor wants it here."""
        taken = self.client.link.connection.phase is Phase.CONFLICT
        if taken and self.chance.random() >= TAKES:
            await self.wait()
        else:
            self.counts["taken back"] += taken
            await super().pass_time()

    def _on_opened(self, connection: Connection) -> None:
        super()._on_opened(connection)
        address = f"{ME}@{DOMAIN}/{self.resource}"
        connection.addressed = lambda frame: frame.replace(MY_ADDRESS, address)

    async def end(self) -> None:
        """Both grow calm, the doctor looks at one of them, and what was read is read at both."""
        for each in self.computers:
            await evening.calm(each)
        for act in (evening.enter_all, evening.try_again, evening.say_last_words,
                    evening.scroll_up):  # fmt: skip
            for each in self.computers:
                await evening.until_done(each)
                await act(each)
        reader = self.chance.choice(self.computers)
        await evening.until_done(reader)
        await evening.read_all(reader)
        await evening.until_done(reader.other)
        reader.other.history.seen = reader.history.seen
        reader.other.first_looks = reader.first_looks
        for each in self.computers:
            await evening.check(each)
        await self._check_agreed(reader)

    async def _check_agreed(self, reader: "TwoComputers") -> None:
        """Nothing is unread at either, and both have the same at a glance."""
        for number in self.numbers:
            has_lost = self._has_lost(number)
            if has_lost and not await self._show_the_same(number):
                continue
            glances = [await each.glance(number) for each in self.computers]
            unread = [each.unread for each in glances]
            if any(unread) and reader.tells(number):
                self.wrong.append(f"unread at desk and home: {unread}")
            unsent = any(each.unsent for each in glances)
            names = AGREED[:-1] if unsent else AGREED
            for name in (name for name in names if not (has_lost and name in TIMES)):
                here, there = (getattr(each, name) for each in glances)
                self.wrong += [f"not agreed, {name}: {here} {there}"] if here != there else []

    def _has_lost(self, number: int) -> bool:
        """Whether a room's archive lost anything."""
        archive = self.server.archives[self.rooms[number]]
        return len(losses.remaining(self.server, self.rooms[number])) < len(archive)

    async def _show_the_same(self, number: int) -> bool:
        """Whether the same messages of a room are shown at both."""
        pages = [await each.page(number) for each in self.computers]
        here, there = ([(each.origin_id, each.text) for each in page.messages] for page in pages)
        return here == there

    def tells(self, number: int) -> bool:
        """Whether this computer tells what was seen last: what came before its first page it
        takes as read elsewhere."""
        seen = self.history.seen.get(number)
        archive = self.server.archives[self.rooms[number]]
        place = next((line.number for line in archive if line.origin_id == seen), 0)
        return place >= self.first_looks.get(number, 0)

    async def glance(self, number: int) -> Summary:
        """A room as the work queue shows it."""
        return await self.vault.read(summaries.of_room, number)


def _weather(chance: random.Random) -> Weather:
    """Live copies arrive; whether archives keep what they have is drawn."""
    weather = Weather.drawn(chance).changing(chance).offering(chance)
    return replace(weather, whims=replace(weather.whims, loses=0.0), cut=chance.choice(CUTS))
