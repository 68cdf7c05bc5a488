"""Documents as small as they can be: what their containers need, and nothing readable in them."""

import io
import struct
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SECTOR = 512
MAIN_PARTS = {
    "docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml",
}  # fmt: skip
STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A ZIP file of these entries; ``first`` stands in front, with its content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if first is not None:
            made.writestr(first[0], first[1], compress_type=zipfile.ZIP_STORED)
        for name in names:
            made.writestr(name, b"<xml/>")
    return file.getvalue()


def office(kind: str, *more: str) -> bytes:
    """A file of Office since 2007."""
    return archive("[Content_Types].xml", "_rels/.rels", MAIN_PARTS[kind], *more)


def open_document(kind: str, *more: str) -> bytes:
    """A file of LibreOffice."""
    media_type = f"application/vnd.oasis.opendocument.{ODF[kind]}".encode()
    return archive("content.xml", "META-INF/manifest.xml", *more, first=("mimetype", media_type))


def compound(*names: str) -> bytes:
    """A compound file (MS-CFB) with these streams: header, one table, and its directory."""
    entries = ["Root Entry", *names]
    sectors = -(-len(entries) // 4)
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    header = bytearray(SECTOR)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    header[76:] = b"\xff" * (SECTOR - 76)
    struct.pack_into("<I", header, 76, 0)
    fat = b"".join(struct.pack("<I", number) for number in table).ljust(SECTOR, b"\xff")
    directory = bytearray(sectors * SECTOR)
    for number, name in enumerate(entries):
        written = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(written)] = written
        struct.pack_into("<H", directory, number * 128 + 64, len(written) + 2)
    return bytes(header) + fat + bytes(directory)


def document(kind: str) -> bytes:
    """A document of a kind, by its word in the policy."""
    if kind == "pdf":
        return PDF
    if kind in MAIN_PARTS:
        return office(kind)
    return open_document(kind) if kind in ODF else compound(STREAMS[kind])
