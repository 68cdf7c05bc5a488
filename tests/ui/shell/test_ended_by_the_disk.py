"""Where nothing can be written the program says so, where, and what to do; it keeps nothing."""

import json
from pathlib import Path

import pytest

from tests.ui.fresh import said_by

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workstation.program import app

def look():
    from workstation.ui.kit.widgets.label import Label
    for window in QApplication.topLevelWidgets():
        said = [label.text() for label in window.findChildren(Label) if label.text()]
        if any(sys.argv[2] in text for text in said):
            print(" ".join(said).replace("\\n", " "))
            print("windows:", sum(w.isVisible() for w in QApplication.topLevelWidgets()))
            window.close()

stop = app.stop
def stop_and_look(*words):
    timer = QTimer(QApplication.instance(), interval=20)
    timer.timeout.connect(look)
    timer.start()
    return stop(*words)
app.stop = stop_and_look
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "数据文件夹无法写入"), ("en", "cannot be written to")]
)
def test_a_folder_that_cannot_be_written_to_is_named_on_the_last_page(
    tmp_path: Path, language: str, words: str
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/settings.json").write_text(json.dumps({"ui.language": language}))
    (tmp_path / "logs").touch()
    text = " ".join(said_by(PROGRAM, str(tmp_path), words))
    assert text.endswith(" 2"), "the status of a program that was stopped"
    assert str(tmp_path / "logs") in text
    assert "windows: 1 " in text, "the first one is not left behind it"
    assert not any(word in text for word in ("已保存", "is saved", "程序出错", "internal error"))
