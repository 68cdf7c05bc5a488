"""What Qt made is asked for without making every class of Qt's that it might be.

PySide makes a class, with its enums, when it is first asked for. For an object that it does not
know it compares all classes below the one that was promised, and makes those that are not there.
"""

import pytest

from tests.ui.fresh import said_by

AREA = """
import os
from PySide6.QtWidgets import QApplication, QListView, QWidget
from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.rows.ringed import RingedList
from workstation.ui.kit.widgets.panel import ScrollArea

application = QApplication([])
area = {area}
assert area.viewport().parent() is area
made = {{each.__name__ for each in QWidget.__subclasses__()}}
print(*made & {{"QDockWidget", "QWizardPage"}}, flush=True)
os._exit(0)
"""
WATCHED = """
import os
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.theme import theme

class Filter(QObject):
    def eventFilter(self, watched, event):
        return False

application = QApplication([])
theme.install(application)
window = QWidget()
edit = PlainEdit()
QVBoxLayout(window).addWidget(edit)
window.show()
edit.setFocus()
application.processEvents()
{watch}
edit.insertPlainText("blinks")
QTimer.singleShot(1500, application.quit)  # longer than a caret blinks
application.exec()
made = {{each.__name__ for each in QObject.__subclasses__()}}
print(*made & {{"QPluginLoader", "QSharedMemory"}}, flush=True)
os._exit(0)
"""
MENU = 'menu = Menu(edit); menu.add("copy", print); menu.open()'
UNDO = 'bar = UndoBar(window, "deleted"); bar.start()'


@pytest.mark.parametrize("area", ["PlainEdit()", "RingedList()", "ScrollArea(QWidget())"])
def test_no_class_is_made_for_a_viewport(area: str) -> None:
    assert said_by(AREA.format(area=area)) == []


def test_what_is_made_for_a_viewport_would_be_found() -> None:
    assert set(said_by(AREA.format(area="QListView()"))) == {"QDockWidget", "QWizardPage"}


@pytest.mark.parametrize("watch", [MENU, UNDO])
def test_no_class_is_made_while_something_watches_the_window(watch: str) -> None:
    assert said_by(WATCHED.format(watch=watch)) == []


def test_what_is_made_for_a_watched_application_would_be_found() -> None:
    watch = "application.installEventFilter(watching := Filter())"
    assert set(said_by(WATCHED.format(watch=watch))) == {"QPluginLoader", "QSharedMemory"}
