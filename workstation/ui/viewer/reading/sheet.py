"""A photo and beside it what a machine read on it: results, all of the text, what is selected."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.lab_report import LabResult, find_results
from workstation.domain.recognised_text import RecognisedLine
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import ModalLayer
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.loading_bar import LoadingBar
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.reading.page_canvas import PageCanvas
from workstation.ui.viewer.reading.page_text import PageText
from workstation.ui.viewer.reading.result_row import ResultRow
from workstation.ui.viewer.reading.text_view import TextView

SIDE_WIDTH = 380


class ReadingSheet(ModalLayer):
    """The sheet of a photo and what was read on it.

    ``copy_asked`` and ``insert_asked`` give what is selected; ``closed`` ends the reading. After
    ``begin`` it is reading until ``show_lines`` or ``show_failure``; ``retry_requested`` wants it
    read once more. Where ``inserts`` is false nothing can be put into a reply.
    """

    copy_asked = Signal(str)
    insert_asked = Signal(str)
    retry_requested = Signal()
    closed = Signal()

    def __init__(self, window: QWidget, levels: Levels, *, inserts: bool) -> None:
        super().__init__(window)
        self._page = PageText()
        self._card = Panel(Surface.RAISED, parent=self)
        self.title = Label(role=TextRole.TITLE, strong=True, elide=True)
        self.warning = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, wrap=True)
        self.close_button = IconButton(Icon.X)
        self.canvas = PageCanvas()
        self.bar = LoadingBar()
        self.status = MessageLine(announces=False)
        self.retry = Button()
        self._results_title = Label(role=TextRole.LABEL, strong=True)
        self._results = Panel(Surface.RAISED)
        self._results_scroll = ScrollArea(self._results)
        self.rows: list[ResultRow] = []
        self._text_title = Label(role=TextRole.LABEL, strong=True)
        self.text = TextView()
        self.copy, self.insert = Button(), Button(kind=ButtonKind.FILLED)
        self._inserts = inserts
        self._arrange()
        self._connect()
        self.retranslate()
        self.canvas.show_picture(levels)
        self._show_parts(count=0, is_text=False)

    def begin(self) -> None:
        """Show that the photo is being read."""
        self.bar.start()
        self.retry.hide()
        self.status.show_text(tr("reading.running"))

    def show_lines(self, lines: Sequence[RecognisedLine]) -> None:
        """Show what was read, which may be nothing."""
        self._page = PageText(lines)
        self.bar.stop()
        self.canvas.show_lines(self._page.lines)
        results = find_results(self._page.rows)
        self._show_results(results)
        self.text.set_plain(self._page.text)
        self._show_parts(count=len(results), is_text=bool(lines))
        self.status.show_text("" if lines else tr("reading.nothing"))
        done = (tr("reading.done", count=len(lines)), tr("reading.warning"))
        announcement = tr("widgets.breath").join(done) if lines else tr("reading.nothing")
        announcer.announce(announcement, topic="reading")

    def show_failure(self, sentence: str) -> None:
        """Show why the photo could not be read."""
        self.bar.stop()
        self.status.show_text(sentence, Ink.DANGER)
        self.retry.show()
        announcer.announce(sentence, topic="reading")

    def dismiss(self) -> None:
        """Close the sheet; a reading under way ends."""
        self.canvas.show_picture(None)
        self.text.set_plain("")
        super().dismiss()
        self.closed.emit()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("reading.title"))
        self.setAccessibleName(tr("reading.title"))
        self.warning.setText(tr("reading.warning"))
        self.close_button.set_name(tr("widgets.close"), "Esc")
        self.canvas.setAccessibleName(tr("reading.photo"))
        self._results_title.setText(tr("reading.results"))
        self._text_title.setText(tr("reading.text"))
        self.text.setAccessibleName(tr("reading.text"))
        self.retry.setText(tr("lists.retry"))
        self.copy.setText(tr("reading.copy"))
        self.insert.setText(tr("reading.insert"))
        for row in self.rows:
            row.retranslate()

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the sheet at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        edge = SPACE.x6
        self._card.setGeometry(self.rect().adjusted(edge, edge, -edge, -edge))
        self._column.setFixedWidth(min(theme.scaled(SIDE_WIDTH), self._card.width() // 2))

    def _select(self, *lines: RecognisedLine) -> None:
        self.text.select(self._page.span_of(lines))

    def _select_result(self, row: ResultRow) -> None:
        self._select(*row.result.lines)
        self.canvas.zoom_to_lines(row.result.lines)
        words = tr("reading.selected", text=" ".join(self.text.selection.split()))
        announcer.announce(words, topic="selected")

    def _on_selected(self) -> None:
        marked = self._page.lines_in(self.text.span)
        self.canvas.mark(marked)
        self._mark_results(marked)
        chosen = bool(self.text.selection.strip())
        self.copy.setEnabled(chosen)
        self.insert.setEnabled(chosen)

    def _mark_results(self, lines: Sequence[RecognisedLine]) -> None:
        """Mark the rows of which something is selected, and bring the first of them into sight."""
        chosen = [row for row in self.rows if any(line in lines for line in row.result.lines)]
        for row in self.rows:
            row.mark(marked=row in chosen)
        if chosen:
            self._results_scroll.ensureWidgetVisible(chosen[0])

    def _show_results(self, results: Sequence[LabResult]) -> None:
        for row in self.rows:
            row.deleteLater()
        self.rows = [ResultRow(result) for result in results]
        for row in self.rows:
            self._results_rows.addWidget(row)
            row.clicked.connect(partial(self._select_result, row))

    def _show_parts(self, *, count: int, is_text: bool) -> None:
        self._results_title.setVisible(bool(count))
        self._results_scroll.setVisible(bool(count))
        self._text_title.setVisible(is_text)
        self.text.setVisible(is_text)
        self.copy.setVisible(is_text)
        self.insert.setVisible(is_text and self._inserts)
        self._on_selected()

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.dismiss)
        self.canvas.selected.connect(self._select)
        self.text.selectionChanged.connect(self._on_selected)
        self.retry.clicked.connect(self.retry_requested)
        self.text.copy_asked.connect(lambda: self.copy.click())  # noqa: PLW0108 - where enabled
        self.copy.clicked.connect(lambda: self.copy_asked.emit(self.text.selection))
        self.insert.clicked.connect(lambda: self.insert_asked.emit(self.text.selection))

    def _arrange(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(SPACE.x2)
        self._results_rows = QVBoxLayout(self._results)
        self._results_rows.setContentsMargins(0, 0, 0, 0)
        self._results_rows.setSpacing(0)
        self._results_rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        side.addWidget(self.warning)
        side.addWidget(self.bar)
        side.addWidget(self.status)
        side.addWidget(self.retry, alignment=Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self._results_title)
        side.addWidget(self._results_scroll, 3)
        side.addWidget(self._text_title)
        side.addWidget(self.text, 2)
        side.addStretch(0)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(self.copy)
        ends.addWidget(self.insert)
        side.addLayout(ends)
        column = QWidget()
        column.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._column = column
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        body = QHBoxLayout()
        body.setSpacing(SPACE.x6)
        body.addWidget(self.canvas, 1)
        body.addWidget(column)
        whole = QVBoxLayout(self._card)
        whole.setContentsMargins(SPACE.x6, SPACE.x4, SPACE.x6, SPACE.x6)
        whole.setSpacing(SPACE.x4)
        whole.addLayout(head)
        whole.addLayout(body, 1)
