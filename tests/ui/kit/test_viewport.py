"""What is scrolled is asked for without making every class of Qt's that might be it."""

import pytest

from tests.ui.fresh import said_by

PROGRAM = """
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


@pytest.mark.parametrize("area", ["PlainEdit()", "RingedList()", "ScrollArea(QWidget())"])
def test_no_class_is_made_that_is_not_used(area: str) -> None:
    assert said_by(PROGRAM.format(area=area)) == []


def test_what_is_made_for_nothing_would_be_found() -> None:
    assert set(said_by(PROGRAM.format(area="QListView()"))) == {"QDockWidget", "QWizardPage"}
