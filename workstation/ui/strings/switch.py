"""Changing the language while the window is open."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.strings.catalogue import Language, catalogue


def language() -> Language:
    """The language in force."""
    return catalogue.language


def set_language(wanted: Language) -> None:
    """Speak ``wanted`` from now on: every widget that has a ``retranslate`` method runs it."""
    if wanted is catalogue.language:
        return
    catalogue.language = wanted
    for window in QApplication.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        retranslate(window)


def retranslate(root: QWidget) -> None:
    """Run ``retranslate`` on ``root`` and on everything inside it, parents first."""
    for widget in [root, *root.findChildren(QWidget)]:
        again = getattr(widget, "retranslate", None)
        if again is not None:
            again()
