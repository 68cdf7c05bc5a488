"""What became different: the values that travel from the vault through the store to the screen.

A writing transaction of the vault gives one ``Changes``, which is published after its commit. It
holds whole values, never differences, so that the same one applied after a later read shows nothing
wrong; ``reread`` names the conversations whose lines the store must read again instead.
"""

import enum
from dataclasses import field, fields
from itertools import takewhile

from workstation.domain.consultation import Consultation
from workstation.domain.handover import HandoverItem
from workstation.domain.ids import ArchiveId, ConsultationId, MemberId, OriginId
from workstation.domain.marks import Mark
from workstation.domain.message import Message, Quote
from workstation.domain.notes import PatientNote
from workstation.domain.row_key import RowKey
from workstation.domain.value import DEFERRABLE, Value

MAX_UNANSWERED = 20
"""More of them than this in a row are no courtesies any more."""


class Place(enum.Enum):
    """Which of the platform's lists a consultation was last seen in; ``GONE`` is neither."""

    IN_PROCESS = "in_process"
    HISTORY = "history"
    GONE = "gone"


class Listed(Value):
    """A consultation and the list it stands in."""

    consultation: Consultation
    place: Place


class Gap(Value):
    """A stretch of a room's archive that this computer does not hold.

    It stands between the messages of smaller and of larger ``position``. ``after`` and ``before``
    are the archive ids of its known ends: ``after`` is ``None`` at the beginning of the archive,
    ``before`` is ``None`` while nothing newer was seen. ``loadable`` is false when the archive
    itself no longer has what is missing. ``overlap`` is the entry to ask from: one beyond the
    known end, so that a page without that end shows that the archive has lost it; the end itself
    where none is known beyond it, ``None`` where the newest page is asked for instead.
    """

    consultation_id: ConsultationId
    gap_id: int
    position: int
    after: ArchiveId | None
    before: ArchiveId | None
    loadable: bool
    overlap: ArchiveId | None = field(default=None, compare=False)


class Timeline(Value):
    """One page of a conversation: messages and the gaps among them, oldest first.

    ``unsent`` holds own messages that the room has not confirmed, in the order typed; only the
    newest page has them. ``older`` and ``newer`` say that this computer holds more on that side.
    """

    messages: tuple[Message, ...]
    gaps: tuple[Gap, ...]
    unsent: tuple[Message, ...]
    older: bool
    newer: bool


class Unanswered(Value):
    """A message of the patient that no doctor has answered: when it was written, and its words.

    ``text`` is as last corrected; ``None`` where it is too long for a courtesy, or no text.
    """

    at_ms: int
    text: str | None = field(default=None, repr=False)


class Summary(Value):
    """A conversation in one glance.

    ``patient_ms`` is when the patient last wrote. ``unanswered`` are the first of what no doctor
    of the team has answered and no mark covers, courtesies among them (``MAX_UNANSWERED`` at most,
    oldest first); ``answered`` says that there is no such message, and that a doctor has written at
    all. ``is_unanswered`` says that there is one, covered by a mark or not. What was taken back
    neither asks nor answers. ``newest`` is the largest number of any message here when this was
    read: what a mark may cover. It says nothing of this conversation, so it is not compared.
    ``unsent`` counts own messages that wait or failed, ``last_unsent`` is the newest of them.
    ``patient_unread`` counts what others than the team's doctors wrote and this one has not seen.
    ``doctor_id`` and ``doctor_ms`` are who of the team last wrote, and when; ``mine`` says that
    this doctor has written here, ``pictures`` that somebody sent one, ``mentioned`` that an unread
    message speaks to this doctor, ``summed_up`` that the last word of the team is the summary that
    was sent from this computer. ``follow_up`` is the day that this one names, as it was typed, and
    ``summed_up_ms`` when it was sent (ms since the epoch). ``reminders`` are the doctor's promises
    of which the doctor wants to be reminded, as long as their messages say them.
    """

    consultation_id: ConsultationId
    last: Message | None = field(default=None, metadata=DEFERRABLE)
    unread: int = 0
    patient_ms: int | None = None
    answered: bool = False
    unsent: int = 0
    failed: int = 0
    last_unsent: Message | None = None
    patient_unread: int = 0
    doctor_id: MemberId | None = None
    doctor_ms: int | None = None
    mine: bool = False
    pictures: bool = False
    mentioned: bool = False
    unanswered: tuple[Unanswered, ...] = field(default=(), metadata=DEFERRABLE)
    is_unanswered: bool = False
    newest: int = field(default=0, compare=False)
    summed_up: bool = False
    follow_up: str = ""
    summed_up_ms: int = 0
    reminders: tuple[HandoverItem, ...] = ()


