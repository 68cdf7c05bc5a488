"""Recordings that are a row of frames: MP3, AAC in ADTS, AMR.

A frame's first bytes are a pattern of eleven bits or fewer, which any text can be made to begin
with. FFmpeg probes all of its some 300 readers and takes the likeliest; a text behind one lucky
pattern is then a playlist or a description of a network session to it. What a text cannot do is to
be a row: each frame says how long it is, and the next one has to stand exactly there and be of the
same kind. From seven MP3 frames in a row (three of AAC) on, FFmpeg itself takes the content for
nothing but sound. Frames cut off by the end of the content do not count.
"""

from collections.abc import Callable, Iterator

MP3_FRAMES = 7
ADTS_FRAMES = 3
AMR_FRAMES = 3
ID3_HEADER = 10
ID3_TAGS = 4
ZEROS = 65_536

_Frame = tuple[int, bytes]
"""A frame's length in bytes, and what all frames of one stream have in common."""

# ISO 11172-3, 13818-3: kilobits a second by index, for layers I to III of MPEG-1 and of MPEG-2.
_BIT_RATES = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)
# 3GPP TS 26.101 and 26.201: bytes behind a frame's first one, by its type.
_NARROW = {0: 12, 1: 13, 2: 15, 3: 17, 4: 19, 5: 20, 6: 26, 7: 31, 8: 5, 15: 0}
_WIDE = {0: 17, 1: 23, 2: 32, 3: 36, 4: 40, 5: 46, 6: 50, 7: 58, 8: 60, 9: 5, 14: 0, 15: 0}


def behind_tags(content: bytes) -> int:
    """The place where the sound begins: behind ID3v2 tags (id3.org, 2.4, 3.1) and their zeros."""
    at = 0
    for _ in range(ID3_TAGS):
        head = content[at : at + ID3_HEADER]
        if not head.startswith(b"ID3") or len(head) < ID3_HEADER or max(head[6:]) > 0x7F:
            break
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at += ID3_HEADER + size + (ID3_HEADER if head[5] & 0x10 else 0)
    if not at:
        return 0
    padded = content[at : at + ZEROS]
    return at + len(padded) - len(padded.lstrip(b"\0"))


def is_mp3(content: bytes, at: int = 0) -> bool:
    """Whether MPEG audio frames (layers I to III) follow each other from ``at`` on."""
    return _in_a_row(content, at, _mpeg_frame, MP3_FRAMES)


def is_adts(content: bytes, at: int = 0) -> bool:
    """Whether AAC frames in ADTS (ISO 14496-3, 1.A.2.2) follow each other from ``at`` on."""
    return _in_a_row(content, at, _adts_frame, ADTS_FRAMES)


def is_amr(content: bytes) -> bool:
    """Whether AMR frames (RFC 4867, 5.3), narrow or wide, follow the file's header."""
    wide = content.startswith(b"#!AMR-WB\n")
    sizes = _WIDE if wide else _NARROW

    def frame(data: bytes, at: int) -> _Frame | None:
        first = data[at]
        kind = first >> 3 & 0x0F
        return None if first & 0x83 or kind not in sizes else (1 + sizes[kind], b"")

    return _in_a_row(content, len(b"#!AMR-WB\n" if wide else b"#!AMR\n"), frame, AMR_FRAMES)


def _in_a_row(
    content: bytes, at: int, frame: Callable[[bytes, int], _Frame | None], min_frames: int
) -> bool:
    kinds = list(_kinds(content, at, frame, min_frames))
    return len(kinds) == min_frames and len(set(kinds)) == 1


def _kinds(
    content: bytes, at: int, frame: Callable[[bytes, int], _Frame | None], max_frames: int
) -> Iterator[bytes]:
    for _ in range(max_frames):
        read = frame(content, at) if at < len(content) else None
        if read is None or at + read[0] > len(content):
            return
        at += read[0]
        yield read[1]


def _mpeg_frame(content: bytes, at: int) -> _Frame | None:
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 0x03, 4 - (head[1] >> 1 & 0x03)
    bits, rate = head[2] >> 4, head[2] >> 2 & 0x03
    if version == 1 or layer == 4 or not 0 < bits < 15 or rate == 3:
        return None
    first = version == 3
    bit_rate = _BIT_RATES[1 if first else 2, layer][bits - 1] * 1000
    sample_rate = _SAMPLE_RATES[rate] // {3: 1, 2: 2, 0: 4}[version]
    padding = head[2] >> 1 & 0x01
    if layer == 1:
        length = (12 * bit_rate // sample_rate + padding) * 4
    else:
        length = (144 if first or layer == 2 else 72) * bit_rate // sample_rate + padding
    return length, bytes([head[1] & 0xFE, head[2] & 0x0C])


def _adts_frame(content: bytes, at: int) -> _Frame | None:
    head = content[at : at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 0x0F > 12:
        return None
    length = (head[3] & 0x03) << 11 | head[4] << 3 | head[5] >> 5
    return (length, bytes([head[1], head[2], head[3] & 0xC0])) if length >= 7 else None
