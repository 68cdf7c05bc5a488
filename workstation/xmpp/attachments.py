"""Shared files: XEP-0447 with XEP-0446, or XEP-0066, which is no more than an address.

Both are written, with the address as body besides; either is read. A body alone is words, whatever
address it is. Addresses that are not http or https are not addresses of files; whether one may be
fetched is decided above. The declared type is a claim, no proof.
"""

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from workstation.domain.message import Attachment, MessageKind
from workstation.domain.message_kinds import kind_of
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, child, children, element, qualified, text

FILE_SHARING: Final = qualified(ns.FILE_SHARING, "file-sharing")
SOURCES: Final = qualified(ns.FILE_SHARING, "sources")
FILE: Final = qualified(ns.FILE_METADATA, "file")
URL_DATA: Final = qualified(ns.URL_DATA, "url-data")
OUT_OF_BAND: Final = qualified(ns.OUT_OF_BAND, "x")
URL: Final = qualified(ns.OUT_OF_BAND, "url")

SUFFIXES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".heic": "image/heic",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".amr": "audio/amr",
}
"""What an address alone, as other clients send it, is taken for until its content is seen.

Not ``.webm`` and ``.3gp``: they are films as well.
"""

UNKNOWN_TYPE: Final = "application/octet-stream"
"""What is declared by who knows no type: it says nothing (RFC 2046, 4.5.1)."""

_MEDIA_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")
_NUMBER: Final = re.compile(r"[0-9]{1,16}")
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")


def read_shared(sharing: Element) -> Attachment | None:
    """The file of a ``<file-sharing>`` (XEP-0447), or ``None`` when it has no usable address.

    Of several addresses the first counts that can be fetched by http or https.
    """
    url = next((address for address in map(fetchable_url, _targets(sharing)) if address), "")
    if not url:
        return None
    file = child(sharing, FILE)
    return Attachment(url, _guess_media_type(url)) if file is None else _describe(url, file)


def read_out_of_band(data: Element) -> Attachment | None:
    """The file of an ``<x xmlns='jabber:x:oob'>`` (XEP-0066), ``None`` without a usable address.

    Only its address hints at its type.
    """
    url = fetchable_url(text(data, URL))
    return Attachment(url, _guess_media_type(url)) if url else None


def fetchable_url(url: str | None) -> str:
    """The address if it is http or https with a host and nothing suspicious, else nothing."""
    url = (url or "").strip()
    if not url or len(url) > limits.URL or _CONTROL.search(url):
        return ""
    return url if _is_web(url) else ""


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return has_host and parts.scheme in {"http", "https"} and "@" not in parts.netloc


def write_shared(attachment: Attachment) -> tuple[Element, Element]:
    """Both elements that carry a file, richest first; the body is the address.

    XEP-0447 says name, size and type, XEP-0066 only where it is: what other clients understand.
    """
    source = element(URL_DATA, {"target": attachment.url})
    sharing = element(
        FILE_SHARING,
        {"disposition": _disposition(attachment)},
        element(FILE, None, *_metadata(attachment)),
        element(SOURCES, None, source),
    )
    return sharing, element(OUT_OF_BAND, None, element(URL, text=attachment.url))


def _disposition(attachment: Attachment) -> str:
    """How a file is to be handled (XEP-0447, 3): shown in its place, or only kept."""
    return "attachment" if kind_of(attachment) is MessageKind.FILE else "inline"


def _targets(sharing: Element) -> list[str]:
    sources = child(sharing, SOURCES)
    if sources is None:
        return []
    return [source.get("target", "") for source in children(sources, URL_DATA)]


def _describe(url: str, file: Element) -> Attachment:
    name = (_field(file, "name") or "")[: limits.FILE_NAME]
    return Attachment(
        url,
        _read_media_type(_field(file, "media-type") or "", url, name),
        name,
        _number(file, "size"),
        _number(file, "width"),
        _number(file, "height"),
        _number(file, "length"),
    )


def _read_media_type(written: str, url: str, name: str) -> str:
    """The declared type without its parameters; a guess where none is declared, or an unknown one.

    A browser names the codec of what it recorded: ``audio/webm;codecs=opus``.
    """
    declared = written.partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(declared):
        declared = ""
    if declared not in {"", UNKNOWN_TYPE}:
        return declared
    return _guess_media_type(url) or _type_of_suffix(name) or declared


def _guess_media_type(url: str) -> str:
    return _type_of_suffix(urlsplit(url).path)


def _type_of_suffix(path: str) -> str:
    return SUFFIXES.get(PurePosixPath(path).suffix.lower(), "")


def _field(file: Element, name: str) -> str | None:
    return text(file, qualified(ns.FILE_METADATA, name))


def _number(file: Element, name: str) -> int | None:
    written = (_field(file, name) or "").strip()
    value = int(written) if _NUMBER.fullmatch(written) else None
    return value if value is not None and value <= limits.NUMBER else None


def _metadata(attachment: Attachment) -> list[Element]:
    fields = {
        "media-type": attachment.media_type,
        "name": attachment.name,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "length": attachment.duration_ms,
    }
    return [
        element(qualified(ns.FILE_METADATA, name), text=str(value))
        for name, value in fields.items()
        if value not in {None, ""}
    ]
