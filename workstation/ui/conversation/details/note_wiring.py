"""The note of the open patient: saved while it is edited, with undo."""

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError
from workstation.domain.notes import NoteSubject, note_subject
from workstation.domain.unsaved import UnsavedNotes
from workstation.ui.conversation.details.labelling import Labelling
from workstation.ui.conversation.details.note_section import NoteSection
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.save_timer import SaveTimer
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.shell.signed_in import SignedIn

SAVE_MS = 400


class NoteWiring(QObject):
    """Loads and saves the note of the section; ``notify`` shows what was saved.

    A text that could not be written is kept and tried again, whoever is open meanwhile; one that is
    too long is kept until it is shorter. Two pages may have the same patient open: this section
    saves only what was typed in it, and shows what was typed in the other one.
    """

    def __init__(
        self, signed_in: SignedIn, section: NoteSection, scope: TaskScope, notify: Notify
    ) -> None:
        super().__init__(section)
        self._signed_in, self._section, self._notify = signed_in, section, notify
        self._consultation: Consultation | None = None
        self._begun_with = self._warned_of = self._known_text = ""
        self._refusals: dict[NoteSubject, str] = {}
        self.labelling = Labelling(signed_in, section, scope, notify)
        self.saving = SaveTimer(self, self.keep, self._save_unsaved, SAVE_MS)
        section.edited.connect(self.saving.save_soon)
        section.entered.connect(self._show_newer)
        section.finished.connect(self._finish)
        section.label_asked.connect(self.ask_label)
        section.label_dropped.connect(self._drop_label)
        if self._unsaved:  # by a sign-in before this one
            self.saving.save_later()
        section.destroyed.connect(signed_in.store.changes.subscribe(self._on_changes))

    def show(self, consultation: Consultation) -> None:
        """Show the note about the patient whose details are on the screen now."""
        before = self._consultation
        if before is not None and note_subject(before) != note_subject(consultation):
            self._finish()
            before = None
        self._consultation = consultation
        self._section.setVisible(self._signed_in.store.notes.allowed)
        name = consultation.patient_name
        self._section.show_person(name, is_durable=self._signed_in.store.is_durable)
        if before is None:
            self._show_note()
            self._show_refusal()
        else:
            self._show_newer()

    def keep(self) -> None:
        """Save what is written now, if it is anything new."""
        self.saving.stop()
        opened, text = self._consultation, self._section.text
        if opened is None or text == self._known_text:
            return
        self._known_text = text
        self._too_long.pop(note_subject(opened), None)
        if self._section.is_too_long:
            self._too_long[note_subject(opened)] = (opened, text)
            return
        if text == self._stored_text(opened):
            return
        self._unsaved[note_subject(opened)] = (opened, text)
        self._signed_in.spawn(self._save(opened, text))

    def ask_label(self) -> None:
        """Offer labels beside those of the open patient."""
        if self._consultation is not None:
            self.labelling.ask(self._consultation, self._section.labels.add)

    @property
    def _unsaved(self) -> UnsavedNotes:
        return self._signed_in.lists.noting.unsaved

    @property
    def _too_long(self) -> UnsavedNotes:
        return self._signed_in.lists.noting.too_long

    def _drop_label(self, label: str) -> None:
        if self._consultation is not None:
            self.labelling.toggle(self._consultation, label)

    def _finish(self) -> None:
        """Save the note, and offer to undo the change: the section lost the focus."""
        self.keep()
        opened, before, text = self._consultation, self._begun_with, self._section.text
        if opened is None or text == before:
            return
        name = opened.patient_name or tr("queue.no_name")
        if self._section.is_too_long:
            if text != self._warned_of:
                self._warned_of = text
                self._notify(tr("note.not_saved_too_long", name=name))
            return
        self._begun_with = text
        is_durable = self._signed_in.store.is_durable
        stored = "note.saved" if is_durable else "note.kept_for_now"
        key = stored if text else "note.removed"
        undo = NoticeAction(lambda: self._restore(opened, before))
        self._notify(tr(key, name=name), undo)

    def _restore(self, consultation: Consultation, text: str) -> None:
        opened = self._consultation
        if opened is not None and note_subject(opened) == note_subject(consultation):
            self._show_text(text)
            self._begun_with = text
        self._too_long.pop(note_subject(consultation), None)
        self._unsaved[note_subject(consultation)] = (consultation, text)
        self._signed_in.spawn(self._save(consultation, text))

    def _save_unsaved(self) -> None:
        for consultation, text in list(self._unsaved.values()):
            self._signed_in.spawn(self._save(consultation, text))

    async def _save(self, consultation: Consultation, text: str) -> None:
        subject = note_subject(consultation)
        if self._unsaved.get(subject, (None, ""))[1] != text:
            return  # written on since, and that is on its way
        try:
            await self._signed_in.lists.noting.write(consultation, text)
        except StorageError as error:
            self._refusals[subject] = str(error_text(error))
            self._show_refusal()
            self.saving.save_later()
            return
        if self._unsaved.get(subject, (None, ""))[1] == text:
            self._unsaved.pop(subject, None)
            self._refusals.pop(subject, None)
            self._show_refusal()

    def _show_refusal(self) -> None:
        """Show why the words of the open patient are not saved, of no other's."""
        if self._consultation is not None:
            refusal = self._refusals.get(note_subject(self._consultation), "")
            self._section.show_refusal(refusal)

    def _stored_text(self, consultation: Consultation) -> str:
        """The open patient's note as it was last written here, else as the vault has it."""
        waiting = self._unsaved.get(note_subject(consultation))
        return waiting[1] if waiting else self._signed_in.store.notes.of(consultation).text

    def _latest_text(self, consultation: Consultation) -> str:
        """The latest text, or one that is too long to be saved."""
        long_note = self._too_long.get(note_subject(consultation))
        return long_note[1] if long_note else self._stored_text(consultation)

    def _show_note(self) -> None:
        if self._consultation is None:
            return
        self._begun_with = self._stored_text(self._consultation)
        self._show_text(self._latest_text(self._consultation))
        self._show_labels()

    def _show_newer(self) -> None:
        """Show what another page wrote about this patient; what is typed here does not give way."""
        opened = self._consultation
        if opened is None or self._section.text != self._known_text:
            return
        if self._latest_text(opened) != self._known_text:
            self._show_note()

    def _show_text(self, text: str) -> None:
        self._section.show_text(text)
        self._known_text = self._section.text

    def _show_labels(self) -> None:
        if self._consultation is not None:
            note = self._signed_in.store.notes.of(self._consultation)
            self._section.labels.show_labels(note.labels)

    def _forget(self, subject: NoteSubject) -> None:
        """Forget all of a patient who is purged from this computer, also what is being written."""
        self._unsaved.pop(subject, None)
        self._too_long.pop(subject, None)
        self._refusals.pop(subject, None)
        opened = self._consultation
        if opened is not None and note_subject(opened) == subject:
            self._consultation, self._begun_with = None, ""
            self._show_text("")

    def _on_changes(self, changes: Changes) -> None:
        """Show what is different, but change no text while the doctor writes in it."""
        if changes.forgotten:
            for note in changes.notes:
                self._forget(note.subject)
        opened = self._consultation
        if opened is None or not changes.notes:
            return
        if any(note.subject == note_subject(opened) for note in changes.notes):
            self._show_labels()
            if not self._section.has_keyboard:
                self._show_newer()
