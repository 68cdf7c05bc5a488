import urllib.request

import pytest

from tests.fakes.http_server import http, json_answer, serving
from workstation.domain.address import ApiBase, Origin
from workstation.domain.errors import ProxyRefused
from workstation.web.api_client import ApiClient
from workstation.web.proxy import automatic_script, proxy_for

HOSPITAL = Origin.of("https://api.hospital.example/")
HERE = Origin.of("http://127.0.0.1:8000/")


def test_a_named_proxy_serves_everything_but_this_computer():
    assert proxy_for(HOSPITAL, "http://proxy:3128") == "http://proxy:3128"
    assert proxy_for(HOSPITAL, "proxy:3128") == "http://proxy:3128"
    assert proxy_for(HERE, "http://proxy:3128") is None
    assert proxy_for(HOSPITAL, "direct") is None


def test_on_linux_the_system_has_no_proxy_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://evil:1")
    assert proxy_for(HOSPITAL, "system", "linux") is None
    assert automatic_script("linux") is None


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("win32", ("getproxies_registry", "proxy_bypass_registry")),
        ("darwin", ("getproxies_macosx_sysconf", "proxy_bypass_macosx_sysconf")),
    ],
)
def test_the_system_s_own_settings_and_exceptions_hold(monkeypatch, platform, names):
    read, bypass = names
    monkeypatch.setattr(
        urllib.request, read, lambda: {"https": "http://system:8080"}, raising=False
    )
    monkeypatch.setattr(urllib.request, bypass, lambda host: host.endswith(".local"), raising=False)
    assert proxy_for(HOSPITAL, "system", platform) == "http://system:8080"
    assert proxy_for(Origin.of("https://im.local/"), "system", platform) is None
    assert proxy_for(Origin.of("http://plain.example/"), "system", platform) is None


async def test_a_plain_call_goes_through_the_proxy(wired):
    async with serving(json_answer({"by": "proxy"})) as proxy, wired(proxy=proxy.origin) as wire:
        client = ApiClient(wire, ApiBase.parse("http://hospital.invalid"), "token")
        answer = await client.send("GET", "/im/servers", call="x")
    assert await answer.value() == {"by": "proxy"}
    assert proxy.received[0].target == "http://hospital.invalid/im/servers"


async def test_a_proxy_that_refuses_the_tunnel_is_named(wired):
    async with serving(http(407)) as proxy, wired(proxy=proxy.origin) as wire:
        client = ApiClient(wire, ApiBase.parse("https://hospital.invalid"), "token")
        with pytest.raises(ProxyRefused):
            await client.send("GET", "/", call="x")
    assert proxy.received[0].method == "CONNECT"
    assert "x-auth-token" not in proxy.received[0].headers
