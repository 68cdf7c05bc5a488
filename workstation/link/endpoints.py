"""Which servers to try, in which order, and whether in the clear."""

from collections.abc import Callable, Collection, Iterable

from workstation.base.log import Server
from workstation.domain.address import is_loopback
from workstation.domain.im import ImServer
from workstation.domain.value import Value

MAX_ENDPOINTS_A_ROUND = 8
URL = "{scheme}://{host}:{port}{path}"
PATH = "/xmpp-websocket"


class Endpoint(Value):
    """One server's address; ``private``: the connection cannot be eavesdropped on.

    That holds over TLS, and on this computer without it; only then is a plain password sent.
    """

    url: str
    host: str
    port: int
    private: bool
    encrypted: bool

    @property
    def server(self) -> Server:
        """The address as it may appear in a log."""
        return Server(self.host, self.port)


class Addressing(Value):
    """How a server's address becomes a URL.

    ``plaintext`` decides by host where TLS is not asked for: on loopback while the platform
    itself is reached in the clear, and where the policy names the host.
    """

    plaintext: Callable[[str], bool]
    path: str = PATH

    def endpoint(self, server: ImServer) -> Endpoint:
        """The endpoint of a server.

        ``wss`` unless the configuration allows its host plain ``ws``.
        """
        clear = self.plaintext(server.host)
        host = f"[{server.host}]" if ":" in server.host else server.host
        scheme = "ws" if clear else "wss"
        url = URL.format(scheme=scheme, host=host, port=server.port, path=self.path)
        private = not clear or is_loopback(server.host)
        return Endpoint(url, server.host, server.port, private, encrypted=not clear)


def order_endpoints(
    endpoints: Iterable[Endpoint], last_good: str, set_back: Collection[str]
) -> list[Endpoint]:
    """The endpoints, each once: the last good one first, those set back last, else in order."""
    unique = list(dict.fromkeys(endpoints))
    unique.sort(key=lambda endpoint: (endpoint.url in set_back, endpoint.url != last_good))
    return unique
