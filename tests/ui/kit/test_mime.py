"""Text takes words; a file or its name is none, and photos are handed on where photos go."""

import os
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from tests.fakes.mime import NO_WORDS, PHOTO, drop_on, picture_file, text_of, words
from tests.media.conftest import encoded
from workstation.ui.kit.fields import mime
from workstation.ui.kit.fields.editing import LineEdit, PlainEdit
from workstation.ui.kit.fields.html_text import MAX_HTML, words_of_html
from workstation.ui.kit.fields.mime import holds_pictures, local_files, picture_of, plain_text
from workstation.ui.kit.fields.picture_drop import PictureDrop
from workstation.ui.kit.fields.picture_edit import PictureEdit
from workstation.ui.kit.layers.menu import Menu

WORDS = [
    "体温 38.5，血压 120/80",
    "https://hospital.example/leaflet",
    "Take 1/2 tablet\ntwice a day",
    "see /home/doctor/x for what it is",
    "files: none",
    "C: clear",
    "/ as needed",
]


@pytest.fixture(params=[LineEdit, PlainEdit, PictureEdit])
def field(request, show_widget):
    made = request.param()
    show_widget(made)
    made.setFocus()
    return made


def paste_into(clipboard, field, data):
    clipboard.setMimeData(data)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    field.paste()


@pytest.mark.parametrize("kind", NO_WORDS)
def test_what_is_no_words_does_not_become_any(clipboard, field, kind):
    taken = drop_on(field, NO_WORDS[kind]())
    paste_into(clipboard, field, NO_WORDS[kind]())
    assert text_of(field) == ""
    if not isinstance(field, PictureEdit):
        assert not taken


def test_the_words_of_html_alone_come_in(clipboard, field):
    """Nothing was pasted, and nothing said so, where a web view gave its HTML and no words."""
    clipboard.setMimeData(words(html="<p>白细胞 <b>12.3</b></p><img src='file:///etc/passwd'>"))
    field.paste()
    assert text_of(field) == "白细胞 12.3"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p>\n<p>二<br>三</p>", "一\n二\n三"),
        ("<tr><td>体温</td><td>38.5</td></tr><tr><td>脉搏</td></tr>", "体温\t38.5\n脉搏"),
        ("<!--StartFragment-->a &lt; b&nbsp;c<!-- <p>x</p> -->", "a < b c"),
        ("<head><title>x</title></head><script>if (a<b) {}</script>好", "好"),
        ("<script>never closed <p>x", ""),
        ("<p>CRP < 5 mg/L，体温 <38.5 且 > 37</p>", "CRP < 5 mg/L，体温 <38.5 且 > 37"),
        ("x" * (MAX_HTML + 1), ""),
    ],
)
def test_html_is_read_as_one_reads_it(html: str, text: str):
    assert words_of_html(html) == text


def test_words_come_in_as_a_message_carries_them(clipboard):
    field = PlainEdit()
    clipboard.setMimeData(words("\x02第一页\x0c第二页\x0b\x1d下一行\t完"))
    field.paste()
    assert text_of(field) == "第一页\n第二页\n下一行\t完"
    field.clear()
    clipboard.setMimeData(words("\x05\x1b\uffff"))
    field.paste()
    assert text_of(field) == ""


def test_nothing_comes_in_where_there_is_nothing(clipboard, field):
    """An emptied clipboard holds none at all, nor does X11's selection on any other system."""
    clipboard.clear()
    at = field.rect().center()
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, field.mapToGlobal(at))
    viewport = getattr(field, "viewport", lambda: field)()
    QTest.mouseClick(viewport, Qt.MouseButton.MiddleButton)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(viewport, menu)
    opened = field.window().findChild(Menu)
    assert opened is not None
    assert not any(item.isEnabled() for item in opened.items)
    opened.close_now()


@pytest.mark.parametrize("text", WORDS)
def test_words_come_in_by_drop_and_by_paste(clipboard, field, text):
    assert drop_on(field, words(text))
    once = text_of(field)
    assert once.replace("\u2028", "\n").replace("\n", " ") == text.replace("\n", " ")
    clipboard.setMimeData(words(text))
    field.paste()
    assert len(text_of(field)) == 2 * len(once)


def test_words_that_are_marked_up_come_in_plain(field):
    marked = words("芒果", html="<h1><a href='https://evil.example'>芒果</a></h1>")
    assert drop_on(field, marked)
    assert text_of(field) == "芒果"
    if isinstance(field, QTextEdit):
        assert "href" not in field.toHtml()
        assert "<h1" not in field.toHtml()


def test_a_link_dragged_from_a_browser_is_its_address(field):
    link = QMimeData()
    link.setUrls([QUrl("https://hospital.example/leaflet")])
    link.setText("https://hospital.example/leaflet")
    drop_on(field, link)
    assert text_of(field) == "https://hospital.example/leaflet"


