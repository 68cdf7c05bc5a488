"""What decodes a photo gets no connection, by no way, and reports to nobody."""

import os
import platform
import subprocess
import sys

import pytest

from workstation.decoder import no_network
from workstation.decoder.process import SCRIPT
from workstation.media.text_recognition import available

REFUSED = 13
REFUSE = "from workstation.decoder.no_network import refuse_connections\nrefuse_connections()\n"
NATIVE = """
import ctypes, os
library = ctypes.CDLL(None, use_errno=True)
calls = [lambda: library.socket(2, 1, 0), lambda: library.socket(10, 2, 0),
         lambda: library.socket(1, 1, 0), lambda: library.syscall(425, 1, 0)]
answers = [(call(), ctypes.get_errno()) for call in calls]
os.pipe(), os.listdir("/")
print(answers)
"""
LATER = "import threading\nthreading.Thread(target=lambda: exec(NATIVE, {})).start()\n"
filtered = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in no_network.MACHINES,
    reason="the kernel's filter is written for Linux on x86-64 and ARM",
)


def run(source: str) -> str:
    """What a program of its own prints."""
    command = [sys.executable, "-c", source]
    done = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@filtered
def test_native_code_gets_no_socket():
    assert run(REFUSE + NATIVE) == f"{[(-1, REFUSED)] * 4}\n"


@filtered
def test_nor_does_a_thread_that_is_started_later():
    assert run(REFUSE + f"NATIVE = {NATIVE!r}\n" + LATER) == f"{[(-1, REFUSED)] * 4}\n"


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo"])
def test_python_s_own_sockets_need_no_kernel_to_be_refused(event):
    with pytest.raises(PermissionError):
        no_network._refuse(event, ())
    no_network._refuse("open", ())


def test_python_s_own_sockets_are_refused_on_every_system():
    source = (
        "import socket\n"
        "try:\n"
        "    socket.create_connection(('localhost', 9))\n"
        "except PermissionError:\n"
        "    print('refused')\n"
    )
    assert run(REFUSE + source) == "refused\n"


def test_what_the_library_asks_before_it_reports_is_answered_before_it_is_loaded():
    source = (
        "import os, sys\nprint(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    )
    assert run(REFUSE + source) == "1 False\n"


@pytest.mark.skipif(not available(), reason="the optional part ocr is not installed")
def test_the_machine_reports_nothing(tmp_path):
    """It keeps a number of this computer and what it is to send in the home folder."""
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"), str(tmp_path))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", SCRIPT, "text", "1", "1"],
        check=True,
        input=b"\0\0\0",
        capture_output=True,
        env={"PATH": os.environ["PATH"], **homes},
        timeout=120,
    )
    assert done.stdout == b"[]"
    assert not list(tmp_path.iterdir())
