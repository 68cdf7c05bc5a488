"""Rows of the details: a fact, a doctor of the team."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.ids import MemberId
from workstation.domain.value import Value
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.dot import Dot
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

ROW = 32
AROUND_LINE = 6
"""Above and below the words of a row, at 100 %."""
DOCTOR_ROW = 48


class DoctorCard(Value):
    """One doctor of the team as the panel shows it."""

    member_id: MemberId
    name: str
    title: str
    me: bool


class FactRow(QWidget):
    """A fact's name and value, with a mark where it is new, and a dot or a button if given.

    It is updated in place, so that its button keeps the focus. The value is never cut off, unlike
    long names elsewhere, but wrapped.
    """

    def __init__(self, *, dot: Dot | None = None, copy: IconButton | None = None) -> None:
        super().__init__()
        self.name = Label(role=TextRole.LABEL, ink=Ink.TERTIARY, elide=True)
        self.text = Label(role=TextRole.LABEL, wrap=True, tabular=copy is not None)
        self._changed = Chip()
        theme.hold(self, QWidget.setMinimumHeight, theme.scaled(ROW))
        theme.hold(self.name, QWidget.setFixedWidth, SIZE.field_label)
        for label in (self.name, self.text):
            theme.hold(label, _set_air, theme.scaled(AROUND_LINE))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)
        for part in filter(None, (dot, self._changed, copy)):
            line.addWidget(part)

    def show_fact(self, name: str, text: str, *, changed: bool) -> None:
        """Set the value."""
        self.name.setText(name)
        self.text.setText(text)
        self._changed.show_text(tr("details.changed"), Tone.ACCENT)
        self._changed.setVisible(changed)


class DoctorRow(QWidget):
    """Portrait, name and title; at the end whether it is this doctor, or is present."""

    def __init__(self) -> None:
        super().__init__()
        self._avatar = Avatar(SIZE.avatar_md)
        self._name = Label(role=TextRole.LABEL, strong=True, wrap=True)
        self._title = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self._me, self._dot = Chip(), presence_dot()
        theme.hold(self, QWidget.setMinimumHeight, theme.scaled(DOCTOR_ROW))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._title)
        names.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.x3)
        line.addWidget(self._avatar)
        line.addLayout(names, 1)
        line.addWidget(self._me)
        line.addWidget(self._dot)

    def show_doctor(self, doctor: DoctorCard) -> None:
        """Show another one."""
        self._avatar.show_person(doctor.name, doctor.member_id, doctor=True)
        self._name.setText(doctor.name)
        self._title.setText(doctor.title)
        self._title.setVisible(bool(doctor.title))
        self._me.show_text(tr("details.me"), Tone.PLAIN)
        self._me.setVisible(doctor.me)
        self._dot.set_words(tr("details.present"))

    def show_present(self, *, present: bool) -> None:
        """Show whether this doctor is in the conversation's room now."""
        self._dot.setVisible(present)


def _set_air(label: QWidget, length: int) -> None:
    label.setContentsMargins(0, length, 0, length)


def presence_dot() -> Dot:
    """The dot of a doctor who is present in the room."""
    return Dot(lambda: theme.colours.success_mark)
