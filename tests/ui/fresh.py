"""A program of a test's own, in a new interpreter without a screen."""

import os
import subprocess
import sys
from pathlib import Path


def said_by(program: str, *arguments: str) -> list[str]:
    """The words it prints; it must end by itself and without an error."""
    done = subprocess.run(  # noqa: S603 - a test's own words
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return done.stdout.split()


OPEN_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workstation.program import app

def look():
    from workstation.ui.kit.widgets.label import Label
    for window in QApplication.topLevelWidgets():
        texts = [label.text() for label in window.findChildren(Label) if label.text()]
        if texts and not window.isHidden():
            print(*texts, sep="\\n")
            window.close()

real, timer = app.first_window, []
def first_window(*given):
    window = real(*given)
    timer.append(QTimer(window, interval=20))
    timer[0].timeout.connect(look)
    timer[0].start()
    return window
app.first_window = first_window
print(app.run_window(profile=Path(sys.argv[1]), demo=sys.argv[-1] == "demo"))
"""


def words_of_the_window(
    before: str, profile: Path, *arguments: str, demo: bool = False
) -> list[str]:
    """The words of the first window that has any, and the program's exit status as the last line.

    ``before`` is run before it starts, and finds ``arguments`` from ``sys.argv[2]`` on.
    """
    return said_by(before + OPEN_WINDOW, str(profile), *arguments, "demo" if demo else "own")
