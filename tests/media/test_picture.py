import io
import re
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.media.conftest import camera_exif, encoded
from workstation.domain.errors import BrokenMedia, MediaError, MediaTooLarge, UnsupportedMedia
from workstation.media import jpeg, picture
from workstation.media.formats import Format
from workstation.media.picture import clean_picture, inspect

FORMS = ["JPEG", "PNG", "GIF", "WEBP", "BMP"]


@pytest.mark.parametrize("form", FORMS)
def test_sizes_are_read_from_the_header(form):
    result = inspect(encoded(form, (41, 23)))
    assert (result.format, result.width, result.height) == (Format[form], 41, 23)


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}, {"exif": camera_exif()}])
def test_every_kind_of_webp_has_a_size(options):
    result = inspect(encoded("WEBP", (41, 23), **options))
    assert (result.width, result.height) == (41, 23)


def test_a_progressive_jpeg_has_a_size():
    result = inspect(encoded("JPEG", (41, 23), progressive=True))
    assert (result.width, result.height) == (41, 23)


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_the_turn_is_read_in_both_byte_orders(turned, order):
    exif = camera_exif(turned)
    exif.endian = order
    assert jpeg.orientation(encoded("JPEG", exif=exif)) == turned


@pytest.mark.parametrize("turned", [0, 9, 65535])
def test_a_turn_that_is_none_is_upright(turned):
    assert jpeg.orientation(encoded("JPEG", exif=camera_exif(turned))) == 1


def test_the_turn_is_read_without_a_look_at_the_coded_data():
    content = encoded("JPEG", exif=camera_exif(6))
    before = content[: content.index(b"\xff\xda") + 2]
    result = list(jpeg.segments(content, whole=False))
    assert [segment.marker for segment in result][-1] != 0xDA
    assert result == list(jpeg.segments(before, whole=False))
    assert jpeg.orientation(before) == 6


def test_the_size_is_read_without_a_look_at_the_coded_data(monkeypatch):
    """Stuffed bytes without end, in front of which no size stands, would hold the window up."""
    monkeypatch.setattr(jpeg, "_coded_data_end", lambda *_: pytest.fail("looked through"))
    with pytest.raises(BrokenMedia, match="without a size"):
        inspect(b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * 1_000)


def _png_of(width, height):
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + header + b"\0\0\0\0"


@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [(8000, 5000, True), (8000, 5001, False), (32_767, 10, True), (32_768, 10, False)],
)
def test_pixels_are_bounded_before_anything_decodes(width, height, fits):
    if fits:
        inspect(_png_of(width, height))
    else:
        with pytest.raises(MediaTooLarge, match=f"{width} x {height}"):
            inspect(_png_of(width, height))


def _jpeg_of(width, height, **options):
    """One whose header says what it likes."""
    content = encoded("JPEG", (40, 30), **options)
    start = re.search(rb"\xff[\xc0-\xc2]..\x08", content, re.DOTALL).end()
    return content[:start] + struct.pack(">HH", height, width) + content[start + 4 :]


@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [(8_064, 6_048, True), (16_384, 12_288, True), (20_000, 11_001, False), (32_768, 10, False)],
)
def test_a_jpeg_that_is_decoded_row_by_row_may_have_the_pixels_of_any_phone(width, height, fits):
    content = _jpeg_of(width, height)
    if fits:
        assert inspect(content).width == width
    else:
        with pytest.raises(MediaTooLarge, match=f"{width} x {height}"):
            inspect(content)


@pytest.mark.parametrize(("height", "fits"), [(5_000, True), (5_001, False)])
def test_a_jpeg_that_is_decoded_as_a_whole_may_have_no_more_than_others(height, fits):
    content = _jpeg_of(8_000, height, progressive=True)
    if fits:
        inspect(content)
    else:
        with pytest.raises(MediaTooLarge, match=f"8000 x {height}"):
            inspect(content)


def test_bytes_are_bounded(monkeypatch):
    content = encoded("PNG")
    monkeypatch.setattr(picture, "MAX_PICTURE_BYTES", len(content))
    inspect(content)
    monkeypatch.setattr(picture, "MAX_PICTURE_BYTES", len(content) - 1)
    with pytest.raises(MediaTooLarge):
        inspect(content)


@pytest.mark.parametrize("form", FORMS)
def test_a_header_that_breaks_off_is_broken_and_never_more(form):
    content = encoded(form)
    for length in range(min(len(content), 200)):
        try:
            inspect(content[:length])
        except MediaError:
            continue


def test_no_pixels_is_broken():
    with pytest.raises(BrokenMedia):
        inspect(_png_of(0, 5))


def test_what_a_camera_adds_is_gone_and_the_turn_stays(phone_jpeg):
    for trace in (b"PHONEMAKER", b"REMARKABLE", b"SECRETXMP", b"MOTIONPHOTO", b"2024:01:02"):
        assert trace in phone_jpeg
    clean = clean_picture(inspect(phone_jpeg))
    for trace in (b"PHONEMAKER", b"REMARKABLE", b"SECRETXMP", b"MOTIONPHOTO", b"2024:01:02"):
        assert trace not in clean.content
    assert jpeg.orientation(clean.content) == 6
    again = Image.open(io.BytesIO(clean.content))
    assert dict(again.getexif()) == {0x0112: 6}
    original = Image.open(io.BytesIO(phone_jpeg))
    assert again.tobytes() == original.tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_traces_is_left_as_it_is(progressive):
    content = encoded("JPEG", (200, 150), progressive=progressive)
    assert clean_picture(inspect(content)).content == content


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_formats_lose_their_traces_and_keep_the_turn_too(form):
    content = encoded(form, exif=camera_exif(), xmp=b"SECRETXMP")
    assert b"PHONEMAKER" in content
    clean = clean_picture(inspect(content)).content
    assert b"PHONEMAKER" not in clean
    assert b"SECRETXMP" not in clean
    again = Image.open(io.BytesIO(clean))
    again.load()
    assert dict(again.getexif()) == {0x0112: 6}


def test_png_texts_and_what_follows_the_end_are_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "WANGLEI")
    content = encoded("PNG", pnginfo=info) + b"APPENDED"
    clean = clean_picture(inspect(content)).content
    assert b"WANGLEI" not in clean
    assert b"APPENDED" not in clean
    Image.open(io.BytesIO(clean)).load()


@settings(max_examples=300)
@given(st.data())
def test_any_damage_is_a_media_error_or_a_picture(data):
    form = data.draw(st.sampled_from(FORMS))
    content = bytearray(encoded(form, **({"exif": camera_exif()} if form != "GIF" else {})))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        clean_picture(inspect(cut))
    except MediaError:
        return


def test_a_segment_bomb_ends():
    bomb = b"\xff\xd8" + b"\xff\xe5\0\2" * 1_000_000
    with pytest.raises(BrokenMedia, match="too many"):
        jpeg.size(bomb)


def test_a_vector_drawing_under_any_name_is_no_picture():
    with pytest.raises(UnsupportedMedia):
        inspect(b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>")
