"""Which proxy a connection goes through; environment variables have no say.

The system's settings are those of Windows (Internet Options), macOS (Network) and, on Linux, of
GNOME and the desktops that keep its settings; on others a proxy is named in the configuration.
Automatic configuration by a PAC script is not evaluated; ``automatic_script`` tells the check that
there is one.
"""

import importlib
import sys
import urllib.request
from typing import Any

from workstation.domain.address import Origin
from workstation.domain.errors import ProxyRefused
from workstation.web import gnome_proxy
from workstation.web.network import NO_PROXY, SYSTEM_PROXY

SPOKEN = ("http://", "https://")

_desktop_answers: list[gnome_proxy.DesktopProxy] = []


def proxy_for(origin: Origin, choice: str, platform: str = sys.platform) -> str | None:
    """The proxy's address for this origin, ``None`` for a direct connection.

    ``choice`` is ``Network.proxy``. This very computer is always reached directly. Raises
    ``ProxyRefused`` where the system names a proxy of another kind than HTTP, such as SOCKS: going
    around it is not for this program to decide.
    """
    if origin.loopback or choice == NO_PROXY:
        return None
    if choice != SYSTEM_PROXY:
        return _with_scheme(choice)
    return _system_proxy(origin, platform)


def automatic_script(platform: str = sys.platform) -> bool:
    """Whether the system names a PAC script, which this program does not run."""
    if platform == "linux":
        return _desktop().mode == "auto"
    if platform != "win32":
        return False
    registry: Any = importlib.import_module("winreg")
    path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
            return bool(registry.QueryValueEx(key, "AutoConfigURL")[0])
    except OSError:
        return False


def _system_proxy(origin: Origin, platform: str) -> str | None:
    # The registry and sysconf readers are private to the platform's build of urllib, and
    # ``getproxies`` itself asks the environment first.
    library: Any = urllib.request
    if platform == "win32":
        proxies, bypass = library.getproxies_registry(), library.proxy_bypass_registry
    elif platform == "darwin":
        proxies = library.getproxies_macosx_sysconf()
        bypass = library.proxy_bypass_macosx_sysconf
    else:
        return _desktop().server_for(origin) if platform == "linux" else None
    named = proxies.get(origin.scheme)
    if not named or bypass(origin.host):
        return None
    address = _with_scheme(str(named))
    if not address.startswith(SPOKEN):
        raise ProxyRefused("a kind of proxy that is not spoken")
    return address


def refresh() -> None:
    """Ask the desktop anew; blocking, so in a thread. Until it has answered the old word holds."""
    _desktop_answers[:] = [gnome_proxy.ask()]


def _desktop() -> gnome_proxy.DesktopProxy:
    if not _desktop_answers:
        refresh()
    return _desktop_answers[0]


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"http://{address}"
