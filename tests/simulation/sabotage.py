"""Guards of the product that can be taken away, each by one change, to prove that it is missed.

Acknowledging before the commit is not among them: a client that dies does not resume, so its
catch-up from the contiguous cursor heals that; the count itself is tested with the wire.
"""

import contextlib
import itertools
from collections.abc import Callable

import pytest

from tests.simulation import changed_words, lossy_archives
from workstation.domain.changes import Changes
from workstation.domain.commands import Send
from workstation.domain.errors import DiskFull
from workstation.domain.events import Broken, Joined
from workstation.link.event_translator import BLAMING_CONDITIONS, EventTranslator
from workstation.link.link import Link
from workstation.link.room_membership import RoomMembership
from workstation.link.session_driver import SessionDriver
from workstation.services.catch_up import CatchUp
from workstation.services.caught_up_visits import CaughtUpVisits
from workstation.services.outbox import Outbox
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.archive import cursors, ingest
from workstation.vault.archive.cursors import Cursor
from workstation.vault.conversation import message_identity
from workstation.vault.unsent import failures, outbox


def send_again_blindly(patch: pytest.MonkeyPatch) -> None:
    """After a fresh join everything unconfirmed is sent, without asking the archive."""
    begin = CatchUp.begin

    def at_once(self, request, *, again=False):
        begun = begin(self, request, again=again)
        self._on_caught_up([request.consultation_id])
        return begun

    patch.setattr(CatchUp, "begin", at_once)


def move_the_cursor_by_live_messages(patch: pytest.MonkeyPatch) -> None:
    """Catch-up begins after the newest message that is known."""
    live = ingest._apply_live

    def and_move(writer, arrived):
        live(writer, arrived)
        stored = message_identity.identify(writer.connection, arrived)
        if stored is not None and arrived.archive_id is not None:
            cursor = Cursor(arrived.archive_id, stored.position, arrived.at_ms)
            cursors.put(writer.connection, arrived.consultation_id, cursor)

    patch.setattr(ingest, "_apply_live", and_move)


def forget_gaps_on_joining(patch: pytest.MonkeyPatch) -> None:
    """A fresh join says nothing of what may be missing."""
    inside = ingest.ingest

    def without_joins(connection, events, requests=None):
        return inside(connection, [e for e in events if not isinstance(e, Joined)], requests)

    patch.setattr("workstation.services.inbound_storage.ingest", without_joins)


def let_rooms_be_whole_for_ever(patch: pytest.MonkeyPatch) -> None:
    """Leaving a room, or entering it anew, does not end that its archive is known."""
    patch.setattr(Outbox, "on_left", lambda *_: None)
    patch.setattr(CaughtUpVisits, "enter", lambda self, *visit: self._entered.update([visit]))
    begin = RoomMembership.__init__

    def without_numbers(self, *args):
        begin(self, *args)
        self._visits = itertools.repeat(1)

    patch.setattr(RoomMembership, "__init__", without_numbers)


def trust_in_what_came_in_so_far(patch: pytest.MonkeyPatch) -> None:
    """A slow disk holds the session's events up, and the outbox asks these alone."""

    def is_open(self, room, _visit):
        present = self.entered(room)
        return present is not None and present == self.caught_up(room)

    patch.setattr(CaughtUpVisits, "is_open", is_open)


def catch_up_twice_side_by_side(patch: pytest.MonkeyPatch) -> None:
    """A second catch-up does not end the first, and an overtaken answer ends both."""
    from workstation.vault.archive import pages
    from workstation.vault.archive.requests import Step

    patch.setattr(CatchUp, "_drop", lambda *_: None)
    patch.setattr(pages, "_continue_overtaken", lambda *_: Step())


def call_it_sent_when_posted(patch: pytest.MonkeyPatch) -> None:
    """What was handed to the session leaves the outbox."""
    post = Link.post

    def forgotten(self, command):
        post(self, command)
        if isinstance(command, Send):
            self.posted_for_good(command.origin_id)

    patch.setattr(Link, "post", forgotten)
    patch.setattr(Link, "posted_for_good", lambda *_: None, raising=False)
    patch.setattr("workstation.services.outbox.outbox.requeue", _delete_tried)


def _delete_tried(connection, _consultation_id=None):
    connection.execute("DELETE FROM outbox WHERE attempts > 0")
    return outbox.changes_of(connection, [])


def take_any_resumption_for_good(patch: pytest.MonkeyPatch) -> None:
    """What the server lacks after a resumption is not sent again."""
    from workstation.xmpp.stream_management import Resumption

    patch.setattr(Resumption, "resend", lambda _: [])


def tell_what_was_seen_only_once(patch: pytest.MonkeyPatch) -> None:
    """A read marker that was lost on its way is not told again."""
    from workstation.services.read_markers import ReadMarkers

    async def nothing(*_):
        pass

    patch.setattr(ReadMarkers, "resend", nothing)


def be_ended_by_the_same_entry_for_ever(patch: pytest.MonkeyPatch) -> None:
    """An archive entry that cannot be read ends each session that meets it."""
    from workstation.xmpp.poisoned_entries import PoisonedEntries

    patch.setattr(PoisonedEntries, "recover_head", lambda *_, **__: None)


def leave_no_trace_of_what_cannot_be_read(patch: pytest.MonkeyPatch) -> None:
    """An archive entry that cannot be read is passed by in silence."""
    from workstation.xmpp import archive
    from workstation.xmpp.events import Displayed

    def invisible(query, archive_id, at_ms):
        return Displayed(query.room_jid, "2001@clinic.test", "nothing", archive_id, at_ms)

    patch.setattr(archive, "_stand_in_for", invisible)


