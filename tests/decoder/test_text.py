"""Which way a page lies, and what is no text: of answers as the machine gave them."""

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
    assert len(machine.shapes) == 4


def test_the_surest_way_is_taken_of_a_page_that_is_hard_to_read():
    texts, _machine = read(
        answer(0.70, LYING, name="worse"), answer(0.82, LYING), *[answer(0.6, LYING)] * 2
    )
    assert texts == ["clear"]
