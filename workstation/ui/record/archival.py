"""What makes a PDF one for archives: PDF/A-1b (ISO 19005-1), with metadata that name its package.

Qt writes such files, but metadata of its own only. What is given to it must repeat the file's own
title, program and date word for word (6.7.3), and only Qt knows the date: it is copied from there.
Each page of Qt's names a colour space of inks besides, which no file may that has a profile of
light (6.2.3.3). Nothing is painted in it, so it is named as the other one.
"""

import re
from html import escape

from PySide6.QtCore import qVersion
from PySide6.QtGui import QPagedPaintDevice, QPdfWriter

DATE_PLACE = "0000-00-00T00:00:00+00:00"
_DATE = re.compile(
    rb"/CreationDate \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)\)"
)
METADATA = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li></rdf:li></rdf:Seq></dc:creator>
   <dc:identifier>{identifier}</dc:identifier>
   <pdf:Producer>Qt {qt}</pdf:Producer>
   <xmp:CreatorTool>{creator}</xmp:CreatorTool>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
   <pdfaid:part>1</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def make_archival(writer: QPdfWriter, identifier: str) -> None:
    """Let a writer that has its title and creator write PDF/A-1b under an ``identifier``."""
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_A1b)
    metadata = METADATA.format(
        title=escape(writer.title()),
        creator=escape(writer.creator()),
        identifier=escape(identifier),
        qt=qVersion(),
        date=DATE_PLACE,
    )
    writer.setDocumentXmpMetadata(metadata.encode())


def finish_archival(content: bytes) -> bytes:
    """A copy of the file, as long, without what Qt writes beyond PDF/A-1b."""
    return _date_metadata(content.replace(b" /DeviceCMYK", b" /DeviceRGB "))


def _date_metadata(content: bytes) -> bytes:
    """The file with its date in its metadata, too."""
    match = _DATE.search(content)
    if match is None:
        return content
    year, month, day, hour, minute, second, hours, minutes = (
        part or b"" for part in match.groups()
    )
    offset = hours + b":" + minutes if hours else b"+00:00"
    date = b"-".join((year, month, day)) + b"T" + b":".join((hour, minute, second)) + offset
    return content.replace(DATE_PLACE.encode(), date)
