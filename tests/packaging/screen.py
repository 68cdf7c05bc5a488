"""A screen without glass: Xvfb on a free display, its picture read from its frame buffer file."""

import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

WIDTH, HEIGHT = 1440, 900
WHOLE = (0, 0, WIDTH, HEIGHT)
Box = tuple[int, int, int, int]


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

    def points(self, box: Box, step: int = 5) -> list[bytes]:
        """The colours of every fifth point of every fifth line of a box."""
        left, top, width, height = box
        pixels = self.pixels()
        places = (
            4 * (WIDTH * line + column)
            for line in range(top, top + height, step)
            for column in range(left, left + width, step)
        )
        return [pixels[place : place + 3] for place in places]

    @staticmethod
    def _colours(body: BinaryIO) -> int:
        body.seek(76)
        return int(struct.unpack(">I", body.read(4))[0])

    def colours(self, box: Box = WHOLE) -> int:
        """How many different colours are in a box: left, top, width, height."""
        left, top, width, height = box
        pixels = self.pixels()
        starts = [4 * (WIDTH * line + left) for line in range(top, top + height)]
        rows = [pixels[start : start + 4 * width] for start in starts]
        return len({row[at : at + 3] for row in rows for at in range(0, len(row), 4)})


@contextmanager
def screen(folder: Path, permission: Path | None = None) -> Iterator[Screen]:
    """Start a screen that ends with the block; it lets in who has one of the permissions."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
    # Without auto-repeat: on a busy machine a key that is tapped stays down for long enough.
    command += ["-r", "-nolisten", "tcp", "-fbdir", str(folder)]
    command += ["-auth", str(permission)] if permission else []
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = int(answer.readline())
        try:
            yield Screen(number, folder / "Xvfb_screen0")
        finally:
            server.terminate()
