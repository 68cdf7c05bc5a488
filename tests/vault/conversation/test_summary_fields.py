"""Each figure of a summary stands under its own name: it is built by the places of its fields."""

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from workstation.domain.closing import ClosingSummary
from workstation.domain.marks import Mark
from workstation.domain.mentions import Mention
from workstation.domain.message import Attachment, MessageKind
from workstation.vault import sql
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.doctor import marks
from workstation.vault.unsent import closing, failures, outbox

PICTURE = Attachment("https://files.example/1", "image/jpeg")


def say(database, number, member=PATIENT, **rest):
    ids = {"origin_id": f"o{number}", "archive_id": f"a{number}", "at_ms": 1_000 + number}
    ingest(database, [make_arrived(f"痒 {number}", member, **(ids | rest))])


def answered(database):
    """Everything that was asked has an answer by a colleague, and was seen."""
    say(database, 1)
    say(database, 2, COLLEAGUE)
    unread.mark_seen(database, ROOM, 1 << 40)


def glance(database):
    return summaries.of_room(database, ROOM)


def test_numbers_and_times_are_not_taken_for_each_other(database):
    for number, member in enumerate((PATIENT, COLLEAGUE, PATIENT, PATIENT)):
        say(database, number, member)
    for number in range(3):
        outbox.add(database, ROOM, f"x{number}", MessageKind.TEXT, "好", number)
    failures.fail(database, "x1", "timeout")
    summary = glance(database)
    assert (summary.unread, summary.patient_unread) == (4, 3)
    assert (summary.unsent, summary.failed) == (3, 1)
    assert (summary.patient_ms, summary.doctor_ms) == (1_003, 1_001)
    assert (summary.doctor_id, summary.last.text, summary.last_unsent.text) == (
        COLLEAGUE,
        "痒 3",
        "好",
    )
    assert [each.at_ms for each in summary.unanswered] == [1_002, 1_003]
    assert summary.newest == sql.value(database, "SELECT max(message_id) FROM message")


TRUTHS = {
    "answered": lambda _: None,
    "mine": lambda d: outbox.add(d, ROOM, "x", MessageKind.TEXT, "好", 5),
    "pictures": lambda d: say(d, 3, COLLEAGUE, kind=MessageKind.IMAGE, attachment=PICTURE),
    "mentioned": lambda d: say(d, 3, COLLEAGUE, mentions=(Mention(ME, 0, 1),)),
}
"""What makes one of them true beside ``answered``."""
FLAGS = ("answered", "mine", "pictures", "mentioned", "is_unanswered", "summed_up")


@pytest.mark.parametrize("flag", TRUTHS)
def test_one_truth_is_not_taken_for_another(database, flag):
    answered(database)
    TRUTHS[flag](database)
    assert {name for name in FLAGS if getattr(glance(database), name)} == {"answered", flag}


def test_what_a_mark_covers_is_unanswered_and_asks_for_nothing(database):
    say(database, 1)
    marks.put(database, Mark(ROOM, no_reply_to=1 << 40))
    summary = glance(database)
    assert [name for name in FLAGS if getattr(summary, name)] == ["is_unanswered"]
    assert summary.unanswered == ()


def test_a_summary_that_was_sent_says_its_day_and_its_time(database):
    answered(database)
    closing.send(
        database, ROOM, ClosingSummary(advice="涂药", follow_up="2026-10-20"), "s1", "小结", 77
    )
    say(database, 9, ME, origin_id="s1")
    summary = glance(database)
    assert (summary.summed_up, summary.follow_up, summary.summed_up_ms) == (True, "2026-10-20", 77)
    assert not summary.is_unanswered
