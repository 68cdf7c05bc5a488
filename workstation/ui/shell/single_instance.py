"""One running copy for each profile: a second one calls the first to the front and ends.

Two copies would write one cache and one settings file, and take each other's messaging session.
Who runs and who is called are two questions. The first is answered by a lock that the system
takes back (``running_lock``), since a socket or a file outlives the process that made it. The
second goes over a local socket that other accounts of the computer can neither guess, make first,
nor answer: on Unix it lies in a folder that is this user's alone and the other end's user is
asked of the kernel; on Windows the pipe's name is a secret of this run, which the second copy
reads in the lock's file.

    A locks, paints (0.3 s), listens
    B finds the lock taken, calls: nobody listens yet, so it asks again for CALL_MS
    A loads what it consists of and answers nobody, on a slow computer for longer than that
    B says so in a window of its own, asks on, and ends once A has answered after all
    A is closed, listens no more and may take seconds to end: who calls it now waits for the lock

Where the folder takes no lock at all, only a copy that answers keeps this one from working: a
lock that cannot be had must not lock a doctor out. Tests:
tests/ui/shell/test_single_instance.py,
``test_a_folder_that_takes_no_lock_keeps_nobody_from_working`` and
``test_a_stranger_on_the_socket_is_no_copy_and_calls_nobody``;
tests/ui/shell/test_second_start.py.
"""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QObject, QSysInfo, QThread, Signal

from workstation.ui.shell.desktop_session import are_other_desktops, desktop_session
from workstation.ui.shell.running_lock import LockOutcome, RunningLock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QAbstractSocket, QLocalServer, QLocalSocket

SOCKET = "running.socket"
CALL_MS = 2_000
PAUSE_MS = 50
GLANCE_MS = 100
"""So long a window that asks meanwhile waits for an answer: it must go on itself."""
TOKEN_MS = 50
"""So long a call's token is waited for; it comes with the call."""
MAX_TOKEN_BYTES = 300
MAX_PATH_BYTES = 100
"""A socket's path has 108 bytes on Linux and 104 on a Mac, the last of which is zero."""


