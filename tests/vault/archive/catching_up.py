"""Steps that read an archive into the vault page by page."""

import pytest

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from workstation.domain.events import Joined
from workstation.vault.archive import pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import RequestReason, Step
from workstation.vault.lists import timelines

JOINED = Joined(ROOM, archives=True, visit=1)
ENOUGH = 40
"""More pages than any archive of these tests has."""


def say(archive, *words, who=PATIENT):
    """Put messages with these words into the archive, all of one speaker."""
    return [archive.add(make_arrived(word, who)) for word in words]


def catch_up(database, archive, limit=3, *, older=False):
    """Follow the steps as a client does; returns why each page was asked for."""
    ingest(database, [JOINED])
    step, asked = Step(pages.first_request(database, ROOM)), []
    while step.request is not None and (older or step.reason is not RequestReason.OLDER):
        asked.append(step.reason)
        step = ingest(database, [archive.page(step.request, limit)], {"q": step.request}).steps["q"]
    return asked


def follow(database, archive, limit=9):
    """Like ``catch_up``, older pages too, within a visit that has begun already; how many pages.

    Ends after ``ENOUGH`` of them, as a question that is asked for ever would not.
    """
    step, asked = Step(pages.first_request(database, ROOM)), 0
    while step.request is not None and asked < ENOUGH:
        page = archive.page(step.request, limit)
        step, asked = ingest(database, [page], {"q": step.request}).steps["q"], asked + 1
    return asked


def read_pages(database, archive, count, limit=9):
    """So many pages of a visit that has begun, as where a session ends meanwhile."""
    step = Step(pages.first_request(database, ROOM))
    for _ in range(count):
        page = archive.page(step.request, limit)
        step = ingest(database, [page], {"q": step.request}).steps["q"]


def marks(database):
    """The conversation as words, with ``|`` for what can be loaded and ``#`` for what is lost."""
    page = timelines.newest(database, ROOM, 1000)
    lines = [(line.position, line.text) for line in page.messages]
    lines += [(gap.position, "|" if gap.loadable else "#") for gap in page.gaps]
    return " ".join(text for _, text in sorted(lines))


WAYS = pytest.mark.parametrize("forgiving", [False, True], ids=["prosody", "ejabberd"])


def deliver(database, archive, words):
    """Words that the archive has and whose live copies came."""
    ingest(database, say(archive, *words))
