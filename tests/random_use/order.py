"""The order of what was said, and what others said of it, held against the archive."""

from collections import defaultdict
from typing import Any

from tests.random_use import vaults
from tests.random_use.journal import JournalEntry

NEW_LOOK, MAX_LOOK_MS = "theme.py", 1_000.0
"""Qt styles every widget there is anew in one turn, where the whole window gets another look."""


def judge_stored_order(live: vaults.StoredVault, archive: list[vaults.Stanza]) -> list[str]:
    """What the doctor's database has of a room stands in the order of the room's archive."""
    places: dict[int, list[str]] = defaultdict(list)
    for stanza in archive:
        if stanza.is_first:
            places[stanza.room] += sorted(stanza.tokens)
    wrong = []
    for room, stored in live.order.items():
        both = [token for token in stored if token in places[room]]
        archived = [token for token in places[room] if token in both]
        if sorted(both) == sorted(archived) and both != archived:
            pairs = zip(both, archived, strict=True)
            first = next(n for n, (one, other) in enumerate(pairs) if one != other)
            wrong.append(f"{room} shows {both[first:][:4]}, its archive {archived[first:][:4]}")
    return wrong


def judge_typed_order(entries: list[JournalEntry], archive: list[vaults.Stanza]) -> list[str]:
    """What was queued first is in the archive first, but for what the room refused meanwhile."""
    queued: dict[int, list[str]] = defaultdict(list)
    refused: set[str] = set()
    for kind, what in entries:
        if kind == "queued" and what["origin"] not in queued[what["room"]]:
            queued[what["room"]].append(what["origin"])
        elif kind == "refused":
            refused.add(what["origin"])
    archived: dict[int, list[str]] = defaultdict(list)
    for stanza in archive:
        archived[stanza.room] += [
            name for name in stanza.origins if name not in archived[stanza.room]
        ]
    wrong = []
    for room, names in queued.items():
        typed = [name for name in names if name not in refused and name in archived[room]]
        sent = [name for name in archived[room] if name in typed]
        if typed != sent:
            wrong.append(f"{room} was told {sent}, typed {typed}")
    return wrong


def judge_elsewhere(
    entries: list[JournalEntry], live: vaults.StoredVault, archive: list[vaults.Stanza]
) -> list[str]:
    """What the doctor said at another computer is here once, in its room, and no question."""
    archived = set().union(*(each.tokens for each in archive))
    stored: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for room, is_unread, words in live.messages:
        for token in words:
            stored[token].append((room, is_unread))
    wrong = []
    for what in _of(entries, "elsewhere"):
        token, room = what["token"], what["room"]
        is_judged = token in archived and live.rooms.get(room) == "in_process"
        if is_judged and stored[token] != [(room, False)] and not _is_purged(entries, room):
            wrong.append(f"{token} of {room} from elsewhere is stored as {stored[token]}")
    return wrong


def judge_amended(
    entries: list[JournalEntry], live: vaults.StoredVault, archive: list[vaults.Stanza]
) -> list[str]:
    """A patient's correction or withdrawal that the archive has is laid over its message."""
    amended = {name for each in archive for name in each.origins if name.endswith("-amended")}
    rooms = {what["token"]: what["room"] for what in _of(entries, "asked")}
    wrong = []
    for kind in ("withdrawn", "corrected by the patient"):
        for token in (what["token"] for what in _of(entries, kind)):
            room = rooms[token]
            if f"{token}-amended" not in amended or live.rooms.get(room) != "in_process":
                continue
            if not _is_purged(entries, room) and f"{token}-amended" not in live.amendments:
                wrong.append(f"{token} of {room} was {kind}, which is not stored")
    return wrong


def judge_slow(entries: list[JournalEntry]) -> list[str]:
    """No turn of the window's loop froze it."""
    return [
        f"a turn of {what['ms']:.0f} ms, after {what['acts'][-3:]}, in\n{what['place']}"
        for what in _of(entries, "slow")
        if NEW_LOOK not in what["place"] or what["ms"] > MAX_LOOK_MS
    ]


def _of(entries: list[JournalEntry], kind: str) -> list[dict[str, Any]]:
    return [what for each, what in entries if each == kind]


def _is_purged(entries: list[JournalEntry], room: int) -> bool:
    return any(room in what["rooms"] for what in _of(entries, "purged"))
