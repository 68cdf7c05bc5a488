"""What a doctor notes about a patient for nobody else to see: words, and short labels.

A note is about a person, over all consultations; where the platform names no account, it is about
the one consultation.
"""

from dataclasses import field
from typing import NewType

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import fold
from workstation.domain.value import Value

MAX_NOTE_CHARACTERS = 2_000
MAX_LABEL_CHARACTERS = 12
MAX_LABELS = 6

NoteSubject = NewType("NoteSubject", str)
"""Whom a note is about: ``patient:2001`` or ``consultation:7``."""


class PatientNote(Value):
    """A note with its labels.

    ``consultation_id`` is where it was last written; an empty one is none.
    """

    subject: NoteSubject
    consultation_id: ConsultationId
    text: str = field(default="", repr=False)
    labels: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Whether anything is noted."""
        return bool(self.text or self.labels)


def note_subject(consultation: Consultation) -> NoteSubject:
    """Whom a note in this consultation is about."""
    member_id = consultation.target.member_id
    if member_id is None:
        return NoteSubject(f"consultation:{consultation.consultation_id}")
    return NoteSubject(f"patient:{member_id}")


def clean_label(text: str) -> str:
    """A label as it is kept: one line, its blanks single, as long as a label may be."""
    return " ".join(text.split())[:MAX_LABEL_CHARACTERS].strip()


def toggle_label(labels: tuple[str, ...], label: str) -> tuple[str, ...]:
    """The note with a label, or without it where it was there, however it is written."""
    others = tuple(one for one in labels if fold(one) != fold(label))
    if len(others) < len(labels):
        return others
    return (*labels, label) if len(labels) < MAX_LABELS else labels
