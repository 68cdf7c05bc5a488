"""Jumps in the open conversation, offered in the menu of its head: to what is new, to a day."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.ids import ConsultationId
from workstation.domain.time_range import day_begins_ms
from workstation.ui.conversation.head import MenuOffer
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.shell.signed_in import SignedIn

if TYPE_CHECKING:
    from workstation.ui.kit.fields.calendar import Calendar


class JumpMenu(QObject):
    """Offers the jumps and carries them out; ``notify`` shows a notice."""

    def __init__(
        self,
        signed_in: SignedIn,
        pane: ConversationPane,
        conversation: OpenConversation,
        scope: TaskScope,
        notify: Callable[[str], object],
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane = signed_in, pane
        self._conversation, self._scope = conversation, scope
        self._notify = notify
        self.calendar: Calendar | None = None
        head = pane.head
        head.offer(MenuOffer("search.jump.unread", self.go_to_unread, Icon.MAIL))
        head.offer(MenuOffer("search.jump.date", self.ask_date, Icon.CLOCK))
        head.offer(MenuOffer("search.jump.newest", conversation.go_to_newest, Icon.DOWN))

    def go_to_unread(self) -> None:
        """Go to the first message not seen yet; with none, to where it was when it was opened."""
        consultation = self._pane.consultation
        if consultation is not None:
            self._scope.spawn(
                self._go_to_first_unread(consultation.consultation_id), key="to unread"
            )

    def ask_date(self) -> None:
        """Open a calendar below the head."""
        from workstation.ui.kit.fields.calendar import Calendar

        today = formats.local(self._signed_in.clock.now_ms()).date()
        self.calendar = calendar = Calendar(self._pane.head.more, today, tr("search.jump.calendar"))
        calendar.month_requested.connect(self._show_month)
        calendar.picked.connect(self._on_picked)
        calendar.closed.connect(self._on_closed)
        calendar.show_month(calendar.month, ())
        calendar.open(right=True)
        self._show_month(calendar.month)

    async def _go_to_first_unread(self, consultation_id: ConsultationId) -> None:
        place = await self._signed_in.messaging.conversations.first_unread(consultation_id)
        if not self._is_open(consultation_id):
            return
        if place is None:
            place = self._conversation.fresh_place
        if place is None:
            self._notify(tr("search.jump.no_unread"))
        else:
            self._conversation.go_to_place(place)

    def _show_month(self, month: dt.date) -> None:
        if self.calendar is not None and self._pane.consultation is not None:
            number = self._pane.consultation.consultation_id
            self._scope.spawn(self._fill(self.calendar, number, month), key="calendar")

    async def _fill(
        self, calendar: "Calendar", consultation_id: ConsultationId, month: dt.date
    ) -> None:
        after = (month + dt.timedelta(days=31)).replace(day=1)
        source = self._signed_in.messaging.conversations
        moments = await source.spoken_at(
            consultation_id, day_begins_ms(month), day_begins_ms(after)
        )
        calendar.show_month(month, {formats.local(moment).date() for moment in moments})

    def _on_picked(self, day: dt.date) -> None:
        consultation = self._pane.consultation
        if consultation is not None:
            self._scope.spawn(self._go_to_day(consultation.consultation_id, day), key="to day")

    async def _go_to_day(self, consultation_id: ConsultationId, day: dt.date) -> None:
        place = await self._signed_in.messaging.conversations.first_since(
            consultation_id, day_begins_ms(day)
        )
        if place is not None and self._is_open(consultation_id):
            self._conversation.go_to_place(place)

    def _is_open(self, consultation_id: ConsultationId) -> bool:
        """Whether the place that was read is one of the conversation on the screen."""
        consultation = self._pane.consultation
        return consultation is not None and consultation.consultation_id == consultation_id

    def _on_closed(self) -> None:
        self.calendar = None
        self._scope.cancel("calendar")
