"""Changing the language while the window is open."""

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from workstation.domain.language import Language
from workstation.ui.kit.strings.catalogue import catalogue


def language() -> Language:
    """The language in force."""
    return catalogue.language


def set_language(new: Language) -> None:
    """Speak ``new`` from now on: every widget that has a ``retranslate`` method runs it."""
    _translate_dialogs(new)
    if new is catalogue.language:
        return
    catalogue.language = new
    for window in QApplication.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        retranslate(window)


def _translate_dialogs(new: Language) -> None:
    """Translate the dialogs that Qt draws itself (files, printers), as far as Qt has the words."""
    app = QCoreApplication.instance()
    if app is None:
        return
    installed = app.findChild(QTranslator)
    if installed is not None:
        if installed.objectName() == new.value:
            return
        app.removeTranslator(installed)
        installed.setParent(None)
    translator = QTranslator(app)
    translator.setObjectName(new.value)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # Where Qt has none for the country it takes that of the language: qtbase_de for de_DE.
    if translator.load(f"qtbase_{new.locale}", folder):
        app.installTranslator(translator)


def retranslate(root: QWidget) -> None:
    """Run ``retranslate`` on ``root`` and on everything inside it, parents first."""
    for widget in [root, *root.findChildren(QWidget)]:
        method = getattr(widget, "retranslate", None)
        if method is not None and isValid(widget):  # a parent may have made its parts anew
            method()
