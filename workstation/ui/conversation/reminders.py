"""A promise as a reminder in the queue: by the doctor's choice alone, undone by its notice."""

from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.handover import HandoverItem
from workstation.domain.time_range import day_begins_ms
from workstation.ui.conversation.due_day import due_text
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.shell.signed_in import SignedIn

DAYS_OFFERED = (0, 1, 3, 7, 14, 30)


class Reminders:
    """Sets, postpones and closes reminders; ``notify`` shows the outcome, the scope an error."""

    def __init__(self, signed_in: SignedIn, scope: TaskScope, notify: Notify) -> None:
        self._signed_in, self._scope, self._notify = signed_in, scope, notify

    def toggle(self, item: HandoverItem) -> None:
        """Remind of a promise, or no longer."""
        reminds = not item.reminds
        day, _ink = due_text(item.due_ms or 0, self._now_ms())
        text = tr("handover.reminder.set" if reminds else "handover.reminder.gone", due=day)
        self._do(self._signed_in.account.handover.remind(item, reminds=reminds), text, item)

    def close(self, item: HandoverItem) -> None:
        """Close an item: it is done, answered, or was found by mistake."""
        text = tr(f"handover.closed.{item.kind.value}")
        self._do(self._signed_in.account.handover.close(item), text, item)

    def add_days(self, menu: Menu, item: HandoverItem) -> None:
        """Offer other days."""
        for days in DAYS_OFFERED:
            menu.add(
                tr(f"handover.menu.due.{days}"),
                partial(self._set_due, item, days),
                icon=Icon.CLOCK,
            )

    def add_toggle(self, menu: Menu, item: HandoverItem) -> None:
        """Offer to remind of a promise, or no longer."""
        (keys,) = ACTIONS["remind"].shown_keys
        name = tr("handover.menu.forget" if item.reminds else "handover.menu.remind")
        menu.add(name, partial(self.toggle, item), icon=Icon.BELL, keys=keys)

    def open_menu(self, owner: QWidget, at: QPoint, item: HandoverItem) -> Menu:
        """What can be done about a reminder, with the corner ``at`` a point of the screen."""
        menu = Menu(owner)
        menu.setAccessibleName(item.text)
        menu.add(tr("handover.menu.close.promise"), partial(self.close, item), icon=Icon.CHECK)
        self.add_days(menu, item)
        menu.add(tr("handover.menu.forget"), partial(self.toggle, item), icon=Icon.BELL)
        menu.open_at(at)
        menu.focus_first()
        return menu

    def _set_due(self, item: HandoverItem, days: int) -> None:
        today = formats.local(self._now_ms()).date()
        due_ms = day_begins_ms(today + timedelta(days=days))
        day, _ink = due_text(due_ms, self._now_ms())
        work = self._signed_in.account.handover.set_due(item, due_ms)
        self._do(work, tr("handover.reminder.put_off", due=day), item)

    def _do(self, work: Coroutine[Any, Any, None], text: str, before: HandoverItem) -> None:
        handover = self._signed_in.account.handover
        undo = NoticeAction(lambda: self._scope.spawn(handover.restore(before)))

        async def done() -> None:
            await work
            self._notify(text, undo)

        self._scope.spawn(done())

    def _now_ms(self) -> int:
        return self._signed_in.clock.now_ms()
