"""A client that hears a room only while joined, and reads its archive page by page."""

import pytest

from tests.fakes.archive import ROOM, Archive
from tests.vault.archive.catching_up import JOINED
from tests.vault.people import furnished_vault
from workstation.domain.events import Arrived, Displayed
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import Step, gap_request

MAX_PAGES = 500


class Visitor:
    """Its vault (``connection``), the room's archive, and the next page to ask for (``step``)."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.connection = archive, furnished_vault()
        self.joined, self.step = False, Step()

    def cut(self) -> None:
        """The line breaks: nothing is heard, and no page comes."""
        self.joined, self.step = False, Step()

    def join(self) -> None:
        """Come into the room again."""
        ingest(self.connection, [JOINED])
        self.joined, self.step = True, Step(pages.first_request(self.connection, ROOM))

    def hear(self, item: Arrived | Displayed, repeat: int = 1) -> None:
        """What the room sends to everybody who is there."""
        if self.joined:
            ingest(self.connection, [item] * repeat)

    def load(self, limit: int) -> bool:
        """One page more; whether there was one to ask for."""
        if not self.joined or self.step.request is None:
            return False
        page = self.archive.page(self.step.request, limit)
        self.step = ingest(self.connection, [page], {"q": self.step.request}).steps["q"]
        return True

    def finish(self) -> None:
        """Come in once more and read whatever can be read."""
        self.cut()
        self.join()
        for _ in range(MAX_PAGES):
            if not self.load(2):
                open_gaps = [gap for gap in gaps.of_room(self.connection, ROOM) if gap.loadable]
                if not open_gaps:
                    return
                self.step = Step(gap_request(open_gaps[-1]))
        pytest.fail("never whole")
