"""From the start of the interpreter to the first paint, and the memory the process then holds.

The floor is a bare QMainWindow of the same size in the same interpreter. Neither has a keyring, a
network library or a list at that moment: the program loads those after its first paint.
"""

import tempfile
from collections.abc import Iterator

from measurement import Row, alternated, in_fresh_process

BARE = """
import sys, time
start = time.perf_counter()
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        loop.quit()
application = QApplication([])
loop = QEventLoop()
window = Window()
window.resize(1440, 900)
window.show()
loop.exec()
"""
OURS = """
import sys, time
start = time.perf_counter()
import gc
gc.disable()
from pathlib import Path
from workstation.ui.shell.pyside_loading import load_pyside
load_pyside()
from PySide6.QtWidgets import QApplication
from workstation.program.app import first_window
application = QApplication([])
window = first_window(application, Path(sys.argv[1]))
"""
MILLISECONDS = "print((time.perf_counter() - start) * 1000)"
MEGABYTES = """
sys.path.insert(0, "tests/bench")
from measurement import pss_megabytes
print(pss_megabytes())
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as profile:
        for name, unit, last, most in (
            ("start to first paint", "ms", MILLISECONDS, 1.15),
            ("memory (PSS) at first paint", "MB", MEGABYTES, 1.5),
        ):
            ours, bare = alternated(
                lambda last=last: in_fresh_process(OURS + last, profile),
                lambda last=last: in_fresh_process(BARE + last),
            )
            yield Row(name, ours, unit, floor=bare, most=most)
