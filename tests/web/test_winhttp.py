"""The real WinHTTP, with a real script on this computer: of a Windows made for tests only."""

import importlib
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.on_windows import under_wine
from workstation.domain.address import Origin
from workstation.web.windows_proxy import WindowsProxy
from workstation.web.winhttp import INTERNET_SETTINGS, ProxySettings, WinHttp

pytestmark = pytest.mark.skipif(
    sys.platform != "win32" or not under_wine(), reason="writes Internet Options: under Wine only"
)
CONNECTIONS = rf"{INTERNET_SETTINGS}\Connections"
HOSPITAL, PLAIN = Origin.of("https://api.hospital.example/"), Origin.of("https://intranet/")
SCRIPT = b"""function FindProxyForURL(url, host) {
    if (isPlainHostName(host)) return "DIRECT";
    if (url.indexOf("secret") >= 0) return "PROXY told-too-much:1";
    return "PROXY proxy.hospital.example:8080; DIRECT";
}"""


class _ScriptServer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ns-proxy-autoconfig")
        self.send_header("Content-Length", str(len(SCRIPT)))
        self.end_headers()
        self.wfile.write(SCRIPT)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def script() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _ScriptServer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/proxy.pac"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def internet_options() -> Iterator[Callable[..., None]]:
    """Write the doctor's settings as Internet Options does; they are gone afterwards."""
    registry: Any = importlib.import_module("winreg")

    def write(servers: str = "", exceptions: str = "", script: str = "") -> None:
        flags = 1 | (2 if servers else 0) | (4 if script else 0)
        data = struct.pack("<III", 0x46, 1, flags)
        for text in (servers, exceptions, script):
            data += struct.pack("<I", len(text)) + text.encode("ascii")
        with registry.CreateKey(registry.HKEY_CURRENT_USER, CONNECTIONS) as key:
            registry.SetValueEx(
                key, "DefaultConnectionSettings", 0, registry.REG_BINARY, data + bytes(32)
            )

    yield write
    registry.DeleteKey(registry.HKEY_CURRENT_USER, CONNECTIONS)


async def test_a_script_is_fetched_and_run(internet_options, script):
    internet_options(script=script)
    proxy = WindowsProxy()
    assert await proxy.server_for(HOSPITAL) == "proxy.hospital.example:8080"
    assert await proxy.server_for(PLAIN) is None
    assert not await proxy.ignored_script(HOSPITAL)


async def test_a_script_that_cannot_be_fetched_leaves_the_servers(internet_options):
    internet_options("proxy:3128", "<local>", "http://127.0.0.1:1/proxy.pac")
    proxy = WindowsProxy()
    assert await proxy.server_for(HOSPITAL) == "proxy:3128"
    assert await proxy.server_for(PLAIN) is None
    assert await proxy.ignored_script(HOSPITAL)


def test_internet_options_are_read(internet_options):
    internet_options("http=a:1;https=b:2", "<local>;*.x")
    assert WinHttp().settings()[0] == ProxySettings("http=a:1;https=b:2", "<local>;*.x")


@pytest.mark.parametrize(
    ("enabled", "server", "expected"),
    [(1, "proxy:8080", "proxy:8080"), (0, "proxy:8080", ""), (1, 7, ""), ("yes", "proxy:1", "")],
)
def test_what_sign_in_scripts_wrote_is_read_unless_it_is_no_such_value(enabled, server, expected):
    registry: Any = importlib.import_module("winreg")
    names = {"ProxyEnable": enabled, "ProxyServer": server}
    with registry.CreateKey(registry.HKEY_CURRENT_USER, INTERNET_SETTINGS) as key:
        for name, value in names.items():
            kind = registry.REG_SZ if isinstance(value, str) else registry.REG_DWORD
            registry.SetValueEx(key, name, 0, kind, value)
        try:
            assert WinHttp().settings()[1].servers == expected
        finally:
            for name in names:
                registry.DeleteValue(key, name)
