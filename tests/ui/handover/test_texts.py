"""What a handover says before it is sent."""

import pytest

from tests.store.people import consultation, listed
from tests.ui.handover.conftest import NOW_MS
from workstation.domain.changes import Changes
from workstation.domain.guards import Doubts
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.domain.ids import MemberId
from workstation.domain.mentions import find_mentions
from workstation.store.handover import HandoverEntry, build_handover
from workstation.store.worklist import Worklist
from workstation.ui.composer.send_confirmation import MAX_SENTENCES
from workstation.ui.handover.texts import doubt_sentences, handover_message
from workstation.ui.kit.strings import formats, tr

DAY_MS = 24 * 60 * 60_000


@pytest.mark.parametrize(
    ("doubtful", "rest"), [(1, 0), (MAX_SENTENCES, 0), (MAX_SENTENCES + 1, 2), (40, 36)]
)
def test_doubts_are_as_many_lines_as_there_is_room_for(doubtful: int, rest: int) -> None:
    lines = doubt_sentences(
        [(consultation(number), Doubts(named=("李",))) for number in range(doubtful)]
    )
    assert len(lines) == min(doubtful, MAX_SENTENCES)
    more = tr("handover.doubt.more", count=rest)
    assert (lines[-1] == more) is bool(rest)


def entry_with(*items: HandoverItem) -> HandoverEntry:
    worklist = Worklist()
    worklist.apply(Changes(listed=(listed(1),)))
    (entry,) = build_handover(worklist, items, NOW_MS)
    return entry


@pytest.mark.parametrize("name", ["周明岚", "\u0645\u062d\u0645\u062f (1009)"])
def test_the_colleague_is_mentioned_however_the_name_is_written(name: str) -> None:
    text = handover_message(entry_with(), name, NOW_MS)
    (mention,) = find_mentions(text, {MemberId(1009): name})
    assert text[mention.begin : mention.end] == f"@{name}"


@pytest.mark.parametrize("days", [0, -1])
def test_a_day_stands_by_its_date_in_a_message_that_is_read_on_another_day(days: int) -> None:
    due_ms = NOW_MS + days * DAY_MS
    promise = HandoverItem(1, HandoverKind.PROMISE, "给您打电话", NOW_MS - DAY_MS, due_ms)
    day = formats.local_day(due_ms)
    last = handover_message(entry_with(promise), "周明岚", NOW_MS).splitlines()[-1]
    assert last == f"已答应：给您打电话（{day.month} 月 {day.day} 日）"
