"""What counts as a difference: a missing word and a moved one, not a softer edge."""

from PIL import Image, ImageFilter

from tests.gallery.compare import TOLERANCE, compare, difference, in_few_colours, small
from tests.gallery.painting import Look, dressed
from workstation.ui.kit.widgets.label import Label


def drawn_text(words: str) -> Image.Image:
    with dressed(Look("light", "zh")):
        label = Label(words)
        label.resize(400, 40)
        picture = small(label.grab().toImage())
        label.deleteLater()
    return picture


def test_a_missing_word_differs(qapp) -> None:  # noqa: ARG001
    stored = in_few_colours(drawn_text("皮疹"))
    assert compare(drawn_text("皮疹 按压会褪色吗"), stored).most > 2 * TOLERANCE


def test_a_word_that_moved_differs(qapp) -> None:  # noqa: ARG001
    stored = in_few_colours(drawn_text("    皮疹按压"))
    assert compare(drawn_text("皮疹按压"), stored).most > 2 * TOLERANCE


def test_the_same_is_the_same_in_few_colours(qapp) -> None:  # noqa: ARG001
    picture = drawn_text("皮疹按压")
    assert compare(picture, in_few_colours(picture)).most < TOLERANCE / 2


def test_softer_edges_and_fewer_colours_are_forgiven(qapp) -> None:  # noqa: ARG001
    sharp = drawn_text("皮疹按压会褪色吗").convert("RGB")
    softer = sharp.filter(ImageFilter.GaussianBlur(0.4))
    assert difference(sharp, softer).most < TOLERANCE
    assert difference(sharp, sharp.quantize(64)).most < TOLERANCE
    assert difference(in_few_colours(sharp), in_few_colours(softer)).most < TOLERANCE