class KeptVoice(Value):
    """A recording that is neither sent nor thrown away, by the id of its kept file."""

    file_id: str
    duration_ms: int


class KeptDocument(Value):
    """A file that lies in a draft; ``size`` is in bytes."""

    file_id: str
    name: str
    size: int


RECOGNISED_CHARACTERS = 8
"""A text of at least this length stands in no other by chance, letter after letter."""


class Draft(Value):
    """What a doctor has begun to write, and the message that it answers.

    ``files`` are ids of kept files, in tray order; of them ``documents`` are no pictures.
    """

    consultation_id: ConsultationId
    text: str
    caret: int = 0
    files: tuple[str, ...] = ()
    voice: KeptVoice | None = None
    quote: Quote | None = None
    documents: tuple[KeptDocument, ...] = ()

    def text_without(self, sent: str) -> str:
        """What was typed before, behind or into the text ``sent`` while that was being sent.

        The whole draft if part of ``sent`` was deleted meanwhile: what it should be is unknown.
        What was typed is first looked for before the caret, as equal letters beside it could belong
        to either text. If ``sent`` is shorter than ``RECOGNISED_CHARACTERS``, only one piece is
        looked for: a few letters stand in many other texts, too.
        """
        text, length = self.text, len(self.text) - len(sent)
        same = takewhile(lambda pair: pair[0] == pair[1], zip(sent, text, strict=False))
        for begin in (self.caret - length, sum(1 for _ in same)):
            end = begin + length
            if 0 <= begin <= end and text[:begin] + text[end:] == sent:
                return text[begin:end].lstrip()
        return _inserted(sent, text) if len(sent) >= RECOGNISED_CHARACTERS else text


def _inserted(sent: str, text: str) -> str:
    """What was typed into ``sent`` to make ``text``; all of ``text`` if letters were deleted."""
    begin = text.find(sent)
    if begin >= 0:
        return (text[:begin] + text[begin + len(sent) :]).lstrip()
    inserted, place = [], 0
    for letter in text:
        if sent.startswith(letter, place):
            place += 1
        else:
            inserted.append(letter)
    return "".join(inserted).lstrip() if place == len(sent) else text


class Removed(Value):
    """A message is no longer a line of its own in this conversation."""

    consultation_id: ConsultationId
    key: RowKey


class Changes(Value):
    """Everything one step made different; empty when nothing did.

    ``messages`` are new or changed, own unsent ones included, each whole. ``gaps`` holds, for each
    conversation named in ``gaps_of``, all its gaps. ``reread`` names conversations of which any
    line may be different (people renamed, lines moved). ``news`` are the messages from others
    that arrived now and are unread: what a notice may announce. ``listed`` are consultations
    that are new or different, or stand in another list. Of ``forgotten`` ones only the doctor's
    own unsent words and drafts stay; those also in ``purged`` keep nothing. ``names`` are display
    names of doctors that were not known before, by account. ``notes`` are what is noted about
    patients, empty where nothing is any more. ``confirmed`` are own messages, corrections and
    withdrawals that the room has now: nothing of them waits in the outbox any more. ``answered``
    names the conversations in which the doctor said something in this very step.
    """

    messages: tuple[Message, ...] = ()
    removed: tuple[Removed, ...] = ()
    gaps_of: frozenset[ConsultationId] = frozenset()
    gaps: tuple[Gap, ...] = ()
    reread: frozenset[ConsultationId] = frozenset()
    summaries: tuple[Summary, ...] = ()
    drafts: tuple[Draft, ...] = ()
    marks: tuple[Mark, ...] = ()
    notes: tuple[PatientNote, ...] = ()
    listed: tuple[Listed, ...] = ()
    forgotten: frozenset[ConsultationId] = frozenset()
    purged: frozenset[ConsultationId] = frozenset()
    news: tuple[Message, ...] = ()
    names: tuple[tuple[MemberId, str], ...] = ()
    confirmed: tuple[tuple[ConsultationId, OriginId], ...] = ()
    answered: frozenset[ConsultationId] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return any(getattr(self, each.name) for each in fields(self))
