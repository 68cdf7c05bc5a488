"""The record of a consultation leaves the program: as a PDF where the doctor says, or printed."""

import asyncio
from collections.abc import Coroutine
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from workstation.atomic_write import write_atomically
from workstation.domain.audit import AuditEvent
from workstation.domain.consultation import Consultation
from workstation.domain.errors import DiskFull, StorageError, WorkstationError
from workstation.domain.export import ExportChannel, ExportPermit, ExportRule
from workstation.domain.ids import ConsultationId
from workstation.domain.value import value
from workstation.services.attachments import MediaReader
from workstation.task_scope import TaskScope
from workstation.ui.conversation.details.doctors import doctor_cards
from workstation.ui.export.gate import ExportGate
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.progress import Progress, run_cancellable
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.theme import theme
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.record import questions
from workstation.ui.record.excerpt import Excerpt
from workstation.ui.record.paged_record import DeviceRefused, PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.paper_pictures import LostPicture, load_pictures
from workstation.ui.record.pdf import make_pdf
from workstation.ui.record.printing import ask_printer, has_printer, print_on
from workstation.ui.record.record_builder import RecordSource, build_record, voices_of
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.watermark.mark import WatermarkShape, mark_text


@value
class LaidOutRecord:
    """A record on its pages; ``lost`` counts the pictures that could not be had."""

    sheets: PagedRecord = field(repr=False)
    lost: int


