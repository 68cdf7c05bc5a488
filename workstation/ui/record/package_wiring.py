"""A consultation leaves the program as an evidence package: one file, whole or not at all."""

import asyncio
from dataclasses import field
from functools import partial
from pathlib import Path

from workstation import __version__
from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditEvent
from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.evidence import PackageDoctor, PackageSource, PackageWords
from workstation.domain.export import ExportChannel, ExportPermit, ExportRule
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.services.evidence import EvidencePackage
from workstation.ui.export.gate import ExportGate, record_written
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.progress import Progress, run_in_turn, show_while_busy
from workstation.ui.kit.strings import error_text, formats, language, tr
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.record import questions
from workstation.ui.record.pdf import make_pdf
from workstation.ui.record.record_builder import RecordSource
from workstation.ui.record.redacted_source import offers_of, redact_source
from workstation.ui.record.wiring import Records
from workstation.ui.redaction.leaving import DISCARD, leaving_question
from workstation.ui.redaction.redacted_media import RedactedMedia
from workstation.ui.redaction.wiring import RedactionWiring
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

GROUP = 8
"""Characters of a printed hash between two spaces."""

STOP_SECONDS = 2.0
"""So long a package that was stopped is waited for until nothing is left of it."""

REDACTED = ",redacted"
"""Behind the fingerprint in the audit log."""


class _Ready(Value):
    """A package that lacks its name alone."""

    package: EvidencePackage = field(repr=False)
    fingerprint: str
    files: int
    lost: int
    is_redacted: bool


