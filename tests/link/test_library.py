"""What the link overrides of websockets, which promises none of these names."""

from asyncio import Protocol
from inspect import getsource

import pytest
import websockets
from websockets.asyncio import client as library
from websockets.asyncio.client import ClientConnection, HTTPProxyConnection, connect

from workstation.link import live_connection, opening


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        (live_connection.LiveConnection, ClientConnection, ["data_received"]),
        (opening._Connection, ClientConnection, ["handshake", "data_received"]),
        (opening._ProxyConnection, HTTPProxyConnection, ["connection_made", "connection_lost"]),
        (opening._Connecting, connect, ["process_redirect"]),
    ],
)
def test_what_is_overridden_is_there(ours: type, theirs: type, names: list[str]) -> None:
    """Renamed there, it would be called by nobody; most of it the other tests would miss as well.

    The proxy's certificate above all: the request for the tunnel says the proxy's password.
    """
    for name in names:
        assert name in vars(ours), f"{ours.__name__} does not override {name} any more"
        version = f"websockets {websockets.__version__}"
        assert name in vars(theirs) or hasattr(Protocol, name), (
            f"{version} has no {theirs.__name__}.{name}: see {ours.__module__}"
        )


def test_the_proxys_connection_is_put_where_the_library_looks_for_it() -> None:
    assert library.HTTPProxyConnection is opening._ProxyConnection
    assert "HTTPProxyConnection(" in getsource(library.connect_http_proxy), (
        f"websockets {websockets.__version__} opens a proxy's tunnel otherwise: see link/opening"
    )
