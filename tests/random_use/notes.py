"""The boxes in which a doctor notes something about a patient, and how words leave them."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from tests.journeys.conftest import Work
from tests.random_use import tokens
from tests.random_use.journal import Journal
from workstation.domain.notes import note_subject
from workstation.ui.conversation.details.note_section import NoteSection
from workstation.ui.conversation.details.note_wiring import NoteWiring
from workstation.vault.doctor import notes

if TYPE_CHECKING:
    import apsw


@dataclass(frozen=True)
class Box:
    """One on a page, with whom it is about now."""

    edit: QPlainTextEdit | QTextEdit
    subject: str
    text: str
    has_keyboard: bool


def note_boxes(work: Work) -> list[Box]:
    """Those of all pages that have somebody open."""
    boxes = []
    for section in work.window.findChildren(NoteSection):
        wiring = section.findChild(NoteWiring)
        opened = None if wiring is None else wiring._consultation
        if opened is not None:
            subject, edit = note_subject(opened), section.area.edit
            boxes.append(Box(edit, subject, section.text, section.has_keyboard))
    return boxes


def note_forgotten(stack: ExitStack, journal: Journal, wrap: Any) -> None:
    """Note what goes without a hand: taken back at another patient, or with the patient."""
    wrap(stack, NoteWiring, "_restore", _restoring(journal))
    wrap(stack, NoteWiring, "_forget", _forgetting(journal))
    wrap(stack, notes, "forget", _deleting(journal))


def _restoring(journal: Journal) -> Any:
    def note(wiring: NoteWiring, consultation: Any, text: str) -> None:
        gone = tokens.notes(wiring._latest_text(consultation)) - tokens.notes(text)
        journal.note("thrown", by="a note taken back", answers=sorted(gone))

    return note


def _forgetting(journal: Journal) -> Any:
    def note(wiring: NoteWiring, subject: Any) -> None:
        held = [*wiring._unsaved.items(), *wiring._too_long.items()]
        texts = [text for about, (_, text) in held if about == subject]
        opened = wiring._consultation
        if opened is not None and note_subject(opened) == subject:
            texts.append(wiring._section.text)
        gone = set().union(*map(tokens.notes, texts))
        journal.note("thrown", by="forgotten with the patient", answers=sorted(gone))

    return note


def _deleting(journal: Journal) -> Any:
    def note(connection: "apsw.Connection", subjects: dict[Any, Any]) -> None:
        texts = [each.text for each in notes.read_all(connection) if each.subject in subjects]
        gone = set().union(*map(tokens.notes, texts))
        journal.note("thrown", by="forgotten with the patient", answers=sorted(gone))

    return note
