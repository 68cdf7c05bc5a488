"""Whose word Windows' settings make of proxies, and that a question holds nobody up."""

import asyncio
import os
import threading

import pytest

from tests.ui.waiting import until
from workstation.domain.address import Origin
from workstation.domain.errors import ProxyRefused
from workstation.web.windows_proxy import KEPT_SECONDS, WindowsProxy, server_for
from workstation.web.winhttp import ProxySettings

HOSPITAL = Origin.of("https://api.hospital.example/")
PAC = "http://wpad.hospital/proxy.pac"


class Source:
    """Windows, saying what a test scripts."""

    def __init__(self, *settings, script=None):
        self._settings, self._script = settings, script
        self.asked = []

    def settings(self):
        return self._settings

    def run_script(self, url, settings):
        self.asked.append((url, settings.script))
        return self._script


async def asked(*settings, script=None):
    return await WindowsProxy(Source(*settings, script=script)).server_for(HOSPITAL)


@pytest.mark.parametrize(
    ("settings", "server"),
    [
        (ProxySettings("proxy:8080"), "proxy:8080"),
        (ProxySettings("first:1;second:2"), "first:1"),
        (ProxySettings("http=plain:80;https=secure:443"), "secure:443"),
        (ProxySettings("HTTPS=http://secure:443 http=plain:80"), "http://secure:443"),
        (ProxySettings("http=plain:80"), None),
        (ProxySettings("socks=s:1080;https=secure:443"), "secure:443"),
        (ProxySettings("proxy:8080", "*.hospital.example"), None),
        (ProxySettings("proxy:8080", "https://API.hospital.example:443"), None),
        (ProxySettings("proxy:8080", "<local>;10.*;<-loopback>"), "proxy:8080"),
        (ProxySettings(), None),
    ],
)
async def test_a_list_of_servers_and_its_exceptions_hold(settings, server):
    assert await asked(settings) == server


@pytest.mark.parametrize(
    ("host", "rule"), [("im", "<local>"), ("10.1.2.3", "10.*"), ("10.1.2.3", "10.1.2.3:443")]
)
def test_names_without_a_dot_and_addresses_can_be_excepted(host, rule):
    assert server_for(ProxySettings("proxy:1", rule), Origin.at("https", host, 443)) is None


def test_socks_alone_is_refused():
    with pytest.raises(ProxyRefused):
        server_for(ProxySettings("socks=s:1080"), HOSPITAL)


async def test_a_script_goes_before_the_servers_beside_it():
    source = Source(ProxySettings("proxy:8080", script=PAC), script=ProxySettings("by-script:1"))
    proxy = WindowsProxy(source)
    assert await proxy.server_for(HOSPITAL) == "by-script:1"
    assert not await proxy.ignored_script(HOSPITAL)
    assert source.asked == [("https://api.hospital.example/", PAC)], "no path, and once a minute"


async def test_a_script_that_means_direct_is_obeyed():
    assert await asked(ProxySettings("proxy:8080", script=PAC), script=ProxySettings()) is None


async def test_a_script_that_does_not_answer_is_told_and_leaves_the_servers_in_force():
    proxy = WindowsProxy(Source(ProxySettings("proxy:8080", script=PAC)))
    assert await proxy.server_for(HOSPITAL) == "proxy:8080"
    assert await proxy.ignored_script(HOSPITAL)


async def test_a_network_that_offers_no_script_is_nothing_to_tell():
    proxy = WindowsProxy(Source(ProxySettings(searches=True)))
    assert await proxy.server_for(HOSPITAL) is None
    assert not await proxy.ignored_script(HOSPITAL)


async def test_the_computer_s_settings_hold_where_the_doctor_has_none():
    assert await asked(ProxySettings(searches=True), ProxySettings("computer:1")) == "computer:1"
    assert await asked(ProxySettings("own:1"), ProxySettings("computer:1")) == "own:1"


async def test_an_answer_is_kept_for_a_minute_and_until_asked_anew():
    now = [0.0]
    source = Source(ProxySettings(script=PAC), script=ProxySettings("p:1"))
    proxy = WindowsProxy(source, lambda: now[0])
    for now[0] in (0.0, KEPT_SECONDS - 1, KEPT_SECONDS, KEPT_SECONDS + 1):
        await proxy.server_for(HOSPITAL)
    assert len(source.asked) == 2
    proxy.forget()
    await proxy.server_for(HOSPITAL)
    assert len(source.asked) == 3


async def test_a_slow_search_does_not_hold_the_loop():
    searched = threading.Event()

    class Slow(Source):
        def run_script(self, _url, _settings):
            assert searched.wait(10), "the loop went on and let us find it"
            return ProxySettings("found:1")

    waiting = asyncio.create_task(
        WindowsProxy(Slow(ProxySettings(searches=True))).server_for(HOSPITAL)
    )
    await asyncio.sleep(0)
    searched.set()
    assert await waiting == "found:1"


class Silent(Source):
    """Windows, waiting for a script that nobody sends until it is ``let_go``."""

    def __init__(self):
        super().__init__(ProxySettings(script=PAC), script=ProxySettings("by-script:1"))
        self.let_go = threading.Event()

    def run_script(self, url, settings):
        answer = super().run_script(url, settings)
        assert self.let_go.wait(60)
        return answer


@pytest.fixture
def silent():
    source = Silent()
    yield source
    source.let_go.set()


async def test_a_script_that_nobody_sends_holds_no_thread_that_others_need(silent):
    """Each origin is asked for by itself, and the loop's threads are few: at most 32."""
    proxy = WindowsProxy(silent)
    origins = [Origin.at("https", f"m{number}.hospital.example", 443) for number in range(40)]
    asking = [asyncio.create_task(proxy.server_for(origin)) for origin in origins]
    await until(lambda: len(silent.asked) >= min(32, (os.cpu_count() or 1) + 4))
    async with asyncio.timeout(20):
        assert await asyncio.to_thread(lambda: "an answer is read") == "an answer is read"
    silent.let_go.set()
    assert await asyncio.gather(*asking) == ["by-script:1"] * len(origins)


async def test_who_asks_meanwhile_waits_for_the_same_answer(silent):
    proxy = WindowsProxy(silent)
    asking = [asyncio.create_task(proxy.server_for(HOSPITAL)) for _ in range(8)]
    await until(lambda: silent.asked)
    asking[0].cancel()
    silent.let_go.set()
    assert await asyncio.gather(*asking[1:]) == ["by-script:1"] * 7
    assert len(silent.asked) == 1


async def test_who_asks_on_another_network_does_not_get_the_answer_of_the_last(silent):
    proxy = WindowsProxy(silent)
    before = asyncio.create_task(proxy.server_for(HOSPITAL))
    await until(lambda: silent.asked)
    proxy.forget()
    after = asyncio.create_task(proxy.server_for(HOSPITAL))
    await until(lambda: len(silent.asked) == 2)
    silent.let_go.set()
    assert await asyncio.gather(before, after) == ["by-script:1"] * 2
    await proxy.server_for(HOSPITAL)
    assert len(silent.asked) == 2
