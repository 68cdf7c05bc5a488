"""Quick replies put in order, changed, taken from files and into them."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from workstation.base.atomic_write import save_where_chosen
from workstation.base.blocking_call import start_writing
from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.errors import (
    InputError,
    MediaTooLarge,
    StorageError,
    WorkstationError,
)
from workstation.domain.export import ExportChannel
from workstation.domain.quick_replies import LIMITS, QuickReply
from workstation.domain.quick_reply_file import MAX_FILE_BYTES, BadLine
from workstation.services.quick_replies import ImportResult, QuickReplies
from workstation.ui.composer.quick_replies.list_undo import ListUndo
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.export.gate import ExportGate, record_written
from workstation.ui.kit.announcer import ENDS, announcer
from workstation.ui.kit.layers.file_dialog import FileDialog, SaveDialog, may_open_files
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import error_text, join_sentences, tr
from workstation.ui.media.picking import GivenFiles

MAX_NAMED_LINES = 200
"""Bad lines of a file that are named; of more only the number."""


class QuickSheetWiring(QObject):
    """One sheet of quick replies; ``on_failure`` tells of one while the sheet is put away."""

    def __init__(
        self,
        replies: QuickReplies,
        sheet: QuickSheet,
        scope: TaskScope,
        on_failure: Callable[[str], object],
        record: RecordAudit,
    ) -> None:
        super().__init__(sheet)
        self._replies, self._sheet = replies, sheet
        self._scope, self._on_failure = scope, on_failure
        self._gate = ExportGate(sheet, scope, self._show_error, record)
        self._refused: set[int] = set()
        self._undo = ListUndo(replies, self._try)
        self.destroyed.connect(replies.changed.subscribe(lambda _: self._show()))
        self._connect()
        self._show()

    def keep(self) -> None:
        """Save what is written if that is possible, else hold it unsaved: the doctor goes away."""
        form, section = self._sheet.form, self._sheet.section
        if form.changed and form.can_be_saved:
            form.try_save()
        elif form.changed:
            self._replies.unsaved[form.written.reply_id] = form.written
        if section.changed and section.can_be_saved:
            section.try_save()
        elif section.changed:
            self._replies.unsaved_sections[section.name] = section.written

    def restore_unsaved(self) -> None:
        """Go on with what an earlier sign-in left unsaved, the first of it."""
        reply = next(iter(self._replies.unsaved.values()), None)
        section = next(iter(self._replies.unsaved_sections.items()), None)
        if reply is not None:
            del self._replies.unsaved[reply.reply_id]
            self._sheet.restore_unsaved(reply)
            self.keep()
        elif section is not None:
            self._sheet.show_section(*section)

    def take_file(self, path: Path) -> None:
        """Take in what is good in a file."""
        self._scope.spawn(self._take_file(path))

    def write_file(self, path: Path) -> None:
        """Write all quick replies into a file, whole or not at all."""
        self._scope.spawn(self._write_file(path))

    def _connect(self) -> None:
        sheet, replies = self._sheet, self._replies
        sheet.form.saved.connect(self._save)
        sheet.form.reverted.connect(lambda reply_id: replies.unsaved.pop(reply_id, None))
        sheet.form.removed.connect(self._remove)
        sheet.list.removed.connect(self._remove)
        sheet.list.moved.connect(self._move)
        sheet.list.dropped.connect(self._place)
        sheet.list.section_moved.connect(self._move_section)
        sheet.list.undo_asked.connect(self._take_back)
        sheet.section.renamed.connect(self._rename)
        sheet.section.reverted.connect(lambda name: replies.unsaved_sections.pop(name, None))
        sheet.result.undo_asked.connect(lambda: self._scope.spawn(self._undo.take_back_removal()))
        sheet.import_asked.connect(self._ask_import)
        sheet.export_asked.connect(lambda: self._scope.spawn(self._ask_export()))

    def _show(self) -> None:
        self._sheet.show_replies(self._replies.replies)

    def _move(self, who: int, by: int) -> None:
        self._scope.spawn(self._undo.do(self._replies.move(who, by), self._title_of(who)))

    def _place(self, who: int, section: str, at: int) -> None:
        work = self._replies.place(who, section, at)
        self._scope.spawn(self._undo.do(work, self._title_of(who), placed=who))

    def _move_section(self, name: str, by: int) -> None:
        words = name or tr("quick.no_section")
        self._scope.spawn(self._undo.do(self._replies.move_section(name, by), words))

    def _take_back(self) -> None:
        """Take the last step back at Ctrl Z: a removal as its button does, else what was moved."""
        step, result = self._undo.last, self._sheet.result
        if step is None:
            return
        if step.is_removal and result.offers_undo:
            result.undo.click()
            return
        words = step.words if step.is_removal else tr("quick.moved", title=step.words)
        announcer.announce(tr("widgets.undone", text=words.rstrip(ENDS)), topic="result")
        self._scope.spawn(self._undo.take_back())

    def _title_of(self, reply_id: int) -> str:
        titles = (one.title for one in self._replies.replies if one.reply_id == reply_id)
        return next(titles, "")

    async def _try(self, work: Awaitable[None]) -> bool:
        """Do a work; whether it was done. What went wrong is said."""
        try:
            await work
        except WorkstationError as error:
            self._fail(error)
            return False
        return True

    def _save(self, reply: QuickReply) -> None:
        self._replies.unsaved[reply.reply_id] = reply
        self._scope.spawn(self._keep(reply))

    async def _keep(self, reply: QuickReply) -> None:
        if not await self._try(self._replies.save(reply)):
            self._take_back_refused(reply)
            return
        if not reply.reply_id and self._sheet.is_writing(reply):
            self._adopt_new(reply)
        self._save_refused()

    def _take_back_refused(self, reply: QuickReply) -> None:
        """Put a refused reply back into the form, with what was written on, if it is free."""
        sheet, replies = self._sheet, self._replies
        if sheet.is_writing(reply):
            sheet.restore_unsaved(sheet.form.written)
        elif sheet.changed:
            self._refused.add(replies.hold(reply))
        else:
            plain = replies.unhold(reply)
            replies.unsaved[plain.reply_id] = plain
            sheet.restore_unsaved(plain)

    def _save_refused(self) -> None:
        """Try again what was refused while another one was written: something is saved again."""
        refused, self._refused = self._refused, set()
        for reply_id in refused & self._replies.unsaved.keys():
            self._scope.spawn(self._keep(self._replies.unsaved[reply_id]))

    def _rename(self, name: str, new: str) -> None:
        self._replies.unsaved_sections[name] = new
        self._scope.spawn(self._rename_section(name, new))

    async def _rename_section(self, name: str, new: str) -> None:
        self._undo.clear()
        is_renamed = await self._try(self._replies.rename_section(name, new))
        if not is_renamed and not self._sheet.form.is_written_in:
            self._sheet.show_section(name, new)

    def _adopt_new(self, reply: QuickReply) -> None:
        """Go on with a new quick reply as the one that is kept."""
        same = (reply.title, reply.text, reply.section)
        for stored in reversed(self._replies.replies):
            if (stored.title, stored.text, stored.section) == same:
                self._sheet.confirm_saved(stored)
                return

    def _remove(self, reply_id: int) -> None:
        self._scope.spawn(self._remove_one(reply_id))

    async def _remove_one(self, reply_id: int) -> None:
        title = self._title_of(reply_id)
        words = tr("quick.removed", title=title)
        work = self._replies.remove(reply_id)
        if await self._undo.do(work, words, is_removal=True):
            self._sheet.result.show_result(words, undo=True)

    def _fail(self, error: WorkstationError) -> None:
        text = _input_text(error) if isinstance(error, InputError) else str(error_text(error))
        self._sheet.result.show_result(text, Ink.DANGER)
        if self._sheet.isHidden():
            self._on_failure(text)

    def _show_error(self, sentence: str) -> None:
        self._sheet.result.show_result(sentence, Ink.DANGER)

    def _ask_import(self) -> None:
        if not may_open_files(self._sheet.window()):
            return
        dialog = FileDialog(self._sheet, tr("quick.import_title"))
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{tr('quick.file_kind')} (*.csv *.txt)")
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _ask_export(self) -> None:
        permit = await self._gate.ask(ExportChannel.FILE, None)
        if permit is None:
            return
        dialog = SaveDialog(self._sheet, tr("quick.export_title"), permit)
        dialog.setNameFilter(f"{tr('quick.file_kind')} (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{tr('quick.title')}.csv")
        dialog.fileSelected.connect(lambda path: self.write_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _take_file(self, path: Path) -> None:
        try:
            content = await GivenFiles().read(path, MAX_FILE_BYTES)
            taken = await self._replies.import_file(content)
        except MediaTooLarge:
            self._fail(InputError("file", "too_long", limit=MAX_FILE_BYTES))
        except OSError:
            self._sheet.result.show_result(tr("quick.unreadable"), Ink.DANGER)
        except (InputError, StorageError) as error:
            self._fail(error)
        else:
            self._show_taken(taken)

    def _show_taken(self, taken: ImportResult) -> None:
        sentences = [tr("quick.taken", count=taken.added)]
        if taken.duplicates:
            sentences.append(tr("quick.known", count=taken.duplicates))
        if taken.bad:
            sentences.append(tr("quick.bad_lines", count=len(taken.bad)))
        lines = [bad_line(line) for line in taken.bad[:MAX_NAMED_LINES]]
        if len(taken.bad) > MAX_NAMED_LINES:
            lines.append(tr("quick.more_lines", count=len(taken.bad) - MAX_NAMED_LINES))
        ink = Ink.WARNING if taken.bad else Ink.SUCCESS
        self._sheet.result.show_result(
            join_sentences(tr("quick.joint"), sentences), ink, lines=lines
        )

    async def _write_file(self, path: Path) -> None:
        count = len(self._replies.replies)
        work = start_writing(partial(save_where_chosen, path, self._replies.export_file()))
        record = partial(self._gate.record, AuditEvent.FILE_SAVED, None, "quick_replies")
        if await self._try(record_written(work, record)):
            self._sheet.result.show_result(tr("quick.written", count=count, name=path.name))


def bad_line(bad: BadLine) -> str:
    """The line of a file that was not taken, and why, in words."""
    limit = getattr(LIMITS, bad.field or "replies")
    name = tr(f"quick.field.{bad.field}") if bad.field else ""
    reason = "record" if bad.reason == "too_long" and not bad.field else bad.reason
    why = tr(f"quick.bad.{reason}", name=name, limit=limit)
    return tr("quick.line", line=bad.line, why=why)


def _input_text(error: InputError) -> str:
    of = "file" if error.field == "file" else "problem"
    return tr(f"quick.{of}.{error.reason}", limit=error.limit)
