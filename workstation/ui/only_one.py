"""One running copy for each profile: a second one calls the first to the front and ends.

Two copies would write one cache and one settings file, and take each other's messaging session.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

LOCK = "running.lock"
CALL_MS = 2_000


class OnlyOne(QObject):
    """The claim of this process to the profile whose data lie in ``folder``.

    ``called`` tells that another copy was started, and that this window is wanted in front.
    """

    called = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(folder / LOCK))
        self._lock.setStaleLockTime(0)  # a live copy is never stale; a dead one's lock is taken
        self._server: QLocalServer | None = None
        self._name = _name(folder)

    def hold(self) -> bool:
        """Whether this is the only copy; a folder that takes no lock leaves the question open."""
        taken = QLockFile.LockError.LockFailedError
        return self._lock.tryLock(0) or self._lock.error() is not taken

    def listen(self) -> None:
        """Hear of copies that are started from now on."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # left behind by a copy that was killed
        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._answer(server))
        server.listen(self._name)

    def call(self) -> bool:
        """Ask the copy that is running to come to the front; whether it answers."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(CALL_MS):
            return False
        gone = socket.state() is QLocalSocket.LocalSocketState.UnconnectedState
        return gone or socket.waitForDisconnected(CALL_MS)

    def release(self) -> None:
        """Give the profile back."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _answer(self, server: "QLocalServer") -> None:
        while (socket := server.nextPendingConnection()) is not None:
            socket.disconnectFromServer()
            socket.deleteLater()
            self.called.emit()


def _name(folder: Path) -> str:
    """The same for the same folder, and short enough for a socket."""
    sha256 = QCryptographicHash.Algorithm.Sha256
    digest = bytes(QCryptographicHash.hash(str(folder).encode(), sha256).toHex().data()).decode()
    return f"doctor-workstation-{digest[:24]}"
