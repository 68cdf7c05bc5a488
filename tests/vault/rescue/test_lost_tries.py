"""A file that is behind the other knows nothing of what that one sent since: it may be there."""

import functools
from pathlib import Path

import pytest

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.vault.damaged import ask, do, leave_copy_behind, lose_log, write_all
from workstation.domain.message import MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation.in_doubt import RESTORED
from workstation.vault.unsent import failures, outbox, own_amendments


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A vault with three unsent messages."""
    path = tmp_path / "vault.db"
    write_all(path)
    return path


def test_new_words_for_a_message_that_the_lost_log_sent_correct_it(path):
    """Written in its place, its echo would take them away."""
    echo = make_arrived("第一条", ME, origin_id="one", archive_id="z")
    lose_log(
        path,
        lambda connection: outbox.mark_sending(connection, "one"),
        lambda connection: ingest(connection, [echo]),
    )
    change = functools.partial(
        own_amendments.correct,
        consultation_id=ROOM,
        origin_id="one",
        new_id="new",
        text="10 mg",
        now_ms=1,
        since_ms=0,
    )
    do(path, change, lambda connection: ingest(connection, [echo]))
    entry = ask(path, functools.partial(outbox.get, origin_id="new"))
    assert (entry.text, entry.command.replaces) == ("10 mg", "one")
    assert ask(path, functools.partial(outbox.get, origin_id="one")) is None


def test_what_the_late_copy_alone_has_may_have_gone_out(path):
    leave_copy_behind(path, lambda connection: failures.discard(connection, "one"))
    entry = ask(path, functools.partial(outbox.get, origin_id="one"))
    assert (entry.failure, entry.is_unproven) == (RESTORED, True)


def test_what_was_never_tried_by_the_newer_file_is_still_changed_in_its_place(path):
    lose_log(path, lambda connection: outbox.add(connection, ROOM, "n", MessageKind.TEXT, "新", 1))
    entry = ask(path, functools.partial(outbox.get, origin_id="n"))
    assert (entry.failure, entry.attempts, entry.is_unproven) == (RESTORED, 0, False)
