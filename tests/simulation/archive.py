"""A room's archive as the simulated server keeps it, and how it answers (XEP-0313)."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.simulation.people import DOMAIN, ME, NICKS
from workstation.xmpp.xml import Element, child, qualified, text

CLIENT = "jabber:client"
MAM = "urn:xmpp:mam:2"
OOB = "jabber:x:oob"
MARKERS = "urn:xmpp:chat-markers:0"
REPLY = "urn:xmpp:reply:0"
CORRECTION = "urn:xmpp:message-correct:0"
RETRACTION = "urn:xmpp:message-retract:1"
FALLBACK = "urn:xmpp:fallback:0"
RSM = "http://jabber.org/protocol/rsm"
SID = "urn:xmpp:sid:0"
USER = "http://jabber.org/protocol/muc#user"
MY_ADDRESS = f"{ME}@{DOMAIN}/desk"
TOO_DEEP = 100
UNREADABLE = "^"
"""A message that begins so may pass a gateway on its way up, and never on its way down."""
QUOTING = 5
"""Each so many entries answer, where another than the doctor speaks, the last but one before."""


@dataclass(frozen=True, slots=True)
class Archived:
    """One entry of a room's archive; ``late`` came over a connection already given up for dead.

    ``poison`` breaks whoever reads it. A ``marker`` names the entry up to which all was read.
    What is ``shared`` is a file, its text the address. ``replaces`` is the id of its sender's that
    it corrects, ``retracts`` the archive id of what it withdraws, ``reply`` that of what it answers
    by its sender's own wish.
    """

    archive_id: str
    member_id: int
    origin_id: str
    text: str
    late: bool = False
    poison: bool = False
    marker: str = ""
    shared: bool = False
    replaces: str = ""
    retracts: str = ""
    reply: str = ""

    @property
    def amends(self) -> bool:
        """Whether it changes another, if that is there and its sender's."""
        return bool(self.replaces or self.retracts)

    @property
    def number(self) -> int:
        """Its place among all that was ever archived."""
        return archive_number(self.archive_id)

    @property
    def quoted(self) -> str:
        """The archive id of what it answers; empty for nothing."""
        answers = self.member_id != ME and not self.amends and self.number % QUOTING == QUOTING - 1
        return f"{self.archive_id[0]}{self.number - 2}" if answers else self.reply

    @property
    def inside(self) -> str:
        """What stands in its stanza."""
        if self.marker:
            return f"<displayed xmlns='{MARKERS}' id='{self.marker}'/>"
        words = "<b>" * TOO_DEEP + "</b>" * TOO_DEEP if self.poison else escape(self.text)
        file = f"<x xmlns='{OOB}'><url>{words}</url></x>" if self.shared else ""
        reply = f"<reply xmlns='{REPLY}' id='{self.quoted}'/>" if self.quoted else ""
        origin = f"<origin-id xmlns='{SID}' id='{self.origin_id}'/>"
        return f"<body>{words}</body>{file}{reply}{self._change}{origin}"

    @property
    def _change(self) -> str:
        if self.replaces:
            return f"<replace xmlns='{CORRECTION}' id='{self.replaces}'/>"
        if self.retracts:
            declared = f"<fallback xmlns='{FALLBACK}' for='{RETRACTION}'/>"
            return f"<retract xmlns='{RETRACTION}' id='{self.retracts}'/>{declared}"
        return ""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server answers: ``most`` entries a page; an id it does not know (any more) by what came
    after or before it (``forgiving``: ejabberd, whose ids are times), from the start where it was
    asked for what came after (``anew``), else by an error (Prosody); and whether it tells the first
    entry's place in the archive, and the archive's size.
    """

    most: int = 4
    forgiving: bool = False
    anew: bool = False
    indexes: bool = False
    counts: bool = False


UNKNOWN = (
    "<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
)


def answered(
    room: str, archive: Sequence[Archived], query: Element, manners: Manners
) -> tuple[list[str], str]:
    """The stanzas of the page that is asked for, and what ends it; for no such id ``UNKNOWN``."""
    page = _page(archive, query, manners)
    if page is None:
        return [], UNKNOWN
    entries, complete = page
    ends = f"<count>{len(archive)}</count>" if manners.counts else ""
    if entries:
        index = f" index='{archive.index(entries[0])}'" if manners.indexes else ""
        first, last = entries[0].archive_id, entries[-1].archive_id
        ends = f"<first{index}>{first}</first><last>{last}</last>{ends}"
    whole = " complete='true'" if complete else ""
    fin = f"<fin xmlns='{MAM}'{whole}><set xmlns='{RSM}'>{ends}</set></fin>"
    return [_result(room, entry, query.get("queryid", "")) for entry in entries], fin


def _page(
    archive: Sequence[Archived], query: Element, manners: Manners
) -> tuple[Sequence[Archived], bool] | None:
    """The page, and whether nothing lies beyond it; ``None`` for an id it does not know."""
    asked = child(query, qualified(RSM, "set"))
    assert asked is not None
    size = min(manners.most, int(text(asked, qualified(RSM, "max")) or manners.most))
    after, before = text(asked, qualified(RSM, "after")), text(asked, qualified(RSM, "before"))
    anchor = after or before
    if anchor and not manners.forgiving and all(each.archive_id != anchor for each in archive):
        if not manners.anew or before:
            return None
        after = None
    if before is not None:
        rest = [each for each in archive if not before or each.number < archive_number(before)]
        return rest[-size:], len(rest) <= size
    rest = [each for each in archive if after is None or each.number > archive_number(after)]
    return rest[:size], len(rest) <= size


def archive_number(archive_id: str) -> int:
    """Archive ids count up over all rooms."""
    return int(archive_id[1:])


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
