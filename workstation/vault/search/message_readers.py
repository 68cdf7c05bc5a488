"""Messages out of many conversations, read with what is true of all of them looked up once."""

from functools import cached_property
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.matching import has_words
from workstation.domain.message import Message
from workstation.domain.speaker import Cast
from workstation.vault import sql
from workstation.vault.conversation import consultation_rows, members
from workstation.vault.conversation.message_line import AMENDED, TEXT
from workstation.vault.conversation.message_reader import MessageReader

if TYPE_CHECKING:
    import apsw


class MessageReaders:
    """A reader for each conversation that a row is of."""

    def __init__(self, connection: "apsw.Connection") -> None:
        self._connection = connection
        self._readers: dict[ConsultationId, MessageReader] = {}

    def message(self, row: sql.Row) -> Message:
        """A row of ``COLUMNS`` as the message that its conversation shows."""
        consultation_id = ConsultationId(int(row[1]))
        if consultation_id not in self._readers:
            cast = self._cast(consultation_id)
            self._readers[consultation_id] = MessageReader(self._connection, consultation_id, cast)
        return self._readers[consultation_id].message(row)

    def _cast(self, consultation_id: ConsultationId) -> Cast:
        listed = consultation_rows.get(self._connection, consultation_id)
        me, names = self._people
        return Cast(me, None if listed is None else listed.consultation, names)

    @cached_property
    def _people(self) -> tuple[MemberId | None, dict[MemberId, str]]:
        return members.me(self._connection), members.names(self._connection)


def may_have_words(row: sql.Row, words: tuple[str, ...]) -> bool:
    """Whether a row is worth reading as a message: it has the words, or may have others by now."""
    return bool(row[AMENDED]) or has_words(str(row[TEXT]), words)
