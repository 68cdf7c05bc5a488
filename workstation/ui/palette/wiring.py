"""Searching everything: what is found in the lists and in all conversations, and opened."""

import contextlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import find_spans, fold_visible
from workstation.domain.message import Message
from workstation.domain.pinyin import Readings
from workstation.domain.quick_replies import QuickReply
from workstation.store.consultation_search import (
    ConsultationMatch,
    find_by_letters,
    find_consultations,
    find_noted,
    mark_namesakes,
)
from workstation.ui.consultation_row.row_texts import symptom_preview
from workstation.ui.conversation.head import who_asks
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.strings import error_text, formats, language, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.palette.entries import (
    GroupHeading,
    PaletteAction,
    ResultGroup,
    ResultPerson,
    SearchResult,
)
from workstation.ui.palette.message_results import MessageResults, words_to_mark
from workstation.ui.palette.named_actions import find_actions
from workstation.ui.palette.palette import Palette
from workstation.ui.palette.targets import PaletteTargets
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

FEW = 3
MANY = 100
MAX_DIGITS = 18
"""Every number of so many fits where numbers of consultations are kept."""
KEY = "search everything"


class PaletteWiring(QObject):
    """Opens the palette over the frame, one at a time.

    ``targets`` are where results lead, ``actions`` gives what can be asked for by name at that
    moment.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
        targets: PaletteTargets,
        actions: Callable[[], Iterable[PaletteAction]],
    ) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._targets, self._named_actions = targets, actions
        self._messages = MessageResults(signed_in)
        self._actions: dict[Hashable, Callable[[], object]] = {}
        self.palette: Palette | None = None

    def open(self, words: str = "") -> None:
        """Show the palette with these words to begin with, or take it away again."""
        if self.palette is not None:
            self.palette.close_now()
            return
        self.palette = palette = Palette(self._frame)
        palette.search_requested.connect(self._on_query)
        palette.picked.connect(self._on_picked)
        palette.closed.connect(self._on_closed)
        palette.open()
        palette.field.edit.setText(words)

    def _on_query(self, words: str, group: ResultGroup | None) -> None:
        if self.palette is not None:
            self._scope.spawn(self._show(self.palette, words, group), key=KEY)

    def _on_closed(self) -> None:
        self.palette = None
        self._scope.cancel(KEY)

    def _on_picked(self, key: Hashable) -> None:
        act = self._actions.get(key)
        if act is not None:
            act()

    async def _show(self, palette: Palette, words: str, group: ResultGroup | None) -> None:
        """Show the palette; ``group`` is the only one searched, ``None`` for all of them."""

        def is_asked(kind: ResultGroup) -> bool:
            return group in {None, kind}

        max_hits = FEW if group is None else MANY
        hidden = self._signed_in.lists.hidden_rows.hidden
        messages: tuple[Message, ...] = ()
        problem = ""
        if words and is_asked(ResultGroup.MESSAGES):
            messages, problem = await self._find_messages(words, max_hits, hidden)
        readings = await self._signed_in.messaging.quick_replies.load_readings()
        replies: tuple[QuickReply, ...] = ()
        if words and is_asked(ResultGroup.QUICK) and self._targets.is_writing():
            replies = await self._replies(words)
        # Nothing is waited for from here on: what is still shown can be opened until then.
        self._actions = {}
        results: dict[ResultGroup, list[SearchResult]] = {}
        if is_asked(ResultGroup.CONSULTATIONS):
            results[ResultGroup.CONSULTATIONS] = self._consultation_entries(
                words, max_hits, hidden, readings
            )
        if is_asked(ResultGroup.NOTES):
            results[ResultGroup.NOTES] = self._note_entries(words, max_hits, hidden)
        results[ResultGroup.MESSAGES] = [self._message_entry(each, words) for each in messages]
        results[ResultGroup.QUICK] = [self._reply_entry(each) for each in replies[:max_hits]]
        if words and is_asked(ResultGroup.ACTIONS):
            results[ResultGroup.ACTIONS] = self._action_entries(words, max_hits, readings)
        entries = chain.from_iterable(_with_heading(*each) for each in results.items())
        palette.show_results(words, list(entries), problem)

    def _consultation_entries(
        self,
        words: str,
        max_hits: int,
        hidden: frozenset[ConsultationId],
        readings: Readings,
    ) -> list[SearchResult]:
        """Consultations by the number typed, by the words, by the letters that spell a name."""
        store, now_ms = self._signed_in.store, self._signed_in.clock.now_ms()
        number = _number(words)
        if number in hidden:
            number = None
        hits = find_consultations(store, words, now_ms, hidden)
        spelled = find_by_letters(store, words, now_ms, hidden, readings)
        # By their numbers: to compare thousands with thousands held the window for seconds.
        matches = {hit.consultation.consultation_id: hit for hit in (*hits, *spelled)}
        hits = mark_namesakes(islice(matches.values(), max_hits), matches.values())
        hits = [hit for hit in hits if hit.consultation.consultation_id != number]
        if number is None:
            return [self._consultation_entry(hit, words) for hit in hits]
        row, ended = store.worklist.row(number), store.history.get(number)
        if row is not None:
            hits.insert(0, ConsultationMatch(row.consultation, in_process=True))
        elif ended is not None:
            hits.insert(0, ConsultationMatch(ended, in_process=False))
        results = [self._consultation_entry(hit, words) for hit in hits]
        return results if row or ended else [self._number_entry(number), *results]

    def _number_entry(self, number: ConsultationId) -> SearchResult:
        """The row of a number that no list here has: it is asked for when it is opened."""
        key = (ResultGroup.CONSULTATIONS, number)
        self._actions[key] = partial(self._targets.open_ended, number, None, "")
        title, note = tr("search.by_number", number=number), tr("search.unlisted")
        return SearchResult(ResultGroup.CONSULTATIONS, key, Icon.CHAT, title, note=note)

    def _consultation_entry(self, hit: ConsultationMatch, words: str) -> SearchResult:
        consultation = hit.consultation
        name = consultation.patient_name or tr("queue.no_name")
        key = (ResultGroup.CONSULTATIONS, consultation.consultation_id)
        targets = self._targets
        open_it = targets.open_active if hit.in_process else targets.open_ended
        self._actions[key] = partial(open_it, consultation.consultation_id, None, "")
        return SearchResult(
            ResultGroup.CONSULTATIONS,
            key,
            ResultPerson(initials(consultation.target.name or name), consultation.target.member_id),
            name,
            " · ".join(_matter(consultation, words)),
            tr("search.active") if hit.in_process else self._ended_text(consultation),
        )

    def _note_entries(
        self, words: str, max_hits: int, hidden: frozenset[ConsultationId]
    ) -> list[SearchResult]:
        store, now_ms = self._signed_in.store, self._signed_in.clock.now_ms()
        return [
            self._note_entry(hit) for hit in find_noted(store, words, now_ms, hidden)[:max_hits]
        ]

    def _note_entry(self, hit: ConsultationMatch) -> SearchResult:
        """The row of a patient's note: it opens the consultation beside which the note stands."""
        entry = self._consultation_entry(hit, "")
        note = self._signed_in.store.notes.of(hit.consultation)
        text = " · ".join(filter(None, (*note.labels, " ".join(note.text.split()))))
        key = (ResultGroup.NOTES, hit.consultation.consultation_id)
        self._actions[key] = self._actions[entry.key]
        return replace(entry, group=ResultGroup.NOTES, key=key, text=text)

    def _ended_text(self, consultation: Consultation) -> str:
        if consultation.created_ms is None:
            return tr("search.ended")
        now_ms = self._signed_in.clock.now_ms()
        return tr("search.ended_on", day=formats.day(consultation.created_ms, now_ms))

    def _message_entry(self, message: Message, words: str) -> SearchResult:
        consultation_id = message.consultation_id
        is_active = self._signed_in.store.worklist.row(consultation_id) is not None
        targets = self._targets
        open_it = targets.open_active if is_active else targets.open_ended
        entry, marked = self._messages.entry(message), words_to_mark(message, words)
        self._actions[entry.key] = partial(open_it, consultation_id, Anchor.of(message), marked)
        return entry

    async def _find_messages(
        self, words: str, max_hits: int, hidden: frozenset[ConsultationId]
    ) -> tuple[tuple[Message, ...], str]:
        """The messages, or none and why they cannot be read, which a notice says, too."""
        try:
            return await self._messages.find(words, max_hits, hidden), ""
        except StorageError as error:
            problem = str(error_text(error))
            self._frame.notify(problem)
            return (), problem

    async def _replies(self, words: str) -> tuple[QuickReply, ...]:
        """The quick replies that have the words; without those, the rest is found all the same."""
        service = self._signed_in.messaging.quick_replies
        with contextlib.suppress(StorageError):
            await service.load(language().value)
        return tuple(hit.reply for hit in service.look_up(words))

    def _reply_entry(self, reply: QuickReply) -> SearchResult:
        key = (ResultGroup.QUICK, reply.reply_id)
        self._actions[key] = partial(self._targets.insert_reply, reply.reply_id)
        text = " ".join(reply.text.split())
        return SearchResult(
            ResultGroup.QUICK, key, Icon.QUICK, reply.title, text, tr("search.insert")
        )

    def _action_entries(self, words: str, max_hits: int, readings: Readings) -> list[SearchResult]:
        """Actions by their names, and the way to the history, which searches for the words."""
        hits = find_actions(self._named_actions(), words, readings)[:max_hits]
        return [*map(self._action_entry, hits), self._history_entry(words)]

    def _action_entry(self, action: PaletteAction) -> SearchResult:
        key = (ResultGroup.ACTIONS, action.key)
        self._actions[key] = action.act
        return SearchResult(
            ResultGroup.ACTIONS, key, action.icon, action.title, note=action.note, keys=action.keys
        )

    def _history_entry(self, words: str) -> SearchResult:
        key = (ResultGroup.ACTIONS, "words in history")
        self._actions[key] = partial(self._targets.search_history, words)
        title = tr("search.in_history", words=words)
        return SearchResult(ResultGroup.ACTIONS, key, Icon.SEARCH, title, keys="Ctrl H")


def _number(words: str) -> ConsultationId | None:
    """The consultation whose number was typed, if one was."""
    words = fold_visible(words)
    is_number = words.isascii() and words.isdigit() and len(words) <= MAX_DIGITS
    return ConsultationId(int(words)) if is_number and int(words) else None


def _with_heading(
    group: ResultGroup, entries: list[SearchResult]
) -> Iterable[SearchResult | GroupHeading]:
    if entries:
        yield GroupHeading(group, tr(f"search.group.{group.value}"))
        yield from entries


def _matter(consultation: Consultation, words: str) -> Iterable[str]:
    """The matter, and before it what else has the words: who asks, or the team."""
    for text in (who_asks(consultation), consultation.team.name):
        if find_spans(text, words):
            yield text
    yield symptom_preview(consultation, lambda _url: None).text
