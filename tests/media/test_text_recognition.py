"""Reading the text on a photo: the real machine on a small page, and everything it may do wrong."""

import json
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from workstation.clinic.drawing.fonts import chinese
from workstation.decoder import process
from workstation.domain.errors import BrokenMedia
from workstation.domain.lab_report import Direction, find_results
from workstation.domain.recognised_text import rows_of
from workstation.media import text_recognition
from workstation.media.text_recognition import ReadablePhoto, TextRecognition, available

BOX = [[0, 0], [10, 0], [10, 5], [0, 5]]
WHITE = ReadablePhoto(b"\xff" * 300, 10, 10, 2.0)
machine = pytest.mark.skipif(not available(), reason="the optional part ocr is not installed")


@pytest.fixture
def decoder(monkeypatch, tmp_path):
    """Gives this text to run as the decoder instead."""

    def install(source: str) -> None:
        script = tmp_path / "decoder.py"
        script.write_text("import json, sys\nsys.stdin.buffer.read()\n" + source, encoding="utf-8")
        monkeypatch.setattr(process, "SCRIPT", script)

    return install


def answers(value: object) -> str:
    """A decoder that says this."""
    return f"sys.stdout.buffer.write({json.dumps(value).encode()!r})\n"


def page(turned: int) -> ReadablePhoto:
    """Two rows of a report, the second above its reference."""
    paper = Image.new("RGB", (760, 200), (250, 249, 245))
    pen = ImageDraw.Draw(paper)
    rows = (
        ("钾 K", "4.12", "mmol/L", "3.50-5.30"),
        ("葡萄糖", "7.03", "mmol/L", "3.90-6.10"),
    )
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            pen.text((30 + 180 * column, 30 + 70 * row), text, (25, 25, 25), chinese(30))
    paper = paper.rotate(turned, expand=True, fillcolor=(250, 249, 245))
    red, green, blue = paper.split()
    pixels = Image.merge("RGB", (blue, green, red)).tobytes()
    return ReadablePhoto(pixels, *paper.size, 1.0)


@machine
def test_a_report_is_read_however_it_lies():
    on_its_head = page(turned=183)
    results = find_results(rows_of(TextRecognition(on_its_head).run()))
    assert [(each.value, each.reference, each.direction) for each in results] == [
        ("4.12", "3.50-5.30", Direction.WITHIN),
        ("7.03", "3.90-6.10", Direction.HIGH),
    ]


@machine
def test_a_photo_of_one_point_has_no_text():
    assert TextRecognition(ReadablePhoto(b"\0\0\0", 1, 1, 1.0)).run() == ()


def test_lines_come_in_the_photo_s_own_pixels(decoder):
    below = [[x, y + 20] for x, y in BOX]
    decoder(answers([["first", BOX], ["second", below]]))
    lines = TextRecognition(WHITE).run()
    assert [line.text for line in lines] == ["first", "second"]
    assert (lines[0].corners[2].x, lines[0].corners[2].y) == (20, 10)


def test_what_cannot_be_seen_and_what_is_endless_is_left_out(decoder):
    decoder(answers([["a\u202eb \n c", BOX], ["\u200b", BOX], ["x" * 9_999, BOX]]))
    texts = [line.text for line in TextRecognition(WHITE).run()]
    assert texts == ["ab c", "x" * text_recognition.MAX_CHARACTERS]


@pytest.mark.parametrize(
    "answer",
    ["no JSON", {"a": 1}, [1], [["text", [[0, 0]]]], [["text", [["a", 0]] * 4]], [[5, BOX]]],
)
def test_an_answer_that_is_none_is_a_broken_one(decoder, answer):
    source = answers(answer) if not isinstance(answer, str) else "sys.stdout.write('no JSON')\n"
    decoder(source)
    with pytest.raises(BrokenMedia):
        TextRecognition(WHITE).run()


def test_a_machine_that_dies_is_a_broken_one(decoder):
    decoder("import os\nos.abort()\n")
    with pytest.raises(BrokenMedia):
        TextRecognition(WHITE).run()


def test_the_machine_may_connect_nowhere(decoder):
    """Its library would fetch models from a server; here its stand-in tries to."""
    decoder(
        f"sys.path.insert(0, {str(Path.cwd())!r})\n"
        "import socket, types\n"
        "tried = []\n"
        "def engine(**_):\n"
        "    for address in ('127.0.0.1', 'localhost'):\n"
        "        try:\n"
        "            socket.create_connection((address, 9), timeout=1)\n"
        "        except PermissionError as error:\n"
        "            tried.append(str(error))\n"
        "    raise ValueError\n"
        "sys.modules['rapidocr'] = types.SimpleNamespace(RapidOCR=engine)\n"
        "sys.modules['numpy'] = types.SimpleNamespace(\n"
        "    uint8=0, frombuffer=lambda *_: types.SimpleNamespace(reshape=lambda *_: None))\n"
        "from workstation.decoder import text\n"
        "from workstation.decoder.answers import BROKEN\n"
        "status = text.decode(b'', '1', '1').status\n"
        "sys.stdout.write(json.dumps([[f'{len(tried)} {status == BROKEN}', "
        f"{BOX}]]))\n"
    )
    assert [line.text for line in TextRecognition(WHITE).run()] == ["2 True"]


def test_a_bundle_reads_where_the_library_was_collected(monkeypatch, tmp_path):
    """This interpreter may have it, which is nothing to a bundle."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert not available()
    (tmp_path / "rapidocr-3.10.0.dist-info").mkdir()
    assert available()
