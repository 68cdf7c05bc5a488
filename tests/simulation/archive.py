"""A room's archive as the simulated server keeps it, and how it answers (XEP-0313)."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.simulation.people import DOMAIN, ME, NICKS
from workstation.xmpp.xml import Element, child, text

CLIENT = "jabber:client"
MAM = "urn:xmpp:mam:2"
OOB = "jabber:x:oob"
MARKERS = "urn:xmpp:chat-markers:0"
RSM = "http://jabber.org/protocol/rsm"
SID = "urn:xmpp:sid:0"
USER = "http://jabber.org/protocol/muc#user"
MY_ADDRESS = f"{ME}@{DOMAIN}/desk"
TOO_DEEP = 100


@dataclass(frozen=True, slots=True)
class Archived:
    """One entry of a room's archive; ``late`` came over a connection already given up for dead.

    ``poison`` breaks whoever reads it. A ``marker`` names the entry up to which all was read.
    What is ``shared`` is a file, its text the address.
    """

    archive_id: str
    member_id: int
    origin_id: str
    text: str
    late: bool = False
    poison: bool = False
    marker: str = ""
    shared: bool = False

    @property
    def inside(self) -> str:
        """What stands in its stanza."""
        if self.marker:
            return f"<displayed xmlns='{MARKERS}' id='{self.marker}'/>"
        words = "<b>" * TOO_DEEP + "</b>" * TOO_DEEP if self.poison else escape(self.text)
        file = f"<x xmlns='{OOB}'><url>{words}</url></x>" if self.shared else ""
        return f"<body>{words}</body>{file}<origin-id xmlns='{SID}' id='{self.origin_id}'/>"


def answered(
    room: str, archive: Sequence[Archived], query: Element, most: int
) -> tuple[list[str], str]:
    """The stanzas of the page that is asked for, and what ends it; at most so many entries."""
    found, complete = _page(archive, query, most)
    ends = ""
    if found:
        ends = f"<first>{found[0].archive_id}</first><last>{found[-1].archive_id}</last>"
    whole = " complete='true'" if complete else ""
    fin = f"<fin xmlns='{MAM}'{whole}><set xmlns='{RSM}'>{ends}</set></fin>"
    return [_result(room, entry, query.get("queryid", "")) for entry in found], fin


def _page(
    archive: Sequence[Archived], query: Element, most: int
) -> tuple[Sequence[Archived], bool]:
    """The page, and whether nothing lies beyond it."""
    asked = child(query, f"{RSM} set")
    assert asked is not None
    size = min(most, int(text(asked, f"{RSM} max") or most))
    after, before = text(asked, f"{RSM} after"), text(asked, f"{RSM} before")
    ids = [entry.archive_id for entry in archive]
    if before is not None:
        rest = archive[: ids.index(before)] if before else archive
        return rest[-size:], len(rest) <= size
    rest = archive[ids.index(after) + 1 :] if after is not None else archive
    return rest[:size], len(rest) <= size


def _result(room: str, entry: Archived, query: str) -> str:
    return (
        f"<message xmlns='{CLIENT}' from='{room}' to='{MY_ADDRESS}'>"
        f"<result xmlns='{MAM}' queryid='{query}' id='{entry.archive_id}'>"
        "<forwarded xmlns='urn:xmpp:forward:0'>"
        "<delay xmlns='urn:xmpp:delay' stamp='2027-01-15T08:00:00Z'/>"
        f"<message xmlns='{CLIENT}' type='groupchat' from='{room}/{NICKS[entry.member_id]}'"
        f" id='{entry.origin_id}'>{entry.inside}"
        f"<x xmlns='{USER}'><item affiliation='member' role='participant'"
        f" jid='{entry.member_id}@{DOMAIN}'/></x></message></forwarded></result></message>"
    )
