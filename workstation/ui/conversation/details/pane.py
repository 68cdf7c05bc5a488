"""A consultation's details: people, team, doctors, pictures (the design, 01, right)."""

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation, with_namesakes
from workstation.domain.export import ExportChannel
from workstation.domain.ids import MemberId
from workstation.ui.conversation.details.note_section import NoteSection
from workstation.ui.conversation.details.others_section import OthersSection
from workstation.ui.conversation.details.pictures_section import PicturesSection
from workstation.ui.conversation.details.rows import DoctorCard, DoctorRow, FactRow, presence_dot
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.whole_notice import let_open_whole
from workstation.ui.kit.page import HasEntrance
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.roles import SpokenAs
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.catalogue import has_text
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.kit.widgets.panel import Divider, Panel, ScrollArea, Surface
from workstation.ui.media.media_lookup import MediaLookup

DOCTORS, PICTURES = "team_doctors", "pictures"
"""What may have changed besides the facts in the rows."""
_SEPARATOR = re.compile(r"[\s-]+|(?<=[a-z])(?=[A-Z])")


class DetailsPane(HasEntrance, SpokenAs, Panel):
    """The details of a consultation.

    Emits ``closed``, ``picture_used`` (a ``HitAction``), ``all_asked``, and ``copy_asked`` with the
    text to copy.
    """

    closed = Signal()
    picture_used = Signal(object)
    all_asked = Signal()
    copy_asked = Signal(str)

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.LeftEdge, parent=parent)
        theme.hold(self, QWidget.setFixedWidth, SIZE.details)
        self._now_ms = now_ms
        self._consultation: Consultation | None = None
        self._doctors: tuple[DoctorCard, ...] = ()
        self._changed: frozenset[str] = frozenset()
        self._present: frozenset[MemberId] = frozenset()
        self._creator_dot = presence_dot()
        self._copy_button = IconButton(Icon.COPY, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        self.facts = {
            "target": FactRow(),
            "creator": FactRow(dot=self._creator_dot),
            "team": FactRow(),
            "created": FactRow(),
            "status": FactRow(),
            "number": FactRow(copy=self._copy_button),
        }
        self._doctor_rows: list[DoctorRow] = []
        self.problem_bar = NoticeBar(Ink.WARNING)
        self.title = Label(role=TextRole.TITLE, strong=True)
        self.close_button = IconButton(Icon.X)
        self.note = NoteSection()
        self.others = OthersSection(now_ms)
        self.pictures = PicturesSection(media, now_ms)
        self._rows = QVBoxLayout()
        self._team = QVBoxLayout()
        self._team_title = Label(role=TextRole.LABEL, strong=True)
        self._doctors_changed = Chip()
        self._arrange()
        self.close_button.clicked.connect(self.closed)
        self._copy_button.clicked.connect(
            lambda: self.copy_asked.emit(self.facts["number"].text.text())
        )
        export_rules.changed.connect(self.retranslate)
        self.pictures.used.connect(self.picture_used)
        self.pictures.all_asked.connect(self.all_asked)
        self.retranslate()

    def show_consultation(
        self, consultation: Consultation, doctors: tuple[DoctorCard, ...]
    ) -> None:
        """Show who and what; what has changed while it was open is marked."""
        self._note_changed(self._consultation, consultation)
        self._consultation = consultation
        for key, text in self._texts(consultation).items():
            self.facts[key].show_fact(tr(f"details.{key}"), text, changed=key in self._changed)
        self.pictures.mark_changed(changed=PICTURES in self._changed)
        self.show_doctors(doctors)

    @property
    def patient_name(self) -> str:
        """Whom the consultation is about."""
        return "" if self._consultation is None else self._consultation.target.name

    def enter_note(self) -> None:
        """Scroll to the note and focus it."""
        self._scroll.ensureWidgetVisible(self.note)
        self.note.enter()

    def show_doctors(self, doctors: tuple[DoctorCard, ...]) -> None:
        """Show who treats the patient."""
        self._doctors = doctors
        for _ in doctors[len(self._doctor_rows) :]:
            self._doctor_rows.append(DoctorRow())
            self._team.addWidget(self._doctor_rows[-1])
        for row in self._doctor_rows[len(doctors) :]:
            row.hide()
        for row, doctor in zip(self._doctor_rows, doctors, strict=False):
            row.show_doctor(doctor)
            row.show()
        self._show_dots()
        self._team_title.setVisible(bool(doctors))
        self._doctors_changed.setVisible(bool(doctors) and DOCTORS in self._changed)
        self._scroll.set_summary(self._spoken())

    def _spoken(self) -> str:
        """All that is read here and leads nowhere, in one sentence for who comes by keyboard."""
        if self._consultation is None:
            return self.title.text()
        facts = [f"{fact.name.text()} {fact.text.text()}" for fact in self.facts.values()]
        doctors = tr("profile.comma").join(
            f"{each.name} {tr('details.me') if each.me else each.title}".strip()
            for each in self._doctors
        )
        team = f"{self._team_title.text()} {doctors}" if doctors else ""
        return tr("widgets.breath").join(filter(None, (*facts, team)))

    def show_present(self, members: frozenset[MemberId]) -> None:
        """Mark who is present in the room, except the doctor.

        The rows are updated in place, as one of them may have the focus.
        """
        self._present = members
        self._show_dots()

    def _show_dots(self) -> None:
        if self._consultation is None:
            return
        self._creator_dot.setVisible(self._consultation.creator.member_id in self._present)
        for row, doctor in zip(self._doctor_rows, self._doctors, strict=False):
            row.show_present(present=not doctor.me and doctor.member_id in self._present)

    def _note_changed(self, before: Consultation | None, now: Consultation) -> None:
        """Note which facts are different now, until another consultation is opened."""
        if before is None or before.consultation_id != now.consultation_id:
            self._changed = frozenset()
            return
        before, now = (with_namesakes(one, frozenset()) for one in (before, now))  # no news
        earlier, texts = self._texts(before), self._texts(now)
        self._changed |= {key for key, text in texts.items() if text != earlier[key]}
        if before.doctor_ids != now.doctor_ids:
            self._changed |= {DOCTORS}
        if before.pictures != now.pictures:
            self._changed |= {PICTURES}

    def announce_visibility(self) -> None:
        """Announce to a screen reader whether it is shown, after a key of the page changed that."""
        is_visible = self.isVisible()
        text = tr("conversation.details_on") if is_visible else tr("conversation.details_off")
        announcer.announce(text, topic="details", urgent=True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._doctors_changed.show_text(tr("details.changed"), Tone.ACCENT)
        self.title.setText(tr("details.title"))
        self.setAccessibleName(tr("details.title"))
        self.close_button.set_name(tr("details.close"))
        self._creator_dot.set_words(tr("details.present"))
        self._copy_button.set_name(tr("details.copy"))
        export_rules.mark(self._copy_button, ExportChannel.TEXT)
        self._team_title.setText(tr("details.team_doctors"))
        self.note.retranslate()
        self.others.retranslate()
        self.pictures.retranslate()
        if self._consultation is not None:
            self.show_consultation(self._consultation, self._doctors)

    def _texts(self, consultation: Consultation) -> Mapping[str, str]:
        created = consultation.created_ms
        return {
            "target": consultation.patient_name or tr("queue.no_name"),
            "creator": tr("queue.for_self") if consultation.for_self else consultation.creator.name,
            "team": consultation.team.name,
            "created": formats.day_time(created, self._now_ms()) if created is not None else "",
            "status": status_text(consultation.status),
            "number": str(consultation.consultation_id),
        }

    def _arrange(self) -> None:
        let_open_whole(self.problem_bar)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.x4, 0, SPACE.x3, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        header = QWidget()
        theme.hold(header, QWidget.setFixedHeight, SIZE.header)
        header.setLayout(head)
        content = Panel(Surface.PANEL)
        self._scroll = ScrollArea(content, self)  # before it is filled: it is styled once
        column = QVBoxLayout(content)
        column.setContentsMargins(0, SPACE.x1, 0, SPACE.x4)
        column.setSpacing(0)
        for part in (self._rows, self._team):
            part.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
            part.setSpacing(0)
        for fact in self.facts.values():
            self._rows.addWidget(fact)
        column.addLayout(self._rows)
        column.addSpacing(SPACE.x4)
        column.addWidget(self.note)
        column.addWidget(self.others)
        column.addWidget(Divider())
        team_head = _inset(self._team_title, SPACE.x4, SPACE.x3)
        team_head.addWidget(self._doctors_changed)
        column.addLayout(team_head)
        column.addLayout(self._team)
        column.addSpacing(SPACE.x4)
        column.addWidget(Divider())
        column.addWidget(self.pictures)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SIZE.hairline, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addWidget(self.problem_bar)
        whole.addWidget(self._scroll, 1)
        self.entrance = self._scroll


def status_text(status: str) -> str:
    """A consultation's status in words: translated if known, else marked as the platform's own."""
    word = status.strip()
    if not word:
        return ""
    key = f"details.status_word.{_SEPARATOR.sub('_', word).lower()}"
    return tr(key) if has_text(key) else tr("details.status_foreign", word=word)


def _inset(widget: QWidget, above: int, below: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(SPACE.x4, above, SPACE.x4, below)
    row.addWidget(widget)
    return row
