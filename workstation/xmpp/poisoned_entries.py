"""Messages that break whoever reads them: each is passed by, at once or when it is met again.

The frame of such an archive entry is beyond a bound or not well-formed, so the session ends, and
the next one would be sent it again for ever. What comes before its content tells the room, the
query and the archive id: with that alone the page goes on, and something stands in the entry's
place.

What is broken may have been broken on its way, and come whole the next time. What is beyond a bound
will be so each time, and is passed by at once: else it would cost each run of the program a
session. A live one would end the sessions of all doctors in its room each time that a patient sends
such a thing, as ejabberd's WebSocket lets everybody. By its opening tag the room is known, and that
is asked for it (``OVERLOOKED``).
"""

from collections import deque
from typing import Final

from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.reading import MESSAGE
from workstation.xmpp.xml import Element, child, element, head, opening, qualified

RESULT: Final = qualified(ns.ARCHIVE, "result")
OVERLOOKED: Final = "<overlooked>"
"""In place of all that a live message holds; no frame can bring an element of such a name."""


class PoisonedEntries:
    """Remembers the entries that ended a session once.

    Bounded, and for the life of the process only: the next one tries each of them once more.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[str, str]] = deque(maxlen=limits.POISONED)

    def recover_head(self, frame: str, *, at_once: bool = False) -> Element | None:
        """The beginning of a frame that cannot be read, if it ended a session before.

        ``None`` lets the frame end the session, and remembers its archive entry by room and archive
        id; for the same entry again its opening tags come back, enough to pass it by. ``at_once``
        they come for one that was never met, and for a live message.
        """
        if at_once and (live := _head_of_live(frame)) is not None:
            return live
        beginning = head(frame, MESSAGE)
        result = None if beginning is None else child(beginning, RESULT)
        if beginning is None or result is None:
            return None
        entry = beginning.get("from", ""), result.get("id", "")
        if at_once or entry in self._seen:
            return beginning
        self._seen.append(entry)
        return None


def _head_of_live(frame: str) -> Element | None:
    message = opening(frame)
    if message is None or message.tag != MESSAGE or message.get("type") != "groupchat":
        return None
    message.append(element(OVERLOOKED))
    return message
