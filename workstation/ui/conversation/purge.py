"""Purging one patient from this computer: asked once, with what is lost and what stays."""

import shiboken6
from PySide6.QtCore import QObject, Signal

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError
from workstation.domain.purge import PatientData
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import error_text, join_sentences, tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame


class PurgeWiring(QObject):
    """Asks about purging a patient, and does it.

    ``purging`` is emitted before the purge, for views to drop the patient's data, and
    ``patient_purging`` with who it is, where no consultation of the patient stays. A confirmed
    purge is carried out even if the window is closed: it belongs to the sign-in.
    """

    purging = Signal()
    patient_purging = Signal(object)

    def __init__(self, signed_in: SignedIn, frame: WindowFrame, scope: TaskScope) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._purge = signed_in.lists.purge

    def ask(self, consultation: Consultation) -> None:
        """Ask about the patient of a consultation."""
        self._scope.spawn(self._ask(consultation), key="purge")

    async def _ask(self, consultation: Consultation) -> None:
        name = consultation.patient_name or tr("queue.no_name")
        try:
            data = await self._purge.survey(consultation)
        except StorageError as error:
            self._frame.notify(str(error_text(error)))
            return
        if await self._is_sure(name, data):
            self.purging.emit()
            if data.patient_id is not None:
                self.patient_purging.emit(data.patient_id)
            self._signed_in.spawn(self._do(name, data))

    async def _do(self, name: str, data: PatientData) -> None:
        try:
            await self._purge.purge(data)
        except StorageError as error:
            outcome = str(error_text(error))
        else:
            outcome = tr("purge.done", name=name)
        if shiboken6.isValid(self._frame):
            self._frame.notify(outcome)

    async def _is_sure(self, name: str, data: PatientData) -> bool:
        dialog = Dialog(self._frame, tr("purge.title", name=name), _text(data))
        dialog.add_button("purge", tr("purge.do"), ButtonKind.DANGER)
        dialog.add_button("cancel", tr("purge.cancel"))
        return await dialog.ask() == "purge"


def _text(data: PatientData) -> str:
    """What is deleted, what is lost with it, and what stays."""
    count = len(data.consultation_ids)
    lines = [tr("purge.text", count=count)]
    if data.unsent or data.drafts:
        lines.append(tr("purge.lost", counts=unsent_and_drafts(data.unsent, data.drafts)))
    if data.in_process:
        lines.append(tr("purge.in_process", count=data.in_process))
    return join_sentences("\n", (*lines, tr("purge.stays")))
