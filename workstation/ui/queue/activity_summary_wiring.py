"""Noticing when the doctor looks, and saying what an absence missed."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from workstation.base.aligned_waits import LAST_SEEN_AFTER
from workstation.base.clock import MINUTE_MS
from workstation.base.task_scope import TaskScope
from workstation.domain.errors import StorageError
from workstation.domain.people import distinct_names
from workstation.store.activity_summary import ActivitySummary, summarise_activity
from workstation.ui.kit.aligned_timer import AlignedTimer
from workstation.ui.kit.strings import formats, tr
from workstation.ui.queue.activity_summary import ActivitySummaryCard
from workstation.ui.shell.signed_in import SignedIn

CHECK_MS = 60_000
MAX_NAMED = 2


class ActivitySummaryWiring(QObject):
    """Keeps the card true from the first reading of the queue until the doctor puts it away.

    ``is_focused`` says whether the doctor looks at the window.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        card: ActivitySummaryCard,
        scope: TaskScope,
        is_focused: Callable[[], bool],
    ) -> None:
        super().__init__(card)
        self._signed_in, self._card, self._scope = signed_in, card, scope
        self._is_focused = is_focused
        self._list_read = self._away = False
        self._timer = AlignedTimer(self, CHECK_MS, LAST_SEEN_AFTER)
        self._timer.timeout.connect(self._tick)
        self._timer.begin()
        card.closed.connect(self._on_put_away)
        self._look_if_focused()

    def on_focused(self) -> None:
        """Show what happened in an absence, and note the time: the doctor looks at the window."""
        if self._signed_in.lists.last_seen.update():
            self._away = True
            self.show()
        self._scope.spawn(self._keep(), key="looked")

    def on_list_read(self) -> None:
        """Begin to show what is new: the platform's list was read, so rows and times are known."""
        if not self._list_read:
            self._list_read = True
            self._look_if_focused()
            self.show()

    def show(self) -> None:
        """Show how it is at this moment, if there is anything to say."""
        looked_ms = self._signed_in.lists.last_seen.away_since_ms
        if not self._list_read or not self._away or looked_ms is None:
            return
        worklist, now_ms = self._signed_in.store.worklist, self._signed_in.clock.now_ms()
        me = self._signed_in.account.member_id
        summary = summarise_activity(worklist.rows(), looked_ms, me)
        if summary or not self._card.isHidden():
            self._card.show_lines(_title(looked_ms, now_ms), list(self._lines(summary, now_ms)))

    def _lines(self, summary: ActivitySummary, now_ms: int) -> Iterator[str]:
        """What is new, who answered, how long the longest wait is."""
        new = [
            tr(f"queue.since.{kind}", count=count)
            for kind, count in (("opened", summary.opened), ("wrote", summary.wrote))
            if count
        ]
        if new:
            yield tr("queue.comma").join(new)
        if summary.answered:
            yield tr("queue.comma").join(self._answers(summary))
        longest = self._longest_ms(now_ms)
        if longest is not None:
            yield tr("queue.since.longest", duration=formats.duration(longest // MINUTE_MS))

    def _answers(self, summary: ActivitySummary) -> Iterator[str]:
        names = distinct_names(self._signed_in.store.names)
        for member, count in summary.answered[:MAX_NAMED]:
            name = names.get(member) or tr("queue.since.colleague")
            yield tr("queue.since.answered", name=name, count=count)
        others = len(summary.answered) - MAX_NAMED
        if others > 0:
            yield tr("queue.since.others", count=others)

    def _longest_ms(self, now_ms: int) -> int | None:
        worklist = self._signed_in.store.worklist
        consultation_id = worklist.queue_order.longest_waiting(now_ms)
        row = worklist.row(consultation_id) if consultation_id is not None else None
        if row is None or row.waiting_since_ms is None:
            return None
        return max(now_ms - row.waiting_since_ms, 0)

    def _on_put_away(self) -> None:
        self._away = False

    def _tick(self) -> None:
        """End the absence a minute after the list was read: what comes later is no news of it."""
        if self._list_read and self._card.isHidden():
            self._away = False
        self._look_if_focused()

    def _look_if_focused(self) -> None:
        if self._is_focused():
            self.on_focused()

    async def _keep(self) -> None:
        """Save when the doctor last looked: a computer switched off forgets at most a minute."""
        try:
            await self._signed_in.lists.last_seen.save()
        except StorageError:
            return  # what is not kept is asked again at the next start; nothing is lost by it


def _title(looked_ms: int, now_ms: int) -> str:
    today = formats.local(looked_ms).date() == formats.local(now_ms).date()
    if today:
        return tr("queue.since.title", time=formats.clock_time(looked_ms))
    time = formats.day_time(looked_ms, now_ms, in_sentence=True)
    return tr("queue.since.title", time=time)
