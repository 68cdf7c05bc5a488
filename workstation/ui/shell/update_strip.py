"""A newer version was installed while the window is open: said in a strip that stays until then.

Nothing is wrong and nothing is pressing: this program keeps its own files for as long as it runs
(``workstation.base.installation``), and starts as the new version when the doctor says so.
"""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, Signal
from PySide6.QtWidgets import QApplication

from workstation.base.installation import Installation
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.banner import (
    Banner,
    BannerTone,
    has_few_lines,
    has_room_for_one_bar,
)
from workstation.ui.shell.pane_focus import holds
from workstation.ui.shell.window import ShellWindow

CHANGES = {QEvent.Type.Resize, QEvent.Type.LayoutRequest}

log = logging.getLogger(__name__)


class InstallationWatch(QObject):
    """``replaced``, once, when another build has become the current one."""

    replaced = Signal()

    def __init__(self, installation: Installation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._installation = installation
        self._replaced = False
        self._files = QFileSystemWatcher([str(installation.home)], self)
        self._files.directoryChanged.connect(self.check)

    def check(self) -> None:
        """Look now: the system tells of no change where it has too many watches already."""
        if not self._replaced and self._installation.successor() is not None:
            self._replaced = True
            log.info("a newer version is installed")
            self.replaced.emit()


class UpdateStrip(Banner):
    """``acted`` when the doctor wants the new version now.

    In a window with room for few lines it is its title: nothing is pressing, and it may stand there
    all day. Where there is room for one bar only, it waits until nothing else is said, unless it
    has the keyboard.
    """

    def __init__(self, window: ShellWindow) -> None:
        super().__init__()
        self._window = window
        window.installEventFilter(self)
        theme.text_resized.connect(self._fit)
        self.retranslate()
        self._fit()

    def retranslate(self) -> None:
        """Set every text."""
        what, then = tr("window.updated.what"), tr("window.updated.next")
        self.say(BannerTone.SUCCESS, what, then, tr("window.updated.restart"), (what, ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is another size now, or something else is said in it."""
        if watched is self._window and event.type() in CHANGES:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        height = self._window.height()
        self.fit(is_brief=has_few_lines(height))
        waits = has_room_for_one_bar(height) and self._window.shows_bars
        waits = waits and not holds(self, QApplication.focusWidget())
        if waits is not self.isHidden() and self.parentWidget() is not None:
            self.setVisible(not waits)


def watch_for_update(
    window: ShellWindow, installation: Installation, restart: Callable[[], object]
) -> InstallationWatch:
    """Show the strip above every page of ``window`` once a newer version is installed."""
    watch = InstallationWatch(installation, window)

    def show_strip() -> None:
        strip = UpdateStrip(window)
        strip.acted.connect(restart)
        window.show_above(strip)
        announcer.announce(strip.accessibleName())

    watch.replaced.connect(show_strip)
    window.activated.connect(watch.check)
    return watch
