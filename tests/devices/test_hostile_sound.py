"""What passes for sound and is something else to FFmpeg opens no port and no file."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile_sound import CONTENTS, PORT
from workstation.devices.player import Player
from workstation.devices.playing import PlayerPhase, PlayerState

DECODE = """
import json, sys
from pathlib import Path
from tests.hostile_sound import CONTENTS
from workstation import devices  # all that the program does before QtMultimedia is loaded
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QTimer
from PySide6.QtMultimedia import QAudioDecoder

app = QCoreApplication([])
private = Path("private.mp3").read_bytes()
kept, heard = [], {}
for name, content in {**CONTENTS, "voice": private}.items():
    buffer, decoder, taken = QBuffer(), QAudioDecoder(), []
    kept += [buffer, decoder]
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    decoder.setSourceDevice(buffer)
    decoder.bufferReady.connect(lambda: taken.append(decoder.read().byteCount()))
    over = []  # an error may be told of before the loop runs
    for ending in (decoder.finished, decoder.error):
        ending.connect(lambda *_: (over.append(True), app.quit()))
    limit = QTimer(singleShot=True, interval=20_000)
    limit.timeout.connect(app.quit)
    limit.start()
    decoder.start()
    if not over:
        app.exec()
    heard[name] = sum(taken)
ports = [line.split()[1] for line in Path("/proc/self/net/udp").read_text().splitlines()[1:]]
print(json.dumps({"heard": heard, "ports": ports}), flush=True)
"""
UNSAFE = {"QT_FFMPEG_PROTOCOL_WHITELIST": "rtp,udp,file,crypto,data,http,tcp"}
VOICE = Path("tests/devices/voices/bare.mp3").read_bytes()
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def udp_ports() -> str:
    return Path("/proc/self/net/udp").read_text(encoding="ascii")


def test_whatever_the_environment_says_no_port_and_no_file_is_opened(tmp_path: Path) -> None:
    """FFmpeg itself, with no check of ours before it, beside a file that a playlist names."""
    (tmp_path / "private.mp3").write_bytes(VOICE)
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", DECODE],
        capture_output=True,
        check=True,
        timeout=120,
        cwd=tmp_path,
        env={**os.environ, **UNSAFE, "PYTHONPATH": str(Path.cwd())},
    )
    result = json.loads(done.stdout)
    assert not [port for port in result["ports"] if port.endswith(f":{PORT:04X}")]
    assert result["heard"]["voice"] > 0
    assert result["heard"]["playlist"] == 0


@pytest.mark.parametrize("name", ["id3", "mp3", "aac", "ogg", "webm", "playlist"])
@pytest.mark.qt_log_ignore("Could not open media", extend=True)
@pytest.mark.usefixtures("qloop")
async def test_a_player_that_got_it_fails_and_opens_no_port(name: str) -> None:
    """Past every check before it; none is wanted to stand alone."""
    ended = asyncio.Event()

    def tell(state: PlayerState) -> None:
        if state.phase in {PlayerPhase.FAILED, PlayerPhase.ENDED}:
            ended.set()

    player = Player(tell)
    player.load(CONTENTS[name], "audio/mpeg")
    player.play()
    await ended.wait()
    assert player.state.phase is PlayerPhase.FAILED
    assert f":{PORT:04X} " not in udp_ports()
    player.unload()
    player.deleteLater()
