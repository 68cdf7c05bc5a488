"""An export is judged as what it is, not as what was begun last."""

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.random_use.files import ending_of


@pytest.mark.parametrize("name", ["photo.jpg", "package.zip"])
def test_what_is_saved_keeps_the_ending_that_the_program_proposes(qtbot, tmp_path, name):
    """A picture's dialog may be in sight still when a package's is awaited."""
    dialog = QFileDialog(directory=str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    qtbot.addWidget(dialog)
    dialog.selectFile(name)
    assert ending_of(dialog) == f".{name.partition('.')[2]}"
