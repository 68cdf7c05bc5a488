"""Judges a run by its history alone: what was typed, what was archived, what was shown."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from tests.simulation import amendments, own_words, placement, quotes, shown
from tests.simulation.own_words import WishedWords
from tests.simulation.people import ME, room_of
from tests.simulation.placement import Line
from tests.simulation.record import Record
from workstation.domain.changes import Removed, Timeline
from workstation.domain.message import Delivery, Message
from workstation.domain.row_key import origin_id_of
from workstation.vault.unsent.failures import UNPROVEN

ON_RECORD = frozenset({Delivery.SENT, Delivery.READ})
MAX_KILLS = 2
"""Alone; before that in company, of others like it or of what other rooms had under way."""


@dataclass
class History:
    """What the doctor was promised; ``typed`` holds (id, text) by room, once it was queued.

    ``seen`` names the newest message of others that was in sight, by room, and ``looked_at``
    all that were shown then; ``older`` were loaded in front of all that was known. ``failed``
    are the messages last shown as failed, ``asked_again`` those that the doctor had tried once
    more. What the doctor asked to have back is in ``asked_back``; once it was gone, in
    ``taken_back``, with whether it may be archived all the same: it was under way.
    ``overtaken`` went out under another id after they failed, ``words`` is what each is to say.
    """

    typed: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)
    looked_at: dict[int, set[str]] = field(default_factory=dict)
    older: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    asked_again: set[str] = field(default_factory=set)
    asked_back: set[str] = field(default_factory=set)
    taken_back: dict[str, bool] = field(default_factory=dict)
    overtaken: set[str] = field(default_factory=set)
    words: WishedWords = field(default_factory=WishedWords)

    def record_typed(self, room: int, origin_id: str, text: str) -> None:
        """The doctor sent a message."""
        self.typed.setdefault(room, []).append((origin_id, text))
        self.words.typed(origin_id, text)

    def saw(self, room: int, messages: Sequence[Message]) -> None:
        """The doctor's screen showed this end of a room."""
        spoken = (each for each in reversed(messages) if not each.retracted)
        others = (
            each
            for each in spoken
            if each.speaker.member_id != ME and each.origin_id not in self.older
        )
        self.seen[room] = next((each.origin_id for each in others), "")
        self.looked_at[room] = {each.origin_id for each in messages}

    def loaded_older(self, before: Sequence[Message], now: Sequence[Message]) -> None:
        """What was loaded in front of all that was known was read elsewhere: it is never new."""
        first = {each.origin_id for each in before[:1]}
        older = takewhile(lambda each: each.origin_id not in first, now)
        self.older |= {each.origin_id for each in older} if first else set()

    def is_seen(self, room: int, messages: Sequence[Message]) -> bool:
        """Whether nothing of others came since somebody looked, be it older than what was seen."""
        others = {each.origin_id for each in messages if each.speaker.member_id != ME}
        return others <= self.looked_at.get(room, others)

    def went(self, removed: Sequence[Removed], under_way: Collection[str]) -> None:
        """These lines are shown no longer."""
        for name in (origin_id_of(each.key) or "" for each in removed):
            if name in self.asked_back:
                self.taken_back[name] = name in under_way

    def renamed(self, room: int, old: str, new: str) -> None:
        """A message that failed stands under another id now, in its place."""
        typed = self.typed[room]
        self.typed[room] = [(new if name == old else name, text) for name, text in typed]
        self.words.renamed(old, new)
        self.overtaken.add(new)

    def tries_again(self, origin_id: str) -> None:
        """The doctor asked for it, who may have seen the failure on a page before it is told."""
        self.asked_again.add(origin_id)

    def goes_on(self, origin_id: str) -> bool:
        """A message is no longer failed; whether that was asked for."""
        asked = origin_id in self.asked_again
        self.asked_again.discard(origin_id)
        self.failed.discard(origin_id)
        return asked


def ended(
    history: History,
    room: int,
    archive: Sequence[Line],
    timeline: Timeline,
    record: Record | None = None,
) -> list[str]:
    """What is wrong with a room after everything calmed down; nothing, if all is well.

    Where its archive lost entries, a mark for good stands wherever that can be known; also where
    the entry was a marker's.
    """
    record = record or Record()
    typed = history.typed.get(room, [])
    aside = {each.origin_id for each in timeline.unsent if each.delivery is Delivery.FAILED}
    expected = [each for each in typed if each[0] not in history.asked_back | aside]
    troubled = record.troubled(typed) | history.overtaken
    wrong = archived(expected, archive, troubled, record.contents, history.words)
    by_id = amendments.lines(archive)
    lost = record.gone
    remaining = [line for line in archive if line.archive_id not in lost] if lost else archive
    if len(remaining) < len(archive):
        wrong += shown.after_losses(archive, remaining, timeline, record.unknowable)
        has = {each.origin_id for each in remaining}
        wrong += at_any_moment(archive, timeline, record.missing - has, record)
    else:
        wrong += shown.whole(by_id, timeline, record.contents)
    wrong += [f"a gap remains at {gap.position}" for gap in timeline.gaps
              if gap.loadable or (len(remaining) == len(archive)
              and lost.isdisjoint((gap.after, gap.before)))]  # fmt: skip
    wrong += [f"unsent for ever: {shown.words(each)}" for each in timeline.unsent
              if each.origin_id not in record.deadly or each.origin_id not in aside]  # fmt: skip
    wrong += quotes.misquoted(archive, timeline.messages, record.gone)
    wrong += quotes.answered_otherwise(archive, history.words.quoted)
    failed = {each.origin_id for each in timeline.messages if each.delivery is Delivery.FAILED}
    gone = {each.origin_id for each in archive if each.archive_id in lost}
    unseen = record.never_seen.difference(each.origin_id for each in remaining)
    unknown = gone & (record.refused | unseen)
    wrong += own_words.archived_otherwise(history.words, by_id, failed, unknown)
    names = {each.origin_id for each in archive}
    wrong += shown.attributed(archive, timeline.messages, lost)
    return wrong + come_back(history, names)


