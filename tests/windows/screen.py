"""A screen that nobody sees, for windows that are real."""

import contextlib
import os
import subprocess
from collections.abc import Iterator


@contextlib.contextmanager
def screen() -> Iterator[None]:
    """An X server of its own for as long as the block, so that no window gets in anybody's way."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1440x900x24",
        "-nolisten",
        "tcp",
    ]
    before = os.environ.pop("DISPLAY", None)
    try:
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        server = None
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip() if server else ""
        if number:
            os.environ["DISPLAY"] = f":{number}"
        yield
    finally:
        if server:
            server.terminate()
            server.wait()
        os.environ.pop("DISPLAY", None)
        if before is not None:
            os.environ["DISPLAY"] = before
