"""What a handover says before it is sent."""

import pytest

from tests.store.people import consultation
from workstation.domain.guards import Doubts
from workstation.ui.composer.send_confirmation import MAX_SENTENCES
from workstation.ui.handover.texts import doubt_sentences
from workstation.ui.kit.strings import tr


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
