"""An engine that answers one kind of question never, twice, late or for somebody else.

While that lasts nothing is asked in a storm, and once it is over all goes on by itself.
"""

from collections.abc import Callable

import pytest

from tests.link.line import Line
from tests.link.slow_server import SlowSocket
from tests.link.stories import ERROR, on_a_line
from workstation.domain.commands import FetchPage, SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import ArchivePage

ROOM, LASTS, RECOVERS = 7, 180.0, 130.0
MAX_SOCKETS = 15
"""In three minutes: the waits between sessions that do not hold grow to half a minute."""
STANZAS = ("<iq ", "<message ", "<presence ")

SILENCES: dict[str, Callable[[str], bool]] = {
    "bind": lambda frame: "xmpp-bind" in frame,
    "enable": lambda frame: frame.startswith("<enable "),
    "acknowledgement": lambda frame: frame.startswith("<r "),
    "join": lambda frame: frame.startswith("<presence ") and "consult-" in frame,
    "features": lambda frame: "disco#info" in frame,
    "page": lambda frame: "urn:xmpp:mam:2" in frame,
    "ping": lambda frame: "urn:xmpp:ping" in frame,
}
FORGERIES: dict[str, Callable[[str], list[str]]] = {
    "each answer twice": lambda frame: [frame, frame],
    "for another room": lambda frame: [frame.replace("consult-7@", "consult-9@")],
    "half of each result": lambda frame: [frame[: len(frame) // 2] if "mam:2" in frame else frame],
    "a page of the web": lambda frame: ["<html/>" if "mam:2" in frame else frame],
    "more than was sent": lambda frame: [frame.replace(" h='", " h='99")],
    "less than before": lambda frame: (
        ["<a xmlns='urn:xmpp:sm:3' h='0'/>"] * ("<a " in frame) or [frame]
    ),
}
CONDITIONS = [
    "bad-format", "bad-namespace-prefix", "connection-timeout", "host-gone", "host-unknown",
    "improper-addressing", "internal-server-error", "invalid-from", "invalid-namespace",
    "invalid-xml", "not-authorized", "not-well-formed", "policy-violation",
    "remote-connection-failed", "reset", "resource-constraint", "restricted-xml",
    "see-other-host", "system-shutdown", "undefined-condition", "unsupported-encoding",
    "unsupported-feature", "unsupported-stanza-type", "unsupported-version", "new",
]  # fmt: skip


class Faulty(SlowSocket):
    """Takes what ``ignores`` names without a word, and says what ``forge`` makes of each frame."""

    words, page = 5, 3
    ignores: Callable[[str], bool] = staticmethod(lambda _: False)
    forge: Callable[[str], list[str]] = staticmethod(lambda frame: [frame])

    def _handle(self, frame: str) -> None:
        if type(self).ignores(frame):
            self._handled.count += frame.startswith(STANZAS)
        else:
            super()._handle(frame)

    def say(self, frame: str) -> None:
        for forged in type(self).forge(frame):
            super().say(forged)


async def live_through(line: Line, kind: type[Faulty], **fault: object) -> None:
    """Ask for a page now and then, while the fault lasts and afterwards."""
    sound = {name: staticmethod(getattr(kind, name)) for name in fault}
    for name, value in fault.items():
        setattr(kind, name, staticmethod(value))
    line.link.post(SetRooms((ROOM,)))
    await ask_for_pages(line, LASTS)
    for name, value in sound.items():
        setattr(kind, name, value)
    assert len(line.sockets) <= MAX_SOCKETS
    line.events.clear()
    await ask_for_pages(line, RECOVERS)
    assert any(isinstance(each, ArchivePage) for each in line.events)
    assert (line.link.connection.phase, line.link.room_counts.entered) == (Phase.ONLINE, 1)


async def ask_for_pages(line: Line, seconds: float) -> None:
    """As somebody who looks at the room, for so long."""
    for number in range(round(seconds / 10)):
        if line.link.connection.phase is Phase.ONLINE:
            line.link.post(FetchPage(ROOM, f"{seconds}-{number}"))
        await line.pause(10.0)


@pytest.mark.parametrize("question", SILENCES)
def test_a_question_that_is_never_answered_holds_up_nothing_for_good(question: str) -> None:
    class Silent(Faulty):
        pass

    async def story(line: Line) -> None:
        await live_through(line, Silent, ignores=SILENCES[question])

    on_a_line(story, make_socket=Silent)


@pytest.mark.usefixtures("caplog")  # what breaks the protocol is in the log
@pytest.mark.parametrize("forgery", FORGERIES)
def test_answers_that_are_none_hold_up_nothing_for_good(forgery: str) -> None:
    class Forging(Faulty):
        pass

    async def story(line: Line) -> None:
        await live_through(line, Forging, forge=FORGERIES[forgery])

    on_a_line(story, make_socket=Forging)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_server_that_ends_each_session_is_opened_a_bounded_number_of_times(
    condition: str,
) -> None:
    """Whatever it gives as its reason; that somebody else took the session waits for the doctor."""

    async def story(line: Line) -> None:
        line.link.post(SetRooms((ROOM,)))
        begin, ended = line.clock.monotonic(), 0
        while line.clock.monotonic() - begin < LASTS:
            await line.pause(0.1)
            if len(line.sockets) > ended and line.link.connection.phase is Phase.ONLINE:
                ended = len(line.sockets)
                line.sockets[-1].say(ERROR.format(condition))
        assert 2 < len(line.sockets) <= MAX_SOCKETS
        line.events.clear()
        await ask_for_pages(line, RECOVERS)
        assert any(isinstance(each, ArchivePage) for each in line.events)

    on_a_line(story, make_socket=Faulty)
