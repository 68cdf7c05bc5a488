"""A screen without glass: Xvfb on a free display, its picture read from its frame buffer file."""

import os
import struct
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

WIDTH, HEIGHT = 1280, 800


class Screen:
    """A running X server."""

    def __init__(self, number: int, buffer: Path) -> None:
        self.display = f":{number}"
        self._buffer = buffer

    def pixels(self) -> bytes:
        """The picture, four bytes a pixel (XWD: a header that tells its size, a colour map)."""
        body = self._buffer.read_bytes()
        size, colours = struct.unpack(">I", body[:4])[0], struct.unpack(">I", body[76:80])[0]
        return body[size + 12 * colours :][: WIDTH * HEIGHT * 4]

    def sample(self) -> bytes:
        """A few pixels of the middle line, quick to read."""
        with self._buffer.open("rb") as body:
            size, colours = struct.unpack(">I", body.read(4))[0], self._colours(body)
            body.seek(size + 12 * colours + HEIGHT // 2 * WIDTH * 4)
            return body.read(WIDTH * 4)[:: 4 * 40]

    @staticmethod
    def _colours(body: BinaryIO) -> int:
        body.seek(76)
        return int(struct.unpack(">I", body.read(4))[0])

    def colours(self) -> Counter[bytes]:
        """How often each colour is on the screen."""
        pixels = self.pixels()
        return Counter(pixels[at : at + 3] for at in range(0, len(pixels), 4))


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Start a screen that ends with the block."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
    command += ["-nolisten", "tcp", "-fbdir", str(folder)]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = int(answer.readline())
        try:
            yield Screen(number, folder / "Xvfb_screen0")
        finally:
            server.terminate()
