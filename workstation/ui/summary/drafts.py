"""What is being written in the form of a summary, kept within a moment."""

import shiboken6
from PySide6.QtCore import QObject

from workstation.domain.changes import Changes
from workstation.domain.closing import ClosingSummary
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.ui.kit.save_timer import SaveTimer
from workstation.ui.kit.strings import error_text
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.summary.sheet import ClosingSheet


class SummaryDrafts(QObject):
    """Saves summaries soon after the first unsaved change, a beginning at once.

    What the disk did not take is in mind, said in the sheet, and tried again.
    """

    def __init__(self, signed_in: SignedIn, sheet: ClosingSheet) -> None:
        super().__init__(sheet)
        self._signed_in, self._closing, self._sheet = signed_in, signed_in.account.closing, sheet
        self._open_id: ConsultationId | None = None
        self._latest: dict[ConsultationId, ClosingSummary] = {}
        self._refusals: dict[ConsultationId, str] = {}
        self.saving = SaveTimer(self, self.keep, self._keep_all)
        sheet.edited.connect(self._on_edited)
        sheet.put_away.connect(self.keep)
        sheet.destroyed.connect(signed_in.store.changes.subscribe(self._on_changes))
        if self._closing.unsaved:  # by a sign-in before this one
            self.saving.save_later()

    def begin(self, consultation_id: ConsultationId, stored: ClosingSummary) -> ClosingSummary:
        """The summary to show: written in this run, else ``stored`` by an earlier one."""
        self.keep()
        self._open_id = consultation_id
        unsaved = self._closing.unsaved.get(consultation_id, stored)
        return self._latest.setdefault(consultation_id, unsaved)

    def keep(self) -> None:
        """Save what is written now, if it is anything new."""
        self.saving.stop()
        if self._open_id is None:
            return
        now = self._sheet.written
        if now != self._latest.get(self._open_id, ClosingSummary()):
            self._latest[self._open_id] = now
            self._closing.hold(self._open_id, now)
            self._signed_in.spawn(self._save(self._open_id))

    def _on_changes(self, changes: Changes) -> None:
        """Drop what is held of purged consultations, so that nothing of it is saved again."""
        for consultation_id in changes.purged:
            self._closing.drop(consultation_id)
            self._latest.pop(consultation_id, None)
            self._refusals.pop(consultation_id, None)
            if consultation_id == self._open_id:  # the form is put away: its patient's case is over
                self._open_id = None

    def _on_edited(self) -> None:
        if self._open_id is not None and not self._latest.get(self._open_id):
            self.keep()
        else:
            self.saving.save_soon()

    def _keep_all(self) -> None:
        for consultation_id in tuple(self._closing.unsaved):
            self._signed_in.spawn(self._save(consultation_id))

    async def _save(self, consultation_id: ConsultationId) -> None:
        try:
            await self._closing.save(consultation_id)
        except StorageError as error:
            self._refusals[consultation_id] = str(error_text(error))
            self.show_refusal(consultation_id)
            self.saving.save_later()
        else:
            if self._refusals.pop(consultation_id, ""):
                self.show_refusal(consultation_id)

    def show_refusal(self, consultation_id: ConsultationId) -> None:
        """Show a refusal in its own form, which may be gone when the last letters are saved."""
        if consultation_id == self._open_id and shiboken6.isValid(self._sheet):
            self._sheet.show_error(self._refusals.get(consultation_id, ""))
