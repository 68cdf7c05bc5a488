"""Makes the handover from what this computer holds; what is clicked becomes a verb."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint

from workstation.base.clock import MINUTE_MS
from workstation.base.task_scope import TaskScope
from workstation.domain.errors import StorageError
from workstation.domain.handover import MACHINE_FOUND, HandoverItem, HandoverKind
from workstation.domain.ids import ConsultationId
from workstation.domain.row_key import NO_ROW
from workstation.services.lists import ListState
from workstation.store.handover import HandoverEntry, build_handover
from workstation.ui.conversation.reminders import Reminders
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.handover.pages import handover_record
from workstation.ui.handover.rows import HandoverRow, ItemRow, handover_rows
from workstation.ui.handover.sending import HandoverSending
from workstation.ui.handover.sheet import HandoverSheet
from workstation.ui.kit.aligned_timer import AlignedTimer
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.progress import Progress
from workstation.ui.kit.layers.snack_bar import NoticeAction, SnackBar
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.paper_output import LaidOutRecord, PaperDocument, PaperOutput
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

OpenMessage = Callable[[ConsultationId, Anchor | None], None]
WORK = "handover"


class HandoverWiring(QObject):
    """One page for a sign-in, made anew each time it is opened, and each minute while it is open.

    ``open_message`` leads to a place of an open consultation.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
        output: PaperOutput,
        open_message: OpenMessage,
    ) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._output, self._open_message = output, open_message
        self._open_items: tuple[HandoverItem, ...] = ()
        self._entries: tuple[HandoverEntry, ...] = ()
        self._doubt = ""
        self.timer = AlignedTimer(self, MINUTE_MS)
        self.timer.timeout.connect(self._renew)
        self.sheet = HandoverSheet(frame)
        self.sheet.list.open_asked.connect(self._open_row)
        self.sheet.list.close_asked.connect(self._close)
        self.sheet.list.remind_asked.connect(self._remind)
        self.sheet.list.menu_asked.connect(self._open_menu)
        self._reminders = Reminders(signed_in, scope, self._notify)
        self.destroyed.connect(signed_in.account.handover.marked.subscribe(self._on_marked))
        self.sheet.retranslated.connect(self._refresh_rows)
        self.sheet.keep_asked.connect(self._keep)
        self.sheet.print_asked.connect(self._print)
        self.sheet.send_asked.connect(self._open_send)
        self.sending = HandoverSending(signed_in, frame, scope, on_sent=self.sheet.dismiss)

    def open(self) -> None:
        """Make it of this moment, and show it."""
        if self._signed_in.account.handover.allowed:
            self._scope.spawn(self._show(opens=True), key=WORK)
        else:
            self._frame.notify(tr("handover.denied"))

    def drop(self) -> None:
        """Forget all of the handover: the window is locked, or the sign-in ends."""
        self._scope.cancel(WORK)
        self._open_items = ()
        self._entries = ()
        self.sending.drop()
        self.sheet.hide()
        self.sheet.show_rows(())

    async def _show(self, *, opens: bool) -> None:
        try:
            self._open_items = await self._signed_in.account.handover.read()
            now_ms = self._build()
            if opens:
                await self.sending.begin(self._entries)
        except StorageError as error:
            self._frame.notify(str(error_text(error)))
            return
        self._show_rows(now_ms)
        if opens and self.sheet.isHidden():
            self.sheet.open()
            self.timer.begin()

    def _build(self) -> int:
        """Order what is open as the queue stands at this moment, which is given back."""
        now_ms = self._signed_in.clock.now_ms()
        self._entries = build_handover(self._signed_in.store.worklist, self._open_items, now_ms)
        return now_ms

    def _renew(self) -> None:
        if self.sheet.isHidden():
            self.timer.stop()
        else:
            self._scope.spawn(self._show_anew(), key=WORK)

    async def _show_anew(self) -> None:
        """Show the handover of a minute later: some wait longer, some were answered meanwhile."""
        with contextlib.suppress(StorageError):  # said once, by the status of the storage
            self._open_items = await self._signed_in.account.handover.read()
        self._show_rows(self._build())

    def _show_rows(self, now_ms: int) -> None:
        self._doubt = _doubt(self._signed_in.lists.queue.state, now_ms)
        self.sheet.show_rows(tuple(handover_rows(self._entries, now_ms)), self._doubt)

    def _refresh_rows(self) -> None:
        """Say the rows again: the language or the day is another one now; who is in it stays."""
        if not self.sheet.isHidden():  # it may stand in a window that lies in the tray
            self._show_rows(self._signed_in.clock.now_ms())

    def _open_row(self, row: HandoverRow) -> None:
        anchor = None
        if isinstance(row, ItemRow) and row.item.row != NO_ROW:
            anchor = Anchor(row.item.row, row.item.position)
        self.sheet.dismiss()
        self._open_message(row.consultation_id, anchor)

    def _open_menu(self, row: HandoverRow, place: QPoint) -> None:
        menu = Menu(self.sheet.list)
        menu.add(tr("handover.menu.open"), partial(self._open_row, row), icon=Icon.CHAT)
        if isinstance(row, ItemRow) and row.item.kind in MACHINE_FOUND:
            text = tr(f"handover.menu.close.{row.item.kind.value}")
            menu.add(text, partial(self._close, row), icon=Icon.CHECK, keys="Delete")
        if isinstance(row, ItemRow) and row.item.can_remind:
            self._reminders.add_toggle(menu, row.item)
        if isinstance(row, ItemRow) and row.item.kind is HandoverKind.PROMISE:
            self._reminders.add_days(menu, row.item)
        menu.open_at(place)
        menu.focus_first()

    def _close(self, row: HandoverRow) -> None:
        """Close what a rule found, which a hand may close; what is true by itself stays."""
        if isinstance(row, ItemRow) and row.item.kind in MACHINE_FOUND:
            self._reminders.close(row.item)

    def _remind(self, row: HandoverRow) -> None:
        """Let a promise stand in the queue on its day, or no longer."""
        if isinstance(row, ItemRow) and row.item.can_remind:
            self._reminders.toggle(row.item)

    def _on_marked(self, _consultation_id: ConsultationId) -> None:
        if self.sheet.isVisible():
            self._scope.spawn(self._show(opens=False), key=WORK)

    def _notify(self, text: str, action: NoticeAction | None = None, /) -> None:
        """Show a notice over the page, where it is open: what is done there can be undone there."""
        if action is None or not self.sheet.isVisible():
            self._frame.notify(text, action)
            return
        bar = UndoBar(self.sheet, text)
        bar.acted.connect(action.act)
        bar.start()

    def _open_send(self) -> None:
        if not self.sending.open(self._entries):
            SnackBar(self.sheet, tr("handover.send.nobody")).start()

    def _keep(self) -> None:
        self._output.notify_outcome(self._output.ask_and_save(self._document()))

    def _print(self) -> None:
        self._output.notify_outcome(self._output.ask_and_print(self._document()))

    def _document(self) -> PaperDocument:
        """The handover for paper, of what is shown: it may be read against the screen."""
        now_ms, account = self._signed_in.clock.now_ms(), self._signed_in.account
        name = account.profile.display_name
        record = handover_record(self._entries, name, now_ms, self._doubt)
        day = formats.local(now_ms).date().isoformat()

        async def make(progress: Progress) -> LaidOutRecord:
            progress.show_text(tr("record.setting"))
            mark = self._output.watermark()
            return LaidOutRecord(
                await asyncio.to_thread(PagedRecord.of, record, {}, PaperStyle(), mark)
            )

        return PaperDocument(None, tr("handover.file_name", day=day), make)


def _doubt(state: ListState, now_ms: int) -> str:
    """Why consultations may be missing; empty where the platform has told of all of them."""
    if state.read_ms is None:
        return tr("handover.unread")
    if state.error is None:
        return ""
    when = formats.past_time(state.read_ms, now_ms, in_sentence=True)
    return tr("handover.read_at", when=when)
