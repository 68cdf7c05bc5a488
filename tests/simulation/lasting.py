"""Server and network of a long day, which themselves must not grow with it."""

import random
from array import array
from collections.abc import Sequence
from typing import Any

from tests.simulation.client import Network
from tests.simulation.network import Connection
from tests.simulation.server import Server
from tests.simulation.whims import Whims
from workstation.link.endpoints import Endpoint
from workstation.link.im_passwords import ImPasswords
from workstation.link.negotiation import Ready

KEPT = 2_000
"""So many entries each archive of the server keeps: what it holds more would look like a leak."""
WHIMS = Whims(failed_resume=0.3, tells_h=0.5, asks=0.4, repeats=0.01, page=50)


class LastingServer(Server):
    """Remembers of each room only the numbers of its messages, and forgets old entries."""

    def __init__(self, rooms: Sequence[str], chance: random.Random) -> None:
        super().__init__(list(rooms), WHIMS, chance, chance)
        self.numbers = {room: array("L") for room in rooms}

    def speak(self, room: str, member_id: int, origin_id: str, text: str, **more: Any) -> None:
        """As every server does it."""
        super().speak(room, member_id, origin_id, text, **more)
        if text:
            self.numbers[room].append(int(text[1:]))

    def forget(self) -> None:
        """Drop what nobody will ask for."""
        self.record.known.clear()
        for archive in self.archives.values():
            del archive[:-KEPT]


class RenewingNetwork(Network):
    """Asks the platform for a password whenever a stream is opened, as ``ImPasswords`` sees fit."""

    def __init__(self, passwords: ImPasswords, connections: list[Connection]) -> None:
        super().__init__(connections.append)
        self._passwords = passwords

    async def negotiate(self, endpoint: Endpoint) -> Ready:
        self._passwords.begin_pass()
        await self._passwords.current()
        return await super().negotiate(endpoint)
