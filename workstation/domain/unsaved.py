"""What would be lost at the end of a program that cannot save on its computer."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workstation.domain.changes import Draft
from workstation.domain.closing import ClosingSummary
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.new_consultation_form import NewConsultationDraft
from workstation.domain.notes import NoteSubject
from workstation.domain.quick_replies import QuickReply
from workstation.domain.value import Value


class Unsaved(Value):
    """How many messages no room has confirmed, and how many drafts, of summaries too.

    ``notes`` counts the patients about whom something is noted, where that would go as well.
    ``openings`` counts the consultations that were filled in and not opened. ``patients`` are the
    names of those whom the others are about, each once.
    """

    unsent: int = 0
    drafts: int = 0
    patients: tuple[str, ...] = ()
    notes: int = 0
    openings: int = 0

    def __bool__(self) -> bool:
        return bool(self.unsent or self.drafts or self.notes or self.openings)

    def __add__(self, other: "Unsaved") -> "Unsaved":
        return Unsaved(
            self.unsent + other.unsent,
            self.drafts + other.drafts,
            tuple(dict.fromkeys((*self.patients, *other.patients))),
            self.notes + other.notes,
            self.openings + other.openings,
        )


class Edit(Value):
    """A message that is being edited, and how far that has come."""

    message: Message
    text: str = field(repr=False)


UnsavedDrafts = dict[ConsultationId, Draft]
UnsavedSummaries = dict[ConsultationId, ClosingSummary]
UnsavedNotes = dict[NoteSubject, tuple[Consultation, str]]
UnsavedReplies = dict[int, QuickReply]
"""By their id, 0 for a new one."""
UnsavedSections = dict[str, str]
"""Groups of quick replies, by their name, and what each is to be called."""

Edits = dict[ConsultationId, Edit]


@dataclass
class UnsavedWords:
    """What a doctor wrote and the disk has not taken; kept in memory by the account.

    ``edits`` never are on the disk before they are done, nor ``replies`` and names of ``sections``
    that cannot be kept as they are, nor ``long_notes`` before they are shorter, nor pictures and
    voices of what is to be ``opened``.
    """

    drafts: UnsavedDrafts = field(default_factory=dict)
    summaries: UnsavedSummaries = field(default_factory=dict)
    notes: UnsavedNotes = field(default_factory=dict)
    long_notes: UnsavedNotes = field(default_factory=dict)
    edits: Edits = field(default_factory=dict)
    replies: UnsavedReplies = field(default_factory=dict)
    sections: UnsavedSections = field(default_factory=dict)
    opened: NewConsultationDraft = field(default_factory=NewConsultationDraft)

    def __bool__(self) -> bool:
        return bool(self.losses)

    @property
    def losses(self) -> Unsaved:
        """The counts of what would be lost with the program, without the patients' names."""
        drafts = len(list(self.consultation_ids())) + len(self.replies) + len(self.sections)
        form = self.opened.form
        would_go = form is not None and form.describes_symptom and not self.opened.is_stored
        return Unsaved(drafts=drafts, notes=len(self.all_notes), openings=int(would_go))

    @property
    def all_notes(self) -> UnsavedNotes:
        """The notes of each patient once, whatever keeps them from the disk."""
        return {**self.notes, **self.long_notes}

    def consultation_ids(self) -> Iterator[ConsultationId]:
        """The consultation of each draft, summary and edit, in that order."""
        yield from self.drafts
        yield from self.summaries
        for consultation_id, edit in self.edits.items():
            if edit.text.strip() not in {"", edit.message.text}:
                yield consultation_id
