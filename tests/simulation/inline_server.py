"""The server's side of a sign-in with everything inside: the session, a token for the password."""

import base64
import hmac
import random
from itertools import count
from typing import TYPE_CHECKING

from tests.simulation.archive import MY_ADDRESS
from tests.simulation.network import Connection
from tests.xmpp.dialogue import BOUND_FEATURES, features
from tests.xmpp.inline_frames import BIND2, FAST, SM, refusal, success
from workstation.xmpp.binding import INLINE_BIND, RESUME
from workstation.xmpp.fast_token import TOKEN_MECHANISM
from workstation.xmpp.inline_sign_in import FAST as BY_TOKEN
from workstation.xmpp.inline_sign_in import INITIAL, REQUEST_TOKEN
from workstation.xmpp.xml import Element, child, text

if TYPE_CHECKING:
    from tests.simulation.server import Server

FORGETS = 0.1
"""How often the server no longer knows the token that it is shown."""

ENDS = "2027-01-20T00:00:00Z", "2100-01-01T00:00:00Z"
"""Until when a token serves: so short that each sign-in asks for another one, or for long."""


class InlineServer:
    """Signs in on one server; ``ways`` tells how each came in.

    Features follow the success, or what a resumed session is sent again: engines differ.
    """

    def __init__(self, server: "Server", chance: random.Random) -> None:
        self._server, self._chance = server, chance
        self._used: dict[str, set[int]] = {}
        self._numbers = count(1)
        self.ways: list[str] = []

    def sign_in(self, connection: Connection, root: Element) -> None:
        """Answer an ``<authenticate/>`` (XEP-0388)."""
        inside = self._prove(root)
        if inside is None:
            connection.down.append(refusal("not-authorized"))
            return
        inside += self._issue(root)
        if child(root, INLINE_BIND) is None:
            connection.down += success(inside, MY_ADDRESS), BOUND_FEATURES
            return
        resume, resumed = child(root, RESUME), None
        if resume is not None:
            answer, resumed = self._server.resume(connection, resume)
            inside += answer
        if resumed is None:
            session = self._server.begin(connection)
            session.resumable = True
            enabled = f"<enabled {SM} id='{session.name}' resume='true'/>"
            inside += f"<bound {BIND2}>{enabled}</bound>"
        self.ways.append("bound inside" if resumed is None else "resumed inside")
        connection.down.append(success(inside, MY_ADDRESS))
        first = len(connection.down)
        if resumed is not None:
            resumed.send_again()
        last = len(connection.down)
        connection.down.insert(self._chance.choice((first, last)), features(""))

    def _prove(self, root: Element) -> str | None:
        """What the success says of the server's own proof; ``None`` where it is none."""
        if root.get("mechanism") != TOKEN_MECHANISM:
            return ""
        presented = base64.b64decode(text(root, INITIAL) or "").partition(b"\0")[2]
        secret = next((each for each in self._used if _hash(each, b"Initiator") == presented), None)
        if secret is None or not self._counts(root, self._used[secret]):
            self.ways.append("token refused")
            return None
        if self._chance.random() < FORGETS:
            del self._used[secret]
            self.ways.append("token forgotten")
            return None
        self.ways.append("by token")
        proof = base64.b64encode(_hash(secret, b"Responder")).decode()
        return f"<additional-data>{proof}</additional-data>"

    def _counts(self, root: Element, used: set[int]) -> bool:
        """Whether the count is above all before; one that was overtaken on its way is not."""
        by_token = child(root, BY_TOKEN)
        number = int("" if by_token is None else by_token.get("count", ""))
        assert number not in used, f"count {number} of a token was used before"
        above = number > max(used, default=0)
        used.add(number)
        return above

    def _issue(self, root: Element) -> str:
        if child(root, REQUEST_TOKEN) is None:
            return ""
        secret = f"token {next(self._numbers)}"
        self._used[secret] = set()
        return f"<token {FAST} token='{secret}' expiry='{self._chance.choice(ENDS)}'/>"


def _hash(secret: str, role: bytes) -> bytes:
    return hmac.digest(secret.encode(), role, "sha256")
