"""The window's parts are loaded in a thread: nothing of Qt's may be made there."""

from tests.ui.fresh import said_by

PROGRAM = """
import gc, os, sys, threading
from importlib import import_module
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
import workstation.program

application = QApplication([])
{before}
loading = threading.Thread(target=import_module, args=["workstation.ui.main_window.main_window"])
loading.start()
loading.join()
assert "workstation.ui.main_window.main_window" in sys.modules
objects = [one for one in gc.get_objects() if isinstance(one, QObject)]
strays = [type(one).__name__ for one in objects if one.thread() != QThread.currentThread()]
print(*strays, flush=True)
os._exit(0)
"""
STRAY = """
from workstation.ui.kit.theme.theme import Theme
kept = []
made = threading.Thread(target=lambda: kept.append(Theme()))
made.start()
made.join()
"""


def test_loading_the_windows_parts_makes_nothing_of_qts() -> None:
    assert said_by(PROGRAM.format(before="")) == []


def test_what_is_made_in_a_thread_would_be_found() -> None:
    assert said_by(PROGRAM.format(before=STRAY)) == ["Theme"]
