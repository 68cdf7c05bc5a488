"""A drawn page as a PDF of one sheet, as a hospital's laboratory hands it out."""

from typing import Final

A4_WIDTH: Final = 595
"""In points of 1/72 inch."""


def pdf_of(jpeg: bytes, width: int, height: int) -> bytes:
    """A PDF (ISO 32000-1) whose page is the picture, ``width`` and ``height`` in pixels."""
    page_height = round(A4_WIDTH * height / width)
    paint = f"q {A4_WIDTH} 0 0 {page_height} 0 0 cm /Page Do Q".encode()
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB"
        f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(jpeg)}>>"
    )
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {A4_WIDTH} {page_height}]"
        "/Resources<</XObject<</Page 5 0 R>>>>/Contents 4 0 R>>".encode(),
        _stream(f"<</Length {len(paint)}>>", paint),
        _stream(picture, jpeg),
    )
    return _file(bodies)


def _stream(dictionary: str, content: bytes) -> bytes:
    return b"%b\nstream\n%b\nendstream" % (dictionary.encode(), content)


def _file(bodies: tuple[bytes, ...]) -> bytes:
    """The objects, numbered from 1, and the table of where each begins."""
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(file + trailer % (len(bodies) + 1, table))
