"""Kinds of media told apart by their content: names and declared types say nothing.

The first bytes name a format. That is enough for a picture, which only its own format's decoder
ever gets to see. A recording goes to FFmpeg, which looks for itself: it is one only when its
container holds beyond those bytes (``sound_frames``, ``sound_containers``).
"""

import enum
from collections.abc import Callable

from workstation.domain.errors import BrokenMedia, UnsupportedMedia
from workstation.domain.value import Value
from workstation.media import sound_containers, sound_frames

HEAD_BYTES = 64
"""Bytes from the start that name a format."""


class MediaKind(enum.Enum):
    """What a medium is for."""

    PICTURE = "picture"
    RECORDING = "recording"


class _Traits(Value):
    kind: MediaKind
    media_type: str
    extension: str


class Format(enum.Enum):
    """The formats this program opens; everything else stays closed.

    HEIC opens only where an optional library is installed, and is never sent.
    """

    JPEG = _Traits(MediaKind.PICTURE, "image/jpeg", "jpg")
    PNG = _Traits(MediaKind.PICTURE, "image/png", "png")
    GIF = _Traits(MediaKind.PICTURE, "image/gif", "gif")
    WEBP = _Traits(MediaKind.PICTURE, "image/webp", "webp")
    BMP = _Traits(MediaKind.PICTURE, "image/bmp", "bmp")
    HEIC = _Traits(MediaKind.PICTURE, "image/heic", "heic")
    WAV = _Traits(MediaKind.RECORDING, "audio/wav", "wav")
    MP3 = _Traits(MediaKind.RECORDING, "audio/mpeg", "mp3")
    M4A = _Traits(MediaKind.RECORDING, "audio/mp4", "m4a")
    AAC = _Traits(MediaKind.RECORDING, "audio/aac", "aac")
    OGG = _Traits(MediaKind.RECORDING, "audio/ogg", "ogg")
    WEBM = _Traits(MediaKind.RECORDING, "audio/webm", "webm")
    FLAC = _Traits(MediaKind.RECORDING, "audio/flac", "flac")
    AMR = _Traits(MediaKind.RECORDING, "audio/amr", "amr")

    @property
    def kind(self) -> MediaKind:
        """Picture or recording."""
        return self.value.kind

    @property
    def media_type(self) -> str:
        """The MIME type, as uploads declare it."""
        return self.value.media_type

    @property
    def extension(self) -> str:
        """The usual file name extension, without a point."""
        return self.value.extension


_MAGIC = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"OggS", Format.OGG),
    (b"fLaC", Format.FLAC),
    (b"#!AMR\n", Format.AMR),
    (b"#!AMR-WB\n", Format.AMR),
    (b"ID3", Format.MP3),
)
_RIFF = {b"WAVE": Format.WAV, b"WEBP": Format.WEBP}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"}
_AVIF_BRANDS = (b"avif", b"avis")
_HEIF_BRANDS = {b"mif1", b"msf1"}
"""Those of the container; what is inside is told by the brands that follow."""
_AUDIO_BRANDS = {b"M4A ", b"M4B ", b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"dash"}
_EBML = b"\x1a\x45\xdf\xa3"
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}


def sniff(head: bytes) -> Format | None:
    """The format that begins with these bytes, ``None`` for any that is not opened."""
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return Format.BMP
    if head[4:8] == b"ftyp":
        return _branded(head)
    if head.startswith(_EBML) and b"webm" in head[:HEAD_BYTES]:
        return Format.WEBM
    return _frame(head)


def extension_of(content: bytes) -> str:
    """The file name extension for any content, ``bin`` for what is not told apart.

    AVIF is named though it is not opened here: other programs do.
    """
    form = sniff(content[:HEAD_BYTES])
    if form is not None:
        return form.extension
    return "avif" if content[4:8] == b"ftyp" and _is_avif(content[:HEAD_BYTES]) else "bin"


def _branded(head: bytes) -> Format | None:
    brand = head[8:12]
    if brand in _AUDIO_BRANDS or brand.startswith(b"3g"):
        return Format.M4A
    brands = brand in _HEIC_BRANDS or (brand in _HEIF_BRANDS and not _is_avif(head))
    return Format.HEIC if brands else None


def _is_avif(head: bytes) -> bool:
    """Whether content is AVIF: what says both is that in the first place."""
    return any(head[at : at + 4] in _AVIF_BRANDS for at in range(8, len(head) - 3, 4))


def _frame(head: bytes) -> Format | None:
    """The format by a frame's synchronisation bits: AAC and MP3 may have no header."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return Format.AAC
    layer, rate, bits = head[1] & 0x06, head[2] >> 2 & 0x03, head[2] >> 4
    return Format.MP3 if layer and rate != 3 and 0 < bits < 15 else None


def require(content: bytes, kind: MediaKind) -> Format:
    """The format of a whole medium.

    Raises ``UnsupportedMedia``, and ``BrokenMedia`` for a recording that only begins like one. The
    work does not grow with the content.
    """
    form = sniff(content[:HEAD_BYTES])
    if form is None or form.kind is not kind:
        raise UnsupportedMedia("unknown format" if form is None else "of another kind")
    if kind is MediaKind.PICTURE:
        return form
    if form is Format.MP3 and content.startswith(b"ID3"):
        return _behind_tags(content)
    if not _RECORDINGS[form](content):
        raise BrokenMedia(f"no {form.name} beyond its first bytes")
    return form


def _behind_tags(content: bytes) -> Format:
    """The format behind ID3 tags, which stand before MP3 and in some files before AAC."""
    at = sound_frames.behind_tags(content)
    if sound_frames.is_mp3(content, at):
        return Format.MP3
    if sound_frames.is_adts(content, at):
        return Format.AAC
    raise BrokenMedia("no sound behind its tag")


_RECORDINGS: dict[Format, Callable[[bytes], bool]] = {
    Format.WAV: sound_containers.is_wave,
    Format.MP3: sound_frames.is_mp3,
    Format.M4A: sound_containers.is_m4a,
    Format.AAC: sound_frames.is_adts,
    Format.OGG: sound_containers.is_ogg,
    Format.WEBM: sound_containers.is_webm,
    Format.FLAC: sound_containers.is_flac,
    Format.AMR: sound_frames.is_amr,
}
