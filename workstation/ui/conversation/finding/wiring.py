"""Looking for words in the open conversation, over all of it that this computer holds."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.message import Message
from workstation.ui.conversation.finding.matches import Match, match_sentence, matches_in
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.anchor import BEGINNING, Anchor
from workstation.ui.conversation.timeline.items import CardItem, MessageItem
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.kit.throttle import Debounce
from workstation.ui.shell.signed_in import SignedIn

END = 1 << 62
"""Behind the last message, where what is not sent yet stands."""


class ConversationSearch(QObject):
    """Marks all matches in the pane, and steps through them.

    The words are those of the pane's find bar or, while that is hidden, those of ``suggest``.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        pane: ConversationPane,
        conversation: OpenConversation,
        scope: TaskScope,
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane = signed_in, pane
        self._conversation, self._scope = conversation, scope
        self._suggested = self._words = ""
        self.matches: list[Match] = []
        self._messages: Sequence[Message] = ()
        self._at = 0
        self._goal: tuple[bool, Anchor | None] = False, None
        # Two pages look for words at the same time, in one scope.
        self._key = f"find {id(self)}"
        self._refresh = Debounce(self._search_again, self)
        pane.find_bar.edited.connect(lambda _: self._search(pane.find_bar.words, go=True))
        pane.find_bar.closed.connect(lambda: self._search(self._suggested))
        pane.step_asked.connect(self.step)
        stop = signed_in.store.changes.subscribe(self._on_changes)
        self.destroyed.connect(stop)

    @property
    def current(self) -> Match | None:
        """The place that the doctor is at."""
        return self.matches[self._at] if self.matches else None

    def on_opened(self) -> None:
        """End the search in the previous conversation: another one is open."""
        self._show([], 0)
        self._pane.find_bar.close_now()
        self._search(self._suggested)

    def suggest(self, words: str) -> None:
        """Mark here as well what the page's list was searched for."""
        if words != self._suggested:
            self._suggested = words
            if self._pane.find_bar.isHidden():
                self._search(words)

    def show_words(self, words: str, anchor: Anchor) -> None:
        """Show these words in the find bar, with the place that they were found at.

        Nothing is shown where a place was gone to without words, as from the handover.
        """
        if not words:
            return
        self._pane.find_bar.show_words(words)
        self._search(words, at=anchor)

    def step(self, by: int) -> None:
        """Go to the next place, or from the last to the first; with no words yet, ask for them."""
        if self.matches:
            self._show(self.matches, (self._at + by) % len(self.matches))
            self._announce(urgent=True)
            self._go()
        elif not self._words and self._pane.consultation is not None:
            self._pane.find_bar.open()

    def _search_again(self) -> None:
        """Search what came meanwhile, too, from the same place as before."""
        go, at = self._goal
        self._search(self._words, go=go, at=at)

    def _search(self, words: str, *, go: bool = False, at: Anchor | None = None) -> None:
        self._words, self._goal = words, (go, at)
        consultation = self._pane.consultation
        if consultation is None or not words:
            self._scope.cancel(self._key)
            self._show([], 0)
        else:
            self._scope.spawn(self._find(consultation, words, go=go, at=at), key=self._key)

    async def _find(
        self, consultation: Consultation, words: str, *, go: bool, at: Anchor | None
    ) -> None:
        messages = await self._signed_in.messaging.conversations.find(
            consultation.consultation_id, words
        )
        matches, self._goal = matches_in(consultation, messages, words), (False, None)
        self._messages = messages
        self._show(matches, self._place(matches, at))
        if go or at is not None:
            self._announce()
        if go:
            self._go()

    def _place(self, matches: list[Match], at: Anchor | None) -> int:
        """Where to be: at what was asked for, else where one was, else where one looks."""
        if at is not None:
            return next((n for n, match in enumerate(matches) if match.anchor.key == at.key), 0)
        if self.current in matches:
            return matches.index(self.current)
        top = self._top()
        below = (n for n, match in enumerate(matches) if _order(match.anchor) >= top)
        return next(below, max(len(matches) - 1, 0))

    def _top(self) -> int:
        """The position of the first visible message."""
        view = self._pane.view
        for row in range(view.rows_in_sight().start, view.timeline.rowCount()):
            item = view.timeline.entry(row)
            if isinstance(item, CardItem):
                return BEGINNING
            if isinstance(item, MessageItem):
                return _order(Anchor.of(item.message))
        return END

    def _show(self, matches: list[Match], at: int) -> None:
        self.matches, self._at = matches, at
        marked: dict[object, tuple[tuple[int, int], ...]] = {}
        for match in matches:
            marked[match.anchor.key] = (*marked.get(match.anchor.key, ()), match.span)
        current = self.current
        place = (current.anchor.key, current.span) if current is not None else None
        self._pane.view.show_matches(marked, place)
        self._pane.show_place(at + 1, len(matches))

    def _go(self) -> None:
        if self.current is not None:
            self._conversation.go_to(self.current.anchor)

    def _announce(self, *, urgent: bool = False) -> None:
        """Announce the number of the match and the words around it to a screen reader."""
        consultation, place = self._pane.consultation, tr("search.find.none")
        if consultation is not None and self.current is not None:
            at = tr("history.match_at", number=self._at + 1, count=len(self.matches))
            there = match_sentence(self.current, consultation, self._messages)
            place = tr("widgets.breath").join((at, there))
        announcer.announce(place, topic="found", urgent=urgent)

    def _on_changes(self, changes: Changes) -> None:
        consultation = self._pane.consultation
        if consultation is None or not self._words:
            return
        touched = {message.consultation_id for message in changes.messages}
        touched |= {removed.consultation_id for removed in changes.removed}
        if consultation.consultation_id in touched | set(changes.reread):
            self._refresh.request()


def _order(anchor: Anchor) -> int:
    return END if anchor.position is None else anchor.position
