"""The record of a package is PDF/A-1b (ISO 19005-1): what of that can be told from the file."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime

import pypdf
import pytest

from tests.ui.record.samples import MYSELF, PICTURES, make_message, photograph, picture, source
from workstation.ui.record.archival import finish_archival
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.paper_pictures import shrink
from workstation.ui.record.pdf import make_pdf
from workstation.ui.record.record_builder import build_record
from workstation.ui.watermark.mark import WatermarkShape

MARK = "sha256:" + "0123456789abcdef" * 4
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


@pytest.fixture(scope="module")
def content(qapp):  # noqa: ARG001
    """With an emoji, a photo, a seal and a watermark."""
    everything = source(
        make_message(1, "又痒了 😀"), make_message(2, "先停", MYSELF), picture(3, PICTURES[0])
    )
    record = replace(build_record(everything), title="记录 <1> &", seal="SHA-256")
    pictures = {url: shrink(photograph(60, 40), "jpeg") for url in PICTURES}
    watermark = WatermarkShape.of(("林若川 1001", "WARD-3"))
    return make_pdf(PagedRecord.of(record, pictures, PaperStyle(), watermark), identifier=MARK)


@pytest.fixture(scope="module")
def pdf(content):
    return pypdf.PdfReader(io.BytesIO(content))


@pytest.fixture(scope="module")
def metadata(pdf):
    """The XMP packet, which must lie there as it is (6.7.2)."""
    stream = pdf.root_object["/Metadata"]
    assert "/Filter" not in stream
    return ET.fromstring(stream.get_data())  # noqa: S314 - our own


def text_of(metadata, name):
    return "".join("".join(each.itertext()) for each in metadata.iter(name_in_space(name))).strip()


def name_in_space(name):
    space, local = name.split(":")
    return f"{{{SPACES[space]}}}{local}"


def objects(pdf):
    for number in range(1, len(pdf.xref[0]) + 1):
        each = pdf.get_object(pypdf.generic.IndirectObject(number, 0, pdf))
        if each is not None:
            yield each


def dictionaries(pdf):
    return [each for each in objects(pdf) if isinstance(each, pypdf.generic.DictionaryObject)]


def test_the_file_says_what_it_is_and_which_package_it_is_of(metadata, content):
    assert text_of(metadata, "pdfaid:part") == "1"
    assert text_of(metadata, "pdfaid:conformance") == "B"
    assert text_of(metadata, "dc:identifier") == MARK
    assert content.index(MARK.encode()) < 64 * 1024
    assert content.startswith(b"%PDF-1.4\n%")
    assert all(byte > 127 for byte in content[10:14])


def test_the_metadata_repeat_the_file_s_own_word_for_word(pdf, metadata):
    """6.7.3: a validator compares each of them."""
    own = pdf.metadata
    assert text_of(metadata, "dc:title") == own.title == "记录 <1> & 20418"
    assert text_of(metadata, "xmp:CreatorTool") == own.creator
    assert text_of(metadata, "pdf:Producer") == own.producer
    for name, date in (("CreateDate", own.creation_date), ("ModifyDate", own.modification_date)):
        assert datetime.fromisoformat(text_of(metadata, f"xmp:{name}")) == date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"20261128031850Z", b"2026-11-28T03:18:50+00:00"),
        (b"20261128111850+08'00'", b"2026-11-28T11:18:50+08:00"),
        (b"20261127231850-04'30'", b"2026-11-27T23:18:50-04:30"),
    ],
)
def test_a_date_is_copied_as_qt_wrote_it(written, expected):
    before = b"/CreationDate (D:" + written + b") 0000-00-00T00:00:00+00:00"
    after = finish_archival(before)
    assert after.endswith(b" " + expected)
    assert len(after) == len(before)


def test_colours_are_of_a_profile_that_is_embedded(pdf):
    (intent,) = pdf.root_object["/OutputIntents"]
    intent = intent.get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"
    assert not [each for each in objects(pdf) if "/DeviceCMYK" in str(each)]


def test_nothing_shines_through_though_there_is_a_watermark_and_an_emoji(pdf):
    assert any("/Type" in each for each in dictionaries(pdf))
    for each in dictionaries(pdf):
        assert each.get("/SMask", "/None") == "/None"
        assert each.get("/S") != "/Transparency"
        assert float(each.get("/ca", 1)) == float(each.get("/CA", 1)) == 1
        assert each.get("/BM", "/Normal") == "/Normal"
        assert not each.get("/Interpolate", False)


def test_every_font_is_embedded_with_its_glyphs_listed(pdf):
    fonts = [each for each in dictionaries(pdf) if each.get("/Type") == "/FontDescriptor"]
    assert fonts
    for font in fonts:
        assert {"/FontFile2", "/FontFile3"} & font.keys()
        assert "/CIDSet" in font
    assert not [each for each in dictionaries(pdf) if each.get("/Subtype") == "/Type3"]


def test_nothing_is_there_that_archives_forbid(pdf, content):
    assert not pdf.is_encrypted
    assert "/ID" in pdf.trailer
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFiles", b"/AcroForm", b"/LZWDecode"):
        assert not re.search(word + rb"\b", content)


def test_an_ordinary_record_is_as_before(qapp):  # noqa: ARG001
    record = PagedRecord.of(build_record(source()), {}, PaperStyle())
    assert b"pdfaid:part" not in make_pdf(record)
