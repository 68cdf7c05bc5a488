"""A decoder's process: apart from this one, bounded, and ended when nobody waits for it."""

import asyncio
import errno
import json
import os
import platform
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.hostile_sound import CONTENTS, PORT
from tests.ui.waiting import until
from workstation.decoder import answers, no_network, process
from workstation.decoder.process import DecoderProcess, stop_all
from workstation.devices.waves import NO_SOUND, read_wave
from workstation.domain.errors import BrokenMedia, MediaTooLarge

VOICE = Path("tests/devices/voices/bare.mp3").read_bytes()
BOUNDS = {"seconds": 25.0, "max_bytes": 100_000}
PATIENT = BOUNDS | {"seconds": 120.0}
"""Longer than any decoder of these tests: whoever ends one does not leave it to the clock."""
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
filtered = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in no_network.MACHINES,
    reason="the kernel's filter is written for Linux on x86-64 and ARM",
)


@pytest.fixture
def decoder(monkeypatch, tmp_path):
    """Gives this text to run as the decoder instead."""

    def install(source: str) -> None:
        script = tmp_path / "decoder.py"
        script.write_text(source, encoding="utf-8")
        monkeypatch.setattr(process, "SCRIPT", script)

    return install


def own_processes() -> set[str]:
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {pid for children in listed for pid in children.read_text().split()}


def test_a_voice_is_decoded_in_another_process():
    answer = json.loads(DecoderProcess("voice", "36").run(VOICE, **BOUNDS))
    assert len(answer["peaks"]) == 36
    assert 2_950 <= answer["length_ms"] <= 3_150


def test_this_process_has_loaded_no_decoder_for_it():
    """Asked of an interpreter of its own: other tests load QtMultimedia."""
    source = (
        "import asyncio, sys; from workstation.devices.waves import read_wave; "
        "asyncio.run(read_wave(open('tests/devices/voices/bare.mp3', 'rb').read(), 36)); "
        "sys.exit('PySide6' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", source], check=False, timeout=180)  # noqa: S603
    assert done.returncode == 0


@pytest.mark.parametrize("name", CONTENTS)
async def test_hostile_contents_have_no_outline(name):
    peaks, length_ms = await read_wave(CONTENTS[name], 36)
    assert (peaks, length_ms) == NO_SOUND or name == "amr"  # to which any text is a little noise


@linux
async def test_a_hostile_voice_opens_no_port(decoder):
    """What the decoder has open is looked at in there, after it tried."""
    root = Path.cwd()
    decoder(
        "import sys\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "from pathlib import Path\n"
        "from workstation.decoder import voice\n"
        "voice.decode(sys.stdin.buffer.read(), '36')\n"
        "ports = Path('/proc/self/net/udp').read_text()\n"
        f"sys.stdout.write(str(':{PORT:04X} ' in ports))\n"
    )
    content = CONTENTS["id3"]
    assert await asyncio.to_thread(DecoderProcess("voice").run, content, **BOUNDS) == b"False"


@filtered
async def test_a_voice_s_decoder_gets_no_socket_by_native_code_either(decoder):
    """Whoever runs code of his own by a hole in FFmpeg reaches no network and no service."""
    root = Path.cwd()
    decoder(
        "import ctypes, sys\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "from workstation.decoder import voice\n"
        "answer = voice.decode(sys.stdin.buffer.read(), '36')\n"
        "library = ctypes.CDLL(None)\n"
        "sockets = [library.socket(family, 1, 0) for family in (1, 2, 10)]\n"
        "sys.stdout.write(str((sockets, b'\"peaks\": [0' in answer.output)))\n"
    )
    answer = await asyncio.to_thread(DecoderProcess("voice").run, VOICE, **BOUNDS)
    assert answer == b"([-1, -1, -1], True)"


@linux
async def test_an_outline_given_up_ends_its_process_and_waits_for_none(decoder):
    decoder("import threading\nthreading.Event().wait(60)\n")
    before = own_processes()
    task = asyncio.ensure_future(read_wave(VOICE, 36))
    await until(lambda: own_processes() - before)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: not own_processes() - before)


