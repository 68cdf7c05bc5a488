"""The viewport of a scrolled widget, made known to PySide by its name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_NAME = "qt_scrollarea_viewport"


def know_viewport(area: QAbstractScrollArea) -> None:
    """Let ``area.viewport()`` be asked for at no price; once, when the area is made.

    A widget that Qt made and PySide has not seen yet is compared with every class below the one
    that the method is said to give. For ``QWidget`` these are all, each with its enums, and they
    are made for it and stay: 10 ms of the program's start and 2 MB. A child that is looked for by
    its name is said to be no more than a ``QObject``, and taken for what it says that it is.
    """
    area.findChild(QWidget, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
