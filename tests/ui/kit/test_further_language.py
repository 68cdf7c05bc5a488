"""A further language takes its words and one line in the list of languages, and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LINE = '    DE = "de", "Deutsch", "de-DE"\n'
OFFERED = """
import json
from PySide6.QtWidgets import QApplication
from workstation.config import BY_KEY
from workstation.domain.language import Language
from workstation.services.quick_replies import _read_starters
from workstation.support.policy import files
from workstation.ui.kit.strings import set_language
from workstation.ui.kit.theme import theme
from workstation.ui.settings.page import SettingsPage
from workstation.ui.sign_in.page import SignInPage

def names(select):
    return [select.itemText(number) for number in range(select.count())]

app = QApplication([])
theme.install(app)
set_language(Language(BY_KEY["ui.language"].kind.read("de")))
settings = SettingsPage("1.0.0")
sign_in = SignInPage("1.0.0")
print(json.dumps({
    "on the settings page": names(settings.rows["ui.language"].select),
    "on the sign-in page": names(sign_in.footer.language),
    "chosen": sign_in.footer.language.currentText(),
    "said": settings._title.text(),
    "said by Qt": app.translate("QPlatformTheme", "Cancel"),
    "policy": files()["de-DE/DoctorWorkstation.adml"].partition("<displayName>")[2][:12],
    "quick replies": len(_read_starters("de")) > 10,
}))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program, with a third language that lies beside its two."""
    leave_out = shutil.ignore_patterns("__pycache__", "clinic")
    for name in ("workstation", "resources"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave_out)
    words = tmp_path / "resources/translations"
    shutil.copytree(words / "en", words / "de")
    replies = tmp_path / "resources/quick_replies"
    shutil.copy(replies / "en.csv", replies / "de.csv")
    for area, text in (("window", "Arztplatz"), ("settings", "Einstellungen")):
        path = words / f"de/{area}.json"
        entries = json.loads(path.read_text(encoding="utf-8")) | {"title": text}
        path.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_a_further_language_is_offered_and_spoken_by_its_words_and_one_line(program: Path) -> None:
    language_list = program / "workstation/domain/language.py"
    lines = language_list.read_text(encoding="utf-8")
    with_line, count = re.subn(r"(    EN = .*\n)", rf"\1{LINE}", lines)
    assert count == 1
    language_list.write_text(with_line, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - this interpreter, and what stands above
        [sys.executable, "-c", OFFERED],
        cwd=program,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(program)},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert not done.returncode, done.stderr
    names = ["简体中文", "English", "Deutsch"]
    assert json.loads(done.stdout) == {
        "on the settings page": names,
        "on the sign-in page": names,
        "chosen": "Deutsch",
        "said": "Einstellungen",
        "said by Qt": "Abbrechen",
        "policy": "Arztplatz</d",
        "quick replies": True,
    }
