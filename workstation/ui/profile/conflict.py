"""Two copies of the page side by side, where they differ; the doctor picks one for each field."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface
from workstation.ui.kit.widgets.tab_order import chain_in_tab_order
from workstation.ui.profile.choice import ConflictChoice
from workstation.ui.profile.sections import differing_fields, value_of


class ConflictView(Panel):
    """The choice between two copies of the profile.

    ``decided`` carries the server's copy and the page put together by the doctor's choices.
    ``picked`` carries that page after every choice; ``returned`` goes back to the form.
    """

    decided = Signal(object, object)
    picked = Signal(object)
    returned = Signal()

    def __init__(self) -> None:
        super().__init__(Surface.PANEL)
        self._mine = self._theirs = Profile(MemberId(0), "")
        self.choices: list[ConflictChoice] = []
        self._heading = Label(role=TextRole.TITLE, strong=True, wrap=True)
        self._sentence = Label(ink=Ink.SECONDARY, wrap=True)
        self.all_mine, self.all_theirs = Button(), Button()
        self.back, self.save = Button(), Button(kind=ButtonKind.FILLED)
        self.all_mine.clicked.connect(lambda: self._pick_all(mine=True))
        self.all_theirs.clicked.connect(lambda: self._pick_all(mine=False))
        self.back.clicked.connect(self.returned)
        self.save.clicked.connect(lambda: self.decided.emit(self._theirs, self.merged()))
        self._list = QVBoxLayout()
        self._arrange()
        self.retranslate()

    def show_copies(self, base: Profile, mine: Profile, theirs: Profile) -> None:
        """Show where ``mine`` and ``theirs`` differ; what only they changed is theirs at first."""
        self._mine, self._theirs = mine, theirs
        for choice in self.choices:
            self._list.removeWidget(choice)
            choice.hide()
            choice.deleteLater()
        own = differing_fields(base, mine)
        self.choices = [
            ConflictChoice(
                field, value_of(mine, field), value_of(theirs, field), prefer_mine=field in own
            )
            for field in differing_fields(mine, theirs)
        ]
        for choice in self.choices:
            choice.picked.connect(self._emit_merged)
            self._list.addWidget(choice)
        chain_in_tab_order([self.all_theirs, *self.choices])
        self.show_busy(busy=False)
        self._emit_merged()

    def merged(self) -> Profile:
        """The server's copy with every field that was picked as the doctor's own."""
        own = [choice.field for choice in self.choices if choice.mine.isChecked()]
        return replace(self._theirs, **{field: value_of(self._mine, field) for field in own})  # type: ignore[arg-type]

    def show_busy(self, *, busy: bool) -> None:
        """Show whether saving is under way."""
        self.save.set_busy(busy)
        for button in (self.back, self.all_mine, self.all_theirs):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._heading.setText(tr("profile.conflict.heading"))
        self._sentence.setText(tr("profile.conflict.sentence"))
        self.all_mine.setText(tr("profile.conflict.all_mine"))
        self.all_theirs.setText(tr("profile.conflict.all_theirs"))
        self.back.setText(tr("profile.keep_editing"))
        self.save.setText(tr("profile.conflict.save"))

    def _pick_all(self, *, mine: bool) -> None:
        for choice in self.choices:
            choice.pick(mine=mine)
        self._emit_merged()

    def _emit_merged(self) -> None:
        self.picked.emit(self.merged())

    def _arrange(self) -> None:
        ground = QWidget()
        body = QVBoxLayout(ground)
        body.setContentsMargins(SPACE.x8, SPACE.x3, SPACE.x8, SPACE.x6)
        body.setSpacing(SPACE.x5)
        words = QVBoxLayout()
        words.setSpacing(SPACE.x1)
        words.addWidget(self._heading)
        words.addWidget(self._sentence)
        both = QHBoxLayout()
        both.setSpacing(SPACE.x2)
        both.addWidget(self.all_mine)
        both.addWidget(self.all_theirs)
        both.addStretch(1)
        self._list.setSpacing(SPACE.x5)
        for part in (words, both, self._list):
            body.addLayout(part)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ScrollArea(ground), 1)
        column.addWidget(self._foot())

    def _foot(self) -> Panel:
        foot = Panel(Surface.PANEL, edge=Qt.Edge.TopEdge)
        theme.hold(foot, QWidget.setFixedHeight, SIZE.header)
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE.x8, SIZE.hairline, SPACE.x8, 0)
        row.setSpacing(SPACE.x2)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.save)
        return foot
