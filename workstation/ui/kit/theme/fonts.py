"""The interface's fonts: Inter from the bundle, Chinese from the system."""

from PySide6.QtGui import QFont, QFontDatabase

from workstation.base.paths import resource

FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")


def register() -> None:
    """Make the bundled files known to Qt; call once per application."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))


def only_installed(families: list[str]) -> list[str]:
    """The ``families`` that are installed here.

    Qt searches every font's aliases, slowly, when a family it is asked for does not exist.
    """
    return [name for name in families if QFontDatabase.hasFamily(name)]


def make_font(families: list[str], size: int, *, strong: bool, tabular: bool) -> QFont:
    """A font of ``size`` pixels; ``tabular`` gives all figures the same width."""
    font = QFont(families)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
