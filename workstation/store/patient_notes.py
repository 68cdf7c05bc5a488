"""What the doctor has noted about patients: by patient, by words, and the labels in use."""

from collections import Counter

from workstation.domain.consultation import Consultation
from workstation.domain.matching import has_words, split_words
from workstation.domain.notes import NoteSubject, PatientNote, note_subject


class PatientNotes:
    """Notes by patient. ``allowed``: the policy permits notes.

    Otherwise no note is returned; those in the vault remain there.
    """

    def __init__(self) -> None:
        self.allowed = True
        self._notes: dict[NoteSubject, PatientNote] = {}

    def put(self, note: PatientNote) -> None:
        """Replace the note about its patient; an empty one removes it."""
        if note:
            self._notes[note.subject] = note
        else:
            self._notes.pop(note.subject, None)

    def of(self, consultation: Consultation) -> PatientNote:
        """What is noted about the patient of a consultation; an empty note where nothing is."""
        subject = note_subject(consultation)
        note = self._notes.get(subject) if self.allowed else None
        return note or PatientNote(subject, consultation.consultation_id)

    def labels_of(self, consultation: Consultation) -> tuple[str, ...]:
        """The labels of the patient of a consultation."""
        return self.of(consultation).labels if self._notes else ()

    def has_words(self, consultation: Consultation, words: str) -> bool:
        """Whether the note of its patient has all words; never without words."""
        note = self._notes.get(note_subject(consultation)) if self.allowed else None
        return note is not None and _has_words(note, split_words(words))

    def find(self, words: str) -> frozenset[NoteSubject]:
        """The patients whose notes contain all words; none without words."""
        terms, notes = split_words(words), self._notes.values() if self.allowed else ()
        return frozenset(note.subject for note in notes if _has_words(note, terms))

    def labels(self) -> tuple[str, ...]:
        """All labels that some patient has, the most used first."""
        if not self.allowed:
            return ()
        counts = Counter(label for note in self._notes.values() for label in note.labels)
        return tuple(sorted(counts, key=lambda label: (-counts[label], label)))


def _has_words(note: PatientNote, terms: tuple[str, ...]) -> bool:
    return bool(terms) and has_words("\n".join((note.text, *note.labels)), terms)