class Records:
    """Makes records one after the other, all but the questions in other threads.

    Nothing is written before all of it is made, and then only where the doctor said.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        media: MediaReader,
        frame: WindowFrame,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
    ) -> None:
        self._signed_in, self._media, self._frame = signed_in, media, frame
        self._thumbnails, self._scope = thumbnails, scope
        record = signed_in.account.audit.record
        self._gate = ExportGate(frame, scope, frame.notify, record)
        self._turn = asyncio.Lock()

    def save(self, consultation: Consultation, excerpt: Excerpt | None = None) -> None:
        """Save a PDF of all, or of an ``excerpt``, and say how it went."""
        self._scope.spawn(self._say(self.ask_and_save(consultation, excerpt)))

    def print(self, consultation: Consultation, excerpt: Excerpt | None = None) -> None:
        """Print it, and say how it went."""
        self._scope.spawn(self._say(self.ask_and_print(consultation, excerpt)))

    async def ask_and_save(self, consultation: Consultation, excerpt: Excerpt | None = None) -> str:
        """Ask where to, make it, write it; how it went, empty where the doctor wants none."""
        if not await questions.confirm_missing_font(self._frame):
            return ""
        permit = await self._permit_pdf(consultation.consultation_id)
        if permit is None:
            return ""
        consultation_id, now_ms = consultation.consultation_id, self._signed_in.clock.now_ms()
        path = await questions.ask_where(self._frame, consultation_id, now_ms, permit)
        if path is None:
            return ""
        try:
            return await self._save(consultation, excerpt, path)
        except WorkstationError as error:
            return tr("record.not_saved", why=str(error_text(error)))

    async def ask_and_print(
        self, consultation: Consultation, excerpt: Excerpt | None = None
    ) -> str:
        """Make it, ask for a printer, print it; how it went, empty as for ``ask_and_save``."""
        permit = await self._gate.ask(ExportChannel.PRINT, consultation.consultation_id)
        if permit is None:
            return ""
        if not has_printer():
            pdf_wanted = await questions.wants_pdf_instead(self._frame)
            return await self.ask_and_save(consultation, excerpt) if pdf_wanted else ""
        if not await questions.confirm_missing_font(self._frame):
            return ""
        try:
            return await self._print(consultation, excerpt, permit)
        except DeviceRefused:
            return tr("record.not_printed")
        except WorkstationError as error:
            return str(error_text(error))

    async def _permit_pdf(self, consultation_id: ConsultationId) -> ExportPermit | None:
        """One question, whether it is the policy's or that the file will not be encrypted."""
        if export_rules.rule(ExportChannel.PDF) is ExportRule.ALLOW and not (
            await questions.confirm_unencrypted(self._frame)
        ):
            return None
        return await self._gate.ask(ExportChannel.PDF, consultation_id, tr("record.hint.text"))

    async def _say(self, work: Coroutine[Any, Any, str]) -> None:
        outcome = await work
        if outcome:
            self._frame.notify(outcome)

    async def _save(self, consultation: Consultation, excerpt: Excerpt | None, path: Path) -> str:
        async def work(progress: Progress) -> tuple[LaidOutRecord, bytes]:
            laid_out = await self._make(consultation, excerpt, progress)
            return laid_out, await asyncio.to_thread(make_pdf, laid_out.sheets, progress.is_running)

        async with self._turn:
            result = await run_cancellable(self._frame.stack, tr("record.preparing"), work)
        if result is None:
            return tr("record.stopped")
        laid_out, content = result
        why_not = await _write(path, content)
        if not why_not:
            self._record(AuditEvent.RECORD_EXPORTED, consultation)
        return why_not or _saved_text(path, laid_out)

    async def _print(
        self, consultation: Consultation, excerpt: Excerpt | None, permit: ExportPermit
    ) -> str:
        async with self._turn:
            text = tr("record.preparing")
            laid_out = await run_cancellable(
                self._frame.stack, text, lambda one: self._make(consultation, excerpt, one)
            )
        if laid_out is None:
            return tr("record.stopped")
        printer = await ask_printer(self._frame, laid_out.sheets, permit)
        if printer is None:
            return ""
        count = await print_on(printer, laid_out.sheets)
        self._record(AuditEvent.RECORD_PRINTED, consultation)
        return tr("record.printed", count=count)

    def _record(self, event: AuditEvent, consultation: Consultation) -> None:
        self._gate.record(event, consultation.consultation_id)

    async def _make(
        self, consultation: Consultation, excerpt: Excerpt | None, progress: Progress
    ) -> LaidOutRecord:
        source = replace(await self._source(consultation), excerpt=excerpt)
        record = await asyncio.to_thread(build_record, source)

        def moved(done: int, of_all: int) -> None:
            progress.say(tr("record.preparing_pictures", done=done, all=of_all))

        pictures = await load_pictures(self._media, record.figures, moved)
        progress.say(tr("record.setting"))
        sheets = await asyncio.to_thread(
            PagedRecord.of, record, pictures, PaperStyle(), self._watermark()
        )
        return LaidOutRecord(
            sheets, sum(isinstance(picture, LostPicture) for picture in pictures.values())
        )

    def _watermark(self) -> WatermarkShape | None:
        """Of this moment, where the policy wants one."""
        if not theme.watermarked:
            return None
        account, now_ms = self._signed_in.account, self._signed_in.clock.now_ms()
        return WatermarkShape.of(mark_text(account.profile.display_name, account.member_id, now_ms))

    async def _source(self, consultation: Consultation) -> RecordSource:
        """Everything that this computer knows of it. Raises ``StorageError``."""
        signed_in, consultation_id = self._signed_in, consultation.consultation_id
        conversation = await signed_in.messaging.conversations.whole(consultation_id)
        summary = await signed_in.account.closing.get(consultation_id)
        lengths = {
            url: self._thumbnails.length_of(url) for url in voices_of(consultation, conversation)
        }
        page = signed_in.account.profile.page
        return RecordSource(
            consultation,
            doctor_cards(signed_in, consultation),
            conversation,
            summary,
            page.name if page is not None else "",
            signed_in.clock.now_ms(),
            {url: length for url, length in lengths.items() if length is not None},
            bookmarks=await signed_in.media.bookmarks.read(consultation_id),
        )


async def _write(path: Path, content: bytes) -> str:
    """Put it there; why not, where that failed."""
    try:
        await asyncio.to_thread(write_atomically, path, content)
    except DiskFull:
        return tr("record.not_saved", why=tr("record.disk_full"))
    except (StorageError, OSError):
        return tr("record.not_saved", why=tr("record.not_writable"))
    return ""


def _saved_text(path: Path, laid_out: LaidOutRecord) -> str:
    if laid_out.lost:
        return tr("record.saved_lacking", name=path.name, count=laid_out.lost)
    return tr("record.saved", name=path.name, count=len(laid_out.sheets.pages))