class RedactionWish:
    """Whether something is to be kept out: a box in a question, which is gone with its question."""

    def __init__(self) -> None:
        self.is_ticked = False

    def make_box(self) -> CheckBox:
        """The box for one question."""
        box = CheckBox(tr("redaction.wish"))
        box.set_hint(tr("redaction.wish_hint"))
        box.toggled.connect(self._take)
        return box

    def _take(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        self.is_ticked = checked


class EvidencePackages:
    """Makes packages one after the other, all but the questions in other threads."""

    def __init__(
        self, signed_in: SignedIn, frame: WindowFrame, records: Records, scope: TaskScope
    ) -> None:
        self._signed_in, self._frame = signed_in, frame
        self._media = media = signed_in.media.reader
        self._records, self._scope = records, scope
        self._gate = ExportGate(frame, scope, frame.notify, signed_in.account.audit.record)
        self._redactions = RedactionWiring(frame, media, scope)
        self._turn = asyncio.Lock()

    def export(self, consultation: Consultation) -> None:
        """Ask where to save a package, make it, and say how it went."""
        self._scope.spawn(self._notify_outcome(consultation))

    async def ask_and_export(self, consultation: Consultation) -> str:
        """Ask where to, and make a package; how it went, empty where the doctor wants none."""
        if not await questions.confirm_missing_font(self._frame):
            return ""
        consultation_id = consultation.consultation_id
        wish = RedactionWish()
        permit = await self._permit(consultation_id, wish)
        if permit is None:
            return ""
        source = None
        if wish.is_ticked:
            source = await self._redacted(consultation)
            if source is None:
                return ""
        day = formats.local(self._signed_in.clock.now_ms()).date().isoformat()
        name = tr("evidence.file_name", number=consultation_id, day=day)
        path = await questions.ask_where_package(self._frame, name, permit)
        while path is None:
            if source is None or not source.redaction or await self._discards():
                return ""
            path = await questions.ask_where_package(self._frame, name, permit)
        try:
            return await self._export(consultation, path, source)
        except WorkstationError as error:
            return tr("evidence.not_saved", why=error_text(error))

    async def _notify_outcome(self, consultation: Consultation) -> None:
        outcome = await self.ask_and_export(consultation)
        if outcome:
            self._frame.notify(outcome)

    async def _discards(self) -> bool:
        """Whether the redaction may be discarded, after no place for the file was chosen."""
        return await leaving_question(self._frame).ask() == DISCARD

    async def _redacted(self, consultation: Consultation) -> RecordSource | None:
        """What is packed, as it is now, without what the doctor keeps out of it."""
        source = await self._records.read(consultation)
        # A patient may have sent pages of numbers: words are looked for beside the window.
        redaction = await self._redactions.ask(await asyncio.to_thread(offers_of, source))
        if redaction is None:
            return None
        return await asyncio.to_thread(redact_source, source, redaction)

    async def _permit(
        self, consultation_id: ConsultationId, wish: "RedactionWish"
    ) -> ExportPermit | None:
        """Ask one question, the policy's or our own; a package is a PDF and files at once."""
        channel = export_rules.strictest(ExportChannel.PDF, ExportChannel.FILE)
        if export_rules.rule(channel) is ExportRule.ALLOW and not (
            await questions.confirm_package(self._frame, wish.make_box())
        ):
            return None
        hint = tr("evidence.hint.text")
        box = wish.make_box()
        return await self._gate.ask(channel, consultation_id, hint, question="package", wish=box)

    async def _export(
        self, consultation: Consultation, path: Path, source: RecordSource | None
    ) -> str:
        ready = await run_in_turn(
            self._turn,
            self._frame.notice_bar.begin,
            tr("evidence.preparing"),
            tr("record.waiting"),
            lambda one: self._make(consultation, path, source, one),
        )
        if ready is None:
            return tr("evidence.stopped")
        # What has its name has its line in the log, too, even if the window closes meanwhile.
        finishing = asyncio.shield(self._finish(ready, consultation.consultation_id))
        await show_while_busy(self._frame.notice_bar.begin, tr("export.writing"), finishing)
        if ready.lost:
            return tr("evidence.saved_lacking", name=path.name, count=ready.lost)
        return tr("evidence.saved", name=path.name, count=ready.files)

    async def _finish(self, ready: _Ready, consultation_id: ConsultationId) -> None:
        detail = f"{ready.fingerprint}{REDACTED}" if ready.is_redacted else ready.fingerprint
        record = partial(self._gate.record, AuditEvent.EVIDENCE_EXPORTED, consultation_id, detail)
        try:
            await record_written(ready.package.finish(), record)
        except StorageError:
            await ready.package.abandon()
            raise

    async def _make(
        self,
        consultation: Consultation,
        path: Path,
        source: RecordSource | None,
        progress: Progress,
    ) -> _Ready:
        record_source = source or await self._records.read(consultation)
        media = RedactedMedia(self._media, record_source.redaction)
        package = EvidencePackage(media, path)
        try:
            await package.begin()
            return await self._fill(package, record_source, progress)
        except BaseException:
            # Whose place does not answer deletes it later, and does not hold up the next one.
            await asyncio.wait({asyncio.ensure_future(package.abandon())}, timeout=STOP_SECONDS)
            raise

    async def _fill(
        self, package: EvidencePackage, record_source: RecordSource, progress: Progress
    ) -> _Ready:
        def on_progress(done: int, of_all: int) -> None:
            progress.show_text(tr("evidence.preparing_originals", done=done, all=of_all))

        source = self._source(record_source)
        packed = await package.gather(source, on_progress)
        mark = await package.add_data(source, packed)
        left_out = record_source.redaction.left_out
        lost = sum(file is None and url not in left_out for url, file in packed.items())
        files = sum(file is not None for file in packed.values())
        laid_out = await self._records.lay_out(
            record_source, progress, seal_text(mark, files, lost)
        )
        identifier = f"sha256:{mark}"
        content = await asyncio.to_thread(
            make_pdf, laid_out.sheets, progress.is_running, identifier=identifier
        )
        fingerprint = await package.add_record(content)
        return _Ready(package, fingerprint, files, lost, bool(record_source.redaction))

    def _source(self, record: RecordSource) -> PackageSource:
        account, consultation = self._signed_in.account, record.consultation
        gaps = len(record.conversation.gaps)
        return PackageSource(
            platform=account.platform,
            consultation=consultation,
            place=self._place(consultation.consultation_id),
            doctors=tuple(
                PackageDoctor(card.member_id, card.name, card.title) for card in record.doctors
            ),
            conversation=record.conversation,
            summary_id=record.summary.origin_id if record.summary.sent is not None else None,
            maker_id=account.member_id,
            maker=record.maker,
            now_ms=record.now_ms,
            program=__version__,
            words=PackageWords(
                language=language().tag,
                title=tr("record.title"),
                symptom=tr("record.symptom"),
                summary=tr("record.summary"),
                conversation=tr("record.conversation"),
                earlier=tr("evidence.data.earlier"),
                originals=tr("evidence.data.originals"),
                gaps=tr("evidence.data.gaps"),
                gap_count=tr("record.incomplete", count=gaps) if gaps else "",
                redaction=tr("redaction.title"),
                redacted=record.redacted,
            ),
            zone=record.zone,
            redaction=record.redaction,
        )

    def _place(self, consultation_id: ConsultationId) -> Place | None:
        store = self._signed_in.store
        if store.worklist.row(consultation_id) is not None:
            return Place.IN_PROCESS
        return Place.HISTORY if store.history.get(consultation_id) is not None else None


def seal_text(mark: str, files: int, lost: int) -> str:
    """The seal in words: what else the package holds, and the hash of its list in groups."""
    number = " ".join(mark[start : start + GROUP] for start in range(0, len(mark), GROUP))
    lines = [tr("evidence.seal", count=files), number]
    if lost:
        lines.append(tr("evidence.seal_lacking", count=lost))
    return "\n".join(lines)
