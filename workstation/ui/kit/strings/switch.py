"""Changing the language while the window is open."""

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.strings.catalogue import Language, catalogue


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
    """The dialogs for files and printers where Qt draws its own; English is what it was made in."""
    app = QCoreApplication.instance()
    if app is None:
        return
    installed = app.findChild(QTranslator)
    if new is Language.ZH and installed is None:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        chinese = QTranslator(app)
        if chinese.load("qtbase_zh_CN", folder):
            app.installTranslator(chinese)
    elif new is Language.EN and installed is not None:
        app.removeTranslator(installed)
        installed.setParent(None)


def retranslate(root: QWidget) -> None:
    """Run ``retranslate`` on ``root`` and on everything inside it, parents first."""
    for widget in [root, *root.findChildren(QWidget)]:
        method = getattr(widget, "retranslate", None)
        if method is not None:
            method()
