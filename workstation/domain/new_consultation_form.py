"""The form of a new consultation as a doctor left it, and an opening whose answer is not known.

Both are kept in memory by the account, so that they outlive a sign-in that the platform ended, and
written to the disk but for pictures and voices, so that the words outlive the program.
"""

from dataclasses import dataclass, field, replace

from workstation.domain.consultation import NewConsultation
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value


class PickedEntry(Value):
    """What stands in a field for somebody or some team; ``number`` is there once one is picked."""

    text: str = ""
    number: int | None = None


class FormFile(Value):
    """A picture or a recording: its bytes, the address where it was uploaded to, or both."""

    content: bytes | None = field(default=None, repr=False)
    url: str = field(default="", repr=False)


class NewConsultationForm(Value):
    """What is filled in; a voice of ``voice_ms`` milliseconds stands for the text."""

    target: PickedEntry
    creator: PickedEntry
    team: PickedEntry
    for_self: bool = True
    text: str = field(default="", repr=False)
    pictures: tuple[FormFile, ...] = ()
    voice: FormFile | None = None
    voice_ms: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is lost with it."""
        entries = self.target.text, self.creator.text, self.team.text, self.text
        return not (any(map(str.strip, entries)) or self.pictures or self.voice)

    @property
    def describes_symptom(self) -> bool:
        """Whether there is more in it than who it is for, which is picked again at once."""
        return bool(self.text.strip() or self.pictures or self.voice)

    @property
    def without_files(self) -> "NewConsultationForm":
        """What the disk takes of it."""
        return replace(self, pictures=(), voice=None, voice_ms=0)


class OpeningAttempt(Value):
    """What was asked for, and which consultations there were before."""

    new: NewConsultation
    listed_before: frozenset[ConsultationId]


@dataclass
class NewConsultationDraft:
    """What a doctor left of a new consultation.

    ``form`` is ``None`` where nothing is filled in.

    ``attempt`` is there while a consultation may have been opened without an answer;
    ``has_unread_attempt`` where another version of the program left one that is not understood.
    ``stored`` is what the disk has of the form, ``last_stored`` what this run last knew it to have.
    ``waiting`` are other forms, which an earlier run left: each is shown once ``form`` is empty, as
    it may be about another patient.
    """

    form: NewConsultationForm | None = None
    attempt: OpeningAttempt | None = None
    has_unread_attempt: bool = False
    stored: NewConsultationForm | None = None
    last_stored: NewConsultationForm | None = None
    waiting: tuple[NewConsultationForm, ...] = ()

    @property
    def is_stored(self) -> bool:
        """Whether the end of the program costs nothing of the form."""
        return self.form is None or self.form == self.stored

    def forget_patient(self, patient_id: MemberId) -> None:
        """Drop the forms for a patient; one that may have been opened already stays."""
        self.waiting = tuple(one for one in self.waiting if one.target.number != patient_id)
        if self.attempt is None and self.form is not None:
            self.form = None if self.form.target.number == patient_id else self.form

    def take_next(self) -> bool:
        """Let the next waiting form follow one that is empty; whether there was any."""
        if not self.waiting:
            return False
        self.form, *rest = self.waiting
        self.waiting = tuple(rest)
        return True
