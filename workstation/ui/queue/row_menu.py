"""What a doctor can mark of one consultation: a menu for the right button and the keys."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from workstation.domain.handover import HandoverItem
from workstation.domain.value import Value
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon

SNOOZE_MINUTES = (15, 30, 60)
MAX_PROMISES = 3
MAX_PROMISE_CHARACTERS = 16


class RowMarks(Value):
    """How a row is marked now.

    ``until_patient`` offers to wait for the patient's next words: not where some are unread or a
    reminder is due, since these might then be hidden for ever. ``labels`` where the policy lets
    patients be labelled. ``promises`` are those that it reminds of.
    """

    pinned: bool = False
    aside: bool = False
    unread: bool = False
    until_patient: bool = True
    waiting: bool = False
    no_reply: bool = False
    labels: bool = False
    promises: tuple[HandoverItem, ...] = ()


class RowActions(Value):
    """What is done when a line is picked; minutes for a snooze, none for the patient's words."""

    pin: Callable[[bool], object]
    snooze: Callable[[int | None], object]
    snooze_until: Callable[[], object]
    wake: Callable[[], object]
    mark_unread: Callable[[bool], object]
    toggle_no_reply: Callable[[], object]
    label: Callable[[], object]
    reminder: Callable[[HandoverItem], object]


def open_row_menu(owner: QWidget, at: QPoint, marks: RowMarks, actions: RowActions) -> None:
    """Open the menu with its corner ``at`` a point of the screen."""
    menu = Menu(owner)
    if marks.waiting or marks.no_reply:
        need = "reply_needed" if marks.no_reply else "no_reply"
        icon = Icon.UNDO if marks.no_reply else Icon.CHECK
        (keys,) = ACTIONS["no_reply"].shown_keys
        menu.add(tr(f"queue.mark.{need}"), actions.toggle_no_reply, icon=icon, keys=keys)
    for item in marks.promises[:MAX_PROMISES]:
        words = formats.beginning(item.text, MAX_PROMISE_CHARACTERS)
        text = tr("queue.mark.promise", text=words)
        menu.add(text, partial(actions.reminder, item), icon=Icon.BELL)
    pin = "unpin" if marks.pinned else "pin"
    menu.add(tr(f"queue.mark.{pin}"), lambda: actions.pin(not marks.pinned), icon=Icon.PIN)
    read = "read" if marks.unread else "unread"
    menu.add(
        tr(f"queue.mark.{read}"), lambda: actions.mark_unread(not marks.unread), icon=Icon.MAIL
    )
    if marks.labels:
        (keys,) = ACTIONS["label"].shown_keys
        menu.add(tr("note.menu_label"), actions.label, icon=Icon.TAG, keys=keys)
    if marks.aside:
        menu.add(tr("queue.mark.wake"), actions.wake, icon=Icon.UNDO)
    for minutes in SNOOZE_MINUTES:
        text = tr("queue.mark.snooze", count=minutes)
        menu.add(text, partial(actions.snooze, minutes), icon=Icon.MOON)
    menu.add(tr("queue.mark.snooze_until"), actions.snooze_until, icon=Icon.CLOCK)
    patient = menu.add(
        tr("queue.mark.snooze_patient"), lambda: actions.snooze(None), icon=Icon.PERSON
    )
    patient.setEnabled(marks.until_patient)
    menu.add_note(tr("queue.mark.local"))
    menu.open_at(at)
    menu.focus_item(0)


class TimeMenu(Menu):
    """A choice of moments, named as they stand to now; those that have passed cannot be picked."""

    def __init__(
        self,
        owner: QWidget,
        moments_ms: Sequence[int],
        now_ms: Callable[[], int],
        on_picked: Callable[[int], object],
    ) -> None:
        super().__init__(owner)
        self._moments_ms, self._now_ms = moments_ms, now_ms
        for moment_ms in moments_ms:
            self.add("", partial(on_picked, moment_ms), icon=Icon.CLOCK)
        self._name_moments()

    def retranslate(self) -> None:
        """Say them in the current language, and anew on another day."""
        self._name_moments()
        super().retranslate()

    def _name_moments(self) -> None:
        now_ms = self._now_ms()
        for item, moment_ms in zip(self.items, self._moments_ms, strict=True):
            item.set_sentence(formats.coming_time(moment_ms, now_ms))
            item.setEnabled(moment_ms > now_ms)