class SingleInstance(QObject):
    """The claim of this process to the profile whose data are in ``folder``.

    ``called`` is emitted when another copy was started, for this window to be raised. It carries
    the token by which a Wayland desktop lets it come forward, or nothing.
    ``listen_error`` is why this copy cannot be called, for the log. ``is_claimed`` once ``acquire``
    or ``call`` found the profile free.
    """

    called = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = RunningLock(folder)
        self._secret = ""
        self._server: QLocalServer | None = None
        self._descriptor = -1
        self.listen_error: QAbstractSocket.SocketError | None = None
        self.is_claimed = False

    def acquire(self) -> bool:
        """Whether this is the only copy.

        Where the folder supports no lock, only a copy that answers counts as running: one that does
        not answer must not prevent the start.
        """
        if self.is_claimed:
            return True
        claim = self._lock.take()
        if claim is LockOutcome.TAKEN:
            self._secret = os.urandom(16).hex()
            self._lock.sign(self._secret, desktop_session())
        self.is_claimed = claim is LockOutcome.TAKEN or (
            claim is LockOutcome.UNKNOWN and not self._is_reachable(CALL_MS)
        )
        return self.is_claimed

    def other_host(self) -> str:
        """The name of the other computer that holds the profile; empty for this one."""
        host = self._lock.holder().host
        return "" if host == QSysInfo.machineHostName() else host

    def is_on_other_desktop(self) -> bool:
        """Whether the copy that holds the profile shows itself where this start is not seen."""
        return are_other_desktops(self._lock.holder().desktop, desktop_session())

    def listen(self) -> None:
        """Listen for copies that are started from now on."""
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._answer(server))
        for address in self._addresses(self._secret):
            QLocalServer.removeServer(address)  # left behind by a copy that was killed
            if server.listen(address):
                return
        self.listen_error = server.serverError()

    def call(self) -> bool:
        """Ask the copy that is running to come to the front; whether it answers.

        One that holds the lock may not listen yet, or no more: it is asked again for ``CALL_MS``,
        unless it has ended meanwhile and this copy has the profile.
        """
        until = monotonic() + CALL_MS / 1_000
        while not (reached := self._is_reachable(CALL_MS)) and monotonic() < until:
            QThread.msleep(PAUSE_MS)
            if self.acquire():
                return False
        return reached

    def is_answering(self) -> bool:
        """Whether the copy that did not answer does now; it comes to the front then."""
        return self._is_reachable(GLANCE_MS)

    def stop_listening(self) -> None:
        """Answer nobody any more: this copy ends, and has no window to bring to the front."""
        if self._server is not None:
            self._server.close()

    def release(self) -> None:
        """Give the profile back."""
        self.stop_listening()
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._lock.release()
        self.is_claimed = False

    def _is_reachable(self, patience_ms: int) -> bool:
        from workstation.ui.shell.foreground import let_come_forward

        holder = self._lock.holder()
        let_come_forward(holder.process)
        addresses = self._addresses(holder.secret)
        return any(_answers_call(address, patience_ms) for address in addresses)

    def _answer(self, server: "QLocalServer") -> None:
        from workstation.ui.shell import socket_peer

        while (socket := server.nextPendingConnection()) is not None:
            own = socket_peer.is_same_user(socket.socketDescriptor())
            token = _read_token(socket) if own else ""
            socket.disconnectFromServer()
            socket.deleteLater()
            if own:
                self.called.emit(token)

    def _addresses(self, secret: str) -> Iterator[str]:
        """Where the running copy listens, best first; the same for every copy of the profile."""
        if sys.platform == "win32":
            if secret:
                yield f"doctor-workstation-{secret}"
            return
        if (address := self._in_folder()) is not None:
            yield address
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        if runtime and is_private(Path(runtime)):
            yield str(Path(runtime) / f"doctor-workstation-{_digest(self._folder)}")

    def _in_folder(self) -> str | None:
        """The socket in the profile's folder, by a short way if the folder's path is long."""
        path = str(self._folder / SOCKET)
        if len(os.fsencode(path)) <= MAX_PATH_BYTES:
            return path if is_private(self._folder) else None
        if not is_private(self._folder):
            return None
        if self._descriptor < 0:
            self._descriptor = os.open(self._folder, os.O_RDONLY)
        short = Path(f"/proc/self/fd/{self._descriptor}")
        return str(short / SOCKET) if short.exists() else None


def is_private(folder: Path) -> bool:
    """Whether a folder belongs to this user and is writable by nobody else."""
    try:
        status = folder.stat()
    except OSError:
        return False
    others = stat.S_IWGRP | stat.S_IWOTH
    return sys.platform == "win32" or (status.st_uid == os.getuid() and not status.st_mode & others)


def _answers_call(address: str, patience_ms: int) -> bool:
    """Whether a copy of this user accepts a call there; it answers by closing the connection."""
    from PySide6.QtNetwork import QLocalSocket

    from workstation.ui.shell import socket_peer

    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(patience_ms):
        return False
    if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
        return True  # it has hung up already, as a pipe of Windows may by now
    if not socket_peer.is_same_user(socket.socketDescriptor()):
        return False
    _write_token(socket)
    return socket.waitForDisconnected(patience_ms)


def _write_token(socket: "QLocalSocket") -> None:
    """Hand over the token that the desktop gave this copy with its start, or an empty line."""
    from workstation.ui.shell.foreground import TOKEN_VARIABLE

    if sys.platform == "linux":
        socket.write(os.environ.get(TOKEN_VARIABLE, "").encode() + b"\n")
        socket.flush()


def _read_token(socket: "QLocalSocket") -> str:
    """The token that a copy of this user has sent with its call; an older one sends none."""
    if sys.platform != "linux" or not socket.waitForReadyRead(TOKEN_MS):
        return ""
    sent = bytes(socket.read(MAX_TOKEN_BYTES).data()).decode("ascii", "ignore")
    token = sent.partition("\n")[0]
    return token if token.isprintable() else ""


def _digest(folder: Path) -> str:
    """The folder as a short text: the same for the same folder, and fit for a socket's name."""
    sha256 = QCryptographicHash.Algorithm.Sha256
    digest = bytes(QCryptographicHash.hash(os.fsencode(folder), sha256).toHex().data()).decode()
    return digest[:24]
