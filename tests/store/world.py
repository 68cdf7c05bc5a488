"""A conversation that happens: in the archive, in a vault that listens, in a window on both."""

import asyncio

from hypothesis import strategies as st

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.people import furnished_vault
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.store.timeline import TimelineWindow
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import gap_request
from workstation.vault.lists import timelines
from workstation.vault.unsent import failures, outbox


class VaultSource:
    """Pages straight out of a vault; ``pause`` holds an answer back until it is told to go on."""

    def __init__(self, connection):
        self.connection = connection
        self.pause = None

    async def newest(self, room, limit):
        """The end of a conversation, read before the changes that come while it is on its way."""
        return await self._late(timelines.newest(self.connection, room, limit))

    async def older(self, room, position, limit):
        """The page before a place, as late as ``newest``."""
        return await self._late(timelines.older(self.connection, room, position, limit))

    async def newer(self, room, position, limit):
        """The page after a place, as late as ``newest``."""
        return await self._late(timelines.newer(self.connection, room, position, limit))

    async def around(self, room, position, limit):
        """A page around a place, as late as ``newest``."""
        return await self._late(timelines.around(self.connection, room, position, limit))

    async def _late(self, page):
        if self.pause is not None:
            await self.pause.wait()
        return page


class Screen:
    """What is shown by whoever reads the lines only when told to."""

    def __init__(self, window):
        self.lines = list(window.lines)
        self._window = window
        window.feed.subscribe(self.hear)

    def hear(self, _change):
        """Look at the window's lines, as a widget does when it is told."""
        self.lines = list(self._window.lines)


class World:
    """A room, a vault that listens to it, and a window on the vault."""

    def __init__(self):
        self.connection = furnished_vault()
        self.archive = Archive()
        self.window = TimelineWindow(ROOM, VaultSource(self.connection))
        asyncio.run(self.window.open())
        self.screen = Screen(self.window)
        self.count = 0

    def hear(self, member_id):
        """A member says something, and it comes live."""
        self.count += 1
        self.take(
            ingest(self.connection, [self.archive.add(make_arrived(f"{self.count}", member_id))])
        )

    def miss(self):
        """Something is said between two visits: the archive has it and a gap opens."""
        self.count += 1
        self.archive.add(make_arrived(f"{self.count}"))
        self.take(ingest(self.connection, [Joined(ROOM, archives=True, visit=1)]))

    def load(self, limit):
        open_gaps = [gap for gap in gaps.of_room(self.connection, ROOM) if gap.loadable]
        request = (
            gap_request(open_gaps[-1]) if open_gaps else pages.first_request(self.connection, ROOM)
        )
        page = self.archive.page(request, limit)
        self.take(ingest(self.connection, [page], {"q": request}))

    def write(self):
        self.count += 1
        name = f"o{self.count}"
        self.window.apply(outbox.add(self.connection, ROOM, name, MessageKind.TEXT, name, 1))

    def fail_first(self):
        """The room refuses the first message that waits."""
        for entry in outbox.entries(self.connection)[:1]:
            self.window.apply(failures.fail(self.connection, entry.origin_id, "refused"))

    def echo(self):
        """The room reflects the first message that waits."""
        for entry in outbox.entries(self.connection)[:1]:
            own = make_arrived(entry.text, ME, origin_id=entry.origin_id)
            self.take(ingest(self.connection, [self.archive.add(own)]))

    def correct(self):
        """The patient corrects the first message (XEP-0308)."""
        self.count += 1
        fix = make_arrived(
            f"fix{self.count}", PATIENT, replaces="id-1", origin_id=f"fix{self.count}"
        )
        self.take(ingest(self.connection, [self.archive.add(fix)]))

    def take(self, done):
        self.window.apply(done.changes)
        if self.window.stale:
            asyncio.run(self.window.reload())


STEPS = st.one_of(
    st.tuples(st.just("hear"), st.sampled_from([ME, PATIENT])),
    st.tuples(st.just("miss")),
    st.tuples(st.just("load"), st.integers(1, 3)),
    st.tuples(st.just("write")),
    st.tuples(st.just("fail_first")),
    st.tuples(st.just("echo")),
    st.tuples(st.just("correct")),
)


def filled(count):
    """A world in which the patient has said ``count`` messages."""
    world = World()
    for _ in range(count):
        world.hear(PATIENT)
    return world


def with_a_gap(before, after):
    """A room with something missed between what was heard."""
    world = World()
    for _ in range(before):
        world.hear(PATIENT)
    world.miss()
    for _ in range(after):
        world.hear(PATIENT)
    return world
