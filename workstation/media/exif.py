"""Exif (2.32), of which only the orientation counts here: a TIFF structure within a picture."""

import struct

_ORIENTATION = 0x0112
_SHORT = 3
_KNOWN = range(1, 9)


def orientation(tiff: bytes) -> int:
    """How a picture is to be turned (4.6.4): 1 to 8, 1 when nothing or nonsense is said."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if value in _KNOWN else 1
    except struct.error:
        pass
    return 1


def only_orientation(turned: int) -> bytes:
    """A structure that says nothing but how to turn the picture."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, turned, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
