"""Which proxy a connection goes through; environment variables have no say.

The system's settings are those of Windows (``windows_proxy``), macOS (Network) and, on Linux, of
GNOME and the desktops that keep its settings; on others a proxy is named in the configuration.
Windows runs a script of automatic configuration (PAC) itself; elsewhere nobody does, and
``ignored_script`` tells the check that there is one.
"""

import socket
import sys
import urllib.request
from typing import Any

from workstation.domain.address import Origin, WebAddress
from workstation.domain.errors import (
    DeadlineExceeded,
    InputError,
    NameNotResolved,
    NetworkError,
    ProxyRefused,
    Unreachable,
)
from workstation.domain.network_errors import of_proxy
from workstation.web import gnome_proxy
from workstation.web.network import NO_PROXY, SYSTEM_PROXY
from workstation.web.windows_proxy import WindowsProxy

SPOKEN = ("http://", "https://")

_desktop_answers: list[gnome_proxy.DesktopProxy] = []
_windows = WindowsProxy()


async def proxy_for(origin: Origin, choice: str, platform: str = sys.platform) -> str | None:
    """The proxy's address for this origin, ``None`` for a direct connection.

    ``choice`` is ``Network.proxy``. This very computer is always reached directly. Raises
    ``ProxyRefused`` where the system names a proxy of another kind than HTTP, such as SOCKS, or
    what is no address: going around it is not for this program to decide.
    """
    if origin.loopback or choice == NO_PROXY:
        return None
    if choice != SYSTEM_PROXY:
        return _with_scheme(choice)
    named = await _system_proxy(origin, platform)
    if named is None:
        return None
    address = _with_scheme(named)
    if not address.startswith(SPOKEN):
        raise ProxyRefused("a kind of proxy that is not spoken")
    if not _is_server(address):
        raise ProxyRefused("no address of a proxy")
    return address


def proxy_error(error: BaseException, address: str) -> NetworkError | None:
    """What a failure says of the proxy at ``address``; ``None`` where it is not about the proxy.

    The very first connection is the one to the proxy: no such name, refused, no route to any of
    its addresses, or nothing at all in time. Whatever breaks off later has types of its own.
    """
    if isinstance(error, socket.gaierror):
        return NameNotResolved(of_proxy(address))
    if isinstance(error, TimeoutError):
        return DeadlineExceeded(of_proxy(address))
    is_no_connection = type(error) in {ConnectionRefusedError, OSError}
    return Unreachable(of_proxy(address)) if is_no_connection else None


async def ignored_script(origin: Origin, platform: str = sys.platform) -> bool:
    """Whether the system names a PAC script for this origin that nobody could run."""
    if platform == "win32":
        return await _windows.ignored_script(origin)
    return platform == "linux" and _desktop().mode == "auto"


async def _system_proxy(origin: Origin, platform: str) -> str | None:
    if platform == "win32":
        return await _windows.server_for(origin)
    if platform == "darwin":
        return _macos_proxy(origin)
    return _desktop().server_for(origin) if platform == "linux" else None


def _macos_proxy(origin: Origin) -> str | None:
    # These readers are private to macOS' build of urllib, and ``getproxies`` itself asks the
    # environment first.
    library: Any = urllib.request
    named = library.getproxies_macosx_sysconf().get(origin.scheme)
    return str(named) if named and not library.proxy_bypass_macosx_sysconf(origin.host) else None


def refresh() -> None:
    """Ask the system anew for its proxy; blocking, so in a thread. Meanwhile the old one holds."""
    _desktop_answers[:] = [gnome_proxy.ask()]
    _windows.forget()


def _desktop() -> gnome_proxy.DesktopProxy:
    if not _desktop_answers:
        refresh()
    return _desktop_answers[0]


def _is_server(address: str) -> bool:
    """Whether it is a host and perhaps a port: anybody may type anything into a form."""
    try:
        return WebAddress.parse(address).target == "/"
    except InputError:
        return False


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"http://{address}"
