"""The PDF as another program reads it: text, page numbers, fonts, pictures."""

import dataclasses
import io
import threading

import pypdf
import pytest
from PySide6.QtCore import QTemporaryFile
from PySide6.QtGui import QPainter, QPdfWriter

from tests.ui.record.samples import (
    MATTER,
    MYSELF,
    ROOM,
    SUMMARY,
    make_message,
    photograph,
    picture,
    source,
)
from workstation.domain.closing import KeptSummary
from workstation.domain.message import Quote
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.record.paged_record import DeviceRefused, PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.paper_pictures import MAX_SIDE_PX, LostPicture, shrink
from workstation.ui.record.pdf import make_pdf
from workstation.ui.record.record_builder import build_record
from workstation.ui.record.selectable import WRITTEN_FORMS, make_selectable
from workstation.ui.watermark.mark import WatermarkShape

WORDS = "小儿荨麻疹，长期见效，食用胶囊～ “安全” the patient's ½"


def made(source, pictures=None):
    return PagedRecord.of(build_record(source), pictures or {}, PaperStyle())


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def fonts_of(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()


def text_of(content):
    """All its words; where fonts change, readers of PDF put in blanks of their own."""
    return "".join("".join(page.extract_text().split()) for page in read(content).pages)


def test_what_an_answer_quotes_stands_above_it():
    asked = make_message(1, "一天几次？")
    quote = Quote("a1", "", asked)
    answers = (
        make_message(2, "早晚各一次", MYSELF, quote=quote),
        picture(3, "https://a.example/3.jpg", quote=quote),
        picture(4, "https://a.example/4.jpg", quote=quote),
    )
    text = text_of(make_pdf(made(source(asked, *answers))))
    assert text.index("回复王秀英：一天几次？") < text.index("早晚各一次")
    assert text.count("回复王秀英：一天几次？") == len(answers)


def pictures_of(reader):
    return [picture for page in reader.pages for picture in page.images]


def test_all_words_can_be_copied_as_they_were_written():
    content = make_pdf(
        made(source(make_message(1, WORDS), make_message(2, "先停芒果 10:52", MYSELF)))
    )
    text = text_of(content)
    for words in (*WORDS.split(), "先停芒果", "10:52", MATTER, "王小宝", "林若川", "18:13"):
        assert words in text, words
    assert not set(text) & set(WRITTEN_FORMS)


def test_every_page_is_numbered_and_says_whose_it_is():
    long_source = source(*(make_message(n, f"第 {n} 条 " + "话" * 80) for n in range(1, 120)))
    pages = [
        "".join(page.extract_text().split()) for page in read(make_pdf(made(long_source))).pages
    ]
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"第{number}页，共{len(pages)}页" in text
        assert "王小宝" in text
        assert str(ROOM) in text
    whole = "".join(pages)
    assert all(f"第{n}条" in whole for n in range(1, 120))


def test_a_watermark_is_on_every_page_and_no_text_to_be_copied():
    long_source = source(*(make_message(n, f"第 {n} 条 " + "话" * 80) for n in range(1, 60)))
    plain = made(long_source)
    marked = dataclasses.replace(
        plain, watermark=WatermarkShape.of(("林若川 1001", "2026-11-27 17:05"))
    )
    before, after = read(make_pdf(plain)), read(make_pdf(marked))
    assert len(after.pages) == len(before.pages) > 1
    for page, with_mark in zip(before.pages, after.pages, strict=True):
        assert with_mark.extract_text() == page.extract_text()
        shapes = with_mark.get_contents().get_data().count(b"\nf")
        assert shapes > page.get_contents().get_data().count(b"\nf") + 10


def test_in_english_page_n_of_m():
    set_language(Language.EN)
    assert "Page1of1" in text_of(make_pdf(made(source(make_message(1, "hello")))))


def test_every_font_is_embedded():
    fonts = list(fonts_of(read(make_pdf(made(source(make_message(1, "hello 你好")))))))
    assert len(fonts) > 1
    for font in fonts:
        assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object())


def test_pictures_are_in_it_at_a_bounded_size():
    big = shrink(photograph(4000, 3000), "jpeg")
    pictures = dict.fromkeys(source().consultation.pictures, big)
    content = make_pdf(made(source(), pictures))
    sizes = [picture.image.size for picture in pictures_of(read(content))]
    assert len(sizes) == 2
    assert all(max(size) == MAX_SIDE_PX for size in sizes)


