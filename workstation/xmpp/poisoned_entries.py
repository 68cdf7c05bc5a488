"""Stanzas that break whoever reads them: each is passed by, at once or when it is met again.

The frame of such an archive entry is beyond a bound or not well-formed, so the session ends, and
the next one would be sent it again for ever. What comes before its content tells the room, the
query and the archive id: with that alone the page goes on, and something stands in the entry's
place.

What is broken may have been broken on its way, and come whole the next time; what comes broken
again is passed by, else one presence would end all sessions to come. What is beyond a bound
will be so each time, and is passed by at once: else it would cost each run of the program a
session. So is any other stanza: what a patient's program sends would end the sessions of all
doctors in its room, and a presence, which the room tells to everybody who enters, each session to
come (``tests/servers/test_hostile_messages.py``). Of a live message the opening tag says whose
archive is to be asked for it; of all others nothing is lost but what nobody should send.
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
    """Remembers the entries that ended a session once.

    Bounded, and for the life of the process only: the next one tries each of them once more.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[str, str]] = deque(maxlen=limits.POISONED)

    def recover_head(self, frame: str, *, at_once: bool = False) -> Element | None:
        """The beginning of a frame that cannot be read, if it ended a session before.

        ``None`` lets the frame end the session, and remembers its stanza by sender and id, an
        archive entry by room and archive id; for the same one again its opening tags come back,
        enough to pass it by. ``at_once`` they come for one that was never met.
        """
        passed = _overlooked_stanza(frame)
        if passed is None:
            return None
        entry = passed.get("from", ""), passed.get("id", "")
        beginning = None if is_live(passed) else head(frame, MESSAGE)
        result = None if beginning is None else child(beginning, RESULT)
        if beginning is not None and result is not None:
            passed, entry = beginning, (beginning.get("from", ""), result.get("id", ""))
        if at_once or entry in self._seen:
            return passed
        self._seen.append(entry)
        return None


def is_overlooked(stanza: Element) -> bool:
    """Whether nothing but its opening tag was read."""
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
