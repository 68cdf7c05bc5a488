"""A strip that shows, until the restart, that a newer version was installed meanwhile.

It is not urgent: this program keeps its own files for as long as it runs
(``workstation.base.installation``), and the doctor decides when to restart.

After a removal the files are gone. The program's modules can still be read, but not its
pictures, voices and other files, so the strip asks to close the window.
"""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, Signal
from PySide6.QtWidgets import QApplication

from workstation.base.installation import Installation, InstallationState
from workstation.base.log import allow_literal
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.whole_notice import let_open_whole
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
    """Watches whether this build is the installed one still.

    ``changed`` when another build has become the current one, or this one was removed.
    """

    changed = Signal(InstallationState)

    def __init__(self, installation: Installation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._installation = installation
        self._state = InstallationState.CURRENT
        self._files = QFileSystemWatcher([str(installation.home)], self)
        self._files.directoryChanged.connect(self.check)

    def check(self) -> None:
        """Check now: the system reports no change where it has too many watches already."""
        state = self._installation.state()
        if state not in {InstallationState.CURRENT, self._state}:
            self._state = state
            allow_literal(state.value)
            log.info("the installed program was %s", state.value)
            self.changed.emit(state)


class UpdateStrip(Banner):
    """Shows that another build is installed, until the program is restarted.

    ``acted`` is emitted when the doctor wants to restart.

    In a low window only its title is shown, as it is not urgent and may be there all day. With
    space for one bar only, it is hidden while another bar is visible, unless it has the focus.
    """

    def __init__(
        self, window: ShellWindow, state: InstallationState = InstallationState.REPLACED
    ) -> None:
        super().__init__()
        self._window, self._state = window, state
        let_open_whole(self)
        window.installEventFilter(self)
        theme.text_resized.connect(self._fit)
        self.retranslate()
        self._fit()

    def show_state(self, state: InstallationState) -> None:
        """Show what has become of the program since."""
        self._state = state
        self.retranslate()
        self._fit()

    @property
    def _is_grave(self) -> bool:
        return self._state is InstallationState.REMOVED

    def retranslate(self) -> None:
        """Set every text."""
        tone = BannerTone.DANGER if self._is_grave else BannerTone.SUCCESS
        key = "window.removed" if self._is_grave else "window.updated"
        what, then = tr(f"{key}.what"), tr(f"{key}.next")
        action = tr("window.removed.close" if self._is_grave else "window.updated.restart")
        self.show_text(tone, what, then, action, (what, ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the strip: the window's size or another bar changed."""
        if watched is self._window and event.type() in CHANGES:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        height = self._window.height()
        self.fit(is_brief=has_few_lines(height))
        waits = has_room_for_one_bar(height) and self._window.shows_bars and not self._is_grave
        waits = waits and not holds(self, QApplication.focusWidget())
        if waits is not self.isHidden() and self.parentWidget() is not None:
            self.setVisible(not waits)


def watch_for_update(
    window: ShellWindow, installation: Installation, leave: Callable[[], object]
) -> InstallationWatch:
    """Show the strip above every page of ``window`` once another build is installed, or none.

    ``leave`` closes the program, and goes on as the other build where there is one.
    """
    watch = InstallationWatch(installation, window)
    strips: list[UpdateStrip] = []

    def show_strip(state: InstallationState) -> None:
        if not strips:
            strips.append(UpdateStrip(window, state))
            strips[0].acted.connect(leave)
            window.show_above(strips[0])
        strips[0].show_state(state)
        announcer.announce(strips[0].accessibleName())

    watch.changed.connect(show_strip)
    window.activated.connect(watch.check)
    return watch
