"""What ``QT_QPA_PLATFORM`` asks Qt for: whether this program has it, and whether anybody sees it.

Administrators set it for a whole computer. Qt aborts where it has none of what is named there,
which reads as a crash; and a window on ``offscreen`` opens and is seen by nobody.
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
    """What is named, as it is set, where Qt has none of it; ``folder`` is that of its plug-ins."""
    names = platforms(environment)
    if not names or sys.platform != "linux" or any(map(environment.get, OWN_PLUGINS)):
        return ""
    return "" if any(_is_there(name, folder) for name in names) else environment[QT_PLATFORM]


def unseen_platform(environment: Mapping[str, str], folder: Path) -> str:
    """What is named, as it is set, where no window is seen on the first of it."""
    if UNSEEN.intersection(platforms(environment)[:1]):
        return environment[QT_PLATFORM]
    return lacking_platform(environment, folder)


def _is_there(name: str, folder: Path) -> bool:
    """``wayland-egl`` lies in Wayland's, which Qt before 6.10 called ``wayland-generic``."""
    if name in WITHOUT_DESKTOP:
        return False
    plugin = "wayland" if name.startswith("wayland") else name
    return any((folder / "platforms").glob(f"libq{glob.escape(plugin)}*.so"))
