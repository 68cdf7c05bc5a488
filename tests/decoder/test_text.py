"""Which way a page lies, and what is no text: of answers as the machine gave them."""

import sys
from types import SimpleNamespace

import pytest

from workstation.decoder import text

np = pytest.importorskip("numpy", reason="the optional part ocr is not installed")

LYING = [[10, 10], [70, 10], [70, 30], [10, 30]]
STANDING = [[10, 10], [30, 10], [30, 70], [10, 70]]
FIGURE = [[50, 10], [60, 10], [60, 25], [50, 25]]
PAGE = np.zeros((100, 200, 3), np.uint8)
NOTHING = SimpleNamespace(boxes=None)


def answer(sure: float, *boxes: list[list[int]], name: str = "clear") -> SimpleNamespace:
    """What the machine says of a photo: texts of five characters, and figures of one."""
    texts = tuple("9" if box is FIGURE else name for box in boxes)
    return SimpleNamespace(boxes=np.array(boxes), txts=texts, scores=(sure,) * len(boxes))


class Machine:
    """Gives these answers, one after the other."""

    def __init__(self, *answers: SimpleNamespace) -> None:
        self._answers = list(answers)
        self.shapes = []

    def __call__(self, pixels) -> SimpleNamespace:
        self.shapes.append(pixels.shape[:2])
        return self._answers.pop(0)


def read(*answers: SimpleNamespace) -> tuple[list[str], Machine]:
    """The texts that were taken, and what was asked for them."""
    machine = Machine(*answers)
    return [line for line, _box in text._surest(machine, PAGE)], machine


def test_an_upright_page_is_read_once():
    texts, machine = read(answer(0.99, LYING, FIGURE))
    assert texts == ["clear", "9"]
    assert machine.shapes == [(100, 200)]


def test_a_page_on_its_head_is_read_twice():
    texts, machine = read(answer(0.78, LYING, name="made up"), answer(0.99, LYING))
    assert texts == ["clear"]
    assert machine.shapes == [(100, 200)] * 2


def test_a_page_on_its_side_is_turned_though_the_machine_is_sure_of_what_stands():
    """0.95 of a demo's report, of which no row could be told and no value was found."""
    standing = answer(0.95, STANDING, STANDING, FIGURE, FIGURE, FIGURE)
    texts, machine = read(standing, answer(0.99, LYING))
    assert texts == ["clear"]
    assert machine.shapes == [(100, 200), (200, 100)]
    texts, machine = read(standing, answer(0.78, LYING, name="made up"), answer(0.99, LYING))
    assert texts == ["clear"]


def test_where_there_is_no_text_it_is_not_looked_for_again():
    texts, machine = read(NOTHING)
    assert texts == []
    assert len(machine.shapes) == 1


def test_strokes_of_which_the_machine_is_unsure_every_way_are_no_text():
    texts, machine = read(*[answer(0.60, LYING)] * 4)
    assert texts == []
    assert machine.shapes == [(100, 200)] * 2 + [(200, 100)] * 2


def test_the_surest_way_is_taken_of_a_page_that_is_hard_to_read():
    texts, _machine = read(
        answer(0.70, LYING, name="worse"), answer(0.82, LYING), *[answer(0.6, LYING)] * 2
    )
    assert texts == ["clear"]


@pytest.mark.parametrize("quarters", range(4))
def test_corners_lie_in_the_photo_where_they_were_found_in_the_turned_one(quarters: int):
    """A black field of the photo, its corners as the machine finds them in the turned pixels."""
    left, top, right, bottom = 120, 10, 170, 40
    photo = np.zeros((100, 200), np.uint8)
    photo[top:bottom, left:right] = 1
    rows, columns = np.nonzero(np.rot90(photo, quarters))
    box = [
        [float(x), float(y)]
        for x in (columns.min(), columns.max() + 1)
        for y in (rows.min(), rows.max() + 1)
    ]
    corners = text._back(box, quarters, 200, 100)
    assert sorted(corners) == sorted([[x, y] for x in (left, right) for y in (top, bottom)])


def test_a_text_of_three_characters_tells_the_way_and_one_of_two_does_not():
    assert text._on_its_side([STANDING], ["三个字"])
    assert not text._on_its_side([STANDING], ["两字"])


def test_a_page_on_its_side_is_turned_to_its_other_side_next():
    """Each answer is as sure of what lies as it can be of the wrong way up."""
    texts, machine = read(
        answer(0.95, STANDING, STANDING), answer(0.6, LYING), answer(0.84, LYING, name="right")
    )
    assert texts == ["right"]
    assert machine.shapes == [(100, 200), (200, 100), (200, 100)]


def test_one_core_is_left_to_the_window(monkeypatch: pytest.MonkeyPatch):
    asked: list[dict[str, object]] = []

    def make(params: dict[str, object]) -> None:
        asked.append(params)

    library = SimpleNamespace(RapidOCR=make)
    monkeypatch.setitem(sys.modules, "rapidocr", library)
    for cores in (8, 2, 1, None):
        monkeypatch.setattr(text.os, "cpu_count", lambda cores=cores: cores)
        text._engine()
    assert [params[text.THREADS] for params in asked] == [7, 1, 1, 1]
