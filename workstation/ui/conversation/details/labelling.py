"""Giving a patient a label: a menu of those in use, a few suggested, and a field for others."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.matching import fold
from workstation.domain.notes import (
    MAX_LABEL_CHARACTERS,
    MAX_LABELS,
    clean_label,
    toggle_label,
)
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon
from workstation.ui.shell.signed_in import SignedIn

MAX_OFFERED = 10


class Labelling(QObject):
    """Opens the menu and carries out what was picked; a bar offers to undo it."""

    def __init__(
        self, signed_in: SignedIn, owner: QWidget, scope: TaskScope, notify: Notify
    ) -> None:
        super().__init__(owner)
        self._signed_in, self._scope, self._notify = signed_in, scope, notify

    def ask(self, consultation: Consultation, anchor: QWidget, at: QPoint | None = None) -> Menu:
        """Open the menu for a patient, at a point of the screen or beside ``anchor``."""
        menu = Menu(anchor)
        menu.setAccessibleName(tr("note.labels", name=_name(consultation)))
        field = _new_label_field(menu, lambda text: self._add_typed(consultation, text))
        for label in self._offered(consultation):
            _add_line(
                menu,
                label,
                partial(self.toggle, consultation, label),
                on=label in self._labels(consultation),
            )
        if at is None:
            menu.open()
        else:
            menu.open_at(at)
        field.setFocus()
        return menu

    def toggle(self, consultation: Consultation, label: str) -> None:
        """Give the patient a label, or take it away."""
        before = self._labels(consultation)
        after = toggle_label(before, label)
        if after == before:
            self._notify(tr("note.labels_full", count=MAX_LABELS))
            return
        noting = self._signed_in.lists.noting
        key = "note.label_given" if len(after) > len(before) else "note.label_taken"
        text = tr(key, label=label, name=_name(consultation))
        undo = NoticeAction(lambda: self._scope.spawn(noting.toggle_label(consultation, label)))

        async def change() -> None:
            await noting.toggle_label(consultation, label)
            self._notify(text, undo)

        self._scope.spawn(change())

    def _add_typed(self, consultation: Consultation, text: str) -> None:
        """Add a typed label, spelled as it is in use; one that the patient has already stays."""
        typed = clean_label(text)
        known = {fold(label): label for label in self._signed_in.store.notes.labels()}
        label = known.get(fold(typed), typed)
        if label and label not in self._labels(consultation):
            self.toggle(consultation, label)

    def _labels(self, consultation: Consultation) -> tuple[str, ...]:
        return self._signed_in.store.notes.of(consultation).labels

    def _offered(self, consultation: Consultation) -> list[str]:
        """The labels that the patient has, those in use, those suggested; each once."""
        suggested = tr("note.suggested").split("|")
        used = self._signed_in.store.notes.labels()
        offered = dict.fromkeys((*self._labels(consultation), *used, *suggested))
        return list(offered)[:MAX_OFFERED]


def _new_label_field(menu: Menu, on_typed: Callable[[str], object]) -> Field:
    field = Field()
    field.edit.setMaxLength(MAX_LABEL_CHARACTERS)
    field.set_name(tr("note.new_label"), tr("note.new_label"))
    field.setContentsMargins(0, 0, 0, SPACE.x1)
    menu.body.addWidget(field)

    def enter() -> None:
        text = field.edit.text()
        if text.strip():
            menu.close_now()
            on_typed(text)

    field.edit.returnPressed.connect(enter)
    return field


def _add_line(menu: Menu, label: str, pick: Callable[[], object], *, on: bool) -> None:
    item = menu.add(
        label,
        pick,
        icon=Icon.CHECK if on else Icon.PLUS,
        ink=Ink.ACCENT if on else Ink.PRIMARY,
    )
    if on:
        item.setAccessibleName(tr("note.label_on", label=label))


def _name(consultation: Consultation) -> str:
    return consultation.patient_name or tr("queue.no_name")
