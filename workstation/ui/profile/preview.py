"""The doctor's page as patients see it, at once with every key."""

from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import CardPanel, Panel, ScrollArea, Surface

UNBOUNDED = 16_777_215
TOP = Qt.AlignmentFlag.AlignTop


class TagRows(QWidget):
    """Tags from left to right, in as many rows as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] | None = None
        self._chips: list[Chip] = []
        theme.text_resized.connect(self._place)

    def show_tags(self, texts: tuple[str, ...]) -> None:
        """Show these."""
        if texts == self._texts:
            return
        self._texts = texts
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(text, Tone.PLAIN, round_ends=False) for text in texts]
        for chip in self._chips:
            chip.setParent(self)
            chip.show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = y = 0
        for chip in self._chips:
            width = min(chip.sizeHint().width(), max(self.width(), 1))
            if x and x + width > self.width():
                x, y = 0, y + SIZE.chip + SPACE.x2
            chip.setGeometry(x, y, width, SIZE.chip)
            x += width + SPACE.x2
        self.setFixedHeight(y + SIZE.chip)


class NumberedLines(QWidget):
    """Lines in their order, each with its number."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE.x2)
        self._grid.setVerticalSpacing(SPACE.x2)
        self._grid.setColumnMinimumWidth(0, SPACE.x3)
        self._grid.setColumnStretch(1, 1)
        self._texts: tuple[str, ...] | None = None
        self._labels: list[Label] = []

    def show_lines(self, texts: tuple[str, ...]) -> None:
        """Show these."""
        if texts == self._texts:
            return
        self._texts = texts
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for row, text in enumerate(texts):
            number = Label(str(row + 1), TextRole.LABEL, ink=Ink.TERTIARY, tabular=True)
            line = Label(text, TextRole.LABEL, ink=Ink.SECONDARY, wrap=True)
            self._grid.addWidget(number, row, 0, TOP)
            self._grid.addWidget(line, row, 1)
            self._labels += [number, line]


class PreviewCard(CardPanel):
    """The card itself; parts without content are left out."""

    def __init__(self) -> None:
        super().__init__(RADIUS.xl)
        self.avatar = Avatar(SIZE.avatar_xl)
        self.name = Label(role=TextRole.HEADING, strong=True, wrap=True)
        self.title = Label(wrap=True, ink=Ink.SECONDARY)
        self.place = Label(role=TextRole.LABEL, wrap=True, ink=Ink.TERTIARY)
        self.introduction = Label(role=TextRole.BODY, ink=Ink.SECONDARY, wrap=True, line=SPACE.x6)
        self.specialties, self.honours = TagRows(), NumberedLines()
        self._parts = {
            "introduction": self._part(self.introduction),
            "specialties": self._part(self.specialties),
            "honours": self._part(self.honours),
        }
        self._arrange()
        self.retranslate()

    def show_profile(self, profile: Profile) -> None:
        """Show the page as it would be."""
        self.avatar.show_person(profile.name, profile.member_id, doctor=True)
        self.name.setText(profile.name)
        self.title.setText(profile.title)
        self.title.setVisible(bool(profile.title))
        place = " · ".join(part for part in (profile.hospital, profile.department) if part)
        self.place.setText(place)
        self.place.setVisible(bool(place))
        self.introduction.setText(profile.introduction)
        self.specialties.show_tags(profile.specialties)
        self.honours.show_lines(profile.honours)
        for name, (part, _heading) in self._parts.items():
            part.setVisible(bool(getattr(profile, name)))

    def retranslate(self) -> None:
        """Set the headings in the current language."""
        for name, (_part, heading) in self._parts.items():
            heading.setText(tr(f"profile.{name}.title"))

    def _part(self, content: QWidget) -> tuple[QWidget, Label]:
        part, heading = QWidget(), Label(role=TextRole.LABEL, strong=True)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, SPACE.x5, 0, 0)
        column.setSpacing(SPACE.x2)
        column.addWidget(heading)
        column.addWidget(content)
        return part, heading

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for label in (self.name, self.title, self.place):
            words.addWidget(label)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(SPACE.x4)
        head.addWidget(self.avatar, 0, TOP)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        inside = SPACE.x6 + SIZE.hairline
        column.setContentsMargins(inside, inside, inside, inside)
        column.setSpacing(0)
        column.addLayout(head)
        for part, _heading in self._parts.values():
            column.addWidget(part)


class PreviewPane(Panel):
    """The card under its heading, with a chip that says whether patients see it already.

    The card is made in the turn after the first painting: the form, which one came for, is there
    sooner. ``card_made`` carries it.
    """

    card_made = Signal(object)

    def __init__(self) -> None:
        super().__init__(Surface.CANVAS, edge=Qt.Edge.LeftEdge)
        self._profile, self._is_made = Profile(MemberId(0), ""), False
        self._mark = IconMark(Icon.EYE, Ink.SECONDARY, size=SIZE.icon_sm)
        self._heading = Label(role=TextRole.LABEL, ink=Ink.SECONDARY)
        self.unsaved = Chip()
        ground = QWidget()
        below = QVBoxLayout(ground)
        below.setContentsMargins(SPACE.x8, SPACE.x2, SPACE.x8, SPACE.x8)
        # Between stretches the card's height is reckoned for its own width, not for the pane's.
        self._centred = QHBoxLayout()
        self._centred.addStretch(0)
        self._centred.addStretch(0)
        below.addLayout(self._centred)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZE.hairline, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(ScrollArea(ground), 1)
        self.set_alone(alone=False)
        self.show_unsaved(unsaved=False)
        self.retranslate()

    @cached_property
    def card(self) -> PreviewCard:
        """The card, made now if it was not yet."""
        card = PreviewCard()
        theme.hold(card, QWidget.setMaximumWidth, SIZE.preview_card)
        card.show_profile(self._profile)
        self._centred.insertWidget(1, card, 1)  # it has its width before there is room beside it
        self._is_made = True
        self.card_made.emit(card)
        return card

    def show_profile(self, profile: Profile) -> None:
        """Show the page as it would be."""
        self._profile = profile
        if self._is_made:
            self.card.show_profile(profile)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the card once the page has been painted."""
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self.card)

    def show_unsaved(self, *, unsaved: bool) -> None:
        """Say that patients do not see this yet, or nothing."""
        self.unsaved.setVisible(unsaved)

    def set_alone(self, *, alone: bool) -> None:
        """Set whether it is alone and takes all there is, or is 424 px wide beside the form."""
        self.setMinimumWidth(0 if alone else SIZE.preview)
        self.setMaximumWidth(UNBOUNDED if alone else SIZE.preview)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._heading.setText(tr("profile.preview"))
        self.unsaved.show_text(tr("profile.unsaved"), Tone.ACCENT)

    def _head(self) -> QWidget:
        head = QWidget()
        theme.hold(head, QWidget.setFixedHeight, SIZE.header)
        row = QHBoxLayout(head)
        row.setContentsMargins(SPACE.x8, 0, SPACE.x8, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self._mark)
        row.addWidget(self._heading, 1)
        row.addWidget(self.unsaved)
        return head
