"""A colour profile with nothing but its colours (ICC.1:2022, chapters 7, 9 and 10).

Profiles of screens and scanners name the device, its serial number and the day of its calibration.
What turns numbers into colours is in a handful of tags; their values are cut to the length that
their type says. Tables (``A2B0`` and the like, of printers and scanners) are copied whole. Name
and copyright, which the standard asks for, are the same in every profile that goes out.
"""

import struct
from collections.abc import Iterable

_HEADER = 128
_MAX_TAGS = 100
_COLOURS = ("rXYZ", "gXYZ", "bXYZ", "wtpt")
_CURVES = ("rTRC", "gTRC", "bTRC", "kTRC")
_TABLES = frozenset(
    f"{way}{intent}".encode() for way in ("A2B", "B2A", "D2B", "B2D") for intent in range(4)
)
_TABLE_TYPES = (b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet")
_TYPES = {
    **{name.encode(): (b"XYZ ",) for name in _COLOURS},
    **{name.encode(): (b"curv", b"para") for name in _CURVES},
    **dict.fromkeys(_TABLES, _TABLE_TYPES),
    b"chad": (b"sf32",),
    b"cicp": (b"cicp",),
}
_FIXED_LENGTHS = {b"XYZ ": 20, b"sf32": 44, b"cicp": 12}
_PARAMETERS = (1, 3, 4, 5, 7)
_NEEDED = {
    b"RGB ": {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"},
    b"GRAY": {b"kTRC"},
}
_ONE_NAME = "c"
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_D50 = struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)


def clean(profile: bytes) -> bytes:
    """The profile without whom, what and when; empty for none, or for one nothing is drawn by."""
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return b""
    values = _values(profile)
    needed = _NEEDED.get(profile[16:20], {b"A2B0"})
    if not needed <= values.keys() and b"A2B0" not in values:
        return b""
    modern = profile[8] >= 4
    values |= {b"desc": _text(b"desc", modern=modern), b"cprt": _text(b"cprt", modern=modern)}
    return _write(profile, values)


def _values(profile: bytes) -> dict[bytes, bytes]:
    """The values that the needed tags point to, each cut to its own length."""
    values: dict[bytes, bytes] = {}
    count = int.from_bytes(profile[_HEADER : _HEADER + 4], "big")
    for entry in range(min(count, _MAX_TAGS)):
        at = _HEADER + 4 + 12 * entry
        name, place = profile[at : at + 4], profile[at + 4 : at + 12]
        if name not in _TYPES or name in values or len(place) < 8:
            continue
        offset, length = struct.unpack(">II", place)
        value = profile[offset : offset + length]
        if len(value) == length and value[:4] in _TYPES[name]:
            value = value[: _length(value)]
            values |= {name: value[:4] + bytes(4) + value[8:]} if value else {}
    return values


def _length(value: bytes) -> int:
    """The length of a value of its type; 0 where there is less."""
    kind = value[:4]
    if kind in _TABLE_TYPES:
        return len(value)
    length = _FIXED_LENGTHS.get(kind, 0)
    if kind == b"curv":
        length = 12 + 2 * int.from_bytes(value[8:12], "big")
    elif kind == b"para":
        function = int.from_bytes(value[8:10], "big")
        length = 12 + 4 * _PARAMETERS[function] if function < len(_PARAMETERS) else 0
    return length if length <= len(value) else 0


def _text(name: bytes, *, modern: bool) -> bytes:
    if modern:
        text = _ONE_NAME.encode("utf-16-be")
        return b"mluc" + struct.pack(">4xII4sII", 1, 12, b"enUS", len(text), 28) + text
    text = _ONE_NAME.encode() + b"\0"
    if name == b"cprt":
        return b"text" + bytes(4) + text
    return b"desc" + struct.pack(">4xI", len(text)) + text + bytes(78)


def _write(profile: bytes, values: dict[bytes, bytes]) -> bytes:
    start = _HEADER + 4 + 12 * len(values)
    places: dict[bytes, int] = {}
    body = b""
    for value in _unique(values.values()):
        places[value] = start + len(body)
        body += value + bytes(-len(value) % 4)
    table = b"".join(
        name + struct.pack(">II", places[value], len(value)) for name, value in values.items()
    )
    intent = struct.pack(">I", profile[67] & 3)
    head = b"".join((
        bytes(4), profile[8:10], bytes(2), profile[12:24], _DAY, b"acsp", bytes(24), intent, _D50,
        bytes(48),
    ))  # fmt: skip
    size = struct.pack(">I", start + len(body))
    return size + head + struct.pack(">I", len(values)) + table + body


def _unique(values: Iterable[bytes]) -> Iterable[bytes]:
    """The values, each once: the three curves of a profile are mostly one."""
    return dict.fromkeys(values)
