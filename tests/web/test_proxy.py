"""Which way a request takes, and that it takes none once everything is closed."""

import asyncio
import urllib.request

import pytest

from tests.fakes.http_server import http, json_answer, serving
from tests.fakes.relays import connect_proxy
from workstation.domain.address import ApiBase, Origin, WebAddress
from workstation.domain.errors import ConnectionDropped, ProxyRefused, TlsFailure
from workstation.web import exchange, gnome_proxy, proxy
from workstation.web.api_client import ApiClient
from workstation.web.proxy import ignored_script, proxy_for, refresh
from workstation.web.windows_proxy import WindowsProxy
from workstation.web.winhttp import ProxySettings
from workstation.web.wire import Request

HOSPITAL = Origin.of("https://api.hospital.example/")
HERE = Origin.of("http://127.0.0.1:8000/")


async def test_a_named_proxy_serves_everything_but_this_computer():
    assert await proxy_for(HOSPITAL, "http://proxy:3128") == "http://proxy:3128"
    assert await proxy_for(HOSPITAL, "proxy:3128") == "http://proxy:3128"
    assert await proxy_for(HERE, "http://proxy:3128") is None
    assert await proxy_for(HOSPITAL, "direct") is None


GNOME = """\
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '10.0.0.0/8', '*.local', '::1']
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.http host 'proxy.hospital'
org.gnome.system.proxy.http port 8080
org.gnome.system.proxy.http authentication-password 'secret'
org.gnome.system.proxy.https host 'secure.hospital'
org.gnome.system.proxy.https port 3128
org.gnome.system.proxy.ftp host 'ftp.hospital'
"""


@pytest.fixture
def desktop(monkeypatch):
    """Let the desktop say something."""

    def say(output):
        monkeypatch.setattr(gnome_proxy, "ask", lambda: gnome_proxy.read(output))
        refresh()

    yield say
    monkeypatch.undo()
    refresh()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://api.hospital.example/", "http://secure.hospital:3128"),
        ("http://api.hospital.example/", "http://proxy.hospital:8080"),
        ("https://im.local/", None),
        ("https://10.1.2.3/", None),
        ("https://11.1.2.3/", "http://secure.hospital:3128"),
        ("https://127.0.0.1/", None),
    ],
)
async def test_on_linux_the_desktop_s_settings_and_exceptions_hold(desktop, url, server):
    desktop(GNOME)
    assert await proxy_for(Origin.of(url), "system", "linux") == server
    assert not await ignored_script(HOSPITAL, "linux")


@pytest.mark.parametrize("broken", [("3128", "0"), ("'secure.hospital'", "''"), ("3128", "'many'")])
async def test_a_desktop_s_proxy_without_host_or_port_is_none(desktop, broken):
    desktop(GNOME.replace(*broken))
    assert await proxy_for(HOSPITAL, "system", "linux") is None
    plain = Origin.of("http://api.hospital.example/")
    assert await proxy_for(plain, "system", "linux") == "http://proxy.hospital:8080"


async def test_a_desktop_s_script_is_known_and_not_run(desktop):
    desktop(GNOME.replace("manual", "auto"))
    assert await proxy_for(HOSPITAL, "system", "linux") is None
    assert await ignored_script(HOSPITAL, "linux")


@pytest.mark.parametrize(
    "output", ["", "nonsense", "org.gnome.system.proxy mode [", GNOME.replace("manual", "none")]
)
async def test_a_desktop_that_says_nothing_useful_is_direct(desktop, output):
    desktop(output)
    assert await proxy_for(HOSPITAL, "system", "linux") is None


def test_the_environment_has_no_say_where_there_is_no_desktop(monkeypatch, tmp_path):
    monkeypatch.setenv("HTTPS_PROXY", "http://evil:1")
    assert gnome_proxy.ask(tmp_path / "gsettings") == gnome_proxy.DesktopProxy()
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexit 1\n")
    silent.chmod(0o755)
    assert gnome_proxy.ask(silent) == gnome_proxy.DesktopProxy()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_another_user_s_program_is_not_run_where_anybody_can_make_its_folder(platform, tmp_path):
    """On Windows ``\\usr\\bin\\gsettings`` is a path that every account can create."""
    program, trace = tmp_path / "gsettings", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch {trace}\ncat <<'END'\n{GNOME}END\n")
    program.chmod(0o755)
    assert gnome_proxy.ask(program, platform) == gnome_proxy.DesktopProxy()
    assert not trace.exists()


def test_the_desktop_is_asked_by_its_program(tmp_path):
    program = tmp_path / "gsettings"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{GNOME}END\n")
    program.chmod(0o755)
    assert gnome_proxy.ask(program, "linux").server_for(HOSPITAL) == "http://secure.hospital:3128"


async def test_the_settings_and_exceptions_of_macos_hold(monkeypatch):
    library = urllib.request
    settings = {"getproxies_macosx_sysconf": lambda: {"https": "http://system:8080"}}
    settings["proxy_bypass_macosx_sysconf"] = lambda host: host.endswith(".local")
    for name, answer in settings.items():
        monkeypatch.setattr(library, name, answer, raising=False)
    assert await proxy_for(HOSPITAL, "system", "darwin") == "http://system:8080"
    assert await proxy_for(Origin.of("https://im.local/"), "system", "darwin") is None
    assert await proxy_for(Origin.of("http://plain.example/"), "system", "darwin") is None


@pytest.fixture
def windows(monkeypatch):
    """Let Windows say something."""

    def say(*settings):
        monkeypatch.setattr(proxy, "_windows", WindowsProxy(WindowsSource(settings)))

    return say


