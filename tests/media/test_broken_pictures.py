"""A picture that lacks a part without which it is none is refused before it is sent."""

import struct
import zlib

import pytest

from tests.media.conftest import encoded
from workstation.domain.errors import BrokenMedia, MediaTooLarge
from workstation.media import gif as gif_blocks
from workstation.media import jpeg, png, sound_containers, upload
from workstation.media.cleaning import bmp, gif, webp
from workstation.media.cleaning import png as png_cleaning


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    return png.SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _spoilt(content: bytes, kind: bytes) -> bytes:
    """With one bit of a part turned over."""
    at = content.index(kind) + len(kind)
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


BROKEN = {
    "GIF without a frame": (gif.clean, b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + b";"),
    "WebP without a picture": (webp.clean, _riff((b"JUNK", b"1234"))),
    "WebP with a frame without a header": (webp.clean, _riff((b"ANMF", bytes(8)))),
    "PNG that begins without a size": (png_cleaning.clean, _png((b"IEND", b""))),
    "PNG with a short size": (png_cleaning.clean, _png((b"IHDR", bytes(12)), (b"IEND", b""))),
    "PNG with a spoilt picture": (png_cleaning.clean, _spoilt(encoded("PNG"), b"IDAT")),
    "PNG without its last bytes": (png_cleaning.clean, encoded("PNG")[:-4]),
    "JPEG with a size beyond its end": (
        jpeg.size,
        b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 40, 8, 16, 32, 3) + bytes(9),
    ),
    "BMP without a pixel": (bmp.clean, encoded("BMP")[:54]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_picture_without_a_needed_part_is_refused(what: str) -> None:
    clean, content = BROKEN[what]
    with pytest.raises(BrokenMedia):
        clean(content)


def test_a_gif_of_too_many_blocks_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    content = encoded("GIF")
    assert gif.clean(content)
    monkeypatch.setattr(gif_blocks, "_MAX_BLOCKS", 1)
    with pytest.raises(BrokenMedia):
        gif.clean(content)


def test_a_spoilt_part_that_may_be_missing_is_left_out() -> None:
    whole = encoded("PNG")
    note = _png((b"tIME", bytes(7)))[len(png.SIGNATURE) :]
    with_note = whole[:33] + _spoilt(note, b"tIME") + whole[33:]
    assert png_cleaning.clean(with_note) == png_cleaning.clean(whole)


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
async def test_a_recording_is_taken_up_to_its_bound(
    more: int, monkeypatch: pytest.MonkeyPatch, *, taken: bool
) -> None:
    content = b"#!AMR\n" + bytes(100)
    monkeypatch.setattr(upload, "UPLOAD_BYTES", len(content) - more)
    if taken:
        assert (await upload.prepare_recording(content)).content == content
        return
    with pytest.raises(MediaTooLarge):
        await upload.prepare_recording(content)


@pytest.mark.parametrize(
    ("filling", "taken"), [(10, True), (sound_containers.MAX_EBML_HEADER_BYTES, False)]
)
def test_a_webm_header_is_read_up_to_its_bound(filling: int, *, taken: bool) -> None:
    void = b"\xec" + struct.pack(">Q", filling | 1 << 56) + bytes(filling)
    inside = b"\x42\x82\x84webm" + void
    header = b"\x1a\x45\xdf\xa3" + struct.pack(">Q", len(inside) | 1 << 56) + inside
    track = b"\x16\x54\xae\x6b\x8a\xae\x88\x86\x86A_OPUS"
    assert sound_containers.is_webm(header + b"\x18\x53\x80\x67\x81" + track) is taken
