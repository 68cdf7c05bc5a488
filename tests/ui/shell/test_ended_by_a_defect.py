"""A defect that ends the program leaves a page that says so, not an empty screen."""

from pathlib import Path

import pytest

from tests.ui.fresh import said_by

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workstation.domain.errors import ConfigurationError, DatabaseBusy
from workstation.program import app, program

def look():
    from workstation.ui.kit.widgets.label import Label
    for window in QApplication.topLevelWidgets():
        if any(label.text() == "王小宝" for label in window.findChildren(Label)):
            print("told")
        if any(label.text() for label in window.findChildren(Label)):
            window.close()

async def first(self, *_):
    self.timer = QTimer(QApplication.instance(), interval=20)
    self.timer.timeout.connect(look)
    self.timer.start()
    raise {kind}("王小宝")

program.Program._first_account = first
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""


@pytest.mark.parametrize("kind", ["LookupError", "ConfigurationError", "DatabaseBusy"])
def test_a_defect_ends_on_a_page_that_says_so_and_in_the_log_without_its_words(
    tmp_path: Path, kind: str
) -> None:
    """An error that people are told elsewhere is one, too, where nobody caught it."""
    assert said_by(PROGRAM.format(kind=kind), str(tmp_path)) == ["2"]
    (log,) = (tmp_path / "logs").glob("*.log")
    written = log.read_text(encoding="utf-8")
    assert "the program ends by a defect" in written
    assert kind in written
    assert "王小宝" not in written
