"""Single fonts out of a collection: Qt's offscreen platform on Windows reads no ``.ttc``.

It knows no system fonts either, only the files of the folder that QT_QPA_FONTDIR names.
Format: the OpenType specification, "Font Collections" and "Table Directory".
"""

import struct
from pathlib import Path

COLLECTIONS = Path("/usr/share/fonts/opentype/noto")
# In Debian's collections the faces are Japanese, Korean, simplified Chinese, ...
SIMPLIFIED_CHINESE = 2
TABLES_AT = 12
TABLE_ENTRY = 16


def extract(folder: Path) -> list[Path]:
    """Write the Chinese face of each upright Noto collection into `folder`; those written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for weight in ("Regular", "Bold"):
        collection = COLLECTIONS / f"NotoSansCJK-{weight}.ttc"
        if collection.exists():
            target = folder / f"NotoSansCJKsc-{weight}.otf"
            target.write_bytes(single_font(collection.read_bytes(), SIMPLIFIED_CHINESE))
            written.append(target)
    return written


def single_font(collection: bytes, index: int) -> bytes:
    """The font at `index`, its tables behind each other; ValueError if it is no collection."""
    if collection[:4] != b"ttcf":
        raise ValueError("not a font collection")
    start = struct.unpack_from(">I", collection, TABLES_AT + 4 * index)[0]
    count = struct.unpack_from(">H", collection, start + 4)[0]
    header = bytearray(collection[start : start + TABLES_AT + count * TABLE_ENTRY])
    tables = bytearray()
    for entry in range(TABLES_AT, len(header), TABLE_ENTRY):
        offset, length = struct.unpack_from(">II", header, entry + 8)
        struct.pack_into(">I", header, entry + 8, len(header) + len(tables))
        tables += collection[offset : offset + length]
        tables += bytes(-length % 4)
    return bytes(header + tables)
