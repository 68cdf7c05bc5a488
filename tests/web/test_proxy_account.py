"""A proxy's name and password, as an administrator types them."""

import ssl
from base64 import b64decode

import pytest

from tests.fakes.http_server import http, serving
from tests.fakes.relays import connect_proxy
from workstation.config.settings import BY_KEY
from workstation.domain.address import ApiBase
from workstation.domain.errors import ProxyRefused
from workstation.link.endpoints import Endpoint
from workstation.link.opening import open_socket
from workstation.web.api_client import ApiClient


@pytest.mark.parametrize(
    "written",
    ["doctor:a#b", "doctor:a/b?c", "doctor:a@b", "HIS\\doctor:50%", "doctor:医 院", "doctor"],
)
async def test_an_account_is_sent_as_the_policy_writes_it(wired, written):
    """A # in the password ended every call in an error that quoted what stood before it."""
    address = BY_KEY["network.proxy"].kind.read(f"{written}@127.0.0.1:1")
    async with serving(http(407)) as script:
        proxy = address.replace("127.0.0.1:1", script.origin.removeprefix("http://"))
        async with wired(proxy=proxy) as wire:
            client = ApiClient(wire, ApiBase.parse("https://clinic.test"), "token")
            with pytest.raises(ProxyRefused, match="HTTP 407"):
                await client.send("GET", "/", call="x")
    (request,) = script.received
    account = b64decode(request.headers["proxy-authorization"].removeprefix("Basic "))
    assert account.decode() == (written if ":" in written else f"{written}:")


async def test_a_name_alone_is_no_fault_of_the_message_connection():
    """The library wants a password beside it, if an empty one."""
    proxy = BY_KEY["network.proxy"].kind.read("doctor@localhost")
    async with connect_proxy(None, "407 Proxy Authentication Required") as way:
        port = way.address.rpartition(":")[2]
        with pytest.raises(ProxyRefused, match="HTTP 407"):
            await open_socket(
                Endpoint("wss://clinic.test/", "clinic.test", 443, True, True),
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                server_name="clinic.test",
                proxy=f"{proxy}:{port}",
            )
