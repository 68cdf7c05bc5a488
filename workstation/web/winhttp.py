"""What Windows knows of proxies: the doctor's Internet Options, scripts (PAC), and WinHTTP's own.

Windows finds the script, by its address or in the network (WPAD), fetches it, runs it and keeps it;
nothing of it runs in this process's Python. The names are those of ``winhttp.h``.
"""

import ctypes
import importlib
from collections.abc import Iterator, Sequence
from ctypes import POINTER, byref, c_int, c_uint32, c_void_p, c_wchar_p
from functools import cached_property
from typing import Any

from workstation.domain.value import Value

INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
STEP_MS = 3000
"""How long each step to a script may take: name, connection, sending, answer."""

_NO_PROXY, _NAMED_PROXY = 1, 3
_AUTO_DETECT, _CONFIG_URL = 1, 2
_BY_DHCP_AND_DNS = 1 | 2


class ProxySettings(Value):
    """One place's settings, in Windows' own spelling.

    ``servers`` is ``proxy:8080`` or ``http=proxy:8080;https=…``, ``exceptions`` such as
    ``<local>;*.hospital``. ``searches``: a script is looked for in the network.
    """

    servers: str = ""
    exceptions: str = ""
    script: str = ""
    searches: bool = False


class _UserConfig(ctypes.Structure):
    """The doctor's Internet Options: ``WINHTTP_CURRENT_USER_IE_PROXY_CONFIG``."""

    _fields_ = (
        ("searches", c_int),
        ("script", c_void_p),
        ("servers", c_void_p),
        ("exceptions", c_void_p),
    )


class _ProxyInfo(ctypes.Structure):
    """The proxies of a request: ``WINHTTP_PROXY_INFO``."""

    _fields_ = (("access", c_uint32), ("servers", c_void_p), ("exceptions", c_void_p))


class _ScriptOptions(ctypes.Structure):
    """How a script is found and run: ``WINHTTP_AUTOPROXY_OPTIONS``."""

    _fields_ = (
        ("flags", c_uint32),
        ("search", c_uint32),
        ("script", c_wchar_p),
        ("reserved", c_void_p),
        ("reserved_number", c_uint32),
        ("logs_on", c_int),
    )


class WinHttp:
    """Asks Windows; every call may block, so in a thread."""

    def __init__(self, libraries: Any = ctypes) -> None:
        self._libraries = libraries

    def settings(self) -> Sequence[ProxySettings]:
        """The settings, those that go first in front: the doctor's, then the whole computer's."""
        return [self._of_user(), _of_registry(), self._of_computer()]

    def run_script(self, url: str, settings: ProxySettings) -> ProxySettings | None:
        """Run the script for an address; ``None`` where none is found, fetched or runs."""
        flags = (_AUTO_DETECT if settings.searches else 0) | (_CONFIG_URL if settings.script else 0)
        search = _BY_DHCP_AND_DNS if settings.searches else 0
        options = _ScriptOptions(flags, search, settings.script or None, None, 0, 0)
        info = _ProxyInfo()
        ask = self._library.WinHttpGetProxyForUrl
        ask.argtypes = [c_void_p, c_wchar_p, POINTER(_ScriptOptions), POINTER(_ProxyInfo)]
        if not ask(self._session, url, byref(options), byref(info)):
            return None
        return self._read(info)

    def _of_user(self) -> ProxySettings:
        config = _UserConfig()
        if not self._library.WinHttpGetIEProxyConfigForCurrentUser(byref(config)):
            return ProxySettings()
        return ProxySettings(
            self._take(config.servers),
            self._take(config.exceptions),
            self._take(config.script),
            searches=bool(config.searches),
        )

    def _of_computer(self) -> ProxySettings:
        """The settings of the computer, as ``netsh winhttp set proxy`` or a policy wrote them."""
        info = _ProxyInfo()
        if not self._library.WinHttpGetDefaultProxyConfiguration(byref(info)):
            return ProxySettings()
        return self._read(info)

    def _read(self, info: _ProxyInfo) -> ProxySettings:
        servers, exceptions = self._take(info.servers), self._take(info.exceptions)
        return (
            ProxySettings(servers, exceptions) if info.access == _NAMED_PROXY else ProxySettings()
        )

    def _take(self, address: int | None) -> str:
        """The text at an address, which is given back to Windows."""
        if not address:
            return ""
        text = ctypes.wstring_at(address)
        free = self._libraries.WinDLL("kernel32").GlobalFree
        free.argtypes, free.restype = [c_void_p], c_void_p
        free(address)
        return text

    @cached_property
    def _library(self) -> Any:
        return self._libraries.WinDLL("winhttp")

    @cached_property
    def _session(self) -> int | None:
        """The WinHTTP session, one for the life of the program: a script is cached with it."""
        open_session = self._library.WinHttpOpen
        open_session.restype = c_void_p
        session: int | None = open_session("Doctor Workstation", _NO_PROXY, None, None, 0)
        limit = self._library.WinHttpSetTimeouts
        limit.argtypes = [c_void_p, c_int, c_int, c_int, c_int]
        limit(session, *[STEP_MS] * 4)
        return session


def _of_registry() -> ProxySettings:
    """The settings in the registry, written for the doctor past Internet Options by scripts."""
    values = dict(_registry_values())
    enabled = values.get("ProxyEnable") == 1
    return ProxySettings(
        _text(values.get("ProxyServer")) if enabled else "",
        _text(values.get("ProxyOverride")) if enabled else "",
        _text(values.get("AutoConfigURL")),
    )


def _registry_values() -> Iterator[tuple[str, object]]:
    registry: Any = importlib.import_module("winreg")
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, INTERNET_SETTINGS) as key:
            for at in range(registry.QueryInfoKey(key)[1]):
                name, value, _ = registry.EnumValue(key, at)
                yield name, value
    except OSError:
        return


def _text(value: object) -> str:
    """The text of a registry value; one of another type, as nobody means to write, is none."""
    return value if isinstance(value, str) else ""
