"""Which versions of what others made run here, and below which this program does not start."""

import platform
import sys

from workstation import __version__
from workstation.vault.engine.opening import library_version, require_version
from workstation.web.tls import OPENSSL_VERSION
from workstation.xmpp.xml import EXPAT_VERSION, require_expat


def require_floors() -> None:
    """Raise a ``WorkstationError`` where a library is too old to be trusted with anything."""
    require_expat()
    require_version(library_version())


def facts() -> dict[str, str]:
    """Versions and kind of this computer; nothing that names it, its user or a folder."""
    return {
        "program": __version__,
        "bundled": "yes" if getattr(sys, "frozen", False) else "no",
        "python": platform.python_version(),
        "sqlite": library_version(),
        "expat": EXPAT_VERSION,
        "openssl": OPENSSL_VERSION,
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "c_library": " ".join(platform.libc_ver()).strip(),
        "distribution": _distribution(),
    }


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return ""