def test_closing_ends_every_decoder(decoder):
    decoder("import threading\nthreading.Event().wait(60)\n")
    ended = []

    def decode() -> None:
        with pytest.raises(BrokenMedia):
            DecoderProcess("heic").run(VOICE, **PATIENT)
        ended.append(True)

    threads = [threading.Thread(target=decode) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(process._running) < 2:
        threading.Event().wait(0.01)
    stop_all()
    for thread in threads:
        thread.join()
    assert ended == [True, True]
    assert not process._running


def test_one_that_was_stopped_does_not_begin(monkeypatch):
    monkeypatch.setattr(process, "_start", lambda _command: pytest.fail("it began"))
    decoding = DecoderProcess("voice")
    decoding.stop()
    with pytest.raises(BrokenMedia):
        decoding.run(VOICE, **BOUNDS)


def test_one_that_is_stopped_while_it_starts_ends_and_the_stopping_waits_for_nothing(
    decoder, monkeypatch
):
    decoder("import threading\nthreading.Event().wait(60)\n")
    decoding, start = DecoderProcess("voice"), process._start

    def stopped_meanwhile(command):
        decoding.stop()
        return start(command)

    monkeypatch.setattr(process, "_start", stopped_meanwhile)
    with pytest.raises(BrokenMedia):
        decoding.run(VOICE, **PATIENT)


def test_ending_one_that_is_ending_already_is_no_defect():
    """Windows refuses it to whoever is second, such as the program that closes just then."""

    class Ending:
        def kill(self):
            raise PermissionError(errno.EACCES, "Access is denied")

    decoding = DecoderProcess("voice", "36")
    decoding._process = Ending()
    decoding.stop()


def test_one_that_takes_too_long_is_ended(decoder):
    decoder("import threading\nthreading.Event().wait(60)\n")
    with pytest.raises(BrokenMedia):
        DecoderProcess("voice").run(VOICE, seconds=0.2, max_bytes=10)


def test_one_that_reads_nothing_and_dies_is_broken(decoder):
    decoder("import os\nos.kill(os.getpid(), 9)\n")
    with pytest.raises(BrokenMedia):
        DecoderProcess("voice").run(bytes(5_000_000), **BOUNDS)


def test_one_that_says_too_much_is_ended(decoder):
    decoder("import sys\nwhile True: sys.stdout.write('x' * 65536)\n")
    with pytest.raises(BrokenMedia):
        DecoderProcess("voice").run(VOICE, **BOUNDS)


def test_one_that_says_all_that_it_may_is_left_to_its_end(decoder):
    decoder("import os, sys\nos.write(1, b'x' * 10)\nos.close(1)\nsys.stdin.buffer.read()\n")
    assert DecoderProcess("voice").run(VOICE, seconds=25.0, max_bytes=10) == b"x" * 10


def test_one_that_cannot_be_started_is_broken(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(BrokenMedia):
        DecoderProcess("voice").run(VOICE, **BOUNDS)


def test_one_that_can_be_given_nothing_is_broken(monkeypatch):
    alone = [sys.executable, "-c", "pass"]
    monkeypatch.setattr(process, "_start", lambda _command: subprocess.Popen(alone))  # noqa: S603
    with pytest.raises(BrokenMedia):
        DecoderProcess("voice").run(VOICE, **BOUNDS)


def test_one_that_aborts_is_broken_and_says_nothing_of_a_size(decoder):
    decoder("import os\nos.abort()\n")
    with pytest.raises(BrokenMedia):
        DecoderProcess("heic").run(VOICE, **BOUNDS)


def test_its_refusal_of_what_is_too_large_is_said(decoder):
    decoder(f"import sys\nsys.exit({answers.TOO_LARGE})\n")
    with pytest.raises(MediaTooLarge):
        DecoderProcess("heic").run(VOICE, **BOUNDS)


def test_it_knows_nothing_of_this_program_s_environment(decoder, monkeypatch):
    monkeypatch.setenv("SECRET", "token")
    monkeypatch.setenv("QT_FFMPEG_PROTOCOL_WHITELIST", "file")
    decoder("import os, sys\nsys.stdout.write(str(sorted(os.environ)))\n")
    names = DecoderProcess("voice").run(b"", **BOUNDS).decode()
    assert "SECRET" not in names
    assert "QT_" not in names


@linux
def test_memory_time_and_files_are_bounded(decoder):
    root = Path.cwd()
    decoder(
        "import resource, sys\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "from workstation.decoder.limits import Limits, bound\n"
        "bound(Limits())\n"
        "kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE, "
        "resource.RLIMIT_FSIZE)\n"
        "sys.stdout.write(str([resource.getrlimit(kind)[1] for kind in kinds]))\n"
    )
    bounds = json.loads(DecoderProcess("voice").run(b"", **BOUNDS))
    assert bounds == [1_500 * 1024 * 1024, 20, 0, 0]


def test_in_a_bundle_it_is_a_program_beside_the_window_s(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/program/workstation")
    (program,) = process._program()
    assert Path(program) == Path("/opt/program/workstation-decoder")
