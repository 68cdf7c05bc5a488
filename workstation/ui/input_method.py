"""Chinese input on desktops that run fcitx: Qt brings a plug-in for ibus, and none for fcitx.

fcitx5 answers as ibus, too, when its ibus frontend is on, which is its default. Naming ibus before
the application is made is what lets doctors type there.
"""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

from workstation.services.check_computer import input_method

VARIABLE = "QT_IM_MODULE"


def prepare(
    environment: MutableMapping[str, str] = os.environ, platform: str = sys.platform
) -> bool:
    """Name ibus where fcitx was asked for and cannot be loaded; whether that was done.

    Call it before the application is made.
    """
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    if input_method(environment, plugins, platform).code != "fcitx":
        return False
    environment[VARIABLE] = "ibus"
    return True
