"""What is asked of the messages on this computer for words that may mean a day or a birth."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from workstation.domain.message_search import MessageFilter
from workstation.ui.palette.message_results import MessageResults

NOW_MS = round(datetime(2026, 10, 14, 9, 30, tzinfo=UTC).timestamp() * 1000)
BIRTH = "1985-03-02"
FOUND = SimpleNamespace(consultation_id=1, key="a")


class Conversations:
    """Messages that a filter finds where ``fits`` says so; none have the words alone."""

    def __init__(self, fits) -> None:
        self._fits, self.asked = fits, []

    async def find_everywhere(self, _words, _max_hits, _hidden):
        return ()

    async def find_filtered(self, message_filter, _max_hits, _hidden):
        self.asked.append(message_filter)
        return (FOUND,) if self._fits(message_filter) else ()


async def find(conversations: Conversations, words: str):
    signed_in = SimpleNamespace(
        clock=SimpleNamespace(now_ms=lambda: NOW_MS),
        messaging=SimpleNamespace(conversations=conversations),
    )
    return await MessageResults(signed_in).find(words, 9, frozenset())


def has_word(message_filter: MessageFilter) -> bool:
    """Whether the date is looked for as a word."""
    return BIRTH in message_filter.words


async def test_a_date_on_which_nobody_wrote_is_looked_for_as_words():
    conversations = Conversations(has_word)
    assert await find(conversations, f"from:李 {BIRTH}") == (FOUND,)
    assert [has_word(each) for each in conversations.asked] == [False, True]


@pytest.mark.parametrize("words", [f"from:李 {BIRTH}", BIRTH])
async def test_a_day_on_which_somebody_wrote_is_that_day(words):
    conversations = Conversations(lambda asked: asked.since_ms is not None)
    assert await find(conversations, words) == (FOUND,)
    assert len(conversations.asked) == 1


async def test_without_a_date_nothing_is_asked_twice():
    conversations = Conversations(lambda _asked: False)
    assert await find(conversations, "from:李 昨天") == ()
    assert len(conversations.asked) == 1