def test_a_read_only_field_takes_nothing(clipboard, field):
    field.setReadOnly(True)
    assert not drop_on(field, words("word"))
    clipboard.setMimeData(words("word"))
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert text_of(field) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="names of Windows are Unicode")
def test_a_file_whose_name_is_not_utf8_is_found(tmp_path):
    """Photos out of an archive that was made on a Windows in Chinese; 100% is no escape."""
    name = os.fsencode(tmp_path) + "/手臂 100%.jpg".encode("gbk")
    Path(os.fsdecode(name)).write_bytes(b"photo")
    dragged = QMimeData()
    dragged.setData("text/uri-list", f"file://{quote(name)}\r\n".encode())
    (given,) = local_files(dragged)
    assert Path(given).read_bytes() == b"photo"


def test_words_beside_a_picture_of_them_are_words():
    both = words("芒果", picture=QImage(4, 4, QImage.Format.Format_RGB32))
    assert plain_text(both) == "芒果"
    assert not holds_pictures(both)


@pytest.fixture
def ground(show_widget):
    """A part that photos can be dropped on, what it was given, and whether it is ready."""
    part, given, ready = QWidget(), [], [True]
    drop = PictureDrop(part, lambda: ready[0])
    drop.files_given.connect(given.append)
    drop.picture_given.connect(lambda picture: given.append(picture.size()))
    show_widget(part)
    return part, given, ready


def test_photos_let_go_over_a_part_are_handed_on(ground):
    part, given, _ = ground
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    assert drop_on(part, words(files=[PHOTO]))
    assert drop_on(part, words(picture=picture))
    assert given == [[PHOTO], picture.size()]


def test_words_let_go_over_a_part_are_not_taken(ground):
    part, given, _ = ground
    assert not drop_on(part, words("words"))
    assert given == []


def test_a_part_that_is_not_ready_takes_nothing(ground):
    part, given, ready = ground
    ready[0] = False
    assert not drop_on(part, words(files=[PHOTO]))
    assert given == []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (lambda: words("看这张\n/home/doctor/a.jpg"), "看这张\n/home/doctor/a.jpg"),
        (lambda: words("\n/home/doctor/a.jpg\n\n/home/doctor/b.jpg\n"), ""),
        (lambda: words("photo", files=[PHOTO]), ""),
    ],
    ids=["one line of two", "blank lines between", "words beside a file"],
)
def test_what_does_nothing_but_name_files_is_no_text(data, text):
    assert plain_text(data()) == text


def test_a_picture_beside_words_is_none_and_a_pixmap_is_one():
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    assert picture_of(words("文", picture=image)) is None
    assert picture_of(words(picture=image)).size() == image.size()
    assert picture_of(words(picture=QPixmap(3, 2))).size() == QSize(3, 2)


def test_of_a_picture_that_comes_as_a_file_its_bytes_are_given():
    """Qt's pixels of it lie as in the file, and half a file is filled up with grey."""
    assert picture_of(picture_file(encoded("JPEG"))) == encoded("JPEG")
    both = picture_file(encoded("JPEG"))
    both.setData("image/png", encoded("PNG"))
    assert picture_of(both) == encoded("PNG")


def test_a_file_that_is_too_large_or_did_not_come_is_given_as_pixels(monkeypatch):
    monkeypatch.setattr(mime, "MAX_FILE_BYTES", 10)
    assert isinstance(picture_of(picture_file(encoded("JPEG"))), QImage)
    nothing = words(picture=QImage(4, 4, QImage.Format.Format_RGB32))
    nothing.setData("image/png", b"")
    assert isinstance(picture_of(nothing), QImage)


@pytest.mark.parametrize("address", ["https://a.example/arm.jpg", "data:image/png;base64,AAAA"])
def test_beside_a_picture_out_of_a_browser_its_address_is_no_text(address):
    """What was dragged was the photo; the patient got its address."""
    dragged = picture_file(encoded("JPEG"), text=address)
    dragged.setUrls([QUrl(address)])
    assert plain_text(dragged) == ""
    assert picture_of(dragged) == encoded("JPEG")
    assert plain_text(words(address)) == address
    assert plain_text(picture_file(encoded("JPEG"), text=f"见 {address}")) == f"见 {address}"


@pytest.mark.parametrize("verb", ["copy", "cut"])
def test_files_that_are_named_in_words_alone_by_gnomes_file_manager_are_files(verb) -> None:
    source = QMimeData()
    source.setText(f"x-special/nautilus-clipboard\n{verb}\nfile:///x/a%20b.jpg\nfile:///x/c.png\n")
    assert local_files(source) == ["/x/a b.jpg", "/x/c.png"]
    assert not plain_text(source)
    source.setText(f"x-special/nautilus-clipboard {verb} 是什么")
    assert (local_files(source), bool(plain_text(source))) == ([], True)
