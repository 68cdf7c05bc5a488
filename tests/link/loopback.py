"""A WebSocket server on this computer, as a test connects to it."""

import ssl

from workstation.link.endpoints import Endpoint


def no_tls() -> ssl.SSLContext:
    """For an endpoint in the clear: asking for TLS is a defect."""
    raise AssertionError("loopback needs none")


def endpoint(port: int) -> Endpoint:
    """A server of this computer in the clear."""
    return Endpoint(f"ws://127.0.0.1:{port}/xmpp-websocket", "127.0.0.1", port, True, False)
