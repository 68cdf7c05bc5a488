"""Draw the program's icon from its one SVG: PNGs for Linux, an ICO for Windows."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parent / "icon.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(folder: Path) -> dict[int, Path]:
    """Write `workstation-SIZE.png` of every size and `workstation.ico` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {size: folder / f"workstation-{size}.png" for size in SIZES}
    for size, path in drawn.items():
        path.write_bytes(_png(size))
    (folder / "workstation.ico").write_bytes(_ico({n: drawn[n].read_bytes() for n in ICO_SIZES}))
    return drawn


def _png(size: int) -> bytes:

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _ico(pngs: dict[int, bytes]) -> bytes:
    """An icon file: a directory of 16-byte entries, then the PNGs; a size of 256 is written 0."""
    header = struct.pack("<HHH", 0, 1, len(pngs))
    offset = len(header) + 16 * len(pngs)
    entries, bodies = b"", b""
    for size, png in pngs.items():
        side = size % 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset + len(bodies))
        bodies += png
    return header + entries + bodies
