"""Chinese input on desktops that run fcitx: Qt brings a plug-in for ibus, and none for fcitx.

fcitx5 answers as ibus, too, when its ibus frontend is on, which is its default. Naming ibus before
the application is made is what lets doctors type there.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

VARIABLE = "QT_IM_MODULE"
FCITX_PLUGIN = "libfcitx*platforminputcontextplugin.so"


def plugin_folder() -> Path:
    """Where Qt's plug-ins lie."""
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))


def requested_input_method(environment: Mapping[str, str], platform: str = sys.platform) -> str:
    """The input method the session asks for: ``fcitx``, ``ibus``, another word, or empty."""
    if platform != "linux":
        return ""
    value = environment.get(VARIABLE, "") or environment.get("XMODIFIERS", "")
    name = value.rpartition("=")[2].lower()
    return "fcitx" if name.startswith("fcitx") else name


def is_loadable(name: str, folder: Path) -> bool:
    """Whether Qt has what it takes; only fcitx can be missing."""
    return name != "fcitx" or any((folder / "platforminputcontexts").glob(FCITX_PLUGIN))


def prepare(
    environment: MutableMapping[str, str] = os.environ, platform: str = sys.platform
) -> bool:
    """Name ibus where fcitx was asked for and cannot be loaded; whether that was done.

    Call it before the application is made.
    """
    if is_loadable(requested_input_method(environment, platform), plugin_folder()):
        return False
    environment[VARIABLE] = "ibus"
    return True
