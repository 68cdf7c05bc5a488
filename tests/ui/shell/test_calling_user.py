"""Who may call the window to the front: a program of the same user, and no other."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtNetwork import QLocalSocket

from workstation.ui.shell import socket_peer
from workstation.ui.shell.single_instance import SOCKET, SingleInstance


@pytest.mark.parametrize("own", [True, False])
def test_only_a_program_of_this_user_calls_the_window(qtbot, monkeypatch, own):
    monkeypatch.setattr(socket_peer, "is_same_user", lambda _descriptor: own)
    with TemporaryDirectory() as folder:
        only, calls = SingleInstance(Path(folder)), []
        only.called.connect(lambda: calls.append(True))
        assert only.acquire()
        only.listen()
        asking = QLocalSocket()
        asking.connectToServer(str(Path(folder, SOCKET)))
        assert asking.waitForConnected()
        qtbot.waitUntil(lambda: asking.state() is QLocalSocket.LocalSocketState.UnconnectedState)
        assert calls == [True] * own
        only.release()
