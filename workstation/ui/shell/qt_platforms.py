"""Whether ``QT_QPA_PLATFORM`` names a platform that exists here and is visible.

Administrators set it for a whole computer. Qt aborts where it has none of the named plug-ins, which
looks like a crash; and a window on ``offscreen`` is invisible.
"""

import glob
import sys
from collections.abc import Mapping
from pathlib import Path

from workstation.base.process_environment import QT_PLATFORM, platforms

UNSEEN = frozenset({"offscreen", "minimal", "minimalegl"})
WITHOUT_DESKTOP = frozenset({"linuxfb", "eglfs", "vkkhrdisplay"})
"""Of Qt's wheel, and not in the package: a screen by itself, where Qt ends without the device."""

OWN_PLUGINS = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
"""Where others lie than those that came along."""


def lacking_platform(environment: Mapping[str, str], folder: Path) -> str:
    """The variable's value if Qt has none of its platforms; ``folder`` contains the plug-ins."""
    names = platforms(environment)
    if not names or sys.platform != "linux" or any(map(environment.get, OWN_PLUGINS)):
        return ""
    return "" if any(_is_there(name, folder) for name in names) else environment[QT_PLATFORM]


def unseen_platform(environment: Mapping[str, str], folder: Path) -> str:
    """The variable's value if windows are invisible on the first of its platforms."""
    if UNSEEN.intersection(platforms(environment)[:1]):
        return environment[QT_PLATFORM]
    return lacking_platform(environment, folder)


def _is_there(name: str, folder: Path) -> bool:
    """``wayland-egl`` lies in Wayland's, which Qt before 6.10 called ``wayland-generic``."""
    if name in WITHOUT_DESKTOP:
        return False
    plugin = "wayland" if name.startswith("wayland") else name
    return any((folder / "platforms").glob(f"libq{glob.escape(plugin)}*.so"))
