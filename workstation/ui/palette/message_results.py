"""Messages in the palette: by their words, and by whom, when and which kind."""

from workstation.domain.ids import ConsultationId
from workstation.domain.matching import has_words, split_words
from workstation.domain.message import Message
from workstation.domain.message_kinds import ByKind
from workstation.domain.message_search import read_filter
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.kit.painting.matched import MAX_SEARCHED_CHARACTERS
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.palette.entries import ResultGroup, SearchResult
from workstation.ui.shell.signed_in import SignedIn

ICONS = ByKind(text=Icon.CHAT, image=Icon.IMAGE, voice=Icon.MIC, file=Icon.DOC)
WORDS = ByKind(
    text="conversation.unreadable",
    image="conversation.image",
    voice="conversation.voice_word",
    file="conversation.file",
)
"""What stands in place of words that a message has not."""


class MessageResults:
    """Finds messages on this computer, and says what the palette shows of each."""

    def __init__(self, signed_in: SignedIn) -> None:
        self._signed_in = signed_in

    async def find(
        self, words: str, max_hits: int, hidden: frozenset[ConsultationId]
    ) -> tuple[Message, ...]:
        """Find messages: those that a filter in the words means, then those that have the words.

        Raises ``StorageError``. A date on which nothing was found is looked for as words, too, as a
        day of birth.
        """
        queries = self._signed_in.messaging.conversations
        having = await queries.find_everywhere(words, max_hits, hidden)
        now_ms = self._signed_in.clock.now_ms()
        filtered: tuple[Message, ...] = ()
        by_day, by_words = (read_filter(words, now_ms, dates=dates) for dates in (True, False))
        if by_day is not None:
            filtered = await queries.find_filtered(by_day, max_hits, hidden)
        if not filtered and by_words is not None and by_words != by_day:
            filtered = await queries.find_filtered(by_words, max_hits, hidden)
        both = {(message.consultation_id, message.key): message for message in (*filtered, *having)}
        return tuple(both.values())[:max_hits]

    def entry(self, message: Message) -> SearchResult:
        """The row of a message: who says what, about whom and when."""
        store, consultation_id = self._signed_in.store, message.consultation_id
        row = store.worklist.row(consultation_id)
        consultation = row.consultation if row else store.history.get(consultation_id)
        name = consultation.patient_name if consultation is not None else ""
        day = formats.day(message.at_ms, self._signed_in.clock.now_ms())
        return SearchResult(
            ResultGroup.MESSAGES,
            (consultation_id, message.key),
            ICONS.of(message.kind),
            speaker_name(message),
            message.written[:MAX_SEARCHED_CHARACTERS] or tr(WORDS.of(message.kind)),
            tr("search.said_on", name=name or tr("queue.no_name"), day=day),
        )


def words_to_mark(message: Message, words: str) -> str:
    """The words to look for where a message is opened; none where a filter found it."""
    return words if has_words(message.written, split_words(words)) else ""
