"""Where the program cannot go on, a terminal is told why and what to do, as the window is."""

import os
import subprocess
import sys
import threading

from workstation.domain.policy_errors import DemoNotStarted
from workstation.ui.kit.strings import error_text

PREFIX = "python -m workstation: "
SECONDS = 240 if sys.platform == "win32" else 60


def test_a_demo_whose_clinic_cannot_write_ends_in_a_sentence(tmp_path):
    """A file stands where the clinic keeps its data, as on a disk that takes nothing."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/clinic").touch()
    command = [sys.executable, "-m", "workstation", "--demo", "--profile", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603  our own words
        command,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stderr is not None
        patience = threading.Timer(SECONDS, program.kill)
        patience.start()
        lines = iter(program.stderr.readline, "")
        problem = next((line for line in lines if line.startswith(PREFIX)), "")
        next_step = next(lines, "")
        patience.cancel()
        program.terminate()
    text = error_text(DemoNotStarted())
    assert (problem, next_step) == (f"{PREFIX}{text.what}\n", f"{text.next}\n")
