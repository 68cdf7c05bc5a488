"""Which files go into a package, each once and as the first who sent it."""

import pytest

from tests.evidence.samples import CONSULTATION, MOTHER, MYSELF, PHOTO, VOICE, message
from workstation.domain.changes import Timeline
from workstation.domain.message import Attachment, Delivery, MessageKind
from workstation.evidence.originals import original_address, originals_of


def sent(number, url, speaker=MOTHER, **rest):
    """A recording of that address."""
    there = Attachment(url, "audio/amr")
    return message(number, "", speaker, kind=MessageKind.VOICE, attachment=there, **rest)


def originals(*messages, unsent=()):
    timeline = Timeline(messages, (), unsent, older=False, newer=False)
    return originals_of(CONSULTATION, timeline)


def test_what_was_withdrawn_is_in_no_package():
    there, withdrawn = sent(1, VOICE), sent(2, f"{VOICE}2", retracted=True)
    assert [each.url for each in originals(there, withdrawn)] == [PHOTO, VOICE]
    assert original_address(withdrawn) == ""


def test_a_file_that_was_sent_on_is_the_first_one_s():
    first, again = sent(1, VOICE), sent(2, VOICE, MYSELF)
    assert originals(first, again)[1].speaker == MOTHER


@pytest.mark.parametrize("state", [Delivery.QUEUED, Delivery.FAILED])
def test_a_file_that_waits_on_this_computer_is_an_original_too(state):
    waiting = sent(1, "", MYSELF, file_id="f1", delivery=state, position=None)
    assert [each.url for each in originals(unsent=(waiting,))] == [PHOTO, original_address(waiting)]