def give_up_sending_on_a_full_disk(patch: pytest.MonkeyPatch) -> None:
    """What could not be noted before it is sent is not tried again."""

    async def once(self, change, *args):
        with contextlib.suppress(DiskFull):
            return await self.write_once(change, *args)
        return Changes()

    patch.setattr(RetryingVault, "write", once)


def send_room_by_room(patch: pytest.MonkeyPatch) -> None:
    """After a drop a long upload to one patient holds up the words to all others."""

    async def one_by_one(self):
        waiting = await self._vault.read(outbox.entries)
        for room in dict.fromkeys(entry.consultation_id for entry in waiting):
            await self.pump(room)

    patch.setattr(Outbox, "pump_all", one_by_one)


def say_what_was_taken_back(patch: pytest.MonkeyPatch) -> None:
    """What was taken back while it was prepared is sent all the same."""

    async def post(self, visit, consultation_id, name):
        self._in_flight.add(name, consultation_id, visit)
        command = await self._vault.read(outbox.command, name)
        if command is None:
            self._in_flight.remove(name)
            return True
        await self._vault.write(outbox.mark_sending, name)
        self._link.post(command)
        return not self._in_flight.is_suspect(name)

    patch.setattr(Outbox, "_post", post)


def try_again_what_failed(patch: pytest.MonkeyPatch) -> None:
    """What was refused waits again like all else, and nobody is told of it for long."""
    requeue = outbox.requeue

    def all_of_it(connection, room=None):
        connection.execute("UPDATE outbox SET state = 'sending' WHERE state = 'failed'")
        return requeue(connection, room)

    patch.setattr(outbox, "requeue", all_of_it)


def blame_whatever_was_under_way(patch: pytest.MonkeyPatch) -> None:
    """Every message that was under way when the session was ended is set aside for it."""

    async def blame_all(self, event):
        for suspect in event.suspects:
            await self._vault.write(failures.fail, suspect, failures.POISON)

    patch.setattr(Outbox, "on_session_killed", blame_all)


def send_again_what_ends_the_session(patch: pytest.MonkeyPatch) -> None:
    """Nothing is ever set aside for ending the session."""
    patch.setattr(failures, "MAX_SESSION_DEATHS", 1_000_000)


def resume_what_was_ended(patch: pytest.MonkeyPatch) -> None:
    """A session that was ended by what was sent is resumed, and sends it again."""
    patch.setattr(EventTranslator, "on_stream_failed", _only_told)


def _only_told(self, condition):
    return (
        [Broken(condition, self._session.unacknowledged)] if condition in BLAMING_CONDITIONS else []
    )


def never_name_what_a_gateway_cuts_at(patch: pytest.MonkeyPatch) -> None:
    """A message at which each resumption is cut is sent again in each new session."""
    on_cut = SessionDriver.on_cut

    def unnamed(self, *, steady):
        on_cut(self, steady=steady)
        return []

    patch.setattr(SessionDriver, "on_cut", unnamed)


def blame_own_messages_for_any_cut(patch: pytest.MonkeyPatch) -> None:
    """One cut is enough to say that it was for what was sent."""

    def on_cut(self, *, steady):  # noqa: ARG001
        suspects = self.session.unacknowledged
        self.session.fail()
        return [Broken("cut", (each,)) for each in suspects]

    patch.setattr(SessionDriver, "on_cut", on_cut)


def lose_what_the_server_refused(patch: pytest.MonkeyPatch) -> None:
    """What was refused is gone without a word."""

    def forgotten(connection, origin_id, *_):
        connection.execute("DELETE FROM outbox WHERE origin_id = ?", (origin_id,))
        return Changes()

    patch.setattr(failures, "fail", forgotten)


GUARDS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    send_again_blindly,
    move_the_cursor_by_live_messages,
    forget_gaps_on_joining,
    let_rooms_be_whole_for_ever,
    trust_in_what_came_in_so_far,
    catch_up_twice_side_by_side,
    call_it_sent_when_posted,
    take_any_resumption_for_good,
    tell_what_was_seen_only_once,
    be_ended_by_the_same_entry_for_ever,
    leave_no_trace_of_what_cannot_be_read,
    give_up_sending_on_a_full_disk,
    send_room_by_room,
    say_what_was_taken_back,
    try_again_what_failed,
    blame_whatever_was_under_way,
    send_again_what_ends_the_session,
    resume_what_was_ended,
    lose_what_the_server_refused,
    never_name_what_a_gateway_cuts_at,
    blame_own_messages_for_any_cut,
    *lossy_archives.GUARDS,
    *changed_words.GUARDS,
)

TELLING: dict[str, dict[str, float]] = (
    lossy_archives.TELLING
    | changed_words.TELLING
    | {
        "move_the_cursor_by_live_messages": {"others_say": 0.2, "crash": 0.4},
        "be_ended_by_the_same_entry_for_ever": {"poison": 0.05, "rooms": 1},
        "give_up_sending_on_a_full_disk": {"full_disk": 0.3},
        "send_room_by_room": {"shares": 0.3},
        "say_what_was_taken_back": {"doubts": 0.1, "lulls": 0.1, "shares": 0.5},
        "blame_whatever_was_under_way": {"deadly": 0.1, "lulls": 0.1},
        "send_again_what_ends_the_session": {"deadly": 0.1},
        "resume_what_was_ended": {"deadly": 0.1},
        "never_name_what_a_gateway_cuts_at": {"hated": 0.1},
        "blame_own_messages_for_any_cut": {"lulls": 0.1},
    }
)
"""The weather, and the server's whims, in which the lack of a guard shows, where that is rare in
any other."""
