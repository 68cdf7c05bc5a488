"""Where the viewer stands: over the page, or in a window of its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.viewer.own_window import OwnWindowChoice, ViewerWindow
from workstation.ui.viewer.viewer import Viewer


class ViewerPlace:
    """Puts a viewer over the page or in its own window, and takes it away."""

    def __init__(
        self,
        frame: WindowFrame,
        signed_in: SignedIn,
        choice: OwnWindowChoice,
        on_closed: Callable[[], None],
    ) -> None:
        self._frame, self._signed_in = frame, signed_in
        self._choice, self._on_closed = choice, on_closed
        self._window: ViewerWindow | None = None
        frame.destroyed.connect(self._end_window)

    @property
    def is_own(self) -> bool:
        """Whether there is a window of its own."""
        return self._window is not None

    @property
    def host(self) -> QWidget:
        """What questions and the dialogs of the system lie over."""
        return self._window or self._frame

    def put(self, viewer: Viewer) -> None:
        """Show the viewer where the last one was, or where the doctor last chose."""
        self._put(viewer, own=self.is_own or self._choice.is_own())

    def put_aside(self, viewer: Viewer) -> None:
        """Show the viewer in its own window; if that was open, the keyboard stays where it is."""
        self._put(viewer, own=True, forward=not self.is_own)

    def move(self, viewer: Viewer) -> None:
        """Move the viewer, as it is, from one place to the other."""
        own = not self.is_own
        if own:
            self._frame.release_cover()
        else:
            viewer.setParent(self._frame)  # or it would go with the window
            self.close()
        self._put(viewer, own=own)

    def remember(self) -> None:
        """Keep the place for the next pictures."""
        self._choice.remember(self.is_own)

    def take(self, viewer: Viewer) -> None:
        """Take the viewer away; its own window stays for the next one."""
        if self._window is None:
            self._frame.uncover()
        else:
            viewer.hide()
            viewer.deleteLater()

    def close(self) -> None:
        """Close the viewer's own window; the keyboard is where it was in the main window."""
        if self._window is not None:
            self._end_window()
            self._frame.window().activateWindow()

    def set_locked(self, *, locked: bool) -> None:
        """Hide the viewer's own window while the main window is locked."""
        if self._window is not None:
            self._window.set_locked(locked=locked)

    def _end_window(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.end()

    def _put(self, viewer: Viewer, *, own: bool, forward: bool = True) -> None:
        viewer.bar.show_own(own=own)
        if not own:
            self._frame.cover(viewer)
            return
        if self._window is None:
            self._window = ViewerWindow(self._frame, self._signed_in, self._choice.file)
            self._window.closing.connect(self._on_closed)
        self._window.hold(viewer)
        if forward:
            self._window.come_forward()
            viewer.setFocus(Qt.FocusReason.OtherFocusReason)
