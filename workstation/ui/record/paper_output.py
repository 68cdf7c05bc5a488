"""The way to paper: pages are asked about, made, and saved as a PDF or printed.

Nothing is written before all of it is made, and then only where the doctor said.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Any

from workstation.base.atomic_write import save_where_chosen
from workstation.base.blocking_call import start_writing
from workstation.base.task_scope import TaskScope
from workstation.devices.printers import PrinterAnswer, Printers
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.export import ExportChannel, ExportPermit, ExportRule
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.ui.export.gate import ExportGate, record_written
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.progress import (
    Progress,
    Result,
    Work,
    run_cancellable,
    run_in_turn,
    show_while_busy,
)
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.theme import theme
from workstation.ui.record import questions
from workstation.ui.record.paged_record import DeviceRefused, PagedRecord
from workstation.ui.record.pdf import make_pdf
from workstation.ui.record.printing import ask_printer, print_on
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.watermark.mark import WatermarkShape, mark_text


class LaidOutRecord(Value):
    """A record on its pages; ``lost`` counts the pictures that could not be had."""

    sheets: PagedRecord = field(repr=False)
    lost: int = 0


class PaperDocument(Value):
    """What may leave as pages. ``file_name`` tells no patient's; ``make`` lays it out.

    ``consultation_id`` is whose it is for the audit log, ``None`` for one of several.
    """

    consultation_id: ConsultationId | None
    file_name: str
    make: Callable[[Progress], Coroutine[Any, Any, LaidOutRecord]] = field(repr=False)


class PaperOutput:
    """Makes documents one after the other, all but the questions in other threads."""

    def __init__(self, signed_in: SignedIn, frame: WindowFrame, scope: TaskScope) -> None:
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        record = signed_in.account.audit.record
        self._gate = ExportGate(frame, scope, frame.notify, record)
        self._turn = asyncio.Lock()
        self._printers = Printers()

    def notify_outcome(self, work: Coroutine[Any, Any, str]) -> None:
        """Await ``work``, and show the sentence that it returns."""
        self._scope.spawn(self._notify_outcome(work))

    async def ask_and_save(self, document: PaperDocument) -> str:
        """Ask where to, make it, write it; how it went, empty where the doctor wants none."""
        if not await questions.confirm_missing_font(self._frame):
            return ""
        permit = await self._permit_pdf(document.consultation_id)
        if permit is None:
            return ""
        path = await questions.ask_where(self._frame, document.file_name, permit)
        if path is None:
            return ""
        try:
            return await self._save(document, path)
        except WorkstationError as error:
            return tr("record.not_saved", why=str(error_text(error)))

    async def ask_and_print(self, document: PaperDocument) -> str:
        """Make it, ask for a printer, print it; how it went, empty as for ``ask_and_save``."""
        permit = await self._gate.ask(ExportChannel.PRINT, document.consultation_id)
        if permit is None:
            return ""
        answer = await run_cancellable(
            self._frame.notice_bar.begin,
            tr("record.preparing"),
            lambda _progress: self._printers.ask(),
        )
        if answer is PrinterAnswer.READY:
            return await self._print_or_explain(document, permit)
        if answer is None:
            return tr("record.stopped")
        pdf_wanted = await questions.wants_pdf_instead(self._frame, answer)
        return await self.ask_and_save(document) if pdf_wanted else ""

    def watermark(self) -> WatermarkShape | None:
        """The watermark of this moment, where the policy wants one."""
        if not theme.watermarked:
            return None
        account, now_ms = self._signed_in.account, self._signed_in.clock.now_ms()
        return WatermarkShape.of(mark_text(account.profile.display_name, account.member_id, now_ms))

    async def _permit_pdf(self, consultation_id: ConsultationId | None) -> ExportPermit | None:
        """Ask one question, whether it is the policy's or that the file will not be encrypted."""
        if export_rules.rule(ExportChannel.PDF) is ExportRule.ALLOW and not (
            await questions.confirm_unencrypted(self._frame)
        ):
            return None
        return await self._gate.ask(ExportChannel.PDF, consultation_id, tr("record.hint.text"))

    async def _notify_outcome(self, work: Coroutine[Any, Any, str]) -> None:
        outcome = await work
        if outcome:
            self._frame.notify(outcome)

    async def _save(self, document: PaperDocument, path: Path) -> str:
        async def work(progress: Progress) -> tuple[LaidOutRecord, bytes]:
            laid_out = await document.make(progress)
            return laid_out, await asyncio.to_thread(make_pdf, laid_out.sheets, progress.is_running)

        result = await self._run_in_turn(work)
        if result is None:
            return tr("record.stopped")
        laid_out, content = result
        record = partial(self._gate.record, AuditEvent.RECORD_EXPORTED, document.consultation_id)
        writing = _write(path, content, record)
        problem = await show_while_busy(self._frame.notice_bar.begin, tr("export.writing"), writing)
        return problem or _saved_text(path, laid_out)

    async def _print_or_explain(self, document: PaperDocument, permit: ExportPermit) -> str:
        if not await questions.confirm_missing_font(self._frame):
            return ""
        try:
            return await self._print(document, permit)
        except DeviceRefused:
            return tr("record.not_printed")
        except WorkstationError as error:
            return str(error_text(error))

    async def _run_in_turn(self, work: Work[Result]) -> Result | None:
        texts = tr("record.preparing"), tr("record.waiting")
        return await run_in_turn(self._turn, self._frame.notice_bar.begin, *texts, work)

    async def _print(self, document: PaperDocument, permit: ExportPermit) -> str:
        laid_out = await self._run_in_turn(document.make)
        if laid_out is None:
            return tr("record.stopped")
        printer = await ask_printer(self._frame, laid_out.sheets, permit)
        if printer is None:
            return ""
        record = partial(self._gate.record, AuditEvent.RECORD_PRINTED, document.consultation_id)
        count = await record_written(print_on(printer, laid_out.sheets), record)
        return tr("record.printed", count=count)


async def _write(path: Path, content: bytes, record: Callable[[], object]) -> str:
    """Write the file; the reason as a sentence if that failed, else empty."""
    try:
        await record_written(start_writing(partial(save_where_chosen, path, content)), record)
    except StorageError as error:
        return tr("record.not_saved", why=error_text(error))
    return ""


def _saved_text(path: Path, laid_out: LaidOutRecord) -> str:
    if laid_out.lost:
        return tr("record.saved_lacking", name=path.name, count=laid_out.lost)
    return tr("record.saved", name=path.name, count=len(laid_out.sheets.pages))
