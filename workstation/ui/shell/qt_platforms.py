"""Whether ``QT_QPA_PLATFORM`` names a platform that exists here and is visible.

Administrators set it for a whole computer. Qt aborts where it has none of the named plug-ins, which
looks like a crash; and a window on ``offscreen`` is invisible.
"""

import ctypes
import glob
import sys
from collections.abc import Mapping
from pathlib import Path

from workstation.base.missing_library import missing_library
from workstation.base.process_environment import QT_PLATFORM, platforms

UNSEEN = frozenset({"offscreen", "minimal", "minimalegl"})
WITHOUT_DESKTOP = frozenset({"linuxfb", "eglfs", "vkkhrdisplay"})
"""Of Qt's wheel, and not in the package: a screen by itself, where Qt ends without the device."""

OWN_PLUGINS = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
"""Where others lie than those that came along."""

NOT_X = ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", *OWN_PLUGINS)
"""With one of these it may be another platform, or another plug-in, that Qt takes."""


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


def lacking_library(environment: Mapping[str, str], folder: Path) -> str:
    """The library of the system that Qt's platform for X lacks; empty where it is not used.

    Qt aborts without it, and says of one library alone which package it is in. What is loaded here
    Qt finds loaded, so a start takes no longer.
    """
    is_x = platforms(environment) in ([], ["xcb"]) and environment.get("DISPLAY")
    if not is_x or sys.platform != "linux" or any(map(environment.get, NOT_X)):
        return ""
    try:
        ctypes.CDLL(str(folder / "platforms/libqxcb.so"))
    except OSError as error:
        return missing_library(error)
    return ""


def _is_there(name: str, folder: Path) -> bool:
    """Whether a plug-in is there; ``wayland-egl`` is Wayland's ``wayland-generic`` of Qt 6.10."""
    if name in WITHOUT_DESKTOP:
        return False
    plugin = "wayland" if name.startswith("wayland") else name
    return any((folder / "platforms").glob(f"libq{glob.escape(plugin)}*.so"))
