"""The token of a second start lets the first copy's window come forward on a Wayland desktop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from workstation.ui.shell.foreground import TOKEN_VARIABLE
from workstation.ui.shell.single_instance import MAX_TOKEN_BYTES, SOCKET, SingleInstance
from workstation.ui.shell.window import ShellWindow

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="such tokens are Wayland's")
PATIENCE = 60
SECOND_COPY = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from workstation.ui.shell.single_instance import SingleInstance

application, second = QCoreApplication([]), SingleInstance(Path(sys.argv[1]))
assert not second.acquire()
assert second.call()
"""


@pytest.fixture
def first(tmp_path):
    """The copy that runs."""
    first = SingleInstance(tmp_path)
    assert first.acquire()
    first.listen()
    yield first
    first.release()


@pytest.mark.parametrize("token", ["t1", None])
def test_the_window_comes_forward_by_the_token_of_the_second_start(
    first, tmp_path, monkeypatch, qtbot, token
):
    """The desktop gives it to what was started; the window that was wanted stayed behind."""
    window, tokens = ShellWindow(), []
    first.called.connect(window.come_forward)
    monkeypatch.setattr(window, "raise_", lambda: None)  # offscreen it warns
    monkeypatch.setattr(
        window, "activateWindow", lambda: tokens.append(os.environ.get(TOKEN_VARIABLE))
    )
    given = {} if token is None else {TOKEN_VARIABLE: token}
    second = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", SECOND_COPY, str(tmp_path)], env={**os.environ, **given}
    )
    qtbot.waitUntil(lambda: tokens != [], timeout=PATIENCE * 1_000)
    assert second.wait(PATIENCE) == 0
    assert tokens == [token]
    assert TOKEN_VARIABLE not in os.environ
    window.end()
    window.deleteLater()


@pytest.mark.parametrize(
    ("sent", "token"),
    [
        (b"", ""),
        (b"t1\nt2\n", "t1"),
        (b"t1", "t1"),
        (b"t\x00\x1b1\n", ""),
        (b"\xff\xfe\n", ""),
        (b"t" * (MAX_TOKEN_BYTES + 9) + b"\n", "t" * MAX_TOKEN_BYTES),
    ],
)
def test_whatever_a_caller_sends_the_window_is_called(first, tmp_path, qtbot, sent, token):
    """One of an older version sends nothing."""
    asking = QLocalSocket()
    asking.connectToServer(str(Path(tmp_path, SOCKET)))
    assert asking.waitForConnected()
    asking.write(sent)
    asking.flush()
    with qtbot.waitSignal(first.called) as called:
        pass
    assert called.args == [token]
