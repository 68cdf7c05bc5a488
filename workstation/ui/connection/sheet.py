"""The panel that tells how the connection is, opened from the rail."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from workstation.domain.connection_report import SERVER_HOPS, ConnectionReport, Hop
from workstation.ui.connection.plain_report import plain_report, spoken_report
from workstation.ui.connection.qr_code import QrCode
from workstation.ui.connection.words import HopLine, HopState, ReportWords
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Divider

BEFORE = (Hop.PLATFORM, Hop.SERVER_LIST, Hop.PASSWORD)
AT_SERVER = (Hop.PROXY, *SERVER_HOPS, Hop.ROOMS)
AT_ROW = len(BEFORE) + 1
"""Between the two stands the server's name."""
MARKS = {
    HopState.FINE: (Icon.CHECK, Ink.SUCCESS),
    HopState.FAILED: (Icon.ALERT, Ink.DANGER),
    HopState.OPEN: (Icon.MINUS, Ink.TERTIARY),
}


class _Fact:
    """A name and what is said of it, in a grid's row."""

    def __init__(self, grid: QGridLayout, row: int) -> None:
        self.name, self.value = Label(ink=Ink.SECONDARY), Label(wrap=True, tabular=True)
        self.name.setContentsMargins(0, 0, SPACE.x2, 0)
        grid.addWidget(self.name, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.value, row, 2)

    def show_fact(self, name: str, value: str, ink: Ink) -> None:
        """Show name and value; set only what differs, as a label that is set is read out again."""
        if self.name.text() != name:
            self.name.setText(name)
        if self.value.text() != value:
            self.value.setText(value)
        self.value.set_ink(ink)


class _Hop(_Fact):
    """A hop in a grid's row: its mark, its name and what is said of it."""

    def __init__(self, grid: QGridLayout, row: int) -> None:
        self._mark = IconMark(Icon.MINUS, Ink.TERTIARY, size=SIZE.icon_sm)
        grid.addWidget(self._mark, row, 0, Qt.AlignmentFlag.AlignTop)
        super().__init__(grid, row)

    def show_line(self, line: HopLine | None) -> None:
        """Show how the hop stands; nothing where it was not on the way."""
        for part in (self._mark, self.name, self.value):
            part.setVisible(line is not None)
        if line is not None:
            icon, ink = MARKS[line.state]
            self._mark.show_icon(icon, ink)
            is_open = line.state is HopState.OPEN
            self.show_fact(line.name, line.text, Ink.TERTIARY if is_open else Ink.PRIMARY)


class ConnectionSheet(FormSheet):
    """Shows the way to the servers, hop by hop, and what is known of it.

    ``copy_asked`` carries the text for IT; ``closed`` follows however it was put away.

    ``version`` and ``system`` are what that text says of the program and its computer.
    The code stands still while it is shown, for a camera; the words go on.
    """

    copy_asked = Signal(str)
    retry_asked = Signal()
    closed = Signal()
    asks_by_keys = False  # copying is no way on

    def __init__(self, window: QWidget, version: str, system: str) -> None:
        super().__init__(window)
        self._version, self._system = version, system
        self.heading = Label(role=TextRole.BODY, strong=True, wrap=True)
        self.steps = Label(role=TextRole.CAPTION, strong=True, ink=Ink.SECONDARY)
        self.at_server = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.others_title = Label(role=TextRole.CAPTION, strong=True, ink=Ink.SECONDARY)
        self.others = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, wrap=True)
        self.code, self.code_help = QrCode(), Label(ink=Ink.SECONDARY, wrap=True)
        self.toggle, self.retry = Button(), Button()
        self._texts, self._codes = QWidget(), QWidget()
        self._report: ConnectionReport | None = None
        self._arrange()
        self.cancel.hide()
        self.buttons.insertWidget(0, self.toggle)
        self.buttons.insertWidget(1, self.retry)
        self.toggle.clicked.connect(self._toggle_code)
        self.retry.clicked.connect(self.retry_asked)
        self.asked.connect(lambda: self.copy_asked.emit(self.text()))
        self.retranslate()

    def text(self) -> str:
        """What is copied for IT; empty before the first report."""
        if self._report is None:
            return ""
        return plain_report(self._report, self._version, self._system)

    def show_report(self, report: ConnectionReport) -> None:
        """Show how it is now."""
        self._report = report
        words = ReportWords(report)
        self.heading.setText(words.heading())
        for row, fact in zip(self.facts, words.facts(), strict=True):
            row.show_fact(fact.name, fact.value, Ink.WARNING if fact.wrong else Ink.PRIMARY)
        lines = {line.hop: line for line in (*words.platform_hops(), *words.server_hops())}
        for hop, row in self.hops.items():
            row.show_line(lines.get(hop))
        self.at_server.setText(words.at_server())
        self.at_server.setVisible(bool(words.at_server()))
        others = "\n".join(words.other_servers())
        self.others.setText(others)
        for part in (self.others_title, self.others):
            part.setVisible(bool(others))
        # A screen reader that is reading it would begin anew with each change.
        if not self.scroll_area.hasFocus():
            self.scroll_area.set_summary(spoken_report(report))

    def open(self) -> None:
        """Show it; the keyboard begins where one leaves it again."""
        super().open()
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("connection.title"))
        self.setAccessibleName(tr("connection.title"))
        self.steps.setText(tr("connection.steps"))
        self.others_title.setText(tr("connection.other_servers"))
        self.code_help.setText(tr("connection.code_help"))
        self.retry.setText(tr("connection.retry"))
        self.start.setText(tr("connection.copy"))
        self._name_toggle()
        if self._report is not None:
            self.show_report(self._report)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _toggle_code(self) -> None:
        """Turn from the words to the code, or back."""
        code = not self._codes.isVisibleTo(self)
        if code:
            self.code.show_text(self.text())
        self._codes.setVisible(code)
        self._texts.setVisible(not code)
        self._name_toggle()
        self.place()

    def _name_toggle(self) -> None:
        code = self._codes.isVisibleTo(self)
        self.toggle.setText(tr("connection.show_text" if code else "connection.show_code"))

    def _arrange(self) -> None:
        facts, hops = _grid(), _grid()
        self.facts = [_Fact(facts, number) for number in range(7)]
        self.hops = {hop: _Hop(hops, number) for number, hop in enumerate(BEFORE)}
        hops.addWidget(self.at_server, len(BEFORE), 1, 1, 2)
        self.hops |= {hop: _Hop(hops, number) for number, hop in enumerate(AT_SERVER, AT_ROW)}
        column = QVBoxLayout(self._texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x3)
        column.addWidget(self.heading)
        column.addLayout(facts)
        column.addWidget(Divider())
        column.addWidget(self.steps)
        column.addLayout(hops)
        column.addWidget(self.others_title)
        column.addWidget(self.others)
        codes = QVBoxLayout(self._codes)
        codes.setContentsMargins(0, 0, 0, 0)
        codes.setSpacing(SPACE.x3)
        codes.addWidget(self.code_help)
        codes.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self._codes.hide()
        self.form.addWidget(self._texts)
        self.form.addWidget(self._codes)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE.x2)
    grid.setVerticalSpacing(SPACE.x1)
    grid.setColumnStretch(2, 1)
    return grid
