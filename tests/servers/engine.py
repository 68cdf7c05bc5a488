"""What every engine under test offers to a test, whichever server it is."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.servers.certificates import Certificates
from tests.servers.hospital import Hospital
from tests.servers.processes import EngineFailed, ServerProcess

CONFIGURATION = Path(__file__).parent / "configuration"
DOMAIN = "clinic.test"
ROOMS_KEY = "key-of-the-test-rooms"
REQUEST_SECONDS = 60


@dataclass(frozen=True)
class Endpoint:
    """One address where a client may log in: the WebSocket without and with TLS, and plain TCP."""

    http_port: int
    https_port: int
    c2s_port: int

    @property
    def url(self) -> str:
        """The WebSocket in the clear."""
        return f"ws://127.0.0.1:{self.http_port}/xmpp-websocket"

    @property
    def tls_url(self) -> str:
        """The WebSocket under TLS."""
        return f"wss://127.0.0.1:{self.https_port}/xmpp-websocket"


class Engine(Protocol):
    """A running IM server, or a cluster of them; nodes are numbered as its endpoints are."""

    name: str
    domain: str
    endpoints: list[Endpoint]
    hospital: Hospital
    certificates: Certificates

    def create_room(self, consultation_id: int, members: list[int]) -> str:
        """Make the consultation's room with exactly these members; gives its address."""
        ...

    def expel(self, consultation_id: int, member_id: int) -> None:
        """Take the member's affiliation away: an occupant is removed at once."""
        ...

    def invite(self, consultation_id: int, member_id: int) -> None:
        """Send the member a direct invitation (XEP-0249) in the platform's name."""
        ...

    def password_for(self, member_id: int, seconds: int = 3600) -> str:
        """A fresh password of contract 1.2, good for so many seconds."""
        ...

    def expire_passwords(self, member_id: int) -> None:
        """From now on none of the member's earlier passwords is good."""
        ...

    def kill(self, node: int = 0) -> None:
        """SIGKILL one node; returns when it is gone."""
        ...

    def stop(self, node: int = 0) -> None:
        """Stop one node as an administrator does."""
        ...

    def start(self, node: int = 0) -> None:
        """Start a node that was killed or stopped; returns when it accepts clients."""
        ...

    def freeze(self, node: int = 0) -> None:
        """SIGSTOP: the sockets stay open and nothing answers."""
        ...

    def thaw(self, node: int = 0) -> None:
        """SIGCONT: it goes on where it was frozen."""

    def processes(self) -> list[ServerProcess]:
        """Every server process of this engine."""
        ...

    def close(self) -> None:
        """End every process of this engine and check that none is left."""
        ...


def fill(template: Path, words: dict[str, object]) -> str:
    """The template's text with each ``@WORD@`` replaced."""
    text = template.read_text()
    for word, value in words.items():
        text = text.replace(f"@{word}@", str(value))
    return text


def request(method: str, url: str, body: object, headers: dict[str, str] | None = None) -> Any:
    """One JSON request to an engine's own HTTP interface; EngineFailed says why it refused."""
    asked = urllib.request.Request(  # noqa: S310 - loopback addresses of the rig
        url,
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **(headers or {})},
        method=method,
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=REQUEST_SECONDS) as answer:
            text = answer.read()
    except urllib.error.HTTPError as refused:
        raise EngineFailed(f"{method} {url}: {refused.code} {refused.read()!r}") from refused
    return json.loads(text) if text else None


def room_address(consultation_id: int, domain: str) -> str:
    """The bare JID of a consultation's room (contract, "Names")."""
    return f"consult-{consultation_id}@consult.{domain}"
