"""The system's network state: when it comes back, the session tries at once."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation

from workstation.base.daemon_thread import has_threads

Reachability = QNetworkInformation.Reachability
NEEDED_THREADS = 4
"""Those of GLib, which ends the whole program where one does not start."""


class NetworkWatch(QObject):
    """Calls ``on_changed`` with whether there is a network; never if the system does not know."""

    def __init__(self, on_changed: Callable[[bool], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_changed = on_changed
        if has_threads(NEEDED_THREADS) and QNetworkInformation.loadDefaultBackend():
            information = QNetworkInformation.instance()
            information.reachabilityChanged.connect(self.on_reachability)

    def on_reachability(self, reachability: Reachability) -> None:
        """Report whether there is a network; one without internet may still reach the hospital."""
        self._on_changed(reachability is not Reachability.Disconnected)