def untold(
    history: History, room: int, archive: Sequence[Line], read_count: int, first_look: int
) -> list[str]:
    """What was seen and the room was not told of.

    What lies before the first page that was ever taken in was read elsewhere, whoever loads it;
    ``first_look`` is the number of that page's first entry.
    """
    seen = history.seen.get(room)
    place, number = next(
        ((at, line.number) for at, line in enumerate(archive, 1) if line.origin_id == seen), (0, 0)
    )
    is_older = number < first_look
    return [f"seen and not told: {seen}"] if place > read_count and not is_older else []


def archived(
    typed: Sequence[tuple[str, str]],
    archive: Sequence[Line],
    troubled: Collection[str] = (),
    contents: Mapping[str, str] | None = None,
    words: WishedWords | None = None,
) -> list[str]:
    """Everything typed is archived once, as it was typed, in the order typed.

    What was set aside in between is overtaken, and overtakes nothing.
    """
    first = {line.origin_id: at for at, line in reversed(list(enumerate(archive)))}
    wrong = [f"lost: {text}" for name, text in typed if name not in first]
    latest = -1
    for name, text in typed:
        at = first.get(name, latest)
        if at < latest:
            wrong.append(f"out of order: {text}")
        if name not in troubled:
            latest = max(at, latest)
        actual = archive[at].text if name in first else text
        asked = words.texts[name] if words else [text]
        if contents and contents.get(actual, actual) not in asked:
            wrong.append(f"archived {actual} for {asked}")
    copies = Counter(line.origin_id for line in archive if not line.late)
    return wrong + [f"doubled in the archive: {name}" for name, n in copies.items() if n > 1]


def come_back(history: History, archive: Collection[str]) -> list[str]:
    """What was taken back is not said, unless it was under way already."""
    back = (name for name, may in history.taken_back.items() if not may)
    return [f"said although taken back: {name}" for name in back if name in archive]


def at_any_moment(
    archive: Sequence[Line],
    timeline: Timeline,
    missing: Collection[str] = (),
    record: Record | None = None,
) -> list[str]:
    """Nothing twice, nothing hidden, nothing swapped; see ``placement``."""
    record = record or Record()
    names = {each.origin_id for each in timeline.messages}
    wrong = [f"unsent and sent: {shown.words(m)}" for m in timeline.unsent if m.origin_id in names]
    missing = amendments.unseen(archive).union(missing)
    return wrong + placement.wrong(
        archive, timeline, missing, record.shown_before, record.lost_while_asked
    )


def visible(history: History, room: int, timeline: Timeline) -> list[str]:
    """What was queued stands in its conversation, sent or unsent, until it is taken back."""
    there = {each.origin_id for each in (*timeline.messages, *timeline.unsent)} | history.asked_back
    typed = history.typed.get(room, [])
    unsent = {each.origin_id: None for each in timeline.unsent}
    order = [name for name, _ in typed if name in unsent]
    wrong = [f"not in sight: {text}" for name, text in typed if name not in there]
    known = {name for name, _ in typed}
    if order != [name for name in unsent if name in known]:
        wrong.append("unsent messages stand in another order than they were typed")
    return wrong


def premature(messages: Sequence[Message], known: set[str]) -> list[str]:
    """Whoever is told "sent" finds it in the archive."""
    mine = (each for each in messages if each.delivery in ON_RECORD)
    return [f"called sent before: {each.text}" for each in mine if each.origin_id not in known]


def set_aside(history: History, messages: Sequence[Message], record: Record) -> list[str]:
    """What is called failed was refused, or ended the session; it stays so until tried again."""
    wrong = []
    for each in messages:
        name = each.origin_id
        if each.delivery is Delivery.FAILED:
            history.failed.add(name)
            history.words.failed(name)
            bad = record.deadly if each.failure == "poison" else record.refused
            names = {name, *history.words.former(name)}
            blamed = bad & set[str]().union(*map(record.names_of, names))
            if each.failure == UNPROVEN and room_of(each.consultation_id) in record.hiding:
                record.unproven.add(name)
            elif not blamed and shown.words(each) not in record.refused:
                wrong.append(f"called failed without a reason: {shown.words(each)}")
        elif (
            name in history.failed and each.delivery not in ON_RECORD and not history.goes_on(name)
        ):
            wrong.append(f"failed, then {each.delivery.value} unasked: {shown.words(each)}")
    return wrong


def killing(before: Mapping[str, float], after: Mapping[str, float], other: int) -> list[str]:
    """A message that ends the session is soon set aside, where nothing else goes wrong.

    So many ``other`` deaths may have come of what cannot be read, or in the company of other rooms.
    """
    most = MAX_KILLS + len(after) + other
    often = (name for name, n in after.items() if n - before.get(name, 0) > most)
    return [f"ended the session again and again: {name}" for name in often]


def held_up(waiting: Sequence[str], known: Collection[str]) -> list[str]:
    """Words are said while a picture for another patient is on its way."""
    return [f"held up by a picture elsewhere: {name}" for name in waiting if name not in known]
