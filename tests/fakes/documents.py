"""Documents as small as they can be: what their containers need, and nothing readable in them."""

import io
import struct
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SECTOR = 512
MAIN_PARTS = {
    "docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml",
}  # fmt: skip
STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def archive(
    *names: str,
    first: tuple[str, bytes] | None = None,
    contents: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A ZIP file of these entries; ``first`` stands in front, with its content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if first is not None:
            made.writestr(first[0], first[1], compress_type=zipfile.ZIP_STORED)
        for name in names:
            made.writestr(name, contents.get(name, b"<xml/>"))
    return file.getvalue()


def office(kind: str, *more: str, **contents: bytes) -> bytes:
    """A file of Office since 2007; ``types`` and ``relations`` are what its lists say."""
    lists = {"[Content_Types].xml": contents.get("types"), "_rels/.rels": contents.get("relations")}
    given = {name: content for name, content in lists.items() if content is not None}
    return archive(*lists, MAIN_PARTS[kind], *more, contents=given)


def open_document(kind: str, *more: str) -> bytes:
    """A file of LibreOffice."""
    media_type = f"application/vnd.oasis.opendocument.{ODF[kind]}".encode()
    return archive("content.xml", "META-INF/manifest.xml", *more, first=("mimetype", media_type))


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an Excel book (MS-XLS, 2.1.4)."""
    return struct.pack("<HH", kind, len(content)) + content


def book(sheet: int = 0, beginning: int = 0x10, *more: bytes) -> bytes:
    """An Excel book of one sheet: its kind in the list of sheets, and by how it begins itself."""
    listed = 20 + sum(map(len, more)) + 10 + 4
    head = record(0x0809, struct.pack("<HH12x", 0x0600, 0x0005)) + b"".join(more)
    sheets = record(0x0085, struct.pack("<IBB", listed, 0, sheet)) + record(0x000A)
    return head + sheets + record(0x0809, struct.pack("<HH12x", 0x0600, beginning))


def show(*records: bytes) -> bytes:
    """A PowerPoint show with these records among its own."""
    edit = bytes.fromhex("0000f50f1c000000") + bytes(28)
    return bytes.fromhex("0f00e80300000000") + b"".join(records) + edit


CONTENTS = {"workbook": book(), "book": book(), "powerpoint document": show()}


def compound(*names: str, **contents: bytes) -> bytes:
    """A compound file (MS-CFB) with these streams: header, one table, its directory, contents.

    ``contents`` are those of streams by name, a blank in it written as ``_``. Of less than 4,096
    bytes they lie in sectors of 64, in the stream of the root.
    """
    entries, given = ["Root Entry", *names], {**CONTENTS, **_by_name(contents)}
    directory_sectors = -(-len(entries) // 4)
    streams = [given.get(name.lower(), b"") for name in names]
    small = [stream if len(stream) < 4_096 else b"" for stream in streams]
    small_table, small_starts, container = _chained(small, 64, 0)
    large = [container, small_table, *(one for one in streams if len(one) >= 4_096)]
    table, starts, body = _chained(large, SECTOR, 1 + directory_sectors)
    chain = [0xFFFFFFFD, *range(2, directory_sectors + 1), 0xFFFFFFFE]
    fat = (struct.pack(f"<{len(chain)}I", *chain) + table).ljust(SECTOR, b"\xff")
    header = bytearray(SECTOR)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<II", header, 56, 4_096, starts[1])
    header[76:] = b"\xff" * (SECTOR - 76)
    struct.pack_into("<I", header, 76, 0)
    directory = bytearray(directory_sectors * SECTOR)
    large_starts = iter(starts[2:])
    places = [(starts[0], container)] + [
        (first if len(one) < 4_096 else next(large_starts), one)
        for first, one in zip(small_starts, streams, strict=True)
    ]
    for number, (name, (start, stream)) in enumerate(zip(entries, places, strict=True)):
        written = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(written)] = written
        struct.pack_into("<H", directory, number * 128 + 64, len(written) + 2)
        struct.pack_into("<II", directory, number * 128 + 116, start, len(stream))
    return bytes(header) + fat + bytes(directory) + body


def _by_name(contents: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("_", " "): content for name, content in contents.items()}


def _chained(streams: list[bytes], size: int, first: int) -> tuple[bytes, list[int], bytes]:
    """The table from a sector on, where each stream starts, and all of them in their sectors."""
    table, starts, body = list[int](), list[int](), b""
    for stream in streams:
        count, start = -(-len(stream) // size), first + len(table)
        starts.append(start if count else 0xFFFFFFFE)
        table += [*range(start + 1, start + count), 0xFFFFFFFE][: count or 0]
        body += stream.ljust(count * size, b"\0")
    return struct.pack(f"<{len(table)}I", *table), starts, body


def document(kind: str) -> bytes:
    """A document of a kind, by its word in the policy."""
    if kind == "pdf":
        return PDF
    if kind in MAIN_PARTS:
        return office(kind)
    return open_document(kind) if kind in ODF else compound(STREAMS[kind])
