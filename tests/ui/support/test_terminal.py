"""A terminal and an administrator's tool read our words, all of them, and only those."""

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workstation.ui.support.terminal import ERRORS, replace_unencodable

VOICE = Path(__file__).parents[2] / "devices/voices/narrow.amr"
LIBRARIES = """
import os, sys
from workstation.ui.support.terminal import silence_libraries
silence_libraries()
os.write(2, b"Input #0, amr, from ''\\n")
print("ours", file=sys.stderr)
sys.stderr.buffer.flush()
import workstation.clinic.process as process
os.write(process._own_stderr(), b"the clinic's\\n")
"""
HEARD = """
import sys
from pathlib import Path
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtWidgets import QApplication
from workstation.ui.support.terminal import silence_libraries
app = QApplication([])
silence_libraries()
from PySide6.QtMultimedia import QMediaPlayer
player = QMediaPlayer()
loaded = QMediaPlayer.MediaStatus.LoadedMedia
player.mediaStatusChanged.connect(lambda status: status is loaded and app.exit(0))
player.errorOccurred.connect(lambda *_: app.exit(1))
voice = QBuffer()
voice.setData(QByteArray(Path(sys.argv[1]).read_bytes()))
voice.open(QBuffer.OpenModeFlag.ReadOnly)
player.setSourceDevice(voice)
sys.exit(app.exec())
"""
WORDS = """
import sys
from workstation.ui.support.terminal import write_losslessly
write_losslessly(as_json=len(sys.argv) > 1)
sys.stdout.write("✓ 配置：王小宝\\n")
"""
CHECK = ("-m", "workstation", "--check")


def ran(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QT_LOGG")}
    return subprocess.run(  # noqa: S603  our own words
        [sys.executable, *arguments],
        env={**clean, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_what_libraries_write_is_not_seen_and_what_we_write_is() -> None:
    assert ran("-c", LIBRARIES).stderr.decode().splitlines() == ["ours", "the clinic's"]


def test_who_asked_to_read_the_libraries_reads_them() -> None:
    assert "Input #0" in ran("-c", LIBRARIES, QT_LOGGING_RULES="*=true").stderr.decode()


def test_a_voice_is_decoded_without_a_line_in_the_terminal() -> None:
    run = ran("-c", HEARD, str(VOICE))
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_check_survives_every_message_of_qt(tmp_path: Path, language: str) -> None:
    """With a handler in Python Qt called into an interpreter that had ended."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config/settings.json").write_text(json.dumps({"ui.language": language}))
    # On Windows Qt writes to a debugger where standard error is no console.
    words = {"QT_LOGGING_RULES": "*=true", "QT_FORCE_STDERR_LOGGING": "1"}
    checked = ran(*CHECK, "--profile", str(tmp_path), **words)
    assert checked.returncode == 1
    assert b"qt." in checked.stderr


@pytest.mark.parametrize(
    ("page", "read_as", "words"),
    [
        ("gb18030", "gb18030", "✓ 配置：王小宝"),
        ("gbk", "gbk", "√ 配置：王小宝"),
        ("cp1252", "utf-8", "✓ 配置：王小宝"),
        ("ascii", "utf-8", "✓ 配置：王小宝"),
    ],
)
def test_no_character_is_lost_on_a_narrow_code_page(page: str, read_as: str, words: str) -> None:
    text = ran("-c", WORDS, PYTHONIOENCODING=page, PYTHONUTF8="0").stdout
    assert text.decode(read_as).strip() == words


@pytest.mark.parametrize("page", ["gbk", "cp1252"])
def test_json_is_utf_8_on_every_code_page(page: str) -> None:
    text = ran("-c", WORDS, "json", PYTHONIOENCODING=page, PYTHONUTF8="0").stdout
    assert text.decode("utf-8") == "✓ 配置：王小宝\n"


def test_other_errors_of_an_encoding_stay_errors() -> None:
    """Whoever reads bytes with the handler's name has nothing replaced by a guess."""
    codecs.register_error(ERRORS, replace_unencodable)
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", ERRORS)
