"""Rows of the details: a fact, a doctor of the team."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.export import ExportChannel
from workstation.domain.ids import MemberId
from workstation.domain.value import value
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.dot import Dot
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

ROW = 32
DOCTOR_ROW = 48


@value
class DoctorCard:
    """One doctor of the team as the panel shows it."""

    member_id: MemberId
    name: str
    title: str
    me: bool


def fact_row(
    key: str,
    text: str,
    *,
    copy: Callable[[str], object] | None,
    changed: bool,
    dot: Dot | None,
) -> QWidget:
    """Its name, what it is, a mark where it is new, a button where it can be copied."""
    row = QWidget()
    theme.hold(row, QWidget.setFixedHeight, theme.scaled(ROW))
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    name = Label(key, TextRole.LABEL, ink=Ink.TERTIARY, elide=True)
    theme.hold(name, QWidget.setFixedWidth, SIZE.field_label)
    line.addWidget(name)
    line.addWidget(Label(text, TextRole.LABEL, elide=True, tabular=copy is not None), 1)
    if dot is not None:
        line.addWidget(dot)
    if changed:
        line.addWidget(Chip(tr("details.changed"), Tone.ACCENT))
    if copy is not None:
        button = IconButton(
            Icon.COPY, tr("details.copy"), size=SIZE.control_sm, icon_size=SIZE.icon_sm
        )
        export_rules.mark(button, ExportChannel.TEXT)
        button.clicked.connect(lambda: copy(text))
        line.addWidget(button)
    return row


def doctor_row(doctor: DoctorCard, dot: Dot | None) -> QWidget:
    """Face, name and title; at the end whether it is oneself, or who is there now."""
    row = QWidget()
    theme.hold(row, QWidget.setFixedHeight, theme.scaled(DOCTOR_ROW))
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE.x3)
    avatar = Avatar(SIZE.avatar_md)
    avatar.show_person(doctor.name, doctor.member_id, doctor=True)
    names = QVBoxLayout()
    names.setSpacing(0)
    names.addStretch(1)
    names.addWidget(Label(doctor.name, TextRole.LABEL, strong=True, elide=True))
    if doctor.title:
        names.addWidget(Label(doctor.title, TextRole.CAPTION, ink=Ink.TERTIARY, elide=True))
    names.addStretch(1)
    line.addWidget(avatar)
    line.addLayout(names, 1)
    if doctor.me:
        line.addWidget(Chip(tr("details.me"), Tone.PLAIN))
    elif dot is not None:
        line.addWidget(dot)
    return row
