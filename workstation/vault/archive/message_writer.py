"""What one transaction takes in, and what becomes different by it."""

from collections import defaultdict
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Removed
from workstation.domain.events import Arrived, Displayed
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.message import Message, SpeakerRole
from workstation.vault import members, messages, outbox, sql, summaries
from workstation.vault.archive import amendments, gaps, unread
from workstation.vault.archive.room_notes import RoomNotes
from workstation.vault.message_reader import MessageReader
from workstation.vault.messages import MatchKind, StoredMessage

if TYPE_CHECKING:
    import apsw


class Intake:
    """Keeps messages and markers, and remembers which lines they touched."""

    def __init__(self, connection: "apsw.Connection") -> None:
        self.connection = connection
        self.me = members.me(connection)
        self._touched: defaultdict[ConsultationId, dict[int, None]] = defaultdict(dict)
        self._news: dict[int, None] = {}
        self._removed: list[Removed] = []
        self._notes: dict[int, RoomNotes] = {}
        self.rooms: dict[ConsultationId, None] = {}
        self.gaps: set[ConsultationId] = set()
        self.reread: set[ConsultationId] = set()
        self._names: dict[MemberId, str] = {}

    def keep(self, arrived: Arrived, position: int, *, fresh: bool) -> int:
        """Take in a message that was not here; ``fresh`` ones may be unread. Returns its number."""
        unseen = fresh and self._counts(arrived, position)
        number = messages.insert(self.connection, arrived, position, unread=unseen)
        target, absorbed = self._bind(arrived, number)
        self.touch(arrived.consultation_id, number if target is None else target)
        self._absorb(arrived.consultation_id, [line for line in absorbed if line != number])
        if unseen and target is None:
            self._news[number] = None
        self._settle(arrived)
        return number

    def again(self, arrived: Arrived, known: StoredMessage) -> None:
        """Another copy of a message that is here: it may bring the room's id, or end a wait."""
        second = known.match in {MatchKind.SECOND, MatchKind.COPY}
        if messages.note_archive_id(self.connection, arrived, known.message_id, copy=second):
            self.touch(arrived.consultation_id, known.message_id)
        if known.match is MatchKind.SAME:
            self._name(arrived, known)
        self._settle(arrived)

    def promote(self, arrived: Arrived, known: StoredMessage, position: int) -> None:
        """An earlier copy than the one known: the message belongs to its place."""
        messages.mark_as_copies(self.connection, known.message_id)
        messages.note_archive_id(self.connection, arrived, known.message_id)
        self.move(arrived.consultation_id, known.message_id, position)
        self._settle(arrived)

    def move(self, room: ConsultationId, number: int, position: int) -> None:
        """The archive says that a message stands elsewhere."""
        messages.move(self.connection, number, position)
        self.reread.add(room)
        self.touch(room, number)

    def moved_others(self, room: ConsultationId) -> None:
        """Messages of a room made way for another: what is known of their places is out of date."""
        self.reread.add(room)
        self._notes.pop(room, None)

    def marker(self, event: Displayed) -> None:
        """Somebody has read up to a message."""
        room, member_id = event.consultation_id, event.member_id
        step = unread.displayed(self.connection, room, member_id, event.message_id)
        if step is not None:
            self._has_read(room, member_id, *step)
        self.notes(room).markers_wait = unread.markers_wait(self.connection, room)

    def notes(self, room: ConsultationId) -> RoomNotes:
        """What is known of a room in this transaction."""
        if room not in self._notes:
            self._notes[room] = RoomNotes(self.connection, room, self.me)
        return self._notes[room]

    def forget_end(self, room: ConsultationId) -> None:
        """Something else than a live message has moved the end of a room."""
        if room in self._notes:
            self._notes[room].forget_end()

    def touch(self, room: ConsultationId, number: int) -> None:
        """This line is different now."""
        self._touched[room][number] = None
        self.rooms[room] = None

    def changes(self) -> Changes:
        """Everything that became different, read from the rows as they are now."""
        readers = {room: MessageReader(self.connection, room) for room in self.rooms}
        shown = tuple(
            line
            for room, numbers in self._touched.items()
            for line in readers[room].by_number(numbers)
        )
        return Changes(
            messages=shown,
            removed=tuple(self._removed),
            gaps_of=frozenset(self.gaps),
            gaps=tuple(gap for room in self.gaps for gap in gaps.of_room(self.connection, room)),
            reread=frozenset(self.reread),
            names=tuple(self._names.items()),
            summaries=tuple(
                summaries.of_reader(self.connection, readers[room]) for room in self.rooms
            ),
            news=self._announced(shown),
        )

    def _name(self, arrived: Arrived, known: StoredMessage) -> None:
        """It may have come before the room had told who is who."""
        unseen = self._counts(arrived, known.position)
        if messages.note_speaker(self.connection, arrived, known.message_id, unread=unseen):
            self.touch(arrived.consultation_id, known.message_id)
            if unseen:
                self._news[known.message_id] = None

    def _settle(self, arrived: Arrived) -> None:
        """What a copy of a message proves, whether new or not."""
        room = arrived.consultation_id
        echo = self._is_mine(arrived) and arrived.origin_id
        if echo and outbox.confirm(self.connection, room, arrived.origin_id):
            self.rooms[room] = None
        self._learn_name(arrived)
        if not self.notes(room).markers_wait:
            return
        references = tuple(name for name in (arrived.archive_id, arrived.origin_id) if name)
        for member_id, before, position in unread.resolve(self.connection, room, references):
            self._has_read(room, member_id, before, position)

    def _is_mine(self, arrived: Arrived) -> bool:
        return self.me is not None and arrived.member_id == self.me

    def _counts(self, arrived: Arrived, position: int) -> bool:
        if arrived.member_id is None or arrived.retracts or self._is_mine(arrived):
            return False
        read_by_me = self.notes(arrived.consultation_id).read_by_me
        return read_by_me is None or position > read_by_me

    def _has_read(
        self, room: ConsultationId, member_id: MemberId, before: int, position: int
    ) -> None:
        if member_id == self.me:
            self.notes(room).read_by_me = position
            unread.settle(self.connection, room, position)
            if unread.clear(self.connection, room, position):
                self.rooms[room] = None
            return
        if self.notes(room).reader.cast.role(member_id) is not SpeakerRole.PATIENT:
            return
        rows = sql.rows(
            self.connection,
            "SELECT message_id FROM message WHERE consultation_id = ? AND member_id = ?"
            " AND position <= ? AND position > ?",
            (room, self.me, position, before),
        )
        for (number,) in rows:
            self.touch(room, int(number))

    def _learn_name(self, arrived: Arrived) -> None:
        if not arrived.nickname or arrived.member_id is None:
            return
        role = self.notes(arrived.consultation_id).reader.cast.role(arrived.member_id)
        if role is not SpeakerRole.COLLEAGUE:
            return
        if members.learn(self.connection, arrived.member_id, arrived.nickname):
            self._names[arrived.member_id] = arrived.nickname
            self.reread.add(arrived.consultation_id)
            self.rooms[arrived.consultation_id] = None

    def _absorb(self, room: ConsultationId, numbers: list[int]) -> None:
        for number in numbers:
            self._touched[room].pop(number, None)
            self._news.pop(number, None)
            self._removed.append(Removed(room, f"m{number}"))
            self._removed.extend(self._own_lines(room, number))

    def _own_lines(self, room: ConsultationId, number: int) -> list[Removed]:
        rows = sql.rows(
            self.connection,
            "SELECT origin_id FROM message WHERE message_id = ? AND member_id = ?",
            (number, self.me),
        )
        return [Removed(room, f"o{origin_id}") for (origin_id,) in rows]

    def _announced(self, shown: tuple[Message, ...]) -> tuple[Message, ...]:
        keys = {f"m{number}" for number in self._news}
        return tuple(line for line in shown if line.key in keys)

    def _bind(self, arrived: Arrived, number: int) -> tuple[int | None, list[int]]:
        notes = self.notes(arrived.consultation_id)
        if arrived.replaces or arrived.retracts:
            notes.amendments_wait = True
        if not notes.amendments_wait:
            return None, []
        return amendments.bind(self.connection, number)