class WindowsSource:
    """Windows with these settings, and no script that answers."""

    def __init__(self, settings):
        self._settings = settings

    def settings(self):
        return self._settings

    def run_script(self, _url, _settings):
        return None


async def test_the_settings_and_exceptions_of_windows_hold(windows):
    windows(ProxySettings("https=system:8080", "*.local", script="http://wpad/p.pac"))
    assert await proxy_for(HOSPITAL, "system", "win32") == "http://system:8080"
    assert await proxy_for(Origin.of("https://im.local/"), "system", "win32") is None
    assert await proxy_for(Origin.of("http://plain.example/"), "system", "win32") is None
    assert await ignored_script(HOSPITAL, "win32")


@pytest.mark.parametrize("named", ["socks4://127.0.0.1:1080", "socks5://proxy:1080", "ftp://proxy"])
async def test_a_kind_of_proxy_that_is_not_spoken_is_said_and_not_gone_around(windows, named):
    windows(ProxySettings(named))
    with pytest.raises(ProxyRefused, match="a kind of proxy that is not spoken"):
        await proxy_for(HOSPITAL, "system", "win32")


@pytest.mark.parametrize(
    "named", ["proxy:99999", "proxy:port", "http://[fd00::1:3128", "pr\u2100oxy:8", ":", "proxy/x"]
)
async def test_a_proxy_of_windows_that_is_no_address_is_said_and_not_gone_around(windows, named):
    windows(ProxySettings(named))
    with pytest.raises(ProxyRefused):
        await proxy_for(HOSPITAL, "system", "win32")


@pytest.mark.parametrize("host", ["pro xy", "http://proxy.hospital", "proxy.hospital/x", "proxy]"])
async def test_a_proxy_of_the_desktop_that_is_no_address_is_said(desktop, host):
    desktop(GNOME.replace("secure.hospital", host))
    with pytest.raises(ProxyRefused):
        await proxy_for(HOSPITAL, "system", "linux")


async def test_a_proxy_of_the_desktop_may_be_an_address_of_ipv6(desktop):
    desktop(GNOME.replace("secure.hospital", "fd00::1"))
    assert await proxy_for(HOSPITAL, "system", "linux") == "http://[fd00::1]:3128"


async def test_a_plain_call_goes_through_the_proxy(wired):
    async with serving(json_answer({"by": "proxy"})) as proxy, wired(proxy=proxy.origin) as wire:
        client = ApiClient(wire, ApiBase.parse("http://hospital.invalid"), "token")
        answer = await client.send("GET", "/im/servers", call="x")
    assert await answer.value() == {"by": "proxy"}
    assert proxy.received[0].target == "http://hospital.invalid/im/servers"


async def test_a_proxy_that_refuses_the_tunnel_is_named(wired):
    async with serving(http(407)) as proxy, wired(proxy=proxy.origin) as wire:
        client = ApiClient(wire, ApiBase.parse("https://hospital.invalid"), "token")
        with pytest.raises(ProxyRefused, match=r"HTTP 407$"):
            await client.send("GET", "/", call="x")
    assert proxy.received[0].method == "CONNECT"
    assert "x-auth-token" not in proxy.received[0].headers


async def test_a_proxy_that_asks_for_a_password_is_named_where_there_is_no_tunnel(wired):
    page = http(407, b"<html>Sign in</html>", Content_Type="text/html")
    async with serving(page) as proxy, wired(proxy=proxy.origin) as wire:
        client = ApiClient(wire, ApiBase.parse("http://hospital.invalid"), "token")
        with pytest.raises(ProxyRefused):
            await client.send("GET", "/", call="x")


async def test_a_proxy_over_tls_is_trusted_under_the_configured_authority(wired, authority):
    server, front = authority.server("hospital.invalid"), authority.server("localhost")
    async with serving(json_answer({}), tls=server) as script, connect_proxy(front) as by:
        port = Origin.of(script.origin).port
        base = ApiBase.parse(f"https://hospital.invalid:{port}")
        async with wired(proxy=by.address, ca_file=authority.path) as wire:
            answer = await ApiClient(wire, base, "token").send("GET", "/", call="x")
    assert answer.status == 200
    assert by.asked == ["CONNECT"]


async def test_a_proxy_that_nobody_vouches_for_is_refused(wired, authority):
    async with connect_proxy(authority.server("localhost")) as by, wired(proxy=by.address) as wire:
        client = ApiClient(wire, ApiBase.parse("https://hospital.invalid"), "token")
        with pytest.raises(TlsFailure):
            await client.send("GET", "/", call="x")
    assert by.asked == []


async def test_a_system_without_scripts_ignores_none(desktop):
    desktop(GNOME.replace("manual", "auto"))
    assert not await ignored_script(HOSPITAL, "darwin")


@pytest.mark.parametrize(("choice", "asked"), [("system", 1), ("direct", 0), ("proxy:3128", 0)])
async def test_the_system_is_asked_anew_for_each_wire_that_goes_by_it(
    monkeypatch, wired, choice, asked
):
    asks = []
    monkeypatch.setattr(proxy, "refresh", lambda: asks.append(1))
    async with wired(proxy=choice):
        assert len(asks) == asked


async def test_a_request_still_asking_for_its_proxy_opens_nothing_once_all_is_closed(
    wired, monkeypatch
):
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slow(*_question):
        asked.set()
        await answered.wait()

    monkeypatch.setattr(exchange, "proxy_for", slow)
    async with serving(json_answer({})) as script, wired() as wire:

        async def call():
            async with wire.send(Request("GET", WebAddress.parse(script.origin))):
                pass

        request = asyncio.ensure_future(call())
        await asked.wait()
        await wire.aclose()
        answered.set()
        with pytest.raises(ConnectionDropped):
            await request
    assert script.received == []
