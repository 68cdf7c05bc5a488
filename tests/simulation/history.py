"""Judges a run by its history alone: what was typed, what was archived, what was shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from tests.simulation.people import ME
from workstation.domain.changes import Timeline
from workstation.domain.message import Delivery, Message, SpeakerRole

UNREADABLE = "", ""
ON_RECORD = frozenset({Delivery.SENT, Delivery.READ})


class Line(Protocol):
    """One archived message."""

    @property
    def member_id(self) -> int: ...
    @property
    def origin_id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def late(self) -> bool: ...
    @property
    def poison(self) -> bool: ...


@dataclass
class History:
    """What the doctor was promised; ``typed`` holds (id, text) by room, once it was queued.

    ``seen`` names the newest message of others that was in sight, by room.
    """

    typed: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)

    def said(self, room: int, origin_id: str, text: str) -> None:
        self.typed.setdefault(room, []).append((origin_id, text))

    def saw(self, room: int, shown: Sequence[Message]) -> None:
        others = (each for each in reversed(shown) if each.speaker.member_id != ME)
        self.seen[room] = next((each.origin_id for each in others), "")


def ended(history: History, room: int, archive: Sequence[Line], shown: Timeline) -> list[str]:
    """What is wrong with a room after everything calmed down; nothing, if all is well."""
    wrong = archived(history.typed.get(room, []), archive)
    once = {line.origin_id: line for line in archive}
    expected = [UNREADABLE if line.poison else (name, line.text) for name, line in once.items()]
    found = [(message.origin_id, message.text) for message in shown.messages]
    if found != expected:
        wrong.append(f"shown {_difference(found, expected)}")
    wrong += [f"a gap remains at {gap.position}" for gap in shown.gaps]
    wrong += [f"unsent for ever: {message.text}" for message in shown.unsent]
    return wrong + attributed(archive, shown.messages)


def untold(history: History, room: int, archive: Sequence[Line], told: int) -> list[str]:
    """What was seen and the room was not told of."""
    seen = history.seen.get(room)
    place = next((at for at, line in enumerate(archive, 1) if line.origin_id == seen), 0)
    return [f"seen and not told: {seen}"] if place > told else []


def archived(typed: Sequence[tuple[str, str]], archive: Sequence[Line]) -> list[str]:
    """Everything typed is archived once, in the order typed."""
    first = {line.origin_id: at for at, line in reversed(list(enumerate(archive)))}
    wrong = [f"lost: {text}" for name, text in typed if name not in first]
    places = [first[name] for name, _ in typed if name in first]
    wrong += [f"out of order: {archive[b].text}" for a, b in pairwise(places) if a > b]
    copies = Counter(line.origin_id for line in archive if not line.late)
    return wrong + [f"doubled in the archive: {name}" for name, n in copies.items() if n > 1]


def attributed(archive: Sequence[Line], shown: Sequence[Message]) -> list[str]:
    """Each message stands under the one who said it."""
    speakers = {line.origin_id: line.member_id for line in archive} | {"": None}
    return [
        f"wrong speaker: {each.text}"
        for each in shown
        if each.speaker.member_id != speakers.get(each.origin_id)
        or (each.speaker.role is SpeakerRole.ME) != (each.speaker.member_id == ME)
    ]


def at_any_moment(archive: Sequence[Line], shown: Timeline) -> list[str]:
    """Nothing twice, nothing missing between two neighbours without a gap, nothing swapped.

    Copies in the archive stand where either copy was met, until both were.
    """
    archive = [line for line in archive if not line.poison]
    copies = Counter(line.origin_id for line in archive)
    order = {line.origin_id: at for at, line in enumerate(archive)}
    marks = [(m.position or 0, m.origin_id) for m in shown.messages if m.origin_id]
    marks += [(gap.position, "") for gap in shown.gaps]
    line = [name for _, name in sorted(marks)]
    names = [name for name in line if name]
    wrong = [f"shown twice: {name}" for name, n in Counter(names).items() if n > 1]
    wrong += [f"unsent and sent: {m.text}" for m in shown.unsent if m.origin_id in names]
    if any(n > 1 for n in copies.values()):
        return wrong
    places = [order[name] for name in names]
    wrong += ["swapped" for a, b in pairwise(places) if a > b]
    hidden = (order[b] - order[a] > 1 for a, b in pairwise(line) if a and b)
    return wrong + [f"hidden without a gap after {a}" for a in hidden if a]


def premature(shown: Sequence[Message], known: set[str]) -> list[str]:
    """Whoever is told "sent" finds it in the archive."""
    mine = (each for each in shown if each.delivery in ON_RECORD)
    return [f"called sent before: {each.text}" for each in mine if each.origin_id not in known]


def _difference(found: list, expected: list) -> str:
    missing = [text for _, text in expected if (_, text) not in found]
    extra = Counter(found) - Counter(expected)
    order = "order differs" if not missing and not extra else ""
    return f"missing {missing[:5]} extra {list(extra)[:5]} {order}"
