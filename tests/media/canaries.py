"""Pictures of every container, and the places where programs write what no picture needs.

A place is a function of a whole file and a canary; it gives the file with the canary in it.
"""

import io
import struct
import zlib

from PIL import Image, ImageCms

from tests.media.conftest import camera_exif

SIZE = (24, 16)


def _noise(mode):
    width, height = SIZE
    channels = len(Image.new(mode, (1, 1)).getbands())
    count = width * height * channels
    picture = Image.frombytes(mode, SIZE, bytes(n * n * 31 % 251 for n in range(count)))
    if mode == "P":
        picture.putpalette(bytes(n * 7 % 256 for n in range(768)))
    return picture


def _saved(picture, form, **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _frames():
    return [_noise("RGB"), _noise("RGB").rotate(90, expand=False), _noise("RGB").rotate(180)]


def srgb():
    """A colour profile that decoders accept."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile_with(profile, canary):
    """A profile whose header and a private tag hold the canary, as screens write them."""
    canary += bytes(-len(canary) % 4)
    count = int.from_bytes(profile[128:132], "big")
    table = profile[132 : 132 + 12 * count]
    moved = b"".join(
        table[at : at + 4] + struct.pack(">I", int.from_bytes(table[at + 4 : at + 8]) + 12)
        + table[at + 8 : at + 12]
        for at in range(0, len(table), 12)
    )  # fmt: skip
    body = profile[132 + 12 * count :]
    place = 132 + 12 * (count + 1) + len(body)
    table = moved + b"mmod" + struct.pack(">II", place, len(canary))
    head = bytearray(profile[:128])
    head[48:56] = canary[:8]  # the device's manufacturer and model
    whole = bytes(head[4:]) + struct.pack(">I", count + 1) + table + body + canary
    return struct.pack(">I", len(whole) + 4) + whole


def _segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _behind_jfif(content, added):
    at = 4 + int.from_bytes(content[4:6], "big") if content[2:4] == b"\xff\xe0" else 2
    return content[:at] + added + content[at:]


def _jfif_thumbnail(content, canary):
    start = 4 + int.from_bytes(content[4:6], "big")
    payload = content[6:18] + bytes([len(canary), 1]) + canary * 3
    return content[:2] + _segment(0xE0, payload) + content[start:]


def _adobe_tail(content, canary):
    at = content.index(b"Adobe")
    return content[: at - 4] + _segment(0xEE, content[at : at + 12] + canary) + content[at + 12 :]


def _marker(number, name=b""):
    return lambda content, canary: _behind_jfif(content, _segment(number, name + canary))


def _before_the_scan(number):
    def place(content, canary):
        at = content.index(b"\xff\xda")
        return content[:at] + _segment(number, canary) + content[at:]

    return place


def behind(content, canary):
    """Bytes after the end of the picture."""
    return content + canary


_JPEG_PLACES = {
    "comment": _marker(0xFE),
    "extension of JFIF": _marker(0xE0, b"JFXX\0\x13"),
    "Exif": _marker(0xE1, b"Exif\0\0MM"),
    "XMP": _marker(0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
    "further pictures": _marker(0xE2, b"MPF\0"),
    "origin (C2PA)": _marker(0xEB, b"JP\0\0"),
    "Photoshop": _marker(0xED, b"Photoshop 3.0\0"),
    "application 15": _before_the_scan(0xEF),
    "a reserved marker": _before_the_scan(0xF7),
    "behind the end": behind,
}
_JFIF = _JPEG_PLACES | {"thumbnail of JFIF": _jfif_thumbnail}
_ADOBE = _JPEG_PLACES | {"behind Adobe's transform": _adobe_tail}


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_chunk(kind, before):
    def place(content, canary):
        at = content.index(before) - 4
        return content[:at] + _chunk(kind, canary) + content[at:]

    return place


_PNG_PLACES = {
    f"{kind.decode()} before {before.decode()}": _png_chunk(kind, before)
    for kind in (
        b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"zXIf", b"tIME", b"caBX", b"prVW", b"mkBT", b"mkTS",
        b"sPLT", b"hIST", b"dSIG", b"iDOT", b"vpAg", b"gAMA", b"pHYs", b"iCCP", b"fdAT",
    )
    for before in (b"IDAT", b"IEND")
    if (kind, before) != (b"fdAT", b"IEND")
}  # fmt: skip
_PNG_PLACES |= {"behind the end": behind}


def _riff(content, body):
    return b"RIFF" + struct.pack("<I", len(content[8:12] + body)) + b"WEBP" + body


def _webp_chunk(kind, data):
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _webp_end(kind):
    return lambda content, canary: _riff(content, content[12:] + _webp_chunk(kind, canary))


def _webp_second(kind):
    """Behind the header that announces what follows."""

    def place(content, canary):
        length = int.from_bytes(content[16:20], "little")
        at = 20 + length + length % 2
        return _riff(content, content[12:at] + _webp_chunk(kind, canary) + content[at:])

    return place


def _in_a_frame(content, canary):
    at = content.index(b"ANMF")
    length = int.from_bytes(content[at + 4 : at + 8], "little")
    frame = content[at + 8 : at + 8 + length] + _webp_chunk(b"PRIV", canary)
    rest = content[at + 8 + length + length % 2 :]
    return _riff(content, content[12:at] + _webp_chunk(b"ANMF", frame) + rest)


_WEBP_PLACES = {
    **{f"{kind.decode()} at the end": _webp_end(kind) for kind in (b"EXIF", b"XMP ", b"C2PA")},
    **{f"{kind.decode()} in front": _webp_second(kind) for kind in (b"PRIV", b"ICCP", b"ANIM")},
    "behind the end": behind,
}


def _blocks(canary):
    return b"".join(
        bytes([len(canary[at : at + 255])]) + canary[at : at + 255]
        for at in range(0, len(canary), 255)
    )


def _gif_extension(label, name=b""):
    named = bytes([len(name)]) + name if name else b""

    def place(content, canary):
        at = 13 + (3 << (content[10] & 7) + 1 if content[10] & 0x80 else 0)
        added = bytes([0x21, label]) + named + _blocks(canary) + b"\0"
        return content[:at] + added + content[at:]

    return place


def _gif_before_the_end(content, canary):
    return content[:-1] + b"\x21\xfe" + _blocks(canary) + b"\0" + content[-1:]


def _behind_the_loop(content, canary):
    at = content.index(b"NETSCAPE2.0") + 15
    return content[:at] + _blocks(canary) + content[at:]


_GIF_PLACES = {
    "comment": _gif_extension(0xFE),
    "XMP": _gif_extension(0xFF, b"XMP DataXMP"),
    "colour profile": _gif_extension(0xFF, b"ICCRGBG1012"),
    "an application": _gif_extension(0xFF, b"DOCTORSCAM1"),
    "text over the picture": _gif_extension(0x01, bytes(12)),
    "an unknown extension": _gif_extension(0x77),
    "comment before the end": _gif_before_the_end,
    "behind the end": behind,
}


def _bmp_gap(content, canary):
    start = int.from_bytes(content[10:14], "little")
    moved = struct.pack("<I", start + len(canary))
    return content[:10] + moved + content[14:start] + canary + content[start:]


def _bmp_reserved(content, canary):
    return content[:6] + canary[:4] + content[10:]


def bmp_of_version_5(content, space=b"BGRs", behind_pixels=b""):
    """A 24-bit picture under the newest header, with a profile, or its file's name, behind it."""
    header, pixels = content[14:54], content[54:]
    place = 124 + len(pixels) if behind_pixels else 0
    tail = struct.pack("<IIII", 4, place, len(behind_pixels), 0)
    header = struct.pack("<I", 124) + header[4:] + bytes(16) + space + bytes(48) + tail
    size = struct.pack("<IHHI", 14 + 124 + len(pixels), 0, 0, 14 + 124)
    return b"BM" + size + header + pixels + behind_pixels


def _linked(_content, canary):
    return bmp_of_version_5(_saved(_noise("RGB"), "BMP"), b"KNIL", canary)


def _run_length_bmp():
    """Three rows: a run, single pixels with a filler, a run."""
    rows = b"\x05\x01\0\0" + b"\0\x05\1\0\1\0\1\0" + b"\0\0" + b"\x05\0" + b"\0\1"
    palette = b"\0\0\0\0\xff\x80\x40\0"
    header = struct.pack("<IiiHHIIiiII", 40, 5, 3, 1, 8, 1, len(rows), 0, 0, 2, 0)
    start = 54 + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + header + palette + rows


_BMP_PLACES = {
    "behind the pixels": behind,
    "before the pixels": _bmp_gap,
    "reserved": _bmp_reserved,
}

SAMPLES = {
    "JPEG": (_saved(_noise("RGB"), "JPEG"), _JFIF),
    "JPEG, turned": (
        _saved(_noise("RGB"), "JPEG", exif=camera_exif()),
        {name: place for name, place in _JPEG_PLACES.items() if name != "Exif"},
    ),
    "JPEG, progressive": (_saved(_noise("RGB"), "JPEG", progressive=True), _JFIF),
    "JPEG, grey": (_saved(_noise("L"), "JPEG"), _JFIF),
    "JPEG, four colours": (_saved(_noise("CMYK"), "JPEG"), _ADOBE),
    "JPEG, without a luminance": (_saved(_noise("RGB"), "JPEG", keep_rgb=True), _ADOBE),
    "JPEG, profile": (_saved(_noise("RGB"), "JPEG", icc_profile=srgb()), _JFIF),
    "JPEG, density": (_saved(_noise("RGB"), "JPEG", dpi=(300, 300)), _JFIF),
    "PNG": (_saved(_noise("RGB"), "PNG", dpi=(300, 300)), _PNG_PLACES),
    "PNG, palette": (_saved(_noise("P"), "PNG", transparency=3), _PNG_PLACES),
    "PNG, clear": (_saved(_noise("RGBA"), "PNG"), _PNG_PLACES),
    "PNG, grey": (_saved(_noise("L"), "PNG", transparency=7), _PNG_PLACES),
    "PNG, profile": (_saved(_noise("RGB"), "PNG", icc_profile=srgb()), _PNG_PLACES),
    "PNG, animated": (
        _saved(_frames()[0], "PNG", save_all=True, append_images=_frames()[1:], duration=40),
        {name: place for name, place in _PNG_PLACES.items() if not name.startswith("fdAT")},
    ),
    "WebP": (_saved(_noise("RGB"), "WEBP"), _WEBP_PLACES),
    "WebP, lossless": (_saved(_noise("RGB"), "WEBP", lossless=True), _WEBP_PLACES),
    "WebP, clear": (_saved(_noise("RGBA"), "WEBP"), _WEBP_PLACES),
    "WebP, profile": (_saved(_noise("RGB"), "WEBP", icc_profile=srgb()), _WEBP_PLACES),
    "WebP, animated": (
        _saved(_frames()[0], "WEBP", save_all=True, append_images=_frames()[1:], duration=40),
        _WEBP_PLACES | {"in a frame": _in_a_frame},
    ),
    "GIF": (_saved(_noise("P"), "GIF"), _GIF_PLACES),
    "GIF, animated": (
        _saved(
            _frames()[0], "GIF", save_all=True, append_images=_frames()[1:], duration=40, loop=2
        ),
        _GIF_PLACES | {"behind the loop": _behind_the_loop},
    ),
    "BMP": (_saved(_noise("RGB"), "BMP"), _BMP_PLACES),
    "BMP, palette": (_saved(_noise("P"), "BMP"), _BMP_PLACES),
    "BMP, black and white": (_saved(_noise("1"), "BMP"), _BMP_PLACES),
    "BMP, clear": (_saved(_noise("RGBA"), "BMP"), _BMP_PLACES),
    "BMP, run lengths": (_run_length_bmp(), _BMP_PLACES),
    "BMP of version 5": (
        bmp_of_version_5(_saved(_noise("RGB"), "BMP")),
        _BMP_PLACES | {"name of a profile's file": _linked},
    ),
}
