"""One own message in a vault: written, corrected, withdrawn, echoed by its room."""

from tests.fakes.archive import ME, ROOM, make_arrived
from workstation.domain.message import MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox, own_amendments

NOW, SINCE = 1_000, 500


def write(database, name="m", text="5 mg", now_ms=NOW):
    """The doctor sends it: it waits in the outbox."""
    outbox.add(database, ROOM, name, MessageKind.TEXT, text, now_ms)


def correct(database, text, name="m", new_id="c", since_ms=SINCE):
    """The doctor writes it anew; what changed."""
    return own_amendments.correct(database, ROOM, name, new_id, text, NOW, since_ms)


def withdraw(database, name="m", new_id="w", since_ms=SINCE):
    """The doctor takes it back; what changed."""
    return own_amendments.withdraw(database, ROOM, name, new_id, NOW, since_ms)


def echo(database, name="m", text="5 mg", archive_id="a1", **rest):
    """Its room sends it out; what changed."""
    arrived = make_arrived(text, ME, origin_id=name, archive_id=archive_id, at_ms=NOW, **rest)
    return ingest(database, [arrived]).changes


def rows(database):
    """What waits in the outbox: id, words and state."""
    return [(row.origin_id, row.text, row.state.value) for row in outbox.entries(database)]


def line(database):
    """How it is shown, the only line of the conversation."""
    page = timelines.newest(database, ROOM, 60)
    (only,) = (*page.messages, *page.unsent)
    return only
