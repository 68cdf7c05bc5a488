"""The viewport of a scrolled widget, made known to PySide by its name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_NAME = "qt_scrollarea_viewport"


def know_viewport(area: QAbstractScrollArea) -> None:
    """Let ``area.viewport()`` be asked for at no price; once, when the area is made.

    A widget that Qt made and PySide has not seen yet is compared with every class below the type
    that the method declares. Below ``QWidget`` these are all, each with its enums, and they are
    made for it and stay: 10 ms of the program's start and 2 MB. A child that is looked for by its
    name is declared a ``QObject``, and its type is read from its own meta-object.
    """
    area.findChild(QWidget, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
