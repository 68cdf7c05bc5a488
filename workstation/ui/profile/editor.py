"""The form of the doctor's page: four sections, each with its fields and a dot when changed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from workstation.domain.errors import InputError
from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.domain.profile_rules import LIMITS, entry_problem, find_problems
from workstation.services.profile import tidy
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.fields.form import FormSection, Titled
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.theme import SPACE, theme
from workstation.ui.kit.widgets.panel import Divider
from workstation.ui.profile.sections import (
    FIELDS,
    SECTIONS,
    Value,
    carry_over,
    differing_fields,
    sections_of,
    value_of,
)
from workstation.ui.profile.title_field import TitleField

BASIC = SECTIONS["basic"]
LENGTHS = {
    "specialties": (LIMITS.specialty, LIMITS.specialties),
    "honours": (LIMITS.honour, LIMITS.honours),
}
LEAST_BESIDE = 600
"""Room for titles beside two columns of fields, in px at 100 %: what the smallest window has."""


class ProfileEditor(QWidget):
    """The form of the profile: the server's copy is ``base``; ``edited`` tells of changes to it."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.base = Profile(MemberId(0), "")
        self.name, self.title, self.hospital, self.department = (
            Field(),
            TitleField(),
            Field(),
            Field(),
        )
        self.introduction = TextArea()
        self.specialties = TagEditor(refuse=partial(refusal, "specialties"))
        self.honours = OrderedListEditor(refuse=partial(refusal, "honours"))
        self._shown_values: dict[str, Value] = {}
        self._wrong: dict[str, str] = {}
        self._stacked = self._is_narrow = False
        self.sections = {
            name: FormSection(above=SPACE.x5 if number else SPACE.x3)
            for number, name in enumerate(SECTIONS)
        }
        self._titled = {field: Titled(self._widget(field)) for field in BASIC}
        self._arrange()
        self._connect()
        self.show_profile(self.base, self.base)
        self.retranslate()

    def show_profile(self, base: Profile, edited: Profile) -> None:
        """Show ``edited``, which was made from the server's ``base``."""
        self.base = base
        self.title.offer(base.title)
        for field in FIELDS:
            self._show(field, value_of(base, field))
            if value_of(edited, field) != value_of(base, field):
                self._write(field, value_of(edited, field))
        self._update_state()

    def rebase(self, base: Profile, submitted: Profile) -> None:
        """Take ``base``, which the server has now; what was changed since ``submitted`` stays."""
        self.show_profile(base, carry_over(submitted, self.profile(), base))

    def profile(self) -> Profile:
        """What the form says; a field that was not touched is as the server had it."""
        written = {field: self._read(field) for field in FIELDS}
        return replace(
            self.base,
            **{  # type: ignore[arg-type]
                field: value_of(self.base, field) if value == self._shown_values[field] else value
                for field, value in written.items()
            },
        )

    def changed_sections(self) -> tuple[str, ...]:
        """The names of the sections that differ from the server's copy."""
        return sections_of(differing_fields(self.base, self.profile()))

    def commit(self) -> bool:
        """Take in what is still being typed; whether nothing was refused. What was takes focus."""
        accepted = self.honours.commit()
        if not self.specialties.commit():
            self.specialties.setFocus(Qt.FocusReason.OtherFocusReason)
            accepted = False
        return accepted

    def abandon(self) -> None:
        """Drop all changes, and what is still being typed."""
        self.specialties.abandon()
        self.honours.abandon()
        self.show_profile(self.base, self.base)

    def first_problem(self) -> str:
        """The first field that cannot be saved as it is, which takes the focus; or nothing."""
        for field in self._wrong:
            self._widget(field).setFocus(Qt.FocusReason.OtherFocusReason)
            return field
        return ""

    def set_stacked(self, *, stacked: bool) -> None:
        """Put titles above fields, or beside them where the text leaves room for both."""
        self._stacked = stacked
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_narrow is not self._lacks_room():
            self._fit()

    def _lacks_room(self) -> bool:
        return self.width() < theme.scaled(LEAST_BESIDE)

    def _fit(self) -> None:
        self._is_narrow = self._lacks_room()
        for section in self.sections.values():
            section.set_stacked(stacked=self._stacked or self._is_narrow)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        for name, section in self.sections.items():
            section.title.setText(tr(f"profile.{name}.title"))
            section.hint.setText(tr(f"profile.{name}.hint"))
        for field, titled in self._titled.items():
            titled.title.setText(tr(f"profile.field.{field}"))
            self._widget(field).set_name(tr(f"profile.field.{field}"))
        self.introduction.set_name(tr("profile.introduction.title"))
        self.specialties.set_name(tr("profile.specialties.title"))
        self.honours.set_name(tr("profile.honours.title"))
        self.honours.set_add_text(tr("profile.add_honour"))
        self._wrong.clear()
        self._show_problems()

    def _widget(self, field: str) -> Any:
        return getattr(self, field)

    def _read(self, field: str) -> Value:
        if field == "specialties":
            return tuple(self.specialties.tags())
        if field == "honours":
            return tuple(self.honours.items())
        return str(self._widget(field).text())

    def _write(self, field: str, value: Value | Sequence[str]) -> None:
        if field == "specialties":
            self.specialties.set_tags(value)
        elif field == "honours":
            self.honours.set_items(value)
        else:
            widget = self._widget(field)
            widget.set_text(value)
            if isinstance(widget, Field):
                widget.show_start()

    def _show(self, field: str, value: Value) -> None:
        """Show a field; what an input makes of it, such as line ends, is no change by hand."""
        self._write(field, value)
        self._shown_values[field] = self._read(field)

    def _update_state(self) -> None:
        changed = self.changed_sections()
        for name, section in self.sections.items():
            section.set_changed(name in changed)
        self._show_problems()

    def _on_changed(self) -> None:
        self._update_state()
        self.edited.emit()

    def _show_problems(self) -> None:
        problems = find_problems(tidy(self.profile()), tidy(self.base))
        errors = {error.field: str(error_text(error)) for error in problems}
        for field in FIELDS:
            if errors.get(field) != self._wrong.get(field):
                self._widget(field).set_error(errors.get(field, ""))
        self._wrong = errors

    def _connect(self) -> None:
        for field in (*BASIC, "introduction"):
            self._widget(field).edited.connect(self._on_changed)
        self.specialties.changed.connect(self._on_changed)
        self.honours.changed.connect(self._on_changed)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.x4)
        grid.setVerticalSpacing(SPACE.x3)
        for place, titled in enumerate(self._titled.values()):
            grid.addWidget(titled, *divmod(place, 2), Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        self.sections["basic"].fields.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, (name, section) in enumerate(self.sections.items()):
            if number:
                column.addWidget(Divider())
                section.fields.addWidget(self._widget(name))
            column.addWidget(section)
        column.addStretch(1)


def refusal(field: str, text: str, others: tuple[str, ...]) -> str:
    """The reason why ``text`` cannot join ``others``, as sentences; empty where it can."""
    longest, most = LENGTHS[field]
    error: InputError | None = entry_problem(
        field, text, others, max_characters=longest, max_entries=most
    )
    return str(error_text(error)) if error is not None else ""
