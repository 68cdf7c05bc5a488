"""Whether a server listens again is looked at by the way that a session would take."""

from types import SimpleNamespace

import pytest

from tests.simulation.people import ME
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import ApiBase, Origin
from workstation.domain.errors import ProxyRefused
from workstation.session import link_factory
from workstation.session.link_factory import LinkFactory

SERVER = "wss://im.hospital.invalid:5281/xmpp-websocket"


@pytest.mark.parametrize(
    ("way", "is_looked_at"),
    [(None, True), ("http://proxy.hospital:3128", False), (ProxyRefused(), False)],
    ids=["direct", "through a proxy", "through one of another kind"],
)
async def test_a_server_behind_a_proxy_is_not_looked_at_past_it(
    monkeypatch: pytest.MonkeyPatch, way: str | ProxyRefused | None, is_looked_at: bool
) -> None:
    looked_at: list[str] = []
    asked: list[str] = []

    async def proxy_for(origin: Origin, _choice: str) -> str | None:
        asked.append(str(origin))
        if isinstance(way, ProxyRefused):
            raise way
        return way

    async def look(url: str) -> bool:
        looked_at.append(url)
        return True

    monkeypatch.setattr(link_factory, "proxy_for", proxy_for)
    monkeypatch.setattr(link_factory, "is_port_open", look)
    access = SimpleNamespace(base=ApiBase.parse("https://api.hospital.invalid"))
    factory = LinkFactory(Settings(), access, SystemClock(), member_id=ME)
    assert await factory.is_listening(SERVER) is is_looked_at
    assert looked_at == [SERVER] * is_looked_at
    assert asked == ["https://im.hospital.invalid:5281"]
