"""From the start of the interpreter to the first paint, and what the process then holds."""

from collections.abc import Iterator

from measurement import Row, alternated, in_fresh_process

BARE = """
import time; start = time.monotonic()
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print((time.monotonic() - start) * 1000)
        QApplication.exit()
application = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""


def rows() -> Iterator[Row]:
    bare, again = alternated(lambda: in_fresh_process(BARE), lambda: in_fresh_process(BARE), 3)
    yield Row("bare window, start to first paint", bare, "ms", floor=again)
