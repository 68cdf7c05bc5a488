"""Stanzas that break whoever reads them are passed by; nothing that a person sends ends a session.

What anybody's program sends is handed on by an engine: beyond a bound of ours, or in a form that
our parser does not read (Prosody writes ``<xml:a/>`` as an element of a namespace that no element
may be of). Ended by it, the session of every doctor in the room would end, and by a presence, which
a room tells to everybody who enters, each session to come
(``tests/servers/test_hostile_messages.py``). By its opening tag it is counted as the server counts.
Of a live message that tag says whose archive is to be asked for it; of all others but the entries
of an archive nothing is lost but what nobody should send.

What comes before the content of an archive entry tells the room, the query and the archive id: with
that alone the page goes on, and something stands in the entry's place. What is beyond a bound will
be so each time. What is broken may have been broken on its way, so its page is asked for again, but
once for each room: where it came broken before, live or from the archive, somebody sends such, and
a page asked for again because of each would keep that room behind for as long as that one goes on
(``test_who_sends_such_all_the_time_keeps_no_room_behind``).
"""

from collections import deque
from typing import Final

from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.reading import MESSAGE
from workstation.xmpp.xml import Element, child, element, head, opening, qualified

RESULT: Final = qualified(ns.ARCHIVE, "result")
OVERLOOKED: Final = "<overlooked>"
"""In place of all that a stanza holds; no frame can bring an element of such a name."""
STANZAS: Final = frozenset(qualified(ns.CLIENT, name) for name in ("message", "presence", "iq"))


class PoisonedEntries:
    """Remembers the rooms that something came broken from.

    Bounded, and for the life of the process only: the next one asks each of them once more.
    """

    def __init__(self) -> None:
        self._rooms: deque[str] = deque(maxlen=limits.POISONED)

    def recover_head(self, frame: str, *, at_once: bool) -> Element | None:
        """Read what stands for a stanza that cannot be read; ``None`` for any other frame.

        Its opening tag with ``OVERLOOKED`` inside, or the opening tags of an archive entry, enough
        to pass that by. One that came broken, not ``at_once``, and from a room without such before,
        breaks its page.
        """
        passed = _overlooked_stanza(frame)
        if passed is None:
            return None
        if is_live(passed):
            self._remember(passed.get("from", "").partition("/")[0])
            return passed
        beginning = head(frame, MESSAGE)
        result = None if beginning is None else child(beginning, RESULT)
        if beginning is None or result is None:
            return passed
        if not (at_once or self._remember(beginning.get("from", ""))):
            result.insert(0, element(OVERLOOKED))
        return beginning

    def _remember(self, room: str) -> bool:
        """Note that something came broken from a room; whether it did before."""
        is_known = room in self._rooms
        if not is_known:
            self._rooms.append(room)
        return is_known


def is_overlooked(stanza: Element) -> bool:
    """Whether nothing but a message's opening tag was read."""
    return len(stanza) > 0 and stanza[0].tag == OVERLOOKED


def is_live(stanza: Element) -> bool:
    """Whether it is a message that a room sends to all who are inside."""
    return stanza.tag == MESSAGE and stanza.get("type") == "groupchat"


def _overlooked_stanza(frame: str) -> Element | None:
    stanza = opening(frame)
    if stanza is None or stanza.tag not in STANZAS:
        return None
    stanza.append(element(OVERLOOKED))
    return stanza
