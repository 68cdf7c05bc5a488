"""What only Qt knows of this computer: fonts for Chinese, sound, input method, screen.

They run without a window: where no application exists, one is made that needs no screen.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import PySide6
from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from workstation.base.blocking_call import start_call
from workstation.base.missing_library import debian_package, missing_library
from workstation.base.process_environment import QT_PLATFORM, platforms, refused_display
from workstation.domain.findings import Finding, Layer, degraded, fine
from workstation.ui.shell.input_method import is_loadable, plugin_folder, requested_input_method
from workstation.ui.shell.qt_platforms import lacking_library, unseen_platform
from workstation.ui.support.terminal import silence_libraries

CHINESE = QFontDatabase.WritingSystem.SimplifiedChinese
SCREEN_SECONDS = 5.0
"""So long a display may take to let a program in; one that hangs never does."""


class QtProbes:
    """Probes for ``workstation --check``; keep it while they run, it holds the application."""

    def __init__(self) -> None:
        self._application = QGuiApplication.instance() or _headless_application()

    async def fonts(self) -> Sequence[Finding]:
        """Whether Chinese text can be drawn at all."""
        count = len(QFontDatabase.families(CHINESE))
        if not count:
            return [degraded(Layer.FONTS, "none")]
        return [fine(Layer.FONTS, "found", count=count)]

    async def audio(self) -> Sequence[Finding]:
        """Whether voices can be decoded, heard and recorded."""
        try:
            from workstation.devices.abilities import (  # noqa: PLC0415  heavy
                decoder_runs,
                sound_abilities,
            )
        except ImportError as error:
            if not (library := missing_library(error)):
                raise
            return [_lacks(Layer.AUDIO, library)]
        sound = sound_abilities()
        if not sound.decodes:
            return [degraded(Layer.AUDIO, "no_decoder")]
        if not await decoder_runs():
            return [degraded(Layer.AUDIO, "decoder_stopped")]
        if not sound.outputs:
            return [degraded(Layer.AUDIO, "no_output")]
        if not sound.inputs:
            return [degraded(Layer.AUDIO, "no_input", outputs=sound.outputs)]
        return [fine(Layer.AUDIO, "devices", outputs=sound.outputs, inputs=sound.inputs)]

    async def input_method(self) -> Sequence[Finding]:
        """Whether Chinese can be typed with the desktop's input method."""
        return [input_method(os.environ, plugin_folder())]

    async def painting(self) -> Sequence[Finding]:
        """Whether a window can be shown; it is painted by the processor and needs no GPU."""
        session = dict(os.environ)
        asked = start_call(lambda: refused_display(session), "screen")
        try:
            refused = await asyncio.wait_for(asked, SCREEN_SECONDS)
        except TimeoutError:
            refused = f"DISPLAY={session.get('DISPLAY', '')}"
        lacking = "" if refused else lacking_library(session, plugin_folder())
        return [_lacks(Layer.PAINTING, lacking) if lacking else painting(session, refused)]


def qt_facts() -> dict[str, str]:
    """Versions of Qt and its bindings, and how it meets this session."""
    return {
        "qt": qVersion(),
        "pyside": PySide6.__version__,
        "platform": QGuiApplication.platformName(),
        "locale": QLocale.system().name(),
    }


def input_method(
    environment: Mapping[str, str], folder: Path, platform: str = sys.platform
) -> Finding:
    """Examine what the desktop's input method needs of Qt; only Linux lets it go wrong."""
    if platform != "linux":
        return fine(Layer.INPUT, "system")
    name = requested_input_method(environment, platform)
    if not name:
        return fine(Layer.INPUT, "unnamed")
    if not is_loadable(name, folder):
        return degraded(Layer.INPUT, "fcitx")
    return fine(Layer.INPUT, "named", name=name)


def painting(
    environment: Mapping[str, str], refused: str = "", platform: str = sys.platform
) -> Finding:
    """Examine what this session shows a window on; ``refused`` is what takes none."""
    if platform != "linux":
        return fine(Layer.PAINTING, "screen", platform=platform)
    if refused:
        return degraded(Layer.PAINTING, "refused_screen", display=refused)
    if unseen := unseen_platform(environment, plugin_folder()):
        return degraded(Layer.PAINTING, "unseen", platform=unseen)
    if platforms(environment)[:1] not in ([], ["xcb"]):
        return fine(Layer.PAINTING, "screen", platform=environment[QT_PLATFORM])
    for variable, name in (("WAYLAND_DISPLAY", "wayland"), ("DISPLAY", "x11")):
        if environment.get(variable):
            return fine(Layer.PAINTING, "screen", platform=name)
    return degraded(Layer.PAINTING, "no_screen")


def _lacks(layer: Layer, library: str) -> Finding:
    return degraded(layer, "no_library", library=library, package=debian_package(library))


def _headless_application() -> QGuiApplication:
    """An application of the check's own; what libraries say is no part of the report.

    On Windows Qt's ``offscreen`` knows no fonts of the system, and the real platform needs no
    screen for an application without a window.
    """
    silence_libraries()
    if sys.platform == "win32":
        return QGuiApplication([sys.argv[0]])
    chosen = os.environ.get(QT_PLATFORM)
    os.environ[QT_PLATFORM] = "offscreen"
    try:
        return QGuiApplication([sys.argv[0]])
    finally:  # what the session names is looked at as well
        del os.environ[QT_PLATFORM]
        if chosen is not None:
            os.environ[QT_PLATFORM] = chosen
