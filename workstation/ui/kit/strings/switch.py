"""Changing the language while the window is open."""

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.strings.catalogue import Language, catalogue


def language() -> Language:
    """The language in force."""
    return catalogue.language


def set_language(wanted: Language) -> None:
    """Speak ``wanted`` from now on: every widget that has a ``retranslate`` method runs it."""
    _speak_in_dialogs(wanted)
    if wanted is catalogue.language:
        return
    catalogue.language = wanted
    for window in QApplication.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        retranslate(window)


def _speak_in_dialogs(wanted: Language) -> None:
    """The dialogs for files and printers where Qt draws its own; English is what it was made in."""
    app = QCoreApplication.instance()
    if app is None:
        return
    known = app.findChild(QTranslator)
    if wanted is Language.ZH and known is None:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        chinese = QTranslator(app)
        if chinese.load("qtbase_zh_CN", folder):
            app.installTranslator(chinese)
    elif wanted is Language.EN and known is not None:
        app.removeTranslator(known)
        known.setParent(None)


def retranslate(root: QWidget) -> None:
    """Run ``retranslate`` on ``root`` and on everything inside it, parents first."""
    for widget in [root, *root.findChildren(QWidget)]:
        again = getattr(widget, "retranslate", None)
        if again is not None:
            again()
