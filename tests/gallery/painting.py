"""Scenes into pictures, in a look: theme, language and size of text."""

import ctypes
import os
import pkgutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.gallery import scenes as rooms
from workstation.ui.gallery import __main__ as gallery
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings import Language, formats, set_language
from workstation.ui.kit.theme import Appearance, theme

LOOKS = (("light", "dark"), ("zh", "en"), (85, 100, 200))
SCREEN = (1366, 768)

if sys.platform == "win32":
    ZONE = "CST-8"
    """Shanghai's, in the form that Windows' C library reads."""

    def _read_zone() -> None:
        ctypes.cdll.ucrtbase._tzset()

else:
    ZONE = "Asia/Shanghai"

    def _read_zone() -> None:
        time.tzset()


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is painted; its text is part of the pictures' names."""

    theme: str
    language: str
    text: int = 100

    def __str__(self) -> str:
        return f"{self.theme}-{self.language}-{self.text}"


def scenes() -> list[GalleryScene]:
    """Everything there is to see: the program's own, and the ``SCENES`` of each module here."""
    result = list(gallery.scenes())
    for module in sorted(name for _, name, _ in pkgutil.iter_modules(rooms.__path__)):
        result += import_module(f"{rooms.__name__}.{module}").SCENES
    return result


@contextmanager
def dressed(look: Look) -> Iterator[None]:
    """Everything looks so, at the sample's place in the world."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with _zone():
        yield from _dress(application, look)


def _dress(application: QApplication, look: Look) -> Iterator[None]:
    theme.install(application)
    theme.set_reduced_motion(True)
    theme.set_text_size(look.text)
    theme.set_appearance(Appearance(look.theme))
    set_language(Language(look.language))
    try:
        yield
    finally:
        theme.set_reduced_motion(False)
        theme.set_text_size(100)
        theme.set_appearance(Appearance.LIGHT)
        set_language(Language.ZH)


@contextmanager
def _zone() -> Iterator[None]:
    """The sample's time zone."""
    before = os.environ.get("TZ")
    _set_zone(ZONE)
    try:
        yield
    finally:
        _set_zone(before)


def _set_zone(zone: str | None) -> None:
    """The computer's zone from now on; days that were remembered are of another one."""
    os.environ.pop("TZ", None)
    if zone is not None:
        os.environ["TZ"] = zone
    _read_zone()
    formats.forget_days()


def room(scene: GalleryScene) -> tuple[int, int]:
    """A scene's size in the look in force."""
    return grown(scene.width, scene.height)


def grown(width: int, height: int) -> tuple[int, int]:
    """Larger text has a larger window, as far as the smallest screen has room."""
    return (
        max(width, min(theme.scaled(width), SCREEN[0])),
        max(height, min(theme.scaled(height), SCREEN[1])),
    )


@contextmanager
def display(scene: GalleryScene) -> Iterator[QWidget]:
    """The scene's widget on the screen, settled; gone afterwards."""
    widget = scene.make()
    widget.resize(*room(scene))
    widget.show()
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    try:
        yield widget
    finally:
        widget.close()
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def painted(widget: QWidget) -> QImage:
    """A picture of what is shown."""
    return widget.grab().toImage()
