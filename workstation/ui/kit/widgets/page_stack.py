"""Pages of which one is shown."""

from PySide6.QtWidgets import QStackedWidget

from workstation.ui.kit.roles import SpokenAs


class PageStack(SpokenAs, QStackedWidget):
    """A stack that a screen reader passes over in silence, and in which it finds what floats.

    Qt's own is a "layered pane" that is said before every page, and has its pages alone in the
    tree: a notice above them would be nowhere.
    """
