"""An honest room: an archive that pages as XEP-0313 does, for tests of the vault."""

from dataclasses import dataclass, field, replace

from workstation.domain.events import ArchivePage, Arrived, Displayed
from workstation.domain.message import MessageKind
from workstation.vault.archive.requests import PageRequest

ROOM = 7
ME, PATIENT, COLLEAGUE = 1001, 2001, 1002


def make_arrived(text: str, member_id: int | None = PATIENT, **rest: object) -> Arrived:
    """A live message without an archive id, unless given."""
    fields = {
        "consultation_id": ROOM,
        "member_id": member_id,
        "origin_id": f"id-{text}",
        "archive_id": None,
        "at_ms": 1_000,
        "kind": MessageKind.TEXT,
        "text": text,
    }
    return Arrived(**(fields | rest))  # type: ignore[arg-type]


@dataclass
class Archive:
    """What the room keeps, in order; ``page`` answers like a server that knows its ids.

    ``forgiving`` answers an id that it does not know any more by what came after (ejabberd, whose
    ids are times), ``anew`` as if none had been asked for; else it says that it does not know it
    (Prosody). ``indexes`` tells which page nothing stands before. ``next_number`` counts the ids.
    """

    items: list[tuple[str, Arrived | Displayed]] = field(default_factory=list)
    consultation_id: int = ROOM
    forgiving: bool = False
    next_number: int = 0
    anew: bool = False
    indexes: bool = False

    def add(self, item: Arrived | Displayed) -> Arrived | Displayed:
        """Keep an item; returns it as the room sends it out live."""
        number = max(self.next_number, len(self.items))
        archive_id, self.next_number = f"a{number:04}", number + 1
        if isinstance(item, Arrived):
            item = replace(item, archive_id=archive_id, at_ms=1_000 + number)
        self.items.append((archive_id, item))
        return item

    def page(self, request: PageRequest, limit: int = 3, query: str = "q") -> ArchivePage:
        """The answer to a query."""
        ids = [archive_id for archive_id, _ in self.items]
        anchor = request.after or request.before
        if anchor and anchor not in ids and self.anew:
            request = replace(request, after=request.after and "", before=None)
        elif anchor and anchor not in ids and not self.forgiving:
            return ArchivePage(self.consultation_id, query, (), None, None, False, True)
        if request.after is not None:
            rest = [each for each in self.items if each[0] > request.after]
            return self.page_of(rest[:limit], query, complete=len(rest) <= limit)
        rest = [each for each in self.items if request.before is None or each[0] < request.before]
        return self.page_of(rest[-limit:], query, complete=len(rest) <= limit)

    def page_of(self, entries: list, query: str, *, complete: bool) -> ArchivePage:
        """A page of these entries, whatever was asked for."""
        items = tuple(
            replace(item, live=False, archive_id=archive_id) for archive_id, item in entries
        )
        first, last = (entries[0][0], entries[-1][0]) if entries else (None, None)
        named = tuple(archive_id for archive_id, _ in entries)
        page = ArchivePage(self.consultation_id, query, items, first, last, complete, ids=named)
        return replace(page, from_start=self.indexes and entries[:1] == self.items[:1] != [])
