"""A WebSocket server on this computer, as a test connects to it."""

import ssl

from workstation.link.endpoints import Endpoint

NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For an endpoint in the clear: nobody's certificate is taken for good."""


def endpoint(port: int) -> Endpoint:
    """A server of this computer in the clear."""
    return Endpoint(f"ws://127.0.0.1:{port}/xmpp-websocket", "127.0.0.1", port, True, False)
