"""Searching everything: what is found in the lists and in all conversations, and opened."""

import contextlib
from collections.abc import Callable, Hashable, Iterable
from functools import partial

from PySide6.QtCore import QObject

from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import find_spans
from workstation.domain.message import Message
from workstation.domain.quick_replies import QuickReply
from workstation.store.consultation_search import ConsultationMatch, find_consultations
from workstation.ui.consultation_row.row_texts import symptom_preview
from workstation.ui.conversation.head import who_asks
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.conversation.timeline.bubble import speaker_name
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.strings import formats, language, tr
from workstation.ui.kit.tasks import TaskScope
from workstation.ui.kit.theme import Icon
from workstation.ui.palette.entries import GroupHeading, ResultGroup, ResultPerson, SearchResult
from workstation.ui.palette.palette import Palette
from workstation.ui.shell.frame import WindowFrame
from workstation.ui.shell.signed_in import SignedIn

FEW = 3
MANY = 100
KEY = "search everything"

Open = Callable[[ConsultationId, Anchor | None, str], None]
"""Shows a consultation, at a place of its conversation where some words were found, if any."""


class PaletteWiring(QObject):
    """Opens the palette over the frame, one at a time.

    ``writing`` tells whether a quick reply has a text to go into.
    """

    def __init__(  # noqa: PLR0913 - what a hit may lead to
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
        *,
        open_active: Open,
        open_ended: Open,
        search_history: Callable[[str], None],
        insert_reply: Callable[[int], None],
        writing: Callable[[], bool],
    ) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._open_active, self._open_ended = open_active, open_ended
        self._search_history = search_history
        self._insert_reply, self._writing = insert_reply, writing
        self._acts: dict[Hashable, Callable[[], None]] = {}
        self.palette: Palette | None = None

    def open(self, words: str = "") -> None:
        """Show the palette with these words to begin with, or take it away again."""
        if self.palette is not None:
            self.palette.close_now()
            return
        self.palette = palette = Palette(self._frame)
        palette.search_requested.connect(self._wanted)
        palette.picked.connect(self._picked)
        palette.closed.connect(self._closed)
        palette.open()
        palette.field.edit.setText(words)

    def _wanted(self, words: str, group: ResultGroup | None) -> None:
        if self.palette is not None:
            self._scope.spawn(self._show(self.palette, words, group), key=KEY)

    def _closed(self) -> None:
        self.palette = None
        self._scope.cancel(KEY)

    def _picked(self, key: Hashable) -> None:
        act = self._acts.get(key)
        if act is not None:
            act()

    async def _show(self, palette: Palette, words: str, group: ResultGroup | None) -> None:
        most = FEW if group is None else MANY
        hidden = self._signed_in.lists.hidden_rows.hidden
        said: tuple[Message, ...] = ()
        if words and group in {None, ResultGroup.MESSAGES}:
            said = await self._signed_in.messaging.conversations.find_everywhere(
                words, most, hidden
            )
        self._acts = {}
        entries: list[SearchResult | GroupHeading] = []
        if group in {None, ResultGroup.CONSULTATIONS}:
            now_ms = self._signed_in.clock.now_ms()
            told = find_consultations(self._signed_in.store, words, now_ms, hidden)[:most]
            entries += _headed(ResultGroup.CONSULTATIONS, [self._told(one, words) for one in told])
        entries += _headed(ResultGroup.MESSAGES, [self._said(message, words) for message in said])
        if words and group in {None, ResultGroup.QUICK} and self._writing():
            replies = await self._replies(words)
            entries += _headed(ResultGroup.QUICK, [self._reply(one) for one in replies[:most]])
        if words and group in {None, ResultGroup.ACTIONS}:
            entries += _headed(ResultGroup.ACTIONS, [self._in_history(words)])
        palette.show_results(words, entries)

    def _told(self, found: ConsultationMatch, words: str) -> SearchResult:
        told = found.consultation
        name = told.target.name or tr("queue.no_name")
        key = (ResultGroup.CONSULTATIONS, told.consultation_id)
        open_it = self._open_active if found.in_process else self._open_ended
        self._acts[key] = partial(open_it, told.consultation_id, None, "")
        return SearchResult(
            ResultGroup.CONSULTATIONS,
            key,
            ResultPerson(initials(name), told.target.member_id),
            name,
            " · ".join(_matter(told, words)),
            tr("search.active") if found.in_process else self._ended(told),
        )

    def _ended(self, told: Consultation) -> str:
        if told.created_ms is None:
            return tr("search.ended")
        now_ms = self._signed_in.clock.now_ms()
        return tr("search.ended_on", day=formats.day(told.created_ms, now_ms))

    def _said(self, message: Message, words: str) -> SearchResult:
        room = message.consultation_id
        key = (room, message.key)
        row = self._signed_in.store.worklist.row(room)
        told = row.consultation if row is not None else self._signed_in.store.history.get(room)
        open_it = self._open_active if row is not None else self._open_ended
        self._acts[key] = partial(open_it, room, Anchor.of(message), words)
        name = told.target.name if told is not None else ""
        day = formats.day(message.at_ms, self._signed_in.clock.now_ms())
        return SearchResult(
            ResultGroup.MESSAGES,
            key,
            Icon.CHAT,
            speaker_name(message),
            message.written,
            tr("search.said_on", name=name or tr("queue.no_name"), day=day),
        )

    async def _replies(self, words: str) -> tuple[QuickReply, ...]:
        """Without those that could not be read, the rest is found all the same."""
        service = self._signed_in.messaging.quick_replies
        with contextlib.suppress(StorageError):
            await service.load(language().value)
        return tuple(found.reply for found in service.look_up(words))

    def _reply(self, reply: QuickReply) -> SearchResult:
        key = (ResultGroup.QUICK, reply.reply_id)
        self._acts[key] = partial(self._insert_reply, reply.reply_id)
        text = " ".join(reply.text.split())
        return SearchResult(
            ResultGroup.QUICK, key, Icon.QUICK, reply.title, text, tr("search.insert")
        )

    def _in_history(self, words: str) -> SearchResult:
        key = (ResultGroup.ACTIONS, "history")
        self._acts[key] = partial(self._search_history, words)
        title = tr("search.in_history", words=words)
        return SearchResult(ResultGroup.ACTIONS, key, Icon.SEARCH, title, keys="Ctrl H")


def _headed(group: ResultGroup, found: list[SearchResult]) -> Iterable[SearchResult | GroupHeading]:
    if found:
        yield GroupHeading(group, tr(f"search.group.{group.value}"))
        yield from found


def _matter(told: Consultation, words: str) -> Iterable[str]:
    """The matter, and before it what else has the words: who asks, or the team."""
    for text in (who_asks(told), told.team.name):
        if find_spans(text, words):
            yield text
    yield symptom_preview(told, lambda _url: None).text
