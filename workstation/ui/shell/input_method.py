"""Chinese input on desktops that run fcitx: Qt brings a plug-in for ibus, and none for fcitx.

Qt reads QT_IM_MODULE once, while the application is made, and a name whose plug-in it lacks leaves
the doctor with Latin letters and no message. fcitx5 answers as ibus, too, when its ibus frontend is
on, which is its default: so ibus is named where fcitx was asked for and cannot be loaded.

    QT_IM_MODULE=fcitx, no plug-in                 -> ibus
    XMODIFIERS=@im=fcitx, QT_IM_MODULE unset       -> ibus: desktops set the older variable alone
    QT_IM_MODULE=fcitx, the system's Qt has one    -> left as it is
    QT_IM_MODULE=ibus, or none at all              -> left as it is

Tests: tests/support/test_input_method.py,
``test_ibus_is_named_where_fcitx_cannot_be_loaded``.
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


def requested_input_method(environment: Mapping[str, str], platform: str) -> str:
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
