"""A program without a window that holds a profile, for tests of the one that comes second."""

FIRST_COPY = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from workstation.ui.shell.single_instance import SingleInstance

app = QCoreApplication(sys.argv)
only = SingleInstance(Path(sys.argv[1]))
only.called.connect(lambda: print("called", flush=True))
assert only.acquire()
if "deaf" not in sys.argv:
    only.listen()
print("held", flush=True)
if "busy" in sys.argv:
    sys.stdin.readline()
app.exec()
"""
"""Its first argument is the profile's data folder; it prints ``held``, then ``called`` each time.

``deaf`` never listens to a second one, ``busy`` not before a line comes on standard input.
"""
