"""The gate for what leaves: asks where the policy wants it, says who forbade it, audits.

Every way out of the window goes by here (``tests/house/test_ways_out.py``).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.export import ExportChannel, ExportPermit, ExportRule
from workstation.domain.ids import ConsultationId
from workstation.ui.export.rules import export_rules
from workstation.ui.kit import clipboard
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.file_dialog import may_open_files
from workstation.ui.kit.strings import join_sentences, tr
from workstation.ui.kit.widgets.button import ButtonKind

T = TypeVar("T")
BY_CLIPBOARD = {ExportChannel.TEXT, ExportChannel.PICTURE}


async def record_written(writing: Awaitable[T], record: Callable[[], object]) -> T:
    """Run ``writing``, give its result once that is recorded; an error is raised, not recorded.

    A thread writes on where the sign-in ends meanwhile: rather a line too many than a file that
    left without one.
    """
    try:
        written = await writing
    except asyncio.CancelledError:
        record()
        raise
    record()
    return written


class ExportGate:
    """The one gate for all that leaves.

    ``notify`` says a sentence where the doctor looks; questions lie over ``window``.
    """

    def __init__(
        self,
        window: QWidget,
        scope: TaskScope,
        notify: Callable[[str], object],
        record: RecordAudit,
    ) -> None:
        self._window, self._scope = window, scope
        self._notify, self.record = notify, record

    async def ask(
        self,
        channel: ExportChannel,
        consultation_id: ConsultationId | None,
        hint: str = "",
        question: str = "",
        wish: QWidget | None = None,
    ) -> ExportPermit | None:
        """Ask for leave to go on; ``None`` where the doctor has answered so, or was told why.

        ``hint`` is said besides where there is a question at all. ``question`` names the texts of
        it where the way out does not. ``wish`` is a box that the doctor may tick with it.
        """
        rule = export_rules.rule(channel)
        if rule is ExportRule.DENY:
            self._refuse(channel, consultation_id)
            return None
        if channel not in BY_CLIPBOARD and not may_open_files(self._window):
            return None
        question = question or channel.value
        if rule is ExportRule.ASK and not await self._confirm(question, hint, wish):
            return None
        return ExportPermit(channel)

    def copy_text(self, text: str, consultation_id: ConsultationId | None) -> None:
        """Put a patient's words on the clipboard; at once, unless the doctor is to be asked."""

        def write(permit: ExportPermit) -> None:
            clipboard.write_text(text, permit)
            self.record(AuditEvent.TEXT_COPIED, consultation_id)

        self._write_if_permitted(ExportChannel.TEXT, consultation_id, write)

    def copy_picture(
        self, picture: QImage, consultation_id: ConsultationId | None, sentence: str
    ) -> None:
        """Put a patient's picture on the clipboard, and say so with ``sentence``."""

        def write(permit: ExportPermit) -> None:
            clipboard.write_picture(picture, permit)
            self.record(AuditEvent.PICTURE_COPIED, consultation_id)
            self._notify(sentence)

        self._write_if_permitted(ExportChannel.PICTURE, consultation_id, write)

    def _write_if_permitted(
        self,
        channel: ExportChannel,
        consultation_id: ConsultationId | None,
        write: Callable[[ExportPermit], None],
    ) -> None:
        match export_rules.rule(channel):
            case ExportRule.ALLOW:
                write(ExportPermit(channel))
            case ExportRule.DENY:
                self._refuse(channel, consultation_id)
            case ExportRule.ASK:
                self._scope.spawn(self._ask_and_write(channel, consultation_id, write), key="copy")

    async def _ask_and_write(
        self,
        channel: ExportChannel,
        consultation_id: ConsultationId | None,
        write: Callable[[ExportPermit], None],
    ) -> None:
        permit = await self.ask(channel, consultation_id)
        if permit is not None:
            write(permit)

    def _refuse(self, channel: ExportChannel, consultation_id: ConsultationId | None) -> None:
        self.record(AuditEvent.EXPORT_DENIED, consultation_id, channel.value)
        self._notify(export_rules.denial(channel))

    async def _confirm(self, question: str, hint: str, wish: QWidget | None) -> bool:
        text = join_sentences("\n", filter(None, (tr("export.asked"), hint)))
        dialog = Dialog(self._window, tr(f"export.question.{question}"), text)
        if wish is not None:
            dialog.body.addWidget(wish)
        dialog.add_button("cancel", tr("export.cancel"))
        dialog.add_button("go_on", tr(f"export.go_on.{question}"), ButtonKind.FILLED)
        return await dialog.ask() == "go_on"
