"""What passes for sound and is something else to FFmpeg opens no port and no file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile_sound import CONTENTS, PORT, PREFIXES

DECODE = """
import sys
from pathlib import Path
from workstation import devices  # all that the program does before QtMultimedia is loaded
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QTimer
from PySide6.QtMultimedia import QAudioDecoder

app = QCoreApplication([])
buffer = QBuffer()
buffer.setData(QByteArray(sys.stdin.buffer.read()))
buffer.open(QBuffer.OpenModeFlag.ReadOnly)
decoder = QAudioDecoder()
decoder.setSourceDevice(buffer)
heard = []
decoder.bufferReady.connect(lambda: heard.append(decoder.read().byteCount()))
decoder.finished.connect(app.quit)
decoder.error.connect(app.quit)
QTimer.singleShot(20_000, app.quit)
decoder.start()
app.exec()
ports = [line.split()[1] for line in Path("/proc/self/net/udp").read_text().splitlines()[1:]]
sys.stdout.write(f"heard {sum(heard)} ports {ports}")
sys.stdout.flush()
"""
UNSAFE = {"QT_FFMPEG_PROTOCOL_WHITELIST": "rtp,udp,file,crypto,data,http,tcp"}


def decoded(content: bytes, folder: Path) -> str:
    """What FFmpeg made of a content that no check of ours stood before, and the UDP ports open."""
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", DECODE],
        input=content,
        capture_output=True,
        check=True,
        timeout=60,
        cwd=folder,
        env={**os.environ, **UNSAFE, "PYTHONPATH": str(Path.cwd())},
    )
    return done.stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", PREFIXES)
def test_no_port_is_opened_whatever_the_environment_says(name: str, tmp_path: Path) -> None:
    assert f":{PORT:04X}" not in decoded(CONTENTS[name], tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_file_of_the_working_directory_is_played(tmp_path: Path) -> None:
    voice = Path("tests/devices/voices/bare.mp3").read_bytes()
    (tmp_path / "private.mp3").write_bytes(voice)
    assert not decoded(voice, tmp_path).startswith("heard 0 ")
    assert decoded(CONTENTS["playlist"], tmp_path).startswith("heard 0 ")
