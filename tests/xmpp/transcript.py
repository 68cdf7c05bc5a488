"""Transcripts of real servers, and how they are played to the core.

One line is one thing, in the order it happened::

    # a comment
    ! rooms.join {"arguments": [...], "options": {}}     a command given to the core
    > <presence .../>                                     a frame the core sent
    < <presence .../>                                     a frame the server sent
    = RoomJoined {"room": ...}                            an event the core gave

Playing gives the core the commands and the server's frames, and writes what it does: the result
must be the transcript itself. Ids and nonces are counted, so that nothing in it is random.
"""

import dataclasses
import enum
import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workstation.domain.errors import RemoteProtocolError
from workstation.domain.message import Attachment
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.events import Event
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import Stream

FOLDER = Path(__file__).parent / "transcripts"
DOMAIN = "clinic.test"


class Player:
    """A core that keeps the minutes of everything it is told and does."""

    def __init__(self, prefix: str = "id") -> None:
        self._numbers = itertools.count(1)
        self._prefix = prefix
        self._nonces = itertools.count(1)
        self.lines: list[str] = []
        self.events: list[Event] = []
        self.outbox: list[str] = []
        self.stream: Stream | None = None
        self.adopted = False
        self.session = XmppSession("desk", self._fresh)

    def _fresh(self) -> str:
        return f"{self._prefix}-{next(self._numbers)}"

    def note(self, comment: str) -> None:
        """Write a comment into the transcript."""
        self.lines.append(f"# {comment}")

    def command(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Give the core a command by its dotted name."""
        call = {"arguments": arguments, "options": options}
        written = json.dumps(call, ensure_ascii=False)
        self.lines.append(f"! {name} {written}")
        result = self._act(name, arguments, options)
        self._take(result if isinstance(result, list) else [])
        return result

    def frame(self, frame: str) -> None:
        """Give the core a frame of the server."""
        self.lines.append(f"< {frame}")
        try:
            self._take(self._receiver().receive(frame))
        except RemoteProtocolError as error:
            self.lines.append(f"= RemoteProtocolError {error.detail}")
            self._take([])

    def _receiver(self) -> Stream | XmppSession:
        assert self.stream is not None
        return self.session if self.adopted else self.stream

    def _act(self, name: str, arguments: Iterable[Any], options: dict[str, Any]) -> Any:
        if name == "connect":
            nonce = f"nonce-{next(self._nonces)}"
            self.stream, self.adopted = Stream(Credentials(DOMAIN, **options), nonce), False
            return self.stream.open()
        if name == "retry":
            assert self.stream is not None
            return self.stream.retry(*arguments, f"nonce-{next(self._nonces)}")
        if name == "adopt":
            assert self.stream is not None
            self.adopted = True
            return self.session.adopt(self.stream)
        if name == "commit":
            return self.session.commit(self.session.mark)
        return self._call(name, [_value(each) for each in arguments], options)

    def _call(self, name: str, arguments: list[Any], options: dict[str, Any]) -> Any:
        target: Any = self.session
        for part in name.split("."):
            target = getattr(target, part)
        return target(*arguments, **options)

    def _take(self, events: list[Event]) -> None:
        self.events += events
        self.lines += [f"= {line_of(event)}" for event in events]
        sent = [] if self.stream is None else self.stream.data_to_send()
        if self.adopted:
            sent = [*sent, *self.session.data_to_send()]
        self.lines += [f"> {frame}" for frame in sent]
        self.outbox += sent


def _value(argument: Any) -> Any:
    return Attachment(**argument) if isinstance(argument, dict) else argument


def line_of(event: Event) -> str:
    """An event with all it holds, in one line."""
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    return f"{type(event).__name__} {json.dumps(fields, default=_plain, ensure_ascii=False)}"


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return {"": type(value).__name__} | dataclasses.asdict(value)


def names() -> list[str]:
    """All transcripts."""
    return sorted(file.stem for file in FOLDER.glob("*.txt"))


def read(name: str) -> list[str]:
    """The lines of a kept transcript."""
    return (FOLDER / f"{name}.txt").read_text().splitlines()


def play(lines: Iterable[str]) -> Player:
    """Play commands and server frames; the player's ``lines`` are what the core made of them."""
    player = Player()
    for line in lines:
        kind, _, rest = line.partition(" ")
        if kind == "<":
            player.frame(rest)
        elif kind == "!":
            name, _, written = rest.partition(" ")
            call = json.loads(written)
            player.command(name, *call["arguments"], **call["options"])
        elif kind == "#":
            player.note(rest)
    return player