def test_a_picture_that_could_not_be_had_is_named_with_the_reason():
    lacking = source(picture(1, "https://a.example/gone.jpg"), pictures=())
    content = make_pdf(
        made(lacking, {"https://a.example/gone.jpg": LostPicture("服务器没有这张图片")})
    )
    assert "图1未能取得：服务器没有这张图片" in text_of(content)


def test_the_summary_stands_in_it():
    summary = KeptSummary(ROOM, SUMMARY, SUMMARY, "o5", source().now_ms)
    text = text_of(make_pdf(made(source(make_message(5, "【小结】", MYSELF), summary=summary))))
    assert text.index("荨麻疹可能性大") < text.index(MATTER)


def test_its_own_title_names_nobody():
    about = read(make_pdf(made(source(make_message(1, "x"))))).metadata
    assert about.title == f"咨询记录 {ROOM}"
    assert "王" not in "".join(str(value) for value in about.values())


def test_nothing_is_written_while_it_is_made(tmp_path, monkeypatch):
    """Where a temporary file could not be made, none is missed."""
    for place in ("TMPDIR", "TMP", "TEMP"):  # of Linux; of Windows, which asks them in this order
        monkeypatch.setenv(place, str(tmp_path / "missing"))
    assert not QTemporaryFile().open()
    pictures = {
        url: shrink(photograph(2000, 1500), "jpeg") for url in source().consultation.pictures
    }
    content = make_pdf(made(source(make_message(1, "x")), pictures))
    assert len(pictures_of(read(content))) == 2


def test_nobody_wants_it_any_more():
    long_source = source(*(make_message(n, "话" * 200) for n in range(1, 60)))
    asked = iter([True, False])
    assert make_pdf(made(long_source), lambda: next(asked, False)) == b""


class RefusingPainter(QPainter):
    """Says no at one step, as Qt does for a device that is gone or full."""

    refuses = ""

    def begin(self, device):
        return self.refuses != "begin" and super().begin(device)

    def end(self):
        return super().end() and self.refuses != "end"


@pytest.mark.parametrize("step", ["begin", "end"])
def test_a_device_that_takes_no_page_or_not_all_of_it_is_said(step, monkeypatch):
    monkeypatch.setattr("workstation.ui.record.paged_record.QPainter", RefusingPainter)
    assert make_pdf(made(source(make_message(1, WORDS))))
    monkeypatch.setattr(RefusingPainter, "refuses", step)
    with pytest.raises(DeviceRefused, match=step):
        make_pdf(made(source(make_message(1, WORDS))))


def test_a_device_that_takes_no_further_page_is_said(monkeypatch):
    class OnePageWriter(QPdfWriter):
        def newPage(self):  # noqa: N802 - as Qt calls it
            return False

    monkeypatch.setattr("workstation.ui.record.pdf.QPdfWriter", OnePageWriter)
    assert make_pdf(made(source(make_message(1, WORDS))))
    with pytest.raises(DeviceRefused, match="page"):
        make_pdf(made(source(*(make_message(n, "话" * 200) for n in range(1, 60)))))


def test_another_thread_makes_the_same_pages():
    same_source, contents = source(make_message(1, WORDS)), []
    paper, record = PaperStyle(), build_record(same_source)
    thread = threading.Thread(
        target=lambda: contents.append(make_pdf(PagedRecord.of(record, {}, paper)))
    )
    thread.start()
    thread.join()
    ours = [page.extract_text() for page in read(make_pdf(PagedRecord.of(record, {}, paper))).pages]
    assert [page.extract_text() for page in read(contents[0]).pages] == ours


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\u202e\ud83d", "a" * 5_000, "字\n" * 400, "\U0001f600"]
)
def test_any_text_can_be_set(text):
    assert read(make_pdf(made(source(make_message(1, text))))).pages


def test_only_lists_of_glyphs_are_changed_and_the_length_stays():
    made_by_qt = b"<2F29> [<2F29>] /CMapName /Adobe-Identity-UCS def <2F29> [<2F29> <5C31>] endcmap"
    changed = make_selectable(made_by_qt)
    assert changed == made_by_qt.replace(b"[<2F29> <5C31>]", b"[<5C0F> <5C31>]")
